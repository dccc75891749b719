"""Shifts the scores of name tags so that names found on the development part are most often right.

What is left of a run to chance is how readily it says "no name" and how it shares names out among the classes. Both are
one number a class, chosen on EWT dev after training and added to the last bias of the network when it is exported.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from kgraph.language.decoding import best_tags, transitions
from training.batches import Example, collate
from training.evaluate import name_scores
from training.labels import NAMES, Line
from training.network import Network

OUTSIDE: Final = tuple(step / 4 for step in range(-4, 13))
CLASSES: Final = tuple(step / 4 for step in range(-3, 4))


def name_bias(network: Network, examples: Sequence[Example], lines: Sequence[Line]) -> NDArray[np.float32]:
    """What to add to the score of each tag, in the order of `NAMES`, for the best F1 on these sentences."""
    scores = [_scores(network, example) for example in examples]
    gold = [line["names"] for line in lines]

    def f1(bias: NDArray[np.float32]) -> float:
        steps = transitions(NAMES)
        found = [[NAMES[i] for i in best_tags(row + bias, steps)] for row in scores]
        return name_scores(gold, found)["names_all"]

    outside = max(OUTSIDE, key=lambda o: f1(_bias(o, 0.0, 0.0)))
    near = [outside - 0.25, outside, outside + 0.25]
    best = max(product(near, CLASSES, CLASSES), key=lambda shifts: f1(_bias(*shifts)))
    return _bias(*best)


def _bias(outside: float, organisation: float, person: float) -> NDArray[np.float32]:
    return np.array([outside, person, person, organisation, organisation, 0, 0], np.float32)


def _scores(network: Network, example: Example) -> NDArray[np.float32]:
    batch = collate([example])
    with torch.no_grad():
        words = network.words(batch.ids, batch.casing, None, batch.first, batch.last)
        found: NDArray[np.float32] = network.name_scores(words.names, torch.zeros(1, dtype=torch.long))[0, 1:].numpy()
    return found
