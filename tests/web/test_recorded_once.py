"""A call is recorded once, however often its form is sent: a second press, a page loaded anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from contact_forms import CALL
from web_cast import Browser, form_in

from desk_cast import House
from khronika.acts.contact import contacts
from khronika.acts.members import compartments, members
from khronika.acts.show import Sought, statements
from khronika.web.answers import GoTo
from khronika.web.forms import Fields
from khronika.web.once import MOST, ONCE, SentForms


def shown(browser: Browser) -> dict[str, str]:
    """Return a call as it is typed into a form that was just shown."""
    form = form_in(browser.get("/contacts/new").html, "/contacts/new")
    return CALL | {ONCE: form.fields[ONCE][0]}


def test_a_form_that_is_sent_again_leads_to_what_it_recorded(house: House, matei: Browser) -> None:
    typed = shown(matei)
    first, again = (matei.post("/contacts/new", **typed) for _ in range(2))
    assert "The desk calls this person" in first.words
    assert again.path == first.path
    assert len(contacts(house.desk, house.cast.ines)) == 1


def test_two_presses_at_once_record_one(house: House, matei: Browser) -> None:
    typed = shown(matei)
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda _: matei.post("/contacts/new", **typed).path, range(4)))
    assert len(set(pages)) == 1
    assert len(contacts(house.desk, house.cast.ines)) == 1


def test_the_same_words_typed_into_a_form_that_was_shown_anew_are_another_call(
    house: House, matei: Browser
) -> None:
    for _ in range(2):
        matei.post("/contacts/new", **shown(matei))
    assert len(contacts(house.desk, house.cast.ines)) == 2


def test_what_was_changed_before_it_was_sent_again_is_recorded(house: House, matei: Browser) -> None:
    typed = shown(matei)
    matei.post("/contacts/new", **typed)
    matei.post("/contacts/new", **typed | {"notes": "It was three vans."})
    assert len(contacts(house.desk, house.cast.ines)) == 2


def test_what_was_refused_is_recorded_when_it_is_right(house: House, matei: Browser) -> None:
    typed = shown(matei)
    refused = matei.post("/contacts/new", **typed | {"next_on": "soon"}, from_page="/contacts/new")
    assert refused.status == 400
    assert form_in(refused.html, "/contacts/new").fields[ONCE] == [typed[ONCE]]
    assert matei.post("/contacts/new", **typed).status == 200
    assert len(contacts(house.desk, house.cast.ines)) == 1


def test_a_collector_is_led_to_the_contact_as_well(house: House) -> None:
    petra = Browser(house.desk, house.cast.petra)
    page = petra.post("/contacts/new", **shown(petra))
    assert "The desk calls this person" in page.words
    assert "Signal" in page.words


def test_the_memory_of_sent_forms_is_bounded_and_holds_no_word() -> None:
    sent = SentForms()
    for place in range(MOST + 5):
        sent.once("a session", "/", Fields(((ONCE, str(place)), ("notes", "two vans"))), lambda: GoTo("/"))
    assert len(sent._sent) == MOST
    assert "vans" not in repr(list(sent._sent.items()))


def pressed_twice(browser: Browser, page: str, path: str, typed: dict[str, str]) -> None:
    """Send a form twice as it was shown once."""
    form = form_in(browser.get(page).html, path)
    first, again = (browser.post(path, **typed, **{ONCE: form.fields[ONCE][0]}) for _ in range(2))
    assert again.path == first.path


def test_two_presses_record_one_member_and_one_compartment(house: House, ines: Browser) -> None:
    before = len(members(house.desk, house.cast.ines))
    pressed_twice(ines, "/people/new", "/people/new", {"name": "Tova", "roles": "reader"})
    assert len(members(house.desk, house.cast.ines)) == before + 1
    pressed_twice(ines, "/compartments", "/compartments", {"name": "the bridge"})
    assert [one.name for one in compartments(house.desk, house.cast.ines)].count("the bridge") == 1


def test_two_presses_add_one_statement_by_hand(house: House, matei: Browser) -> None:
    item, before = house.read_one("Nobody is held here, the guard said.\n")
    path = f"/items/{item}/add"
    pressed_twice(matei, f"{path}?spans=0-19", path, {"spans": "0-19", "acts": "asserts"})
    assert len(statements(house.desk, house.cast.matei, Sought(item))) == len(before) + 1
