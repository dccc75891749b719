"""Rival accounts: claims that cannot both hold, side by side, each with its words and with who says so."""

from kgraph.rivals.finding import WINDOW, Conflict, ConflictKind, conflicts
from kgraph.rivals.showing import COLUMNS, conflict_rows, conflict_to_dict

__all__ = ["COLUMNS", "WINDOW", "Conflict", "ConflictKind", "conflict_rows", "conflict_to_dict", "conflicts"]
