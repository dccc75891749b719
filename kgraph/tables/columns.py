"""The tables and their columns: what stands in each, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from kgraph.errors import MissingExtraError

if TYPE_CHECKING:
    import pyarrow

EXTRA: Final = "tables"
NO_YEAR: Final = 0
"""The year of claims without a date. A number, not Hive's default partition: pandas and BigQuery read it too."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: as it stands in the files.
        kind: text, day, whole, number, flag, texts or marks.
        meaning: what stands in it.
    """

    name: str
    kind: str
    meaning: str


def _columns(*told: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*one) for one in told)


def _end(role: str, who: str) -> tuple[tuple[str, str, str], ...]:
    return (
        (role, "text", f"{who}: its id, as the claim names it"),
        (f"{role}_name", "text", "its name, for people"),
        (f"{role}_state", "text", "the state it belongs to there and then, ISO 3166-1 alpha-3"),
        (f"{role}_sector", "text", "its PLOVER sector there and then"),
        (f"{role}_rollup", "text", "for whom it acts: the id of the state, or its own"),
    )


TABLES: Final[Mapping[str, tuple[Column, ...]]] = MappingProxyType(
    {
        "claims": _columns(
            ("id", "text", "the claim's IRI"),
            ("dyad", "text", "the two ends rolled up and sorted, `CHN-RUS`: one key for both directions"),
            *_end("actor", "who did it"),
            *_end("recipient", "to or with whom; nothing where nobody is named"),
            ("relation", "text", "the relation of the ontology, `suppliesOilTo`"),
            ("sign", "whole", "of the relation: 1 cooperation, -1 conflict, 0 neither"),
            ("event_type", "text", "PLOVER's event type, `COOPERATE`; nothing for lasting ties"),
            ("mode", "text", "PLOVER's mode"),
            ("contexts", "texts", "PLOVER's contexts, sorted"),
            ("date", "text", "as precise as the source: `2017`, `2017-12`, `2017-12-07`, `2017-03/..`"),
            ("date_precision", "text", "day, month, year or range"),
            ("date_basis", "text", "explicit, relative or document"),
            ("first_day", "day", "of the date: for windows and order"),
            ("last_day", "day", "of the date; nothing while an interval is open"),
            ("modality", "text", "asserted, reported, called-for, planned, hypothetical or denied"),
            ("polarity", "flag", "false where the text says that it is not so"),
            ("confidence", "number", "0 to 1"),
            ("speakers", "texts", "the names of who is reported to have said it, outermost first"),
            ("speaker_ids", "texts", "their ids, in the same order"),
            ("document", "text", "the `id` of its document, or of the data set it is a row of"),
            ("extractor", "text", "what made the claim, with its version"),
            ("place", "text", "the id of where it happened"),
            ("place_name", "text", "the name of where it happened"),
            ("event", "text", "the IRI of the event it is merged to"),
            ("record_id", "text", "of the row of a data set that the claim is"),
            ("record_url", "text", "the address of that row's source"),
            ("record_fields", "text", "that row's own columns, as a JSON object"),
            ("actor_judged", "text", "`actor` by the verdicts on who is one with whom"),
            ("recipient_judged", "text", "`recipient` by the verdicts"),
            ("dyad_judged", "text", "`dyad` by the verdicts"),
        ),
        "documents": _columns(
            ("id", "text", "the document's id; of a data set its IRI"),
            ("iri", "text", "its IRI in the graph"),
            ("kind", "text", "document or dataset"),
            ("published", "day", "the day of publication"),
            ("title", "text", "the headline, or the name of the data set"),
            ("publisher", "text", "who published it"),
            ("author", "text", "who wrote it"),
            ("url", "text", "where it stands"),
            ("language", "text", "a BCP 47 tag"),
            ("sha256", "text", "of the text's UTF-8 bytes"),
            ("text", "text", "the text, where it was kept"),
            ("version", "text", "of a data set"),
            ("license", "text", "the terms of a data set"),
            ("citation", "text", "how a data set asks to be cited"),
        ),
        "actors": _columns(
            ("id", "text", "the actor's id, `kgr:RUS`"),
            ("iri", "text", "its IRI in the graph"),
            ("label", "text", "its usual name"),
            ("kind", "text", "state, territory, igo, organization, armed-group, person, sector, outlet or unknown"),
            ("state", "text", "the state it belongs to, ISO 3166-1 alpha-3"),
            ("sector", "text", "its PLOVER sector"),
            ("judged", "text", "the id that stands for it by the verdicts: its own where none touches it"),
            ("same_as", "texts", "ids of the same actor elsewhere, `wd:Q159`"),
            ("iso2", "text", "ISO 3166-1 alpha-2"),
            ("cow", "text", "code of the Correlates of War; several separated by semicolons"),
            ("gw", "text", "code of Gleditsch and Ward"),
            ("fips", "text", "FIPS 10-4"),
            ("cameo", "text", "CAMEO's code"),
            ("valid_from", "text", "the first date of a state that came, as an ISO prefix"),
            ("valid_to", "text", "the last date of a state that went"),
        ),
        "evidence": _columns(
            ("claim", "text", "the `id` of the claim that rests on it"),
            ("document", "text", "the `id` of the document it stands in"),
            ("quote", "text", "the exact words"),
            ("quote_start", "whole", "where they start: characters of the text"),
            ("quote_end", "whole", "where they end, excluded"),
            ("marks", "marks", "where in the text the actor, the recipient, the cue and the date stand"),
        ),
    }
)
"""Every table with its columns, in the order of the files. `claims` has `year` besides, in the names of its folders."""


def schema(columns: tuple[Column, ...]) -> pyarrow.Schema:
    """The columns as parquet has them.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    pa = arrow()
    span = [("start", pa.int64()), ("end", pa.int64()), ("role", pa.string())]
    kinds = {
        "text": pa.string(),
        "day": pa.date32(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "texts": pa.list_(pa.string()),
        "marks": pa.list_(pa.struct(span)),
    }
    return pa.schema([(column.name, kinds[column.kind]) for column in columns])


def arrow() -> Any:
    """The library that writes parquet.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError("pyarrow", extra=EXTRA) from error
    return pa


def duck() -> Any:
    """The library that answers SQL.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtraError("duckdb", extra=EXTRA) from error
    return duckdb
