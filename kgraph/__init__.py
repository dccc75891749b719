"""kgraph: news text to typed, dated, attributed claims between actors."""

__version__ = "0.1.0"
