"""ClearNLP trees, as the English pipelines of spaCy draw them, redrawn in Universal Dependencies v2.

The two differ in more than names. ClearNLP hangs a noun on its preposition, a predicate on its copula and a conjunct on
the conjunct before it; UD hangs the preposition on the noun, the copula on the predicate and every conjunct on the
first. The labels and the shapes are those of the English Web Treebank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kgraph.language import idioms
from kgraph.language.trees import NOMINAL, Tree, words

CLEARNLP: Final = words(
    "acomp agent attr auxpass complm csubjpass dative dobj hmod hyph infmod intj meta neg nn nounmod npadvmod npmod "
    "nsubjpass num number oprd partmod pcomp pobj poss possessive preconj predet prep prt quantmod rcmod relcl"
)
"""The labels that only ClearNLP has."""

UNIVERSAL: Final = words("clf cop discourse dislocated fixed flat goeswith iobj list obj obl orphan vocative")
"""The labels that only Universal Dependencies has, beside all those with a colon."""

SHARED: Final = words(
    "acl advcl advmod amod appos aux case cc ccomp compound conj csubj dep det expl mark nmod nsubj nummod parataxis "
    "punct reparandum root xcomp"
)
"""The labels that both have."""

_SAME_BUT_NAMED: Final = {
    "auxpass": "aux:pass",
    "complm": "mark",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "hmod": "compound",
    "hyph": "punct",
    "infmod": "acl",
    "intj": "discourse",
    "meta": "parataxis",
    "neg": "advmod",
    "nn": "compound",
    "nounmod": "nmod",
    "npmod": "npadvmod",
    "nsubjpass": "nsubj:pass",
    "num": "nummod",
    "number": "compound",
    "partmod": "acl",
    "poss": "nmod:poss",
    "possessive": "case",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "rcmod": "relcl",
}
_VERBAL: Final = frozenset({"VERB", "AUX"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass"})
_AUXILIARIES: Final = frozenset({"aux", "aux:pass", "cop"})
_BE: Final = words("be am is are was were been being 's \u2019s 're \u2019re 'm \u2019m ai s re m")
_PLACES: Final = words(
    "here there where how why away out over back off up down in on home abroad inside outside together ahead around "
    "nearby elsewhere everywhere"
)
"""Adverbs that are what is said with `be`, rather than when or how often it is so."""

_TELLING: Final = (
    *("advis", "allow", "ask", "assur", "caus", "convinc", "inform", "notif", "persuad", "promis", "reassur", "remind"),
    *("show", "teach", "tell", "told", "urg", "warn"),
)
"""How verbs begin that tell someone that something is so, or to do something."""

_FRONTED: Final = words("where how why when here there")


def is_clearnlp(trees: Iterable[Tree]) -> bool:
    """Whether trees are drawn as ClearNLP draws them, from their labels; from their shapes where all are shared.

    >>> tree = Tree(words=["he", "fled", "and", "hid"], upos=["PRON", "VERB", "CCONJ", "VERB"], feats=[""] * 4,
    ...             names=[""] * 4, heads=[1, None, 3, 1], labels=["nsubj", "root", "cc", "conj"])
    >>> is_clearnlp([tree])
    False
    """
    return sum(_evidence(tree, i) for tree in trees for i in range(len(tree.words))) >= 0


def _evidence(tree: Tree, i: int) -> int:
    """1 if the word speaks for ClearNLP, -1 if for UD, 0 if for neither."""
    label, head = tree.labels[i], tree.heads[i]
    if label in CLEARNLP:
        return 1
    if label in UNIVERSAL or ":" in label or (label == "case" and tree.upos[i] == "ADP"):
        return -1
    if tree.words[i] == "to" and tree.upos[i] == "PART" and label in {"aux", "mark"}:
        return 1 if label == "aux" else -1
    if label == "cc" and head is not None and (head < i or tree.labels[head] == "conj"):
        return 1 if head < i else -1
    return 0


def to_universal(tree: Tree) -> None:
    """Redraw one ClearNLP tree in Universal Dependencies, in place.

    >>> tree = Tree(words=["he", "is", "in", "rome"], upos=["PRON", "AUX", "ADP", "PROPN"], feats=[""] * 4,
    ...             names=["", "", "", "B-LOC"], heads=[1, None, 1, 2], labels=["nsubj", "root", "prep", "pobj"])
    >>> to_universal(tree)
    >>> tree.heads, tree.labels
    ([3, 3, 3, None], ['nsubj', 'cop', 'case', 'root'])
    """
    for step in _STEPS:
        step(tree)


def _promote_complements(tree: Tree) -> None:
    """Put what a preposition governs in the preposition's place."""
    for place in tree.deepest_first():
        goal = _complement(tree, place)
        if goal is None:
            continue
        clause = tree.labels[goal] == "pcomp" and _is_clause(tree, goal)
        kept = _function_conjuncts(tree, place, goal)
        tree.replace(place, goal, "mark" if clause else "case")
        tree.move([i for i in tree.children(place) if i not in kept], goal)


