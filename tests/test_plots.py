"""Figures: their numbers, that the same graph gives the same bytes, and that names stay names."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from kgraph.errors import DataError, UnknownNameError
from kgraph.graph import KnowledgeGraph
from kgraph.model import ActorRef, Claim, Date, Document, Modality, Polarity
from kgraph.plots import Plot, plot_dyads, plot_matrix, plot_timeline
from tests.hostile import HOSTILE
from tests.samples import CHINA, KOREA, PUTIN, RUSSIA


def graph_of(*claims: Claim, days: tuple[str, ...] = ()) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add(Document(id="a1", text="", published=days[0] if days else None), claims)
    for number, day in enumerate(days[1:]):
        graph.add(Document(id=f"b{number}", text="", published=day), [])
    return graph


def told(relation: str, start: str | None, end: str | None = None, **about: object) -> Claim:
    fields: dict[str, object] = {
        "document": "a1",
        "actor": RUSSIA,
        "recipient": CHINA,
        "relation": relation,
        "event_type": {"cooperatesWith": "COOPERATE", "condemns": "ACCUSE", "meetsWith": "CONSULT"}[relation],
        "date": None if start is None else Date(start=start, end=end),
    }
    return Claim(**{**fields, **about})  # type: ignore[arg-type]


def numbers(plot: Plot) -> dict[str, dict[str, object]]:
    return {str(row[0]): {name: n for name, n in zip(plot.columns[1:], row[1:], strict=True) if n} for row in plot.rows}


def test_a_timeline_counts_each_sign_by_period_with_how_firmly_it_is_said():
    graph = graph_of(
        told("cooperatesWith", "2017-12-07"),
        told("cooperatesWith", "2017-12-08", actor=PUTIN),
        told("condemns", "2018-02-01"),
        told("condemns", "2018-02-02", modality=Modality.DENIED, polarity=Polarity.NEGATIVE),
        told("condemns", None),
        days=("2017-12-07", "2018-02-28", "2018-03-01", "2016-01-01"),
    )
    plot = plot_timeline(graph, "kgr:CHN", "kgr:RUS", by="month")
    assert numbers(plot) == {
        "2017-12-01": {"cooperation": 2, "documents": 1},
        "2018-01-01": {},
        "2018-02-01": {"conflict": 1, "conflict_unsure": 1, "documents": 1},
    }
    assert plot.told.endswith("2 of cooperation, 2 of conflict; 1 undated are not drawn")


def test_what_is_dated_more_roughly_than_a_bar_is_shared_out_over_the_bars_it_may_belong_to():
    graph = graph_of(told("condemns", "2018"), told("cooperatesWith", "2017-12"), told("condemns", "2018-12-31"))
    plot = plot_timeline(graph, "kgr:CHN", "kgr:RUS", by="quarter")
    assert numbers(plot) == {
        "2017-10-01": {"cooperation": 1},
        **{f"2018-{month}-01": {"conflict_rough": 0.25} for month in ("01", "04", "07")},
        "2018-10-01": {"conflict_rough": 0.25, "conflict": 1},
    }


@pytest.mark.parametrize(
    ("last", "period"),
    [
        ("2018-03-01", "day"),
        ("2019-03-01", "week"),
        ("2024-01-01", "month"),
        ("2044-01-01", "quarter"),
        ("2318", "year"),
    ],
)
def test_without_being_told_a_bar_is_the_finest_that_leaves_a_readable_number(last: str, period: str):
    graph = graph_of(told("condemns", "2018-01-05"), told("condemns", last))
    plot = plot_timeline(graph, "kgr:CHN", "kgr:RUS")
    assert f" by {period}, " in plot.told
    assert len(plot.rows) <= (120 if period != "year" else 302)


def test_a_timeline_without_dated_claims_says_so():
    plot = plot_timeline(graph_of(told("condemns", None)), "kgr:CHN", "kgr:RUS")
    assert plot.told == "Claims between China and Russia: none dated"
    assert "no dated claims" in plot.svg()


def test_the_ranking_counts_firm_claims_by_state_and_leaves_out_those_within_one():
    minister = ActorRef(id="kgr:RUS-GOV", name="Russia's government", state="RUS", sector="GOV")
    graph = graph_of(
        told("condemns", "2018-01-05"),
        told("cooperatesWith", "2018-01-06", actor=PUTIN),
        told("cooperatesWith", "2018-01-07", modality=Modality.PLANNED),
        told("condemns", "2018-01-08", recipient=KOREA),
        told("meetsWith", "2018-01-09", actor=PUTIN, recipient=minister),
        told("condemns", "2019-01-05", polarity=Polarity.NEGATIVE),
        told("condemns", None),
    )
    assert plot_dyads(graph).rows == [("China", "Russia", 1, 2, 0), ("North Korea", "Russia", 0, 1, 0)]
    assert plot_dyads(graph, top=1).rows == [("China", "Russia", 1, 2, 0)]
    assert plot_dyads(graph, since="2018", until="2018").rows[0] == ("China", "Russia", 1, 1, 0)
    assert plot_matrix(graph, top=2).rows == [("China", "Russia", 1, 2, 0)]
    assert plot_matrix(graph).told == "Firm claims between 3 actors"


@pytest.mark.parametrize("call", [lambda g: plot_dyads(g, top=0), lambda g: plot_matrix(g, top=1)])
def test_too_few_to_draw_is_refused(call):
    with pytest.raises(DataError, match="or more"):
        call(graph_of())


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(DataError, match="ends before"):
        plot_dyads(graph_of(), since="2019", until="2018")


def test_a_step_that_is_none_is_refused():
    with pytest.raises(DataError, match="quarter"):
        plot_timeline(graph_of(told("condemns", "2018")), "kgr:CHN", "kgr:RUS", by="hour")


def test_the_same_graph_gives_the_same_bytes_in_every_format(tmp_path: Path):
    graph = graph_of(told("condemns", "2018-01-05"), told("cooperatesWith", "2018-02"))
    for number, suffix in enumerate(("svg", "png", "pdf")):
        first, second = tmp_path / f"{number}a.{suffix}", tmp_path / f"{number}b.{suffix}"
        plots = [plot_timeline(graph, "kgr:CHN", "kgr:RUS"), plot_timeline(graph, "kgr:CHN", "kgr:RUS")]
        plots[0].save(first)
        plots[1].save(second)
        assert first.read_bytes() == second.read_bytes()
        assert len(first.read_bytes()) > 1000
    matrix = plot_matrix(graph)
    assert matrix.svg() == matrix.svg() == plot_matrix(graph).svg()


def test_other_formats_are_refused_and_leave_nothing(tmp_path: Path):
    with pytest.raises(UnknownNameError, match=r"\.svg"):
        plot_dyads(graph_of()).save(tmp_path / "x.gif")
    assert list(tmp_path.iterdir()) == []


def test_names_are_drawn_as_text_whatever_is_in_them():
    graph = KnowledgeGraph()
    claims = [
        told("condemns", "2018", actor=ActorRef(id=f"urn:kgraph:actor:h{n}", name=name))
        for n, name in enumerate([*HOSTILE, "$\\frac{1}{2}$ and $", "\u4e2d\u56fd"])
    ]
    graph.add(Document(id="a1", text=""), claims)
    for plot in (plot_dyads(graph, top=100), plot_matrix(graph, top=100)):
        tree = ElementTree.fromstring(plot.svg())  # noqa: S314 — our own
        tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert not tags & {"script", "img", "iframe", "a", "animate", "body"}
        shown = "".join(tree.itertext())
        assert "$\\frac{1}{2}$ and $" in shown
        assert "\u4e2d\u56fd" in shown
        assert "<img src=x onerror" in shown


def test_the_callers_own_settings_of_matplotlib_change_nothing():
    import matplotlib as mpl

    graph = graph_of(told("condemns", "2018-01-05"))
    before = plot_dyads(graph).svg()
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.spines.top": True}):
        assert plot_dyads(graph).svg() == before


def test_a_figure_shows_itself_in_a_notebook():
    bundle, about = plot_dyads(graph_of(told("condemns", "2018-01-05")))._repr_mimebundle_()
    assert bundle["text/plain"] == "<Plot: The 1 dyads with most firm claims>"
    assert "<svg" in bundle["image/svg+xml"]
    assert about == {"image/svg+xml": {"alt": "The 1 dyads with most firm claims"}}
