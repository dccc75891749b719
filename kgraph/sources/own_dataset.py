"""The data set of a format that is not one data set: the user says what the files are."""

from __future__ import annotations

import re
from typing import Final

from kgraph.errors import DataError
from kgraph.model import Dataset
from kgraph.sources.seam import ImportOptions

DATASET_OPTIONS: Final = {
    "dataset": "short name of the data set, `my-ties-2024`: its rows are told apart from those of others by it",
    "title": "its title (its short name)",
    "license": "the terms that it comes under",
    "citation": "how it asks to be cited",
    "url": "where it is described",
    "publisher": "who makes it",
}
_ID: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


def dataset_of(options: ImportOptions, default: str | None = None) -> Dataset:
    """The data set that the options describe.

    Args:
        options: of the import.
        default: its short name where none is given.

    Raises:
        DataError: it has no short name, or one that is none.

    >>> from kgraph.actors import Gazetteer
    >>> options = ImportOptions(gazetteer=Gazetteer([]), values={"dataset": "my-ties", "license": "CC0-1.0"})
    >>> dataset_of(options).iri, dataset_of(options).license
    ('urn:kgraph:dataset:my-ties', 'CC0-1.0')
    """
    values = options.values
    name = values.get("dataset", default)
    if name is None or not _ID.fullmatch(name):
        raise DataError("option dataset", value=name, expected="a short name such as my-ties-2024")
    return Dataset(
        id=name,
        title=values.get("title") or name,
        license=values.get("license"),
        citation=values.get("citation"),
        url=values.get("url"),
        publisher=values.get("publisher"),
    )
