"""Bytes as files of event data, in every format: a bad row costs itself alone.

The first byte says which format, the second whether the rest is a whole file or rows between two good ones.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pyoxigraph as ox

from kgraph.actors import Gazetteer, load_gazetteer
from kgraph.errors import DataError
from kgraph.graph import KnowledgeGraph
from kgraph.model import Claim, claim_from_json, claim_to_json
from kgraph.ontology import PREFIXES
from kgraph.rdf import ClaimLines, claim_quads, read_claim
from kgraph.sources import SOURCES, Fate, ImportedRow, ImportOptions, Outcome, RowProblem
from tests import test_import_dyadic as dyadic
from tests import test_import_icews as icews
from tests import test_import_polecat as polecat
from tests import test_import_sipri as sipri
from tests import test_import_unga as unga
from tests.fuzz.target import Target, promised, refusals
from tests.gdelt_rows import event, mention

_STATES = (
    "RUS",
    "UKR",
    "USA",
    "CHN",
    "NOR",
    "SWE",
    "PER",
    "FRA",
    "CHL",
    "GBR",
    "CAN",
    "DEU",
    "NAM",
    "SUN",
    "YUG",
    "ISR",
)
_KNOWN = (*_STATES, "PSE", "IRN", "nato", "european-union", "hamas")
GAZETTEER = Gazetteer([load_gazetteer().actor(f"kgr:{name}") for name in _KNOWN])
"""Few actors: to look through all that are known would be most of the time."""
_TIES = {"dataset": "ties", "actor": "a", "recipient": "b", "relation": "kind", "start": "x"}
_MID = {
    "dataset": "disputes", "codes": "cow", "actor": "=200", "recipient": "to", "relation": "act",
    "relations": "1=threatens;2=attacks", "date": "day", "date-format": "%d/%m/%y", "end": "until",
    "confidence": "sure",
    "contexts": "about", "keep": "hostlev;note", "where": "used=1", "id": "n", "place": "at", "polarity": "said",
}  # fmt: skip
_MANUAL = {"id": "r1", "date": "2016-07-24", "actor": [{"code": "USA"}], "recipient": [{"code": "CAN"}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A format with one way to ask for it, and rows in it that are good."""

    source: str
    first: str
    last: str
    head: str = ""
    name: str = "a.csv"
    options: Mapping[str, str] = field(default_factory=dict)
    beside: str = ""
    samples: tuple[str, ...] = ()


def _record(number: str, who: str, whom: str, **more: object) -> str:
    ends = {"actor": [{"code": who}], "recipient": [{"code": whom}]}
    return json.dumps(_MANUAL | ends | {"id": number, "event": ["CONSULT"], **more})


def _polecat(number: str, **cells: str) -> str:
    return "\t".join(polecat.cells(Event_ID=number, **cells).values())


