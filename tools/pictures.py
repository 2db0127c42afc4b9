"""Pictures of every page of the desk, on the sample case: ``python tools/pictures.py docs/pictures``.

Chromium with script, wide, narrow and dark; Firefox ESR set as Tor Browser's safest level, without script.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.browser.real_browser import ARGUMENTS, CHROMIUM, Running, context_of, running
from tools.safest import safest
from tools.sample_desk import SampleDesk, sample_desk

from khronika.acts.sign_in import enter_once, one_time


def pages_of(sample: SampleDesk) -> dict[str, str]:
    """Return the pages that pictures are taken of, by the name of the picture."""
    return {
        "work-list": "/",
        "contacts": "/contacts",
        "new-contact": "/contacts/new",
        "contact": f"/contacts/{sample.contact}",
        "inbox": "/inbox",
        "texts": "/items",
        "reading-room": f"/items/{sample.text}",
        "original": f"/items/{sample.pdf}/original",
        "custody": f"/items/{sample.text}/custody",
        "incidents": "/incidents",
        "incident": f"/incidents/{sample.incident}",
        "parties": "/parties",
        "party": f"/parties/{sample.party}",
        "place": f"/places/{sample.place}",
        "timeline": "/timeline",
        "map": f"/incidents/{sample.incident}/map",
        "search": "/search",
        "log": "/log",
        "people": "/people",
        "second-person": "/second",
        "me": "/me",
        "gallery": "/gallery",
    }


def main(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        sample = sample_desk(Path(made) / "vault")
        with running(sample.desk) as desk:
            _by_chromium(folder, sample, desk)
            _by_the_safest(folder, sample, desk)
        sample.desk.close()


def _by_chromium(folder: Path, sample: SampleDesk, desk: Running) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        for kind, width, scheme in (
            ("wide", 1280, "light"),
            ("narrow", 360, "light"),
            ("dark", 1280, "dark"),
        ):
            context = context_of(
                browser,
                desk,
                sample.matei,
                viewport={"width": width, "height": 860},
                color_scheme=scheme,
            )
            page = context.new_page()
            for name, path in pages_of(sample).items():
                answer = page.goto(path)
                if answer is None or not answer.ok:
                    raise SystemExit(f"{path}: {answer.status if answer else 'no answer'}")
                page.screenshot(path=folder / f"{name}-{kind}.png")
            context.close()
        browser.close()


def _by_the_safest(folder: Path, sample: SampleDesk, desk: Running) -> None:
    token = enter_once(sample.desk, one_time(sample.desk, sample.matei))
    assert token is not None
    with safest() as browser:
        browser.size(1280, 860)
        browser.go(f"{desk.origin}/sign-in")
        browser.cookie(desk.server.address.cookie, token)
        for name, path in pages_of(sample).items():
            browser.go(f"{desk.origin}{path}")
            browser.take(folder / f"{name}-safest.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"))
