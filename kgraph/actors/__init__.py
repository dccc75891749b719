"""The gazetteer: who is who, under which names, in which office and when; and where texts name them."""

from kgraph.actors.gazetteer import Gazetteer, load_gazetteer

__all__ = ["Gazetteer", "load_gazetteer"]
