"""Verdicts of a person: these two actors are one, or they are not; kept in a file beside the store."""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.files import written_whole
from kgraph.model.dates import check_day
from kgraph.model.laws import check_encodable
from kgraph.ontology import compress, expand

COLUMNS: Final = ("verdict", "first", "second", "reason", "made")
"""The columns of the file; `verdict` is `same` or `differ`."""

_WORDS: Final = {"same": True, "differ": False}
_STATE: Final = re.compile(r"kgr:[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One verdict on two actors.

    Attributes:
        first, second: their ids.
        same: whether they are one actor.
        reason: why, in the words of whoever judged, on one line.
        made: the day of the verdict, `YYYY-MM-DD`.

    Raises:
        DataError: an end is no id, both are the same id, the reason is blank, or the day is none.

    >>> print(Judgement(first="kgr:a", second="kgr:b", same=True, reason="one address", made="2024-06-19"))
    kgr:a and kgr:b are one (one address, 2024-06-19)
    """

    first: str
    second: str
    same: bool
    reason: str
    made: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", compress(expand(self.first)))
        object.__setattr__(self, "second", compress(expand(self.second)))
        if self.first == self.second:
            raise DataError("a verdict on one actor", value=self.first, expected="two different ids")
        if not self.reason.strip():
            raise DataError("a verdict without a reason", value=f"{self.first}, {self.second}")
        check_encodable("reason", self.reason)
        object.__setattr__(self, "reason", " ".join(self.reason.split()))
        check_day(self.made)

    def __str__(self) -> str:
        verdict = "are one" if self.same else "are not one"
        return f"{self.first} and {self.second} {verdict} ({self.reason}, {self.made})"

    @property
    def pair(self) -> frozenset[str]:
        """The two ids, whichever was named first."""
        return frozenset((self.first, self.second))


class Judgements:
    """Verdicts that agree with each other; never changed, `with_judgement` and `without` give others.

    Whoever is one with one of a group is one with all of it. Each group has a canonical id: a state's before any other
    `kgr:` id before the rest, and of equals the one that was named first. Of two equal verdicts on a pair the first
    stays.

    Args:
        verdicts: in the order they were made in.

    Raises:
        DataError: two actors are one by some of the verdicts and are not by another; the message names them.

    >>> judged = Judgements([
    ...     Judgement(first="urn:kgraph:actor:a-1", second="kgr:nato", same=True, reason="alias", made="2024-06-19"),
    ...     Judgement(first="kgr:nato", second="kgr:csto", same=False, reason="rivals", made="2024-06-19")])
    >>> judged.canonical("urn:kgraph:actor:a-1"), judged.apart("kgr:csto", "urn:kgraph:actor:a-1")
    ('kgr:nato', True)
    """

    def __init__(self, verdicts: Iterable[Judgement] = ()) -> None:
        kept: dict[tuple[frozenset[str], bool], Judgement] = {}
        for verdict in verdicts:
            kept.setdefault((verdict.pair, verdict.same), verdict)
        self._verdicts = tuple(kept.values())
        self._groups = _groups_of(self._verdicts)
        conflict = _conflict(self._verdicts, self._groups)
        if conflict is not None:
            raise _contradiction(*conflict)
        self._canonical = _canonical_ids(self._verdicts, self._groups)
        self._apart = frozenset(
            frozenset((self.canonical(v.first), self.canonical(v.second))) for v in self._verdicts if not v.same
        )

    def __iter__(self) -> Iterator[Judgement]:
        return iter(self._verdicts)

    def __len__(self) -> int:
        return len(self._verdicts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Judgements) and self._verdicts == other._verdicts

    def __hash__(self) -> int:
        return hash(self._verdicts)

    def __repr__(self) -> str:
        return f"Judgements({list(self._verdicts)!r})"

    def canonical(self, actor_id: str) -> str:
        """The id that stands for the actor: that of its group, its own where nobody judged."""
        own = compress(actor_id)
        return self._canonical.get(own, own)

    def aliases(self, actor_id: str) -> tuple[str, ...]:
        """Every id of the actor, itself included, sorted."""
        own = compress(actor_id)
        return self._groups.get(own, (own,))

    def merged(self) -> dict[str, str]:
        """Each id that stands for another, with that other: the canonical one."""
        return {actor: canonical for actor, canonical in self._canonical.items() if actor != canonical}

    def same(self, first: str, second: str) -> bool:
        """Whether the two are one actor, by a verdict on them or through others."""
        return self.canonical(first) == self.canonical(second)

    def apart(self, first: str, second: str) -> bool:
        """Whether a verdict says that the two, or others that are one with them, are not one."""
        return frozenset((self.canonical(first), self.canonical(second))) in self._apart

    def with_judgement(self, judgement: Judgement) -> Judgements:
        """These verdicts and one more.

        Raises:
            DataError: it contradicts those that stand; the message names them.
        """
        return Judgements((*self._verdicts, judgement))

    def without(self, first: str, second: str) -> Judgements:
        """These verdicts without the one on that very pair, whichever end is named first.

        Raises:
            DataError: there is no verdict on the pair.
        """
        pair = frozenset((compress(first), compress(second)))
        kept = [verdict for verdict in self._verdicts if verdict.pair != pair]
        if len(kept) == len(self._verdicts):
            raise DataError("no verdict on these two", value=f"{first}, {second}", expected="a pair that was judged")
        return Judgements(kept)


def judgements_beside(location: Path) -> Path:
    """Where the verdicts kept beside a store lie, whether or not there are any.

    >>> judgements_beside(Path("cases/kgraph.db")).as_posix()
    'cases/kgraph.db.judgements.csv'
    """
    place = location if location.name else location.resolve()
    return place.with_name(f"{place.name}.judgements.csv")


def event_judgements_beside(location: Path) -> Path:
    """Where the verdicts on claims kept beside a store lie: these two are one event, or are not.

    >>> event_judgements_beside(Path("cases/kgraph.db")).as_posix()
    'cases/kgraph.db.events.csv'
    """
    place = location if location.name else location.resolve()
    return place.with_name(f"{place.name}.events.csv")


def read_judgements(file: Path) -> Judgements:
    """The verdicts of a file; none where there is no file.

    Raises:
        DataError: the file cannot be read, a row breaks the format or contradicts others; says file and row.

    >>> len(read_judgements(Path("no such file.csv")))
    0
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Judgements()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error})", file=str(file)) from None
    rows = list(_rows(text, str(file)))
    verdicts = [verdict for _, verdict in rows]
    conflict = _conflict(verdicts, _groups_of(verdicts))
    if conflict is not None:
        row = next(row for row, verdict in rows if verdict is conflict[0])
        raise _contradiction(*conflict).at(str(file), row)
    return Judgements(verdicts)


