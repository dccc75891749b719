"""The English model: what it says of plain sentences, and the laws it keeps on any text."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kgraph
from kgraph.errors import DataError
from kgraph.language import LanguageModel, Sentence, Token, load_model, parse, to_conllu
from kgraph.language.conllu import to_json
from kgraph.language.decoding import best_heads, best_tags, transitions
from kgraph.language.model import MOST_PIECES
from kgraph.language.weights_folder import CHECKSUMS, FOLDER, NETWORK

ROOT = Path(kgraph.__file__).parent.parent
ODD = (
    *(
        "Russia",
        "said",
        "it",
        "won't",
        "U.S.",
        "“We",
        "will”",
        "he",
        "3.5%",
        "$5m",
        "al-Qaeda",
        "Ağrı",
        "naïve",
        "e\u0301",
    ),
    *(
        "\U0001f1f7\U0001f1fa",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u0631\u0648\u0633\u064a\u0627",
        "\u202eabc",
    ),
    *(
        "北京",
        "。",
        "...",
        "—",
        "\u00ad",
        "\u200b",
        "https://example.org/a?b=c&d",
        "a@b.org",
        "''",
        "``",
        "(",
        ")",
        "]",
        "\x00",
    ),
    *("x" * 120, "-" * 30, "1,000,000", "12:30", "@user", "#tag", "&amp;", "<b>", "\ufffd", "\ud7ff", "don\u2019t"),
)
SPACES = (" ", " ", " ", "\u00a0", "\t", "  ", "\r\n", "\n", "\u2028", "")


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_model()


def tree(sentence: Sentence) -> dict[str, tuple[str, str]]:
    """Each word with its relation and its head's word."""
    return {
        token.text: (token.deprel, "" if token.head is None else sentence.tokens[token.head].text) for token in sentence
    }


def holds_together(text: str, sentences: list[Sentence]) -> None:
    """The laws of every parse."""
    at = 0
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert at <= sentence.start < sentence.end
        assert not text[at : sentence.start].strip()
        at = sentence.start
        for token in sentence:
            assert text[token.start : token.end] == token.text
            assert at <= token.start < token.end <= sentence.end
            assert not text[at : token.start].strip()
            at = token.end
        assert not text[at : sentence.end].strip()
        at = sentence.end
        is_a_tree(sentence)
    assert not text[at:].strip()


def is_a_tree(sentence: Sentence) -> None:
    heads = [token.head for token in sentence]
    assert heads.count(None) == 1
    for token in sentence:
        assert (token.head is None) == (token.deprel == "root")
        assert token.lemma
        at, steps = token.head, 0
        while at is not None:
            at, steps = heads[at], steps + 1
            assert steps <= len(heads)


# What it says


def test_an_active_clause() -> None:
    sentence = parse("Russia supplied oil to North Korea.")[0]
    found = tree(sentence)
    assert found["Russia"] == ("nsubj", "supplied")
    assert found["oil"] == ("obj", "supplied")
    assert found["Korea"][1] == "supplied"
    assert found["to"] == ("case", "Korea")
    verb = sentence.tokens[1]
    assert (verb.upos, verb.lemma, verb.feat("Tense"), verb.feat("Mood")) == ("VERB", "supply", "Past", "Ind")


def test_a_passive_clause_with_its_agent() -> None:
    found = tree(parse("Iran was accused by the United States of supplying drones.")[0])
    assert found["Iran"] == ("nsubj:pass", "accused")
    assert found["States"] == ("obl:agent", "accused")
    assert found["was"] == ("aux:pass", "accused")


def test_negation_and_contraction() -> None:
    sentence = parse("France didn't attack Syria.")[0]
    assert [token.text for token in sentence] == ["France", "did", "n't", "attack", "Syria", "."]
    assert sentence.tokens[2].feat("Polarity") == "Neg"
    assert sentence.tokens[2].lemma == "not"


def test_a_headline_without_a_stop() -> None:
    found = tree(parse("Turkey condemns Israel over strikes")[0])
    assert found["Turkey"] == ("nsubj", "condemns")
    assert found["Israel"] == ("obj", "condemns")


