"""The brief as a page: it asks nothing of the network, links both ways, and survives hostile words."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from brief_case import HEADING, brief_of, case, case_brief, one_source, withheld
from lxml import html as lxml_html

from khronika.publishing.brief import Brief, assemble
from khronika.publishing.html import render_html
from khronika.publishing.markdown import render_markdown
from khronika.publishing.visible import visible
from khronika.records.figures import Figure
from khronika.records.item import About, Anchor
from khronika.records.problems import Problem
from khronika.records.reading import LikelyCopy, Reviewed, SourceReading
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement, Status

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]></style><script>",
    "javascript:alert(1)",
    "name\u202egnp.exe",
    "{{ 7*7 }}{% raw %}",
    "<!-- --><svg/onload=alert(1)>",
    "https://leak.example/pixel.png",
    "a\x00b\x1b[2J\ud800",
    "</mark></p></main>",
    "&#x3C;b&#x3E;&amp;",
]


@cache
def page() -> Any:
    """Return the case's page, parsed."""
    return lxml_html.document_fromstring(render_html(case_brief()))


def hostile_source(words: str) -> SourceReading:
    """Return a source in which every string is ``words``."""
    text = f"{words} said {words}"
    whole = ((0, len(text)),)
    figure = Figure(words, None, None, words, words, words, whole, words)
    phrase = Phrase(words, whole)
    statement = Statement(
        id="s1",
        speaker=words,
        named=True,
        content=whole,
        acts=(Act.DENIES, Act.DISPUTES),
        source=whole,
        cue=whole,
        denies=(Denial.FACT,),
        addressee=phrase,
        forum=phrase,
        relays=(phrase, phrase),
        figures=(figure, replace(figure, spans=((0, 1),))),
        hedges=(phrase,),
        disputes=phrase,
    )
    about = About(words, words, words, words, words, "en")
    own = replace(statement, id="s2", own=True, acts=(Act.RETRACTS,), within="s1")
    return SourceReading(
        name=words,
        reference=words,
        about=about,
        unredacted_text=text,
        statements=(Reviewed(statement), Reviewed(own, Status.ACCEPTED)),
        salted=True,
        anchors=(Anchor((0, 3), 1, 1),),
        problems=(Problem(words, words, words),),
        copies=(LikelyCopy(words, 500),),
    )


def hostile_brief(words: str) -> Brief:
    """Return a brief in which every string is ``words``."""
    heading = replace(HEADING, title=words, audience=words, marks=(words,))
    return assemble((hostile_source(words), replace(withheld(), withheld=words)), heading=heading)


def test_the_page_holds_no_script_and_loads_nothing() -> None:
    """The page holds no script, style attribute, form, frame or SVG, and no link leaves it."""
    tree = page()
    banned = ("script", "iframe", "object", "embed", "form", "link", "base", "svg", "math", "video", "audio")
    assert not [name for name in banned if tree.xpath(f"//{name}")]
    assert not tree.xpath("//@style")
    assert not [name for node in tree.iter("*") for name in node.attrib if name.startswith("on")]
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert all(source.startswith("data:image/png;base64,") for source in tree.xpath("//@src"))


def test_the_style_sheet_asks_for_nothing() -> None:
    """The style sheet imports nothing and names no address."""
    css = "".join(page().xpath("//style/text()"))
    assert "url(" not in css
    assert "@import" not in css
    assert "@font-face" not in css
    assert "<" not in css


def test_the_page_forbids_requests_to_the_browser_as_well() -> None:
    """The page tells the browser to forbid every request and to send no referrer."""
    policy = page().xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy == (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    )
    assert page().xpath("//meta[@name='referrer']/@content") == ["no-referrer"]


def test_ids_are_unique_and_every_link_has_an_end() -> None:
    """Ids are unique, and every link within the page has an end."""
    ids = page().xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page().xpath("//@href")} <= set(ids)


@pytest.mark.parametrize("number", range(1, 20))
def test_every_sentence_leads_to_its_passage_and_the_passage_back(number: int) -> None:
    """Every sentence leads to its passage, and the passage leads back."""
    tree = page()
    assert tree.xpath(f"//div[@id='s{number}']/p[1]/a[@class='label']/@href") == [f"#p{number}"]
    assert tree.xpath(f"//p[@class='passage']//a[@id='p{number}']/@href") == [f"#s{number}"]


def test_each_sentence_is_printed_in_full_once() -> None:
    """A long sentence is printed in full once before the sources; elsewhere it is named by its label."""
    words = "drive these people out of the valley, with no help from the courts"
    before = render_html(case_brief()).split('id="texts"')[0]
    assert before.count(words) == 1


