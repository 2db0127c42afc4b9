"""Which other pages a page leads to from its own text: by what it cites them.

What must stay true: nothing is fetched; menus, footers and boxes beside the text are passed over; only the
first 200 are kept.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from khronika.intake.blocks import FURNITURE
from khronika.records.addresses import address_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_LINKS = 200
_MOST_LOOKED_AT = 5000


def links_of(root: _Element) -> tuple[str, ...]:
    """Return the addresses of other sites' pages that links in the text of a page lead to, each once."""
    found = dict[str, None]()
    for link in islice(root.iter("a"), _MOST_LOOKED_AT):
        address = address_of(link.get("href") or "")
        if address and address not in found and not _beside_the_text(link):
            found[address] = None
            if len(found) == MOST_LINKS:
                break
    return tuple(found)


def _beside_the_text(link: _Element) -> bool:
    return any(above.tag in FURNITURE and above.tag != "header" for above in link.iterancestors())
