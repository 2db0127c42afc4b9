"""Fixtures of the browser tests: they are left out where there is no Chromium, but never on CI."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from real_browser import CHROMIUM, Running, chromium, context_of, running
from tools.sample_desk import FEW, SampleDesk, sample_desk
from walker import Walker

from desk_cast import House
from khronika.web.worker import Worker


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


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleDesk]:
    """Give the sample case as a desk at work, with the few files that fill every page."""
    made = sample_desk(tmp_path_factory.mktemp("sample") / "vault", FEW)
    yield made
    made.desk.close()


@pytest.fixture(scope="session")
def sample_served(sample: SampleDesk) -> Iterator[Running]:
    """Give it running, with its worker."""
    worker = Worker(sample.desk)
    worker.start()
    with running(sample.desk) as made:
        yield made
    worker.stop()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def walker(request: pytest.FixtureRequest, browser: Browser, sample_served: Running) -> Iterator[Walker]:
    """Give a walk through the sample desk, once with script and once without."""
    made = Walker(browser, sample_served, request.param)
    yield made
    made.end()
