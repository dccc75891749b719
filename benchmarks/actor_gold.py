"""The gold of who is meant: marked passages, read and compared.

In a marked passage every mention stands as `[[words|code|use]]`. A code is a state (`RUS`), a sector of one
(`RUS/MIL`), a name (`NATO`, `Angela Merkel`), several joined by `+`, `?` where nobody can tell, `-` for no actor; a use
is `actor`, `place` or `other`. The government of a state is the state: `RUS/GOV` and `RUS` are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kgraph.actors import Gazetteer
from kgraph.actors.sectors import sector_of
from kgraph.discourse import Discourse, Reference, Use
from kgraph.errors import KgraphError
from kgraph.model import ActorKind, ActorRef

_HEADER = re.compile(r"^### (?P<id>\S+) \| (?P<date>[\d-]+) \| (?P<publisher>.+)$", re.MULTILINE)
_MARK = re.compile(r"\[\[(?P<words>[^|\]]+)\|(?P<code>[^|\]]+)\|(?P<use>actor|place|other)\]\]")
_STATE = re.compile(r"[A-Z]{3}(?:/[A-Z]{3})?")


@dataclass(frozen=True, slots=True)
class Mark:
    """A coded mention: its words and where they stand, whom it means, in which use."""

    words: str
    start: int
    end: int
    code: str
    use: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A coded passage."""

    id: str
    date: str
    publisher: str
    text: str
    marks: tuple[Mark, ...]


def read_passages(file: Path) -> list[Passage]:
    """The passages of a marked file, in its order."""
    text = file.read_text("utf-8")
    headers = list(_HEADER.finditer(text))
    ends = [header.start() for header in headers[1:]] + [len(text)]
    return [
        _passage(header["id"], header["date"], header["publisher"].strip(), text[header.end() : end].strip())
        for header, end in zip(headers, ends, strict=True)
    ]


def _passage(name: str, date: str, publisher: str, marked: str) -> Passage:
    plain, marks, last = "", [], 0
    for match in _MARK.finditer(marked):
        plain += marked[last : match.start()]
        start = len(plain)
        plain += match["words"]
        marks.append(Mark(match["words"], start, len(plain), match["code"].strip(), match["use"]))
        last = match.end()
    return Passage(name, date, publisher, plain + marked[last:], tuple(marks))


class Judge:
    """Compares codes: names are looked up in the gazetteer, so that two spellings of one actor are the same."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._tables = gazetteer
        self._known: dict[tuple[str, str], str] = {}

    def code(self, code: str, on: str) -> frozenset[str]:
        """A coder's code in the terms of `of_reference`."""
        return frozenset(self._one(part.strip(), on) for part in code.split("+"))

    def _one(self, part: str, on: str) -> str:
        if part in ("?", "-"):
            return part
        if _STATE.fullmatch(part) and self._tables.get(f"kgr:{part[:3]}") is not None:
            return part.removesuffix("/GOV")
        if (part, on) not in self._known:
            self._known[part, on] = self._looked_up(part, on)
        return self._known[part, on]

    def _looked_up(self, name: str, on: str) -> str:
        for day in (on, None):
            try:
                actor = self._tables.resolve(name, on=day)
            except KgraphError:
                continue
            return self._of_id(actor.id, actor.label)
        return plain(name)

    def of_reference(self, actors: Iterable[ActorRef]) -> frozenset[str]:
        """The actors of a reference as codes."""
        return frozenset(self._of_id(ref.id, ref.name) for ref in actors)

    def same(self, actors: Sequence[ActorRef], meant: frozenset[str]) -> bool:
        """Whether the actors of a reference are those meant; an army with a name of its own is its state's military."""
        said = self.of_reference(actors)
        if said == meant:
            return True
        names = {ref: self._names_of(ref) for ref in actors}
        if len(actors) == len(meant) and all(any(code in own for own in names.values()) for code in meant):
            return True
        sectors = {f"{ref.state}/{ref.sector}".removesuffix("/GOV") for ref in actors if self._is_body(ref)}
        return len(actors) == len(meant) == len(sectors) and sectors == meant

    def _names_of(self, ref: ActorRef) -> set[str]:
        """What a coder may call an actor that the look-up does not find: another spelling of one of its names."""
        actor = self._tables.get(ref.id)
        return set() if actor is None or ref.state == ref.id[4:] else {plain(name.text) for name in actor.names}

    def _is_body(self, ref: ActorRef) -> bool:
        actor = self._tables.get(ref.id)
        return (
            actor is not None
            and actor.kind in (ActorKind.ORGANIZATION, ActorKind.ARMED_GROUP)
            and ref.state is not None
        )

    def _of_id(self, actor_id: str, name: str) -> str:
        sector = sector_of(actor_id)
        if sector is not None:
            return f"{sector[0].removeprefix('kgr:')}/{sector[1]}".removesuffix("/GOV")
        actor = self._tables.get(actor_id)
        if actor is None:
            return plain(name)
        return actor.state if actor.kind in (ActorKind.STATE, ActorKind.TERRITORY) and actor.state else actor_id


