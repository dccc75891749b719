"""CAMEO's codes in PLOVER's terms, and CAMEO's actors as ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.errors import DataError
from kgraph.ontology import CONTEXTS, EVENT_TYPES, MODES, RELATIONS
from kgraph.sources.cameo_actors import REGIONS, CameoActors
from kgraph.sources.cameo_events import full_code, is_shared, plover_event, plover_table

TABLE = plover_table()
# The roots of CAMEO and what PLOVER makes of them.
ROOTS = {
    "AGREE": ("03",),
    "CONSULT": ("04",),
    "SUPPORT": ("05",),
    "COOPERATE": ("06",),
    "AID": ("07",),
    "CONCEDE": ("08",),
    "ACCUSE": ("09", "11"),
    "REQUEST": ("10",),
    "REJECT": ("12",),
    "THREATEN": ("13",),
    "PROTEST": ("14",),
    "MOBILIZE": ("15",),
    "SANCTION": ("16",),
    "COERCE": ("17",),
    "ASSAULT": ("18", "19", "20"),
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def actors(gazetteer: Gazetteer) -> CameoActors:
    return CameoActors(gazetteer)


@pytest.mark.parametrize("code", sorted(TABLE))
def test_a_code_is_what_the_ontology_has(code: str) -> None:
    event = TABLE[code]
    assert event.event_type in EVENT_TYPES
    assert event.mode is None or (event.event_type, event.mode) in MODES
    assert set(event.contexts) <= set(CONTEXTS)
    relation = RELATIONS[event.relation]
    if code != "163":  # an embargo is a kind of sanction to the reader and a restriction to PLOVER
        assert relation.event_type == event.event_type
        assert relation.mode in (None, event.mode)


def test_codes_of_the_ontology_lead_back_to_their_relations() -> None:
    for name, relation in RELATIONS.items():
        for code in relation.cameo:
            assert TABLE[code].relation == name, code


def test_roots_are_plovers_types() -> None:
    assert {root for roots in ROOTS.values() for root in roots} == {code for code in TABLE if len(code) == 2}
    for event_type, roots in ROOTS.items():
        assert {TABLE[root].event_type for root in roots} == {event_type}
    assert plover_event("010") is None
    assert plover_event("0256") is None


@pytest.mark.parametrize(
    ("code", "event_type", "mode"),
    [
        ("163", "COERCE", "restrict"),
        ("191", "COERCE", "restrict"),
        ("192", "COERCE", "seize"),
        ("1712", "ASSAULT", "destroy"),
        ("175", "ASSAULT", None),
        ("0813", "RETREAT", None),
        ("0814", "RETREAT", None),
        ("085", "RETREAT", None),
        ("155", "MOBILIZE", None),
        ("176", "COERCE", "cyber"),
        ("1834", "ASSAULT", "explosives"),
        ("195", "ASSAULT", "aerial"),
        ("1951", "ASSAULT", "aerial"),
        ("1952", "ASSAULT", "drone"),
        ("186", "ASSAULT", "targeted"),
        ("1722", "COERCE", "restrict"),
        ("203", "ASSAULT", None),
    ],
)
def test_what_the_published_table_lacks_or_has_otherwise(code: str, event_type: str, mode: str | None) -> None:
    assert (TABLE[code].event_type, TABLE[code].mode) == (event_type, mode)


def test_contexts_have_the_manuals_names() -> None:
    assert TABLE["0811"].contexts == ("pro_democracy",)
    assert TABLE["073"].contexts == ("human_security",)
    assert TABLE["175"].contexts == ("military", "pro_autocracy")


@pytest.mark.parametrize("code", ["", "4", "abc", "04a", "00", "2100", "99999", "²3"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(DataError, match="no CAMEO code"):
        plover_event(full_code(code))


@given(st.sampled_from(sorted(code for code in TABLE if len(code) > 2)))
def test_a_code_that_lost_its_zero_comes_back(code: str) -> None:
    assert full_code(code, root=code[:2]) == code
    assert full_code(code.lstrip("0"), root=code[:2].lstrip("0")) == code


@pytest.mark.parametrize("code", ["990", "99", "95", "29", "995"])
def test_no_zero_makes_a_code_of_what_is_none(code: str) -> None:
    with pytest.raises(DataError, match=r"no CAMEO code.*of the roots 01 to 20"):
        full_code(code)


def test_codes_that_plover_leaves_out_lose_their_zero_too() -> None:
    assert [full_code(code) for code in ("21", "28", "211", "256")] == ["021", "028", "0211", "0256"]
    assert [plover_event(full_code(code)) for code in ("21", "256")] == [None, None]


def test_two_digits_that_may_be_two_codes_need_their_root() -> None:
    with pytest.raises(DataError, match="one alone"):
        full_code("14")
    assert (full_code("14", root="01"), full_code("14", root="14"), full_code("14", root="1")) == ("014", "14", "014")


def test_what_both_sides_share_has_a_symmetric_relation() -> None:
    shared = {code for code in TABLE if is_shared(code) and len(code) == 3}
    assert shared
    assert all(RELATIONS[TABLE[code].relation].symmetric for code in shared)
    assert not is_shared("042")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("RUS", "RUS", "", ()), ("kgr:RUS", "RUS", None)),
        (("RUSMIL", "RUS", "", ("MIL",)), ("kgr:RUS-MIL", "RUS", "MIL")),
        (("RUSMED", "RUS", "", ("MED",)), ("kgr:RUS-JRN", "RUS", "JRN")),  # CAMEO's MED is the media
        (("RUSHLH", "RUS", "", ("HLH",)), ("kgr:RUS-MED", "RUS", "MED")),
        (("ROM", "ROM", "", ()), ("kgr:ROU", "ROU", None)),  # CAMEO's own code
        (("IGOEUREEC", "EUR", "EEC", ("IGO",)), ("kgr:european-union", None, "IGO")),
        (("PSEHMS", "PSE", "HMS", ()), ("kgr:hamas", "PSE", "REB")),
        (("NGOAMN", "", "AMN", ("NGO",)), ("kgr:amnesty-international", None, "NGO")),
    ],
)
def test_codes_are_actors_of_ours(
    actors: CameoActors, parts: tuple[str, str, str, tuple[str, ...]], expected: tuple[str, str | None, str | None]
) -> None:
    code, country, group, roles = parts
    ref = actors.ref(code, country=country, group=group, roles=roles)
    assert (ref.id, ref.state, ref.sector) == expected
    assert actors.is_placed(ref)


@pytest.mark.parametrize("region", ["AFR", "EUR", "SAF", "SEA"])
def test_a_region_is_no_state(actors: CameoActors, region: str) -> None:
    ref = actors.ref(region, country=region)
    assert (ref.name, ref.state) == (REGIONS[region], None)
    assert not actors.is_placed(ref)


def test_a_role_of_nobody_has_an_id_of_its_own(actors: CameoActors) -> None:
    police, other = actors.ref("COP", roles=("COP",)), actors.ref("CVL", roles=("CVL",))
    assert police.name == "Police"
    assert police.id.startswith("urn:kgraph:actor:cameo-cop")
    assert police.id != other.id


def test_no_region_is_the_code_of_a_state(gazetteer: Gazetteer) -> None:
    codes = {code for actor in gazetteer for scheme, code in actor.codes if scheme in ("iso3", "cameo")}
    assert codes.isdisjoint(REGIONS)


@pytest.mark.parametrize(
    ("fips", "iso3"),
    [
        *(("RS", "RUS"), ("CH", "CHN"), ("GM", "DEU"), ("BO", "BLR"), ("AU", "AUT"), ("AS", "AUS"), ("IS", "ISR")),
        *(("SZ", "CHE"), ("NG", "NER"), ("NI", "NGA"), ("MO", "MAR"), ("KN", "PRK"), ("UP", "UKR"), ("EZ", "CZE")),
    ],
)
def test_places_have_codes_of_fips(actors: CameoActors, fips: str, iso3: str) -> None:
    assert actors.state_of_fips(fips) == iso3


def test_most_of_the_known_groups_are_known_here(gazetteer: Gazetteer) -> None:
    from kgraph.sources.cameo_actors import _groups

    assert len(_groups()) > 70
    assert all(actor in gazetteer for actor in _groups().values())
