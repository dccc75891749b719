"""The graph as networkx, from the tables beside its store: the same network, without reading claim by claim."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kgraph.errors import DataError, MissingExtraError
from kgraph.graph import GraphReader
from kgraph.model import ActorKind
from kgraph.tables import fresh_tables, read_table
from kgraph.tables.staging import ref_in

if TYPE_CHECKING:
    import networkx

ATTRIBUTES: Final = (
    *("relation", "sign", "event_type", "date", "first_day", "modality", "polarity", "confidence"),
    *("attribution", "document", "quote"),
)
"""What edges carry, in order."""
_ENDS: Final = ("actor", "recipient")
_REF: Final = tuple(f"{role}{part}" for role in _ENDS for part in ("", "_name", "_state", "_sector", "_judged"))


def network_from_tables(graph: GraphReader) -> networkx.MultiDiGraph[str] | None:
    """The network, where tables that say what the store says lie beside it, and pyarrow is there to read them."""
    folder = fresh_tables(graph)
    if folder is None:
        return None
    try:
        with _uncollected():
            network = _network(graph, folder)
    except (MissingExtraError, DataError):  # nothing to read them with, or they are being replaced, or broken
        return None
    return network if fresh_tables(graph) == folder else None


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector from looking through the growing network again and again: nothing in it is garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _network(graph: GraphReader, folder: Path) -> networkx.MultiDiGraph[str]:
    import networkx

    network: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    columns = ["id", "label", "kind", "state", "sector", "judged"]
    for known in read_table(folder, "actors", columns).to_pylist():
        actor, judged = known.pop("id"), known.pop("judged")
        if actor == judged:
            network.add_node(actor, **{name: value for name, value in known.items() if value is not None})
    between: dict[tuple[str, str], Any] = {}
    for key, start, end, told in zip(*_edges(folder), strict=True):
        parallel = between.get((start, end))
        if parallel is None:  # a call for each pair, not for each edge
            network.add_edge(start, end, key)
            parallel = between[start, end] = network.get_edge_data(start, end)
        parallel[key] = told
    _name_others(graph, folder, network)
    return network


def _edges(folder: Path) -> tuple[list[str], list[str], list[str], list[dict[str, object]]]:
    """The claims with two ends in the order of their ids: ids, ends, and what each edge carries."""
    import pyarrow.compute as pc

    names = ["id", "actor_judged", "recipient_judged", "speakers", *ATTRIBUTES]
    claims = read_table(folder, "claims", [name for name in names if name not in ("attribution", "quote")])
    claims = claims.filter(pc.is_valid(claims.column("recipient_judged")))
    words = read_table(folder, "evidence", ["claim", "quote"])
    ids = claims.column("id").combine_chunks()
    keys = _objects(ids).tolist()
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
    found = {
        name: claims.column(name).combine_chunks() for name in claims.column_names if name not in ("id", "speakers")
    }
    spoken = pc.binary_join(claims.column("speakers").combine_chunks(), "; ")
    found["attribution"] = pc.if_else(pc.equal(pc.binary_length(spoken), 0), None, spoken)
    place = pc.index_in(ids, value_set=words.column("claim").combine_chunks())
    found["quote"] = words.column("quote").combine_chunks().take(place)
    values = {name: _shared(column) for name, column in found.items()}
    about = _dicts({name: values[name] for name in ATTRIBUTES}, order)
    starts, ends = (values[f"{role}_judged"][order].tolist() for role in _ENDS)
    return [keys[at] for at in order.tolist()], starts, ends, about


def _shared(column: Any) -> Any:
    """The values of a column as plain objects, days as text; equal ones that come often are one object, made once."""
    import pyarrow as pa

    if not (pa.types.is_string(column.type) or pa.types.is_date(column.type)):
        return _objects(column)
    coded = column.dictionary_encode()
    values = coded.dictionary.to_pylist()
    if pa.types.is_date(column.type):
        values = [day.isoformat() for day in values]
    texts = np.empty(len(values) + 1, dtype=object)  # the last one is None
    texts[:-1] = values
    return texts[coded.indices.fill_null(len(values)).to_numpy()]


def _objects(column: Any) -> Any:
    values = column.to_numpy(zero_copy_only=False)
    if values.dtype == object:
        return values
    plain = np.empty(len(values), dtype=object)
    plain[:] = values.tolist()
    return plain


def _dicts(columns: dict[str, Any], order: Any) -> list[dict[str, object]]:
    """A dictionary for each row, in that order, without what is None: made alike for all rows that lack the same."""
    rows = len(next(iter(columns.values())))
    lacks = np.zeros(rows, dtype=np.int64)
    for bit, values in enumerate(columns.values()):
        lacks |= (values == np.array(None)).astype(np.int64) << bit
    found = np.empty(rows, dtype=object)
    lacks = lacks[order]
    for pattern in np.unique(lacks).tolist():
        at = np.flatnonzero(lacks == pattern)
        names = [name for bit, name in enumerate(columns) if not pattern >> bit & 1]
        rows_of = order[at]
        told = zip(*(columns[name][rows_of].tolist() for name in names), strict=True)
        found[at] = list(map(dict, map(zip, repeat(names), told)))
    return list(found)


def _name_others(graph: GraphReader, folder: Path, network: networkx.MultiDiGraph[str]) -> None:
    """Ends that the graph knows no more of than a claim's word for them are named by the first claim."""
    import pyarrow.compute as pc

    unnamed = {actor for actor, known in network.nodes(data=True) if not known}
    if not unnamed:
        return
    claims, wanted, judged = read_table(folder, "claims", ["id", *_REF]), sorted(unnamed), graph.as_judged()
    claims = claims.filter(pc.is_valid(claims.column("recipient")))
    first = [claims.group_by(f"{role}_judged").aggregate([("id", "min")]) for role in _ENDS]
    hit = (at.filter(pc.is_in(at.column(0), value_set=_array(wanted))).column("id_min").to_pylist() for at in first)
    rows = claims.filter(pc.is_in(claims.column("id"), value_set=_array(sorted({*chain(*hit)}))))
    for row in rows.sort_by("id").to_pylist():
        for role in _ENDS:
            end = row[f"{role}_judged"]
            if end in unnamed:
                unnamed.remove(end)
                network.nodes[end].update(label=judged.ref(ref_in(row, role)).name, kind=ActorKind.UNKNOWN.value)


def _array(values: Iterable[str]) -> Any:
    import pyarrow as pa

    return pa.array(values, pa.string())
