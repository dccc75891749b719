"""Actors as FollowTheMoney entities, the form of Aleph and OpenSanctions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import IO, Final, TypedDict

from kgraph.export_actors.references import Known, day_of, label_of
from kgraph.model import Actor, ActorKind, Name, Office
from kgraph.model.laws import check_encodable, digest
from kgraph.ontology import PREFIXES, compress


class FtmEntity(TypedDict):
    """One FollowTheMoney entity; every property is a list of strings."""

    id: str
    schema: str
    properties: dict[str, list[str]]


_SCHEMATA: Final = MappingProxyType(
    {
        ActorKind.STATE: "PublicBody",
        ActorKind.TERRITORY: "PublicBody",
        ActorKind.IGO: "Organization",
        ActorKind.ORGANIZATION: "Organization",
        ActorKind.ARMED_GROUP: "Organization",
        ActorKind.PERSON: "Person",
        ActorKind.SECTOR: "LegalEntity",
        ActorKind.OUTLET: "Organization",
        ActorKind.UNKNOWN: "LegalEntity",
    }
)
_BODIES: Final = frozenset({"PublicBody", "Organization", "Company"})
"""Schemata that are organizations: where a Position may be held."""
_PUBLIC: Final = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP"})
_COMPANIES: Final = frozenset({"BUS", "MNC"})
_SECTOR_TOPICS: Final = MappingProxyType(
    {
        "GOV": "gov",
        "MIL": "mil",
        "LEG": "gov.legislative",
        "JUD": "gov.judicial",
        "SPY": "gov.security",
        "COP": "gov.security",
        "PTY": "pol.party",
        "LAB": "pol.union",
        "REL": "rel",
    }
)
"""Only what an organisation is. Topics of crime and terror are verdicts, and the tables hold none."""
_COUNTRIES: Final = MappingProxyType(
    {
        "kgr:CSK": "cshh",
        "kgr:SCG": "csxx",
        "kgr:SUN": "suhh",
        "kgr:YUG": "yucs",
        "kgr:abkhazia": "ge-ab",
        "kgr:donetsk-peoples-republic": "ua-dpr",
        "kgr:luhansk-peoples-republic": "ua-lpr",
        "kgr:nagorno-karabakh": "az-nk",
        "kgr:northern-cyprus": "cy-trnc",
        "kgr:somaliland": "so-som",
        "kgr:south-ossetia": "x-so",
        "kgr:transnistria": "md-pmr",
    }
)
"""FollowTheMoney's own codes, where it does not take ISO 3166-1 alpha-2."""
_NO_COUNTRIES: Final = frozenset({"an", "vd", "yd"})
"""Withdrawn codes that FollowTheMoney does not know."""
_NAME_PROPERTIES: Final = MappingProxyType(
    {
        "label": "alias",
        "variant": "alias",
        "formal": "alias",
        "former": "previousName",
        "acronym": "weakAlias",
        "surname": "weakAlias",
        "family": "weakAlias",
    }
)
"""Demonyms, capitals and seats are not here: Moscow may stand for Russia in a text, and is no name of Russia."""
_ISO2: Final = re.compile(r"[A-Za-z]{2}")
_ITEM: Final = re.compile(r"wd:(Q[1-9][0-9]*)")
_LOCAL_ACTOR: Final = "urn:kgraph:actor"
_SAFE: Final = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,150}[0-9A-Za-z])?")


def actors_to_ftm(actors: Iterable[Actor]) -> Iterator[FtmEntity]:
    """The actors as FollowTheMoney entities, each office as a Position and an Occupancy of it.

    States are public bodies, so that offices can be held in them in every version of the schema. A country is written
    where the actor's state is among the actors (`with_referred` brings it). Whoever held an office of a state or an
    intergovernmental organisation has the topic `role.pep`. What an actor that is no person held is an UnknownLink.

    >>> russia = Actor(id="kgr:RUS", label="Russia", kind=ActorKind.STATE, state="RUS", codes=(("iso2", "RU"),))
    >>> office = Office(title="president", holder_of="kgr:RUS", state="RUS", sector="GOV", start="2012-05-07")
    >>> putin = Actor(id="kgr:vladimir-putin", label="Vladimir Putin", kind=ActorKind.PERSON, offices=(office,))
    >>> for entity in actors_to_ftm([russia, putin]):
    ...     print(entity["schema"], entity["properties"].get("name"), entity["properties"].get("startDate"))
    PublicBody ['Russia'] None
    Person ['Vladimir Putin'] None
    Position ['president, Russia'] None
    Occupancy None ['2012-05-07']
    """
    known = {actor.id: actor for actor in actors}
    written: set[str] = set()
    for actor in known.values():
        yield _actor_entity(actor, known)
        for office in actor.offices:
            for entity in _office_entities(actor, office, known):
                if entity["id"] not in written:
                    written.add(entity["id"])
                    yield entity


def ftm_id(actor_id: str) -> str:
    """An actor's id as FollowTheMoney takes it, letters, digits, dots and hyphens; different ids stay different.

    >>> ftm_id("kgr:RUS"), ftm_id("urn:kgraph:actor:sources-1f3a9c02")
    ('kgr-RUS', 'actor-sources-1f3a9c02')
    >>> ftm_id("urn:kgraph:actor:%C3%A9")
    'other-968d3defbc1a55a33b36'
    """
    prefix, _, local = compress(actor_id).rpartition(":")
    if (prefix in PREFIXES or prefix == _LOCAL_ACTOR) and _SAFE.fullmatch(local):
        return f"{prefix.rpartition(':')[2]}-{local}"
    return f"other-{digest('ftm', actor_id)}"


