"""The door from spaCy and the door to it."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kgraph.language
from kgraph.errors import DataError, MissingExtraError
from kgraph.language import spacy_component
from kgraph.language.clearnlp import is_clearnlp, to_universal
from kgraph.language.lemmas import lemma_of
from kgraph.language.sentence import Sentence
from kgraph.language.spacy_component import Annotator, make
from kgraph.language.spacy_reader import from_spacy
from kgraph.language.trees import Tree
from tests.clearnlp_trees import CONSTRUCTIONS

spacy = pytest.importorskip("spacy")
displacy = pytest.importorskip("spacy.displacy")
Doc, DocBin, Span = spacy.tokens.Doc, spacy.tokens.DocBin, spacy.tokens.Span
VOCAB = spacy.vocab.Vocab()
WEIGHTS = Path(kgraph.language.__path__[0]) / "weights"


def doc_of(line: str, **more: object) -> Doc:
    """A Doc as a parser would leave it."""
    rows = [word.split("/") for word in line.split()]
    return Doc(
        VOCAB,
        words=[row[0] for row in rows],
        pos=[row[1] for row in rows],
        deps=[row[2] for row in rows],
        heads=[place if row[3] == "0" else int(row[3]) - 1 for place, row in enumerate(rows)],
        morphs=[row[4] if len(row) > 4 else "" for row in rows],
        lemmas=[row[0].lower() for row in rows],
        **more,
    )


def drawn(sentence: Sentence) -> str:
    return " ".join(f"{0 if token.head is None else token.head + 1}:{token.deprel}" for token in sentence)


@pytest.mark.parametrize(("clearnlp", "universal"), CONSTRUCTIONS.values(), ids=CONSTRUCTIONS)
def test_a_clearnlp_tree_becomes_a_universal_one(clearnlp: str, universal: str) -> None:
    (sentence,) = from_spacy(doc_of(clearnlp))
    assert drawn(sentence) == universal


def test_a_universal_tree_stays_as_it_is() -> None:
    line = "He/PRON/nsubj/5 was/AUX/aux/5 to/PART/mark/5 be/AUX/cop/5 here/ADV/ROOT/0 and/CCONJ/cc/7 win/VERB/conj/5"
    (sentence,) = from_spacy(doc_of(line))
    assert drawn(sentence) == "5:nsubj 5:aux 5:mark 5:cop 0:root 7:cc 5:conj"


def test_people_are_headed_by_their_first_name_and_carry_their_title() -> None:
    line = "Russian/ADJ/amod/4 President/PROPN/compound/4 Vladimir/PROPN/compound/4 Putin/PROPN/nsubj/5 met/VERB/ROOT/0"
    doc = doc_of(line, ents=["O", "O", "B-PERSON", "I-PERSON", "O"])
    (sentence,) = from_spacy(doc)
    assert drawn(sentence) == "2:amod 3:nmod:desc 5:nsubj 3:flat 0:root"
    assert [token.name for token in sentence] == ["", "", "B-PER", "I-PER", ""]


def test_names_of_the_kinds_that_we_have_are_kept() -> None:
    line = "Nato/PROPN/compound/3 Paris/PROPN/compound/3 Kremlin/PROPN/ROOT/0 Shia/ADJ/amod/3 Monday/PROPN/npadvmod/3"
    (sentence,) = from_spacy(doc_of(line, ents=["B-ORG", "B-GPE", "B-FAC", "B-NORP", "B-DATE"]))
    assert [token.name for token in sentence] == ["B-ORG", "B-LOC", "B-LOC", "", ""]


def test_space_is_dropped_and_offsets_stay_true() -> None:
    doc = Doc(
        VOCAB,
        words=["\n ", "He", " ", "came", ".", "\n\n", "She", "left"],
        spaces=[False, True, False, False, False, False, True, False],
        pos=["SPACE", "PRON", "SPACE", "VERB", "PUNCT", "SPACE", "PRON", "VERB"],
        deps=["dep", "nsubj", "dep", "ROOT", "punct", "dep", "nsubj", "ROOT"],
        heads=[1, 3, 1, 3, 2, 4, 7, 7],
        lemmas=["", "he", "", "come", ".", "", "she", "leave"],
    )
    first, second = from_spacy(doc)
    assert (first.text, second.text) == ("He  came.", "She left")
    assert drawn(first) == "2:nsubj 0:root 1:punct"
    assert all(doc.text[token.start : token.end] == token.text for token in [*first, *second])
    assert doc.text[second.start : second.end] == second.text


def test_a_root_of_space_leaves_one_root() -> None:
    doc = Doc(
        VOCAB, words=["He", " ", "came"], pos=["PRON", "SPACE", "VERB"], deps=["nsubj", "ROOT", "dep"], heads=[1, 1, 1]
    )
    (sentence,) = from_spacy(doc)
    assert drawn(sentence) == "0:root 1:parataxis"


def test_a_word_without_a_lemma_gets_ours() -> None:
    doc = Doc(VOCAB, words=["They", "left"], pos=["PRON", "VERB"], deps=["nsubj", "ROOT"], heads=[1, 1])
    (sentence,) = from_spacy(doc)
    assert [token.lemma for token in sentence] == [lemma_of("They", "PRON", ""), lemma_of("left", "VERB", "")]


def test_a_doc_without_a_parse_is_refused() -> None:
    with pytest.raises(DataError, match="a pipeline with a parser"):
        from_spacy(spacy.blank("en")("He left."))


def test_labels_of_another_scheme_are_refused() -> None:
    with pytest.raises(DataError, match="'sb'"):
        from_spacy(doc_of("Er/PRON/sb/2 kam/VERB/ROOT/0"))


def test_an_empty_doc_has_no_sentences() -> None:
    assert from_spacy(Doc(VOCAB, words=[])) == []


LABELS = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux case cc ccomp conj dative dobj nsubj pcomp pobj prep punct"
)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    size = draw(st.integers(1, 9))
    order = draw(st.permutations(range(size)))
    heads: list[int | None] = [None] * size
    for place in range(1, size):
        heads[order[place]] = order[draw(st.integers(0, place - 1))]
    words = st.sampled_from(
        ["is", "at", "least", "in", "order", "$", "July", "12", "such", "as", ",", "and", "to", "it"]
    )
    upos = st.sampled_from(["NOUN", "VERB", "AUX", "ADP", "NUM", "PRON", "PART", "ADJ"])
    names = st.sampled_from(["", "B-PER", "I-PER"])
    return Tree(
        words=[draw(words) for _ in heads],
        upos=[draw(upos) for _ in heads],
        feats=["" for _ in heads],
        names=[draw(names) for _ in heads],
        heads=heads,
        labels=["root" if head is None else draw(st.sampled_from(LABELS.split()[1:])) for head in heads],
    )


@given(trees())
def test_whatever_is_redrawn_stays_a_tree(tree: Tree) -> None:
    to_universal(tree)
    assert sum(head is None for head in tree.heads) == 1
    assert all(label != "pobj" and label != "prep" for label in tree.labels)
    for place in range(len(tree.words)):
        above, head = 0, tree.heads[place]
        while head is not None:
            above, head = above + 1, tree.heads[head]
            assert above < len(tree.words)


def test_shapes_tell_the_schemes_apart_where_labels_do_not() -> None:
    def coordinated(*heads: int | None) -> Tree:
        labels = [
            "root" if head is None else label for head, label in zip(heads, ["nsubj", "", "cc", "conj"], strict=True)
        ]
        upos = ["PRON", "VERB", "CCONJ", "VERB"]
        return Tree(
            words=["he", "fled", "and", "hid"], upos=upos, feats=[""] * 4, names=[""] * 4, heads=[*heads], labels=labels
        )

    assert is_clearnlp([coordinated(1, None, 1, 1)])
    assert not is_clearnlp([coordinated(1, None, 3, 1)])


@dataclass(frozen=True)
class Reading:
    upos: str
    feats: str
    head: int | None
    deprel: str
    name: str


class Fake:
    """A model that reads by simple rules: the first word in small letters is the root, all others hang on it."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, int]] = []

    def parse_words(self, given: Sequence[Sequence[str]], *, threads: int = 1) -> list[list[Reading]]:
        self.calls.append((len(given), threads))
        return [self._read(words) for words in given]

    def _read(self, words: Sequence[str]) -> list[Reading]:
        root = next((place for place, word in enumerate(words) if word.islower()), 0)
        return [
            Reading(
                upos="VERB" if place == root else "PROPN" if word.istitle() else "PUNCT",
                feats="Mood=Ind|Tense=Past|VerbForm=Fin" if place == root else "",
                head=None if place == root else root,
                deprel="root" if place == root else "nsubj" if place < root else "obj",
                name="" if not word.istitle() else "I-PER" if place and words[place - 1].istitle() else "B-PER",
            )
            for place, word in enumerate(words)
        ]


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.fixture
def nlp(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> Iterator[spacy.Language]:
    monkeypatch.setattr(spacy_component, "_shipped", lambda: fake)
    made = spacy.blank("en")
    made.add_pipe("sentencizer")
    made.add_pipe("kgraph_en", config={"threads": 2})
    return made


TEXT = "Vladimir Putin met Xi. \n\n Biden called  Olaf Scholz."


def test_a_doc_carries_what_the_model_said(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    assert [sent.text.strip() for sent in doc.sents] == ["Vladimir Putin met Xi.", "Biden called  Olaf Scholz."]
    assert [(name.text, name.label_) for name in doc.ents] == [
        ("Vladimir Putin", "PER"),
        ("Xi", "PER"),
        ("Biden", "PER"),
        ("Olaf Scholz", "PER"),
    ]
    met = doc[2]
    assert (met.pos_, met.dep_, met.lemma_) == ("VERB", "ROOT", lemma_of("met", "VERB", str(met.morph)))
    assert met.morph.get("Tense") == ["Past"]
    assert [child.text for child in met.children] == ["Vladimir", "Putin", "Xi", "."]
    space = doc[5]
    assert (space.is_space, space.pos_, space.dep_, space.head.text) == (True, "SPACE", "dep", "Biden")
    inner = doc[8]
    assert (inner.is_space, inner.dep_, inner.head.text) == (True, "dep", "called")


def test_reading_a_doc_back_gives_the_words_of_the_model(nlp: spacy.Language, fake: Fake) -> None:
    for sentence in from_spacy(nlp(TEXT)):
        (readings,) = fake.parse_words([[token.text for token in sentence]])
        for token, reading in zip(sentence, readings, strict=True):
            assert (token.upos, token.feats, token.head) == (reading.upos, reading.feats, reading.head)
            assert (token.deprel, token.name) == (reading.deprel, reading.name)
            assert token.lemma == lemma_of(token.text, token.upos, token.feats)


def test_many_docs_go_through_the_model_together(nlp: spacy.Language, fake: Fake) -> None:
    texts = [TEXT, "", " ", "One met Two.", TEXT]
    piped = list(nlp.pipe(texts, batch_size=4))
    assert fake.calls == [(3, 2), (2, 2)]
    assert [doc.to_json() for doc in piped] == [nlp(text).to_json() for text in texts]


def test_sentence_starts_that_are_there_are_kept(fake: Fake) -> None:
    doc = Doc(VOCAB, words=["He", "left", "She", "stayed"], sent_starts=[True, False, True, False])
    assert [sent.text for sent in Annotator("kgraph_en", lambda: fake)(doc).sents] == ["He left", "She stayed"]


@pytest.mark.skipif(not (WEIGHTS / "sentences.npz").exists(), reason="the sentence splitter has no weights here")
def test_sentences_are_ours_where_the_doc_has_none(fake: Fake) -> None:
    doc = Annotator("kgraph_en", lambda: fake)(spacy.blank("en")("Gen. Smith met Mr. Lee. He left."))
    assert [sent.text.strip() for sent in doc.sents] == ["Gen. Smith met Mr. Lee.", "He left."]


def test_names_that_are_there_win(fake: Fake) -> None:
    doc = Doc(VOCAB, words=["Vladimir", "Putin", "met", "Xi"], sent_starts=[True, False, False, False])
    doc.set_ents([Span(doc, 1, 2, label="ORG")])
    assert [(name.text, name.label_) for name in Annotator("kgraph_en", lambda: fake)(doc).ents] == [
        ("Putin", "ORG"),
        ("Xi", "PER"),
    ]


def test_matchers_find_what_the_model_said(nlp: spacy.Language) -> None:
    from spacy.matcher import DependencyMatcher, Matcher

    doc = nlp(TEXT)
    tree = DependencyMatcher(nlp.vocab)
    subject = {"LEFT_ID": "verb", "REL_OP": ">", "RIGHT_ID": "subject", "RIGHT_ATTRS": {"DEP": "nsubj"}}
    tree.add("SUBJECT", [[{"RIGHT_ID": "verb", "RIGHT_ATTRS": {"POS": "VERB"}}, subject]])
    assert [[doc[i].text for i in places] for _, places in tree(doc)][:2] == [["met", "Vladimir"], ["met", "Putin"]]
    words = Matcher(nlp.vocab)
    words.add("PAST", [[{"POS": "VERB", "MORPH": {"IS_SUPERSET": ["Tense=Past"]}}, {"ENT_TYPE": "PER"}]])
    assert [doc[start:end].text for _, start, end in words(doc)] == ["met Xi"]


def test_displacy_draws_it(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    assert "nsubj" in displacy.render(doc, style="dep", jupyter=False)
    assert "PER" in displacy.render(doc, style="ent", jupyter=False)


def test_spacy_sees_what_it_assigns(nlp: spacy.Language) -> None:
    analysis = nlp.analyze_pipes()
    assert "token.dep" in analysis["summary"]["kgraph_en"]["assigns"]
    assert analysis["problems"]["kgraph_en"] == []


def test_a_pipeline_can_be_saved(nlp: spacy.Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    loaded = spacy.load(tmp_path / "saved")
    assert loaded.config["components"]["kgraph_en"] == {"factory": "kgraph_en", "threads": 2}
    assert loaded(TEXT).to_json() == nlp(TEXT).to_json()
    assert spacy.blank("en").from_bytes(spacy.blank("en").to_bytes()).pipe_names == []
    copied = spacy.blank("en", config=nlp.config).from_bytes(nlp.to_bytes())
    assert copied(TEXT).to_json() == nlp(TEXT).to_json()


def test_a_doc_can_be_stored_and_read(nlp: spacy.Language) -> None:
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin(store_user_data=True).from_bytes(stored).get_docs(VOCAB)
    assert from_spacy(again) == from_spacy(doc)


def test_a_component_travels_to_another_process() -> None:
    component = pickle.loads(pickle.dumps(make(spacy.blank("en"), "kgraph_en", 3)))  # noqa: S301  # our own bytes
    assert (component.name, component.threads) == ("kgraph_en", 3)


def test_nothing_is_loaded_before_it_is_needed() -> None:
    def never() -> Fake:
        raise AssertionError("the model was loaded")

    made = spacy.blank("en")
    spacy.Language.factory("kgraph_never", func=lambda nlp, name: Annotator(name, never))
    made.add_pipe("kgraph_never")
    assert made("").text == ""


def test_without_spacy_registering_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "spacy.language", None)
    with pytest.raises(MissingExtraError, match=r"kgraph\[spacy\]"):
        spacy_component.register()


@pytest.mark.skipif(not (WEIGHTS / "english.onnx").exists(), reason="the model is not here")
def test_the_real_model_through_spacy_says_what_it_says_of_the_same_words() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kgraph_en")
    doc = nlp("Russia was sanctioned by the EU on Monday. Its ministers protested.")
    found = from_spacy(doc)
    readings = kgraph.language.load_model().parse_words([[token.text for token in sentence] for sentence in found])
    for sentence, said in zip(found, readings, strict=True):
        for token, reading in zip(sentence, said, strict=True):
            assert (token.upos, token.feats, token.head) == (reading.upos, reading.feats, reading.head)
            assert (token.deprel, token.name) == (reading.deprel, reading.name)
    assert found[0].tokens[0].deprel == "nsubj:pass"
