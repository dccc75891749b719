"""The verbs: each reads its arguments, calls a public function and shows what comes back."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kgraph import __version__
from kgraph.cli.actor_verbs import overlays_of
from kgraph.cli.change_verbs import changes, diff
from kgraph.cli.check_verbs import check
from kgraph.cli.document_verbs import build, extract
from kgraph.cli.eval_verb import evaluate
from kgraph.cli.event_verbs import conflicts, merge
from kgraph.cli.groups import flattened
from kgraph.cli.import_verbs import cite, import_events
from kgraph.cli.judging_verbs import actors
from kgraph.cli.naming import actor_ids, arguments_of
from kgraph.cli.network_verbs import network
from kgraph.cli.options import (
    NOTHING,
    ActorFiles,
    Encoding,
    First,
    ParseFormat,
    Paths,
    QueryFormat,
    ReportFormat,
    Second,
    text_of,
)
from kgraph.cli.plot_verbs import plots
from kgraph.cli.report_verbs import notebook
from kgraph.cli.report_verbs import report as report_verb
from kgraph.cli.review_verbs import apply
from kgraph.cli.screen import as_json, complain, count_of, fail_if, report, say, show_account, show_table
from kgraph.cli.serve_verbs import serve
from kgraph.cli.stores import STORE, StoreOptions
from kgraph.cli.table_verbs import sql
from kgraph.cli.watch_verbs import watch
from kgraph.errors import DataError

app = typer.Typer(
    help="News text to typed, dated, attributed claims between actors; queried, explained, explored.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(build)
app.command()(extract)
app.add_typer(actors, name="actors")
app.add_typer(network, name="network")
app.add_typer(plots, name="plot")
app.command()(report_verb)
app.command()(notebook)
app.command()(watch)
app.command("eval")(evaluate)
app.command()(merge)
app.command()(conflicts)
app.command()(changes)
app.command()(diff)
app.command("import")(import_events)
app.command()(apply)
app.command()(check)
app.command()(cite)
app.command()(sql)
app.command()(serve)


def _version(asked: bool) -> None:
    if asked:
        say(f"kgraph {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,
) -> None:
    """What stands before the verb."""


@app.command()
def parse(
    paths: Paths,
    fmt: Annotated[ParseFormat, typer.Option("--format", help="CoNLL-U, or JSON lines.")] = ParseFormat.CONLLU,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Sentences read at a time.")] = 1,
    encoding: Encoding = "utf-8",
) -> None:
    """Documents to sentences with words, tags, dependencies and names, by the English model."""
    from kgraph.build import parse_documents
    from kgraph.language.conllu import to_conllu, to_json

    failed, nothing = False, True
    write = to_conllu if fmt is ParseFormat.CONLLU else to_json
    for parsed in parse_documents(paths, encoding=encoding, threads=threads):
        nothing = False
        if parsed.error is not None:
            complain(str(parsed.error))
            failed = True
        for lines in write(parsed.sentences, document=parsed.document):
            say(lines)
    if nothing:
        complain(NOTHING)
    fail_if(failed or nothing)


@app.command()
@flattened()
def add(
    files: Annotated[list[str], typer.Argument(help="Claims (.jsonl, or - for standard input) or RDF.")],
    store: StoreOptions = STORE,
    actors: ActorFiles = None,
) -> None:
    """Put claims (JSON lines) or RDF into the store; nothing that is there is replaced."""
    from kgraph.actors import load_gazetteer
    from kgraph.build import add_file

    gazetteer, failed = load_gazetteer(*overlays_of(store.location, actors)), False
    with store.writing() as graph:
        for file in files:
            try:
                added = add_file(file, graph, gazetteer)
            except DataError as error:
                complain(str(error))
                failed = True
                continue
            for problem in added.problems:
                complain(str(problem))
            failed |= bool(added.problems)
            report(f"{file}: {count_of(added.count, f'new {added.what}')}")
    fail_if(failed)


@app.command()
@flattened()
def remove(
    documents: Annotated[list[str], typer.Argument(help="Ids of documents, as an export shows them.")],
    store: StoreOptions = STORE,
) -> None:
    """Take documents and their claims out of the store; plain edges that nothing else supports go with them."""
    store.reading().close()  # says so where there is no store; opening for writing would make one
    missing = False
    with store.writing() as graph:
        for document in documents:
            found = graph.remove(document)
            if found:
                report(f"{document}: removed")
            else:
                complain(f"no document {document} in {store.place}")
            missing |= not found
    fail_if(missing)


@app.command()
@flattened()
def compact(store: StoreOptions = STORE) -> None:
    """Put the store's files in order: questions are answered faster. `import` does so behind many new claims."""
    store.reading().close()
    with store.writing() as graph:
        graph.compact()
    report(f"{store.place}: compacted")


