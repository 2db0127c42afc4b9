"""Log, proofs, checkpoints, custody and days, as a member without script uses them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from web_cast import Browser

from desk_cast import DENIAL, WITNESS, House
from khronika.acts import consent, originals, review
from khronika.acts.composing import undo
from khronika.acts.logbook import Leafing, LogWanted, checkpoints, log_page
from khronika.acts.sources import Conditions
from khronika.ledger.note import parse_checkpoint
from khronika.records.consent import Audience, Purpose, Term
from khronika.web.log_words import ENTRIES, KINDS
from khronika.web.rooms.log import DAYS, GROUPS, PAGE

ROOT = Path(__file__).parents[2]
VERIFIER = ROOT / "verifier" / "khronika_verify.py"
HOSTILE = 'a"><script>alert(1)</script>\u202efdp.exe'
TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS)


def newest(house: House, type_: str) -> int:
    """Return the position of the newest entry of a type."""
    return log_page(house.desk, house.cast.ines, LogWanted(types=(type_,))).lines[0].position


def entries(browser: Browser, path: str) -> list[str]:
    """Return the entries that a page of the log links to."""
    return [link for link in browser.get(path).links if re.fullmatch(r"/log/\d+", link)]


def test_the_log_says_who_did_what_about_what_and_when(house: House, lev: Browser) -> None:
    _, (first, *_) = house.read_one(DENIAL, "denial.txt")
    review.accept(house.desk, house.cast.matei, [first])
    page = lev.get("/log")
    assert page.status == 200
    assert "20 April 2026" in page.words
    assert "Matei accepted a statement" in page.words
    assert "There is no such facility" in page.words
    assert "Ines sealed an original denial.txt" in page.words
    assert f"/records/{first}" in page.links
    assert f"/log/{newest(house, 'statement.accepted')}" in page.links


def test_a_decision_that_was_taken_back_is_told_as_that(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one(DENIAL, "denial.txt")
    review.accept(house.desk, house.cast.matei, [first])
    undo(house.desk, house.cast.matei, first)
    for path in ("/log", f"/records/{first}", f"/log/{newest(house, 'statement.suggested')}"):
        assert "Matei took back what was decided on" in matei.get(path).words, path
    assert "Matei had a statement suggested" not in matei.get("/log").words


def test_entries_are_newest_first_and_leafed_through(house: House, lev: Browser) -> None:
    for number in range(PAGE):
        house.take_one(f"Note {number}.", f"note-{number}.txt")
    found, path = list[str](), "/log"
    while path:
        page = lev.get(path)
        found += [link for link in page.links if re.fullmatch(r"/log/\d+", link)]
        path = next((link for link in page.links if link.startswith("/log?")), "")
    every = log_page(house.desk, house.cast.lev, None, Leafing(1000)).lines
    assert len(every) > 2 * PAGE
    assert found == [f"/log/{line.position}" for line in every]


def test_many_alike_at_once_are_one_line_that_opens(house: House, lev: Browser) -> None:
    house.read_one(DENIAL + DENIAL + DENIAL)
    page = lev.get("/log")
    assert re.search(r"had a statement suggested \d+ times", page.words)
    assert "<details><summary>" in page.html


def test_filters_by_kind_member_and_days(house: House) -> None:
    _, (first, *_) = house.read_one(DENIAL, "denial.txt")
    house.clock.forward(days=2)
    lev = Browser(house.desk, house.cast.lev)
    review.accept(house.desk, house.cast.matei, [first])
    accepted = f"/log/{newest(house, 'statement.accepted')}"
    sealed = f"/log/{newest(house, 'item.sealed')}"
    assert sealed in entries(lev, "/log?about=texts")
    assert accepted not in entries(lev, "/log?about=texts")
    assert entries(lev, f"/log?about=statements&by={house.cast.matei}") == [accepted]
    assert accepted in entries(lev, "/log?first=2026-04-21")
    assert sealed not in entries(lev, "/log?first=2026-04-21")
    assert accepted not in entries(lev, "/log?last=2026-04-21")
    assert "No entries" in lev.get("/log?about=erased").words


def test_no_name_stands_in_an_address_of_the_log(lev: Browser) -> None:
    forms = [one for one in lev.get("/log").forms if one.action == "/log"]
    assert {"about", "by", "first", "last"} <= {name for form in forms for name in form.fields}
    assert "Matei" not in " ".join(lev.get("/log").links)


@pytest.mark.parametrize("query", ["about=all", "by=Matei", "first=soon", "last=2026-13-01", "before=x"])
def test_what_cannot_be_asked_of_the_log_is_refused_in_one_line(lev: Browser, query: str) -> None:
    page = lev.get(f"/log?{query}")
    assert page.status == 400
    assert "That did not work" in page.words


def test_an_entry_has_its_proof_which_a_stranger_checks(house: House, lev: Browser, tmp_path: Path) -> None:
    house.take_one(DENIAL, "denial.txt")
    position = newest(house, "item.sealed")
    page = lev.get(f"/log/{position}")
    assert "Ines sealed an original denial.txt" in page.words
    assert f"khronika_verify.py khronika-proof-{position}.json --proof --vkey" in page.words
    answer = lev.get(f"/log/{position}/proof").response
    told = f"attachment; filename*=UTF-8''khronika-proof-{position}.json"
    assert answer.headers["content-disposition"] == told
    file = tmp_path / "proof.json"
    file.write_bytes(answer.content)
    vkey = json.loads(answer.content)["vkey"]
    assert vkey in page.words
    command = [sys.executable, "-I", str(VERIFIER), str(file), "--proof", "--vkey", vkey]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603


def test_the_page_says_whether_the_proof_holds_what_the_entry_says(house: House) -> None:
    house.take_one(WITNESS)
    consent.seal_identity(house.desk, house.cast.ines, "Witness A", "Roza Vardol")
    ines, lev = Browser(house.desk, house.cast.ines), Browser(house.desk, house.cast.lev)
    sealed, identity = newest(house, "item.sealed"), newest(house, "identity.sealed")
    assert "The file holds what the entry says, in the clear" in ines.get(f"/log/{sealed}").words
    assert "it holds a wrapped key" in lev.get(f"/log/{sealed}").words
    assert "it is a sealed identity" in ines.get(f"/log/{identity}").words


def test_an_entry_of_a_compartment_is_answered_like_one_there_is_not(house: House, lev: Browser) -> None:
    house.read_one(WITNESS, "hidden.txt", conditions=Conditions(frozenset({house.cast.quarry})))
    hidden = newest(house, "statement.suggested")
    for path in (f"/log/{hidden}", f"/log/{hidden}/proof"):
        unseen, absent = lev.get(path), lev.get(path.replace(str(hidden), "999999"))
        assert unseen.status == absent.status == 404
        assert unseen.html.replace(str(hidden), "…") == absent.html.replace("999999", "…")
    assert "hidden.txt" not in lev.get("/log").words
    assert f"/log/{hidden}" not in lev.get("/log").links
    assert "hidden.txt" in Browser(house.desk, house.cast.vera).get("/log").words


@pytest.mark.parametrize("position", ["-1", "x", "1" * 30, "٣", "%00", "1e3"])
def test_what_is_no_position_is_not_there(lev: Browser, position: str) -> None:
    assert lev.get(f"/log/{position}").status == 404
    assert lev.get(f"/log/checkpoints/{position}").status == 404


def test_the_newest_checkpoint_is_given_to_somebody_else_as_a_file(house: House, lev: Browser) -> None:
    house.take_one(DENIAL)
    page = lev.get("/log/checkpoints")
    assert "Give the newest to somebody else" in page.words
    kept = checkpoints(house.desk, house.cast.lev)[0]
    assert kept.root in page.words
    answer = lev.get(f"/log/checkpoints/{kept.size}").response
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.text == kept.note
    assert parse_checkpoint(answer.text.partition("\n\n")[0] + "\n").size == kept.size
    assert f"khronika verify --held khronika-checkpoint-{kept.size}.txt" in page.words


def test_as_of_a_day_later_entries_and_checkpoints_are_not_there(house: House, lev: Browser) -> None:
    before = house.desk.ledger.head().size
    house.take_one(DENIAL, "denial.txt")
    later = newest(house, "item.sealed")
    assert "denial.txt" not in lev.get(f"/log?as_of={before}").words
    assert lev.get(f"/log/{later}?as_of={before}").status == 404
    assert lev.get(f"/log/{later}/proof?as_of={before}").status == 404
    size = checkpoints(house.desk, house.cast.lev)[0].size
    assert lev.get(f"/log/checkpoints/{size}?as_of={before}").status == 404
    shown = checkpoints(house.desk, house.cast.lev, as_of=str(before))
    assert shown[0].size == before
    assert f"/log/checkpoints/{before}?as_of={before}" in lev.get(f"/log/checkpoints?as_of={before}").links


def test_custody_is_a_table_in_the_order_of_time(house: House) -> None:
    conditions = Conditions(note="by hand, at the gate", terms=(TERM,), person="Witness A")
    item = house.take_one(DENIAL, "denial.txt", conditions=conditions, by=house.cast.petra)
    house.clock.forward(hours=3)
    originals.open_original(house.desk, house.cast.matei, item, "to compare a quotation")
    page = Browser(house.desk, house.cast.lev).get(f"/items/{item}/custody")
    assert page.status == 200
    words = page.words
    assert "by hand, at the gate" in words
    assert "Witness A" in words
    assert words.index("sealed") < words.index("to compare a quotation")
    assert "Matei" in words
    assert "20 Apr 2026, 12:00 UTC" in words
    assert f"/log/{newest(house, 'original.opened')}" in page.links


def test_the_reading_room_leads_to_custody_and_to_the_original(house: House, lev: Browser) -> None:
    item = house.take_one(DENIAL)
    links = lev.get(f"/items/{item}").links
    assert {f"/items/{item}/custody", f"/items/{item}/original"} <= set(links)


def test_custody_of_what_was_withdrawn_tells_who_and_when_and_not_what(house: House, lev: Browser) -> None:
    given = Conditions(terms=(TERM,), person="Witness A", note="from Mira")
    item = house.take_one(WITNESS, "witness.txt", conditions=given)
    (agreed,) = consent.list_consents(house.desk, house.cast.ines)
    consent.withdraw_consent(house.desk, house.cast.ines, agreed.id, "she asked")
    page = lev.get(f"/items/{item}/custody")
    assert page.status == 200
    assert "witness.txt" not in page.words
    assert "from Mira" not in page.words
    assert "not shown: erased or withdrawn" in page.words


def test_custody_of_what_is_in_a_compartment_is_not_there(house: House, lev: Browser) -> None:
    item = house.take_one(WITNESS, conditions=Conditions(frozenset({house.cast.quarry})))
    nothing = "itm_" + "0" * 26
    unseen, absent = lev.get(f"/items/{item}/custody"), lev.get(f"/items/{nothing}/custody")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(item, "…") == absent.html.replace(nothing, "…")


def test_days_lead_to_the_desk_as_of_then(house: House) -> None:
    house.clock.forward(days=3)
    house.take_one(DENIAL)
    house.clock.forward(days=10)
    house.take_one(WITNESS, conditions=Conditions(frozenset({house.cast.quarry})))
    house.clock.forward(days=20)
    lev = Browser(house.desk, house.cast.lev)
    page = lev.get("/as-of")
    days = [link for link in page.links if "as_of=" in link]
    assert days == ["/?as_of=2026-05-23", "/?as_of=2026-04-23", "/?as_of=2026-04-20"]
    assert "April 2026" in page.words
    assert "/?as_of=2026-05-03" in Browser(house.desk, house.cast.vera).get("/as-of").links
    assert "/as-of" in lev.get("/items").links
    assert lev.get("/?as_of=2026-04-20").status == 200


def test_many_days_are_leafed_through(house: House) -> None:
    first = house.clock.now.date()
    for number in range(DAYS + 3):
        house.clock.forward(days=1)
        house.take_one(f"Note {number}.")
    lev = Browser(house.desk, house.cast.lev)
    page = lev.get("/as-of")
    older = next(link for link in page.links if link.startswith("/as-of?before="))
    days = [link for one in (page, lev.get(older)) for link in one.links if link.startswith("/?as_of=")]
    every = [(first + timedelta(days=number)).isoformat() for number in range(DAYS + 3, -1, -1)]
    assert days == [f"/?as_of={day}" for day in every]


def test_a_collector_who_reads_no_records_has_no_log(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    item = house.take_one(DENIAL)
    for path in ("/log", "/log/0", "/log/0/proof", "/log/checkpoints", "/as-of", f"/items/{item}/custody"):
        assert petra.get(path).status == 403
    assert "/log" not in petra.get("/me").links
    assert "/as-of" not in petra.get("/me").links


def test_hostile_names_stay_names(house: House, lev: Browser) -> None:
    item = house.take_one(DENIAL, HOSTILE, conditions=Conditions(note="<img src=x onerror=alert(2)>"))
    for path in ("/log", f"/log/{newest(house, 'receipt.recorded')}", f"/items/{item}/custody"):
        html = lev.get(path).html
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "\u202e" not in html
        assert " style=" not in html
        assert "[U+202E]" in html or path.endswith("custody")


def test_every_type_of_entry_and_every_kind_of_record_has_its_words() -> None:
    part = (ROOT / "docs" / "FORMAT.md").read_text(encoding="utf-8").split("### Bodies")[1].split("### ")[0]
    rows = [row.strip("| ").split(" | ") for row in part.splitlines() if row.startswith("| `")]
    types = {type_ for row in rows for type_ in re.findall(r"`([a-z]+\.[a-z]+)`", row[0])}
    kinds = {kind for row in rows for kind in re.findall(r"`([a-z]{3})_`", row[1])}
    assert types
    assert types <= set(ENTRIES)
    assert kinds <= set(KINDS)
    in_groups = {kind.value for _, group in GROUPS.values() for kind in group}
    assert kinds <= in_groups
