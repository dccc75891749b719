"""The accounts behind a dyad."""

from __future__ import annotations

from kgraph.explain import Account, explain_dyad
from kgraph.model.wording import said_by
from tests.samples import ARTICLE, DENIAL, MEETING, OIL, PROTEST, sample_graph


def test_accounts_are_newest_first_with_rivals_side_by_side() -> None:
    accounts = list(explain_dyad(sample_graph(), "kgr:PRK", "kgr:RUS"))
    assert [account.claim for account in accounts] == [OIL, DENIAL]
    assert [account.headline() for account in accounts] == [
        "2017-12: Russia supplies oil to North Korea (reported, confidence 0.6)",
        "undated: not: Russia supplies oil to North Korea (denied, confidence 0.8)",
    ]
    assert said_by(accounts[0].claim.attribution) == "according to sources, quoted by Japanese media"


def test_every_account_knows_its_document() -> None:
    [meeting] = explain_dyad(sample_graph(), "kgr:vladimir-putin", "kgr:CHN")
    assert meeting.claim == MEETING
    assert meeting.document is not None
    assert meeting.document.url == ARTICLE.url
    assert meeting.source() == "Example Wire, 2017-12-07, Putin meets Zhang"
    assert Account(claim=PROTEST, document=None).source() == "b2"
    assert Account(claim=PROTEST, document=None).headline() == (
        "undated: North Korea protests against (asserted, confidence 1)"
    )


def test_words_are_cut_at_their_marks() -> None:
    assert MEETING.evidence is not None
    assert MEETING.evidence.pieces() == [
        ("Putin", "actor"),
        (" ", None),
        ("met", "cue"),
        (" ", None),
        ("Zhang", "recipient"),
        (" in Moscow.", None),
    ]


def test_nobody_is_explained_where_nothing_is_known() -> None:
    assert list(explain_dyad(sample_graph(), "kgr:FRA", "kgr:DEU")) == []
