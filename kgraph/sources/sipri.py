"""The trade register of the SIPRI Arms Transfers Database: orders of major arms and the years of their delivery.

The data may not be passed on, so everybody brings the file: the register as its page offers it, in each of its layouts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.model import ActorRef, Claim, Dataset, Date, Modality, Record
from kgraph.model.dataset import FieldValue
from kgraph.model.laws import digest
from kgraph.sources.delimited import Layout, TableRow
from kgraph.sources.naming import naming_of, unknown_ref
from kgraph.sources.rows import LeftOut, Made, Told, number_of, rows_made
from kgraph.sources.seam import Fate, ImportOptions, Outcome, Source

TRADE_REGISTER: Final = Dataset(
    id="sipri-trade-register",
    title="SIPRI Arms Transfers Database: trade register",
    publisher="Stockholm International Peace Research Institute",
    license="SIPRI's terms: non-commercial use with acknowledgement, and no more than a tenth of the data passed on; "
    "see https://www.sipri.org/about/terms-and-conditions",
    citation="SIPRI Arms Transfers Database, Stockholm International Peace Research Institute, "
    "https://www.sipri.org/databases/armstransfers",
    url="https://www.sipri.org/databases/armstransfers",
)
EXTRACTOR: Final = "sipri/1"
OPTIONS: Final = {
    "confidence": "confidence of a row without a question mark (0.95)",
    "doubtful": "confidence of a row with one (0.7)",
    "orders": "keep orders of which nothing was delivered yet, as planned (yes)",
}
_LAYOUT: Final = Layout(
    columns={
        "recipient": ["Recipient"],
        "supplier": ["Supplier"],
        "ordered": ["Year of order", "Order date", "Order year"],
        "orderedDoubt": ["Year of order?", "Order date?", "Order year?", "Order date is estimate"],
        "numberOrdered": ["Number ordered", "Numbers ordered", "No. ordered"],
        "numberOrderedDoubt": ["Number ordered?", "Numbers ordered?", "No. ordered?", "Numbers ordered is estimate"],
        "weapon": ["Weapon designation", "Designation"],
        "description": ["Weapon description", "Description"],
        "delivered": ["Number delivered", "Deliveries in the Year Range", "Numbers delivered", "No. delivered"],
        "deliveredDoubt": [
            *("Number delivered?", "Deliveries in the Year Range?", "Numbers delivered?", "No. delivered?"),
            "Numbers delivered is estimate",
        ],
        "years": ["Year(s) of delivery", "Year(s) of deliveries", "Delivery year", "Year of delivery"],
        "yearsDoubt": ["Delivery year?", "Delivery year is estimate"],
        "status": ["status"],
        "comment": ["Comments", "Comment"],
        "tivUnit": ["SIPRI TIV per unit", "TIV deal unit"],
        "tivOrder": ["SIPRI TIV for total order", "TIV deal"],
        "tivDelivered": ["SIPRI TIV of delivered weapons", "TIV delivery values"],
        "local": ["Local production"],
    },
    required=("recipient", "supplier", "ordered", "weapon", "years"),
)
_TEXTS: Final = ("weapon", "description", "status", "comment", "ordered", "local")
_NUMBERS: Final = ("tivUnit", "tivOrder")
_YEAR: Final = re.compile(r"[12][0-9]{3}")
_ESTIMATED: Final = frozenset({"?", "yes", "true", "1"})
_UNKNOWN: Final = re.compile(r"unknown\b.*", re.IGNORECASE)


def read_sipri(files: Sequence[Path], options: ImportOptions) -> Iterator[Outcome]:
    """The rows of registers: a claim for each year in which something was delivered, or one of the order alone.

    Raises:
        DataError: a file cannot be read or is another table, or an option has no such value.
    """
    yield from rows_made(files, _LAYOUT, _Reader(options).made)


class _Reader:
    def __init__(self, options: ImportOptions) -> None:
        self._sure = options.number("confidence", default=0.95)
        self._doubtful = options.number("doubtful", default=0.7)
        self._orders = options.flag("orders", default=True)
        self._naming = naming_of(options.gazetteer)
        self._told = Told()

    def made(self, row: TableRow) -> Made:
        ordered, ordered_doubt = _year(row.get("ordered"), "ordered")
        years, years_doubt = _years(row.get("years"))
        fields = _fields(row, years)
        doubt = ordered_doubt or years_doubt or any(_is_doubtful(row, name) for name in _DOUBTS)
        if not years and _delivered(row) > 0:
            raise DataError("deliveries without a year", value=row.get("delivered"), expected="a year of delivery")
        if not years and not self._orders:
            raise LeftOut("an order of which nothing was delivered")
        when = years or [ordered]
        supplier = self._end(row, "supplier", when[0])
        recipient = self._end(row, "recipient", when[0])
        if supplier.id == recipient.id:
            raise LeftOut("an actor with itself", value=supplier.name)
        key = self._key(row, when)
        claims = tuple(
            Claim(
                document=TRADE_REGISTER.iri,
                actor=supplier,
                recipient=recipient,
                relation="suppliesArmsTo",
                event_type="COOPERATE",
                contexts=("economic", "military"),
                date=Date(start=year),
                modality=Modality.ASSERTED if years else Modality.PLANNED,
                confidence=self._doubtful if doubt else self._sure,
                extractor=EXTRACTOR,
                record=Record(id=f"{key}/{year}" if years else f"{key}/order", fields=tuple(fields)),
            )
            for year in when
        )
        return Made(claims, ("a question mark in the register",) if doubt else ())

    def _key(self, row: TableRow, when: Sequence[str]) -> str:
        """An id for the order: the register has none, so one is made of what stays the same in later releases.

        A layout has a row for each year of delivery, with one id. Two orders that agree in all of it are numbered.
        """
        whole = tuple(sorted(row.all.items()))
        if (earlier := self._told.earlier(whole)) is not None:
            raise LeftOut("the row again", fate=Fate.MERGED, expected=f"row {earlier} is it")
        self._told.remember(whole, row.row)
        parts = ("supplier", "recipient", "ordered", "numberOrdered", "weapon", "description")
        key = digest("sipri", *(row.get(name) for name in parts))
        orders = 1 + max(self._told.earlier((key, year)) or 0 for year in when)
        for year in when:
            self._told.remember((key, year), orders)
        return key if orders == 1 else f"{key}-{orders}"

    def _end(self, row: TableRow, which: str, year: str) -> ActorRef:
        name = row.get(which)
        if name is None:
            raise DataError(f"no {which}", expected="a name")
        bare = name.rstrip("* ")
        if _UNKNOWN.fullmatch(bare):
            raise LeftOut(f"{which} unknown")
        stars = len(name) - len(name.rstrip("*"))
        state = self._naming.state(bare, year) if stars == 0 else None
        if state is not None:
            return self._naming.ref(state.id)
        own, home = self._naming.placed(bare)
        known = self._naming.somebody(own)
        if known is not None and (home is None or known.state in (None, home.state)):
            return self._naming.ref(known.id)
        return unknown_ref(own if home is None else bare, state=home, sector=_SECTORS.get(stars))


_SECTORS: Final = {1: "REB", 2: "IGO"}
"""SIPRI marks groups that are no state's with a star, and organisations of states with two."""
_DOUBTS: Final = ("orderedDoubt", "numberOrderedDoubt", "deliveredDoubt", "yearsDoubt")


