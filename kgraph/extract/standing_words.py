"""The words that state what lasts, and what else stands in a sentence that says whether it holds."""

from __future__ import annotations

from typing import Final

from kgraph.actors.roles import Role, Roles
from kgraph.discourse.syntax import Syntax
from kgraph.language.trees import words
from kgraph.model import ActorKind

TIES: Final = {
    **dict.fromkeys(words("member"), "memberOf"),
    **dict.fromkeys(words("ally"), "alliedWith"),
    **dict.fromkeys(
        words("rival arch-rival archrival enemy arch-enemy foe arch-foe archfoe adversary nemesis"), "rivalOf"
    ),
    **dict.fromkeys(words("wing arm branch unit division subsidiary organ part"), "partOf"),
    **dict.fromkeys(words("affiliate"), "affiliatedWith"),
    **dict.fromkeys(words("neighbor neighbour"), "borders"),
    **dict.fromkeys(words("backer patron sponsor proxy"), "backs"),
    **dict.fromkeys(words("candidate applicant"), "candidate"),
}
"""Nouns by which one is something of another's, with the relation; a candidate is a member to be."""
BACKED: Final = words("proxy")
"""Of these nouns the owner is the actor."""
MEMBER_STATES: Final = words("state country nation")
"""What "member" makes a member of: a NATO member state."""
SPORTING: Final = words("hockey football soccer cricket rugby olympic sporting title local business box-office")
"""What makes rivals of those who only play or trade."""
MEMBERSHIP: Final = words("membership accession")
ARMED: Final = words("arm")
"""Nouns that need a word that says which arm it is: the others are weapons and limbs."""

BECOMING: Final = words("become remain")
APPOINTING: Final = words(
    "appoint reappoint name elect re-elect reelect choose select install instal confirm inaugurate crown"
)
SERVING: Final = words("serve act work swear appoint reappoint name elect re-elect reelect install inaugurate take")
"""Verbs after which "as" says what somebody is."""
ENTERING: Final = words("office post reins helm charge over position")
"""What somebody takes who takes it "as" something."""

JOINING: Final = {"join": "", "accede": "to", "belong": "to", "admit": "to"}
"""Verbs of who is, or becomes, a member, with the preposition before the organisation."""
QUITTING: Final = {"leave": "", "quit": "", "exit": "", "withdraw": "from", "secede": "from"}
LEADING: Final = words("lead head chair command")
BACKING: Final = words("back sponsor bankroll")
SUSTAINING: Final = words("fund finance arm")
"""Verbs that say so as participles alone: "the rebels, armed by Iran"; as finite verbs they tell what happens."""
AFFILIATED: Final = {"affiliate": "with", "affiliated": "with", "link": "to", "linked": "to"}
"""Participles that say with whom somebody belongs, with their preposition."""
BORDERING: Final = words("border adjoin")
KEEPING: Final = words("have maintain keep share establish")
"""Verbs whose object is a tie: relations, a border, a pact."""
PACTS: Final = words("pact treaty agreement")
DEFENDING: Final = words("defense defence")

LEADING_STATES: Final = words(
    """president prime-minister premier chancellor king queen emir sultan emperor monarch leader ruler supreme-leader
    head-of-state head-of-government taoiseach dictator strongman de-facto-leader"""
)
LEADING_BODIES: Final = LEADING_STATES | words(
    """head chief chairman chairwoman chair chairperson director director-general secretary-general
    general-secretary commander commander-in-chief governor ceo chief-executive chief-executive-officer"""
)
_OFFICIAL: Final = words(
    """minister secretary leader head chief commander spokesman spokeswoman spokesperson envoy ambassador chairman
    chairwoman chair director president speaker adviser advisor negotiator representative commissioner premier"""
)
"""What the last word of an office is, where the table has it as a person."""
_NO_OFFICE: Final = words(
    """mayor governor first-lady first-gentleman presidential-candidate crown-princess czar county-executive
    heir-to-the-throne heir president-elect prime-minister-designate ambassador-designate president-in-exile"""
)
"""Titles of towns, families and hopes."""
_SECTORS: Final = frozenset({None, "GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO"})
"""Of an office of a state; a state's rebels and clerics have leaders of their own."""
_SPEAKING_FOR: Final = words("spokesman spokeswoman spokesperson")

