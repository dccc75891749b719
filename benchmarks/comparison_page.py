"""The page of the comparison: tables of what was measured, put into `comparison_template.md`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any, Final

from benchmarks.peers.common import QUESTIONS, SENTENCE

_TEMPLATE: Final = Path(__file__).with_name("comparison_template.md")
_STEPS: Final = {
    "import": "start, imports",
    "load": "load",
    **{name: f"`{name}`" for name in QUESTIONS},
    "network": "networkx, Louvain",
}
_FACTS: Final = (
    "two documents that say the same are two claims",
    "a claim without a recipient",
    "a month as a date stays a month",
    "removing a document takes what only it supports",
    "refuses what is no date",
    "stays on disk as it is written",
)
_GROUPS: Final = {
    "actors, relation": ("actor", "recipient", "relation"),
    "for whom they act": ("actor_side", "recipient_side", "states", "dyad"),
    "names in the text": ("actor_name", "recipient_name"),
    "date": ("day", "date"),
    "told, denied, planned": ("modality", "polarity", "confidence"),
    "who is quoted": ("speakers",),
    "sentence with its place": ("quote", "start", "end"),
    "document, publisher": ("document", "publisher", "issued"),
}
"""The columns of a claim, in words."""
_SAME_AS_RDFLIB: Final = "rdflib on Oxigraph"
"""Where only the engine differs there is nothing more to tell."""


def report(found: Mapping[str, Any]) -> str:
    """The whole page."""
    facts = found["facts"]
    able = {name: one for name, one in facts.items() if "failed" not in one}
    own = {name: one for name, one in able.items() if name != _SAME_AS_RDFLIB}
    failed = {name: f"failed: {one['failed']}" for name, one in facts.items() if "failed" in one}
    absent = {**found["left_out"], **failed}
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        cores=found["cores"],
        versions=_versions(able),
        absent="".join(f"**{name}** {why}\n\n" for name, why in absent.items()),
        held=_held(able),
        sizes=" / ".join(f"{work['claims']:,}" for work in found["work"]),
        answers=_answers(found["work"]),
        figures="\n".join(_figures(work) for work in found["work"]),
        lines=_lines(own),
        first=f"{found['work'][0]['claims']:,}",
        networks=_networks(found["work"][0]["tools"]),
        drawn=f"{found['pages']['claims']:,}",
        pages=_pages(found["pages"]["tools"]),
        sentence=SENTENCE,
        text=_text(own),
        others=_others(own),
    )


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""A table in Markdown.

    >>> print(table(["", "a"], [["one", 1], ["two|three", None]]), end="")
    | | a |
    |---|---|
    | one | 1 |
    | two\|three | |
    """
    return "\n".join([_line(head), "|" + "---|" * len(head), *map(_line, rows), ""])


def _line(cells: Sequence[object]) -> str:
    texts = ["" if cell is None else str(cell).replace("|", "\\|") for cell in cells]
    return "|" + "".join(f" {text} |" if text else " |" for text in texts)


def same_as_ours(tools: Mapping[str, Any], name: str) -> list[str]:
    """The tools whose answer to a question is kgraph's, row by row."""
    ours = tools["kgraph"]["answers"][name]
    return [tool for tool, one in tools.items() if one.get("answers", {}).get(name) == ours]


def ratio(value: float | None, ours: float) -> str | None:
    """A figure, and in brackets how many times ours it is.

    >>> ratio(3.0, 1.5), ratio(1234.5, 1.0), ratio(None, 1.0)
    ('3.00 (2)', '1,234 (1.2e+03)', None)
    """
    if value is None:
        return None
    figure = (
        f"{value:,.0f}"
        if value >= 100 or isinstance(value, int)
        else f"{value:.2f}"
        if value >= 0.1
        else f"{value:.4f}"
    )
    return f"{figure} ({value / ours:.2g})" if ours else figure


def _versions(able: Mapping[str, Any]) -> str:
    rows = [
        [
            name,
            ", ".join(f"{package} {version}" for package, version in one["versions"].items()),
            one["python"],
            one["installed"]["packages"],
            one["installed"]["mb"],
        ]
        for name, one in able.items()
    ]
    return table(["tool", "versions", "Python", "packages it brings, itself included", "MB of them"], rows)


