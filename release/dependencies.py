"""What an installed kgraph needs: each distribution, who asks for it and for what, and the page that lists them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kgraph.errors import DataError
from release.licences import Rules, Verdict, stated

ROOT: Final = "kgraph"
CORE: Final = "core"
USERS: Final = ("notebook", "web", "tables", "check", "serve", "spacy", "llm", "dask")
"""The extras of those who use kgraph; `all` has them together."""
DEVELOPERS: Final = ("training", "test", "dev", "fuzz")

_HEAD: Final = """# Licences of dependencies

What kgraph and its extras bring, and under which licence. `python -m release licences` makes this page of a fresh
environment ({made}); it fails where a licence is neither allowed for all (`release/allowed.csv`)
nor reviewed for the one distribution (`release/reviewed.csv`). It is no legal advice. What kgraph itself holds of
others is in [data-licences.md](data-licences.md).

No dependency is part of kgraph's wheel: pip fetches each from its own publisher, under its own terms. Each distribution
stands once, under the first of the headings that brings it. *Range* is what `pyproject.toml` asks for; what is needed
only by other dependencies names those. *Licence* is as the metadata of that version state it, in SPDX's terms; a note
says where something was looked up, what the licence asks for, or which copyleft parts the wheel is known to bundle;
all that a wheel bundles is under the licences that stand in it. Other systems bring a few more, such as colorama on
Windows and appnope on macOS; the builds of PyTorch for CUDA, which training alone can use, bring NVIDIA's libraries
under NVIDIA's own terms.
"""
_TABLE: Final = "| distribution | range | licence | stated by version | note |\n|---|---|---|---|---|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """A distribution that kgraph needs.

    Attributes:
        name: as it spells itself.
        version: that is installed.
        group: `core` or the first extra that brings it.
        wanted: the versions that kgraph itself asks for; None where only other dependencies ask for it.
        by: the names of those that do.
        says: what its metadata say of its licence.
    """

    name: str
    version: str
    group: str
    wanted: str | None
    by: tuple[str, ...]
    says: str


def gather(folders: Sequence[Path], extras: Sequence[str]) -> list[Dependency]:
    """What the kgraph that is installed in some folders needs, itself left out, in the order of groups and names.

    Requirements that hold for another system or Python are left out.

    Args:
        folders: of an environment, as `sysconfig` names its site-packages.
        extras: of kgraph, that have been installed.

    Raises:
        DataError: kgraph, or something that it needs, is not there.
    """
    installed = {str(canonicalize_name(one.metadata["Name"])): one for one in distributions(path=[*map(str, folders)])}
    if ROOT not in installed:
        raise DataError("kgraph is not installed", file=", ".join(map(str, folders)))
    wanted = {group: _wanted(installed[ROOT], group) for group in (CORE, *extras)}
    groups, by = _reached(installed, wanted)
    ranges = {name: str(one.specifier) for asked in wanted.values() for name, one in asked.items()}
    found = [_dependency(installed[name], group, ranges.get(name), by.get(name, ())) for name, group in groups.items()]
    order = {group: place for place, group in enumerate(wanted)}
    return sorted(found, key=lambda one: (order[one.group], one.wanted is None, one.name.lower()))


def _dependency(one: Distribution, group: str, wanted: str | None, by: Iterable[str]) -> Dependency:
    says = stated(one.metadata)  # type: ignore[arg-type]
    name, asking = one.metadata["Name"], tuple(sorted(by, key=str.lower))
    return Dependency(name=name, version=one.version, group=group, wanted=wanted, by=asking, says=says)


def _asked(distribution: Distribution, extras: Iterable[str]) -> dict[str, Requirement]:
    """What a distribution asks for here, with some extras, by name."""
    requirements = [Requirement(line) for line in distribution.requires or ()]
    return {
        str(canonicalize_name(one.name)): one
        for one in requirements
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    }


def _wanted(kgraph: Distribution, group: str) -> dict[str, Requirement]:
    """What kgraph asks for in its core, or in an extra beyond that; extras that an extra names stand for themselves."""
    core = _asked(kgraph, ())
    if group == CORE:
        return core
    return {name: one for name, one in _asked(kgraph, [group]).items() if name not in core and name != ROOT}


def _reached(
    installed: Mapping[str, Distribution], wanted: Mapping[str, Mapping[str, Requirement]]
) -> tuple[dict[str, str], dict[str, set[str]]]:
    """The group of everything that is needed, and who needs it beside kgraph."""
    groups: dict[str, str] = {}
    by: dict[str, set[str]] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    for group, asked in wanted.items():
        queue = deque((ROOT, one) for one in asked.values())
        while queue:
            asking, one = queue.popleft()
            name = str(canonicalize_name(one.name))
            if name not in installed:
                raise DataError(f"{one.name}, which {asking} needs, is not installed", value=group)
            groups.setdefault(name, group)
            if asking != ROOT:
                by.setdefault(name, set()).add(asking)
            if (name, frozenset(one.extras)) in seen:
                continue
            seen.add((name, frozenset(one.extras)))
            distribution = installed[name]
            queue += [(distribution.metadata["Name"], more) for more in _asked(distribution, one.extras).values()]
    return groups, by


def page(found: Sequence[Dependency], rules: Rules, *, groups: Iterable[str], made: str) -> str:
    """The page on licences, in Markdown.

    Args:
        found: what is needed, as `gather` gives it.
        groups: `core` and the extras, in the order of the page.
        rules: which licences are allowed, and why.
        made: of which Python and system the environment was.
    """
    parts = [_HEAD.format(made=made)]
    for group in groups:
        title = "Core" if group == CORE else f"`kgraph[{group}]`"
        rows = [_row(one, rules.judge(one.name, one.says)) for one in found if one.group == group]
        body = "\n".join([_TABLE, *rows]) if rows else "Nothing more than what is above."
        parts.append(f"## {title}\n\n{body}\n")
    return "\n".join(parts)


def _row(one: Dependency, verdict: Verdict) -> str:
    asked = f"`{one.wanted or 'any'}`" if one.wanted is not None else f"for {', '.join(one.by)}"
    note = verdict.note if verdict.refused is None else f"**refused**: {verdict.refused}"
    return "| " + " | ".join((one.name, asked, verdict.licence, one.version, note)) + " |"


def refusals(found: Iterable[Dependency], rules: Rules) -> list[str]:
    """What is not allowed, a line each."""
    judged = ((one, rules.judge(one.name, one.says)) for one in found)
    return [
        f"{one.name} {one.version} ({one.group}): {verdict.licence!r} {verdict.refused}"
        for one, verdict in judged
        if verdict.refused is not None
    ]