def _entity(entity_id: str, schema: str, properties: Mapping[str, Iterable[str | None]]) -> FtmEntity:
    """An entity without the values and properties that are not known; each value once."""
    lists = {name: [v for v in dict.fromkeys(properties[name]) if v is not None] for name in sorted(properties)}
    return {"id": entity_id, "schema": schema, "properties": {name: found for name, found in lists.items() if found}}


def _schema_of(actor: Actor) -> str:
    if actor.kind in (ActorKind.ORGANIZATION, ActorKind.SECTOR):
        if actor.sector in _PUBLIC:
            return "PublicBody"
        if actor.kind is ActorKind.ORGANIZATION and actor.sector in _COMPANIES:
            return "Company"
    return _SCHEMATA[actor.kind]


def _actor_entity(actor: Actor, known: Known) -> FtmEntity:
    schema = _schema_of(actor)
    is_place = actor.kind in (ActorKind.STATE, ActorKind.TERRITORY)
    properties: dict[str, list[str | None]] = {
        "name": [label_of(actor)],
        **_other_names(actor),
        "jurisdiction" if schema == "PublicBody" and not is_place else "country": [_country(actor, known)],
        "wikidataId": [match[1] for same in actor.same_as if (match := _ITEM.fullmatch(same))],
        "topics": list(_topics(actor)),
        "classification": [actor.kind.value, actor.sector],
    }
    if schema == "Person":
        properties["position"] = [_position_name(office, known) for office in actor.offices]
    else:
        properties |= {"incorporationDate": [day_of(actor.valid_from)], "dissolutionDate": [day_of(actor.valid_to)]}
    return _entity(ftm_id(actor.id), schema, properties)


def _other_names(actor: Actor) -> dict[str, list[str | None]]:
    """The names beside the label by property, each in one only: the strongest that it has."""
    found: dict[str, list[str | None]] = {"alias": [], "previousName": [], "weakAlias": []}
    by_property = [(_name_property(actor, name), name.text) for name in actor.names]
    taken = {actor.label}
    for name, texts in found.items():
        new = dict.fromkeys(text for where, text in by_property if where == name and text not in taken)
        texts.extend(new)
        taken.update(new)
    return found


def _name_property(actor: Actor, name: Name) -> str | None:
    check_encodable("name", name.text)
    where = _NAME_PROPERTIES.get(name.kind)
    if where == "alias" and name.valid_to is not None:
        return "previousName"
    is_person = actor.kind is ActorKind.PERSON
    return "weakAlias" if where == "alias" and is_person and _is_one_word(name.text) else where


def _is_one_word(text: str) -> bool:
    """Whether a person's name would match whoever shares it; scripts without capitals do not part names by spaces."""
    return " " not in text and text.upper() != text.lower()


def _country(actor: Actor, known: Known) -> str | None:
    """The FollowTheMoney code of the state an actor belongs to, of a state or territory its own."""
    is_place = actor.kind in (ActorKind.STATE, ActorKind.TERRITORY)
    state = actor if is_place else known.get(f"kgr:{actor.state}")
    if state is None:
        return None
    if state.id in _COUNTRIES:
        return _COUNTRIES[state.id]
    code = dict(state.codes).get("iso2", "")
    return code.lower() if _ISO2.fullmatch(code) and code.lower() not in _NO_COUNTRIES else None


def _topics(actor: Actor) -> Iterator[str]:
    if actor.kind is ActorKind.STATE:
        yield "gov.national"
    elif actor.kind is ActorKind.IGO:
        yield "gov.igo"
    elif actor.kind is ActorKind.PERSON:
        if any(office.sector in _PUBLIC or office.sector == "IGO" for office in actor.offices):
            yield "role.pep"
    elif actor.kind in (ActorKind.ORGANIZATION, ActorKind.SECTOR) and actor.sector is not None:
        yield from filter(None, [_SECTOR_TOPICS.get(actor.sector)])


def _position_name(office: Office, known: Known) -> str:
    holder = known.get(office.holder_of)
    return office.title if holder is None else f"{office.title}, {label_of(holder)}"


def _office_entities(actor: Actor, office: Office, known: Known) -> Iterator[FtmEntity]:
    """The post and that the actor held it; no more than a link where the holder is no person."""
    holder, who = known.get(office.holder_of), ftm_id(actor.id)
    span = {"startDate": [office.start], "endDate": [office.end]}
    if actor.kind is not ActorKind.PERSON:
        if holder is not None and holder is not actor:
            link = f"link-{digest('link', actor.id, office.title, office.holder_of, office.start, office.end)}"
            ends = {"subject": [who], "object": [ftm_id(holder.id)], "role": [office.title]}
            yield _entity(link, "UnknownLink", {**ends, **span})
        return
    post = f"position-{digest('position', office.title, office.holder_of)}"
    about: dict[str, list[str | None]] = {"name": [_position_name(office, known)]}
    if holder is not None:
        about["country"] = [_country(holder, known)]
        about["organization"] = [ftm_id(holder.id)] if _schema_of(holder) in _BODIES else []
    yield _entity(post, "Position", about)
    occupancy = f"occupancy-{digest('occupancy', actor.id, post, office.start, office.end)}"
    yield _entity(occupancy, "Occupancy", {"holder": [who], "post": [post], **span})


def write_ftm(actors: Iterable[Actor], file: IO[bytes]) -> None:
    """The entities of the actors, one a line of JSON."""
    file.writelines(f"{json.dumps(entity, ensure_ascii=False)}\n".encode() for entity in actors_to_ftm(actors))
