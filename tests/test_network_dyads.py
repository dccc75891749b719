"""From claims to dyads: which claims count, for whom, and what they weigh."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import networkx
import pytest

from kgraph.errors import DataError
from kgraph.graph import KnowledgeGraph
from kgraph.model import (
    ActorRef,
    Attribution,
    Date,
    Document,
    Judgement,
    Judgements,
    Modality,
    Polarity,
    Record,
)
from kgraph.network import (
    EVERYTHING,
    Counted,
    Window,
    balance_over_time,
    columns,
    dyad_network,
    dyad_timeline,
    dyads,
    to_networkx,
    windows,
)
from kgraph.rdf.edges import supports
from tests.network_samples import JAPAN, claim, graph_of, quoted
from tests.samples import ARTICLE, CHINA, DENIAL, KOREA, MEETING, OIL, PUTIN, RUSSIA, sample_graph

BEAR = ActorRef(id="urn:kgraph:actor:the-bear-1", name="the bear")


def test_columns_hold_what_the_claims_say() -> None:
    with sample_graph() as graph:
        found = columns(graph)
        assert found.claims == tuple(sorted(one.id for one in (MEETING, OIL, DENIAL)))
        for row, name in enumerate(found.claims):
            of = graph.claim(name)
            assert of.recipient is not None
            assert found.actors[found.actor[row]] == of.actor.id
            assert found.actors[found.recipient_rollup[row]] == of.recipient.rollup
            assert (found.sign[row], found.confidence[row]) == (of.sign, of.confidence)
            assert bool(found.positive[row]) is (of.polarity is Polarity.POSITIVE)
            day = 0 if of.date is None else int(found.first_day[row])
            assert found.first_day[row] == day
        assert found.labels["kgr:RUS"] == "Russia"
        assert found.labels["kgr:vladimir-putin"] == "Vladimir Putin"
        assert columns(found) is found


def test_one_edge_stands_for_the_claims_that_support_a_plain_edge() -> None:
    """Denied, negated, planned, called-for and doubtful claims are in no dyad, exactly as `supports` has it."""
    claims = [
        claim(RUSSIA, CHINA, modality=modality, polarity=polarity, confidence=confidence, evidence=quoted(number))
        for number, (modality, polarity, confidence) in enumerate(
            (modality, polarity, confidence)
            for modality in Modality
            for polarity in Polarity
            for confidence in (0.4, 0.5, 1.0)
            if polarity is Polarity.NEGATIVE or modality is not Modality.DENIED
        )
    ]
    with graph_of(*claims) as graph:
        edge = dyad_network(graph).edges["kgr:CHN", "kgr:RUS"]
        firm = sorted(one.id for one in claims if supports(one))
        assert edge["evidence"].split() == firm
        assert (edge["claims"], edge["negative"], edge["weight"]) == (len(firm), len(firm), len(firm))
        every = dyad_network(graph, counted=EVERYTHING).edges["kgr:CHN", "kgr:RUS"]
        assert every["claims"] == len(claims)
        planned = dyad_network(graph, counted=Counted(modalities=("planned",), min_confidence=0.9))
        assert planned.edges["kgr:CHN", "kgr:RUS"]["claims"] == 1


def test_states_take_in_who_acts_for_them_unless_actors_are_wanted() -> None:
    with sample_graph() as graph:
        by_state = dyad_network(graph)
        assert set(by_state.edges) == {("kgr:CHN", "kgr:RUS"), ("kgr:PRK", "kgr:RUS")}
        by_actor = dyad_network(graph, counted=Counted(ends="actor"))
        assert set(by_actor.nodes) == {"kgr:CHN", "kgr:PRK", "kgr:RUS", "kgr:vladimir-putin"}


def test_a_state_has_no_dyad_with_itself() -> None:
    with graph_of(claim(PUTIN, RUSSIA)) as graph:
        assert len(dyads(graph)) == 0
        assert len(dyads(graph, counted=Counted(ends="actor"))) == 1


def test_directed_dyads_keep_who_acts_and_symmetric_relations_stand_both_ways() -> None:
    meeting = claim(CHINA, JAPAN, "meetsWith", event_type="CONSULT")
    with graph_of(claim(RUSSIA, CHINA), meeting) as graph:
        found = dyad_network(graph, directed=True)
        assert isinstance(found, networkx.DiGraph)
        assert set(found.edges) == {("kgr:RUS", "kgr:CHN"), ("kgr:CHN", "kgr:JPN"), ("kgr:JPN", "kgr:CHN")}
        plain = {(str(row[0]), str(row[1])) for row in graph.query(PLAIN).rows}
        assert {tuple(end.removeprefix("kgr:") for end in edge) for edge in found.edges} == plain
        one_way = dyad_network(graph, directed=True, counted=Counted(symmetric=False))
        assert set(one_way.edges) == {("kgr:RUS", "kgr:CHN")}


PLAIN = """SELECT (STRAFTER(STR(?s), "id/") AS ?a) (STRAFTER(STR(?o), "id/") AS ?b)
WHERE { ?s kg:sanctions|kg:meetsWith ?o FILTER(STRSTARTS(STR(?o), STR(kgr:))) }"""


def test_signed_dyads_weigh_cooperation_against_conflict() -> None:
    claims = (
        claim(RUSSIA, CHINA, "meetsWith", event_type="CONSULT", evidence=quoted(1)),
        claim(CHINA, RUSSIA, "sanctions", evidence=quoted(2)),
        claim(CHINA, RUSSIA, "sanctions", evidence=quoted(3)),
    )
    with graph_of(*claims) as graph:
        edge = dyad_network(graph, signed=True).edges["kgr:CHN", "kgr:RUS"]
        assert (edge["weight"], edge["sign"], edge["positive"], edge["negative"]) == (-1.0, -1, 1, 2)
        assert dyad_network(graph).edges["kgr:CHN", "kgr:RUS"]["weight"] == 3.0


def test_weights_count_claims_events_publishers_speakers_confidence_and_scores() -> None:
    said = (Attribution(id="kgr:xinhua", name="Xinhua"), Attribution(id="kgr:CHN", name="China"))
    claims = (
        claim(RUSSIA, CHINA, document="a1", confidence=0.75, evidence=quoted(1), attribution=said),
        claim(RUSSIA, CHINA, document="a2", confidence=0.5, evidence=quoted(2), attribution=said[1:]),
        claim(RUSSIA, CHINA, document="a3", confidence=1.0, evidence=quoted(3)),
        claim(RUSSIA, CHINA, document="nobody's", confidence=1.0, evidence=quoted(4)),
    )
    papers = [
        Document(id=name, text=" ".join(f"quote {n} " for n in range(9)) * 9, published="2024-01-02", publisher=paper)
        for name, paper in (("a1", "The Wire"), ("a2", "the  wire"), ("a3", "The Post"))
    ]
    with KnowledgeGraph() as graph:
        for paper in papers:
            told = [replace(one, evidence=None) for one in claims if one.document == paper.id]
            graph.add(paper, told)
        graph.add_claims([claims[3]])
        found = columns(graph)

        def weight(name: str) -> float:
            return float(dyad_network(found, weight=name).edges["kgr:CHN", "kgr:RUS"]["weight"])

        assert [weight(name) for name in ("claims", "events", "confidence")] == [4.0, 4.0, 3.25]
        assert weight("publishers") == 3  # the wire once, the post, the document without a publisher
        assert weight("speakers") == 3  # China once, the post, that document
        assert weight("score") == weight("goldstein") == 4 * abs(found.score[0]) > 0


def test_claims_of_one_event_weigh_as_one() -> None:
    from kgraph.merge import merge_claims

    first, second = (claim(RUSSIA, CHINA, evidence=quoted(number), date=Date(start="2024-01-02")) for number in (1, 2))
    with graph_of(first, second, claim(RUSSIA, CHINA, evidence=quoted(3))) as graph:
        merge_claims(graph, first.id, second.id, reason="the same decree", made="2024-06-19")
        edge = dyad_network(graph, weight="events").edges["kgr:CHN", "kgr:RUS"]
        assert (edge["weight"], edge["claims"]) == (2.0, 3)


def test_a_rows_own_goldstein_weighs_and_signs_it() -> None:
    row = claim(RUSSIA, CHINA, document="urn:kgraph:dataset:ties", record=Record(id="1", fields=(("goldstein", 3.5),)))
    with graph_of(row) as graph:
        edge = dyad_network(graph, weight="goldstein", signed=True).edges["kgr:CHN", "kgr:RUS"]
        assert (edge["weight"], edge["sign"]) == (3.5, 1)
        assert dyad_network(graph, weight="score").edges["kgr:CHN", "kgr:RUS"]["sign"] == -1


def test_windows_take_claims_by_their_first_day() -> None:
    dates = ("2024-01-31", "2024-02", "2024", None)
    claims = [
        claim(RUSSIA, CHINA, evidence=quoted(n), date=None if day is None else Date(start=day))
        for n, day in enumerate(dates)
    ]
    with graph_of(*claims) as graph:

        def count(since: str | None, until: str | None) -> int:
            return sum(one for _, _, one in dyad_network(graph, since=since, until=until).edges(data="claims"))

        assert (count(None, None), count("2024", "2024"), count("2024-02", None), count(None, "2024-01")) == (
            4,
            3,
            1,
            2,
        )
        edge = dyad_network(graph).edges["kgr:CHN", "kgr:RUS"]
        assert (edge["first_day"], edge["last_day"]) == ("2024-01-01", "2024-02-01")


@pytest.mark.parametrize(
    ("since", "until", "every", "span", "told"),
    [
        ("2024-02-20", "2024-03-01", "day", 1, (11, "2024-02-20..2024-02-20", "2024-03-01..2024-03-01")),
        ("2024-02-20", "2024-03-01", "week", 1, (2, "2024-02-19..2024-02-25", "2024-02-26..2024-03-03")),
        ("2023-12", "2024-02-01", "month", 1, (3, "2023-12-01..2023-12-31", "2024-02-01..2024-02-29")),
        ("2023-12", "2024-02", "month", 3, (3, "2023-10-01..2023-12-31", "2023-12-01..2024-02-29")),
        ("2023-12-31", "2024-04", "quarter", 1, (3, "2023-10-01..2023-12-31", "2024-04-01..2024-06-30")),
        ("1999", "2001", "year", 2, (3, "1998-01-01..1999-12-31", "2000-01-01..2001-12-31")),
        ("9999-12", "9999-12", "month", 1, (1, "9999-12-01..9999-12-31", "9999-12-01..9999-12-31")),
        ("0001-01", "0001-01", "month", 2, (1, "0001-01-01..0001-01-31", "0001-01-01..0001-01-31")),
    ],
)
def test_windows_lie_side_by_side_or_roll(
    since: str, until: str, every: str, span: int, told: tuple[int, str, str]
) -> None:
    found = windows(since, until, every=every, span=span)
    assert (len(found), str(found[0]), str(found[-1])) == told
    for one, following in pairwise(found):
        assert following.last > one.last
        assert span > 1 or following.first == one.last + 1


def test_what_is_no_window_is_refused() -> None:
    for since, until in (("2024-02", "2024-01"), ("soon", None), (None, "2024-13")):
        with pytest.raises(DataError):
            Window(since, until)
    with pytest.raises(DataError, match="too many windows"):
        windows("0001", "9999", every="day")
    with pytest.raises(DataError, match="not a step"):
        windows("2024", "2024", every="fortnight")
    with pytest.raises(DataError, match="not a span"):
        windows("2024", "2024", span=0)
    with pytest.raises(DataError, match="nothing lies before"):
        Window(None, "2024").before()


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(DataError, match=r"not a weight: 'fame' \(expected claims"):
        dyads(KnowledgeGraph(), weight="fame")
    for wrong in ({"modalities": ("perhaps",)}, {"min_confidence": 2}, {"ends": "continent"}):
        with pytest.raises(DataError):
            Counted(**wrong)  # type: ignore[arg-type]


def test_verdicts_on_actors_are_followed() -> None:
    same = Judgement(first="kgr:RUS", second=BEAR.id, same=True, reason="a byword", made="2024-06-19")
    with graph_of(claim(BEAR, CHINA), claim(RUSSIA, CHINA, evidence=quoted(1))) as graph:
        assert set(dyad_network(graph).nodes) == {"kgr:CHN", "kgr:RUS", BEAR.id}
        graph.judge(Judgements([same]))
        found = dyad_network(graph)
        assert (set(found.nodes), found.edges["kgr:CHN", "kgr:RUS"]["claims"]) == ({"kgr:CHN", "kgr:RUS"}, 2)
        assert found.nodes["kgr:RUS"]["label"] == "Russia"


def test_every_claim_of_the_network_is_in_a_dyad() -> None:
    with sample_graph() as graph:
        every = dyad_network(graph, counted=replace(EVERYTHING, ends="actor"))
        in_dyads = sorted(name for _, _, told in every.edges(data="evidence") for name in told.split())
        assert in_dyads == sorted(key for _, _, key in to_networkx(graph).edges(keys=True))


def test_a_spoilt_claim_is_told_not_counted() -> None:
    with sample_graph() as graph:
        graph.embedded.update(
            "PREFIX kg: <https://w3id.org/kgraph/ns#> "
            "DELETE { ?c kg:confidence ?x } INSERT { ?c kg:confidence 'much' } "
            "WHERE { ?c kg:confidence ?x ; kg:recipient ?r }"
        )
        with pytest.raises(DataError, match="not a number in kg:confidence"):
            columns(graph)


@pytest.mark.parametrize("predicate", ["kg:modality", "kg:polarity", "kg:relation", "kg:actor", "kg:confidence"])
def test_half_a_claim_is_told_not_counted(predicate: str) -> None:
    with sample_graph() as graph:
        graph.embedded.update(
            f"PREFIX kg: <https://w3id.org/kgraph/ns#> DELETE WHERE {{ ?c {predicate} ?x ; kg:dyad ?d }}".replace(
                "DELETE WHERE { ?c", "DELETE { ?c " + predicate + " ?x } WHERE { ?c"
            )
        )
        with pytest.raises(DataError, match=predicate.removeprefix("kg:")):
            columns(graph)


def test_the_same_claims_give_the_same_network_in_whatever_order_they_came() -> None:
    claims = [
        claim(one, other, evidence=quoted(n), confidence=0.5 + n / 100)
        for n, (one, other) in enumerate([(RUSSIA, CHINA), (CHINA, KOREA), (JAPAN, RUSSIA), (PUTIN, CHINA)] * 5)
    ]
    with graph_of(*claims) as there, graph_of(*reversed(claims)) as back:
        one, other = (dyad_network(graph, weight="confidence") for graph in (there, back))
        assert list(one.nodes(data=True)) == list(other.nodes(data=True))
        assert list(one.edges(data=True)) == list(other.edges(data=True))


def test_balance_is_followed_from_month_to_month() -> None:
    dates = {"2024-01": (1, 1, 1), "2024-02": (1, 1, -1)}
    pairs = ((RUSSIA, CHINA), (CHINA, JAPAN), (JAPAN, RUSSIA))
    claims = [
        claim(one, other, "meetsWith" if sign > 0 else "sanctions", date=Date(start=month))
        for month, signs in dates.items()
        for (one, other), sign in zip(pairs, signs, strict=True)
    ]
    with graph_of(*claims) as graph:
        found = list(balance_over_time(graph, windows("2024-01", "2024-03")))
        assert [(one.census.strong, one.frustration.upper, one.ties) for one in found] == [
            (1.0, 0, 3), (0.0, 1, 3), (None, 0, 0)
        ]  # fmt: skip


def test_a_timeline_tells_each_period_with_its_claims_and_levels() -> None:
    claims = [
        claim(
            RUSSIA, CHINA, evidence=quoted(100 * month + number), date=Date(start=f"2023-{month:02}-0{1 + number % 9}")
        )
        for month, many in enumerate((1, 0, 1, 0, 1, 0, 12, 10, 11, 12), 1)
        for number in range(many)
    ]
    with graph_of(*claims, claim(RUSSIA, JAPAN, date=Date(start="2023-02"))) as graph:
        found = dyad_timeline(graph, "kgr:CHN", "kgr:RUS")
        assert [one.claims for one in found] == [1, 0, 1, 0, 1, 0, 12, 10, 11, 12]
        assert [place for place, one in enumerate(found) if one.starts_level] == [6]
        assert [one.level for one in (found[0], found[9])] == [0.5, 11.25]
        assert found[6].negative == len(found[6].evidence) == 12
        assert found[6].score == pytest.approx(float(columns(graph).score[0]))
        longer = dyad_timeline(graph, "kgr:CHN", "kgr:RUS", window=Window("2022", "2023"))
        assert (len(longer), sum(one.claims for one in longer)) == (24, 48)
        assert dyad_timeline(graph, "kgr:CHN", "kgr:JPN") == []


def test_the_article_of_the_samples_is_what_the_tests_take_it_for() -> None:
    assert ARTICLE.published == "2017-12-07"
    assert OIL.date is not None
