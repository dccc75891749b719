"""Actor dictionaries in the format of TABARI and PETRARCH: their entries to actors, codes by date and decoys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kgraph.actors.cameo_codes import NO_STATES, kind_of_code, sector_of_code, triples_of
from kgraph.actors.cameo_entries import NO_ACTOR, Entry, Lines, Phrase, Span, codes_within, read_entries, windows_of
from kgraph.actors.cameo_names import plural_form, text_forms
from kgraph.actors.gazetteer import Gazetteer
from kgraph.actors.matching import fold_name
from kgraph.actors.overlay_rows import actor_rows, decoy_rows
from kgraph.errors import DataError
from kgraph.model import Actor, ActorKind, Date, Name, Office, local_actor_id

_OWN_NAMES = frozenset({"label", "variant", "formal", "former", "acronym"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoDictionary:
    """A dictionary of actors, read.

    Attributes:
        actors: whom it names; one that the gazetteer knows has the gazetteer's row with more names.
        decoys: names of what is no actor.
        problems: what could not be used, with its line.
        spans: the codes of each actor in the order of time.
        known: the actors of the gazetteer among them, as they were.
    """

    actors: tuple[Actor, ...]
    decoys: tuple[str, ...]
    problems: tuple[DataError, ...]
    spans: Mapping[str, tuple[Span, ...]]
    known: Mapping[str, Actor]

    def codes_of(self, actor_id: str, on: str | None = None) -> tuple[str, ...]:
        """The CAMEO codes of an actor on a date (an ISO prefix; None is today), raw; a compound code is several.

        As in PETRARCH, whose dates include both ends, the first dated code in the file that fits comes before the
        undated one, of which the last counts. Nothing fits, or only a code of no actor: none.

        Raises:
            DataError: `on` is no date.
        """
        if on is not None:
            Date(start=on)
        return codes_within(self.spans.get(actor_id, ()), on=on)

    def rows(self) -> Iterator[dict[str, str]]:
        """The dictionary as rows of a user's table; states come first, since others belong to them."""
        for actor in sorted(self.actors, key=lambda actor: actor.kind is not ActorKind.STATE):
            yield from actor_rows(actor, self.known.get(actor.id))
        yield from decoy_rows(self.decoys)


def read_cameo_actors(path: str | Path, gazetteer: Gazetteer) -> CameoDictionary:
    """The actors of a dictionary, those that the gazetteer knows among them.

    An entry is a known actor where its main name is a name of one actor alone, or where its only code is a state's own
    and undated ([IRN]). Any other is an actor of its own, with an id made from its name. Names match as whole words, in
    capitals, with first capitals, and in the regular plural unless they end in `_`: PETRARCH does not stem. A name that
    stands in several entries belongs to the first. One that belongs to another known actor is not taken from it.

    Raises:
        DataError: the file cannot be read. What is wrong with a line is in `problems`, and the rest is read.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w+", suffix=".actors") as file:
    ...     print("GRISHNAKH [MORMIL]", "MORDOR [MOR]", sep=chr(10), file=file, flush=True)
    ...     dictionary = read_cameo_actors(file.name, Gazetteer([]))
    >>> [(actor.label, actor.kind.value, actor.state, actor.sector) for actor in dictionary.actors]
    [('Grishnakh', 'unknown', 'MOR', 'MIL'), ('Mordor', 'state', 'MOR', None)]
    >>> dictionary.codes_of(dictionary.actors[0].id, "1995-01-01")
    ('MORMIL',)
    """
    lines = Lines(Path(path))
    return _Reader(lines, gazetteer).dictionary()


class _States:
    """The states that the first three letters of a code may mean: of the gazetteer, else of the dictionary."""

    def __init__(self, gazetteer: Gazetteer, entries: Sequence[Entry]) -> None:
        self.known: dict[str, Actor] = {}
        for scheme in ("iso3", "cameo"):
            for actor in gazetteer:
                code = dict(actor.codes).get(scheme)
                if actor.kind in (ActorKind.STATE, ActorKind.TERRITORY) and code is not None:
                    self.known[code] = actor
        codes = {block.code.upper() for entry in entries for block in entry.blocks}
        longer = {triples_of(code)[0] for code in codes if len(code) > 3}
        self.own = {
            code for code in codes if len(code) == 3 and code.isalpha() and code in longer and code not in NO_STATES
        } - set(self.known)
        self.ids: dict[str, str] = {}

    def state_of(self, code: str | None) -> str | None:
        """The state in a code, as actors have it."""
        first = triples_of(code)[0] if code is not None else ""
        known = self.known.get(first)
        return known.state if known is not None else first if first in self.own else None

    def holder_of(self, code: str, actor_id: str) -> str:
        """The id of the state that an office with this code is of; of no state, the actor itself."""
        first = triples_of(code)[0]
        known = self.known.get(first)
        return known.id if known is not None else self.ids.get(first, actor_id)