BYGONE: Final = words(
    """former late then ex previous past one-time onetime erstwhile retired outgoing ousted deposed exiled fallen old
    sometime once formerly"""
)
UNSURE: Final = words(
    """would-be potential possible prospective future next incoming aspiring shadow self-proclaimed self-styled
    self-declared so-called designate elect nominee non-nato candidate"""
)
HEARSAY: Final = words("alleged suspected reputed purported reportedly allegedly supposedly apparently purportedly")
NEGATING: Final = words("not never n't n\u2019t neither nor hardly without no")
DENYING: Final = words("deny dispute refute reject")
SAYING: Final = words("say report believe think understand consider suppose rumour")
REFUSING: Final = words("refuse decline fail cease")
REALISING: Final = words("continue remain manage begin start come help")
"""Verbs under which an infinitive tells what is so."""
REALISED: Final = words("by after since from upon")
"""Words before a gerund that tells what is so: "by joining NATO"."""
CONDITIONS: Final = words("if unless whether until lest")
HOPING: Final = words("hope wish doubt fear demand insist propose want urge recommend suggest predict expect dream")
"""Verbs whose clause tells what is not so yet."""
WISHING: Final = words(
    """bid effort plan hope wish decision application desire ambition aspiration request push drive move attempt
    intention candidacy chance quest right"""
)
"""Nouns whose infinitive tells what their owner wants."""

STATES: Final = (ActorKind.STATE, ActorKind.TERRITORY)
GROUPS: Final = (ActorKind.ORGANIZATION, ActorKind.ARMED_GROUP)
BODIES: Final = (ActorKind.IGO, *GROUPS)
UNKNOWN: Final = ActorKind.UNKNOWN


def office_at(syntax: Syntax, noun: int, roles: Roles) -> tuple[Role, int, int] | None:
    """The office that a noun names, with its first word and the one behind its last; None where it is none.

    >>> from kgraph.actors.roles import shipped_roles
    >>> from kgraph.language import parse
    >>> syntax = Syntax(parse("She is the minister of foreign affairs.")[0])
    >>> role, first, end = office_at(syntax, 3, shipped_roles())
    >>> role.noun, first, end
    ('minister of foreign affairs', 3, 7)
    """
    start = syntax.phrase_start(noun)
    found: tuple[Role, int, int] | None = None
    for first in range(start, noun + 1):
        match = roles.starting(syntax.lower, first)
        if match is not None and first + match[1] > noun:
            found = match[0], first, first + match[1]
            break
    ending = roles.ending([*syntax.lower[start:noun], syntax[noun].lemma.lower()]) if found is None else None
    if ending is not None:
        found = ending[0], noun + 1 - ending[1], noun + 1
    return found if found is not None and _is_office(found[0]) else None


def _is_office(role: Role) -> bool:
    if joined(role) in _NO_OFFICE or role.kind not in ("office", "person"):
        return False
    return role.kind == "office" or bool(role.offices) or role.noun.split()[-1] in _OFFICIAL


def joined(role: Role) -> str:
    """The words of a role as one: "prime-minister"."""
    return role.noun.replace(" ", "-")


def is_of_state(role: Role) -> bool:
    """Whether it can be an office of a state."""
    return role.sector in _SECTORS


def owns_by(role: Role | None) -> frozenset[str]:
    """The prepositions behind a noun that name whose it is."""
    if role is None:
        return frozenset({"of", "to", "for", "with", "in"})
    return frozenset({"of", "for"}) if role.noun.split()[-1] in _SPEAKING_FOR else frozenset({"of"})


def leads(role: Role, kind: ActorKind, before: frozenset[str]) -> bool:
    """Whether a title says that its holder leads the state or body, not only serves in it."""
    if before & {"deputy", "vice", "assistant"}:
        return False
    return joined(role) in (LEADING_STATES if kind in STATES else LEADING_BODIES)
