"""Fixtures of the browser tests: they are left out where there is no Chromium, but never on CI."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from real_browser import CHROMIUM, Running, chromium, context_of, running

from desk_cast import House


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        assert not os.environ.get("CI"), "CI has Chromium"
        pytest.skip("there is no Chromium on this machine")
    with chromium() as made:
        yield made


@pytest.fixture
def served(house: House) -> Iterator[Running]:
    with running(house.desk) as made:
        yield made


@pytest.fixture
def page(browser: Browser, served: Running, house: House) -> Iterator[Page]:
    """Give a page of Matei's browser, with script."""
    context = context_of(browser, served, house.cast.matei)
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda fault: faults.append(str(fault)))
    made.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield made
    context.close()
    assert faults == []
