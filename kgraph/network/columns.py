"""The claims of a graph as columns: what is counted over many claims is counted on arrays.

One scan of the store for each property, not one read for each claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from typing import Final, TypeAlias

import numpy as np
import pyoxigraph as ox
from numpy.typing import NDArray

from kgraph.errors import DataError
from kgraph.graph import GraphReader
from kgraph.graph.seam import TripleStore
from kgraph.model import Modality
from kgraph.ontology import EVENT_TYPES, MODES, RELATIONS, Relation, compress
from kgraph.rdf.edges import touched_query
from kgraph.rdf.terms import node

Codes: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

MODALITIES: Final = tuple(Modality)
"""What the numbers in `Columns.modality` stand for."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns:
    """The claims with two ends, in the order of their ids, as columns of one length; none that somebody has rejected.

    Ends are as the verdicts on actors have them. A column of codes counts from 0 and says only which rows are equal.

    Attributes:
        claims: their ids.
        actors: the ids that the columns of ends point into, sorted.
        labels: the name of each of these actors.
        actor: who acts, as named.
        recipient: towards whom.
        actor_rollup: for whom the actor acts: a state, or itself.
        recipient_rollup: the same of the recipient.
        sign: +1 cooperation, -1 conflict, 0 neither, by the relation.
        symmetric: whether the relation says the same the other way round.
        score: PLOVER's scale, -10 to +10, by mode or event type; 0 for standing facts, which have no type.
        goldstein: what the row of a data set gives for Goldstein's scale, else `score`.
        first_day: the ordinal of the first day it can mean; 0 where it has no date.
        modality: a place in `MODALITIES`.
        positive: False where the claim says that it is not so.
        confidence: 0 to 1.
        publisher: who published it: the document's publisher, else the document.
        speaker: who says so: the innermost speaker of the chain, else as `publisher`.
        event: the event it is merged to, else the claim alone.
    """

    claims: tuple[str, ...]
    actors: tuple[str, ...]
    labels: Mapping[str, str]
    actor: Codes
    recipient: Codes
    actor_rollup: Codes
    recipient_rollup: Codes
    sign: Codes
    symmetric: Flags
    score: Numbers
    goldstein: Numbers
    first_day: Codes
    modality: Codes
    positive: Flags
    confidence: Numbers
    publisher: Codes
    speaker: Codes
    event: Codes

    def __len__(self) -> int:
        return len(self.claims)


def columns(graph: GraphReader | Columns) -> Columns:
    """The claims of a graph as columns; columns are given back as they are, so that several measures share them.

    This is the one place where the room reads claims: whatever gives the same columns can stand in for it.

    Raises:
        DataError: a claim in the store is no whole claim.

    >>> from kgraph.graph import KnowledgeGraph
    >>> len(columns(KnowledgeGraph()))
    0
    """
    return graph if isinstance(graph, Columns) else _Scan(graph).columns()


