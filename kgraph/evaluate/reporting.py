"""An evaluation as tables to look at, and as one record to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from kgraph.evaluate.measures import Interval, Rates, Share
from kgraph.evaluate.running import Evaluation
from kgraph.evaluate.scores import Level, Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(evaluation: Evaluation) -> Iterator[Table]:
    """What a person reads: the figures with each extractor a column, then types, then reliability."""
    names = tuple(evaluation.scores)
    every = list(evaluation.scores.values())
    rows = ((label, *(show(scores) for scores in every)) for label, show in _figures(every[0]))
    yield Table(columns=("", *names), rows=tuple(rows))
    for kind in ("dyads", "typed"):
        levels = [_level(scores, kind) for scores in every]
        columns = (f"{kind} by type", "gold", *(f"{name} {what}" for name in names for what in ("P", "R", "F1")))
        types = sorted({name for level in levels for name in level.by_type})
        yield Table(columns=columns, rows=tuple(_type_row(name, levels) for name in types))
    for name, scores in evaluation.scores.items():
        bins = tuple(
            (f"{b.low:.1f} to {b.high:.1f}", str(b.claims), _number(b.confidence), _number(b.right))
            for b in scores.calibration.bins
        )
        yield Table(columns=(f"confidence of {name}", "claims", "mean", "right"), rows=bins)


def record(evaluation: Evaluation) -> dict[str, object]:
    """Everything, for JSON; what was not measured is null."""
    return {
        "documents": evaluation.documents,
        "sentences": evaluation.sentences,
        "relations": evaluation.relations,
        "problems": [str(problem) for problem in evaluation.problems],
        "scores": {name: _scores_record(scores) for name, scores in evaluation.scores.items()},
    }


def _figures(scores: Scores) -> Iterator[tuple[str, Callable[[Scores], str]]]:
    """The label of each figure, and how it is written."""
    for kind in ("dyads", "typed"):
        for name in ("precision", "recall", "f1"):
            yield f"{kind}: {name} (95 % by {scores.resampled})", _rate(kind, name)
        yield f"{kind}: right of claims, found of gold", _counts(kind)
    for name in scores.agreement:
        yield f"on matches: {name.replace('_', ' ')}", _agreed(name)
    yield "expected calibration error", lambda s: _number(s.calibration.error)
    yield "positive edges on negated gold", lambda s: str(s.edges_on_negated)
    yield "claims per 100 sentences without any", _spurious
    for verdict in ("neutral", "retold", "uncoded", "standing"):
        yield f"claims not judged: {verdict}", _verdict(verdict)


def _level(scores: Scores, kind: str) -> Level:
    return scores.dyads if kind == "dyads" else scores.typed


def _rate(kind: str, name: str) -> Callable[[Scores], str]:
    def show(scores: Scores) -> str:
        level = _level(scores, kind)
        interval = level.intervals.get(name)
        around = "" if interval is None else f" ({interval.low:.3f} to {interval.high:.3f})"
        return f"{_number(_of(level.overall)[name])}{around}"

    return show


def _counts(kind: str) -> Callable[[Scores], str]:
    def show(scores: Scores) -> str:
        overall = _level(scores, kind).overall
        return f"{overall.right}/{overall.claimed}, {overall.found}/{overall.wanted}"

    return show


def _agreed(name: str) -> Callable[[Scores], str]:
    return lambda scores: _share(scores.agreement[name])


def _verdict(name: str) -> Callable[[Scores], str]:
    return lambda scores: str(scores.verdicts[name])


def _spurious(scores: Scores) -> str:
    return f"{_number(scores.spurious_per_100)} ({scores.spurious.hits}/{scores.spurious.of})"


def _share(share: Share) -> str:
    return f"{_number(share.share)} ({share.hits}/{share.of})"


def _type_row(name: str, levels: Sequence[Level]) -> tuple[str, ...]:
    nothing = Rates(claimed=0, right=0, wanted=0, found=0)
    found = [level.by_type.get(name, nothing) for level in levels]
    wanted = max(rates.wanted for rates in found)
    return (name, str(wanted), *(_number(value) for rates in found for value in _of(rates).values()))


def _of(rates: Rates) -> dict[str, float | None]:
    return {"precision": rates.precision, "recall": rates.recall, "f1": rates.f1}


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _scores_record(scores: Scores) -> dict[str, object]:
    return {
        "dyads": _level_record(scores.dyads),
        "typed": _level_record(scores.typed),
        "agreement": {name: _share_record(share) for name, share in scores.agreement.items()},
        "calibration": asdict(scores.calibration),
        "edges_on_negated": scores.edges_on_negated,
        "spurious": _share_record(scores.spurious) | {"per_100": scores.spurious_per_100},
        "verdicts": scores.verdicts,
        "missed": list(scores.missed),
        "resampled": scores.resampled,
    }


def _level_record(level: Level) -> dict[str, object]:
    return {
        **_rates_record(level.overall),
        "intervals": {name: _ends(interval) for name, interval in level.intervals.items()},
        "by_type": {name: _rates_record(rates) for name, rates in level.by_type.items()},
    }


def _ends(interval: Interval) -> list[float]:
    return [interval.low, interval.high]


def _rates_record(rates: Rates) -> dict[str, object]:
    return {**_of(rates), **asdict(rates)}


def _share_record(share: Share) -> dict[str, object]:
    return {"share": share.share, "hits": share.hits, "of": share.of}
