"""Taking in: the original first, nothing lost, nobody learns from it what they may not see."""

from __future__ import annotations

import io
import tracemalloc
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import BinaryIO

import pytest
from fpdf import FPDF

from desk_cast import DENIAL, WITNESS, House, files_in, source_of
from khronika.acts import upkeep
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.jobs import submit_take_in
from khronika.acts.keeping import record
from khronika.acts.parties import record_party
from khronika.acts.show import items, show, text_of
from khronika.acts.shown import ItemShown
from khronika.acts.sources import Conditions, Source
from khronika.acts.take_in import take_in
from khronika.acts.uploads import begin_upload
from khronika.errors import KhronikaError, NotFound, StorageFull, UsageFault
from khronika.intake.limits import Limits
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.party import Party, PartyKind

TERM = Term(Purpose.COURT, Audience.MECHANISM)


class Breaking(io.BytesIO):
    """A disk that fails half way."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, f"Input/output error ({size})")


def letter(attached: bytes = WITNESS.encode(), subject: str = "What I saw") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@sarn.example", "desk@sarn.example", subject
    message.set_content("The statement is attached.\n")
    message.add_attachment(attached.decode(), filename="statement.txt")
    message.set_boundary("===sarn===")
    return message.as_bytes()


def uploaded(house: House) -> str:
    with begin_upload(house.desk, house.cast.ines, "denial.txt") as upload:
        upload.write(DENIAL.encode())
        return upload.finish()


def shown(house: House, item: str | None) -> ItemShown:
    assert item is not None
    found = show(house.desk, house.cast.ines, item)
    assert isinstance(found, ItemShown)
    return found


def test_what_was_taken_in_is_there_with_its_text_and_its_receipt(house: House) -> None:
    item = house.take_one(DENIAL, "denial.txt")
    found = shown(house, item)
    assert (found.name, found.size, len(found.receipts)) == ("denial.txt", len(DENIAL.encode()), 1)
    assert text_of(house.desk, house.cast.ines, item) == DENIAL
    custody = found.receipts[0].custody
    assert [(event.event, event.holder) for event in custody] == [("ingestion", house.cast.ines)]


def test_the_same_bytes_are_one_item_with_two_receipts(house: House) -> None:
    first = house.take_one(DENIAL, "denial.txt")
    (again,) = house.take(DENIAL, names=("copy.txt",))
    assert (again.item, again.second) == (first, True)
    assert [one.name for one in shown(house, first).receipts] == ["denial.txt", "copy.txt"]


def test_the_same_bytes_twice_in_one_batch_are_one_item(house: House) -> None:
    one, other = house.take(DENIAL, DENIAL, names=("a.txt", "b.txt"))
    assert one.item == other.item
    assert (one.second, other.second) == (False, True)


def test_the_same_large_bytes_twice_in_one_batch_are_one_item(house: House) -> None:
    large = b"\x00\x01" * 5000
    sources = [source_of(large, "a.bin"), source_of(large, "b.bin")]
    taken = take_in(
        house.desk,
        house.cast.ines,
        sources,
        Conditions(),
        house.extractor,
        Limits(text_bytes=1000, file_bytes=1000),
    )
    assert taken[0].item == taken[1].item
    assert taken[1].second
    assert "kept, not read" in taken[0].problems[0].what
    assert upkeep.verify(house.desk, house.cast.ines, files=True).problems == ()


def test_bytes_kept_in_a_compartment_are_kept_apart_and_nothing_tells_of_them(house: House) -> None:
    quarry = Conditions(compartments=frozenset({house.cast.quarry}))
    hidden = house.take_one(DENIAL, conditions=quarry)
    (taken,) = house.take(DENIAL, by=house.cast.matei)
    assert taken.item != hidden
    assert (taken.second, taken.copies) == (False, ())


def test_a_collector_learns_only_that_something_was_kept(house: House) -> None:
    house.take(DENIAL)
    (second,) = house.take(DENIAL, by=house.cast.petra, names=("mine.txt",))
    (near,) = house.take(DENIAL + "One more line of it.\n", by=house.cast.petra)
    for taken in (second, near):
        assert taken.item is not None
        assert (taken.second, taken.copies, taken.rendition, taken.problems) == (False, (), None, ())
        assert taken.about.title == ""


def test_nearly_the_same_text_is_shown_as_a_likely_copy_also_within_a_batch(house: House) -> None:
    house.take(DENIAL, names=("first.txt",))
    second, third = house.take(DENIAL + "More.\n", DENIAL + "Even more.\n", names=("b.txt", "c.txt"))
    assert [copy.name for copy in second.copies] == ["first.txt"]
    assert {copy.name for copy in third.copies} == {"first.txt", "b.txt"}


def test_a_compartment_that_one_may_not_enter_takes_nothing_in(house: House) -> None:
    with pytest.raises(NotFound):
        house.take(
            DENIAL, by=house.cast.matei, conditions=Conditions(compartments=frozenset({house.cast.quarry}))
        )
    with pytest.raises(UsageFault, match="not a compartment"):
        house.take(DENIAL, conditions=Conditions(compartments=frozenset({house.cast.lev})))
    assert items(house.desk, house.cast.ines) == []


def test_a_contributor_is_a_party_and_no_name(house: House) -> None:
    with pytest.raises(NotFound):
        house.take(DENIAL, conditions=Conditions(contributor="Anna"))
    with pytest.raises(UsageFault, match="not a party"):
        house.take(DENIAL, conditions=Conditions(contributor=house.cast.lev))


def test_nothing_that_is_taken_in_names_who_is_in_another_compartment(house: House) -> None:
    """Not even an id: it would tell that this text came from somebody there."""
    yard = frozenset({house.cast.quarry})
    apart = record_party(house.desk, house.cast.vera, Party("", "Heron 7", PartyKind.PERSON), yard).id
    for named in (Conditions(contributor=apart), Conditions(person=apart, terms=(TERM,))):
        with pytest.raises(UsageFault, match="is in a compartment"):
            house.take(DENIAL, conditions=named)
        with pytest.raises(UsageFault, match="is in a compartment"):
            submit_take_in(house.desk, house.cast.ines, [uploaded(house)], named)
        assert house.take_one(DENIAL, conditions=replace(named, compartments=yard))
    assert items(house.desk, house.cast.lev) == []


def test_one_bad_file_does_not_stop_the_others(house: House) -> None:
    def gone() -> BinaryIO:
        raise FileNotFoundError(2, "No such file or directory")

    sources = [
        Source("gone.txt", gone),
        Source("broken.bin", lambda: Breaking(b"x"), 1 << 30),
        source_of("%PDF-1.7 nothing behind it", "torn.pdf"),
        source_of(b"", "empty.txt"),
        source_of(DENIAL, "caf\udce9.txt"),
        source_of(DENIAL * 2, "x" * 5000),
    ]
    taken = take_in(house.desk, house.cast.ines, sources, Conditions(), house.extractor)
    assert [one.item is not None for one in taken] == [False, False, True, True, True, True]
    assert taken[0].problems[0].what == "no such file or directory"
    assert taken[1].problems[0].what.startswith("input/output error")
    assert taken[4].name == "caf\\udce9.txt"
    assert upkeep.verify(house.desk, house.cast.ines, files=True).orphans == ()


def test_what_is_attached_is_taken_in_with_what_it_came_with(house: House) -> None:
    (mail,) = house.take(letter(), names=("letter.eml",))
    (part,) = mail.parts
    assert (part.name, text_of(house.desk, house.cast.ines, part.item or "")) == ("statement.txt", WITNESS)


def test_an_attachment_with_the_bytes_of_another_item_is_a_second_receipt_of_that(house: House) -> None:
    witness = house.take_one(WITNESS, "witness.txt")
    (mail,) = house.take(letter(), names=("letter.eml",))
    assert (mail.parts[0].item, mail.parts[0].second) == (witness, True)


def test_a_letter_that_came_twice_stands_with_its_attachment_by_either_way(house: House) -> None:
    (first,) = house.take(letter(), names=("letter.eml",))
    (second,) = house.take(letter(), names=("again.eml",))
    assert second.second
    assert second.parts[0].second
    house.erase(first.receipt or "", reason="asked for")
    assert shown(house, first.item).status == "sealed"
    assert shown(house, first.parts[0].item).status == "sealed"
    house.erase(second.receipt or "", reason="asked for")
    assert shown(house, first.parts[0].item).status == "erased"


def test_what_was_erased_while_it_came_again_is_read_after_all(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk seemed to have all of it, so nothing was sealed or read once more; then it has none."""
    before = [house.take_one(text, name) for text, name in ((DENIAL, "denial.txt"), (WITNESS, "witness.txt"))]

    def erased_meanwhile(*given: object) -> object:
        house.erase(*before)
        return record(*given)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr("khronika.acts.take_in.record", erased_meanwhile)
    one, other, mail = house.take(DENIAL, DENIAL, letter(), names=("a.txt", "b.txt", "letter.eml"))
    assert (one.item == other.item, one.second, other.second) == (True, False, True)
    assert one.item not in before
    (part,) = mail.parts
    for taken, text in ((one, DENIAL), (part, WITNESS)):
        assert text_of(house.desk, house.cast.ines, taken.item or "") == text
    checked = upkeep.verify(house.desk, house.cast.ines, files=True)
    assert (checked.problems, checked.orphans) == ((), ())


