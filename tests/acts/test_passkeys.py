"""Passkeys, with an authenticator made of software: real keys and signatures, and all kinds of wrong ones."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import cbor2
import pytest
import webauthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_cast import CHEAP, House
from khronika.acts import authenticators, proof
from khronika.acts.members import change_member, members
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
from khronika.errors import NotAllowed, NotFound, UsageFault
from khronika.ledger import working
from khronika.records.sign_in import Passkey

HOST = "desk.example"
ORIGIN = "https://desk.example"
STORKS = "eleven storks over Ozrin"
WRONG = "this passkey does not open the desk here"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text_of(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "===")


@dataclass
class Authenticator:
    """A security key made of software (ES256), and the browser before it. Its fields can be made wrong."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = b"a credential of 32 bytes ........"
    host: str = HOST
    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    count: int = 0
    counts: bool = True
    client: dict[str, Any] = field(default_factory=dict)

    def make(self, options: dict[str, Any], format_: str = "none") -> dict[str, Any]:
        """Answer creation options as ``navigator.credentials.create`` does."""
        assert options["rp"]["id"] == HOST
        client = self._client("webauthn.create", options["challenge"])
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        data = self._data(ATTESTED) + bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        statement: dict[str, Any] = {}
        if format_ == "packed":
            statement = {"alg": -7, "sig": self._signed(data, client)}
        attestation = cbor2.dumps({"fmt": format_, "attStmt": statement, "authData": data})
        return self._answer({"clientDataJSON": text_of(client), "attestationObject": text_of(attestation)})

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer request options as ``navigator.credentials.get`` does."""
        client = self._client("webauthn.get", options["challenge"])
        self.count += int(self.counts)
        data = self._data(0)
        return self._answer(
            {
                "clientDataJSON": text_of(client),
                "authenticatorData": text_of(data),
                "signature": text_of(self._signed(data, client)),
                "userHandle": None,
            }
        )

    def _client(self, type_: str, challenge: str) -> bytes:
        client = {"type": type_, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(client | self.client).encode()

    def _data(self, flags: int) -> bytes:
        digest = hashlib.sha256(self.host.encode()).digest()
        return digest + bytes([self.flags | flags]) + self.count.to_bytes(4)

    def _signed(self, data: bytes, client: bytes) -> bytes:
        return self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        whole = {"id": text_of(self.id), "rawId": text_of(self.id), "type": "public-key"}
        return whole | {"response": response, "clientExtensionResults": {}, "authenticatorAttachment": None}


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase cost little."""
    monkeypatch.setattr(proof, "COST", CHEAP)


@pytest.fixture
def phone() -> Authenticator:
    return Authenticator()


def added(
    house: House, authenticator: Authenticator, member: str | None = None, name: str = "phone"
) -> Passkey:
    member = member or house.cast.matei
    options = begin_passkey(house.desk, member, HOST, ORIGIN)
    return add_passkey(house.desk, member, name, authenticator.make(options))


def signed_in(house: House, authenticator: Authenticator, name: str = "Matei") -> str:
    return sign_in_by_passkey(house.desk, authenticator.sign(begin_sign_in(house.desk, name)))


def refused(house: House, answer: Any) -> None:
    before = house.desk.ledger.head()
    with pytest.raises(NotAllowed) as fault:
        sign_in_by_passkey(house.desk, answer)
    assert fault.value.fault == WRONG
    assert house.desk.ledger.head() == before


def changed(answer: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return answer | {"response": answer["response"] | fields}


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


# --- wrong answers at sign-in -------------------------------------------------------------------------------


def test_an_answer_counts_once(house: House) -> None:
    phone = Authenticator(counts=False)
    added(house, phone)
    answer = phone.sign(begin_sign_in(house.desk, "Matei"))
    sign_in_by_passkey(house.desk, answer)
    refused(house, answer)
    house.clock.forward(minutes=4)
    signed_in(house, phone)
    refused(house, answer)


def test_of_one_answer_given_many_times_at_once_one_counts(house: House) -> None:
    phone = Authenticator(counts=False)
    added(house, phone)
    answer = phone.sign(begin_sign_in(house.desk, "Matei"))

    def used(_: int) -> bool:
        try:
            sign_in_by_passkey(house.desk, answer)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(used, range(4))).count(True) == 1


