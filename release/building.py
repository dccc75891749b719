"""Wheel and sdist built from what is committed, twice in unlike surroundings, and the wheel from the sdist as well."""

from __future__ import annotations

import hashlib
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from release.contents import held_by_sdist, held_by_wheel, sdist_faults, wheel_faults
from release.environments import StepError, run

ROOT: Final = Path(__file__).resolve().parent.parent
_SURROUNDINGS: Final = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"},
)
"""Variables that a build must not depend on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What was built."""

    wheel: Path
    sdist: Path


def build_twice(work: Path, *, uncommitted: bool) -> Built:
    """Build wheel and sdist, check that they are the same again elsewhere, and that they hold what they must.

    Nothing is downloaded: `build` and `hatchling` are those of this Python.

    Args:
        work: an empty folder.
        uncommitted: take the files of the checkout as they are, new ones too, and not those of the last commit.

    Raises:
        StepError: a build fails, differs from the other, or holds something else.
    """
    committed = committed_files(uncommitted=uncommitted)
    epoch = _git("log", "-1", "--format=%ct").decode().strip()
    places = (work / "first", work / "in" / "another" / "folder")
    first, second = (
        _build(_laid_out(place / "source", committed), place / "dist", surroundings | {"SOURCE_DATE_EPOCH": epoch})
        for place, surroundings in zip(places, _SURROUNDINGS, strict=True)
    )
    _compare(first.wheel, second.wheel, "another folder")
    _compare(first.sdist, second.sdist, "another folder")
    _compare(first.wheel, _from_sdist(first.sdist, work / "unpacked", epoch), "the sdist")
    version = first.wheel.name.split("-")[1]
    faults = [f"{first.wheel.name}: {fault}" for fault in wheel_faults(held_by_wheel(first.wheel), committed, version)]
    faults += [f"{first.sdist.name}: {fault}" for fault in sdist_faults(held_by_sdist(first.sdist), committed)]
    if faults:
        raise StepError("\n".join(faults))
    return first


def committed_files(*, uncommitted: bool) -> dict[str, bytes]:
    """The files of the last commit with what they hold; or, to try something, those of the checkout as they are.

    Raises:
        StepError: git fails, or something is uncommitted that is not wanted.
    """
    changed = _git("status", "--porcelain").decode()
    if changed and not uncommitted:
        raise StepError(f"uncommitted (--uncommitted takes it all the same):\n{changed.rstrip()}")
    names = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").decode().split("\0")
    return {name: (ROOT / name).read_bytes() for name in sorted(filter(None, names)) if (ROOT / name).is_file()}


def sha256(file: Path) -> str:
    """The checksum of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _git(*arguments: str) -> bytes:
    return run(["git", *arguments], inside=ROOT).stdout.encode()


def _laid_out(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def _build(source: Path, target: Path, variables: dict[str, str], *kinds: str) -> Built:
    wanted = kinds or ("--sdist", "--wheel")
    # -P: a folder named build in the checkout is not the program.
    program = [sys.executable, "-P", "-m", "build", "--no-isolation", *wanted, "--outdir", str(target), str(source)]
    run(program, inside=source.parent, more=variables)
    wheel = next(target.glob("*.whl"))
    return Built(wheel=wheel, sdist=next(target.glob("*.tar.gz"), wheel))


def _from_sdist(sdist: Path, folder: Path, epoch: str) -> Path:
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    [source] = folder.iterdir()
    return _build(source, folder / "dist", {"SOURCE_DATE_EPOCH": epoch}, "--wheel").wheel


def _compare(first: Path, second: Path, where: str) -> None:
    if sha256(first) != sha256(second):
        raise StepError(f"{first.name} comes out otherwise from {where}: {sha256(first)}, {sha256(second)}")
