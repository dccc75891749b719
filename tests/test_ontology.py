"""The ontology: PLOVER's facts as published, the laws that relations obey, and terms.py as the generator writes it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import MappingProxyType

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

import kgraph.ontology
from kgraph.errors import UnknownNameError
from kgraph.model import Modality
from kgraph.ontology import (
    CONTEXTS,
    DEFAULT_RELATIONS,
    EVENT_TYPES,
    MODES,
    PREFIXES,
    RELATIONS,
    SECTORS,
    VERSION,
    ancestors,
    context,
    default_relation,
    event_type,
    expand,
    mode,
    relation,
)

FOLDER = Path(kgraph.ontology.__file__).parent
GENERATOR = FOLDER.parent.parent / "generate" / "terms.py"
KG = PREFIXES["kg"]

# The manual, draft 2.0: the type, its quad class, its score, whether it needs a recipient, its modes with their scores.
PLOVER = """
    AGREE 1 2.5 no
    CONSULT 1 2.5 no visit=4 third-party=1 multilateral=4 phone=1.5
    SUPPORT 1 5 no
    CONCEDE 1 4.5 no
    COOPERATE 2 9.5 yes
    AID 2 10 yes
    RETREAT 2 6.5 no withdraw=8 release=6.5 disarm=10 ceasefire=7.5 access=6.5 resign=4.5
    REQUEST 3 0 no assist=0.5 change=-1 yield=-1 meet=0
    ACCUSE 3 -3 no disapprove=-2 investigate=-3.5 allege=-3.5
    REJECT 3 -2 no assist=-1.5 change=-2 yield=-2 meet=-2
    THREATEN 3 -3.5 no restrict=-3 arrest=-3.5 relations=-3.5 expel=-3.5 territory=-4 violence=-3.5
    PROTEST 4 -5 no demo=-5 riot=-7 strike=-5 hunger=-4.5 boycott=-4.5 obstruct=-4.5 vandalize=-5
    SANCTION 4 -6 yes convict=-6 expel=-5.5 withdraw=-6 discontinue=-6
    MOBILIZE 4 -5.5 no troops=-6.5 weapons=-6.5 police=-5.5 militia=-6
    COERCE 4 -7 no seize=-7 restrict=-7 censor=-6.5 curfew=-6.5 martial-law=-7.5 arrest=-7 deport=-7 withhold=-7
        misinformation=-6.5 cyber=-7
    ASSAULT 4 -9 no abduct=-8.5 beat=-7.5 torture=-8.5 sexual=-8.5 targeted=-9.5 destroy=-8.5 primitive=-8 firearms=-9
        explosives=-9 suicide-attack=-9.5 aerial=-9.5 drone=-9.5 heavy-weapons=-9.5 crowd-control=-7.5
        unconventional=-10
"""
CONTEXT_NAMES = re.findall(
    r"\w+",
    """
    military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic
    legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity inequality
    diplomatic territory peacekeeping health asylum migration disasters natural_resource environment technology
    terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking
""",
)
SECTOR_CODES = re.findall(
    r"\w+",
    """
    COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC
    IGO NGO ISM IMG MNC
