"""The dossier of a dyad: everything the graph holds between two actors, to be read, printed and cited."""

from kgraph.report.dossier import Dossier, Reference, dossier
from kgraph.report.writing import SUFFIXES, write_report

__all__ = ["SUFFIXES", "Dossier", "Reference", "dossier", "write_report"]
