"""The dictionary forms of English words, by a table and, for words that it lacks, by rule."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kgraph.errors import DataError

COLUMNS: Final = ("form", "upos", "feature", "lemma")
"""The columns of the table; a row with a feature applies to words that have it, and to words that have none at all."""

STEM: Final = "STEM"
"""Stands for the part of speech in rows that say which word a stem left by -ed, -ing, -er or -est comes from."""

Table = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
"""For a form and a part of speech its rows: a feature, or an empty text, and the lemma."""

_LONGEST: Final = 64  # longer ones are no words, and remembering them would cost memory
_STRAIGHT: Final = str.maketrans("\u2018\u2019\u02bc", "'''", "\u00ad")  # quotes as apostrophes; soft hyphens go

# How stems end that have lost an e, and how stems end that have not: the longest ending that fits decides.
_LOST_E: Final = frozenset(
    re.findall(
        r"\w+",
        "c v z s u dg lg rg ag eg ig og ug bl cl dl fl gl kl pl sl tl zl cr tr ab ib ob ub ad ed id od ud ak ek ik ok "
        "uk il ol ul yl am im um in un ap yp ar ir ur at ut yt iat uat iad uad quir quit quid quin quot",
    )
)
_WHOLE: Final = frozenset(
    [a + b + c for a in "aeiou" for b in "aeiou" for c in "bdklmnprt" if a + b + c not in _LOST_E] + ["ou", "ss"]
)
_SHORT: Final = re.compile(r"(?:qu|gu(?=[aeiou])|[^aeiouy\W])*[aeiouy][^aeiouwxy\W]")
_ONE_VOWEL: Final = re.compile(r"[^aeiouy]*[aeiouy]+[^aeiouy]*")
_DOUBLED: Final = re.compile(r"([bdgkmnprtv])\1$")
_PREFIX: Final = re.compile(r"(?:counter|inter|under|over|with|down|fore|self|dis|mis|out|pre|co|de|re|un|up|\w+-)-?")
_HISSING: Final = ("ss", "sh", "x", "zz", "tz", "ch", "o")
_PEOPLES: Final = re.compile(r"(?:ian|ean|[a-z]an|ese|ish|[a-z]{3}i)$")
_ROMAN: Final = re.compile(r"[IVXLCDM]+")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECADE: Final = re.compile(r"\d+'?s")
_VOWEL: Final = re.compile(r"[aeiouyAEIOUY]")


def lemma_of(form: str, upos: str, feats: str) -> str:
    """The dictionary form of a word, as the English treebanks EWT and GUM give it.

    Features may be wrong or lacking, and the part of speech unknown: the word's ending then decides. The lemma of
    anything but an empty form is not empty.

    Args:
        form: the word as it stands in the text.
        upos: its part of speech, one of the seventeen of Universal Dependencies.
        feats: its features in UD's spelling; an empty text where it has none.

    Raises:
        DataError: the package's own table is missing or damaged.

    >>> lemma_of("imposed", "VERB", "Tense=Past|VerbForm=Part|Voice=Pass"), lemma_of("n't", "PART", "Polarity=Neg")
    ('impose', 'not')
    """
    return _remembered(form, upos, feats) if len(form) <= _LONGEST else _lemma(form, upos, feats)


@lru_cache(maxsize=1 << 16)
def _remembered(form: str, upos: str, feats: str) -> str:
    return _lemma(form, upos, feats)


def _lemma(form: str, upos: str, feats: str) -> str:
    word = form if upos == "PUNCT" else form.translate(_STRAIGHT)
    features = frozenset(feats.split("|")) if feats else frozenset()
    listed = _listed(word, upos, features)
    return (lemma_by_rule(word, upos, feats) if listed is None else listed) or form


def _listed(word: str, upos: str, features: frozenset[str]) -> str | None:
    """What the table says: of the very word, of the word in small letters, of a verb without its prefix."""
    small = word.lower()
    found = _row(word, upos, features)
    if found is None and small != word:
        found = _row(small, upos, features)
    if found is None and upos == "PROPN" and "Number=Plur" in features:
        found = _row(small, "NOUN", features)
        return None if found is None else _cased(word, found)
    if found is None and upos == "VERB" and "Tense=Past" in features and not small.endswith("ed"):
        prefix = _PREFIX.match(small)
        rest = None if prefix is None else _row(small[prefix.end() :], upos, features)
        return None if prefix is None or rest is None else prefix[0] + rest
    return found


def _row(word: str, upos: str, features: frozenset[str]) -> str | None:
    for feature, lemma in _table().get((word, upos), ()):
        if not feature or not features or feature in features:
            return lemma
    return None


def lemma_by_rule(form: str, upos: str, feats: str) -> str:
    """What `lemma_of` says of a word that has no row of its own in the table.

    >>> lemma_by_rule("sanctions", "NOUN", "Number=Plur"), lemma_by_rule("Sanctions", "PROPN", "Number=Plur")
    ('sanction', 'Sanction')
    """
    features = frozenset(feats.split("|")) if feats else frozenset()
    if upos == "PROPN":
        return _name(form, features)
    if upos in {"SYM", "PUNCT"}:
        return form
    if upos == "VERB":
        small = form.lower()
        return small if _is_base(features) else _verb(small)
    if upos == "NUM":
        return _number(form)
    if upos == "NOUN":
        return _noun(form, features)
    return _compared(form, upos, features) if upos in {"ADJ", "ADV"} else form.lower()


def _is_base(features: frozenset[str]) -> bool:
    """Whether the features are those of a verb without an ending."""
    if "VerbForm=Inf" in features or "Mood=Imp" in features or "Mood=Sub" in features:
        return True
    present = "Tense=Pres" in features and "VerbForm=Part" not in features
    return present and not {"Number=Sing", "Person=3"} <= features


def _verb(word: str) -> str:
    if word.endswith("ing") and _VOWEL.search(word[:-3]):
        return word_of_stem(word[:-3])
    if word.endswith("ied"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith("eed"):
        return word if _ONE_VOWEL.fullmatch(word) else word[:-1]
    if word.endswith("ed") and _VOWEL.search(word[:-2]):
        return word_of_stem(word[:-2])
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and len(word) > 2:
        return _without_s(word)
    return word


def word_of_stem(stem: str) -> str:
    """The verb or adjective that a stem without -ed, -ing, -er or -est comes from.

    >>> word_of_stem("impos"), word_of_stem("visit"), word_of_stem("referr"), word_of_stem("hop"), word_of_stem("hopp")
    ('impose', 'visit', 'refer', 'hope', 'hop')
    """
    prefix = _PREFIX.match(stem)  # not of short stems or doubled ends: reach is not re- and ache, rebut re- and butt
    for start in (0, 0 if prefix is None else prefix.end()):
        rows = _table().get((stem[start:], STEM))
        if rows is not None and (not start or (len(stem) - start > 3 and not _DOUBLED.search(stem))):
            return stem[:start] + rows[0][1]
    return stem_by_rule(stem)


def stem_by_rule(stem: str) -> str:
    """What `word_of_stem` says of a stem that has no row of its own in the table.

    >>> stem_by_rule("negotiat"), stem_by_rule("condemn")
    ('negotiate', 'condemn')
    """
    prefix = _PREFIX.match(stem)
    last = stem if prefix is None else stem[prefix.end() :]
    if _DOUBLED.search(stem):
        return stem[:-1]
    if stem.endswith(("all", "ell", "oll")):
        return stem if _ONE_VOWEL.fullmatch(last) else stem[:-1]
    if _SHORT.fullmatch(stem.rpartition("-")[2]):
        return stem + "e"
    for size in (4, 3, 2, 1):
        if stem[-size:] in _WHOLE:
            return stem
        if stem[-size:] in _LOST_E:
            return stem + "e"
    return stem


def _name(form: str, features: frozenset[str]) -> str:
    """A name keeps its capitals, unless a headline set a whole word in them: long ones are seldom acronyms."""
    single = _cased(form, _singular(form.lower())) if "Number=Plur" in features else form
    shouted = form.isupper() and form.isalpha() and len(form) > 4 and "Abbr=Yes" not in features
    return single.capitalize() if shouted and _VOWEL.search(form) else single


def _noun(form: str, features: frozenset[str]) -> str:
    small = form.lower()
    if _DECADE.fullmatch(small):
        return small.replace("'", "")
    plural = "Number=Plur" in features or (not any(f.startswith("Number=") for f in features) and _looks_plural(small))
    stem = _cased(form, _singular(small)) if plural else form
    return stem if _is_code(stem) else stem.lower()


def _looks_plural(word: str) -> bool:
    return word.endswith(("s", "men")) and not word.endswith(("ss", "us", "is", "ics", "'s")) and len(word) > 3


def _singular(word: str) -> str:
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if word.endswith("uses") and not word.endswith(("auses", "ouses")) and _VOWEL.search(word[:-4]):
        return word[:-2]
    if word.endswith("'s"):
        return word[:-2]
    return _without_s(word) if word.endswith("s") and not word.endswith("ss") and len(word) > 1 else word


def _without_s(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith("es") and word[:-2].endswith(_HISSING):
        return word[:-2]
    return word[:-1]


def _is_code(form: str) -> bool:
    """Whether capitals belong to the word itself: DVD, CO2, PhD, but not WAR or READ.me.

    >>> [_is_code(form) for form in ("DVD", "CO2", "PhD", "WAR", "READ.me")]
    [True, True, True, False, False]
    """
    if "." in form[1:-1]:
        return False
    if form.isupper():
        return len(form) == 1 or not _VOWEL.search(form) or any(map(str.isdigit, form))
    return form[1:].lower() != form[1:] and "-" not in form


def _compared(form: str, upos: str, features: frozenset[str]) -> str:
    """An adjective or adverb without -er or -est; capitals stay where they are those of a people or a code."""
    small = form.lower()
    ending = "er" if "Degree=Cmp" in features else "est" if "Degree=Sup" in features else None
    if ending is not None:
        stem = small.removesuffix(ending)
        if stem == small or not _VOWEL.search(stem):
            return small
        return stem[:-1] + "y" if stem.endswith("i") else word_of_stem(stem)
    if "-" in form and form != small:
        return "-".join(_lemma(part, upos, "") for part in form.split("-"))
    if upos == "ADJ" and form != small and ((form.istitle() and _PEOPLES.search(small)) or _is_code(form)):
        return form
    return small


def _number(form: str) -> str:
    if _ROMAN.fullmatch(form):
        return form
    return form.replace(",", "") if _GROUPED.fullmatch(form) else form.lower()


def _cased(form: str, lemma: str) -> str:
    """The lemma with the capitals of the form: as far as both agree it is cut from the form itself."""
    small = form.lower()
    if len(small) != len(form):
        return lemma
    same = next((i for i, (a, b) in enumerate(zip(small, lemma, strict=False)) if a != b), min(len(small), len(lemma)))
    rest = lemma[same:]
    return form[:same] + (rest.upper() if form.isupper() else rest)


@cache
def _table() -> Table:
    return read_table(files("kgraph.language") / "lemmas.csv")


def read_table(table: Path | Traversable) -> Table:
    """The rows of a table of lemmas, by form and part of speech, those with a feature before the one without.

    Raises:
        DataError: the file cannot be read, is not CSV in UTF-8, or has a row that breaks the format.
    """
    file = str(table) if isinstance(table, Path) else table.name
    try:
        text = table.read_bytes().decode("utf-8")
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", file=file) from None
    except UnicodeDecodeError as error:
        raise DataError("not UTF-8", file=file, row=error.object.count(b"\n", 0, error.start) + 1) from None
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: dict[tuple[str, str], dict[str, str]] = {}
    try:
        for row in rows:
            _add(found, row, file, rows.line_num)
    except csv.Error as error:
        raise DataError(f"not CSV ({error})", file=file, row=rows.line_num) from None
    if not found:
        raise DataError("no rows", file=file)
    return MappingProxyType({key: tuple(sorted(found[key].items(), key=lambda x: (not x[0], x))) for key in found})


def _add(found: dict[tuple[str, str], dict[str, str]], row: list[str], file: str, number: int) -> None:
    if number == 1:
        if row != list(COLUMNS):
            raise DataError("wrong columns", file=file, row=1, value=",".join(row), expected=",".join(COLUMNS))
        return
    if len(row) != len(COLUMNS):
        raise DataError(f"a row of {len(row)} fields", file=file, row=number, expected=str(len(COLUMNS)))
    form, upos, feature, lemma = row
    if not form or not upos or not lemma or (feature and "=" not in feature):
        raise DataError("a row without form, part of speech or lemma", file=file, row=number, value=",".join(row))
    rows = found.setdefault((form, upos), {})
    if feature in rows:
        raise DataError("a row that stands twice", file=file, row=number, value=",".join(row))
    rows[feature] = lemma
