"""Trains the sentence splitter: treebanks and made-up news to `kgraph/language/weights/sentences.npz`.

    python -m training.splitter --treebanks FOLDER [--seed N]

FOLDER holds `ewt` and `gum` as CoNLL-U. It takes some minutes of one core;
the same seed on the same machine writes the same bytes.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kgraph.language.boundaries import SIDE, WEIGHTS, Member, Network, network
from kgraph.language.layout import GAP, lay_out
from kgraph.language.pieces import ROWS, pieces
from kgraph.language.sentences import paragraphs, sentences
from kgraph.language.spans import Span
from kgraph.language.weights_folder import FOLDER, write_checksums
from training.treebank import RawText, raw_texts, read_conllu

WIDTH: Final = 16
HIDDEN: Final = 32
MEMBERS: Final = 2
EPOCHS: Final = 6
BATCH: Final = 1500
"""Rows a step."""
RATE: Final = 3e-3
DROPPED: Final = 0.3
"""The share of features that a step does not see, so that no word decides alone."""
DROPPED_HIDDEN: Final = 0.2
SMOOTHED: Final = 0.02
"""How far from certain the answers are that it is taught: treebanks err, too."""
LEAN: Final = 0.5
"""Added to every answer: paragraphs of the web hold more sentences than are marked well enough to be sure of them."""
SEEN: Final = 2
"""Rows of the table met less often stay empty, as those of unknown words are."""
NEWS: Final = 3200
"""How many made-up paragraphs of news are read."""
LARGEST: Final = 1.98

_STRAIGHT: Final = str.maketrans({"“": '"', "”": '"', "\u2019": "'"})
_SPLIT: Final = " | "
_SLOT: Final = re.compile(r"\{(\w+?)\d?\}")
_NAMES: Final = {
    "title": "Gen. Lt. Col. Maj. Capt. Adm. Sgt. Mr. Mrs. Ms. Dr. Prof. Sen. Rep. Gov. Amb. Minister President Pres.",
    "first": "John Maria Sergei Wei Ahmed Kim Anna Ivan Peter Fatima Giorgi Ngozi",
    "last": "Smith Ivanov Wang Hassan Lee Petrov Novak Okafor Sato Johnson Kerimov Moreau Haddad Park Chen Orban Diaz",
    "initial": "A. B. C. D. E. F. G. H. J. K. L. M. N. P. R. S. T. V. W.",
    "us": "U.S. U.S. U.S. U.K. U.N. E.U.",
    "un": "U.N. U.N. U.S. A.U. E.U.",
    "place": "Russia China Moscow Kyiv Iran Turkey Syria India Beijing Seoul Paris Georgia Yemen Cairo Serbia Mali",
    "org": "Senate ministry council bank committee party army union court cabinet",
    "role": "president ambassador spokesman minister envoy general",
    "office": "President Senator Ambassador Secretary Congressman General Treasury Navy Army State Embassy Vice",
    "nation": "Russian Chinese British French German Turkish Iranian Israeli Indian Syrian Korean Ukrainian American",
    "bare": "Jan Feb Mar Apr Jun Jul Aug Sept Oct Nov Dec",
    "full": "January February March April May June July August September October November December",
    "month": "Jan. Feb. Mar. Apr. Aug. Sept. Oct. Nov. Dec. March April May June July December",
    "weekday": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Tues. Thurs.",
    "agency": "AP Reuters AFP TASS Xinhua Interfax Anadolu",
    "body": "Environmental Department House Supreme Coast Geological District Federal National Justice Homeland Census"
    " Food Forest Postal Marine Special Central World",
    "shown": "Image Photo Video Audio Map Credit Picture Photograph",
    "He": "He She",
    "he": "he she",
}


class Example(NamedTuple):
    """One paragraph: the rows of the table for every piece, and which pieces end a sentence."""

    rows: Tensor
    ends: Tensor


class Model(nn.Module):
    """One member of the network, as `boundaries.Member` computes it."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(ROWS, WIDTH)
        nn.init.normal_(self.table.weight, 0, 0.1)
        self.first = nn.Conv1d(WIDTH, HIDDEN, 2 * SIDE + 1, padding=SIDE)
        self.second = nn.Conv1d(HIDDEN, HIDDEN, 2 * GAP)
        self.last = nn.Linear(HIDDEN, 1)

    def forward(self, rows: Tensor, kept: Tensor, filled: Tensor) -> Tensor:
        """For every row how likely a sentence ends there, as logits."""
        seen = (self.table(rows) * kept[..., None]).sum(1).T[None]
        hidden = functional.dropout(functional.relu(self.first(seen)) * filled, DROPPED_HIDDEN, self.training)
        hidden = functional.relu(self.second(functional.pad(hidden, (GAP - 1, GAP))))
        hidden = functional.dropout(hidden, DROPPED_HIDDEN, self.training)
        answer: Tensor = self.last(hidden[0].T)[:, 0]
        return answer


def examples(text: str, ends: set[int]) -> Iterator[Example]:
    """The paragraphs of a text whose sentences end at `ends`."""
    for paragraph in paragraphs(text):
        found = pieces(text, paragraph)
        layout = lay_out(text, [found])
        rows = np.concatenate([layout.looks[layout.shown], layout.surroundings], axis=1)
        if len(found) > 1:
            yield Example(torch.tensor(rows), torch.tensor([float(piece.span.end in ends) for piece in found]))


def of_treebank(folder: Path, part: str) -> list[RawText]:
    """The documents of one part of a treebank."""
    [path] = folder.glob(f"*-{part}.conllu")
    return list(raw_texts(read_conllu(path)))


