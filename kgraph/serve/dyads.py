"""The claims between two actors as JSON: what `kgraph explain` tells a person, for a program."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from kgraph.errors import UnknownNameError
from kgraph.explain import Account, corroboration, explain_dyad, explain_events
from kgraph.graph import GraphReader
from kgraph.judging import actors_named
from kgraph.model import claim_to_json
from kgraph.model.wording import said_by
from kgraph.ontology import expand

Record = dict[str, object]
_LAST_PART: Final = re.compile(r"[\w.-]+")
"""What an id of ours may have behind its prefix."""


def dyad_record(graph: GraphReader, first: str, second: str, *, location: Path, most: int) -> Record:
    """The claims between two actors, newest first, each with its words, its sources and its document.

    Args:
        graph: where to look.
        first: an id such as `kgr:RUS` or its last part, a code, or a name as `kgraph explain` takes it.
        second: another.
        location: the store, beside which the user's own tables of actors lie.
        most: how many claims to tell; all are counted.

    Raises:
        UnknownNameError: the graph knows no such actor.
        DataError: one of them is the name of several, which the message lists, or has the form of an id and is none.
    """
    ends = _known(graph, (first, second), location)
    accounts = explain_dyad(graph, *ends)
    told = explain_events(graph, *ends)
    event_of = {claim: one.event.id for one in told for claim in one.event.claims}
    return {
        "ends": [_end(graph, end) for end in ends],
        "count": len(accounts),
        "corroboration": _widely(accounts, graph),
        "claims": [_account(account) | {"event": event_of.get(account.claim.id)} for account in islice(accounts, most)],
        "events": [
            {
                "id": one.event.id,
                "claims": list(one.event.claims),
                "reason": one.event.reason,
                "made_by": str(one.event.made_by),
                "corroboration": str(one.corroboration),
            }
            for one in told
        ],
    }


def _known(graph: GraphReader, names: Sequence[str], location: Path) -> list[str]:
    """The ids of actors of the graph; the tables are read only for what is no last part of an id in it."""
    found = {name: f"kgr:{name}" for name in names if _LAST_PART.fullmatch(name) and _is_actor(graph, f"kgr:{name}")}
    others = [name for name in names if name not in found]
    if others:
        found |= zip(others, actors_named(others, graph, location), strict=True)
    for name, actor in found.items():
        if not _is_actor(graph, actor):
            ids = graph.query("SELECT ?actor WHERE { ?actor a kg:Actor } ORDER BY ?actor").column("actor")
            raise UnknownNameError("actor", name, [str(one).removeprefix("kgr:") for one in ids])
    return [found[name] for name in names]


def _is_actor(graph: GraphReader, actor: str) -> bool:
    return bool(graph.query(f"ASK {{ <{expand(actor)}> a kg:Actor }}"))


def _end(graph: GraphReader, actor: str) -> Record:
    known = graph.actor(actor)
    return {"id": actor, "iri": expand(actor), "label": actor if known is None else known.label}


def _widely(accounts: Sequence[Account], graph: GraphReader) -> Record:
    counted = corroboration(accounts, graph.judgements)
    return {"claims": counted.claims, "publishers": counted.publishers, "speakers": counted.speakers}


def _account(account: Account) -> Record:
    """A claim as its JSON line has it, with what a reader would see of it."""
    claim, document = account.claim, account.document
    known = None
    if document is not None:
        names = ("id", "publisher", "published", "title", "author", "url", "language")
        known = {name: getattr(document, name) for name in names}
    pieces = [] if claim.evidence is None else [[text, role] for text, role in claim.evidence.pieces()]
    return {
        "headline": account.headline(),
        "rejected": account.rejected,
        "said_by": said_by(claim.attribution),
        "quote": None if claim.evidence is None else claim.evidence.quote,
        "pieces": pieces,
        "source": account.source(),
        "document": known,
        "claim": json.loads(claim_to_json(claim)),
    }
