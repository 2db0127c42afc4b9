"""Who a person is and how they are reached, as pages seal it and open it with a reason."""

from __future__ import annotations

import re
from typing import Any

from contact_forms import contact_of, told
from web_cast import Browser, form_in

from desk_cast import House, files_in
from khronika.acts.contact import contacts
from khronika.acts.show import log, show


def test_who_it_is_stands_on_no_page_and_nowhere_on_disk(house: House, matei: Browser) -> None:
    answers = [told(matei)]
    contact = contact_of(house)
    paths = ("/", "/contacts", f"/contacts/{contact}", "/items", "/consents", "/search")
    answers += [Browser(house.desk, house.cast.ines).get(path) for path in paths]
    for page in answers:
        assert "Zvezdochka" not in page.html
        assert "111 22 33" not in page.html
    for content in files_in(house.path).values():
        assert b"Zvezdochka" not in content


def test_a_custodian_opens_a_number_with_a_reason_and_the_log_has_it(house: House, matei: Browser) -> None:
    told(matei)
    contact = contact_of(house)
    page = matei.get(f"/contacts/{contact}")
    assert "The name: sealed" in page.words
    assert "Custodians: Ruta , Ines" in page.words
    ines = Browser(house.desk, house.cast.ines)
    seals = [link for link in ines.get(f"/contacts/{contact}").links if link.startswith("/identities/")]
    assert len(seals) == 2
    assert matei.get(seals[0]).status == 403
    assert matei.post(seals[0], reason="she is in danger").status == 403
    called = {
        ines.get(link).words.split("Sealed", 1)[0].rsplit("The ", 1)[1].split(":")[0]: link for link in seals
    }
    assert set(called) == {"name", "number or address"}
    page = ines.post(called["number or address"], reason="", from_page=called["number or address"])
    assert page.status == 400
    assert "111 22 33" not in page.html
    page = ines.post(called["number or address"], reason="her street is watched: warn her")
    assert "+7 900 111 22 33" in page.words
    assert "Zvezdochka" not in page.html
    assert log(house.desk, house.cast.ines, limit=1)[0].type == "identity.opened"


def test_a_name_that_was_left_out_is_sealed_later_and_the_consent_reaches_it(
    house: House, matei: Browser
) -> None:
    told(matei, identity="", handle="")
    contact = contact_of(house)
    assert "Nothing was sealed" in matei.get(f"/contacts/{contact}").words
    page = matei.post(
        f"/contacts/{contact}/seal", identity="Sig Nal", handle="", from_page=f"/contacts/{contact}"
    )
    assert page.status == 400
    page = matei.post(f"/contacts/{contact}/seal", identity="Roza Zvezdochka", handle="")
    assert "Sealed. No page shows it." in page.words
    assert "Zvezdochka" not in page.html
    ines = Browser(house.desk, house.cast.ines)
    seal = next(link for link in ines.get(f"/contacts/{contact}").links if link.startswith("/identities/"))
    assert "Roza Zvezdochka" in ines.post(seal, reason="the lawyer asks").words
    consent = next(link for link in ines.get("/consents").links if link.startswith("/consents/con_"))
    ines.post(f"{consent}/withdraw", note="she called")
    assert ines.post(seal, reason="again").status == 410


def test_the_erasure_of_an_interview_offers_who_the_person_is(house: House, matei: Browser) -> None:
    told(matei)
    found = contacts(house.desk, house.cast.ines)[0].contact
    assert found is not None
    ines = Browser(house.desk, house.cast.ines)
    page = ines.get(f"/records/{found.item}/erase")
    assert "This alone leaves who the person is" in page.words
    also = re.search(r'name="also" value="([^"]+)"', page.html)
    assert also is not None
    page = ines.post(f"/records/{found.item}/erase", reason="she asks for it", also=also[1])
    assert "This takes two people" in page.words
    form = form_in(page.html, f"/records/{found.item}/erase/propose")
    fields: dict[str, Any] = {one: values for one, values in form.fields.items() if one != "token"}
    ines.post(form.action, **fields)
    ruta = Browser(house.desk, house.cast.ruta)
    proposal = next(link for link in ruta.get("/second").links if link.startswith("/second/prp_"))
    ruta.post(f"{proposal}/confirm")
    for gone in (found.item, found.party, found.identity, found.handle, found.consent):
        assert gone is not None
        assert show(house.desk, house.cast.ines, gone).status == "erased"
