"""Originals: shown as pictures, handed out as attachments, every reading in the log before a byte is out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from desk_cast import DENIAL, House
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.desk import Desk, acting
from khronika.acts.erase import discard_erased
from khronika.acts.originals import Original, open_original, page_picture
from khronika.acts.sources import Conditions
from khronika.acts.take_in import take_in
from khronika.acts.upkeep import verify
from khronika.errors import NotAllowed, NotFound, StorageFull, UsageFault, VaultDamaged, Withheld
from khronika.intake.pages import Painted, Painter
from khronika.ledger import queries
from khronika.ledger.queries import Sight
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.ids import Kind
from khronika.vault.sealed_file import file_name
from originals_cast import leaflet, openings, photograph

AGREED = Conditions(person="A", terms=(Term(Purpose.DOCUMENTATION, Audience.DESK),))
REASON = "to compare a quotation"


@pytest.fixture(scope="module")
def painter() -> Iterator[Painter]:
    with Painter() as made:
        yield made


def erased(house: House, item: str) -> None:
    """Erase an item, as two custodians would."""
    with acting(house.desk, house.cast.ines, Right.ERASE) as act:
        act.add(
            Draft(
                "erasure.recorded",
                house.desk.new_id(Kind.ERASURE),
                {"reason": "she asked"},
                erases=(item,),
            )
        )
    assert act.done is not None
    discard_erased(house.desk, sorted(act.done.erasure_changed))


def withdrawn(house: House) -> None:
    for consent in list_consents(house.desk, house.cast.ines):
        withdraw_consent(house.desk, house.cast.ines, consent.id, "she asked")


def sealed_file(house: House, item: str) -> Path:
    name = file_name(house.desk.vault.keys.names, item)
    return house.desk.vault.path / "sealed" / name[:2] / name


def test_an_original_is_handed_out_as_it_came(house: House) -> None:
    content = photograph() + bytes(200_000)
    item = house.take_one(content, "the yard.jpg")
    original = open_original(house.desk, house.cast.matei, item, REASON)
    assert (original.name, original.media, original.size) == ("the yard.jpg", "image/jpeg", len(content))
    pieces = list(original.chunks)
    assert len(pieces) > 3
    assert b"".join(pieces) == content


def test_the_log_has_the_opening_before_a_byte_is_out(house: House) -> None:
    item = house.take_one(DENIAL, "denial.txt")
    original = open_original(house.desk, house.cast.matei, item, f"  {REASON} ")
    (opening,) = openings(house)
    assert (opening.subject, opening.by, opening.about) == (original.opening, "Matei", "denial.txt")
    with house.desk.ledger.reading() as connection:
        known = queries.one(connection, Sight(), original.opening)
    assert known is not None
    assert known.body == {"item": item, "reason": REASON, "how": "attachment"}
    assert known.envelope["derived_from"] == [item]
    assert b"".join(original.chunks) == DENIAL.encode()


def test_an_opening_that_cannot_be_logged_gives_nothing(
    house: House, painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = house.take_one(leaflet(), "leaflet.pdf")

    def full(*_: object) -> None:
        raise StorageFull("the disk is full")

    monkeypatch.setattr("khronika.ledger.store.Writing.append", full)
    with pytest.raises(StorageFull):
        open_original(house.desk, house.cast.matei, item, REASON)
    with pytest.raises(StorageFull):
        page_picture(house.desk, house.cast.matei, painter, item)


def test_opening_an_original_needs_a_reason(house: House) -> None:
    item = house.take_one(DENIAL)
    for nothing in ("", " \n\t"):
        with pytest.raises(UsageFault, match="reason"):
            open_original(house.desk, house.cast.matei, item, nothing)
    assert openings(house) == []


def test_a_page_is_shown_as_a_picture(house: House, painter: Painter) -> None:
    item = house.take_one(leaflet(), "leaflet.pdf")
    painted = page_picture(house.desk, house.cast.matei, painter, item, 2, 300)
    assert (painted.page, painted.pages, painted.problem) == (2, 3, "")
    assert Image.open(io.BytesIO(painted.png)).width == 300


def test_turning_pages_is_one_opening_for_a_member_an_item_and_a_day(house: House, painter: Painter) -> None:
    cast = house.cast
    first, second = house.take_one(leaflet(), "a.pdf"), house.take_one(leaflet(2), "b.pdf")
    for page in (1, 2, 3):
        page_picture(house.desk, cast.matei, painter, first, page)
    assert [(one.by, one.about) for one in openings(house)] == [("Matei", "a.pdf")]
    page_picture(house.desk, cast.sanne, painter, first)
    page_picture(house.desk, cast.matei, painter, second)
    assert len(openings(house)) == 3
    house.clock.forward(days=1)
    for page in (1, 2):
        page_picture(house.desk, cast.matei, painter, first, page)
    assert len(openings(house)) == 4


def test_a_picture_does_not_stand_for_an_attachment(house: House, painter: Painter) -> None:
    item = house.take_one(leaflet(), "a.pdf")
    open_original(house.desk, house.cast.matei, item, REASON)
    page_picture(house.desk, house.cast.matei, painter, item)
    open_original(house.desk, house.cast.matei, item, REASON)
    assert len(openings(house)) == 3


def test_what_is_not_painted_says_why_and_was_not_opened(house: House, painter: Painter) -> None:
    text = house.take_one("<!doctype html><p>Two men were taken.</p>", "page.html")
    painted = page_picture(house.desk, house.cast.matei, painter, text)
    assert (painted.png, painted.problem) == (b"", "HTML: not shown as a picture; read its text")
    leaf = house.take_one(leaflet(), "a.pdf")
    assert page_picture(house.desk, house.cast.matei, painter, leaf, 9).problem.startswith(
        "there is no page 9"
    )
    assert openings(house) == []


def test_a_file_too_large_to_paint_is_not_even_read(house: House) -> None:
    class Small(Painter):
        @property
        def most_bytes(self) -> int:
            return 10

    item = house.take_one(leaflet(), "a.pdf")
    painted = page_picture(house.desk, house.cast.matei, Small(), item)
    assert painted.problem.startswith("too large to show")


def test_what_consent_was_withdrawn_for_is_opened_by_nobody(house: House, painter: Painter) -> None:
    item = house.take_one(leaflet(), "a.pdf", conditions=AGREED)
    withdrawn(house)
    for member in (house.cast.matei, house.cast.ines):
        with pytest.raises(Withheld):
            open_original(house.desk, member, item, REASON)
        with pytest.raises(Withheld):
            page_picture(house.desk, member, painter, item)
    assert openings(house) == []


def test_consent_withdrawn_while_a_page_is_painted_counts(house: House) -> None:
    item = house.take_one(leaflet(), "a.pdf", conditions=AGREED)

    class Slow(Painter):
        def paint(self, content: bytes, name: str, page: int = 1, width: int = 1) -> Painted:
            withdrawn(house)
            return Painted(content[:width] + name.encode(), page, 1)

    with pytest.raises(Withheld):
        page_picture(house.desk, house.cast.matei, Slow(), item)


def test_what_was_erased_cannot_be_opened_and_takes_the_words_of_its_openings_along(
    house: House, painter: Painter
) -> None:
    item = house.take_one(leaflet(), "a.pdf")
    open_original(house.desk, house.cast.matei, item, "about Mira Oru")
    erased(house, item)
    with pytest.raises(UsageFault, match="was erased"):
        open_original(house.desk, house.cast.matei, item, REASON)
    with pytest.raises(UsageFault, match="was erased"):
        page_picture(house.desk, house.cast.matei, painter, item)
    (opening,) = openings(house)
    assert (opening.by, opening.kept, opening.about) == ("Matei", False, "")


def test_what_is_in_a_compartment_is_not_there_for_others_nor_is_its_opening(
    house: House, painter: Painter
) -> None:
    cast, yard = house.cast, Conditions(frozenset({house.cast.quarry}))
    item = house.take_one(leaflet(), "a.pdf", conditions=yard)
    for given in (item, f"itm_{'0' * 26}"):
        with pytest.raises(NotFound):
            open_original(house.desk, cast.matei, given, REASON)
        with pytest.raises(NotFound):
            page_picture(house.desk, cast.matei, painter, given)
    open_original(house.desk, cast.vera, item, REASON)
    page_picture(house.desk, cast.vera, painter, item)
    assert len(openings(house, cast.vera)) == 2
    assert openings(house, cast.matei) == []


def test_who_may_not_open_originals_opens_none(house: House, painter: Painter) -> None:
    item = house.take_one(leaflet(), "a.pdf")
    for member in (house.cast.petra, house.cast.oskar, house.cast.lev):
        with pytest.raises(NotAllowed):
            open_original(house.desk, member, item, REASON)
        with pytest.raises(NotAllowed):
            page_picture(house.desk, member, painter, item)
    receipt = house.take("A note.")[0].receipt
    assert receipt is not None
    with pytest.raises(UsageFault, match="not an item"):
        open_original(house.desk, house.cast.matei, receipt, REASON)


def test_a_lost_file_is_named_and_not_said_to_have_been_opened(house: House, painter: Painter) -> None:
    item = house.take_one(leaflet(), "a.pdf")
    sealed_file(house, item).unlink()
    with pytest.raises(VaultDamaged, match=item):
        open_original(house.desk, house.cast.matei, item, REASON)
    with pytest.raises(VaultDamaged, match=item):
        page_picture(house.desk, house.cast.matei, painter, item)
    assert openings(house) == []


@pytest.mark.parametrize("place", [0.1, 0.99])
def test_of_a_changed_file_not_a_byte_is_given_out(house: House, place: float) -> None:
    item = house.take_one(photograph() + bytes(400_000), "a.jpg")
    path = sealed_file(house, item)
    sealed = bytearray(path.read_bytes())
    sealed[int(len(sealed) * place)] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(VaultDamaged, match=item):
        open_original(house.desk, house.cast.matei, item, REASON)
    assert openings(house) == []


def test_a_file_changed_after_the_opening_ends_with_a_fault(house: House) -> None:
    item = house.take_one(photograph() + bytes(400_000), "a.jpg")
    original: Original = open_original(house.desk, house.cast.matei, item, REASON)
    path = sealed_file(house, item)
    sealed = bytearray(path.read_bytes())
    sealed[-20] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(VaultDamaged, match=item):
        b"".join(original.chunks)


def test_openings_are_in_the_views_that_a_rebuild_makes_again(house: House, painter: Painter) -> None:
    item = house.take_one(leaflet(), "a.pdf")
    open_original(house.desk, house.cast.matei, item, REASON)
    page_picture(house.desk, house.cast.matei, painter, item)
    assert verify(house.desk, house.cast.ines).problems == ()


def test_nobody_who_writes_waits_for_a_painter(house: House) -> None:
    """The one write lock of the desk is free while a file is read and painted."""
    desk: Desk = house.desk
    item = house.take_one(leaflet(), "a.pdf")

    class Watching(Painter):
        def paint(self, content: bytes, name: str, page: int = 1, width: int = 1) -> Painted:
            with acting(desk, house.cast.ines, Right.REVIEW):
                return Painted(content[:width] + name.encode(), page, 1)

    assert page_picture(desk, house.cast.matei, Watching(), item).png
    assert take_in(desk, house.cast.petra, [], Conditions(), house.extractor) == []
