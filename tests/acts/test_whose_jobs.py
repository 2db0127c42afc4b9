"""Whose jobs these are: a job does what its member may do at that moment, and tells nobody more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from job_cast import TERM, Counting, intact, sealed_in, seen, submitted, upload, work

from desk_cast import DENIAL, WITNESS, House
from khronika.acts import uploads
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.jobs import (
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
from khronika.acts.members import change_member, members
from khronika.acts.show import items
from khronika.acts.sources import Conditions
from khronika.acts.uploads import begin_upload, drop_upload
from khronika.errors import NotAllowed, NotFound, UsageFault, Withheld
from khronika.ledger import working
from khronika.records.access import Member, Role
from khronika.records.jobs import JobState


def without(member: Member, *, compartments: frozenset[str] = frozenset(), **changes: object) -> Member:
    return replace(member, compartments=compartments, **changes)  # type: ignore[arg-type]  # passed on by name


def member_named(house: House, name: str) -> Member:
    return next(one for one in members(house.desk, house.cast.ines) if one.name == name)


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


def test_a_reader_cannot_send_anything_in(house: House) -> None:
    assert Role.READER in member_named(house, "Lev").roles
    with pytest.raises(NotAllowed):
        begin_upload(house.desk, house.cast.lev, "a.txt")
