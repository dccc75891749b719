"""When the deed of a claim was done: which date of its sentence is its own, and what counts where none is."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from kgraph.discourse.syntax import Syntax
from kgraph.extract.dates import DateMention, dates_behind, find_dates, nearest_date
from kgraph.extract.tense import Tense, Tenses
from kgraph.language.trees import words
from kgraph.model import Date, DateBasis, Modality

_HABITS: Final = words(
    "consistently regularly often always usually repeatedly frequently previously traditionally historically routinely "
    "never once sometimes long formerly initially"
)
_SAID: Final = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
"""What is done by saying so: a date to come is that of what is said."""
_STANDING: Final = frozenset({"AID", "COOPERATE"})
"""What goes on where it is told in the present: "Niger sells uranium to France" tells of no day."""
_SAYS: Final = words("say tell state report write add announce claim warn insist argue quote cite believe think")
_PLANS: Final = words("schedule set expect plan intend hope aim due slate poise prepare")
_LAYS_ON: Final = words("accuse allege blame charge claim deny suspect")
"""Who does so tells of a deed of others, of whatever day."""
_THOSE: Final = words("that those same")
_WHEN: Final = words("when while")
_THEN: Final = words("in on at after during following")
_UNDER: Final = words("under in with through by at")
_NEWS_DAYS: Final = 7
"""So many days before publication are news."""


@dataclass(frozen=True, slots=True)
class Told:
    """Which dates the text has told of so far.

    Attributes:
        first: the first date that a sentence as a whole is told at, which says whether the text is news.
        last: the latest date named before, in whatever paragraph.
        here: the latest one that a sentence of the paragraph as a whole is told at.
        running: the same of any paragraph, where the sentences since then have gone on in the past.
        speech: when the sentence before is told to be said, for what its speaker goes on to say.
    """

    first: Date | None = None
    last: Date | None = None
    here: Date | None = None
    running: Date | None = None
    speech: Date | None = None

    @property
    def in_new_paragraph(self) -> Told:
        """What a new paragraph takes from the one before."""
        return replace(self, here=None)


NOTHING_TOLD: Final = Told()
"""Before the first sentence."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What of a claim decides on its date.

    Attributes:
        cue: the word that names the deed, a place in the sentence.
        ends: the heads of those who do it or bear it.
        event_type: its type in PLOVER.
        modality: how firmly it is put forward.
        is_quoted: whether somebody is quoted with it.
    """

    cue: int
    ends: tuple[int, ...]
    event_type: str | None
    modality: Modality
    is_quoted: bool

    @property
    def is_done(self) -> bool:
        """Whether it is told as done: what is called for is not, but the call is, and a threat is made by saying so."""
        if self.event_type == "THREATEN":
            return True
        if self.modality is Modality.CALLED_FOR:
            return self.event_type == "REQUEST"
        return self.modality not in (Modality.PLANNED, Modality.HYPOTHETICAL)


def _place_at(syntax: Syntax, offset: int) -> int | None:
    """The first word that ends behind an offset into the sentence."""
    start = offset + syntax.sentence.start
    place = bisect_right(syntax.tokens, start, key=lambda token: token.end)
    return place if place < len(syntax) else None


def _is_sentence(syntax: Syntax) -> bool:
    """Whether it ends like a sentence; headlines tell in the present what happened."""
    return syntax.sentence.text.rstrip("\"'\u2019\u201d) \n").endswith((".", "!", "?", ":", ";"))


@dataclass(frozen=True)
class When:
    """Chooses the dates of the claims of one sentence.

    Attributes:
        syntax: the sentence.
        mentions: its date expressions.
        behind: the dates of what stands behind "two days after".
        published: the day of publication, or None where nobody gave it.
        told: the dates told of before.
        goes_on: whether the sentence is still what the speaker of the one before says.
    """

    syntax: Syntax
    mentions: tuple[DateMention, ...]
    behind: tuple[DateMention, ...]
    published: str | None
    told: Told
    goes_on: bool

    @property
    def leaves(self) -> Told:
        """What the next sentence takes from it: a paragraph goes on at its dates, but not at those said of a thing."""
        main = [one.date for one in self.mentions if self._is_told_at(one)]
        if main:
            first = self.told.first or main[0]
            told = replace(self.told, first=first, here=main[-1], running=main[-1], speech=main[-1])
        else:
            goes_on = self.syntax.root is not None and self._tenses.is_past(self.syntax.root)
            told = replace(
                self.told,
                running=self.told.running if goes_on else None,
                speech=self.told.speech if self.goes_on else None,
            )
        if self.mentions:
            told = replace(told, last=self.mentions[-1].date)
        return told

    def of(self, deed: Deed) -> tuple[Date | None, DateMention | None]:
        """The date of a deed, and where it stands: None where it stands nowhere in the sentence.

        Without a date of its own a deed that is done has that of the speech that runs on, else of the paragraph, else
        of the document. A habit and a state have none, and neither has what is planned or laid on somebody.
        """
        deed = replace(deed, cue=self._predicate(deed))
        mention = self._own(deed)
        if mention is not None:
            return mention.date, mention
        return self._undated(deed), None

    def _predicate(self, deed: Deed) -> int:
        """What the deed is told by: of "denied it, and accused Chad" the second, where it is done to Chad."""
        own = self.syntax.clause(deed.cue)
        clauses = [self.syntax.clause(end) for end in deed.ends]
        below = [clause for clause in clauses if clause != own and own in self.syntax.upwards(clause)]
        if below and len(below) == len(clauses):
            return next((one for one in below if all(one in self.syntax.upwards(other) for other in below)), deed.cue)
        listed = [clause for clause in below if self.syntax.label(clause) == "conj" and self.syntax[clause].head == own]
        return listed[0] if listed and self.syntax.child(listed[0], "nsubj") is None else deed.cue

    def _own(self, deed: Deed) -> DateMention | None:
        """The nearest date of its own clause, else of one below, else of one above it."""
        start = self.syntax[deed.cue].start - self.syntax.sentence.start
        ranked = [(self._rank(mention, deed), mention) for mention in self.mentions if self._may_be(mention, deed)]
        ranked += [(0, mention) for mention in self.behind if self._stands_behind(mention, deed.cue)]
        ranks = [rank for rank, _ in ranked if rank is not None]
        best = [mention for rank, mention in ranked if ranks and rank == min(ranks)]
        mention = nearest_date(self.syntax.sentence.text, best, start)
        return None if mention is None else self._when(mention, deed.cue)

    def _may_be(self, mention: DateMention, deed: Deed) -> bool:
        """What is done lies not ahead: who agreed to meet next week has agreed before."""
        if not deed.is_done or self.published is None or mention.date.first_day <= self.published:
            return True
        is_past = self._tenses.of(deed.cue) in (Tense.PAST, Tense.PERFECT, Tense.PLUPERFECT)
        return not is_past and deed.event_type not in _SAID

    def _place(self, mention: DateMention) -> int | None:
        return _place_at(self.syntax, mention.start)

    def _rank(self, mention: DateMention, deed: Deed) -> int | None:
        """How near a date stands to a deed in the tree, the lower the nearer; None where it is that of another."""
        place = self._place(mention)
        if place is None:
            return 1
        clause, own = self.syntax.clause(place), self.syntax.clause(deed.cue)
        if clause == own:
            return 1
        if own in self.syntax.upwards(clause):
            return 2 if self._reaches_up(mention, place, deed) else None
        if clause in self.syntax.upwards(own):
            return 3 if deed.is_done and self._reaches_down(clause, own) else None
        return None if self.syntax.label(clause) in ("acl", "advcl") else 3

    def _reaches_up(self, mention: DateMention, place: int, deed: Deed) -> bool:
        """Whether the date of a clause below is that of a deed as well: not "the truce that they signed in May"."""
        clause, own = self.syntax.clause(place), self.syntax.clause(deed.cue)
        if clause in {self.syntax.clause(end) for end in deed.ends}:
            return self.syntax[clause].deprel != "acl:relcl"
        label, above = self.syntax.label(clause), self.syntax[clause].head
        if label == "conj":  # they came, and left on Monday
            return place > clause and self.syntax.child(clause, "nsubj") is None and self._is_alike(clause, own)
        if label == "xcomp":
            return above is not None and self.syntax.clause(above) == own
        if label == "advcl":  # when the king died in May
            marks = {self.syntax.lower[i] for i in self.syntax.children(clause, "mark", "advmod")}
            return bool(marks & _WHEN) or ("after" in marks and len(mention.date.start) < len("2017-12-07"))
        if label == "acl" and self.syntax[clause].deprel == "acl" and above is not None:  # under a treaty signed in May
            return self.syntax[above].head == own and self.syntax.case(above) in _UNDER and self._tenses.is_past(own)
        return False

    def _reaches_down(self, clause: int, own: int) -> bool:
        """Whether the date of a clause above is that of a deed as well: not of what is said of its subject."""
        for place in self.syntax.upwards(own):
            if place == clause:
                return True
            label, above = self.syntax.label(place), self.syntax[place].head
            if label == "acl" and (place < clause or not self._tenses.is_past(place)):
                return False
            if label == "conj" and above is not None and not self._is_alike(place, above):
                return False
        return True

    def _stands_behind(self, mention: DateMention, cue: int) -> bool:
        """Whether a deed is what "two days after" stands before."""
        place = self._place(mention)
        if place is None:
            return False
        last = next((i for i in range(place, len(self.syntax)) if self.syntax.lower[i] in ("after", "before")), None)
        head = None if last is None else self.syntax[last].head
        return head is not None and head in self.syntax.upwards(cue)

    def _when(self, mention: DateMention, cue: int) -> DateMention:
        """Of "since May, when they met" the meeting was in May."""
        end = mention.end + self.syntax.sentence.start
        date = mention.date
        for place in self.syntax.upwards(cue):
            for word in self.syntax.children(place, "advmod", "mark"):
                if date.end == ".." and self.syntax.lower[word] == "when" and 0 <= self.syntax[word].start - end <= 2:
                    return replace(mention, date=replace(date, end=None))
        return mention

    def _undated(self, deed: Deed) -> Date | None:
        """What counts where no date of the sentence is that of a deed."""
        if self.published is None or not deed.is_done or self._is_habit(deed.cue) or self._is_laid_on(deed.cue):
            return None
        tense = self._tenses.of(deed.cue)
        if self._is_ahead(deed, tense):
            return None
        if tense is Tense.PRESENT and deed.event_type in _STANDING and _is_sentence(self.syntax):
            return None
        if self.told.speech is not None and self.goes_on:
            return self.told.speech
        if self.told.last is not None and tense is Tense.PAST and self._points_back:
            return self.told.last
        if tense is Tense.PAST:
            if self._is_aside(deed.cue):
                return None
            if self.told.here is not None:
                return self.told.here  # a paragraph that began in March goes on there
            if not self._is_news:
                return self.told.running
        return Date(start=self.published, basis=DateBasis.DOCUMENT)

    def _is_ahead(self, deed: Deed, tense: Tense) -> bool:
        """Whether a promise is none of somebody's own words but what the text sees coming: it is of no day."""
        if tense is Tense.PRESENT and deed.event_type == "AGREE":
            return any(self.syntax[up].lemma in _PLANS for up in self.syntax.upwards(deed.cue))
        return tense is Tense.FUTURE and not deed.is_quoted

    @cached_property
    def _points_back(self) -> bool:
        """On that occasion, after those riots, at the same summit."""
        for place, word in enumerate(self.syntax.lower):
            head = self.syntax[place].head
            if word not in _THOSE or head is None or self.syntax.label(place) not in ("det", "amod"):
                continue
            if self.syntax.label(head) == "obl" and self.syntax.case(head) in _THEN:
                return True
        return False

    def _is_aside(self, cue: int) -> bool:
        """Whether a past deed is only told of a thing, in a sentence that is not told in the past."""
        root = self.syntax.root
        if root is None or self._tenses.is_past(root):
            return False
        return any(self.syntax.label(up) == "acl" for up in self.syntax.upwards(self.syntax.clause(cue)))

    @cached_property
    def _is_news(self) -> bool:
        """Whether the text tells of the days before its publication: then its undated past is of that day too."""
        return self.told.first is None or self._is_near(self.told.first)

    def _is_near(self, date: Date) -> bool:
        """Whether a date is one of the last days, or to come, and no long time."""
        if self.published is None or date.last_day is None:
            return True
        first, last, today = (dt.date.fromisoformat(day) for day in (date.first_day, date.last_day, self.published))
        return (today - last).days <= _NEWS_DAYS and (last - first).days <= _NEWS_DAYS

    def _is_told_at(self, mention: DateMention) -> bool:
        """Whether a paragraph goes on at a date: not one said of a thing, one to come, or one that is still open."""
        date, place = mention.date, self._place(mention)
        if date.end == ".." or (self.published is not None and date.first_day > self.published):
            return False
        if place is None:
            return True
        clause = self.syntax.clause(place)
        is_done_before = self.syntax.label(clause) == "advcl" and self._tenses.is_bare_participle(
            clause
        )  # born in 1929
        aside = {self.syntax[up].deprel for up in self.syntax.upwards(clause) if self.syntax.label(up) == "acl"}
        return not is_done_before and (not aside or ("acl:relcl" not in aside and self._is_near(date)))

    def _is_alike(self, one: int, other: int) -> bool:
        return self._tenses.of(one) is self._tenses.of(other)

    @cached_property
    def _tenses(self) -> Tenses:
        return Tenses(self.syntax)

    def _is_habit(self, cue: int) -> bool:
        """Whether something is said to happen again and again, or some time before."""
        for up in self.syntax.upwards(cue):
            if any(self.syntax.lower[place] in _HABITS for place in (up, *self.syntax.children(up, "advmod"))):
                return True
            if any(self._is_used_to(place) for place in (up, *self.syntax.children(up, "aux"))):
                return True
            if self.syntax.label(up) in ("ccomp", "acl", "parataxis"):
                return False
        return False

    def _is_used_to(self, place: int) -> bool:
        """Used to do it, not was used to do it."""
        return self.syntax.lower[place : place + 2] == ["used", "to"] and "nsubj:pass" not in {
            self.syntax[kid].deprel for kid in self.syntax.kids[place]
        }

    def _is_laid_on(self, cue: int) -> bool:
        """Whether somebody is accused of the deed, or denies it."""
        for place in self.syntax.upwards(cue):
            head, label = self.syntax[place].head, self.syntax.label(place)
            if head is None or label == "parataxis":
                return False
            if label != "conj" and self.syntax[head].lemma in _LAYS_ON:
                return True
        return False


