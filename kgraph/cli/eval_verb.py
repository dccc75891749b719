"""The verb `eval`: an extractor against gold."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import DEFAULT_EXTRACTOR, ActorFiles, Day, EndsAlike, ExtractorName, GoldWithin, Publisher
from kgraph.cli.screen import as_json, complain, count_of, report, say, show_table

GoldFiles = Annotated[list[Path], typer.Option("--gold", help="Gold (JSON lines); may be given again.")]
Articles = Annotated[
    list[Path] | None,
    typer.Option("--article", help="A coded document, where the gold holds none; may be given again."),
]
JsonOut = Annotated[Path | None, typer.Option("--json", help="Also write all figures to this file; - in their place.")]


def evaluate(
    gold: GoldFiles,
    article: Articles = None,
    extractor: ExtractorName = DEFAULT_EXTRACTOR,
    date: Day = None,
    publisher: Publisher = None,
    within: Annotated[GoldWithin, typer.Option("--within", help="Where a claim must stand.")] = GoldWithin.DOCUMENT,
    ends: Annotated[EndsAlike, typer.Option("--ends", help="The same state, or the same actor.")] = EndsAlike.STATE,
    actors: ActorFiles = None,
    json: JsonOut = None,
) -> None:
    """Score an extractor against gold, with the floor beside it."""
    from kgraph.evaluate import Ends, Measure, Within, evaluate_gold
    from kgraph.evaluate.reporting import record, tables
    from kgraph.files import written_whole

    measure = Measure(
        date=date, publisher=publisher, within=Within(within), ends=Ends(ends), overlays=tuple(actors or ())
    )
    evaluation = evaluate_gold(gold, article or (), name=extractor, measure=measure)
    for problem in evaluation.problems:
        complain(str(problem))
    if str(json) == "-":
        say(as_json(record(evaluation)))
    else:
        counts = f"{count_of(evaluation.relations, 'relation')} in {count_of(evaluation.sentences, 'sentence')}"
        report(f"{counts} of {count_of(evaluation.documents, 'document')}")
        for table in tables(evaluation):
            say()
            show_table(table.columns, table.rows)
        if json is not None:
            with written_whole(json) as file:
                file.write(f"{as_json(record(evaluation))}\n".encode())
            report(f"{json}: all figures")
    if evaluation.problems:
        raise typer.Exit(1)
