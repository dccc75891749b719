"""A worker: a process of its own, which can be ended in the middle of a query that nothing else would stop.

It reads jobs from its standard input and writes answers to its standard output, each a length and that many bytes. It
ends with its input, with its parent, and of itself where a job takes much longer than it may.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from typing import IO, Any, Final

from kgraph.serve.answers import Answer
from kgraph.serve.jobs import Desk

LENGTH: Final = struct.Struct("!Q")
"""How a length is written."""
_GRACE: Final = 10
"""Seconds after which a worker that nobody ended ends itself."""


def main(memory_mb: int, parent: int) -> None:
    """Do jobs until there are no more.

    Args:
        memory_mb: how much memory it may use; 0 for any.
        parent: the process that started it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends its workers itself
    _end_with(parent)
    _limit_memory(memory_mb)
    # Whatever prints goes to standard error: a stray line among the answers would break them.
    jobs, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    desk = Desk()
    while (job := read_frame(jobs)) is not None:
        asked = json.loads(job)
        _end_after(asked.get("seconds"))
        write_answer(answers, desk.do(asked))
        _end_after(None)


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame of a stream; None at its end."""
    length = stream.read(LENGTH.size)
    if len(length) < LENGTH.size:
        return None
    return stream.read(LENGTH.unpack(length)[0])


def write_answer(stream: IO[bytes], answer: Answer) -> None:
    """Write an answer: what is said of it, then its body."""
    said = json.dumps({"status": answer.status, "headers": dict(answer.headers)}).encode()
    for part in (said, answer.body):
        stream.write(LENGTH.pack(len(part)))
        stream.write(part)
    stream.flush()


def _end_after(seconds: float | None) -> None:
    """Have the system end this process later, whatever it does then; None takes that back."""
    if hasattr(signal, "SIGALRM"):
        signal.alarm(0 if seconds is None else int(seconds) + _GRACE)


def _end_with(parent: int) -> None:
    """Where the system can: end when the server does, however that ended."""
    if sys.platform != "linux":
        return
    import ctypes

    signal_at_parents_death = 1
    library: Any = ctypes.CDLL(None)
    library.prctl(signal_at_parents_death, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before it could be asked to take this process along
        sys.exit(1)


def _limit_memory(memory_mb: int) -> None:
    if memory_mb == 0 or sys.platform == "win32":
        return
    import resource

    most = memory_mb << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
