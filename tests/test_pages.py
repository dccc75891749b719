"""Web pages become documents: the story as plain text, and what the page says of it, without a guess."""

import io
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.build import Settings, build_graph, parse_documents, read_claims_of
from kgraph.errors import DataError
from kgraph.extract import read_documents, read_outcomes
from kgraph.graph import KnowledgeGraph
from kgraph.model import Document

pytest.importorskip("trafilatura")

STORY = (
    "<p>MOSCOW, Dec 7 (Example) - Russia accused Ukraine &amp; Poland of lying on Thursday.</p>"
    "<p>The talks began on December 1, 2016 &mdash; a year earlier, the ministry said.</p>"
)
LINES = [
    "MOSCOW, Dec 7 (Example) - Russia accused Ukraine & Poland of lying on Thursday.",
    "The talks began on December 1, 2016 — a year earlier, the ministry said.",
]


def page(head: str = "", body: str = f"<article><h1>Talks End</h1>{STORY}</article>", attributes: str = "") -> str:
    return f"<!DOCTYPE html>\n<html{attributes}><head>{head}</head><body>{body}</body></html>"


def read(folder: Path, html: str | bytes, name: str = "a.html", **options: str) -> Document:
    path = folder / name
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    [document] = read_documents(path, **options)  # type: ignore[arg-type]
    return document