_PACT = "id,ccode1,ccode2,st_day,st_month,st_year,end_year,defense\n"
_GDELT = (event(900001, "RUS", "UKR", "190"), event(900002, "USA", "CHN", "040"))
_OPEN = {"domestic": "yes", "one-sided": "yes"}
FORMS = (
    Form(source="gdelt", name="a.export.CSV", first=_GDELT[0], last=_GDELT[1],
         samples=(event(1, "RUSGOV", "PSEHMS", "0831"), event(2, "IGOEUREEC", "", "010", ActionGeo_Lat="x"))),
    Form(source="gdelt", name="a.export.CSV", options={**_OPEN, "stateless": "yes", "one-a-day": "no"},
         first=event(900001, "RUS", "UKR", "190", columns=58), last=event(900002, "USA", "CHN", "040", columns=58),
         samples=(event(3, "COP", "AFR", "173", columns=57),)),
    Form(source="gdelt", name="a.mentions.CSV", first=mention(1, "a.example", "80"), last=mention(2, "b.example", "20"),
         beside="\n".join(_GDELT), samples=(mention(900001, "c.example", "100"),)),
    Form(source="icews", name="a.tab", head=icews.HEADER, first=icews.line(**{"Event ID": "900001"}),
         last=icews.line(**{"Event ID": "900002", "Source Name": "Peru", "Source Country": "Peru"}),
         samples=(icews.line(**{"Source Sectors": "Government,Military", "CAMEO Code": "1823", "Latitude": "1,2.5"}),)),
    Form(source="polecat", name="ngecEvents.txt", head="\t".join(polecat.COLUMNS), options={"expand": "yes"},
         first=_polecat("900001"), last=_polecat("900002", Actor_Name="Peru", Actor_Country="PER"),
         samples=(_polecat("e2", Contexts="military;x", Actor_Name="A; B", Actor_Country="NOR; SWE"),)),
    Form(source="sipri", head=sipri.PREAMBLE + sipri.HEADER, first=sipri.line(), last=sipri.line("Chile", "France"),
         samples=(sipri.line(years="2019; 2020-2022", doubt="?", comment='a, "b"'), sipri.line(ordered="(2018)"))),
    Form(source="unga", head=unga.LIBRARY, options={"least-votes": "1", "threshold": "0", "below": "yes"},
         first=unga.library(900001, "FRA", "Y"), last=unga.library(900001, "PER", "Y"),
         samples=(unga.library(2, "NAM", "X"), unga.library(900001, "SUN", "A", day="2001"))),
    Form(source="unga", head="rcid\tccode\tmember\tvote\tyear\tCountry", options={"least-votes": "1"}, name="a.tab",
         first="900001\t220\t1\t1\t2001\tFrance", last="900001\t135\t1\t3\t2001\tPeru",
         samples=("3\t345\t1\t8\t1992\tX",)),
    Form(source="csv", head="a;b;day", options=dyadic.PLAIN, first="France;RUS;2019-05-01", last="Peru;NATO;2019",
         samples=("FR;Hill People;2019-05", '"a\nb";"c""d";')),
    Form(source="csv", head=_PACT.strip(), options=dyadic.PACTS, first="1,200,220,4,4,1949,,1", last="2,2,20,,,1949,,1",
         samples=("3,345,365,12,4,1945,1948,1", "4,999,235,-9,13,0,-8,1")),
    Form(source="csv", head="n,to,act,day,until,sure,about,hostlev,note,used,at,said", options=_MID,
         first="1,220,1,24/02/22,25/02/22,0.5,military,3,x,1,Kyiv,positive", last="2,2,2,01/01/70,,1,,,,1,,",
         samples=("3,235,1,31/12/99,1/1/00,nan,economic;x,9,=x,1,Rome,negative",)),
    Form(source="plover", name="a.jsonl", first=_record("900001", "USA", "CAN"), last=_record("900002", "FRA", "DEU"),
         options=_OPEN, samples=(_record("r2", "RUSGOV", "CHN", mode="visit", context=["military"], text="They met.",
                                         geo={"placename": "Rome", "latitude": 41.9}, eventIntensity=2.5),
                                 '[{"id": "l1", "actor": [{"actor_text": "x"}]}]')),
)  # fmt: skip
RDF = (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf")
_KEPT_REASONS = ("an id of another row",)


def check(data: bytes) -> None:
    """Import the bytes behind the first two."""
    how, text = data[:2].ljust(2, b"\0"), data[2:]
    kind = how[0] % (len(FORMS) + len(RDF))
    if kind >= len(FORMS):
        _check_rdf(RDF[kind - len(FORMS)], text)
    elif how[1] % 4 == 0:
        _check_whole(FORMS[kind], text)
    else:
        _check_between(FORMS[kind], text)


def _check_whole(form: Form, text: bytes) -> None:
    with refusals(DataError):
        _check_outcomes(form, _outcomes(form, text))


def _check_between(form: Form, text: bytes) -> None:
    """Good rows are kept, whatever stands between them."""
    head = form.head.encode() + b"\n" if form.head else b""
    whole = head + form.first.encode() + b"\n" + text + b"\n" + form.last.encode() + b"\n"
    found = _outcomes(form, whole)
    _check_outcomes(form, found)
    by_row = {one.row: one for one in found if one.file.endswith(form.name)}
    first, last = by_row.get(head.count(b"\n") + 1), by_row.get(whole.count(b"\n"))
    if form.beside:
        return
    promised(_is_good(first), f"the good row before was not kept: {first}")
    promised(_is_good(last), f"the good row behind was not kept: {last}")


def _is_good(outcome: Outcome | None) -> bool:
    """Whether a good row was taken for one: another may say the same, or have taken its id."""
    if isinstance(outcome, RowProblem):
        return outcome.fate is Fate.MERGED or outcome.reason in _KEPT_REASONS
    return outcome is not None


def _outcomes(form: Form, text: bytes) -> list[Outcome]:
    folder = _folder()
    path = folder / form.name
    path.write_bytes(text)
    paths = [path]
    if form.beside:
        (folder / "beside.export.CSV").write_text(form.beside, encoding="utf-8")
        paths.insert(0, folder / "beside.export.CSV")
    return list(SOURCES[form.source].importer(paths, ImportOptions(gazetteer=GAZETTEER, values=form.options)))


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="kgraph-fuzz-"))


