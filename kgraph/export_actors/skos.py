"""Actors as a SKOS concept scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import IO, Final, TypeAlias

import pyoxigraph as ox

from kgraph.errors import DataError
from kgraph.export_actors.references import Known, day_of, label_of, referred_by
from kgraph.model import Actor, ActorKind
from kgraph.model.laws import check_encodable
from kgraph.ontology import PREFIXES, compress, expand
from kgraph.rdf import actor_quads
from kgraph.rdf.terms import english, node, text

SCHEME: Final = "https://w3id.org/kgraph/actors"
"""The IRI of the concept scheme."""
_NOTATIONS: Final = MappingProxyType(
    {
        "iso3": "ISO 3166-1 alpha-3",
        "iso2": "ISO 3166-1 alpha-2",
        "cow": "Correlates of War",
        "gw": "Gleditsch and Ward",
        "fips": "FIPS 10-4",
        "cameo": "CAMEO",
    }
)
_LABELS: Final = MappingProxyType(
    {
        **dict.fromkeys(("label", "variant", "formal", "former", "acronym"), "altLabel"),
        **dict.fromkeys(("demonym", "capital", "seat", "surname", "family"), "hiddenLabel"),
    }
)
"""Hidden labels serve a search and are not shown: what may stand for the actor in a text and is not its name."""
_CODE: Final = re.compile(r"[A-Z]{3}")


def actors_to_skos(actors: Iterable[Actor]) -> Iterator[ox.Triple]:
    """The actors as concepts of one SKOS scheme, an actor's triples one after another.

    There is one preferred label a language; other names are alternative labels, those that only stand for the actor (a
    capital, a demonym, a surname) hidden ones. Codes are notations with a datatype a scheme. A sector is narrower than
    its state; everybody else is related to their state and to the bodies they held office in. That goes for states and
    bodies among the actors (`with_referred` brings them).

    Raises:
        DataError: a name is no text, or its language no language tag.

    >>> iran = Actor(id="kgr:IRN", label="Iran", kind=ActorKind.STATE, state="IRN", codes=(("iso2", "IR"),))
    >>> [str(t.object) for t in actors_to_skos([iran]) if t.predicate.value.endswith(("#prefLabel", "#notation"))]
    ['"Iran"@en', '"IR"^^<https://w3id.org/kgraph/ns#iso2Code>']
    """
    known = {actor.id: actor for actor in actors}
    yield from _scheme()
    for actor in known.values():
        subject = _iri(actor.id)
        yield from (ox.Triple(subject, node(curie), term) for curie, term in dict.fromkeys(_concept(actor, known)))


def _scheme() -> Iterator[ox.Triple]:
    scheme = ox.NamedNode(SCHEME)
    yield ox.Triple(scheme, node("rdf:type"), node("skos:ConceptScheme"))
    yield ox.Triple(scheme, node("dct:title"), english("Actors"))
    for code, title in _NOTATIONS.items():
        yield ox.Triple(node(f"kg:{code}Code"), node("rdf:type"), node("rdfs:Datatype"))
        yield ox.Triple(node(f"kg:{code}Code"), node("rdfs:label"), english(title))


_Pair: TypeAlias = tuple[str, ox.NamedNode | ox.Literal]


def _concept(actor: Actor, known: Known) -> Iterator[_Pair]:
    yield "rdf:type", node("skos:Concept")
    yield "skos:inScheme", ox.NamedNode(SCHEME)
    yield from _described(actor)
    yield from _labels(actor)
    for scheme, code in actor.codes:
        typed = ox.Literal(code, datatype=node(f"kg:{scheme}Code")) if scheme in _NOTATIONS else text(code)
        yield "skos:notation", typed
    for same in actor.same_as:
        yield "skos:exactMatch", _iri(same)
    others = [other for other in referred_by(actor) if other != actor.id and other in known]
    broader = [other for other in others if actor.kind is ActorKind.SECTOR and other == f"kgr:{actor.state}"]
    yield from (("skos:broader", _iri(other)) for other in broader)
    if not broader:
        yield "skos:topConceptOf", ox.NamedNode(SCHEME)
    yield from (("skos:related", _iri(other)) for other in others if other not in broader)


def _described(actor: Actor) -> Iterator[_Pair]:
    """What the graph says of an actor, in the same words; what a store holds in another form is left out."""
    try:
        expand(actor.id)
    except DataError:
        return
    plain = Actor(
        id=actor.id,
        label=label_of(actor),
        kind=actor.kind,
        state=actor.state if _CODE.fullmatch(actor.state or "") else None,
        sector=actor.sector if _CODE.fullmatch(actor.sector or "") else None,
        valid_from=day_of(actor.valid_from),
        valid_to=day_of(actor.valid_to),
    )
    for quad in actor_quads(plain):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            yield compress(quad.predicate.value), quad.object


def _labels(actor: Actor) -> Iterator[_Pair]:
    """The labels, no literal under two properties: preferred before alternative before hidden."""
    preferred = {"en": label_of(actor)}
    for name in actor.names:
        if name.kind == "label" and name.valid_to is None:
            preferred.setdefault(_tag(name.language), name.text)
    yield from (("skos:prefLabel", _literal(label, tag)) for tag, label in preferred.items())
    taken = {(label, tag) for tag, label in preferred.items()}
    for wanted in ("altLabel", "hiddenLabel"):
        for name in actor.names:
            label = (name.text, _tag(name.language))
            if _LABELS.get(name.kind) == wanted and label not in taken:
                taken.add(label)
                yield f"skos:{wanted}", _literal(*label)


def _tag(language: str) -> str:
    return language.replace("_", "-").lower()


def _literal(label: str, tag: str) -> ox.Literal:
    check_encodable("name", label)
    try:
        return ox.Literal(label, language=tag)
    except ValueError:
        raise DataError("not a language", value=tag, expected="a tag such as en or pt-BR") from None


def _iri(actor_id: str) -> ox.NamedNode:
    """The IRI of an id; what a store holds from elsewhere is one already."""
    try:
        return node(actor_id)
    except DataError:
        try:
            return ox.NamedNode(actor_id)
        except ValueError:
            raise DataError("not an id", value=actor_id, expected="a CURIE or an IRI") from None


def write_skos(actors: Iterable[Actor], file: IO[bytes]) -> None:
    """The concepts of the actors in Turtle."""
    ox.serialize(actors_to_skos(actors), file, ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
