"""Claims against gold: figures reckoned by hand on a text of four sentences, files of gold, and the verb."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import load_gazetteer
from kgraph.evaluate import Ends, Measure, Scores, Within, evaluate_gold, place, read_gold, running, score_claims
from kgraph.evaluate.matching import best_matching
from kgraph.evaluate.measures import calibration
from kgraph.evaluate.placing import Placed
from kgraph.model import ActorRef, Attribution, Claim, Date, Document, Evidence, Modality, Polarity
from kgraph.ontology import default_relation
from tests.shell import Shell

ACCUSED = "France condemned Iran on Monday, Xinhua reported."
MET = "Iran met Iraq in Oslo."
NOTHING = "The weather was fine."
DENIED = "Russia did not attack Turkey."
AGAIN = "France also condemned Iran at home."
TEXT = " ".join((ACCUSED, MET, NOTHING, DENIED, AGAIN))

ACCUSES: dict[str, object] = {
    "kind": "relation",
    "id": "G1",
    "article": "a1",
    "sentence": ACCUSED,
    "actor": "France",
    "recipient": "Iran",
    "type": "ACCUSE",
    "date": "2024-06-17",
    "modality": "asserted",
    "polarity": "positive",
    "attribution": ["Xinhua"],
}
MEETS: dict[str, object] = {
    "kind": "relation",
    "id": "G2",
    "article": "a1",
    "sentence": MET,
    "symmetric": True,
    "actor": "Iran",
    "recipient": "Iraq",
    "type": "CONSULT",
}
DENIES: dict[str, object] = {
    "kind": "relation",
    "id": "G3",
    "article": "a1",
    "sentence": DENIED,
    "actor": "Russia",
    "recipient": "Turkey",
    "type": "ASSAULT",
    "polarity": "negative",
}
EMPTY: dict[str, object] = {"kind": "sentence", "article": "a1", "sentence": NOTHING}
ARTICLE: dict[str, object] = {"kind": "article", "id": "a1", "text": TEXT, "published": "2024-06-19"}
ALL = (ARTICLE, ACCUSES, MEETS, EMPTY, DENIES)


def ref(actor: str) -> ActorRef:
    return load_gazetteer().ref(load_gazetteer().resolve(actor).id, on="2024-06-19")


def claim(
    sentence: str,
    ends: str,
    kind: str,
    *,
    confidence: float = 0.8,
    date: str | None = None,
    modality: Modality = Modality.ASSERTED,
    polarity: Polarity = Polarity.POSITIVE,
    said_by: Iterable[str] = (),
) -> Claim:
    actor, recipient = ends.split(" > ")
    start = TEXT.index(sentence)
    return Claim(
        document="a1",
        actor=ref(actor),
        recipient=ref(recipient),
        relation=default_relation(kind),
        event_type=kind,
        date=None if date is None else Date.parse(date),
        modality=modality,
        polarity=polarity,
        attribution=tuple(Attribution(id=ref(name).id, name=ref(name).name) for name in said_by),
        confidence=confidence,
        evidence=Evidence(quote=sentence, start=start, end=start + len(sentence)),
        extractor="test",
    )


def write(folder: Path, *lines: dict[str, object] | str) -> Path:
    file = folder / "gold.jsonl"
    written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(written), encoding="utf-8")
    return file


def placed(folder: Path, *lines: dict[str, object]) -> Placed:
    gold = read_gold(write(folder, *lines))
    assert gold.problems == ()
    return place(gold)


@pytest.fixture
def four(tmp_path: Path) -> Placed:
    return placed(tmp_path, *ALL)


FOUR = [
    claim(ACCUSED, "France > Iran", "ACCUSE", confidence=0.95, date="2024-06-17", said_by=["Xinhua"]),
    claim(MET, "Iraq > Iran", "CONSULT", confidence=0.85),
    claim(NOTHING, "United States > China", "CONSULT", confidence=0.65),
    claim(DENIED, "Russia > Turkey", "ASSAULT", confidence=0.85),
]
"""Right; right the other way round; where there is nothing; said to be so where it is not."""


def test_precision_and_recall_of_pairs_and_of_what_they_did(four: Placed) -> None:
    scores = score_claims(FOUR, four)
    typed, dyads = scores.typed.overall, scores.dyads.overall
    assert (typed.right, typed.claimed, typed.found, typed.wanted) == (2, 4, 2, 3)
    assert (typed.precision, typed.recall, typed.f1) == (0.5, pytest.approx(2 / 3), pytest.approx(4 / 7))
    assert (dyads.right, dyads.claimed, dyads.found, dyads.wanted) == (3, 4, 3, 3)
    assert (dyads.precision, dyads.recall, dyads.f1) == (0.75, 1.0, pytest.approx(6 / 7))
    assert scores.missed == ("G3",)


def test_figures_by_event_type(four: Placed) -> None:
    scores = score_claims(FOUR, four)
    assert sorted(scores.typed.by_type) == ["ACCUSE", "ASSAULT", "CONSULT"]
    assert scores.typed.by_type["ACCUSE"].f1 == 1.0
    assert (scores.typed.by_type["CONSULT"].precision, scores.typed.by_type["CONSULT"].recall) == (0.5, 1.0)
    assert scores.typed.by_type["ASSAULT"].f1 == 0.0
    assert scores.dyads.by_type["ASSAULT"].f1 == 1.0


def test_edges_on_negated_gold_and_claims_where_there_is_nothing(four: Placed) -> None:
    scores = score_claims(FOUR, four)
    assert scores.edges_on_negated == 1
    assert (scores.spurious.hits, scores.spurious.of, scores.spurious_per_100) == (1, 1, 100.0)
    right = claim(DENIED, "Russia > Turkey", "ASSAULT", polarity=Polarity.NEGATIVE)
    scores = score_claims([right], four)
    assert (scores.edges_on_negated, scores.spurious.hits, scores.verdicts["right"]) == (0, 0, 1)
    unsure = claim(DENIED, "Russia > Turkey", "ASSAULT", confidence=0.4)
    assert score_claims([unsure], four).edges_on_negated == 0


def test_agreement_on_matches_where_the_gold_says_it(four: Placed) -> None:
    agreed = score_claims(FOUR, four).agreement
    assert {name: (share.hits, share.of) for name, share in agreed.items()} == {
        "date": (1, 1),
        "date_overlaps": (1, 1),
        "modality": (1, 1),
        "polarity": (1, 2),
        "last_speaker": (1, 1),
        "attribution_chain": (1, 1),
    }


@pytest.mark.parametrize(
    ("said_by", "coded", "last", "chain"),
    [
        (["Xinhua", "Vladimir Putin"], ["Xinhua", "Putin"], True, True),
        (["Vladimir Putin"], ["Xinhua", "Vladimir Putin"], True, False),
        (["Xinhua"], ["Xinhua", "Vladimir Putin"], False, False),
        (["Russia"], ["Vladimir Putin"], False, False),
        (["Xinhua"], ["Xinhua (carried over)"], True, True),
        ([], [], True, True),
        (["Xinhua"], [], False, False),
    ],
)
def test_who_is_quoted(tmp_path: Path, said_by: list[str], coded: list[str], last: bool, chain: bool) -> None:
    gold = placed(tmp_path, ARTICLE, ACCUSES | {"attribution": coded})
    agreed = score_claims([claim(ACCUSED, "France > Iran", "ACCUSE", said_by=said_by)], gold).agreement
    assert (agreed["last_speaker"].hits, agreed["attribution_chain"].hits) == (last, chain)


@pytest.mark.parametrize(
    ("said", "coded", "same", "overlaps"),
    [
        ("2024-06-17", "2024-06-17", True, True),
        ("2024-06", "2024-06-17", False, True),
        ("2024-05/..", "2024-06-17", False, True),
        ("2024-06-18", "2024-06-17", False, False),
        (None, "2024-06-17", False, False),
        (None, None, True, True),
    ],
)
def test_dates(tmp_path: Path, said: str | None, coded: str | None, same: bool, overlaps: bool) -> None:
    gold = placed(tmp_path, ARTICLE, ACCUSES | {"date": coded})
    agreed = score_claims([claim(ACCUSED, "France > Iran", "ACCUSE", date=said)], gold).agreement
    assert (agreed["date"].hits, agreed["date_overlaps"].hits) == (same, overlaps)


def test_calibration_reckoned_by_hand(four: Placed) -> None:
    table = score_claims(FOUR, four).calibration
    assert [(b.low, b.high, b.claims, b.confidence, b.right) for b in table.bins] == [
        (0.6, 0.7, 1, 0.65, 0.0),
        (0.8, 0.9, 2, 0.85, 0.5),
        (0.9, 1.0, 1, 0.95, 1.0),
    ]
    assert table.error == pytest.approx((1 * 0.65 + 2 * 0.35 + 1 * 0.05) / 4)


def test_bins_end_with_their_upper_bound() -> None:
    table = calibration([(0.0, False), (0.1, False), (0.3, True), (0.7, True), (1.0, True)])
    assert [round(10 * b.high) for b in table.bins] == [1, 3, 7, 10]
    assert calibration([]).error is None


def test_a_claim_is_counted_once_and_so_is_gold(four: Placed) -> None:
    twice = [claim(ACCUSED, "France > Iran", "ACCUSE"), claim(ACCUSED, "France > Iran", "ACCUSE", date="2024-06-17")]
    scores = score_claims(twice, four)
    assert (scores.verdicts["right"], scores.verdicts["wrong"]) == (1, 1)
    assert scores.agreement["date"].hits == 1, "of two the one that agrees in more is the match"
    retold = [*twice[1:], claim(AGAIN, "France > Iran", "ACCUSE")]
    scores = score_claims(retold, four)
    assert (scores.verdicts["right"], scores.verdicts["wrong"], scores.verdicts["retold"]) == (1, 0, 1)
    scores = score_claims([*retold, retold[1]], four)
    assert scores.verdicts["retold"] == 2, "outside the coded sentences each is known by its words"
    scores = score_claims(retold, four, within=Within.SENTENCE)
    assert (scores.verdicts["right"], scores.verdicts["uncoded"]) == (1, 1)


def test_the_matching_is_the_best_and_not_the_first(tmp_path: Path) -> None:
    either = ACCUSES | {"id": "G4", "also_types": ["SANCTION"]}
    gold = placed(tmp_path, ARTICLE, either, ACCUSES)
    scores = score_claims(
        [claim(ACCUSED, "France > Iran", "ACCUSE", date="2024-06-17"), claim(ACCUSED, "France > Iran", "SANCTION")],
        gold,
    )
    assert scores.verdicts["right"] == 2
    assert scores.typed.by_type["ACCUSE"].found == 2, "an accepted type counts as the type of the gold"
    assert scores.dyads.overall.wanted == 1


def test_gold_that_need_not_be_found_is_neither_a_hit_nor_a_mistake(tmp_path: Path) -> None:
    gold = placed(tmp_path, ARTICLE, ACCUSES | {"tier": "optional"}, MEETS)
    scores = score_claims([claim(ACCUSED, "France > Iran", "ACCUSE")], gold)
    assert scores.verdicts["neutral"] == 1
    assert (scores.typed.overall.claimed, scores.typed.overall.wanted) == (0, 1)
    assert (scores.dyads.overall.claimed, scores.dyads.overall.wanted) == (0, 1)
    assert scores.calibration.error is None


@pytest.mark.parametrize(
    ("coded", "said", "as_state", "as_actor"),
    [
        ("Russia", "kgr:RUS", True, True),
        ("the Kremlin", "kgr:RUS", True, True),
        ("RUS", "kgr:RUS", True, True),
        ("Putin", "kgr:vladimir-putin", True, True),
        ("Vladimir Putin", "kgr:RUS", True, False),
        ("kgr:RUS-MIL", "kgr:RUS", True, False),
        ("Hezbollah", "kgr:LBN", False, False),
        ({"name": "Sergey Shoygu", "state": "RUS"}, "kgr:sergei-shoigu", True, True),
        ({"name": "Front for Quiet Seas", "state": "LBN", "sector": "REB"}, "kgr:LBN", False, False),
    ],
)
def test_ends_are_compared_by_all_their_names(
    tmp_path: Path, coded: object, said: str, as_state: bool, as_actor: bool
) -> None:
    gold = placed(tmp_path, ARTICLE, DENIES | {"actor": coded, "polarity": "positive"})
    claims = [claim(DENIED, f"{said} > Turkey", "ASSAULT")]
    assert score_claims(claims, gold, ends=Ends.STATE).verdicts["right"] == as_state
    assert score_claims(claims, gold, ends=Ends.ACTOR).verdicts["right"] == as_actor


def test_other_actors_that_are_right(tmp_path: Path) -> None:
    gold = placed(tmp_path, ARTICLE, ACCUSES | {"actor_also": ["Germany"], "recipient_also": ["Iraq"]})
    assert score_claims([claim(ACCUSED, "Germany > Iraq", "ACCUSE")], gold).verdicts["right"] == 1
    assert score_claims([claim(ACCUSED, "Iran > France", "ACCUSE")], gold).verdicts["right"] == 0


def test_intervals_are_the_same_each_time_and_hold_the_figure(four: Placed) -> None:
    scores, again = score_claims(FOUR, four), score_claims(FOUR, four)
    assert scores == again
    assert scores.resampled == "sentence"
    interval, precision = scores.typed.intervals["precision"], scores.typed.overall.precision
    assert precision is not None
    assert 0 <= interval.low < precision < interval.high <= 1
    perfect = score_claims(FOUR[:2], four).typed.intervals["precision"]
    assert (perfect.low, perfect.high) == (1.0, 1.0)


def test_intervals_draw_whole_documents_where_there_are_several(tmp_path: Path) -> None:
    other = {"kind": "relation", "id": "G9", "sentence": "Iran met Oman.", "actor": "Iran", "recipient": "Oman"}
    gold = placed(tmp_path, *ALL, {**other, "type": "CONSULT"})
    scores = score_claims(FOUR, gold)
    assert scores.resampled == "document"
    assert scores.typed.intervals["recall"].low == 0.0


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=4))
def test_no_other_matching_is_worth_more(weights: list[list[int]]) -> None:
    pairs = best_matching(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    square = [[*row, *([0] * 4)] for row in weights]
    every = permutations(range(7), len(weights))
    best = max(sum(square[row][column] for row, column in enumerate(chosen)) for chosen in every)
    assert sum(weights[row][column] for row, column in pairs) == best


def test_gold_without_an_article_is_its_own(tmp_path: Path) -> None:
    alone = {key: value for key, value in MEETS.items() if key != "article"}
    gold = placed(tmp_path, DENIES, EMPTY, alone)
    assert sorted(document.text for document in gold.documents) == [MET, f"{DENIED} {NOTHING}"]


def test_of_two_sentences_alike_the_nearer_is_meant(tmp_path: Path) -> None:
    twice = ARTICLE | {"text": f"{MET} {NOTHING} {MET}"}
    gold = placed(tmp_path, twice, MEETS, MEETS | {"id": "G5", "start": 40})
    assert [stretch.start for stretch in gold.stretches] == [0, len(MET) + len(NOTHING) + 2]


def test_an_extractor_that_fails_is_told_and_its_gold_counts_as_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(document: Document) -> Iterator[Claim]:
        raise ValueError(document.id)
        yield FOUR[0]

    known = running.extractor
    monkeypatch.setattr(
        running, "extractor", lambda name, *, gazetteer=None: broken if name == "broken" else known(name)
    )
    evaluation = evaluate_gold([write(tmp_path, *ALL)], name="broken")
    assert list(evaluation.scores) == ["broken", "floor"]
    assert [str(problem) for problem in evaluation.problems] == ["document a1: the extractor failed (ValueError: a1)"]
    assert evaluation.scores["broken"].typed.overall.recall == 0.0
    floor: Scores = evaluation.scores["floor"]
    assert floor.typed.overall.found >= 2


def test_the_users_own_table_names_actors(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("actor,name\nkgr:FRA,Hexagonia\n", "utf-8")
    line = {"kind": "relation", "sentence": "Hexagonia condemned Iran.", "actor": "Hexagonia", "recipient": "Iran"}
    evaluation = evaluate_gold([write(tmp_path, {**line, "type": "ACCUSE"})], measure=Measure(overlays=(table,)))
    assert evaluation.scores["floor"].typed.overall.f1 == 1.0


def test_the_verb(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    write(tmp_path, *(line for line in ALL if line is not ARTICLE))
    shell.write("a1.txt", TEXT)
    words = ("eval", "--gold", "gold.jsonl", "--article", "a1.txt", "--date", "2024-06-19")
    shown = shell.run(*words, "--json", "out.json").stdout
    assert "3 relations in 4 sentences of 1 document" in shown
    assert "typed: f1 (95 % by sentence)" in shown
    kept = json.loads((tmp_path / "out.json").read_text("utf-8"))
    figures = kept["scores"]["floor"]["typed"]
    assert (figures["right"], figures["wanted"], figures["by_type"]["ACCUSE"]["f1"]) == (3, 3, 1.0)
    assert kept["scores"]["floor"]["agreement"]["date"] == {"share": 1.0, "hits": 1, "of": 1}
    assert json.loads(shell.run(*words, "--json", "-").stdout) == kept
    assert "uncoded" in shell.run(*words, "--within", "sentence", "--ends", "actor").stdout


def test_the_verb_scores_what_it_can_and_says_what_it_cannot(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    write(tmp_path, *ALL, ACCUSES | {"id": "G7", "type": "MEET"})
    done = shell.run("eval", "--gold", "gold.jsonl", status=1)
    assert "typed: recall" in done.stdout
    assert done.stderr.startswith("kgraph: gold.jsonl:6: unknown event type 'MEET'")
    assert shell.run("eval", "--gold", "none.jsonl", status=1).stderr.startswith("kgraph: none.jsonl: cannot be read")
    assert "Missing option '--gold'" in shell.run("eval", status=2).stderr
