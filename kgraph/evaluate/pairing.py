"""Which claim says which line of gold: dyads as sets, typed relations one to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from kgraph.evaluate.ends import EndReader, main_key
from kgraph.evaluate.gold import GoldRelation, Tier
from kgraph.evaluate.matching import best_matching
from kgraph.evaluate.placing import Placed
from kgraph.model import Claim, Modality, Polarity

_Item = TypeVar("_Item")


class Within(StrEnum):
    """How near a claim must stand to the gold that it says: in the same document, or in the same sentence."""

    DOCUMENT = "document"
    SENTENCE = "sentence"


class Verdict(StrEnum):
    """What became of a claim: right, wrong, or not judged.

    Neutral says gold that need not be found; retold says in another sentence what was already found; uncoded rests on
    no coded sentence, where only sentences are looked at; standing is a fact that lasts, in a document whose gold has
    only what happened.
    """

    RIGHT = "right"
    WRONG = "wrong"
    NEUTRAL = "neutral"
    RETOLD = "retold"
    UNCODED = "uncoded"
    STANDING = "standing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim: the keys of its ends, the number of its coded sentence, whether that tells no relation."""

    claim: Claim
    sentence: int | None
    empty: bool
    actor: frozenset[str]
    recipient: frozenset[str]

    @property
    def negated(self) -> bool:
        """Whether it says that something is not so."""
        return self.claim.polarity is Polarity.NEGATIVE or self.claim.modality is Modality.DENIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A line of gold: the keys of all ends that are right, its document and the number of its sentence."""

    gold: GoldRelation
    document: str
    sentence: int
    actor: frozenset[str]
    recipient: frozenset[str]
    main: tuple[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One thing that precision (of claims) or recall (of gold) counts, with its event types and where it stands."""

    of_gold: bool
    hit: bool
    types: frozenset[str | None]
    document: str
    sentence: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Typed relations matched: the pairs, and what became of every claim in its order."""

    pairs: tuple[tuple[Told, Meant], ...]
    verdicts: tuple[Verdict, ...]
    counted: tuple[Counted, ...]


def told(claims: Iterable[Claim], placed: Placed, reader: EndReader) -> list[Told]:
    """The claims with where they stand and whom they name."""
    found = []
    for claim in claims:
        number = placed.sentence_of(claim)
        recipient = frozenset[str]() if claim.recipient is None else reader.of_claim(claim.recipient)
        empty = number is not None and placed.stretches[number].empty
        actor = reader.of_claim(claim.actor)
        found.append(Told(claim=claim, sentence=number, empty=empty, actor=actor, recipient=recipient))
    return found


def meant(placed: Placed, reader: EndReader) -> list[Meant]:
    """The gold with where it stands and whom it names, in the offices of the day of publication."""
    published = {document.id: document.published for document in placed.documents}
    found = []
    for gold, number in placed.relations:
        document = placed.stretches[number].document
        on = published.get(document)
        actors, recipients = ([reader.of_gold(end, on=on) for end in ends] for ends in (gold.actors, gold.recipients))
        found.append(
            Meant(
                gold=gold,
                document=document,
                sentence=number,
                actor=frozenset[str]().union(*actors),
                recipient=frozenset[str]().union(*recipients),
                main=(main_key(actors[0]), main_key(recipients[0]) if recipients else None),
            )
        )
    return found


def judgeable(claims: Iterable[Told], gold: Iterable[Meant]) -> list[Told]:
    """The claims but standing facts of documents whose gold codes none: whoever coded them looked for events only."""
    coding = {other.document for other in gold if None in other.gold.types}
    return [one for one in claims if one.claim.event_type is not None or one.claim.document in coding]


def ends_fit(one: Told, other: Meant) -> bool:
    """Whether a claim is about the ends of the gold, turned round where the gold is symmetric."""
    if not one.recipient or not other.recipient:
        return not one.recipient and not other.recipient and bool(one.actor & other.actor)
    straight = one.actor & other.actor and one.recipient & other.recipient
    turned = other.gold.symmetric and one.actor & other.recipient and one.recipient & other.actor
    return bool(straight or turned)


def _near(one: Told, other: Meant, within: Within) -> bool:
    if one.empty or one.claim.document != other.document:
        return False
    return within is Within.DOCUMENT or one.sentence == other.sentence


def dyads(claims: Sequence[Told], gold: Sequence[Meant], within: Within) -> list[Counted]:
    """Ordered pairs of actors, each once a document or sentence: who stands to whom, whatever is said of it."""
    said: defaultdict[object, list[Told]] = defaultdict(list)
    for one in claims:
        if one.recipient and (within is Within.DOCUMENT or one.sentence is not None):
            place = one.sentence if within is Within.SENTENCE else one.empty
            said[one.claim.document, place, main_key(one.actor), main_key(one.recipient)].append(one)
    coded: defaultdict[object, list[Meant]] = defaultdict(list)
    for other in gold:
        if other.main[1] is not None:
            place = other.sentence if within is Within.SENTENCE else None
            ends = tuple(sorted(map(str, other.main))) if other.gold.symmetric else other.main
            coded[other.document, place, ends, other.gold.symmetric].append(other)
    theirs, mine = (
        _by_document(gold, [m.document for m in gold]),
        _by_document(claims, [c.claim.document for c in claims]),
    )
    counted = [_said(group, theirs[group[0].claim.document], within) for group in said.values()]
    counted += [_coded(group, mine[group[0].document], within) for group in coded.values()]
    return [item for item in counted if item is not None]


def _by_document(items: Iterable[_Item], documents: Iterable[str]) -> defaultdict[str, list[_Item]]:
    found: defaultdict[str, list[_Item]] = defaultdict(list)
    for item, document in zip(items, documents, strict=True):
        found[document].append(item)
    return found


def _said(group: Sequence[Told], gold: Sequence[Meant], within: Within) -> Counted | None:
    first = group[0]
    fitting = [other for other in gold if any(_near(one, other, within) and ends_fit(one, other) for one in group)]
    if fitting and all(other.gold.tier is Tier.OPTIONAL for other in fitting):
        return None
    return Counted(
        of_gold=False,
        hit=bool(fitting),
        types=frozenset(one.claim.event_type for one in group),
        document=first.claim.document,
        sentence=fitting[0].sentence if fitting else first.sentence,
    )


def _coded(group: Sequence[Meant], claims: Sequence[Told], within: Within) -> Counted | None:
    if all(other.gold.tier is Tier.OPTIONAL for other in group):
        return None
    return Counted(
        of_gold=True,
        hit=any(_near(one, other, within) and ends_fit(one, other) for one in claims for other in group),
        types=frozenset(other.gold.event_type for other in group),
        document=group[0].document,
        sentence=group[0].sentence,
    )


_LAYER: Final = 1000
"""More than all preferences of one pair together."""


def pair_typed(claims: Sequence[Told], gold: Sequence[Meant], within: Within) -> Pairing:
    """The matching, one to one, that makes the most claims right; of several the one that agrees most in detail.

    A claim says a line of gold where ends and event type fit. It is right where it also says that it is so, or is not
    so, as the gold does. Documents are matched one after another.
    """
    mine = _by_document(range(len(claims)), [one.claim.document for one in claims])
    theirs = _by_document(range(len(gold)), [other.document for other in gold])
    pairs: list[tuple[int, int]] = []
    for document, rows in mine.items():
        columns = theirs[document]
        layer = _LAYER * (min(len(rows), len(columns)) + 1)
        weights = [[_weight(claims[i], gold[j], within, layer) for j in columns] for i in rows]
        pairs += [(rows[row], columns[column]) for row, column in best_matching(weights)]
    partner = {i: gold[j] for i, j in pairs}
    taken = _by_document([(gold[j], claims[i]) for i, j in pairs], [gold[j].document for _, j in pairs])
    verdicts = tuple(
        _verdict(one, partner.get(number), taken[one.claim.document], within) for number, one in enumerate(claims)
    )
    right = {j for i, j in pairs if verdicts[i] is Verdict.RIGHT}
    return Pairing(
        pairs=tuple((claims[i], gold[j]) for i, j in pairs),
        verdicts=verdicts,
        counted=(*_claims_counted(claims, verdicts, partner), *_gold_counted(gold, right)),
    )


def _weight(one: Told, other: Meant, within: Within, layer: int) -> int:
    """What a pair is worth: right and needed, before right, before said the wrong way round; then details."""
    if not _says(one, other, within):
        return 0
    claim, gold = one.claim, other.gold
    details = (
        (32, one.sentence == other.sentence),
        (16, claim.event_type == gold.event_type),
        (8, claim.date == gold.date or str(claim.date) == str(gold.date)),
        (4, claim.modality is gold.modality),
        (2, claim.mode == gold.mode),
        (1, len(claim.attribution) == len(gold.attribution)),
    )
    detail = sum(worth for worth, agrees in details if agrees)
    if one.negated is not gold.negated:
        return layer + detail
    return layer ** (3 if gold.tier is Tier.CORE else 2) + detail


def _says(one: Told, other: Meant, within: Within) -> bool:
    return _near(one, other, within) and one.claim.event_type in other.gold.types and ends_fit(one, other)


def _verdict(one: Told, other: Meant | None, taken: Sequence[tuple[Meant, Told]], within: Within) -> Verdict:
    if other is not None:
        if one.negated is not other.gold.negated:
            return Verdict.WRONG
        return Verdict.RIGHT if other.gold.tier is Tier.CORE else Verdict.NEUTRAL
    if within is Within.SENTENCE:
        return Verdict.UNCODED if one.sentence is None else Verdict.WRONG
    again = any(
        _says(one, gold, within) and one.negated is gold.gold.negated and _place(first) != _place(one)
        for gold, first in taken
    )
    return Verdict.RETOLD if again else Verdict.WRONG


def _place(one: Told) -> tuple[int | None, int | None]:
    """The coded sentence; where there is none, the start of the words."""
    return one.sentence, None if one.sentence is not None or one.claim.evidence is None else one.claim.evidence.start


def _claims_counted(
    claims: Sequence[Told], verdicts: Sequence[Verdict], partner: dict[int, Meant]
) -> Iterable[Counted]:
    for number, (one, verdict) in enumerate(zip(claims, verdicts, strict=True)):
        other, right = partner.get(number), verdict is Verdict.RIGHT
        if verdict in (Verdict.RIGHT, Verdict.WRONG):
            yield Counted(
                of_gold=False,
                hit=right,
                types=frozenset({other.gold.event_type if right and other is not None else one.claim.event_type}),
                document=one.claim.document,
                sentence=one.sentence if other is None else other.sentence,
            )


def _gold_counted(gold: Sequence[Meant], right: set[int]) -> Iterable[Counted]:
    for number, other in enumerate(gold):
        if other.gold.tier is Tier.CORE:
            yield Counted(
                of_gold=True,
                hit=number in right,
                types=frozenset({other.gold.event_type}),
                document=other.document,
                sentence=other.sentence,
            )
