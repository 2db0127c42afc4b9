"""Addresses of pages, in a form in which the same page has the same one.

Source: RFC 3986, section 6 (normalisation). What is left out beyond it (the scheme, ``www.``, what only tells
where a visitor came from) are conventions of the web. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

LONGEST = 300
_URL = re.compile(r"https?://[^\s<>\"'«»“”„]{4,2000}", re.IGNORECASE)
_TRAILING = ".,;:!?)]}’"
_VISITORS = re.compile(r"^(?:utm_\w+|fbclid|gclid|yclid|mc_[ce]id|igshid|ref|ref_src)$", re.IGNORECASE)
_PORTS = frozenset({None, 80, 443})


def address_of(url: str) -> str:
    """Return the address of a page: host, path and query; empty where it is none, or a whole site's."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
        kept = [(name, value) for name, value in parse_qsl(parts.query) if not _VISITORS.match(name)]
        query = f"?{urlencode(kept)}" if kept else ""
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    if parts.scheme.lower() not in {"http", "https"} or not host or not (path or query):
        return ""
    at = "" if port in _PORTS else f":{port}"
    return f"{host}{at}{path}{query}"[:LONGEST]


def addresses_in(text: str) -> Iterator[str]:
    """Yield the addresses that stand in a text, in its order."""
    for found in _URL.finditer(text):
        address = address_of(found[0].rstrip(_TRAILING))
        if address:
            yield address
