"""A desk that has more to do than it can: whoever is turned away has what they typed in the answer."""

from __future__ import annotations

from typing import Any, NoReturn

import pytest
from contact_forms import CALL
from web_cast import Browser, form_in, sent

from desk_cast import DENIAL, House
from khronika.acts.sign_in import set_passphrase
from khronika.errors import KhronikaError, VaultBusy
from khronika.web import visits
from khronika.web.rooms import entrance, passkeys
from khronika.web.sign_in_page import as_kept

pytestmark = pytest.mark.usefixtures("cheap")
HERONS = "two grey herons on the weir"
KEPT = as_kept(tuple(CALL.items()))
NO_TURN = VaultBusy("the desk has more to do than it can do at once", "try again in a few seconds")
NO_MEMORY = KhronikaError("the server has no memory left to sign anybody in", "try again soon")


async def no_turn(*_: Any, **__: Any) -> NoReturn:
    raise NO_TURN


def no_memory(*_: Any, **__: Any) -> NoReturn:
    raise NO_MEMORY


@pytest.fixture
def stranger(house: House) -> Browser:
    set_passphrase(house.desk, house.cast.matei, HERONS)
    return Browser(house.desk)


@pytest.mark.parametrize("address", ["/sign-in", "/sign-in/passkey"])
@pytest.mark.parametrize("fault", [NO_TURN, NO_MEMORY])
def test_who_cannot_be_signed_in_just_now_tries_again_and_nothing_they_typed_is_lost(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch, address: str, fault: KhronikaError
) -> None:
    sent = {"name": "matei", "passphrase": HERONS, "answer": "{}", "next": "/contacts/new", "kept": KEPT}
    with monkeypatch.context() as busy:
        if fault is NO_TURN:
            busy.setattr(entrance, "in_turn", no_turn)
        else:
            busy.setattr(entrance, "sign_in", no_memory)
            busy.setattr(passkeys, "sign_in_by_passkey", no_memory)
        page = stranger.post(address, token="", **sent)
    assert page.status in {500, 503}
    assert fault.fault[1:] in page.words
    fields = form_in(page.html, "/sign-in").fields
    assert (fields["name"], fields["next"], fields["kept"]) == (["matei"], ["/contacts/new"], [KEPT])
    page = stranger.post("/sign-in", token="", **fields | {"passphrase": HERONS})
    assert form_in(page.html, "/contacts/new").fields["notes"] == [CALL["notes"]]


def test_an_answer_that_no_passkey_gave_keeps_it_too(stranger: Browser) -> None:
    for answer in ("", "[]", "{", '{"id": "x"}'):
        page = stranger.post("/sign-in/passkey", token="", answer=answer, kept=KEPT)
        assert page.status in {400, 403}
        assert form_in(page.html, "/sign-in").fields["kept"] == [KEPT]


def test_the_reason_to_open_an_original_comes_back_where_too_many_are_opened(
    house: House, matei: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, token = house.take_one(DENIAL), matei.token()
    with monkeypatch.context() as busy:
        busy.setattr(visits, "in_turn", no_turn)
        page = matei.post(f"/items/{item}/original", token=token, reason="for the lawyer on Monday")
    assert page.status == 503
    (form,) = [one for one in page.forms if one.action == f"/items/{item}/original"]
    assert form.fields["reason"] == ["for the lawyer on Monday"]
    assert sent(matei, form).status == 200
