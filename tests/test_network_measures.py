"""Measures on networks: against networkx, against published examples, and against their own definitions."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from itertools import combinations, pairwise, permutations
from pathlib import Path
from random import Random

import networkx
import numpy as np
import pytest

from kgraph.errors import DataError, UnknownNameError
from kgraph.network import (
    brokerage,
    centralities,
    change_points,
    communities,
    exchanges,
    paths,
    reciprocity,
    similarities,
    triad_census,
)
from tests.network_samples import made, tribes

KITE = "ab ac ad af bd be bg cd cf de df dg ef fg eg fh gh hi ij".replace("ef ", "")
"""Krackhardt's kite, Assessing the political landscape, Administrative Science Quarterly 35 (1990): d is Diane, f and g
Fernando and Garth, h Heather."""
COAL = [
    *(4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1),
    *(3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0),
    *(1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 3, 3, 0, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1),
]
"""Explosions in British coal mines that killed ten or more, a year, 1851 to 1962 (Jarrett, Biometrika 66, 1979)."""


def weighted(ties: str) -> networkx.Graph[str]:
    network: networkx.Graph[str] = networkx.Graph([tuple(tie) for tie in ties.split()])
    networkx.set_edge_attributes(network, 1, "weight")
    return network


def test_the_kite_has_the_published_centralities() -> None:
    """Diane has the most ties (6 of 9), Heather is between most (14 of 36), Fernando and Garth are closest (9/14)."""
    found = {one.actor: one for one in centralities(weighted(KITE))}
    assert (found["d"].out_degree, found["h"].betweenness) == (6, pytest.approx(14 / 36))
    assert found["f"].closeness == found["g"].closeness == pytest.approx(9 / 14)
    assert max(found.values(), key=lambda one: one.closeness).actor in "fg"
    assert found["d"].betweenness == pytest.approx(0.102, abs=5e-4)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_centralities_are_those_of_networkx(seed: int, directed: bool) -> None:
    network = made(Random(seed), 25 + 40 * (seed % 2), 0.12, directed=directed)
    between = networkx.betweenness_centrality(network)
    close = networkx.closeness_centrality(network)
    rank = networkx.pagerank(network, tol=1e-12, max_iter=5000)
    eigen = networkx.eigenvector_centrality(network, weight="weight", max_iter=5000, tol=1e-10)
    for one in centralities(network):
        assert one.betweenness == pytest.approx(between[one.actor], abs=1e-9)
        assert one.closeness == pytest.approx(close[one.actor], abs=1e-9)
        assert one.pagerank == pytest.approx(rank[one.actor], abs=1e-7)
        assert one.eigenvector == pytest.approx(eigen[one.actor], abs=1e-5)
        out = network.out_degree if isinstance(network, networkx.DiGraph) else network.degree
        assert (one.out_degree, one.out_strength) == (out(one.actor), out(one.actor, weight="weight"))


def test_a_way_without_return_has_no_eigenvector_centrality() -> None:
    assert [one.eigenvector for one in centralities(networkx.Graph())] == []
    lonely: networkx.Graph[str] = networkx.Graph()
    lonely.add_node("a")
    assert centralities(lonely)[0].eigenvector is None


def test_ties_below_nothing_have_no_centrality() -> None:
    with pytest.raises(DataError, match="positive_weight"):
        centralities(networkx.Graph([("a", "b", {"weight": -1})]))
    with pytest.raises(DataError, match="without a weight"):
        communities(networkx.Graph([("a", "b")]))


def test_the_karate_club_falls_into_the_published_communities() -> None:
    """Four of modularity 0.4198, the largest there is (Brandes and others, On modularity clustering, 2008)."""
    club: networkx.Graph[str] = networkx.relabel_nodes(networkx.karate_club_graph(), str)
    networkx.set_edge_attributes(club, 1, "weight")
    found = [communities(club, seed=seed) for seed in range(10)]
    best = max(found, key=lambda one: one.modularity or 0)
    assert len(best.members) == 4
    assert best.modularity == pytest.approx(0.4198, abs=5e-5)


def test_the_same_seed_cuts_the_same_whatever_the_order_of_actors() -> None:
    network = made(Random(1), 60, 0.1)
    other: networkx.Graph[str] = networkx.Graph()
    other.add_nodes_from(sorted(network, reverse=True))
    other.add_edges_from((b, a, about) for a, b, about in reversed(list(network.edges(data=True))))
    assert communities(network) == communities(other)
    numbers = networkx.community.modularity(network, [set(part) for part in communities(network).members])
    assert communities(network).modularity == pytest.approx(numbers)


def test_camps_among_the_tribes_are_those_of_the_block_model() -> None:
    """The three camps that R's signnet prints for signed_blockmodel(tribes, k = 3, alpha = 0.5)."""
    network = tribes()
    for _, _, about in network.edges(data=True):
        about["weight"] = max(0, about["sign"])
    assert communities(network).members == (
        ("Alika", "Asaro", "Gahuk", "Geham", "Masil", "Ove", "Ukudz"),
        ("Kohik", "Nagam", "Notoh", "Seuve", "Uheto"),
        ("Gama", "Gavev", "Kotun", "Nagad"),
    )


