"""A running desk and a real Chromium, with script or without, and what axe-core finds in a page."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from khronika.acts.desk import Desk
from khronika.acts.sign_in import enter_once, one_time
from khronika.web.app import make_app
from khronika.web.server import Server, address_of
from khronika.web.serving import HOST, beside, bound

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_OF_LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")


@dataclass
class Running:
    """A desk that is served on a port of this machine."""

    desk: Desk
    origin: str
    server: Server

    def cookie_of(self, member: str) -> dict[str, Any]:
        """Return the cookie of a fresh session of a member."""
        token = enter_once(self.desk, one_time(self.desk, member))
        assert token is not None
        return {"name": self.server.address.cookie, "value": token, "url": self.origin}


@contextmanager
def running(desk: Desk, host: str = HOST) -> Iterator[Running]:
    """Serve a desk from a thread of this process; ``host`` is how its browsers call this machine."""
    listening = bound(0)
    address = address_of(f"http://{host}", listening.getsockname()[1])
    heard = [listening, *beside(address, listening.getsockname()[1])]
    server = Server(desk, address, lambda: None)
    settings = uvicorn.Config(make_app(server), log_config=None, access_log=False, lifespan="off", ws="none")
    serving = uvicorn.Server(settings)
    thread = threading.Thread(target=serving.run, kwargs={"sockets": heard}, daemon=True)
    thread.start()
    while not serving.started:
        time.sleep(0.01)
    server.stop = lambda: setattr(serving, "should_exit", True)
    try:
        yield Running(desk, address.origin, server)
    finally:
        serving.should_exit = True
        thread.join()
        server.painter.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def context_of(browser: Browser, desk: Running, member: str | None, **given: Any) -> BrowserContext:
    """Return a fresh browser profile in which a member is signed in."""
    context = browser.new_context(base_url=desk.origin, **given)
    if member is not None:
        context.add_cookies([desk.cookie_of(member)])  # type: ignore[list-item]  # a cookie by its URL
    return context


def violations(page: Page, *, looks: bool = False) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA: rule, help and the first places.

    ``looks`` asks again, of a page that was asked before, only what colours and widths decide.
    """
    if not looks:
        page.evaluate(AXE)
    rules = {"type": "rule", "values": list(_OF_LOOKS)} if looks else {"type": "tag", "values": list(_TAGS)}
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes'][:3]]}"
        for one in found["violations"]
    ]
