"""Words come back to their dictionary forms, whatever the case, the features or the letters."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import DataError
from kgraph.language.lemmas import lemma_of, read_table

ROOT = Path(__file__).parent.parent

PAST = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
PASSIVE = "Tense=Past|VerbForm=Part|Voice=Pass"
PRESENT = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
ING = "Tense=Pres|VerbForm=Part"

VERBS = {
    PAST: """seized:seize accused:accuse urged:urge negotiated:negotiate expelled:expel withdrew:withdraw
        fled:flee supplied:supply levied:levy ratified:ratify annexed:annex besieged:besiege overthrew:overthrow
        foresaw:foresee undertook:undertake broadcast:broadcast ceded:cede vetoed:veto freed:free agreed:agree
        retook:retake outfought:outfight re-elected:re-elect rerouted:reroute saw:see found:find lay:lie
        panicked:panic boycotted:boycott rebutted:rebut reached:reach relied:rely distilled:distill hid:hide""",
    PASSIVE: """imposed:impose visited:visit referred:refer cancelled:cancel canceled:cancel travelled:travel
        allied:ally condemned:condemn deployed:deploy sanctioned:sanction shelled:shell bombed:bomb hopped:hop
        hoped:hope equipped:equip controlled:control evaluated:evaluate created:create treated:treat driven:drive
        bound:bind stricken:strike forbidden:forbid overridden:override changed:change belonged:belong""",
    PRESENT: """warns:warn vetoes:veto denounces:denounce crushes:crush allies:ally dies:die passes:pass
        undergoes:undergo aches:ache focuses:focus argues:argue seizes:seize has:have""",
    ING: """dying:die vying:vie hoping:hope hopping:hop planing:plane planning:plan imposing:impose
        fleeing:flee bringing:bring plunging:plunge breathing:breathe mouthing:mouth writing:write quitting:quit
        acquiring:acquire threatening:threaten singing:sing challenging:challenge being:be""",
}

PLURALS = """sanctions:sanction allies:ally embassies:embassy missiles:missile crises:crisis lives:life thieves:thief
    men:man spokesmen:spokesman children:child phenomena:phenomenon referenda:referendum indices:index nuclei:nucleus
    bureaux:bureau viruses:virus uses:use houses:house losses:loss churches:church taxes:tax vetoes:veto shoes:shoe
    headaches:headache monarchs:monarch movies:movie series:series headquarters:headquarters aircraft:aircraft
    humans:human specimens:specimen attorneys-general:attorney-general NGOs:NGO F-16s:F-16 1990s:1990s TROOPS:troop"""

OTHERS = [
    ("n't", "PART", "Polarity=Neg", "not"),
    ("n\u2019t", "PART", "Polarity=Neg", "not"),
    ("'s", "PART", "", "'s"),
    ("'s", "AUX", PRESENT, "be"),
    ("ca", "AUX", "VerbForm=Fin", "can"),
    ("wo", "AUX", "VerbForm=Fin", "will"),
    ("'d", "AUX", "VerbForm=Fin", "would"),
    ("'d", "AUX", "Mood=Ind|Tense=Past|VerbForm=Fin", "have"),
    ("them", "PRON", "Case=Acc", "they"),
    ("me", "PRON", "Case=Acc", "I"),
    ("his", "PRON", "Case=Gen|Poss=Yes", "his"),
    ("her", "PRON", "Case=Gen|Poss=Yes", "her"),
    ("Her", "PRON", "Case=Acc", "she"),
    ("These", "DET", "", "this"),
    ("an", "DET", "", "a"),
    ("better", "ADJ", "Degree=Cmp", "good"),
    ("better", "ADV", "Degree=Cmp", "well"),
    ("heavier", "ADJ", "Degree=Cmp", "heavy"),
    ("largest", "ADJ", "Degree=Sup", "large"),
    ("bigger", "ADJ", "Degree=Cmp", "big"),
    ("strangest", "ADJ", "Degree=Sup", "strange"),
    ("armed", "ADJ", "Degree=Pos", "armed"),
    ("AMERICAN", "ADJ", "Degree=Pos", "American"),
    ("pro-Russian", "ADJ", "Degree=Pos", "pro-Russian"),
    ("US-led", "ADJ", "Degree=Pos", "US-led"),
    ("Human", "ADJ", "Degree=Pos", "human"),
    ("bombing", "NOUN", "Number=Sing", "bombing"),
    ("bombing", "VERB", ING, "bomb"),
    ("DNA", "NOUN", "Number=Sing", "DNA"),
    ("WAR", "NOUN", "Number=Sing", "war"),
    ("news", "NOUN", "", "news"),
    ("States", "PROPN", "Number=Plur", "State"),
    ("Germans", "PROPN", "Number=Plur", "German"),
    ("Netherlands", "PROPN", "Number=Plur", "Netherlands"),
    ("Paris", "PROPN", "Number=Sing", "Paris"),
    ("UKRAINE", "PROPN", "Number=Sing", "Ukraine"),
    ("NATO", "PROPN", "Abbr=Yes|Number=Sing", "NATO"),
    ("UNESCO", "PROPN", "Number=Sing", "UNESCO"),
    ("Sept.", "PROPN", "Abbr=Yes|Number=Sing", "September"),
    ("1,200", "NUM", "NumForm=Digit", "1200"),
    ("bn", "NUM", "", "billion"),
    ("II", "NUM", "NumForm=Roman", "II"),
    ("“", "PUNCT", "", '"'),
    ("SEIZED", "VERB", PAST, "seize"),
    ("found", "VERB", "VerbForm=Inf", "found"),
    ("Need", "VERB", "", "need"),
    ("resent", "VERB", "VerbForm=Inf", "resent"),
    ("united", "VERB", "Tense=Past|VerbForm=Part", "unite"),
]

TAGS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X"
FEATURES = [PAST, PASSIVE, PRESENT, ING, "Number=Plur", "Degree=Cmp", "Degree=Sup", "Number=Sing", "|", "=", "a=b"]


def pairs(text: str) -> list[tuple[str, str]]:
    """`a:b c:d` as pairs."""
    return [(form, lemma) for form, _, lemma in (pair.partition(":") for pair in text.split())]


@pytest.mark.parametrize(
    ("form", "feats", "lemma"), [(form, feats, lemma) for feats in VERBS for form, lemma in pairs(VERBS[feats])]
)
def test_verbs_with_and_without_their_features(form: str, feats: str, lemma: str) -> None:
    assert lemma_of(form, "VERB", feats) == lemma
    assert lemma_of(form.upper(), "VERB", feats) == lemma
    if form != "outfought":  # prefixes are taken off pasts alone
        assert lemma_of(form, "VERB", "") == lemma


@pytest.mark.parametrize(("form", "lemma"), pairs(PLURALS))
def test_plurals(form: str, lemma: str) -> None:
    assert lemma_of(form, "NOUN", "Number=Plur") == lemma
    assert lemma_of(lemma, "NOUN", "Number=Sing") == lemma


@pytest.mark.parametrize(("form", "upos", "feats", "lemma"), OTHERS)
def test_others(form: str, upos: str, feats: str, lemma: str) -> None:
    assert lemma_of(form, upos, feats) == lemma


def test_a_lemma_stays_itself() -> None:
    for form, lemma in [pair for text in VERBS.values() for pair in pairs(text)]:
        assert lemma_of(lemma, "VERB", "VerbForm=Inf") == lemma, form


words = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[a-zA-Z'-]{0,9}(ing|ed|ied|ies|s|es|er|est|men)?", fullmatch=True),
    st.sampled_from(
        ["", " ", "\u00ad", "'s", "ing", "ed", "s", "İİs", "ßES", "x" * 10_000, "e" * 10_000 + "ed", "-" * 99]
    ),
)


@given(
    words,
    st.one_of(st.sampled_from(TAGS.split()), st.text(max_size=4)),
    st.one_of(st.sampled_from(FEATURES), st.text()),
)
def test_any_letters_have_a_lemma(form: str, upos: str, feats: str) -> None:
    lemma = lemma_of(form, upos, feats)
    assert bool(lemma) == bool(form)
    assert lemma_of(form, upos, feats) == lemma


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("form,lemma\n", ":1: wrong columns"),
        ("form,upos,feature,lemma\n", ": no rows"),
        ("form,upos,feature,lemma\nwent,VERB,go\n", ":2: a row of 3 fields"),
        ("form,upos,feature,lemma\nwent,VERB,,go\nmen,NOUN,,\n", ":3: a row without"),
        ("form,upos,feature,lemma\nwent,VERB,,go\nwent,VERB,,wend\n", ":3: a row that stands twice"),
        ('form,upos,feature,lemma\n"went,VERB,,go\n', ":2: not CSV"),
    ],
)
def test_a_damaged_table_is_refused_with_its_row(text: str, place: str, tmp_path: Path) -> None:
    table = tmp_path / "lemmas.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_table(table)
    assert f"lemmas.csv{place}" in str(caught.value)


def test_a_missing_or_binary_table_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "lemmas.csv"
    with pytest.raises(DataError, match="cannot be read"):
        read_table(table)
    table.write_bytes(b"form,upos,feature,lemma\nwent,VERB,,\xff\n")
    with pytest.raises(DataError, match=r"lemmas\.csv:2: not UTF-8"):
        read_table(table)


def test_the_table_is_in_order() -> None:
    done = subprocess.run([sys.executable, "generate/lemmas.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