def brokered(network: networkx.Graph[str], groups: dict[str, int], broker: str) -> dict[str, int]:
    """The roles as Gould and Fernandez define them, triple by triple."""
    roles = dict.fromkeys(("coordinator", "consultant", "gatekeeper", "representative", "liaison"), 0)
    for a, c in permutations(network, 2):
        if broker in (a, c) or not (network.has_edge(a, broker) and network.has_edge(broker, c)):
            continue
        if network.has_edge(a, c):
            continue
        of = groups[a], groups[broker], groups[c]
        if len(set(of)) == 1:
            roles["coordinator"] += 1
        elif len(set(of)) == 3:
            roles["liaison"] += 1
        elif of[0] == of[2]:
            roles["consultant"] += 1
        elif of[1] == of[2]:
            roles["gatekeeper"] += 1
        else:
            roles["representative"] += 1
    return roles


@pytest.mark.parametrize("directed", [False, True])
def test_brokers_are_counted_as_gould_and_fernandez_do(directed: bool) -> None:
    network = made(Random(7), 14, 0.3, directed=directed)
    groups = {actor: place % 3 for place, actor in enumerate(network)}
    found = brokerage(network, groups)
    assert {one.actor for one in found} == set(network)
    for one in found:
        wanted = brokered(network, groups, one.actor)
        assert {role: getattr(one, role) for role in wanted} == wanted
        assert one.total == sum(wanted.values())
    assert sum(one.total for one in found) > 50


def test_a_broker_without_a_group_is_told() -> None:
    with pytest.raises(DataError, match="without a group: 'b'"):
        brokerage(networkx.DiGraph([("a", "b")]), {"a": 1})


@pytest.mark.parametrize("directed", [False, True])
def test_paths_are_the_shortest_of_all_simple_ones(directed: bool) -> None:
    network = made(Random(11), 9, 0.5, directed=directed)
    first, second = sorted(network)[0], sorted(network)[-1]
    every = [
        sum(1 / network.edges[step]["weight"] for step in pairwise(way))
        for way in networkx.all_simple_paths(network, first, second)
    ]
    found = paths(network, first, second, most=12)
    assert [path.length for path in found] == pytest.approx(sorted(every)[:12])
    assert len({path.actors for path in found}) == 12
    assert paths(network, first, second, most=1)[0].length == pytest.approx(
        networkx.dijkstra_path_length(network, first, second, weight=lambda _a, _b, about: 1 / about["weight"])
    )


def test_every_step_of_a_path_has_its_claims() -> None:
    network = tribes()
    found = paths(network, "Gavev", "Ukudz", most=3, weight=None)
    for path in found:
        steps = list(pairwise(path.actors))
        assert [claims[0] for claims in path.evidence] == [network.edges[step]["evidence"] for step in steps]
        assert path.length == len(steps)
    assert found[0].length == networkx.shortest_path_length(network, "Gavev", "Ukudz")


def test_no_path_and_no_such_actor() -> None:
    apart = weighted("ab cd")
    assert paths(apart, "a", "c") == []
    with pytest.raises(UnknownNameError, match="unknown actor in this network 'z'"):
        paths(apart, "a", "z")


