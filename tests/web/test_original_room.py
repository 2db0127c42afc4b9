"""Originals: what they are, their pages as pictures, and the file itself with a reason."""

from __future__ import annotations

import io
import signal
import subprocess
from collections.abc import Iterator
from threading import Thread
from time import monotonic, sleep

import pytest
from PIL import Image
from web_cast import ORIGIN, Browser, Page

from desk_cast import DENIAL, House
from khronika.acts import consent
from khronika.acts.sources import Conditions
from khronika.records.consent import Audience, Purpose, Term
from khronika.web.server import Server, address_of
from originals_cast import leaflet, openings, photograph

TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    made = Server(house.desk, address_of(ORIGIN), lambda: None)
    yield made
    made.painter.close()


@pytest.fixture
def matei(house: House, server: Server) -> Browser:
    return Browser(house.desk, house.cast.matei, server=server)


def process_of(server: Server) -> subprocess.Popen[bytes] | None:
    """Return the confined process that paints, if there is one."""
    return server.painter._process


def test_the_page_says_what_it_is_and_shows_nothing_unasked(house: House, matei: Browser) -> None:
    item = house.take_one(leaflet(), "leaflet.pdf")
    page = matei.get(f"/items/{item}/original")
    assert page.status == 200
    assert "application/pdf" in page.words
    assert "SHA-256" in page.words
    assert "leaflet.pdf" in page.words
    assert "confined process" in page.words
    assert "<img" not in page.html
    assert f"/items/{item}/original?page=1#pages" in page.links
    assert openings(house) == []


def test_pages_are_pictures_and_turning_them_is_one_opening_in_the_log(house: House, matei: Browser) -> None:
    item = house.take_one(leaflet(), "leaflet.pdf")
    for number in (1, 2, 3):
        page = matei.get(f"/items/{item}/original?page={number}")
        assert f"Page {number} of 3" in page.words
        assert f'src="/items/{item}/pages/{number}.png"' in page.html
        answer = matei.get(f"/items/{item}/pages/{number}.png").response
        assert answer.headers["content-type"] == "image/png"
        assert answer.content.startswith(PNG)
        assert answer.headers["cache-control"] == "no-store"
    assert f"/items/{item}/original?page=2#pages" in page.links
    assert f"/items/{item}/original?page=4#pages" not in page.links
    assert len(openings(house)) == 1
    assert openings(house)[0].by == "Matei"


def test_an_image_is_drawn_anew_so_that_nothing_of_the_file_gets_out(house: House, matei: Browser) -> None:
    item = house.take_one(photograph(), "yard.jpg")
    assert f'src="/items/{item}/pages/1.png"' in matei.get(f"/items/{item}/original?page=1").html
    content = matei.get(f"/items/{item}/pages/1.png").response.content
    assert content.startswith(PNG)
    assert Image.open(io.BytesIO(content)).size == (60, 40)


def test_where_nothing_can_be_drawn_it_is_said_why(house: House, matei: Browser) -> None:
    text = house.take_one(DENIAL, "denial.txt")
    page = matei.get(f"/items/{text}/original")
    assert "No picture is drawn of a file of this kind" in page.words
    assert "No picture is drawn" in matei.get(f"/items/{text}/original?page=1").words
    broken = house.take_one(leaflet()[:300], "broken.pdf")
    page = matei.get(f"/items/{broken}/original?page=1")
    assert page.status == 200
    assert "This page cannot be drawn:" in page.words
    assert matei.get(f"/items/{broken}/pages/1.png").status == 404
    beyond = matei.get(f"/items/{house.take_one(leaflet(2), 'two.pdf')}/original?page=9")
    assert "This page cannot be drawn:" in beyond.words
    assert [line for line in openings(house) if line.by == "Matei"] == []


@pytest.mark.parametrize("number", ["0", "-1", "x", "1" * 40, "٣"])
def test_what_is_no_page_is_not_there(house: House, matei: Browser, number: str) -> None:
    item = house.take_one(leaflet(1), "leaflet.pdf")
    assert matei.get(f"/items/{item}/pages/{number}.png").status == 404


def test_the_file_is_handed_out_with_a_reason_and_only_to_be_kept(house: House, matei: Browser) -> None:
    content = leaflet(1)
    item = house.take_one(content, "leaflet.pdf")
    page = matei.get(f"/items/{item}/original")
    (form,) = [one for one in page.forms if one.method == "post" and "/items" in one.action]
    assert "The log keeps your name, the time and this reason" in page.words
    answer = matei.post(form.action, reason="to compare a quotation").response
    assert answer.content == content
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''leaflet.pdf"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert len(openings(house)) == 1
    assert "to compare a quotation" in matei.get(f"/items/{item}/custody").words


def test_without_a_reason_nothing_is_handed_out(house: House, matei: Browser) -> None:
    item = house.take_one(DENIAL)
    page = matei.post(f"/items/{item}/original", reason="  ")
    assert page.status == 400
    assert "needs a reason" in page.words
    assert openings(house) == []


def test_a_missing_reason_is_said_beside_its_field_on_the_page_of_the_original(
    house: House, matei: Browser
) -> None:
    item = house.take_one(leaflet(), "leaflet.pdf")
    there = f"/items/{item}/original"
    page = matei.post(there, reason=" ", from_page=f"{there}?page=2")
    assert page.status == 400
    assert "application/pdf" in page.words
    assert '<a href="#reason">Opening an original needs a reason.' in page.html
    assert "<img" not in page.html
    assert openings(house) == []


