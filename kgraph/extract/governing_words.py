"""The words that take back, deny or doubt what stands below them in the tree."""

from __future__ import annotations

from typing import Final

from kgraph.language.trees import words

NEGATING: Final = words("not never n't n\u2019t neither nor no hardly")
"""Adverbs, determiners and conjunctions that say no to the word they hang on."""
NEARLY: Final = words("nearly almost")
"""What nearly happened did not; what was nearly counted was."""
COUNTED: Final = words("double treble triple quadruple halve complete finish reach exhaust deplete eliminate destroy")
NOBODY: Final = words("nobody none no-one nothing few neither")
"""Subjects of whom nothing is so."""

REFUSING: Final = words("refuse decline resist baulk balk disdain unwilling reluctant loath hesitant")
AVOIDING: Final = words(
    "avoid refrain abstain forbear desist fail neglect omit forget unable powerless unprepared unready unlikely"
)
"""Words that say that what stands below them as a clause was not done."""
SHORT: Final = words("stop fall")
"""Verbs that say so with "short"."""
AGAINST: Final = words("decide")
"""Verbs that say so with "against"."""
AWAY: Final = words("shy shrink hold step draw pull steer back hang")
ASIDE: Final = words("away back off clear")
"""Verbs that say so with one of these words and "from"."""
OUT: Final = words("rule")
"""Verbs that say so with "out"."""
STOPPING: Final = words("stop cease halt quit discontinue")
"""Verbs of which the deed below is over: for what is done no more other types have a name of their own."""
STOPPED: Final = frozenset({"AID", "ASSAULT", "COERCE", "COOPERATE", "MOBILIZE", "PROTEST", "SUPPORT"})
"""The types of which that is so."""
PREVENTING: Final = words("prevent stop block bar keep deter dissuade discourage prohibit forbid ban hinder")
"""Verbs whose object does not do what the clause behind "from" tells."""
FOILING: Final = words("prevent foil thwart avert forestall avoid preempt disrupt")
"""Verbs whose object, a deed, did not happen."""
DROPPING: Final = words("abandon drop shelve scrap cancel postpone suspend withdraw call forgo renounce")
PLANS: Final = words("plan proposal bid idea threat intention effort attempt scheme offer promise pledge project")
"""What, dropped, leaves the infinitive behind it undone."""

DENYING: Final = words("deny dispute refute rebut reject dismiss contest contradict disavow debunk disprove")
"""Verbs whose clause, or the claim that is their object, somebody says is not so."""
CLAIMS: Final = words(
    "claim report statement allegation accusation assertion suggestion rumour rumor charge notion idea narrative story"
)
HEARSAY: Final = words("alleged purported supposed rumoured rumored unconfirmed")
"""Adjectives that say of their noun alone that it may not be so."""
HEARD: Final = words("report allegation accusation suggestion rumour rumor claim")
"""Nouns whose clause is hearsay where nobody is named who says so."""
CONSIDERING: Final = words("consider mull weigh contemplate ponder debate explore envisage")
"""Verbs whose object or gerund nobody has done yet."""
UNDONE: Final = STOPPED | {"RETREAT", "SANCTION"}
"""The types of which that is so; whoever considers somebody a foe accuses him."""
VERGES: Final = words("verge brink")
UNSAID: Final = UNDONE | {"ACCUSE"}
"""The types of what somebody on the verge of a deed has not done."""
DOUBTING: Final = words("doubt question disbelieve")
BELIEVING: Final = words("believe think expect imagine suppose know prove show confirm establish")
"""Verbs that, negated, leave what their clause tells open."""
SIGNS: Final = words(
    "evidence proof sign indication indicator hint trace confirmation suggestion reason basis ground doubt guarantee"
)
"""Nouns of which, where there are none, what they are of is open."""
CHANCES: Final = words(
    "possibility risk prospect chance likelihood danger fear threat probability scenario speculation"
)
"""Nouns whose clause may or may not come true."""
UNTRUE: Final = words("false untrue wrong incorrect baseless fabricated unfounded")
OPEN: Final = words(
    "unclear uncertain unproven unconfirmed doubtful questionable possible conceivable improbable unlikely"
)
TRUE: Final = words("true right correct clear certain proven evident")
FEARING: Final = words("fear worry dread speculate wonder hope wish dream")
"""Verbs whose clause nobody says is so."""
INVERTED: Final = words("had should were")
"""Auxiliaries that, before their subject, open a condition without "if"."""
CASES_OF: Final = ("in case of", "in the event of", "in case", "in event of")
INSTEAD: Final = ("without", "instead of", "rather than")
"""Prepositions and conjunctions of what is not done."""
