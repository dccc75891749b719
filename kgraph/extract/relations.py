"""From an event type to a readable relation: by the words between the two and of their clause, by mode and contexts."""

from __future__ import annotations

from typing import Final

from kgraph.discourse.syntax import Syntax
from kgraph.extract.candidates import Candidate
from kgraph.extract.classifier import Judged
from kgraph.extract.cues import cue_relation, relations_told
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
_NAMED: Final = ("ASSAULT", "THREATEN")
"""Of these a plain verb between the two says what it is, whatever the mode."""
_ONE_WAY: Final = frozenset({"visits", "hosts", "mediatesBetween"})
"""Of these it must be sure who is the actor: only a cue between the two says so."""


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


def relation_for(judged: Judged, between: str, *, clause: str = "", mutual: bool = False) -> str:
    """The readable relation of what the classifier says: the closest that words, mode or contexts give.

    Args:
        judged: the classifier's answer.
        between: the text from one of the two to the other.
        clause: the words of the clause in which they meet.
        mutual: whether the two do it together.
    """
    event_type = judged.event_type
    found = cue_relation(between, "", "")
    if found is not None and _is_of_type(found.relation, event_type) and found.relation != _PLAIN[event_type]:
        return found.relation
    told = [name for text in (between, clause) for name in relations_told(text) if _is_of_type(name, event_type)]
    if event_type == "ACCUSE" and told:
        return told[0]
    closer = next((name for name in told if name != _PLAIN[event_type] and name not in _ONE_WAY), None)
    if closer is not None or (found is not None and found.relation == _PLAIN[event_type] and event_type in _NAMED):
        return closer or _PLAIN[event_type]
    return _by_mode(judged, mutual) or _by_context(judged) or _PLAIN[event_type]


def _is_of_type(name: str, event_type: str) -> bool:
    return RELATIONS[name].event_type == event_type


def _by_mode(judged: Judged, mutual: bool) -> str | None:
    mode = judged.mode(judged.event_type)
    if mode is None:
        return None
    fitting = [
        name
        for name, relation in RELATIONS.items()
        if (relation.event_type, relation.mode) == (judged.event_type, mode)
    ]
    fitting = [name for name in fitting if _has_contexts(judged, name)]
    if not fitting or (mutual and not RELATIONS[fitting[0]].symmetric):
        return None
    return fitting[0]


def _by_context(judged: Judged) -> str | None:
    return next((name for name in _BY_CONTEXT.get(judged.event_type, ()) if _has_contexts(judged, name)), None)


def _has_contexts(judged: Judged, name: str) -> bool:
    return all(judged.contexts.get(context, 0) >= _LEAST for context in RELATIONS[name].contexts)
