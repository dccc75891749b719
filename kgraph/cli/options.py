"""The arguments and options that several verbs take, and the formats they write."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

Location = Annotated[
    Path, typer.Option("-l", "--location", envvar="KGRAPH_LOCATION", help="The store's folder.", show_default=True)
]
Paths = Annotated[list[str], typer.Argument(help="Files or folders (.txt, .jsonl); - is standard input.")]
ExtractorName = Annotated[str, typer.Option("--extractor", help="Which extractor reads.")]
Day = Annotated[str | None, typer.Option("--date", help="Publication day, YYYY-MM-DD, of documents that give none.")]
Publisher = Annotated[str | None, typer.Option("--publisher", help="Publisher of documents that name none.")]
Url = Annotated[str | None, typer.Option("--url", help="Address of documents that give none.")]
Encoding = Annotated[str, typer.Option("--encoding", help="Encoding of the files.")]
ActorFiles = Annotated[
    list[Path] | None, typer.Option("--actors", help="Your own table of actors (CSV); may be given again.")
]
LOCATION: Final = Path("kgraph.db")
NOTHING: Final = "no documents there (.txt, .jsonl, .ndjson)"


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


class StatsFormat(StrEnum):
    """How counts are written."""

    TABLE = "table"
    JSON = "json"


class ParseFormat(StrEnum):
    """How parsed sentences are written."""

    CONLLU = "conllu"
    JSON = "json"
