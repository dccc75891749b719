"""The types everything else speaks: documents, mentions, actors, claims and their evidence.

All are frozen. Text is parsed at the door, so whatever exists here is well formed: relations, event types, modes and
contexts are in the ontology, ids are CURIEs of declared prefixes or `urn:kgraph:` IRIs, dates exist.
"""

from kgraph.model.actor import OPPOSING_SECTORS, Actor, ActorKind, ActorRef, Name, Office, local_actor_id
from kgraph.model.claim import Attribution, Claim, Evidence, Mark, Modality, Place, Polarity
from kgraph.model.dataset import Dataset, Record, is_dataset
from kgraph.model.dates import Date, DateBasis, DatePrecision
from kgraph.model.document import Document, Mention
from kgraph.model.event import Event, EventMaker
from kgraph.model.jsonl import claim_from_json, claim_to_json, read_claim_outcomes, read_claims
from kgraph.model.judged import Judged
from kgraph.model.judgements import (
    Judgement,
    Judgements,
    event_judgements_beside,
    is_state,
    judgements_beside,
    read_judgements,
    write_judgements,
)
from kgraph.model.reviews import (
    Review,
    Verdict,
    read_reviews,
    rejected_in,
    reviews_beside,
    standing_reviews,
    write_reviews,
)

__all__ = [
    "OPPOSING_SECTORS",
    "Actor",
    "ActorKind",
    "ActorRef",
    "Attribution",
    "Claim",
    "Dataset",
    "Date",
    "DateBasis",
    "DatePrecision",
    "Document",
    "Event",
    "EventMaker",
    "Evidence",
    "Judged",
    "Judgement",
    "Judgements",
    "Mark",
    "Mention",
    "Modality",
    "Name",
    "Office",
    "Place",
    "Polarity",
    "Record",
    "Review",
    "Verdict",
    "claim_from_json",
    "claim_to_json",
    "event_judgements_beside",
    "is_dataset",
    "is_state",
    "judgements_beside",
    "local_actor_id",
    "read_claim_outcomes",
    "read_claims",
    "read_judgements",
    "read_reviews",
    "rejected_in",
    "reviews_beside",
    "standing_reviews",
    "write_judgements",
    "write_reviews",
]
