"""Rows in the W3C's four formats, written one by one and cut where an answer grows too long.

The store writes these formats too, but whole answers only: it cannot say that an answer was cut.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, Final, Protocol, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kgraph.rdf.terms import Term

Row: TypeAlias = Sequence[Term | None]
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


class Rows(Protocol):
    """How one format is written."""

    def head(self) -> str:
        """What stands before the rows."""

    def row(self, row: Row, *, first: bool) -> str:
        """One row."""

    def tail(self) -> str:
        """What stands after them."""


def write_rows(
    variables: Sequence[str], rows: Iterable[Row], fmt: str, output: IO[bytes], *, rows_most: int, bytes_most: int
) -> str | None:
    r"""Write rows in one of `json`, `xml`, `csv`, `tsv`; the answer is well formed wherever it was cut.

    Args:
        variables: the names of the columns.
        rows: the terms of each, None where unbound.
        fmt: the format's short name.
        output: a binary file.
        rows_most: how many rows are written at most.
        bytes_most: how long the answer may grow before it is cut.

    Returns:
        Where it was cut, such as `rows=1000`; None where it is whole.

    >>> output = io.BytesIO()
    >>> write_rows(["a"], [[ox.Literal("1")], [ox.Literal("2")]], "csv", output, rows_most=1, bytes_most=100)
    'rows=1'
    >>> output.getvalue()
    b'a\r\n1\r\n'
    """
    writer = WRITERS[fmt](variables)
    written = output.write(writer.head().encode())
    cut = None
    for count, row in enumerate(rows):
        if count >= rows_most:
            cut = f"rows={rows_most}"
            break
        if written >= bytes_most:
            cut = f"rows={count}, bytes={bytes_most}"
            break
        written += output.write(writer.row(row, first=count == 0).encode(errors="replace"))
    output.write(writer.tail().encode())
    return cut


def write_truth(answer: bool, fmt: str, output: IO[bytes]) -> None:
    """Write the answer of an ASK. CSV and TSV, which have no form for one, get a column `answer`."""
    word = str(answer).lower()
    texts = {
        "json": f'{{"head":{{}},"boolean":{word}}}',
        "xml": f"{_XML}<head></head><boolean>{word}</boolean></sparql>",
        "csv": f"answer\r\n{word}\r\n",
        "tsv": f"?answer\n{word}\n",
    }
    output.write(texts[fmt].encode())


class _Json:
    def __init__(self, variables: Sequence[str]) -> None:
        self.variables = [json.dumps(name, ensure_ascii=False) for name in variables]

    def head(self) -> str:
        return f'{{"head":{{"vars":[{",".join(self.variables)}]}},"results":{{"bindings":['

    def row(self, row: Row, *, first: bool) -> str:
        bound = (
            f"{name}:{json.dumps(_json_term(term), ensure_ascii=False, separators=(',', ':'))}"
            for name, term in zip(self.variables, row, strict=True)
            if term is not None
        )
        return f"{'' if first else ','}{{{','.join(bound)}}}"

    def tail(self) -> str:
        return "]}}"


def _json_term(term: Term) -> Mapping[str, object]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Literal):
        said: dict[str, object] = {"type": "literal", "value": term.value}
        if term.language is not None:
            return said | {"xml:lang": term.language}
        return said if term.datatype.value == _STRING else said | {"datatype": term.datatype.value}
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}


_XML: Final = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'


class _Xml:
    def __init__(self, variables: Sequence[str]) -> None:
        self.variables = [quoteattr(name) for name in variables]

    def head(self) -> str:
        names = "".join(f"<variable name={name}/>" for name in self.variables)
        return f"{_XML}<head>{names}</head><results>"

    def row(self, row: Row, *, first: bool) -> str:
        bound = (
            f"<binding name={name}>{_xml_term(term)}</binding>"
            for name, term in zip(self.variables, row, strict=True)
            if term is not None
        )
        return f"<result>{''.join(bound)}</result>"

    def tail(self) -> str:
        return "</results></sparql>"


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    if isinstance(term, ox.Literal):
        kind = ""
        if term.language is not None:
            kind = f" xml:lang={quoteattr(term.language)}"
        elif term.datatype.value != _STRING:
            kind = f" datatype={quoteattr(term.datatype.value)}"
        return f"<literal{kind}>{_xml_text(term.value)}</literal>"
    parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts.items())}</triple>"


def _xml_text(text: str) -> str:
    """The text without what no XML can hold; white space at its ends, which readers trim, and line ends are named."""
    legal = "".join(sign if _in_xml(ord(sign)) else "\ufffd" for sign in text)
    inner = legal.strip(" ")
    start = len(legal) - len(legal.lstrip(" ")) if inner else len(legal)
    middle = escape(inner, {sign: f"&#{ord(sign)};" for sign in "\t\n\r"})
    return f"{_SPACE * start}{middle}{_SPACE * (len(legal) - start - len(inner))}"


_SPACE: Final = "&#32;"


def _in_xml(code: int) -> bool:
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


class _Csv:
    def __init__(self, variables: Sequence[str]) -> None:
        self.variables = variables

    def head(self) -> str:
        return _csv_line(self.variables)

    def row(self, row: Row, *, first: bool) -> str:
        return _csv_line(["" if term is None else _bare(term) for term in row])

    def tail(self) -> str:
        return ""


def _csv_line(values: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()


def _bare(term: Term) -> str:
    """A term as CSV has it: its text alone."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


class _Tsv:
    def __init__(self, variables: Sequence[str]) -> None:
        self.variables = variables

    def head(self) -> str:
        return "\t".join(f"?{name}" for name in self.variables) + "\n"

    def row(self, row: Row, *, first: bool) -> str:
        return "\t".join("" if term is None else _escaped(term) for term in row) + "\n"

    def tail(self) -> str:
        return ""


def _escaped(term: Term) -> str:
    """A term in the syntax of N-Triples, which keeps a row on its line."""
    return str(term).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


WRITERS: Final[Mapping[str, Callable[[Sequence[str]], Rows]]] = {"json": _Json, "xml": _Xml, "csv": _Csv, "tsv": _Tsv}
"""How rows are written, by the format's short name."""
