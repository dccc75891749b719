"""Where the words of an English text stand, by the rules of the Universal Dependencies treebanks EWT and GUM.

A text is read in chunks, the stretches between spaces. What a chunk's words are depends on its letters alone, but for
a full stop after an abbreviation, which looks at the character that comes next. So the answers can be remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kgraph.language.spans import Span


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


TITLES: Final = frozenset(
    _listed(
        """
        adj adm admin ala amb apr ariz ark attn aug ave bldg blvd brig bros calif capt cir cmdr cmte co col colo cong
        conn corp cpl cpt ct dec del dept det dist dr drs ed eng ens esq exec feb fla fr fri ft gen gov govt hon hosp
        hwy ill inc ind insp inst int jan jr jul jun kan ky la lieut lt ltd maj mass md messrs mfg mich minn miss mlle
        mme mo mon mr mrs ms msgr mt mtn natl neb nev nov oct okla ont ore pa ph pkwy pres prof prop pt pty pvt que rd
        ref rep reps ret rev rte sat sec secy sen sens sep sept sgt soc spec sr st sta ste sub supt tenn tex thu thur
        thurs tue tues univ va vt wash wed wis
        """
    )
)
"""Abbreviations that are written with a capital, here in small letters: `Gen.` is one, `gen.` is not."""

ABBREVIATIONS: Final = frozenset(
    _listed(
        """
        abt al approx apt assn assoc asst btw ca cf dept ea eds eg esp est et etc excl ext ff fwd govt hrs ibid ie incl
        jr lb lbs lieut mgr misc mos nr nt orig oz pls pp resp rd seq sr vol vols vs yr yrs
        """
    )
)
"""Abbreviations that keep their full stop with a capital and without."""

BEFORE_NUMBERS: Final = frozenset(_listed("art c ch fig figs mar no nos p para sec sun v"))
"""Words that are abbreviations only where a number follows."""

OFTEN_LAST: Final = frozenset(_listed("ave blvd etc govt ill ind mass miss ore oz wash yr yrs"))
"""Abbreviations that give up their stop before a capital or at the end, where it rather closes the sentence."""

PREFIXES: Final = _listed(
    """
    agro ante anti arch bi bio co counter cross cyber de ex extra hyper infra inter intra macro mega meta micro mid mini
    mono multi neo non over pan para peri poly post pre pro proto pseudo psycho quasi re semi socio sub super supra
    trans tri ultra un uni
    """
)
"""Beginnings that make one word with what follows their hyphen: `anti-war` is one, `war-torn` is three."""

SUFFIXES: Final = _listed("esque ette fest gate itis less rama wise")
"""Endings that make one word with what stands before their hyphen."""

UNITS: Final = _listed(
    """
    AM Am GB GHz GW GWh Gb Hz K KB KHz KM KW Kb Kg Km M MB MHz MM MW MWh Mb PM Pm TB TWh am b bn cm days ft gb gbps h hh
    hours hp hr hrs in k kHz kV kW kWh kb kbps kcal kg khz km kmh kph kt kw l lb lbs m mL mb mbps mg mi min minutes mins
    ml mm mn months mph ms ns oz p percent pm pp ppb ppm psi pt px rpm sec secs sq t tn trn x yd yds years yo yr yrs º
    """
)
"""What is a word of its own after a number that it touches: `5km`, `$3bn`, `7pm`."""

_WITHOUT_APOSTROPHE: Final = (
    *((verb, "nt") for verb in _listed("ai are ca could did do does had has have is should was were wo would")),
    *((word, "s") for word in _listed("let that there what")),
    *((word, ending) for word in _listed("they you") for ending in _listed("re ve ll")),
    ("i", "m"),
)
_WORD_CUTS: Final[dict[str, tuple[int, ...]]] = {
    **{word + ending: (len(word),) for word, ending in _WITHOUT_APOSTROPHE},
    **dict.fromkeys(_listed("cannot gonna gotta gimme lemme lotta outta wanna c'mon c\u2019mon"), (3,)),
    **dict.fromkeys(_listed("y'all y\u2019all 'tis \u2019tis 'twas \u2019twas"), (2,)),
    **dict.fromkeys(_listed("i'ma i\u2019ma"), (1, 3)),
    "dunno": (2, 3),
}
"""Where the words that hide in one spelling part."""

_APOSTROPHE: Final = r"['`\u2019\u00b4\u02bc]"
_HYPHEN: Final = r"[\u2010\u2011-]"
_JOINERS: Final = r"\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters without a width: soft hyphens, joiners, marks of direction."""

