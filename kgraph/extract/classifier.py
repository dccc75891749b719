"""What one actor does to another, by a small network: type, mode, contexts, modality, polarity, with probabilities.

The network reads the sentence with the two actors marked, and the words between them in the tree. It says `NONE` where
the two only stand in one sentence. Its weights are made from sentences written for the project.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kgraph.discourse.syntax import Syntax
from kgraph.extract.between import ACTOR, RECIPIENT, clause_of, words_about, words_between, words_of_deed
from kgraph.language.weights_folder import FOLDER as LANGUAGE
from kgraph.language.weights_folder import LABELS, TOKENIZER, checked, network_session

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER: Final = Path(__file__).parent / "weights"
NETWORK: Final = "events.onnx"
NONE: Final = "NONE"
"""The type of a pair between which nothing happens."""
MOST_PIECES: Final = 200
_FIRST, _LAST = 101, 102
_OPEN: Final = {ACTOR: 1, RECIPIENT: 2}
_CLOSE: Final = {ACTOR: 3, RECIPIENT: 4}
# Of the sentence so many pieces are read around the two actors; the rest is for the words between them.
_MOST_OF_SENTENCE: Final = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the network says of one pair in one sentence.

    Attributes:
        types: the probability of each event type, `NONE` among them.
        modes: of each mode, by `TYPE-mode`; of none, by an empty name.
        contexts: of each context, on its own.
        modalities: of each modality.
        negative: that the sentence says the event did not happen.
    """

    types: Mapping[str, float]
    modes: Mapping[str, float]
    contexts: Mapping[str, float]
    modalities: Mapping[str, float]
    negative: float

    @property
    def type(self) -> str:
        """The likeliest type."""
        return max(self.types, key=self.types.__getitem__)

    @property
    def event_type(self) -> str:
        """The likeliest type that is one."""
        return max((name for name in self.types if name != NONE), key=self.types.__getitem__)

    def mode(self, event_type: str, *, least: float = 0.5) -> str | None:
        """The likeliest mode of an event type, where it is likelier than that among them and none."""
        own = {name: share for name, share in self.modes.items() if name.startswith(f"{event_type}-")}
        if not own:
            return None
        best = max(own, key=own.__getitem__)
        total = sum(own.values()) + self.modes.get("", 0.0)
        return best.partition("-")[2] if total and own[best] / total >= least else None


