"""Web pages: main text, what the page says of itself, and what is said where either is unsure."""

from __future__ import annotations

import pytest

from khronika.intake import extract
from khronika.intake.blocks import paragraphs_of
from khronika.intake.html import parsed
from khronika.records.item import Extraction

LEAD = "The ministry denied on Wednesday that anybody was held at Quarry 9, telling the Orvan agency so."
SECOND = "A lawyer for eleven families disputed this and said that she had filed nine complaints in March."
ARTICLE = f"<article><h1>Ministry denies</h1><p>{LEAD}</p><p>{SECOND}</p></article>"


def page(body: str, head: str = "", lang: str = "en") -> Extraction:
    markup = f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'
    return extract(markup.encode(), "page.html")


def said(extraction: Extraction) -> str:
    return "\n".join(problem.what for problem in extraction.problems)


def test_paragraphs_are_apart_by_one_blank_line_under_the_headline() -> None:
    extraction = page(f"<nav><a href='/'>Politics</a></nav>{ARTICLE}<footer>Imprint</footer>")
    assert extraction.text == f"Ministry denies\n\n{LEAD}\n\n{SECOND}"
    assert [anchor.paragraph for anchor in extraction.anchors] == [1, 2, 3]


def test_the_page_states_title_author_publisher_day_link_and_language() -> None:
    head = (
        '<title>Ministry denies | Orvan</title><meta property="og:site_name" content="Orvan">'
        '<meta name="author" content="By Vera Kolm"><link rel="canonical" href="https://orvan.example/1">'
        '<meta property="article:published_time" content="2026-03-18T23:30:00-05:00">'
    )
    about = page(ARTICLE, head, lang="en-GB").about
    assert (about.title, about.author, about.publisher) == ("Ministry denies", "Vera Kolm", "Orvan")
    assert (about.published, about.link, about.language) == ("2026-03-18", "https://orvan.example/1", "en")


def test_structured_data_inside_a_graph_is_found() -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": '
        '["NewsArticle"], "headline": "Denied", "datePublished": "2026-03-18", "author": [{"name": "A"}, '
        '{"name": "B"}], "publisher": {"name": "Orvan"}}]}</script>'
    )
    about = page(ARTICLE, head).about
    assert (about.title, about.author, about.publisher) == ("Denied", "A, B", "Orvan")
    assert about.published == "2026-03-18"


def test_a_day_in_a_time_element_is_stated() -> None:
    extraction = page(f'<time datetime="2026-03-18">Wednesday</time>{ARTICLE}')
    assert extraction.about.published == "2026-03-18"
    assert "guessed from its words" not in said(extraction)


def test_a_guessed_day_is_uncertain_and_said() -> None:
    extraction = page(f"<p class='date'>18 March 2026</p>{ARTICLE}")
    assert extraction.about.published == "2026-03-18?"
    assert "the page does not state its day; 2026-03-18 is guessed from its words or address" in said(
        extraction
    )


def test_scripts_styles_and_comments_are_no_text() -> None:
    lead = f"<p>{LEAD}<!-- a comment --> Indeed.<script>var spy = 1</script></p>"
    extraction = page(f"<article>{lead}<style>p {{}}</style><p>{SECOND}</p></article>")
    assert extraction.text == f"{LEAD} Indeed.\n\n{SECOND}"


def test_the_text_is_what_the_page_shows_and_not_what_its_data_says() -> None:
    data = (
        f'{{"@type": "NewsArticle", "headline": "x", "articleBody": "{"Nobody was held anywhere. " * 20}"}}'
    )
    extraction = page(ARTICLE, f'<script type="application/ld+json">{data}</script>')
    assert "Nobody was held anywhere" not in (extraction.text or "")


def test_where_the_main_text_is_lost_the_whole_article_is_given_and_said() -> None:
    boxes = "".join(
        f"<div class='comment-list'><span>{LEAD} Number {number}.</span></div>" for number in range(9)
    )
    extraction = page(f"<article><p>{SECOND}</p><div id='comments' class='comments'>{boxes}</div></article>")
    assert "Number 8" in (extraction.text or "")
    assert "all is given" in said(extraction)


def test_what_is_left_out_of_a_marked_article_is_counted() -> None:
    words = "Men wait at the gate of the gravel works in Ozrin on Friday"
    caption = f"<figure><figcaption>{words}</figcaption></figure>"
    extraction = page(f"<article><h1>Ministry denies</h1><p>{LEAD}</p>{caption}<p>{SECOND}</p></article>")
    in_text = "Men wait at the gate" in (extraction.text or "")
    assert in_text or "1 paragraph of the article (12 words) not taken for main text" in said(extraction)


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "utf-8", "iso-8859-5"])
def test_the_declared_encoding_is_used(declared: str) -> None:
    words = "Представитель Министерства внутренних дел отрицал в среду, что в карьере кого-либо держали. " * 3
    markup = (
        f'<html><head><meta charset="{declared}"></head><body><article><p>{words}</p></article></body></html>'
    )
    extraction = extract(markup.encode(declared), "page.html")
    assert extraction.text == words.strip()
    assert "encoding" not in said(extraction)


def test_an_encoding_that_does_not_fit_is_passed_over_and_said() -> None:
    words = "Представитель Министерства внутренних дел отрицал в среду, что в карьере кого-либо держали. " * 3
    markup = f'<html><head><meta charset="utf-8"></head><body><article><p>{words}</p></article></body></html>'
    extraction = extract(markup.encode("cp1251"), "page.html")
    assert extraction.text == words.strip()
    assert "the file names utf-8 as its encoding, but does not fit it" in said(extraction)
    assert "encoding guessed: windows-1251" in said(extraction)


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("<p>one<br>two</p>", ["one\ntwo"]),
        ("one<br><br>two<br/> <br/>three", ["one", "two", "three"]),
        ("<table><tr><td>a</td><td><p>b</p></td></tr><tr><td>c</td></tr></table>", ["a | b", "c"]),
        ("<ul><li>a</li><li>b <b>c</b>d</li></ul>", ["a", "b cd"]),
        ("<div>a<p>b</p>c</div>", ["a", "b", "c"]),
        ("<p>a <!-- x -->b</p>", ["a b"]),
        (f"<table><tr><td><p>{LEAD * 3}</p><p>x</p></td></tr></table>", [LEAD * 3, "x"]),
    ],
)
def test_markup_becomes_paragraphs_as_a_reader_sees_them(markup: str, paragraphs: list[str]) -> None:
    root = parsed(f"<html><body>{markup}</body></html>")
    assert root is not None
    assert list(paragraphs_of(root)) == paragraphs


def test_a_page_without_words_is_kept_and_said() -> None:
    extraction = page("<script>render()</script>")
    assert extraction.text is None
    assert "the page holds no text" in said(extraction)


def test_a_very_long_page_is_given_whole() -> None:
    extraction = page("<article>" + f"<p>{LEAD}</p>" * 25_000 + "</article>")
    assert (extraction.text or "").count("Quarry 9") == 25_000
    assert "all is given" in said(extraction)


def test_ten_megabytes_in_one_paragraph_are_given() -> None:
    extraction = page(f"<p>{'word ' * 2_100_000}</p>")
    assert len(extraction.text or "") > 10_000_000
