"""Uploads and jobs: a file comes by pieces, waits, is taken in; a restart loses none, nobody sees others'."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from killed_worker import TEXTS
from killed_worker import __file__ as worker_script

from desk_cast import DENIAL, WITNESS, House, files_in, house_from
from khronika.acts import job_steps, uploads
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.jobs import (
    JobShown,
    RunningWork,
    cancel,
    dismiss,
    job,
    jobs,
    run_next,
    running_work,
    submit_read,
    submit_take_in,
)
from khronika.acts.keeping import record
from khronika.acts.members import change_member, members
from khronika.acts.show import ItemShown, items, show, text_of
from khronika.acts.sources import Conditions
from khronika.acts.upkeep import verify
from khronika.acts.uploads import begin_upload, drop_upload
from khronika.errors import NotAllowed, NotFound, StorageFull, TooLarge, UsageFault, Withheld
from khronika.intake.isolated import Extractor
from khronika.intake.limits import Limits
from khronika.ledger import working
from khronika.records.access import Member, Role
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.item import Extraction
from khronika.records.jobs import Job, JobState

HERE = Path(__file__).parent
TERM = Term(Purpose.COURT, Audience.MECHANISM)


def upload(house: House, content: str | bytes, name: str = "source.txt", by: str | None = None) -> str:
    raw = content.encode() if isinstance(content, str) else content
    with begin_upload(house.desk, by or house.cast.ines, name, size=len(raw)) as coming:
        for start in range(0, len(raw), 50_000):
            coming.write(raw[start : start + 50_000])
        return coming.finish()


def submitted(house: House, *contents: str | bytes, by: str | None = None, **given: object) -> Job:
    """Upload files and submit them."""
    member = by or house.cast.ines
    received = [upload(house, content, f"source-{n}.txt", member) for n, content in enumerate(contents)]
    return submit_take_in(house.desk, member, received, **given)  # type: ignore[arg-type]  # passed on by name


def work(house: House) -> int:
    """Let the worker do everything; return how many steps that took."""
    steps = 0
    while run_next(house.desk, house.extractor):
        steps += 1
    return steps


def seen(house: House, made: Job) -> JobShown:
    return job(house.desk, made.member, made.id)


def sealed_in(house: House) -> set[str]:
    return set(files_in(house.path / "sealed"))


def left_over(house: House) -> list[str]:
    """Return the names of what uploads and jobs left in the working state."""
    with house.desk.ledger.reading() as connection:
        return [name for part in ("upload", "job") for name in working.under(connection, part)]


def intact(house: House) -> bool:
    checked = verify(house.desk, house.cast.ines, files=True)
    return (checked.problems, checked.orphans) == ((), ())


def without(member: Member, *, compartments: frozenset[str] = frozenset(), **changes: object) -> Member:
    return replace(member, compartments=compartments, **changes)  # type: ignore[arg-type]  # passed on by name


def member_named(house: House, name: str) -> Member:
    return next(one for one in members(house.desk, house.cast.ines) if one.name == name)


class Counting(Extractor):
    """An extractor that remembers what it was given, and stops like a bug where it is told to."""

    def __init__(self, poison: str = "") -> None:
        super().__init__()
        self.given: list[str] = []
        self._poison = poison

    def extract(self, content: bytes, name: str) -> Extraction:
        self.given.append(name)
        if self._poison and self._poison.encode() in content:
            raise RuntimeError
        return super().extract(content, name)


# The way through


def test_what_was_uploaded_is_taken_in_file_by_file_and_the_job_says_what_became_of_each(
    house: House,
) -> None:
    made = submitted(house, DENIAL, WITNESS)
    assert (made.state, made.done, made.total) == (JobState.WAITING, 0, 2)
    assert seen(house, made).at == "source-0.txt"
    assert run_next(house.desk, house.extractor)
    half = seen(house, made)
    assert (half.job.state, half.job.done, half.at) == (JobState.RUNNING, 1, "source-1.txt")
    assert work(house) == 1
    done = seen(house, made)
    assert (done.job.state, done.job.done, done.at) == (JobState.DONE, 2, "")
    taken = [one.taken for one in done.results]
    assert [one.name for one in taken if one] == ["source-0.txt", "source-1.txt"]
    texts = [text_of(house.desk, house.cast.ines, one.item) for one in taken if one and one.item]
    assert texts == [DENIAL, WITNESS]
    assert left_over(house) == [
        f"job-outcome:{made.id}:00000000",
        f"job-outcome:{made.id}:00000001",
        f"job:{made.id}",
    ]
    dismiss(house.desk, made.member, made.id)
    assert left_over(house) == []
    assert intact(house)


def test_an_upload_is_sealed_once_and_becomes_the_item_itself(house: House) -> None:
    made = submitted(house, DENIAL)
    before = sealed_in(house)
    work(house)
    assert len(sealed_in(house) - before) == 1, "the text alone"
    (result,) = seen(house, made).results
    assert result.taken
    item = show(house.desk, house.cast.ines, result.taken.item or "")
    assert isinstance(item, ItemShown)
    assert [event.holder for event in item.receipts[0].custody] == [house.cast.ines]


def test_a_job_may_read_what_it_took_in_and_counts_the_suggestions(house: House) -> None:
    made = submitted(house, DENIAL, b"", read=True)
    assert work(house) == 3, "the empty file has no text to read"
    first, empty = seen(house, made).results
    assert first.taken
    assert first.statements == len(house.statements_of(first.taken.item or "")) > 0
    assert empty.statements is None
    assert seen(house, made).job.state is JobState.DONE


def test_items_are_read_one_by_one_by_a_job(house: House) -> None:
    read_before, fresh = house.read_one(DENIAL)[0], house.take_one(WITNESS)
    made = submit_read(house.desk, house.cast.matei, [read_before, fresh, fresh])
    assert (made.total, work(house)) == (2, 2)
    results = seen(house, made).results
    assert [(one.taken and one.taken.item) for one in results] == [read_before, fresh]
    assert [one.statements for one in results] == [
        len(house.statements_of(id_)) for id_ in (read_before, fresh)
    ]


def test_what_came_attached_is_in_the_result_with_it(house: House) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@sarn.example", "desk@sarn.example", "What I saw"
    message.set_content("The statement is attached.\n")
    message.add_attachment(WITNESS, filename="statement.txt")
    sent = upload(house, message.as_bytes(), "letter.eml")
    made = submit_take_in(house.desk, house.cast.ines, [sent], read=True)
    work(house)
    (result,) = seen(house, made).results
    assert result.taken
    assert [part.name for part in result.taken.parts] == ["statement.txt"]
    assert result.statements


def test_consent_and_custody_come_with_a_job_and_are_not_kept_in_it(house: House) -> None:
    given = Conditions(terms=(TERM,), person="Witness A", note="by hand, on the bridge")
    made = submitted(house, WITNESS, conditions=given)
    work(house)
    (consent,) = list_consents(house.desk, house.cast.ines)
    assert (consent.person, consent.terms) == ("Witness A", (TERM,))
    with house.desk.ledger.reading() as connection:
        assert "bridge" not in repr(working.under(connection, "job"))
    assert seen(house, made).job.state is JobState.DONE


# Uploads


@pytest.mark.parametrize("size", [0, 1, 2047, 65_536, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_an_upload_of_any_size_comes_out_as_it_went_in(house: House, size: int) -> None:
    content = (DENIAL.encode() * (size // len(DENIAL) + 1))[:size]
    sent = upload(house, content, "source.bin")
    (waiting,) = uploads.uploads(house.desk, house.cast.ines)
    assert (waiting.id, waiting.size) == (sent, size)
    assert house.desk.vault.read(sent, waiting.key, size) == content


def test_while_it_comes_nothing_of_it_is_readable_and_what_breaks_off_leaves_nothing(house: House) -> None:
    before = files_in(house.path)
    coming = begin_upload(house.desk, house.cast.petra, "quarry letter.txt")
    coming.write(b"held at Quarry 9, ten of them\n" * 100_000)
    (half,) = (house.path / "sealed" / "new").iterdir()
    assert half.stat().st_size > 1_000_000
    for name, content in files_in(house.path).items():
        assert b"Quarry 9, ten" not in content, name
        assert b"quarry letter" not in content, name
    coming.abandon()
    coming.abandon()
    assert files_in(house.path).keys() == before.keys()
    with pytest.raises(UsageFault, match="over"):
        coming.write(b"x")
    with pytest.raises(UsageFault, match="over"):
        coming.finish()


def test_who_leaves_the_page_half_way_leaves_nothing(house: House) -> None:
    with begin_upload(house.desk, house.cast.ines, "a.txt") as coming:
        coming.write(b"x" * 100)
    assert (sealed_in(house), left_over(house)) == (set(), [])


def test_a_verification_leaves_alone_what_is_coming_in(house: House) -> None:
    with begin_upload(house.desk, house.cast.ines, "a.txt") as coming:
        coming.write(b"x" * 3_000_000)
        assert intact(house)
        coming.write(b"y")
        sent = coming.finish()
    assert intact(house)
    submit_take_in(house.desk, house.cast.ines, [sent])
    assert intact(house)


def test_an_upload_larger_than_allowed_is_refused_before_it_fills_the_disk(house: House) -> None:
    with pytest.raises(TooLarge, match="more than 1,000 bytes"):
        begin_upload(house.desk, house.cast.ines, "a.txt", size=1001, most=1000)
    coming = begin_upload(house.desk, house.cast.ines, "a.txt", most=1000)
    coming.write(b"x" * 1000)
    with pytest.raises(TooLarge, match="more than 1,000 bytes"):
        coming.write(b"x")
    with pytest.raises(TooLarge, match="4,097 characters"):
        begin_upload(house.desk, house.cast.ines, "x" * 4097)
    assert (sealed_in(house), left_over(house)) == (set(), [])


def test_an_upload_stops_while_there_is_still_room_for_the_ledger(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    coming = begin_upload(house.desk, house.cast.ines, "a.bin")
    coming.write(b"x" * 1000)
    monkeypatch.setattr(house.desk.vault, "has_room", lambda size=0: size < 1000)
    with pytest.raises(StorageFull):
        coming.write(b"x" * (9 << 20))
    with pytest.raises(StorageFull):
        begin_upload(house.desk, house.cast.ines, "b.bin", size=1000)
    assert (sealed_in(house), left_over(house)) == (set(), [])


def test_a_large_upload_does_not_fill_the_memory_and_is_kept_unread(house: House) -> None:
    tracemalloc.start()
    try:
        piece = b"\x00\x00\x00\x18ftypmp42" + bytes((1 << 16) - 12)
        with begin_upload(house.desk, house.cast.ines, "film.mp4") as coming:
            for _ in range(1100):
                coming.write(piece)
            sent = coming.finish()
        made = submit_take_in(house.desk, house.cast.ines, [sent])
        work(house)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32 << 20
    (result,) = seen(house, made).results
    assert result.taken
    assert result.taken.size == 1100 << 16
    assert "kept, not read" in result.taken.problems[0].what


def test_a_file_over_the_limit_of_reading_is_kept_and_says_so(house: House) -> None:
    made = submitted(house, DENIAL * 100)
    small = Limits(text_bytes=1000, file_bytes=1000)
    assert run_next(house.desk, house.extractor, small)
    (result,) = seen(house, made).results
    assert result.taken
    assert "kept, not read" in result.taken.problems[0].what


@pytest.mark.parametrize(
    "name", ["caf\udce9.txt", "\u202egpj.exe", "a\x00b", "../../etc/passwd", "", "x" * 4096]
)
def test_any_name_is_taken_and_only_ever_shown(house: House, name: str) -> None:
    made = submit_take_in(house.desk, house.cast.ines, [upload(house, DENIAL, name)])
    work(house)
    (result,) = seen(house, made).results
    assert result.name == name.encode("utf-8", "backslashreplace").decode()


def test_what_was_uploaded_and_never_submitted_is_gone_after_a_day(house: House) -> None:
    upload(house, DENIAL)
    house.clock.forward(hours=23)
    assert not run_next(house.desk, house.extractor)
    assert len(uploads.uploads(house.desk, house.cast.ines)) == 1
    house.clock.forward(hours=2)
    assert not run_next(house.desk, house.extractor)
    assert (uploads.uploads(house.desk, house.cast.ines), sealed_in(house), left_over(house)) == (
        [],
        set(),
        [],
    )


def test_an_upload_can_be_dropped_and_submitted_only_once(house: House) -> None:
    sent = upload(house, DENIAL)
    drop_upload(house.desk, house.cast.ines, sent)
    assert (sealed_in(house), left_over(house)) == (set(), [])
    other = upload(house, WITNESS)
    submit_take_in(house.desk, house.cast.ines, [other, other])
    for gone in (sent, other, f"itm_{'0' * 26}"):
        with pytest.raises(NotFound):
            submit_take_in(house.desk, house.cast.ines, [gone])
        with pytest.raises(NotFound):
            drop_upload(house.desk, house.cast.ines, gone)
    assert work(house) == 1


# Who may, and what one learns


def test_uploads_and_jobs_are_there_for_their_member_alone(house: House) -> None:
    desk, cast = house.desk, house.cast
    made, waiting = submitted(house, DENIAL, WITNESS, by=cast.matei), upload(house, DENIAL, by=cast.matei)
    for other in (cast.ines, cast.ruta, cast.petra):
        assert jobs(desk, other) == []
        for call in (job, cancel, dismiss):
            faults = []
            for id_ in (made.id, "00" * 16):
                with pytest.raises(NotFound) as fault:
                    call(desk, other, id_)
                faults.append((fault.value.fault, fault.value.hint))
            assert faults[0] == faults[1]
        assert uploads.uploads(desk, other) == []
        with pytest.raises(NotFound):
            submit_take_in(desk, other, [waiting])
        with pytest.raises(NotFound):
            drop_upload(desk, other, waiting)
    assert running_work(desk, cast.ruta) == RunningWork(1, 2)
    with pytest.raises(NotAllowed):
        running_work(desk, cast.matei)


def test_a_job_needs_the_rights_of_what_it_does(house: House) -> None:
    desk, cast = house.desk, house.cast
    sent = upload(house, DENIAL, by=cast.petra)
    with pytest.raises(NotAllowed):
        submit_take_in(desk, cast.petra, [sent], read=True)
    with pytest.raises(NotFound):
        submit_take_in(desk, cast.petra, [sent], Conditions(frozenset({cast.quarry})))
    with pytest.raises(UsageFault, match="cannot be recorded"):
        submit_take_in(desk, cast.petra, [sent], Conditions(note="\udce9"))
    with pytest.raises(UsageFault, match="no upload"):
        submit_take_in(desk, cast.petra, [])
    with pytest.raises(UsageFault, match="no item"):
        submit_read(desk, cast.matei, [])
    assert (jobs(desk, cast.petra), running_work(desk, cast.ines)) == ([], RunningWork(0, 0))


def test_when_a_member_has_left_their_job_fails_and_what_they_sent_is_destroyed(house: House) -> None:
    desk, cast = house.desk, house.cast
    made = submitted(house, DENIAL, WITNESS, by=cast.matei)
    run_next(desk, house.extractor)
    change_member(desk, cast.ines, without(member_named(house, "Matei"), active=False))
    before = sealed_in(house)
    assert work(house) == 1
    with pytest.raises(NotAllowed):
        jobs(desk, cast.matei)
    with desk.ledger.reading() as connection:
        kept = working.get(connection, f"job:{made.id}")
    assert kept
    assert (kept["job"]["state"], kept["job"]["reason"]) == ("failed", "Matei may not take in")
    assert len(before - sealed_in(house)) == 1
    assert len(items(desk, cast.ines)) == 1
    assert intact(house)


def test_in_a_compartment_that_was_taken_away_nothing_more_is_taken_in(house: House) -> None:
    desk, cast = house.desk, house.cast
    made = submitted(house, DENIAL, WITNESS, by=cast.vera, conditions=Conditions(frozenset({cast.quarry})))
    run_next(desk, house.extractor)
    change_member(desk, cast.ines, without(member_named(house, "Vera")))
    work(house)
    shown = seen(house, made)
    assert (shown.job.state, shown.job.done) == (JobState.FAILED, 1)
    assert [(one.name, one.taken) for one in shown.results] == [("", None)], "nor is the first file told of"
    assert intact(house)


def test_a_collector_learns_only_that_it_was_kept_and_not_by_the_time_it_takes_either(house: House) -> None:
    house.take(DENIAL)
    made = submitted(house, DENIAL, by=house.cast.petra)
    with Counting() as extractor:
        while run_next(house.desk, extractor):
            pass
    assert len(extractor.given) == 1, "read once more, as if the desk had not had it"
    (result,) = seen(house, made).results
    assert result.taken
    assert (result.name, result.taken.second, result.taken.rendition) == ("source-0.txt", False, None)
    assert (result.taken.copies, result.statements, result.problems) == ((), None, ())


def test_a_member_who_may_read_waits_for_no_second_extraction(house: House) -> None:
    house.take(DENIAL)
    made = submitted(house, DENIAL)
    with Counting() as extractor:
        run_next(house.desk, extractor)
    assert extractor.given == []
    (result,) = seen(house, made).results
    assert result.taken
    assert result.taken.second
    assert result.taken.rendition
    assert len(items(house.desk, house.cast.ines)) == 1
    assert intact(house), "the second copy of the bytes was destroyed"


def test_likely_copies_are_looked_for_when_the_result_is_shown(house: House) -> None:
    made = submitted(house, DENIAL)
    work(house)
    house.take(DENIAL + "More.\n", names=("wire.txt",))
    (result,) = seen(house, made).results
    assert result.taken
    assert [copy.name for copy in result.taken.copies] == ["wire.txt"]


def test_what_was_erased_or_withdrawn_is_not_told_by_the_job_that_brought_it(house: House) -> None:
    given = Conditions(terms=(TERM,), person="Witness A")
    made = submitted(house, DENIAL, WITNESS, conditions=given, read=True)
    work(house)
    first, second = seen(house, made).results
    assert first.taken
    assert second.taken
    consent = next(c for c in list_consents(house.desk, house.cast.ines) if second.taken.receipt in c.covers)
    withdraw_consent(house.desk, house.cast.ines, consent.id, "she asked")
    house.erase(first.taken.item or "")
    for result in seen(house, made).results:
        assert (result.name, result.taken, result.statements) == ("", None, None)
    assert "source-" not in repr(seen(house, made))
    with house.desk.ledger.reading() as connection:
        assert "source-" not in repr(working.under(connection, "job"))


def test_what_was_withdrawn_before_its_turn_is_not_read(house: House) -> None:
    (kept,) = house.take(WITNESS, conditions=Conditions(terms=(TERM,), person="Witness A"))
    other = house.take_one(DENIAL)
    made = submit_read(house.desk, house.cast.matei, [kept.item or "", other])
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.ines, consent.id, "she asked")
    work(house)
    first, second = seen(house, made).results
    assert (first.taken, first.statements) == (None, None)
    assert second.statements
    assert house.statements_of(kept.item or "") == []
    with pytest.raises(Withheld):
        submit_read(house.desk, house.cast.matei, [kept.item or ""])


# Stopping, going on


def test_a_job_that_is_stopped_keeps_what_was_taken_in_and_destroys_the_rest(house: House) -> None:
    made = submitted(house, DENIAL, WITNESS)
    run_next(house.desk, house.extractor)
    with pytest.raises(UsageFault, match="goes on"):
        dismiss(house.desk, made.member, made.id)
    stopped = cancel(house.desk, made.member, made.id)
    assert (stopped.state, stopped.done) == (JobState.STOPPED, 1)
    with pytest.raises(UsageFault, match="has ended"):
        cancel(house.desk, made.member, made.id)
    assert work(house) == 0
    assert len(seen(house, made).results) == len(items(house.desk, house.cast.ines)) == 1
    assert uploads.uploads(house.desk, house.cast.ines) == []
    assert intact(house)


class Interrupting(Extractor):
    """While it reads, something else happens at the desk."""

    def __init__(self, happening: Iterator[object]) -> None:
        super().__init__()
        self._happening = happening

    def extract(self, content: bytes, name: str) -> Extraction:
        next(self._happening, None)
        return super().extract(content, name)


def test_a_job_stopped_while_a_file_is_read_records_nothing_of_that_file(house: House) -> None:
    made = submitted(house, DENIAL)
    stopping = (cancel(house.desk, made.member, made.id) for _ in range(1))
    with Interrupting(stopping) as extractor:
        assert run_next(house.desk, extractor)
    assert seen(house, made).job.state is JobState.STOPPED
    assert items(house.desk, house.cast.ines) == []
    assert (sealed_in(house), intact(house)) == (set(), True)


def test_two_workers_at_one_file_take_it_in_once(house: House) -> None:
    made = submitted(house, DENIAL)
    other = (run_next(house.desk, house.extractor) for _ in range(1))
    with Interrupting(other) as extractor:
        assert run_next(house.desk, extractor)
    (result,) = seen(house, made).results
    assert result.taken
    (item,) = items(house.desk, house.cast.ines)
    assert len(item.receipts) == 1
    assert intact(house)


def test_what_was_erased_while_it_came_again_is_read_after_all(house: House) -> None:
    """The desk seemed to have the bytes, so they were not read; then they are, from their sealed copy."""
    first = house.take_one(DENIAL)
    made = submitted(house, DENIAL)

    def erased_meanwhile(*given: object) -> object:
        house.erase(first)
        return record(*given)  # type: ignore[arg-type]  # passed on

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job_steps, "record", erased_meanwhile)
        run_next(house.desk, house.extractor)
    (result,) = seen(house, made).results
    assert result.taken
    assert result.taken.item not in {None, first}
    assert text_of(house.desk, house.cast.ines, result.taken.item or "") == DENIAL


def test_jobs_of_several_members_go_on_in_turn(house: House) -> None:
    long = submitted(house, *(f"{DENIAL} {n}\n" for n in range(4)))
    short = submitted(house, WITNESS, by=house.cast.petra)
    for _ in range(2):
        run_next(house.desk, house.extractor)
    assert seen(house, short).job.state is JobState.DONE
    assert seen(house, long).job.done == 1


def test_a_file_at_which_the_desk_stops_again_and_again_is_kept_unread_and_stops_no_other(
    house: House,
) -> None:
    made = submitted(house, f"poison {DENIAL}", WITNESS)
    stops = 0
    with Counting("poison") as extractor:
        for _ in range(10):
            try:
                if not run_next(house.desk, extractor):
                    break
            except RuntimeError:
                stops += 1
    assert stops == 2
    first, second = seen(house, made).results
    assert first.taken
    assert second.taken
    assert "stopped 2 times" in first.taken.problems[0].what
    assert (first.taken.rendition, second.taken.rendition is not None) == (None, True)
    assert intact(house)


def test_a_file_that_cannot_even_be_kept_is_given_back(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    made = submitted(house, DENIAL, WITNESS)
    stops = 0

    def failing(*given: object) -> object:
        nonlocal stops
        if given[1][0].name == "source-0.txt":  # type: ignore[index]  # what was prepared
            stops += 1
            raise RuntimeError
        return record(*given)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(job_steps, "record", failing)
    for _ in range(10):
        try:
            if not run_next(house.desk, house.extractor):
                break
        except RuntimeError:
            continue
    assert stops == 4
    first, second = seen(house, made).results
    assert (first.name, first.taken) == ("source-0.txt", None)
    assert "stopped 4 times" in first.problems[0].what
    assert second.taken
    (given_back,) = uploads.uploads(house.desk, house.cast.ines)
    assert house.desk.vault.read(given_back.id, given_back.key, given_back.size) == DENIAL.encode()
    assert intact(house)


def test_on_a_full_disk_a_job_waits_and_says_so_and_no_file_is_blamed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = submitted(house, DENIAL)

    def full(*_given: object) -> None:
        raise StorageFull("there is no room on the disk for a sealed file")

    monkeypatch.setattr(house.desk.vault, "seal", full)
    for _ in range(6):
        with pytest.raises(StorageFull):
            run_next(house.desk, house.extractor)
    waiting = seen(house, made).job
    assert (waiting.state, waiting.reason) == (
        JobState.RUNNING,
        "there is no room on the disk for a sealed file",
    )
    monkeypatch.undo()
    work(house)
    (result,) = seen(house, made).results
    assert result.taken
    assert result.taken.rendition is not None
    assert seen(house, made).job.reason == ""


def test_an_upload_whose_file_was_damaged_is_listed_and_stops_no_other(house: House) -> None:
    sent = upload(house, DENIAL, "torn.txt")
    (path,) = [path for path in (house.path / "sealed").rglob("*") if path.is_file()]
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(bytes(raw))
    made = submit_take_in(house.desk, house.cast.ines, [sent, upload(house, WITNESS)])
    work(house)
    torn, other = seen(house, made).results
    assert (torn.name, torn.taken, torn.problems[0].where) == ("torn.txt", None, "torn.txt")
    assert "not as it was sealed" in torn.problems[0].what
    assert other.taken
    assert intact(house)


def test_a_job_that_ended_long_ago_is_forgotten(house: House) -> None:
    made = submitted(house, DENIAL)
    work(house)
    house.clock.forward(days=31)
    work(house)
    assert (jobs(house.desk, made.member), left_over(house)) == ([], [])


def test_results_are_given_by_the_page(house: House) -> None:
    made = submitted(house, *(f"{DENIAL} {n}\n" for n in range(3)))
    work(house)
    page = job(house.desk, made.member, made.id, first=1, limit=1)
    assert [one.number for one in page.results] == [1]
    assert job(house.desk, made.member, made.id, first=9).results == ()
    assert job(house.desk, made.member, made.id, first=-5, limit=1).results[0].number == 0


def test_jobs_are_listed_the_newest_first(house: House) -> None:
    first = submitted(house, DENIAL)
    house.clock.forward(hours=1)
    second = submitted(house, WITNESS)
    assert [one.id for one in jobs(house.desk, house.cast.ines)] == [second.id, first.id]


# Killed


@pytest.fixture(scope="module")
def waiting_house(closed_house: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Give a closed desk in which a job waits."""
    house = house_from(closed_house, tmp_path_factory.mktemp("waiting") / "vault")
    received = [upload(house, text, f"upload {number}.txt") for number, text in enumerate(TEXTS)]
    submit_take_in(house.desk, house.cast.ines, received, read=True)
    house.desk.close()
    house.extractor.close()
    return house


