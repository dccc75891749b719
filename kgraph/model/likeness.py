"""What of a claim says whether another may tell of the same happening: the two sides, the deed, its day, how firmly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date as calendar_date
from typing import Final

from kgraph.errors import DataError
from kgraph.model.claim import Claim, Modality, Polarity
from kgraph.model.dates import Date, DatePrecision
from kgraph.model.judged import Judged
from kgraph.ontology import INVERSES, RELATIONS, Relation, ancestors

FIRM: Final = (Modality.ASSERTED, Modality.REPORTED)
"""The modalities of what is said to be so."""

LONGEST: Final = 31
"""The most days that a date can leave open and still say when a happening was."""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """The days that a date can mean, as ordinals of the calendar.

    Attributes:
        first, last: both included.
        whole: whether it is a month as such, which says no more than that the day lies in it.
    """

    first: int
    last: int
    whole: bool = False

    @property
    def length(self) -> int:
        """The number of days."""
        return self.last - self.first + 1

    def gap(self, other: Days) -> int:
        """The days from one to the other; 0 where they overlap."""
        return max(0, self.first - other.last, other.first - self.last)

    def contains(self, other: Days) -> bool:
        """Whether every day of the other is one of these."""
        return self.first <= other.first and other.last <= self.last


def days_of(date: Date | None) -> Days | None:
    """The days of a date that can say when a happening was; None for a year, a longer or an open interval, or no date.

    >>> days_of(Date(start="2017-12")).length, days_of(Date(start="2017")), days_of(None)
    (31, None, None)
    """
    if date is None or date.last_day is None:
        return None
    first, last = (calendar_date.fromisoformat(day).toordinal() for day in (date.first_day, date.last_day))
    days = Days(first, last, date.precision is DatePrecision.MONTH)
    return days if days.length <= LONGEST else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A claim with two ends, but for its words and its document. Equal outlines tell the same.

    A relation that says another one the other way round (`hosts`, of `visits`) is taken for that other.

    Attributes:
        actor, recipient: the ids of the ends, as the verdicts have them.
        sides: the same rolled up to states.
        relation: its name.
        event_type, mode: PLOVER; the mode of the relation where the claim gives none, and both of them where coders
            put the same deed in two types: an embargo is COERCE in CAMEO's table and SANCTION in PLOVER's manual.
        place: the id of the place.
        stance: `firm`, or what it is in place of that: `planned`, `denied`; with ` not` where the text negates it.
        days: when, where a date says so.
    """

    actor: str
    recipient: str
    sides: tuple[str, str]
    relation: str
    event_type: str | None
    mode: str | None
    place: str | None
    stance: str
    days: Days | None

    @property
    def symmetric(self) -> bool:
        """Whether the two ends may stand either way round."""
        return RELATIONS[self.relation].symmetric

    @property
    def family(self) -> tuple[tuple[str, ...], str | None, str]:
        """What all outlines share that can be kin: the two sides, the event type and the most general relation."""
        return tuple(sorted(self.sides)), self.event_type, ancestors(self.relation)[-1]

    def turned(self) -> Outline:
        """The same with the ends the other way round."""
        return replace(self, actor=self.recipient, recipient=self.actor, sides=self.sides[::-1])


def outline_of(claim: Claim, judged: Judged) -> Outline | None:
    """The outline of a claim as the verdicts on actors have it; None where it has no recipient.

    >>> from kgraph.model import ActorRef, Judgements
    >>> claim = Claim(document="a", actor=ActorRef(id="kgr:CHN", name="China", state="CHN"), relation="hosts",
    ...               recipient=ActorRef(id="kgr:RUS", name="Russia", state="RUS"), event_type="CONSULT")
    >>> outline = outline_of(claim, Judged(Judgements(), lambda actor: None))
    >>> outline.actor, outline.relation, outline.mode, outline.stance
    ('kgr:RUS', 'visits', 'visit', 'firm')
    """
    actor, recipient = judged.ends_of(claim)
    if recipient is None:
        return None
    name = INVERSES.get(claim.relation, claim.relation)
    first, second = (actor, recipient) if name == claim.relation else (recipient, actor)
    event_type, mode = _deed(claim, RELATIONS[name])
    return Outline(
        actor=first.id,
        recipient=second.id,
        sides=(first.rollup, second.rollup),
        relation=name,
        event_type=event_type,
        mode=mode,
        place=None if claim.place is None else claim.place.id,
        stance=stance_of(claim),
        days=days_of(claim.date),
    )


