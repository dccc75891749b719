"""A dossier as one page of HTML, for light, dark and paper; no script, no request."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

from kgraph import __version__
from kgraph.explain import Account
from kgraph.markup import escaped, link, quote
from kgraph.model.wording import headline, said_by
from kgraph.plots import Plot
from kgraph.report.dossier import Dossier

_SIGNS: Final = {1: ("plus", "+"), -1: ("minus", "\u2212"), 0: ("none", "\u00b7")}


def as_page(found: Dossier, plot: Plot | str) -> str:
    """The dossier as the text of an HTML page; `plot` is its figure, or says why there is none."""
    style = files("kgraph.report").joinpath("report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    title = escaped(found.title)
    body = [
        f'<header><h1 dir="auto">{title}</h1><p>A dossier of claims, each with the words it rests on.</p></header>',
        "<ul class=summary>" + "".join(f"<li>{escaped(line)}</li>" for line in found.summary()) + "</ul>",
        f"<p>{escaped(plot)}</p>" if isinstance(plot, str) else _figure(plot),
        *_accounts(found),
        *_events(found),
        *_rivals(found),
        *_sources(found),
    ]
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        f"<title>{title}</title><style>{style}</style></head>\n<body><main>\n"
        + "\n".join(body)
        + f"\n<footer>Made by kgraph {escaped(__version__)}.</footer></main></body></html>\n"
    )


def _figure(plot: Plot) -> str:
    picture = base64.b64encode(plot.svg().encode()).decode()
    return f'<figure><img src="data:image/svg+xml;base64,{picture}" alt="{escaped(plot.told)}"></figure>'


def _accounts(found: Dossier) -> Iterable[str]:
    for year, accounts in found.years():
        yield f"<h2>{escaped(year)}</h2>"
        yield from (_account(found, account) for account in accounts)


def _account(found: Dossier, account: Account) -> str:
    claim = account.claim
    kind, sign = _SIGNS[claim.sign]
    speakers = said_by(claim.attribution)
    parts = [
        f'<h3 dir="auto"><span class="sign {kind}">{sign}</span> {escaped(account.headline())}</h3>',
        f'<p dir="auto">{escaped(speakers)}</p>' if speakers else "",
        f"<blockquote>{quote(claim.evidence.pieces(), styled=False)}</blockquote>"
        if claim.evidence is not None
        else "",
        f'<p class="source" dir="auto">{_source(found, account)} <code>{escaped(claim.id)}</code></p>',
    ]
    return f'<article id="{escaped(claim.id)}">{"".join(parts)}</article>'


def _source(found: Dossier, account: Account) -> str:
    reference = found.reference(account)
    number = "" if reference is None else f'<a href="#source-{reference.number}">[{reference.number}]</a> '
    return f"{number}{link(account.source(), account.url())}"


def _events(found: Dossier) -> Iterable[str]:
    if found.events:
        yield "<h2>Told more than once</h2>"
    for told in found.events:
        first = told.accounts[0].claim
        yield (
            f'<article><h3 dir="auto">{escaped(headline(first).partition(" (")[0])}</h3>'
            f"<p>{escaped(told.corroboration)}. Judged one by a {escaped(told.event.made_by)}: "
            f"{escaped(told.event.reason)}.</p>{_list(told.accounts)}</article>"
        )


def _rivals(found: Dossier) -> Iterable[str]:
    if found.rivals:
        yield "<h2>Accounts that cannot both hold</h2>"
    for conflict in found.rivals:
        yield (
            f"<article><h3>{escaped(conflict.kind.value)}: {escaped(conflict.reason)}</h3>"
            f'<div class="sides">{_list(conflict.accounts)}{_list(conflict.against)}</div></article>'
        )


def _list(accounts: Iterable[Account]) -> str:
    """Claims by headline, each leading to where it stands above."""
    return (
        "<ul>"
        + "".join(
            f'<li dir="auto"><a href="#{escaped(one.claim.id)}">{escaped(headline(one.claim))}</a></li>'
            for one in accounts
        )
        + "</ul>"
    )


def _sources(found: Dossier) -> Iterable[str]:
    if not found.references and not found.datasets:
        return
    yield "<h2>Sources</h2><ol>"
    for one in found.references:
        url = one.document.url
        where = f" {link(url, url)}" if url else ""
        count = f" ({one.claims} claim{'' if one.claims == 1 else 's'})"
        yield f'<li id="source-{one.number}" dir="auto">{escaped(one)}.{where}{escaped(count)}</li>'
    yield "</ol>"
    for cited in found.datasets:
        yield "".join(f'<p dir="auto">{escaped(line.strip())}</p>' for line in cited.lines())
