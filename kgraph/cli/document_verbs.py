"""The verbs that read documents: into a store, or to claims as JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kgraph.cli.actor_verbs import overlays_of
from kgraph.cli.groups import OptionGroup, flattened
from kgraph.cli.options import (
    DEFAULT_EXTRACTOR,
    LOCATION,
    NOTHING,
    ActorFiles,
    Day,
    Encoding,
    ExtractorName,
    ExtractorOptions,
    KeepText,
    Location,
    Paths,
    Publisher,
    Url,
    Workers,
    named_values,
)
from kgraph.cli.screen import complain, count_of, fail_if, progress, report, say
from kgraph.cli.stores import StoreOptions
from kgraph.errors import DataError

if TYPE_CHECKING:
    from kgraph.build import Built
    from kgraph.bulk import Reading, Settings

Dask = Annotated[
    str | None,
    typer.Option(
        "--dask", metavar="URL", help="Read on a Dask cluster: tcp://HOST:8786, a scheduler's file, or local:2."
    ),
]
_FATES: Final = ("new", "replaced", "unchanged", "skipped")


@dataclass(frozen=True, kw_only=True)
class ReadingOptions(OptionGroup):
    """The options that say how documents are read."""

    extractor: ExtractorName = DEFAULT_EXTRACTOR
    option: ExtractorOptions = None
    date: Day = None
    publisher: Publisher = None
    url: Url = None
    encoding: Encoding = "utf-8"
    actors: ActorFiles = None
    workers: Workers = 1
    dask: Dask = None

    def settings(self, location: Path) -> Settings:
        """What they say, with the tables that lie beside a store."""
        from kgraph.bulk import Settings

        return Settings(
            extractor=self.extractor,
            options=named_values(self.option or ()),
            date=self.date,
            publisher=self.publisher,
            url=self.url,
            encoding=self.encoding,
            overlays=overlays_of(location, self.actors),
            workers=self.workers,
        )


_AS_IS: Final = ReadingOptions()


@flattened()
def build(
    paths: Paths,
    store: StoreOptions,
    how: ReadingOptions,
    again: Annotated[
        bool, typer.Option("--again", help="Also read documents that are there as they would be.")
    ] = False,
    keep_text: KeepText = False,
    html: Annotated[Path | None, typer.Option("--html", help="Also write the explorer to this file.")] = None,
) -> None:
    """Read documents, extract their claims and store them: the main job."""
    from kgraph.build import build_graph
    from kgraph.bulk.files import count_documents
    from kgraph.explore import explore_graph

    if html is not None and not html.absolute().parent.is_dir():
        raise DataError("no such folder", file=str(html))
    settings = replace(how.settings(store.location), keep_text=keep_text, again=again)
    with (
        _read_by(settings, how.dask) as settings,
        store.writing() as graph,
        progress("documents", lambda: count_documents(paths)) as advance,
    ):

        def tell(reading: Reading) -> None:
            advance()
            note_reading(reading)

        built = build_graph(paths, graph, settings, on_reading=tell, on_end=complain)
        if html is not None:
            explore_graph(graph, html)
    report(f"{store.place}: {_summary(built)}")
    if html is not None:
        report(f"{html}: the explorer")
    if not (built.documents or built.failed):
        complain(NOTHING)
    fail_if(bool(built.failed) or not built.documents)


@flattened()
def extract(paths: Paths, location: Location = LOCATION, how: ReadingOptions = _AS_IS) -> None:
    """Documents to claims, as JSON lines."""
    from kgraph.bulk import read_claims_of
    from kgraph.bulk.files import count_documents
    from kgraph.model import claim_to_json, judgements_beside, read_judgements

    settings = replace(how.settings(location), judgements=read_judgements(judgements_beside(location)))
    failed, nothing = False, True
    with _read_by(settings, how.dask) as settings, progress("documents", lambda: count_documents(paths)) as advance:
        for reading in read_claims_of(paths, settings, on_end=complain):
            advance()
            nothing = False
            note_reading(reading)
            failed |= reading.error is not None
            for claim in reading.claims:
                say(claim_to_json(claim))
    if nothing:
        complain(NOTHING)
    fail_if(failed or nothing)


@contextmanager
def _read_by(settings: Settings, dask: str | None) -> Iterator[Settings]:
    """The settings with the workers of a Dask cluster, where one is named, as long as the block lasts."""
    if dask is None:
        yield settings
        return
    if settings.workers > 1:
        raise typer.BadParameter("--workers are processes of this machine; with --dask the cluster has its own")
    from kgraph.bulk.cluster import dask_cluster

    with dask_cluster(dask) as cluster:
        if not cluster.workers:
            complain(f"the cluster at {dask} has no worker yet; documents wait for one")
        yield replace(settings, executor=cluster.executor, window=cluster.window)


def _summary(built: Built) -> str:
    counts = {fate: getattr(built, fate) for fate in _FATES} | {"failed": len(built.failed)}
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "none"
    documents = count_of(built.documents - built.skipped, "document")
    return f"{count_of(built.claims, 'claim')} from {documents} ({told})"


def note_reading(reading: Reading) -> None:
    """What a person should know of a document that failed or says too little."""
    if reading.error is not None:
        complain(str(reading.error))
    elif reading.document is not None and reading.document.published is None and not reading.skipped:
        complain(f"{reading.source}: no publication date, so relative dates stay unknown (--date gives one)")