def _complement(tree: Tree, place: int) -> int | None:
    """What the preposition at `place` governs; also where only the next preposition governs it, `from behind it`."""
    own = tree.first(place, {"pobj"})
    own = tree.first(place, {"pcomp"}) if own is None else own
    if own is not None or tree.labels[place] not in {"prep", "agent", "dative"}:
        return own
    for i in tree.children(place):
        if tree.labels[i] in {"prep", "conj"} and i > place and tree.first(i, {"case"}) is not None:
            if tree.labels[i] == "conj":
                _share_object(tree, place, i)
            return i
    return None


def _share_object(tree: Tree, place: int, goal: int) -> None:
    """In `to and from Rome` make `from` the conjunct of `to`, below the noun that both govern."""
    other = tree.first(goal, {"case"})
    assert other is not None  # noqa: S101  # the caller saw it
    tree.heads[other], tree.labels[other] = place, "conj"


def _function_conjuncts(tree: Tree, place: int, goal: int) -> set[int]:
    """The prepositions coordinated with the one at `place`, `in and around`, and their conjunctions."""
    children = tree.children(place)
    bare = {i for i in children if i != goal and tree.labels[i] == "conj" and tree.upos[i] in {"ADP", "SCONJ"}}
    return bare | {i for i in children if bare and tree.labels[i] in {"cc", "preconj"}}


def _is_clause(tree: Tree, place: int) -> bool:
    if tree.upos[place] in _VERBAL:
        return True
    return any(tree.labels[i] in {"nsubj", "nsubjpass", "aux", "mark"} for i in tree.children(place))


def _rename(tree: Tree) -> None:
    """Give every word the label that UD has for it under that head; predicates and coordination come later."""
    for i, label in enumerate(tree.labels):
        named = _SAME_BUT_NAMED.get(label, label)
        if label == "neg" and tree.upos[i] == "DET":
            named = "det"
        elif label == "aux" and tree.words[i] == "to":
            named = "mark"
        rule = _BY_HEAD.get(named)
        tree.labels[i] = named if rule is None else rule(tree, i)


def _as_phrase(tree: Tree, i: int) -> str:
    """The label of a phrase with a preposition, or of a preposition without any."""
    nominal = tree.head_upos(i) in NOMINAL
    if tree.first(i, {"mark"}) is not None and tree.first(i, {"case"}) is None:
        return "acl" if nominal else "advcl"
    if tree.upos[i] == "ADP" and tree.first(i, {"case"}) is None:
        return "case" if tree.labels[i] == "pcomp" else "obl" if _is_embedded(tree, i) else "advmod"
    return "nmod" if nominal else "obl"


def _is_embedded(tree: Tree, i: int) -> bool:
    """Whether a preposition is stranded where its object went: `the man he spoke to`."""
    head = tree.heads[i]
    return head is not None and tree.labels[head] in {"relcl", "acl:relcl", "acl", "xcomp", "advcl", "ccomp"}


def _as_dative(tree: Tree, i: int) -> str:
    return "iobj" if tree.first(i, {"case"}) is None else "obl"