def _check_outcomes(form: Form, found: list[Outcome]) -> None:
    ids: set[str] = set()
    for one in found:
        promised(one.row >= 1, "a row without its place")
        if isinstance(one, RowProblem):
            promised(one.fate is not Fate.KEPT and one.reason.strip() != "", "a row left out without a reason")
            promised(str(one.error()) != "", "an error that cannot be told")
            continue
        promised(len(one.claims) > 0, "a row kept without a claim")
        for claim in one.claims:
            _check_claim(claim, form.source)
            promised(claim.id not in ids, "two rows that are one claim")
            ids.add(claim.id)


def _check_claim(claim: Claim, source: str) -> None:
    """The claim goes through JSON and RDF, and both ways of writing it in RDF are one."""
    promised(claim.extractor.startswith(f"{source}/"), "a claim of another format")
    promised(claim_from_json(claim_to_json(claim)) == claim, "a claim that does not come back from JSON")
    store = ox.Store()
    store.extend(claim_quads(claim))
    promised(read_claim(store, ox.NamedNode(claim.id)) == claim, "a claim that does not come back from RDF")
    written = ox.Store()
    written.load(ClaimLines().of(claim).encode(), format=ox.RdfFormat.N_QUADS)
    promised(set(written) >= set(store), "a claim that is written otherwise as lines")


@cache
def _graph() -> KnowledgeGraph:
    return KnowledgeGraph()


def _check_rdf(suffix: str, text: bytes) -> None:
    """A file of RDF goes in whole, and every claim of it can be read, or nothing of it does."""
    path = _folder() / f"a{suffix}"
    path.write_bytes(text)
    graph = _graph()
    before = len(graph.store)
    try:
        came = graph.load(path)
    except DataError as error:
        promised(len(graph.store) == before and str(error) != "", "a file that was refused and left something")
        return
    if came or len(graph.store) != before:
        _graph.cache_clear()
        for claim in graph.claims():
            promised(claim.document != "", "a claim of nothing")


def _turtle(fmt: ox.RdfFormat) -> bytes:
    claims = [one for form in FORMS[:1] for one in _outcomes(form, form.first.encode()) if isinstance(one, ImportedRow)]
    quads = claim_quads(claims[0].claims[0])
    triples = quads if fmt.supports_datasets else [quad.triple for quad in quads]
    return ox.serialize(triples, format=fmt, prefixes=dict(PREFIXES)) or b""


def seeds() -> Iterator[bytes]:
    for number, form in enumerate(FORMS):
        rows = [form.first, *form.samples]
        whole = "\n".join([form.head, *rows] if form.head else rows).encode()
        yield bytes([number, 0]) + whole
        for sample in form.samples:
            yield bytes([number, 1]) + sample.encode()
    whole = FORMS[8].head.encode() + b"\n" + FORMS[8].first.encode()
    yield bytes([8, 0]) + gzip.compress(whole, mtime=0)
    formats = (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG,
               ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML)  # fmt: skip
    for number, fmt in enumerate(formats):
        yield bytes([len(FORMS) + number, 0]) + _turtle(fmt)


_TEXTS = tuple(
    piece.encode("utf-8", "surrogatepass")
    for piece in (
        "\t", ",", ";", "|", '"', '""', "\n", "\r\n", "\r", "\0", "\ufeff", "\u2028", "\x85", "\x0b", "\x1c", "NA",
        "None", "nan",
        "NaN", "inf", "1e999", "-0", "0", "-9", "999", "1e5", "1,250.5", "\u0663", "\u00b2", "+1", "1_000", "RUS",
        "CHN",
        "USAGOV", "kgr:RUS", "France", "Hill People", "190", "042", "0", "2019-02-29", "00000000", "20191332",
        "99999999",
        "2019-10-24 00:00:00", "10/24/19", "31/12/99", "?", "*", "(2018)", "2019-2021", "2021-2019", "Y", "N", "A", "X",
        "military", "COOPERATE", "visit", "=", "=x", "{", "}", "[", "]", '"id": ', '"event": ', '"date": ', "null",
        "true",
        '"actor": [{"code": "USA"}]', '"text": ', '"geo": {', '"kgraph": {', "\\ud800", "\ud800", "\ud83d\ude00",
        "\U0001f600",
        "a" * 300, "<urn:kgraph:claim:x>", "a kg:Claim ;", "kg:date", "kg:confidence", '"2017"^^xsd:gYear',
        "@prefix ", "_:b0",
        "<<", ">>", '"@context"', '"@id"', "rdf:about=", "<!ENTITY x 'y'>", "xml:lang=", "PK\x03\x04", "\x1f\u008b",
    )
)  # fmt: skip
PIECES = (*_TEXTS, b"\xff", b"\xe9", b"\xc3", b"\xed\xa0\x80")

IMPORTERS = Target(name="importers", check=check, seeds=seeds, pieces=PIECES)