def gold(document: RawText) -> set[Span]:
    """The sentences of a document as its treebank has them."""
    return {Span(start, start + len(record.text)) for start, record in document.sentences}


def news(chance: random.Random) -> Iterator[tuple[str, set[int]]]:
    """Made-up paragraphs of news, each with the ends of its sentences."""
    lines = Path(__file__).with_name("news_paragraphs.txt").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    for number in range(NEWS):
        written = _SLOT.sub(lambda slot: _filled(slot[1], chance), patterns[number % len(patterns)])
        if chance.random() < 0.5:
            written = written.translate(_STRAIGHT)
        parts = written.split(_SPLIT)
        yield " ".join(parts), {sum(map(len, parts[: i + 1])) + i for i in range(len(parts))}


def _filled(slot: str, chance: random.Random) -> str:
    if slot in {"number", "day", "year"}:
        low, high = {"number": (2, 999), "day": (1, 31), "year": (1945, 2026)}[slot]
        return str(chance.randint(low, high))
    if slot in {"PLACE", "Place"}:
        place = chance.choice(_NAMES["place"].split())
        return place.upper() if slot == "PLACE" else place
    return chance.choice(_NAMES[slot].split())


@dataclass(frozen=True, slots=True)
class Batch:
    """Paragraphs in one column, with empty rows between them: as `boundaries.Layout`, and what is right."""

    rows: Tensor
    filled: Tensor
    ends: Tensor
    asked: Tensor

    @classmethod
    def of(cls, group: list[Example]) -> Batch:
        """The paragraphs below one another."""
        size = sum(len(example.rows) + GAP for example in group) + GAP
        columns = group[0].rows.shape[1]
        batch = cls(torch.zeros(size, columns, dtype=torch.long), *(torch.zeros(size) for _ in range(3)))
        at = GAP
        for example in group:
            end = at + len(example.rows)
            batch.rows[at:end], batch.filled[at:end], batch.ends[at:end] = example.rows, 1, example.ends
            batch.asked[at : end - 1] = 1
            at = end + GAP
        return batch


def batches(data: list[Example]) -> Iterator[Batch]:
    """The paragraphs in a new order, some at a time."""
    group: list[Example] = []
    size = 0
    for number in torch.randperm(len(data)).tolist():
        group.append(data[number])
        size += len(data[number].rows) + GAP
        if size >= BATCH:
            yield Batch.of(group)
            group, size = [], 0
    if group:
        yield Batch.of(group)


def train(data: list[Example], seed: int) -> Model:
    """One member, with the mean of the weights of its last steps."""
    torch.manual_seed(seed)
    model = Model()
    often = torch.bincount(torch.cat([example.rows.flatten() for example in data]), minlength=ROWS) >= SEEN
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.0)
    steps = EPOCHS * (sum(len(example.rows) + GAP for example in data) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.05, 1 - step / steps))
    mean = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in batches(data):
            kept = often[batch.rows] * (torch.rand(batch.rows.shape) > DROPPED) * batch.filled[:, None]
            answers = model(batch.rows, kept, batch.filled)
            taught = batch.ends * (1 - 2 * SMOOTHED) + SMOOTHED
            wrong = functional.binary_cross_entropy_with_logits(answers, taught, batch.asked, reduction="sum")
            loss = wrong / batch.asked.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(model)
            with torch.no_grad():
                model.table.weight.clamp_(-LARGEST, LARGEST)
            total += wrong.item()
        print(f"member {seed}, epoch {epoch + 1}: loss {total:.0f}", flush=True)
    trained = mean.module
    assert isinstance(trained, Model)
    with torch.no_grad():
        trained.table.weight[~often] = 0
    return trained


def member_of(model: Model) -> Member:
    """The weights of a trained member as the package reads them."""

    def stacked(layer: nn.Conv1d) -> np.ndarray:
        weights = layer.weight.detach().permute(2, 1, 0).reshape(-1, HIDDEN)
        return torch.cat([weights, layer.state_dict()["bias"][None]]).numpy()

    last = torch.cat([model.last.weight.detach()[0], model.last.bias.detach() + LEAN]).numpy()
    return Member(model.table.weight.detach().numpy(), stacked(model.first), stacked(model.second), last)


def f1(documents: Iterable[RawText]) -> float:
    """The F1 of whole sentences, in per cent."""
    right = found = wanted = 0
    for document in documents:
        answer, expected = set(sentences(document.text)), gold(document)
        right, found, wanted = right + len(answer & expected), found + len(answer), wanted + len(expected)
    return 200 * right / (found + wanted)


def main() -> None:
    """Trains, writes the weights and prints the scores on the development parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    data: list[Example] = []
    for name in ("ewt", "gum"):
        for document in of_treebank(arguments.treebanks / name, "train"):
            data += examples(document.text, {span.end for span in gold(document)})
    for text, ends in news(random.Random(arguments.seed)):
        data += examples(text, ends)
    members = [member_of(train(data, arguments.seed + number)) for number in range(MEMBERS)]
    Network(tuple(members)).rounded().write(WEIGHTS)
    write_checksums(FOLDER)
    network.cache_clear()
    ewt, gum = (of_treebank(arguments.treebanks / name, "dev") for name in ("ewt", "gum"))
    reported = {
        "EWT": ewt,
        "GUM": gum,
        "GUM news": [document for document in gum if document.id.startswith("GUM_news")],
    }
    for name, documents in reported.items():
        print(f"{name} dev: sentence F1 {f1(documents):.2f}")


if __name__ == "__main__":
    main()
