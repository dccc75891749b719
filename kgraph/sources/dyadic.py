"""Any table with a pair of actors a row, by a mapping of its columns: alliances, trade, visits, a hand-coded sheet.

A mapping names a column, or after `=` what every row says: `actor=ccode1`, `relation==hasDefencePactWith`. For the
Correlates of War alliances, which come by no downloader of ours and no copy:

    kgraph import csv alliance_v4.1_by_dyad.csv --option dataset=cow-alliances-4.1 --option codes=cow
      --option actor=ccode1 --option recipient=ccode2 --option relation==hasDefencePactWith --option where=defense=1
      --option year=dyad_st_year --option month=dyad_st_month --option day=dyad_st_day --option end-year=dyad_end_year
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.model import ActorRef, Claim, Modality, Place, Polarity, Record
from kgraph.model.dataset import FieldValue
from kgraph.ontology import RELATIONS
from kgraph.sources.delimited import Layout, Table, TableRow
from kgraph.sources.dyadic_dates import DATE_COLUMNS, Dates
from kgraph.sources.dyadic_fields import Get, Mapped, chosen, field_name, pairs_of
from kgraph.sources.naming import SCHEMES, naming_of, unknown_ref
from kgraph.sources.own_dataset import DATASET_OPTIONS, dataset_of
from kgraph.sources.plover_terms import Terms, terms_of
from kgraph.sources.rows import END_OPTIONS, EndRules, LeftOut, Made, Told, content_of, number_of, outcomes_of
from kgraph.sources.seam import Fate, ImportOptions, Outcome, Source

EXTRACTOR: Final = "csv/1"
_COLUMNS: Final = {
    "actor": "column of the first actor, or = and a name",
    "recipient": "column of the second actor",
    "relation": "column of the relation, or = and one of kgraph's, =alliedWith",
    "event": "column of the PLOVER event type, or = and one",
    "mode": "column of the PLOVER mode",
    "contexts": "column of the PLOVER contexts, with ; between them",
    **DATE_COLUMNS,
    "confidence": "column of the confidence from 0 to 1, or = and one (=1)",
    "polarity": "column that says `positive` or `negative`, or = and one",
    "place": "column of the place",
    "id": "column of the row's own id; by default one is made of the whole row",
    "url": "column of the row's own source",
}
OPTIONS: Final = {
    **_COLUMNS,
    "codes": f"what stands in the columns of actors: name, {', '.join(SCHEMES)} (name, or an ISO code)",
    "relations": "what the values of the column of relations mean: `1=alliedWith;2=rivalOf`",
    "where": "only rows in which columns have these values: `defense=1;version=4.1`",
    "keep": "further columns to keep with the claim: `hostlev;fatality`",
    "missing": "texts that stand for no value, with ; between them (NA;NULL;None;nan;-9)",
    "date-format": "how dates are written, as in strptime: %d/%m/%Y (YYYY-MM-DD, YYYY-MM or YYYY)",
    "unknown": "keep actors that no table knows, by their names (yes)",
    **END_OPTIONS,
    **DATASET_OPTIONS,
}
_MISSING: Final = "NA;NULL;None;nan;-9"


def read_dyads(files: Sequence[Path], options: ImportOptions) -> Iterator[Outcome]:
    """The rows of tables, each a pair.

    Raises:
        DataError: a file cannot be read or lacks a column of the mapping, or the options do not say who does what.
    """
    reader = _Reader(options)
    tables = [Table(path, reader.layout) for path in files]
    for table in tables:
        reader.check_columns(table)
    yield from outcomes_of(tables, reader.made)


class _Reader:
    def __init__(self, options: ImportOptions) -> None:
        values = options.values
        self._mapped = Mapped.of({name: values[name] for name in _COLUMNS if name in values})
        self._dataset = dataset_of(options)
        self._rules = EndRules.of(options)
        self._scheme = values.get("codes", "name")
        self._keep_unknown = options.flag("unknown", default=True)
        self._where, self._relations = pairs_of(values, "where"), pairs_of(values, "relations")
        self._keep = [name.strip() for name in values.get("keep", "").split(";") if name.strip()]
        self._missing = frozenset(text.strip() for text in values.get("missing", _MISSING).split(";")) - {""}
        self._dates = Dates(values.get("date-format"))
        self._naming = naming_of(options.gazetteer)
        self._terms: dict[tuple[str, ...], Terms] = {}
        self._told = Told()
        self._check()
        self.layout = Layout(columns=self._mapped.columns, required=tuple(self._mapped.columns))

    def _check(self) -> None:
        if self._scheme not in ("name", *SCHEMES):
            raise DataError("option codes", value=self._scheme, expected=f"name, {', '.join(SCHEMES)}")
        for name in ("actor", "recipient"):
            if name not in self._mapped:
                raise DataError(f"no column of the {name}", expected=f"the option {name}=COLUMN")
        if "relation" not in self._mapped and "event" not in self._mapped:
            raise DataError("no relation", expected="the option relation=COLUMN, relation==NAME or event=COLUMN")
        given = self._relations.values() or [self._mapped.constants.get("relation", "alliedWith")]
        for name in given:
            if name not in RELATIONS:
                raise DataError("no relation of the ontology", value=name, expected="such as alliedWith")

    def check_columns(self, table: Table) -> None:
        """Raise DataError where the file has no such column as the options name."""
        for name in (*self._where, *self._keep):
            if name not in table.header:
                expected = f"one of {', '.join(table.header)}"
                raise DataError("no such column", file=str(table.path), value=name, expected=expected)

    def made(self, row: TableRow) -> Made:
        if not chosen(row, self._where):
            raise LeftOut("not chosen by the option where")
        get = self._mapped.reader(row, self._missing)
        terms = self._terms_of(get("relation"), get("event"), get("mode"), get("contexts"))
        date = self._dates.date(get, lasting=RELATIONS[terms.relation].lasting)
        on = None if date is None else date.first_day
        actor, recipient = (self._end(self._raw(row, which, get), on) for which in ("actor", "recipient"))
        kept = self._rules.check(actor, recipient, terms.event_type)
        number = get("id") or content_of(row)
        self._check_told(row, number, (kept, recipient, terms, str(date)))
        place = get("place")
        confidence = number_of(get("confidence"), "confidence")
        claim = Claim(
            document=self._dataset.iri,
            actor=kept,
            recipient=recipient,
            relation=terms.relation,
            event_type=terms.event_type or None,
            mode=terms.mode,
            contexts=terms.contexts,
            date=date,
            place=None if place is None else Place(name=place),
            modality=Modality.ASSERTED,
            polarity=_polarity(get("polarity")),
            confidence=1.0 if confidence is None else confidence,
            extractor=EXTRACTOR,
            record=Record(id=number, url=get("url"), fields=tuple(self._fields(row, get))),
        )
        return Made((claim,), terms.notes)

    def _raw(self, row: TableRow, which: str, get: Get) -> str | None:
        """What stands for an actor; `NA` is Namibia where ISO's codes of two letters stand."""
        found = get(which)
        return "NA" if found is None and self._scheme == "iso2" and row.get(which) == "NA" else found

    def _terms_of(self, relation: str | None, event: str | None, mode: str | None, contexts: str | None) -> Terms:
        key = (relation or "", event or "", mode or "", contexts or "")
        if key not in self._terms:
            self._terms[key] = self._new_terms(*key)
        return self._terms[key]

    def _new_terms(self, relation: str, event: str, mode: str, contexts: str) -> Terms:
        listed = [context for context in contexts.replace(",", ";").split(";") if context.strip()]
        modes = [mode] if mode else []
        if not relation:
            if not event:
                raise LeftOut("no relation and no event")
            return terms_of(event, modes, listed)
        if self._relations:
            if relation not in self._relations:
                raise LeftOut("a value that the option relations does not have", value=relation)
            relation = self._relations[relation]
        known = RELATIONS.get(relation)
        if known is None:
            raise DataError("no relation of the ontology", value=relation, expected="such as alliedWith")
        if event and event.upper() != known.event_type:
            raise DataError("a relation of another event type", value=event, expected=known.event_type or "no event")
        if known.event_type is None:
            return Terms(event_type="", mode=None, contexts=tuple(known.contexts), relation=relation)
        found = terms_of(known.event_type, modes or [known.mode or ""], [*known.contexts, *listed])
        notes = found.notes if modes or known.mode else ()
        return Terms(
            event_type=found.event_type, mode=found.mode, contexts=found.contexts, relation=relation, notes=notes
        )

    def _end(self, text: str | None, on: str | None) -> ActorRef | None:
        if text is None:
            return None
        if self._scheme != "name":
            state = self._naming.by_code(self._scheme, text.removesuffix(".0"), on)
            if state is None:
                raise LeftOut("a code of no state that is known", value=text, expected=f"a code of {self._scheme}")
            return self._naming.ref(state.id)
        found = self._naming.state(text, on) or self._naming.by_code("iso2", text, on) or self._naming.somebody(text)
        if found is not None:
            return self._naming.ref(found.id, on)
        if not self._keep_unknown:
            raise LeftOut("an actor that no table knows", value=text)
        return unknown_ref(text)

    def _check_told(self, row: TableRow, number: str, says: tuple[ActorRef, ActorRef | None, Terms, str]) -> None:
        """Leave out a row that is there again, and a symmetric pair that is told the other way round."""
        actor, recipient, terms, date = says
        self._told.check_row(number, content_of(row), row.row)
        if recipient is None or not RELATIONS[terms.relation].symmetric:
            return
        mirrored = (recipient.id, actor.id, terms, date)
        if (earlier := self._told.earlier(mirrored)) is not None:
            raise LeftOut("the same pair the other way round", fate=Fate.MERGED, expected=f"row {earlier} tells it")
        self._told.remember((actor.id, recipient.id, terms, date), row.row)

    def _fields(self, row: TableRow, get: Get) -> Iterator[tuple[str, FieldValue]]:
        for name in ("actor", "recipient", "relation", "event"):
            if (text := get(name)) is not None:
                yield name, text
        for name in self._keep:
            text = row.all.get(name, "")
            if text and text not in self._missing:
                yield field_name(name), text


def _polarity(text: str | None) -> Polarity:
    try:
        return Polarity.POSITIVE if text is None else Polarity(text.lower())
    except ValueError:
        raise DataError("no polarity", value=text, expected="positive or negative") from None


CSV: Final = Source(
    name="csv",
    title="any table with a pair of actors a row, by a mapping of its columns",
    importer=read_dyads,
    datasets=lambda options: (dataset_of(options),),
    options=OPTIONS,
)
