"""A form that was refused comes back as it was sent, whatever room it is of: nobody loses what they typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from contact_forms import CALL
from grounds import Grounds
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup
from page_forms import Form
from rights_house import Filled
from walking import Answer, Book, in_order, signed_in
from web_cast import Browser, Page, form_in

from desk_cast import House
from khronika.web.forms import FROM, Fields, fields_of
from khronika.web.refilling import Beside, refilled

Open = Callable[[Filled], Filled]
FOR_SECRETS = ("/me/", "/sign-in", "/enter/")
BY_ITSELF = {"/language", "/lock"}
"""Forms of one choice or button, of which nothing can be lost."""


def held(answer: Answer, path: str) -> set[tuple[str, str]]:
    """Return what the forms that go to a path hold, as a browser would send them."""
    found: set[tuple[str, str]] = set()
    for form in html.document_fromstring(answer.text).iter("form"):
        actions = [form.get("action", ""), *(one.get("formaction", "") for one in form.iter("button"))]
        if path not in {urlsplit(one).path for one in actions}:
            continue
        for one in form.iter("input", "textarea", "button"):
            box = one.get("type") in {"checkbox", "radio"}
            if one.get("name") and (not box or "checked" in one.attrib):
                value = one.text or "" if one.tag == "textarea" else one.get("value", "")
                found.add((one.get("name"), value.strip()))
        for select in form.iter("select"):
            chosen = [one for one in select.iter("option") if "selected" in one.attrib]
            found |= {(select.get("name"), one.get("value", "")) for one in chosen}
    return found


def typed(form: Form) -> list[tuple[str, str]]:
    return [
        (name, value.strip()) for name, value in form.fields if value.strip() and name not in {"token", FROM}
    ]


def test_every_form_that_is_refused_comes_back_with_all_that_was_typed(
    grounds: Grounds, opened: Open, book: Book
) -> None:
    """Sent with the token of no session every form is refused, wherever it goes, before anything is done."""
    filled = opened(grounds.full)
    lost: list[object] = []
    seen = 0
    with signed_in(filled, grounds.nadia) as (nadia,):
        for form in in_order(book, grounds.seen):
            if form.action.startswith(FOR_SECRETS) or form.action in BY_ITSELF or not typed(form):
                continue
            answer = nadia.send(form, token="of another session")
            seen += 1
            assert (answer.status, answer.added) == (403, ()), form
            missing = [pair for pair in typed(form) if pair not in held(answer, form.action)]
            lost += [(form.action, missing)] if missing else []
    assert lost == []
    assert seen > 40


def test_a_wrong_day_is_said_beside_its_field_and_everything_else_stands(house: House) -> None:
    matei = Browser(house.desk, house.cast.matei)
    page = sent(matei, **CALL | {"next_on": "the day after"})
    assert page.status == 400
    form = form_in(page.html, "/contacts/new")
    for name, value in CALL.items():
        (again,) = form.fields[name]
        assert again == (value if name != "next_on" else "the day after")
    assert 'role="alert"' in page.html
    assert '<a href="#next_on">' in page.html
    assert page.html.count('aria-invalid="true"') == 1
    assert "That did not work" in page.html.split("</title>", 1)[0]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"notes": ""}, "notes"),
        ({"notes": "Roza Zvezdochka saw two vans."}, "notes"),
        ({"language": "Russian"}, "language"),
        ({"held": "last Tuesday"}, "held"),
        ({"until": "soon"}, "until"),
        ({"COURT-until": "soon"}, "COURT-until"),
        ({"hours": "call +7 900 111 22 33"}, "hours"),
        ({"next_on": "", "next_what": "ask"}, "next_on"),
        ({"referral_consented": "1"}, "referral"),
        ({"pseudonym": "Heron 7", "known": "1"}, "pseudonym"),
    ],
)
def test_whatever_is_wrong_with_a_contact_is_said_beside_the_field(
    house: House, wrong: dict[str, str], field: str
) -> None:
    page = sent(Browser(house.desk, house.cast.matei), **CALL | wrong)
    assert page.status == 400
    tree = html.document_fromstring(page.html)
    (at_fault,) = tree.xpath("//*[@aria-invalid='true']")
    assert at_fault.get("name") == field
    assert (
        "open" in at_fault.xpath("ancestor::details")[0].attrib
        if at_fault.xpath("ancestor::details")
        else True
    )
    fields = form_in(page.html, "/contacts/new").fields
    assert fields["handle"] == [CALL["handle"]]


def test_a_form_that_came_back_can_be_put_right_and_sent(house: House) -> None:
    matei = Browser(house.desk, house.cast.matei)
    page = sent(matei, **CALL | {"next_on": "soon"})
    form = form_in(page.html, "/contacts/new")
    fields: dict[str, Any] = {
        name: values for name, values in form.fields.items() if name not in {"token", "next_on"}
    }
    page = matei.post("/contacts/new", **fields | {"next_on": "2026-04-25"})
    assert page.status == 200
    assert "The desk calls this person" in page.words


def test_a_reason_left_out_leaves_the_page_and_the_rest_as_they_were(house: House) -> None:
    item = house.take_one("The ministry denied it. Nobody was held at Quarry 9, the spokesman said.")
    ines = Browser(house.desk, house.cast.ines)
    page = ines.post(
        f"/records/{item}/care/take-away", marks="child", reason="", **{FROM: f"/records/{item}/care"}
    )
    assert page.status == 400
    assert page.words.count("That did not work") >= 1


def test_passphrases_and_codes_come_back_in_no_page(house: House) -> None:
    matei = Browser(house.desk, house.cast.matei)
    fields = {"new": "two grey herons on the weir", "again": "two grey herons on the wall"}
    page = matei.post("/me/passphrase", **fields, **{FROM: "/me"})
    assert page.status == 400
    assert "grey herons" not in page.html
    page = matei.post("/me/second-step/confirm", code="123456", **{FROM: "/me"})
    assert page.status >= 400
    assert "123456" not in page.html


def test_where_the_page_is_gone_what_was_typed_is_on_the_page_that_says_so(house: House) -> None:
    matei = Browser(house.desk, house.cast.matei)
    nothing = "ctc_" + "0" * 26
    where = {FROM: f"/contacts/{nothing}"}
    page = matei.post(
        f"/contacts/{nothing}", part="danger", danger="now", danger_words="a car waits", **where
    )
    assert page.status == 404
    assert "What you had typed" in page.words
    assert form_in(page.html, f"/contacts/{nothing}").fields["danger_words"] == ["a car waits"]


@pytest.mark.parametrize(
    "there", ["//example.org/", "https://example.org/", "/nowhere", "/static/x", "", "?"]
)
def test_the_page_that_a_form_names_is_one_of_this_desk_or_none(house: House, there: str) -> None:
    matei = Browser(house.desk, house.cast.matei)
    page = matei.post("/contacts/new", notes="", channel="Signal", **{FROM: there})
    assert page.status == 400
    assert "example.org" not in "".join(page.links + [form.action for form in page.forms])
    assert form_in(page.html, "/contacts/new").fields["channel"] == ["Signal"]


def test_no_page_says_that_going_back_brings_it_back(house: House) -> None:
    page = Browser(house.desk, house.cast.matei).post("/contacts/new", notes="")
    assert "Go back with your browser" not in page.words


SIMPLE = (
    '<title>A</title><form method="post" action="/x"><input name="line"><textarea name="text"></textarea>'
    '<input type="checkbox" name="box" value="1"><select name="one"><option value="">-</option>'
    '<option value="a">a</option></select></form>'
)


@settings(deadline=None)
@given(line=st.text(), text=st.text(), box=st.booleans(), chosen=st.sampled_from(["", "a"]))
def test_whatever_was_typed_is_read_again_as_it_was(line: str, text: str, box: bool, chosen: str) -> None:  # noqa: FBT001
    pairs = (("line", line), ("text", text), ("one", chosen), *([("box", "1")] if box else []))
    page = refilled(SIMPLE, "/x", Fields(pairs), Beside(Markup("no"), "no"))
    assert page is not None
    assert "<script" not in page
    (form,) = html.fromstring(f"<div>{page}</div>").iter("form")
    values = {one.get("name"): one for one in form.iter("input", "textarea", "select")}
    assert ("checked" in values["box"].attrib) == box
    again = values["line"].get("value", "")
    shown = fields_of(f"line={_quoted(again)}".encode()).pairs
    assert shown[0][1].split() == line.replace("\0", "\0").split() or "[U+" in again


class Counted(str):
    """A name that counts how often names were compared."""

    __slots__ = ()
    compared = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)


def test_however_many_names_come_each_is_looked_at_a_few_times() -> None:
    """A member who sends two thousand made-up fields keeps nobody waiting."""
    page = SIMPLE * 50
    sent = Fields(tuple((Counted(f"n{number}"), "") for number in range(2000)))
    assert refilled(page, "/x", sent, Beside(Markup("no"), "no")) is not None
    assert Counted.compared < 50 * 2000 * 5


def _quoted(text: str) -> str:
    return quote(text, errors="surrogatepass")


def sent(browser: Browser, **fields: str) -> Page:
    """Send the form of a contact from its page."""
    stood = form_in(browser.get("/contacts/new").html, "/contacts/new").fields[FROM][0]
    return browser.post("/contacts/new", **fields, **{FROM: stood})
