"""Checks by the shapes: pySHACL and SPARQL say the same, of files, batches and whole stores, here and on servers."""

from __future__ import annotations

import builtins
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kgraph.check import Report, Violation, check_batch, check_file, check_graph
from kgraph.check.batch import batch_of_graph
from kgraph.check.compiling import queries_of
from kgraph.check.rules import Rule, Target, rules
from kgraph.check.stores import check_store
from kgraph.check.validating import validate
from kgraph.cli import app
from kgraph.errors import DataError, MissingExtraError
from kgraph.export import export_graph
from kgraph.graph import KnowledgeGraph
from kgraph.graph.remote import RemoteReader, RemoteSettings
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Claim,
    Dataset,
    Date,
    Document,
    Event,
    EventMaker,
    Evidence,
    Judgement,
    Judgements,
    Polarity,
    Record,
    claim_to_json,
)
from kgraph.rdf import dataset_quads
from kgraph.rdf.terms import node
from tests.broken_graphs import changes, store_of, triples
from tests.samples import ARTICLE, CHINA, DENIAL, KOREA, MEETING, OIL, PROTEST, RUSSIA, TEXT, sample_graph
from tests.sparql_servers import NO_VIRTUOSO, cleared, has_virtuoso, oxigraph, virtuoso

EDGE = "A plain edge has a firm claim behind it."
ACTOR = "A claim has exactly one actor, an IRI."
WITHOUT_RECIPIENT = "A claim of this event type usually names a recipient."
CLAIM_WITHOUT_ACTOR = """
@prefix kg: <https://w3id.org/kgraph/ns#> .
<urn:kgraph:claim:1> a kg:Claim ; kg:relation kg:befriends .
"""


def messages(found: Report) -> set[str]:
    return {one.message for one in (*found.violations, *found.warnings)}


def both(store: ox.Store) -> Report:
    """What the two ways say, which is the same."""
    fast = check_store(store, most=None)
    assert validate(store) == fast
    return fast


def whole_graph(location: Path | None = None) -> KnowledgeGraph:
    """A graph with a text, events, a data set, verdicts and actors that the tables describe."""
    graph = KnowledgeGraph(location)
    actors = [
        Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS", valid_from="1991-12-25"),
        Actor(id="kgr:CHN", label="China", kind=ActorKind.STATE, state="CHN", same_as=("wd:Q148",)),
        Actor(id="kgr:PRK", label="North Korea", kind=ActorKind.STATE, state="PRK"),
        Actor(id="kgr:vladimir-putin", label="Vladimir Putin", kind=ActorKind.PERSON, state="RUS", sector="GOV"),
    ]
    graph.add(ARTICLE, [MEETING, OIL, DENIAL], actors=actors, keep_text=True)
    again = Document(id="a2", text=TEXT, published="2017-12-08", publisher="Another")
    graph.add(again, [replace(OIL, document="a2"), replace(OIL, document="a2", polarity=Polarity.NEGATIVE)])
    data = Dataset(id="ties", title="Ties", version="1", license="CC0", citation="Somebody (2020)")
    row = Claim(document=data.iri, actor=RUSSIA, recipient=CHINA, relation="borders", record=Record(id="1"))
    graph.add_claims([row])
    graph.embedded.extend(dataset_quads(data))
    return graph


# The two ways


@pytest.fixture(scope="module")
def covering() -> list[list[tuple[int, str, ox.NamedNode | ox.Literal | None]]]:
    """A few broken graphs that together break every rule."""
    place = next(n for n, one in enumerate(triples(0)) if one.predicate == node("kg:actorSpan"))
    ways = [*changes(every=3), (place, "other", ox.Literal("9"))]
    found = check_store(store_of([way] for way in ways), most=None)
    broken: dict[int, set[str]] = {}
    for one in (*found.violations, *found.warnings):
        match = re.match(r"urn:kgraph:[a-z]+:[abc]([0-9]+)", one.focus)
        if match is not None:  # else the selector is a literal
            broken.setdefault(int(match[1]), set()).add(one.message)
    unseen, chosen = set(rules()), []
    for number in sorted(broken, key=lambda number: (len(broken[number]), number)):
        if broken[number] & unseen:
            chosen.append([ways[number]])
            unseen -= broken[number]
    assert unseen == set()
    return chosen


