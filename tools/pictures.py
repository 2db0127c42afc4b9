"""Pictures of the rooms of the desk, on the sample case: ``python tools/pictures.py docs/pictures``.

Chromium with script, wide and narrow, some dark and some in Russian; Firefox ESR set as Tor Browser's safest
level, without script. The best of the reading room also becomes ``docs/desk.png``.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests" / "browser")]

from PIL import Image  # noqa: E402 - found by the path above
from playwright.sync_api import Browser  # noqa: E402 - found by the path above
from real_browser import Running, chromium, context_of, running  # noqa: E402 - found by the path above
from tools.every_page import every_page, looked_at_by  # noqa: E402 - found by the path above
from tools.safest import Safest, safest  # noqa: E402 - found by the path above
from tools.sample_desk import SampleDesk, sample_desk  # noqa: E402 - found by the path above

from khronika.acts.sign_in import enter_once, one_time  # noqa: E402 - found by the path above
from khronika.web.troubles import LANGUAGE_COOKIE  # noqa: E402 - found by the path above

WIDE, NARROW, HEIGHT = 1280, 360, 860
HEIGHTS = {"map": 1180, "timeline": 1180}
"""Rooms that are shown further down, to where the table begins that says the same as the picture."""
COLOURS = 64
READING = "reading-room"
ROOMS = {
    "work-list": "/",
    "contacts": "/contacts",
    "new-contact": "/contacts/new",
    "sheet": "/contacts/sheet",
    "contact": "/contacts/{contact}",
    "consent": "/consents/{consent}",
    "inbox": "/inbox",
    "texts": "/items",
    READING: "/items/{item}",
    "amending": "/statements/{statement}/amend",
    "filing": "/statements/{statement}/file",
    "original": "/items/{item}/original?page=1",
    "source": "/items/{item}/about",
    "custody": "/items/{item}/custody",
    "incidents": "/incidents",
    "incident": "/incidents/{incident}",
    "balance-sheet": "/incidents/{incident}/weigh",
    "origin": "/incidents/{incident}/origins/{origin}",
    "parties": "/parties",
    "party": "/parties/{party}",
    "place": "/places/{place}",
    "timeline": "/timeline",
    "map": "/map",
    "search": "/search/{saved}",
    "log": "/log",
    "entry": "/log/{position}",
    "record": "/records/{id}",
    "people": "/people",
    "proposal": "/second/{proposal}",
    "me": "/me",
}
"""The ways of the rooms that pictures are taken of, by the name of the picture."""

DARK = (READING, "work-list", "timeline", "map", "incident")
RUSSIAN = (READING, "work-list", "new-contact", "incident")
SAFEST = (
    READING,
    "work-list",
    "new-contact",
    "inbox",
    "timeline",
    "map",
    "search",
    "incident",
    "original",
    "log",
)


@dataclass(frozen=True, slots=True)
class Look:
    """How some of the rooms are looked at."""

    name: str
    width: int = WIDE
    scheme: str = "light"
    language: str = "en"
    rooms: tuple[str, ...] = tuple(ROOMS)


LOOKS = (
    Look("wide"),
    Look("narrow", width=NARROW),
    Look("dark", scheme="dark", rooms=DARK),
    Look("russian", language="ru", rooms=RUSSIAN),
)


def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        sample = sample_desk(Path(made) / "vault")
        addresses = every_page(sample) | {"/items/{item}": f"/items/{sample.text}"}
        with running(sample.desk, "localhost") as desk:
            with chromium() as browser:
                for look in LOOKS:
                    for who in (sample.ines, sample.matei):
                        _look(folder, browser, desk, look, (who, sample, addresses))
            with safest() as firefox:
                firefox.size(WIDE, HEIGHT)
                for who in (sample.ines, sample.matei):
                    _look_safely(folder, firefox, desk, (who, sample, addresses))
        sample.desk.close()
    _desk_png(folder)


def _desk_png(folder: Path) -> None:
    """Keep the picture of the reading room for the README."""
    kept = folder.parent / "desk.png"
    kept.write_bytes((folder / f"{READING}-wide.png").read_bytes())
    kept.chmod(0o644)


def _rooms_of(rooms: tuple[str, ...], who: str, sample: SampleDesk) -> list[str]:
    """Return the rooms that a member shows: Matei what he works in, Ines what only she may see."""
    of_ines = {"people", "proposal"}
    seen_by = {name: sample.ines if name in of_ines else sample.matei for name in rooms}
    own = {name for name in rooms if looked_at_by(ROOMS[name], sample) == sample.matei}
    return [name for name in rooms if (sample.matei if name in own else seen_by[name]) == who]


def _look(
    folder: Path, browser: Browser, desk: Running, look: Look, what: tuple[str, SampleDesk, dict[str, str]]
) -> None:
    who, sample, addresses = what
    context = context_of(
        browser, desk, who, viewport={"width": look.width, "height": HEIGHT}, color_scheme=look.scheme
    )
    context.add_cookies([{"name": LANGUAGE_COOKIE, "value": look.language, "url": desk.origin}])
    page = context.new_page()
    for name in _rooms_of(look.rooms, who, sample):
        page.set_viewport_size({"width": look.width, "height": HEIGHTS.get(name, HEIGHT)})
        answer = page.goto(f"{desk.origin}{addresses[ROOMS[name]]}")
        if answer is None or not answer.ok:
            raise SystemExit(f"{name}: {answer.status if answer else 'no answer'}")
        _write(folder / f"{name}-{look.name}.png", page.screenshot())
    context.close()


def _look_safely(
    folder: Path, firefox: Safest, desk: Running, what: tuple[str, SampleDesk, dict[str, str]]
) -> None:
    who, sample, addresses = what
    token = enter_once(sample.desk, one_time(sample.desk, who))
    if token is None:
        raise SystemExit("the one-time address did not let in")
    firefox.go(f"{desk.origin}/sign-in")
    firefox.cookie(desk.server.address.cookie, token)
    for name in _rooms_of(SAFEST, who, sample):
        firefox.size(WIDE, HEIGHTS.get(name, HEIGHT))
        firefox.go(f"{desk.origin}{addresses[ROOMS[name]]}")
        _write(folder / f"{name}-safest.png", firefox.take())


def _write(path: Path, png: bytes) -> None:
    """Write a picture with few colours: text on paper needs no more."""
    small = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    with io.BytesIO() as made:
        small.save(made, "PNG", optimize=True)
        path.write_bytes(made.getvalue())
    path.chmod(0o644)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"))
