"""The door from spaCy: a parsed Doc of any English pipeline becomes sentences of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kgraph.errors import DataError
from kgraph.language.clearnlp import CLEARNLP, SHARED, UNIVERSAL, is_clearnlp, to_universal
from kgraph.language.lemmas import lemma_of
from kgraph.language.sentence import Sentence, Token
from kgraph.language.trees import Tree

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Token as Word

UD_MARK: Final = "kgraph.universal"
"""The key of `Doc.user_data` under which our own component says that its trees are Universal Dependencies."""

_KINDS: Final = {
    "PERSON": "PER",
    "PER": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
}


def from_spacy(doc: Doc) -> list[Sentence]:
    """The sentences of a parsed Doc, in Universal Dependencies v2, whichever of UD and ClearNLP its pipeline draws.

    For example::

        nlp = spacy.load("en_core_web_sm")
        from_spacy(nlp("Russia was sanctioned by the EU."))[0].tokens[5].deprel  # 'obl:agent'

    Offsets count the characters of `doc.text`. Tokens of nothing but space are left out. Parts of speech, features and
    lemmas are those of the Doc; a word without a lemma gets ours. People, organisations and places are the only names
    kept. The trees are no better than the parser's own, and a ClearNLP tree says less than a UD one in places: names
    of companies and ships, lists and vocatives stay compounds, appositions and adverbials.

    Raises:
        DataError: the Doc was not parsed, or with labels that neither scheme has.
    """
    if not doc.has_annotation("DEP"):
        raise DataError("a Doc without dependencies", expected="one that went through a pipeline with a parser")
    names = _names(doc)
    spoken = [words for sent in doc.sents if (words := [word for word in sent if not word.text.isspace()])]
    trees = [_tree(words, names) for words in spoken]
    if not doc.user_data.get(UD_MARK) and is_clearnlp(trees):
        for tree in trees:
            to_universal(tree)
    return [_sentence(doc, words, tree) for words, tree in zip(spoken, trees, strict=True)]


def _tree(words: Sequence[Word], names: dict[int, str]) -> Tree:
    """What the Doc says of one sentence, places counted within it."""
    places = {word.i: place for place, word in enumerate(words)}
    heads = [places.get(_solid_head(word).i) for word in words]
    heads = [None if head == place else head for place, head in enumerate(heads)]
    tree = Tree(
        words=[word.text.lower() for word in words],
        upos=[word.pos_ or "X" for word in words],
        feats=[str(word.morph) for word in words],
        names=_opened([names.get(word.i, "") for word in words]),
        heads=heads,
        labels=[_label(word.dep_) for word in words],
    )
    _root(tree)
    return tree


def _solid_head(word: Word) -> Word:
    """The nearest word above that is not space; the word itself where there is none."""
    head = word.head
    while head.text.isspace() and head.head.i != head.i:
        head = head.head
    return word if head.text.isspace() else head


def _label(dep: str) -> str:
    """A label as both schemes spell it, or an error if neither has it."""
    label = "root" if dep == "ROOT" else dep or "dep"
    base = label.partition(":")[0]
    if label not in CLEARNLP and base not in UNIVERSAL and base not in SHARED:
        raise DataError("a dependency label of another scheme", value=dep, expected="one of UD or ClearNLP")
    return label


def _root(tree: Tree) -> None:
    """Give a sentence one root: a Doc cut by hand may have several, and a root of space leaves orphans."""
    first, *others = (i for i, head in enumerate(tree.heads) if head is None)
    tree.labels[first] = "root"
    for other in others:
        tree.heads[other], tree.labels[other] = first, "parataxis"


def _names(doc: Doc) -> dict[int, str]:
    """The BIO tags of the names that we keep, by place in the Doc."""
    tags: dict[int, str] = {}
    for name in doc.ents:
        kind = _KINDS.get(name.label_)
        solid = [word.i for word in name if not word.text.isspace()]
        if kind is not None:
            tags.update({i: f"{'I' if place else 'B'}-{kind}" for place, i in enumerate(solid)})
    return tags


def _opened(tags: list[str]) -> list[str]:
    """The tags of a sentence; a name that runs over its start begins there."""
    return [f"B{tags[0][1:]}", *tags[1:]] if tags[0].startswith("I") else tags


def _sentence(doc: Doc, words: Sequence[Word], tree: Tree) -> Sentence:
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    tokens = tuple(_token(word, tree, place) for place, word in enumerate(words))
    return Sentence(text=doc.text[start:end], start=start, end=end, tokens=tokens)


def _token(word: Word, tree: Tree, place: int) -> Token:
    upos, feats = tree.upos[place], tree.feats[place]
    return Token(
        text=word.text,
        start=word.idx,
        end=word.idx + len(word),
        lemma=word.lemma_ or lemma_of(word.text, upos, feats),
        upos=upos,
        feats=feats,
        head=tree.heads[place],
        deprel=tree.labels[place],
        name=tree.names[place],
    )