""",
)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(FOLDER / "kgraph.ttl")


def test_terms_are_what_the_generator_writes() -> None:
    done = subprocess.run([sys.executable, GENERATOR, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_generator_notices_a_stale_file(tmp_path: Path) -> None:
    (tmp_path / "generate").mkdir()
    (tmp_path / "kgraph" / "ontology").mkdir(parents=True)
    script = tmp_path / "generate" / "terms.py"
    script.write_text(GENERATOR.read_text("utf-8"), "utf-8")
    ontology, terms = (tmp_path / "kgraph" / "ontology" / name for name in ("kgraph.ttl", "terms.py"))
    ontology.write_text((FOLDER / "kgraph.ttl").read_text("utf-8").replace("kg:score -7.5", "kg:score -7.4"), "utf-8")
    terms.write_text((FOLDER / "terms.py").read_text("utf-8"), "utf-8")
    assert subprocess.run([sys.executable, script, "--check"], capture_output=True).returncode == 1
    assert subprocess.run([sys.executable, script]).returncode == 0
    assert subprocess.run([sys.executable, script, "--check"]).returncode == 0
    assert "score=-7.4" in terms.read_text("utf-8")


def manual() -> list[tuple[str, ...]]:
    """The types of the manual, each with its facts as they are written above."""
    return [tuple(entry.split()) for entry in re.split(r"\n    (?=[A-Z])", PLOVER) if entry.strip()]


def test_event_types_are_plovers() -> None:
    needs = {True: "yes", False: "no"}
    found = [(t.name, str(t.quad), f"{t.score:g}", needs[t.needs_recipient]) for t in EVENT_TYPES.values()]
    assert found == [entry[:4] for entry in manual()]
    assert len(found) == 16


def test_modes_are_plovers() -> None:
    found = [(m.event_type, f"{m.name}={m.score:g}") for m in MODES.values()]
    assert found == [(entry[0], mode_and_score) for entry in manual() for mode_and_score in entry[4:]]
    assert len(found) == 67
    assert all(key == (m.event_type, m.name) for key, m in MODES.items())


def test_contexts_are_plovers() -> None:
    assert list(CONTEXTS) == CONTEXT_NAMES
    assert len(CONTEXTS) == 37
    assert all(found.name == name for name, found in CONTEXTS.items())


def test_sectors_are_plovers() -> None:
    assert sorted(SECTORS) == sorted(SECTOR_CODES)
    assert list(SECTORS) == sorted(SECTORS)
    assert (SECTORS["JRN"], SECTORS["MED"]) == ("Journalists and media", "Medical")


@pytest.mark.parametrize(
    ("concept", "value"),
    [
        ("plover:ACCUSE", ("score", "-3.0")),  # printed without its sign
        ("plover:SANCTION", ("quad", "4")),  # one table of the manual says 3
        ("plover:PROTEST-vandalize", ("score", "-5.0")),  # the manual gives no score
    ],
)
def test_deviations_from_the_manual_are_explained(graph: Graph, concept: str, value: tuple[str, str]) -> None:
    node = URIRef(expand(concept))
    name, expected = value
    assert str(graph.value(node, URIRef(KG + name))) == expected
    assert str(graph.value(node, RDFS.comment)).count("manual") == 1


def test_modes_take_the_side_of_their_type() -> None:
    for found in MODES.values():
        assert found.score * EVENT_TYPES[found.event_type].score >= 0


def test_parents_exist_without_cycles() -> None:
    for name in RELATIONS:
        line = ancestors(name)
        assert line[0] == name
        assert len(set(line)) == len(line) <= 3


def test_children_keep_the_sign_and_the_event_type_of_their_parent() -> None:
    for name, child in RELATIONS.items():
        for parent in map(relation, ancestors(name)[1:]):
            assert (child.sign, child.event_type, child.lasting) == (parent.sign, parent.event_type, parent.lasting)
            assert set(child.contexts) >= set(parent.contexts)


def test_events_have_an_event_type_and_lasting_ties_have_none() -> None:
    for found in RELATIONS.values():
        assert found.lasting == (found.event_type is None)


def test_modes_and_contexts_of_relations_are_known() -> None:
    for found in RELATIONS.values():
        assert found.mode is None or (found.event_type, found.mode) in MODES
        assert set(found.contexts) <= set(CONTEXTS)
        assert list(found.contexts) == sorted(set(found.contexts))


def test_sign_follows_the_score_of_the_event_type() -> None:
    for found in RELATIONS.values():
        if found.event_type is not None:
            score = EVENT_TYPES[found.event_type].score
            assert found.sign == (score > 0) - (score < 0)


def test_every_event_type_has_a_general_default_relation() -> None:
    for name in EVENT_TYPES:
        general = relation(default_relation(name))
        assert (general.event_type, general.mode, general.contexts, general.parent) == (name, None, (), None)


def test_default_relations_of_modes_are_of_that_mode() -> None:
    for (kind, name), found in DEFAULT_RELATIONS.items():
        assert relation(found).event_type == kind
        assert relation(found).mode == name


def test_default_relation_of_a_mode_without_one_is_its_types() -> None:
    assert default_relation("RETREAT", "ceasefire") == "agreesCeasefireWith"
    assert default_relation("RETREAT", "resign") == default_relation("RETREAT") == "deescalatesToward"
    with pytest.raises(UnknownNameError, match="did you mean 'visit'"):
        default_relation("CONSULT", "visits")
    with pytest.raises(UnknownNameError, match="did you mean 'CONSULT'"):
        default_relation("CONSULTS")


def test_symmetric_relations() -> None:
    assert {name for name, found in RELATIONS.items() if found.symmetric} == {
        "agreesCeasefireWith",
        "alliedWith",
        "atWarWith",
        "borders",
        "callsByPhone",
        "cooperatesEconomicallyWith",
        "cooperatesInTechnologyWith",
        "cooperatesMilitarilyWith",
        "cooperatesOnLawEnforcementWith",
        "cooperatesWith",
        "hasDefencePactWith",
        "hasDiplomaticRelationsWith",
        "hasNeutralityPactWith",
        "hasNonAggressionPactWith",
        "meetsWith",
        "negotiatesWith",
        "rivalOf",
        "signsAgreementWith",
        "tradesWith",
        "votesWith",
    }


def test_standing_facts_about_persons_and_parts_are_neutral() -> None:
    for name in ("holdsOfficeIn", "headOf", "partOf"):
        found = relation(name)
        assert (found.sign, found.lasting, found.parent) == (0, True, "affiliatedWith")


def test_labels_are_unique_and_read_between_two_actors() -> None:
    labels = Counter(found.label for found in RELATIONS.values())
    assert max(labels.values()) == 1
    assert all(re.fullmatch(r"[a-z][A-Za-z -]+", label) for label in labels)
    for table in (EVENT_TYPES, CONTEXTS):
        assert len({found.label for found in table.values()}) == len(table)
    assert len(set(SECTORS.values())) == len(SECTORS)


def test_definitions_are_sentences_and_none_is_shared() -> None:
    definitions = [found.definition for found in EVENT_TYPES.values()]
    definitions += [found.definition for found in MODES.values()]
    definitions += [found.definition for found in CONTEXTS.values()]
    definitions += [found.definition for found in RELATIONS.values()]
    assert len(set(definitions)) == len(definitions)
    assert all(re.fullmatch(r"[A-Z].{15,}\.", definition) for definition in definitions)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("cooperatesMilitarilyWith", ("062",)),
        ("pledgesMilitaryAidTo", ("0332",)),
        ("agreesCeasefireWith", ("0871",)),
        ("embargoes", ("163",)),
        ("cyberAttacks", ("176",)),
        ("bombs", ("195", "1951")),
        ("suppliesOilTo", ()),
    ],
)
def test_cameo_codes_keep_their_zeros(name: str, codes: tuple[str, ...]) -> None:
    assert relation(name).cameo == codes


def test_a_cameo_code_names_one_relation() -> None:
    codes = [code for found in RELATIONS.values() for code in found.cameo]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"(0[3-9]|1\d|20)\d{0,2}", code) for code in codes)


def cameo_types(graph: Graph) -> dict[str, str]:
    """Event types by the CAMEO codes that the ontology gives them."""
    return {
        str(code).removeprefix(PREFIXES["cameo"]): name
        for name in EVENT_TYPES
        for code in graph.objects(URIRef(expand(f"plover:{name}")), SKOS.closeMatch)
    }


def nearest(code: str, table: dict[str, str]) -> str:
    """What stands at the longest prefix of a code."""
    return next(table[code[:size]] for size in range(len(code), 1, -1) if code[:size] in table)


def test_event_types_cover_cameos_roots_but_statements_and_appeals(graph: Graph) -> None:
    """CAMEO's 01 and 02 have no place in PLOVER."""
    assert {code[:2] for code in cameo_types(graph)} == {f"{root:02}" for root in range(3, 21)}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("0331", "AGREE"),
        ("0811", "CONCEDE"),
        ("0813", "RETREAT"),  # a curfew lifted
        ("0834", "CONCEDE"),
        ("0841", "RETREAT"),
        ("0863", "RETREAT"),  # relief let in
        ("092", "ACCUSE"),
        ("1121", "ACCUSE"),
        ("1623", "SANCTION"),
        ("1711", "COERCE"),
        ("1712", "ASSAULT"),  # property destroyed
        ("175", "ASSAULT"),  # violent repression
        ("176", "COERCE"),
        ("191", "COERCE"),  # a blockade
        ("192", "COERCE"),  # an occupation
        ("193", "ASSAULT"),
        ("2042", "ASSAULT"),
    ],
)
def test_event_type_and_relation_of_a_cameo_code_agree(graph: Graph, code: str, name: str) -> None:
    assert nearest(code, cameo_types(graph)) == name
    by_code = {code: found.name for found in RELATIONS.values() for code in found.cameo}
    assert relation(nearest(code, by_code)).event_type == name


