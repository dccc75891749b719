"""Pronouns: whom he, she, it and they take up.

Every mention of the last sentences that agrees is weighed by how near it is, how much it stands in the foreground,
whether it stands in the same clause, and what sort of thing it is; "nobody that was mentioned" is weighed beside them.
The weights were learnt from the coreference of the GUM corpus (`training/pronouns.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from kgraph.discourse.entities import OBJECT, SUBJECT, Entity, Log, Said
from kgraph.discourse.lexicon import SPEECH
from kgraph.discourse.syntax import Syntax
from kgraph.language.trees import words
from kgraph.model import ActorKind

HE: Final = words("he him his himself")
SHE: Final = words("she her hers herself")
IT: Final = words("it its itself")
THEY: Final = words("they them their theirs themselves")
FIRST: Final = words("we us our ours i me my mine")
MOST_SENTENCES: Final = 4
"""Sentences that are looked back at most."""
MOST_MENTIONS: Final = 40
"""Mentions that are weighed at most."""
WEIGHTS: Final = "pronoun_weights.json"

_WILLED: Final = SPEECH | words(
    """launch attack sign seek want try plan intend refuse reject accept send deploy withdraw support oppose condemn
    sanction impose ban invade bomb buy sell export import negotiate agree demand threaten recognize recognise join
    leave fight defend win lose elect expel recall summon arrest detain accuse deny urge welcome back help aid fund
    finance arm train consider decide choose hope expect need fear face host mediate broker vote abstain veto block
    pursue develop test fire conduct hold begin start stop end resume suspend cut increase reduce raise lift freeze
    expand spend invest lend borrow pay owe control govern rule own share"""
)
"""Verbs whose subject wills what it does: "it" is then no thing."""

_IN_NEWS: Final = {"he": 1.0, "she": 1.0, "it": 1.0, "they": 2.1}
"""How much less than in GUM's genres a pronoun in the news takes up what is no actor."""
_SAYS_OF_ITSELF: Final = "says-of-itself"
"""Whoever says something is whom the pronoun in what is said takes up, unless more speaks for another."""
_ONE_OF_MANY: Final = "one-of-many"
"""A state or a body is taken up by "they" where no list of several can be meant."""
_KNOWN: Final = {_SAYS_OF_ITSELF: 1.5, _ONE_OF_MANY: -1.5}
"""What those weigh: too seldom in GUM to be learnt, frequent in the news."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that may be taken up, with the names of the features that speak for and against it."""

    said: Said
    features: tuple[str, ...]


class Pronouns:
    """Finds whom the pronouns of one document take up.

    Args:
        log: the mentions so far.
    """

    def __init__(self, log: Log) -> None:
        self._log = log

    def antecedent(self, syntax: Syntax, sentence: int, place: int) -> Entity | None:
        """Whom a pronoun of the third person means; None for a thing, or where nobody fits."""
        weights = _weights()
        best, chosen = nobody_score(syntax, place, weights), None
        for candidate in self.candidates(syntax, sentence, place):
            score = score_of(candidate.features, weights)
            if score > best + 1e-9:
                best, chosen = score, candidate.said.entity
        return chosen if chosen is not None and chosen.animate else None

    def candidates(self, syntax: Syntax, sentence: int, place: int) -> list[Candidate]:
        """The mentions that agree with a pronoun, the last first: of each entity the foremost in its last sentence."""
        word = syntax.lower[place]
        foremost: dict[Entity, Said] = {}
        possessive = syntax[place].deprel == "nmod:poss"
        governor = None if possessive else syntax[place].head
        for said in self._log.back(sentence, most=MOST_SENTENCES):
            known = foremost.get(said.entity)
            if known is not None and (known.sentence != said.sentence or not _is_before(said, known)):
                continue
            if not agrees(word, said.entity) or (known is None and len(foremost) == MOST_MENTIONS):
                continue
            if said.sentence == sentence and governor is not None and _shares(syntax, said, governor):
                continue
            foremost[said.entity] = said
        taking = _Taking(syntax, sentence, place, self._log)
        return [Candidate(said, taking.features(said, order)) for order, said in enumerate(foremost.values())]


