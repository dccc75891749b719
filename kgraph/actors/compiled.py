"""The shipped tables made ready: the CSV files read and checked once, kept as one compressed file that loads at once.

`generate/actors.py` writes it and a test compares it with the tables. An actor becomes an object when it is first asked
for; what is looked up by name, by family and by office stands there as numbers of actors and of their names or offices.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

from kgraph.actors.bearers import Bearer, forms_of, is_spoken, names_of
from kgraph.actors.matching import fold_name, written_forms
from kgraph.actors.offices import Held, plain_title
from kgraph.model import Actor, ActorKind, Name, Office

FILE: Final = "tables.json.gz"
FAMILY_KINDS: Final = frozenset({"surname", "family"})
"""The kinds of names that a family shares."""
_CODES: Final = {"iso3": "label", "iso2": "acronym"}


def compile_actors(actors: Iterable[Actor], decoys: Iterable[str]) -> bytes:
    """The actors and decoys as the bytes of the file; the same for the same tables."""
    rows, decoys = list(actors), list(decoys)
    forms: defaultdict[str, list[int]] = defaultdict(list)
    for decoy in decoys:
        forms |= {form: [] for form in written_forms(decoy)}
    exact: defaultdict[str, list[int]] = defaultdict(list)
    codes: defaultdict[str, list[int]] = defaultdict(list)
    families: defaultdict[str, list[int]] = defaultdict(list)
    posts: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, actor in enumerate(rows):
        for place, name in enumerate(names_of(actor)):
            exact[fold_name(name.text)] += [number, place]
            if is_spoken(name, actor, "en"):
                for form in forms_of(Bearer(actor, name)):
                    forms[form] += [number, place]
            if name.kind in FAMILY_KINDS and number not in families[fold_name(name.text)]:
                families[fold_name(name.text)].append(number)
        for place, bearer in enumerate(coded(actor)):
            codes[fold_name(bearer.name.text)] += [number, place]
        for place, office in enumerate(actor.offices):
            posts[office.holder_of][plain_title(office.title)] += [number, place]
    ready = {"decoys": decoys, "forms": list(forms), "bearers": [_short(flat) for flat in forms.values()]}
    lookups = {"exact": exact, "codes": codes, "families": families, "posts": posts}
    lines = [_json(ready), _json(lookups), _json([actor.id for actor in rows]), *(_json(_row(actor)) for actor in rows)]
    return gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _short(flat: Sequence[int]) -> int | list[int]:
    """A single bearer as one number: most forms have no more."""
    return flat[0] * _MOST_NAMES + flat[1] if len(flat) == 2 and flat[1] < _MOST_NAMES else list(flat)


_MOST_NAMES: Final = 1000


class CompiledActors(Mapping[str, Actor]):
    """The shipped actors by id, in the order of the tables; each made when it is first asked for."""

    def __init__(self, ids: Sequence[str], lines: Sequence[str]) -> None:
        self._lines = lines
        self._places = dict(zip(ids, range(len(ids)), strict=True))
        self._made: dict[int, Actor] = {}

    def __getitem__(self, actor_id: str) -> Actor:
        return self.at(self._places[actor_id])

    def __contains__(self, actor_id: object) -> bool:
        return actor_id in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._lines)

    def at(self, place: int) -> Actor:
        """The actor of a row."""
        made = self._made.get(place)
        if made is None:
            made = self._made[place] = _actor(json.loads(self._lines[place]))
        return made

    def bearers(self, flat: Sequence[int]) -> tuple[Bearer, ...]:
        """The bearers that a flat list of actors and their names stands for."""
        pairs = zip(flat[::2], flat[1::2], strict=True)
        return tuple(Bearer(actor := self.at(place), names_of(actor)[name]) for place, name in pairs)


class _Bearers(Sequence[tuple[Bearer, ...]]):
    """Who bears each of the forms, made as they are asked for."""

    def __init__(self, actors: CompiledActors, rows: Sequence[int | list[int]]) -> None:
        self._actors, self._rows = actors, rows

    def __getitem__(self, place: int) -> tuple[Bearer, ...]:  # type: ignore[override]
        row = self._rows[place]
        return self._actors.bearers(divmod(row, _MOST_NAMES) if isinstance(row, int) else row)

    def __len__(self) -> int:
        return len(self._rows)


class Compiled:
    """What the file holds.

    Attributes:
        actors: the actors by id.
        decoys: names of what is no actor.
        forms: how the English names and the decoys stand in text.
        bearers: who bears each form; nobody for a decoy.
    """

    def __init__(self, data: bytes) -> None:
        # Lines end in line feeds alone; a name may hold any other separator.
        ready, lookups, ids, *lines = gzip.decompress(data).decode().split("\n")
        content = json.loads(ready)
        self.actors = CompiledActors(json.loads(ids), lines)
        self.decoys: list[str] = content["decoys"]
        self.forms: list[str] = content["forms"]
        self.bearers: Sequence[tuple[Bearer, ...]] = _Bearers(self.actors, content["bearers"])
        self._lookups = lookups

    @cached_property
    def _found(self) -> dict[str, dict[str, Any]]:
        """What is looked up by name, family and office, read when first asked for."""
        found: dict[str, dict[str, Any]] = json.loads(self._lookups)
        return found

    def family(self, name: str) -> tuple[Actor, ...]:
        """The persons of a family name, folded."""
        return tuple(self.actors.at(place) for place in self._found["families"].get(name, ()))

    def held(self, holder_of: str, title: str) -> list[Held]:
        """Who holds or held an office, by its plain title."""
        flat = self._found["posts"].get(holder_of, {}).get(title, ())
        pairs = zip(flat[::2], flat[1::2], strict=True)
        return [Held(actor := self.actors.at(place), actor.offices[office]) for place, office in pairs]

    def named(self, name: str) -> tuple[Bearer, ...]:
        """Who bears a name, folded, as it is written; codes and ids elsewhere count as names."""
        return (*self._coded(name), *self.actors.bearers(self._found["exact"].get(name, ())))

    def named_in_any_case(self, name: str) -> tuple[Bearer, ...]:
        """Who bears a name in any case, casefolded."""
        keys = self._any_case.get(name, ())
        return tuple(bearer for key in keys for bearer in self.named(key))

    @cached_property
    def _any_case(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for name in (*self._found["codes"], *self._found["exact"]):
            if name not in found[name.casefold()]:
                found[name.casefold()].append(name)
        return dict(found)

    def _coded(self, name: str) -> list[Bearer]:
        """Who has a code, or an id elsewhere."""
        flat = self._found["codes"].get(name, ())
        pairs = zip(flat[::2], flat[1::2], strict=True)
        return [tuple(coded(self.actors.at(place)))[number] for place, number in pairs]


def coded(actor: Actor) -> Iterator[Bearer]:
    """An actor under its ids elsewhere and its ISO codes, as if they were names."""
    yield from (Bearer(actor, Name(text=iri)) for iri in actor.same_as)
    for scheme, code in actor.codes:
        if scheme in _CODES:
            yield Bearer(actor, Name(text=code, kind=_CODES[scheme]))


@cache
def shipped() -> Compiled:
    """The tables that ship with kgraph."""
    return Compiled((files("kgraph.actors") / FILE).read_bytes())


def _row(actor: Actor) -> list[Any]:
    names = [[n.text, n.kind, n.language, n.valid_from, n.valid_to] for n in actor.names]
    offices = [[o.title, o.holder_of, o.state, o.sector, o.start, o.end] for o in actor.offices]
    start, end = actor.valid_from, actor.valid_to
    codes, same = [list(code) for code in actor.codes], list(actor.same_as)
    return [actor.id, actor.label, actor.kind.value, actor.state, actor.sector, names, offices, same, codes, start, end]


def _actor(row: Sequence[Any]) -> Actor:
    actor_id, label, kind, state, sector, names, offices, same, codes, start, end = row
    return Actor(
        id=actor_id,
        label=label,
        kind=ActorKind(kind),
        state=state,
        sector=sector,
        names=tuple(Name(text=t, kind=k, language=g, valid_from=f, valid_to=u) for t, k, g, f, u in names),
        offices=tuple(Office(title=t, holder_of=h, state=s, sector=c, start=f, end=u) for t, h, s, c, f, u in offices),
        same_as=tuple(same),
        codes=tuple((scheme, code) for scheme, code in codes),
        valid_from=start,
        valid_to=end,
    )
