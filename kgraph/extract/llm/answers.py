"""The answer of a chat completion: the proposals it holds, or why it holds none; and answers kept in files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgraph.errors import DataError
from kgraph.extract.llm.asking import Ask
from kgraph.extract.llm.ledger import Ledger
from kgraph.files import json_field, written_whole

_FENCED: Final = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)
"""How models that heed no response_format wrap what they were asked for."""


def proposals_in(answer: Mapping[str, object]) -> list[object]:
    """What a model proposes, not yet checked in any way.

    Raises:
        DataError: the answer was refused or cut off, or is not what was asked for.

    >>> proposals_in({"choices": [{"message": {"content": '{"claims": []}'}, "finish_reason": "stop"}]})
    []
    """
    match answer.get("choices"):
        case [{"message": {"refusal": str(said)}}, *_] if said:
            raise DataError("the model refused", value=said)
        case [{"finish_reason": "length"}, *_]:
            raise DataError("the model's answer was cut off", expected="a smaller --option chunk, or more tokens")
        case [{"message": {"content": str(content)}}, *_]:
            return _claims(content)
        case _:
            raise DataError("an answer without a message", expected="that of a chat completion")


def _claims(content: str) -> list[object]:
    fenced = _FENCED.fullmatch(content)
    try:
        read = json.loads(content if fenced is None else fenced[1])
    except (ValueError, RecursionError):
        read = None
    if not (isinstance(read, dict) and isinstance(read.get("claims"), list)):
        raise DataError("the model's answer is not of the schema", value=content, expected='{"claims": [...]}')
    claims: list[object] = read["claims"]
    return claims


@dataclass(frozen=True)
class Recorded:
    """Answers from a folder, one file a request, named by its hash; what is not there is asked and put there.

    Only answers that can be read are kept, so that a bad one is asked again the next time. The files hold the passages
    that were sent, but no key.

    Attributes:
        folder: where they are; made where it is not.
        ask: who else to ask, or None.
        ledger: counts the answers that came from the folder.
    """

    folder: Path
    ask: Ask | None
    ledger: Ledger

    def __call__(self, body: Mapping[str, object]) -> Mapping[str, object]:
        """The answer to one request.

        Raises:
            DataError: there is none and nobody to ask, or its file cannot be read or written.
            OSError: whoever was asked did not answer.
        """
        file = self.folder / f"{request_hash(body)}.json"
        if file.exists():
            wanted = '{"request": …, "answer": {…}}'
            kept: dict[str, object] = json_field(file, "answer", dict, what="not a recorded answer", expected=wanted)
            self.ledger.recorded += 1
            return kept
        if self.ask is None:
            raise DataError("no recorded answer", file=str(file), expected="an endpoint to ask: KGRAPH_LLM_URL")
        answer = self.ask(body)
        proposals_in(answer)
        self._write(file, {"request": body, "answer": answer})
        return answer

    def _write(self, file: Path, record: object) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(f"cannot be made ({error.strerror or error})", file=str(self.folder)) from None
        with written_whole(file) as out:
            out.write(json.dumps(record, ensure_ascii=True, indent=1).encode())


def request_hash(body: Mapping[str, object]) -> str:
    """The name a request is recorded by: of its content, whatever the order of its fields.

    >>> request_hash({"model": "a", "n": 1}) == request_hash({"n": 1, "model": "a"})
    True
    """
    payload = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(payload.encode()).hexdigest()[:32]
