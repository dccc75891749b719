"""Claims bundled into lines: one line for each pair of actors and sign, with what stands behind it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from kgraph.model import ActorRef, Claim, Document, Judged, Modality, Polarity
from kgraph.ontology import RELATIONS

Key: TypeAlias = Callable[[ActorRef], str]
"""How a view names the end of a line: by the actor itself, or by the state it belongs to."""

Dyad: TypeAlias = tuple[str, str]
"""Two ends, the lower id first."""

_ONE_WAY: Final = 0.75
_FACTUAL: Final = frozenset((Modality.ASSERTED, Modality.REPORTED))


@dataclass(frozen=True, slots=True)
class Way:
    """What is firmly said to go one way along a line: in how many claims, by how many publishers."""

    claims: int
    sources: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What stands between two actors with one sign.

    Attributes:
        dyad: its ends, the lower id first.
        sign: +1 cooperation, -1 conflict, 0 neither.
        claims: newest first.
        facts: how many of them say that it is so; a denial or a plan is no fact.
        ways: the facts from the first end to the second, and those back; a symmetric relation goes both ways.
        mutual: how many of the facts are of symmetric relations.
        sources: how many publishers bear each other out, saying so of one and the same way. "China attacked Japan" and
            "Japan attacked China" are rivals: two publishers, and each stands alone.
        confidence: the mean of all, 0 to 1.
        arrow: `to` where three quarters of them go from the first end to the second, `from` for the other way,
            else empty.
        back: the claims, firm or not, that go from the second end to the first and not both ways.
    """

    dyad: Dyad
    sign: int
    claims: tuple[Claim, ...]
    facts: int
    ways: tuple[Way, Way]
    mutual: int
    sources: int
    confidence: float
    arrow: str
    back: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundles:
    """All claims, seen by one key.

    Attributes:
        lines: the best evidenced first.
        within: by actor, claims whose two ends are both that actor (two ministers of one state).
        alone: by actor, claims without a recipient.
    """

    lines: tuple[Line, ...]
    within: Mapping[str, tuple[Claim, ...]]
    alone: Mapping[str, tuple[Claim, ...]]


def by_state(actor: ActorRef) -> str:
    """The key of the view of states: what Putin does counts for Russia."""
    return actor.rollup


def as_named(actor: ActorRef) -> str:
    """The key of the view of actors as the texts name them."""
    return actor.id


def as_judged(key: Key, judged: Judged) -> Key:
    """The key that names an end as the verdicts have it."""
    return lambda actor: key(judged.ref(actor))


def is_fact(claim: Claim) -> bool:
    """Whether the claim says that something is so, on its own account or on another's."""
    return claim.polarity is Polarity.POSITIVE and claim.modality in _FACTUAL


def without_repeats(claims: Iterable[Claim]) -> list[Claim]:
    """Each claim once, newest first, whatever order they came in.

    Two extractors that read the same words make one claim; the surer reading is kept.
    """
    best: dict[str, Claim] = {}
    for claim in claims:
        known = best.get(claim.id)
        if known is None or (claim.confidence, claim.extractor) > (known.confidence, known.extractor):
            best[claim.id] = claim
    in_order = sorted(best.values(), key=_place_in_text)
    in_order.sort(key=lambda claim: "" if claim.date is None else claim.date.first_day, reverse=True)
    return in_order


def bundle(claims: Iterable[Claim], documents: Mapping[str, Document], key: Key) -> Bundles:
    """The lines between the actors that `key` names, and the claims that are no line.

    Args:
        claims: in the order they should be read in.
        documents: by id, for their publishers; a claim of another document counts for an unknown publisher.
        key: names the ends.
    """
    lines: defaultdict[tuple[Dyad, int], list[Claim]] = defaultdict(list)
    within: defaultdict[str, list[Claim]] = defaultdict(list)
    alone: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        dyad = ends(claim, key)
        if dyad is None:
            alone[key(claim.actor)].append(claim)
        elif dyad[0] == dyad[1]:
            within[dyad[0]].append(claim)
        else:
            lines[dyad, claim.sign].append(claim)
    found = [_line(dyad, sign, tuple(group), documents, key) for (dyad, sign), group in lines.items()]
    found.sort(key=lambda line: (-line.facts, -len(line.claims), line.dyad, -line.sign))
    return Bundles(lines=tuple(found), within=_frozen(within), alone=_frozen(alone))


def ends(claim: Claim, key: Key) -> Dyad | None:
    """The two ends of a claim, the lower id first; None without a recipient."""
    if claim.recipient is None:
        return None
    first, second = sorted((key(claim.actor), key(claim.recipient)))
    return first, second


def refs_of(claim: Claim) -> list[ActorRef]:
    """The actor and, if there is one, the recipient."""
    return [claim.actor] if claim.recipient is None else [claim.actor, claim.recipient]


def publisher(document: Document | None) -> str:
    """Who published it: the publisher, else the host of its address, else nobody known (empty)."""
    if document is None:
        return ""
    return document.publisher or _host(document.url or "")


def names_of(claims: Iterable[Claim]) -> dict[str, str]:
    """By id, the name that claims give an actor most often; of equals, the first in the alphabet."""
    said: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        for actor in refs_of(claim):
            said[actor.id][actor.name] += 1
    return {id_: min(names, key=lambda name: (-names[name], name)) for id_, names in said.items()}


def _place_in_text(claim: Claim) -> tuple[str, int, str]:
    return claim.document, -1 if claim.evidence is None else claim.evidence.start, claim.id


def _line(dyad: Dyad, sign: int, claims: tuple[Claim, ...], documents: Mapping[str, Document], key: Key) -> Line:
    facts = [claim for claim in claims if is_fact(claim)]
    counted = facts or claims
    ways = (_way(facts, "to", documents, dyad, key), _way(facts, "from", documents, dyad, key))
    return Line(
        dyad=dyad,
        sign=sign,
        claims=claims,
        facts=len(facts),
        ways=ways,
        mutual=sum(RELATIONS[claim.relation].symmetric for claim in facts),
        sources=max(way.sources for way in ways),
        confidence=sum(claim.confidence for claim in claims) / len(claims),
        arrow=_arrow([_direction(claim, dyad, key) for claim in counted]),
        back=tuple(claim for claim in claims if _direction(claim, dyad, key) == "from"),
    )


def _way(facts: Iterable[Claim], way: str, documents: Mapping[str, Document], dyad: Dyad, key: Key) -> Way:
    going = [claim for claim in facts if _direction(claim, dyad, key) in (way, "")]
    return Way(len(going), sources_of(going, documents))


def sources_of(claims: Iterable[Claim], documents: Mapping[str, Document]) -> int:
    """How many publishers the claims surely have: those nobody knows may be one, and one of the known."""
    publishers = {publisher(documents.get(claim.document)) for claim in claims}
    return max(len(publishers - {""}), min(len(publishers), 1))


def _direction(claim: Claim, dyad: Dyad, key: Key) -> str:
    if RELATIONS[claim.relation].symmetric:
        return ""
    return "to" if key(claim.actor) == dyad[0] else "from"


def _arrow(directions: list[str]) -> str:
    for way in ("to", "from"):
        if directions.count(way) >= _ONE_WAY * len(directions):
            return way
    return ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _frozen(groups: Mapping[str, list[Claim]]) -> dict[str, tuple[Claim, ...]]:
    return {actor: tuple(claims) for actor, claims in groups.items()}
