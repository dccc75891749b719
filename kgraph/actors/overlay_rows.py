"""The user's rows: what they may hold, and how they are laid over the actors that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from kgraph.actors.rows import Row, rows_of
from kgraph.actors.sectors import sector_actor, sector_of
from kgraph.actors.tables import name_of, name_problem, text_problem
from kgraph.model import Actor, ActorKind, Office, local_actor_id

OVERLAY_REQUIRED: Final = ("actor", "name")
_ALSO: Final = (
    "kind",
    "language",
    "valid_from",
    "valid_to",
    "label",
    "actor_kind",
    "state",
    "sector",
    "source",
    "office",
    "holder_of",
    "start",
    "end",
    "cameo",
)
OVERLAY_COLUMNS: Final = (*OVERLAY_REQUIRED, *_ALSO)
"""The columns a user's table may have; the first two it must."""

DECOY: Final = "decoy"
"""The kind of a name that is no actor's and hides the names it holds."""


class Layer:
    """Actors with a user's rows laid over them, one row after the other; a row that is refused changes nothing.

    A row gives an actor one more name, an office, or both. The first row of an actor that nobody knows makes it, with
    the row's `label` (by default the name), `actor_kind` (organization), `state`, `sector` and `cameo` code. What a row
    says of an actor that is known must agree with it: an overlay adds, it does not change. On a row with an `office`
    the state and the sector are those of the office. A row of the kind `decoy` names what is no actor.
    """

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.actors = {actor.id: actor for actor in actors}
        self.decoys: dict[str, None] = {}
        self._states = {actor.state for actor in self.actors.values()}

    def add(self, row: Row) -> None:
        """Lay one row over.

        Raises:
            DataError: it breaks the format or contradicts what is known.
        """
        if row.get("kind") == DECOY:
            self._add_decoy(row)
            return
        office = None if row.get("office") is None else _office(row)
        name = None if row.get("name") is None and office is not None else name_of(row)
        called = row.get("label") or (None if name is None else name.text)
        actor_id = row.id("actor") if called is None or row.get("actor") is not None else local_actor_id(called)
        known = self._known(actor_id)
        if known is None:
            if name is None:
                column = "label" if row.get("actor") is None else "actor"
                raise row.wrong("an office of nobody known", column, "one who is known, or a name as well")
            known = _new_actor(row, actor_id, name.text)
        _check_agrees(row, known, office is not None)
        self._check_state(row, known)
        if name is not None and name not in known.names:
            known = replace(known, names=(*known.names, name))
        if office is not None and office not in known.offices:
            known = replace(known, offices=(*known.offices, office))
        self.actors[actor_id] = known
        if known.kind is ActorKind.STATE:
            self._states.add(known.state)

    def _known(self, actor_id: str) -> Actor | None:
        """The actor of that id; a sector of a state (`kgr:RUS-MIL`) is known as its state is."""
        known, parts = self.actors.get(actor_id), sector_of(actor_id)
        state = None if parts is None else self.actors.get(parts[0])
        return known if known is not None or parts is None or state is None else sector_actor(state, parts[1])

    def _check_state(self, row: Row, actor: Actor) -> None:
        is_new_state = actor.kind is ActorKind.STATE and actor.id not in self.actors
        if actor.state is not None and actor.state not in self._states and not is_new_state:
            raise row.wrong("not a state of the gazetteer", "state", "an ISO 3166 alpha-3 code such as RUS")

    def _add_decoy(self, row: Row) -> None:
        name = " ".join(row.need("name").split())
        problem = name_problem(name)
        if problem is not None:
            raise row.wrong(problem[0], "name", problem[1])
        if row.get("actor") is not None:
            raise row.wrong("a decoy with an actor", "actor", "nothing: it is nobody's name")
        self.decoys[name] = None


