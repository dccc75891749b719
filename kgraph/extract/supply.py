"""Goods that flow from one actor to another: oil, gas, arms, technology and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kgraph.extract.forms import verb_forms


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow of goods between two actors named in this order: offsets into the text of `region`."""

    relation: str
    reversed: bool
    region: str
    start: int
    end: int


def _words(*alternatives: str) -> str:
    return "|".join(alternatives)


def _verbs(*verbs: str) -> str:
    return "|".join(form for verb in verbs for form in verb_forms(verb))


_GOODS: Final = {
    "suppliesOilTo": _words("oil", "crude", "petroleum", "fuel", "diesel", "gasoline", "petrol", "kerosene"),
    "suppliesGasTo": _words(r"(?<!tear )(?<!nerve )(?<!poison )gas(?!\s+(?:attack|attacks|mask|masks|chamber))", "lng"),
    "suppliesArmsTo": _words(
        "arms", "weapons?", "weaponry", "missiles?", "tanks?", "jets?", "fighters?", "drones?", "ammunition",
        "munitions", "artillery", "rifles?", "howitzers?", "warplanes?", "submarines?", "frigates?",
        "rockets?", "helicopters?",
        r"s-[34]00s?", r"air\s+defen[cs]e\s+systems?", r"military\s+(?:equipment|hardware)", "armaments?", "shells",
    ),
    "suppliesTechnologyTo": _words("technology", "chips?", "semiconductors?", "reactors?", "centrifuges?", "software"),
    "suppliesTo": _words(
        "coal", "grain", "wheat", "rice", "goods", "equipment", "electricity", "uranium", "steel", "seafood",
        "textiles", "machinery", "minerals", "fertili[sz]ers?", "soybeans", "iron ore", "timber",
        "commodities", "materials",
    ),
}  # fmt: skip
_GOOD: Final = "|".join(f"(?P<{relation}>{words})" for relation, words in _GOODS.items())
_TRANSFER: Final = (
    _verbs(
        "supply", "ship", "export", "sell", "deliver", "provide", "transfer", "smuggle", "pump", "flow", "flood", "pour"
    )
    + "|send|sends|sent|sending|shipments?|exports|deliver(?:y|ies)|sales?|supplies|flows?|transfers|cargoes|tankers"
)
_OBTAIN: Final = _verbs("import", "buy", "purchase", "receive", "acquire", "obtain", "order") + "|imports|purchases"
_SKIP: Final = r"(?:[\s,\"\u201c\u201d]+[\w'\u2019$%.-]+){0,8}?[\s,\"\u201c\u201d-]+"
_NEAR: Final = r"(?:[\s,\"\u201c\u201d]+[\w'\u2019$%.-]+){0,4}?[\s,\"\u201c\u201d-]+"
_TO: Final = r"(?:to|into|for|towards?)\b"
_FLAGS: Final = re.IGNORECASE

_SENT: Final = re.compile(rf"\b(?:{_TRANSFER})\b{_SKIP}(?:{_GOOD})\b{_SKIP}{_TO}", _FLAGS)
_FLOWING: Final = re.compile(rf"\b(?:{_GOOD})\b{_SKIP}(?:{_TRANSFER})\b", _FLAGS)
_OWN_GOODS: Final = re.compile(rf"(?:['\u2019]s)?{_NEAR}(?:{_GOOD})\b{_SKIP}{_TO}", _FLAGS)
_GIVING: Final = re.compile(rf"\b(?:{_TRANSFER})\b(?!.*\b(?:from|against|at)\b)", _FLAGS)
_GIVEN: Final = re.compile(rf"(?:\s+with)?{_NEAR}(?:{_GOOD})\b", _FLAGS)
_BOUGHT: Final = re.compile(rf"\b(?:{_OBTAIN})\b{_SKIP}(?:{_GOOD})\b{_SKIP}from\b", _FLAGS)
_BUYING: Final = re.compile(rf"\b(?:{_OBTAIN})\b", _FLAGS)
_ITS_GOODS: Final = re.compile(rf"(?:['\u2019]s)?(?:\s+[\w-]+)?\s+(?:{_GOOD})\b", _FLAGS)
_OUTWARD: Final = re.compile(
    r"\b(?:exports?|flows?|shipments?|suppl(?:y|ies)|deliver(?:y|ies)|sales?|amounts?)\s+of\W*(?:\w+\s+)?\Z", _FLAGS
)


def supply(between: str, before: str = "", after: str = "") -> Flow | None:
    """The flow of goods that the words between two actors, and right before and after them, tell; None without one.

    >>> supply(" oil was flowing to ", before="Tankers of ").relation
    'suppliesOilTo'
    >>> supply(" buys gas from ").reversed
    True
    """
    for pattern, turned in ((_BOUGHT, True), (_SENT, False), (_FLOWING, False)):
        match = pattern.search(between)
        if match is not None:
            return _flow(match, turned)
    own = _OWN_GOODS.match(between)
    if own is not None and (_OUTWARD.search(before) or re.search(rf"\b(?:{_TRANSFER})\b", own[0], _FLAGS)):
        return _flow(own, False)
    for act, goods, turned in ((_GIVING, _GIVEN, False), (_BUYING, _ITS_GOODS, True)):
        verb, good = act.search(between), goods.match(after)
        if verb is not None and good is not None:
            return Flow(good.lastgroup or "suppliesTo", turned, "between", verb.start(), verb.end())
    return None


def _flow(match: re.Match[str], turned: bool) -> Flow:
    return Flow(match.lastgroup or "suppliesTo", turned, "between", match.start(), match.end())
