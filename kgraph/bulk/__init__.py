"""Many documents: read one after another, by processes of this machine or by those of a cluster, to the same claims."""

from kgraph.bulk.asking import answers_of
from kgraph.bulk.files import files_in
from kgraph.bulk.reading import Reading, read_claims_of
from kgraph.bulk.settings import Settings

__all__ = ["Reading", "Settings", "answers_of", "files_in", "read_claims_of"]
