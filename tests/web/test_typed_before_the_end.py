"""What was typed when a session had ended goes through the sign-in and comes back, however long it is."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from contact_forms import CALL
from hypothesis import given
from hypothesis import strategies as st
from web_cast import Browser, Page, fields_in, form_in

from desk_cast import House
from khronika.acts.sign_in import set_passphrase
from khronika.web.forms import FROM
from khronika.web.guard import MOST_FORM_BYTES
from khronika.web.sign_in_page import MOST_SIGN_IN_BYTES, as_kept, typed_before

pytestmark = pytest.mark.usefixtures("cheap")
HERONS = "two grey herons on the weir"
NOTE = "She saw two vans at Quarry 9; her brother was in the second.\r\n"


@pytest.fixture
def matei(house: House) -> Browser:
    set_passphrase(house.desk, house.cast.matei, HERONS)
    return Browser(house.desk, house.cast.matei)


def sent_too_late(browser: Browser, **fields: str) -> Page:
    """Send the form of a contact after the session that it was opened in had ended."""
    stood = form_in(browser.get("/contacts/new").html, "/contacts/new").fields[FROM][0]
    token = browser.token()
    browser.client.cookies.clear()
    return browser.post("/contacts/new", token=token, **fields, **{FROM: stood})


def signed_in_again(browser: Browser, page: Page, passphrase: str = HERONS) -> Page:
    fields = {name: values[0] for name, values in form_in(page.html, "/sign-in").fields.items()}
    return browser.post("/sign-in", token="", **fields | {"name": "matei", "passphrase": passphrase})


def test_what_was_typed_when_the_session_ended_comes_back_in_its_own_form(matei: Browser) -> None:
    page = sent_too_late(matei, **CALL)
    assert page.status == 401
    assert "What you typed is kept in this page" in page.words
    page = signed_in_again(matei, page)
    assert "This is what you had typed when your session ended" in page.words
    assert "Is the person in danger now?" in page.words
    form = form_in(page.html, "/contacts/new")
    assert {name: form.fields[name] for name in CALL} == {name: [value] for name, value in CALL.items()}
    assert "The desk calls this person" in matei.post("/contacts/new", **fields_in(form)).words


def test_a_wrong_passphrase_loses_nothing_of_it(matei: Browser) -> None:
    refused = signed_in_again(matei, sent_too_late(matei, **CALL), "two grey herons on the bank")
    assert refused.status == 403
    form = form_in(signed_in_again(matei, refused).html, "/contacts/new")
    assert form.fields["notes"] == [CALL["notes"]]


@pytest.mark.parametrize("note", [NOTE, NOTE.replace("vans", "фургона"), '* "no" \\ ~ \t'])
def test_a_form_as_long_as_any_may_be_comes_back_whole(matei: Browser, note: str) -> None:
    long = note * (MOST_FORM_BYTES // len(urlencode({"": note})) - 10)
    assert MOST_FORM_BYTES * 0.9 < len(urlencode(CALL | {"notes": long})) < MOST_FORM_BYTES
    page = signed_in_again(matei, sent_too_late(matei, **CALL | {"notes": long}))
    form = form_in(page.html, "/contacts/new")
    assert form.fields["notes"] == [long]
    assert form.fields["handle"] == [CALL["handle"]]


def test_the_page_that_holds_it_offers_nothing_that_would_leave_it(matei: Browser) -> None:
    assert "/language" in {form.action for form in Browser(matei.server.desk).get("/sign-in").forms}
    page = sent_too_late(matei, **CALL)
    assert {form.action for form in page.forms} == {"/sign-in"}
    assert page.links == ["#main"]


def test_a_sign_in_that_no_page_of_ours_could_send_is_refused_in_one_line(matei: Browser) -> None:
    page = matei.post("/sign-in", token="", name="matei", passphrase=HERONS, kept="x" * MOST_SIGN_IN_BYTES)
    assert page.status == 400
    assert "This form is too long" in page.words


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs"])), st.just("v") | st.text("a*~%+&=\r\n\u202e")
        )
    )
)
def test_whatever_was_typed_is_kept_to_the_letter(typed: list[tuple[str, str]]) -> None:
    assert list(typed_before(as_kept(typed)).pairs) == typed


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.binary().map(bytes.hex))
def test_what_we_did_not_send_is_never_a_fault(kept: str) -> None:
    typed_before(kept)
