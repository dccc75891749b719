"""Files of gold, a JSON object a line: our own format, and that of the seed article, which is turned into ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from kgraph.errors import DataError, UnknownNameError
from kgraph.evaluate.gold import ATTRIBUTES, Gold, GoldActor, GoldArticle, GoldRelation, GoldSentence, Tier
from kgraph.files import json_object, lines_of
from kgraph.model import ActorRef, Date, Modality, Polarity
from kgraph.model.dates import DatePrecision, check_day
from kgraph.model.laws import check_encodable
from kgraph.ontology import EVENT_TYPES, context, event_type, mode, relation

Record = Mapping[str, object]
GoldLine = GoldRelation | GoldSentence | GoldArticle
_Enum = TypeVar("_Enum", bound=StrEnum)

_RELATION_KEYS: Final = frozenset(
    {
        *("kind", "id", "article", "sentence", "start", "actor", "actor_also", "recipient", "recipient_also"),
        *("type", "also_types", "mode", "contexts", "relation", "symmetric", "date", "date_precision"),
        *("modality", "polarity", "attribution", "tier", "note"),
    }
)
_SENTENCE_KEYS: Final = frozenset(("kind", "id", "article", "sentence", "start", "note"))
_ARTICLE_KEYS: Final = frozenset(("kind", "id", "file", "text", "published", "publisher", "note"))
_ACTOR_KEYS: Final = frozenset(("name", "id", "state", "sector"))
_OF_THE_SEED: Final = ("role", "affiliation", "coreference", "not_an_actor")
"""Kinds of lines of the seed gold that say nothing of relations."""
_UNDATED: Final = ("unknown", "habitual", "past-unspecified", "present-unspecified")
_APPROXIMATE: Final = "approx"
_ALSO: Final = re.compile(r"(source|target) (\S+)")


def read_gold(*paths: str | Path) -> Gold:
    """The gold of these files; a line that breaks the format becomes a problem and the rest is read.

    Raises:
        DataError: a file cannot be read.

    >>> import tempfile
    >>> line = '{"kind": "relation", "sentence": "Iran met Iraq.", "actor": "Iran", "type": "ACCUSES"}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "gold.jsonl"
    ...     _ = file.write_text(line, encoding="utf-8")
    ...     print(read_gold(file).problems[0].problem)
    unknown event type 'ACCUSES'; did you mean 'ACCUSE'?
    """
    found: list[GoldLine | DataError] = [item for path in paths for item in _outcomes(Path(path))]
    return Gold(
        relations=tuple(item for item in found if isinstance(item, GoldRelation)),
        sentences=tuple(item for item in found if isinstance(item, GoldSentence)),
        articles=tuple(item for item in found if isinstance(item, GoldArticle)),
        problems=tuple(item for item in found if isinstance(item, DataError)),
    )


def _outcomes(path: Path) -> Iterator[GoldLine | DataError]:
    seen: set[tuple[str, str]] = set()
    for row, line in enumerate(lines_of(str(path)), 1):
        if not line.strip():
            continue
        try:
            item = _item(line, f"{path.stem}:{row}")
            if isinstance(item, GoldRelation | GoldArticle):
                name = (type(item).__name__, item.id)
                if name in seen:
                    raise DataError("an id that another line has", value=item.id, expected="an id of its own")
                seen.add(name)
            if isinstance(item, GoldRelation | GoldSentence):
                item = replace(item, row=row)
            if isinstance(item, GoldArticle) and item.file is not None:
                item = replace(item, file=str(path.parent / item.file))
            if item is not None:
                yield item
        except DataError as error:
            yield error.at(str(path), row)
        except UnknownNameError as error:
            yield DataError(str(error), file=str(path), row=row)


def _item(line: str, default_id: str) -> GoldLine | None:
    record = json_object(line, "gold")
    kind = record.get("kind")
    if kind in _OF_THE_SEED:
        return None
    if kind == "relation":
        return _relation(_from_seed(record) if "plover" in record else record, default_id)
    if kind == "sentence":
        _check_keys(record, _SENTENCE_KEYS, ("sentence",))
        return GoldSentence(
            article=_text(record, "article"), sentence=_needed(record, "sentence"), start=_whole(record, "start")
        )
    if kind == "article":
        return _article(record)
    raise DataError("not a kind of gold", value=kind, expected="relation, sentence, article")


def _article(record: Record) -> GoldArticle:
    _check_keys(record, _ARTICLE_KEYS, ("id",))
    published = _text(record, "published")
    if published is not None:
        check_day(published)
    if record.get("file") is not None and record.get("text") is not None:
        raise DataError("an article with both a file and a text", value=record["file"], expected="one of them")
    return GoldArticle(
        id=_needed(record, "id"),
        file=_text(record, "file"),
        text=_text(record, "text"),
        published=published,
        publisher=_text(record, "publisher"),
    )


def _relation(record: Record, default_id: str) -> GoldRelation:
    _check_keys(record, _RELATION_KEYS, ("sentence", "actor"))
    name, kind = _text(record, "relation"), _text(record, "type")
    known = None if name is None else relation(name)
    if kind is None and (known is None or not known.lasting):
        raise DataError("a relation without 'type'", expected=f"one of {', '.join(sorted(EVENT_TYPES))}")
    recipients = () if record.get("recipient") is None else _actors(record, "recipient")
    return GoldRelation(
        id=_text(record, "id") or default_id,
        article=_text(record, "article"),
        sentence=_needed(record, "sentence"),
        start=_whole(record, "start"),
        actors=_actors(record, "actor"),
        recipients=recipients,
        event_type=None if kind is None else event_type(kind).name,
        also_types=tuple(event_type(other).name for other in _texts(record, "also_types")),
        mode=None if record.get("mode") is None else mode(kind or "no event type", _needed(record, "mode")).name,
        contexts=tuple(context(name).name for name in _texts(record, "contexts")),
        date=_date(record),
        modality=_one_of(Modality, record, "modality", Modality.ASSERTED),
        polarity=_one_of(Polarity, record, "polarity", Polarity.POSITIVE),
        attribution=tuple(_texts(record, "attribution")),
        symmetric=_flag(record, "symmetric", default=known is not None and known.symmetric),
        tier=_one_of(Tier, record, "tier", Tier.CORE),
        coded=frozenset(key for key in ATTRIBUTES if key in record),
    )


def _from_seed(record: Record) -> Record:
    """A line of the seed gold in our own terms; of what a fair judge takes as well, what a type or an end says."""
    also = _texts(record, "accept_also")
    ends = [match.groups() for text in also if (match := _ALSO.fullmatch(text))]
    ours: dict[str, object] = {
        key: record[key]
        for key in ("id", "mode", "date", "date_precision", "modality", "polarity", "attribution", "symmetric", "start")
        if key in record
    }
    return ours | {
        "sentence": record.get("evidence"),
        "type": record.get("plover"),
        "contexts": record.get("context"),
        "actor": _seed_actor(record, "source"),
        "recipient": _seed_actor(record, "target"),
        "actor_also": [actor for side, actor in ends if side == "source"],
        "recipient_also": [actor for side, actor in ends if side == "target"],
        "also_types": [text for text in also if text in EVENT_TYPES],
        "tier": "core" if record.get("tier") == "core" else "optional",
    }


def _seed_actor(record: Record, side: str) -> object:
    actor = record.get(side)
    if not isinstance(actor, dict):
        return actor
    state = record.get(f"{side}_state")
    given = {key: actor[key] for key in ("name", "sector") if actor.get(key) is not None}
    return given if state is None else given | {"state": state}


def _actors(record: Record, key: str) -> tuple[GoldActor, ...]:
    """The coded actor, and the others that are right."""
    others = record.get(f"{key}_also")
    if others is not None and not isinstance(others, list):
        raise DataError(f"{key}_also of a relation", value=others, expected="a list of actors")
    return tuple(_actor(value, key) for value in (record.get(key), *(others or [])))


def _actor(value: object, key: str) -> GoldActor:
    if isinstance(value, str) and value.strip():
        check_encodable(key, value)
        return GoldActor(name=value.replace("iso3:", "kgr:"))
    if not isinstance(value, dict):
        raise DataError(f"{key!r} of a relation", value=value, expected="a name, or an object with a name")
    _check_keys(value, _ACTOR_KEYS, ("name",))
    texts = {name: _text(value, name) for name in ("id", "state", "sector")}
    actor = GoldActor(name=_needed(value, "name"), id=texts["id"], state=texts["state"], sector=texts["sector"])
    ActorRef(id="kgr:any", name=actor.name, state=actor.state, sector=actor.sector)  # says what is no state or sector
    return actor


def _date(record: Record) -> Date | None:
    text, precision = _text(record, "date"), _text(record, "date_precision")
    date = None if text is None else Date.parse(text)
    fitting = (*_UNDATED,) if date is None else (date.precision.value, _APPROXIMATE)
    if precision is not None and precision not in fitting:
        known = precision in (*_UNDATED, _APPROXIMATE, *DatePrecision)
        problem = "a date_precision that is not the date's" if known else "not a date_precision"
        raise DataError(problem, value=precision, expected=f"{' or '.join(fitting)} for the date {text}")
    return date


def _check_keys(record: Record, known: frozenset[str], needed: Iterable[str]) -> None:
    for key in needed:
        if record.get(key) is None:
            raise DataError(f"gold without {key!r}", expected="a value")
    for key in record:
        if key not in known:
            raise DataError("an unknown key", value=key, expected=", ".join(sorted(known)))


def _text(record: Record, key: str) -> str | None:
    value = record.get(key)
    if value is not None and not (isinstance(value, str) and value.strip()):
        raise DataError(f"{key!r} of gold", value=value, expected="a string with words in it")
    check_encodable(key, value)
    return value


def _needed(record: Record, key: str) -> str:
    text = _text(record, key)
    if text is None:
        raise DataError(f"gold without {key!r}", expected="a string")
    return text


def _texts(record: Record, key: str) -> list[str]:
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise DataError(f"{key!r} of gold", value=value, expected="a list of strings")
    for text in value:
        check_encodable(key, text)
    return value


def _whole(record: Record, key: str) -> int | None:
    value = record.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise DataError(f"{key!r} of gold", value=value, expected="a whole number from 0")
    return value


def _flag(record: Record, key: str, *, default: bool) -> bool:
    value = record.get(key)
    if value is not None and not isinstance(value, bool):
        raise DataError(f"{key!r} of gold", value=value, expected="true or false")
    return default if value is None else value


def _one_of(enum: type[_Enum], record: Record, key: str, default: _Enum) -> _Enum:
    value = record.get(key)
    try:
        return default if value is None else enum(str(value))
    except ValueError:
        raise DataError(f"{key!r} of gold", value=value, expected=", ".join(enum)) from None
