"""Who is named where: the tables' names weighed against the model's, full names kept for what comes after them.

The tables know who is called what; the model knows what is a name. Where one name lies inside another ("Jordan" in
"Jordan Peterson") the longer one is meant. A name that the document gives in full stands for its bearer wherever a
part of it comes again, and an abbreviation in brackets for what stands before them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kgraph.actors import Gazetteer
from kgraph.discourse.entities import STATES
from kgraph.discourse.homographs import meant_otherwise
from kgraph.discourse.lexicon import HONORIFICS, given_name_gender
from kgraph.discourse.story import datelines, is_within
from kgraph.discourse.syntax import Syntax
from kgraph.language.trees import words
from kgraph.model import Actor, ActorKind, ActorRef, Document, Mention, Office, local_actor_id

_PERSONAL: Final = frozenset({"surname", "family"})
_DIRECTIONS: Final = words(
    """north south east west northern southern eastern western central upper lower greater mainland northeast northwest
    southeast southwest northeastern northwestern southeastern southwestern occupied"""
)
_BRACKETED: Final = re.compile(r"\s*\(\s*(?:the\s+)?[\"\u201c']?([A-Z][A-Za-z&.-]{1,11})[\"\u201d']?\s*\)")
_INITIAL: Final = re.compile(r"[A-Z]\.?")
FAMILY_FIRST: Final = frozenset({"CHN", "TWN", "HKG", "MAC", "KOR", "PRK", "VNM", "SGP", "KHM"})
"""States whose people's family names stand first."""
_KINDS: Final = {"PER": ActorKind.PERSON, "ORG": ActorKind.ORGANIZATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name in a sentence.

    Attributes:
        first, end: its words, the end excluded.
        head: the word of it that hangs on the rest of the sentence.
        ref: who bears it, at the document's date; None where nobody is meant, or nobody can tell.
        kind: what sort of actor.
        how: the kind of name; `unknown` where no table has it.
        other: whether no actor is meant by it (a homograph, part of a place's name).
    """

    first: int
    end: int
    head: int
    ref: ActorRef | None
    kind: ActorKind
    how: str
    other: bool = False

    @property
    def is_city(self) -> bool:
        """Whether it is the name of a city or a seat that stands for its state."""
        return self.how in ("capital", "seat")


class Namer:
    """Finds the names of one document.

    Args:
        document: the text and its date.
        sentences: its sentences, parsed.
        gazetteer: the tables.
    """

    def __init__(self, document: Document, sentences: Sequence[Syntax], gazetteer: Gazetteer) -> None:
        self._text = document.text
        self._publisher = document.publisher or ""
        self._on = document.published
        self._sentences = sentences
        self._tables = gazetteer
        self._parts: dict[str, list[tuple[int, Named]]] = {}
        self._short: dict[str, Named] = {}
        self._given: dict[str, Named] = {}
        self._mentioned: Counter[str] = Counter()
        self._language = document.language
        self._datelines = datelines(document.text)

    def names(self) -> list[list[Named]]:
        """The names of each sentence, in its order, none overlapping another."""
        by_sentence = self._tabled()
        rows = [list(self._weighed(number, by_sentence[number])) for number in range(len(self._sentences))]
        self._mentioned = Counter(i for row in rows for name in row for i in _ids(name))
        for mention in self._tables.find(self._publisher, on=self._on):
            if mention.actor is not None:
                self._mentioned[mention.actor] += 1
        for number, row in enumerate(rows):
            for name in row:
                self._remember(number, name)
        return [self._completed(number, row) for number, row in enumerate(rows)]

    def mentioned(self) -> Counter[str]:
        """How often each actor, and each state by its people and places, is named; to be asked after `names`."""
        return self._mentioned

    def _tabled(self) -> list[list[Mention]]:
        """The mentions of the tables by sentence."""
        found = self._tables.find(self._text, on=self._on, language=self._language)
        starts = [mention.start for mention in found]
        return [
            found[bisect_left(starts, s.sentence.start) : bisect_left(starts, s.sentence.end)] for s in self._sentences
        ]

    def _weighed(self, number: int, mentions: Sequence[Mention]) -> Iterator[Named]:
        """The tables' names and the model's of one sentence, those that hold others first asked whether they count."""
        syntax = self._sentences[number]
        tabled = [name for mention in mentions if (name := self._of_table(syntax, mention)) is not None]
        longer: list[Named] = []
        for found in syntax.sentence.names():
            first, end = _trimmed(syntax, found.first, found.end)
            inside = [name for name in tabled if name.first < end and first < name.end]
            if first >= end or any(n.first <= first and end <= n.end for n in inside):
                continue
            if is_within(self._datelines, syntax[first].start):
                continue
            whole = self._longer(syntax, first, end, found.kind, inside)
            if whole is not None:
                longer.append(whole)
        kept = [n for n in tabled if not any(w.first < n.end and n.first < w.end for w in longer)]
        yield from sorted([*kept, *longer], key=lambda name: name.first)

    def _of_table(self, syntax: Syntax, mention: Mention) -> Named | None:
        first = max(0, bisect_right(syntax.starts, mention.start) - 1)
        end = bisect_left(syntax.starts, mention.end)
        if end <= first:
            return None
        head = syntax.head_of(first, end)
        if mention.actor is None:
            return Named(first=first, end=end, head=head, ref=None, kind=ActorKind.UNKNOWN, how=mention.how)
        actor = self._tables.actor(mention.actor)
        ref = self._tables.ref(actor.id, on=self._on)
        other = meant_otherwise(mention.text, self._text, mention.start, mention.end)
        return Named(first=first, end=end, head=head, ref=ref, kind=actor.kind, how=mention.how, other=other)

    def _longer(self, syntax: Syntax, first: int, end: int, kind: str, inside: Sequence[Named]) -> Named | None:
        """What a name of the model means that no name of the tables covers; None where the tables' names stand."""
        lower = syntax.lower[first:end]
        if kind == "LOC":
            return _place(syntax, first, end, inside)
        if kind == "ORG" and (self._is_role(lower) or _is_list(lower)):
            return None
        if kind == "PER" and self._tables.roles.starting(lower, 0) == self._tables.roles.ending(lower) is not None:
            return None
        if inside and kind == "ORG" and self._is_known_with_noun(lower, first, inside):
            return None
        if kind == "PER":
            known = self._known_person(syntax, first, end, inside)
            if known is not None:
                return known if known.ref is not None else None
        text = self._words(syntax, first, end)
        state = next((name.ref.state for name in inside if name.ref is not None and name.how != "surname"), None)
        ref = ActorRef(id=local_actor_id(text), name=text, state=state if kind == "ORG" else None)
        head = syntax.head_of(first, end)
        return Named(first=first, end=end, head=head, ref=ref, kind=_KINDS[kind], how="unknown")

    def _known_person(self, syntax: Syntax, first: int, end: int, inside: Sequence[Named]) -> Named | None:
        """The person of the tables behind a name they do not have as such: Donald J. Trump.

        A name of one known person that only lacks a title is left to the tables: then one without an actor is given.
        """
        nobody = Named(first=first, end=end, head=first, ref=None, kind=ActorKind.PERSON, how="unknown")
        if any(name.kind is ActorKind.PERSON and name.how not in _PERSONAL for name in inside):
            return nobody
        if end - first == 1:
            return nobody if inside else None
        for actor in self._tables.of_family(syntax[end - 1].text):
            if _same_person(actor, [token.text for token in syntax.tokens[first:end]]):
                ref = self._tables.ref(actor.id, on=self._on)
                head = syntax.head_of(first, end)
                return Named(first=first, end=end, head=head, ref=ref, kind=actor.kind, how="variant")
        return None

    def _is_role(self, lower: Sequence[str]) -> bool:
        """Whether a name is a role noun, with or without whose it is: what the role rules read."""
        roles = self._tables.roles
        return roles.ending(lower) is not None or roles.starting(lower, 0) is not None

    def _is_known_with_noun(self, lower: Sequence[str], first: int, inside: Sequence[Named]) -> bool:
        """Whether a body of the tables with a noun of its kind behind it is meant: the Xinhua News Agency."""
        name = inside[0]
        body = name.kind not in STATES and name.kind is not ActorKind.PERSON
        return body and name.first <= first + 1 and self._tables.roles.ending(lower[name.end - first :]) is not None

    def _words(self, syntax: Syntax, first: int, end: int) -> str:
        start, stop = syntax.span(first, end)
        return " ".join(self._text[start:stop].split())

    def _remember(self, number: int, name: Named) -> None:
        """Keep a name for the parts of it that stand elsewhere, and an abbreviation that stands behind it."""
        if name.ref is None or name.other:
            return
        syntax = self._sentences[number]
        bracket = _BRACKETED.match(self._text, syntax[name.end - 1].end)
        is_body = name.kind is not ActorKind.PERSON and name.how != "demonym" and not name.is_city
        if bracket is not None and is_body:
            self._short.setdefault(bracket[1], name)
        if name.kind is ActorKind.ARMED_GROUP and name.end - name.first > 1 and syntax[name.end - 1].text.istitle():
            self._parts.setdefault(syntax[name.end - 1].text, []).append(
                (number, name)
            )  # the Tamil Tigers, "the Tigers"
        if name.kind is not ActorKind.PERSON or (name.end - name.first == 1 and name.how in ("surname", "unknown")):
            return
        forms = [token.text for token in syntax.tokens[name.first : name.end]]
        family_first = name.ref.state in FAMILY_FIRST
        parts = {forms[-1], forms[0]} if name.how == "unknown" or family_first else {forms[-1]}
        if len(forms) > 2:
            parts.add(" ".join(forms[-2:]))
        actor = self._tables.get(name.ref.id)
        if actor is not None:
            parts |= {other.text for other in actor.names if other.kind in _PERSONAL}
        self._given.setdefault(next((form for form in forms if form.lower() not in HONORIFICS), forms[0]), name)
        for part in parts:
            self._parts.setdefault(part, []).append((number, name))

    def _completed(self, number: int, row: Sequence[Named]) -> list[Named]:
        """The names of a sentence with what earlier and later full names say of those that are parts of them."""
        syntax = self._sentences[number]
        found = [self._meant(syntax, number, name) for name in row]
        free = set(range(len(syntax)))
        for name in found:
            free -= set(range(name.first, name.end))
        for place in sorted(free):
            token = syntax[place]
            if not token.text[:1].isupper():
                continue
            short = self._short.get(token.text)
            if short is not None:
                found.append(replace(short, first=place, end=place + 1, head=place, how="acronym"))
            elif token.upos == "PROPN":
                part = self._bearer(token.text, number) or self._by_title(syntax, place)
                if part is not None:
                    found.append(replace(part, first=place, end=place + 1, head=place))
        return sorted(found, key=lambda name: name.first)

    def _meant(self, syntax: Syntax, number: int, name: Named) -> Named:
        """A name of one word by itself: whoever the document named in full with it, or whom a title picks out."""
        if name.end - name.first > 1 or name.other:
            return name
        text = syntax[name.first].text
        short = self._short.get(text)
        if short is not None and name.kind not in STATES:  # Toyota (US) is no name for the state
            return replace(name, ref=short.ref, kind=short.kind, how="acronym")
        is_person = name.kind is ActorKind.PERSON or name.ref is None or name.how == "unknown"
        if name.kind in STATES and (_addressed(syntax, name.first) or syntax[name.first].name.endswith("-PER")):
            bearer = self._bearer(text, number)
            if bearer is not None:
                return replace(bearer, first=name.first, end=name.end, head=name.head)
            return replace(name, other=True) if _addressed(syntax, name.first) else name
        if not is_person:
            return name
        part = self._bearer(text, number)
        if part is None and (name.how == "unknown" or name.ref is None):
            part = self._by_title(syntax, name.first) or self._by_context(text, name.first) or self._by_given(text)
        return name if part is None else replace(part, first=name.first, end=name.end, head=name.head)

    def _bearer(self, text: str, number: int) -> Named | None:
        """Whoever was named in full last before a sentence with that part; else whoever is first named so later."""
        named = self._parts.get(text)
        if not named:
            return None
        before = bisect_right(named, number, key=lambda row: row[0])
        return replace(named[max(0, before - 1)][1], how="surname")

    def _by_title(self, syntax: Syntax, place: int) -> Named | None:
        """The person of that family whom a title before the name, or an office at the date, picks out."""
        family = self._tables.of_family(syntax[place].text)
        if not family:
            return None
        start = syntax.phrase_start(place)
        lower = syntax.lower[start:place]
        role = self._tables.roles.ending(lower)
        if role is None and not _addressed(syntax, place):
            return None
        serving = [actor for actor in family if self._on and self._tables.offices_on(actor.id, self._on)]
        if role is not None and role[0].offices:
            titled = [actor for actor in family if self._has_office(actor, role[0].offices)]
            serving = titled or serving
        if len({actor.id for actor in serving}) != 1:
            return None
        actor = serving[0]
        ref = self._tables.ref(actor.id, on=self._on)
        return Named(first=place, end=place + 1, head=place, ref=ref, kind=actor.kind, how="surname")

    def _by_given(self, text: str) -> Named | None:
        """Whoever the text names in full with that given name: Sheikh Mohammed."""
        known = self._given.get(text)
        return None if known is None else replace(known, how="surname")

    def _by_context(self, text: str, place: int) -> Named | None:
        """The one person of that family in office at the date, or not long before, whose state or body the text names.

        Of several the one who leads it, else the one whose state is named most.
        """
        ranked: list[tuple[int, int, int, Actor]] = []
        for number, actor in enumerate(self._tables.of_family(text)):
            offices = [office for office in actor.offices if self._is_recent(office)]
            known = max((self._mentioned[office.holder_of] for office in offices), default=0)
            if not known:
                continue
            leads = any(self._leads(actor, office) for office in offices)
            ranked.append((int(leads), known, -number, actor))
        if not ranked:
            return None
        ranked.sort(key=lambda row: row[:3], reverse=True)
        if len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]:
            return None
        actor = ranked[0][3]
        ref = self._tables.ref(actor.id, on=self._on)
        return Named(first=place, end=place + 1, head=place, ref=ref, kind=actor.kind, how="surname")

    def _leads(self, actor: Actor, office: Office) -> bool:
        held = self._tables.offices.leader(office.holder_of, on=self._on)
        return held is not None and held.holder.id == actor.id

    def _is_recent(self, office: Office) -> bool:
        """Whether an office was held at the document's date or in the two years before."""
        if self._on is None:
            return office.end is None
        since = f"{int(self._on[:4]) - 2:04}{self._on[4:]}"
        return (office.start or "") <= self._on and (office.end is None or office.end >= since[: len(office.end)])

    def _has_office(self, actor: Actor, titles: Sequence[str]) -> bool:
        held = self._tables.offices_on(actor.id, self._on) if self._on else actor.offices
        return any(office.title in titles for office in held)


def given_gender(ref: ActorRef) -> str | None:
    """The gender of a person's given names (`m`, `f`); of a name of one word, that word's; None where it is open.

    >>> given_gender(ActorRef(id="kgr:example", name="Angela Merkel"))
    'f'
    """
    parts = ref.name.split()
    given = parts if len(parts) == 1 else parts[1:] if ref.state in FAMILY_FIRST else parts[:-1]
    return next((gender for name in given if (gender := given_name_gender(name)) is not None), None)


def _ids(name: Named) -> tuple[str, ...]:
    """The ids that a name makes present: its own and its state's."""
    if name.ref is None or name.other:
        return ()
    state = () if name.ref.state is None else (f"kgr:{name.ref.state}",)
    return tuple({name.ref.id, *state})


def _trimmed(syntax: Syntax, first: int, end: int) -> tuple[int, int]:
    """A model's name without marks and forms of address at its ends."""
    while first < end and (syntax[first].upos in ("PUNCT", "DET") or syntax.lower[first] in HONORIFICS):
        first += 1
    while end > first and (syntax[end - 1].upos in ("PUNCT", "PART") or syntax.lower[end - 1] in ("'s", "\u2019s")):
        end -= 1
    return first, end


def _place(syntax: Syntax, first: int, end: int, inside: Sequence[Named]) -> Named | None:
    """A place named after a state (Jordan Valley), which is no mention of it; not where a direction alone is added."""
    if not inside or any(name.kind not in STATES for name in inside):
        return None
    rest = [i for i in range(first, end) if not any(name.first <= i < name.end for name in inside)]
    if all(syntax.lower[i] in _DIRECTIONS or syntax[i].upos in ("PUNCT", "DET", "ADP") for i in rest):
        return None
    if not any(syntax[i].upos == "PROPN" for i in rest) or inside[0].first > first:
        return None
    name = inside[0]
    return replace(name, first=first, end=end, head=syntax.head_of(first, end), other=True)


def _is_list(lower: Sequence[str]) -> bool:
    return "," in lower or ("and" in lower[1:-1] and len(lower) > 6)


def _same_person(actor: Actor, forms: Sequence[str]) -> bool:
    """Whether a longer name is that of an actor: the same given name in front, or its initial."""
    label = actor.label.split()
    if len(label) < 2 or len(forms) < 2:
        return False
    given = forms[0]
    if given == label[0]:
        return all(_INITIAL.fullmatch(form) or form in label for form in forms[1:-1]) or len(forms) == 3
    return _INITIAL.fullmatch(given) is not None and given[0] == label[0][0] and len(forms) == 2


def _addressed(syntax: Syntax, place: int) -> bool:
    """Whether a form of address stands before a name."""
    return place > 0 and syntax.lower[place - 1] in HONORIFICS