def test_every_rule_is_broken_and_both_ways_say_so(
    covering: list[list[tuple[int, str, ox.NamedNode | ox.Literal | None]]],
) -> None:
    assert messages(both(store_of(covering))) == set(rules())


@settings(max_examples=3)
@given(st.lists(st.lists(st.sampled_from(changes()), min_size=1, max_size=4), min_size=20, max_size=20))
def test_the_two_ways_agree_however_a_graph_is_broken(
    graphs: list[list[tuple[int, str, ox.NamedNode | ox.Literal | None]]],
) -> None:
    both(store_of(graphs))


def test_the_good_graph_is_good() -> None:
    found = both(store_of([[]]))
    assert found.ok
    assert messages(found) == {"A state has the three letters of ISO 3166 for its id."}


def test_what_the_rules_are_made_of() -> None:
    assert len(rules()) > 60
    shapes = {rule.shape for rule in rules().values()}
    assert shapes >= {
        *("ClaimShape", "EvidenceShape", "RecipientRequiredShape", "ModeShape"),
        *("ActorShape", "EdgeShape", "DocumentShape", "DatasetShape"),
    }
    target = Target(kind="class", names=(node("kg:Claim"),))
    unknown = Rule(shape="A", message="b", warns=False, target=target, path="kg:actor", constraints=(("xone", ()),))
    with pytest.raises(DataError, match="a constraint that SPARQL is not made of: 'sh:xone'"):
        list(queries_of(unknown, {}))


# Graphs

TOLD_TWICE = Event(
    id="urn:kgraph:event:e1",
    claims=(OIL.id, replace(OIL, document="a2").id),
    reason="the same",
    made_by=EventMaker.RULE,
    made="2024-06-19",
)


def test_a_graph_that_kgraph_makes_conforms() -> None:
    graph = whole_graph()
    assert check_graph(graph) == both(graph.embedded) == Report()
    graph.judge_events(Judgements(), [TOLD_TWICE])
    assert both(graph.embedded) == Report()


def test_edges_of_merged_actors_have_claims_behind_them() -> None:
    graph = whole_graph()
    unknown = ActorRef(id="urn:kgraph:actor:kremlin-1", name="the Kremlin")
    graph.add_claims([Claim(document="c", actor=unknown, recipient=KOREA, relation="threatens", event_type="THREATEN")])
    same = Judgement(first="kgr:RUS", second=unknown.id, same=True, reason="so it is", made="2024-06-19")
    graph.judge(Judgements([same]))
    assert graph.query("ASK { kgr:RUS kg:threatens kgr:PRK }")
    assert EDGE not in messages(both(graph.embedded))
    graph.embedded.add(ox.Quad(node("kgr:RUS"), node("kg:threatens"), node("kgr:CHN")))
    (found,) = check_graph(graph).violations
    assert found == Violation(shape="EdgeShape", focus="kgr:RUS", path="kg:threatens", value="kgr:CHN", message=EDGE)
    assert check_graph(graph).violations == both(graph.embedded).violations


def test_a_denied_claim_holds_no_edge() -> None:
    graph = KnowledgeGraph()
    graph.add_claims([DENIAL])
    graph.embedded.add(ox.Quad(node("kgr:RUS"), node("kg:suppliesOilTo"), node("kgr:PRK")))
    assert messages(both(graph.embedded)) >= {EDGE}
    graph.add_claims([OIL])
    assert EDGE not in messages(both(graph.embedded))


def test_russia_in_1985_is_a_warning() -> None:
    graph = whole_graph()
    graph.add_claims([replace(MEETING, actor=RUSSIA, evidence=None, date=Date(start="1985"))])
    found = both(graph.embedded)
    assert found.ok
    assert [(one.shape, one.value) for one in found.warnings] == [("LifetimeShape", "kgr:RUS")]


def test_only_the_first_breaches_of_a_rule_are_listed() -> None:
    graph = KnowledgeGraph()
    graph.add_claims([replace(PROTEST, document=f"d{number}") for number in range(5)])
    found = check_graph(graph, most=2)
    assert [one.message for one in found.warnings].count(WITHOUT_RECIPIENT) == 2
    assert WITHOUT_RECIPIENT in found.cut
    assert WITHOUT_RECIPIENT not in check_graph(graph, most=5).cut


# Batches


