"""The explorer without a browser: what is bundled, what is written, what cannot get out."""

from dataclasses import replace

import pytest

from kgraph.explore import explore
from kgraph.explore.bundles import Way, as_named, bundle, by_state, names_of, without_repeats
from kgraph.explore.layout import CELL, lay_out, tie
from kgraph.model import (
    Date,
    Document,
    Modality,
    Polarity,
)
from tests.case_file import claim, data_of, ref, sample

# -- bundling --------------------------------------------------------------------------------------


def lines(claims, key=by_state, documents=()):
    return bundle(without_repeats(claims), {document.id: document for document in documents}, key).lines


def only(claims, **arguments):
    (line,) = lines(claims, **arguments)
    return line


def test_one_line_for_each_dyad_and_sign_whichever_way_round():
    found = lines(
        [
            claim("RUS", "CHN"),
            claim("CHN", "RUS", "visits"),
            claim("RUS", "CHN", "accuses"),
            claim("CHN", "RUS", "requestsFrom"),
        ]
    )
    assert [(line.dyad, line.sign, line.facts) for line in found] == [
        (("kgr:CHN", "kgr:RUS"), 1, 2),
        (("kgr:CHN", "kgr:RUS"), 0, 1),
        (("kgr:CHN", "kgr:RUS"), -1, 1),
    ]


def test_every_claim_is_in_one_line_or_within_or_alone():
    claims = without_repeats(sample()[0])
    for key in (by_state, as_named):
        found = bundle(claims, {}, key)
        groups = [line.claims for line in found.lines] + [*found.within.values(), *found.alone.values()]
        assert sorted(c.id for group in groups for c in group) == sorted(c.id for c in claims)
        assert all(line.dyad[0] < line.dyad[1] for line in found.lines)
        assert all({c.sign for c in line.claims} == {line.sign} for line in found.lines)
        assert len({(line.dyad, line.sign) for line in found.lines}) == len(found.lines)


def test_what_putin_does_counts_for_russia_only_in_the_view_of_states():
    told = claim("wd:Q7747", "CHN")
    assert only([told]).dyad == ("kgr:CHN", "kgr:RUS")
    assert only([told], key=as_named).dyad == ("kgr:CHN", "wd:Q7747")


@pytest.mark.parametrize("modality", list(Modality))
@pytest.mark.parametrize("polarity", list(Polarity))
def test_only_what_is_said_to_be_so_widens_a_line(modality, polarity):
    line = only([claim(modality=modality, polarity=polarity)])
    fact = polarity is Polarity.POSITIVE and modality in (Modality.ASSERTED, Modality.REPORTED)
    assert line.facts == int(fact)
    assert len(line.claims) == 1


def test_claims_are_newest_first_and_undated_ones_last():
    days = ["2017-12-07", "2017-05", None, "2018", "2017-12-08"]
    told = [claim(document=str(n), date=day and Date(start=day)) for n, day in enumerate(days)]
    assert [c.date and str(c.date) for c in only(told).claims] == ["2018", "2017-12-08", "2017-12-07", "2017-05", None]


def test_a_claim_read_twice_is_one_and_the_surer_reading_is_kept():
    told = claim(confidence=0.4)
    line = only([told, replace(told, confidence=0.9, extractor="other"), told])
    assert [c.confidence for c in line.claims] == [0.9]


def test_sources_are_publishers_not_documents():
    papers = [
        Document(text="", id="a1", publisher="Harbour Wire"),
        Document(text="", id="a2", publisher="Harbour Wire"),
        Document(text="", id="a3", url="https://meridian.example/1"),
    ]
    told = [claim(document=id_) for id_ in ("a1", "a2", "a3", "unknown-1", "unknown-2")]
    assert only(told[:2], documents=papers).sources == 1
    assert only(told[:3], documents=papers).sources == 2
    assert only(told, documents=papers).sources == 2  # who nobody knows may be one of them
    assert only(told[3:], documents=papers).sources == 1


WIRE, MERIDIAN = (Document(text="", id=id_, publisher=id_) for id_ in ("wire", "meridian"))


def two_papers(*told):
    """One line, told by one paper and then by another."""
    return only(
        [
            claim(*words, document=paper.id, **fields)
            for paper, (words, fields) in zip((WIRE, MERIDIAN), told, strict=True)
        ],
        documents=[WIRE, MERIDIAN],
    )


def test_rival_accounts_do_not_bear_each_other_out():
    rivals = two_papers((("CHN", "JPN", "attacks"), {}), (("JPN", "CHN", "attacks"), {}))
    assert rivals.facts == 2
    assert rivals.ways == (Way(1, 1), Way(1, 1))
    assert (rivals.sources, rivals.arrow) == (1, "")
    agreed = two_papers((("CHN", "JPN", "attacks"), {}), (("CHN", "JPN", "bombs"), {}))
    assert agreed.ways == (Way(2, 2), Way(0, 0))
    assert (agreed.sources, agreed.arrow) == (2, "to")


@pytest.mark.parametrize(
    "fields",
    [{"modality": Modality.DENIED}, {"modality": Modality.PLANNED}, {"polarity": Polarity.NEGATIVE}],
)
def test_who_denies_or_announces_it_bears_nothing_out(fields):
    line = two_papers((("CHN", "JPN", "attacks"), {}), (("CHN", "JPN", "attacks"), fields))
    assert (line.facts, line.sources, line.ways) == (1, 1, (Way(1, 1), Way(0, 0)))


