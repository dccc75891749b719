"""How the English model is fed and scored: treebanks read, names coded, figures counted. Nothing is trained here."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.errors import DataError
from kgraph.language.tokenizing import tokens_of
from training.evaluate import Tally, Word, name_scores, of_genres, spans_of
from training.gum_names import names_of
from training.labels import FEATURES, Vocabulary, value_of
from training.name_files import hands, re3d, uner_names, wikigold
from training.prepare import HANDS
from training.treebank import Record, raw_texts, read_conllu

TREES = """\
# newdoc id = GUM_news_one
# newpar
# sent_id = one-1
# text = Mali's ally didn't wait.
1-2	Mali's	_	_	_	_	_	_	_	_
1	Mali	Mali	PROPN	NNP	Number=Sing	3	nmod:poss	_	Entity=(1-place-x)
2	's	's	PART	POS	_	1	case	_	_
3	ally	ally	NOUN	NN	Number=Sing	6	nsubj	_	_
4-5	didn't	_	_	_	_	_	_	_	_
4	did	do	AUX	VBD	Mood=Ind|Tense=Past|VerbForm=Fin	6	aux	_	_
5	n't	not	PART	RB	Polarity=Neg	6	advmod	_	_
6	wait	wait	VERB	VB	VerbForm=Inf	0	root	_	SpaceAfter=No
7	.	.	PUNCT	.	_	6	punct	_	_

# sent_id = one-2
# text = French President Emmanuel Macron left the Bank of Ghana.
1	French	French	ADJ	JJ	Degree=Pos	2	amod	_	Entity=(2-person-x
2	President	President	PROPN	NNP	Number=Sing	5	nsubj	_	_
3	Emmanuel	Emmanuel	PROPN	NNP	Number=Sing	2	flat	_	_
4	Macron	Macron	PROPN	NNP	Number=Sing	2	flat	_	Entity=2)
5	left	leave	VERB	VBD	Mood=Ind|Tense=Past|VerbForm=Fin	0	root	_	_
6	the	the	DET	DT	Definite=Def	7	det	_	Entity=(3-organization-x
7	Bank	Bank	PROPN	NNP	Number=Sing	5	obj	_	_
8	of	of	ADP	IN	_	9	case	_	_
9	Ghana	Ghana	PROPN	NNP	Number=Sing	7	nmod	_	Entity=(4-place-x)3)|SpaceAfter=No
10	.	.	PUNCT	.	_	5	punct	_	_

# newdoc id = GUM_court_two
# sent_id = two-1
# text = So ordered
1	So	so	ADV	RB	_	2	advmod	_	_
2	ordered	order	VERB	VBN	Tense=Past|VerbForm=Part	0	root	_	_