class EventClassifier:
    """The network in a folder of weights.

    Raises:
        DataError: a file is missing or damaged.

    >>> from kgraph.language import parse
    >>> syntax = Syntax(parse("Russia condemned Poland.")[0])
    >>> load_classifier().judge(syntax, (0, 1), (2, 3)).type
    'ACCUSE'
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        labels: dict[str, Any] = json.loads(checked(folder, LABELS).read_text("utf-8"))
        self._types, self._modes, self._contexts = labels["types"], labels["modes"], labels["contexts"]
        self._modalities, self._temperature = labels["modalities"], labels["temperature"]
        self._session = network_session(folder, NETWORK)

    def judge(self, syntax: Syntax, actor: tuple[int, int], recipient: tuple[int, int]) -> Judged:
        """What a sentence says that one does to the other.

        Args:
            syntax: the sentence.
            actor: the first word of the phrase that names the actor, and the one behind its last.
            recipient: the same of the recipient; the two do not overlap.
        """
        between, clause = words_between(syntax, actor, recipient), clause_of(syntax, actor, recipient)
        return self._judged(*piece_numbers(syntax, actor, recipient, between, clause))

    def judge_several(self, syntax: Syntax, several: tuple[int, int]) -> Judged:
        """What a sentence says that those do to one another whom one phrase names: "the two countries"."""
        return self._judged(*_numbers_of_several(syntax, several))

    def judge_deed(self, syntax: Syntax, actor: tuple[int, int], predicate: int) -> Judged:
        """What a sentence says that one does to somebody whom it does not name: "Peru offered to mediate".

        Args:
            syntax: the sentence.
            actor: the first word of the phrase that names the actor, and the one behind its last.
            predicate: the place of the word that says what he does.
        """
        return self._judged(*_numbers_of_deed(syntax, actor, predicate))

    def _judged(self, ids: list[int], places: tuple[int, int]) -> Judged:
        said = self._session.run(None, _inputs(ids, places))
        types, modes, contexts, modalities, polarity = (row[0] for row in said)
        return Judged(
            types=_shares(self._types, types / self._temperature),
            modes=_shares(self._modes, modes),
            contexts=dict(zip(self._contexts, _sigmoid(contexts).tolist(), strict=True)),
            modalities=_shares(self._modalities, modalities),
            negative=_shares(("positive", "negative"), polarity)["negative"],
        )


@cache
def load_classifier() -> EventClassifier:
    """The shipped classifier, loaded once a process.

    Raises:
        DataError: its files are missing or damaged.
    """
    return EventClassifier()


def piece_numbers(
    syntax: Syntax, actor: tuple[int, int], recipient: tuple[int, int], between: Sequence[str], kept: Sequence[int]
) -> tuple[list[int], tuple[int, int]]:
    """A sentence as the network reads it: word pieces, the actors between marks, behind it the words between them.

    Args:
        syntax: the sentence.
        actor: the first word of the phrase that names the actor, and the one behind its last.
        recipient: the same of the recipient.
        between: the words between the two.
        kept: the places of the words that are read, in order, both phrases among them.

    Returns the numbers, and where the marks before the actor and the recipient stand.
    """
    opens = {actor[0]: ACTOR, recipient[0]: RECIPIENT}
    closes = {actor[1] - 1: ACTOR, recipient[1] - 1: RECIPIENT}
    pieces = _piece_finder()
    ids, places = [_FIRST], {}
    for place in kept:
        if place in opens:
            places[opens[place]] = len(ids)
            ids.append(_OPEN[opens[place]])
        ids += pieces(syntax[place].text)
        if place in closes:
            ids.append(_CLOSE[closes[place]])
    return _with_between(ids, (places[ACTOR], places[RECIPIENT]), between)


def _numbers_of_several(syntax: Syntax, several: tuple[int, int]) -> tuple[list[int], tuple[int, int]]:
    """The same where one phrase names both: "[a] and [r]" in its place."""
    pieces = _piece_finder()
    ids = [_FIRST, *(piece for token in syntax.tokens[: several[0]] for piece in pieces(token.text))]
    actor = len(ids)
    ids += (_OPEN[ACTOR], _CLOSE[ACTOR], *pieces("and"), _OPEN[RECIPIENT], _CLOSE[RECIPIENT])
    recipient = len(ids) - 2
    ids += (piece for token in syntax.tokens[several[1] :] for piece in pieces(token.text))
    return _with_between(ids, (actor, recipient), words_about(syntax, several))


def _numbers_of_deed(syntax: Syntax, actor: tuple[int, int], predicate: int) -> tuple[list[int], tuple[int, int]]:
    """The same of a deed on somebody who is not named: he stands behind it."""
    pieces, ids, place = _piece_finder(), [_FIRST], 0
    for word in clause_of(syntax, actor, (predicate, predicate + 1)):
        if word == actor[0]:
            place = len(ids)
            ids.append(_OPEN[ACTOR])
        ids += pieces(syntax[word].text)
        if word == actor[1] - 1:
            ids.append(_CLOSE[ACTOR])
    ids += (_OPEN[RECIPIENT], *pieces("them"), _CLOSE[RECIPIENT])
    recipient = len(ids) - 2 - len(pieces("them"))
    return _with_between(ids, (place, recipient), words_of_deed(syntax, actor, predicate))


def _with_between(ids: list[int], places: tuple[int, int], between: Sequence[str]) -> tuple[list[int], tuple[int, int]]:
    pieces = _piece_finder()
    ids, at = _cut(ids, *places)
    ids.append(_LAST)
    for word in between:
        ids += (_OPEN[word],) if word in _OPEN else pieces(word)
    return [*ids[: MOST_PIECES - 1], _LAST], at


def _cut(ids: list[int], actor: int, recipient: int) -> tuple[list[int], tuple[int, int]]:
    """A long sentence cut around the two actors."""
    if len(ids) < _MOST_OF_SENTENCE:
        return ids, (actor, recipient)
    start = max(0, min((actor + recipient) // 2 - _MOST_OF_SENTENCE // 2, len(ids) - _MOST_OF_SENTENCE + 1))
    last = _MOST_OF_SENTENCE - 2
    at = tuple(min(max(place - start, 1), last) for place in (actor, recipient))
    return [_FIRST, *ids[start + 1 : start + last + 1]], (at[0], at[1])


def _inputs(ids: Sequence[int], places: tuple[int, int]) -> dict[str, NDArray[np.int64]]:
    import numpy as np

    return {
        "ids": np.array(ids, np.int64),
        "actor": np.array([places[0]], np.int64),
        "recipient": np.array([places[1]], np.int64),
    }


def _shares(names: Sequence[str], scores: NDArray[np.float32]) -> dict[str, float]:
    import numpy as np

    shares = np.exp(scores.astype(np.float64) - scores.max())
    return dict(zip(names, (shares / shares.sum()).tolist(), strict=True))


def _sigmoid(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    import numpy as np

    found: NDArray[np.float64] = 1 / (1 + np.exp(-scores.astype(np.float64)))
    return found


@cache
def _piece_finder() -> Callable[[str], tuple[int, ...]]:
    """From a word to the numbers of its pieces, remembered; the language model's pieces are ours."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(checked(LANGUAGE, TOKENIZER)))

    @lru_cache(1 << 15)
    def pieces(word: str) -> tuple[int, ...]:
        return tuple(tokenizer.encode(word[:64], add_special_tokens=False).ids)

    return pieces
