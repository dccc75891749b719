"""ICEWS's own words for who acts: the names of roles that stand for a part of a state, and its sectors."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import Final

from kgraph.sources.naming import key_of

GENERIC: Final = MappingProxyType(
    {
        "air force": "MIL",
        "armed band": "UAF",
        "armed gang": "UAF",
        "armed opposition": "REB",
        "armed rebel": "REB",
        "armed services deputy": "MIL",
        "army": "MIL",
        "army personnel": "MIL",
        "attacker": None,
        "attorney general": "JUD",
        "business": "BUS",
        "cabinet council of ministers advisors": "GOV",
        "central bank": "GOV",
        "children": "CVL",
        "citizen": "CVL",
        "city mayor": "GOV",
        "clergy": "REL",
        "combatant": None,
        "companies": "BUS",
        "court judge": "JUD",
        "criminal": "CRM",
        "defense attorney": "JUD",
        "defense security ministry": "GOV",
        "demonstrator": "CVL",
        "doctor": "MED",
        "economics trade ministry": "GOV",
        "education": "EDU",
        "employee": "LAB",
        "executive branch": "GOV",
        "farm worker": "AGR",
        "foreign affairs": "GOV",
        "government": "GOV",
        "government major party in power": "GOV",
        "government official": "GOV",
        "guerrilla": "REB",
        "head of government": "GOV",
        "health ministry": "GOV",
        "immigrants": "REF",
        "indigenous people": "CVL",
        "industry": "BUS",
        "insurgent": "REB",
        "intelligence": "SPY",
        "intelligence service": "SPY",
        "interior ministry": "GOV",
        "journalist": "JRN",
        "judge": "JUD",
        "judiciary": "JUD",
        "justice ministry": "GOV",
        "labor union": "LAB",
        "law enforcement": "COP",
        "lawmaker": "LEG",
        "lawyer attorney": "JUD",
        "legislature": "LEG",
        "media": "JRN",
        "media personnel": "JRN",
        "medical personnel": "MED",
        "member of parliament": "LEG",
        "men": "CVL",
        "military": "MIL",
        "military officer": "MIL",
        "military personnel": "MIL",
        "militant": "REB",
        "militia": "PRM",
        "ministry": "GOV",
        "mob": "CVL",
        "navy": "MIL",
        "opposition": "OPP",
        "opposition activist": "OPP",
        "other authorities officials": "GOV",
        "parliament": "LEG",
        "police": "COP",
        "political parties": "PTY",
        "population": "CVL",
        "presidential candidate": "PTY",
        "professor": "EDU",
        "protester": "CVL",
        "rebel": "REB",
        "refugee": "REF",
        "representatives": "LEG",
        "rioter": "CVL",
        "royal administration": "GOV",
        "school administration": "EDU",
        "secretariat": "GOV",
        "security personnel": "COP",
        "senate": "LEG",
        "separatist": "REB",
        "state media": "JRN",
        "student": "EDU",
        "terrorist": "REB",
        "thug": "CRM",
        "undersecretary": "GOV",
        "unspecified actor": None,
        "villager": "CVL",
        "women": "CVL",
        "workers": "LAB",
    }
)
"""Roles as ICEWS writes them before a state in brackets, by their keys, with PLOVER's sector; None where the column of
sectors tells it. Any other name before brackets is somebody's own, such as that of a party."""

_SECTORS: Final = (
    ("REB", ("rebel", "insurgents", "radicals", "separatists", "organized violent", "international dissident")),
    ("CRM", ("criminals", "international criminals")),
    ("UAF", ("unidentified forces",)),
    ("MIL", ("military", "army", "navy", "air force", "special forces", "peacekeeping")),
    ("SPY", ("intelligence",)),
    ("COP", ("police", "border police")),
    ("PRM", ("paramilitary",)),
    ("JUD", ("judicial", "judiciary", "courts", "supreme court")),
    ("GOV", ("executive", "government", "cabinet", "ministry", "central bank", "provincial", "municipal")),
    ("LEG", ("legislative", "parliament", "upper house", "lower house")),
    ("OPP", ("dissident", "popular opposition", "protestors", "exiles", "opposition")),
    ("PTY", ("parties", "national major party", "national minor party")),
    ("JRN", ("media", "news")),
    ("BUS", ("business", "banking", "industrial", "energy")),
    ("MNC", ("multinational corporation",)),
    ("LAB", ("labor",)),
    ("AGR", ("agricultural",)),
    ("EDU", ("education", "students")),
    ("MED", ("medical",)),
    ("REL", ("religious",)),
    ("REF", ("refugees", "displaced")),
    ("ELI", ("elite",)),
    ("IGO", ("international government organization", "global", "regional diplomatic")),
    ("NGO", ("nongovernmental organization", "civic group", "human rights")),
    ("SOC", ("social", "civil society")),
    ("CVL", ("general population", "civilian", "unspecified")),
)
"""PLOVER's sectors by how ICEWS's begin, the ones that tell most first: its lists hold what an actor ever was."""


@lru_cache(maxsize=1 << 12)
def sector_of_list(text: str | None) -> str | None:
    """PLOVER's sector of a list of sectors, or None.

    >>> sector_of_list("Cabinet,Executive,Government,Parties"), sector_of_list("Dissident,Rebel"), sector_of_list(None)
    ('GOV', 'REB', None)
    """
    if text is None:
        return None
    keys = [key_of(part) for part in text.replace(";", ",").split(",")]
    return next((sector for sector, starts in _SECTORS if any(key.startswith(starts) for key in keys)), None)
