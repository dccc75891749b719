"""The arguments and options that several verbs take, what they name, and the formats the verbs write."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from kgraph.errors import DataError

Location = Annotated[
    Path, typer.Option("-l", "--location", envvar="KGRAPH_LOCATION", help="The store's folder.", show_default=True)
]
Paths = Annotated[list[str], typer.Argument(help="Files or folders (.txt, .html, .jsonl); - is standard input.")]
DEFAULT_EXTRACTOR: Final = "english"
"""As `kgraph.extract.seam` has it; not read from there, so that help comes at once."""
ExtractorName = Annotated[str, typer.Option("--extractor", help="Which extractor reads.")]
ExtractorOptions = Annotated[
    list[str] | None, typer.Option("--option", help="A setting of the extractor, NAME=VALUE; may be given again.")
]
Day = Annotated[
    str | None, typer.Option("--date", help="Publication day, YYYY-MM-DD, of documents that give none, of web pages.")
]
Publisher = Annotated[
    str | None, typer.Option("--publisher", help="Publisher of documents that name none, and of web pages.")
]
Url = Annotated[str | None, typer.Option("--url", help="Address of the document that gives none, or of the web page.")]
Encoding = Annotated[str, typer.Option("--encoding", help="Encoding of the files.")]
ActorFiles = Annotated[
    list[Path] | None, typer.Option("--actors", help="Your own table of actors (CSV); may be given again.")
]
First = Annotated[str, typer.Argument(help="An actor: id, code or name (RUS, Russia, kgr:nato).")]
Second = Annotated[str, typer.Argument(help="Another.")]
Since = Annotated[str | None, typer.Option("--since", help="The first day, month or year.")]
Until = Annotated[str | None, typer.Option("--until", help="The last day, month or year.")]
KeepText = Annotated[bool, typer.Option("--keep-text", help="Store whole texts beside the quotes.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="How many processes read documents.")]
LOCATION: Final = Path("kgraph.db")
NOTHING: Final = "no documents there (.txt, .html, .jsonl, .ndjson)"


class QueryFormat(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TTL = "ttl"
    NT = "nt"
    NQ = "nq"
    TRIG = "trig"
    JSONLD = "jsonld"


class ActorFormat(StrEnum):
    """How actors are written to a file."""

    FTM = "ftm"
    SKOS = "skos"


class RowFormat(StrEnum):
    """How the rows of an answer are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class ReportFormat(StrEnum):
    """How a report is written: counts of a store, breaches of the shapes."""

    TABLE = "table"
    JSON = "json"


class GoldWithin(StrEnum):
    """Where a claim must stand to say what a line of gold says."""

    DOCUMENT = "document"
    SENTENCE = "sentence"


class EndsAlike(StrEnum):
    """How alike the actors of a claim and of gold must be."""

    STATE = "state"
    ACTOR = "actor"


class ParseFormat(StrEnum):
    """How parsed sentences are written."""

    CONLLU = "conllu"
    JSON = "json"


def named_values(pairs: Iterable[str], *, option: str = "--option") -> dict[str, str]:
    """The values of `NAME=VALUE` by their names.

    Raises:
        typer.BadParameter: one is not of that form, or a name is given twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (equals and name) or name in found:
            raise typer.BadParameter(f"{option} {pair}: give NAME=VALUE, each name once")
        found[name] = value
    return found


def text_of(file: Path) -> str:
    """The text of a file in UTF-8, or of standard input where it is `-`.

    Raises:
        DataError: it cannot be read.
    """
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise DataError("not UTF-8", file=str(file), value=error.object[error.start : error.start + 20]) from None
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror or error})", file=str(file)) from None
