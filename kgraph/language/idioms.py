"""What Universal Dependencies draws in a way of its own: fixed expressions, measures, money, days, names of people."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kgraph.language.trees import NOMINAL, Tree, words

_MONTHS: Final = words(
    "january february march april may june july august september october november december jan. feb. mar. apr. jun. "
    "jul. aug. sep. sept. oct. nov. dec. jan feb mar apr jun jul aug sep sept oct nov dec"
)
_FUNCTIONS: Final = frozenset({"case", "cc", "mark"})
_MONEY: Final = words("$ £ € us$ c$ a$")
_FIXED: Final[dict[tuple[str, ...], str]] = {
    ("according", "to"): "case",
    ("as", "opposed", "to"): "case",
    ("as", "well"): "advmod",
    ("as", "well", "as"): "cc",
    ("because", "of"): "case",
    ("due", "to"): "case",
    ("each", "other"): "",
    ("instead", "of"): "case",
    ("less", "than"): "advmod",
    ("more", "than"): "advmod",
    ("of", "course"): "advmod",
    ("one", "another"): "",
    ("prior", "to"): "case",
    ("rather", "than"): "cc",
    ("so", "that"): "mark",
    ("such", "as"): "case",
    ("up", "to"): "advmod",
    ("whether", "or", "not"): "mark",
}
"""The commonest expressions that are one word to UD, with the label the first word gets; empty keeps the one it has."""

_BEFORE_NUMBERS: Final = frozenset({("less", "than"), ("more", "than"), ("up", "to")})
"""Those that are so only where they measure a number."""


def join_fixed(tree: Tree) -> None:
    """Make one of the words of fixed expressions: the later ones hang on the first."""
    for expression, label in _FIXED.items():
        for start in range(len(tree.words) - len(expression) + 1):
            if tuple(tree.words[start : start + len(expression)]) == expression:
                _join(tree, range(start, start + len(expression)), label)


def _join(tree: Tree, places: range, label: str) -> None:
    """Join one expression, unless its words hang on different heads or are something else here."""
    measures = tuple(tree.words[i] for i in places) in _BEFORE_NUMBERS
    outside = [i for i in places if tree.heads[i] not in places]
    above = {tree.heads[i] for i in outside}
    if len(above) != 1 or (measures and tree.head_upos(outside[0]) not in {"NUM", "SYM"}):
        return
    present = next((tree.labels[i] for i in outside if tree.labels[i] in _FUNCTIONS), tree.labels[outside[-1]])
    if label and present not in _FUNCTIONS | {"advmod", "amod", "obl", "nmod"}:
        return
    first, *later = places
    below = [j for i in places for j in tree.children(i) if j not in places]
    tree.heads[first] = tree.heads[outside[-1]]
    tree.labels[first] = present if not label or present in _FUNCTIONS else label
    tree.move(below, first)
    for i in later:
        tree.heads[i], tree.labels[i] = first, "fixed"


def join_in_order(tree: Tree) -> None:
    """In `in order to win` the first two words are a mark of the verb, not a noun that has it."""
    for order, word in enumerate(tree.words):
        clause = tree.first(order, {"acl"})
        opened = order > 0 and tree.words[order - 1] == "in" and tree.heads[order - 1] == order
        if word == "order" and opened and clause is not None and clause > order:
            tree.replace(order, clause, "fixed")
            tree.labels[clause] = "advcl"
            tree.move([i for i in tree.children(order) if i != order - 1], clause)
            tree.heads[order - 1], tree.labels[order - 1] = clause, "mark"
            tree.heads[order] = order - 1


def measure(tree: Tree) -> None:
    """In `at least 30` the superlative hangs on the number, with its preposition."""
    for place, word in enumerate(tree.words):
        at = place - 1
        if word not in {"least", "most"} or at < 0 or tree.words[at] != "at":
            continue
        below = tree.heads[place] == at
        head = tree.heads[at] if below else tree.heads[place]
        if head is not None and (below or tree.heads[at] in {place, head}):
            tree.heads[at], tree.labels[at] = place, "case"
            tree.heads[place] = head
            tree.labels[place] = "nmod" if tree.upos[head] in NOMINAL else "obl"


def order_money_and_days(tree: Tree) -> None:
    """Hang the sum on its currency, `$ 5 million`, and the month on its day, `July 12`."""
    for i in reversed(range(len(tree.words))):  # the year before the day, which takes it along
        head = tree.heads[i]
        if head is None:
            continue
        if tree.words[i] in _MONEY and tree.upos[head] == "NUM" and i < head:
            kept = [j for j in tree.children(head) if tree.labels[j] in {"compound", "nummod"} and j != i]
            _swap(tree, head, i, "nummod", kept)
        elif tree.words[head] in _MONTHS and tree.labels[i] == "nummod":
            if i == head + 1 and len(tree.words[i]) <= 2:
                _swap(tree, head, i, "nmod:unmarked", [])
            elif len(tree.words[i]) == 4:
                tree.labels[i] = "nmod:unmarked"


def _swap(tree: Tree, old: int, new: int, label: str, kept: Collection[int]) -> None:
    """Put `new` in the place of its head, all other children of which go with it but those `kept`."""
    moved = [j for j in tree.children(old) if j != new and j not in kept]
    tree.replace(old, new, label)
    tree.move(moved, new)


def flatten_people(tree: Tree) -> None:
    """Head the names of people by their first word, and hang titles on it."""
    for first, name in enumerate(tree.names):
        if name == "B-PER":
            end = next((j for j in range(first + 1, len(tree.names)) if tree.names[j] != "I-PER"), len(tree.names))
            _flatten_person(tree, range(first, end))


def _flatten_person(tree: Tree, places: range) -> None:
    """One name, if all its words hang together as a compound."""
    inside = [i for i in places if tree.heads[i] in places]
    if len(inside) != len(places) - 1 or any(tree.labels[i] not in {"compound", "flat", "amod"} for i in inside):
        return
    head = next(i for i in places if i not in inside)
    first = places[0]
    if head != first:
        moved = [j for i in places for j in tree.children(i) if j not in places]
        tree.replace(head, first, "flat")
        tree.move(moved, first)
    for i in places[1:]:
        tree.heads[i], tree.labels[i] = first, "flat"
    _hang_title(tree, first)


def _hang_title(tree: Tree, first: int) -> None:
    """In `Russian President Putin` the title, with all that tells more of it, hangs on the name."""
    title = first - 1
    if title < 0 or tree.heads[title] != first or tree.labels[title] != "compound":
        return
    tree.labels[title] = "nmod:desc"
    tree.move([i for i in tree.children(first) if i < title and tree.labels[i] in {"amod", "compound"}], title)
