"""How many articles there are of each month: where there are none, that nothing happened cannot be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kgraph.model import Document


def articles_by_month(documents: Iterable[Document]) -> dict[str, int]:
    """By month of publication, `YYYY-MM`, how many documents; those without a day of publication are under ``""``.

    >>> papers = [Document(text="", id="a", published="2024-01-31"), Document(text="", id="b")]
    >>> articles_by_month(papers)
    {'': 1, '2024-01': 1}
    """
    counts = Counter("" if document.published is None else document.published[:7] for document in documents)
    return dict(sorted(counts.items()))
