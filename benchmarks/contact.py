"""From a call to a pseudonymous item: keys and estimated seconds to record one, by keyboard alone.

    python benchmarks/contact.py

The form is filled in Chromium as for a call that names danger, channel, hours, name, number, what was allowed
and the next contact; Tab leads from field to field, and every key is counted. No person is timed: seconds are
those of the Keystroke-Level Model (S. Card, T. Moran, A. Newell, "The keystroke-level model for user
performance time with interactive systems", CACM 23(7), 1980): 0.28 for a key of somebody who types 40 words a
minute, 1.35 before each field to make up one's mind, 1.1 to point at a link and 0.4 to move the hand
there and back. What the machine takes from the last key to the page of the contact is measured.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests" / "browser")]

from playwright.sync_api import Page  # noqa: E402 - found by the path above
from real_browser import chromium, context_of, running  # noqa: E402 - found by the path above
from tools.sample_desk import FEW, sample_desk  # noqa: E402 - found by the path above

KEY, THINK, POINT, HAND = 0.28, 1.35, 1.1, 0.4
NOTES = (
    "Two vans without plates came to Lime Street after midnight. Four men in masks took her brother and two "
    "neighbours. One had a list. She was told to ask at the quarry, where a guard sent her away."
)
TYPED = {
    "channel": "Signal",
    "hours": "after 21:00, never in the morning",
    "identity": "Roza Zvezdochka",
    "handle": "+7 900 111 22 33",
    "next_on": "2026-12-02",
    "next_what": "ask about the second van",
}
_MOST_TABS = 60


@dataclass
class Call:
    """What a call took: keys, and fields to think before."""

    keys: int = 0
    fields: int = 0

    @property
    def seconds(self) -> float:
        """Return the seconds of the model."""
        return self.keys * KEY + self.fields * THINK


def go(page: Page, name: str, call: Call, key: str = "Tab") -> None:
    """Go to a field by Tab, or Shift+Tab."""
    for _ in range(_MOST_TABS):
        page.keyboard.press(key)
        call.keys += 1
        if page.evaluate("document.activeElement.name || document.activeElement.className") == name:
            return
    raise LookupError(name)


def write(page: Page, words: str, call: Call) -> None:
    """Type into the field that has the focus."""
    page.keyboard.type(words)
    call.keys += len(words)
    call.fields += 1


def fill(page: Page) -> tuple[Call, Call, float]:
    """Fill and send the form; return what the notes took, what all else took, and the machine's seconds."""
    notes, rest = Call(), Call()
    write(page, NOTES, notes)
    go(page, "danger_words", rest, "Shift+Tab")
    write(page, "men ask for her at her mother's house", rest)
    go(page, "danger", rest, "Shift+Tab")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    rest.keys, rest.fields = rest.keys + 3, rest.fields + 1
    for name, words in TYPED.items():
        if name == "next_on":
            go(page, "consent", rest)
            page.keyboard.press("Space")
            rest.keys, rest.fields = rest.keys + 1, rest.fields + 1
        go(page, name, rest)
        write(page, words, rest)
    page.keyboard.press("Enter")
    rest.keys += 1
    begun = time.perf_counter()
    page.wait_for_selector(".danger-line")
    return notes, rest, time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as made:
        sample = sample_desk(Path(made) / "vault", FEW)
        with running(sample.desk) as desk, chromium() as browser:
            page = context_of(browser, desk, sample.matei, java_script_enabled=False).new_page()
            page.goto("/")
            page.get_by_role("link", name="Contacts", exact=True).click()
            page.get_by_role("link", name="A new contact").click()
            notes, rest, machine = fill(page)
            assert TYPED["identity"] not in page.content()
        sample.desk.close()
    links = 2 * (THINK + POINT + KEY + HAND)
    print("| | keys | fields | seconds |\n|---|---|---|---|")
    print(f"| to the form: two links | | | {links:.0f} |")
    words = len(NOTES.split())
    print(f"| what they said, {words} words | {notes.keys} | {notes.fields} | {notes.seconds:.0f} |")
    print(f"| all else | {rest.keys} | {rest.fields} | {rest.seconds:.0f} |")
    print(f"| the machine, to the page of the contact | | | {machine:.1f} |")
    print(f"| together | | | {links + notes.seconds + rest.seconds + machine:.0f} |")


if __name__ == "__main__":
    main()