def _as_agent(tree: Tree, i: int) -> str:
    return "obl:agent" if tree.first(i, {"case"}) is not None else _as_phrase(tree, i)


def _as_adverb(tree: Tree, i: int) -> str:
    return "nmod:unmarked" if tree.head_upos(i) in NOMINAL else "obl:unmarked"


def _as_modifier(tree: Tree, i: int) -> str:
    return {"ADJ": "amod", "NUM": "nummod", "NOUN": "compound", "PROPN": "compound"}.get(tree.upos[i], "nmod")


def _as_relative(tree: Tree, i: int) -> str:
    if any(tree.words[j] == "to" and tree.upos[j] == "PART" for j in tree.children(i)):
        return "acl"
    return "advcl:relcl" if tree.head_upos(i) in _VERBAL else "acl:relcl"


def _as_clause(tree: Tree, i: int) -> str:
    return "advcl" if tree.head_upos(i) in _VERBAL else "acl"


def _as_adverbial(tree: Tree, i: int) -> str:
    return "acl" if tree.head_upos(i) in {"NOUN", "PROPN", "PRON"} else "advcl"


_BY_HEAD: Final[dict[str, Callable[[Tree, int], str]]] = {
    "acl": _as_clause,
    "advcl": _as_adverbial,
    "agent": _as_agent,
    "dative": _as_dative,
    "nmod": _as_modifier,
    "npadvmod": _as_adverb,
    "pcomp": _as_phrase,
    "pobj": _as_phrase,
    "prep": _as_phrase,
    "relcl": _as_relative,
}


def _lower_copulas(tree: Tree) -> None:
    """Put the predicate in the place of `be`; elsewhere it is an `xcomp`, and after `there is` the subject."""
    for place in tree.deepest_first():
        if tree.words[place] in _BE and tree.upos[place] in _VERBAL and tree.labels[place] not in _AUXILIARIES:
            if any(tree.labels[i] == "expl" and tree.words[i] == "there" for i in tree.children(place)):
                tree.rename(place, {"attr": "nsubj"})
            else:
                _lower_copula(tree, place)
    for place, label in enumerate(tree.labels):
        if label in {"acomp", "attr", "oprd"}:
            tree.labels[place] = "xcomp"


def _lower_copula(tree: Tree, be: int) -> None:
    goal = _predicate(tree, be)
    if goal is None:
        return
    clausal = tree.labels[goal] in {"ccomp", "xcomp"}
    subject = tree.first(be, _SUBJECTS)
    if tree.labels[goal] == "acomp" and subject is not None and tree.words[subject] == "it":
        _extrapose(tree, be, subject)
    role = "aux" if clausal and _is_due(tree, goal, subject) else "cop"
    outer = (clausal and role == "cop") or tree.first(goal, _SUBJECTS) is not None
    children = [i for i in tree.children(be) if i != goal]
    if outer:
        tree.rename(be, {"nsubj": "nsubj:outer", "csubj": "csubj:outer"})
    tree.replace(be, goal, role)
    tree.move(children, goal)
    if tree.first(goal, {"nsubj", "nsubj:outer", "csubj", "expl"}) is None:
        tree.rename(goal, {"attr": "nsubj"})


def _is_due(tree: Tree, goal: int, subject: int | None) -> bool:
    """Whether `be to` is an auxiliary: `he is to leave`, but not `the plan is to leave`."""
    return tree.labels[goal] == "xcomp" and subject is not None and tree.upos[subject] in {"PRON", "PROPN"}


def _extrapose(tree: Tree, be: int, subject: int) -> None:
    """In `it is clear that he left` the clause is the subject and `it` only stands for it."""
    clause = next((i for i in tree.children(be) if tree.labels[i] in {"ccomp", "xcomp"} and i > be), None)
    if clause is not None:
        tree.labels[subject], tree.labels[clause] = "expl", "csubj"


