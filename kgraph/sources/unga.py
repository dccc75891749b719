"""Votes in the General Assembly of the United Nations: how far two states agree in a year.

A vote alone is no tie. The claims are made of pairs: two states that vote alike in the roll calls of a year in which
both took part. Three layouts are read: the bulk file of the UN Digital Library, and Voeten's data as he and as the
package `unvotes` publish it, where the dates stand in a file of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.model import ActorRef, Claim, Dataset, Date, Polarity, Record
from kgraph.sources.delimited import Layout, Table, TableRow
from kgraph.sources.rows import LeftOut, Made, outcome_of, outcomes_of
from kgraph.sources.seam import Fate, ImportOptions, Outcome, Source
from kgraph.sources.unga_votes import Agreement, Roll, Rolls, Sheet, Vote, vote_of

UN_LIBRARY: Final = Dataset(
    id="un-general-assembly-votes",
    title="United Nations Digital Library: General Assembly voting data",
    publisher="United Nations, Dag Hammarskjöld Library",
    license="The terms of use of the UN Digital Library, https://digitallibrary.un.org/pages/?page=tos",
    citation="United Nations, Dag Hammarskjöld Library: General Assembly voting data, https://digitallibrary.un.org/",
    url="https://digitallibrary.un.org/",
)
VOETEN: Final = Dataset(
    id="voeten-un-votes",
    title="United Nations General Assembly Voting Data",
    publisher="Harvard Dataverse",
    license="The terms of use on the page of the files",
    citation="Voeten, Erik; Strezhnev, Anton; Bailey, Michael, 2009, "
    '"United Nations General Assembly Voting Data", https://doi.org/10.7910/DVN/LEJUQZ, Harvard Dataverse',
    url="https://doi.org/10.7910/DVN/LEJUQZ",
)
EXTRACTOR: Final = "unga/1"
OPTIONS: Final = {
    "threshold": "least agreement of two states that vote with one another, 0 to 1 (0.9)",
    "least-votes": "least number of roll calls of a year in which both took part (10)",
    "below": "keep pairs below the threshold too, as states that do not vote with one another (no)",
}
_MISSING: Final = frozenset({"NULL", "nan"})
_LIBRARY: Final = Layout(
    columns={
        "roll": ["undl_id"],
        "iso3": ["ms_code"],
        "name": ["ms_name"],
        "vote": ["ms_vote"],
        "date": ["date"],
        "session": ["session"],
    },
    required=("roll", "iso3", "vote", "date", "session"),
    missing=_MISSING,
)
_VOTES: Final = Layout(
    columns={
        "roll": ["rcid"],
        "name": ["country", "countryname"],
        "iso2": ["country_code"],
        "cow": ["ccode"],
        "vote": ["vote"],
        "session": ["session"],
        "year": ["year"],
        "date": ["date"],
    },
    required=("roll", "vote"),
    missing=_MISSING,
)
_ROLLS: Final = Layout(
    columns={"roll": ["rcid"], "session": ["session"], "date": ["date"]}, required=("roll", "date"), missing=_MISSING
)
_ISSUES: Final = Layout(columns={"roll": ["rcid"], "issue": ["issue"]}, required=("roll", "issue"), missing=_MISSING)


def read_unga(files: Sequence[Path], options: ImportOptions) -> Iterator[Outcome]:
    """The votes of files, gone through twice: a year's pairs are known when all its votes are, in whatever order.

    What is kept is one byte a vote. A pair is told at the last vote of the year of whoever comes first by id.

    Raises:
        DataError: a file cannot be read or is another table, votes have no dates, or an option has no such value.
    """
    rules = _Rules(options)
    tables = [_table(path) for path in files]
    rolls = Rolls()
    for table in tables:
        if table.layout is _ROLLS:
            for row in table:
                outcome_of(row, partial(_roll, rolls=rolls))
    votes = [table for table in tables if table.layout in (_LIBRARY, _VOTES)]
    if not votes:
        raise DataError("no file of votes", value=[str(path) for path in files], expected="undl_id or rcid, and a vote")
    if len({table.layout is _LIBRARY for table in votes}) > 1:
        raise DataError("the same votes from two sources", expected="files of one layout; import the other by itself")
    _check_dated(votes, rolls)
    reader = _Reader(rules, rolls, options)
    for table in votes:
        for row in table:
            outcome_of(row, reader.counted)
    yield from reader.outcomes(tables)


class _Rules:
    def __init__(self, options: ImportOptions) -> None:
        self.threshold = options.number("threshold", default=0.9)
        self.below = options.flag("below", default=False)
        least = options.values.get("least-votes", "10")
        if not (least.isascii() and least.isdigit() and 0 < int(least) < 100_000):
            raise DataError("option least-votes", value=least, expected="a whole number from 1 on")
        self.least = int(least)


class _Reader:
    """Counts votes in a first pass, and tells what became of each in a second."""

    def __init__(self, rules: _Rules, rolls: Rolls, options: ImportOptions) -> None:
        self._rules, self._rolls, self._options = rules, rolls, options
        self._sheet = Sheet(options.gazetteer)
        self._last: dict[tuple[str, int], tuple[str, int]] = {}

    def counted(self, row: TableRow) -> Made:
        vote = vote_of(row, self._rolls, self._sheet)
        self._sheet.enter(vote)
        self._last[vote.period, vote.state] = (row.file, row.row)
        return Made(())

    def outcomes(self, tables: Sequence[Table]) -> Iterator[Outcome]:
        again, rolls = Sheet(self._options.gazetteer), Rolls()
        for table in tables:
            made = self._maker(table.layout, again, rolls)
            yield from outcomes_of([table], made)

    def _maker(self, layout: Layout, again: Sheet, rolls: Rolls) -> Callable[[TableRow], Made]:
        if layout is _ROLLS:
            return partial(_told_roll, rolls=rolls)
        if layout is _ISSUES:
            return _issue
        return partial(self._made, again=again, dataset=UN_LIBRARY if layout is _LIBRARY else VOETEN)

    def _made(self, row: TableRow, again: Sheet, dataset: Dataset) -> Made:
        vote = vote_of(row, self._rolls, again)
        again.enter(vote)
        if self._last[vote.period, vote.state] == (row.file, row.row):
            claims = tuple(self._claims(vote, dataset))
            if claims:
                return Made(claims)
        raise LeftOut("a vote, counted in the pairs of its year", fate=Fate.MERGED)

    def _claims(self, vote: Vote, dataset: Dataset) -> Iterator[Claim]:
        """The pairs of a state in a period of which it is the first."""
        first = self._sheet.ref(vote.state)
        for agreement in self._sheet.agreements(vote.period, vote.state, least=self._rules.least):
            second = self._sheet.ref(agreement.other)
            alike = agreement.share >= self._rules.threshold
            if first.id < second.id and (alike or self._rules.below):
                yield _claim(first, second, vote.period, agreement, dataset, alike=alike)


def _claim(
    first: ActorRef, second: ActorRef, period: str, agreement: Agreement, dataset: Dataset, *, alike: bool
) -> Claim:
    pair = "-".join(end.id.removeprefix("kgr:") for end in (first, second))
    return Claim(
        document=dataset.iri,
        actor=first,
        recipient=second,
        relation="votesWith",
        contexts=("diplomatic",),
        date=_date(period),
        polarity=Polarity.POSITIVE if alike else Polarity.NEGATIVE,
        extractor=EXTRACTOR,
        record=Record(
            id=f"{period.replace(' ', '-')}/{pair}",
            fields=(("agreement", agreement.share), ("alike", agreement.alike), ("votes", agreement.votes)),
        ),
    )


def _date(period: str) -> Date:
    """A year; or the year of a session, from September on. The first one began in January 1946."""
    if not period.startswith("session "):
        return Date(start=period)
    number = int(period.removeprefix("session "))
    return Date(start="1946") if number == 1 else Date(start=f"{1945 + number}-09", end=f"{1946 + number}-09")


def _table(path: Path) -> Table:
    for layout in (_LIBRARY, _VOTES, _ROLLS):
        try:
            return Table(path, layout)
        except DataError as error:
            if error.problem != "no header of this format":
                raise
    try:
        return Table(path, _ISSUES)
    except DataError as error:
        expected = "undl_id, ms_code, ms_vote, date, session; or rcid, country, vote; or rcid, session, date"
        raise DataError(error.problem, file=str(path), value=error.value, expected=expected) from None


def _check_dated(votes: Sequence[Table], rolls: Rolls) -> None:
    for table in votes:
        names = {name.strip().casefold() for name in table.header}
        if not rolls and not names & {"date", "year", "session"}:
            raise DataError(
                "votes without dates", file=str(table.path), expected="the file of the roll calls, rcid and date, too"
            )  # fmt: skip


def _roll(row: TableRow, rolls: Rolls) -> Made:
    rolls.add(Roll.of(row))
    return Made(())


def _told_roll(row: TableRow, rolls: Rolls) -> Made:
    rolls.add(Roll.of(row))
    raise LeftOut("a roll call, which dates its votes", fate=Fate.MERGED)


def _issue(row: TableRow) -> Made:
    raise LeftOut("an issue of a roll call, which no pair has")


UNGA: Final = Source(
    name="unga",
    title="Votes in the UN General Assembly, as pairs that agree: UN Digital Library, Voeten, unvotes",
    importer=read_unga,
    datasets=lambda options: (UN_LIBRARY, VOETEN),
    options=OPTIONS,
)
