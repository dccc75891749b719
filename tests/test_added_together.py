"""Documents that are added together: the same graph as one after another, whole groups or none of one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.build import Settings, build_graph
from kgraph.bulk import Reading
from kgraph.errors import DataError, StoreError
from kgraph.graph import Added, Addition, GraphReader, KnowledgeGraph
from kgraph.model import Actor, ActorKind, ActorRef, Claim, Document, Judgement, Judgements
from tests.bulk_stubs import notes
from tests.generated import claims

RUSSIA = Actor(id="kgr:RUS", kind=ActorKind.STATE, label="Russia", state="RUS")
RENAMED = replace(RUSSIA, label="Russian Federation")
CHINA = Actor(id="kgr:CHN", kind=ActorKind.STATE, label="China", state="CHN")
BEAR = "urn:kgraph:actor:the-bear-1"


def addition(name: str, *relations: str, actors: tuple[Actor, ...] = (), **changes: object) -> Addition:
    """A document in which the Bear does these things to China."""
    ends = {"actor": ActorRef(id=BEAR, name="the Bear"), "recipient": ActorRef(id="kgr:CHN", name="China", state="CHN")}
    told = [Claim(document=name, relation=relation, event_type="CONSULT", **ends) for relation in relations]
    document = Document(id=name, text="x", publisher="Example Wire")
    return Addition(document=document, claims=tuple(told), actors=actors, **changes)  # type: ignore[arg-type]


def one_by_one(graph: KnowledgeGraph, additions: list[Addition]) -> list[Added]:
    return [
        graph.add(
            one.document,
            one.claims,
            actors=one.actors,
            extractor=one.extractor,
            keep_text=one.keep_text,
            read_as=one.read_as,
        )
        for one in additions
    ]


def quads(graph: GraphReader) -> list[str]:
    return sorted(map(str, graph.store))


def same_both_ways(additions: list[Addition], judgements: Judgements | None = None) -> list[Added]:
    """Hold a graph that takes all together against one that takes them one by one; what became of each."""
    together, alone = KnowledgeGraph(), KnowledgeGraph()
    for graph in (together, alone):
        if judgements is not None:
            graph.judge(judgements)
    fates = together.add_all(additions)
    assert fates == one_by_one(alone, additions)
    assert quads(together) == quads(alone)
    return fates


@given(st.lists(st.tuples(st.integers(0, 12), st.lists(claims(), max_size=3), st.booleans()), max_size=30))
@settings(deadline=None, max_examples=40)
def test_any_documents_make_the_same_graph_together_as_one_by_one(
    drawn: list[tuple[int, list[Claim], bool]],
) -> None:
    additions = []
    for number, told, keeps in drawn:
        name = f"d{number}"
        found = tuple(replace(claim, document=name) for claim in told)
        document = Document(id=name, text=f"text {number}")
        additions.append(Addition(document=document, claims=found, keep_text=keeps, actors=(RUSSIA,)))
    same_both_ways(additions)


def test_a_document_that_comes_again_goes_behind_those_before_it() -> None:
    fates = same_both_ways(
        [addition("a", "meetsWith"), addition("b", "meetsWith"), addition("a"), addition("b", "meetsWith")]
    )
    assert fates == [Added.NEW, Added.NEW, Added.REPLACED, Added.UNCHANGED]


def test_the_last_word_on_an_actor_stands() -> None:
    additions = [
        addition("a", actors=(RUSSIA,)),
        addition("b", actors=(RENAMED,)),
        addition("c", actors=(RENAMED, CHINA)),
    ]
    same_both_ways(additions)
    graph = KnowledgeGraph()
    graph.add_all(additions)
    assert graph.query("SELECT ?l WHERE { kgr:RUS skos:prefLabel ?l }").rows == [("Russian Federation",)]


def test_a_description_that_moves_edges_moves_those_of_its_group_too() -> None:
    """The Bear is an envoy, and whom the envoy acts for is told by a later document of the same group."""
    envoy = Actor(id="urn:kgraph:actor:envoy", kind=ActorKind.PERSON, label="The envoy", state="RUS")
    verdicts = Judgements([Judgement(first=envoy.id, second=BEAR, same=True, reason="his name", made="2024-06-19")])
    additions = [addition("a", "meetsWith"), addition("b", "attacks", actors=(envoy,)), addition("c", "threatens")]
    same_both_ways(additions, verdicts)
    graph = KnowledgeGraph()
    graph.judge(verdicts)
    graph.add_all(additions)
    assert ("kg:attacks",) in graph.query("SELECT ?r WHERE { kgr:RUS ?r kgr:CHN . ?r a kg:Relation }").rows


def test_what_was_read_is_known_of_each() -> None:
    read = [addition(f"d{number}", "meetsWith", extractor="floor", read_as=f"{number:064}") for number in range(12)]
    assert same_both_ways([*read, read[3]])[-1] is Added.UNCHANGED


def test_a_group_that_cannot_be_written_is_not_there_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(store: ox.Store, came: list[ox.Quad], *, documents: int) -> None:
        raise OSError("no space left on device")

    graph = KnowledgeGraph()
    before = quads(graph)
    with monkeypatch.context() as patched:
        patched.setattr("kgraph.graph.knowledge.put_new", full)
        with pytest.raises(StoreError, match="no space left"):
            graph.add_all([addition("a", "meetsWith"), addition("b", "meetsWith")])
    assert quads(graph) == before
    assert graph.add_all([addition("a", "meetsWith")]) == [Added.NEW]


def test_a_claim_of_another_document_is_told_before_anything_is_stored() -> None:
    with pytest.raises(DataError, match=r"a claim of another document: 'b'.*expected 'a'"):
        Addition(document=Document(id="a", text="x"), claims=addition("b", "meetsWith").claims)


@pytest.mark.parametrize("count", [1, 7, 8, 100])
def test_a_store_on_disk_holds_every_document_of_a_group_when_it_is_opened_again(tmp_path: Path, count: int) -> None:
    """Few go in by a transaction, many by a bulk load."""
    additions = [addition(f"d{number}", "meetsWith", "threatens") for number in range(count)]
    with KnowledgeGraph(tmp_path / "kg.db") as graph:
        assert graph.add_all(additions) == [Added.NEW] * count
        stored = quads(graph)
    alone = KnowledgeGraph()
    one_by_one(alone, additions)
    with GraphReader(tmp_path / "kg.db") as reader:
        assert quads(reader) == stored == quads(alone)


def test_a_build_tells_of_each_document_in_its_place(tmp_path: Path) -> None:
    """Groups of a build are cut anywhere: fresh, failing and replaced documents come in the files' order."""
    graph, file, chosen = KnowledgeGraph(), tmp_path / "notes.jsonl", Settings(extractor="floor", date="2024-06-19")
    texts = {f"d{number}": note.text for number, note in enumerate(notes(140))}
    first = [json.dumps({"id": name, "text": text}) for name, text in list(texts.items())[::2]]
    file.write_text("\n".join(first), "utf-8")
    build_graph([tmp_path], graph, chosen)
    then = [json.dumps({"id": name, "text": f"{text} So it is."}) for name, text in texts.items()]
    file.write_text("\n".join([*then[:10], "no JSON", *then[10:]]), "utf-8")
    told: list[Reading] = []
    built = build_graph([tmp_path], graph, chosen, on_reading=told.append)
    assert [one.error is not None for one in told] == [False] * 10 + [True] + [False] * 130
    assert [one.document.id for one in told if one.document is not None] == list(texts)
    assert [one.added for one in told if one.added] == [Added.REPLACED, Added.NEW] * 70
    assert (built.new, built.replaced, len(built.failed)) == (70, 70, 1)


def test_compacting_is_left_out_where_few_claims_are_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with KnowledgeGraph(tmp_path / "kg.db") as graph:
        graph.add_all([addition(f"d{number}", "meetsWith") for number in range(30)])
        before = quads(graph)
        assert not graph.compact(after=9_999)
        monkeypatch.setattr("kgraph.graph.knowledge._WORTH_COMPACTING", 2)
        assert [graph.compact(after=new) for new in (1, 2, 3)] == [False, False, True]
        assert graph.compact()
        assert quads(graph) == before
