"""Structural balance: against published figures of a published network, and against every way to take sides."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import networkx
import numpy as np
import pytest

from kgraph.errors import DataError
from kgraph.network import balance, frustration, signed_census, signs_of_network, unbalanced_triads
from kgraph.network.triads import Signs, triads
from tests.network_samples import made, tribes


def test_the_tribes_have_the_published_frustration_index() -> None:
    """7 of 58 ties (Aref and Wilson, Balance and frustration in signed networks, 2019); signnet prints 0.7586207."""
    found = balance(tribes()).frustration
    assert (found.lower, found.upper, found.exact) == (7, 7, True)
    assert (found.ties, len(found.unfit)) == (58, 7)
    assert found.normalised == pytest.approx(0.7586207, abs=5e-8)


def test_the_tribes_have_the_published_triangles_and_walks() -> None:
    """R's signnet prints for balance_score(tribes): triangles 0.8676471, walk 0.3575761."""
    found = balance(tribes())
    assert found.census.strong == pytest.approx(0.8676471, abs=5e-8)
    assert found.walk == pytest.approx(0.3575761, abs=5e-8)
    assert (found.actors, found.positive, found.negative, found.census.triads) == (16, 29, 29, 68)


def test_among_the_tribes_three_enemies_are_common_and_two_friends_at_war_are_rare() -> None:
    """Hage and Harary (1983) take the tribes for an example of weak balance, that of Davis: three camps."""
    found = signed_census(signs_of_network(tribes()))
    assert (found.ppp, found.ppn, found.pnn, found.nnn) == (19, 2, 40, 7)
    assert found.weak == pytest.approx(66 / 68)


def test_a_taking_of_sides_accounts_for_every_tie() -> None:
    network = tribes()
    found = balance(network).frustration
    side = {actor: place for place, actors in enumerate(found.sides) for actor in actors}
    assert set(side) == set(network)
    unfit = {
        tuple(sorted(pair[:2]))
        for pair in network.edges(data="sign")
        if (side[pair[0]] == side[pair[1]]) != (pair[2] > 0)
    }
    assert unfit == set(found.unfit)


def least(signs: Signs) -> int:
    """The frustration index by trying every way to take sides."""
    actors = list(signs)
    ties = [(actors.index(a), actors.index(b), sign) for a, to in signs.items() for b, sign in to.items() if a < b]
    return min(
        sum(side[a] * side[b] != sign for a, b, sign in ties)
        for side in product((1, -1), repeat=len(actors))
        if side[:1] != (-1,)
    )


@pytest.mark.parametrize("seed", range(40))
def test_the_index_is_the_least_over_all_sides_and_bounds_hold(seed: int) -> None:
    chance = Random(seed)
    signs = signs_of_network(made(chance, chance.randint(1, 9), chance.random()))
    found, bounded = frustration(signs), frustration(signs, steps=0)
    assert found.exact
    assert found.upper == least(signs)
    assert bounded.lower <= found.upper <= bounded.upper


@pytest.mark.parametrize(("number", "density"), [(14, 0.5), (18, 0.25), (11, 1.0)])
def test_the_index_is_that_of_integer_programming(number: int, density: float) -> None:
    """The AND model of Aref, Mason and Wilson (A modeling and computational study of the frustration index, 2020)."""
    optimize = pytest.importorskip("scipy.optimize")
    signs = signs_of_network(made(Random(number), number, density))
    ties = [(a, b, sign) for a, to in signs.items() for b, sign in to.items() if a < b]
    place = {actor: at for at, actor in enumerate(signs)}
    cost, rows, bounds = np.zeros(number + len(ties)), [], []
    for at, (a, b, sign) in enumerate(ties, number):
        # The tie's variable is at least 1 where its ends' sides do not fit its sign.
        cost[at] = 1
        for first, second in ((1, -1), (-1, 1)) if sign > 0 else ((1, 1), (-1, -1)):
            row = np.zeros(number + len(ties))
            row[place[a]], row[place[b]], row[at] = first, second, -1
            rows.append(row)
            bounds.append(0 if sign > 0 else first)
    solved = optimize.milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(np.array(rows), ub=np.array(bounds)),
    )
    found = frustration(signs)
    assert found.exact
    assert found.upper == round(solved.fun)


def test_a_large_network_has_bounds_and_no_search() -> None:
    found = frustration(signs_of_network(made(Random(5), 150, 0.2)))
    assert not found.exact
    assert 0 < found.lower < found.upper < found.ties / 2


def test_a_balanced_network_of_two_camps_is_found_balanced_whatever_its_size() -> None:
    chance = Random(3)
    network: networkx.Graph[str] = networkx.Graph()
    for a, b in combinations(range(120), 2):
        if chance.random() < 0.1:
            network.add_edge(f"{a:03}", f"{b:03}", sign=1 if (a < 50) == (b < 50) else -1)
    found = balance(network)
    assert (found.frustration.upper, found.frustration.lower, found.census.strong) == (0, 0, 1.0)
    assert found.walk == pytest.approx(1.0)
    assert sorted(map(len, found.frustration.sides)) == [50, 70]


@pytest.mark.parametrize("seed", range(10))
def test_the_census_counts_what_the_list_of_triads_lists(seed: int) -> None:
    signs = signs_of_network(made(Random(seed), 12, 0.6))
    kinds = [triad.kind for triad in triads(signs)]
    found = signed_census(signs)
    assert [kinds.count(kind) for kind in ("+++", "++-", "+--", "---")] == [found.ppp, found.ppn, found.pnn, found.nnn]
    network: networkx.Graph[str] = networkx.Graph([(a, b) for a, to in signs.items() for b in to])
    assert found.triads == sum(networkx.triangles(network).values()) / 3


def test_each_unbalanced_triad_comes_with_the_claims_of_its_ties() -> None:
    network = tribes()
    strong, weak = list(unbalanced_triads(network)), list(unbalanced_triads(network, weak=True))
    assert (len(strong), len(weak)) == (9, 2)
    assert {triad.kind for triad in weak} == {"++-"}
    for triad in strong:
        first, second, third = triad.actors
        pairs = ((first, second), (first, third), (second, third))
        assert [claims[0] for claims in triad.evidence] == [network.edges[pair]["evidence"] for pair in pairs]


def test_nothing_is_in_no_balance_at_all() -> None:
    found = balance(networkx.Graph())
    assert (found.census.strong, found.census.weak, found.walk, found.frustration.normalised) == (None,) * 4


def test_directed_ties_and_ties_without_a_sign_are_refused() -> None:
    with pytest.raises(DataError, match="undirected"):
        balance(networkx.DiGraph())
    with pytest.raises(DataError, match="without a sign"):
        balance(networkx.Graph([("a", "b")]))


def test_ties_of_no_sign_are_none() -> None:
    network: networkx.Graph[str] = networkx.Graph()
    network.add_edge("a", "b", sign=0)
    assert balance(network).ties == 0
