"""Many claims into a graph at once: lines of N-Quads, one bulk load a batch, which a crash leaves whole or undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kgraph.errors import StoreError
from kgraph.graph.knowledge import KnowledgeGraph
from kgraph.model import Actor, Claim, Dataset
from kgraph.rdf import ClaimLines, actor_quads, dataset_quads, part_quad, quad_lines
from kgraph.rdf.terms import node


class BulkWriter:
    """Writes claims of data sets beside what is there; what is there stays as it is.

    Args:
        graph: where they go.

    Raises:
        StoreError: the graph lies on a server.

    >>> from kgraph.model import ActorRef, Record
    >>> data = Dataset(id="my-ties", title="My ties")
    >>> claim = Claim(document=data.iri, actor=ActorRef(id="kgr:RUS", name="Russia", state="RUS"), relation="borders",
    ...               recipient=ActorRef(id="kgr:CHN", name="China", state="CHN"), record=Record(id="1"))
    >>> graph = KnowledgeGraph()
    >>> writer = BulkWriter(graph)
    >>> writer.write([claim], datasets=[data]), writer.write([claim], datasets=[data])
    (1, 0)
    >>> graph.query("ASK { kgr:CHN kg:borders kgr:RUS }").rows
    [(True,)]
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        if not isinstance(graph.store, ox.Store):
            raise StoreError("a bulk load goes into a store on this machine: import into one, then export it")
        self._graph, self._store = graph, graph.store
        self._lines = ClaimLines(graph.as_judged())
        self._described: set[str] = set()

    def parts(self, dataset: Dataset) -> list[str]:
        """The parts of files that are in the store with their rows, as `write` was told."""
        found = self._store.quads_for_pattern(
            node(dataset.iri), node("kg:importedPart"), None, ox.DefaultGraph()
        )  # fmt: skip
        return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.Literal))

    def write(
        self,
        claims: Sequence[Claim],
        *,
        datasets: Iterable[Dataset],
        actors: Iterable[Actor] = (),
        part: str | None = None,
    ) -> int:
        """Put a batch of claims into the graph, in one load, and tell how many were new.

        Args:
            claims: of these data sets.
            datasets: described with the first of their claims.
            actors: what is known of the actors in them. What the graph knows of one already stays.
            part: what of a file it is; `parts` tells it from then on.

        Raises:
            StoreError: the store cannot be written.
        """
        fresh = self._fresh(claims)
        lines = [self._lines.of(claim, name) for name, claim in fresh.items()]
        lines += dict.fromkeys(line for claim in fresh.values() for line in self._lines.brought(claim))
        for dataset in datasets:
            quads = dataset_quads(dataset)
            lines.append(quad_lines(quads if part is None else [*quads, part_quad(dataset.iri, part)]))
        lines += [quad_lines(actor_quads(actor)) for actor in actors if self._is_new(actor)]
        self._load("".join(lines).encode())
        return len(fresh)

    def finish(self) -> None:
        """Derive plain edges anew where verdicts on actors have a say in them: new descriptions may change them."""
        if self._graph.judgements:
            self._graph.rebuild_edges()

    def _fresh(self, claims: Iterable[Claim]) -> dict[str, Claim]:
        """The claims that are not there, by their ids; of two of one id the first."""
        kind, claim_class = node("rdf:type"), node("kg:Claim")
        fresh: dict[str, Claim] = {}
        for claim in claims:
            name = claim.id
            if name not in fresh and ox.Quad(ox.NamedNode(name), kind, claim_class) not in self._store:
                fresh[name] = claim
        return fresh

    def _is_new(self, actor: Actor) -> bool:
        """Whether the graph has no description of an actor yet."""
        if actor.id in self._described:
            return False
        self._described.add(actor.id)
        known = self._store.quads_for_pattern(node(actor.id), node("skos:prefLabel"), None, ox.DefaultGraph())
        return next(known, None) is None

    def _load(self, quads: bytes) -> None:
        """Load lines whose terms pyoxigraph has made, so that it need not check them once more."""
        try:
            self._store.bulk_load(input=quads, format=ox.RdfFormat.N_QUADS, lenient=True)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self._graph.location or 'the graph'} cannot be written: {error}") from error