def test_a_challenge_ends_after_five_minutes(house: House, phone: Authenticator) -> None:
    added(house, phone)
    options = begin_sign_in(house.desk, "Matei")
    house.clock.forward(minutes=5, seconds=1)
    refused(house, phone.sign(options))


def test_a_challenge_for_one_name_is_not_answered_by_another_member(
    house: House, phone: Authenticator
) -> None:
    added(house, phone)
    refused(house, phone.sign(begin_sign_in(house.desk, "Sanne")))
    refused(house, phone.sign(begin_sign_in(house.desk, "Nobody")))


def test_a_challenge_cannot_be_made_or_made_to_last_by_others(house: House, phone: Authenticator) -> None:
    added(house, phone)
    true = octets_of(begin_sign_in(house.desk, "xMatei")["challenge"])
    for challenge in (b"", bytes(56), bytes(32), true[:-1], true[:24] + b"x" + true[24:], true + bytes(8)):
        refused(house, phone.sign({"challenge": text_of(challenge)}))
    later = true[:23] + bytes([true[23] ^ 1]) + true[24:]
    refused(house, phone.sign({"challenge": text_of(later)}))


WRONG_KEYS: dict[str, Callable[[Authenticator], None]] = {
    "another host": lambda key: setattr(key, "host", "desk.example.net"),
    "another origin": lambda key: setattr(key, "origin", "https://desk.example.net"),
    "another port": lambda key: setattr(key, "origin", "https://desk.example:8443"),
    "plain http": lambda key: setattr(key, "origin", "http://desk.example"),
    "nobody there": lambda key: setattr(key, "flags", VERIFIED),
    "nobody verified": lambda key: setattr(key, "flags", PRESENT),
    "another key": lambda key: setattr(key, "key", ec.generate_private_key(ec.SECP256R1())),
    "another id": lambda key: setattr(key, "id", b"another"),
    "counter put back": lambda key: setattr(key, "count", 1),
    "inside another page": lambda key: key.client.update(crossOrigin=True),
    "an answer to something else": lambda key: key.client.update(type="webauthn.create"),
    "no challenge": lambda key: key.client.update(challenge=7),
    "no origin": lambda key: key.client.update(origin=None),
}


@pytest.mark.parametrize("wrong", WRONG_KEYS)
def test_whatever_is_wrong_with_an_answer_it_gets_the_same_refusal(
    house: House, phone: Authenticator, wrong: str
) -> None:
    phone.count = 5
    added(house, phone)
    WRONG_KEYS[wrong](phone)
    refused(house, phone.sign(begin_sign_in(house.desk, "Matei")))


def test_an_answer_with_one_bit_changed_is_refused(house: House, phone: Authenticator) -> None:
    added(house, phone)
    answer = phone.sign(begin_sign_in(house.desk, "Matei"))
    for name in ("clientDataJSON", "authenticatorData", "signature"):
        octets = bytearray(octets_of(answer["response"][name]))
        for place in range(0, len(octets), 7):
            octets[place] ^= 1
            refused(house, changed(answer, **{name: text_of(bytes(octets))}))
            octets[place] ^= 1
    sign_in_by_passkey(house.desk, answer)


def test_the_passkey_of_a_member_who_left_opens_nothing(house: House, phone: Authenticator) -> None:
    added(house, phone)
    (matei,) = [one for one in members(house.desk, house.cast.ines) if one.id == house.cast.matei]
    change_member(house.desk, house.cast.ines, replace(matei, active=False))
    refused(house, phone.sign(begin_sign_in(house.desk, "Matei")))


