"""Cues: the words between and around two actors that say what one did to or with the other.

`cues.csv` holds them, one a row; those of no relation (`none`) only keep their words from being read as another. A
little notation: `|` stands between alternatives of one word, `_` for up to five words of anything, and the first word
of a `verb` takes all its forms. Of the kinds, a `verb` knows its passive, a `noun` and a `phrase` say what the first
actor does, and a `pair` ("talks") stands before or after two actors that are named together. Goods that flow ("oil",
"arms") are found by `supply`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from kgraph.errors import DataError
from kgraph.extract.forms import is_past, verb_forms
from kgraph.extract.supply import supply
from kgraph.ontology import relation as known_relation


@dataclass(frozen=True, slots=True)
class CueMatch:
    """What a cue says of two actors, the first of which stands before the second.

    Attributes:
        relation: the name of a relation of the ontology.
        reversed: whether the second actor is the one who acts ("was sanctioned by").
        region: which of the three texts it stands in: before, between or after.
        start, end: character offsets into that text, the end excluded.
    """

    relation: str
    reversed: bool
    region: str
    start: int
    end: int


NO_RELATION: Final = "none"
KINDS: Final = ("verb", "noun", "phrase", "pair")
_GAP: Final = r"(?:\s+[$\u20ac\u00a3]?[\w'\u2019%-]+(?:[.,]\d+)*,?){0,5}?"
_WORD: Final = re.compile(r"\w+")
_WINDOW: Final = 80
"""Characters before and after the two actors that are looked at."""


@dataclass(frozen=True, slots=True)
class _Cue:
    relation: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """All cues of some kinds as one pattern; the name of the group that matched is the number of the cue.

    The pattern is long: it is tried only where one of the words stands that a cue begins with.
    """

    pattern: re.Pattern[str]
    cues: tuple[_Cue, ...]
    openers: frozenset[str]

    def matches(self, text: str) -> Iterator[tuple[_Cue, re.Match[str]]]:
        end = 0
        for word in _WORD.finditer(text):
            # Other letters may be one with ours where case does not count: those are left to the pattern.
            if word.start() < end or (word[0].isascii() and word[0].lower() not in self.openers):
                continue
            match = self.pattern.match(text, word.start())
            if match is not None:
                end = match.end()
                yield self.cues[int((match.lastgroup or "c0")[1:])], match


def cue_relation(between: str, before: str = "", after: str = "") -> CueMatch | None:
    """The relation that the words between two actors say, or else those before and after them; None without a cue.

    The earliest cue between them counts, of several that start there the one of most words; a passive turns the two
    round; a passive without its agent says nothing of the second.

    >>> cue_relation(" has imposed new sanctions on ")
    CueMatch(relation='sanctions', reversed=False, region='between', start=5, end=26)
    >>> cue_relation(" was sharply condemned by ").reversed
    True
    >>> cue_relation(" on ", before="Strikes by ").relation
    'attacks'
    """
    inside = _between(between, after)
    flow = supply(between, before[-_WINDOW:], after[:_WINDOW])
    if flow is not None and (inside is None or flow.start <= inside.start or _yields(inside.relation)):
        start, end = flow.start, flow.end
        return CueMatch(flow.relation, flow.reversed, flow.region, start, end)
    return inside or _agent_before(between, before)


def relations_told(text: str) -> Iterator[str]:
    """The relations of all cues of a text, in its order; of several that start at one word that of most words.

    Of whom they tell is not asked: whoever knows what sort of event a clause tells looks here for its name.

    >>> next(relations_told("Peru signed a trade deal with Chile"))
    'signsAgreementWith'
    """
    lexicon = _lexicon(KINDS)
    for word in _WORD.finditer(text):
        match = lexicon.pattern.match(text, word.start()) if word[0].lower() in lexicon.openers else None
        if match is not None and (cue := lexicon.cues[int((match.lastgroup or "c0")[1:])]).relation != NO_RELATION:
            yield cue.relation


def pair_relation(before: str, after: str) -> CueMatch | None:
    """The relation of two actors named together ("A and B", "A-B") by the cue before or after them, or None.

    >>> pair_relation("", " held a summit in Geneva").relation
    'meetsWith'
    """
    lead = before[-_WINDOW:]
    for cue, match in _lexicon(("pair",)).matches(lead):
        if cue.relation != NO_RELATION and _BETWEEN_WORD.fullmatch(lead, match.end()):
            offset = len(before) - len(lead)
            return CueMatch(cue.relation, False, "before", offset + match.start(), offset + match.end())
    for cue, match in _lexicon(("pair", "phrase", "verb")).matches(after[:_WINDOW]):
        if (
            cue.relation != NO_RELATION
            and known_relation(cue.relation).symmetric
            and _NEAR.fullmatch(after, 0, match.start())
        ):
            return CueMatch(cue.relation, False, "after", match.start(), match.end())
    return None


_BETWEEN_WORD: Final = re.compile(
    r"(?:\s+[\w-]+){0,3}?\s+(?:between|involving|among|of|by)\s+(?:the\s+)?[\"\u201c]?", re.IGNORECASE
)
_NEAR: Final = re.compile(r"(?:[\s'\u2019]+[\w-]+){0,5}?\s+")
_BE: Final = re.compile(r"\b(?:was|were|is|are|be|been|being|got)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_BY: Final = re.compile(r"(?:\s+[\w'\u2019-]+){0,8}?\s+by\b")
_REDUCED: Final = 3
"""Words between an actor and a participle that describes it at most: "the ship, attacked by …"."""
_NEW_CLAUSE: Final = re.compile(
    r"(?:,?\s(?:and|but|while|because|after|when|if|whereas|although|as|since|until)|,)\s+"
    r"(?:(?:maybe|perhaps|also|now|the|then|that)\s+)*\Z",
    re.IGNORECASE,
)
"""What stands before an actor that opens a clause of its own, and so is no object of a cue before it."""
_OTHER_SUBJECT: Final = re.compile(
    r",\s+(?:and|but|while|whereas|when|because|so|yet)\s+(?:[\w-]+\s+){0,5}?(?:the|an?|its|their|his|her|he|she|it|they|we)\s",
    re.IGNORECASE,
)
_NOUN_BEFORE: Final = re.compile(
    r"(?:\b(?:an?|the|this|that|these|those|its|his|her|their|our|my|your|of|in|on|at|for|with|under|from|any|no|some|more|"
    r"new|further|recent|alleged|possible|joint|air|drone|missile|military|official|state|free|first|last|latest|major|deadly|"
    r"two|several|many|such|about|over|after|before|during|by|come|came|pulled|sent|went)|['\u2019]s?)\s+\Z",
    re.IGNORECASE,
)
_BARE_OBJECT: Final = re.compile(r"\s+(?:the|an?|its|their|his|her|all|any|both|each|with|on|to|it|them)\b|\s+[A-Z]")
"""What follows a plain form right after the actors if it is their verb: "Iran and Turkey condemn the raid"."""
_SECOND: Final = "them"
"""Stands for the second actor in cues that go on behind it."""
_AGENT: Final = re.compile(r"\s+(?:by|from)\s+(?:the\s+)?", re.IGNORECASE)
_OBJECT: Final = re.compile(r"\s*(?:on|against|to|in|into|at|of|over|with)\b", re.IGNORECASE)


_SAME_SUBJECT: Final = re.compile(
    r"(?:['\u2019]s)?[^.;:]{0,40}?(?:,\s+|\s+)(?:and|but|then|or|while|yet)\s+(?:\w+ly\s+|also\s+|then\s+|has\s+|have\s+|had\s+|is\s+|not\s+)*\Z"
)
_PARTICIPIAL: Final = re.compile(r",\s+(?:(?:not|while|by|after|before|without|thus)\s+)?(?:\w+ly\s+)?\w+ing\b")


def takes_over_subject(between: str, cue_start: int) -> bool:
    """Whether the words between two actors go on with the subject from before the first ("… and bombed B", ", taking").

    >>> takes_over_subject(" and then bombed ", 10)
    True
    >>> takes_over_subject(" has bombed ", 5)
    False
    """
    return _SAME_SUBJECT.fullmatch(between, 0, cue_start) is not None or _PARTICIPIAL.match(between) is not None


def _yields(relation: str) -> bool:
    """A promise to supply is told by the supply, with the promise as its modality."""
    return known_relation(relation).event_type in ("AGREE", "SUPPORT", "AID") or relation == "tradesWith"


def _between(between: str, after: str) -> CueMatch | None:
    """The earliest cue that begins between the two; it may end behind the second ("gave B humanitarian aid")."""
    text = f"{between}{_SECOND}{after[:_WINDOW]}"
    for cue, match in _lexicon(KINDS).matches(text):
        if match.start() >= len(between.rstrip()):
            break
        turned = False
        if cue.relation == NO_RELATION or _is_of_others(between, match):
            continue
        if cue.kind == "verb":
            voice = _voice(text, match)
            if voice is None and not known_relation(cue.relation).symmetric:
                continue
            turned = voice == "passive"
        return CueMatch(cue.relation, turned, "between", match.start(), min(match.end(), len(between.rstrip())))
    return None


def _is_of_others(between: str, match: re.Match[str]) -> bool:
    """Whether the first actor is no subject of the cue, or the second opens a clause of its own after it."""
    if _NEW_CLAUSE.search(between, match.end()):
        return True
    return _OTHER_SUBJECT.search(between, 0, match.start()) is not None


def _voice(text: str, match: re.Match[str]) -> str | None:
    """Active or passive; None for a passive whose agent is not the actor that follows."""
    verb = match[0].split()[0]
    if not verb.lower().endswith(("ed", "ing")) and _is_noun(text, match.start(), verb.lower()):
        return None
    if not is_past(verb):
        return "active"
    be = _BE.search(text[max(0, match.start() - 40) : match.start()])
    by = _BY.match(text, match.end())
    if by is not None and be is not None:
        return "passive"
    if text[match.end() :].lstrip().startswith("by "):
        return "passive" if len(text[: match.start()].split()) <= _REDUCED else None
    return "active" if be is None else None


def _is_noun(text: str, start: int, verb: str) -> bool:
    """Whether a form that may be a noun stands like one: "the attack", "its strikes", but "will attack"."""
    if not text[:start].strip() and not verb.endswith("s") and not is_past(verb):
        return _BARE_OBJECT.match(text, start + len(verb)) is None
    return _NOUN_BEFORE.search(text[max(0, start - 20) : start]) is not None


def _agent_before(between: str, before: str) -> CueMatch | None:
    """Attacks by A on B."""
    lead = before[-_WINDOW:]
    if not _OBJECT.match(between):
        return None
    for cue, match in _lexicon(("verb", "phrase", "pair")).matches(lead):
        if cue.relation != NO_RELATION and _AGENT.fullmatch(lead, match.end()):
            offset = len(before) - len(lead)
            return CueMatch(cue.relation, False, "before", offset + match.start(), offset + match.end())
    return None


@cache
def _lexicon(kinds: tuple[str, ...]) -> _Lexicon:
    rows = [row for row in _rows() if row[1] in kinds]
    # Longer cues first: at one place the first alternative that fits is taken.
    rows.sort(key=lambda row: (-sum(word != "_" for word in row[2].split()), "_" not in row[2]))
    parts = [f"(?P<c{i}>{_pattern(kind, cue)})" for i, (_, kind, cue) in enumerate(rows)]
    pattern = re.compile(rf"\b(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)
    cues = tuple(_Cue(relation, kind) for relation, kind, _ in rows)
    forms = [form for _, kind, cue in rows for form in _forms(kind, cue.split()[0])]
    openers = frozenset(word[0].lower() for form in forms if (word := _WORD.match(form)) is not None)
    return _Lexicon(pattern, cues, openers)


def cue_rows() -> tuple[tuple[str, str, str], ...]:
    """The cues that have a relation: its name, the kind of the cue, the cue itself."""
    return tuple(row for row in _rows() if row[0] != NO_RELATION)


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    source = files("kgraph.extract") / "cues.csv"
    found = []
    with source.open(encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            if row["relation"] != NO_RELATION:
                known_relation(row["relation"])
            if row["kind"] not in KINDS:
                raise DataError(
                    "not a kind of cue", file="cues.csv", row=number, value=row["kind"], expected=", ".join(KINDS)
                )
            found.append((row["relation"], row["kind"], row["cue"]))
    return tuple(found)


def _forms(kind: str, first: str) -> list[str]:
    """What the first word of a cue may be in a text."""
    return [form for word in first.split("|") for form in (verb_forms(word) if kind == "verb" else [word])]


def _pattern(kind: str, cue: str) -> str:
    words = cue.split()
    forms = [_forms(kind, words[0])]
    forms += [word.split("|") for word in words[1:]]
    pattern = ""
    for alternatives in forms:
        if alternatives == ["_"]:
            pattern += _GAP
            continue
        choice = "|".join(re.escape(word) for word in sorted(set(alternatives), key=lambda word: (-len(word), word)))
        pattern += (r"\s+" if pattern else "") + rf"(?:{choice})\b"
    return pattern