@dataclass(frozen=True)
class _Ahead:
    """Which dates of a sentence are to come: "the summit opens on Friday", but not "he says on Friday"."""

    syntax: Syntax

    def is_at(self, offset: int) -> bool:
        place = _place_at(self.syntax, offset)
        if place is None or not _is_sentence(self.syntax):
            return False
        clause = self.syntax.clause(place)
        for up in self.syntax.upwards(place):
            if self.syntax[up].head == clause:
                return self.syntax.label(up) in ("obl", "advmod") and self._is_to_come(clause)
        return False

    def _is_to_come(self, clause: int) -> bool:
        tense = Tenses(self.syntax).of(clause)
        return tense is Tense.FUTURE or (
            tense is Tense.PRESENT and self.syntax[clause].upos == "VERB" and self.syntax[clause].lemma not in _SAYS
        )


def read_when(syntax: Syntax, *, published: str | None, told: Told, after: int, goes_on: bool) -> When:
    """The dates of a sentence from an offset on, behind its dateline; the other arguments are those of `When`."""
    text = syntax.sentence.text
    ahead = _Ahead(syntax)
    found = find_dates(text, published=published, anchor=told.last, here=told.here, ahead=ahead.is_at)
    mentions = tuple(mention for mention in found if mention.start >= after)
    if told.first is None and len(mentions) < len(found):
        told = replace(told, first=found[0].date)  # a dateline tells of no deed, but that it is news
    return When(syntax, mentions, tuple(dates_behind(text, mentions, published=published)), published, told, goes_on)