_MARKS: Final = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0971-\u0df3\u0e31-\u0e4e"
    r"\u0eb1-\u0ece\u0f18\u0f19\u0f35-\u0f39\u0f3e\u0f3f\u0f71-\u0fbc\u102b-\u103e\u1056-\u1059\u135d-\u135f"
    r"\u1712-\u1714\u17b4-\u17d3\u180b-\u180d\u1a17-\u1a1b\u1ab0-\u1ace\u1b00-\u1b44\u1dc0-\u1dff\u20d0-\u20f0"
    r"\u302a-\u302f\u3099\u309a\ua823-\ua827\ua980-\ua9c0\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
"""Marks that sit on the letter before them, and the blocks of scripts whose vowels are such marks."""

_RAISED: Final = r"\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u207e"
"""Powers and fractions, words of their own: `km²` is two."""

_LETTER: Final = rf"[^\W\d_{_RAISED}]"
_IN_WORD: Final = rf"(?:[^\W_{_RAISED}]|_(?=\w)|[{_MARKS}{_JOINERS}])"
_ENDED: Final = rf"(?!_*[^\W_{_RAISED}]|[{_MARKS}])"
_LONE: Final = r"(?<!\w)"
_ENDINGS: Final = (
    "docx?|xlsx?|pptx?|pdf|txt|html?|zip|jpe?g|png|gif|mp[34]|csv|url|exe|"
    "com|org|net|edu|gov|mil|int|info|biz|io|ai|tv|eu|us|uk|co|ca|au|de|fr|ru|ua|cn|jp|ir|il|nz|br|es|ch|nl|se|pl"
)
_ADDRESS: Final = r"[^\s<>\"\u201c\u201d|]*(?<=[\w/=&#~%+_-])"
_WEB: Final = (
    # http://un.org/a?b=c, www.nato.int, mailto:a@b.org
    rf"(?:(?i:https?|ftp)://|(?i:www\d?\.|mailto:|doi:)(?=\w)){_ADDRESS}",
    # a.smith@mod.uk
    r"(?<![\w@])[\w.+%'-]{1,64}+@[\w-]{1,64}+(?:\.[\w-]{1,64}+){0,8}+",
    # nato.int/news, report-2.doc
    rf"(?<![\w@])(?:[\w#~%-]{{1,63}}\.){{1,6}}(?:{_ENDINGS}|{_ENDINGS.upper()})(?![\w@])(?:(?=/\w){_ADDRESS})?",
    # alt.politics.europe
    r"(?<![\w.])[a-z]{2,12}+(?:\.[a-z][\w-]{0,20}+){2,6}+(?!\w)",
    # @POTUS, #Brexit
    rf"{_LONE}[@\#](?={_LETTER})\w++",
)
_PICTURE: Final = (
    r"[\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
    r"\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff]"
)
_FACES: Final = (
    # :-) ;D ^_^ (:
    r"(?<![\d:;=])>?[:;=][-^]?(?:\)++|\(++(?!\w))|(?<![\w:;=])>?[:;=][-^]?(?:[DPpOo3*|](?!\w)|[/\\](?![\w/]))",
    r"(?<!\w)xD(?!\w)|\(-?[:;](?!\w)|<3(?!\d)|\^[_.-]?\^|-_+-",
    # flags, keycaps, pictures with their skin tones and what is joined to them
    r"[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3",
    rf"{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*+"
    rf"(?:\u200d{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*+)*+",
)
_NUMBERS: Final = (
    # 2017-12-07, 713-853-3989; 646-8420 but not 500-1000 nor 1990-1995
    r"(?<![\w-])\+?\d{1,6}(?:-\d{1,6}){2,5}+(?![\w-])",
    r"(?<![\w-])(?!\d\d0-\d\d00)(?:\d{3}|\d{5})-(?!1|20)\d{4}(?![\w-])|(?<![\w-])x?\d-\d{4}(?![\w-])",
    r"(?<![\w-])\d{3}/\d{3}-\d{4}(?!\w)",
    # 3/12/2017, 9/11, 24/7, but not 1/2
    r"(?<![\w/])(?:\d{1,4}/\d{1,2}/\d{1,4}|24/7|"
    r"(?!1/\d\b|2/[35]\b|3/[45]\b)(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))(?![\w/])",
    # 1,000.5 10:30 +44 .5, and what they touch: no unit, but 5th, 1990s, 1990's, 3D
    rf"(?:(?<![\w.])[.+](?=\d))?\d++(?:[.:]\d++|,\d{{3}}(?!\d))*+(?:(?=(?:{'|'.join(UNITS)}){_ENDED})|"
    rf"(?<=\b\d\d)(?=[CF]{_ENDED})|(?<=\b\d\d\d)(?=[CF]{_ENDED})|(?<=\d0){_APOSTROPHE}s{_ENDED}|{_IN_WORD}*+)",
)
_SHORT: Final = (
    # U.S., p.m., J.K., Ph.D.
    rf"(?<![^\W\d_])(?:{_LETTER}\.)++(?:{_LETTER}{_ENDED}\.?(?!\.)|(?<=\w\.\w\.))",
    rf"{_LONE}(?:Ph\.?D|[MB]\.?Sc|LL\.[BM])\.",
    # S/RES/2231, N/A, s/he, w/o
    rf"{_LONE}[A-Z](?:/[A-Z0-9]{{1,8}}){{0,6}}/[A-Z0-9.]{{0,8}}\d{{1,6}}{_ENDED}",
    rf"(?<![\w/])(?!c/o|m/s){_LETTER}/{_LETTER}(?![\w/])|{_LONE}(?i:w/(?:out|in)?|s/he){_ENDED}",
    # AT&T
    rf"{_LONE}{_LETTER}{{1,4}}(?:&{_LETTER}{{1,4}})++{_ENDED}",
    # US$5, Rs500
    rf"{_LONE}[A-Z]{{1,3}}[$£€¥]|{_LONE}(?:Rs|EUR|GBP|USD)(?=\d)",
)
_PREFIX: Final = "|".join(f"[{prefix[0]}{prefix[0].upper()}]{prefix[1:]}" for prefix in PREFIXES)
"""Not in capitals: `UN-led` is three words."""

