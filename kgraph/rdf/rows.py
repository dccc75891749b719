"""Claims as flat rows, straight from quads that come subject by subject: for tables of many claims.

Reading a claim for itself looks up four nodes and checks what it finds. Here one scan of a store gives the quads of
each subject in turn, and what a claim has on other nodes (its words, who said it) stays a name to be joined by.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final, TypeAlias

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model.dataset import FieldValue
from kgraph.ontology import LOCAL, PREFIXES, RELATIONS, compress, expand
from kgraph.rdf.claims import MARK_SPANS, read_span
from kgraph.rdf.datasets import plain_field
from kgraph.rdf.documents import document_id
from kgraph.rdf.terms import Term, without_prefix

Row: TypeAlias = dict[str, object]
Run: TypeAlias = Sequence[ox.Quad]

_ROW: Final = PREFIXES["row"]
_DYAD: Final = f"{LOCAL}dyad:"
_MOST: Final = 1 << 17
"""Values of a property kept at most; then all are forgotten, so that memory has a bound."""


def runs(store: ox.Store) -> Iterator[tuple[ox.NamedNode, Run]]:
    """The default graph of a store on disk, subject by subject: its index gives them together, in its own order."""
    quads = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    for subject, found in groupby(quads, key=attrgetter("subject")):
        if isinstance(subject, ox.NamedNode):
            yield subject, list(found)


class InRun:
    """The quads of one subject as a place to look them up in."""

    def __init__(self, quads: Run) -> None:
        self._quads = quads

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Term | None,  # noqa: A002 — so pyoxigraph calls it
        graph_name: ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """All its quads: nothing else is asked of one subject."""
        return iter(self._quads)


class _Property:
    """What a property becomes in a row.

    Args:
        column: where it goes.
        of: what makes the value of an IRI; None where the value is a literal.
        many: whether there may be several.
        kept: whether values come again and again, so that they are made once.
    """

    __slots__ = ("column", "is_node", "kept", "made", "many")

    def __init__(
        self, column: str, of: Callable[[str], str] | None = None, *, many: bool = False, kept: bool = True
    ) -> None:
        self.column, self.many, self.is_node = column, many, of is not None
        self.made, self.kept = of, dict[str, str]() if kept and of is not None else None

    def value(self, term: Term) -> str | None:
        """The value, or None where the term is of the other sort."""
        if isinstance(term, ox.NamedNode) is not self.is_node or not isinstance(term, ox.NamedNode | ox.Literal):
            return None
        text, kept = term.value, self.kept
        if self.made is None:
            return text
        if kept is None:
            return self.made(text)
        found = kept.get(text)
        if found is None:
            if len(kept) >= _MOST:
                kept.clear()
            found = kept[text] = self.made(text)
        return found


def _local(prefix: str) -> Callable[[str], str]:
    return lambda iri: without_prefix(ox.NamedNode(iri), prefix)


def _whole(iri: str) -> str:
    return iri


def _dyad(iri: str) -> str:
    return iri.removeprefix(_DYAD)


def _document(iri: str) -> str:
    return document_id(ox.NamedNode(iri))


def _properties() -> dict[str, _Property]:
    """The properties of a claim."""
    found = {
        "rdf:type": _Property("type", compress, many=True),
        "kg:dyad": _Property("dyad", _dyad),
        "kg:relation": _Property("relation", _local("kg:")),
        "kg:eventType": _Property("event_type", _local("plover:")),
        "kg:mode": _Property("mode", _local("plover:")),
        "kg:context": _Property("contexts", _local("plover:ctx-"), many=True),
        "kg:modality": _Property("modality", _local("kg:")),
        "prov:wasDerivedFrom": _Property("document", _document),
        "kg:place": _Property("place", compress),
        "kg:inEvent": _Property("event", _whole, kept=False),
        "kg:evidence": _Property("evidence", _whole, kept=False),
        "kg:attribution": _Property("steps", _whole, many=True, kept=False),
    }
    for role in ("actor", "recipient"):
        found[f"kg:{role}"] = _Property(role, compress)
        found[f"kg:{role}Rollup"] = _Property(f"{role}_rollup", compress)
        found[f"kg:{role}State"] = _Property(f"{role}_state", _local("kgr:"))
        found[f"kg:{role}Sector"] = _Property(f"{role}_sector", _local("plover:sector-"))
        found[f"kg:{role}Name"] = _Property(f"{role}_name")
    found |= {curie: _Property(column) for curie, column in _TEXTS.items()}
    found |= {curie: _Property(role, many=True) for role, curie in _SPANS.items()}
    return {expand(curie): one for curie, one in found.items()}


_TEXTS: Final = {
    "kg:polarity": "polarity",
    "kg:confidence": "confidence",
    "kg:extractor": "extractor",
    "kg:placeName": "place_name",
    "kg:date": "date",
    "kg:dateStart": "date_start",
    "kg:dateEnd": "date_end",
    "kg:datePrecision": "date_precision",
    "kg:dateBasis": "date_basis",
    "kg:firstDay": "first_day",
    "kg:lastDay": "last_day",
    "dct:identifier": "record_id",
    "schema:url": "record_url",
}
_SPANS: Final = {f"{role}_spans": curie for role, curie in MARK_SPANS.items()}
_ALWAYS: Final = (
    *("actor", "actor_name", "actor_rollup", "relation", "modality", "polarity", "confidence", "extractor", "document"),
)
_WITH: Final = {
    "recipient": ("recipient_name", "recipient_rollup", "dyad"),
    "date_basis": ("date", "date_precision", "first_day"),
    "mode": ("event_type",),
}
"""What a claim has besides where it has one of these."""


class ClaimRows:
    """Makes rows of claims, remembering the values that come again and again.

    A row has the claim's own values, `evidence` and `steps` (the names of the nodes that say its words and who said it)
    and `marks` as tuples of start, end and role.
    """

    def __init__(self) -> None:
        self._properties = _properties()
        columns = self._properties.values()
        self._many = tuple(one.column for one in columns if one.many)
        self._blank: Row = {one.column: None for one in columns}

    def row(self, claim: str, run: Run) -> Row | None:
        """The row of a claim; None where the subject is said to be none.

        Raises:
            DataError: what stands there is no whole claim.
        """
        row, properties = dict(self._blank), self._properties
        many: dict[str, list[str]] = {name: [] for name in self._many}
        fields: list[tuple[str, FieldValue]] = []
        for quad in run:
            iri, term = quad.predicate.value, quad.object
            one = properties.get(iri)
            if one is None:
                if iri.startswith(_ROW) and isinstance(term, ox.Literal):
                    fields.append((iri[len(_ROW) :], plain_field(term)))
                continue
            value = one.value(term)
            if value is None:
                raise DataError(f"{compress(iri)} of {claim}", value=str(term))
            if one.many:
                many[one.column].append(value)
            elif row[one.column] is None:
                row[one.column] = value
            else:
                raise DataError(f"{compress(iri)} of {claim} has several values", expected="one")
        if "kg:Claim" not in many["type"]:
            return None
        row |= {"id": claim, "contexts": sorted(many["contexts"]), "steps": many["steps"], "marks": _marks(many)}
        row["record_fields"] = None if row["record_id"] is None else fields_json(fields)
        return _whole_claim(row)


def _whole_claim(row: Row) -> Row:
    """The row with its numbers, when it has all that a claim has."""
    if row["date"] is None and row["date_start"] is not None:
        row["date"] = f"{row['date_start']}/{row['date_end'] or '..'}"
    for name in (*_ALWAYS, *(other for name, others in _WITH.items() if row[name] is not None for other in others)):
        if row[name] is None:
            raise DataError(f"a claim without {name.replace('_', ' ')}", value=row["id"])
    relation, mode, kind = str(row["relation"]), row["mode"], f"{row['event_type']}-"
    if relation not in RELATIONS:
        raise DataError("a claim of an unknown relation", value=relation)
    if mode is not None:
        if not str(mode).startswith(kind):
            raise DataError("a mode of another event type", value=mode, expected=f"{kind}…")
        row["mode"] = str(mode).removeprefix(kind)
    row["sign"], row["polarity"] = RELATIONS[relation].sign, row["polarity"] == "true"
    row["confidence"] = float(str(row["confidence"]))
    return row


def _marks(many: dict[str, list[str]]) -> list[tuple[int, int, str]]:
    spans = ((read_span(text), role) for role in MARK_SPANS for text in many[f"{role}_spans"])
    return sorted((start, end, role) for (start, end), role in spans)


class _One:
    """The values of a small node, of which every property has one."""

    def __init__(self, name: str, run: Run) -> None:
        self._name, self._terms = name, {quad.predicate.value: quad.object for quad in run}

    def text(self, iri: str) -> str:
        term = self._terms.get(iri)
        if not isinstance(term, ox.Literal):
            raise DataError(f"{self._name} has no {compress(iri)}", expected="a literal")
        return term.value

    def node(self, iri: str) -> str:
        term = self._terms.get(iri)
        if not isinstance(term, ox.NamedNode):
            raise DataError(f"{self._name} has no {compress(iri)}", expected="an IRI")
        return term.value


_SOURCE, _SOURCE_NAME, _POSITION, _SELECTOR, _EXACT, _START, _END = (
    expand(curie)
    for curie in (*("kg:source", "kg:sourceName", "kg:position", "oa:hasSelector", "oa:exact", "oa:start", "oa:end"),)
)


def step_row(step: str, run: Run) -> Row:
    """One step of who said it: position, id, name.

    Raises:
        DataError: it is no whole one.
    """
    one = _One(step, run)
    source, name = compress(one.node(_SOURCE)), one.text(_SOURCE_NAME)
    return {"node": step, "position": int(one.text(_POSITION)), "id": source, "name": name}


def quote_row(selector: str, run: Run) -> Row:
    """The words that a selector selects, with their offsets.

    Raises:
        DataError: it is no whole one.
    """
    one = _One(selector, run)
    start, end = int(one.text(_START)), int(one.text(_END))
    return {"node": selector, "quote": one.text(_EXACT), "quote_start": start, "quote_end": end}


def evidence_row(evidence: str, run: Run) -> Row:
    """Which selector has the words of a piece of evidence.

    Raises:
        DataError: it names none.
    """
    return {"node": evidence, "selector": _One(evidence, run).node(_SELECTOR)}


def fields_json(fields: Iterable[tuple[str, FieldValue]]) -> str:
    """The columns of a row of data as one JSON object; a name that comes twice has a list.

    >>> fields_json([("mentions", 4), ("event", "042")])
    '{"event":"042","mentions":4}'
    """
    found: dict[str, list[FieldValue]] = {}
    for name, value in sorted(fields, key=lambda pair: (pair[0], type(pair[1]).__name__, str(pair[1]))):
        found.setdefault(name, []).append(value)
    told = {name: values[0] if len(values) == 1 else values for name, values in found.items()}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
