"""What a worker does. Each job is asked with plain data and gives an answer, also where it fails on purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from kgraph.errors import DataError, KgraphError, QueryError, StoreError, UnknownNameError
from kgraph.graph import GraphReader
from kgraph.graph.snapshot import take_snapshot
from kgraph.serve.answering import answer_query
from kgraph.serve.answers import Answer, Job, as_json, problem


class Desk:
    """Where the jobs of one worker are done; it keeps the snapshot open that it was asked about last."""

    def __init__(self) -> None:
        self._graph: GraphReader | None = None

    def do(self, job: Job) -> Answer:
        """The answer of a job."""
        try:
            return JOBS[job["job"]](self, job)
        except QueryError as error:
            return problem(400, str(error), line=error.line, column=error.column)
        except UnknownNameError as error:
            return problem(404, str(error))
        except DataError as error:
            return problem(422, str(error))
        except StoreError as error:
            return problem(503, str(error))
        except KgraphError as error:
            return problem(500, str(error))

    def graph(self, job: Job) -> GraphReader:
        """The graph in the snapshot that a job names."""
        location = Path(job["snapshot"])
        if self._graph is None or self._graph.location != location:
            if self._graph is not None:
                self._graph.close()
            self._graph = GraphReader(location)
        return self._graph


def _move(desk: Desk, job: Job) -> Answer:
    desk.graph(job)
    return Answer()


def _query(desk: Desk, job: Job) -> Answer:
    return answer_query(desk.graph(job).embedded, job)


def _dyad(desk: Desk, job: Job) -> Answer:
    from kgraph.serve.dyads import dyad_record

    location = Path(job["location"])
    return as_json(dyad_record(desk.graph(job), job["first"], job["second"], location=location, most=job["most"]))


def _explorer(desk: Desk, job: Job) -> Answer:
    from kgraph.explore import explore_graph

    explore_graph(desk.graph(job), job["file"], title=job["title"], top=job["top"])
    return Answer()


def _export(desk: Desk, job: Job) -> Answer:
    from kgraph.export import WRITERS

    if job["suffix"] not in WRITERS:
        raise UnknownNameError("export format", job["suffix"], WRITERS)
    with Path(job["file"]).open("wb") as file:
        WRITERS[job["suffix"]](desk.graph(job), file)
    return Answer()


def _snapshot(_: Desk, job: Job) -> Answer:
    take_snapshot(Path(job["location"]), Path(job["target"]))
    return Answer()


def _update(_: Desk, job: Job) -> Answer:
    from kgraph.graph import KnowledgeGraph
    from kgraph.serve.updating import apply_update

    with KnowledgeGraph(job["location"]) as graph:
        done = apply_update(graph, job["sparql"])
    return as_json({"inserted": done.inserted, "deleted": done.deleted})


JOBS: Final[Mapping[str, Callable[[Desk, Job], Answer]]] = {
    "move": _move,
    "query": _query,
    "dyad": _dyad,
    "explorer": _explorer,
    "export": _export,
    "snapshot": _snapshot,
    "update": _update,
}
"""What a worker can be asked, by name."""
