"""What every importer must do, whatever its format: used on each of them with files of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kgraph.actors import Gazetteer
from kgraph.model import Claim, Modality, is_dataset
from kgraph.sources import Fate, ImportedRow, ImportOptions, Outcome, RowProblem, Source


def claim_of(outcome: Outcome) -> Claim:
    """The one claim that a row made."""
    (claim,) = claims_of(outcome)
    return claim


def claims_of(outcome: Outcome) -> tuple[Claim, ...]:
    """The claims that a row made."""
    assert isinstance(outcome, ImportedRow), outcome
    return outcome.claims


def problem_of(outcome: Outcome) -> RowProblem:
    """Why a row made none."""
    assert isinstance(outcome, RowProblem), outcome
    return outcome


def outcomes_of(
    source: Source, files: Sequence[Path], gazetteer: Gazetteer, values: Mapping[str, str] | None = None
) -> list[Outcome]:
    """What becomes of the rows."""
    source.check_options(values or {})
    return list(source.importer(files, ImportOptions(gazetteer=gazetteer, values=values or {})))


def check_importer(
    source: Source, files: Sequence[Path], gazetteer: Gazetteer, values: Mapping[str, str] | None = None
) -> list[Outcome]:
    """Hold an importer to what `kgraph.sources.seam` says; the outcomes come back for what is to be checked further."""
    found = outcomes_of(source, files, gazetteer, values)
    assert found == outcomes_of(source, files, gazetteer, values), "the same files gave something else"
    options = ImportOptions(gazetteer=gazetteer, values=values or {})
    known = {dataset.iri for dataset in source.datasets(options)}
    claims = [claim for one in found if isinstance(one, ImportedRow) for claim in one.claims]
    assert claims, "no row was kept"
    for claim in claims:
        assert is_dataset(claim.document)
        assert claim.document in known
        assert claim.record is not None
        assert claim.evidence is None or claim.evidence.quote
        assert claim.extractor.partition("/")[0] == source.name
        assert claim.modality in (Modality.REPORTED, Modality.ASSERTED, Modality.PLANNED)
    assert len({claim.id for claim in claims}) == len({(c.document, c.record.id) for c in claims if c.record})
    names = {str(path) for path in files}
    for one in found:
        assert one.file in names
        assert one.row >= 1
        if isinstance(one, ImportedRow):
            assert one.claims
        else:
            assert isinstance(one, RowProblem)
            assert one.fate is not Fate.KEPT
            assert one.reason.strip()
    reasons = {one.reason for one in found if isinstance(one, RowProblem)} | {
        note for one in found if isinstance(one, ImportedRow) for note in one.notes
    }
    assert not any(character.isdigit() for reason in reasons for character in reason), reasons
    return found