class _Taking:
    """A pronoun that takes up a mention: the features of the two."""

    def __init__(self, syntax: Syntax, sentence: int, place: int, log: Log) -> None:
        self._syntax, self._sentence, self._place, self._log = syntax, sentence, place, log
        self._kind = word_class(syntax.lower[place])
        self._clause = syntax.clause(place)
        label = syntax[place].deprel
        self._role = "poss" if label == "nmod:poss" else "subj" if label.startswith("nsubj") else "other"

    def features(self, said: Said, order: int) -> tuple[str, ...]:
        """What speaks for a mention, the `order`th from the pronoun; each feature is of one class of pronouns."""
        named = (*self._of_foreground(said, order), *self._of_speech(said), *self._of_sort(said))
        return tuple(f"{self._kind}:{name}" for name in named)

    def _of_foreground(self, said: Said, order: int) -> Iterator[str]:
        """How near a mention is, and how much it stands in the foreground."""
        distance = self._sentence - said.sentence
        yield f"distance={distance}"
        yield f"order={min(order, 5)}"
        yield f"rank={said.rank}"
        yield f"role={self._role}&rank={said.rank}"
        yield f"times={min(self._log.times(said.entity), 3)}"
        yield f"sort={_sort(said.entity)}"
        if distance == 0:
            yield f"same-clause={said.clause == self._clause}&role={self._role}&rank={said.rank}"
            yield "governs" if _governs(self._syntax, said.clause, self._clause) else "apart"
        else:
            yield f"distance={min(distance, 2)}&rank={said.rank}"
            if said.is_main and said.rank == SUBJECT:
                yield f"main-subject&distance={min(distance, 2)}"
        if said.is_place:
            yield "place"

    def _of_speech(self, said: Said) -> Iterator[str]:
        """Whether a mention is who says what the pronoun stands in."""
        if not said.speaks:
            return
        syntax, distance = self._syntax, self._sentence - said.sentence
        yield f"speaks&role={self._role}&distance={min(distance, 2)}"
        if distance == 0 and self._clause != said.clause and _governs(syntax, said.clause, self._clause):
            yield _SAYS_OF_ITSELF
        head = syntax[self._place].head
        if self._role == "subj" and head is not None and syntax[head].lemma in SPEECH:
            yield f"speaks-on&distance={min(distance, 2)}"

    def _of_sort(self, said: Said) -> Iterator[str]:
        """What sort of thing was mentioned, in what form."""
        entity = said.entity
        if said.pronoun:
            same = said.pronoun == self._syntax.lower[self._place]
            yield f"pronoun={same}&distance={min(self._sentence - said.sentence, 2)}"
        if _is_willed(self._syntax, self._place):
            yield f"willed&sort={_sort(entity)}"
        if entity.members:
            yield "list"
        if self._kind == "they" and not entity.plural:
            yield _ONE_OF_MANY
        if said.rank == OBJECT and self._role == "other":
            yield "parallel"
        if entity.gender is not None and self._kind in ("he", "she"):
            yield "gender-known"


def _is_before(said: Said, other: Said) -> bool:
    """Whether one mention of an entity is more in the foreground of their sentence than another."""
    return (said.rank, said.is_main) > (other.rank, other.is_main)


def agrees(word: str, entity: Entity) -> bool:
    """Whether an entity agrees with a pronoun in number, gender and kind."""
    if word in HE or word in SHE:
        gender = "m" if word in HE else "f"
        return entity.is_person and entity.gender in (None, gender)
    if word in IT:
        return not entity.plural and entity.kind is not ActorKind.PERSON
    if entity.plural:
        return True
    return entity.animate and not entity.is_person


def score_of(names: Iterable[str], weights: Mapping[str, float]) -> float:
    """How much the features of a mention speak for it."""
    return sum(_KNOWN.get(name.partition(":")[2]) or weights.get(name, 0.0) for name in names)


def nobody_score(syntax: Syntax, place: int, weights: Mapping[str, float]) -> float:
    """How much speaks for a pronoun that takes up nobody who was mentioned."""
    learnt = sum(weights.get(name, 0.0) for name in nobody_features(syntax, place))
    return learnt - _IN_NEWS[word_class(syntax.lower[place])]


def nobody_features(syntax: Syntax, place: int) -> list[str]:
    """The features of a pronoun itself."""
    kind = word_class(syntax.lower[place])
    token = syntax[place]
    named = ["nobody", f"nobody&label={token.deprel}"]
    if token.head is not None:
        named.append(f"nobody&verb={syntax[token.head].upos}")
        if syntax.child(token.head, "cop") is not None:
            named.append("nobody&cop")
        if syntax.child(token.head, "ccomp", "csubj", "advcl") is not None:
            named.append("nobody&clause")
    if _is_willed(syntax, place):
        named.append("nobody&willed")
    return [f"{kind}:{name}" for name in named]


def word_class(word: str) -> str:
    """Which of the four pronouns a form is of."""
    return "he" if word in HE else "she" if word in SHE else "it" if word in IT else "they"


@cache
def _weights() -> dict[str, float]:
    loaded: dict[str, float] = json.loads((files("kgraph.discourse") / WEIGHTS).read_text("utf-8"))
    return loaded


def _sort(entity: Entity) -> str:
    if not entity.animate:
        return "things" if entity.plural else "thing"
    if entity.is_person:
        return "person" if entity.refs else "somebody"
    if entity.plural:
        return "group" if entity.refs else "people"
    return "state" if entity.is_state else "body" if entity.is_body else "sector" if entity.refs else "institution"


def _shares(syntax: Syntax, said: Said, governor: int) -> bool:
    """Whether a mention depends on the same word as the pronoun, so that it would be reflexive."""
    return syntax[syntax.first_conjunct(said.head)].head == governor or said.head == governor


def _governs(syntax: Syntax, upper: int, lower: int) -> bool:
    """Whether one clause stands above another in the tree."""
    place: int | None = lower
    while place is not None:
        if place == upper:
            return True
        place = syntax[place].head
    return False


def _is_willed(syntax: Syntax, place: int) -> bool:
    """Whether a pronoun is the subject of something willed."""
    token = syntax[place]
    return token.deprel == "nsubj" and token.head is not None and syntax[token.head].lemma in _WILLED


def is_pleonastic(syntax: Syntax, place: int) -> bool:
    """Whether an "it" stands for nothing: it is clear that, it took years to."""
    token = syntax[place]
    return token.deprel == "expl" or token.head is None
