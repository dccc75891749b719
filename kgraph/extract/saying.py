"""Who says what a word of a sentence tells, read from the tree: the verbs of speech above it, outermost first.

"Xinhua said that Putin had told reporters that the countries should hold drills": over "hold" stand Xinhua, then Putin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from kgraph.actors.sectors import sector_of
from kgraph.discourse import Reference, Use
from kgraph.discourse.syntax import Syntax
from kgraph.extract.governing import claimant
from kgraph.language.trees import words
from kgraph.model import Attribution, local_actor_id

_SAYING: Final = words(
    """say tell report state announce add claim write tweet insist argue note confirm suggest declare allege believe
    estimate reveal acknowledge emphasize emphasise stress explain warn assert recall deny accuse blame suspect
    describe think feel admit reply respond remark observe comment maintain contend disclose testify conclude
    predict indicate hint quote cite complain boast repeat reiterate affirm concede"""
)
_SHOWING: Final = words("explain suggest indicate reveal conclude hint predict estimate")
"""What things do as well as people: of these only who is known to be an actor is a speaker."""
_OF_WHAT: Final = ("of", "for")
"""Before what somebody is accused of, or blamed for."""
_QUOTING: Final = words("quote cite")
_SAID: Final = words(
    "claim report statement allegation accusation assertion suggestion announcement rumour evidence denial"
)
_DISPUTING: Final = words("dispute refute rebut reject dismiss contest contradict")
"""Who does so to a clause, or to a claim that is nobody's, speaks of what it tells; who does so to a plan does not."""
_ACCORDING: Final = ("according to", "in the words of", "per")
_WHERE: Final = ("in", "of", "at", "within", "from", "for", "inside", "close to")
_CONTENT: Final = ("ccomp", "parataxis", "advcl", "obj", "xcomp", "acl", "obl", "csubj")


