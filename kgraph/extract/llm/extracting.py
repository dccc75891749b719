"""The extractor itself: a document in passages, an answer for each, and what of it the text bears out."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kgraph import __version__
from kgraph.errors import DataError, ExtractionError
from kgraph.extract.llm.answers import Recorded, proposals_in
from kgraph.extract.llm.asking import Ask, Http
from kgraph.extract.llm.checking import Checker
from kgraph.extract.llm.ledger import Ledger, Reason
from kgraph.extract.llm.prompt import request
from kgraph.extract.llm.settings import LlmSettings
from kgraph.extract.seam import WithTables
from kgraph.model import Claim, Document


@dataclass(frozen=True)
class Llm(WithTables):
    """The extractor called `llm`; `extractor("llm")` reads its settings from options and the environment.

    Attributes:
        settings: which model, and how much of a document at a time.
        ask: who answers; None asks as the environment says at each document.
        ledger: what was kept, left out and spent so far.

    Raises, when called on a document:
        ExtractionError: there is no answer, or none that can be read; what was asked before is lost unless recorded.

    >>> import json
    >>> proposal = dict(quote="Iran condemned Canada on Monday.", actor="Iran", recipient="Canada",
    ...                 event_type="ACCUSE", relation="condemns", mode=None, contexts=[], modality="asserted",
    ...                 polarity="positive", cue="condemned", when="on Monday", said_by=[])
    >>> def model(request):
    ...     content = json.dumps({"claims": [proposal, proposal | {"quote": "Iran bombed Canada."}]})
    ...     return {"choices": [{"message": {"content": content}, "finish_reason": "stop"}]}
    >>> llm = Llm(ask=model)
    >>> [claim] = llm(Document(text="Iran condemned Canada on Monday.", published="2024-06-19"))
    >>> claim.actor.id, claim.relation, claim.recipient.id, str(claim.date)
    ('kgr:IRN', 'condemns', 'kgr:CAN', '2024-06-17')
    >>> llm.account()[0]
    'llm: 1 claims kept, 1 proposals left out (1 a quote that is not in the text)'
    """

    settings: LlmSettings = field(default_factory=LlmSettings)
    ask: Ask | None = None
    ledger: Ledger = field(default_factory=Ledger, compare=False)

    def with_options(self, options: Mapping[str, str]) -> Llm:
        """The extractor with settings from these options and the environment, and counts that begin anew.

        Raises:
            DataError: a setting is missing or malformed.
            UnknownNameError: there is no such option.
            MissingExtraError: an endpoint is to be asked and httpx is not installed.
        """
        settings = LlmSettings.of(options, os.environ)
        ledger = Ledger(price_in=settings.price_in, price_out=settings.price_out)
        ask: Ask | None = None if settings.url is None else Http(settings, ledger)
        if settings.recorded is not None:
            ask = Recorded(settings.recorded, ask, ledger)
        return replace(self, settings=settings, ask=ask, ledger=ledger)

    def account(self) -> list[str]:
        """What was kept, left out by reason, and spent since the settings were read."""
        return self.ledger.lines()

    def told_settings(self) -> list[str]:
        """Which model answers, how it is asked and how much at a time; not where it is."""
        return [self.settings.model, json.dumps(self.settings.params, sort_keys=True), str(self.settings.chunk)]

    def __call__(self, document: Document) -> Iterator[Claim]:
        """The claims of a document, in the order of its passages; all of them or an error."""
        if self.ask is None:
            yield from self.with_options({})(document)
            return
        checker = Checker(document, self.tables, f"llm/{__version__} {self.settings.model}".strip())
        claims: dict[str, Claim] = {}
        left_out: Counter[Reason] = Counter()
        for chunk in checker.chunks(self.settings.chunk):
            passage = chunk.of(document.text)
            body = request(document, passage, model=self.settings.model, params=self.settings.params)
            for item in _proposals(self.ask, body, document):
                found = checker.judge(item, chunk)
                if isinstance(found, Reason):
                    left_out[found] += 1
                    continue
                left_out[Reason.TWICE] += all(claim.id in claims for claim in found)
                claims |= {claim.id: claim for claim in found if claim.id not in claims}
        self.ledger.left_out.update(+left_out)
        self.ledger.kept += len(claims)
        yield from claims.values()


def _proposals(ask: Ask, body: Mapping[str, object], document: Document) -> list[object]:
    try:
        return proposals_in(ask(body))
    except (DataError, OSError) as error:
        raise ExtractionError(str(error), document=document.id) from error


extract: Final = Llm()
"""The extractor called `llm`."""