def _predicate(tree: Tree, be: int) -> int | None:
    """What is said of the subject with `be`, or None."""
    for labels in ({"attr", "acomp", "oprd"}, {"ccomp", "xcomp"}):
        found = tree.first(be, labels)
        if found is not None and (found > be or "attr" in labels):
            return found
    after = [i for i in tree.children(be) if i > be and _is_predicative(tree, i)]
    fronted = [i for i in tree.children(be) if i < be and tree.words[i] in _FRONTED]
    return next(iter([*after, *fronted]), None)


def _is_predicative(tree: Tree, i: int) -> bool:
    if tree.labels[i] in {"advmod", "compound:prt"}:
        return tree.words[i] in _PLACES
    return tree.labels[i] in {"obl", "advcl"} and tree.first(i, {"case"}) is not None


def _raise_subjects(tree: Tree) -> None:
    """Make the subject of a clause without a finite verb the object above it: `want him to go`, `think it right`."""
    for i, label in enumerate(tree.labels):
        head, subject = tree.heads[i], tree.first(i, {"nsubj", "nsubj:pass"})
        if label == "ccomp" and head is not None and subject is not None and not _is_finite(tree, i):
            tree.heads[subject], tree.labels[subject] = head, "obj"
            tree.labels[i] = "xcomp"


def _is_finite(tree: Tree, i: int) -> bool:
    """Whether a clause can stand alone or has a word that opens it; without features only `to` says it cannot."""
    parts = [i, *(j for j in tree.children(i) if tree.labels[j] in _AUXILIARIES)]
    if any("VerbForm=Fin" in tree.feats[j] for j in parts):
        return True
    openers = [tree.words[j] for j in tree.children(i) if tree.labels[j] == "mark"]
    if openers:
        return openers != ["to"]
    return tree.upos[i] in _VERBAL and not tree.feats[i]


def _address(tree: Tree) -> None:
    """Whoever is told that something is so, or to do something, is an `iobj`: what is told is the clause."""
    for place, label in enumerate(tree.labels):
        verb = tree.heads[place]
        if label != "obj" or verb is None or tree.first(verb, {"iobj"}) is not None:
            continue
        clauses = any(tree.labels[i] in {"ccomp", "xcomp"} for i in tree.children(verb) if i > place)
        if clauses and tree.words[verb].startswith(_TELLING):
            tree.labels[place] = "iobj"


def _turn_parataxis(tree: Tree) -> None:
    """Of two sentences in one, `he came; she left`, the first is the head; ClearNLP has it as a `ccomp` of the last."""
    for i, label in enumerate(tree.labels):
        head = tree.heads[i]
        if label != "ccomp" or head is None or i > head or tree.first(i, {"mark"}) is not None:
            continue
        between = [j for j in tree.children(head) if i < j < head]
        if between and tree.words[between[0]] in {";", ":", "--", "\u2014", "\u2013"}:
            tree.replace(head, i, "parataxis")


def _join_conjuncts(tree: Tree) -> None:
    """Hang every conjunct on the first, and conjunctions and commas on the conjunct they stand before."""
    for i, head in enumerate(tree.heads):
        if head is not None and i > head and (tree.labels[i] == "cc" or tree.words[i] in {",", ";"}):
            following = _next_conjunct(tree, head, i)
            if following is not None:
                tree.heads[i] = following
    for i in range(len(tree.heads)):
        head = tree.heads[i]
        while tree.labels[i] == "conj" and head is not None and tree.labels[head] == "conj":
            head = tree.heads[i] = tree.heads[head]


def _next_conjunct(tree: Tree, head: int, i: int) -> int | None:
    """The conjunct of `head` after `i`, where nothing but punctuation and conjunctions hangs on it between them."""
    for j in tree.children(head):
        if j > i and tree.labels[j] == "conj":
            return j
        if j > i and tree.labels[j] not in {"cc", "punct", "advmod"}:
            return None
    return None


_STEPS: Final[tuple[Callable[[Tree], None], ...]] = (
    _promote_complements,
    _rename,
    _lower_copulas,
    _raise_subjects,
    _turn_parataxis,
    _address,
    _join_conjuncts,
    idioms.join_in_order,
    idioms.join_fixed,
    idioms.measure,
    idioms.order_money_and_days,
    idioms.flatten_people,
)
