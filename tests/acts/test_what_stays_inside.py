"""What does not leave the desk: digests, names, sources and amounts of what stays, and bodies of the log."""

from __future__ import annotations

import json
from email.message import EmailMessage
from hashlib import sha256

from outgoing_cast import COURT, NAME, PUBLIC, TO_ALL, TO_COURT, briefed, exported_by_two, given

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.brief import BriefOrder
from khronika.acts.consent import list_consents, seal_identity, withdraw_consent
from khronika.acts.export import export_json, export_log, item_of_reference
from khronika.acts.outgoing import NOT_PUBLIC_NAME
from khronika.acts.review import accept
from khronika.publishing.exchange import render_json
from khronika.publishing.html import render_html
from khronika.publishing.markdown import render_markdown


def everything_handed(house: House, order: BriefOrder) -> str:
    """Return all that leaves for an order, in every form."""
    made = briefed(house, order)
    exported = json.dumps(exported_by_two(house, order), ensure_ascii=False)
    return "\n".join((render_html(made), render_markdown(made), render_json(made), exported))


def test_of_what_was_not_public_no_digest_and_no_file_name_leaves(house: House) -> None:
    item, said = house.read_one(WITNESS, conditions=given(COURT), name=NAME)
    accept(house.desk, house.cast.sanne, said)
    handed = everything_handed(house, TO_COURT)
    assert "two vans" in handed
    assert NOT_PUBLIC_NAME in handed
    assert NAME not in handed
    assert sha256(WITNESS.encode()).hexdigest() not in handed
    assert item not in handed


def test_a_reference_leads_the_desk_back_and_confirms_nothing_to_others(house: House) -> None:
    item, _ = house.read_one(WITNESS, conditions=given(COURT))
    references = {
        export_json(house.desk, house.cast.oskar, TO_COURT)["items"][0]["reference"] for _ in range(2)
    }
    assert len(references) == 2
    for reference in references:
        assert item_of_reference(house.desk, house.cast.lev, reference) == item
        salt, _, digest = reference.partition(":")
        assert digest == ""
        assert sha256(bytes.fromhex(salt) + sha256(WITNESS.encode()).digest()).hexdigest() not in references
    assert item_of_reference(house.desk, house.cast.lev, "00" * 32) is None


def test_no_source_is_named_that_does_not_go_out_itself(house: House) -> None:
    house.take(DENIAL + "A line of the neighbour's own.\n", names=("from-the-neighbour.txt",))
    _, said = house.read_one(conditions=PUBLIC, name="orvan.txt")
    house.take(DENIAL + "Printed on page two.\n", names=("courier.txt",), conditions=PUBLIC)
    accept(house.desk, house.cast.sanne, said)
    accept(house.desk, house.cast.matei, said)
    made = briefed(house, TO_ALL)
    assert [card.name for card in made.sources] == ["orvan.txt", "courier.txt"]
    assert [copy.name for copy in made.sources[0].copies] == ["courier.txt"]
    assert "neighbour" not in everything_handed(house, TO_ALL)


def test_how_much_the_desk_holds_does_not_leave(house: House) -> None:
    house.take(*[f"{WITNESS} {number}" for number in range(5)])
    house.take_one(DENIAL, conditions=PUBLIC)
    exported = exported_by_two(house, TO_ALL)
    assert (len(exported["items"]), exported["withheld"]) == (1, [])
    assert "log" not in exported
    assert len(briefed(house, TO_ALL).sources) == 1


def test_problems_of_a_file_that_was_not_public_stay_inside(house: House) -> None:
    """What an extractor says may name what was attached."""
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "a@sarn.example", "To the court"
    letter.set_content("She saw the vans.\n")
    letter.add_attachment(b"MZ\x90\x00" * 10, maintype="application", subtype="x", filename="roza-v.exe")
    house.take(letter.as_bytes(), names=("letter.eml",), conditions=given(COURT))
    handed = everything_handed(house, TO_COURT)
    assert "roza-v" not in handed


def test_the_log_with_bodies_holds_no_identity_and_nothing_withdrawn_or_erased(house: House) -> None:
    seal_identity(house.desk, house.cast.ines, "Witness B", "Roza Vardol")
    house.read_one(WITNESS, conditions=given(COURT), name=NAME)
    erased, _ = house.read_one(DENIAL)
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    house.erase(erased, reason="asked for")
    lines = b"".join(export_log(house.desk, house.cast.ines, bodies=True)).decode()
    assert "Witness B" in lines
    for gone in ("sealed", NAME, "vans", "facility", "Roza"):
        assert f'"{gone}"' not in lines
        assert gone not in lines.replace(".sealed", "")


def test_what_is_withdrawn_or_sealed_before_the_log_is_read_is_not_in_it(house: House) -> None:
    house.read_one(WITNESS, conditions=given(COURT), name=NAME)
    (consent,) = list_consents(house.desk, house.cast.ines)
    lines = export_log(house.desk, house.cast.ines, bodies=True)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    seal_identity(house.desk, house.cast.ines, "Witness B", "Roza Vardol")
    read = b"".join(lines).decode()
    assert "Witness B" in read
    assert '"sealed"' not in read
    assert "vans" not in read


def test_the_log_without_bodies_holds_nothing_personal(house: House) -> None:
    house.read_one(WITNESS, conditions=given(COURT), name=NAME)
    lines = b"".join(export_log(house.desk, house.cast.ruta, bodies=False)).decode()
    for personal in ("Witness", "vans", NAME, "Ines", "Sanne", sha256(WITNESS.encode()).hexdigest()):
        assert personal not in lines
