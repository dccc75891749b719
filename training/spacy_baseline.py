"""Trains spaCy's small CNN on the sentences that our parser is trained on, as a figure to print beside ours.

    python -m training.spacy_baseline [--data build/training] [--out build/training/spacy] [--steps 4000] [--seed 1]
    OMP_NUM_THREADS=1 python -m training.spacy_baseline --evaluate [--treebanks FOLDER] [--out build/training/spacy]

The first trains and saves a pipeline; the second scores the saved one with the scorer of `training.evaluate`, on gold
tokens: with `--treebanks` on the test parts of EWT and of some genres of GUM, written to `spacy_baseline.json` too;
without, on our development part. The sentences it learns from are ours, each a text of its own in training and in
scoring; they are not disturbed (case and full stops stay as they are), and no encoder was pretrained.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import load_config_from_str, load_model_from_config, registry
from spacy.vocab import Vocab

from training.evaluate import Scores, Tally, Word, name_scores, of_genres
from training.labels import Line, read_lines
from training.prepare import BUILD, ewt, gum
from training.treebank import Record

REPORT: Final = Path(__file__).parent / "spacy_baseline.json"
GENRES: Final = ("news", "speech", "interview", "bio")
SHOWN: Final = ("LAS", "LAS_subtypes", "UAS", "UPOS", "feats")
"""What is scored beside names; the pipeline has no lemmatiser, and gold tokens are given."""
EVERY, WATCHED = 500, 300
"""After how many steps the log gets a score, and on how many development sentences."""

CONFIG: Final = """
[nlp]
lang = "en"
pipeline = ["tok2vec", "morphologizer", "parser", "ner"]

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.HashEmbedCNN.v2"
width = 96
depth = 4
embed_size = 2000
window_size = 1
maxout_pieces = 3
subword_features = true
pretrained_vectors = null

[components.morphologizer]
factory = "morphologizer"
label_smoothing = 0.05

[components.morphologizer.model]
@architectures = "spacy.Tagger.v2"
nO = null

