"""kgraph: news text to typed, dated, attributed claims between actors.

The claims stand in an RDF store, are queried with SPARQL, analysed with networkx and explored as one HTML file; every
edge opens onto the sentence that supports it. Importing this loads nothing heavy: each name is fetched when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.actors import Gazetteer, load_gazetteer
    from kgraph.build import Built, Settings, build_graph
    from kgraph.check import check_batch, check_file, check_graph
    from kgraph.discourse import Discourse, resolve
    from kgraph.errors import KgraphError
    from kgraph.evaluate import evaluate_gold
    from kgraph.explain import explain_dyad, explain_events
    from kgraph.explore import explore_graph
    from kgraph.export import export_graph
    from kgraph.extract import extract_checked, extractor, read_documents
    from kgraph.graph import Addition, GraphReader, KnowledgeGraph, QueryResult
    from kgraph.importing import Imported, ImportSettings, cite, import_files
    from kgraph.language import Sentence, Token, parse
    from kgraph.merge import keep_apart, merge_claims, merge_events, undo_merge
    from kgraph.model import ActorRef, Claim, Date, Document, Evidence, claim_from_json, claim_to_json, read_claims
    from kgraph.network import changes, diff, dyad_network, to_networkx
    from kgraph.notebook import run_notebook, write_notebook
    from kgraph.plots import plot_dyads, plot_matrix, plot_timeline
    from kgraph.report import write_report
    from kgraph.rivals import conflicts
    from kgraph.tables import Tables, write_tables

__version__ = "0.1.0"

__all__ = [
    "ActorRef",
    "Addition",
    "Built",
    "Claim",
    "Date",
    "Discourse",
    "Document",
    "Evidence",
    "Gazetteer",
    "GraphReader",
    "ImportSettings",
    "Imported",
    "KgraphError",
    "KnowledgeGraph",
    "QueryResult",
    "Sentence",
    "Settings",
    "Tables",
    "Token",
    "build_graph",
    "changes",
    "check_batch",
    "check_file",
    "check_graph",
    "cite",
    "claim_from_json",
    "claim_to_json",
    "conflicts",
    "diff",
    "dyad_network",
    "evaluate_gold",
    "explain_dyad",
    "explain_events",
    "explore_graph",
    "export_graph",
    "extract_checked",
    "extractor",
    "import_files",
    "keep_apart",
    "load_gazetteer",
    "merge_claims",
    "merge_events",
    "parse",
    "plot_dyads",
    "plot_matrix",
    "plot_timeline",
    "read_claims",
    "read_documents",
    "resolve",
    "run_notebook",
    "to_networkx",
    "undo_merge",
    "write_notebook",
    "write_report",
    "write_tables",
]

_ROOMS = {
    "kgraph.actors": ("Gazetteer", "load_gazetteer"),
    "kgraph.build": ("Built", "Settings", "build_graph"),
    "kgraph.check": ("check_batch", "check_file", "check_graph"),
    "kgraph.discourse": ("Discourse", "resolve"),
    "kgraph.errors": ("KgraphError",),
    "kgraph.evaluate": ("evaluate_gold",),
    "kgraph.explain": ("explain_dyad", "explain_events"),
    "kgraph.explore": ("explore_graph",),
    "kgraph.export": ("export_graph",),
    "kgraph.extract": ("extract_checked", "extractor", "read_documents"),
    "kgraph.graph": ("Addition", "GraphReader", "KnowledgeGraph", "QueryResult"),
    "kgraph.language": ("Sentence", "Token", "parse"),
    "kgraph.importing": ("ImportSettings", "Imported", "cite", "import_files"),
    "kgraph.merge": ("keep_apart", "merge_claims", "merge_events", "undo_merge"),
    "kgraph.model": (
        *("ActorRef", "Claim", "Date", "Document", "Evidence"),
        *("claim_from_json", "claim_to_json", "read_claims"),
    ),
    "kgraph.network": ("changes", "diff", "dyad_network", "to_networkx"),
    "kgraph.notebook": ("load_ipython_extension", "run_notebook", "write_notebook"),
    "kgraph.plots": ("plot_dyads", "plot_matrix", "plot_timeline"),
    "kgraph.report": ("write_report",),
    "kgraph.rivals": ("conflicts",),
    "kgraph.tables": ("Tables", "write_tables"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'kgraph' has no attribute {name!r}")
    return getattr(import_module(_ROOM_OF[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
