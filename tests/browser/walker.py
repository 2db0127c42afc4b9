"""One person in one browser: goes from room to room, and nothing may go wrong unseen on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, Request, Response
from real_browser import Running, context_of

_LEFT = "net::ERR_ABORTED"
"""How Chromium calls a request that became a download, or whose page was left."""


@dataclass
class Walker:
    """Gives pages of members' browsers and keeps what none of them may show.

    That is: an error on the console, a request to anywhere else, one that failed or was refused.
    """

    browser: Browser
    desk: Running
    script: bool
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def mark(self) -> str:
        """Return a word that tells the walk with script from that without, for the names of what is made."""
        return "Aspen" if self.script else "Birch"

    def page_of(self, member: str | None) -> Page:
        """Return a page of a fresh browser in which a member is signed in, at the first page."""
        context = context_of(self.browser, self.desk, member, java_script_enabled=self.script)
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", lambda told: self._keep(told.text, when=told.type in {"error", "warning"}))
        page.on("request", self._requested)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        if member is not None:
            page.goto("/")
        return page

    def end(self) -> None:
        """Close every browser; nothing went wrong in any of them."""
        for context in self.contexts:
            context.close()
        assert not self.faults, self.faults

    def _keep(self, fault: str, *, when: bool) -> None:
        if when:
            self.faults.append(fault)

    def _requested(self, request: Request) -> None:
        self._keep(f"asked {request.url}", when=not request.url.startswith(f"{self.desk.origin}/"))

    def _failed(self, request: Request) -> None:
        self._keep(f"{request.url}: {request.failure}", when=request.failure != _LEFT)

    def _answered(self, answer: Response) -> None:
        self._keep(f"{answer.url}: {answer.status}", when=answer.status >= 400)


def door(page: Page, name: str) -> None:
    """Go through a door of the frame."""
    page.get_by_role("navigation", name="Rooms").get_by_role("link", name=name, exact=True).click()


def press(page: Page, name: str) -> None:
    """Press the one button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    """Follow the first link of this name."""
    page.get_by_role("link", name=name, exact=True).first.click()


def downloaded(page: Page, deed: Callable[[], None]) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that a deed hands out."""
    with page.expect_download() as coming:
        deed()
    return coming.value.suggested_filename, coming.value.path().read_bytes()