@app.command()
@flattened()
def query(
    sparql: Annotated[str | None, typer.Argument(help="SPARQL, or with --named an argument of the query.")] = None,
    arguments: Annotated[list[str] | None, typer.Argument(help="More of them.")] = None,
    store: StoreOptions = STORE,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", help="Read the query from a file (- is standard input).")
    ] = None,
    named: Annotated[str | None, typer.Option("--named", help="A query of the cookbook (--named list).")] = None,
    fmt: Annotated[QueryFormat, typer.Option("--format", help="How the answer is written.")] = QueryFormat.TABLE,
) -> None:
    """Ask the store in SPARQL; the prefixes kg:, kgr:, plover: and the usual ones are declared already."""
    from kgraph.graph import named_queries, named_query

    if named == "list":
        rows = ((query.name, " ".join(query.arguments), query.title) for query in named_queries().values())
        show_table(("name", "arguments", "title"), rows)
        return
    given = [] if sparql is None else [sparql, *(arguments or [])]
    if file is not None and (given or named is not None):
        raise typer.BadParameter("a query from a file stands alone")
    recipe = None if named is None else named_query(named)
    if recipe is not None:
        text = recipe.sparql
    elif file is not None:
        text = text_of(file)
    elif sparql is not None and not arguments:
        text = sparql
    else:
        raise typer.BadParameter("give one query: as text, with --file or with --named")
    with closing(store.reading()) as graph:
        if recipe is not None:
            text = graph.recipe(recipe, *arguments_of(recipe, given, graph, store.location))
        if fmt is not QueryFormat.TABLE:
            graph.write(text, sys.stdout.buffer, fmt)
            return
        answer = graph.query(text)
        show_table(answer.columns, answer.rows)


@app.command()
@flattened()
def explain(
    first: First,
    second: Second,
    store: StoreOptions = STORE,
    ids: Annotated[bool, typer.Option("--ids", help="Show the id of each claim.")] = False,
) -> None:
    """The claims behind what stands between two actors, newest first, with marked quotes and who said so."""
    from kgraph.explain import explain_dyad, explain_events

    with closing(store.reading()) as graph:
        ends = actor_ids((first, second), graph, store.location)
        accounts = explain_dyad(graph, *ends)
        events = {claim: told for told in explain_events(graph, *ends) for claim in told.event.claims}
    for account in accounts:
        show_account(account, told=events.get(account.claim.id), ids=ids)
        say()
    if not accounts:
        complain(f"no claims between {' and '.join(ends)} in {store.place}")
    fail_if(not accounts)


@app.command()
@flattened()
def explore(
    output: Annotated[Path, typer.Option("-o", "--output", help="The HTML file to write.")],
    store: StoreOptions = STORE,
    title: Annotated[str, typer.Option("--title", help="The page's title.")] = "kgraph",
    top: Annotated[int, typer.Option("--top", min=1, help="How many lines are drawn at most.")] = 200,
) -> None:
    """Write the graph as one HTML file in which every line opens onto its sentences."""
    from kgraph.explore import explore_graph

    with closing(store.reading()) as graph:
        explore_graph(graph, output, title=title, top=top)
    report(f"{output}: the explorer")


@app.command()
@flattened()
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file; its suffix names the format.")],
    store: StoreOptions = STORE,
) -> None:
    """Write the graph by suffix: RDF (.ttl …), .graphml, .gexf, .csv, .jsonl, .parquet, … (docs/exports.md)."""
    from kgraph.export import export_graph

    with closing(store.reading()) as graph:
        export_graph(graph, output)
    report(f"{output}: exported")


@app.command()
@flattened()
def stats(
    store: StoreOptions = STORE,
    fmt: Annotated[ReportFormat, typer.Option("--format", help="table or json.")] = ReportFormat.TABLE,
) -> None:
    """What the store holds, counted."""
    with closing(store.reading()) as graph:
        counts = asdict(graph.stats())
    if fmt is ReportFormat.JSON:
        say(as_json({key: dict(value) if isinstance(value, tuple) else value for key, value in counts.items()}))
        return
    tallies = {key: value for key, value in counts.items() if isinstance(value, tuple)}
    show_table(("", "count"), ((key.replace("_", " "), value) for key, value in counts.items() if key not in tallies))
    for key, tally in tallies.items():
        say()
        show_table((key.removeprefix("by_").replace("_", " "), "claims"), tally)
