"""Uploads: a file comes by pieces and is sealed as it comes; what breaks off leaves nothing."""

from __future__ import annotations

import tracemalloc

import pytest
from job_cast import intact, left_over, sealed_in, seen, submitted, upload, work

from desk_cast import DENIAL, WITNESS, House, files_in
from khronika.acts import job_steps, uploads
from khronika.acts.job_state import Waiting, waiting_of
from khronika.acts.jobs import (
    cancel,
    run_next,
    submit_take_in,
)
from khronika.acts.uploads import begin_upload, drop_upload, drop_uploads
from khronika.errors import NotFound, StorageFull, TooLarge, UsageFault
from khronika.intake.limits import Limits


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


# How much may wait


def waiting(house: House) -> dict[str, Waiting]:
    with house.desk.ledger.reading() as connection:
        return waiting_of(connection)


def test_nobody_leaves_more_files_than_the_desk_keeps_for_one_member(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_WAITING", Waiting(2, 1 << 20))
    sent = [upload(house, "one"), upload(house, "two")]
    with pytest.raises(TooLarge, match="of yours would wait") as refused:
        upload(house, "three")
    assert "stop a job" in refused.value.hint
    assert upload(house, "of another member", by=house.cast.matei)
    drop_upload(house.desk, house.cast.ines, sent[0])
    assert upload(house, "three")
    assert len(sealed_in(house)) == 3


def test_nor_more_bytes_also_where_their_number_was_not_said_before(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_WAITING", Waiting(10, 1000))
    upload(house, "x" * 900)
    with pytest.raises(TooLarge, match="of yours would wait"):
        begin_upload(house.desk, house.cast.ines, "said.txt", size=101)
    with begin_upload(house.desk, house.cast.ines, "unsaid.txt") as coming:
        coming.write(b"x" * 101)
        with pytest.raises(TooLarge, match="of yours would wait"):
            coming.finish()
    assert len(sealed_in(house)) == 1
    assert upload(house, "x" * 100)


def test_all_members_together_leave_no_more_than_the_desk_keeps(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_WAITING_IN_ALL", Waiting(2, 1 << 20))
    upload(house, "one")
    upload(house, "two", by=house.cast.matei)
    with pytest.raises(TooLarge, match="as much waits") as refused:
        upload(house, "three", by=house.cast.petra)
    assert all(name not in refused.value.fault for name in ("Ines", "Matei"))


def test_what_waits_is_counted_until_it_is_taken_in_destroyed_or_expired(house: House) -> None:
    ines, matei = house.cast.ines, house.cast.matei
    made = submitted(house, WITNESS, DENIAL)
    upload(house, "four", by=matei)
    assert waiting(house) == {ines: Waiting(2, len(WITNESS) + len(DENIAL)), matei: Waiting(1, 4)}
    assert run_next(house.desk, house.extractor)
    assert waiting(house)[ines].files == 1
    cancel(house.desk, ines, made.id)
    drop_uploads(house.desk, ines, [upload(house, "five"), upload(house, "six"), f"itm_{'0' * 26}"])
    assert set(waiting(house)) == {matei}
    house.clock.forward(hours=25)
    work(house)
    assert waiting(house) == {}
    assert not [name for name in left_over(house) if name.startswith("upload")]
    assert intact(house)


def test_what_was_never_submitted_expires_also_while_a_job_waits_for_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(house, "left behind", by=house.cast.matei)
    house.clock.forward(hours=25)
    submitted(house, WITNESS)

    def full(*_: object) -> None:
        raise StorageFull("there is no room", "free some")

    monkeypatch.setattr(job_steps, "record", full)
    with pytest.raises(StorageFull):
        run_next(house.desk, house.extractor)
    assert set(waiting(house)) == {house.cast.ines}
    monkeypatch.undo()
    work(house)
    assert waiting(house) == {}


def test_one_member_may_not_destroy_the_uploads_of_another(house: House) -> None:
    upload(house, "one")
    sent = [one.id for one in uploads.uploads(house.desk, house.cast.ines)]
    drop_uploads(house.desk, house.cast.matei, sent)
    assert [one.id for one in uploads.uploads(house.desk, house.cast.ines)] == sent