def linked(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


ARTICLE = linked(
    '{"@context": "https://schema.org", "@graph": ['
    '{"@type": "Organization", "@id": "#org", "name": "Example Wire"},'
    '{"@type": "NewsArticle", "headline": "Talks &amp; Threats", "datePublished": "2017-12-07T23:30:00-05:00",'
    ' "dateModified": "2018-01-01", "publisher": {"@id": "#org"}, "url": "https://example.org/talks",'
    ' "author": [{"@type": "Person", "name": "Jane Roe"}, {"@type": "Person", "name": "John Doe"}]}]}'
)


def test_the_story_is_plain_text_of_paragraphs(tmp_path: Path) -> None:
    menu = '<header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header>'
    figure = '<figure><img src="a.jpg"><figcaption>Putin attacks Ukraine in a speech. (AP)</figcaption></figure>'
    extras = "<script>evil('Iran attacked Iraq')</script><style>p { color: red }</style><!-- Iran attacked Iraq -->"
    aside = "<aside><p>Related: Iran attacked Iraq.</p></aside><footer><p>Copyright 2017 Example</p></footer>"
    document = read(tmp_path, page(body=f"{menu}<article><h1>Talks End</h1>{figure}{STORY}{extras}</article>{aside}"))
    assert document.text.split("\n\n") == ["Talks End", *LINES]
    assert document.title == "Talks End"


def test_what_the_page_says_of_itself_fills_the_fields(tmp_path: Path) -> None:
    document = read(tmp_path, page(ARTICLE, attributes=' lang="en-GB"'))
    assert (document.title, document.publisher) == ("Talks & Threats", "Example Wire")
    assert (document.published, document.url) == ("2017-12-07", "https://example.org/talks")
    assert (document.author, document.language) == ("Jane Roe, John Doe", "en-GB")


def test_open_graph_says_it_too(tmp_path: Path) -> None:
    head = (
        '<meta property="og:title" content="Talks End | Example Wire">'
        '<meta property="og:site_name" content="Example Wire">'
        '<meta property="og:url" content="https://example.org/a"><meta name="author" content="By Jane Roe">'
        '<meta property="article:published_time" content="2017-12-07T10:00:00Z">'
        '<meta property="article:modified_time" content="2018-02-02T10:00:00Z">'
    )
    document = read(tmp_path, page(head))
    assert (document.title, document.publisher, document.author) == ("Talks End", "Example Wire", "Jane Roe")
    assert (document.published, document.url) == ("2017-12-07", "https://example.org/a")


def test_what_the_caller_says_goes_before_what_the_page_says(tmp_path: Path) -> None:
    options = {"date": "2017-12-09", "publisher": "Mirror", "url": "https://mirror.example/1"}
    document = read(tmp_path, page(ARTICLE), **options)
    assert (document.published, document.publisher, document.url) == tuple(options.values())


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta name="pubdate" content="20171207">', STORY),
        ('<meta name="DC.date.issued" content="2017-12-07">', STORY),
        ('<meta itemprop="datePublished" content="Thu, 07 Dec 2017 10:00:00 GMT">', STORY),
        ('<meta name="date" content="December 7, 2017">', STORY),
        ('<meta name="date" content="7 Dec 2017, 10:15">', STORY),
        ("", f'<article><h1>T</h1><time datetime="2017-12-07T10:00">Thursday</time>{STORY}</article>'),
        ("", f'<article><h1>T</h1><p>By Roe <time pubdate datetime="2017-12-07">x</time></p>{STORY}</article>'),
        (
            "",
            '<article><h1>T</h1><p><time class="entry-date published updated" datetime="2017-12-07">x</time>'
            f'<time class="updated" datetime="2018-01-01">y</time></p>{STORY}</article>',
        ),
        ("", f'<article><h1>T</h1><span itemprop="datePublished" content="2017-12-07">x</span>{STORY}</article>'),
        (
            "",
            f'<main><article><h1>T</h1><time datetime="2017-12-07">x</time>{STORY}</article>'
            '<article><h2>Other</h2><time datetime="2016-01-01">y</time></article></main>',
        ),
        (linked('[{"@type": ["NewsArticle"], "datePublished": "2017-12-07"}]'), STORY),
        (linked("{not json") + '<meta name="pubdate" content="2017-12-07">', STORY),
        (
            linked('{"@type": "NewsArticle", "headline": "A", "datePublished": "2017-12-07"}')
            + linked('{"@type": "NewsArticle", "headline": "B", "datePublished": "2016-01-01"}')
            + '<meta property="og:title" content="A">',
            STORY,
        ),
    ],
)
def test_the_day_is_the_one_that_is_called_so(tmp_path: Path, head: str, body: str) -> None:
    assert read(tmp_path, page(head, body)).published == "2017-12-07"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", STORY),
        ("<title>News of December 7, 2017</title>", STORY),
        ('<link rel="canonical" href="https://example.org/2017/12/07/talks">', STORY),
        (
            '<meta property="article:modified_time" content="2017-12-07">'
            '<meta name="last-modified" content="2017-12-07">',
            STORY,
        ),
        (linked('{"@type": "NewsArticle", "dateModified": "2017-12-07"}'), STORY),
        (linked('{"@type": "WebSite", "datePublished": "2017-12-07"}'), STORY),
        (
            linked(
                '[{"@type": "NewsArticle", "datePublished": "2017-12-07"},'
                ' {"@type": "NewsArticle", "datePublished": "2016"}]'
            ),
            STORY,
        ),
        ('<meta name="date" content="07/12/2017">', STORY),
        ('<meta name="date" content="2017-02-30">', STORY),
        ('<meta name="pubdate" content="2017-12-07"><meta name="pubdate" content="2017-12-08">', STORY),
        (
            "",
            f'<article><h1>T</h1>{STORY}<p>Signed on <time datetime="2017-12-07">7 December</time>.</p></article>',
        ),
        ("", f'<article><h1>T</h1>{STORY}</article><aside><time datetime="2017-12-07">x</time></aside>'),
        ("", f'<article><h1>T</h1>{STORY}</article><article><h2>O</h2><time datetime="2017-12-07">x</time></article>'),
        ("", f'<article><h1>T</h1><time class="updated" datetime="2017-12-07">x</time>{STORY}</article>'),
        (
            "",
            f'<article><h1>T</h1>{STORY}<time datetime="2017-12-07">x</time>'
            '<time datetime="2017-12-08">y</time></article>',
        ),
        ("", f"<p>Published on December 7, 2017</p>{STORY}<footer>\u00a9 2017 Example, 2017-12-07</footer>"),
    ],
)
def test_no_day_is_guessed(tmp_path: Path, head: str, body: str) -> None:
    assert read(tmp_path, page(head, body), name="2017-12-07.html").published is None


