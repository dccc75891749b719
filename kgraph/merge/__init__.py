"""Claims judged to be one event, by a rule or by a person, with the reason; taken back without loss."""

from kgraph.merge.judging import TAKEN_BACK, keep_apart, merge_claims, take_back_verdict, undo_all, undo_merge
from kgraph.merge.running import WINDOW, Merged, merge_events

__all__ = [
    "TAKEN_BACK",
    "WINDOW",
    "Merged",
    "keep_apart",
    "merge_claims",
    "merge_events",
    "take_back_verdict",
    "undo_all",
    "undo_merge",
]