def test_a_passkey_that_was_taken_away_opens_nothing(house: House, phone: Authenticator) -> None:
    shown = added(house, phone)
    set_passphrase(house.desk, house.cast.matei, STORKS)
    drop_passkey(house.desk, house.cast.matei, shown.id)
    refused(house, phone.sign(begin_sign_in(house.desk, "Matei")))
    with pytest.raises(NotFound):
        drop_passkey(house.desk, house.cast.matei, shown.id)


def test_where_the_desk_is_reached_elsewhere_now_its_own_word_counts(
    house: House, phone: Authenticator
) -> None:
    added(house, phone)
    phone.origin = "https://desk.example:8443"
    answer = phone.sign(begin_sign_in(house.desk, "Matei", host=HOST))
    with pytest.raises(NotAllowed, match=WRONG):
        sign_in_by_passkey(house.desk, answer, origin=ORIGIN)
    sign_in_by_passkey(house.desk, answer, origin=phone.origin)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=40) | st.binary(max_size=80).map(text_of),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_CBOR = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.integers(-4, 4) | st.text(max_size=4), inner, max_size=5)
    ),
    max_leaves=8,
)
_HEAD = hashlib.sha256(HOST.encode()).digest() + bytes([PRESENT | VERIFIED | ATTESTED]) + bytes(20)
_PARTS = st.dictionaries(st.integers(-4, -1), st.integers(0, 9) | st.binary(max_size=40))
_KEY = st.builds(
    lambda kind, algorithm, parts: {1: kind, 3: algorithm} | parts,
    st.integers(0, 4),
    st.sampled_from([-7, -8, -257, -65535]),
    _PARTS,
)
_DATA = st.builds(
    lambda id_, key, rest: _HEAD + bytes([0, len(id_)]) + id_ + cbor2.dumps(key) + rest,
    st.binary(max_size=32),
    _KEY | _CBOR,
    st.binary(max_size=2),
)
_ATTESTATION = st.builds(
    lambda format_, statement, data: text_of(
        cbor2.dumps({"fmt": format_, "attStmt": statement, "authData": data})
    ),
    st.sampled_from(["none", "packed"]),
    st.dictionaries(st.sampled_from(["sig", "alg", "x5c"]), _CBOR | st.sampled_from([-7, -257])) | _CBOR,
    _DATA | _CBOR,
)
_TEXTS = st.binary(max_size=200).map(text_of) | st.text(max_size=40) | _JSON | _ATTESTATION
_CLIENT = _TEXTS | _JSON.map(lambda value: text_of(json.dumps(value).encode()))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(id_=_TEXTS, client=st.none() | _CLIENT, data=_TEXTS, last=_TEXTS, made=_ATTESTATION)
def test_whatever_a_browser_sends_it_is_an_answer_or_refused(
    house: House, id_: Any, client: Any, data: Any, last: Any, made: Any
) -> None:
    """Where ``client`` is none it is a right one, so that the rest is looked into."""
    desk, matei, phone = house.desk, house.cast.matei, Authenticator()
    if not means_of(desk, matei).passkeys:
        added(house, phone)
    given_client = {} if client is None else {"clientDataJSON": client}
    right = phone.sign(begin_sign_in(desk, "Matei"))
    refused(house, changed(right, authenticatorData=data, signature=last, **given_client))
    refused(house, right | {"id": id_, "rawId": id_})
    refused(house, id_)
    for hostile in (made, data):
        true = phone.make(begin_passkey(desk, matei, HOST, ORIGIN))
        with pytest.raises(NotAllowed, match=WRONG):
            add_passkey(desk, matei, "phone", changed(true, attestationObject=hostile, **given_client))


def test_an_answer_longer_than_any_authenticator_makes_is_refused(house: House, phone: Authenticator) -> None:
    added(house, phone)
    answer = phone.sign(begin_sign_in(house.desk, "Matei"))
    refused(house, changed(answer, signature="A" * 20_000))
    refused(house, answer | {"id": "A" * 10_000_000})
    refused(house, changed(answer, clientDataJSON=text_of(b"[" * 12_000)))


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
