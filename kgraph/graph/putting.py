"""Quads into an embedded store and out of it, as one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

_MANY: Final = 8
"""Documents from which on a bulk load is quicker than a transaction: it writes five files, however few they are."""


def put_quads(store: ox.Store, gone: Iterable[ox.Quad], came: Iterable[ox.Quad]) -> None:
    """Take quads out and put quads in; all of it happens, or nothing."""
    gone = list(gone)
    if gone:
        store.update(f"DELETE DATA {{ {_as_data(gone)} }} ; INSERT DATA {{ {_as_data(came)} }}")
    else:
        store.extend(sorted(came, key=_subject))  # a fifth faster than in no order


def put_new(store: ox.Store, came: Iterable[ox.Quad], *, documents: int) -> None:
    """Put in the quads of so many documents that are new; all of it happens, or nothing."""
    if documents < _MANY:
        put_quads(store, (), came)
    else:
        store.bulk_extend(came)


def _subject(quad: ox.Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""


def _as_data(quads: Iterable[ox.Quad]) -> str:
    return " ".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
