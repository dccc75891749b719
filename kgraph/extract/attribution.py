"""Who says it: the speakers of a sentence, what their words cover, and quotations that run on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.model import Attribution, local_actor_id


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in a sentence: offsets into it, and the id and name of a speaker it would make."""

    start: int
    end: int
    id: str
    name: str
    is_person: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker and the stretch of the sentence that is said to come from them.

    Attributes:
        source: who it is.
        start, end: the sentence's characters that are theirs, the end excluded.
        covers_all: whether it stands beside what is said ("according to"), so that it is further out than the others.
        is_person: whether "he said" in a later sentence may mean them.
    """

    source: Attribution
    start: int
    end: int
    covers_all: bool = False
    is_person: bool = False


_APOSTROPHE: Final = "'\u2019"
_VERBS: Final = (
    r"(?:sa(?:id|ys|y)|tells?|told|report(?:ed|s)|stat(?:ed|es)|announc(?:ed|es)|add(?:ed|s)|claim(?:ed|s)(?!\s+responsib)|wr(?:ote|ites)|"
    r"tweet(?:ed|s)|insist(?:ed|s)|argu(?:ed|es)|not(?:ed|es)|confirm(?:ed|s)|suggest(?:ed|s)|declar(?:ed|es)|"
    r"alleg(?:ed|es)|believ(?:ed|es)|estimat(?:ed|es)|reveal(?:ed|s)|acknowledg(?:ed|es)|emphasi[sz](?:ed|es)|"
    r"stress(?:ed|es)|explain(?:ed|s)|warn(?:ed|s)|assert(?:ed|s)|recall(?:ed|s)\s+that|cit(?:ed|es)|quot(?:ed|es)|"
    r"(?:is|was)\s+quoted(?:\s+as\s+saying)?|went\s+on\s+to\s+(?:say|emphasi[sz]e|add|stress|state)|"
    r"accus(?:ed|es)|den(?:ied|ies))"
)
_ADVERBS: Final = r"(?:(?:has|have|had|also|later|reportedly|recently|repeatedly|earlier|then|now|who|which)\s+){0,3}"
_SAYS: Final = re.compile(
    rf"(?:,[^,.;:]{{1,60}},|\s+\([^)]{{1,40}}\))?\s+{_ADVERBS}(?P<cue>{_VERBS})\b(?P<to>(?:\s+[A-Z\w]+){{0,4}}?\s+that\b)?"
)
_AS_SAYING: Final = re.compile(r"\s+as\s+(?:saying|telling)\b")
_SAID_BY: Final = re.compile(rf"[,\"\u201d]\s+(?P<cue>{_VERBS})\s+(?:the\s+)?(?:[A-Za-z][^\s,]*\s+){{0,5}}?\Z")
_ACCORDING: Final = re.compile(
    r"(?P<cue>\baccording\s+to|\bas\s+(?:reported|stated|told|claimed)\s+by|\b[Ii]n\s+a\s+statement\s+by)\s+"
    r"(?:the\s+|an?\s+)?(?:[A-Za-z][^\s,]*\s+){0,4}?\Z",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(r",\s+(?:who|which|whose)[\s,]+\Z")
"""A clause of its own: "according to" within it covers nothing before it."""
_QUOTED: Final = re.compile(r"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))\s+(?:the\s+)?(?:[A-Za-z][^\s,]*\s+){0,4}?\Z")
_COMMON: Final = re.compile(
    r"\b(?P<name>(?:(?:[A-Z][\w.-]{1,40}|[Ss]enior|[Uu]nnamed|[Aa]nonymous|[Ss]tate|[Ll]ocal|[Mm]ilitary|[Gg]overnment|[Ii]ntelligence|"
    r"[Dd]iplomatic|[Ss]ecurity|[Ww]estern|[Hh]uman\s+rights)\s+){0,4}"
    r"(?:[Ss]ources?|[Oo]fficials?|[Mm]edia|[Dd]iplomats?|[Aa]nalysts?|[Ww]itnesses|[Ee]xperts?|[Aa]ctivists|[Ii]nvestigators|"
    r"[Pp]rosecutors|[Nn]ewspapers?|[Rr]eports?|[Pp]ress\s+release|[Ss]tatement|[Ss]pokes(?:man|woman|person)|[Oo]bservers|[Rr]esidents)\b"
    r"(?:\s+(?:within|inside|in|close\s+to|from|of|for|at)\s+(?:the\s+)?[A-Z][\w-]+(?:\s+[A-Z][\w-]+){0,3})?)"
)
_PRONOUN: Final = re.compile(rf"\b[Hh]e\b|\b[Ss]he\b(?=\s+{_ADVERBS}{_VERBS})")
_HOLLOW: Final = re.compile(
    r"(?:[Rr]eports?|[Ss]tatement|[Pp]ress\s+release)\s+(?:in|from|by|of)\s+(?:the\s+)?(?P<who>.+)"
)
_MEDIA_HEAD: Final = re.compile(
    r"\s+(?:(?:state|local|official)\s+)?(?:media|press|newspapers?|outlets?|sources|officials)\b"
)


_BODY: Final = re.compile(
    r"(?:['\u2019]s?)?(?:\s+(?!(?:said|says|told|and|or|in|on|at|of|by|to|the|an?|with|that|who|from)\b|\w+ed\b)[\w-]+){0,3}?\s+"
    r"(?:ministry|government|military|army|officials|spokes(?:man|woman|person)|embassy|police|navy|presidency)\b"
    r"(?:\s+of\s+[\w-]+(?:\s+affairs)?)?",
    re.IGNORECASE,
)
"""What speaks for a state and stands behind its name: "the Armenian defence ministry", "Israel's military"."""


def state_bodies(sentence: str, states: Sequence[Named], named: Sequence[Named]) -> list[Named]:
    """The ministries and spokesmen of the states in a sentence that no table knows, as speakers; in its order.

    Args:
        sentence: the sentence.
        states: the names and demonyms of states in it.
        named: the mentions that the tables know.
    """
    found: list[Named] = []
    for state in states:
        body = _BODY.match(sentence, state.end)
        if body is None or any(other.end > state.end and other.start < body.end() for other in named):
            continue
        name = " ".join(sentence[state.start : body.end()].split())
        if _is_free(state.start, body.end(), found[-1:]):
            found.append(Named(state.start, body.end(), local_actor_id(name), name))
    return found


def named_speakers(sentence: str, named: Sequence[Named], bodies: Sequence[Named] = ()) -> list[Named]:
    """The mentions, and the people that no table knows: sources, officials, Japanese media; in the sentence's order.

    Of a report in a medium, the medium speaks; `bodies` are those of `state_bodies`.
    """
    common: list[Named] = list(bodies)
    for match in _COMMON.finditer(sentence):
        start, end = match.span("name")
        hollow = _HOLLOW.fullmatch(match["name"])
        if hollow is not None:
            start = match.start("name") + hollow.start("who")
            head = _MEDIA_HEAD.match(sentence, end)
            end = end if head is None else head.end()
        name = " ".join(sentence[start:end].split())
        if _is_free(start, end, common) and not any(n.start <= start and end <= n.end for n in named):
            common.append(Named(start, end, local_actor_id(name), name))
    kept = [n for n in named if not any(c.start <= n.start and n.end <= c.end for c in common)]
    return sorted([*kept, *common], key=lambda n: n.start)


def _is_free(start: int, end: int, taken: Sequence[Named]) -> bool:
    return all(end <= other.start or other.end <= start for other in taken)


def speakers(sentence: str, named: Sequence[Named], *, he: Attribution | None = None) -> list[Speaker]:
    """Who speaks in a sentence, outermost first.

    Args:
        sentence: the sentence.
        named: who is named in it, in its order; see `named_speakers`.
        he: whom "he said" means.
    """
    found: list[Speaker] = []
    for number, who in enumerate(named):
        limit = named[number + 1].start if number + 1 < len(named) else len(sentence)
        speaker = _speaker(sentence, who, limit)
        if speaker is not None:
            found.append(speaker)
    if he is not None and (match := re.search(rf"\b(?:[Hh]e|[Ss]he)\s+{_ADVERBS}(?P<cue>{_VERBS})\b", sentence)):
        start = 0 if _closes_quote(sentence[: match.start()]) else match.end()
        source = Attribution(id=he.id, name=he.name, cue=match["cue"])
        found.append(Speaker(source, start, match.start() if start == 0 else len(sentence), is_person=True))
    return sorted(found, key=lambda speaker: (not speaker.covers_all, speaker.start))


def _speaker(sentence: str, who: Named, limit: int) -> Speaker | None:
    before = sentence[max(0, who.start - 80) : who.start]
    person = who.is_person
    according = _ACCORDING.search(before)
    if according is not None:
        relative = _RELATIVE.search(before[: according.start()])
        start = 0 if relative is None else who.start
        return Speaker(_source(who, according["cue"]), start, len(sentence), covers_all=True, is_person=person)
    said = _SAID_BY.search(before)
    if said is not None and not _SAYS.match(sentence, who.end):
        return Speaker(_source(who, said["cue"]), 0, who.start, is_person=person)
    quoted = _QUOTED.search(before)
    if quoted is not None:
        return Speaker(_source(who, quoted[0].split()[0]), who.end, len(sentence), is_person=person)
    says = _SAYS.match(sentence, who.end)
    if says is None or says.start("cue") >= limit:
        return None
    if _closes_quote(sentence[: who.start]) or _closes_report(sentence, who.start, says.end("cue")):
        return Speaker(_source(who, says["cue"]), 0, who.start, is_person=person)
    return Speaker(_source(who, says["cue"]), says.end("cue"), len(sentence), is_person=person)


def _source(who: Named, cue: str) -> Attribution:
    return Attribution(id=who.id, name=who.name, cue=" ".join(cue.split()))


def _closes_quote(before: str) -> bool:
    """Whether what stands before the speaker is a quotation that has just been closed."""
    return _before_titles(before).endswith(("\u201d", ',"', ",'", ",\u2019"))


def _closes_report(sentence: str, speaker: int, verb_end: int) -> bool:
    """Whether the speaker comes after what is reported, with nothing more to say: "Iran fired, Oman said"."""
    before, after = _before_titles(sentence[:speaker]), sentence[verb_end : verb_end + _WINDOW].split()
    is_last = len(after) <= _LAST_WORDS and after[:1] != ["that"]
    return before.endswith(",") and len(before.split()) >= _FIRST_WORDS and is_last


_WINDOW: Final = 120
"""Characters around a speaker that are looked at."""
_FIRST_WORDS: Final = 3
_LAST_WORDS: Final = 4
_TITLES: Final = re.compile(r"(?:the\s+|[A-Z][\w.-]*\s+){0,5}\Z")


def _before_titles(before: str) -> str:
    return _TITLES.sub("", before[-_WINDOW:]).rstrip()


def chain_at(found: Sequence[Speaker], position: int) -> tuple[Attribution, ...]:
    """The chain of speakers, outermost first, for what stands at a position of the sentence."""
    chain: list[Attribution] = []
    for speaker in found:
        if speaker.start <= position < speaker.end and speaker.source.id not in {source.id for source in chain}:
            chain.append(speaker.source)
    return tuple(chain)


def opens_in_quotation(sentence: str, *, inside: bool) -> bool:
    """Whether the sentence is a quotation from its first character on: opened there, or running on from before."""
    return inside or sentence.startswith(("\u201c", '"', "\u2018"))


def is_inside_after(text: str, *, inside: bool) -> bool:
    """Whether a quotation is open after `text`, given whether one was before it; curly marks come first."""
    last_open, last_close = text.rfind("\u201c"), text.rfind("\u201d")
    if last_open != last_close:
        return last_open > last_close
    return inside != (text.count('"') % 2 == 1)
