"""Keys and time per decided statement, as a person reviews the sample case in Chromium: ``reviewing.py``.

Three ways through the same texts: one key accepts each; of 100, 90 are accepted, 6 amended, 4 rejected; and
the same without script, in clicks and page loads. The time is from the key to the next card being shown.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests" / "browser")]

from playwright.sync_api import Page  # noqa: E402 - found by the path above
from real_browser import chromium, context_of, running  # noqa: E402 - found by the path above
from tools.sample_desk import FEW, SampleDesk, sample_desk  # noqa: E402 - found by the path above

from khronika.acts.show import Sought, items, statements  # noqa: E402 - found by the path above
from khronika.records.statement import Status  # noqa: E402 - found by the path above

ACCEPT, AMEND, REJECT = "accept", "amend", "reject"
SPEAKER = "a spokesman"
_SHOWN = (
    "([s]) => { const c = document.querySelector('.card.chosen'); return c && c.dataset.statement !== s; }"
)


@dataclass
class Review:
    """What a walk took: keys or clicks, page loads, milliseconds to the next card."""

    presses: int = 0
    loads: int = 0
    waits: list[float] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Return a line of the table."""
        count, ordered = len(self.waits), sorted(self.waits)
        p95 = ordered[int(0.95 * (count - 1))]
        return (
            f"| {name} | {count} | {self.presses / count:.2f} | {self.loads / count:.2f} "
            f"| {statistics.median(ordered):.0f} | {p95:.0f} |"
        )


def waiting(sample: SampleDesk) -> dict[str, int]:
    """Return how many suggestions wait in each text."""
    found = {
        item.id: sum(
            one.status == Status.SUGGESTED for one in statements(sample.desk, sample.matei, Sought(item.id))
        )
        for item in items(sample.desk, sample.matei)
    }
    return {item: count for item, count in found.items() if count > 1}


def deed_of(number: int, *, mixed: bool) -> str:
    """Return what is done with a statement: of fifty, three are amended and two rejected."""
    if not mixed:
        return ACCEPT
    return {8: AMEND, 16: REJECT, 25: AMEND, 33: REJECT, 41: AMEND}.get(number % 50, ACCEPT)


def by_keys(page: Page, deed: str, review: Review) -> None:
    """Decide on the chosen card by keys."""
    chosen = page.locator(".card.chosen").get_attribute("data-statement")
    keys = {ACCEPT: ["a"], REJECT: ["r", "2"], AMEND: ["e"]}[deed]
    for key in keys[:-1]:
        page.keyboard.press(key)
    if deed == AMEND:
        page.keyboard.press("e")
        page.wait_for_selector(".opened [name=speaker]:focus")
        page.keyboard.press("Control+a")
        page.keyboard.type(SPEAKER)
        keys = ["e", "Control+a", *SPEAKER, "Control+Enter"]
    begun = time.perf_counter()
    page.keyboard.press(keys[-1])
    page.wait_for_function(_SHOWN, arg=[chosen], polling="raf")
    review.waits.append((time.perf_counter() - begun) * 1000)
    review.presses += len(keys)


def by_clicks(page: Page, deed: str, review: Review) -> None:
    """Decide on the chosen card without script: each click on a button or link loads a page."""
    card, clicks, loads, typed = page.locator(".card.chosen"), 1, 1, 0
    begun = time.perf_counter()
    if deed == ACCEPT:
        card.get_by_role("button", name="Accept", exact=True).click()
    elif deed == REJECT:
        card.locator(".reject summary").click()
        card.locator(".reject input[type=radio]").nth(1).check()
        begun = time.perf_counter()
        card.locator(".reject button").click()
        clicks = 3
    else:
        card.get_by_role("link", name="Amend", exact=True).click()
        page.fill("#speaker", SPEAKER)
        begun = time.perf_counter()
        page.locator("form.stacked button.main").click()
        clicks, loads, typed = 3, 2, len(SPEAKER)
    page.wait_for_selector(".card.chosen, .empty")
    review.waits.append((time.perf_counter() - begun) * 1000)
    review.presses += clicks + typed
    review.loads += loads


def walk(*, script: bool, mixed: bool, most: int) -> Review:
    """Review a fresh sample case, text by text, and return what it took."""
    review = Review()
    with tempfile.TemporaryDirectory() as made:
        sample = sample_desk(Path(made) / "vault", FEW)
        with running(sample.desk) as desk, chromium() as browser:
            page = context_of(browser, desk, sample.matei, java_script_enabled=script).new_page()
            for item, count in waiting(sample).items():
                page.goto(f"/items/{item}?only=waiting")
                for _ in range(min(count - 1, most - len(review.waits))):
                    deed = deed_of(len(review.waits), mixed=mixed)
                    (by_keys if script else by_clicks)(page, deed, review)
        sample.desk.close()
    return review


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=50, help="how many are decided on in each way")
    most = parser.parse_args().statements
    print("| way | statements | keys or clicks each | page loads each | median ms | p95 ms |")
    print("|---|---|---|---|---|---|")
    print(walk(script=True, mixed=False, most=most).row("keys, all accepted"), flush=True)
    print(
        walk(script=True, mixed=True, most=most).row("keys, 90 % accept, 6 % amend, 4 % reject"), flush=True
    )
    print(walk(script=False, mixed=True, most=most).row("the same without script"), flush=True)


if __name__ == "__main__":
    main()
