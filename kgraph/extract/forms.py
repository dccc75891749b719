"""The forms of English verbs, for the cues: `condemn, condemns, condemned, condemning`."""

from __future__ import annotations

import re
from typing import Final

_IRREGULAR: Final = {
    "beat": "beats beat beaten beating",
    "beg": "begs begged begging",
    "begin": "begins began begun beginning",
    "break": "breaks broke broken breaking",
    "bring": "brings brought bringing",
    "build": "builds built building",
    "buy": "buys bought buying",
    "come": "comes came coming",
    "cut": "cuts cut cutting",
    "do": "does did done doing",
    "drop": "drops dropped dropping",
    "expel": "expels expelled expelling",
    "fight": "fights fought fighting",
    "fly": "flies flew flown flying",
    "forgive": "forgives forgave forgiven forgiving",
    "freeze": "freezes froze frozen freezing",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "hit": "hits hit hitting",
    "hold": "holds held holding",
    "hurt": "hurts hurt hurting",
    "kidnap": "kidnaps kidnapped kidnapping",
    "lay": "lays laid laying",
    "leave": "leaves left leaving",
    "lend": "lends lent lending",
    "let": "lets let letting",
    "make": "makes made making",
    "meet": "meets met meeting",
    "overrun": "overruns overran overrun overrunning",
    "pay": "pays paid paying",
    "plan": "plans planned planning",
    "prop": "props propped propping",
    "put": "puts put putting",
    "repel": "repels repelled repelling",
    "scrap": "scraps scrapped scrapping",
    "seek": "seeks sought seeking",
    "sell": "sells sold selling",
    "send": "sends sent sending",
    "shoot": "shoots shot shooting",
    "shut": "shuts shut shutting",
    "sit": "sits sat sitting",
    "slam": "slams slammed slamming",
    "slap": "slaps slapped slapping",
    "snub": "snubs snubbed snubbing",
    "speak": "speaks spoke spoken speaking",
    "spread": "spreads spread spreading",
    "stab": "stabs stabbed stabbing",
    "stand": "stands stood standing",
    "stop": "stops stopped stopping",
    "strike": "strikes struck stricken striking",
    "submit": "submits submitted submitting",
    "swap": "swaps swapped swapping",
    "swear": "swears swore sworn swearing",
    "take": "takes took taken taking",
    "travel": "travels traveled travelled traveling travelling",
    "win": "wins won winning",
    "withdraw": "withdraws withdrew withdrawn withdrawing",
    "withhold": "withholds withheld withholding",
    "write": "writes wrote written writing",
    "ban": "bans banned banning",
    "bar": "bars barred barring",
    "ship": "ships shipped shipping",
    "permit": "permits permitted permitting",
    "cancel": "cancels canceled cancelled canceling cancelling",
    "rebut": "rebuts rebutted rebutting",
    "concur": "concurs concurred concurring",
    "confer": "confers conferred conferring",
    "smuggle": "smuggles smuggled smuggling",
}
_SAME_PAST: Final = frozenset({"beat", "cut", "hit", "hurt", "let", "overrun", "put", "shut", "spread"})
_PAST: Final = (
    frozenset(form for forms in _IRREGULAR.values() for form in forms.split() if not form.endswith(("ing", "s")))
    | _SAME_PAST
)
_SIBILANT: Final = re.compile(r"(?:s|x|z|ch|sh)\Z")
_CONSONANT_Y: Final = re.compile(r"[^aeiou]y\Z")


def verb_forms(verb: str) -> list[str]:
    """The verb and its inflected forms.

    >>> verb_forms("deny")
    ['deny', 'denies', 'denied', 'denying']
    """
    if verb in _IRREGULAR:
        return [verb, *_IRREGULAR[verb].split()]
    if _CONSONANT_Y.search(verb):
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    third = verb + ("es" if _SIBILANT.search(verb) else "s")
    if verb.endswith("e"):
        return [verb, third, verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing"]
    return [verb, third, verb + "ed", verb + "ing"]


def is_past(word: str) -> bool:
    """Whether it may be a past form or a past participle of a verb.

    >>> [is_past(word) for word in ("struck", "attacked", "attack", "hit")]
    [True, True, False, True]
    """
    return word.lower().endswith("ed") or word.lower() in _PAST