@pytest.mark.parametrize(
    "address", ["https://example.org/", "https://example.org", "/talks", "javascript:alert(1)", "https://[bad/a", ""]
)
def test_an_address_that_is_not_the_storys_is_none(tmp_path: Path, address: str) -> None:
    assert read(tmp_path, page(f'<link rel="canonical" href="{address}">')).url is None


def test_the_line_of_the_author_is_set_aside(tmp_path: Path) -> None:
    body = (
        f'<article><h1>Talks End</h1><div class="by">Jane Roe</div><p>By John Doe</p><p>Jane Roe</p>{STORY}</article>'
    )
    assert read(tmp_path, page(ARTICLE, body)).text.split("\n\n") == ["Talks End", *LINES]


def test_a_page_without_a_title_is_called_by_its_file(tmp_path: Path) -> None:
    assert read(tmp_path, page(body=STORY), name="b.htm").title == "b.htm"


def test_a_page_is_known_by_how_it_begins(tmp_path: Path) -> None:
    saved = "\ufeff\n<!-- saved from url=(0023)https://example.org/ -->\n" + page(ARTICLE)
    assert read(tmp_path, saved, name="a.txt").publisher == "Example Wire"
    assert read(tmp_path, '<?xml version="1.0" encoding="utf-8"?>\n' + page(ARTICLE), name="a.asp").author is not None
    [document] = read_documents("-", stdin=io.BytesIO(b"\n" + page(ARTICLE).encode()))
    assert document.published == "2017-12-07"
    assert read(tmp_path, "MOSCOW - <html> is a word here.", name="b.txt").text.startswith("MOSCOW - <html>")


def test_a_page_is_known_in_the_encoding_that_is_named(tmp_path: Path) -> None:
    """What its bytes happen to spell in another encoding makes nothing a page."""
    wide = page(ARTICLE).encode("utf-16")
    assert read(tmp_path, wide, name="a.txt", encoding="utf-16").publisher == "Example Wire"
    spelled = b"<html><br>talked"
    text = read(tmp_path, spelled, name="b.txt", encoding="utf-16-le").text
    assert text == spelled.decode("utf-16-le")


@pytest.mark.parametrize("encoding", ["windows-1251", "iso-8859-1", "windows-1252", "utf-8"])
def test_the_encoding_is_the_one_that_the_page_names(tmp_path: Path, encoding: str) -> None:
    word = "\u0422\u0410\u0421\u0421" if encoding == "windows-1251" else "Orb\u00e1n"
    html = page(f'<meta charset="{encoding}">', f"<p>{word} said Russia accused Ukraine.</p>")
    assert read(tmp_path, html.encode(encoding)).text == f"{word} said Russia accused Ukraine."


def test_quotation_marks_decoded_wrongly_are_mended(tmp_path: Path) -> None:
    assert read(tmp_path, page(body="<p>Russia\x92s army &#151; it said &#8212; left.</p>")).text == (
        "Russia\u2019s army \u2014 it said \u2014 left."
    )