_WORDS: Final = (
    # the 's that a quotation mark or a number parted from its word; 'em; '90s
    rf"{_APOSTROPHE}(?i:s|re|ve|ll|d|m){_ENDED}|{_LONE}{_APOSTROPHE}(?i:em|til|cause|tis|twas|n){_ENDED}",
    rf"{_LONE}['\u2019]\d\ds?{_ENDED}",
    # anti-war, mid-1980s, e-mail, O'Brien, don't
    rf"(?:(?<![\w-])(?:(?:{_PREFIX}){_HYPHEN}(?={_LETTER})(?!the-)|[mM]id{_HYPHEN}(?=\d)|[eE]{_HYPHEN}(?=[a-z])))?+"
    rf"[{_JOINERS}]*+(?:{_LETTER}|(?<=[\u2010\u2011-])\d){_IN_WORD}*+"
    rf"(?:(?:{_APOSTROPHE}|\*++)(?={_LETTER}){_IN_WORD}++)*+(?:{_HYPHEN}(?i:{'|'.join(SUFFIXES)}){_ENDED})?+",
)
_OTHER: Final = (
    r"[|=*~\#+<>{}_-]{4,}+|([-=*~\#_+])\1++|<<|>>|[-=]+>|<[-=]+",
    r"[.…]{2,}+|[.,]?[!?]{2,}+|[.,][!?]|``|''|\u2019\u2019|\u2018[\u2018\u2019]|\$\$+",
    r"(?<!\w)\.(?i:docx?|xlsx?|pptx?|pdf|txt)(?!\w)",
    rf"\S(?:(?!\w)[{_MARKS}]|[{_JOINERS}](?!\w))*+",
)
_PIECE: Final = re.compile("|".join((*_WEB, *_FACES, *_NUMBERS, *_SHORT, *_WORDS, *_OTHER)))
"""No alternative reads far without taking what it read, so that the time grows with the length of a text alone."""