def test_what_may_not_be_taken_in_is_not_even_read(house: House) -> None:
    def never() -> BinaryIO:
        pytest.fail("it was opened")

    sources, quarry = [Source("a.txt", never)], frozenset({house.cast.quarry})
    for member, conditions in (
        (house.cast.lev, Conditions()),
        (house.cast.matei, Conditions(quarry)),
        (house.cast.ines, Conditions(contributor="Anna")),
    ):
        with pytest.raises(KhronikaError):
            take_in(house.desk, member, sources, conditions, house.extractor)


def test_a_file_embedded_in_a_page_that_came_twice_stands_by_either_way(house: House) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.embed_file(basename="list.txt", bytes=WITNESS.encode(), desc="the list")
    content = bytes(pdf.output())
    (first,) = house.take(content, names=("report.pdf",))
    (second,) = house.take(content, names=("again.pdf",))
    assert second.second
    assert [(part.item, part.second) for part in second.parts] == [(first.parts[0].item, True)]


def test_consent_given_with_a_letter_covers_what_was_attached(house: House) -> None:
    (mail,) = house.take(letter(), conditions=Conditions(terms=(TERM,), person="Witness A"), names=("l.eml",))
    (consent,) = list_consents(house.desk, house.cast.ines)
    assert consent.covers == (mail.receipt, mail.parts[0].receipt)
    assert consent.obtained_by == house.cast.ines
    withdraw_consent(house.desk, house.cast.ines, consent.id, "she asked")
    assert shown(house, mail.item).status == shown(house, mail.parts[0].item).status == "withdrawn"


