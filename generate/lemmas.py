"""Put `kgraph/language/lemmas.csv` in order: sorted, each row once, none that the rules say as well.

python generate/lemmas.py                       write the file
python generate/lemmas.py --check               exit with 1 where the file is not what would be written
python generate/lemmas.py --treebanks FOLDER    first add what the rules and the table get wrong there

The table is written by hand; add a row anywhere in it and run this. Rows come from treebanks too: FOLDER holds English
files in CoNLL-U named `*-train.conllu`, at any depth; only facts are taken, pairs of a form and its lemma, where a row
puts right at least three words more than it puts wrong. A row that is there already is never changed. Look the new ones
over before you commit them: treebanks have slips of their own.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from kgraph.language.lemmas import COLUMNS, STEM, lemma_by_rule, lemma_of, read_table, stem_by_rule

TARGET: Final = Path(__file__).resolve().parent.parent / "kgraph" / "language" / "lemmas.csv"

LEAST: Final = 3
"""How many words more a row of the treebanks must put right than wrong."""

_CLOSED: Final = frozenset({"X", "PUNCT", "SYM"})


class Row(NamedTuple):
    """One row of the table."""

    form: str
    upos: str
    feature: str
    lemma: str


class Word(NamedTuple):
    """A word of a treebank, with the lemma that its annotators gave."""

    form: str
    upos: str
    feats: str
    lemma: str


def read_rows(table: Path) -> list[Row]:
    """The rows of the table as they stand, the format checked."""
    return [
        Row(form, upos, feature, lemma) for (form, upos), rows in read_table(table).items() for feature, lemma in rows
    ]


def render(rows: Iterable[Row]) -> str:
    """The text of the table: sorted, without the rows that say what the rules say."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(needed(rows)))
    return text.getvalue()


def needed(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of forms for which the rules alone would not do."""
    by_form: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_form[row.form, row.upos].append(row)
    for group in by_form.values():
        if any(not _said_by_rule(row) for row in group):
            yield from group


def _said_by_rule(row: Row) -> bool:
    if row.upos == STEM:
        return stem_by_rule(row.form) == row.lemma
    plural = "Number=Plur" if row.upos == "NOUN" else ""  # plural nouns must come out right with and without a feature
    verb = "Tense=Past|VerbForm=Part" if row.upos == "VERB" else ""
    degree = "Degree=Cmp" if row.upos in {"ADJ", "ADV"} and row.form.endswith("er") else ""
    cases = {row.feature, plural, verb, degree}
    forms = {row.form, row.form.upper(), row.form.capitalize()} if row.upos in {"ADJ", "NOUN"} else {row.form}
    return all(lemma_by_rule(form, row.upos, feats) == row.lemma for form in forms for feats in cases)


def read_words(folder: Path) -> Iterator[Word]:
    """The words of the training files, but for misspelt ones and parts of words that were torn apart."""
    paths = sorted(folder.rglob("*-train.conllu"))
    if not paths:
        raise SystemExit(f"{folder} holds no *-train.conllu")
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) == 10 and columns[0].isdecimal():
                form, lemma, upos, feats = columns[1], columns[2], columns[3], columns[5]
                if "Typo=Yes" not in feats and upos not in _CLOSED and lemma != "_":
                    yield Word(form, upos, "" if feats == "_" else feats, lemma)


def learnt(words: Iterable[Word], known: Iterable[Row]) -> Iterator[Row]:
    """Rows for what comes out wrong of forms that the table does not know yet."""
    taken = {(row.form, row.upos) for row in known}
    by_form: dict[tuple[str, str], Counter[Word]] = defaultdict(Counter)
    for word in words:
        by_form[word.form.lower(), word.upos][word] += 1
    for (small, upos), counted in sorted(by_form.items()):
        if (small, upos) not in taken:
            yield from _learnt_of(small, upos, counted)


def _learnt_of(small: str, upos: str, counted: Mapping[Word, int]) -> list[Row]:
    wrong: Counter[str] = Counter()
    for word, number in counted.items():
        if lemma_of(*word[:3]) != word.lemma and not _is_case_of_name(word):
            wrong[word.lemma] += number
    if not wrong:
        return []
    lemma = min(wrong, key=lambda text: (-wrong[text], text))
    rows = [Row(small, upos, "", lemma)]
    if lemma.lower() == small:  # of equal rows the first is taken, and a capital may belong to a name alone
        rows = [Row(form, upos, "", lemma) for form in sorted({word.form for word in counted})] + rows
    rows += [Row(small, upos, feature, lemma) for feature in _features(counted, lemma)]
    best = max(rows, key=lambda row: _gain(row, counted))
    return [best] if _gain(best, counted) >= LEAST else []


def _is_case_of_name(word: Word) -> bool:
    """Whether the right lemma differs in capitals alone in a way of one treebank only: GOODWYN, CEO."""
    if word.upos == "PROPN":
        return word.form.isupper()
    return word.upos == "NOUN" and word.form.isupper() and word.lemma == word.form.lower()


def _features(counted: Mapping[Word, int], lemma: str) -> list[str]:
    return sorted({feature for word in counted if word.lemma == lemma for feature in word.feats.split("|") if feature})


def _gain(row: Row, counted: Mapping[Word, int]) -> int:
    """How many words more the row puts right than wrong."""
    gain = 0
    for word, number in counted.items():
        if row.form in {word.form, word.form.lower()} and (not row.feature or row.feature in word.feats.split("|")):
            gain += number * ((row.lemma == word.lemma) - (lemma_of(*word[:3]) == word.lemma))
    return gain


def main(arguments: list[str]) -> int:
    """Write the file, or compare it; the exit status."""
    parser = argparse.ArgumentParser(description="Put kgraph/language/lemmas.csv in order.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file is out of date")
    parser.add_argument("--treebanks", type=Path, metavar="FOLDER", help="add rows from the training files in FOLDER")
    options = parser.parse_args(arguments)
    rows = read_rows(TARGET)
    if options.treebanks is not None:
        rows += learnt(read_words(options.treebanks), rows)
    text = render(rows)
    if not options.check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET.name} is not in order; run generate/lemmas.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
