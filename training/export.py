"""From a training run to the files the package ships.

    python -m training.export [--run build/training/run] [--out kgraph/language/weights] [--shifts-of RUN]

Writes `english.onnx` (eight-bit weights), `labels.json` and `tokenizer.json`, renews `SHA256SUMS`, and leaves the
network in full precision as `english-fp32.onnx` in the folder of the run, to measure what the eight bits cost.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer

from kgraph.language.weights_folder import FOLDER, LABELS, NETWORK, TOKENIZER, write_checksums
from training.batches import encode
from training.labels import Vocabulary, read_lines
from training.network import Exported, Network, Shape
from training.prepare import BUILD
from training.train import encoder_folder
from training.tuning import name_bias

POSITIONS: Final = 256
_NEVER: Final = 1e4


def load_run(run: Path) -> tuple[Network, Vocabulary]:
    """The network of a run and its classes."""
    kept: dict[str, Any] = torch.load(run / "last.pt", map_location="cpu", weights_only=True)
    vocabulary = Vocabulary(**{name: _frozen(value) for name, value in kept["vocabulary"].items()})
    network = Network(Shape(), vocabulary.sizes(), vocabulary.feature_sizes())
    network.load_state_dict(kept["weights"])
    return network.eval(), vocabulary


def _frozen(value: Any) -> Any:
    return {k: tuple(v) for k, v in value.items()} if isinstance(value, dict) else tuple(value)


def name_shifts(network: Network, vocabulary: Vocabulary, dev: Path) -> list[float]:
    """What to add to the scores of the name tags, chosen on the development part."""
    lines = [line for line in read_lines(dev) if line.get("names")]
    examples = encode(lines, vocabulary, encoder_folder() / "tokenizer.json")
    return [float(shift) for shift in name_bias(network, examples, lines)]


def ready_to_ship(network: Network, vocabulary: Vocabulary, shifts: list[float]) -> Network:
    """The network with what only training needs taken off, name scores shifted, the label `root` kept for the root."""
    with torch.no_grad():
        network.name_out.bias.add_(torch.tensor(shifts))
        network.label_dependent_only.bias[vocabulary.deprel.index("root")] -= _NEVER
    network.encoder.position = torch.nn.Parameter(network.encoder.position[:POSITIONS].clone())
    return network


def write_onnx(network: Network, path: Path) -> None:
    """The network in full precision, its norms and activations fused."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pieces, words = torch.randint(1000, 2000, (9,)), torch.arange(6)
    wide = {name: {0: "pieces"} for name in ("ids", "casing")} | {name: {0: "words"} for name in ("first", "last")}
    outputs = ["arcs", "labels", "upos", "feats", "names"]
    wide |= {name: {0: "words"} for name in outputs}
    wide["arcs"][1] = wide["labels"][1] = "words"
    with torch.no_grad():
        torch.onnx.export(
            Exported(network).eval(),
            (pieces, torch.zeros_like(pieces), words, words),
            str(path),
            input_names=["ids", "casing", "first", "last"],
            output_names=outputs,
            dynamic_axes=wide,
            opset_version=17,
            dynamo=False,
        )
    shape = Shape()
    better = optimizer.optimize_model(
        str(path), model_type="bert", num_heads=shape.num_attention_heads, hidden_size=shape.hidden_size, opt_level=0
    )
    better.save_model_to_file(str(path))


def quantise(full: Path, path: Path) -> None:
    """The same network in eight bits: a scale for every row of the table of pieces and every output of a layer."""
    model = onnx.load(full)
    quantise_table(model, next(t.name for t in model.graph.initializer if list(t.dims)[:1] == [Shape().vocab_size]))
    quantize_dynamic(
        model,
        path,
        op_types_to_quantize=["MatMul"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def quantise_table(model: onnx.ModelProto, name: str) -> None:
    """Puts eight-bit rows, each with its scale, in the place of a table that is looked up."""
    graph = model.graph
    table = next(tensor for tensor in graph.initializer if tensor.name == name)
    values = onnx.numpy_helper.to_array(table)
    scales = np.maximum(np.abs(values).max(1, keepdims=True), 1e-9).astype(np.float32) / 127
    graph.initializer.remove(table)
    graph.initializer.append(onnx.numpy_helper.from_array(np.rint(values / scales).astype(np.int8), f"{name}.rows"))
    graph.initializer.append(onnx.numpy_helper.from_array(scales, f"{name}.scales"))
    place, lookup = next((i, node) for i, node in enumerate(graph.node) if name in node.input)
    ids, found = lookup.input[1], lookup.output[0]
    make = onnx.helper.make_node
    graph.node.remove(lookup)
    for node in (
        make("Mul", [f"{found}.cast", f"{found}.scale"], [found], name=f"{name}/Mul"),
        make("Cast", [f"{found}.row"], [f"{found}.cast"], name=f"{name}/Cast", to=onnx.TensorProto.FLOAT),
        make("Gather", [f"{name}.scales", ids], [f"{found}.scale"], name=f"{name}/scales", axis=0),
        make("Gather", [f"{name}.rows", ids], [f"{found}.row"], name=f"{name}/rows", axis=0),
    ):
        graph.node.insert(place, node)


def write_tokenizer(path: Path) -> None:
    """The word pieces, without truncation and padding."""
    given = json.loads((encoder_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    given |= {"truncation": None, "padding": None}
    path.write_text(json.dumps(given, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def write_labels(vocabulary: Vocabulary, path: Path) -> None:
    """The classes of the outputs."""
    kept = {name: list(getattr(vocabulary, name)) for name in ("upos", "deprel", "names")}
    feats = {name: list(values) for name, values in vocabulary.feats.items()}
    path.write_text(json.dumps({**kept, "feats": feats}, indent=1) + "\n", encoding="utf-8")


def export(run: Path, out: Path, data: Path, shifts_of: Path | None = None) -> None:
    """Everything the package ships of a run; the shifts of name scores are chosen here or those of another run."""
    out.mkdir(parents=True, exist_ok=True)
    network, vocabulary = load_run(run)
    full = run / "fp32" / NETWORK
    facts = json.loads((run / "run.json").read_text(encoding="utf-8"))
    if shifts_of is None:
        facts["name_shifts"] = name_shifts(network, vocabulary, data / "dev.jsonl")
    else:
        facts["name_shifts"] = json.loads((shifts_of / "run.json").read_text(encoding="utf-8"))["name_shifts"]
    (run / "run.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    write_onnx(ready_to_ship(network, vocabulary, facts["name_shifts"]), full)
    quantise(full, out / NETWORK)
    for folder in (full.parent, out):
        write_tokenizer(folder / TOKENIZER)
        write_labels(vocabulary, folder / LABELS)
        write_checksums(folder)


def main() -> None:
    """Export, and say how large the file is."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--run", type=Path, default=BUILD / "run")
    options.add_argument("--data", type=Path, default=BUILD)
    options.add_argument("--out", type=Path, default=FOLDER)
    options.add_argument("--shifts-of", type=Path, help="a run that did not train on EWT dev, exported before")
    given = options.parse_args()
    export(given.run, given.out, given.data, given.shifts_of)
    print(f"{given.out / NETWORK}: {(given.out / NETWORK).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
