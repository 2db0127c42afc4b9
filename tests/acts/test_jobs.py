"""Jobs: what was sent in is taken in file by file, and what becomes of each is told."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from job_cast import TERM, intact, left_over, sealed_in, seen, submitted, upload, work

from desk_cast import DENIAL, WITNESS, House
from khronika.acts import jobs as jobs_act
from khronika.acts import uploads
from khronika.acts.consent import list_consents
from khronika.acts.jobs import (
    cancel,
    dismiss,
    job,
    jobs,
    run_next,
    submit_read,
    submit_take_in,
)
from khronika.acts.show import items, show, text_of
from khronika.acts.shown import ItemShown
from khronika.acts.sources import Conditions
from khronika.errors import UsageFault
from khronika.ledger import working
from khronika.records.jobs import JobState

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


def test_jobs_of_several_members_go_on_in_turn(house: House) -> None:
    long = submitted(house, *(f"{DENIAL} {n}\n" for n in range(4)))
    short = submitted(house, WITNESS, by=house.cast.petra)
    for _ in range(2):
        run_next(house.desk, house.extractor)
    assert seen(house, short).job.state is JobState.DONE
    assert seen(house, long).job.done == 1


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


def test_so_many_jobs_go_on_of_one_member_and_so_many_that_ended_are_remembered(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_act, "MOST_GOING_ON", 2)
    monkeypatch.setattr(jobs_act, "MOST_ENDED", 1)
    first, second = submitted(house, "one"), submitted(house, "two")
    with pytest.raises(UsageFault, match="go on already"):
        submitted(house, "three")
    assert submitted(house, "of another", by=house.cast.matei).id
    work(house)
    third = submitted(house, "three")
    assert {one.id for one in jobs(house.desk, house.cast.ines)} == {third.id, max(first.id, second.id)}


def test_a_job_has_no_more_files_or_items_than_can_be_noted_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_act, "MOST_IN_ONE", 1)
    sent = [upload(house, "one"), upload(house, "two")]
    with pytest.raises(UsageFault, match="at most"):
        submit_take_in(house.desk, house.cast.ines, sent)
    with pytest.raises(UsageFault, match="at most"):
        submit_read(house.desk, house.cast.ines, ["itm_a", "itm_b"])
    assert jobs(house.desk, house.cast.ines) == []