class Sayings:
    """Who says what in one sentence.

    Args:
        syntax: the sentence.
        references: its references, with whom they mean.
    """

    def __init__(self, syntax: Syntax, references: Sequence[Reference]) -> None:
        self._syntax = syntax
        self._by_head = {reference.head: reference for reference in references if reference.use is not Use.OTHER}

    def over(self, place: int) -> tuple[Attribution, ...]:
        """Who says what a word tells, outermost first; nobody where the text says it itself."""
        inner: list[tuple[int, int]] = []
        below, current = place, self._syntax[place].head
        inner += self._beside(place, place)
        while current is not None:
            inner += self._above(below, current)
            inner += self._beside(current, below)
            below, current = current, self._syntax[current].head
        found: list[Attribution] = []
        for speaker, verb in reversed(inner):
            source = self._source(speaker, verb)
            if source is not None and source.id not in {other.id for other in found}:
                found.append(source)
        return tuple(found)

    def _above(self, below: int, verb: int) -> Iterator[tuple[int, int]]:
        """The speaker of a verb or noun of saying under which a word stands."""
        syntax, label = self._syntax, self._syntax.label(below)
        if syntax[verb].upos == "NOUN" and syntax[verb].lemma in _SAID and label in ("acl", "ccomp"):
            owner = self._owner(verb)
            if owner is not None:
                yield owner, verb
        if self._is_disputed(below, verb, label):
            speaker = self._subject(verb)
            if speaker is not None:
                yield speaker, verb
        if syntax[verb].lemma not in _SAYING or syntax[verb].upos != "VERB":
            return
        quotes = syntax[verb].lemma in _QUOTING
        if label not in _CONTENT or (label == "obl" and not quotes):
            return
        mark = syntax.child(below, "mark")
        if label == "advcl" and not quotes and mark is not None and syntax.lower[mark] not in _OF_WHAT:
            return
        agent = _first(syntax, verb, lambda i: syntax[i].deprel == "obl:agent" or syntax.case(i) == "by")
        subject = syntax.child(verb, "nsubj:pass") if quotes else None
        quoted = syntax.child(verb, "obj") if quotes else None
        if quoted is not None and quoted != below:
            yield quoted, verb
        speaker = subject or agent or self._subject(verb)
        if speaker is not None and speaker not in syntax.upwards(below):
            yield speaker, verb

    def _is_disputed(self, below: int, verb: int, label: str) -> bool:
        """Whether a verb tells that somebody says of what stands below that it is not so."""
        if self._syntax[verb].lemma not in _DISPUTING or self._syntax[verb].upos != "VERB":
            return False
        if label != "obj":
            return label == "ccomp"
        is_claim = self._syntax[below].lemma in _SAID and self._syntax[verb].feat("VerbForm") != "Inf"
        return is_claim and claimant(self._syntax, below) is None

    def _beside(self, place: int, below: int) -> Iterator[tuple[int, int]]:
        """Who is named beside what is said: ", X said", "according to X", "as X put it", "citing X"."""
        syntax = self._syntax
        for child in syntax.kids[place]:
            if child == below:
                continue
            label = syntax.label(child)
            if label == "obl" and syntax.case(child) in _ACCORDING:
                yield child, child
            elif label in ("parataxis", "advcl", "ccomp") and syntax[child].lemma in _SAYING:
                if syntax[place].lemma in _SAYING and syntax[child].lemma in _QUOTING:
                    cited = syntax.child(child, "obj")
                    if cited is not None:
                        yield cited, child
                elif label == "parataxis" or (label == "advcl" and syntax.lower[syntax.first_of(child)] == "as"):
                    speaker = syntax.child(child, "nsubj") or _first(syntax, child, lambda i: syntax.case(i) == "by")
                    if speaker is not None and syntax.child(child, "ccomp") is None:
                        yield speaker, child

    def _subject(self, verb: int) -> int | None:
        """Who does what a verb tells: its subject, of a relative clause the noun before it."""
        subject = self._syntax.subject(verb)
        above = verb
        while subject is None and self._syntax.label(above) in ("acl", "xcomp", "advcl", "conj"):
            head = self._syntax[above].head
            if head is None:
                return None
            is_told_of = self._syntax.label(above) == "acl" and self._syntax[head].upos in ("NOUN", "PROPN")
            if is_told_of and self._syntax[head].lemma not in _SAID:
                return head
            above, subject = head, self._syntax.subject(head)
        if subject is not None and self._syntax[subject].feat("PronType") == "Rel":
            clause = self._syntax.clause(subject)
            return self._syntax[clause].head if self._syntax.label(clause) == "acl" else None
        return subject

    def _source(self, place: int, verb: int) -> Attribution | None:
        """A speaker as an actor; whom no table knows by the words, an outlet's report by the outlet."""
        syntax = self._syntax
        if syntax[place].lemma in _SAID:
            owner = self._owner(place)
            if owner is None:
                return None
            place = owner
        cue = None if verb == place else syntax[verb].text
        reference = self._by_head.get(place)
        if reference is not None and reference.actors:
            who = reference.actors[0]
            is_known = len(reference.actors) == 1 and sector_of(who.id) is None
            if is_known or reference.how == "pronoun":
                return Attribution(id=who.id, name=who.name, cue=cue)
        if syntax[place].upos not in ("NOUN", "PROPN") or syntax[verb].lemma in _SHOWING:
            return None
        name = self._phrase(place)
        return Attribution(id=local_actor_id(name), name=name, cue=cue)

    def _owner(self, noun: int) -> int | None:
        """Whose report or claim it is: "Oman's report", "a report by Oman", "a report in Japanese media"."""
        syntax = self._syntax
        owner = syntax.child(noun, "nmod:poss")
        return _first(syntax, noun, lambda i: syntax.case(i) in ("by", "from", "in", "of")) if owner is None else owner

    def _phrase(self, place: int) -> str:
        """The words for somebody: his noun with what is before it, and what says where or whose he is."""
        syntax = self._syntax
        start = min([syntax.phrase_start(place), *(syntax.first_of(i) for i in syntax.children(place, "nmod:poss"))])
        end = syntax.phrase_end(place)
        for child in syntax.children(place, "nmod"):
            if child > place and syntax.case(child) in _WHERE:
                end = max(end, child + 1)
        first, last = syntax.span(start, end)
        text = syntax.sentence.text[first - syntax.sentence.start : last - syntax.sentence.start]
        return " ".join(text.split()).removeprefix("the ").removeprefix("The ").removeprefix("a ").removeprefix("A ")


def _first(syntax: Syntax, place: int, fits: Callable[[int], bool]) -> int | None:
    return next((i for i in syntax.kids[place] if syntax.label(i) in ("nmod", "obl") and fits(i)), None)
