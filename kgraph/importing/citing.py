"""The data sets in a graph, and how they ask to be cited."""

from __future__ import annotations

from dataclasses import dataclass

from kgraph.graph import GraphReader
from kgraph.model import Dataset
from kgraph.rdf import datasets_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A data set that a graph holds claims of."""

    dataset: Dataset
    claims: int

    def lines(self) -> list[str]:
        """How it is to be cited, its terms and where it is described."""
        data = self.dataset
        title = data.title if data.version is None or data.version in data.title else f"{data.title} {data.version}"
        told = (("Cite", data.citation), ("Terms", data.license), ("See", data.url))
        return [f"{title} ({self.claims} claims)", *(f"    {what}: {text}" for what, text in told if text is not None)]


def cite(graph: GraphReader) -> list[Cited]:
    """The data sets that a graph holds claims of, with their citations and terms, in the order of their ids."""
    found = []
    for dataset in datasets_in(graph.store):
        rows = graph.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ ?claim prov:wasDerivedFrom <{dataset.iri}> }}").rows
        count = int(str(rows[0][0]))
        if count:
            found.append(Cited(dataset=dataset, claims=count))
    return found