@pytest.mark.parametrize(
    ("html", "says"),
    [
        (b"", "empty"),
        (b"<html><body></body></html>", "without a text"),
        (b"<html><script>x()</script></html>", "without a text"),
        (b"<!-- -->", "without a text"),
        (b"<html>Orb\xe1n</html>", "--encoding"),
        (b'<html><meta charset="utf-88">Orb\xe1n</html>', "utf-88"),
        (b"\x00\x01\x02<html>", "binary"),
        (b"\x1f\x8b\x08\x00\x00", "binary"),
        (b"<p>" + b"a" * 20_000_000, "at most 20 MB"),
    ],
)
def test_what_is_no_page_is_refused_with_its_place(tmp_path: Path, html: bytes, says: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(html)
    with pytest.raises(DataError) as caught:
        list(read_documents(path))
    assert str(caught.value).startswith(str(path))
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "hostile",
    [
        "<p onclick=evil()>Iran accused Iraq of lying.<img src=x onerror=evil()></p>",
        "<p>Iran accused Iraq of lying.<script>document.write('<p>evil()</p>')</script></p>",
        "<p>Iran accused Iraq of lying.<iframe srcdoc='&lt;script&gt;evil()&lt;/script&gt;'></iframe></p>",
        "<p>Iran accused Iraq of lying.<svg><script>evil()</script></svg></p>",
        "<p>Iran accused\x08 Iraq\x1b of lying.&#0;&#27;&#x1B;&#xD800;</p>",
        "<p>Iran accused Iraq of lying.</p><noscript>evil()</noscript><template><p>evil()</p></template>",
        "<p>Iran accused Iraq of lying.</p>" + "<div>" * 3000,
        "<p>Iran accused Iraq of lying.</p>" + linked("[" * 100_000),
        "<p>Iran accused Iraq of lying.</p>" + linked('{"@graph": [{"@graph": [{}]}], "@type": {"a": 1}}'),
    ],
)
def test_hostile_pages_give_plain_text(tmp_path: Path, hostile: str) -> None:
    text = read(tmp_path, page(body=f"<article>{hostile}</article>")).text
    assert text.startswith("Iran accused Iraq of lying.")
    assert "evil" not in text
    assert all(character.isprintable() or character == "\n" for character in text)


def test_entities_of_ones_own_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    declared = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret"><!ENTITY y "secret">]>'
    document = read(
        tmp_path, declared + "<html><body><p>Iran accused Iraq &x; of &y; lying. &lt;b&gt;</p></body></html>"
    )
    assert "secret" not in document.text.replace("&y;", "").split("lying")[1]
    assert document.text.endswith("lying. <b>")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "<p>",
                    "</p>",
                    "<div>",
                    "<time datetime='2017-12-07'>",
                    "<article>",
                    "<h1>",
                    "</h1>",
                    "<table><td>",
                    "<br>",
                ),
                *(
                    "Iran accused Iraq. ",
                    "&amp;",
                    "&#x1F600;",
                    "<",
                    ">",
                    "\x00",
                    "<!--",
                    "-->",
                    "<![CDATA[",
                    "]]>",
                    "<?php ?>",
                ),
                *(
                    "<script>",
                    "</script>",
                    "<meta charset=x>",
                    "<meta property='og:url' content='http://[a'>",
                    "<ul><li>",
                ),
                *(
                    '<script type="application/ld+json">',
                    '{"@type": "Article"',
                    ', "author": [null, 3]}',
                    "<title>",
                    "\ud7ff",
                ),
            ]
        ),
        max_size=30,
    )
)
def test_any_page_is_a_document_or_refused(tmp_path: Path, parts: list[str]) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html>" + "".join(parts), encoding="utf-8")
    [outcome] = read_outcomes(path)
    assert isinstance(outcome, DataError) or outcome.text.strip()


def test_quotes_are_exact_words_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(ARTICLE), encoding="utf-8")
    [reading] = read_claims_of([path])
    assert reading.document is not None
    assert reading.claims
    for claim in reading.claims:
        assert claim.evidence is not None
        assert reading.document.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
    [parsed] = parse_documents([path])
    assert [s.text for s in parsed.sentences] == [reading.document.text[s.start : s.end] for s in parsed.sentences]


def test_a_folder_is_read_with_its_pages_and_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.html").write_text("<html></html>", encoding="utf-8")
    (folder / "b.HTML").write_text(page(ARTICLE), encoding="utf-8")
    (folder / "c.txt").write_text("Iran condemned Iraq.", encoding="utf-8")
    with KnowledgeGraph() as graph:
        built = build_graph([folder], graph, Settings())
        assert (built.new, [reading.source for reading in built.failed]) == (2, [str(folder / "a.html")])
        authors = graph.query("SELECT ?author WHERE { ?document schema:author ?author }").rows
    assert authors == [("Jane Roe, John Doe",)]


def test_without_the_extra_the_message_says_what_brings_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    (tmp_path / "b.txt").write_text("Iran condemned Iraq.", encoding="utf-8")
    failed, read = read_claims_of([tmp_path])
    assert failed.error is not None
    assert "pip install 'kgraph[web]'" in str(failed.error)
    assert read.error is None
