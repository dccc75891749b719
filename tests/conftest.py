"""What all tests share: properties are tried on the same examples every time, and never against a clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("kgraph", deadline=None, derandomize=True)
settings.load_profile("kgraph")


@pytest.fixture(scope="session")
def oxigraph_url() -> Iterator[str]:
    """Oxigraph's server, started once."""
    from tests.sparql_servers import oxigraph

    with oxigraph() as url:
        yield url


@pytest.fixture(scope="session")
def virtuoso_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Virtuoso, started once."""
    from tests.sparql_servers import NO_VIRTUOSO, has_virtuoso, virtuoso

    if not has_virtuoso():
        pytest.skip(NO_VIRTUOSO)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url
