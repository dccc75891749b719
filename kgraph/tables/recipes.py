"""Named questions in SQL: the big counts, over all claims at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kgraph.errors import UnknownNameError


@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuery:
    """A question to the tables.

    Attributes:
        name: its name; the same as in the cookbook of SPARQL where it is the same question.
        title: what it answers, in one line.
        sql: the text; it runs wherever the four tables have their names.
    """

    name: str
    title: str
    sql: str


_FIRM: Final = "polarity AND modality IN ('asserted', 'reported')"

TABLE_QUERIES: Final[Mapping[str, TableQuery]] = MappingProxyType(
    {
        query.name: query
        for query in (
            TableQuery(
                name="dyads-by-year",
                title="Firm claims of each dyad and year, with those that are conflict and cooperation",
                sql=f"""SELECT dyad_judged AS dyad, year, count(*) AS claims,
       count(*) FILTER (sign < 0) AS conflict, count(*) FILTER (sign > 0) AS cooperation
FROM claims WHERE dyad_judged IS NOT NULL AND year > 0 AND {_FIRM}
GROUP BY ALL ORDER BY dyad, year""",
            ),
            TableQuery(
                name="event-types",
                title="Claims by event type and modality",
                sql="""SELECT event_type, modality, count(*) AS claims
FROM claims GROUP BY ALL ORDER BY claims DESC, event_type, modality""",
            ),
            TableQuery(
                name="sources",
                title="Publishers, with their documents and the claims in them",
                sql="""WITH told AS (SELECT document, count(*) AS claims FROM claims GROUP BY document)
SELECT coalesce(publisher, 'not given') AS publisher, count(*) AS documents,
       coalesce(sum(claims), 0)::BIGINT AS claims
FROM documents LEFT JOIN told ON document = id WHERE kind = 'document'
GROUP BY ALL ORDER BY claims DESC, publisher""",
            ),
            TableQuery(
                name="speakers",
                title="Who is reported to have said most, by the innermost of each chain",
                sql="""SELECT speaker_ids[-1] AS speaker, any_value(speakers[-1] ORDER BY speakers[-1]) AS name,
       count(*) AS claims
FROM claims WHERE len(speakers) > 0 GROUP BY speaker ORDER BY claims DESC, speaker LIMIT 25""",
            ),
            TableQuery(
                name="top-dyads",
                title="The dyads with the most firm claims, with the number of documents behind them",
                sql=f"""SELECT dyad_judged AS dyad, count(*) AS claims, count(DISTINCT document) AS documents
FROM claims WHERE dyad_judged IS NOT NULL AND {_FIRM}
GROUP BY dyad_judged ORDER BY claims DESC, dyad LIMIT 25""",
            ),
            TableQuery(
                name="years",
                title="Claims by year; year 0 has those without a date",
                sql="""SELECT year, count(*) AS claims, count(DISTINCT dyad_judged) AS dyads
FROM claims GROUP BY year ORDER BY year""",
            ),
        )
    }
)
"""The questions by name."""


def table_query(name: str) -> TableQuery:
    """The question of that name.

    Raises:
        UnknownNameError: there is none; the message offers the nearest.

    >>> table_query("top-dyads").title
    'The dyads with the most firm claims, with the number of documents behind them'
    """
    if name not in TABLE_QUERIES:
        raise UnknownNameError("question to the tables", name, TABLE_QUERIES)
    return TABLE_QUERIES[name]