def test_a_batch_is_checked_alone_with_what_shapes_ask_about_it() -> None:
    graph = whole_graph()
    graph.judge_events(Judgements(), [TOLD_TWICE])
    asked = ({"documents": ["a2"]}, {"claims": [DENIAL.id]}, {"since": "2017-12-08"})
    for named in asked:
        assert check_batch(graph, **named) == check_batch(graph, **named, fast=True) == Report(), named  # type: ignore[arg-type]
    assert check_batch(graph, documents=["urn:kgraph:dataset:ties"], fast=True) == Report()
    edges = {str(quad.predicate) for quad in batch_of_graph(graph, claims=[DENIAL.id]).store}
    assert str(node("kg:suppliesOilTo")) in edges
    graph.embedded.add(ox.Quad(ox.NamedNode(DENIAL.id), node("kg:actor"), node("kgr:CHN")))
    for fast in (True, False):
        assert ACTOR in messages(check_batch(graph, documents=["a1"], fast=fast))
        assert check_batch(graph, documents=["a2"], fast=fast).ok
        assert check_batch(graph, since="2017-12-08", fast=fast).ok
        assert not check_batch(graph, since="2017-12-07", fast=fast).ok
    graph.embedded.add(ox.Quad(node("kgr:RUS"), node("kg:suppliesOilTo"), node("kgr:CHN")))
    assert check_batch(graph, documents=["a2"], fast=True).ok


def test_what_is_not_there_cannot_be_checked() -> None:
    graph = sample_graph()
    with pytest.raises(DataError, match="no such document in the graph: 'urn:kgraph:document:nothing'"):
        check_batch(graph, documents=["nothing"])
    with pytest.raises(DataError, match="no such claim in the graph: 'urn:kgraph:claim:0'"):
        check_batch(graph, claims=["urn:kgraph:claim:0"])
    with pytest.raises(DataError, match="not an id: 'no id'"):
        check_batch(graph, claims=["no id"])
    with pytest.raises(DataError, match="not a day"):
        check_batch(graph, since="2017")


def test_a_store_with_a_spoilt_claim_is_told_and_not_refused() -> None:
    graph = sample_graph()
    for odd in triples(0):
        graph.embedded.add(ox.Quad(ox.NamedNode(OIL.id), odd.predicate, odd.object))
    assert not check_graph(graph).ok
    assert not check_batch(graph, documents=["a1"], fast=True).ok


# Files


def test_a_file_of_claims_is_checked_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    good = [claim_to_json(claim) for claim in (MEETING, OIL, DENIAL)]
    file.write_text("\n".join(good), encoding="utf-8")
    assert check_file(file) == check_file(file, fast=True) == Report()
    file.write_text("\n".join([good[0], '{"id": 1}', "{", claim_to_json(PROTEST)]), encoding="utf-8")
    found = check_file(file)
    assert found == check_file(file, fast=True)
    assert [(one.shape, one.focus) for one in found.violations] == [
        ("JSON line", f"{file}:2"),
        ("JSON line", f"{file}:3"),
    ]
    assert messages(found) >= {WITHOUT_RECIPIENT}


def test_an_exported_graph_is_a_good_file(tmp_path: Path) -> None:
    graph = whole_graph()
    for name in ("ttl", "nq"):
        assert check_file(export_graph(graph, tmp_path / f"g.{name}")) == Report()
    file = tmp_path / "bad.ttl"
    file.write_text(CLAIM_WITHOUT_ACTOR, encoding="utf-8")
    assert check_file(file) == check_file(file, fast=True)
    assert messages(check_file(file)) >= {ACTOR, "A claim has exactly one relation, one of the ontology's."}


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.ttl", b"<a", "malformed RDF"),
        ("a.ttl", b"[] a <urn:x> .", "a blank node"),
        ("a.csv", b"a", "neither claims nor RDF"),
        ("a.jsonl", b"\xff", "not UTF-8"),
        ("none/a.jsonl", None, "cannot be read"),
    ],
)
def test_files_that_are_none(name: str, content: bytes | None, problem: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=problem):
        check_file(tmp_path / name)


def test_without_pyshacl_the_message_says_what_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name == "pyshacl":
            raise ImportError(name)
        return real(name, *args, **kwargs)  # type: ignore[arg-type]

    file = tmp_path / "a.jsonl"
    file.write_text(claim_to_json(OIL), encoding="utf-8")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=re.escape("pip install 'kgraph[check]' brings it")):
        check_file(file)
    assert check_file(file, fast=True).ok