def test_modalities_are_those_of_claims(graph: Graph) -> None:
    found = {str(node).removeprefix(KG) for node in graph.subjects(RDF.type, URIRef(KG + "Modality"))}
    assert found == {modality.value for modality in Modality}


def test_every_term_is_labelled_and_described(graph: Graph) -> None:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = {node for kind in kinds for node in graph.subjects(RDF.type, kind)}
    assert len(terms) > len(RELATIONS)
    for term in terms:
        assert graph.value(term, RDFS.label) is not None
        assert (graph.value(term, RDFS.comment) or graph.value(term, SKOS.definition)) is not None


def test_every_kgraph_term_in_use_is_defined(graph: Graph) -> None:
    """Nothing is mistyped: whatever of kgraph's and PLOVER's names is used stands as a subject too."""
    own = (KG, PREFIXES["plover"])
    used = {node for triple in graph for node in triple if str(node).startswith(own)}
    assert used <= set(graph.subjects())


def test_concepts_stand_in_their_schemes(graph: Graph) -> None:
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        schemes = list(graph.objects(concept, SKOS.inScheme))
        assert len(schemes) == 1
        assert (schemes[0], RDF.type, SKOS.ConceptScheme) in graph


def test_version_is_the_ontologys(graph: Graph) -> None:
    ontology = URIRef(KG.rstrip("#"))
    assert str(graph.value(ontology, OWL.versionInfo)) == VERSION
    assert str(graph.value(ontology, OWL.versionIRI)) == f"{ontology}/{VERSION}"


