"""Data sets in RDF, and what a claim has of the row it was imported from."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.model import Dataset, Record, is_dataset
from kgraph.model.dataset import FieldValue
from kgraph.ontology import PREFIXES, minted_name
from kgraph.rdf.terms import Fields, Quads, node, text

_INTEGER: Final = f"{PREFIXES['xsd']}integer"
_DECIMAL: Final = f"{PREFIXES['xsd']}decimal"
_TOLD: Final = {
    "dcat:version": "version",
    "dct:publisher": "publisher",
    "dct:license": "license",
    "dct:bibliographicCitation": "citation",
    "dcat:landingPage": "url",
}
"""Properties of a data set, each with the attribute of `Dataset` that it holds; all are text."""


def dataset_quads(dataset: Dataset) -> list[ox.Quad]:
    """The quads of a data set: its title, version, terms and citation."""
    subject = node(dataset.iri)
    told = ((curie, getattr(dataset, name)) for curie, name in _TOLD.items())
    return [
        ox.Quad(subject, node("rdf:type"), node("kg:Dataset")),
        ox.Quad(subject, node("rdf:type"), node("dcat:Dataset")),
        ox.Quad(subject, node("dct:title"), text(dataset.title)),
        *(ox.Quad(subject, node(curie), text(value)) for curie, value in told if value is not None),
    ]


def read_dataset(store: Quads, subject: ox.NamedNode) -> Dataset | None:
    """The data set at `subject`; None where the store knows nothing of it."""
    fields = Fields(store, subject)
    title = fields.text_or_none("dct:title")
    if title is None or not is_dataset(subject.value):
        return None
    told = {name: fields.text_or_none(curie) for curie, name in _TOLD.items()}
    return Dataset(id=minted_name("dataset", subject.value), title=title, **told)


def datasets_in(store: Quads) -> list[Dataset]:
    """The data sets that a store knows, in the order of their IRIs."""
    found = store.quads_for_pattern(None, node("rdf:type"), node("kg:Dataset"), ox.DefaultGraph())
    nodes = sorted({quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)})
    known = (read_dataset(store, ox.NamedNode(name)) for name in nodes)
    return [dataset for dataset in known if dataset is not None]


def part_quad(dataset: str, part: str) -> ox.Quad:
    """What the store holds of a part of a file that is imported: it goes in with the rows of that part."""
    return ox.Quad(node(dataset), node("kg:importedPart"), text(part))


def record_quads(subject: ox.NamedNode, record: Record | None) -> list[ox.Quad]:
    """What a claim's node holds of the row: its id, the address of its source, the data set's own codes and numbers."""
    if record is None:
        return []
    quads = [
        ox.Quad(subject, node("dct:identifier"), text(record.id)),
        *(ox.Quad(subject, node(f"row:{name}"), _literal(value)) for name, value in record.fields),
    ]
    if record.url is not None:
        quads.append(ox.Quad(subject, node("schema:url"), text(record.url)))
    return quads


def field_tail(curie: str, value: FieldValue) -> str:
    """What stands behind the subject in the line of N-Quads that says one of these: `row:event "042"`."""
    if isinstance(value, str):
        return f"{node(curie)} {text(value)}"
    return f'{node(curie)} "{_lexical(value)}"^^<{_INTEGER if isinstance(value, int) else _DECIMAL}>'


def read_record(fields: Fields) -> Record | None:
    """The row that a claim is, or None where it is none."""
    row = fields.text_or_none("dct:identifier")
    if row is None:
        return None
    return Record(id=row, url=fields.text_or_none("schema:url"), fields=tuple(_fields_of(fields)))


def _fields_of(fields: Fields) -> list[tuple[str, FieldValue]]:
    found: list[tuple[str, FieldValue]] = []
    for name in fields.names("row:"):
        for term in fields.all(f"row:{name}"):
            if not isinstance(term, ox.Literal):
                raise DataError(f"row:{name} of {fields.subject.value}", value=str(term), expected="a literal")
            found.append((name, plain_field(term)))
    return found


def _literal(value: FieldValue) -> ox.Literal:
    if isinstance(value, str):
        return text(value)
    kind = _INTEGER if isinstance(value, int) else _DECIMAL
    return ox.Literal(_lexical(value), datatype=ox.NamedNode(kind))


def _lexical(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")


def plain_field(term: ox.Literal) -> FieldValue:
    """The value of a column as it stands in the row: a number as such, the rest as text."""
    if term.datatype.value == _INTEGER:
        return int(term.value)
    return float(term.value) if term.datatype.value == _DECIMAL else term.value