def write_judgements(judgements: Judgements, file: Path) -> None:
    """Write the verdicts to a file, in their order; where there are none, the file goes.

    Raises:
        DataError: the file cannot be written.
    """
    if not judgements:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            raise DataError(f"cannot be removed ({error.strerror or error})", file=str(file)) from error
        return
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(COLUMNS)
    for verdict in judgements:
        word = "same" if verdict.same else "differ"
        writer.writerow((word, verdict.first, verdict.second, verdict.reason, verdict.made))
    with written_whole(file) as output:
        output.write(text.getvalue().encode())


def _rows(text: str, file: str) -> Iterator[tuple[int, Judgement]]:
    """The verdicts of a table with the lines they end on."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        if tuple(header) != COLUMNS:
            raise DataError("other columns", file=file, row=1, value=",".join(header), expected=",".join(COLUMNS))
        for cells in lines:
            if cells:
                yield lines.line_num, _verdict(cells, file, lines.line_num)
    except csv.Error as error:
        raise DataError(f"not CSV ({error})", file=file, row=lines.line_num) from None


def _verdict(cells: Sequence[str], file: str, row: int) -> Judgement:
    if len(cells) != len(COLUMNS):
        raise DataError(f"{len(cells)} cells", file=file, row=row, expected=",".join(COLUMNS))
    word, first, second, reason, made = cells
    if word not in _WORDS:
        raise DataError("not a verdict", file=file, row=row, value=word, expected="same or differ")
    try:
        return Judgement(first=first, second=second, same=_WORDS[word], reason=reason, made=made)
    except DataError as error:
        raise error.at(file, row) from None


def _groups_of(verdicts: Iterable[Judgement]) -> dict[str, tuple[str, ...]]:
    """By id, everyone it is one with, itself included, sorted."""
    above: dict[str, str] = {}
    for verdict in verdicts:
        if verdict.same:
            above[_top(above, verdict.second)] = _top(above, verdict.first)
    groups: dict[str, list[str]] = {}
    for actor in above:
        groups.setdefault(_top(above, actor), []).append(actor)
    return {actor: tuple(sorted(group)) for group in groups.values() for actor in group}


def _top(above: dict[str, str], actor: str) -> str:
    """The id that heads the actor's group for now; the way there is made shorter."""
    above.setdefault(actor, actor)
    while above[actor] != actor:
        above[actor] = above[above[actor]]
        actor = above[actor]
    return actor


def _canonical_ids(verdicts: Iterable[Judgement], groups: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    named = dict.fromkeys(actor for verdict in verdicts for actor in (verdict.first, verdict.second))
    place = {actor: number for number, actor in enumerate(named)}
    heads = {group: min(group, key=lambda actor: (_rank(actor), place[actor])) for group in set(groups.values())}
    return {actor: heads[group] for actor, group in groups.items()}


def is_state(actor: str) -> bool:
    """Whether the id is that of a state, by its form: `kgr:` and three capitals.

    >>> is_state("kgr:RUS"), is_state("kgr:nato")
    (True, False)
    """
    return _STATE.fullmatch(actor) is not None


def _rank(actor: str) -> int:
    return 0 if is_state(actor) else 1 if actor.startswith("kgr:") else 2


Conflict = tuple[Judgement, list[Judgement]]
"""The verdict that came last of those that contradict each other, and the others."""


def _conflict(verdicts: Sequence[Judgement], groups: Mapping[str, tuple[str, ...]]) -> Conflict | None:
    for verdict in verdicts:
        if not verdict.same and verdict.second in groups.get(verdict.first, ()):
            place = {id(one): number for number, one in enumerate(verdicts)}
            involved = [verdict, *_chain(verdicts, verdict.first, verdict.second)]
            involved.sort(key=lambda one: place[id(one)])
            return involved[-1], involved[:-1]
    return None


def _chain(verdicts: Iterable[Judgement], first: str, second: str) -> list[Judgement]:
    """The fewest verdicts by which the two are one."""
    ties: dict[str, list[tuple[str, Judgement]]] = {}
    for verdict in verdicts:
        if verdict.same:
            ties.setdefault(verdict.first, []).append((verdict.second, verdict))
            ties.setdefault(verdict.second, []).append((verdict.first, verdict))
    ways: dict[str, list[Judgement]] = {first: []}
    ahead = deque([first])
    while second not in ways:
        here = ahead.popleft()
        for there, verdict in ties[here]:
            if there not in ways:
                ways[there] = [*ways[here], verdict]
                ahead.append(there)
    return ways[second]


def _contradiction(newest: Judgement, standing: Iterable[Judgement]) -> DataError:
    stands = "; ".join(map(str, standing))
    return DataError(f"a verdict against what stands ({stands})", value=str(newest), expected="one taken back first")