# Servers


@pytest.fixture(params=["oxigraph", "virtuoso"])
def settings_of_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RemoteSettings]:
    """A server with an empty graph."""
    if request.param == "oxigraph":
        with oxigraph() as url:
            yield cleared(RemoteSettings(url=f"{url}/query"))
        return
    if not has_virtuoso():
        pytest.skip(NO_VIRTUOSO)
    with virtuoso(tmp_path) as url:
        yield cleared(RemoteSettings(url=f"{url}/sparql", graph="urn:test:news"))


def test_a_graph_on_a_server_is_checked_as_one_here(settings_of_server: RemoteSettings) -> None:
    from kgraph.graph.remote import RemoteGraph
    from kgraph.graph.remote.writing import steps, update_text

    here = whole_graph()
    with RemoteGraph(settings_of_server) as there:
        put = set(here.store) - set(there.store)
        for step in steps(set(), put, most=500, whole=False):
            if step.came:
                there._remote.endpoint.update(update_text(step, settings_of_server.graph))
        assert check_graph(there) == Report()
        spoilt = {
            ox.Quad(ox.NamedNode(OIL.id), node("kg:actor"), node("kgr:CHN")),
            ox.Quad(ox.NamedNode(OIL.id), node("kg:modality"), node("kg:suppliesOilTo")),
            ox.Quad(ox.NamedNode(DENIAL.id), node("kg:placeName"), ox.Literal("Moskau", language="de")),
            ox.Quad(node("kgr:RUS"), node("kg:threatens"), node("kgr:CHN")),
            ox.Quad(node("kgr:PRK"), node("skos:exactMatch"), node("wd:Q148")),
        }
        for step in steps(set(), spoilt, most=500, whole=False):
            if step.came:
                there._remote.endpoint.update(update_text(step, settings_of_server.graph))
    here.embedded.extend(spoilt)
    with RemoteReader(settings_of_server) as reader:
        found = check_graph(reader)
        assert set(found.rows) ^ set(check_graph(here).rows) == set()
        assert len(found.violations) >= 6
        assert check_batch(reader, documents=["a2"], fast=True) == check_batch(here, documents=["a2"], fast=True)


# The verb


def test_the_verb_tells_and_its_status_is_three(tmp_path: Path) -> None:
    store, bad = tmp_path / "kgraph.db", tmp_path / "bad.ttl"
    whole_graph(store).close()
    run = CliRunner()
    done = run.invoke(app, ["check", "-l", str(store)])
    assert (done.exit_code, done.output) == (0, f"{store}: 0 violations, 0 warnings\n")
    bad.write_text(CLAIM_WITHOUT_ACTOR, encoding="utf-8")
    done = run.invoke(app, ["check", str(bad)])
    assert done.exit_code == 3
    assert ACTOR in done.output
    told = json.loads(run.invoke(app, ["check", str(bad), "--fast", "--format", "json"]).output)
    assert told["ok"] is False
    assert {"severity", "shape", "focus", "path", "value", "message"} == set(told["found"][0])
    done = run.invoke(app, ["check", "-l", str(store), "--document", "a2", "--since", "2017-12-08", "--claim", OIL.id])
    assert done.exit_code == 0
    assert run.invoke(app, ["check", str(bad), "--since", "2017-12-08"]).exit_code == 2


def test_the_verb_counts_warnings_and_lists_them_where_asked(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(claim_to_json(PROTEST), encoding="utf-8")
    run = CliRunner()
    words = ["check", str(file), "--fast"]
    done = run.invoke(app, words)
    assert (done.exit_code, PROTEST.id in done.output) == (0, False)
    assert WITHOUT_RECIPIENT in done.output
    assert PROTEST.id in run.invoke(app, [*words, "--warnings"]).output


def test_quotes_that_a_stored_text_does_not_have() -> None:
    graph = whole_graph()
    wrong = Evidence(quote="Putin met nobody.", start=0, end=17)
    graph.add_claims([replace(MEETING, evidence=wrong)])
    found = both(graph.embedded)
    assert [one.shape for one in found.violations] == ["StoredTextShape"]
