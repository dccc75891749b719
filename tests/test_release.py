"""What is checked before a release, on small archives and made-up metadata: no builds, no network."""

from __future__ import annotations

import io
import tarfile
import tomllib
import zipfile
from email.message import Message
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import release.__main__ as steps
from kgraph.errors import DataError
from release.__main__ import main
from release.auditing import Audit, read_audit
from release.building import Built
from release.contents import INFO, held_by_sdist, held_by_wheel, sdist_faults, wheel_faults
from release.dependencies import CORE, DEVELOPERS, USERS, gather, page, refusals
from release.environments import Done, StepError
from release.licences import Rules, fulfilled, read_rules, stated
from release.trying import Trial, Tried, differences

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "dependency-licences.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SETTINGS = b"""[project]
requires-python = ">=3.11"
license = "Apache-2.0"
classifiers = ["Typing :: Typed"]
dependencies = ["numpy>=2.0"]
optional-dependencies = { web = ["lxml"] }
"""
METADATA = b"""Metadata-Version: 2.4
Name: kgraph
Version: 1.0
Requires-Python: >=3.11
License-Expression: Apache-2.0
Classifier: Typing :: Typed
Provides-Extra: web
Requires-Dist: numpy>=2.0
Requires-Dist: lxml; extra == 'web'
"""
COMMITTED = {
    "kgraph/a.py": b"1",
    "kgraph/data/b.csv": b"2",
    "README.md": b"3",
    ".ci/run": b"4",
    "pyproject.toml": SETTINGS,
}


def wheel(folder: Path, **changed: bytes | None) -> Path:
    """A wheel as it ought to be, with some files changed or, where they are None, left out."""
    files: dict[str, bytes | None] = {"kgraph/a.py": b"1", "kgraph/data/b.csv": b"2"}
    files |= {f"kgraph-1.0.dist-info/{name}": b"" for name in INFO} | {"kgraph-1.0.dist-info/METADATA": METADATA}
    file = folder / "kgraph-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in (files | changed).items():
            if data is not None:
                archive.writestr(name, data)
    return file


def metadata(**fields: str | list[str]) -> Message:
    message = Message()
    for name, values in fields.items():
        for value in [values] if isinstance(values, str) else values:
            message[name.replace("_", "-")] = value
    return message


def test_a_wheel_of_what_is_committed_is_right(tmp_path: Path):
    assert wheel_faults(held_by_wheel(wheel(tmp_path)), COMMITTED, "1.0") == []


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("kgraph/data/b.csv", None, "kgraph/data/b.csv is missing"),
        ("kgraph/data/b.csv", b"other", "kgraph/data/b.csv is not as committed"),
        ("kgraph/.env", b"", "kgraph/.env should not be there"),
        ("tests/test_a.py", b"", "tests/test_a.py should not be there"),
        ("kgraph-1.0.dist-info/licenses/NOTICE", None, "kgraph-1.0.dist-info/licenses/NOTICE is missing"),
        ("kgraph-1.0.dist-info/direct_url.json", b"", "kgraph-1.0.dist-info/direct_url.json should not be there"),
        (
            "kgraph-1.0.dist-info/METADATA",
            METADATA.replace(b"numpy>=2.0", b"numpy>=1.0"),
            "METADATA: Requires-Dist is ['numpy>=1.0'], not ['numpy>=2.0']",
        ),
        (
            "kgraph-1.0.dist-info/METADATA",
            METADATA.replace(b">=3.11", b">=3.9"),
            "METADATA: Requires-Python is '>=3.9', not '>=3.11'",
        ),
    ],
)
def test_what_is_wrong_with_a_wheel_is_said(tmp_path: Path, name: str, data: bytes | None, fault: str):
    assert wheel_faults(held_by_wheel(wheel(tmp_path, **{name: data})), COMMITTED, "1.0") == [fault]


def test_an_sdist_holds_all_but_what_only_the_repository_needs(tmp_path: Path):
    file = tmp_path / "kgraph-1.0.tar.gz"
    with tarfile.open(file, "w:gz") as archive:
        for name, data in {**COMMITTED, "PKG-INFO": METADATA, "secret.txt": b""}.items():
            if name != "README.md":
                about = tarfile.TarInfo(f"kgraph-1.0/{name}")
                about.size = len(data)
                archive.addfile(about, io.BytesIO(data))
    assert sdist_faults(held_by_sdist(file), COMMITTED) == [
        "README.md is missing",
        ".ci/run should not be there",
        "secret.txt should not be there",
    ]


@pytest.mark.parametrize(
    ("expression", "right"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT AND Zlib", True),
        ("(GPL-3.0-only OR MIT) AND GPL-2.0-only", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("Zlib WITH LLVM-exception", False),
        ("", False),
        ("MIT AND", False),
        ("(MIT", False),
        ("MIT)", False),
        ("MIT MIT", False),
        ("AND", False),
        ("MIT; Zlib", False),
        ("Apache-2.0 WITH", False),
    ],
)
def test_an_spdx_expression_is_fulfilled_by_what_is_allowed(expression: str, right: bool):
    assert fulfilled(expression, {"MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"}) is right


@pytest.mark.parametrize(
    ("about", "says"),
    [
        (
            {"License_Expression": "MIT", "License": "GPL", "Classifier": ["License :: OSI Approved :: BSD License"]},
            "MIT",
        ),
        ({"License": "BSD-3-Clause", "Classifier": ["License :: OSI Approved :: BSD License"]}, "BSD-3-Clause"),
        (
            {"License": "BSD 3-Clause\n\nCopyright", "Classifier": ["License :: OSI Approved :: BSD License"]},
            "BSD License",
        ),
        (
            {"License": "UNKNOWN", "Classifier": ["Typing :: Typed", "License :: OSI Approved :: MIT License"]},
            "MIT License",
        ),
        ({"Classifier": ["License :: A :: Y", "License :: A :: X"]}, "X, Y"),
        ({"License_Expression": "MIT  OR\n Zlib"}, "MIT OR Zlib"),
        ({"License": "Do as you please.\nOr not."}, "Do as you please."),
        ({}, "nothing"),
    ],
)
def test_the_most_exact_word_of_the_metadata_counts(about: dict[str, str | list[str]], says: str):
    assert stated(metadata(**about)) == says


def test_a_review_holds_for_one_distribution_and_for_the_words_that_were_read():
    rules = Rules(
        wordings={"MIT": "MIT", "MIT License": "MIT"}, reviews={("some-thing", "BSD"): ("BSD-3-Clause", "read")}
    )
    assert rules.judge("Some_Thing", "BSD").licence == "BSD-3-Clause"
    assert rules.judge("Some_Thing", "BSD").note == "read"
    assert rules.judge("Some_Thing", "GPL").refused == "is not allowed; reviewed was 'BSD'"
    assert rules.judge("other", "BSD").refused == "is not allowed; reviewed was nothing"
    assert rules.judge("other", "MIT License").refused is None
    assert rules.judge("other", "nothing").refused is not None


def test_no_licence_that_asks_for_the_source_of_kgraph_is_allowed_to_all():
    allowed = set(read_rules().wordings.values())
    assert {"MIT", "BSD-3-Clause", "Apache-2.0"} <= allowed
    assert [one for one in allowed if one.startswith(("GPL", "AGPL", "LGPL", "MPL", "SSPL", "CC-BY"))] == []


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("allowed.csv", "licence,wordings,reason\nMIT,,\n", "allowed.csv:2: a row without its reason"),
        ("allowed.csv", "licence,wordings,reason\nMIT,X11,a\nX11,,b\n", "allowed.csv:3: stands twice"),
        ("reviewed.csv", "distribution,says,licence,reason\na,BSD,,b\n", "reviewed.csv:2: a row without its licence"),
        ("reviewed.csv", "distribution,says,licence,reason\na.b,X,Y,r\na-b,X,Z,r\n", "reviewed.csv:3: stands twice"),
    ],
)
def test_a_table_that_is_not_right_is_refused(tmp_path: Path, file: str, text: str, message: str):
    (tmp_path / "allowed.csv").write_text("licence,wordings,reason\nISC,,permissive\n", "utf-8")
    (tmp_path / "reviewed.csv").write_text("distribution,says,licence,reason\nb,X,Y,r\n", "utf-8")
    assert read_rules(tmp_path).judge("b", "X").licence == "Y"
    (tmp_path / file).write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        read_rules(tmp_path)


def installed(folder: Path, name: str, licence: str, *needs: str) -> None:
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", f"License-Expression: {licence}"]
    (info / "METADATA").write_text("\n".join([*lines, *(f"Requires-Dist: {need}" for need in needs)]) + "\n", "utf-8")


def test_what_is_needed_is_found_with_who_needs_it_and_for_what(tmp_path: Path):
    installed(
        tmp_path, "kgraph", "Apache-2.0", "Core_One>=2", "extra-one; extra == 'web'", 'never; sys_platform == "none"'
    )
    installed(tmp_path, "core.one", "MIT", "deep[more]", "optional; extra == 'x'")
    installed(tmp_path, "deep", "MIT", "deeper; extra == 'more'", "core-one")
    installed(tmp_path, "deeper", "GPL-3.0-only")
    installed(tmp_path, "extra-one", "MIT", "deep")
    installed(tmp_path, "stranger", "GPL-3.0-only")
    found = gather([tmp_path], ["web"])
    assert [(one.name, one.group, one.wanted, one.by) for one in found] == [
        ("core.one", CORE, ">=2", ("deep",)),
        ("deep", CORE, None, ("core.one", "extra-one")),
        ("deeper", CORE, None, ("deep",)),
        ("extra-one", "web", "", ()),
    ]
    rules = Rules(wordings={"MIT": "MIT"}, reviews={})
    assert refusals(found, rules) == ["deeper 1.0 (core): 'GPL-3.0-only' is not allowed; reviewed was nothing"]
    text = page(found, rules, groups=(CORE, "web", "llm"), made="Python 3.11, Linux")
    assert "| deeper | for deep | GPL-3.0-only | 1.0 | **refused**: is not allowed; reviewed was nothing |" in text
    assert "## `kgraph[web]`\n\n| distribution |" in text
    assert "## `kgraph[llm]`\n\nNothing more than what is above." in text


def test_what_is_needed_and_not_there_is_refused(tmp_path: Path):
    with pytest.raises(DataError, match="kgraph is not installed"):
        gather([tmp_path], [])
    installed(tmp_path, "kgraph", "Apache-2.0", "one[x]")
    installed(tmp_path, "one", "MIT", "optional; extra == 'x'")
    with pytest.raises(DataError, match="optional, which one needs, is not installed"):
        gather([tmp_path], [])


def test_the_page_has_every_dependency_that_is_declared_with_its_range():
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line.startswith("| ")]
    ranges = {cells[0].lower().replace("_", "-"): cells[1] for cells in rows}
    declared = {"core": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
    assert {"core", *USERS, *DEVELOPERS} == declared.keys() - {"all"}
    for line in (line for group in declared.values() for line in group):
        one = Requirement(line)
        if one.name != "kgraph":
            assert ranges[one.name.lower().replace("_", "-")] == f"`{one.specifier or 'any'}`", line


def test_the_page_has_no_refusal_and_a_reason_for_whatever_is_not_plain():
    allowed = set(read_rules().wordings.values())
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line.startswith("| ")]
    licensed = [row for row in rows if row[0] != "distribution"]
    assert len(licensed) > 100
    assert "refused" not in PAGE
    assert [row[0] for row in licensed if not fulfilled(row[2], allowed) and not row[4]] == []


def test_what_was_not_looked_up_is_never_sound():
    answer = {
        "dependencies": [
            {"name": "A_b", "version": "1", "vulns": []},
            {"name": "bad", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}, {"id": "CVE-2"}]},
            {"name": "skipped", "skip_reason": "not found"},
            {"name": "stranger", "version": "1", "vulns": [{"id": "CVE-3"}]},
        ]
    }
    known = read_audit(answer, ["a-b", "bad", "skipped", "unnamed"])
    assert known.sound == ("a-b",)
    assert known.faulty == ("bad 2: CVE-1, mended in 3", "bad 2: CVE-2, mended in no version")
    assert known.unknown == ("skipped: not found", "unnamed: pip-audit does not name it")


@pytest.mark.parametrize(
    ("done", "fault"),
    [
        (Done([], 0, "2 claims\n", ""), None),
        (Done([], 1, "2 claims\n", "no store\n"), "ends with 1: 'no store'"),
        (Done([], 0, "nothing\n", ""), "prints 'nothing\\n', without 'claims$'"),
        (Done([], 0, "2 claims\n", "a warning\n"), "complains: 'a warning'"),
    ],
)
def test_a_trial_takes_no_failure_no_other_output_and_no_complaint(done: Done, fault: str | None):
    assert Trial(["kgraph", "stats"], "claims$").fault(done) == fault


def test_a_trial_may_want_a_complaint():
    wanted = Trial(["kgraph", "report"], "claims", complains="no timeline")
    assert wanted.fault(Done([], 0, "claims", "no timeline")) is None
    assert wanted.fault(Done([], 0, "claims", "")) == "complains: ''"


def test_pythons_that_give_other_bytes_are_told():
    tried = [Tried(python=f"3.{minor}", source="w", sums={"a": "1", "b": str(minor > 12)}) for minor in (11, 12, 13)]
    assert differences(tried) == ["b: Python 3.13 (w) gives other bytes than Python 3.11 (w)"]


def test_an_unknown_step_or_python_is_wrong_usage(capsys: pytest.CaptureFixture[str]):
    for arguments in (["bild"], ["--python", "/no/such/python"]):
        with pytest.raises(SystemExit, match="2"):
            main(arguments)
    told = capsys.readouterr().err
    assert "no such step: bild" in told
    assert "no such program: /no/such/python" in told


@pytest.mark.parametrize(
    ("known", "status"),
    [
        (Audit(sound=("a",), faulty=(), unknown=()), 0),
        (Audit(sound=("a",), faulty=(), unknown=("b: not found",)), 3),
        (Audit(sound=(), faulty=("a 1: CVE-1, mended in 2",), unknown=("b: not found",)), 1),
    ],
)
def test_only_when_all_was_looked_up_is_the_status_that_of_success(
    known: Audit, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(steps, "build_twice", lambda *_, **__: Built(wheel=ROOT / "NOTICE", sdist=ROOT / "LICENSE"))
    monkeypatch.setattr(steps, "DIST", tmp_path)
    monkeypatch.setattr(steps, "gather", lambda *_: [])
    monkeypatch.setattr(steps, "audit", lambda *_, **__: known)
    assert main(["audit", "--here"]) == status
    told = capsys.readouterr()
    assert told.err.splitlines() == [*known.faulty, *known.unknown]
    assert f"{len(known.unknown)} NOT looked up" in told.out


def test_a_failing_step_is_one_line_and_status_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def fails(*_: object, **__: object) -> Built:
        raise StepError("uncommitted: x.py")

    monkeypatch.setattr(steps, "build_twice", fails)
    assert main([]) == 1
    assert capsys.readouterr().err == "release: uncommitted: x.py\n"
