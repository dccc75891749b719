"""Known faults of dependencies, looked up by pip-audit; what could not be looked up is never taken for sound."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name

from release.environments import StepError, started

SERVICES: Final = ("pypi", "osv")
"""Where pip-audit can look: the package index itself, or the database of open source vulnerabilities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What is known of the faults of some distributions.

    Attributes:
        sound: those that were looked up and have none.
        faulty: a line for each fault.
        unknown: those that could not be looked up, each with the reason.
    """

    sound: tuple[str, ...]
    faulty: tuple[str, ...]
    unknown: tuple[str, ...]


def audit(folders: Sequence[Path], wanted: Iterable[str], *, service: str) -> Audit:
    """Look up the distributions of an environment.

    Args:
        folders: where they lie.
        wanted: the names of those that matter; the others, such as pip itself, are left out.
        service: one of `SERVICES`.

    Raises:
        StepError: pip-audit is not installed.
    """
    paths = [word for folder in folders for word in ("--path", str(folder))]
    options = ["--vulnerability-service", service, "--format", "json", "--progress-spinner", "off"]
    done = started([sys.executable, "-P", "-m", "pip_audit", *options, *paths], inside=Path.cwd())
    if "No module named pip_audit" in done.stderr:
        raise StepError("pip-audit is not installed; pip install -e '.[dev]' brings it")
    try:
        answer = json.loads(done.stdout)
    except json.JSONDecodeError:
        lines = done.stderr.strip().splitlines()
        reason = f"{service} gives no answer ({lines[-1] if lines else 'pip-audit says nothing'})"
        return Audit(sound=(), faulty=(), unknown=tuple(f"{name}: {reason}" for name in sorted(wanted)))
    return read_audit(answer, wanted)


def read_audit(answer: dict[str, Any], wanted: Iterable[str]) -> Audit:
    """What pip-audit's JSON says of the wanted distributions; one that it does not name is unknown.

    >>> answer = {"dependencies": [{"name": "a", "skip_reason": "not found"}, {"name": "b", "vulns": []}]}
    >>> read_audit(answer, ["a", "b", "c"])
    Audit(sound=('b',), faulty=(), unknown=('a: not found', 'c: pip-audit does not name it'))
    """
    told = {canonicalize_name(one["name"]): one for one in answer["dependencies"]}
    sound, faulty, unknown = [], [], []
    for name in sorted(wanted):
        one = told.get(canonicalize_name(name))
        if one is None or "vulns" not in one:
            unknown.append(f"{name}: {'pip-audit does not name it' if one is None else one.get('skip_reason')}")
        elif one["vulns"]:
            faulty += [_line(one, fault) for fault in one["vulns"]]
        else:
            sound.append(name)
    return Audit(sound=tuple(sound), faulty=tuple(faulty), unknown=tuple(unknown))


def _line(one: dict[str, Any], fault: dict[str, Any]) -> str:
    mended = ", ".join(fault.get("fix_versions") or ()) or "no version"
    return f"{one['name']} {one['version']}: {fault['id']}, mended in {mended}"