def _held(able: Mapping[str, Any]) -> str:
    rows = [
        [group, *(_share([one["held"][column] for column in columns]) for one in able.values())]
        for group, columns in _GROUPS.items()
    ]
    rows += [[name, *(_said(one["facts"].get(name)) for one in able.values())] for name in _FACTS]
    return table(["", *able], rows)


def _share(held: Sequence[bool]) -> str:
    return "yes" if all(held) else "no" if not any(held) else f"{sum(held)} of {len(held)}"


def _said(fact: object) -> str:
    return fact if isinstance(fact, str) else "yes" if fact else "no"


def _answers(works: Sequence[Mapping[str, Any]]) -> str:
    tools = list(works[0]["tools"])
    rows, reasons = [], dict[str, None]()
    for name, words in QUESTIONS.items():
        cells = []
        for tool in tools:
            told = [work["tools"][tool].get("answers", {}).get(name) for work in works]
            cells.append(_answer(told, all(tool in same_as_ours(work["tools"], name) for work in works)))
            if isinstance(told[0], str):
                reasons[f"- {tool}, `{name}`: {told[0]}."] = None
        rows.append([f"{words} (`{name}`)", *cells])
    return table(["", *tools], rows) + "".join(f"\n{reason}" for reason in reasons) + "\n"


def _answer(told: Sequence[Any], same: bool) -> str:
    if isinstance(told[0], str):
        return "no"
    rows = " / ".join("failed" if one is None else f"{one['rows']:,}" for one in told)
    return rows if same else f"{rows}, **differs**"


def _figures(work: Mapping[str, Any]) -> str:
    tools, ours = work["tools"], work["tools"]["kgraph"]
    rows: list[list[object]] = [
        [words, *(ratio(one.get("cpu_s", {}).get(step), ours["cpu_s"][step]) for one in tools.values())]
        for step, words in _STEPS.items()
    ]
    rows.append(["MB at most", *(ratio(one.get("mb", {}).get("all"), ours["mb"]["all"]) for one in tools.values())])
    words = "Seconds of the processor, and in brackets how many times kgraph's."
    return f"## Processor time and memory, {work['claims']:,} claims\n\n{words}\n\n{table(['', *tools], rows)}"


def _lines(own: Mapping[str, Any]) -> str:
    lines = {name: one["lines"] for name, one in own.items()}
    rows = [[f"`{task}`", *(one[task] or None for one in lines.values())] for task in lines["kgraph"]]
    return table(["", *lines], [*rows, ["all", *(sum(one.values()) for one in lines.values())]])


def _networks(tools: Mapping[str, Any]) -> str:
    made = {name: one["network"] for name, one in tools.items() if "network" in one}
    return table(["", *made], [[key, *(f"{one[key]:,.0f}" for one in made.values())] for key in made["kgraph"]])


def _pages(tools: Mapping[str, Any]) -> str:
    rows: list[list[object]] = []
    for name, one in tools.items():
        if "failed" in one:
            rows.append([name, f"failed: {one['failed']}"])
            continue
        rows.append([name, f"{one['cpu_s']:.2f}", one["kb"], *_look(one), ", ".join(one["asked_for"]) or "nobody"])
        if "with_d3" in one:
            rows.append([f"{name}, with D3 at hand", None, one["kb"], *_look(one["with_d3"]), "the same"])
    return table(
        ["", "kB", "can be read after, s", "a click on an edge shows the sentence", "asks the network for"], rows
    )


def _look(one: Mapping[str, Any]) -> list[str]:
    first, shown = one["first_frame_s"], one["sentence_on_click"]
    return ["never" if first is None else f"{first:.1f}", "yes" if shown else "no"]


def _text(own: Mapping[str, Any]) -> str:
    rows = []
    for name, one in own.items():
        made, error = one["facts"]["claims from a sentence"], one["facts"].get("without a language model")
        no = f"no: without a language model it ends with `{error}`" if error else "no"
        rows.append([name, f"yes: {', '.join(map(str, made))}" if made else no])
    return table(["", "claims"], rows)


def _others(own: Mapping[str, Any]) -> str:
    lines = []
    for name, one in own.items():
        has = one["facts"].get("has", {})
        there, gone = ([what for what, is_so in has.items() if is_so is wanted] for wanted in (True, False))
        lines += [f"- **{name}**: {'; '.join(there)}."] if there else []
        lines += [f"  Known for, but not in this version: {'; '.join(gone)}."] if gone else []
    return "\n".join(lines)
