"""Judging actors of a graph: two are one, or are not; which pairs a person should look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.actors.overlays import kept_beside
from kgraph.errors import DataError, UnknownNameError
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.model import Actor, ActorKind, Judgement, Judgements
from kgraph.ontology import compress, expand

THRESHOLD: Final = 85.0
"""How alike two names must be, of 100, to be offered."""

_PARTIAL: Final = 0.9
"""What a name that is part of another counts beside one that is the other."""
_SURNAME: Final = 5
"""How many letters a single word needs to count as part of a name."""
_AT_A_TIME: Final = 256
_PLACES: Final = frozenset({ActorKind.STATE, ActorKind.TERRITORY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two actors whose names are alike.

    Attributes:
        first, second: their ids; the first is one that the tables do not know.
        first_name, second_name: the names that are alike.
        score: how alike, 0 to 100.
    """

    first: str
    second: str
    first_name: str
    second_name: str
    score: float


def judge_same(
    graph: KnowledgeGraph,
    first: str,
    second: str,
    *,
    reason: str,
    made: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> Judgements:
    """Say that two actors are one: every view of the graph puts them at one node; the claims stay as they are.

    Args:
        graph: where it holds.
        first: an id that the graph or the tables know.
        second: another.
        reason: why; kept with the verdict.
        made: the day of the verdict, `YYYY-MM-DD`; today where it is None.
        gazetteer: the tables; those that ship with kgraph where it is None.

    Raises:
        UnknownNameError: nobody knows one of them.
        DataError: the verdict is malformed or contradicts those that stand.

    >>> graph = KnowledgeGraph()
    >>> judged = judge_same(graph, "kgr:nato", "kgr:wagner-group", reason="a test", made="2024-06-19")
    >>> graph.judgements.canonical("kgr:wagner-group")
    'kgr:nato'
    """
    return _judge(graph, (first, second), True, reason, made, gazetteer)


def judge_different(
    graph: KnowledgeGraph,
    first: str,
    second: str,
    *,
    reason: str,
    made: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> Judgements:
    """Say that two actors are not one: nothing merges them, and they are not offered again.

    The arguments are those of `judge_same`.

    Raises:
        UnknownNameError: nobody knows one of them.
        DataError: the verdict is malformed or contradicts those that stand.

    >>> graph = KnowledgeGraph()
    >>> len(judge_different(graph, "kgr:nato", "kgr:wagner-group", reason="rivals", made="2024-06-19"))
    1
    """
    return _judge(graph, (first, second), False, reason, made, gazetteer)


def take_back(graph: KnowledgeGraph, first: str, second: str, *, same: bool) -> Judgements:
    """Take a verdict on a pair back; the graph is as if it had not been made.

    Raises:
        DataError: no such verdict stands on that very pair.

    >>> graph = KnowledgeGraph()
    >>> judged = judge_same(graph, "kgr:nato", "kgr:wagner-group", reason="a test", made="2024-06-19")
    >>> len(take_back(graph, "kgr:wagner-group", "kgr:nato", same=True))
    0
    """
    pair = frozenset((compress(first), compress(second)))
    if not any(verdict.pair == pair and verdict.same is same for verdict in graph.judgements):
        wanted = "one" if same else "not one"
        raise DataError(
            f"no verdict that these two are {wanted}", value=f"{first}, {second}", expected="one that stands"
        )
    graph.judge(graph.judgements.without(first, second))
    return graph.judgements


def actor_named(name: str, graph: GraphReader, gazetteer: Gazetteer) -> str:
    """The id of an actor by id, code or name of the tables, or by the label that the graph has for it.

    Raises:
        UnknownNameError: nobody is called that.
        DataError: several are, or it has the form of an id and is none.

    >>> actor_named("Russia", KnowledgeGraph(), load_gazetteer())
    'kgr:RUS'
    """
    if ":" in name:
        return compress(expand(name))
    try:
        return gazetteer.resolve(name).id
    except UnknownNameError:
        wanted = _folded(name)
        found = [actor.id for actor in graph.actors() if _folded(actor.label) == wanted]
        if not found:
            raise
    if len(found) > 1:
        raise DataError("a name of several actors", value=name, expected=f"the id of one: {', '.join(found)}")
    return found[0]


def actors_named(names: Iterable[str], graph: GraphReader, location: Path) -> list[str]:
    """The ids of actors as `actor_named` finds each, by the tables of kgraph and those that lie beside a store.

    Args:
        names: ids, codes or names.
        graph: whose actors may be meant by their labels.
        location: the store's folder.

    Raises:
        UnknownNameError: nobody has one of the names.
        DataError: several have, it has the form of an id and is none, or a table beside the store is malformed.

    >>> actors_named(["Russia", "NATO"], KnowledgeGraph(), Path("kgraph.db"))
    ['kgr:RUS', 'kgr:nato']
    """
    gazetteer = load_gazetteer(*kept_beside(location))
    return [actor_named(name, graph, gazetteer) for name in names]


def candidates(graph: GraphReader, gazetteer: Gazetteer, *, threshold: float = THRESHOLD) -> list[Candidate]:
    """Pairs of actors that may be one, for a person to judge: the most alike first. Nothing is merged.

    One of each pair is an actor of the graph that the tables do not know; the other is another one or an actor of the
    tables, of its kind where the kind is known. Names are compared word by word in any order. A name that is part of
    the other counts for less; a state's not at all ("Iran Air" is not Iran), nor a single word unless it may be a
    person's surname. Pairs judged already, one way or the other, are left out.

    Args:
        graph: whose actors.
        gazetteer: the tables.
        threshold: the least likeness, 0 to 100.

    Raises:
        DataError: the threshold is none.

    >>> candidates(KnowledgeGraph(), load_gazetteer())
    []
    """
    if not 0 <= threshold <= 100:
        raise DataError("not a likeness", value=threshold, expected="a number from 0 to 100")
    unknown = [actor for actor in graph.actors() if gazetteer.get(actor.id) is None]
    if not unknown:
        return []
    rows = [row for actor in unknown if (row := (_folded(actor.label), actor.label, actor))[0]]
    others = list(dict.fromkeys([*rows, *_names_of(gazetteer)]))
    best: dict[frozenset[str], Candidate] = {}
    for one, other, score in _alike(rows, others, threshold):
        if not _is_open(one[2], other[2], graph.judgements):
            continue
        found = Candidate(
            first=one[2].id, second=other[2].id, first_name=one[1], second_name=other[1], score=round(score, 1)
        )
        pair = frozenset((found.first, found.second))
        if pair not in best or _order(found) < _order(best[pair]):
            best[pair] = found
    return sorted(best.values(), key=_order)


_Row = tuple[str, str, Actor]
"""A name as it is compared, as it is written, and whose it is."""


def _judge(
    graph: KnowledgeGraph, pair: tuple[str, str], same: bool, reason: str, made: str | None, gazetteer: Gazetteer | None
) -> Judgements:
    gazetteer = load_gazetteer() if gazetteer is None else gazetteer
    day = date.today().isoformat() if made is None else made
    verdict = Judgement(first=pair[0], second=pair[1], same=same, reason=reason, made=day)
    for actor in (verdict.first, verdict.second):
        if graph.actor(actor) is None and gazetteer.get(actor) is None:
            raise UnknownNameError("actor", actor, (known.id for known in graph.actors()))
    judgements = graph.judgements.with_judgement(verdict)
    head = judgements.canonical(verdict.first)
    described = gazetteer.get(head) if same and graph.actor(head) is None else None
    graph.judge(judgements, actors=[] if described is None else [described])
    return graph.judgements


def _folded(name: str) -> str:
    """A name as it is compared: words in lower case, nothing between them but spaces."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def _names_of(gazetteer: Gazetteer) -> Iterator[_Row]:
    for actor in gazetteer:
        for text in dict.fromkeys((actor.label, *(name.text for name in actor.names if name.kind in _WHOLE))):
            yield _folded(text), text, actor


_WHOLE: Final = frozenset({"label", "variant", "formal", "former"})
"""The kinds of names that say who is meant without more."""


def _alike(rows: Sequence[_Row], others: Sequence[_Row], threshold: float) -> Iterator[tuple[_Row, _Row, float]]:
    """The pairs of a row and another that reach the threshold."""
    from rapidfuzz import fuzz, process

    names = [name for name, _, _ in others]
    for start in range(0, len(rows), _AT_A_TIME):
        some = rows[start : start + _AT_A_TIME]
        short = [name for name, _, _ in some]
        whole = process.cdist(short, names, scorer=fuzz.token_sort_ratio, score_cutoff=threshold)
        part = process.cdist(short, names, scorer=fuzz.token_set_ratio, score_cutoff=min(threshold / _PARTIAL, 100.0))
        for place, column in zip(*((whole > 0) | (part > 0)).nonzero(), strict=True):
            one, other = some[place], others[column]
            partial = _PARTIAL * float(part[place, column]) if _may_be_part(one, other) else 0.0
            score = max(float(whole[place, column]), partial)
            if score >= threshold:
                yield one, other, score


def _may_be_part(one: _Row, other: _Row) -> bool:
    """Whether one of the names, inside the other, may name the same actor."""
    kinds = {one[2].kind, other[2].kind}
    shorter = min(one[0], other[0], key=len)
    if " " in shorter:
        return not kinds & _PLACES
    return len(shorter) >= _SURNAME and kinds <= {ActorKind.PERSON, ActorKind.UNKNOWN}


def _is_open(one: Actor, other: Actor, judgements: Judgements) -> bool:
    """Whether the two may be one and nobody has judged them."""
    if one.id == other.id or judgements.same(one.id, other.id) or judgements.apart(one.id, other.id):
        return False
    return ActorKind.UNKNOWN in (one.kind, other.kind) or one.kind is other.kind


def _order(candidate: Candidate) -> tuple[float, str, str, str, str]:
    return -candidate.score, candidate.first, candidate.second, candidate.first_name, candidate.second_name
