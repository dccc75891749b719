"""Who speaks in a claim: the document itself, one of the two sides, or somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kgraph.explore.bundles import refs_of
from kgraph.model import Actor, Claim

OWN: Final = 0
"""Nobody is quoted: the document says it in its own voice."""
PARTY: Final = 1
"""One of the two sides says it, or somebody of its state."""
OTHER: Final = 2
"""Somebody else says it, or nobody knows for whom the speaker speaks."""


class Voices:
    """Tells who speaks, from what is known of the speakers and from what claims say of them elsewhere.

    >>> from kgraph.model import ActorRef, Attribution
    >>> told = Claim(document="a1", actor=ActorRef(id="kgr:RUS", name="Russia", state="RUS"), relation="accuses",
    ...     event_type="ACCUSE", attribution=(Attribution(id="kgr:RUS", name="Moscow"),))
    >>> Voices([told], {}).of(told) == PARTY
    True
    """

    def __init__(self, claims: Iterable[Claim], actors: Mapping[str, Actor]) -> None:
        self._states = {id_: actor.state for id_, actor in actors.items() if actor.state is not None}
        for claim in claims:
            for ref in refs_of(claim):
                if ref.state is not None:
                    self._states.setdefault(ref.id, ref.state)

    def of(self, claim: Claim) -> int:
        """`OWN`, `PARTY` or `OTHER`. Of a chain of speakers each counts: a party quoted by an agency is a party."""
        if not claim.attribution:
            return OWN
        sides = {ref.id for ref in refs_of(claim)} | {f"kgr:{ref.state}" for ref in refs_of(claim) if ref.state}
        speakers = {source.id for source in claim.attribution}
        speakers |= {f"kgr:{self._states[id_]}" for id_ in speakers if id_ in self._states}
        return PARTY if sides & speakers else OTHER
