"""The command line: one verb a public function.

Data and a last line of summary go to standard output, warnings and progress to standard error. Exit status: 0 ok,
1 something failed, 2 wrong usage, 3 a graph that is not what the shapes say (`kgraph check`).
"""

from __future__ import annotations

import io
import sys

from kgraph.cli.screen import complain
from kgraph.cli.verbs import app
from kgraph.errors import KgraphError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line: text goes in and out as UTF-8 whatever the locale, an error is one line and status 1."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "strict")
    try:
        app(prog_name="kgraph")
    except KgraphError as error:
        complain(str(error))
        sys.exit(1)
    except OSError as error:
        complain(f"{error.filename or 'output'}: {error.strerror or error}")
        sys.exit(1)
