"""The claims between two actors as JSON: what `kgraph explain` tells a person, for a program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import islice

from kgraph.errors import UnknownNameError
from kgraph.explain import Account, corroboration, explain_dyad, explain_events
from kgraph.graph import GraphReader
from kgraph.model import claim_to_json
from kgraph.model.wording import said_by
from kgraph.ontology import expand

Record = dict[str, object]


def dyad_record(graph: GraphReader, first: str, second: str, *, most: int) -> Record:
    """The claims between two actors, newest first, each with its words, its sources and its document.

    Args:
        graph: where to look.
        first: an id such as `kgr:RUS`, or the local part of one, `RUS`.
        second: another.
        most: how many claims to tell; all are counted.

    Raises:
        UnknownNameError: the graph knows no such actor.
        DataError: one of them is no id.
    """
    ends = [_known(graph, name) for name in (first, second)]
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


def _known(graph: GraphReader, name: str) -> str:
    actor = name if ":" in name else f"kgr:{name}"
    if not graph.query(f"ASK {{ <{expand(actor)}> a kg:Actor }}"):
        ids = graph.query("SELECT ?actor WHERE { ?actor a kg:Actor } ORDER BY ?actor").column("actor")
        raise UnknownNameError("actor", name, [str(one).removeprefix("kgr:") for one in ids])
    return actor


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