def plain(name: str) -> str:
    """A name without case, accents and marks."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(c for c in letters if c.isalnum())


@dataclass(slots=True)
class Tally:
    """Right ones out of all, and the wrong ones with what was said instead."""

    right: int = 0
    all: int = 0

    def add(self, is_right: bool) -> bool:
        """Count one."""
        self.right += is_right
        self.all += 1
        return is_right

    @property
    def share(self) -> float:
        """Right out of all; 0 of none."""
        return self.right / self.all if self.all else 0.0


@dataclass(slots=True)
class Scores:
    """The scores of many passages."""

    actors: Tally
    places: Tally
    sets: Tally
    found: Tally
    """Of the references as actors that the system gives, those that overlap a coded mention."""
    wrong: list[str]


def score(passages: Sequence[Passage], read: Callable[[Passage], Discourse], gazetteer: Gazetteer) -> Scores:
    """What `read` finds, against the codes."""
    judge, scores = Judge(gazetteer), Scores(Tally(), Tally(), Tally(), Tally(), [])
    for passage in passages:
        discourse = read(passage)
        for mark in passage.marks:
            _score_mark(mark, passage, discourse, judge, gazetteer, scores)
        for reference in discourse.references:
            if reference.use is Use.ACTOR and reference.actors:
                covered = any(m.start < reference.end and reference.start < m.end for m in passage.marks)
                if not scores.found.add(covered):
                    scores.wrong.append(f"{passage.id} spurious {reference.text!r} -> {_shown(reference, judge)}")
    return scores


THIRD_PERSON = frozenset(["he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "theirs"])
FIRST_PERSON = frozenset(["i", "me", "my", "mine", "we", "us", "our", "ours"])


def forms(passages: Sequence[Passage], read: Callable[[Passage], Discourse], gazetteer: Gazetteer) -> dict[str, Tally]:
    """The same accuracy by how a mention is worded: named, described, a pronoun, the first person, a set."""
    judge, found = Judge(gazetteer), defaultdict[str, Tally](Tally)
    for passage in passages:
        discourse = read(passage)
        for mark in passage.marks:
            if mark.use == "actor" and mark.code not in ("?", "-"):
                found[_form(mark, passage, gazetteer)].add(_is_right(mark, passage, discourse, judge))
    return dict(found)


def _form(mark: Mark, passage: Passage, gazetteer: Gazetteer) -> str:
    words = mark.words.lower()
    if words in THIRD_PERSON:
        return "pronoun"
    if words in FIRST_PERSON:
        return "first person"
    if "+" in mark.code:
        return "set"
    is_named = mark.words.split()[-1][:1].isupper() or bool(gazetteer.find(mark.words, on=passage.date))
    return "named" if is_named else "description"


def _is_right(mark: Mark, passage: Passage, discourse: Discourse, judge: Judge) -> bool:
    reference = _matching(mark, discourse)
    meant = judge.code(mark.code, passage.date)
    return reference is not None and reference.use is Use.ACTOR and judge.same(reference.actors, meant)


def _score_mark(
    mark: Mark, passage: Passage, discourse: Discourse, judge: Judge, gazetteer: Gazetteer, scores: Scores
) -> None:
    reference = _matching(mark, discourse)
    said = _shown(reference, judge)
    where = f"{passage.id} {mark.words!r} ({mark.code}, {mark.use}) -> {said}"
    if _is_name_of_state(mark, passage, gazetteer):
        acts = reference is not None and reference.use is Use.ACTOR and bool(reference.actors)
        if not scores.places.add(acts == (mark.use == "actor")):
            scores.wrong.append(f"use {where}")
    if mark.use != "actor" or mark.code in ("?", "-"):
        return
    meant = judge.code(mark.code, passage.date)
    right = reference is not None and reference.use is Use.ACTOR and judge.same(reference.actors, meant)
    if not scores.actors.add(right):
        scores.wrong.append(f"actor {where}")
    if len(meant) > 1:
        scores.sets.add(right)


def _shown(reference: Reference | None, judge: Judge) -> str:
    if reference is None:
        return "nothing"
    return f"{'+'.join(sorted(judge.of_reference(reference.actors))) or '?'}, {reference.use.value}, {reference.how}"


def _matching(mark: Mark, discourse: Discourse) -> Reference | None:
    """The reference that shares most with a mark, of what both cover."""
    best: tuple[float, Reference] | None = None
    for reference in discourse.references:
        shared = min(mark.end, reference.end) - max(mark.start, reference.start)
        if shared <= 0:
            continue
        overlap = shared / (max(mark.end, reference.end) - min(mark.start, reference.start))
        if best is None or overlap > best[0]:
            best = overlap, reference
    return best[1] if best is not None and best[0] >= 0.3 else None


def _is_name_of_state(mark: Mark, passage: Passage, gazetteer: Gazetteer) -> bool:
    """Whether a mark is nothing but the name of a state, a capital or a seat, or a nationality."""
    words = re.sub(r"^(?:the|The|northern|southern|eastern|western|central)\s+", "", mark.words)
    found = gazetteer.find(words, on=passage.date)
    if len(found) != 1 or found[0].text != words:
        return False
    if found[0].how in ("capital", "seat", "demonym"):
        return True
    actor = None if found[0].actor is None else gazetteer.get(found[0].actor)
    return actor is not None and actor.kind in (ActorKind.STATE, ActorKind.TERRITORY)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two coders agree: on what is a mention, on whom it means, on its use (and kappa of that)."""

    mentions: int
    found_f1: float
    actors: float
    use: float
    kappa: float