def test_names() -> None:
    sentence = parse("Foreign Minister Sergei Lavrov met officials of the World Bank in Geneva.")[0]
    told = {" ".join(t.text for t in sentence.tokens[name.first : name.end]): name.kind for name in sentence.names()}
    assert told == {"Sergei Lavrov": "PER", "World Bank": "ORG", "Geneva": "LOC"}


def test_nothing_comes_of_nothing(model: LanguageModel) -> None:
    assert model.parse("") == model.parse(" \r\n\u00a0\t") == []
    assert model.parse_words([]) == []
    assert model.parse_words([[]]) == [[]]


# Written for others


def test_conllu_says_what_the_sentences_say() -> None:
    text = "Iran\u2019s envoy didn\u2019t\tcome.\n\nThe U.N. met\u00a0him."
    sentences = parse(text)
    blocks = list(to_conllu(sentences, document="a\tb\nc"))
    assert blocks[0].splitlines()[0] == "# newdoc id = a b c"
    assert len(blocks) == len(sentences) == 2
    for block, sentence in zip(blocks, sentences, strict=True):
        assert block.endswith("\n")
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        assert [len(row) for row in rows] == [10] * len(sentence)
        for number, (row, token) in enumerate(zip(rows, sentence, strict=True), 1):
            misc = dict(pair.split("=") for pair in row[9].split("|"))
            start, end = map(int, misc["TokenRange"].split(":"))
            assert (row[0], row[1], text[start:end]) == (str(number), token.text, token.text)
            assert int(row[6]) == (0 if token.head is None else token.head + 1)
            assert (row[2], row[3], row[5], row[7]) == (token.lemma, token.upos, token.feats or "_", token.deprel)


def test_json_says_what_the_sentences_say() -> None:
    sentences = parse("Iran met France. \u201cWe agree,\u201d it said.")
    lines = [json.loads(line) for line in to_json(sentences, document="d")]
    assert [line["document"] for line in lines] == ["d"] * len(sentences)
    told = [
        Sentence(text=x["text"], start=x["start"], end=x["end"], tokens=tuple(Token(**t) for t in x["tokens"]))
        for x in lines
    ]
    assert told == sentences


# The same whatever comes with it


def plain_sentences() -> list[str]:
    """Five hundred and more sentences written for this project."""
    lines = (ROOT / "training/names/hand_a.txt").read_text(encoding="utf-8").splitlines()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data/articles").glob("2*.txt"))]
    said = [line for line in lines if line and not line.startswith("#")][:350]
    return said + [line for text in texts for line in text.splitlines() if line.strip()]


def test_a_parse_depends_on_nothing_beside_it(model: LanguageModel) -> None:
    rows = [[token.text for token in sentence] for text in plain_sentences() for sentence in model.parse(text)]
    assert len(rows) >= 500
    alone = [model.parse_words([row])[0] for row in rows]
    for threads in (1, 2):
        together = [a for i in range(0, len(rows), 64) for a in model.parse_words(rows[i : i + 64], threads=threads)]
        assert together == alone
    assert model.parse_words(rows, threads=2) == alone


def test_another_copy_of_the_model_says_the_same(model: LanguageModel) -> None:
    text = "Moscow and Beijing agreed on Friday to hold joint drills, the Kremlin said."
    assert LanguageModel().parse(text) == model.parse(text)
    assert load_model() is model


# Any text


def fuzz_corpus(lines: int) -> Iterator[str]:
    chance = random.Random(20171207)
    for _ in range(lines):
        yield "".join(chance.choice(ODD) + chance.choice(SPACES) for _ in range(chance.randint(1, 12)))