_CHUNK: Final = re.compile(r"\S+")
_CLITIC_END: Final = re.compile(rf"(?<=.)(?:n{_APOSTROPHE}t|{_APOSTROPHE}(?:s|re|ve|ll|d|m))\Z", re.IGNORECASE)
_MOST_CLITICS: Final = 3
_OPENING: Final = "\"'“\u2018«([{*"
_CLOSING: Final = "\"'”\u2019»)]}*"
_LONGEST_REMEMBERED: Final = 48
_MOST_REMEMBERED: Final = 1 << 15


def tokens_of(text: str, start: int, end: int) -> list[Span]:
    """The words of the stretch of `text` from `start` up to `end`, in order.

    They do not overlap, hold no space, and together cover every character that is not space.

    >>> text = "Gen. Al-Ani didn't pay US$5m."
    >>> [span.of(text) for span in tokens_of(text, 0, len(text))]
    ['Gen.', 'Al', '-', 'Ani', 'did', "n't", 'pay', 'US$', '5', 'm', '.']
    """
    found: list[Span] = []
    for match in _CHUNK.finditer(text, start, end):
        chunk = match[0]
        base = match.start()
        after = _after(text, match.end(), end) if "." in chunk[-4:] else ""
        ends = _remembered(chunk, after) if len(chunk) <= _LONGEST_REMEMBERED else _ends(chunk, after)
        left = base
        for right in ends:
            found.append(Span(left, base + right))
            left = base + right
    return found


def _after(text: str, place: int, end: int) -> str:
    """What kind of character comes next: `$` for the end, `A` a capital, `0` a digit, `a` any other."""
    while place < end and (text[place].isspace() or text[place] in _OPENING):
        place += 1
    if place >= end:
        return "$"
    return _kind(text[place])


def _kind(character: str) -> str:
    return "A" if character.isupper() else "0" if character.isdigit() else "a"


def _ends(chunk: str, after: str) -> tuple[int, ...]:
    """Where the words of a chunk end; `after` tells what comes after a full stop at its end."""
    ends: list[int] = []
    left = 0
    last = len(chunk.rstrip(_CLOSING))
    before = ""
    for match in _PIECE.finditer(chunk):
        right = match.end()
        piece = match[0]
        follows = _kind(chunk[right]) if right < last else after
        if piece == "." and _keeps_stop(before, follows):
            ends[-1] = right
        elif piece == ".." and _keeps_stop(before, "a"):
            ends[-1:] = (right - 1, right)
        else:
            ends += (left + cut for cut in _cuts(piece))
            ends.append(right)
        before, left = piece, right
    return tuple(ends)


_remembered = lru_cache(maxsize=_MOST_REMEMBERED)(_ends)


def _keeps_stop(word: str, after: str) -> bool:
    """Whether the full stop behind `word` belongs to it."""
    small = word.lower()
    if len(word) == 1 and word.isalpha():
        return after == "0" if word == small else word != "I" and after != "$"
    if small in BEFORE_NUMBERS and after == "0":
        return True
    known = small in ABBREVIATIONS or (small in TITLES and word[0] != small[0])
    return known and not (small in OFTEN_LAST and after in ("A", "$"))


def _cuts(piece: str) -> tuple[int, ...]:
    """Where a piece that hides several words is cut, counted from its start.

    >>> _cuts("couldn't've"), _cuts("cannot"), _cuts("nation's"), _cuts("o'clock")
    ((5, 8), (3,), (6,), ())
    """
    known = _WORD_CUTS.get(piece.lower())
    if known is not None:
        return known
    cuts: tuple[int, ...] = ()
    end = len(piece)
    while not piece[0].isdigit() and len(cuts) < _MOST_CLITICS:
        clitic = _CLITIC_END.search(piece, max(0, end - 4), end)
        if clitic is None:
            break
        end = clitic.start()
        cuts = (end, *cuts)
    return cuts
