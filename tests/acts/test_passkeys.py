"""Passkeys, with an authenticator made of software: real keys and signatures, and all kinds of wrong ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
import webauthn
from passkey_cast import (
    HOST,
    ORIGIN,
    STORKS,
    WRONG,
    WRONG_KEYS,
    Authenticator,
    added,
    octets_of,
    signed_in,
)

from desk_cast import House
from khronika.acts import authenticators
from khronika.acts.passkeys import (
    MOST_PASSKEYS,
    add_passkey,
    begin_passkey,
    begin_sign_in,
    drop_passkey,
    sign_in_by_passkey,
)
from khronika.acts.sessions import session_of
from khronika.acts.show import log, show
from khronika.acts.sign_in import means_of, set_passphrase, sign_in
from khronika.errors import NotAllowed, UsageFault
from khronika.ledger import working

pytestmark = pytest.mark.usefixtures("cheap")


# --- the way through ----------------------------------------------------------------------------------------


def test_a_member_adds_a_passkey_and_signs_in_by_it(house: House, phone: Authenticator) -> None:
    shown = added(house, phone, name="  the grey\n phone ")
    assert (shown.name, shown.added, shown.used) == ("the grey phone", "2026-04-20T09:00:00Z", "")
    house.clock.forward(hours=1)
    session = session_of(house.desk, signed_in(house, phone))
    assert session is not None
    assert (session.member, session.strong, session.once) == (house.cast.matei, True, False)
    (passkey,) = means_of(house.desk, house.cast.matei).passkeys
    assert passkey == replace(shown, used="2026-04-20T10:00:00Z")


def test_a_passkey_that_signs_its_own_statement_is_taken_too(house: House, phone: Authenticator) -> None:
    options = begin_passkey(house.desk, house.cast.matei, HOST, ORIGIN)
    add_passkey(house.desk, house.cast.matei, "key", phone.make(options, "packed"))
    signed_in(house, phone)


def test_a_passkey_signs_in_without_a_name_too(house: House, phone: Authenticator) -> None:
    added(house, phone)
    assert session_of(house.desk, signed_in(house, phone, "")) is not None


def test_a_passkey_that_does_not_count_signs_in_again_and_again(house: House) -> None:
    """Those that are kept in step between a member's devices have no counter."""
    phone = Authenticator(counts=False)
    added(house, phone)
    for _ in range(3):
        signed_in(house, phone)


def test_guesses_at_the_passphrase_do_not_keep_a_passkey_out(house: House, phone: Authenticator) -> None:
    added(house, phone)
    for _ in range(8):
        with pytest.raises(NotAllowed):
            sign_in(house.desk, "Matei", "not this one")
    signed_in(house, phone)
    assert means_of(house.desk, house.cast.matei).last_refused == 5


def test_the_log_tells_of_passkeys(house: House, phone: Authenticator) -> None:
    shown = added(house, phone)
    signed_in(house, phone)
    set_passphrase(house.desk, house.cast.matei, STORKS)
    drop_passkey(house.desk, house.cast.matei, shown.id)
    entries = [entry for entry in log(house.desk, house.cast.ines) if entry.type.startswith("signin.")]
    bodies = [show(house.desk, house.cast.ines, entry.subject).body or {} for entry in reversed(entries)]  # type: ignore[union-attr]
    assert [body.get("how") or body["what"] for body in bodies] == [
        "passkey added",
        "passkey",
        "passphrase set",
        "passkey taken away",
    ]
    assert all(shown.id not in repr(body) and shown.name not in repr(body) for body in bodies)


# --- what the options tell ----------------------------------------------------------------------------------


def test_the_options_are_the_same_for_names_that_nobody_has(house: House, phone: Authenticator) -> None:
    """No key is listed, of anybody: an authenticator finds its own."""
    added(house, phone)
    before = house.desk.ledger.head()
    options = [begin_sign_in(house.desk, name) for name in ("Matei", "Sanne", "Nobody", "", "\ud800\x00")]
    bare = [{**one, "challenge": len(octets_of(one["challenge"]))} for one in options]
    assert bare == [bare[0]] * len(bare)
    assert bare[0]["allowCredentials"] == []
    assert bare[0]["rpId"] == HOST
    assert len({one["challenge"] for one in options}) == len(options)
    assert house.desk.ledger.head() == before
    with house.desk.ledger.reading() as connection:
        assert working.under(connection, "passkey:") == {}


def test_where_no_passkey_is_yet_the_options_have_the_same_shape(house: House) -> None:
    assert begin_sign_in(house.desk, "Matei")["rpId"] == "localhost"
    assert begin_sign_in(house.desk, "Matei", host=HOST)["rpId"] == HOST


