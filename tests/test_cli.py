# ruff: noqa: F811 - fixtures are imported
"""The command line as a person uses it: verbs, messages, exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kgraph.graph import GraphReader, KnowledgeGraph
from kgraph.model import claim_to_json, read_claims
from tests.samples import MEETING, OIL
from tests.shell import ARTICLE, Shell, shell, stored  # noqa: F401 - fixtures

VERBS = (
    "build",
    "extract",
    "parse",
    "add",
    "import",
    "apply",
    "check",
    "cite",
    "compact",
    "remove",
    "query",
    "explain",
    "merge",
    "conflicts",
    "network",
    "changes",
    "diff",
    "explore",
    "plot",
    "report",
    "serve",
    "watch",
    "export",
    "stats",
    "eval",
    "sql",
    "actors",
)


def test_the_whole_way_from_a_text_to_an_answer(stored: Shell) -> None:
    answer = stored.run("query", "SELECT ?r WHERE { kgr:IRN ?r kgr:CAN }", "--format", "csv").stdout
    assert "https://w3id.org/kgraph/ns#sanctions" in answer
    told = stored.run("explain", "Iran", "CAN").stdout
    assert "sanctions Canada" in told
    assert "Example Wire, 2024-06-19, a.txt" in told
    page = stored.folder / "graph.html"
    stored.run("explore", "-o", str(page))
    assert "Iran sanctioned Canada" in page.read_text("utf-8")
    stats = json.loads(stored.run("stats", "--format", "json").stdout)
    assert stats["documents"] == 1
    assert stats["claims"] >= 2


def test_building_twice_changes_nothing_and_an_edited_document_is_replaced(shell: Shell) -> None:
    document = {"id": "d1", "text": "France condemned Iran.", "published": "2024-06-19"}
    file = shell.write("a.jsonl", json.dumps(document))
    assert "1 claim from 1 document (1 new)" in shell.run("build", file).stdout
    before = shell.quads()
    assert "(1 skipped)" in shell.run("build", file).stdout
    assert "(1 unchanged)" in shell.run("build", file, "--again").stdout
    assert shell.quads() == before
    shell.write("a.jsonl", json.dumps({**document, "text": "France sanctioned Iran."}))
    assert "1 replaced" in shell.run("build", file).stdout
    answer = shell.run("query", "SELECT ?r WHERE { kgr:FRA ?r kgr:IRN }", "--format", "tsv").stdout
    assert "sanctions" in answer
    assert "condemns" not in answer


def test_claims_pipe_between_the_verbs(shell: Shell) -> None:
    file = shell.write("a.txt", ARTICLE)
    lines = shell.run("extract", file, "--date", "2024-06-19").stdout
    claims = list(read_claims(lines.splitlines()))
    assert len(claims) >= 2
    assert f"{len(claims)} new claims" in shell.run("add", "-", stdin=lines.encode()).stdout
    with GraphReader(shell.folder / "kgraph.db") as graph:
        assert sorted(graph.claims(), key=lambda c: c.id) == sorted(claims, key=lambda c: c.id)
        assert graph.actor("kgr:FRA") is not None


def test_a_folder_is_read_and_standard_input_too(shell: Shell) -> None:
    (shell.folder / "news" / "june").mkdir(parents=True)
    shell.write("news/a.txt", ARTICLE)
    shell.write("news/june/b.txt", "France condemned Iran.")
    shell.write("news/README.md", "not an article about France and Iran")
    assert "2 documents (2 new)" in shell.run("build", "news", "--date", "2024-06-19").stdout
    piped = shell.run("extract", "-", "--date", "2024-06-19", stdin=b"France condemned Iran.").stdout
    assert json.loads(piped)["relation"] == "condemns"


def test_a_text_is_parsed_to_conllu_and_json(shell: Shell) -> None:
    shell.write("a.txt", "Iran condemned France. It denied that.")
    written = shell.run("parse", "a.txt").stdout
    rows = [line.split("\t") for line in written.splitlines() if line and not line.startswith("#")]
    assert [row[1] for row in rows] == ["Iran", "condemned", "France", ".", "It", "denied", "that", "."]
    assert written.count("# text = ") == 2
    assert shell.run("parse", "a.txt", "--threads", "2").stdout == written
    lines = shell.run("parse", "-", "--format", "json", stdin=b"Iran condemned France.").stdout.splitlines()
    assert [token["deprel"] for token in json.loads(lines[0])["tokens"]] == ["nsubj", "root", "obj", "punct"]


def test_what_cannot_be_parsed_costs_itself_only(shell: Shell) -> None:
    shell.write("a.jsonl", '{"text": "Iran met France."}\n{"no": 1}\n{"text": "They left."}\n')
    done = shell.run("parse", "a.jsonl", status=1)
    assert done.stdout.count("# newdoc id") == 2
    assert "a.jsonl:2" in done.stderr
    (shell.folder / "empty").mkdir()
    assert "no documents there" in shell.run("parse", "empty", status=1).stderr


def test_bad_documents_cost_themselves_only(shell: Shell) -> None:
    bad = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 8,
        "latin.txt": "Le pr\xe9sident de la France condamna l'Iran.".encode("latin-1"),
        "header.txt": b"---\ndate: yesterday\n---\nFrance condemned Iran.",
    }
    for name, data in bad.items():
        shell.write(name, data)
    shell.write("good.txt", ARTICLE)
    files = [*bad, "missing.txt", "good.txt"]
    done = shell.run("build", *files, "--date", "2024-06-19", status=1)
    lines = done.stderr.splitlines()
    assert len(lines) == 5, done.stderr
    for name, line in zip([*bad, "missing.txt"], lines, strict=True):
        assert line.startswith(f"kgraph: {name}: "), line
    assert "--encoding" in lines[2]
    assert "from 1 document (1 new, 5 failed)" in done.stdout
    assert shell.quads() != []


def test_latin_1_is_read_where_it_is_named(shell: Shell) -> None:
    shell.write("latin.txt", "Pr\xe9sident Macron said France condemned Iran.".encode("latin-1"))
    assert "1 new" in shell.run("build", "latin.txt", "--encoding", "latin-1", "--date", "2024-06-19").stdout


def test_a_text_without_a_date_is_read_and_said_to_be_undated(shell: Shell) -> None:
    done = shell.run("extract", shell.write("a.txt", "Iran sanctioned Canada on Tuesday."))
    assert re.fullmatch(r"kgraph: a\.txt: no publication date.*--date.*\n", done.stderr)
    assert json.loads(done.stdout)["date"] is None


def test_a_malformed_claim_costs_itself_only(shell: Shell) -> None:
    lines = [claim_to_json(MEETING), '{"document": "a1", "actor": "Russia"', claim_to_json(OIL)]
    done = shell.run("add", shell.write("claims.jsonl", "\n".join(lines)), status=1)
    assert re.fullmatch(r"kgraph: claims\.jsonl:2: not JSON .*\n", done.stderr)
    assert "2 new claims" in done.stdout
    with GraphReader(shell.folder / "kgraph.db") as graph:
        assert set(graph.claims()) == {MEETING, OIL}


def test_rdf_is_added_whole_or_not_at_all(stored: Shell) -> None:
    stored.run("export", "-o", "graph.ttl")
    before = stored.quads()
    assert "0 new quads" in stored.run("add", "graph.ttl").stdout
    done = stored.run("add", stored.write("bad.ttl", "kg:a kg:b"), "none.ttl", status=1)
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == ["bad.ttl", "none.ttl"]
    assert stored.quads() == before
    stored.run("add", "graph.ttl", "-l", "other.db")
    assert (stored.folder / "other.db").is_dir()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("query", "SELECT ?r WHERE { kgr:IRN ?r"), "query refused at line 1, column 29: at its end"),
        (("query", "INSERT DATA { kgr:IRN kg:aids kgr:CAN }"), "an update, not a query"),
        (("query", "-f", "none.rq"), "none.rq: cannot be read"),
        (("query", "SELECT ?s { SERVICE <https://example.org/sparql> { ?s ?p ?o } }"), "answers from itself alone"),
        (("add", "a.txt"), "a.txt: neither claims nor RDF"),
        (("query", "--named", "dyad-histori", "IRN", "CAN"), "did you mean 'dyad-history'"),
        (("query", "--named", "office-holders", "IRN", "2018-02-30"), "not a day"),
        (("query", "--named", "alliances"), "alliances takes day (day), not 0"),
        (("query", "SELECT ?a WHERE { ?a a kg:Actor }", "--format", "ttl"), "rows cannot be written as ttl"),
        (("explain", "Irann", "Canada"), "did you mean 'Iran'"),
        (("explain", "Fiji", "Peru"), "no claims between kgr:FJI and kgr:PER"),
        (("export", "-o", "graph.xlsx"), "unknown export format '.xlsx'"),
        (("extract", "a.txt", "--extractor", "flor"), "did you mean 'floor'"),
        (("build", "a.txt", "--date", "June 2024"), "June 2024"),
        (("build", "a.txt", "--actors", "none.csv"), "none.csv"),
        (("stats", "-l", "a.txt"), "a.txt is a file, not a store"),
        (("stats", "-l", "none.db"), "no store at none.db"),
        (("build", "a.txt", "-l", "folder"), "folder is a folder but not a store"),
    ],
)
def test_what_fails_is_one_clear_line_and_status_1(stored: Shell, words: tuple[str, ...], message: str) -> None:
    (stored.folder / "folder").mkdir()
    stored.write("folder/mine.txt", "mine")
    before = stored.quads()
    done = stored.run(*words, status=1)
    lines = [line for line in done.stderr.splitlines() if "no publication date" not in line]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("kgraph: ")
    assert message in lines[0]
    assert stored.quads() == before


@pytest.mark.parametrize(
    "words", [("query",), ("query", "--named"), ("explain", "RUS"), ("buidl", "a.txt"), ("build",)]
)
def test_wrong_usage_is_status_2(shell: Shell, words: tuple[str, ...]) -> None:
    assert shell.run(*words, status=2).stderr != ""
    assert list(shell.folder.iterdir()) == []


def test_a_store_in_use_is_left_to_its_user(shell: Shell) -> None:
    shell.write("a.txt", ARTICLE)
    with KnowledgeGraph(shell.folder / "kgraph.db") as graph:
        graph.add_claims([MEETING])
        graph.store.flush()
        done = shell.run("build", "a.txt", "--date", "2024-06-19", status=1)
        assert "kgraph.db is in use" in done.stderr
        assert done.stderr.count("\n") == 1
        assert "Vladimir Putin" in shell.run("explain", "kgr:vladimir-putin", "CHN").stdout
    assert "1 new" in shell.run("build", "a.txt", "--date", "2024-06-19").stdout


def test_answers_come_in_every_format(stored: Shell) -> None:
    ask = "SELECT ?label WHERE { kgr:IRN rdfs:label ?label }"
    assert "Iran" in stored.run("query", ask).stdout
    assert list(csv.reader(io.StringIO(stored.run("query", ask, "--format", "csv").stdout))) == [["label"], ["Iran"]]
    [row] = json.loads(stored.run("query", ask, "--format", "json").stdout)["results"]["bindings"]
    assert row["label"]["value"] == "Iran"
    assert "<literal>Iran</literal>" in stored.run("query", ask, "--format", "xml").stdout
    assert '"Iran"' in stored.run("query", ask, "--format", "tsv").stdout
    built = stored.run("query", "CONSTRUCT { kgr:IRN rdfs:label ?l } WHERE { kgr:IRN rdfs:label ?l }", "--format", "nt")
    assert built.stdout == '<https://w3id.org/kgraph/id/IRN> <http://www.w3.org/2000/01/rdf-schema#label> "Iran" .\n'
    assert "sanctions" in stored.run("query", "--named", "dyad-history", "Iran", "Canada").stdout
    assert "dyad-history" in stored.run("query", "--named", "list").stdout
    assert "since" in stored.run("query", "--named", "office-holders", "Iran", "2018-01-01").stdout
    query = stored.write("labels.rq", ask)
    assert "Iran" in stored.run("query", "-f", query).stdout


def test_names_of_actors_are_found_shown_and_added(shell: Shell) -> None:
    found = shell.run("actors", "find", "The Kremlin spoke with Beijing.").stdout
    assert "kgr:RUS" in found
    assert "kgr:CHN" in found
    assert json.loads(shell.run("actors", "show", "Deutschland").stdout)["id"] == "kgr:DEU"
    table = "actor,name,actor_kind\n,Front for Quiet Seas,armed-group\n"
    shell.write("mine.csv", table)
    assert "1 names" in shell.run("actors", "load", "mine.csv").stdout
    assert "1 names" in shell.run("actors", "load", "mine.csv").stdout
    shell.write("a.txt", "The Front for Quiet Seas attacked France.")
    [claim] = shell.run("extract", "a.txt", "--date", "2024-06-19").stdout.splitlines()
    assert json.loads(claim)["actor"]["name"] == "Front for Quiet Seas"
    done = shell.run("actors", "load", shell.write("bad.csv", "actor,name\nkgr:RUS,\n"), status=1)
    assert done.stderr.startswith("kgraph: bad.csv:2: ")


def test_hostile_text_does_not_drive_the_terminal(shell: Shell) -> None:
    text = "France condemned Iran \x1b]0;owned\x07 [red]now[/red]."
    shell.run("build", shell.write("a.txt", text), "--date", "2024-06-19")
    told = shell.run("explain", "FRA", "IRN").stdout
    assert "\x1b" not in told
    assert "\x07" not in told
    assert "[red]now[/red]" in told


def test_every_verb_has_help(shell: Shell) -> None:
    listed = shell.run("--help").stdout
    for verb in VERBS:
        assert verb in listed
        assert shell.run(verb, "--help").stdout.strip() != ""


def test_two_processes_with_other_hash_seeds_make_the_same_store(shell: Shell) -> None:
    articles = str(Path(__file__).parent.parent / "data" / "articles")
    exports = []
    for seed in ("1", "2"):
        for words in (("build", articles, "--html", f"{seed}.html"), ("export", "-o", f"{seed}.nq")):
            command = [sys.executable, "-m", "kgraph", *words, "-l", f"{seed}.db"]
            env = {**os.environ, "PYTHONHASHSEED": seed}
            subprocess.run(command, cwd=shell.folder, env=env, check=True, capture_output=True)
        exports.append([(shell.folder / f"{seed}.{kind}").read_bytes() for kind in ("nq", "html")])
    assert exports[0] == exports[1]
    lines = exports[0][0].decode().splitlines()
    assert lines == sorted(lines)
    assert sum("ns#Claim>" in line for line in lines) > 50


def test_a_document_is_removed_with_its_claims(stored: Shell) -> None:
    rows = json.loads(stored.run("query", "SELECT ?d WHERE { ?d a kg:Document }", "--format", "json").stdout)
    document = rows["results"]["bindings"][0]["d"]["value"].removeprefix("urn:kgraph:document:")
    assert f"{document}: removed" in stored.run("remove", document).stdout
    assert json.loads(stored.run("stats", "--format", "json").stdout)["claims"] == 0
    assert "no document" in stored.run("remove", document, status=1).stderr
    assert "no store at none.db" in stored.run("remove", document, "-l", "none.db", status=1).stderr
    assert not (stored.folder / "none.db").exists()


def test_a_store_is_compacted_and_answers_as_before(stored: Shell) -> None:
    before = stored.run("stats", "--format", "json").stdout
    assert stored.run("compact").stdout == "kgraph.db: compacted\n"
    assert stored.run("stats", "--format", "json").stdout == before
    assert "no store at none.db" in stored.run("compact", "-l", "none.db", status=1).stderr
    assert not (stored.folder / "none.db").exists()


def test_a_query_comes_from_standard_input_too(stored: Shell) -> None:
    ask = b"SELECT ?label WHERE { kgr:IRN rdfs:label ?label }"
    assert "Iran" in stored.run("query", "-f", "-", "--format", "csv", stdin=ask).stdout


def test_one_id_for_two_texts_costs_the_second(shell: Shell) -> None:
    lines = [{"id": "d1", "text": "France condemned Iran."}, {"id": "d1", "text": "Iran sanctioned Canada."}]
    file = shell.write("a.jsonl", "\n".join(json.dumps({**line, "published": "2024-06-19"}) for line in lines))
    done = shell.run("build", file, status=1)
    assert "an id that another text of this run has" in done.stderr
    assert "1 new, 1 failed" in done.stdout


def test_copies_of_a_text_are_one_document(shell: Shell) -> None:
    for name in ("a.txt", "b.txt"):
        shell.write(name, ARTICLE)
    for _ in range(2):
        shell.run("build", "a.txt", "b.txt", "--date", "2024-06-19")
    assert json.loads(shell.run("stats", "--format", "json").stdout)["documents"] == 1


def test_one_url_is_not_the_url_of_two_files(shell: Shell) -> None:
    for name in ("a.txt", "b.txt"):
        shell.write(name, ARTICLE + name)
    done = shell.run("build", "a.txt", "b.txt", "--url", "https://example.org/x", status=1)
    assert "one url for 2 files" in done.stderr


def test_text_that_is_not_utf_8_is_refused_in_one_line(shell: Shell) -> None:
    for words in (("actors", "find", "-"), ("query", "-f", "-")):
        done = shell.run(*words, stdin=b"caf\xe9 Putin", status=1)
        assert done.stderr == "kgraph: -: not UTF-8: b'\\xe9 Putin'\n"


def test_whom_only_the_store_knows_is_explained_by_name(shell: Shell) -> None:
    table = shell.write("mine.csv", "actor,name,actor_kind\n,Front for Quiet Seas,armed-group\n")
    text = shell.write("a.txt", "The Front for Quiet Seas attacked France.")
    shell.run("build", text, "--date", "2024-06-19", "--actors", table)
    assert "attacks" in shell.run("explain", "Front for Quiet Seas", "France").stdout
    assert "attacks" in shell.run("query", "--named", "dyad-history", "France", "front for quiet seas").stdout


def test_a_folder_without_documents_is_said_to_be_one(shell: Shell) -> None:
    (shell.folder / "empty").mkdir()
    assert "no documents there" in shell.run("build", "empty", status=1).stderr


def test_text_goes_out_as_utf_8_whatever_the_locale(shell: Shell) -> None:
    shell.write("a.txt", "France condemned Iran, \u2018at last\u2019.")
    command = [sys.executable, "-m", "kgraph", "extract", "a.txt", "--date", "2024-06-19"]
    env = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, cwd=shell.folder, env=env, capture_output=True, check=True)
    assert "\u2018at last\u2019" in done.stdout.decode("utf-8")


def test_an_export_follows_a_link_and_keeps_rights(stored: Shell) -> None:
    target, link = stored.folder / "target.nt", stored.folder / "link.nt"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    stored.run("export", "-o", "link.nt")
    assert link.is_symlink()
    assert "sanctions" in target.read_text("utf-8")
    assert target.stat().st_mode & 0o777 == 0o600
