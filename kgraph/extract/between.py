"""The words between two actors in the tree: of "Egypt, a buyer, agreed to pay Mali" they are "[a] agreed to pay [r]".

A sentence says many things; what one actor does to another stands on the way from one to the other in its tree. Those
words, with their auxiliaries, negations, objects and prepositions, in the sentence's order, are what the classifier of
events reads beside the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from kgraph.discourse.syntax import Syntax, is_labelled
from kgraph.language.trees import words

ACTOR, RECIPIENT = "[a]", "[r]"
_KEPT: Final = (
    "aux",
    "cop",
    "mark",
    "compound:prt",
    "case",
    "obj",
    "iobj",
    "expl",
    "nsubj:pass",
    "xcomp",
    "fixed",
    "advmod",
    "det",
)
"""What hangs on a word of the way and belongs to what it says."""
_OPENING: Final = ("root", "ccomp", "advcl", "acl", "parataxis", "csubj", "conj")
"""The relations of words that head a clause, or a member of a list."""
_NEGATING: Final = words("not never no n't n\u2019t without neither nor yet longer almost nearly barely hardly")
"""Of adverbs and determiners only these."""


def words_between(syntax: Syntax, actor: tuple[int, int], recipient: tuple[int, int]) -> list[str]:
    """The words of the way from one actor to another, the two as `[a]` and `[r]`.

    Args:
        syntax: the sentence.
        actor: the first word of the phrase that names the actor, and the one behind its last.
        recipient: the same of the recipient.

    >>> from kgraph.language import parse
    >>> syntax = Syntax(parse("On Monday Russia, a producer, refused to sell gas to Poland.")[0])
    >>> " ".join(words_between(syntax, (2, 3), (12, 13)))
    '[a] refused to sell gas to [r]'
    >>> syntax = Syntax(parse("Peru and Chile accused each other.")[0])
    >>> " ".join(words_between(syntax, (0, 1), (2, 3)))
    '[a] accused [r]'
    """
    clause = shared_clause(syntax, syntax.head_of(*actor), syntax.head_of(*recipient))
    bearer = None if clause is None else syntax[clause].head
    actor = actor if bearer is None else (bearer, bearer + 1)
    recipient = _foremost(syntax, recipient, syntax.head_of(*actor))
    ends = (syntax.head_of(*actor), syntax.head_of(*recipient))
    way = _way(syntax, *ends)
    listed = syntax.first_conjunct(ends[0])
    governor = syntax[listed].head
    if governor is not None and listed == syntax.first_conjunct(ends[1]):
        way |= _way(syntax, listed, governor)  # what two of a list do together stands above the list
    nodes = way | set(ends)
    for place in way:
        if not (_inside(place, actor) or _inside(place, recipient)):
            nodes |= {child for child in syntax.kids[place] if _is_kept(syntax, child)}
    nodes |= {child for place in nodes for child in syntax.children(place, "fixed")}
    for place in ends:
        nodes |= {child for child in syntax.kids[place] if syntax.label(child) in ("case", "cc")}
    return _each_other(list(_spelled(syntax, sorted(nodes - _imminence(syntax)), actor, recipient)))


def shared_clause(syntax: Syntax, member: int, inside: int) -> int | None:
    """The relative clause that a word stands in and that hangs on the neighbour of a member of a list; or None.

    Of "not France but China and Russia, which help Iran" it tells of China as of Russia.
    """
    if syntax.label(member) != "conj":
        return None
    way = syntax.upwards(inside)
    for clause, bearer in pairwise(way):
        beside = syntax.label(bearer) == "conj" and syntax[bearer].head == syntax[member].head and bearer != member
        if beside and syntax.label(clause) == "acl":
            between = syntax.tokens[min(bearer, member) + 1 : max(bearer, member)]
            return clause if all(token.upos in ("CCONJ", "DET", "PROPN") for token in between) else None
    return None


def _foremost(syntax: Syntax, recipient: tuple[int, int], actor: int) -> tuple[int, int]:
    """Of a list of those something is done to the first, for what is said of it is said of all: unless one is denied.

    "[a] threatened France and [r]" is "[a] threatened [r]"; "[a] threatened France but not [r]" stays.
    """
    head = syntax.head_of(*recipient)
    first = syntax.first_conjunct(head)
    listed = [i for i in range(first, head + 1) if i == first or syntax.first_conjunct(i) == first]
    denied = any(syntax.lower[child] in _DENYING for i in listed for child in syntax.kids[i])
    if first == head or denied or syntax[first].upos not in ("PROPN", "NOUN") or first in syntax.upwards(actor):
        return recipient
    return first, first + 1


def _imminence(syntax: Syntax) -> set[int]:
    """The words "is about to" before a verb: they say when, and leave what the deed is as it is."""
    found: set[int] = set()
    for place, word in enumerate(syntax.lower):
        deed = syntax.child(place, "xcomp") if word == "about" else None
        if deed is not None:
            found |= {place, *syntax.children(place, "cop"), *syntax.children(deed, "mark")}
    return found


def clause_of(syntax: Syntax, actor: tuple[int, int], recipient: tuple[int, int]) -> list[int]:
    """The words of the clause in which two actors meet, without the clauses beside and below it that name neither.

    Args:
        syntax: the sentence.
        actor: the first word of the phrase that names the actor, and the one behind its last.
        recipient: the same of the recipient.

    Returns their places in the sentence, in its order.

    >>> from kgraph.language import parse
    >>> syntax = Syntax(parse("Peru thanked Chile after the rebels had left Lima.")[0])
    >>> " ".join(syntax[i].text for i in clause_of(syntax, (0, 1), (2, 3)))
    'Peru thanked Chile .'
    """
    top, way = _meeting(syntax, syntax.head_of(*actor), syntax.head_of(*recipient))
    while syntax.label(top) not in _OPENING and (above := syntax[top].head) is not None:
        top = above
        way.add(top)
    kept, left = (
        {*range(*actor), *range(*recipient)},
        [top, *(place for place in way if syntax.label(place) == "nsubj")],
    )
    while left:
        place = left.pop()
        kept.add(place)
        left += [child for child in syntax.kids[place] if child in way or not _is_aside(syntax, child)]
    return sorted(kept - _imminence(syntax))


def _is_aside(syntax: Syntax, place: int) -> bool:
    """Whether a word opens a clause that adds to another."""
    if syntax.label(place) == "conj":
        return syntax[place].upos in ("VERB", "AUX")
    return syntax.label(place) in ("advcl", "parataxis", "acl")


def _each_other(told: list[str]) -> list[str]:
    """Of "[a] and [r] accused each other" it makes "[a] accused [r]"."""
    for place, pair in enumerate(pairwise(told)):
        if pair in (("each", "other"), ("one", "another")) and RECIPIENT in told[:place]:
            first = told.index(RECIPIENT)
            before = [word for word in told[:first] if word != "and"]
            return [*before, *told[first + 1 : place], RECIPIENT, *told[place + 2 :]]
    return told


def words_about(syntax: Syntax, several: tuple[int, int]) -> list[str]:
    """The words that say what several do together who are named by one phrase: "[a] and [r] will meet".

    >>> from kgraph.language import parse
    >>> " ".join(words_about(Syntax(parse("The two countries did not sign.")[0]), (0, 3)))
    '[a] and [r] did not sign'
    """
    head = syntax.head_of(*several)
    governor = syntax[head].head
    way = {head} if governor is None else _way(syntax, head, governor)
    nodes = way | {child for place in way if not _inside(place, several) for child in syntax.kids[place]}
    kept = [i for i in sorted(nodes) if i in way or _inside(i, several) or _is_kept(syntax, i)]
    told: list[str] = []
    for place in kept:
        if not _inside(place, several):
            told.append(syntax[place].text)
        elif ACTOR not in told:
            told += [ACTOR, "and", RECIPIENT]
    return told


def words_of_deed(syntax: Syntax, actor: tuple[int, int], predicate: int) -> list[str]:
    """The words that say what somebody does to one whom the sentence does not name: "[a] offered to mediate [r]".

    >>> from kgraph.language import parse
    >>> " ".join(words_of_deed(Syntax(parse("In May Peru offered to mediate.")[0]), (2, 3), 3))
    '[a] offered to mediate [r]'
    """
    verbs = [predicate]
    while more := syntax.children(verbs[-1], "xcomp"):
        verbs.append(more[0])
    nodes = {syntax.head_of(*actor), *verbs, *(i for verb in verbs for i in syntax.kids[verb] if _is_kept(syntax, i))}
    return [*_spelled(syntax, sorted(nodes - _imminence(syntax)), actor, (0, 0)), RECIPIENT]


_DENYING: Final = words("not never no n't n\u2019t without neither nor hardly")


def _way(syntax: Syntax, first: int, second: int) -> set[int]:
    """The words from one to the other by way of what stands above both, and the verbs that control that."""
    top, way = _meeting(syntax, first, second)
    while syntax.label(top) == "xcomp" and (above := syntax[top].head) is not None:
        top = above
        way.add(top)
    above = syntax[top].head
    if syntax.label(top) == "ccomp" and above is not None and syntax[above].upos == "VERB":
        way.add(above)
    return way


def _meeting(syntax: Syntax, first: int, second: int) -> tuple[int, set[int]]:
    """Where the ways of two words meet, and all words of both: of "A came and met B" that is "met".

    What the first of several verbs with one subject says is no word of what the others say.
    """
    ups, downs = syntax.upwards(first), syntax.upwards(second)
    top = next(place for place in ups if place in downs)
    way = {*ups[: ups.index(top) + 1], *downs[: downs.index(top) + 1]}
    for mine, theirs in ((ups, downs), (downs, ups)):
        here, there = mine.index(top) - 1, theirs.index(top) - 1
        if min(here, there) < 0 or syntax.label(mine[here]) != "nsubj":
            continue
        if syntax.shares_subject(theirs[there]):
            own = syntax.children(theirs[there], "aux")
            return theirs[there], (way - {top}) | (set() if own else set(syntax.children(top, "aux")))
    return top, way


def _is_kept(syntax: Syntax, child: int) -> bool:
    label = syntax[child].deprel
    if label in ("advmod", "det"):
        return syntax.lower[child] in _NEGATING
    return is_labelled(label, _KEPT)


def _inside(place: int, extent: tuple[int, int]) -> bool:
    return extent[0] <= place < extent[1]


def _spelled(syntax: Syntax, nodes: list[int], actor: tuple[int, int], recipient: tuple[int, int]) -> Iterator[str]:
    told = set()
    for place in nodes:
        name = ACTOR if _inside(place, actor) else RECIPIENT if _inside(place, recipient) else None
        if name is None:
            yield syntax[place].text
        elif name not in told:
            told.add(name)
            yield name
