"""Train the classifier of events: what one marked actor does to another in a sentence.

    python -m training.events prepare
    python -m training.events train [--hands hand03,hand09,hand13] [--run build/events-run]
    python -m training.events score --hands hand03,hand09,hand13
    python -m training.events export

`prepare` reads every sentence with the English model and keeps the words between its two actors in the tree. `train`
tunes a MiniLM encoder on the clause (now and then the sentence) with the two between marks, followed by those words, on
all hands but those named; type, mode, contexts, modality and polarity are read off the first vector, the two marks' and
the mean. `score` says how a run does on the hands named and calibrates its probabilities on them, `export` writes what
the package ships. One thread (`OMP_NUM_THREADS=1`) is faster than several on a machine that does other work.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kgraph.extract.classifier import FOLDER, NETWORK, NONE
from kgraph.language.weights_folder import LABELS, write_checksums
from training.marked import Reading, Row, prepare, read_rows
from training.network import Encoder, Shape, one_sentence

MODALITIES: Final = ("asserted", "planned", "called-for", "hypothetical", "denied")
POLARITIES: Final = ("positive", "negative")
POSITIONS: Final = 256
_WHOLE: Final = 0.3
"""How often a row is read as a whole sentence in training, not by the clause of its two actors."""


class Classes:
    """The classes of the labels, as rows have them or as a run kept them."""

    def __init__(self, types: Sequence[str], modes: Sequence[str], contexts: Sequence[str]) -> None:
        self.types, self.modes, self.contexts = list(types), list(modes), list(contexts)

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Classes:
        """Those that stand in rows."""
        modes = {f"{row.type}-{row.mode}" if row.mode else "" for row in rows}
        contexts = {context for row in rows for context in row.contexts}
        return cls(sorted({row.type for row in rows}), sorted(modes), sorted(contexts))

    def sizes(self) -> dict[str, int]:
        """How many classes each head has."""
        return {
            "type": len(self.types),
            "mode": len(self.modes),
            "contexts": len(self.contexts),
            "modality": len(MODALITIES),
            "polarity": len(POLARITIES),
        }

    def targets(self, rows: Sequence[Row], device: str) -> dict[str, Tensor]:
        """The labels of rows as numbers."""
        modes = [f"{row.type}-{row.mode}" if row.mode else "" for row in rows]
        contexts = [[float(context in row.contexts) for context in self.contexts] for row in rows]
        columns = {
            "type": torch.tensor([self.types.index(row.type) for row in rows]),
            "mode": torch.tensor([self.modes.index(mode) for mode in modes]),
            "contexts": torch.tensor(contexts),
            "modality": torch.tensor([MODALITIES.index(row.modality) for row in rows]),
            "polarity": torch.tensor([POLARITIES.index(row.polarity) for row in rows]),
        }
        return {name: column.to(device) for name, column in columns.items()}


class EventNetwork(nn.Module):
    """A MiniLM encoder with a head for each question."""

    def __init__(self, sizes: dict[str, int]) -> None:
        super().__init__()
        shape = Shape()
        width = shape.hidden_size
        self.encoder = Encoder(shape)
        self.joined = nn.Linear(4 * width, 2 * width)
        self.heads = nn.ModuleDict({f"of_{name}": nn.Linear(2 * width, size) for name, size in sizes.items()})

    def forward(self, ids: Tensor, actor: Tensor, recipient: Tensor) -> dict[str, Tensor]:
        mask = (ids != 0).float()
        hidden = self.encoder(ids, torch.zeros_like(ids), mask)[-1]
        places = torch.arange(len(ids), device=ids.device)
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        pooled = torch.cat([hidden[:, 0], hidden[places, actor], hidden[places, recipient], mean], -1)
        pooled = functional.dropout(pooled, 0.1, self.training)
        pooled = functional.dropout(torch.tanh(self.joined(pooled)), 0.1, self.training)
        return {name.removeprefix("of_"): head(pooled) for name, head in self.heads.items()}


class _Shipped(nn.Module):
    """The network for one sentence at a time, as it is exported: without a batch there is less to do, and quicker."""

    def __init__(self, network: EventNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, actor: Tensor, recipient: Tensor) -> tuple[Tensor, ...]:
        encoder = self.network.encoder
        x = encoder.norm(encoder.word(ids) + encoder.position[: ids.shape[0]] + encoder.casing.weight[0])
        for layer in encoder.layers:
            x = one_sentence(layer, x)
        pooled = torch.cat([x[:1], x[actor], x[recipient], x.mean(0, keepdim=True)], -1)
        shared = torch.tanh(self.network.joined(pooled))
        return tuple(head(shared) for head in self.network.heads.values())


def batches(
    read: Sequence[Reading], order: Sequence[int], size: int, device: str
) -> Iterator[tuple[Tensor, list[Tensor]]]:
    """What is read in an order as padded tensors, each with its places."""
    for start in range(0, len(order), size):
        places = list(order[start : start + size])
        longest = max(len(read[i].ids) for i in places)
        ids = torch.tensor([[*read[i].ids, *[0] * (longest - len(read[i].ids))] for i in places])
        marks = [torch.tensor([getattr(read[i], name) for i in places]) for name in ("actor", "recipient")]
        yield torch.tensor(places, device=device), [tensor.to(device) for tensor in (ids, *marks)]


def shuffled(read: Sequence[Reading], size: int, chance: random.Random) -> list[int]:
    """What is read in random order, what is of like length in one batch."""
    order = sorted(range(len(read)), key=lambda i: len(read[i].ids) + 12 * chance.random())
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    chance.shuffle(chunks)
    return [i for chunk in chunks for i in chunk]


def loss_of(said: dict[str, Tensor], right: dict[str, Tensor]) -> Tensor:
    """How far answers are from the labels; types count most."""
    scores = {name: value.float() for name, value in said.items()}
    loss = functional.cross_entropy(scores["type"], right["type"], label_smoothing=0.1)
    loss = loss + 0.4 * functional.cross_entropy(scores["mode"], right["mode"], label_smoothing=0.1)
    loss = loss + 3.0 * functional.binary_cross_entropy_with_logits(scores["contexts"], right["contexts"])
    loss = loss + 0.5 * functional.cross_entropy(scores["modality"], right["modality"])
    return loss + 0.3 * functional.cross_entropy(scores["polarity"], right["polarity"])


def fit(network: EventNetwork, rows: Sequence[Row], classes: Classes, given: argparse.Namespace, device: str) -> None:
    """Train a network in place."""
    torch.manual_seed(given.seed)
    chance, targets = random.Random(given.seed), classes.targets(rows, device)
    network.to(device).train()
    groups = [
        {"params": list(network.encoder.parameters()), "lr": given.rate},
        {"params": [*network.joined.parameters(), *network.heads.parameters()], "lr": 5 * given.rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = given.epochs * ((len(rows) + given.batch - 1) // given.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.0, (steps - step) / (0.9 * steps)))
    )
    started, total, step = time.time(), 0.0, 0
    for epoch in range(given.epochs):
        read = [row.readings[chance.random() < _WHOLE] for row in rows]
        for places, inputs in batches(read, shuffled(read, given.batch, chance), given.batch, device):
            with torch.autocast(device, torch.bfloat16):
                said = network(*inputs)
            loss = loss_of(said, {name: values[places] for name, values in targets.items()})
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total = 0.98 * total + 0.02 * float(loss.detach())
            step += 1
            if step % 100 == 0:
                print(f"step {step} of {steps}: loss {total:.3f}, {time.time() - started:.0f} s", flush=True)
        print(f"epoch {epoch + 1}: loss {total:.3f}, {time.time() - started:.0f} s", flush=True)


def train(given: argparse.Namespace, device: str) -> None:
    """Train on all rows but those of the hands left out, and keep weights and classes."""
    from training.train import encoder_folder

    rows = [row for row in read_rows(given.rows) if row.hand not in given.hands]
    classes = Classes.of(rows)
    network = EventNetwork(classes.sizes())
    if given.start is None:
        network.encoder.load_pretrained(encoder_folder() / "model.safetensors")
    else:
        network.load_state_dict(torch.load(given.start / "weights.pt", map_location="cpu", weights_only=True))
    fit(network, rows, classes, given, device)
    given.run.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), given.run / "weights.pt")
    kept = {"types": classes.types, "modes": classes.modes, "contexts": classes.contexts}
    (given.run / "classes.json").write_text(json.dumps(kept | {"rows": len(rows), "seed": given.seed}) + "\n", "utf-8")


def load_run(run: Path) -> tuple[EventNetwork, Classes]:
    """The network of a run and its classes."""
    kept = json.loads((run / "classes.json").read_text("utf-8"))
    classes = Classes(kept["types"], kept["modes"], kept["contexts"])
    network = EventNetwork(classes.sizes())
    network.load_state_dict(torch.load(run / "weights.pt", map_location="cpu", weights_only=True))
    return network.eval(), classes


def score(given: argparse.Namespace, device: str) -> None:
    """Print how well a run does on the hands it left out."""
    network, classes = load_run(given.run)
    rows = [row for row in read_rows(given.rows) if row.hand in given.hands]
    right = classes.targets(rows, device)
    network.to(device)
    with torch.no_grad():
        read = [row.readings[0] for row in rows]
        parts = [network(*inputs) for _, inputs in batches(read, range(len(read)), 64, device)]
    said = {name: torch.cat([part[name] for part in parts]).float() for name in parts[0]}
    best = said["type"].argmax(-1)
    f1s = []
    for number in range(len(classes.types)):
        hit = int(((best == number) & (right["type"] == number)).sum())
        of = int((best == number).sum()) + int((right["type"] == number).sum())
        f1s.append(2 * hit / of if of else 0.0)
    event = right["type"] != classes.types.index(NONE)
    accuracy = {
        name: float((said[name].argmax(-1) == right[name]).float().mean()) for name in ("mode", "modality", "polarity")
    }
    picked, wanted = said["contexts"] > 0, right["contexts"] > 0.5
    print(f"type {float((best == right['type']).float().mean()):.3f}, macro-F1 {np.mean(f1s):.3f}, of {len(rows)} rows")
    print(f"of events {float((best == right['type'])[event].float().mean()):.3f}; {accuracy}")
    shared = int((picked & wanted).sum())
    print(f"contexts F1 {2 * shared / (int(picked.sum()) + int(wanted.sum())):.3f}")
    calibrate(said["type"].cpu(), right["type"].cpu(), given.run)


def calibrate(scores: Tensor, right: Tensor, run: Path) -> None:
    """Find the temperature at which probabilities mean what they say, and keep it with the reliability table.

    Temperature scaling and the expected calibration error over ten bins of equal width are those of Guo et al. (2017).
    """
    tried = [step / 50 for step in range(20, 101)]
    temperature = min(tried, key=lambda t: float(functional.cross_entropy(scores / t, right)))
    for name, heat in (("as trained", 1.0), ("calibrated", temperature)):
        table = reliability((scores / heat).softmax(-1), right)
        error = sum(row["count"] * abs(row["said"] - row["right"]) for row in table) / len(right)
        print(f"{name}: temperature {heat:.2f}, expected calibration error {error:.3f}")
    kept = {"temperature": temperature, "error": round(error, 4), "rows": len(right), "reliability": table}
    (run / "calibration.json").write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def reliability(shares: Tensor, right: Tensor) -> list[dict[str, float]]:
    """Of each tenth of probability: how many answers, the mean probability, and the share that is right."""
    likeliest, best = shares.max(-1)
    table = []
    for number in range(10):
        inside = (likeliest > number / 10) & (likeliest <= (number + 1) / 10)
        if count := int(inside.sum()):
            said, hits = float(likeliest[inside].mean()), float((best == right)[inside].float().mean())
            table.append({"count": count, "said": round(said, 3), "right": round(hits, 3)})
    return table


def export(given: argparse.Namespace) -> None:
    """Write the eight-bit network and its classes, and renew the checksums."""
    from onnxruntime.transformers import optimizer

    from training.export import quantise

    network, classes = load_run(given.run)
    network.encoder.position = nn.Parameter(network.encoder.position[:POSITIONS].clone())
    full = given.run / "events-fp32.onnx"
    pieces = torch.randint(1000, 2000, (9,))
    with torch.no_grad():
        torch.onnx.export(
            _Shipped(network).eval(),
            (pieces, torch.tensor([2]), torch.tensor([5])),
            str(full),
            input_names=["ids", "actor", "recipient"],
            output_names=list(classes.sizes()),
            dynamic_axes={"ids": {0: "pieces"}},
            opset_version=17,
            dynamo=False,
        )
    shape = Shape()
    optimizer.optimize_model(
        str(full), model_type="bert", num_heads=shape.num_attention_heads, hidden_size=shape.hidden_size, opt_level=0
    ).save_model_to_file(str(full))
    given.out.mkdir(parents=True, exist_ok=True)
    quantise(full, given.out / NETWORK)
    calibration = json.loads((given.run / "calibration.json").read_text("utf-8"))
    kept: dict[str, Any] = {"types": classes.types, "modes": classes.modes, "contexts": classes.contexts}
    kept |= {"modalities": MODALITIES, "temperature": calibration["temperature"]}
    (given.out / LABELS).write_text(json.dumps(kept, indent=1) + "\n", "utf-8")
    write_checksums(given.out)
    print(f"{given.out / NETWORK}: {(given.out / NETWORK).stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("prepare", "train", "score", "export"))
    parser.add_argument("--data", type=Path, default=Path("data/training/events"))
    parser.add_argument("--rows", type=Path, default=Path("build/events.jsonl"))
    parser.add_argument("--run", type=Path, default=Path("build/events-run"))
    parser.add_argument("--start", type=Path, help="the run whose weights to start from; else the encoder's own")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--hands", type=lambda text: frozenset(text.split(",")), default=frozenset())
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    given: Any = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if given.what == "prepare":
        prepare(given.data, given.rows)
    elif given.what == "train":
        train(given, device)
    elif given.what == "score":
        score(given, device)
    else:
        export(given)


if __name__ == "__main__":
    main()
