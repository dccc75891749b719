"""Role phrases, as read from the tree: "the Russian defense minister", "the government of Chad"."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.actors.roles import Role, Roles
from kgraph.discourse.entities import STATES
from kgraph.discourse.lexicon import GENDERED, STANCES
from kgraph.discourse.naming import Named
from kgraph.discourse.syntax import Syntax
from kgraph.language.trees import words

_AFFILIATING: Final = words("of from for with in at on to")
_LOOSE: Final = words("in at on to for with")
"""Prepositions that tell whose an officeholder or a body is ("the government in Kabul"), of others only where."""
_OFFICIAL: Final = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
NUMBERS: Final = {"two": 2, "both": 2, "pair": 2, "duo": 2, "three": 3, "trio": 3, "four": 4, "five": 5, "six": 6}
_DEFINITE: Final = words("the this that these those both its his her their our")
_INDEFINITE: Final = words("a an some several many any no another few dozens hundreds thousands each every")
_LED: Final = frozenset({"", "led", "run", "commanded"})
"""What may be joined to the name of those whose people have a role: NATO-led troops, but not NATO-backed ones."""
_PAST: Final = words(
    "former ex- late then ex previous one-time onetime erstwhile retired outgoing ousted deposed exiled fallen"
)
_UNDER: Final = words("deputy vice assistant junior associate under senior-deputy shadow would-be next future incoming")


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePhrase:
    """A noun phrase whose noun is a role.

    Attributes:
        head: its word in the tree.
        start, end: its words, the end excluded; what follows ("of Chad") left out, unless it is part of the role.
        first: where the role noun itself begins.
        role: which role.
        noun: the role's words as they stand, in small letters.
        plural: whether it means several.
        definite, indefinite: whether it has such an article or pronoun; neither stands with a bare noun.
        number: how many, where that is said.
        of: the names that say whose role it is.
        possessor: the word that owns it ("Russia's", "his"), or None.
        past: whether the role is one held before ("former").
        under: whether a lower one is meant than the noun says ("deputy").
    """

    head: int
    start: int
    end: int
    first: int
    role: Role
    noun: str
    plural: bool
    definite: bool
    indefinite: bool
    number: int | None
    of: tuple[Named, ...]
    possessor: int | None
    past: bool
    under: bool

    @property
    def word(self) -> str:
        """The last of the role's words."""
        return self.noun.split()[-1]

    @property
    def nouns(self) -> frozenset[str]:
        """What whoever holds the role is called by it: as the tables have it, and as it stands."""
        return frozenset((self.role.noun, self.noun))

    @property
    def gender(self) -> str | None:
        """The gender that the noun tells ("spokeswoman"); None for most."""
        return GENDERED.get(self.word)

    @property
    def is_personal(self) -> bool:
        """Whether it is a role of one person, not of a body or a people."""
        return self.role.kind in ("person", "office")


def role_phrases(syntax: Syntax, names: Sequence[Named], roles: Roles) -> dict[int, RolePhrase]:
    """The role phrases of a sentence by their heads, but those that are only part of another, or of a name.

    Args:
        syntax: the sentence.
        names: its names.
        roles: the role nouns.
    """
    covered = {place for name in names for place in range(name.first, name.end)}
    by_head = {name.head: name for name in names if not name.other}
    found: dict[int, RolePhrase] = {}
    for place, token in enumerate(syntax.tokens):
        if place not in covered and token.upos in ("NOUN", "PROPN"):
            phrase = _role_phrase(syntax, place, by_head, roles)
            if phrase is not None:
                found[place] = phrase

    parts = {i for p in found.values() for i in range(p.first, p.end) if i != syntax.head_of(p.first, p.end)}
    parts |= {
        place
        for place in found
        if syntax.label(place) in ("compound", "flat", "goeswith") and syntax[place].head not in covered
    }
    return {
        place: phrase
        for place, phrase in found.items()
        if place not in parts and not (phrase.noun == "opposition" and _is_stance(syntax, place))
    }


def _is_stance(syntax: Syntax, head: int) -> bool:
    """Whether an opposition is one to something, not the opposition."""
    return any(syntax.case(i) == "to" for i in syntax.children(head, "nmod", "obl"))


def _role_phrase(syntax: Syntax, head: int, by_head: Mapping[int, Named], roles: Roles) -> RolePhrase | None:
    """The role phrase whose head is that noun; None where it is no role."""
    start = syntax.phrase_start(head)
    found = _role_at(syntax, start, head, roles)
    if found is None:
        return None
    role, first, end = found
    before = syntax.lower[start:first]
    plural = syntax[head].feat("Number") == "Plur" or (role.plural == role.noun and role.kind == "people")
    possessor = syntax.child(head, "nmod:poss")
    return RolePhrase(
        head=head,
        start=start,
        end=max(end, syntax.phrase_end(head)),
        first=first,
        role=role,
        noun=" ".join(syntax.lower[first:end]),
        plural=plural,
        definite=possessor is not None or any(word in _DEFINITE for word in before),
        indefinite=any(word in _INDEFINITE for word in before),
        number=next((NUMBERS[word] for word in before if word in NUMBERS), None),
        of=_affiliations(syntax, role, head, (start, first, end), by_head),
        possessor=possessor,
        past=any(word in _PAST for word in before),
        under=any(word in _UNDER for word in before),
    )


def _role_at(syntax: Syntax, start: int, head: int, roles: Roles) -> tuple[Role, int, int] | None:
    """The longest role that takes in the head, and its words."""
    best: tuple[Role, int, int] | None = None
    for first in range(start, head + 1):
        found = roles.starting(syntax.lower, first)
        if found is not None and first + found[1] > head:
            best = found[0], first, first + found[1]
            break
    if best is not None:
        return best
    ending = roles.ending([*syntax.lower[start:head], syntax[head].lemma.lower()])
    return None if ending is None else (ending[0], head + 1 - ending[1], head + 1)


def _affiliations(
    syntax: Syntax, role: Role, head: int, extent: tuple[int, int, int], by_head: Mapping[int, Named]
) -> tuple[Named, ...]:
    """The names that say whose a role is: before it ("Russian", "NATO"), and after it ("of Chad", "from Mali")."""
    start, first, end = extent
    before = [by_head[i] for i in range(start, first) if i in by_head]
    begins = {name.first for name in before}
    found = [name for name in before if start <= name.first and name.end <= first and _owns(syntax, name, begins)]
    for child in syntax.children(head, "nmod"):
        if child < end or syntax[child].deprel == "nmod:poss" or syntax.case(child) not in _AFFILIATING:
            continue
        case = syntax.case(child)
        if case in _LOOSE and (found or not (role.kind == "body" or role.sector in _OFFICIAL)):
            continue
        explained = (i for i in syntax.children(child, "appos", "flat") if i in by_head)
        bearer = child if child in by_head else next(explained, child)
        listed = [by_head[i] for i in syntax.conjuncts(bearer) if i in by_head]
        found += [name for name in listed if (name.kind in STATES) == (listed[0].kind in STATES)]
    return tuple(found)


def _owns(syntax: Syntax, name: Named, begins: Collection[int]) -> bool:
    """Whether a name before a role says whose it is: not of US-backed rebels, nor of pro-Russian ones."""
    if syntax.joined_before(name.first) in STANCES:
        return False
    behind = syntax.joined_behind(name.end)
    return behind in _LED or name.end + 1 in begins
