"""The network: a MiniLM encoder and its heads for dependencies, tags, features and names, in plain PyTorch.

The encoder is written out here, so that neither training nor export needs a library of models. It reads lower-cased
word pieces; a small embedding of each word's casing, zero at the start, gives case back. A word is read off its first
and its last piece, from a learned mix of all layers; one mix for grammar, one for names.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from kgraph.language.casing import CASINGS

ARC: Final = 400
LABEL: Final = 100
NAME_HIDDEN: Final = 200
HEAD_DROPOUT: Final = 0.33
SOURCES: Final = ("gold", "gum", "wikigold")
"""Whose habits names are coded by: the network may learn them apart. The exported one says `gold`."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder, as its `config.json` gives them."""

    vocab_size: int = 30522
    hidden_size: int = 384
    num_hidden_layers: int = 6
    num_attention_heads: int = 12
    intermediate_size: int = 1536
    max_position_embeddings: int = 512
    layer_norm_eps: float = 1e-12


class Words(NamedTuple):
    """One vector a word, the root first: for grammar and for names, (batch, words + 1, hidden)."""

    grammar: Tensor
    names: Tensor


class Layer(nn.Module):
    """One block of the encoder."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        size = shape.hidden_size
        self.heads = shape.num_attention_heads
        self.qkv, self.out = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.up, self.down = nn.Linear(size, shape.intermediate_size), nn.Linear(shape.intermediate_size, size)
        self.norm1, self.norm2 = nn.LayerNorm(size, shape.layer_norm_eps), nn.LayerNorm(size, shape.layer_norm_eps)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, size = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        seen = torch.softmax(scores if mask is None else scores + mask.to(q.dtype), -1) @ v
        x = self.norm1(
            x + dropped(self.out(seen.transpose(1, 2).reshape(batch, length, size)), 0.1, training=self.training)
        )
        return self.norm2(x + dropped(self.down(functional.gelu(self.up(x))), 0.1, training=self.training))


def dropped(x: Tensor, share: float, *, training: bool) -> Tensor:
    """Dropout, the share in steps of 1/256: one random byte a number is three times as quick as PyTorch's on a CPU."""
    if not training:
        return x
    limit = round(share * 256)
    drawn = torch.empty((x.numel() + 7) // 8, dtype=torch.int64, device=x.device).random_(-(2**63), None)
    kept = drawn.view(torch.uint8)[: x.numel()].view(x.shape) >= limit
    return x * kept * (256 / (256 - limit))


class Encoder(nn.Module):
    """The BERT encoder, with casing added to its input."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        size = shape.hidden_size
        self.word = nn.Embedding(shape.vocab_size, size)
        self.position = nn.Parameter(torch.zeros(shape.max_position_embeddings, size))
        self.casing = nn.Embedding(len(CASINGS), size)
        nn.init.zeros_(self.casing.weight)
        self.norm = nn.LayerNorm(size, shape.layer_norm_eps)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.num_hidden_layers))

    def forward(self, ids: Tensor, casing: Tensor, mask: Tensor | None) -> list[Tensor]:
        x = self.norm(self.word(ids) + self.position[: ids.shape[1]] + self.casing(casing))
        x = dropped(x, 0.1, training=self.training)
        bias = None if mask is None else (mask.to(x.dtype) - 1.0)[:, None, None, :] * 1e4
        found = [x]
        for layer in self.layers:
            x = layer(x, bias)
            found.append(x)
        return found

    def load_pretrained(self, file: Path) -> None:
        """Takes the weights of a BERT in safetensors; its one token-type row is added to the positions."""
        from safetensors.torch import load_file

        given = {key.removeprefix("bert."): value.float() for key, value in load_file(file).items()}
        part = "embeddings"
        with torch.no_grad():
            self.word.weight.copy_(given[f"{part}.word_embeddings.weight"])
            position = given[f"{part}.position_embeddings.weight"] + given[f"{part}.token_type_embeddings.weight"][0]
            self.position.copy_(position)
            _copy(self.norm, given, f"{part}.LayerNorm")
            for i, layer in enumerate(self.layers):
                assert isinstance(layer, Layer)
                at = f"encoder.layer.{i}"
                for kind in ("weight", "bias"):
                    joined = [given[f"{at}.attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(joined))
                _copy(layer.out, given, f"{at}.attention.output.dense")
                _copy(layer.norm1, given, f"{at}.attention.output.LayerNorm")
                _copy(layer.up, given, f"{at}.intermediate.dense")
                _copy(layer.down, given, f"{at}.output.dense")
                _copy(layer.norm2, given, f"{at}.output.LayerNorm")


def _copy(module: nn.Linear | nn.LayerNorm, given: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(given[f"{name}.weight"])
    module.bias.copy_(given[f"{name}.bias"])


class Mix(nn.Module):
    """A learned weighted mean of layers."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.zeros(layers))
        with torch.no_grad():
            self.weights[-1] = 2.0

    def forward(self, layers: list[Tensor]) -> Tensor:
        shares = torch.softmax(self.weights, 0)
        total = layers[0] * shares[0]
        for i, layer in enumerate(layers[1:], 1):
            total = total + layer * shares[i]
        return total


class Network(nn.Module):
    """Encoder and heads. `labels` are the numbers of classes: upos, xpos, deprel, names, and one a feature."""

    def __init__(self, shape: Shape, labels: dict[str, int], features: list[int]) -> None:
        super().__init__()
        size, self.relations, self.features = shape.hidden_size, labels["deprel"], features
        self.encoder = Encoder(shape)
        self.mix, self.name_mix = Mix(shape.num_hidden_layers + 1), Mix(shape.num_hidden_layers + 1)
        self.arc_dependent, self.arc_head = nn.Linear(size, ARC), nn.Linear(size, ARC)
        self.arc = nn.Parameter(torch.zeros(ARC, ARC))
        self.arc_bias = nn.Parameter(torch.zeros(ARC))
        self.label_dependent, self.label_head = nn.Linear(size, LABEL), nn.Linear(size, LABEL)
        self.label = nn.Linear(LABEL, self.relations * LABEL, bias=False)
        self.label_dependent_only, self.label_head_only = (
            nn.Linear(LABEL, self.relations),
            nn.Linear(LABEL, self.relations),
        )
        self.upos, self.xpos = nn.Linear(size, labels["upos"]), nn.Linear(size, labels["xpos"])
        self.feats = nn.Linear(size, sum(features))
        self.name_hidden, self.name_out = nn.Linear(size, NAME_HIDDEN), nn.Linear(NAME_HIDDEN, labels["names"])
        self.source = nn.Embedding(len(SOURCES), size)
        nn.init.zeros_(self.source.weight)
        nn.init.normal_(self.label.weight, std=0.02)
        nn.init.normal_(self.arc, std=0.02)

    def words(self, ids: Tensor, casing: Tensor, mask: Tensor | None, first: Tensor, last: Tensor) -> Words:
        """One vector a word from its first and last piece; the root is the piece [CLS]."""
        layers = self.encoder(ids, casing, mask)
        return Words(*(_gathered(mix(layers), first, last) for mix in (self.mix, self.name_mix)))

    def arcs(self, words: Tensor) -> Tensor:
        """Scores (..., dependents, heads)."""
        dependent, head = self._dropped(self.arc_dependent(words)), self._dropped(self.arc_head(words))
        return (dependent @ self.arc) @ head.transpose(-1, -2) + (head * self.arc_bias).sum(-1)[..., None, :]

    def label_sides(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """What the label scorer reads of a word as dependent and as head."""
        return self._dropped(self.label_dependent(words)), self._dropped(self.label_head(words))

    def labels_at(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Label scores (words, relations) of chosen pairs, both (words, LABEL)."""
        crossed = (self.label(dependent).view(-1, self.relations, LABEL) * head[:, None, :]).sum(-1)
        scores: Tensor = crossed + self.label_dependent_only(dependent) + self.label_head_only(head)
        return scores

    def name_scores(self, words: Tensor, source: Tensor) -> Tensor:
        """Scores (batch, words, tags) under the habits of a source (batch,)."""
        x = dropped(words + self.source(source)[:, None, :], HEAD_DROPOUT, training=self.training)
        scores: Tensor = self.name_out(
            dropped(functional.gelu(self.name_hidden(x)), HEAD_DROPOUT, training=self.training)
        )
        return scores

    def _dropped(self, x: Tensor) -> Tensor:
        return dropped(functional.leaky_relu(x, 0.1), HEAD_DROPOUT, training=self.training)


def _gathered(x: Tensor, first: Tensor, last: Tensor) -> Tensor:
    size = x.shape[-1]
    either = [torch.gather(x, 1, at[..., None].expand(-1, -1, size)) for at in (first, last)]
    return (either[0] + either[1]) * 0.5


class Exported(nn.Module):
    """What runs in the package, on one sentence: scores where decoding needs them, best classes elsewhere.

    The same sums as `Network`, written for one sentence without a batch: every shape is known or follows from one
    length, so that it holds half as many operations. Relations come out as the best label of every pair.
    """

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        values = max(network.features)
        wide = nn.Linear(network.feats.in_features, len(network.features) * values)
        with torch.no_grad():
            wide.weight.zero_()
            wide.bias.fill_(-1e4)
            start = 0
            for i, count in enumerate(network.features):
                wide.weight[i * values : i * values + count] = network.feats.weight[start : start + count]
                wide.bias[i * values : i * values + count] = network.feats.bias[start : start + count]
                start += count
        self.feats = wide

    def forward(self, ids: Tensor, casing: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        net, encoder = self.network, self.network.encoder
        x = encoder.norm(encoder.word(ids) + encoder.position[: ids.shape[0]] + encoder.casing(casing))
        layers = [x]
        for layer in encoder.layers:
            x = one_sentence(layer, x)
            layers.append(x)
        grammar, names = (_read_off(mix(layers), first, last) for mix in (net.mix, net.name_mix))
        feats = self.feats(grammar).view(-1, len(net.features), max(net.features)).argmax(-1)
        hidden = functional.gelu(net.name_hidden(names + net.source.weight[0]))
        return (
            net.arcs(grammar),
            self._labels(grammar),
            net.upos(grammar).argmax(-1),
            feats.to(torch.uint8),
            net.name_out(hidden),
        )

    def _labels(self, words: Tensor) -> Tensor:
        net = self.network
        dependent, head = net.label_sides(words)
        crossed = net.label(dependent).view(-1, LABEL) @ head.t()
        alone = net.label_dependent_only(dependent).view(-1, 1) + crossed
        scores = alone.view(-1, net.relations, words.shape[0]) + net.label_head_only(head).t()[None]
        return scores.argmax(1)


def one_sentence(layer: nn.Module, x: Tensor) -> Tensor:
    """One block of the encoder on the pieces of one sentence, (pieces, hidden)."""
    assert isinstance(layer, Layer)
    size = layer.out.in_features // layer.heads
    q, k, v = layer.qkv(x).view(-1, 3, layer.heads, size).permute(1, 2, 0, 3).unbind(0)
    seen = torch.softmax(q @ (k.transpose(1, 2) * size**-0.5), -1) @ v
    x = layer.norm1(x + layer.out(seen.permute(1, 0, 2).reshape(-1, layer.heads * size)))
    return layer.norm2(x + layer.down(functional.gelu(layer.up(x))))


def _read_off(x: Tensor, first: Tensor, last: Tensor) -> Tensor:
    return (x[first] + x[last]) * 0.5
