"""A proposal as a model makes it, with every field of its kind and every term one of the ontology."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.extract.llm.ledger import Reason
from kgraph.extract.modality import promised
from kgraph.model import Modality, Polarity
from kgraph.ontology import CONTEXTS, EVENT_TYPES, MODES, RELATIONS


class LeftOutError(Exception):
    """A proposal that is no claim; it never leaves this room."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a model proposes; its words are not looked for yet.

    Attributes:
        quote, actor, recipient, cue, when, said_by: words of the text, as the model gives them.
        event_type, relation, mode, contexts, modality, polarity: known terms that go together.
    """

    quote: str
    actor: str
    recipient: str | None
    event_type: str | None
    relation: str
    mode: str | None
    contexts: tuple[str, ...]
    modality: Modality
    polarity: Polarity
    cue: str | None
    when: str | None
    said_by: tuple[str, ...]


def read_proposal(item: object) -> Proposal:
    """The proposal in a piece of JSON.

    A meeting, cooperation or aid that is still to come becomes an agreement to it, by PLOVER's rule of tenses.

    Raises:
        LeftOutError: it is of another shape, has unknown terms or terms that do not go together.

    >>> item = dict(quote="A met B.", actor="A", recipient="B", event_type="CONSULT", relation="visits", mode=None,
    ...             contexts=[], modality="planned", polarity="positive", cue="met", when=None, said_by=[])
    >>> read_proposal(item).relation
    'plansToMeet'
    """
    if not isinstance(item, dict):
        raise LeftOutError(Reason.BROKEN)
    fields: dict[str, object] = item
    event_type, mode = _word(fields, "event_type"), _word(fields, "mode")
    relation, contexts = _text(fields, "relation"), _texts(fields, "contexts")
    modality, polarity = _text(fields, "modality"), _text(fields, "polarity")
    if not (relation in RELATIONS and all(name in CONTEXTS for name in contexts)):
        raise LeftOutError(Reason.TERM)
    if not (modality in [*Modality] and polarity in [*Polarity] and (event_type is None or event_type in EVENT_TYPES)):
        raise LeftOutError(Reason.TERM)
    if mode is not None and mode not in {name for _, name in MODES}:
        raise LeftOutError(Reason.TERM)
    known = RELATIONS[relation]
    if known.event_type != event_type or not (mode is None or (event_type, mode) in MODES):
        raise LeftOutError(Reason.MISFIT)
    if None not in (mode, known.mode) and mode != known.mode:
        raise LeftOutError(Reason.MISFIT)
    name, firmly = promised(relation, Modality(modality))
    told = RELATIONS[name]
    return Proposal(
        quote=_text(fields, "quote"),
        actor=_text(fields, "actor"),
        recipient=_word(fields, "recipient"),
        event_type=told.event_type,
        relation=name,
        mode=told.mode or (mode if name == relation else None),
        contexts=(*contexts, *told.contexts),
        modality=firmly,
        polarity=Polarity(polarity),
        cue=_word(fields, "cue"),
        when=_word(fields, "when"),
        said_by=_texts(fields, "said_by"),
    )


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise LeftOutError(Reason.BROKEN)
    return value


def _word(fields: dict[str, object], name: str) -> str | None:
    """A text, or None where it is null or holds nothing; it must be there."""
    if name not in fields:
        raise LeftOutError(Reason.BROKEN)
    return None if fields[name] is None else _text(fields, name).strip() or None


def _texts(fields: dict[str, object], name: str) -> tuple[str, ...]:
    value = fields.get(name)
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise LeftOutError(Reason.BROKEN)
    return tuple(value)