def test_the_options_ask_for_a_verified_user_and_a_key_that_is_found_without_a_name(house: House) -> None:
    options = begin_passkey(house.desk, house.cast.matei, HOST, ORIGIN)
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert options["attestation"] == "none"
    assert options["user"]["name"] == "Matei"
    assert house.cast.matei not in json.dumps(options)
    assert "hronika" not in json.dumps(options)


def test_keys_that_the_member_has_are_not_made_again(house: House, phone: Authenticator) -> None:
    shown = added(house, phone)
    again = begin_passkey(house.desk, house.cast.matei, HOST, ORIGIN)
    assert again["excludeCredentials"] == [{"type": "public-key", "id": shown.id}]
    with pytest.raises(NotAllowed, match=WRONG):
        add_passkey(house.desk, house.cast.matei, "again", phone.make(again))
    other = begin_passkey(house.desk, house.cast.sanne, HOST, ORIGIN)
    assert other["excludeCredentials"] == []
    with pytest.raises(NotAllowed, match=WRONG):
        add_passkey(house.desk, house.cast.sanne, "somebody else's", phone.make(other))


# --- wrong answers when one is added ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong", sorted(WRONG_KEYS.keys() - {"another key", "another id", "counter put back"})
)
def test_a_passkey_made_elsewhere_or_by_nobody_is_not_added(
    house: House, phone: Authenticator, wrong: str
) -> None:
    if wrong == "an answer to something else":
        phone.client["type"] = "webauthn.get"
    else:
        WRONG_KEYS[wrong](phone)
    options = begin_passkey(house.desk, house.cast.matei, HOST, ORIGIN)
    with pytest.raises(NotAllowed, match=WRONG):
        add_passkey(house.desk, house.cast.matei, "phone", phone.make(options))
    assert means_of(house.desk, house.cast.matei).passkeys == ()


@pytest.mark.parametrize("format_", ["tpm", "apple", "android-safetynet", "fido-u2f", "no such", ""])
def test_a_statement_that_was_not_asked_for_is_not_looked_into(
    house: House, phone: Authenticator, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webauthn, "verify_registration_response", lambda **_: pytest.fail("looked into"))
    options = begin_passkey(house.desk, house.cast.matei, HOST, ORIGIN)
    with pytest.raises(NotAllowed, match=WRONG):
        add_passkey(house.desk, house.cast.matei, "phone", phone.make(options, format_))


def test_what_was_begun_is_answered_once_in_time_and_by_the_same_member(
    house: House, phone: Authenticator
) -> None:
    desk, cast = house.desk, house.cast
    with pytest.raises(UsageFault, match="was begun"):
        add_passkey(desk, cast.matei, "phone", {})
    options = begin_passkey(desk, cast.matei, HOST, ORIGIN)
    begin_passkey(desk, cast.sanne, HOST, ORIGIN)
    with pytest.raises(NotAllowed, match=WRONG):
        add_passkey(desk, cast.sanne, "phone", phone.make(options))
    house.clock.forward(minutes=5, seconds=1)
    with pytest.raises(UsageFault, match="was begun"):
        add_passkey(desk, cast.matei, "phone", phone.make(options))
    options = begin_passkey(desk, cast.matei, HOST, ORIGIN)
    begin_passkey(desk, cast.matei, HOST, ORIGIN)
    with pytest.raises(NotAllowed, match=WRONG):
        add_passkey(desk, cast.matei, "phone", phone.make(options))


def test_a_passkey_needs_a_name_and_there_are_twenty_at_most(house: House) -> None:
    with pytest.raises(UsageFault, match="needs a name"):
        add_passkey(house.desk, house.cast.matei, " \n", {})
    for number in range(MOST_PASSKEYS):
        added(house, Authenticator(id=f"key {number}".encode()))
    with pytest.raises(UsageFault, match="20 passkeys already"):
        begin_passkey(house.desk, house.cast.matei, HOST, ORIGIN)


def test_the_last_way_to_sign_in_is_not_taken_away(house: House, phone: Authenticator) -> None:
    shown = added(house, phone)
    with pytest.raises(UsageFault, match="could not sign in"):
        drop_passkey(house.desk, house.cast.matei, shown.id)


def test_where_the_package_is_not_installed_it_is_said(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authenticators, "find_spec", lambda _: None)
    desk, matei = house.desk, house.cast.matei
    calls: list[Callable[[], object]] = [
        lambda: begin_passkey(desk, matei, HOST, ORIGIN),
        lambda: add_passkey(desk, matei, "phone", {}),
        lambda: begin_sign_in(desk, "Matei"),
        lambda: sign_in_by_passkey(desk, {}),
    ]
    for call in calls:
        with pytest.raises(UsageFault, match="takes no passkeys") as fault:
            call()
        assert "khronika[passkeys]" in fault.value.hint
