"""What a web page says of itself: title, author, publisher, day, address, language.

Sources, in this order: JSON-LD (schema.org), Open Graph and other ``meta``, ``<time>``, the page's own
elements. Each is the page's claim. Two different days are said, and the first source's is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from khronika.intake.claimed_date import edtf_of_words
from khronika.records.item import About
from khronika.records.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

_ARTICLE = re.compile("Article|Posting|Report|WebPage|Review$")
_MOST_NODES = 500
_MOST_LD = 4 * 1024 * 1024
_DATE_NAMES = (
    "article:published_time", "datepublished", "article:published", "og:published_time", "publishdate",
    "publish_date", "publish-date", "pubdate", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date", "date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_ROUNDABOUT = 300


def about_page(root: _Element) -> tuple[About, tuple[Problem, ...]]:
    """Return what the page ``root`` says of itself, and problems where it contradicts itself."""
    metas = _metas(root)
    article = _article(root)
    published, problems = _published(root, metas, article)
    title = (
        _text(article.get("headline"))
        or metas.get("og:title", "")
        or _first(root, "//h1")
        or _first(root, "//title")
    )
    link = _attribute(root, "//link[@rel='canonical']/@href") or metas.get("og:url", "")
    about = About(
        title=_short(title),
        author=_short(_names(article.get("author")) or _author(metas)),
        publisher=_short(_names(article.get("publisher")) or metas.get("og:site_name", "")),
        published=published,
        link=link if link.startswith(("https://", "http://")) else "",
        language=_language(root, metas),
    )
    return about, problems


def _short(text: str) -> str:
    return " ".join(text.split())[:_ROUNDABOUT]


def _metas(root: _Element) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name.strip().casefold(), content)
    return metas


def _article(root: _Element) -> dict[str, Any]:
    """Return the first JSON-LD object that is an article, or an empty one."""
    for script in root.iter("script"):
        if (script.get("type") or "").strip().casefold() != "application/ld+json":
            continue
        source = script.text or ""
        if len(source) > _MOST_LD:
            continue
        try:
            parsed = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in islice(_nodes(parsed), _MOST_NODES):
            if any(_ARTICLE.search(kind) for kind in _kinds(node)) and (
                "headline" in node or "datePublished" in node
            ):
                return node
    return {}


def _nodes(parsed: Any) -> Iterator[dict[str, Any]]:
    waiting = [parsed]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node[:_MOST_NODES])
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _kinds(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    return (
        [k for k in kind if isinstance(k, str)]
        if isinstance(kind, list)
        else [kind]
        if isinstance(kind, str)
        else []
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _names(value: Any) -> str:
    """Return the names in a JSON-LD author or publisher: a text, an object or a list of them."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        name = _text(one.get("name")) if isinstance(one, dict) else _text(one)
        if name and not name.startswith("http") and name not in found:
            found.append(name)
    return ", ".join(found[:20])


def _author(metas: dict[str, str]) -> str:
    for name in ("author", "article:author", "dc.creator", "parsely-author", "byl"):
        said = metas.get(name, "")
        if said and not said.startswith(("http", "/", "@")):
            return said.removeprefix("By ").removeprefix("by ")
    return ""


def _published(
    root: _Element, metas: dict[str, str], article: dict[str, Any]
) -> tuple[str, tuple[Problem, ...]]:
    stated = [edtf_of_words(_text(article.get("datePublished")))]
    stated += [edtf_of_words(metas.get(name, "")) for name in _DATE_NAMES]
    days = list(dict.fromkeys(day for day in stated if day)) or _one_time(root)
    if not days:
        return "", ()
    apart = [day for day in days[1:] if not (day.startswith(days[0]) or days[0].startswith(day))]
    if not apart:
        return max(days, key=len) if days[0] in max(days, key=len) else days[0], ()
    what = f"the page states two days of publication, {days[0]} and {apart[0]}; the first is taken"
    return days[0], (Problem("date", what, "look at the page"),)


def _one_time(root: _Element) -> list[str]:
    """Return the day of the article's ``<time>`` elements where they all state one."""
    times = root.xpath("//article//time/@datetime") or root.xpath("//time/@datetime")
    days = {edtf_of_words(str(value)) for value in times[:50]} - {""}
    return list(days) if len(days) == 1 else []


def _first(root: _Element, path: str) -> str:
    for element in root.xpath(path)[:1]:
        return "".join(islice(element.itertext(), 1000))
    return ""


def _attribute(root: _Element, path: str) -> str:
    values: Iterable[Any] = root.xpath(path)
    return next((str(value).strip() for value in values), "")


def _language(root: _Element, metas: dict[str, str]) -> str:
    said = _attribute(root, "/html/@lang") or metas.get("content-language", "") or metas.get("og:locale", "")
    primary = re.split("[-_,]", said.strip())[0].casefold()
    return primary if re.fullmatch("[a-z]{2}", primary) else ""
