"""What a graph says, as rows on disk: the first half of writing tables, in memory bounded by a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.graph import GraphReader
from kgraph.model import Actor, ActorRef, Dataset, Document, Judged, is_dataset
from kgraph.ontology import LOCAL, expand
from kgraph.rdf import datasets_in, document_iri, dyad_iri, read_actor, read_dataset, read_document
from kgraph.rdf.rows import ClaimRows, InRun, Row, Run, evidence_row, quote_row, runs, step_row
from kgraph.rdf.terms import node
from kgraph.tables.claims import rows_of
from kgraph.tables.columns import TABLES, Column, arrow, schema

BATCH: Final = 20_000
"""Rows held before they go to disk."""
WITH_TEXT: Final = frozenset({"documents"})
"""Tables whose rows may hold whole texts: fewer are held at a time."""
_FEWER: Final = 20
DERIVED: Final = frozenset({"speakers", "speaker_ids"})
"""Columns of claims that come from other nodes."""

STAGED: Final[Mapping[str, tuple[Column, ...]]] = {
    "claims": (
        *(
            Column(one.name, "text" if one.kind == "day" else one.kind, one.meaning)
            for one in TABLES["claims"]
            if one.name not in DERIVED
        ),
        Column("evidence", "text", "the node with its words"),
        Column("steps", "texts", "the nodes that say who said it"),
        Column("marks", "marks", "where in the text its parts stand"),
    ),
    "documents": tuple(Column(one.name, "text", one.meaning) for one in TABLES["documents"]),
    "actors": TABLES["actors"],
    "words": (Column("node", "text", "evidence"), Column("selector", "text", "its selector")),
    "quotes": (
        Column("node", "text", "a selector"),
        *(one for one in TABLES["evidence"] if one.name.startswith("quote")),
    ),
    "steps": (
        Column("node", "text", "a step"),
        Column("position", "whole", "1 for the outermost"),
        Column("id", "text", "who says it"),
        Column("name", "text", "their name"),
    ),
}
"""The tables of rows, before they are joined."""


class Stage:
    """Rows by table, written to a folder batch by batch.

    Args:
        folder: an empty one.
    """

    def __init__(self, folder: Path) -> None:
        arrow()
        from pyarrow import parquet

        self._rows: dict[str, list[Row]] = {name: [] for name in STAGED}
        self._schemas = {name: schema(columns) for name, columns in STAGED.items()}
        self._writers: dict[str, Any] = {
            name: parquet.ParquetWriter(folder / f"{name}.parquet", found, compression="lz4")
            for name, found in self._schemas.items()
        }

    def put(self, table: str, row: Row) -> None:
        """One more row."""
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= (BATCH // _FEWER if table in WITH_TEXT else BATCH):
            self._flush(table)

    def close(self) -> None:
        """Write what is left."""
        for table, writer in self._writers.items():
            self._flush(table)
            writer.close()

    def _flush(self, table: str) -> None:
        pa, found = arrow(), self._schemas[table]
        rows = self._rows[table]
        try:
            columns = [pa.array([row[one.name] for row in rows], one.type) for one in found]
        except (OverflowError, pa.ArrowInvalid) as error:
            raise DataError(f"what no table can hold in {table} ({error})") from error
        self._writers[table].write_table(pa.Table.from_arrays(columns, schema=found))
        rows.clear()


def stage(graph: GraphReader, folder: Path) -> None:
    """Write everything that tables are made of, as rows that are joined later.

    A store on disk is read in one scan; any other graph claim by claim.

    Raises:
        DataError: a claim in the store is no whole claim.
    """
    staged, judging = Stage(folder), _Judging(graph.as_judged())
    store = graph.store
    if graph.location is not None and isinstance(store, ox.Store):
        _Scan(staged, judging).read(store)
    else:
        _read_objects(graph, staged, judging)
    staged.close()


class _Judging:
    """Adds what the verdicts make of the ends of a claim."""

    def __init__(self, judged: Judged) -> None:
        self._judged, self._moved = judged, bool(judged.moved)
        self.canonical = judged.judgements.canonical

    def add(self, row: Row) -> Row:
        row["actor_judged"], row["recipient_judged"] = row["actor"], row["recipient"]
        row["dyad_judged"] = row["dyad"]
        if self._moved:
            ends = [self._ref(row, role) for role in ("actor", "recipient") if row[role] is not None]
            row |= {f"{role}_judged": end.id for role, end in zip(("actor", "recipient"), ends, strict=False)}
            if len(ends) == 2:
                row["dyad_judged"] = dyad_iri(*(end.rollup for end in ends)).value.rpartition(":")[2]
        return row

    def _ref(self, row: Row, role: str) -> ActorRef:
        return self._judged.ref(ref_in(row, role))


def ref_in(row: Mapping[str, object], role: str) -> ActorRef:
    """The end of a claim that stands in a row."""

    def told(name: str) -> str | None:
        value = row[name]
        return None if value is None else str(value)

    return ActorRef(
        id=str(row[role]),
        name=str(row[f"{role}_name"]),
        state=told(f"{role}_state"),
        sector=told(f"{role}_sector"),
    )


class _Scan:
    """A store on disk, read subject by subject."""

    def __init__(self, staged: Stage, judging: _Judging) -> None:
        self._put, self._judging, self._rows = staged.put, judging, ClaimRows()
        self._minted: dict[str, Callable[[str, Run], None]] = {
            "claim": self._claim,
            "evidence": lambda name, run: self._put("words", evidence_row(name, run)),
            "selector": lambda name, run: self._put("quotes", quote_row(name, run)),
            "attribution": lambda name, run: self._put("steps", step_row(name, run)),
        }

    def read(self, store: ox.Store) -> None:
        for subject, run in runs(store):
            name = subject.value
            kind = name[len(LOCAL) : name.find(":", len(LOCAL))] if name.startswith(LOCAL) else ""
            reader = self._minted.get(kind)
            try:
                if reader is not None:
                    reader(name, run)
                else:
                    self._other(subject, run)
            except DataError:
                raise
            except ValueError as error:  # a number that is none
                raise DataError(f"spoilt in the store ({error})", value=name) from None

    def _claim(self, name: str, run: Run) -> None:
        row = self._rows.row(name, run)
        if row is not None:
            self._put("claims", self._judging.add(row))

    def _other(self, subject: ox.NamedNode, run: Run) -> None:
        """A document, a data set or an actor, if it is one."""
        kinds = {quad.object for quad in run if quad.predicate == _TYPE}
        found = InRun(run)
        document = read_document(found, subject) if _DOCUMENT in kinds else None
        if document is not None:
            self._put("documents", _document_row(document))
        dataset = read_dataset(found, subject) if _DATASET in kinds else None
        if dataset is not None:
            self._put("documents", _dataset_row(dataset))
        actor = read_actor(found, subject) if _ACTOR in kinds else None
        if actor is not None:
            self._put("actors", _actor_row(actor, self._judging))


_TYPE, _DOCUMENT, _DATASET, _ACTOR = (node(one) for one in ("rdf:type", "kg:Document", "kg:Dataset", "kg:Actor"))


def _read_objects(graph: GraphReader, staged: Stage, judging: _Judging) -> None:
    """A graph in memory or on a server, of which no scan gives subjects one by one."""
    events = {claim: event.id for event in graph.events() for claim in event.claims}
    for claim in graph.claims():
        row, below = rows_of(claim)
        staged.put("claims", judging.add(row | {"event": events.get(claim.id)}))
        for table, other in below:
            staged.put(table, other)
    for document in graph.documents():
        staged.put("documents", _document_row(document))
    for dataset in datasets_in(graph.store):
        staged.put("documents", _dataset_row(dataset))
    for actor in graph.actors():
        staged.put("actors", _actor_row(actor, judging))


def _document_row(document: Document) -> Row:
    told = ("id", "published", "title", "publisher", "author", "url", "language", "sha256")
    row: Row = dict.fromkeys(one.name for one in TABLES["documents"])
    row |= {name: getattr(document, name) for name in told}
    return row | {"iri": document_iri(document.id).value, "kind": "document", "text": document.text or None}


def _dataset_row(dataset: Dataset) -> Row:
    row: Row = dict.fromkeys(one.name for one in TABLES["documents"])
    row |= {name: getattr(dataset, name) for name in ("title", "version", "publisher", "license", "citation", "url")}
    return row | {"id": dataset.iri, "iri": dataset.iri, "kind": "dataset"}


def stub_rows(documents: Iterable[str]) -> Iterable[Row]:
    """Rows of documents of which nothing is known but that claims come from them."""
    for document in documents:
        row: Row = dict.fromkeys(one.name for one in TABLES["documents"])
        kind = "dataset" if is_dataset(document) else "document"
        yield row | {"id": document, "iri": document_iri(document).value, "kind": kind}


def _actor_row(actor: Actor, judging: _Judging) -> Row:
    told = ("id", "label", "state", "sector", "valid_from", "valid_to")
    row: Row = {name: getattr(actor, name) for name in told}
    for scheme in ("iso2", "cow", "gw", "fips", "cameo"):
        row[scheme] = ";".join(code for name, code in actor.codes if name == scheme) or None
    return row | {
        "iri": expand(actor.id),
        "kind": actor.kind.value,
        "judged": judging.canonical(actor.id),
        "same_as": list(actor.same_as),
    }
