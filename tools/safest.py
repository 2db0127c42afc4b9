"""Firefox ESR set as Tor Browser's safest level, driven over Marionette: no script, no SVG, no web fonts.

Only what pictures need: go to a page, with a cookie, and take it. The settings are those that Tor Browser's
level "Safest" changes which can be set from outside (Tor Project, "Security levels").
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
SETTINGS: dict[str, bool | int | str] = {
    "javascript.enabled": False,
    "svg.disabled": True,
    "mathml.disabled": True,
    "gfx.downloadable_fonts.enabled": False,
    "media.peerconnection.enabled": False,
    "network.prefetch-next": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "extensions.update.enabled": False,
    "privacy.resistFingerprinting": True,
}
_START_SECONDS = 60.0


class Safest:
    """One browser, spoken to over its Marionette port: frames of ``length:json``."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._number = 0
        self._rest = b""
        self._receive()
        self._ask("WebDriver:NewSession", {"capabilities": {}})

    def size(self, width: int, height: int) -> None:
        """Make the window so large, in CSS pixels."""
        self._ask("WebDriver:SetWindowRect", {"width": width, "height": height})

    def go(self, url: str) -> None:
        """Open a page and wait until it is there."""
        self._ask("WebDriver:Navigate", {"url": url})

    def cookie(self, name: str, value: str) -> None:
        """Set a cookie for the host of the page that is open."""
        self._ask("WebDriver:AddCookie", {"cookie": {"name": name, "value": value, "path": "/"}})

    def source(self) -> str:
        """Return the page's source as the browser has it."""
        return str(self._ask("WebDriver:GetPageSource")["value"])

    def take(self, *, whole: bool = False) -> bytes:
        """Return a PNG of what the window shows, or of the ``whole`` page."""
        taken = self._ask("WebDriver:TakeScreenshot", {"full": whole, "hash": False})
        return b64decode(taken["value"])

    def picture_of(self, selector: str) -> bytes:
        """Return a PNG of the first element that a CSS selector finds, as it is painted."""
        found = self._ask("WebDriver:FindElement", {"using": "css selector", "value": selector})
        (element,) = found["value"].values()
        taken = self._ask("WebDriver:TakeScreenshot", {"id": element, "full": False, "hash": False})
        return b64decode(taken["value"])

    def _ask(self, command: str, parameters: dict[str, Any] | None = None) -> Any:
        self._number += 1
        octets = json.dumps([0, self._number, command, parameters or {}]).encode()
        self._connection.sendall(b"%d:%s" % (len(octets), octets))
        answer = self._receive()
        if answer[2] is not None:
            raise RuntimeError(f"{command}: {answer[2]['message']}")
        return answer[3]

    def _receive(self) -> Any:
        while b":" not in self._rest:
            self._rest += self._connection.recv(1 << 16)
        length, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(length):
            self._rest += self._connection.recv(1 << 20)
        octets, self._rest = self._rest[: int(length)], self._rest[int(length) :]
        return json.loads(octets)


@contextmanager
def safest() -> Iterator[Safest]:
    """Start a browser with a profile of its own, and end it.

    Raises:
        RuntimeError: there is no Firefox, or it does not start.
    """
    if FIREFOX is None:
        raise RuntimeError("there is no Firefox on this machine")
    with tempfile.TemporaryDirectory() as profile, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in SETTINGS.items()]
        lines.append(f'user_pref("marionette.port", {port});')
        (Path(profile) / "user.js").write_text("\n".join(lines), "utf-8")
        process = subprocess.Popen(  # noqa: S603 - the browser of this machine, our own words
            [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with _connected(port) as connection:
                yield Safest(connection)
        finally:
            process.terminate()
            process.wait()


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + _START_SECONDS
    while True:
        connection = socket.socket()
        try:
            connection.connect(("127.0.0.1", port))
        except OSError:
            connection.close()
            if time.monotonic() > until:
                raise RuntimeError("Firefox does not answer") from None
            time.sleep(0.2)
        else:
            connection.settimeout(60)
            return connection