[components.morphologizer.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${components.tok2vec.model.width}

[components.parser]
factory = "parser"

[components.parser.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "parser"
extra_state_tokens = false
hidden_width = 128
maxout_pieces = 3
use_upper = true
nO = null

[components.parser.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${components.tok2vec.model.width}

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true
nO = null

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = ${components.tok2vec.model.width}

[training]
dropout = 0.1

[training.optimizer]
@optimizers = "Adam.v1"
learn_rate = 0.001
L2 = 0.01
L2_is_weight_decay = true
grad_clip = 1.0
use_averages = true

[training.batcher]
@batchers = "spacy.batch_by_words.v1"
discard_oversize = false
tolerance = 0.2

[training.batcher.size]
@schedules = "compounding.v1"
start = 100
stop = 1000
compound = 1.001
"""
"""spaCy's quickstart for a CPU and `efficiency`, with averaged weights."""


def bare(vocab: Vocab, words: Sequence[str]) -> Doc:
    """Words that are known to be one sentence, and nothing else."""
    return Doc(vocab, words=list(words), sent_starts=[place == 0 for place in range(len(words))])


def example_of(vocab: Vocab, line: Line) -> Example:
    """A prepared sentence as spaCy learns from it; what nobody knows of it is missing."""
    words, names = line["words"], line.get("names")
    known: dict[str, Any] = {}
    if names is not None:
        known["ents"] = ["" if tag == "?" else tag for tag in names]
    if "heads" in line:
        known |= {
            "pos": line["upos"],
            "morphs": line["feats"],
            "heads": [head - 1 if head else place for place, head in enumerate(line["heads"])],
            "deps": ["ROOT" if deprel == "root" else deprel for deprel in line["deprels"]],
        }
    return Example(bare(vocab, words), Doc(vocab, words=words, **known))


def record_of(line: Line) -> Record:
    """A prepared sentence as a record of its treebank."""
    return Record(**{key: value for key, value in line.items() if key != "source"})


def parse(nlp: Language, sentences: Iterable[Sequence[str]]) -> Iterator[Doc]:
    """Parses words given, a text for each sentence."""
    return nlp.pipe(bare(nlp.vocab, words) for words in sentences)


def answer_of(doc: Doc) -> Record:
    """What the pipeline says of a sentence."""
    return Record(
        id="",
        words=[token.text for token in doc],
        upos=[token.pos_ for token in doc],
        feats=[str(token.morph) for token in doc],
        heads=[0 if token.head.i == token.i else token.head.i + 1 for token in doc],
        deprels=["root" if token.dep_ == "ROOT" else token.dep_ for token in doc],
        names=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in doc],
    )


def score(nlp: Language, records: Sequence[Record]) -> Scores:
    """Scores with the words given."""
    answers = [answer_of(doc) for doc in parse(nlp, (record.words for record in records))]
    tally, named = Tally(), []
    for record, answer in zip(records, answers, strict=True):
        if record.heads:
            tally.add(_words(record), _words(answer))
        if record.names is not None:
            named.append((record.names, answer.names or []))
    scores = tally.scores()
    return {name: scores[name] for name in SHOWN} | name_scores([a for a, _ in named], [b for _, b in named])


def _words(record: Record) -> list[Word]:
    rows = zip(record.heads, record.deprels, record.upos, record.feats, strict=True)
    return [
        Word((place, place), (head - 1, head - 1) if head else None, deprel, upos, feats, "")
        for place, (head, deprel, upos, feats) in enumerate(rows)
    ]


def speed(nlp: Language, records: Sequence[Record]) -> Scores:
    """How many words and sentences a second are parsed: the best of three passes, in this process."""
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        for _doc in parse(nlp, (record.words for record in records)):
            pass
        seconds.append(time.perf_counter() - started)
    words = sum(len(record.words) for record in records)
    return {
        "words_per_second": round(words / min(seconds)),
        "sentences_per_second": round(len(records) / min(seconds)),
    }


def train(data: Path, out: Path, *, steps: int, seed: int) -> None:
    """Trains a pipeline and saves it with its averaged weights."""
    random.seed(seed)
    np.random.seed(seed)  # spaCy draws its first weights and its dropout from here
    config = load_config_from_str(CONFIG)
    nlp = load_model_from_config(config, auto_fill=True)
    examples = [example_of(nlp.vocab, line) for line in read_lines(data / "train.jsonl")]
    watched = [record_of(line) for line in islice(read_lines(data / "dev.jsonl"), WATCHED)]
    settings = registry.resolve({"training": config["training"]})["training"]
    optimizer = nlp.initialize(lambda: examples, sgd=settings["optimizer"])
    started, busy, words, losses = time.perf_counter(), time.process_time(), 0, dict[str, float]()
    for step, batch in enumerate(islice(settings["batcher"](_endless(examples, seed)), steps), 1):
        nlp.update(batch, drop=settings["dropout"], sgd=optimizer, losses=losses)
        optimizer.step_schedules()
        words += sum(map(len, batch))
        if step % EVERY == 0 or step == steps:
            with nlp.use_params(optimizer.averages):
                las = score(nlp, watched)["LAS"]
            seconds = time.perf_counter() - started
            lost = {name: round(loss) for name, loss in losses.items()}
            print(f"step {step}, {words} words, {seconds:.0f} s, LAS {las}, losses {lost}", flush=True)
            losses.clear()
    nlp.meta["training"] = {
        "train_steps": steps,
        "train_seed": seed,
        "train_words": words,
        "train_seconds": round(time.perf_counter() - started),
        "train_cpu_seconds": round(time.process_time() - busy),
    }
    with nlp.use_params(optimizer.averages):
        nlp.to_disk(out)


def _endless(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """The sentences over and over, each time in another order."""
    chance, order = random.Random(seed), list(examples)
    while True:
        chance.shuffle(order)
        yield from order


def test_parts(treebanks: Path) -> dict[str, list[Record]]:
    """The test sentences: all of EWT, and those genres of GUM that read like news."""
    return {"ewt": list(ewt(treebanks, "test")), "gum": of_genres(gum(treebanks, "test"), GENRES)}


def report(folder: Path, parts: Mapping[str, Sequence[Record]]) -> dict[str, Any]:
    """All that is to be said of a saved pipeline: its scores by part, its speed, its size and its training."""
    nlp = spacy.load(folder)
    everything = [record for records in parts.values() for record in records]
    return {
        **{name: score(nlp, records) for name, records in parts.items()},
        **speed(nlp, everything),
        "size_mb": round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6, 1),
        **nlp.meta["training"],
    }


def main() -> None:
    """Train, or score and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=BUILD)
    options.add_argument("--treebanks", type=Path)
    options.add_argument("--out", type=Path, default=BUILD / "spacy")
    options.add_argument("--steps", type=int, default=4000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--evaluate", action="store_true")
    given = options.parse_args()
    if not given.evaluate:
        train(given.data, given.out, steps=given.steps, seed=given.seed)
    elif given.treebanks is None:
        dev = [record_of(line) for line in read_lines(given.data / "dev.jsonl")]
        print(json.dumps(report(given.out, {"dev": dev})))
    else:
        found = json.dumps(report(given.out, test_parts(given.treebanks)))
        REPORT.write_text(found + "\n", encoding="utf-8")
        print(found)


if __name__ == "__main__":
    main()
