"""The files of the shipped model, checked before they are used."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kgraph.errors import DataError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FOLDER: Final = Path(__file__).parent / "weights"
NETWORK: Final = "english.onnx"
TOKENIZER: Final = "tokenizer.json"
LABELS: Final = "labels.json"
CHECKSUMS: Final = "SHA256SUMS"


def checked(folder: Path, name: str) -> Path:
    """The path of a file of the model whose bytes are those that `SHA256SUMS` beside it promises.

    Raises:
        DataError: a file is missing, or is not what was shipped.
    """
    path = folder / name
    advice = "the file as released; install the package again"
    try:
        lines = (folder / CHECKSUMS).read_text(encoding="ascii").splitlines()
        promised = {file: digest for digest, file in (line.split() for line in lines)}
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise DataError(f"a part of the English model is missing: {error}", file=str(path), expected=advice) from error
    if hashlib.sha256(content).hexdigest() != promised.get(name):
        raise DataError("a part of the English model is damaged", file=str(path), expected=advice)
    return path


def network_session(folder: Path, name: str) -> InferenceSession:
    """A network of the folder, checked and ready to run in one thread.

    Raises:
        DataError: its file is missing, or is not what was shipped.
    """
    import onnxruntime

    path = checked(folder, name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Sentences differ in length: memory kept for the next one seldom fits it, and costs a tenth of the time.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def read_labels(folder: Path) -> dict[str, Any]:
    """The classes of the network's outputs, in the order of their numbers."""
    labels: dict[str, Any] = json.loads(checked(folder, LABELS).read_text(encoding="utf-8"))
    return labels


def write_checksums(folder: Path) -> None:
    """Writes `SHA256SUMS` anew: every file of the folder that is loaded."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".onnx", ".json", ".npz"))
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="ascii")
