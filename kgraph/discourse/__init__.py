"""Who is meant where in a document: names, offices, descriptions, pronouns and sets, each with its use."""

from kgraph.discourse.references import Discourse, Reference, Role, Use
from kgraph.discourse.resolving import resolve

__all__ = ["Discourse", "Reference", "Role", "Use", "resolve"]
