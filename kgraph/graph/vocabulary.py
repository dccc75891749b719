"""The ontology as a store holds it, so that queries can follow the hierarchy of relations."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from typing import Final

import pyoxigraph as ox

from kgraph.ontology import PREFIXES
from kgraph.rdf.terms import Quads, node

_ONTOLOGY: Final = PREFIXES["kg"].rstrip("#")

IN_ONTOLOGY: Final = f"""FILTER(
    STRSTARTS(STR(?s), "{PREFIXES["kg"]}") || STRSTARTS(STR(?s), "{PREFIXES["plover"]}") || STR(?s) = "{_ONTOLOGY}")"""
"""The condition that `?s` is the ontology or one of its terms."""
FORGET_ONTOLOGY: Final = f"DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o {IN_ONTOLOGY} }}"
"""A SPARQL update that takes the ontology out of a store."""


def stored_version(store: Quads) -> str | None:
    """The version of the ontology that lies in a store, or None."""
    found = store.quads_for_pattern(ox.NamedNode(_ONTOLOGY), node("owl:versionInfo"), None, ox.DefaultGraph())
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), None)


@cache
def ontology_quads() -> frozenset[ox.Quad]:
    """The ontology of this version."""
    data = files("kgraph.ontology").joinpath("kgraph.ttl").read_bytes()
    return frozenset(ox.parse(io.BytesIO(data), ox.RdfFormat.TURTLE))
