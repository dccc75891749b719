"""The command line: one verb a public function. Data goes to standard output, messages and progress to standard error.

Exit status: 0 ok, 1 something failed, 2 wrong usage, 3 a check failed.
"""

from __future__ import annotations

import sys

from kgraph.cli.screen import complain
from kgraph.cli.verbs import app
from kgraph.errors import KgraphError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; an error kgraph raises on purpose is one line and exit status 1."""
    try:
        app(prog_name="kgraph")
    except KgraphError as error:
        complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        complain("interrupted; what was stored stays")
        sys.exit(130)
