"""Who is meant in the address of a dyad: ids, their last parts, codes, names, the user's own; and who is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgraph.actors.overlays import keep_rows
from kgraph.cli.naming import actor_ids
from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.model import Actor, ActorKind, ActorRef, Claim
from kgraph.serve.jobs import Desk
from tests.samples import RUSSIA
from tests.serving import make_store

AMBIGUOUS = [f"urn:kgraph:actor:front-{number}" for number in (1, 2)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, and two fronts of one name that no table knows."""
    location = make_store(tmp_path_factory.mktemp("dyads"))
    with KnowledgeGraph(location) as graph:
        fronts = [Actor(id=id_, label="Northern Front", kind=ActorKind.ARMED_GROUP) for id_ in AMBIGUOUS]
        ends = [ActorRef(id=front.id, name=front.label) for front in fronts]
        claims = [
            Claim(document="c", actor=end, recipient=RUSSIA, relation="attacks", event_type="ASSAULT") for end in ends
        ]
        graph.add_claims(claims, actors=fronts)
    return location


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def asked(
    desk: Desk, store: Path, first: str, second: str, *, beside: Path | None = None
) -> tuple[int, dict[str, object]]:
    """What is answered; `beside` is where the user's own tables lie, else they lie beside the store."""
    where = {"snapshot": str(store), "location": str(beside or store)}
    answer = desk.do({"job": "dyad", **where, "first": first, "second": second, "most": 10})
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize("first", ["kgr:RUS", "RUS", "RU", "Russia", "russia", "Russian Federation"])
def test_an_end_is_named_as_explain_has_it(desk: Desk, store: Path, first: str) -> None:
    status, told = asked(desk, store, first, "kgr:PRK")
    assert status == 200
    assert [end["id"] for end in told["ends"]] == ["kgr:RUS", "kgr:PRK"]  # type: ignore[attr-defined]
    assert told["count"] == 2
    with GraphReader(store) as graph:
        assert actor_ids([first], graph, store) == ["kgr:RUS"]


def test_the_tables_beside_the_store_count_as_they_do_for_explain(desk: Desk, store: Path, tmp_path: Path) -> None:
    assert asked(desk, store, "The Bear", "PRK")[0] == 404
    keep_rows([{"actor": "kgr:RUS", "name": "The Bear"}], tmp_path / "case.db")
    status, told = asked(desk, store, "The Bear", "PRK", beside=tmp_path / "case.db")
    assert (status, told["count"]) == (200, 2)


def test_the_last_part_of_an_id_means_it_before_any_name(desk: Desk, store: Path) -> None:
    status, told = asked(desk, store, "vladimir-putin", "CHN")
    assert (status, told["count"]) == (200, 1)


def test_a_name_of_several_actors_is_answered_with_them(desk: Desk, store: Path) -> None:
    status, told = asked(desk, store, "Northern Front", "RUS")
    assert status == 422
    assert all(front in str(told["detail"]) for front in AMBIGUOUS)
    status, told = asked(desk, store, AMBIGUOUS[0], "RUS")
    assert (status, told["count"]) == (200, 1)


@pytest.mark.parametrize("name", ["Nobody Whom Anyone Knows", "Germany", "DEU", "a/b", "", "%", "'; DROP"])
def test_who_is_not_in_the_store_is_not_found(desk: Desk, store: Path, name: str) -> None:
    status, told = asked(desk, store, name, "RUS")
    assert (status, "unknown actor" in str(told["detail"])) == (404, True)


@pytest.mark.parametrize("name", ["kgr:a b", "nobody:RUS", "kgr:<b>"])
def test_what_has_the_form_of_an_id_and_is_none_is_refused(desk: Desk, store: Path, name: str) -> None:
    assert asked(desk, store, name, "RUS")[0] == 422
