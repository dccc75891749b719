"""The words that decide who is meant: verbs of saying and moving, nouns of places and deeds, given names."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from kgraph.actors.rows import rows_of
from kgraph.language.trees import words

SPEECH: Final = words(
    """say tell add announce state report declare claim insist argue note stress emphasize emphasise warn reply respond
    explain write tweet post comment acknowledge admit confirm deny reiterate remark observe recall assert maintain
    allege suggest believe think hope predict quip joke charge contend promise pledge vow urge ask demand complain
    concede caution boast affirm reveal disclose conclude continue quote cite repeat estimate fear accuse agree
    describe call signal indicate propose express tell inform brief testify lament muse counter retort shout whisper
    thunder fume read speak"""
)
"""Verbs whose subject says what their clause holds."""

MOTION: Final = words(
    """travel fly go come return arrive head move depart leave walk drive march ride sail journey rush hurry
    deport extradite transfer evacuate flee escape relocate pull withdraw retreat advance cross enter visit trip
    journey flight tour arrival return departure drive march rush commute migrate route road way path convoy train
    bus plane move stop stopover stay accompany transport airlift embark land bind bound en-route shuttle
    dispatch migrate emigrate"""
)
"""Verbs and nouns of going somewhere."""

VISITING: Final = words("visit tour leave reach enter flee quit exit cross approach circle overfly evacuate bypass")
"""Verbs whose object is where somebody is."""

STRIKING: Final = words(
    """bomb shell strike hit attack capture seize retake recapture storm besiege encircle surround liberate occupy take
    overrun bombard pound raid target flatten devastate destroy rebuild defend hold control enter blockade shake rock
    flood ravage blanket cover surround"""
)
"""Verbs whose object, where it is a city, is hit as a place."""

AIMED: Final = words(
    """interest confidence trust faith stake invest investment belief believe partner ally interfere interference
    meddle meddling intervene intervention participate engage lose win succeed disappointment disappoint counterpart
    influence change hope"""
)
"""What takes "in" with whom it is aimed at, not with where it is."""

GIVING: Final = words(
    """give sell lend offer supply send deliver hand provide grant donate ship export transfer cede concede return
    pay write say speak talk complain report appeal apologise apologize promise pledge answer reply respond object
    listen turn look matter belong surrender yield protest relay convey pass cost credit loyal close grateful friendly
    hostile vital important key central helpful crucial unacceptable message letter warning appeal threat challenge
    response answer aid help sale export supply shipment delivery loan offer assistance rebuke blow setback signal
    concession refer defer alternative approach commitment loyalty loss exports sales supplies shipments deliveries
    threats note ambassador envoy adviser access support relevance debt ties accession attitude opposition apology
    invitation proposal"""
)
"""What goes "to" somebody, not somewhere."""

ORIGIN: Final = words(
    """return withdraw retreat flee depart fly travel come arrive leave evacuate expel report deport recall emerge
    broadcast distance mile kilometer kilometre km drive flight move hail escape drag pull remove cable"""
)
"""What takes "from" with where it starts."""

BETWEEN: Final = words(
    """route road border flight line distance train railway link way corridor highway pipeline trade"""
)
"""What lies between two places."""

STANCES: Final = words("pro anti non")
"""What a hyphen joins to the name of somebody of whom it says who others are for or against."""

PLACE_WORDS: Final = words("capital city town village downtown suburb outskirts")
"""What is said of a place beside its name: the city of Aleppo."""

LOCATIVE: Final = words(
    """in at near inside outside across throughout around within through beyond off along amid atop past via onto
    above below underneath opposite"""
)
"""Prepositions that say where."""

HONORIFICS: Final = {
    **dict.fromkeys(
        words("mr mr. sir lord king prince sheikh sheik emperor baron duke pope sayyed sayyid sultan"), "m"
    ),
    **dict.fromkeys(words("mrs mrs. ms ms. miss madam madame lady queen princess baroness"), "f"),
    **dict.fromkeys(
        words(
            """dr dr. prof prof. professor hon. rev. rev reverend gen. gen lt. lt col. col maj. maj capt. capt sgt. sgt
            adm. adm gov. gov sen. sen rep. rep pres. cmdr. cpl. brig. staff ayatollah imam mullah haji cardinal
            archbishop bishop comrade"""
        ),
        None,
    ),
}
"""Forms of address, and the gender that goes with them."""

GENDERED: Final = {
    **dict.fromkeys(
        words(
            """man gentleman chairman spokesman statesman strongman businessman king prince emperor father brother son
            husband congressman sultan emir pope ayatollah monk"""
        ),
        "m",
    ),
    **dict.fromkeys(
        words(
            """woman chairwoman spokeswoman stateswoman businesswoman queen princess empress mother sister daughter wife
            congresswoman duchess nun"""
        ),
        "f",
    ),
}
"""Nouns of persons of one gender."""

SAME_STATE_NOUNS: Final = words(
    """country nation state republic kingdom emirate sultanate monarchy island archipelago federation superpower
    neighbor neighbour homeland motherland government administration regime power"""
)
"""What a state can be called."""


@cache
def noun_class(noun: str) -> str | None:
    """The class of a noun behind a nationality: act, asset, place, gathering, culture, mind; None where unknown.

    >>> noun_class("border")
    'place'
    """
    return _nouns().get(noun)


@cache
def _nouns() -> dict[str, str]:
    rows = rows_of(files("kgraph.discourse") / "nouns.csv", ("noun", "class"))
    return {row.need("noun"): row.need("class") for row in rows}


@cache
def given_name_gender(name: str) -> str | None:
    """Whether a given name is a man's (`m`) or a woman's (`f`); None where it is either, or unknown.

    >>> given_name_gender("Angela")
    'f'
    """
    return _given_names().get(name)


@cache
def _given_names() -> dict[str, str]:
    """Names and genders; the table is long and plain, so its lines are cut without a CSV reader."""
    lines = (files("kgraph.discourse") / "given_names.csv").read_text("utf-8").splitlines()[1:]
    return dict(line.split(",") for line in lines)
