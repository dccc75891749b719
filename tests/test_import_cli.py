"""`kgraph import` and `kgraph cite` as a person uses them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gdelt_rows import event, write


class Shell:
    """Runs `kgraph` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kgraph", *words]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == status, f"{done.returncode} for {words}\n{done.stdout}\n{done.stderr}"
        return done


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    write(
        tmp_path / "day.CSV",
        event(1, "RUSGOV", "CHN", "042"),
        event(2, "CHN", "RUSGOV", "043"),
        event(3, "USA", "", "111"),
        event(4, "RUS", "UKR", "190", day="20181024"),
    )
    return Shell(tmp_path)


def test_an_import_tells_what_became_of_the_rows(shell: Shell) -> None:
    done = shell.run("import", "gdelt", "day.CSV")
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "kept 2" in lines
    assert "merged the same actors and event on one day 1" in lines
    assert "dropped no second actor 1" in lines
    assert "of those kept dated a whole year off the day it was added 1" in lines
    assert lines[-1] == "kgraph.db: 2 new claims, 0 that were there (2 of 4 rows kept)"
    again = shell.run("import", "gdelt", "day.CSV").stdout.splitlines()[-1]
    assert again == "kgraph.db: 0 new claims, 2 that were there (2 of 4 rows kept)"
    assert json.loads(shell.run("stats", "--format", "json").stdout)["claims"] == 2
    told = shell.run("explain", "RUS", "CHN").stdout
    assert "2019-10-24: Russian government visits China (reported, confidence 0.6)" in told
    assert "gdelt-2.0, row 1, https://example.org/a" in told


def test_a_dry_run_makes_no_store(shell: Shell) -> None:
    assert "2 of 4 rows kept, 2 claims: nothing stored" in shell.run("import", "gdelt", "day.CSV", "--dry-run").stdout
    assert not (shell.folder / "kgraph.db").exists()


def test_bad_rows_are_listed_and_too_many_stop_it(shell: Shell) -> None:
    with (shell.folder / "day.CSV").open("a") as file:
        file.write(event(5, "RUS", "CHN", "190", day="soon") + "\n")
    done = shell.run("import", "gdelt", "day.CSV", status=1)
    assert "1 of 5 rows break the format (20.0%): nothing is stored" in done.stderr
    assert "day.CSV:5: not a date: 'soon' (expected YYYYMMDD)" in done.stderr
    assert "day.CSV,5,not a date,soon,YYYYMMDD" in (shell.folder / "kgraph.db.rejects.csv").read_text()
    done = shell.run("import", "gdelt", "day.CSV", "--max-bad", "0.2", "--rejects", "bad.csv")
    assert "2 new claims" in done.stdout
    assert "1 row breaks the format: see bad.csv" in done.stderr
    assert (shell.folder / "bad.csv").exists()


def test_options_of_the_format_are_named(shell: Shell) -> None:
    assert "3 new claims" in shell.run("import", "gdelt", "day.CSV", "--option", "one-a-day=no").stdout
    wrong = shell.run("import", "gdelt", "day.CSV", "--option", "one-day=no", status=1)
    assert "did you mean 'one-a-day'" in wrong.stderr
    listed = shell.run("import", "list").stdout
    assert "gdelt" in listed
    assert "one-a-day" in listed


def test_wrong_usage_says_what_to_do(shell: Shell) -> None:
    assert "did you mean 'gdelt'" in shell.run("import", "gdlet", "day.CSV", status=1).stderr
    assert "name the files" in shell.run("import", "gdelt", status=2).stderr
    assert "cannot be read" in shell.run("import", "gdelt", "none.CSV", status=1).stderr
    (shell.folder / "a.csv").write_text("a,b\n1,2\n")
    assert "not a table of GDELT" in shell.run("import", "gdelt", "a.csv", status=1).stderr
    assert not (shell.folder / "kgraph.db").exists()


def test_data_sets_in_the_store_are_cited(shell: Shell) -> None:
    shell.run("import", "gdelt", "day.CSV")
    done = shell.run("cite").stdout
    assert done.startswith("GDELT 2.0 Event Database (2 claims)\n")
    assert "Cite: The GDELT Project, https://www.gdeltproject.org/" in done
    assert "Terms: Free for any use" in done
    assert "no store" in shell.run("cite", "-l", "none.db", status=1).stderr


def test_exports_lead_to_the_row(shell: Shell) -> None:
    shell.run("import", "gdelt", "day.CSV")
    shell.run("export", "-o", "x.csv")
    assert "urn:kgraph:dataset:gdelt-2.0,,,,https://example.org/a,gdelt/1" in (shell.folder / "x.csv").read_text()
    shell.run("export", "-o", "x.jsonl")
    assert "2 new claims" in shell.run("add", "x.jsonl", "-l", "other.db").stdout
    shell.run("explore", "-o", "x.html")
    page = (shell.folder / "x.html").read_text()
    assert "https://example.org/a" in page
    assert "gdelt-2.0" in page
    shell.run("export", "-o", "x.nq")
    shell.run("add", "x.nq", "-l", "copy.db")
    shell.run("export", "-o", "copy.nq", "-l", "copy.db")
    assert (shell.folder / "copy.nq").read_bytes() == (shell.folder / "x.nq").read_bytes()
