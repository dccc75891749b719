"""Sanctions lifted, eased, suspended or waived, told by a verb or a noun over the word for them."""

from __future__ import annotations

from typing import Final

from kgraph.discourse.syntax import Syntax
from kgraph.language.trees import words

RELATION: Final = "easesSanctionsOn"
_SANCTIONS: Final = words("sanction embargo tariff duty boycott blockade levy quota countermeasure counter-tariff")
"""What is eased or lifted, by itself."""
_LIMITS: Final = words("ban restriction control curb freeze limit barrier restraint penalty measure prohibition")
"""What is so where a word beside it says that it is on trade, travel, money or arms."""
_DEALINGS: Final = words(
    """trade import export arm weapon visa travel entry flight airspace investment economic financial banking bank oil
    gas coal grain wine beef seafood barley meat fruit good asset technology chip semiconductor shipping punitive"""
)
_EASING: Final = words(
    """lift ease relax remove waive suspend drop end loosen reduce cancel scrap revoke repeal rescind abolish withdraw
    terminate pause unfreeze lower halve soften dismantle eliminate overturn reverse unwind cut"""
)
_BACK: Final = words("roll scale wind dial")
"""Verbs that are so with "back"."""
_EASED: Final = words(
    """lifting easing relaxation removal waiver waiving suspension dropping end ending loosening reduction cancellation
    scrapping revocation repeal abolition withdrawal termination pause relief unfreezing lowering exemption"""
)
"""What happens to sanctions, as a noun."""
_TYPES: Final = frozenset({"CONCEDE", "RETREAT", "SANCTION", "COERCE", "COOPERATE", "MOBILIZE"})
"""What such a sentence may be taken for; who agrees, refuses or threatens to ease them does that."""


def eases_sanctions(syntax: Syntax, ends: tuple[int, int], deed: int, event_type: str) -> bool:
    """Whether what one does to another is to lift or lighten sanctions, tariffs, an embargo or a blockade.

    Args:
        syntax: the sentence.
        ends: the words that stand for the actor and the recipient.
        deed: the word at which the ways of the two meet.
        event_type: what the deed is taken for.

    >>> from kgraph.language import parse
    >>> eases_sanctions(Syntax(parse("Peru lifted its embargo on Chile.")[0]), (0, 5), 1, "SANCTION")
    True
    >>> eases_sanctions(Syntax(parse("Peru extended its embargo on Chile.")[0]), (0, 5), 1, "SANCTION")
    False
    """
    if event_type not in _TYPES:
        return False
    way = {place for end in ends for place in _up_to(syntax, end, deed)}
    near = way | {child for place in way for child in syntax.children(place, "obj", "nsubj:pass", "nmod", "compound")}
    return any(_are_sanctions(syntax, place) and _is_eased(syntax, place) for place in near)


def _up_to(syntax: Syntax, end: int, deed: int) -> list[int]:
    way = syntax.upwards(end)
    return way[1 : way.index(deed) + 1] if deed in way else [deed]


def _are_sanctions(syntax: Syntax, noun: int) -> bool:
    lemma = syntax[noun].lemma.lower()
    if lemma in _SANCTIONS:
        return True
    if lemma == "asset":
        return syntax.label(noun) == "obj"
    beside = [i for i in syntax.children(noun, "compound", "amod", "nmod") if syntax[i].lemma.lower() in _DEALINGS]
    return lemma in _LIMITS and bool(beside)


def _is_eased(syntax: Syntax, noun: int) -> bool:
    """Whether somebody lifts them: by a verb whose object they are, or a noun that they are of."""
    first = syntax.first_conjunct(noun)
    above = syntax[first].head
    if above is None:
        return False
    lemma, label = syntax[above].lemma.lower(), syntax.label(first)
    if syntax[above].upos == "NOUN":
        return lemma in _EASED and label in ("nmod", "compound")
    if syntax[noun].lemma == "asset":
        return lemma == "unfreeze"
    is_back = lemma in _BACK and "back" in {syntax.lower[i] for i in syntax.kids[above]}
    if label != "obj" and syntax[first].deprel != "nsubj:pass":
        return label == "obl" and is_back
    return is_back or lemma in _EASING
