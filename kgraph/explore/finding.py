"""What a search can find: actors by their other names and codes, and those that are not drawn under their own name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kgraph.explore.bundles import Key, refs_of
from kgraph.model import Actor, ActorKind, Claim

_MOST_NAMES: Final = 12
_MOST_LISTED: Final = 1000  # with their names they stay within the file's budget whatever the corpus


@dataclass(frozen=True, slots=True)
class Alias:
    """What an actor is found by beside its label: its other names, and its codes, the ISO ones first."""

    names: Sequence[str] = ()
    codes: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An actor that is not drawn under its own name.

    Attributes:
        host: the state it counts for in this view, or None where the actor stands for itself and is not drawn.
    """

    id: str
    host: str | None
    label: str
    kind: ActorKind
    alias: Alias


def aliases(id_: str, actor: Actor | None) -> Alias:
    """The other names (twelve at most, in their order) and the codes of an actor; a state's id ends in its ISO code.

    >>> from kgraph.model import Name
    >>> aliases("kgr:GBR", Actor(id="kgr:GBR", label="United Kingdom", kind=ActorKind.STATE, state="GBR",
    ...         names=(Name(text="Britain"),), codes=(("fips", "UK"), ("iso2", "GB"))))
    Alias(names=['Britain'], codes=['GBR', 'GB', 'UK'])
    """
    if actor is None:
        tail = id_.removeprefix("kgr:")
        return Alias(codes=[tail] if len(tail) == 3 and tail.isupper() else [])
    own = [actor.state] if actor.state is not None and id_ == f"kgr:{actor.state}" else []
    codes = sorted(actor.codes, key=lambda code: code[0] != "iso2")
    names = dict.fromkeys(name.text for name in actor.names if name.text != actor.label)
    return Alias(list(names)[:_MOST_NAMES], list(dict.fromkeys([*own, *(value for _, value in codes)])))


def whom_to_list(
    claims: Iterable[Claim], key: Key, undrawn: Mapping[str, Sequence[Claim]]
) -> list[tuple[str, str | None]]:
    """Whom a view should list as (id, host): who is not drawn, and who counts for somebody else. Most claims first.

    Args:
        claims: all of them.
        key: names the ends in this view.
        undrawn: the claims of each end that is not drawn.
    """
    counts: Counter[tuple[str, str | None]] = Counter()
    for claim in claims:
        counts.update({(actor.id, key(actor)) for actor in refs_of(claim) if key(actor) != actor.id})
    counts.update({(id_, None): len(theirs) for id_, theirs in undrawn.items()})
    return sorted(counts, key=lambda one: (-counts[one], one[0], one[1] or ""))[:_MOST_LISTED]