def test_a_fault_in_the_middle_of_a_batch_leaves_nothing(house: House) -> None:
    before = files_in(house.path / "sealed")

    def stopped() -> BinaryIO:
        raise KeyboardInterrupt

    sources = [source_of(DENIAL), source_of(WITNESS), Source("third", stopped)]
    with pytest.raises(KeyboardInterrupt):
        take_in(house.desk, house.cast.ines, sources, Conditions(), house.extractor)
    assert items(house.desk, house.cast.ines) == []
    assert files_in(house.path / "sealed") == before
    (taken,) = house.take(DENIAL)
    assert not taken.second


def test_a_full_database_leaves_nothing_of_the_batch_and_everything_before(house: House) -> None:
    kept = house.take_one(DENIAL)
    before = files_in(house.path / "sealed")
    with house.desk.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(StorageFull) as full:
        house.take(*[f"{WITNESS} {number}\n" * 40 for number in range(40)])
    assert (full.value.exit_code, full.value.fault) == (
        9,
        "the disk is full; nothing of this act was recorded",
    )
    assert files_in(house.path / "sealed") == before
    house.again()
    assert [one.id for one in items(house.desk, house.cast.ines)] == [kept]
    checked = upkeep.verify(house.desk, house.cast.ines, files=True)
    assert (checked.problems, checked.orphans) == ((), ())


def test_a_large_file_does_not_fill_the_memory(house: House, tmp_path: Path) -> None:
    large = tmp_path / "film.mp4"
    with large.open("wb") as file:
        file.write(b"\x00\x00\x00\x18ftypmp42")
        file.truncate(96 << 20)
    tracemalloc.start()
    try:
        source = Source("film.mp4", lambda: large.open("rb"), large.stat().st_size)
        (taken,) = take_in(house.desk, house.cast.ines, [source], Conditions(), house.extractor)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken.size == 96 << 20
    assert peak < 32 << 20


def test_a_remembered_head_that_cannot_be_written_loses_nothing_that_was_recorded(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The act is recorded before its head is remembered: its files must not be taken for unrecorded ones."""

    def full(_head: bytes) -> None:
        raise StorageFull("there is no room on the disk for the remembered head")

    monkeypatch.setattr(house.desk.vault, "remember_head", full)
    with pytest.raises(StorageFull):
        house.take(DENIAL)
    monkeypatch.undo()
    (item,) = items(house.desk, house.cast.ines)
    assert text_of(house.desk, house.cast.ines, item.id) == DENIAL
    assert not (house.path / "ballast").exists()
    house.again()
    assert upkeep.verify(house.desk, house.cast.ines, files=True).problems == ()
    assert (house.path / "ballast").exists()
