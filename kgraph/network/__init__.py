"""The graph as networkx, and what is measured on it.

`to_networkx` has an edge for each claim, `dyad_network` one for each two actors; the measures take any network whose
edges have `weight` and `sign`, so they can be tried on published ones. Many claims are counted as `columns`, which are
read once and shared: every function that takes a graph takes its columns too.
"""

from kgraph.network.balance import Balance, balance, balance_over_time, unbalanced_triads
from kgraph.network.brokerage import Broker, brokerage
from kgraph.network.centrality import Centrality, centralities
from kgraph.network.changes import Change, ChangeKind, changes, diff
from kgraph.network.claims import to_networkx
from kgraph.network.columns import Columns, columns
from kgraph.network.communities import Communities, communities
from kgraph.network.dyads import EVERYTHING, FIRM, Counted, Dyads, Ends, Weight, dyad_network, dyads, time_of
from kgraph.network.frustration import Frustration, frustration
from kgraph.network.motifs import Exchange, Reciprocity, exchanges, reciprocity, triad_census
from kgraph.network.paths import Path, paths
from kgraph.network.similarity import Likeness, Similar, similarities
from kgraph.network.timeline import Period, change_points, dyad_timeline
from kgraph.network.triads import SignedCensus, Triad, signed_census, signs_of_network
from kgraph.network.windows import Every, Window, windows

__all__ = [
    "EVERYTHING",
    "FIRM",
    "Balance",
    "Broker",
    "Centrality",
    "Change",
    "ChangeKind",
    "Columns",
    "Communities",
    "Counted",
    "Dyads",
    "Ends",
    "Every",
    "Exchange",
    "Frustration",
    "Likeness",
    "Path",
    "Period",
    "Reciprocity",
    "SignedCensus",
    "Similar",
    "Triad",
    "Weight",
    "Window",
    "balance",
    "balance_over_time",
    "brokerage",
    "centralities",
    "change_points",
    "changes",
    "columns",
    "communities",
    "diff",
    "dyad_network",
    "dyad_timeline",
    "dyads",
    "exchanges",
    "frustration",
    "paths",
    "reciprocity",
    "signed_census",
    "signs_of_network",
    "similarities",
    "time_of",
    "to_networkx",
    "triad_census",
    "unbalanced_triads",
    "windows",
]