def test_tables_cannot_be_changed() -> None:
    for table in (EVENT_TYPES, MODES, CONTEXTS, RELATIONS, SECTORS, DEFAULT_RELATIONS):
        assert isinstance(table, MappingProxyType)
    with pytest.raises(TypeError):
        SECTORS["GOV"] = "Governors"  # type: ignore[index]


def test_lookups_offer_the_nearest_name() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'suppliesOilTo'"):
        relation("supplyOilTo")
    with pytest.raises(UnknownNameError, match="did you mean 'COOPERATE'"):
        event_type("COOPERATES")
    with pytest.raises(UnknownNameError, match="unknown mode of CONSULT 'visits'; did you mean 'visit'"):
        mode("CONSULT", "visits")
    with pytest.raises(UnknownNameError, match="did you mean 'political_institutions'"):
        context("political institutions")


def test_a_mode_of_another_type_is_unknown() -> None:
    assert mode("ASSAULT", "aerial").score == -9.5
    with pytest.raises(UnknownNameError, match="unknown mode of CONSULT 'aerial'"):
        mode("CONSULT", "aerial")


def test_relation_is_found_by_its_name() -> None:
    assert relation("cooperatesMilitarilyWith").label == "cooperates militarily with"
    assert ancestors("suppliesGasTo") == ("suppliesGasTo", "suppliesTo")
