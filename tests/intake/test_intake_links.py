"""Which pages a text leads to: kept as addresses, never fetched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.intake.extraction import extract
from khronika.intake.links import MOST_LINKS
from khronika.records.addresses import LONGEST, address_of

PAGE = """<!DOCTYPE html><html><head><link rel="canonical" href="https://courier.example/raids"></head><body>
<nav><a href="https://courier.example/sport">Sport</a></nav>
<article><h1>Raids in Tarvesh</h1>
<p>At least 40 men were detained, <a href="https://www.orvan.example/2026/raids/?utm_source=x#top">Orvan
reported</a> on Saturday, and families waited for news at the gates of the police station all night long.</p>
<p>See also <a href="/about">about us</a>, <a href="mailto:desk@courier.example">write</a>,
<a href="https://courier.example/raids">this page</a> and <a href="http://paromnik.example/n?id=7">Paromnik</a>.</p>
</article><footer><a href="https://print.example/x">Print</a></footer></body></html>"""


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://www.Orvan.example/2026/raids/?utm_source=x&fbclid=9#top", "orvan.example/2026/raids"),
        ("http://orvan.example:80/2026/raids", "orvan.example/2026/raids"),
        ("https://orvan.example:8443/x?id=7", "orvan.example:8443/x?id=7"),
        ("https://orvan.example/", ""),
        ("ftp://orvan.example/x", ""),
        ("javascript:alert(1)", ""),
        ("https://[::1", ""),
        ("https://orvan.example/x?\ud800=1", ""),
        ("/about", ""),
    ],
)
def test_the_same_page_has_the_same_address(url: str, address: str) -> None:
    assert address_of(url) == address


def test_links_in_the_text_of_a_page_are_kept_and_those_of_its_menus_are_not() -> None:
    found = extract(PAGE.encode(), "raids.html")
    assert found.about.link == "https://courier.example/raids"
    assert found.links == ("orvan.example/2026/raids", "paromnik.example/n?id=7")


def test_addresses_that_stand_in_a_plain_text_are_kept() -> None:
    text = "As Orvan wrote (https://orvan.example/2026/raids). And again: https://orvan.example/2026/raids."
    assert extract(text.encode(), "note.txt").links == ("orvan.example/2026/raids",)


def test_a_text_of_a_million_links_gives_the_first_ones() -> None:
    text = "\n".join(f"https://orvan.example/{number}" for number in range(20_000))
    assert len(extract(text.encode(), "note.txt").links) == MOST_LINKS


@given(st.text(max_size=400))
def test_whatever_a_link_holds_gives_an_address_or_none(url: str) -> None:
    assert len(address_of(f"https://orvan.example/{url}")) <= LONGEST
    assert isinstance(address_of(url), str)