def test_ten_thousand_odd_lines(model: LanguageModel) -> None:
    text = "\n\n".join(fuzz_corpus(10_000))
    holds_together(text, model.parse(text, threads=2))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 1_000_000, id="a megabyte of one letter"),
        pytest.param("ab-" * 20_000, id="one long compound"),
        pytest.param(
            "Russia, China and Iran met France, and " * 400 + "left.", id="a sentence above the encoder's length"
        ),
        pytest.param("(" * 3_000, id="brackets"),
        pytest.param("\u0301" * 2_000, id="marks without a letter"),
        pytest.param("\U0001f600" * 2_000, id="emoji"),
        pytest.param("a\u202eb\u202c \u05d0\u05d1\u05d2 c", id="right to left"),
        pytest.param("One.\r\nTwo.\r\n\r\nThree.", id="line ends"),
    ],
)
def test_hostile_text(model: LanguageModel, text: str) -> None:
    holds_together(text, model.parse(text))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_any_text(text: str) -> None:
    holds_together(text, parse(text))


def test_a_long_sentence_is_one_tree(model: LanguageModel) -> None:
    words = [*["Russia", ",", "China", ","] * 150, "met", "."]
    assert len(words) > 2 * MOST_PIECES
    found = model.parse_words([words])[0]
    assert [i for i, a in enumerate(found) if a.head is None] != []
    assert sum(a.head is None for a in found) == 1
    assert all(a.head is None or 0 <= a.head < len(words) for a in found)


# Files


def test_the_files_are_those_that_were_shipped() -> None:
    LanguageModel(FOLDER)
    for line in (FOLDER / CHECKSUMS).read_text().splitlines():
        promised, name = line.split()
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == promised, name
    assert (FOLDER / NETWORK).stat().st_size <= 28_000_000
    names = {"english.onnx", "tokenizer.json", "labels.json", "sentences.npz"}
    assert names <= set((FOLDER / CHECKSUMS).read_text().split())


@pytest.mark.parametrize("name", ["english.onnx", "tokenizer.json", "labels.json"])
def test_a_damaged_or_missing_file_is_said(tmp_path: Path, name: str) -> None:
    for path in FOLDER.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    with (tmp_path / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(DataError, match=rf"{name}.*damaged.*install the package again"):
        LanguageModel(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(DataError, match=rf"{name}.*missing"):
        LanguageModel(tmp_path)


def test_a_folder_without_a_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="missing"):
        LanguageModel(tmp_path)


# Decoding


def every_tree(size: int) -> Iterator[list[int]]:
    """Every assignment of heads to the words 1 to size that is a tree with one root."""
    for code in range((size + 1) ** size):
        heads = [0] + [code // (size + 1) ** i % (size + 1) for i in range(size)]
        if heads[1:].count(0) == 1 and all(reaches_root(heads, i) for i in range(1, size + 1)):
            yield heads


def reaches_root(heads: list[int], at: int) -> bool:
    for _ in heads:
        if at == 0:
            return True
        at = heads[at]
    return at == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_best_tree_is_the_best_of_all_trees(size: int, chance: random.Random) -> None:
    scores = np.array([[chance.uniform(-5, 5) for _ in range(size + 1)] for _ in range(size + 1)], np.float32)
    found = best_heads(scores).tolist()
    totals = {tuple(heads): sum(scores[i, heads[i]] for i in range(1, size + 1)) for heads in every_tree(size)}
    assert tuple(found) in totals
    assert totals[tuple(found)] == pytest.approx(max(totals.values()), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.randoms(use_true_random=False))
def test_large_trees_have_one_root_and_no_cycle(size: int, chance: random.Random) -> None:
    scores = np.array([[chance.uniform(-5, 5) for _ in range(size + 1)] for _ in range(size + 1)], np.float32)
    heads = best_heads(scores).tolist()
    assert heads[1:].count(0) == 1
    assert all(reaches_root(heads, i) for i in range(1, size + 1))


@given(st.lists(st.lists(st.floats(-9, 9, width=32), min_size=7, max_size=7), min_size=1, max_size=12))
def test_a_name_always_begins(rows: list[list[float]]) -> None:
    tags = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
    found = [tags[i] for i in best_tags(np.array(rows, np.float32), transitions(tags))]
    for before, after in zip(["O", *found], found, strict=False):
        assert not after.startswith("I-") or before[2:] == after[2:]
