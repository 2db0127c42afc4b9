"""What must not stand in a page: broken markup, script, style, ways out of the desk, unseen characters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from khronika.publishing.visible import visible

_PARSER_NOISE = frozenset({"HTML_UNKNOWN_TAG"})
_NEVER = ("iframe", "object", "embed", "base", "svg", "math", "style", "frame", "applet", "audio", "video")
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "background", "ping", "srcset", "cite")


def faults_of(source: str) -> list[str]:
    """Return what must not stand in a page: broken markup, script, style, ways out, unseen characters."""
    parser = etree.HTMLParser(recover=True)
    page = etree.fromstring(source.encode(), parser)
    found = [str(error) for error in parser.error_log if error.type_name not in _PARSER_NOISE]
    found += [f"unseen: U+{ord(one):04X}" for one in sorted(set(source)) if _unseen(one)]
    for element in page.iter(etree.Element):
        found += _faults_of_element(element)
    return found


def _unseen(character: str) -> bool:
    return visible(character) != character and character not in "\u200c\u200d"


def _faults_of_element(element: Any) -> Iterator[str]:
    tag = element.tag
    if tag in _NEVER or (tag == "meta" and element.get("http-equiv")):
        yield f"<{tag}>"
    if tag == "script" and (element.text or not element.get("src", "").startswith("/static/")):
        yield f"a script: {element.get('src')} {element.text}"
    for name, value in element.attrib.items():
        if name.startswith("on") or name == "style":
            yield f"{tag} {name}={value}"
        if name in _ADDRESSES and not _inside(value):
            yield f"{tag} {name}={value}"


def _inside(address: str) -> bool:
    return address.startswith(("#", "?")) or (
        address.startswith("/") and not address.startswith(("//", "/\\", "/\t", "/\n"))
    )