def test_coal_mines_became_safer_when_the_papers_say() -> None:
    """The rate falls after 41 years, 1891 being the last dangerous one (Carlin, Gelfand and Smith, Applied Statistics
    41, 1992; Raftery and Akman, Biometrika 73, 1986)."""
    assert (len(COAL), sum(COAL)) == (112, 191)
    assert change_points(COAL)[0] == 41
    assert change_points(COAL, penalty=20) == [41]


def cost(counts: list[int], cuts: tuple[int, ...], penalty: float) -> float:
    bounds = [0, *cuts, len(counts)]
    told = 0.0
    for start, end in pairwise(bounds):
        total = sum(counts[start:end])
        told += 2 * total * math.log((end - start) / total) if total else 0
    return told + penalty * len(cuts)


@pytest.mark.parametrize("seed", range(12))
def test_the_cut_is_the_cheapest_of_all(seed: int) -> None:
    chance = Random(seed)
    counts = [chance.choice((0, 1, 1, 2, 9, 12)) for _ in range(10)]
    penalty = chance.choice((0.5, 2.0, 4.6))
    every = [cuts for size in range(10) for cuts in combinations(range(1, 10), size)]
    found = change_points(counts, penalty=penalty)
    assert cost(counts, tuple(found), penalty) == pytest.approx(min(cost(counts, cuts, penalty) for cuts in every))


def test_nothing_changes_in_nothing() -> None:
    assert [change_points(counts) for counts in ([], [0], [0] * 40, [3] * 40)] == [[], [], [], []]
    with pytest.raises(DataError, match="not a count"):
        change_points([1, -1])
    with pytest.raises(DataError, match="not a penalty"):
        change_points([1], penalty=math.nan)


@pytest.mark.parametrize("directed", [False, True])
def test_likeness_is_what_it_is_defined_to_be(directed: bool) -> None:
    network = made(Random(2), 12, 0.4, directed=directed)
    actors = sorted(network)

    def profile(one: str, other: str, about: str) -> list[float]:
        others = [actor for actor in actors if actor not in (one, other)]
        out = [network.edges[one, k][about] if network.has_edge(one, k) else 0 for k in others]
        back = [network.edges[k, one][about] if network.has_edge(k, one) else 0 for k in others]
        return out + back if directed else out

    for one in similarities(network, most=None):
        a, b = (np.array(profile(*pair, "weight")) for pair in ((one.first, one.second), (one.second, one.first)))
        assert one.value == pytest.approx(a @ b / np.sqrt((a @ a) * (b @ b)))
    for one in similarities(network, by="jaccard", most=None):
        a, b = (np.array(profile(*pair, "weight")) for pair in ((one.first, one.second), (one.second, one.first)))
        assert one.value == pytest.approx(((a != 0) & (b != 0)).sum() / ((a != 0) | (b != 0)).sum())
    found = similarities(network, by="s", most=None)
    assert len(found) == 66
    for one in found:
        a, b = (np.array(profile(*pair, "sign")) for pair in ((one.first, one.second), (one.second, one.first)))
        assert one.value == pytest.approx(1 - 2 * np.abs(a - b).sum() / (2 * len(a)))


def test_the_jaccard_index_is_that_of_networkx_where_two_have_no_tie() -> None:
    network = made(Random(4), 20, 0.3)
    found = {(one.first, one.second): one.value for one in similarities(network, by="jaccard", most=None)}
    apart = list(networkx.non_edges(network))
    wanted = {tuple(sorted((a, b))): value for a, b, value in networkx.jaccard_coefficient(network, apart)}
    assert len(wanted) > 50
    assert all(found.get(pair, 0.0) == pytest.approx(value) for pair, value in wanted.items())


def test_enemies_enemies_and_their_friends_have_opposite_profiles() -> None:
    network: networkx.Graph[str] = networkx.Graph()
    for other in "xyz":
        network.add_edge("a", other, sign=1, weight=1)
        network.add_edge("b", other, sign=-1, weight=-1)
    assert similarities(network, "a", by="s", most=None)[-1].value < 0
    pair = {(one.first, one.second): one.value for one in similarities(network, by="cosine", most=None)}
    assert pair["a", "b"] == pytest.approx(-1)


