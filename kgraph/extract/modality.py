"""How firmly a claim is put forward, and whether it says that something is so: from simple cues near its own."""

from __future__ import annotations

import re
from typing import Final

from kgraph.model import Modality, Polarity
from kgraph.ontology import relation as known_relation

_CLAUSE: Final = re.compile(r"[;:]\s|,?\s(?:but|although|though|whereas|while|after|before|because)\s|,\s(?=and\b)")
_NEAR_WORDS: Final = 8
_NEGATION: Final = re.compile(
    r"\b(?:not|never|cannot|neither|nor|without|no\s+longer|stopped|hardly)\b|n['\u2019]t\b|\bno\s+(?:\w+\s+)?\Z"
    r"|\b(?:fail(?:s|ed|ing)?|declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing))\s+to\b",
    re.IGNORECASE,
)
_NOT_NEGATION: Final = re.compile(
    r"\bnot\s+only\b|\bnot\s+just\b|\bcan(?:no|'|\u2019)t\s+help\b|\bno\s+doubt\b", re.IGNORECASE
)
_AFTER_NEGATION: Final = re.compile(r"\s+(?:no|neither|nobody|nothing)\b", re.IGNORECASE)

_DENIED: Final = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|refut(?:es?|ed|ing)|rebut(?:s|ted|ting)?|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?)\s+"
    r"(?:\w+\s+){0,4}?(?:that|claims?|reports?|allegations?|accusations?|charges?|having|being|\w+ing|any|involvement|"
    r"responsibility|suggestions?|it|he|she|they)\b",
    re.IGNORECASE,
)
_CALLED_FOR: Final = re.compile(
    r"\b(?:call(?:s|ed|ing)?\s+(?:on|for|upon)|urg(?:es?|ed|ing)|ask(?:s|ed|ing)?|demand(?:s|ed|ing)?|should|must|ought\s+to|"
    r"need(?:s|ed)?\s+(?:for|to)|recommend(?:s|ed|ing)?|propos(?:es?|ed|ing|als?)|appeal(?:s|ed|ing)?\s+(?:for|to)|"
    r"press(?:es|ed|ing)?\s+for|push(?:es|ed|ing)?\s+for|insist(?:s|ed|ing)?\s+(?:on|that)|request(?:s|ed|ing)?|let\s+us)\b",
    re.IGNORECASE,
)
_PLANNED: Final = re.compile(
    r"\b(?:will|shall|won't|going\s+to|(?:plan|intend|aim|hope|want|seek|prepar|vow|pledg|promis|threaten|offer|agree|decid)\w*"
    r"\s+to|is\s+set\s+to|are\s+set\s+to|set\s+to|due\s+to|ready\s+to|scheduled\s+(?:to|for)|expected\s+to|about\s+to|poised\s+to|"
    r"plans?\s+for|planned|upcoming|future)\b|['\u2019]ll\b",
    re.IGNORECASE,
)
_HYPOTHETICAL: Final = re.compile(
    r"\b(?:(?-i:may)|might|could|would|possibl[ey]|potential(?:ly)?)\b",
    re.IGNORECASE,
)
_SAID_WOULD: Final = re.compile(
    r"(\b(?:said|told|announced|added|confirmed|declared|vowed|promised|pledged|insisted)\b[^;]{1,120}?\s)would(?=\s+(?!have\b))",
    re.IGNORECASE,
)
"""What somebody said that would happen is planned: the "will" of his own words."""
_CONDITION: Final = re.compile(
    r"\b(?:if|whether|unless|perhaps|maybe|suppose|in\s+case|risks?\s+of|fears?\s+(?:of|that))\b", re.IGNORECASE
)
_REPORTED: Final = re.compile(
    r"\b(?:reportedly|allegedly|alleged|purported(?:ly)?|apparently|supposedly|rumou?red|unconfirmed|believed\s+to|"
    r"thought\s+to|said\s+to\s+(?:have|be)|suspected\s+of|"
    r"(?:according\s+to|cit(?:e|es|ed|ing)|quot(?:es|ed|ing))\s+(?:\w+\s+){0,3}?(?:sources?|media|reports?)|(?:media|news|a|some|"
    r"intelligence|press)\s+reports?|sources?\s+(?:\w+\s+){0,4}?(?:say|said|told|claim\w*)|sources\s+within|unnamed|anonymous)\b",
    re.IGNORECASE,
)
_ACCUSED: Final = re.compile(r"\baccus(?:e|es|ed|ing)\s+(?:\S+\s+){1,6}?of\b", re.IGNORECASE)


