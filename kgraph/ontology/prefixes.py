"""The declared prefixes, and the way between a CURIE and its IRI."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, unquote

from kgraph.errors import DataError

PREFIXES: Final = MappingProxyType(
    {
        "cameo": "https://w3id.org/kgraph/cameo/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "gn": "https://sws.geonames.org/",
        "kg": "https://w3id.org/kgraph/ns#",
        "kgr": "https://w3id.org/kgraph/id/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "plover": "https://w3id.org/kgraph/plover/",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "row": "https://w3id.org/kgraph/row/",
        "schema": "https://schema.org/",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "wd": "http://www.wikidata.org/entity/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefix to namespace, sorted: declared in every query and every export."""

LOCAL: Final = "urn:kgraph:"
"""Where the user's own claims, documents, evidence and actors live."""

_LOCAL_PART: Final = re.compile(r"[A-Za-z0-9](?:(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})*[A-Za-z0-9_~])?")
_LOCAL_IRI: Final = re.compile(r"urn:kgraph:[a-z]+:(?:[A-Za-z0-9._~:@!$'()*+,;=/-]|%[0-9A-Fa-f]{2})+")


@lru_cache(maxsize=1 << 16)
def expand(curie: str) -> str:
    """The IRI of a CURIE with a declared prefix; a `urn:kgraph:` IRI stands for itself.

    Raises:
        DataError: `curie` is neither.

    >>> expand("kgr:RUS")
    'https://w3id.org/kgraph/id/RUS'
    >>> expand("urn:kgraph:actor:sources-1f3a9c02")
    'urn:kgraph:actor:sources-1f3a9c02'
    """
    if _LOCAL_IRI.fullmatch(curie):
        return curie
    prefix, colon, local = curie.partition(":")
    if colon and prefix in PREFIXES and _LOCAL_PART.fullmatch(local):
        return PREFIXES[prefix] + local
    raise DataError("not an id", value=curie, expected="a CURIE such as kgr:RUS or wd:Q7184, or a urn:kgraph: IRI")


@lru_cache(maxsize=1 << 16)
def compress(iri: str) -> str:
    """The CURIE of an IRI in a declared namespace, or the IRI itself: the inverse of `expand`.

    >>> compress("https://w3id.org/kgraph/id/RUS")
    'kgr:RUS'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL_PART.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def mint(kind: str, name: str) -> str:
    """The `urn:kgraph:` IRI of something the user named: any text goes in, a valid IRI comes out.

    >>> mint("document", "https://example.org/a b")
    'urn:kgraph:document:https%3A%2F%2Fexample.org%2Fa%20b'
    """
    return f"{LOCAL}{kind}:{name if name.isascii() and name.isalnum() else _quoted(name)}"


@lru_cache(maxsize=1 << 14)
def _quoted(name: str) -> str:
    return quote(name, safe="")


def minted_name(kind: str, iri: str) -> str:
    """The name `mint` was given.

    >>> minted_name("document", mint("document", "a b"))
    'a b'
    """
    start = f"{LOCAL}{kind}:"
    if not iri.startswith(start):
        raise DataError(f"not the IRI of a {kind}", value=iri, expected=f"{start}…")
    return unquote(iri[len(start) :])
