"""Make `kgraph/ontology/terms.py` of `kgraph/ontology/kgraph.ttl`.

python generate/terms.py            write the file
python generate/terms.py --check    exit with 1 where the file is not what would be written

The ontology is the truth; the generated module holds it as plain Python, so that importing kgraph reads no RDF. Nothing
of kgraph is imported here: kgraph cannot be imported while the module is missing or broken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import OWL, SKOS
from rdflib.term import Node

FOLDER: Final = Path(__file__).resolve().parent.parent / "kgraph" / "ontology"
SOURCE: Final = FOLDER / "kgraph.ttl"
TARGET: Final = FOLDER / "terms.py"

ONTOLOGY: Final = URIRef("https://w3id.org/kgraph/ns")
KG: Final = Namespace(f"{ONTOLOGY}#")
PLOVER: Final = "https://w3id.org/kgraph/plover/"
CAMEO: Final = "https://w3id.org/kgraph/cameo/"

HEAD: Final = '''"""The ontology as plain Python, made by `generate/terms.py` from `kgraph.ttl`; edit that."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kgraph.ontology.concepts import Context, EventType, Mode, Relation
'''


class OntologyError(ValueError):
    """The ontology lacks a value that the generated module needs, or gives two."""


def render(graph: Graph) -> str:
    """The text of `terms.py`: one row a line, in the ontology's own order, the same for the same ontology."""
    tables = [
        _table("EVENT_TYPES", "str, EventType", event_types(graph)),
        _table("MODES", "tuple[str, str], Mode", modes(graph)),
        _table("CONTEXTS", "str, Context", contexts(graph)),
        _table("RELATIONS", "str, Relation", relations(graph)),
        _table("SECTORS", "str, str", sectors(graph)),
        _table("DEFAULT_RELATIONS", "tuple[str, str | None], str", default_relations(graph)),
        _table("INVERSES", "str, str", inverses(graph)),
    ]
    version = f"VERSION: str = {_quoted(_text(graph, ONTOLOGY, OWL.versionInfo))}\n"
    return "\n".join([HEAD, version, *tables])


Row = tuple[str, str]
"""A key and its value, both as Python source."""


def event_types(graph: Graph) -> Iterator[Row]:
    """The sixteen types, in PLOVER's order."""
    for node in _members(graph, KG.EventType):
        yield (
            _quoted(_text(graph, node, SKOS.notation)),
            _call(
                "EventType",
                **_named(graph, node),
                quad=_number(graph, node, KG.quad),
                score=_score(graph, node),
                needs_recipient=_truth(graph, node, KG.needsRecipient),
            ),
        )


def modes(graph: Graph) -> Iterator[Row]:
    """The modes, type by type."""
    for event_type, node in _typed_modes(graph):
        named = _named(graph, node)
        key = _quoted((event_type, named["name"]))
        yield key, _call("Mode", **named, event_type=event_type, score=_score(graph, node))


def contexts(graph: Graph) -> Iterator[Row]:
    """The contexts, in PLOVER's order."""
    for node in _members(graph, KG.Context):
        yield _quoted(_text(graph, node, SKOS.notation)), _call("Context", **_named(graph, node))


def relations(graph: Graph) -> Iterator[Row]:
    """The relations, in the order in which lists show them."""
    for node in _members(graph, KG.Relation):
        name = _local(node, str(KG))
        mode = _optional(graph, node, KG.relationMode)
        yield (
            _quoted(name),
            _call(
                "Relation",
                name=name,
                label=_text(graph, node, RDFS.label),
                definition=_text(graph, node, SKOS.definition),
                parent=_optional_local(graph, node, RDFS.subPropertyOf, str(KG)),
                event_type=_optional_local(graph, node, KG.relationEventType, PLOVER),
                mode=None if mode is None else _text(graph, mode, SKOS.notation),
                contexts=_locals(graph.objects(node, KG.relationContext), f"{PLOVER}ctx-"),
                sign=_number(graph, node, KG.sign),
                symmetric=(node, RDF.type, OWL.SymmetricProperty) in graph,
                lasting=_truth(graph, node, KG.lasting),
                cameo=_locals(graph.objects(node, SKOS.closeMatch), CAMEO),
            ),
        )


def sectors(graph: Graph) -> Iterator[Row]:
    """The sectors' codes and labels, by code."""
    nodes = graph.subjects(RDF.type, KG.Sector)
    rows = sorted((_text(graph, node, SKOS.notation), _text(graph, node, SKOS.prefLabel)) for node in nodes)
    for code, label in rows:
        yield _quoted(code), _quoted(label)


def default_relations(graph: Graph) -> Iterator[Row]:
    """The relation that stands for an event type, and for those modes that have one of their own."""
    for node in _members(graph, KG.EventType):
        relation = _local(_one(graph, node, KG.defaultRelation), str(KG))
        yield _quoted((_text(graph, node, SKOS.notation), None)), _quoted(relation)
    for event_type, node in _typed_modes(graph):
        own = _optional_local(graph, node, KG.defaultRelation, str(KG))
        if own is not None:
            yield _quoted((event_type, _text(graph, node, SKOS.notation))), _quoted(own)


def inverses(graph: Graph) -> Iterator[Row]:
    """The relations that say another one the other way round, each with that other."""
    for node in _members(graph, KG.Relation):
        other = _optional_local(graph, node, OWL.inverseOf, str(KG))
        if other is not None:
            yield _quoted(_local(node, str(KG))), _quoted(other)


def _typed_modes(graph: Graph) -> Iterator[tuple[str, Node]]:
    for event_type in _members(graph, KG.EventType):
        for mode in _members(graph, KG.Mode):
            if (mode, SKOS.broader, event_type) in graph:
                yield _text(graph, event_type, SKOS.notation), mode


def _members(graph: Graph, kind: URIRef) -> list[Node]:
    """What is of that class, in the order the ontology gives."""
    return sorted(graph.subjects(RDF.type, kind), key=lambda node: (_number(graph, node, KG.order), str(node)))


def _named(graph: Graph, node: Node) -> dict[str, str]:
    return {
        "name": _text(graph, node, SKOS.notation),
        "label": _text(graph, node, SKOS.prefLabel),
        "definition": _text(graph, node, SKOS.definition),
    }


def _optional(graph: Graph, node: Node, predicate: URIRef) -> Node | None:
    values = sorted(graph.objects(node, predicate), key=str)
    if len(values) > 1:
        raise OntologyError(f"{node} has {len(values)} values of {predicate}, not at most one")
    return values[0] if values else None


def _one(graph: Graph, node: Node, predicate: URIRef) -> Node:
    value = _optional(graph, node, predicate)
    if value is None:
        raise OntologyError(f"{node} has no {predicate}")
    return value


def _text(graph: Graph, node: Node, predicate: URIRef) -> str:
    return str(_one(graph, node, predicate))


def _number(graph: Graph, node: Node, predicate: URIRef) -> int:
    return int(_text(graph, node, predicate))


def _score(graph: Graph, node: Node) -> float:
    return float(_text(graph, node, KG.score))


def _truth(graph: Graph, node: Node, predicate: URIRef) -> bool:
    return {"true": True, "false": False}[_text(graph, node, predicate)]


def _local(node: Node, namespace: str) -> str:
    if not str(node).startswith(namespace):
        raise OntologyError(f"{node} is not in {namespace}")
    return str(node)[len(namespace) :]


def _optional_local(graph: Graph, node: Node, predicate: URIRef, namespace: str) -> str | None:
    value = _optional(graph, node, predicate)
    return None if value is None else _local(value, namespace)


def _locals(nodes: Iterable[Node], namespace: str) -> tuple[str, ...]:
    return tuple(sorted(_local(node, namespace) for node in nodes))


def _table(name: str, types: str, rows: Iterable[Row]) -> str:
    lines = [f"        {key}: {value}," for key, value in rows]
    return "\n".join([f"{name}: Mapping[{types}] = MappingProxyType(", "    {", *lines, "    }", ")\n"])


def _call(kind: str, **fields: object) -> str:
    return f"{kind}({', '.join(f'{field}={_quoted(value)}' for field, value in fields.items())})"


def _quoted(value: object) -> str:
    """Python source of a text, number, truth value, None or tuple, with double quotes."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple):
        return f"({', '.join(map(_quoted, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; the exit status."""
    parser = argparse.ArgumentParser(description="Make kgraph/ontology/terms.py of kgraph/ontology/kgraph.ttl.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file is out of date")
    options = parser.parse_args(arguments)
    text = render(Graph().parse(SOURCE, format="turtle"))
    if not options.check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET.name} is not what {SOURCE.name} says; run generate/terms.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
