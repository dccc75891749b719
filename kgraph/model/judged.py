"""Actors as the verdicts have them: who stands for whom in a graph, and for which state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from kgraph.model.actor import Actor, ActorKind, ActorRef
from kgraph.model.claim import Claim
from kgraph.model.judgements import Judgements, is_state

_CODE: Final = re.compile(r"[A-Z]{3}")


class Judged:
    """The ends of claims as the verdicts have them; the claims stay as they are.

    An end that is one with another actor takes that actor's id, name, state and sector. Where nobody knows what kind of
    actor that is, state and sector stay as the claim gives them: what a text says of an unknown actor is all there is.
    An end that acts for a state acts for the state which that one is judged to be.

    Args:
        judgements: the verdicts.
        known: what is known of an actor, or None.
        rejected: the ids of claims that somebody has rejected: they support no plain edge.

    >>> from kgraph.model import Judgement
    >>> bear = ActorRef(id="urn:kgraph:actor:the-bear-1", name="the bear")
    >>> same = Judgement(first="kgr:RUS", second=bear.id, same=True, reason="a byword", made="2024-06-19")
    >>> Judged(Judgements([same]), lambda actor: None).ref(bear).rollup
    'kgr:RUS'
    """

    def __init__(
        self, judgements: Judgements, known: Callable[[str], Actor | None], *, rejected: Iterable[str] = ()
    ) -> None:
        self.judgements, self.rejected = judgements, frozenset(rejected)
        self._merged = judgements.merged()
        self._refs: dict[ActorRef, ActorRef] = {}
        self._actors = {actor: known(actor) for actor in sorted(set(self._merged.values()))}

    @property
    def moved(self) -> tuple[str, ...]:
        """The ids that stand for another one, sorted."""
        return tuple(sorted(self._merged))

    def ref(self, ref: ActorRef) -> ActorRef:
        """The end as judged; itself where no verdict touches it.

        The name stays the claim's own where the graph has no label for the actor.
        """
        if ref.id not in self._merged and (ref.state is None or f"kgr:{ref.state}" not in self._merged):
            return ref
        if ref not in self._refs:
            self._refs[ref] = self._judged(ref)
        return self._refs[ref]

    def ends_of(self, claim: Claim) -> tuple[ActorRef, ActorRef | None]:
        """The two ends of a claim as judged."""
        return self.ref(claim.actor), None if claim.recipient is None else self.ref(claim.recipient)

    def is_between(self, claim: Claim, first: str, second: str) -> bool:
        """Whether the claim stands between two actors, in either direction.

        Args:
            claim: any claim.
            first: a canonical id. A state takes in whoever acts for it; of two states, for both of them.
            second: another.
        """
        actor, recipient = self.ends_of(claim)
        if recipient is None:
            return False
        if is_state(first) and is_state(second):
            pairs = {(actor.id, recipient.id), (actor.rollup, recipient.rollup)}
            return (first, second) in pairs or (second, first) in pairs
        starts, ends = (actor.id, actor.rollup), (recipient.id, recipient.rollup)
        return (first in starts and second in ends) or (second in starts and first in ends)

    def reach(self, actor: str) -> set[str]:
        """Every id that an end of that id may count for, beside the state that a claim gives it."""
        if actor not in self._merged:
            return {actor}
        ref = self._judged(ActorRef(id=actor, name=actor))
        return {actor, ref.id} if ref.acts_for is None else {actor, ref.id, ref.acts_for}

    def moved_to(self, ends: Iterable[str], *, any_state: bool = False) -> list[str]:
        """The ids that stand for another and by which a claim can count for one of `ends`, sorted.

        Args:
            ends: ids.
            any_state: whether those count too whose state each claim gives, so that it can be any.
        """
        wanted = set(ends)
        return [actor for actor in self.moved if (any_state and self._is_vague(actor)) or self.reach(actor) & wanted]

    def _judged(self, ref: ActorRef) -> ActorRef:
        if ref.id in self._merged:
            ref = self._standing(self._merged[ref.id], ref)
        if ref.state is None:
            return ref
        return replace(ref, state=self.judgements.canonical(f"kgr:{ref.state}").removeprefix("kgr:"))

    def _standing(self, head: str, ref: ActorRef) -> ActorRef:
        """The actor `head` in the place of `ref`."""
        actor = self._actors.get(head)
        name = ref.name if actor is None or not actor.label.strip() else actor.label
        if is_state(head):
            return ActorRef(id=head, name=name, state=head.removeprefix("kgr:"))
        if actor is None or actor.kind is ActorKind.UNKNOWN:
            return replace(ref, id=head, name=name)
        return ActorRef(id=head, name=name, state=_code(actor.state), sector=_code(actor.sector))

    def _is_vague(self, actor: str) -> bool:
        """Whether the actor's state is the one that each claim gives it."""
        head = self._merged[actor]
        known = self._actors.get(head)
        return not is_state(head) and (known is None or known.kind is ActorKind.UNKNOWN)


def _code(code: str | None) -> str | None:
    """The code of a state or sector, where it is one: a store may hold anything."""
    return code if code is not None and _CODE.fullmatch(code) else None