def test_comparing_needs_an_actor_and_a_way() -> None:
    with pytest.raises(UnknownNameError):
        similarities(tribes(), "nobody")
    with pytest.raises(DataError, match="not a likeness"):
        similarities(tribes(), by="taste")


@pytest.mark.parametrize("seed", range(4))
def test_reciprocity_is_that_of_networkx(seed: int) -> None:
    network = made(Random(seed), 15, 0.3, directed=True)
    found = reciprocity(network)
    assert found.share == pytest.approx(networkx.overall_reciprocity(network))
    assert (found.ties, len(exchanges(network))) == (
        network.number_of_edges(),
        len({frozenset(edge) for edge in network.edges}),
    )


def test_reciprocity_beyond_chance_is_that_of_the_paper() -> None:
    """Garlaschelli and Loffredo (2004): rho is 1 where all ties are returned, and -a / (1 - a) where none is."""
    ring = networkx.DiGraph([(place, (place + 1) % 5, {"weight": 2}) for place in range(5)])
    assert reciprocity(ring).beyond_chance == pytest.approx(-0.25 / 0.75)
    both = networkx.DiGraph([*ring.edges(data=True), *((b, a, about) for a, b, about in ring.edges(data=True))])
    assert (reciprocity(both).beyond_chance, reciprocity(both).weighted) == (1.0, 1.0)
    nothing = reciprocity(networkx.DiGraph())
    assert (nothing.share, nothing.beyond_chance, nothing.weighted) == (None, None, None)


MAN = {
    frozenset(ties): kind
    for kind, ties in {
        "003": (), "012": ("ab",), "102": ("ab", "ba"), "021D": ("ba", "bc"), "021U": ("ab", "cb"),
        "021C": ("ab", "bc"), "111D": ("ac", "ca", "bc"), "111U": ("ac", "ca", "cb"), "030T": ("ab", "cb", "ac"),
        "030C": ("ba", "cb", "ac"), "201": ("ab", "ba", "ac", "ca"), "120D": ("bc", "ba", "ac", "ca"),
        "120U": ("ab", "cb", "ac", "ca"), "120C": ("ab", "bc", "ac", "ca"), "210": ("ab", "bc", "cb", "ac", "ca"),
        "300": ("ab", "ba", "bc", "cb", "ac", "ca"),
    }.items()
}  # fmt: skip
"""The types as drawn by Holland and Leinhardt (1970), each by one of its drawings."""


def test_triads_are_those_of_holland_and_leinhardt() -> None:
    network = made(Random(3), 14, 0.5, directed=True)
    wanted = dict.fromkeys(MAN.values(), 0)
    for three in combinations(network, 3):
        drawings = [
            frozenset(
                letters[i] + letters[j] for i, j in permutations(range(3), 2) if network.has_edge(three[i], three[j])
            )
            for letters in permutations("abc")
        ]
        wanted[next(MAN[drawing] for drawing in drawings if drawing in MAN)] += 1
    assert triad_census(network) == wanted
    assert min(wanted.values()) > 0


def test_motifs_and_reciprocity_are_of_directed_ties() -> None:
    for measure in (triad_census, reciprocity, exchanges):
        with pytest.raises(DataError, match="directed"):
            measure(networkx.Graph())


EVERYTHING_MEASURED = """
from tests.network_samples import made, tribes
from kgraph.network import *
from pathlib import Path
from random import Random
net, way, camps = tribes(), made(Random(1), 40, 0.15, directed=True), made(Random(2), 70, 0.1)
print(balance(net), list(unbalanced_triads(net)), balance(camps).frustration)
print(communities(camps), communities(way), centralities(way), centralities(camps))
print(brokerage(way, communities(way).of()), paths(way, "kgr:a000", "kgr:a001", most=9))
print(similarities(way), exchanges(way), reciprocity(way), triad_census(way))
"""


def test_every_process_measures_the_same() -> None:
    """Sets and dicts of texts have another order in a process with another hash seed."""
    said = {
        subprocess.run(
            [sys.executable, "-c", EVERYTHING_MEASURED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent.parent,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert len(said.pop()) > 10_000