class _Reader:
    """Makes actors of entries: who is who first, then under which names."""

    def __init__(self, lines: Lines, gazetteer: Gazetteer) -> None:
        self._lines, self._gazetteer = lines, gazetteer
        self._entries = read_entries(lines)
        self._states = _States(gazetteer, self._entries)
        self._owner: dict[str, Entry] = {}
        self._bearers: defaultdict[str, set[str]] = defaultdict(set)
        for actor in gazetteer:
            names = [name.text for name in actor.names if name.kind in _OWN_NAMES]
            for text in (actor.label, *names):
                self._bearers[fold_name(text).casefold()].add(actor.id)

    def dictionary(self) -> CameoDictionary:
        entries = [entry for entry in self._entries if self._claim_names(entry)]
        actors: dict[str, Actor] = {}
        spans: dict[str, tuple[Span, ...]] = {}
        decoys: dict[str, None] = {}
        ids = [self._id_of(entry) for entry in entries]
        for entry, actor_id in zip(entries, ids, strict=True):
            if actor_id is None:
                decoys |= dict.fromkeys(form for phrase in entry.names for form in self._forms(entry, phrase))
                continue
            self._add(entry, actor_id, actors, spans)
        known = {actor_id: actor for actor_id in actors if (actor := self._gazetteer.get(actor_id)) is not None}
        return CameoDictionary(
            actors=tuple(actors.values()),
            decoys=tuple(decoys),
            problems=tuple(sorted(self._lines.problems, key=lambda problem: problem.row or 0)),
            spans=spans,
            known=known,
        )

    def _claim_names(self, entry: Entry) -> bool:
        """Leave an entry the names that no earlier one has; whether it has any."""
        names: dict[str, Phrase] = {}
        for phrase in entry.names:
            owner = self._owner.setdefault(phrase.key, entry)
            if owner is not entry and owner.blocks != entry.blocks:
                expected = f"one entry a name; that of line {owner.row} counts"
                self._lines.report(phrase.row, "a name with other codes above", " ".join(phrase.words), expected)
            elif owner is entry:
                names.setdefault(phrase.key, phrase)
        entry.names = [*names.values()]
        return bool(names)

    def _id_of(self, entry: Entry) -> str | None:
        """Whose entry it is; None for no actor's."""
        if not windows_of(entry.spans()):
            return None
        main = entry.names[0]
        bearers = self._bearers.get(fold_name(main.key), set())
        if len(bearers) == 1:
            return next(iter(bearers))
        code = entry.blocks[0].code.upper()
        plain = len(entry.blocks) == 1 and entry.blocks[0].is_default
        if plain and code in self._states.known:
            return self._states.known[code].id
        actor_id = local_actor_id(_label(main))
        if plain and code in self._states.own:
            self._states.ids.setdefault(code, actor_id)
        return actor_id

    def _add(self, entry: Entry, actor_id: str, actors: dict[str, Actor], spans: dict[str, tuple[Span, ...]]) -> None:
        resolved = entry.spans()
        known = self._gazetteer.get(actor_id)
        actor = actors.get(actor_id) or known or self._new_actor(entry, actor_id, resolved)
        windows = windows_of(resolved) if known is None else ((None, None),)
        names = list(actor.names)
        borne = {fold_name(name.text) for name in names} | ({fold_name(actor.label)} if known is not None else set())
        for phrase in entry.names:
            bearers = self._bearers.get(fold_name(phrase.key), set())
            if bearers and actor_id not in bearers:
                expected = f"a name of no known actor: {', '.join(sorted(bearers))} bears it"
                self._lines.report(phrase.row, "a name of somebody else", " ".join(phrase.words), expected)
                continue
            for form in self._forms(entry, phrase):
                if form not in borne:
                    kind = "label" if form == actor.label else "variant"
                    names += [Name(text=form, kind=kind, valid_from=start, valid_to=end) for start, end in windows]
                    borne.add(form)
        actors[actor_id] = replace(actor, names=tuple(names))
        spans.setdefault(actor_id, resolved)

    def _forms(self, entry: Entry, phrase: Phrase) -> Iterator[str]:
        """How a name is written, in the plural too where that is no other name."""
        forms = text_forms(phrase.words)
        yield from forms
        if phrase.stopped:
            return
        for form in forms:
            plural = plural_form(form)
            key = "" if plural is None else plural.casefold()
            if plural is not None and key not in self._bearers and self._owner.setdefault(key, entry) is entry:
                yield plural

    def _new_actor(self, entry: Entry, actor_id: str, spans: Iterable[Span]) -> Actor:
        default = next((span.code for span in spans if span.code not in NO_ACTOR and not span.dated), None)
        code = default or next(block.code for block in entry.blocks if block.code not in NO_ACTOR)
        state = self._state_of(entry, default)
        is_state = self._states.ids.get(code.upper()) == actor_id
        offices = [
            Office(
                title=span.code,
                holder_of=self._states.holder_of(span.code, actor_id),
                state=self._states.state_of(span.code),
                sector=sector_of_code(span.code, of_state=self._states.state_of(span.code) is not None),
                start=span.start,
                end=span.end,
            )
            for span in spans
            if span.dated and span.code is not None and span.code not in NO_ACTOR
        ]
        return Actor(
            id=actor_id,
            label=_label(entry.names[0]),
            kind=ActorKind.STATE if is_state else kind_of_code(code),
            state=state,
            sector=None if default is None else sector_of_code(default, of_state=state is not None),
            offices=tuple(offices),
            codes=() if default is None else (("cameo", default),),
        )

    def _state_of(self, entry: Entry, default: str | None) -> str | None:
        """Where an actor belongs: by its undated code, else by all its dated ones if they agree."""
        if default is not None:
            return self._states.state_of(default)
        states = {self._states.state_of(block.code) for block in entry.blocks if block.code not in NO_ACTOR}
        return states.pop() if len(states) == 1 else None


def _label(phrase: Phrase) -> str:
    """What an actor is called: the name as it stands in running text, without the article it may begin with."""
    form = text_forms(phrase.words)[0]
    return form[:1].upper() + form[1:]
