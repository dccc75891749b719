"""Hypothesis strategies for claims and what they are made of: anything that can exist, however odd."""

from __future__ import annotations

from hypothesis import strategies as st

from kgraph.model import (
    ActorRef,
    Attribution,
    Claim,
    Date,
    DateBasis,
    Document,
    Evidence,
    Mark,
    Modality,
    Place,
    Polarity,
    local_actor_id,
)
from kgraph.ontology import CONTEXTS, MODES, RELATIONS

text = st.text(st.characters(codec="utf-8"), max_size=40)
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
names = words.filter(lambda name: name.strip() != "")
states = st.sampled_from(["RUS", "CHN", "PRK", "USA", "JPN"])
sectors = st.sampled_from(["GOV", "MIL", "REB", "CRM"])
ids = st.one_of(
    states.map(lambda code: f"kgr:{code}"),
    st.sampled_from(["kgr:vladimir-putin", "kgr:nato", "wd:Q7184", "kgr:RUS-MIL"]),
    names.map(local_actor_id),
)
days = st.dates().map(lambda day: day.isoformat())
prefixes = st.one_of(days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))
bases = st.sampled_from([DateBasis.EXPLICIT, DateBasis.RELATIVE, DateBasis.DOCUMENT])


@st.composite
def dates(draw: st.DrawFn) -> Date:
    start, basis = draw(prefixes), draw(bases)
    end = draw(st.one_of(st.none(), st.just(".."), prefixes))
    if end not in (None, "..") and end[:4] <= start[:4]:
        end = None
    return Date(start=start, end=end, basis=basis)


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    quote, start = draw(words), draw(st.integers(0, 10**6))
    roles = st.sampled_from(["actor", "recipient", "cue", "date"])
    marks = st.builds(
        lambda role, at: Mark(role=role, start=start + at, end=start + at + 1),
        roles,
        st.integers(0, len(quote) - 1),
    )
    return Evidence(quote=quote, start=start, end=start + len(quote), marks=tuple(draw(st.lists(marks, max_size=4))))


refs = st.builds(ActorRef, id=ids, name=names, state=st.one_of(st.none(), states), sector=st.one_of(st.none(), sectors))
sources = st.builds(Attribution, id=ids, name=names, cue=st.one_of(st.none(), words))
places = st.builds(Place, name=words, id=st.one_of(st.none(), st.sampled_from(["gn:524901", "kgr:RUS"])))


@st.composite
def claims(draw: st.DrawFn, document: str | None = None) -> Claim:
    relation = RELATIONS[draw(st.sampled_from(sorted(RELATIONS)))]
    modes = sorted(mode for event_type, mode in MODES if event_type == relation.event_type)
    return Claim(
        document=document or draw(words),
        actor=draw(refs),
        recipient=draw(st.one_of(st.none(), refs)),
        relation=relation.name,
        event_type=relation.event_type,
        mode=draw(st.one_of(st.none(), st.sampled_from(modes))) if modes else None,
        contexts=tuple(draw(st.lists(st.sampled_from(sorted(CONTEXTS)), max_size=3))),
        date=draw(st.one_of(st.none(), dates())),
        place=draw(st.one_of(st.none(), places)),
        modality=draw(st.sampled_from(Modality)),
        polarity=draw(st.sampled_from(Polarity)),
        attribution=tuple(draw(st.lists(sources, max_size=3))),
        confidence=draw(st.floats(0, 1)),
        evidence=draw(st.one_of(st.none(), evidence())),
        extractor=draw(words),
    )


documents = st.builds(
    Document,
    text=text,
    id=words,
    published=st.one_of(st.none(), days),
    title=st.one_of(st.none(), text),
    publisher=st.one_of(st.none(), text),
    author=st.one_of(st.none(), text),
    url=st.one_of(st.none(), text),
    language=st.sampled_from(["en", "fr", "zh-Hant"]),
)