def test_a_meeting_bears_out_either_way():
    line = two_papers((("CHN", "JPN", "visits"), {}), (("JPN", "CHN", "meetsWith"), {}))
    assert (line.ways, line.mutual, line.sources) == ((Way(2, 2), Way(1, 1)), 1, 2)


@pytest.mark.parametrize(
    ("there", "back", "both", "arrow"),
    [(3, 1, 0, "to"), (1, 3, 0, "from"), (2, 1, 0, ""), (1, 0, 0, "to"), (3, 0, 2, ""), (0, 0, 2, "")],
)
def test_an_arrow_needs_three_quarters_one_way(there, back, both, arrow):
    told = [claim("CHN", "RUS", "visits", document=f"t{n}") for n in range(there)]
    told += [claim("RUS", "CHN", "visits", document=f"b{n}") for n in range(back)]
    told += [claim("RUS", "CHN", "meetsWith", document=f"m{n}") for n in range(both)]
    assert only(told).arrow == arrow


def test_an_actor_is_called_what_claims_call_it_most():
    told = [
        replace(claim(document=str(n)), actor=ref("RUS", name))
        for n, name in enumerate(["Moscow", "Russia", "Russia", "Kremlin"])
    ]
    assert names_of(told)["kgr:RUS"] == "Russia"


# -- layout and drawing ----------------------------------------------------------------------------


def test_no_two_actors_need_the_same_place():
    found = bundle(without_repeats(sample()[0]), {}, by_state)
    ties = {line.dyad: tie(line.facts, 0) for line in found.lines}
    points = sorted(lay_out([*(end for dyad in ties for end in dyad), "kgr:NRU"], ties).points.values())
    near = [
        (a, b)
        for a in points
        for b in points
        if a < b and abs(a[0] - b[0]) < CELL[0] - 1 and abs(a[1] - b[1]) < CELL[1] - 1
    ]
    assert near == []


def test_unlinked_actors_stand_in_a_row_beneath():
    ties = {("kgr:CHN", "kgr:RUS"): 2.0, ("kgr:RUS", "kgr:UKR"): 0.3, ("kgr:BDI", "kgr:RWA"): 1.0}
    found = lay_out([*(end for dyad in ties for end in dyad), "kgr:NRU"], ties)
    beneath = {actor for actor, (_, y) in found.points.items() if y > found.row}
    assert beneath == {"kgr:BDI", "kgr:RWA", "kgr:NRU"}


def test_many_small_groups_still_make_a_picture_of_a_screens_shape():
    ties = {(f"urn:kgraph:actor:a{n:03}", f"urn:kgraph:actor:b{n:03}"): 1.0 for n in range(120)}
    points = lay_out((end for dyad in ties for end in dyad), ties).points.values()
    width, height = (max(axis) - min(axis) for axis in zip(*points, strict=True))
    assert 1 < width / height < 2


def test_a_layout_depends_on_no_order():
    ties = {("kgr:CHN", "kgr:RUS"): 2.0, ("kgr:RUS", "kgr:UKR"): 0.3, ("kgr:CHN", "kgr:PRK"): 1.5}
    actors = ["kgr:UKR", "kgr:CHN", "kgr:RUS", "kgr:PRK"]
    assert lay_out(actors, ties) == lay_out(reversed(actors), dict(reversed(ties.items())))
    assert lay_out([], {}).points == {}


def drawn(*claims, documents=()):
    return data_of(explore(claims, documents))["views"][0]["edges"]


def test_cooperation_and_conflict_bend_to_their_own_sides_from_the_lower_id():
    together = drawn(claim("RUS", "CHN"), claim("RUS", "CHN", "accuses"))
    alone = drawn(claim("RUS", "CHN", "accuses"))
    assert [edge["smooth"]["type"] for edge in together] == ["curvedCCW", "curvedCW"]
    assert alone[0]["smooth"] == together[1]["smooth"]
    assert {(edge["from"], edge["to"]) for edge in together + alone} == {("n0", "n1")}


def test_gaps_say_one_publisher_and_dots_say_nothing_is_asserted():
    papers = [Document(text="", id=id_, publisher=id_) for id_ in ("a1", "a2")]
    (one,) = drawn(claim(document="a1"), documents=papers)
    (rivals,) = drawn(
        claim("CHN", "JPN", "attacks", document="a1"), claim("JPN", "CHN", "attacks", document="a2"), documents=papers
    )
    assert rivals["dashes"] == one["dashes"]
    (two,) = drawn(claim(document="a1"), claim(document="a2"), documents=papers)
    (none,) = drawn(claim(modality=Modality.PLANNED))
    assert two["dashes"] is False
    assert one["dashes"] != none["dashes"]
    assert (one["width"], two["width"], none["width"]) == (2.6, 3.3, 1.0)


def test_pyvis_gets_opaque_ids_text_and_no_titles():
    data = data_of(explore(*sample()))
    for seen in data["views"]:
        assert [node["id"] for node in seen["nodes"]] == [f"n{n}" for n in range(len(seen["nodes"]))]
        assert [edge["id"] for edge in seen["edges"]] == [f"d{n}" for n in range(len(seen["edges"]))]
        assert not [thing for thing in seen["nodes"] + seen["edges"] if "title" in thing]
        assert seen["options"]["physics"] is False
