"""Consent and its withdrawal, and identities sealed apart."""

from __future__ import annotations

import pytest

from desk_cast import WITNESS, House
from khronika.acts.consent import (
    list_consents,
    open_identity,
    record_consent,
    seal_identity,
    withdraw_consent,
)
from khronika.acts.erase import erase
from khronika.acts.paging import Page
from khronika.acts.parties import record_party
from khronika.acts.read import read
from khronika.acts.review import accept, amend
from khronika.acts.show import RecordShown, Sought, items, log, search, show, statements, text_of
from khronika.acts.shown import ItemShown
from khronika.acts.sources import Conditions
from khronika.errors import KhronikaError, UsageFault, Withheld
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.party import Party, PartyKind

TERM = Term(Purpose.COURT, Audience.MECHANISM)
GIVEN = Conditions(terms=(TERM,), person="Witness A")


def withdrawn_witness(house: House) -> tuple[str, list[str]]:
    item, said = house.read_one(WITNESS, name="dara.txt", conditions=GIVEN)
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    return item, said


@pytest.mark.parametrize("as_of", [None, "2026-04-20", "19"])
def test_what_was_withdrawn_is_shown_as_withdrawn_and_never_with_its_content(
    house: House, as_of: str | None
) -> None:
    desk, lev = house.desk, house.cast.lev
    item, said = withdrawn_witness(house)
    assert items(desk, lev, as_of=as_of) == [ItemShown(item, "withdrawn")]
    assert {one.status for one in statements(desk, lev, Sought(item), as_of=as_of)} == {"withdrawn"}
    assert {one.words for one in statements(desk, lev, Sought(), as_of=as_of)} == {""}
    assert text_of(desk, lev, item, as_of=as_of) == ""
    assert search(desk, lev, "vans", as_of=as_of) == []
    assert search(desk, lev, "dara", as_of=as_of) == []
    subjects = {entry.subject for entry in log(desk, lev, limit=1000, as_of=as_of)}
    for id_ in [*subjects, *said]:
        told = repr(show(desk, lev, id_, as_of=as_of))
        assert "vans" not in told
        assert "dara" not in told


def test_a_filter_does_not_tell_what_was_withdrawn(house: House) -> None:
    withdrawn_witness(house)
    for sought in (Sought(speaker="Witness A"), Sought(status="suggested")):
        assert statements(house.desk, house.cast.lev, sought) == []


def test_what_was_withdrawn_is_neither_read_nor_reviewed(house: House) -> None:
    item, said = withdrawn_witness(house)
    with pytest.raises(Withheld) as fault:
        read(house.desk, house.cast.ines, [item])
    assert fault.value.exit_code == 10
    with pytest.raises(Withheld):
        accept(house.desk, house.cast.ines, said)
    with pytest.raises(Withheld):
        amend(house.desk, house.cast.ines, said[0], {"speaker": "somebody"})


def test_the_same_bytes_by_another_way_stand_without_a_trace_of_the_first(house: House) -> None:
    item, _ = withdrawn_witness(house)
    (again,) = house.take(WITNESS, names=("newspaper.txt",))
    assert again.item == item
    shown = show(house.desk, house.cast.lev, item)
    assert isinstance(shown, ItemShown)
    assert (shown.status, shown.name) == ("sealed", "newspaper.txt")
    assert [receipt.name for receipt in shown.receipts] == ["newspaper.txt"]
    assert search(house.desk, house.cast.lev, "dara") == []


def test_likely_copies_do_not_name_what_was_withdrawn(house: House) -> None:
    withdrawn_witness(house)
    (near,) = house.take(WITNESS + "And more.\n")
    assert near.copies == ()


def test_a_consent_covers_receipts_and_parties_and_nothing_else(house: House) -> None:
    item, said = house.read_one()
    for wrong in ([], [item], said[:1], [house.cast.lev]):
        with pytest.raises(UsageFault):
            record_consent(house.desk, house.cast.petra, wrong, "A", [TERM])


def test_a_consent_is_in_the_compartments_of_whose_it_is(house: House) -> None:
    """Its id would tell others that there is somebody; what the consent binds it binds for everybody."""
    yard = frozenset({house.cast.quarry})
    apart = record_party(house.desk, house.cast.vera, Party("", "Heron 7", PartyKind.PERSON), yard).id
    (taken,) = house.take(WITNESS)
    consent = record_consent(house.desk, house.cast.ines, [str(taken.receipt)], apart, [TERM])
    assert list_consents(house.desk, house.cast.lev) == []
    assert [one.id for one in list_consents(house.desk, house.cast.vera)] == [consent.id]
    withdraw_consent(house.desk, house.cast.ines, consent.id, "they asked")
    assert show(house.desk, house.cast.lev, str(taken.receipt)).status == "withdrawn"


