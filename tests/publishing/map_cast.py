"""Places to be drawn, and short ways to look at what is drawn."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from khronika.publishing.looks import WIDE, Look
from khronika.publishing.maps import Area, Precision, View
from khronika.publishing.maps.marking import Plan, plan_of
from khronika.publishing.marks import Said

ROVNA = Area(1, "Rovna", Precision.TOWN, 43.3, 45.7, "RU", 3, 7, (Said.ASSERTED, Said.DENIED))
KINDS = {"svg", "g", "rect", "path", "circle", "text"}


def plan(*areas: Area, view: View | None = None, look: Look = WIDE) -> Plan:
    """Return the plan of a map that has something to draw."""
    found = plan_of(areas, view, look, look.width - 2)
    assert found is not None
    return found


def drawn(svg: str) -> ET.Element:
    """Return the parsed picture, which has only shapes and text and refers to nothing."""
    tree = ET.fromstring(svg)  # noqa: S314  # our own SVG
    assert {element.tag.partition("}")[2] for element in tree.iter()} <= KINDS
    assert not [
        name for node in tree.iter() for name in node.attrib if "href" in name or name.startswith("on")
    ]
    return tree


def said_in(svg: str) -> str:
    """Return all words of a picture."""
    return " ".join("".join(node.itertext()) for node in drawn(svg).iter() if node.tag.endswith("}text"))
