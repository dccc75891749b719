"""The same work with kgraph and with its peers, a script a tool; `benchmarks/comparison.py` runs them."""
