"""Made-up claims in the proportions of a graph that grows: rows of a data set beside claims of articles.

Seven claims in ten are rows, as of GDELT; three are of articles, ten an article, with words, speakers and publishers.
Two hundred states act as unevenly as real ones do: the first is an end of one claim in four, the last of one in a
thousand. The same number gives the same claims every time.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from kgraph.actors import load_gazetteer
from kgraph.model import (
    Actor,
    ActorKind,
    ActorRef,
    Attribution,
    Claim,
    Dataset,
    Date,
    Document,
    Evidence,
    Modality,
    Polarity,
    Record,
)
from kgraph.ontology import RELATIONS

DATASET: Final = Dataset(id="made-up", title="Made-up events", version="1", publisher="nobody")
BLOCK: Final = 1000
"""Claims that are made together, from one seed: 700 rows, then 30 articles of ten claims."""
_ROWS: Final = 700
_A_DOCUMENT: Final = 10
_FIRST_DAY: Final = date(2015, 1, 1)
_DAYS: Final = 3650
_BIGGEST: Final = ("USA", "RUS", "CHN", "UKR", "ISR", "GBR", "IRN", "FRA", "DEU", "IND", "TUR", "JPN", "PRK", "SYR")
_SECTORS: Final = (None, None, None, "GOV", "GOV", "MIL", "MED", "REB")
_MODALITIES: Final = (
    *[Modality.ASSERTED] * 15,
    *[Modality.REPORTED] * 3,
    *[Modality.PLANNED] * 2,
    *[Modality.CALLED_FOR] * 2,
    Modality.DENIED,
)
_EVENTS: Final = tuple(relation for relation in RELATIONS.values() if not relation.lasting)
_TIES: Final = ("alliedWith", "hasDefencePactWith", "memberOf", "headOf", "holdsOfficeIn", "backs")


@dataclass(frozen=True, slots=True)
class Article:
    """A document with its claims."""

    document: Document
    claims: tuple[Claim, ...]


class World:
    """Who acts and how often; makes blocks of claims."""

    def __init__(self) -> None:
        states = {actor.id: actor for actor in load_gazetteer() if actor.kind is ActorKind.STATE}
        first = [f"kgr:{code}" for code in _BIGGEST]
        self.actors: list[Actor] = [states[id_] for id_ in [*first, *sorted(set(states) - set(first))]][:200]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.actors))))

    def rows(self, block: int) -> list[Claim]:
        """The rows of a block."""
        chance = random.Random(f"rows {block}")  # noqa: S311 — for figures, not for keys
        return [self._row(chance, block * _ROWS + number) for number in range(_ROWS)]

    def articles(self, block: int) -> Iterator[Article]:
        """The articles of a block."""
        chance = random.Random(f"articles {block}")  # noqa: S311 — likewise
        for number in range((BLOCK - _ROWS) // _A_DOCUMENT):
            yield self._article(chance, f"https://news.example/{block}/{number}")

    def _two(self, chance: random.Random) -> list[Actor]:
        first, second = chance.choices(self.actors, cum_weights=self._weights, k=2)
        return [first, second if second is not first else self.actors[self.actors.index(first) - 1]]

    def _row(self, chance: random.Random, number: int) -> Claim:
        actor, recipient = (_end(chance, state, persons=False) for state in self._two(chance))
        relation = chance.choice(_EVENTS)
        fields = (
            ("event", next(iter(relation.cameo), "010")),
            ("goldstein", chance.randrange(-100, 100) / 10),
            ("mentions", chance.randrange(1, 40)),
            ("tone", chance.randrange(-10_000, 10_000) / 1000),
        )
        return Claim(
            document=DATASET.iri,
            actor=actor,
            recipient=recipient,
            relation=relation.name,
            event_type=relation.event_type,
            mode=relation.mode,
            contexts=relation.contexts,
            date=Date(start=_day(chance)),
            confidence=chance.randrange(30, 100) / 100,
            extractor="made/1",
            record=Record(id=str(number), url=f"https://rows.example/{number // 3}", fields=fields),
        )

    def _article(self, chance: random.Random, url: str) -> Article:
        claims, words, at = [], [], 0
        published, cast = _day(chance), sorted({*self._two(chance), *self._two(chance)}, key=lambda one: one.id)
        for _ in range(_A_DOCUMENT):
            claim, quote = _told(chance, url, at, published, chance.sample(cast, 2))
            claims.append(claim)
            words.append(quote)
            at += len(quote) + 1
        publisher = f"The {chance.choice(self.actors).label} Wire"
        document = Document(
            id=url, url=url, text=" ".join(words), published=published, title=words[0][:60], publisher=publisher
        )
        return Article(document, tuple(claims))


def _told(chance: random.Random, document: str, at: int, published: str, two: list[Actor]) -> tuple[Claim, str]:
    actor, recipient = (_end(chance, state, persons=True) for state in two)
    relation = RELATIONS[chance.choice(_TIES)] if chance.random() < 0.1 else chance.choice(_EVENTS)
    modality = Modality.ASSERTED if relation.lasting else chance.choice(_MODALITIES)
    quote = f"{actor.name} {relation.label} {recipient.name}, sentence {at} of many like it, as the story has it."
    claim = Claim(
        document=document,
        actor=actor,
        recipient=recipient,
        relation=relation.name,
        event_type=relation.event_type,
        mode=relation.mode,
        contexts=relation.contexts,
        date=Date(start=published[:4], end="..") if relation.lasting else Date(start=published),
        modality=modality,
        polarity=Polarity.NEGATIVE if modality is Modality.DENIED else Polarity.POSITIVE,
        attribution=_speakers(chance, actor),
        confidence=chance.randrange(40, 100) / 100,
        evidence=Evidence(quote=quote, start=at, end=at + len(quote)),
        extractor="made/1",
    )
    return claim, quote


def _end(chance: random.Random, state: Actor, *, persons: bool) -> ActorRef:
    code = state.id.removeprefix("kgr:")
    if persons and chance.random() < 0.3:
        one = chance.randrange(20)
        name = f"Minister {one} of {state.label}"
        return ActorRef(id=f"urn:kgraph:actor:minister-{one}-{code}", name=name, state=code, sector="GOV")
    sector = chance.choice(_SECTORS)
    if sector is None:
        return ActorRef(id=state.id, name=state.label, state=code)
    return ActorRef(id=f"kgr:{code}-{sector}", name=f"{state.label} ({sector})", state=code, sector=sector)


def _speakers(chance: random.Random, actor: ActorRef) -> tuple[Attribution, ...]:
    """None, one or two: an agency tells what the actor said."""
    number = chance.randrange(50)
    said = Attribution(id=actor.id, name=actor.name, cue="said")
    told = Attribution(id=f"urn:kgraph:actor:agency-{number}", name=f"Agency {number}", cue="reported")
    return chance.choice(((), (), (said,), (told,), (told, said)))


def _day(chance: random.Random) -> str:
    return (_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))).isoformat()