def test_the_sources_stand_in_full_under_their_highlights() -> None:
    """The text of every source stands in the page exactly, with no tag between its characters left over."""
    for number, source in enumerate(case()[:2], 1):
        passages = page().xpath(f"//article[@id='text{number}']//p[@class='passage']")
        assert "".join(p.text_content() for p in passages) == visible(source.unredacted_text)


def test_a_withheld_source_is_not_in_the_page() -> None:
    """Nothing of a withheld source is in the page or the Markdown but its name, reference and the reason."""
    for render in (render_html, render_markdown):
        written = render(brief_of(withheld()))
        assert "Families bring parcels" not in written
        assert "Sarn Courier" not in written
        assert "character set" not in written
        assert "consent does not cover this audience" in written


def test_headings_do_not_skip_a_level_and_the_first_is_the_title() -> None:
    """There is one title, and no heading skips a level."""
    levels = [int(node.tag[1]) for node in page().iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_pictures_have_words_and_a_table_or_list_beside_them() -> None:
    """Every picture has an alternative text and stands beside a table or list with the same content."""
    pictures = page().xpath("//img")
    assert pictures
    for picture in pictures:
        assert picture.get("alt")
        assert picture.xpath("following-sibling::*[1]/descendant-or-self::*[self::table or self::ul]")


def test_words_of_sources_are_set_apart_from_the_pages_direction() -> None:
    """Words of a source, whatever their script, stand in elements that find their own direction."""
    text = "«لا يوجد مكان كهذا» قال المتحدث"
    statement = Statement("s1", "المتحدث باسم الوزارة", named=False, content=((0, 19),), acts=(Act.DENIES,))
    tree = lxml_html.document_fromstring(render_html(brief_of(one_source(text, statement))))
    assert "المتحدث باسم الوزارة" in tree.xpath("//bdi/text()")
    assert tree.xpath("//p[@class='passage']/@dir") == ["auto"]


def test_the_notice_stands_before_everything_else() -> None:
    """The notice that nobody has checked stands before the first number and again at the end."""
    written = page().text_content()
    assert written.index("Nobody has checked") < written.index("In short")
    assert written.count("Nobody has checked") == 2


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_the_page(words: str) -> None:
    """Hostile words in any field make no element and no attribute; they are shown as they are."""
    written = render_html(hostile_brief(words))
    written.encode("utf-8")
    tree = lxml_html.document_fromstring(written)
    assert not tree.xpath("//script | //svg | //b[not(ancestor::ul[@class='counts'])]")
    assert not [name for node in tree.iter("*") for name in node.attrib if name.startswith("on")]
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert all(source.startswith("data:image/png") for source in tree.xpath("//@src"))
    assert visible(words) in "".join(tree.xpath("//h1//text()"))
    assert len(tree.xpath("//main")) == 1
    assert len(tree.xpath("//p[@class='passage']")) == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_no_unseen_character_reaches_the_page(words: str) -> None:
    """No bidirectional override or other unseen character reaches the page or the Markdown."""
    for render in (render_html, render_markdown):
        written = render(hostile_brief(words))
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", written
        )


def test_a_line_of_a_million_characters_is_no_trouble() -> None:
    """A line of a million characters is set like any other."""
    text = "жо" * 500_000
    statement = Statement("s1", "Мира Джалова", named=True, content=((10, 999_990),), acts=(Act.ASSERTS,))
    brief = brief_of(one_source(text, statement))
    assert (
        lxml_html.document_fromstring(render_html(brief), parser=lxml_html.HTMLParser(huge_tree=True))
        is not None
    )
    assert render_markdown(brief).endswith("\n")


def test_the_same_readings_give_the_same_page() -> None:
    """The same readings give the same page, byte for byte."""
    assert render_html(case_brief()) == render_html(case_brief())


def test_a_brief_of_nothing_is_a_page() -> None:
    """A brief of nothing is a page that says so."""
    written = render_html(brief_of())
    assert "No statements were read." in written
    assert "No figures were read." in written


def test_the_words_of_the_page_can_be_read_on_their_ground() -> None:
    """Words have a contrast of 4.5 to 1 or more on each ground they stand on, light, dark and on paper."""
    css = "".join(page().xpath("//style/text()"))
    light, dark, paper = (
        dict(re.findall(r"--([\w-]+): (#\w{6})", part)) for part in re.findall(r":root \{[^}]*\}", css)
    )
    for colours in (light, dark, paper):
        for ink in ("ink", "soft", "link"):
            grounds = ("paper", "card", "notice", "content") if ink != "soft" else ("paper", "card")
            assert all(_contrast(colours[ink], colours[ground]) >= 4.5 for ground in grounds)


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_importing_the_brief_loads_no_heavy_package() -> None:
    """Importing the brief loads neither the template engine nor the renderer of pictures."""
    asked = "import sys, khronika.publishing.html; print({'jinja2', 'resvg_py'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    assert answer.stdout == "set()\n"
