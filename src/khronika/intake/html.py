"""Web pages: the main text by trafilatura, checked against all the text the page shows.

What must stay true: nothing is fetched and no entity is resolved from outside; scripts and what the
page hides are not text; where the main text leaves much of the article out, all of it is given and
that is said.
"""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from khronika.intake.bare_tags import words_between_tags
from khronika.intake.blocks import FURNITURE, UNSEEN, drop_unseen, paragraphs_of
from khronika.intake.charset import Decoded, decode
from khronika.intake.library_faults import FAULTS
from khronika.intake.limits import Limits
from khronika.intake.links import links_of
from khronika.intake.paragraphs import FILE, Paragraph, counted, first_anchors, lay
from khronika.intake.webpage import about_page
from khronika.records.item import About, Extraction
from khronika.records.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "khronika-html"
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_DECLARED_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_HEAD = 4096
_ARTICLES = (
    "//*[@itemprop='articleBody']",
    "//article[not(ancestor::article)]",
    "//main",
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONG = 8
_MANY = 2000
_MOST_ELEMENTS = 20_000
_BODY_SHARE = 5
_FEW_WORDS = 25
_HEADLINE_AMONG = 3
_LAST_DAY = "2100-01-01"


def read_html(content: bytes, media: str, limits: Limits) -> Extraction:
    """Return the main text of a web page with what the page says of itself."""
    decoded = decode(content, _declared(content[:_HEAD]))
    return page_of(decoded, media, limits)


def html_version() -> str:
    """Return the version stored with each text got from HTML."""
    return f"1 (trafilatura {version('trafilatura')})"


def _declared(head: bytes) -> str:
    found = _DECLARED.search(head) or _DECLARED_XML.match(head.lstrip())
    return found[1].decode("ascii") if found else ""


def page_of(decoded: Decoded, media: str, limits: Limits) -> Extraction:
    """Return the extraction of an already decoded page."""
    root = parsed(decoded.text)
    about, problems = About(), decoded.problems + _said_of_entities(decoded.text)
    links: tuple[str, ...] = ()
    if root is None:
        problems += (Problem(FILE, "built so strangely that only its bare words are given"),)
        paragraphs = list(words_between_tags(decoded.text))
    else:
        about, contradictions = about_page(root)
        about, guessed = _with_guesses(root, about)
        hidden = drop_unseen(root)
        links = links_of(root)
        paragraphs, said = _main_text(root)
        problems += contradictions + guessed + said + _said_of_hidden(hidden)
    if not paragraphs:
        nothing = Problem(FILE, "the page holds no text", "it may need its scripts; save it as PDF or text")
        return Extraction(media, NAME, html_version(), about=about, problems=(*problems, nothing))
    text, anchors = lay(Paragraph(paragraph) for paragraph in paragraphs)
    anchors, cut = first_anchors(anchors, limits.anchors)
    return Extraction(media, NAME, html_version(), text, about, anchors, problems=problems + cut, links=links)


def _said_of_entities(markup: str) -> tuple[Problem, ...]:
    if "<!ENTITY" not in markup[:_HEAD]:
        return ()
    return (Problem(FILE, "the page declares entities of its own; none was resolved", "pages need none"),)


def _said_of_hidden(words: int) -> tuple[Problem, ...]:
    if not words:
        return ()
    return (Problem(FILE, f"{counted(words, 'word')} that the page hides are not in the text"),)


def parsed(markup: str) -> _Element | None:
    """Return the tree of ``markup``, ``None`` where the parser gave up. No DTD, no network.

    libxml2 gives up beyond 2,048 levels even with ``huge_tree``; without it, beyond 10 MB in one text.
    """
    from lxml import etree, html  # noqa: PLC0415 - heavy; other formats do without it

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=True)
    octets = _NOT_XML.sub("\ufffd", markup).encode()
    try:
        root: _Element | None = html.document_fromstring(octets, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    gave_up = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if gave_up else root


def _main_text(root: _Element) -> tuple[list[str], tuple[Problem, ...]]:
    article, marked = _article(root)
    main = _by_trafilatura(root)
    found, there = _words(main), _words(article)
    too_little = found * 2 < there if marked else found < _FEW_WORDS and found * _BODY_SHARE < there
    if too_little:
        what = f"the main text could not be told from the rest ({found:,} of {there:,} words): all is given"
        return article, (Problem(FILE, what, "menus and captions may be among it"),)
    if len(main) == 1 < len(article) and found * 10 >= there * 9:
        return article, ()  # trafilatura's last resort gives an article as one paragraph
    main = [*_headline(root, main), *main]
    return main, _left_out(article, main) if marked else ()


def _left_out(article: list[str], main: list[str]) -> tuple[Problem, ...]:
    """Say how much of a marked article is not in the main text; long pages are not compared."""
    if len(article) > _MANY:
        return ()
    whole = _folded(" ".join(main))
    left = [p for p in article if len(p.split()) >= _LONG and _folded(p) not in whole]
    if not left:
        return ()
    what = (
        f"{counted(len(left), 'paragraph')} of the article ({_words(left):,} words) not taken for main text"
    )
    return (Problem(FILE, what, "captions and boxes are left out of the text so; look at the page"),)


def _headline(root: _Element, paragraphs: list[str]) -> list[str]:
    """Return the page's shown headline where the main text lacks it: headlines make claims too."""
    first = root.xpath("(//article//h1 | //main//h1)[1]") or root.xpath("//h1[1]")
    headline = list(paragraphs_of(first[0], UNSEEN)) if first and paragraphs else []
    start = _folded("".join(paragraphs[:_HEADLINE_AMONG]))
    return [] if _folded("".join(headline)) in start else headline


def _folded(text: str) -> str:
    return "".join(text.split())


def _words(paragraphs: list[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def _article(root: _Element) -> tuple[list[str], bool]:
    """Return all that the article shows and whether the page marks its article at all."""
    for path in _ARTICLES:
        found = root.xpath(path)
        if len(found) == 1 or (found and path == _ARTICLES[0]):
            paragraphs = [p for element in found for p in paragraphs_of(element, FURNITURE - {"header"})]
            if _words(paragraphs) >= _FEW_WORDS:
                return paragraphs, True
    paragraphs = list(paragraphs_of(root, FURNITURE))
    return paragraphs or list(paragraphs_of(root, UNSEEN)), False


def _by_trafilatura(root: _Element) -> list[str]:
    import trafilatura  # noqa: PLC0415 - 0.4 s to import; the command line must not pay for it

    if root.xpath("count(//*)") > _MOST_ELEMENTS:
        return []
    try:
        document = trafilatura.bare_extraction(root, include_comments=False, with_metadata=False)
    except FAULTS:
        return []
    body: Any = getattr(document, "body", None)
    return [] if body is None else list(paragraphs_of(body))


def _with_guesses(root: _Element, about: About) -> tuple[About, tuple[Problem, ...]]:
    """Fill an author or day that the page does not state from its looks, and say so.

    The day gets EDTF's ``?`` (uncertain).
    """
    if (about.published and about.author) or root.xpath("count(//*)") > _MOST_ELEMENTS:
        return about, ()
    import trafilatura  # noqa: PLC0415 - as above

    config = {"original_date": True, "extensive_search": False, "max_date": _LAST_DAY}
    try:
        guess: Any = trafilatura.extract_metadata(copy.deepcopy(root), date_config=config)
    except FAULTS:
        return about, ()
    problems = []
    if not about.published and guess.date:
        about = replace(about, published=f"{guess.date}?")
        what = f"the page does not state its day; {guess.date} is guessed from its words or address"
        problems.append(Problem("date", what, "look at the page"))
    if not about.author and guess.author:
        about = replace(about, author=guess.author)
        problems.append(Problem("author", "the author is guessed from the page's byline"))
    return about, tuple(problems)
