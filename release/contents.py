"""What wheel and sdist hold, against what they must hold: the committed files, byte for byte, and no other."""

from __future__ import annotations

import tarfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from email.parser import HeaderParser
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement

PACKAGE: Final = "kgraph/"
INFO: Final = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE")
"""What a wheel holds beside the package."""
_NOT_IN_SDIST: Final = (".ci/",)
"""Committed files that only the repository's own machines need."""


def held_by_wheel(file: Path) -> dict[str, bytes]:
    """The files of a wheel with what they hold."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def held_by_sdist(file: Path) -> dict[str, bytes]:
    """The files of an sdist, from its one folder on, with what they hold; a link is none."""
    found = {}
    with tarfile.open(file) as archive:
        for member in archive:
            inner = archive.extractfile(member) if member.isfile() else None
            if inner is not None:
                found[member.name.partition("/")[2]] = inner.read()
    return found


def wheel_faults(held: Mapping[str, bytes], committed: Mapping[str, bytes], version: str) -> list[str]:
    """What is wrong with a wheel, a line each.

    Args:
        held: what it holds.
        committed: the files of the repository.
        version: of kgraph.

    >>> wheel_faults({"kgraph/x.py": b"", "tests/y.py": b""}, {"kgraph/x.py": b"", "kgraph/a.csv": b""}, "1.0")[:2]
    ['kgraph/a.csv is missing', 'tests/y.py should not be there']
    """
    info = f"kgraph-{version}.dist-info/"
    package = {name: data for name, data in committed.items() if name.startswith(PACKAGE)}
    inside = {name: data for name, data in held.items() if not name.startswith(info)}
    beside = {name.removeprefix(info) for name in held if name.startswith(info)}
    faults = [*_differences(inside, package)]
    faults += [f"{info}{name} is missing" for name in INFO if name not in beside]
    faults += [f"{info}{name} should not be there" for name in sorted(beside.difference(INFO))]
    if not faults:
        faults += _told(held[f"{info}METADATA"].decode(), tomllib.loads(committed["pyproject.toml"].decode()), version)
    return faults


def sdist_faults(held: Mapping[str, bytes], committed: Mapping[str, bytes]) -> list[str]:
    """What is wrong with an sdist: it holds what is committed, from which all can be made and tested, and PKG-INFO.

    >>> sdist_faults({"README.md": b"", "PKG-INFO": b"", ".env": b""}, {"README.md": b"other", "NOTICE": b""})
    ['NOTICE is missing', '.env should not be there', 'README.md is not as committed']
    """
    wanted = {name: data for name, data in committed.items() if not name.startswith(_NOT_IN_SDIST)}
    faults = [] if "PKG-INFO" in held else ["PKG-INFO is missing"]
    return [*faults, *_differences({name: data for name, data in held.items() if name != "PKG-INFO"}, wanted)]


def _differences(held: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> Iterator[str]:
    yield from (f"{name} is missing" for name in sorted(wanted.keys() - held.keys()))
    yield from (f"{name} should not be there" for name in sorted(held.keys() - wanted.keys()))
    yield from (
        f"{name} is not as committed" for name in sorted(held.keys() & wanted.keys()) if held[name] != wanted[name]
    )


def _told(metadata: str, settings: Mapping[str, Any], version: str) -> Iterator[str]:
    """Where the metadata of a wheel say something else than `pyproject.toml`."""
    said, project = HeaderParser().parsestr(metadata), settings["project"]
    plain = {_plain(line) for line in said.get_all("Requires-Dist") or () if "extra ==" not in line}
    pairs = (
        ("Version", said["Version"], version),
        ("Requires-Python", said["Requires-Python"], project["requires-python"]),
        ("License-Expression", said["License-Expression"], project["license"]),
        ("Classifier", sorted(said.get_all("Classifier") or ()), sorted(project["classifiers"])),
        ("Provides-Extra", sorted(said.get_all("Provides-Extra") or ()), sorted(project["optional-dependencies"])),
        ("Requires-Dist", sorted(plain), sorted({_plain(line) for line in project["dependencies"]})),
    )
    yield from (f"METADATA: {name} is {have!r}, not {want!r}" for name, have, want in pairs if have != want)


def _plain(requirement: str) -> str:
    return str(Requirement(requirement))
