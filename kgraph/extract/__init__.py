"""Documents to claims: reading texts, the seam that extractors stand behind, and the naive one called `floor`."""

from kgraph.extract.documents import read_documents, read_outcomes
from kgraph.extract.seam import Extractor, extract_checked, extractor

__all__ = ["Extractor", "extract_checked", "extractor", "read_documents", "read_outcomes"]
