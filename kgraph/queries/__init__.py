"""The cookbook of SPARQL queries, one `.rq` file each; `kgraph.graph.named_query` reads them."""