def agreement(first: Sequence[Passage], second: Sequence[Passage], gazetteer: Gazetteer) -> Agreement:
    """Compare two codings of the same passages."""
    judge = Judge(gazetteer)
    pairs: list[tuple[Mark, Mark, str]] = []
    total = 0
    for one, other in zip(first, second, strict=True):
        pairs += [(a, b, one.date) for a, b in _pairs(one.marks, other.marks)]
        total += len(one.marks) + len(other.marks)
    same = [judge.code(a.code, day) == judge.code(b.code, day) for a, b, day in pairs if a.use == b.use == "actor"]
    uses = [(a.use, b.use) for a, b, _ in pairs]
    observed = sum(a == b for a, b in uses) / len(uses)
    ours, theirs = Counter(a for a, _ in uses), Counter(b for _, b in uses)
    expected = sum(ours[use] * theirs[use] for use in ours) / len(uses) ** 2
    kappa = (observed - expected) / (1 - expected)
    return Agreement(len(pairs), 2 * len(pairs) / total, sum(same) / len(same), observed, kappa)


def _pairs(first: Sequence[Mark], second: Sequence[Mark]) -> Iterator[tuple[Mark, Mark]]:
    for mark in first:
        same = [
            other for other in second if other.end == mark.end or (other.start, other.end) == (mark.start, mark.end)
        ]
        if same:
            yield mark, min(same, key=lambda other: abs(other.start - mark.start))