def test_a_consent_is_withdrawn_once(house: House) -> None:
    withdrawn_witness(house)
    (consent,) = list_consents(house.desk, house.cast.ines)
    assert consent.withdrawn == "2026-04-20T09:00:00Z"
    with pytest.raises(UsageFault, match="withdrawn before"):
        withdraw_consent(house.desk, house.cast.petra, consent.id, "again")
    with pytest.raises(UsageFault, match="not a consent"):
        withdraw_consent(house.desk, house.cast.petra, house.cast.lev, "wrong")


def test_a_consent_that_was_withdrawn_stands_as_of_no_day(house: House) -> None:
    """As-of shows yesterday under today's consent: nobody may read there that a use is allowed."""
    house.take(WITNESS, conditions=Conditions(terms=(Term(Purpose.COURT, Audience.MECHANISM),)))
    then = str(house.desk.ledger.head().size)
    (consent,) = list_consents(house.desk, house.cast.ines)
    assert consent.withdrawn is None
    withdraw_consent(house.desk, house.cast.ines, consent.id, "she called on Monday")
    (listed,) = list_consents(house.desk, house.cast.lev, as_of=then)
    assert listed.withdrawn is not None
    shown = show(house.desk, house.cast.lev, consent.id, as_of=then)
    assert (shown.id, shown.status) == (consent.id, "withdrawn")


def test_consents_are_listed_page_by_page(house: House) -> None:
    for number in range(3):
        house.take(f"{WITNESS} {number}", conditions=GIVEN)
    first = list_consents(house.desk, house.cast.ines, page=Page(2))
    rest = list_consents(house.desk, house.cast.ines, page=Page(2, first[-1].id))
    assert [len(first), len(rest)] == [2, 1]


def test_erasing_a_consent_never_shows_more_than_it_allowed(house: House) -> None:
    item, _ = withdrawn_witness(house)
    (consent,) = list_consents(house.desk, house.cast.ines)
    with pytest.raises(UsageFault, match="binds what still stands"):
        erase(house.desk, house.cast.ines, [consent.id], "clean up")
    house.erase(consent.id, item)
    assert list_consents(house.desk, house.cast.ines) == []
    assert items(house.desk, house.cast.ines) == [ItemShown(item, "erased")]


def test_an_identity_is_out_only_after_the_log_has_the_opening(house: House) -> None:
    party, sealed = seal_identity(house.desk, house.cast.petra, "Witness A", "Roza Vardol")
    assert open_identity(house.desk, house.cast.ruta, sealed.id, "the lawyer asks") == "Roza Vardol"
    newest = log(house.desk, house.cast.lev, limit=1)[0]
    shown = show(house.desk, house.cast.lev, newest.subject)
    assert isinstance(shown, RecordShown)
    assert (newest.type, newest.author) == ("identity.opened", house.cast.ruta)
    assert shown.body == {"identity": sealed.id, "reason": "the lawyer asks"}
    for id_ in (party.id, sealed.id):
        assert "Vardol" not in repr(show(house.desk, house.cast.ines, id_))
        assert sealed.sealed not in repr(show(house.desk, house.cast.ines, id_))


def test_an_identity_that_cannot_be_logged_is_not_opened(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sealed = seal_identity(house.desk, house.cast.petra, "Witness A", "Roza Vardol")

    def full(*_given: object) -> None:
        raise KhronikaError("the disk is full")

    monkeypatch.setattr("khronika.acts.desk._append", full)
    with pytest.raises(KhronikaError, match="full"):
        open_identity(house.desk, house.cast.ruta, sealed.id, "the lawyer asks")


def test_opening_needs_a_reason_and_a_sealed_identity(house: House) -> None:
    party, sealed = seal_identity(house.desk, house.cast.petra, "Witness A", "Roza Vardol")
    for id_, reason in ((sealed.id, "  "), (party.id, "the lawyer asks")):
        with pytest.raises(UsageFault):
            open_identity(house.desk, house.cast.ruta, id_, reason)
    for pseudonym, identity in (("", "Roza"), ("A", " "), ("Roza", "Roza ")):
        with pytest.raises(UsageFault):
            seal_identity(house.desk, house.cast.petra, pseudonym, identity)


def test_a_person_who_withdraws_closes_their_identity_as_well(house: House) -> None:
    party, sealed = seal_identity(house.desk, house.cast.petra, "Witness A", "Roza Vardol")
    consent = record_consent(house.desk, house.cast.petra, [party.id], "Witness A", [TERM])
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    with pytest.raises(Withheld):
        open_identity(house.desk, house.cast.ruta, sealed.id, "the lawyer asks")
    assert show(house.desk, house.cast.lev, party.id) == RecordShown(party.id, "withdrawn", None)
