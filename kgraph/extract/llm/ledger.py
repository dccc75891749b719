"""What a run with a language model kept, left out and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a proposal is no claim."""

    BROKEN = "not of the schema"
    TERM = "a term the ontology does not have"
    MISFIT = "terms that do not go together"
    NOT_QUOTED = "a quote that is not in the text"
    TOO_LONG = "a quote of too many sentences"
    NOT_NAMED = "an actor who is not in the quote"
    UNKNOWN = "an actor nobody knows"
    NO_RECIPIENT = "no recipient"
    ONE_SIDE = "both ends on one side"
    SPEAKER = "a speaker who is not in the text"
    TWICE = "said twice"


@dataclass
class Ledger:
    """The counts of one run; it only ever grows.

    Attributes:
        kept: claims.
        left_out: proposals that became none, by reason.
        requests: answers asked of an endpoint, tries that failed included.
        retries: how many of those were tries again.
        recorded: answers that came from records.
        tokens_in, tokens_out: as the endpoint counts them.
        uncounted: answers of an endpoint that did not say how many tokens they took.
        price_in, price_out: of a million tokens, in whatever currency; None where nobody gave one.

    >>> ledger = Ledger(kept=2, requests=1, tokens_in=1500, tokens_out=200, price_in=0.5, price_out=2.0)
    >>> ledger.left_out[Reason.UNKNOWN] += 1
    >>> for line in ledger.lines(): print(line)
    llm: 2 claims kept, 1 proposals left out (1 an actor nobody knows)
    llm: 1 requests (0 of them retries), 0 recorded answers, 1500 tokens in, 200 out, cost 0.00115
    """

    kept: int = 0
    left_out: Counter[Reason] = field(default_factory=Counter)
    requests: int = 0
    retries: int = 0
    recorded: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    uncounted: int = 0
    price_in: float | None = None
    price_out: float | None = None

    def count(self, answer: Mapping[str, object]) -> None:
        """Add the tokens of an endpoint's answer."""
        usage = answer.get("usage")
        tokens = usage if isinstance(usage, dict) else {}
        taken, given = tokens.get("prompt_tokens"), tokens.get("completion_tokens")
        if type(taken) is not int or type(given) is not int or min(taken, given) < 0:
            self.uncounted += 1
            return
        self.tokens_in += taken
        self.tokens_out += given

    @property
    def cost(self) -> float | None:
        """What the tokens cost; None without both prices."""
        if self.price_in is None or self.price_out is None:
            return None
        return (self.tokens_in * self.price_in + self.tokens_out * self.price_out) / 1_000_000

    def lines(self) -> list[str]:
        """The counts for people, in two lines."""
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.left_out.most_common())
        left_out = f"{self.left_out.total()} proposals left out" + (f" ({reasons})" if reasons else "")
        uncounted = f" ({self.uncounted} answers without a count)" if self.uncounted else ""
        cost = "" if self.cost is None else f", cost {self.cost:.5f}"
        return [
            f"llm: {self.kept} claims kept, {left_out}",
            f"llm: {self.requests} requests ({self.retries} of them retries), {self.recorded} recorded answers, "
            f"{self.tokens_in} tokens in, {self.tokens_out} out{uncounted}{cost}",
        ]
