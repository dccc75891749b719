"""CAMEO's codes of actors: triples of letters, a state or what lies across states, then roles."""

from __future__ import annotations

from typing import Final

from kgraph.model import ActorKind

_SECTORS: Final = {
    "AGR": "AGR",
    "BUS": "BUS",
    "CIV": "CVL",
    "COP": "COP",
    "CRM": "CRM",
    "CVL": "CVL",
    "EDU": "EDU",
    "ELI": "ELI",
    "GOV": "GOV",
    "HLH": "MED",
    "HRI": "SOC",
    "IGO": "IGO",
    "IMG": "IMG",
    "INS": "REB",
    "ISM": "ISM",
    "JRN": "JRN",
    "JUD": "JUD",
    "LAB": "LAB",
    "LEG": "LEG",
    "MED": "JRN",
    "MIL": "MIL",
    "MNC": "MNC",
    "NGM": "NGO",
    "NGO": "NGO",
    "OPP": "OPP",
    "PRM": "PRM",
    "PTY": "PTY",
    "REB": "REB",
    "REF": "REF",
    "REL": "REL",
    "SEP": "REB",
    "SOC": "SOC",
    "SPY": "SPY",
    "UAF": "UAF",
}
"""PLOVER's sector of a CAMEO role; MED is the media in CAMEO and medicine in PLOVER."""

_KINDS: Final = {
    "IGO": ActorKind.IGO,
    "MNC": ActorKind.ORGANIZATION,
    "NGM": ActorKind.ORGANIZATION,
    "NGO": ActorKind.ORGANIZATION,
}
NO_STATES: Final = frozenset(_SECTORS) | {"DEV", "ENV", "INT", "MOD", "RAD", "SET", "TOP", "UIS", "UNK", "UNO"}
"""Codes of roles and of what lies across states, which no state has."""


def triples_of(code: str) -> list[str]:
    """The parts of a code, the first of several actors' where it is compound.

    >>> triples_of("PSEHMSMIL"), triples_of("ELR/GAL")
    (['PSE', 'HMS', 'MIL'], ['ELR'])
    """
    first = code.upper().partition("/")[0]
    return [first[place : place + 3] for place in range(0, len(first), 3)]


def sector_of_code(code: str, *, of_state: bool) -> str | None:
    """The PLOVER sector of the first role in a code, or None; the triple of the state it may begin with is none.

    >>> sector_of_code("PSEHMSMIL", of_state=True), sector_of_code("MED", of_state=False)
    ('MIL', 'JRN')
    """
    triples = triples_of(code)[1 if of_state else 0 :]
    return next((_SECTORS[triple] for triple in triples if triple in _SECTORS), None)


def kind_of_code(code: str) -> ActorKind:
    """What kind of actor a code that is no state's own is of, as far as it tells.

    >>> kind_of_code("IGOUNO").value, kind_of_code("HGWGOVMED").value, kind_of_code("USAGOV").value
    ('igo', 'outlet', 'unknown')
    """
    triples = triples_of(code)
    if triples[0] in _KINDS:
        return _KINDS[triples[0]]
    return ActorKind.OUTLET if triples[-1] == "MED" else ActorKind.UNKNOWN
