"""The graph as networkx, and what is measured on it."""

from kgraph.network.claims import to_networkx

__all__ = ["to_networkx"]
