"""Rival accounts: which claims cannot both hold, and how they are shown."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import DataError
from kgraph.graph import KnowledgeGraph
from kgraph.judging import judge_same
from kgraph.model import Actor, ActorKind, ActorRef, Attribution, Claim, Document, Modality, Polarity
from kgraph.rivals import COLUMNS, ConflictKind, conflict_rows, conflict_to_dict, conflicts
from tests.generated import claims
from tests.samples import CHINA, DENIAL, KOREA, OIL, PUTIN, RUSSIA, dated, sample_graph
from tests.shell import Shell

INDIA = ActorRef(id="kgr:IND", name="India", state="IND")
PAKISTAN = ActorRef(id="kgr:PAK", name="Pakistan", state="PAK")
DENIED = {"modality": Modality.DENIED, "polarity": Polarity.NEGATIVE}
NOT = {"polarity": Polarity.NEGATIVE}


def told(
    relation: str = "suppliesOilTo", when: str | None = "2017-12-07", document: str = "a", **changes: object
) -> Claim:
    return dated(relation, when, document, **{"actor": RUSSIA, "recipient": KOREA, **changes})


def said_by(*ids: str) -> tuple[Attribution, ...]:
    return tuple(Attribution(id=speaker, name=speaker) for speaker in ids)


def kinds(*told_: Claim, window: int = 1) -> list[str]:
    graph = KnowledgeGraph()
    graph.add_claims(told_)
    return [conflict.kind.value for conflict in conflicts(graph, window=window)]


RIVALS = {
    "a denial": ((told(), told(**DENIED)), "denial"),
    "a denial written without negation": ((told(), told(modality=Modality.DENIED)), "denial"),
    "what is reported and denied": ((told(modality=Modality.REPORTED), told(**DENIED)), "denial"),
    "a denial of the narrower": ((told("suppliesTo"), told(**DENIED)), "denial"),
    "a denial of the wider": ((told(), told("suppliesTo", **DENIED)), "denial"),
    "a denial dated by the month": ((told(), told(when="2017-12", **DENIED)), "denial"),
    "a denial of what goes on": ((told(when="2014-03/.."), told(**DENIED)), "denial"),
    "a denial a day later": ((told(), told(when="2017-12-08", **DENIED)), "denial"),
    "an undated denial in the document": ((told(when="2015"), told(when=None, **DENIED)), "denial"),
    "both undated in the document": ((told(when=None), told(when=None, **DENIED)), "denial"),
    "a denial by who acts for the state": ((told(), told(actor=PUTIN, **DENIED)), "denial"),
    "a denied tie": ((told("alliedWith", "2017"), told("alliedWith", "2017", **DENIED)), "denial"),
    "so and not so": ((told(), told(**NOT)), "polarity"),
    "a symmetric relation turned round": (
        (told("meetsWith"), told("meetsWith", actor=KOREA, recipient=RUSSIA, **NOT)),
        "polarity",
    ),
    "planned and planned not": (
        (told(modality=Modality.PLANNED), told(modality=Modality.PLANNED, **NOT)),
        "polarity",
    ),
    "planned and denied": ((told(modality=Modality.PLANNED), told(**DENIED)), "plan"),
}
NO_RIVALS = {
    "the same twice": (told(), told(document="b")),
    "two denials": (told(**DENIED), told(document="b", **DENIED)),
    "another relation": (told(), told("suppliesGasTo", **DENIED)),
    "the other direction": (told(), told(actor=KOREA, recipient=RUSSIA, **DENIED)),
    "another dyad": (told(), told(recipient=CHINA, **DENIED)),
    "another time": (told(), told(when="2017-12-09", **DENIED)),
    "undated elsewhere, in a document without a day": (told(), told(when=None, document="b", **DENIED)),
    "called for and denied": (told(modality=Modality.CALLED_FOR), told(**DENIED)),
    "planned and not done": (told(modality=Modality.PLANNED), told(**NOT)),
    "without a recipient": (told("attacks", recipient=None), told("attacks", recipient=None, **DENIED)),
}


@pytest.mark.parametrize(("pair", "kind"), RIVALS.values(), ids=RIVALS)
def test_accounts_that_cannot_both_hold(pair: tuple[Claim, Claim], kind: str) -> None:
    assert kinds(*pair) == [kind]


@pytest.mark.parametrize("pair", NO_RIVALS.values(), ids=NO_RIVALS)
def test_accounts_that_can(pair: tuple[Claim, Claim]) -> None:
    assert kinds(*pair) == []


def raid(
    doer: ActorRef, other: ActorRef, *speakers: str, relation: str = "attacks", when: str | None = "2019-02-27"
) -> Claim:
    return told(relation, when, actor=doer, recipient=other, attribution=said_by(*speakers))


def test_roles_are_swapped_where_each_side_blames_the_other() -> None:
    blame, counter = raid(INDIA, PAKISTAN, "kgr:PAK"), raid(PAKISTAN, INDIA, "kgr:xinhua", "kgr:IND", relation="bombs")
    assert kinds(blame, counter) == ["swapped roles"]
    assert kinds(raid(INDIA, PAKISTAN), raid(PAKISTAN, INDIA)) == [], "both may have fired"
    assert kinds(raid(INDIA, PAKISTAN, "kgr:IND"), raid(PAKISTAN, INDIA, "kgr:PAK")) == [], "each owns up to its own"
    assert kinds(blame, raid(PAKISTAN, INDIA)) == []
    assert kinds(blame, raid(PAKISTAN, INDIA, "kgr:IND", when="2019-03-02")) == []
    assert kinds(blame, raid(PAKISTAN, INDIA, "kgr:IND", when="2019-02")) == [], "not about the same day"
    words = raid(INDIA, PAKISTAN, "kgr:PAK", relation="accuses"), raid(PAKISTAN, INDIA, "kgr:IND", relation="accuses")
    assert kinds(*words) == [], "both accuse"


def test_a_minister_speaks_for_the_state_and_an_outlet_for_itself() -> None:
    graph = KnowledgeGraph()
    known = [
        Actor(id="kgr:a-minister", label="a minister", kind=ActorKind.PERSON, state="PAK", sector="GOV"),
        Actor(id="kgr:an-outlet", label="an outlet", kind=ActorKind.OUTLET, state="IND"),
    ]
    graph.add_claims([raid(INDIA, PAKISTAN, "kgr:a-minister"), raid(PAKISTAN, INDIA, "kgr:an-outlet")], actors=known)
    assert conflicts(graph) == []
    graph.add_claims([raid(PAKISTAN, INDIA, "kgr:IND")])
    [conflict] = conflicts(graph)
    assert conflict.kind is ConflictKind.SWAPPED
    assert [a.claim.attribution[-1].id for a in (*conflict.accounts, *conflict.against)] in (
        ["kgr:a-minister", "kgr:IND"],
        ["kgr:IND", "kgr:a-minister"],
    )


def test_claims_that_tell_the_same_stand_on_one_side_newest_first() -> None:
    graph = KnowledgeGraph()
    for number in range(3):
        document = Document(id=f"a{number}", text=str(number), published=f"2017-12-1{number}", publisher=f"p{number}")
        graph.add(document, [told(document=document.id)])
    graph.add(Document(id="b", text="b", published="2017-12-13", publisher="q"), [told(document="b", **DENIED)])
    [conflict] = conflicts(graph)
    assert [account.claim.document for account in conflict.accounts] == ["a2", "a1", "a0"]
    assert [account.source() for account in conflict.against] == ["q, 2017-12-13"]
    assert conflict.reason == "one says that it is so, the other denies it"


def test_an_undated_claim_tells_of_the_month_before_its_document() -> None:
    graph = KnowledgeGraph()
    graph.add_claims([told(), told(when="2017-01-01")])
    graph.add(Document(id="b", text="b", published="2017-12-20"), [told(document="b", when=None, **DENIED)])
    [conflict] = conflicts(graph)
    assert [str(account.claim.date) for account in conflict.accounts] == ["2017-12-07"]
    assert conflict.reason == "one says that it is so, the other denies it; one undated"


def test_actors_are_chosen_and_verdicts_followed() -> None:
    graph = sample_graph()
    [conflict] = conflicts(graph)
    assert [account.claim for account in (*conflict.accounts, *conflict.against)] == [OIL, DENIAL]
    assert (
        conflicts(graph, "kgr:PRK", "kgr:RUS")
        == conflicts(graph, "kgr:RUS")
        == conflicts(graph, b="kgr:PRK")
        == [conflict]
    )
    assert conflicts(graph, "kgr:CHN") == conflicts(graph, "kgr:RUS", "kgr:CHN") == []
    bear = ActorRef(id="urn:kgraph:actor:the-bear-00000000", name="the Bear")
    graph.add_claims([told(document="c", actor=bear, when="2017-12-30", **DENIED)])
    assert len(conflicts(graph)) == 1
    judge_same(graph, "kgr:RUS", bear.id, reason="a byword", made="2024-06-19")
    assert len(conflicts(graph)) == len(conflicts(graph, bear.id)) == 2


def test_conflicts_come_newest_first() -> None:
    days = ("2017-12-07", "2018-01-05", "2016-03-01")
    graph = KnowledgeGraph()
    graph.add_claims([told(when=day, **kind) for day in days for kind in ({}, DENIED)])
    dates = [str(conflict.accounts[0].claim.date) for conflict in conflicts(graph)]
    assert dates == sorted(days, reverse=True)


@pytest.mark.parametrize("window", [-1, 367])
def test_a_window_that_is_none_is_refused(window: int) -> None:
    with pytest.raises(DataError, match="not a window"):
        conflicts(KnowledgeGraph(), window=window)


def test_an_id_that_is_none_is_refused() -> None:
    with pytest.raises(DataError, match="not an id"):
        conflicts(KnowledgeGraph(), "Russia", "kgr:CHN")


near = st.builds(
    told,
    st.sampled_from(["suppliesOilTo", "suppliesTo", "meetsWith", "attacks"]),
    st.sampled_from(["2017-12-07", "2017-12-08", "2017-12", "2017", "2016-01-01/..", "2017-11-30/2017-12-08", None]),
    st.sampled_from("abc"),
    actor=st.sampled_from([RUSSIA, KOREA, PUTIN]),
    recipient=st.sampled_from([KOREA, RUSSIA]),
    modality=st.sampled_from(Modality),
    polarity=st.sampled_from(Polarity),
    attribution=st.sampled_from([(), said_by("kgr:RUS"), said_by("kgr:PRK")]),
)


@settings(max_examples=80)
@given(st.lists(near, max_size=8), st.lists(claims(), max_size=3), st.randoms(use_true_random=False))
def test_every_conflict_is_one_of_its_two_claims_alone(
    alike: list[Claim], others: list[Claim], chance: random.Random
) -> None:
    """The groups by time and document find no more and no less than looking at every pair does."""
    every = list({claim.id: claim for claim in (*alike, *others)}.values())
    chance.shuffle(every)
    graph = KnowledgeGraph()
    graph.add_claims(every)
    found = [
        (conflict.kind, *sorted((one.claim.id, other.claim.id)))
        for conflict in conflicts(graph)
        for one in conflict.accounts
        for other in conflict.against
    ]
    pairs = []
    for place, one in enumerate(every):
        for other in every[place + 1 :]:
            two = KnowledgeGraph()
            two.add_claims([one, other])
            pairs += [(conflict.kind, *sorted((one.id, other.id))) for conflict in conflicts(two)]
    assert sorted(found) == sorted(pairs)


def test_rows_and_records_say_who_said_what_where() -> None:
    [conflict] = conflicts(sample_graph())
    first, second = (dict(zip(COLUMNS, row, strict=True)) for row in conflict_rows([conflict]))
    assert first["said by"] == "sources < Japanese media"
    assert (first["publisher"], first["date"], first["side"]) == ("Example Wire", "2017-12", 1)
    assert (second["claim"], second["date"], second["side"]) == ("not: Russia supplies oil to North Korea", None, 2)
    assert second["quote"] == "Moscow denied it."
    record = json.loads(json.dumps(conflict_to_dict(conflict)))
    assert record["kind"] == "denial"
    assert record["against"][0]["said_by"] == ["Russia"]
    assert record["against"][0]["id"] == DENIAL.id


STORY = """{"text": "Israel bombed Syria on Monday.", "published": "2024-06-19", "publisher": "=Wire()"}
{"text": "Israel denied that it bombed Syria on Monday.", "published": "2024-06-19", "publisher": "Post\\u001b[31m"}
"""


def test_the_verb_writes_tables_csv_and_json(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.run("build", shell.write("story.jsonl", STORY))
    table = shell.run("conflicts", "Israel", "SYR").stdout
    assert "denial" in table
    assert "\x1b" not in table
    rows = list(csv.DictReader(io.StringIO(shell.run("conflicts", "--format", "csv").stdout)))
    assert [row["publisher"] for row in rows] == ["'=Wire()", "Post\x1b[31m"]
    assert [row["firmness"] for row in rows] == ["asserted", "denied"]
    [record] = json.loads(shell.run("conflicts", "Israel", "--format", "json").stdout)
    assert record["against"][0]["quote"] == "Israel denied that it bombed Syria on Monday."
    none = shell.run("conflicts", "France")
    assert (none.stdout, none.stderr) == ("", "kgraph: no rival accounts in kgraph.db\n")
    assert json.loads(shell.run("conflicts", "France", "--format", "json").stdout) == []
    assert "not a window" in shell.run("conflicts", "--window", "-1", status=1).stderr
    assert "did you mean" in shell.run("conflicts", "Isreal", status=1).stderr