class _Scan:
    """A store read property by property."""

    def __init__(self, graph: GraphReader) -> None:
        self._graph = graph
        self._store: TripleStore = graph.store
        self._shorts: dict[str, str] = {}
        found = self._pairs("kg:recipient")
        recipients = {claim: term.value for claim, term in found if claim not in graph.rejected}
        self._ids = sorted(recipients)
        self._place = {claim: place for place, claim in enumerate(self._ids)}
        self._recipients = [self._short(recipients[claim]) for claim in self._ids]

    def columns(self) -> Columns:
        actors, recipients = self._nodes("kg:actor"), self._recipients
        sides = self._nodes("kg:actorRollup"), self._nodes("kg:recipientRollup")
        names = self._judge(actors, recipients, *sides)
        ends = sorted({*actors, *recipients, *sides[0], *sides[1]})
        place = {actor: number for number, actor in enumerate(ends)}
        relations = [_relation(name.removeprefix("kg:")) for name in self._nodes("kg:relation")]
        score = self._scores()
        publishers, speakers = self._sources()
        return Columns(
            claims=tuple(self._ids),
            actors=tuple(ends),
            labels=self._labels(ends, actors, recipients, names),
            actor=_array(place[end] for end in actors),
            recipient=_array(place[end] for end in recipients),
            actor_rollup=_array(place[end] for end in sides[0]),
            recipient_rollup=_array(place[end] for end in sides[1]),
            sign=_array(relation.sign for relation in relations),
            symmetric=np.fromiter((relation.symmetric for relation in relations), np.bool_, len(relations)),
            score=score,
            goldstein=self._numbers("row:goldstein", score),
            first_day=self._days(),
            modality=_array(_MODALITY[name] for name in self._nodes("kg:modality", among=_MODALITY)),
            positive=self._values("kg:polarity", {"true": True, "false": False}),
            confidence=self._numbers("kg:confidence", np.full(len(self._ids), np.nan)),
            publisher=_codes(publishers),
            speaker=_codes(speakers),
            event=_codes(self._filled("kg:inEvent", self._ids)),
        )

    def _short(self, iri: str) -> str:
        """The CURIE, made once: ends, relations and types come again and again."""
        short = self._shorts.get(iri)
        if short is None:
            short = self._shorts[iri] = compress(iri)
        return short

    def _pairs(self, curie: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
        """What has that property, with its value."""
        for quad in self._store.quads_for_pattern(None, node(curie), None, ox.DefaultGraph()):
            value = quad.object
            if isinstance(quad.subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                yield quad.subject.value, value

    def _filled(self, curie: str, default: Sequence[str]) -> list[str]:
        """The value of that property for each claim, `default` where it has none."""
        found, place = list(default), self._place
        for subject, value in self._pairs(curie):
            at = place.get(subject)
            if at is not None:
                found[at] = value.value
        return found

    def _nodes(self, curie: str, among: Mapping[str, object] | None = None) -> list[str]:
        """The resource that every claim has by that property, as a CURIE."""
        found = [self._short(value) for value in self._filled(curie, [""] * len(self._ids))]
        for claim, value in zip(self._ids, found, strict=True):
            if not value or (among is not None and value not in among):
                raise DataError(f"a claim without a known {curie}", file=claim, value=value)
        return found

    def _values(self, curie: str, known: Mapping[str, bool]) -> Flags:
        found = self._filled(curie, [""] * len(self._ids))
        for claim, value in zip(self._ids, found, strict=True):
            if value not in known:
                raise DataError(
                    f"a claim without a known {curie}", file=claim, value=value, expected=" or ".join(known)
                )
        return np.fromiter((known[value] for value in found), np.bool_, len(found))

    def _numbers(self, curie: str, default: Numbers) -> Numbers:
        """The number of each claim; `default` where it has none, an error where that is no number either."""
        found = default.copy()
        for subject, value in self._pairs(curie):
            at = self._place.get(subject)
            if at is not None:
                found[at] = _number(value.value, subject, curie)
        missing = np.flatnonzero(~np.isfinite(found))
        if missing.size:
            raise DataError(f"a claim without {curie}", file=self._ids[int(missing[0])])
        return found

    def _days(self) -> Codes:
        found, known = np.zeros(len(self._ids), np.int64), dict[str, int]()
        for subject, value in self._pairs("kg:firstDay"):
            at = self._place.get(subject)
            if at is not None:
                day = value.value
                if day not in known:
                    known[day] = _ordinal(day, subject)
                found[at] = known[day]
        return found

    def _scores(self) -> Numbers:
        """PLOVER's score of each claim: the mode's where it has one, else the event type's, else 0."""
        blank = [""] * len(self._ids)
        types = [self._short(value).removeprefix("plover:") for value in self._filled("kg:eventType", blank)]
        modes = [self._short(value).removeprefix("plover:") for value in self._filled("kg:mode", blank)]
        scores = {"": 0.0} | {name: found.score for name, found in EVENT_TYPES.items()}
        finer = {f"{of}-{name}": found.score for (of, name), found in MODES.items()}
        both = zip(types, modes, strict=True)
        return np.fromiter((finer.get(mode, scores.get(of, 0.0)) for of, mode in both), np.float64, len(types))

    def _sources(self) -> tuple[list[str], list[str]]:
        """Who published each claim, and who says so."""
        documents = self._filled("prov:wasDerivedFrom", self._ids)
        published = {name: value.value for name, value in self._pairs("schema:publisher")}
        publishers = [f"by {_folded(published[one])}" if one in published else one for one in documents]
        speakers, deepest = list(publishers), [0] * len(self._ids)
        source = {step: value.value for step, value in self._pairs("kg:source")}
        position = {step: int(_number(value.value, step, "kg:position")) for step, value in self._pairs("kg:position")}
        canonical = self._graph.judgements.canonical
        for claim, term in self._pairs("kg:attribution"):
            at, step = self._place.get(claim), term.value
            if at is not None and step in source and position.get(step, 0) > deepest[at]:
                speakers[at], deepest[at] = canonical(self._short(source[step])), position[step]
        return publishers, speakers

    def _judge(self, actors: list[str], recipients: list[str], starts: list[str], ends: list[str]) -> dict[str, str]:
        """Put the ends that verdicts give in the place of those stored; gives the names of these."""
        judged, names = self._graph.as_judged(), dict[str, str]()
        if not judged.moved:
            return names
        for row in self._graph.query(touched_query(judged.moved)).rows:
            at = self._place.get(str(row[0]))
            if at is not None:
                actor, recipient = judged.ends_of(self._graph.claim(self._ids[at]))
                actors[at], starts[at] = actor.id, actor.rollup
                names[actor.id] = actor.name
                if recipient is not None:
                    recipients[at], ends[at] = recipient.id, recipient.rollup
                    names[recipient.id] = recipient.name
        return names

    def _labels(
        self, ends: Sequence[str], actors: Sequence[str], recipients: Sequence[str], names: Mapping[str, str]
    ) -> dict[str, str]:
        """A name for each end: the graph's label, else the first claim's words for it, else its id."""
        wanted, found = set(ends), dict[str, str]()
        for curie in ("skos:prefLabel", "rdfs:label"):
            here: dict[str, str] = {}
            for subject, value in self._pairs(curie):
                actor = self._short(subject)
                if actor in wanted and actor not in found:
                    here[actor] = min(value.value, here.get(actor, value.value))
            found |= here
        if wanted - set(found):
            for curie, side in (("kg:actorName", actors), ("kg:recipientName", recipients)):
                words = self._filled(curie, [""] * len(self._ids))
                for actor, name in zip(side, words, strict=True):
                    found.setdefault(actor, names.get(actor, name) or actor)
        return {end: found.get(end, end) for end in ends}


_MODALITY: Final = {f"kg:{modality}": place for place, modality in enumerate(MODALITIES)}


def _relation(name: str) -> Relation:
    if name not in RELATIONS:
        raise DataError("a claim of an unknown relation", value=name)
    return RELATIONS[name]


def _array(values: Iterable[int]) -> Codes:
    return np.fromiter(values, np.int64)


def _codes(values: Sequence[str]) -> Codes:
    """Numbers for texts, equal where these are equal, in the order of letters."""
    place = {text: number for number, text in enumerate(sorted(set(values)))}
    return _array(place[text] for text in values)


def _folded(publisher: str) -> str:
    return " ".join(publisher.casefold().split())


def _number(text: str, subject: str, curie: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise DataError(f"not a number in {curie}", file=subject, value=text) from None


def _ordinal(day: str, subject: str) -> int:
    try:
        return calendar_date.fromisoformat(day).toordinal()
    except ValueError:
        raise DataError("not a day", file=subject, value=day, expected="YYYY-MM-DD") from None