"""


@pytest.fixture
def records(tmp_path: Path) -> list[Record]:
    file = tmp_path / "trees.conllu"
    file.write_text(TREES, encoding="utf-8")
    return read_conllu(file)


def test_words_of_a_contraction_share_its_letters(records: list[Record]) -> None:
    first = records[0]
    assert first.text == "Mali's ally didn't wait."
    assert [first.text[a:b] for a, b in first.spans] == first.words == ["Mali", "'s", "ally", "did", "n't", "wait", "."]
    assert first.heads == [3, 1, 6, 6, 6, 0, 6]


def test_raw_texts_are_what_a_reader_meets(records: list[Record]) -> None:
    one, two = raw_texts(records)
    assert one.text == "Mali's ally didn't wait. French President Emmanuel Macron left the Bank of Ghana."
    assert [one.text[at : at + len(record.text)] for at, record in one.sentences] == [r.text for r in records[:2]]
    assert (two.id, two.text) == ("GUM_court_two", "So ordered")


def test_genres_are_chosen_by_document(records: list[Record]) -> None:
    assert [record.id for record in of_genres(records, ("news",))] == ["one-1", "one-2"]
    assert of_genres(records, ()) == records


def test_gum_entities_become_names_without_titles_and_with_the_outermost(records: list[Record]) -> None:
    assert names_of(records[0])[0] == "B-LOC"
    assert names_of(records[1]) == ["O", "?", "B-PER", "I-PER", "O", "O", "B-ORG", "I-ORG", "I-ORG", "O"]


def words_of(record: Record) -> list[Word]:
    rows = zip(record.heads, record.deprels, record.upos, record.feats, record.lemmas, strict=True)
    return [Word((i, i), None if head == 0 else (head - 1, head - 1), *rest) for i, (head, *rest) in enumerate(rows)]


def test_the_gold_scores_a_hundred_and_each_error_costs_its_measure(records: list[Record]) -> None:
    gold = words_of(records[0])
    tally = Tally()
    tally.add(gold, gold)
    assert set(tally.scores().values()) == {100.0}
    tally = Tally()
    wrong = list(gold)
    wrong[0] = Word(gold[0].place, gold[0].head, "nmod", gold[0].upos, gold[0].feats, gold[0].lemma)
    wrong[2] = Word(gold[2].place, gold[0].place, gold[2].deprel, "VERB", "Number=Plur", "Ally")
    tally.add(gold, wrong)
    found = tally.scores()
    assert found["LAS"] == found["UAS"] == found["UPOS"] == found["feats"] == found["lemma"] == round(600 / 7, 2)
    assert found["LAS_subtypes"] == round(500 / 7, 2)


def test_a_word_cut_otherwise_is_wrong_for_both_sides(records: list[Record]) -> None:
    gold = words_of(records[0])
    tally = Tally()
    tally.add(gold, gold[:-1])
    assert tally.scores()["words"] == round(200 * 6 / 13, 2)


def test_names_are_counted_by_span_and_kind_and_unknown_ones_not_at_all() -> None:
    gold = [["B-PER", "I-PER", "O", "B-ORG", "?", "?"]]
    found = name_scores(gold, [["B-PER", "I-PER", "B-LOC", "B-LOC", "B-ORG", "I-ORG"]])
    assert found["names_PER"] == 100.0
    assert found["names_ORG"] == 0.0
    assert found["names_precision"] == round(100 / 3, 2)
    assert found["names_recall"] == 50.0
    assert spans_of(["B-PER", "B-PER", "I-PER", "I-ORG"]) == {(0, 1, "PER"), (1, 3, "PER")}


def test_universal_ner_keeps_three_kinds(tmp_path: Path) -> None:
    file = tmp_path / "a.iob2"
    file.write_text("# sent_id = s1\n1\tMali\tB-LOC\t-\tx\n2\tFrench\tB-OTH\t-\tx\n3\t.\tO\n\n", encoding="utf-8")
    assert uner_names(file) == {"s1": ["B-LOC", "O", "O"]}


def test_wikigold_begins_every_name_and_masks_what_is_neither(tmp_path: Path) -> None:
    file = tmp_path / "wikigold.conll"
    file.write_text("Ben I-PER\nLee I-PER\nMali I-LOC\nFrench I-MISC\n\nx O\n", encoding="utf-8")
    assert [record.names for record in wikigold(file)] == [["B-PER", "I-PER", "B-LOC", "?"], ["O"]]


def test_re3d_takes_our_codes(tmp_path: Path) -> None:
    (tmp_path / "re3d_A.conll").write_text("the B-Organisation\nUN I-Organisation\n\nWe O\n", encoding="utf-8")
    codes = tmp_path / "codes.tsv"
    codes.write_text("file\tsentence\tnames\nre3d_A\t0\t1:2:ORG\nre3d_A\t1\t\n", encoding="utf-8")
    assert [(held, r.names) for held, r in re3d(tmp_path, codes)] == [(False, ["O", "B-ORG"]), (False, ["O"])]


def test_our_own_sentences_are_well_formed_and_many() -> None:
    found = list(hands(HANDS, split=tokens_of))
    assert len(found) >= 1_300
    assert {tag for _, record in found for tag in record.names or ()} == {
        *("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
    }
    held_out = [record.text for held, record in found if held]
    assert 0.15 * len(found) < len(held_out) < 0.25 * len(found)
    assert len({record.text for _, record in found}) == len(found)
    assert all(
        record.text[a:b] == word for _, record in found for word, (a, b) in zip(record.words, record.spans, strict=True)
    )


def test_brackets_that_do_not_match_are_said(tmp_path: Path) -> None:
    (tmp_path / "hand_x.txt").write_text("# topic: t\n[PER Ann met [LOC Mali].\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"hand_x\.txt:2.*brackets"):
        list(hands(tmp_path, split=tokens_of))


def test_the_classes_are_those_of_the_sentences() -> None:
    lines = [{"upos": ["NOUN"], "xpos": ["NN"], "deprels": ["root"] * 3 + ["dep"], "feats": ["Number=Sing|Poss=Yes"]}]
    found = Vocabulary.of(lines)
    assert (found.upos, found.deprel) == (("NOUN",), ("root",))
    assert tuple(found.feats) == FEATURES
    assert found.feats["Number"] == ("", "Sing")
    assert value_of("Number=Sing|Poss=Yes", "Poss") == "Yes"
    assert value_of("NumberX=Sing", "Number") == ""