def test_a_day_that_cannot_be_read_is_said_in_the_room_and_opens_nothing(
    house: House, matei: Browser
) -> None:
    item = house.take_one(leaflet(), "leaflet.pdf")
    page = matei.get(f"/items/{item}/original?page=2&as_of=yesterday")
    assert page.status == 400
    assert "Cannot read 'yesterday' as a point in time." in page.words
    assert "application/pdf" in page.words
    box = page.html[page.html.index('id="as_of"') :].partition(">")[0]
    assert 'value="yesterday"' in box
    assert 'aria-invalid="true"' in box
    assert '<input type="hidden" name="page" value="2">' in page.html
    assert "<img" not in page.html
    assert openings(house) == []


def test_a_hostile_file_name_leads_nowhere(house: House, matei: Browser) -> None:
    item = house.take_one(DENIAL, '../..\\a"><script>\u202efdp.exe')
    html = matei.get(f"/items/{item}/original").html
    assert "<script>" not in html.replace("<script src", "")
    assert "\u202e" not in html
    header = matei.post(f"/items/{item}/original", reason="to look").response.headers["content-disposition"]
    assert header.startswith("attachment; filename*=UTF-8''")
    assert "/" not in header
    assert "%2F" not in header
    assert "%5C" not in header
    assert "%E2%80%AE" not in header
    assert '"' not in header


def test_a_role_that_opens_no_originals_sees_what_it_is_and_no_picture(house: House, server: Server) -> None:
    item = house.take_one(leaflet(1), "leaflet.pdf")
    lev = Browser(house.desk, house.cast.lev, server=server)
    page = lev.get(f"/items/{item}/original")
    assert page.status == 200
    assert "Your role does not open originals" in page.words
    assert [one for one in page.forms if one.method == "post" and "/items" in one.action] == []
    assert lev.get(f"/items/{item}/original?page=1").status == 403
    assert lev.get(f"/items/{item}/pages/1.png").status == 403
    assert lev.post(f"/items/{item}/original", reason="to look").status == 403
    assert openings(house) == []


def test_an_original_of_a_compartment_is_not_there(house: House, matei: Browser) -> None:
    item = house.take_one(leaflet(1), "hidden.pdf", conditions=Conditions(frozenset({house.cast.quarry})))
    nothing = "itm_" + "0" * 26

    def answers(id_: str) -> list[Page]:
        return [
            matei.get(f"/items/{id_}/original"),
            matei.get(f"/items/{id_}/original?page=1"),
            matei.get(f"/items/{id_}/pages/1.png"),
            matei.post(f"/items/{id_}/original", reason="to look"),
        ]

    for unseen, absent in zip(answers(item), answers(nothing), strict=True):
        assert unseen.status == absent.status == 404
        assert unseen.html.replace(item, "…") == absent.html.replace(nothing, "…")


def test_of_what_was_withdrawn_nothing_is_given_out(house: House, matei: Browser) -> None:
    given = Conditions(terms=(TERM,), person="Witness A")
    item = house.take_one(leaflet(1), "leaflet.pdf", conditions=given)
    (agreed,) = consent.list_consents(house.desk, house.cast.ines)
    consent.withdraw_consent(house.desk, house.cast.ines, agreed.id, "she asked")
    page = matei.get(f"/items/{item}/original")
    assert "Nothing of the original is given out" in page.words
    assert "leaflet.pdf" not in page.words
    assert [one for one in page.forms if one.method == "post" and "/items" in one.action] == []
    assert matei.get(f"/items/{item}/pages/1.png").status == 410
    assert matei.post(f"/items/{item}/original", reason="to look").status == 410


def test_as_of_an_earlier_day_nothing_is_opened(house: House, matei: Browser) -> None:
    before = house.desk.ledger.head().size
    item = house.take_one(leaflet(1), "leaflet.pdf")
    size = house.desk.ledger.head().size
    assert matei.get(f"/items/{item}/original?as_of={before}").status == 404
    assert matei.get(f"/items/{item}/pages/1.png?as_of={before}").status == 404
    page = matei.get(f"/items/{item}/original?as_of={size}")
    assert [one for one in page.forms if one.method == "post" and "/items" in one.action] == []
    assert matei.post(f"/items/{item}/original?as_of={size}", reason="to look").status == 400


def test_the_painter_starts_with_the_first_page_and_ends_with_the_lock(
    house: House, server: Server, matei: Browser
) -> None:
    item = house.take_one(leaflet(1), "leaflet.pdf")
    matei.get(f"/items/{item}/original")
    assert process_of(server) is None
    matei.get(f"/items/{item}/pages/1.png")
    process = process_of(server)
    assert process is not None
    server.lock()
    assert process.wait(timeout=5) != 0


def test_what_is_painted_does_not_hold_up_the_lock(house: House, server: Server, matei: Browser) -> None:
    content = leaflet(1)
    item = house.take_one(content, "leaflet.pdf")
    matei.get(f"/items/{item}/pages/1.png")
    process = process_of(server)
    assert process is not None
    painted = []
    process.send_signal(signal.SIGSTOP)
    asking = Thread(target=lambda: painted.append(server.painter.paint(content, "leaflet.pdf")))
    asking.start()
    sleep(0.3)
    began = monotonic()
    server.lock()
    asking.join(timeout=10)
    assert monotonic() - began < 5
    assert painted[0].png == b""
    assert "stopped" in painted[0].problem