def _is_doubtful(row: TableRow, name: str) -> bool:
    return (row.get(name) or "").strip("()").lower() in _ESTIMATED


def _year(text: str | None, what: str) -> tuple[str, bool]:
    """A year and whether it is doubtful: `2004`, `(2025)`, `2004?`."""
    plain = (text or "").strip("()? ")
    if not _YEAR.fullmatch(plain):
        raise DataError(f"no year {what}", value=text or "", expected="YYYY")
    return plain, plain != text


def _years(text: str | None) -> tuple[list[str], bool]:
    """The years of delivery, in order, and whether one is doubtful: `2019; 2020`, `2016-2018`."""
    years: set[str] = set()
    doubt = False
    for part in (text or "").replace(",", ";").split(";"):
        first, dash, last = part.strip().partition("-")
        if not first:
            continue
        begin, unsure = _year(first.strip(), "of delivery")
        years.add(begin)
        doubt |= unsure
        if dash:
            end, unsure = _year(last.strip(), "of delivery")
            if not 0 <= int(end) - int(begin) <= 60:
                raise DataError("no span of years", value=part.strip(), expected="an end within 60 years of the start")
            years |= {str(year) for year in range(int(begin), int(end) + 1)}
            doubt |= unsure
    return sorted(years), doubt


def _delivered(row: TableRow) -> float:
    return number_of((row.get("delivered") or "").strip("()? ") or None, "number delivered") or 0.0


def _fields(row: TableRow, years: Sequence[str]) -> list[tuple[str, FieldValue]]:
    fields: list[tuple[str, FieldValue]] = [
        ("actorName", row.get("supplier") or ""),
        ("recipientName", row.get("recipient") or ""),
    ]
    fields += [(name, text) for name in _TEXTS if (text := row.get(name)) is not None]
    fields += [(name, value) for name in _NUMBERS if (value := _amount(row, name)) is not None]
    # What was delivered in several years stands in the register as one sum: no claim of a single year may have it.
    several = "InAll" if len(years) > 1 else ""
    for name in ("numberOrdered", "delivered", "tivDelivered"):
        if (value := _amount(row, name)) is not None:
            fields.append((name if name == "numberOrdered" else f"{name}{several}", value))
    return fields


def _amount(row: TableRow, name: str) -> float | None:
    text = (row.get(name) or "").strip("()? ")
    return number_of(text or None, name)


SIPRI: Final = Source(
    name="sipri",
    title="SIPRI trade register of arms transfers, as its page exports it",
    importer=read_sipri,
    datasets=lambda options: (TRADE_REGISTER,),
    options=OPTIONS,
)
