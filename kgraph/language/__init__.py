"""English text read: sentences of words with tags, dependencies and names, by the model that ships with kgraph.

Offline and deterministic; Universal Dependencies v2 throughout. Any spaCy pipeline can stand in (`from_spacy`).
Importing this loads nothing heavy: each name is fetched when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.language.conllu import to_conllu as to_conllu
    from kgraph.language.model import Analysis as Analysis
    from kgraph.language.model import LanguageModel as LanguageModel
    from kgraph.language.model import load_model as load_model
    from kgraph.language.model import parse as parse
    from kgraph.language.sentence import Name as Name
    from kgraph.language.sentence import Sentence as Sentence
    from kgraph.language.sentence import Token as Token
    from kgraph.language.spacy_reader import from_spacy as from_spacy

__all__ = [
    "Analysis",
    "LanguageModel",
    "Name",
    "Sentence",
    "Token",
    "from_spacy",
    "load_model",
    "parse",
    "to_conllu",
]

_MODULES = {"conllu": ("to_conllu",), "sentence": ("Name", "Sentence", "Token"), "spacy_reader": ("from_spacy",)}
_MODULE_OF = dict.fromkeys(__all__, "model") | {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'kgraph.language' has no attribute {name!r}")
    return getattr(import_module(f"kgraph.language.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