def run(house: House, act: str, last: int) -> tuple[int, dict[str, list[str]]]:
    """Do an act in a child; return how it ended and what it acknowledged."""
    given = [house.path, house.desk.vault.master.value.hex(), act, last]
    path = os.pathsep.join([str(HERE.parent), str(HERE), *sys.path])
    done = subprocess.run(  # noqa: S603  (this interpreter, a script of the tests)
        [sys.executable, worker_script, *map(str, given)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    told = [line.split() for line in done.stdout.splitlines()]
    return done.returncode, {words[0]: words[1:] for words in told}


def closed_copy(template: House, path: Path) -> House:
    house = house_from(template, path)
    house.desk.close()
    return house


WORK_POINTS = (1, 2, 3, 4, 6, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, 38, 41, 44, 47, 49, 51, 52)


@pytest.mark.parametrize("last", WORK_POINTS)
def test_a_worker_killed_at_any_point_loses_no_file_and_takes_none_in_twice(
    waiting_house: House, tmp_path: Path, last: int
) -> None:
    house = closed_copy(waiting_house, tmp_path / "vault")
    code, told = run(house, "work", last)
    assert code == -signal.SIGKILL or "points" in told
    house.again()
    assert verify(house.desk, house.cast.ines, files=True).problems == ()
    work(house)
    (made,) = jobs(house.desk, house.cast.ines)
    assert (made.state, made.done) == (JobState.DONE, 3)
    taken = [one.taken for one in seen(house, made).results]
    assert [one.second for one in taken if one] == [False, False, True]
    shown = {one.id: one for one in items(house.desk, house.cast.ines)}
    assert {one.item for one in taken if one} == set(shown)
    assert sorted(len(one.receipts) for one in shown.values()) == [1, 2]
    texts = [text_of(house.desk, house.cast.ines, one.item or "") for one in taken if one]
    assert texts == list(TEXTS)
    assert all(one.statements for one in seen(house, made).results)
    checked = verify(house.desk, house.cast.ines, files=True)
    assert checked.problems == ()
    assert len(checked.orphans) <= 1, "at most the text that was just sealed, under a key nobody has"
    assert [name for name in left_over(house) if name.startswith("upload")] == []
    house.desk.close()
    house.extractor.close()


def test_the_chosen_points_reach_from_the_first_to_the_last(waiting_house: House, tmp_path: Path) -> None:
    """There are no more points than the chosen ones span, so that a new step is noticed here."""
    house = closed_copy(waiting_house, tmp_path / "vault")
    code, told = run(house, "work", 0)
    assert code == 0
    assert max(WORK_POINTS) <= int(told["points"][0]) <= max(WORK_POINTS) + 3
    house.extractor.close()


@pytest.mark.parametrize("last", [1, 2, 3, 4, 5, 6, 9, 10, 11, 12])
def test_killed_while_files_come_in_what_was_acknowledged_waits_and_nothing_else_is_there(
    closed_house: House, tmp_path: Path, last: int
) -> None:
    house = closed_copy(closed_house, tmp_path / "vault")
    code, told = run(house, "upload", last)
    assert code == -signal.SIGKILL or "points" in told
    house.again()
    waiting = {one.id for one in uploads.uploads(house.desk, house.cast.ines)}
    submitted_in_time = {one.id for one in jobs(house.desk, house.cast.ines)}
    assert submitted_in_time >= set(told.get("submitted", []))
    if not submitted_in_time:
        assert waiting >= set(told.get("uploaded", []))
    assert list((house.path / "sealed" / "new").iterdir()) == []
    assert intact(house)
    work(house)
    house.clock.now = datetime(2099, 1, 1, tzinfo=UTC)
    work(house)
    assert uploads.uploads(house.desk, house.cast.ines) == []
    assert intact(house)
    house.desk.close()
    house.extractor.close()


def test_a_reader_cannot_send_anything_in(house: House) -> None:
    assert Role.READER in member_named(house, "Lev").roles
    with pytest.raises(NotAllowed):
        begin_upload(house.desk, house.cast.lev, "a.txt")
