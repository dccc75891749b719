"""A dossier as Markdown, for a wiki, a repository or an editor; what articles say stays text in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kgraph import __version__
from kgraph.explain import Account
from kgraph.markup import is_web, without_controls
from kgraph.model.wording import headline, said_by
from kgraph.report.dossier import Dossier

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]|<>&~^$])")
_LEADING: Final = re.compile(r"^(\d*)([#+.)=-])")
_SIGNS: Final = {1: "(+)", -1: "(\u2212)", 0: "(\u00b7)"}


def as_markdown(found: Dossier, figure: str | None, told: str) -> str:
    """The dossier as Markdown text (CommonMark).

    Args:
        found: what to write.
        figure: the name of the file of the timeline; None where there is none.
        told: what is to be seen in it, or why there is none.
    """
    parts = [
        f"# {plain(found.title)}",
        "\n".join(f"- {plain(line)}" for line in found.summary()),
        plain(told) if figure is None else f"![{plain(told)}](<{figure.translate(_IN_ADDRESS)}>)",
    ]
    for year, accounts in found.years():
        parts += [f"## {plain(year)}", *(_account(found, account) for account in accounts)]
    if found.events:
        parts.append("## Told more than once")
        parts += [
            f"- {plain(f'{one.corroboration}: {one.event.reason}')}\n{_list(one.accounts)}" for one in found.events
        ]
    if found.rivals:
        parts.append("## Accounts that cannot both hold")
        parts += [
            f"- {plain(f'{one.kind.value}: {one.reason}')}\n{_list([*one.accounts, *one.against])}"
            for one in found.rivals
        ]
    parts += _sources(found)
    return "\n\n".join([*parts, f"Made by kgraph {plain(__version__)}."]) + "\n"


def plain(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line.

    >>> print(plain("*Iran* <b>"))
    \*Iran\* \<b\>
    """
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(without_controls(text).split())))


def _account(found: Dossier, account: Account) -> str:
    claim, reference = account.claim, found.reference(account)
    speakers = said_by(claim.attribution)
    number = "" if reference is None else f"\\[{reference.number}\\] "
    lines = [
        f"**{_SIGNS[claim.sign]} {plain(account.headline())}**",
        plain(speakers),
        "" if claim.evidence is None else f"> {_marked(claim.evidence.pieces())}\n",
        f"{number}{_link(account.source(), account.url())} {plain(claim.id)}",
    ]
    return "  \n".join(line for line in lines[:2] if line) + "\n" + "\n".join(line for line in lines[2:] if line)


def _marked(pieces: Iterable[tuple[str, str | None]]) -> str:
    """A quote with its marked words strong."""
    text = ""
    for piece, role in pieces:
        words = plain(piece)
        lead, tail = " " if piece[:1].isspace() else "", " " if words and piece[-1:].isspace() else ""
        text += f"{lead}{f'**{words}**' if role is not None and words else words}{tail}"
    return text.strip()


_IN_ADDRESS: Final = {ord(sign): f"%{ord(sign):02X}" for sign in "<>\\ \n\r\t"}


def _link(text: str, url: str | None) -> str:
    if url is None or not is_web(url):
        return plain(text)
    return f"[{plain(text)}](<{without_controls(url).translate(_IN_ADDRESS)}>)"


def _list(accounts: Iterable[Account]) -> str:
    return "\n".join(f"    - {plain(headline(one.claim))}" for one in accounts)


def _sources(found: Dossier) -> Iterable[str]:
    if found.references or found.datasets:
        yield "## Sources"
    if found.references:
        yield "\n".join(f"{one.number}. {_link(str(one), one.document.url)}" for one in found.references)
    for cited in found.datasets:
        yield "  \n".join(plain(line.strip()) for line in cited.lines())
