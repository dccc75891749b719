"""From an event type to a readable relation: by the words between the two, else by mode and contexts."""

from __future__ import annotations

from typing import Final

from kgraph.discourse.syntax import Syntax
from kgraph.extract.candidates import Candidate
from kgraph.extract.classifier import Judged
from kgraph.extract.cues import cue_relation
from kgraph.extract.supply import Flow, supply
from kgraph.ontology import RELATIONS

_PLAIN: Final = {
    "AGREE": "agreesToCooperateWith",
    "CONSULT": "meetsWith",
    "SUPPORT": "supports",
    "CONCEDE": "concedesTo",
    "COOPERATE": "cooperatesWith",
    "AID": "aids",
    "RETREAT": "deescalatesToward",
    "REQUEST": "requestsFrom",
    "ACCUSE": "accuses",
    "REJECT": "rejects",
    "THREATEN": "threatens",
    "PROTEST": "protestsAgainst",
    "SANCTION": "sanctions",
    "MOBILIZE": "mobilizesAgainst",
    "COERCE": "coerces",
    "ASSAULT": "attacks",
}
"""The relation of each event type that says no more than the type."""
_BY_CONTEXT: Final = {
    "COOPERATE": ("cooperatesMilitarilyWith", "sharesIntelligenceWith", "cooperatesEconomicallyWith"),
    "AID": ("givesMilitaryAidTo", "givesEconomicAidTo", "givesHumanitarianAidTo"),
}
_LEAST: Final = 0.4


def may_be_goods(judged: Judged) -> bool:
    """Whether what the classifier says lets words that tell of a flow of goods say what it is."""
    return judged.event_type == "COOPERATE" or (judged.event_type == "AID" and judged.types["AID"] < _LEAST)


def goods_between(syntax: Syntax, candidate: Candidate) -> Flow | None:
    """The flow of goods from one of two actors to the other, told by the words between and beside them; or None."""
    text, base = syntax.sentence.text, syntax.sentence.start
    if candidate.actor is candidate.recipient:
        return None
    first, second = sorted((candidate.actor.reference, candidate.recipient.reference), key=lambda one: one.start)
    return supply(text[first.end - base : second.start - base], text[: first.start - base], text[second.end - base :])


def relation_for(judged: Judged, between: str, *, mutual: bool = False) -> str:
    """The readable relation of what the classifier says.

    Args:
        judged: the classifier's answer.
        between: the text from one of the two to the other.
        mutual: whether the two do it together.
    """
    event_type = judged.event_type
    found = cue_relation(between, "", "")
    if found is not None and RELATIONS[found.relation].event_type == event_type:
        return found.relation
    mode = judged.mode(event_type)
    if mode is not None:
        fitting = [
            name for name, relation in RELATIONS.items() if (relation.event_type, relation.mode) == (event_type, mode)
        ]
        fitting = [
            name for name in fitting if all(judged.contexts.get(c, 0) >= _LEAST for c in RELATIONS[name].contexts)
        ]
        if fitting and not (mutual and not RELATIONS[fitting[0]].symmetric):
            return fitting[0]
    for name in _BY_CONTEXT.get(event_type, ()):
        if all(judged.contexts.get(context, 0) >= _LEAST for context in RELATIONS[name].contexts):
            return name
    return _PLAIN[event_type]
