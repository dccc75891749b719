"""What one view shows: which lines and actors of how many, under which labels, and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.explore.bundles import Bundles, Dyad, Key, Line, bundle, names_of, refs_of, without_repeats
from kgraph.explore.drawing import Spot
from kgraph.explore.finding import Alias, Listed, aliases, whom_to_list
from kgraph.explore.layout import lay_out, tie
from kgraph.model import Actor, ActorKind, Claim, Document, Judged, Judgements

_STATE: Final = re.compile(r"kgr:[A-Z]{3}")
_UNSEEN: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\s]+"
)  # bidi overrides could reverse a label
_UNLINKED_SHARE: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All there is to show: the claims in reading order, the documents and what is known of the actors, by id.

    `judged` says who of the actors stands for whom.
    """

    claims: Sequence[Claim]
    documents: Mapping[str, Document]
    actors: Mapping[str, Actor]
    judged: Judged

    @classmethod
    def of(
        cls, claims: Iterable[Claim], documents: Iterable[Document], actors: Iterable[Actor], judgements: Judgements
    ) -> Corpus:
        """The corpus of these claims, each once, in reading order whatever order they come in."""
        known = {actor.id: actor for actor in actors}
        return cls(
            claims=without_repeats(claims),
            documents={document.id: document for document in documents},
            actors=known,
            judged=Judged(judgements, known.get),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to see the claims.

    Attributes:
        name: `states` or `named`.
        bundles: all lines, drawn or not.
        drawn: the best evidenced lines.
        dyads: the dyads of those lines, each with all its lines: what speaks against stays beside what speaks for.
        spots: the actors that are drawn, sorted by id.
        row: where the row of small groups begins, or None.
        partners: by actor, drawn or not, to how many others it has lines.
        aliases: by actor that is drawn, what else it is found by.
        listed: who is found by a search though it is not drawn under its own name.
        undrawn: the claims of each actor that is not drawn, in reading order.
    """

    name: str
    bundles: Bundles
    drawn: Sequence[Line]
    dyads: Mapping[Dyad, Sequence[Line]]
    spots: Sequence[Spot]
    row: float | None
    partners: Mapping[str, int]
    aliases: Mapping[str, Alias]
    listed: Sequence[Listed]
    undrawn: Mapping[str, Sequence[Claim]]

    def claims(self) -> Iterator[Claim]:
        """The claims that this view can show; some come more than once."""
        for lines in self.dyads.values():
            for line in lines:
                yield from line.claims
        for spot in self.spots:
            yield from self.bundles.within.get(spot.id, ())
            yield from self.bundles.alone.get(spot.id, ())


def view(name: str, corpus: Corpus, key: Key, top: int) -> View:
    """The view of a corpus by one key, with at most `top` lines."""
    bundles = bundle(corpus.claims, corpus.documents, key)
    drawn = bundles.lines[:top]
    partners = _partners(bundles)
    shown = sorted({end for line in drawn for end in line.dyad} | set(_unlinked(bundles, partners, top)))
    layout = lay_out(shown, _ties(drawn))
    who = _Directory(corpus)
    undrawn = _undrawn(corpus.claims, key, frozenset(shown))
    return View(
        name=name,
        bundles=bundles,
        drawn=drawn,
        dyads=_whole_dyads(bundles, drawn),
        spots=[Spot(id=id_, label=who.label(id_), kind=who.kind(id_), point=layout.points[id_]) for id_ in shown],
        row=layout.row,
        partners=partners,
        aliases={id_: who.alias(id_) for id_ in shown},
        listed=[
            Listed(id=id_, host=host, label=who.label(id_), kind=who.kind(id_), alias=who.alias(id_))
            for id_, host in whom_to_list(corpus.claims, key, undrawn)
        ],
        undrawn=undrawn,
    )


def _undrawn(claims: Iterable[Claim], key: Key, shown: frozenset[str]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        for actor in {key(ref) for ref in refs_of(claim)} - shown:
            found.setdefault(actor, []).append(claim)
    return found


def _whole_dyads(bundles: Bundles, drawn: Sequence[Line]) -> dict[Dyad, list[Line]]:
    dyads: dict[Dyad, list[Line]] = {line.dyad: [] for line in drawn}
    for line in bundles.lines:
        if line.dyad in dyads:
            dyads[line.dyad].append(line)
    return dyads


def _partners(bundles: Bundles) -> dict[str, int]:
    counts = Counter(end for dyad in {line.dyad for line in bundles.lines} for end in dyad)
    return {actor: counts[actor] for actor in counts.keys() | bundles.within.keys() | bundles.alone.keys()}


def _unlinked(bundles: Bundles, partners: Mapping[str, int], top: int) -> list[str]:
    """The actors of most claims among those no line reaches, as many as a fifth of the lines that may be drawn."""
    counts = {
        actor: len(bundles.within.get(actor, ())) + len(bundles.alone.get(actor, ()))
        for actor, others in partners.items()
        if not others
    }
    return sorted(counts, key=lambda actor: (-counts[actor], actor))[: max(1, top // _UNLINKED_SHARE)]


def _ties(lines: Iterable[Line]) -> dict[Dyad, float]:
    counts: dict[Dyad, dict[int, int]] = {}
    for line in lines:
        counts.setdefault(line.dyad, {})[line.sign] = line.facts
    return {dyad: tie(by_sign.get(1, 0), by_sign.get(-1, 0)) for dyad, by_sign in counts.items()}


class _Directory:
    """Labels and kinds of actors: from what is known of them, else from what the claims call them."""

    def __init__(self, corpus: Corpus) -> None:
        self._actors = corpus.actors
        self._names = names_of(corpus.claims)
        for actor in corpus.judged.moved:
            if actor in self._names:
                self._names.setdefault(corpus.judged.judgements.canonical(actor), self._names[actor])
        self._sectors = {ref.id for claim in corpus.claims for ref in refs_of(claim) if ref.sector is not None}

    def label(self, id_: str) -> str:
        known = self._actors.get(id_)
        label = self._names.get(id_, id_.partition(":")[2]) if known is None else known.label
        return _UNSEEN.sub(" ", label).strip() or id_

    def alias(self, id_: str) -> Alias:
        return aliases(id_, self._actors.get(id_))

    def kind(self, id_: str) -> ActorKind:
        known = self._actors.get(id_)
        if known is not None and known.kind is not ActorKind.UNKNOWN:
            return known.kind
        if _STATE.fullmatch(id_):
            return ActorKind.STATE
        return ActorKind.SECTOR if id_ in self._sectors else ActorKind.ORGANIZATION
