"""The extractor `llm`: a model behind an OpenAI-compatible endpoint proposes claims; what the text bears out stays.

A proposal becomes a claim only if its quote stands in the document word for word, its actors are found in that quote by
the same rooms that find them for `english`, and its terms are the ontology's. All else is left out and counted by
reason, and nothing the model answers is run, opened or shown. So a text that talks to the model can lose its claims, or
have its own sentences misread, since the relation itself is not checked; it can bring in no words and no actors that
do not stand in it.
"""

from kgraph.extract.llm.extracting import Llm, extract
from kgraph.extract.llm.settings import LlmSettings

__all__ = ["Llm", "LlmSettings", "extract"]
