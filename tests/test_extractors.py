"""The seam: extractors are found by name, held to the laws of the battery, and checked document by document."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kgraph.actors import load_gazetteer
from kgraph.errors import DataError, ExtractionError, UnknownNameError
from kgraph.extract import Extractor, extract_checked, extractor
from kgraph.model import ActorRef, Claim, Document, Evidence, Mark
from tests.extractor_battery import LAWS, STORY

RUSSIA = ActorRef(id="kgr:RUS", name="Russia", state="RUS")
FRANCE = ActorRef(id="kgr:FRA", name="France", state="FRA")


def claim_at(document: Document, start: int, end: int) -> Claim:
    return Claim(
        document=document.id,
        actor=RUSSIA,
        recipient=FRANCE,
        relation="condemns",
        event_type="ACCUSE",
        evidence=Evidence(quote=document.text[start:end], start=start, end=end),
        extractor="trivial/1",
    )


def trivial(document: Document) -> Iterator[Claim]:
    words = "Russia condemned France"
    start = document.text.find(words)
    if start >= 0:
        yield claim_at(document, start, start + len(words))


EXTRACTORS: dict[str, Extractor] = {
    "english": extractor("english"),
    "floor": extractor("floor"),
    "trivial": trivial,
}


@pytest.mark.parametrize("extract", EXTRACTORS.values(), ids=EXTRACTORS)
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_every_extractor_holds_to_the_laws(law: Callable[[Extractor], None], extract: Extractor) -> None:
    law(extract)


def test_all_find_something_in_the_story() -> None:
    for extract in EXTRACTORS.values():
        assert extract_checked(extract, Document(text=STORY, published="2017-12-07"))


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'floor'"):
        extractor("flor")


def installed(folder: Path, package: str, offer: str) -> None:
    info = folder / f"{package}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[kgraph.extractors]\n{offer}\n")


def test_a_package_offers_an_extractor_by_its_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "plugged", "plugged = plugged_in:read")
    (tmp_path / "plugged_in.py").write_text("def read(document):\n    return []\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert extract_checked(extractor("plugged"), Document(text="A.")) == []


@pytest.mark.parametrize(
    ("offer", "says"),
    [
        ("floor = another:read", "offered twice"),
        ("absent = no_such_module:read", "cannot be loaded"),
        ("number = kgraph.extract.floor:MOST_WORDS", "cannot be called"),
    ],
)
def test_offers_that_are_none_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offer: str, says: str
) -> None:
    installed(tmp_path, "broken", offer)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(DataError, match=says):
        extractor(offer.split()[0])


def test_our_own_offer_of_floor_is_the_floor_and_no_second_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "kgraph_again", "floor = kgraph.extract.floor:extract")
    monkeypatch.syspath_prepend(tmp_path)
    assert extractor("floor").__module__ == "kgraph.extract.floor"


DOCUMENT = Document(text="Russia condemned France. Then Russia condemned France.", id="a-1")
MARKED_TOO_FAR = Evidence(quote="R", start=0, end=1, marks=(Mark(role="cue", start=0, end=99),))


def fails(document: Document) -> Iterable[Claim]:
    yield claim_at(document, 0, 6)
    raise KeyError("model")


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda d: ["Russia"], "not a claim but str"),
        (lambda d: [replace(claim_at(d, 0, 6), document="a-2")], "another document"),
        (lambda d: [replace(claim_at(d, 0, 6), evidence=None)], "without evidence"),
        (lambda d: [replace(claim_at(d, 0, 6), evidence=Evidence(quote="France", start=0, end=6))], "not the text"),
        (lambda d: [replace(claim_at(d, 0, 6), evidence=MARKED_TOO_FAR)], "beyond the document"),
        (lambda d: None, "failed"),
        (lambda d: [replace(claim_at(d, 0, 6), relation="befriends")], "befriends"),
        (fails, "KeyError"),
    ],
)
def test_nonsense_is_an_error_that_carries_the_document(answer: Extractor, says: str) -> None:
    with pytest.raises(ExtractionError, match=says) as caught:
        extract_checked(answer, DOCUMENT)
    assert caught.value.document == "a-1"


def test_claims_come_in_order_and_once() -> None:
    second, first = claim_at(DOCUMENT, 30, 53), claim_at(DOCUMENT, 0, 24)
    again = replace(first, confidence=0.1)
    assert extract_checked(lambda document: [second, first, again], DOCUMENT) == [first, second]


def test_a_users_own_tables_reach_an_extractor_that_takes_them(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("actor,name,actor_kind\n,Front for Quiet Seas,armed-group\n", encoding="utf-8")
    text = "The Front for Quiet Seas attacked France."
    read = extractor("floor", gazetteer=load_gazetteer(table))
    assert [claim.actor.name for claim in read(Document(text=text))] == ["Front for Quiet Seas"]
    assert list(extractor("floor")(Document(text=text))) == []


def test_tables_for_an_extractor_that_takes_none_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(tmp_path, "tableless", "tableless = tableless_in:read")
    (tmp_path / "tableless_in.py").write_text("def read(document):\n    return []\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(DataError, match="takes no tables"):
        extractor("tableless", gazetteer=load_gazetteer())