def laid_over(actors: Iterable[Actor], overlay: Path) -> Layer:
    """`actors` with the rows of the user's table laid over them.

    Raises:
        DataError: at the first row that breaks the format; nothing of the file is then used.
    """
    layer = Layer(actors)
    for row in rows_of(overlay, OVERLAY_REQUIRED, _ALSO):
        layer.add(row)
    return layer


def actor_rows(actor: Actor, before: Actor | None = None) -> list[dict[str, str]]:
    """The rows of a user's table that make an actor, or out of `before`, which is known, what it has come to be."""
    known_names = () if before is None else before.names
    known_offices = () if before is None else before.offices
    rows: list[Mapping[str, str | None]] = []
    for name in actor.names:
        if name not in known_names:
            row = {"actor": actor.id, "name": name.text, "kind": name.kind, "language": name.language}
            rows.append({**row, "valid_from": name.valid_from, "valid_to": name.valid_to})
    if before is None and rows:
        about = {"label": actor.label, "actor_kind": actor.kind.value, "state": actor.state, "sector": actor.sector}
        rows[0] = {**rows[0], **about, "cameo": dict(actor.codes).get("cameo")}
    for office in actor.offices:
        if office not in known_offices:
            held = {"actor": actor.id, "office": office.title, "holder_of": office.holder_of, "state": office.state}
            rows.append({**held, "sector": office.sector, "start": office.start, "end": office.end})
    return [overlay_row(row) for row in rows]


def decoy_rows(decoys: Iterable[str]) -> list[dict[str, str]]:
    """The rows of a user's table that name what is no actor."""
    return [overlay_row({"name": decoy, "kind": DECOY}) for decoy in decoys]


def overlay_row(fields: Mapping[str, str | None]) -> dict[str, str]:
    """A row with all columns a user's table may have, blank where nothing is said, on one line.

    >>> overlay_row({"actor": "kgr:PRK", "name": "Hermit Kingdom"})["label"]
    ''
    """
    return {column: " ".join((fields.get(column) or "").split()) for column in OVERLAY_COLUMNS}


def _office(row: Row) -> Office:
    start, end = row.dates("start", "end")
    state = row.capitals("state", "RUS")
    if row.get("holder_of") is None and state is None:
        raise row.wrong("an office of no state and nobody", "holder_of", "an id such as kgr:RUS, or a state")
    return Office(
        title=_text(row, "office"),
        holder_of=f"kgr:{state}" if row.get("holder_of") is None else row.id("holder_of"),
        state=state,
        sector=row.capitals("sector", "GOV"),
        start=start,
        end=end,
    )


def _new_actor(row: Row, actor_id: str, name: str) -> Actor:
    code, label = row.get("cameo"), row.get("label") or name
    problem = name_problem(label)
    if problem is not None:
        raise row.wrong(problem[0], "label", problem[1])
    return Actor(
        id=actor_id,
        label=label,
        kind=ActorKind(row.one_of("actor_kind", tuple(ActorKind), ActorKind.ORGANIZATION)),
        state=row.capitals("state", "RUS"),
        sector=row.capitals("sector", "GOV"),
        codes=() if code is None else (("cameo", _text(row, "cameo")),),
    )


def _text(row: Row, column: str) -> str:
    text = row.need(column)
    problem = text_problem(text)
    if problem is not None:
        raise row.wrong(problem[0], column, problem[1])
    return text


def _check_agrees(row: Row, actor: Actor, with_office: bool) -> None:
    said: list[tuple[str, str | None]] = [
        ("label", actor.label),
        ("actor_kind", actor.kind.value),
        ("cameo", dict(actor.codes).get("cameo")),
    ]
    if not with_office:
        said += [("state", actor.state), ("sector", actor.sector)]
    for column, value in said:
        if row.get(column) not in (None, value):
            expected = "nothing" if value is None else f"{value} or nothing"
            raise row.wrong(
                f"other than {actor.id} has", column, f"{expected}: an overlay adds names, it changes nobody"
            )