def _deed(claim: Claim, relation: Relation) -> tuple[str | None, str | None]:
    if claim.event_type is None or relation.event_type in (None, claim.event_type):
        return claim.event_type, claim.mode or relation.mode
    return relation.event_type, relation.mode


def stance_of(claim: Claim) -> str:
    """How a claim puts what it tells. Whoever denies says that it is not so, in whatever polarity it is written.

    >>> from kgraph.model import ActorRef
    >>> claim = Claim(document="a", actor=ActorRef(id="kgr:RUS", name="Russia"), relation="visits",
    ...               event_type="CONSULT", modality=Modality.PLANNED, polarity=Polarity.NEGATIVE)
    >>> stance_of(claim), stance_of(replace(claim, modality=Modality.DENIED))
    ('planned not', 'denied')
    """
    if claim.modality is Modality.DENIED:
        return claim.modality.value
    manner = "firm" if claim.modality in FIRM else claim.modality.value
    return manner if claim.polarity is Polarity.POSITIVE else f"{manner} not"


def kin(first: str, second: str) -> bool:
    """Whether the relations are one, or one is a kind of the other.

    >>> kin("suppliesOilTo", "suppliesTo"), kin("suppliesOilTo", "suppliesGasTo")
    (True, False)
    """
    return first in ancestors(second) or second in ancestors(first)


def why_apart(first: Outline, second: Outline, window: int) -> str | None:
    """Why two claims are not taken for one happening, in words; None where they may be one.

    Args:
        first: of one claim.
        second: of the other.
        window: how many days may lie between two days.
    """
    why = deed_apart(first, second)
    if why is None and first.stance != second.stance:
        why = f"one is {first.stance}, the other {second.stance}"
    return why or days_apart(first.days, second.days, window)


def deed_apart(first: Outline, second: Outline) -> str | None:
    """Why the deeds are two, whenever they were and however firmly they are told; None where they may be one."""
    if sorted(first.sides) != sorted(second.sides):
        return "other actors"
    if first.event_type != second.event_type or not kin(first.relation, second.relation):
        return "another relation"
    ways = [second, second.turned()] if first.symmetric or second.symmetric else [second]
    if not any(_same_ends(first, way) for way in ways):
        return "other actors of the two sides, or the other direction"
    if _differ(first.mode, second.mode):
        return "another mode"
    return "another place" if _differ(first.place, second.place) else None


def days_apart(first: Days | None, second: Days | None, window: int) -> str | None:
    """Why the dates are those of two happenings; None where they may be of one.

    Days within the window are near; a month must contain the other date, or be contained.
    """
    if first is None or second is None:
        return "without a date that says when"
    if first.whole or second.whole:
        near = first.contains(second) or second.contains(first)
    else:
        near = first.gap(second) <= window
    return None if near else "dates too far from each other"


def check_window(window: int) -> None:
    """Raise DataError unless `window` is a number of days from 0 to a year."""
    if not (isinstance(window, int) and 0 <= window <= 366):
        raise DataError("not a window", value=window, expected="a number of days from 0 to 366")


def _same_ends(first: Outline, second: Outline) -> bool:
    return all(
        _same_end(getattr(first, end), first.sides[place], getattr(second, end), second.sides[place])
        for place, end in enumerate(("actor", "recipient"))
    )


def _same_end(first: str, first_side: str, second: str, second_side: str) -> bool:
    """Whether two ends may be one: the same actor, or a state and somebody who acts for it. Two ministers are two."""
    return first == second or (first_side == second_side and first_side in (first, second))


def _differ(first: str | None, second: str | None) -> bool:
    return first is not None and second is not None and first != second
