"""Every room of the evidence, as a person goes through it: from the door in the frame to what comes of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from tools.sample_desk import SampleDesk
from walker import Walker, door, downloaded, follow, press

from desk_cast import DENIAL, source_of
from khronika import samples
from khronika.acts.consent import list_consents
from khronika.acts.originals import open_original
from khronika.acts.read import read
from khronika.acts.show import Sought, statements
from khronika.acts.sources import Conditions
from khronika.acts.take_in import take_in
from khronika.intake.isolated import Extractor

VERIFIER = Path(__file__).parents[2] / "verifier" / "khronika_verify.py"


@pytest.fixture
def text(walker: Walker, sample: SampleDesk) -> str:
    """Give a text that was read and not decided on, of this walk alone."""
    with Extractor() as extractor:
        words = DENIAL.replace("SARN", f"{walker.mark.upper()} TOWN")
        name = f"denial-{walker.mark}-{len(statements(sample.desk, sample.ines, Sought()))}.txt"
        (taken,) = take_in(sample.desk, sample.matei, [source_of(words * 2, name)], Conditions(), extractor)
    assert taken.item is not None
    read(sample.desk, sample.matei, [taken.item])
    return taken.item


def statuses(sample: SampleDesk, item: str) -> list[str]:
    return [one.status for one in statements(sample.desk, sample.matei, Sought(item))]


def expect_drawn(page: Page) -> None:
    """A picture is there, and the same as a table."""
    picture = page.locator("main picture img")
    expect(picture).to_be_visible()
    assert page.request.get(picture.get_attribute("src") or "").body().startswith(b"\x89PNG")
    expect(page.locator("main table").first).to_be_visible()


def done(page: Page, words: str) -> None:
    expect(page.locator("#done")).to_contain_text(words)


def record_a_contact(walker: Walker, sample: SampleDesk, called: str) -> None:
    page = walker.page_of(sample.matei)
    door(page, "Contacts")
    follow(page, "A new contact")
    page.locator("[name=danger][value=now]").check()
    page.get_by_label("What they said").fill("Two vans came to the quarry on Tuesday.")
    page.locator("summary", has_text="A pseudonym of your own").click()
    page.get_by_label("Pseudonym", exact=False).first.fill(called)
    page.get_by_label("Their name").fill("an invented name")
    page.locator("summary", has_text="Each use by itself").click()
    page.get_by_label("Who may see it: documentation").select_option(label="partners")
    press(page, "Seal and record it")
    expect(page.locator("h1")).to_contain_text(called)
    expect(page.locator(".danger-line")).to_contain_text("in danger now")
    expect(page.locator("main")).not_to_contain_text("an invented name")
    door(page, "Work list")
    expect(page.locator("section.danger")).to_contain_text(called)


def test_a_contact_is_recorded(walker: Walker, sample: SampleDesk) -> None:
    record_a_contact(walker, sample, f"Heron {walker.mark}")


def test_consent_is_withdrawn(walker: Walker, sample: SampleDesk) -> None:
    record_a_contact(walker, sample, f"Crane {walker.mark}")
    page = walker.page_of(sample.ines)
    consent = list_consents(sample.desk, sample.matei)[0].id
    door(page, "Contacts")
    follow(page, "Consents")
    page.locator(f"a[href='/consents/{consent}']").click()
    follow(page, "The person withdraws it")
    expect(page.get_by_role("heading", name="What will no longer be shown, to anybody")).to_be_visible()
    page.get_by_label("Note").fill("by phone")
    press(page, "Record the withdrawal")
    expect(page.locator(".notice").first).to_contain_text("Withdrawn")


def test_files_are_taken_in_and_read(walker: Walker, sample: SampleDesk) -> None:
    page = walker.page_of(sample.matei)
    door(page, "Inbox")
    words = DENIAL.replace("SARN", f"{walker.mark} HILL").encode()
    sent: list[FilePayload] = [
        {"name": "denial.txt", "mimeType": "text/plain", "buffer": words},
        {"name": "list.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04 no text"},
    ]
    page.get_by_label("Files", exact=True).set_input_files(sent)
    press(page, "Take it in")
    for _ in range(100):
        if page.locator(".look-again").count() == 0:
            break
        page.wait_for_timeout(200)
        if not walker.script:
            page.goto(page.url)
    expect(page.locator("#jobs")).to_contain_text("2 of 2")
    expect(page.locator("#jobs")).to_contain_text("suggestion")
    page.locator("a.title").first.click()
    expect(page.locator(".card").first).to_be_visible()


def test_a_text_is_reviewed(walker: Walker, sample: SampleDesk, text: str) -> None:
    page = walker.page_of(sample.matei)
    door(page, "Texts")
    page.locator(f"a.title[href='/items/{text}']").click()
    chosen = page.locator(".card.chosen")
    chosen.get_by_role("button", name="Accept", exact=True).click()
    done(page, "Accepted.")
    page.locator("#done").get_by_role("button", name="Undo").click()
    done(page, "Undone.")
    chosen.locator("summary", has_text="Reject").click()
    chosen.get_by_label("a headline or caption").check()
    chosen.locator(".reject").get_by_role("button", name="Reject", exact=True).click()
    done(page, "Rejected.")
    chosen.get_by_role("link", name="Amend", exact=True).click()
    page.locator("form.stacked #speaker").fill("a spokesman")
    press(page, "Accept with these changes")
    done(page, "Accepted with your changes.")
    assert statuses(sample, text)[:2] == ["rejected", "amended"]


def test_a_statement_is_added_made_two_and_made_one(walker: Walker, sample: SampleDesk, text: str) -> None:
    page = walker.page_of(sample.matei)
    door(page, "Texts")
    page.locator(f"a.title[href='/items/{text}']").click()
    before = len(statuses(sample, text))
    follow(page, "Add one by hand")
    page.locator("button.word").nth(8).click()
    page.locator("button.word").nth(14).click()
    page.locator("#speaker").fill("spokesperson for the Interior Ministry")
    press(page, "Add it to the record")
    done(page, "Added to the record.")
    page.locator(".card.chosen summary", has_text="More").click()
    follow(page, "Make two of it")
    page.locator("button.word.inside").nth(3).click()
    done(page, "Made two.")
    assert len(statuses(sample, text)) == before + 2
    page.locator(".card.chosen summary", has_text="More").click()
    press(page, "Make one")
    done(page, "Made one.")


def test_a_statement_is_filed_to_an_incident(walker: Walker, sample: SampleDesk, text: str) -> None:
    page = walker.page_of(sample.matei)
    page.goto(f"/items/{text}")
    page.locator(".card.chosen").get_by_role("link", name="File", exact=True).click()
    page.get_by_label("Find one by its title").fill("men held")
    press(page, "Find")
    page.locator("button.incident", has_text="Men held at Quarry 9").click()
    done(page, "Filed.")
    page.locator(".card.chosen .around a", has_text="Men held at Quarry 9").click()
    expect(page.get_by_role("heading", name="Men held at Quarry 9")).to_be_visible()
    expect(page.locator("ol.filed")).to_contain_text(f"denial-{walker.mark}")


def test_party_place_and_incident_are_recorded(walker: Walker, sample: SampleDesk) -> None:
    page = walker.page_of(sample.matei)
    door(page, "Parties")
    follow(page, "Record a party")
    page.get_by_label("Name", exact=False).first.fill(f"Toma {walker.mark}")
    page.get_by_label("person", exact=True).check()
    press(page, "Record")
    done(page, "Recorded.")
    door(page, "Places")
    follow(page, "Record a place")
    page.locator("#hand ~ form").get_by_label("Name", exact=True).fill(f"Weir {walker.mark}")
    page.locator("[name=precision]").first.check()
    press(page, "Record")
    done(page, "Recorded.")
    door(page, "Incidents")
    follow(page, "Record an incident")
    page.get_by_label("Title").fill(f"Vans at the weir {walker.mark}")
    page.get_by_label("When it was").fill("2026-03-14")
    page.get_by_role("group", name="Where it was").get_by_label("or by its name").fill(f"Weir {walker.mark}")
    press(page, "Record")
    done(page, "Recorded.")
    follow(page, "Who is involved")
    page.get_by_role("group", name="Who", exact=True).get_by_label("or by its name").fill(
        f"Toma {walker.mark}"
    )
    page.get_by_label("witness", exact=True).check()
    press(page, "Record the role")
    expect(page.locator("main")).to_contain_text(f"Toma {walker.mark}")


def test_a_mark_of_care_is_put_and_taken_away(walker: Walker, sample: SampleDesk, text: str) -> None:
    page = walker.page_of(sample.matei)
    page.goto(f"/items/{text}")
    follow(page, "Marks of care")
    page.get_by_label("Child").first.check()
    page.locator("#why-put").fill("a boy is named")
    press(page, "Mark it")
    done(page, "Marked.")
    page.get_by_label("Child").last.check()
    page.locator("#why-take").fill("he is of age")
    press(page, "Take it away")
    done(page, "You took it away. It binds until another member takes it away as well.")
    other = walker.page_of(sample.ines)
    other.goto(f"/records/{text}/care")
    other.get_by_label("Child").last.check()
    other.locator("#why-take").fill("his school says so too")
    press(other, "Take it away")
    done(other, "Taken away.")


def test_times_and_places_are_drawn_with_the_same_as_a_table(walker: Walker, sample: SampleDesk) -> None:
    page = walker.page_of(sample.matei)
    door(page, "When and where")
    expect_drawn(page)
    page.get_by_label("From day").fill("2026-03-18")
    press(page, "Show")
    expect_drawn(page)
    page.get_by_role("navigation", name="When and where").get_by_role("link", name="Map").click()
    expect_drawn(page)
    page.goto(f"/incidents/{sample.incident}")
    follow(page, "Timeline")
    expect_drawn(page)


def test_a_search_is_made_kept_and_dropped(walker: Walker, sample: SampleDesk) -> None:
    page = walker.page_of(sample.matei)
    door(page, "Search")
    page.get_by_label("Words, names in any script").fill("quarry")
    press(page, "Search")
    expect(page.locator(".count")).to_contain_text("statements")
    assert "quarry" not in page.url
    page.get_by_label("Keep this search as").fill(f"quarry {walker.mark}")
    press(page, "Keep")
    done(page, "Kept.")
    kept = page.locator(".saved li", has_text=f"quarry {walker.mark}")
    kept.get_by_role("link").click()
    expect(page.locator(".found ol.rows li").first).to_be_visible()
    kept.get_by_role("button", name="Drop").click()
    expect(page.locator("main")).not_to_contain_text(f"quarry {walker.mark}")


def test_an_entry_is_proved_to_a_stranger(walker: Walker, sample: SampleDesk, tmp_path: Path) -> None:
    page = walker.page_of(sample.matei)
    door(page, "Log")
    page.locator("ol.entries > .one a.place").first.click()
    key = page.locator("pre code").inner_text().split("--vkey")[1].strip(" '\n")
    name, proof = downloaded(page, lambda: follow(page, "Keep the proof"))
    (tmp_path / name).write_bytes(proof)
    checked = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", VERIFIER, tmp_path / name, "--proof", "--vkey", key],
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr.decode()
    page.goto("/log/checkpoints")
    _, checkpoint = downloaded(page, lambda: follow(page, "Keep it as a file"))
    assert page.locator("pre.note").inner_text().strip() == checkpoint.decode().strip()


def test_an_original_is_looked_at_and_opened(walker: Walker, sample: SampleDesk) -> None:
    page = walker.page_of(sample.matei)
    page.goto(f"/items/{sample.pdf}")
    follow(page, "The original")
    follow(page, "Show the first page")
    expect(page.locator("img.picture")).to_be_visible()
    drawn = page.request.get(page.locator("img.picture").get_attribute("src") or "")
    assert drawn.body().startswith(b"\x89PNG")
    page.get_by_label("Why do you open it?").fill("to compare the stamp")
    name, content = downloaded(page, lambda: press(page, "Open the original"))
    there = next(file for file in samples.files() if file.name == name)
    assert content == there.read_bytes()
    assert open_original(sample.desk, sample.matei, sample.pdf, "again").size == len(content)
    page.goto(f"/items/{sample.pdf}/custody")
    expect(page.locator("table.custody")).to_contain_text("to compare the stamp")