def modality_of(before_cue: str, cue: str = "", after_cue: str = "", *, subject: int = 0) -> Modality:
    """The modality of what a cue says, from the words of its sentence before and after it.

    What governs the cue stands before it in its own clause: denied comes before hypothetical, called for and planned.
    The verbs that look ahead stand after the first actor (`subject`, an offset into the words before the cue); reports
    are looked for in the whole sentence, since "reportedly" moves about.

    >>> modality_of("Iran denied that it ", "attacked")
    <Modality.DENIED: 'denied'>
    >>> modality_of("The ministers will ", "meet")
    <Modality.PLANNED: 'planned'>
    """
    clause = _SAID_WOULD.sub(r"\1will ", _last_clause(before_cue))
    if _DENIED.search(clause + cue.split(" ")[0]):
        return Modality.DENIED
    own = clause[max(0, subject - (len(before_cue) - len(clause))) :]
    governed = (
        (_CONDITION, clause, Modality.HYPOTHETICAL),
        (_HYPOTHETICAL, own, Modality.HYPOTHETICAL),
        (_CALLED_FOR, clause, Modality.CALLED_FOR),
        (_PLANNED, own, Modality.PLANNED),
    )
    for pattern, text, modality in governed:
        if pattern.search(text):
            return modality
    # What somebody is accused of is hearsay; that he is accused of it is not.
    hearsay = _REPORTED.search(f"{before_cue}{cue}{after_cue}") or _ACCUSED.search(before_cue)
    return Modality.ASSERTED if hearsay is None else Modality.REPORTED


def polarity_of(before_cue: str, after_cue: str = "") -> Polarity:
    """Negative where a negation stands within a few words before the cue in its clause, or right after it.

    >>> polarity_of("Moscow has not ")
    <Polarity.NEGATIVE: 'negative'>
    """
    near = " ".join(_last_clause(before_cue).split()[-_NEAR_WORDS:]) + " "
    near = _NOT_NEGATION.sub(" ", near)
    negated = _NEGATION.search(near) is not None or _AFTER_NEGATION.match(after_cue) is not None
    return Polarity.NEGATIVE if negated else Polarity.POSITIVE


def _last_clause(text: str) -> str:
    return _CLAUSE.split(text)[-1]


_PROMISED: Final = {
    "givesMilitaryAidTo": "pledgesMilitaryAidTo",
    "givesEconomicAidTo": "pledgesEconomicAidTo",
}
_PROMISED_TYPES: Final = {
    "CONSULT": "plansToMeet",
    "COOPERATE": "agreesToCooperateWith",
    "AID": "agreesToCooperateWith",
}


def promised(name: str, modality: Modality) -> tuple[str, Modality]:
    """PLOVER's rule of tenses: a meeting, cooperation or aid that is still to come is agreed to, and that is asserted.

    Flows of goods keep their kind and stay planned: what is to flow would be lost.

    >>> promised("visits", Modality.PLANNED)
    ('plansToMeet', <Modality.ASSERTED: 'asserted'>)
    """
    relation = known_relation(name)
    agreed = _PROMISED.get(name) or _PROMISED_TYPES.get(relation.event_type or "")
    if modality is not Modality.PLANNED or agreed is None or name.startswith("supplies"):
        return name, modality
    return agreed, Modality.ASSERTED
