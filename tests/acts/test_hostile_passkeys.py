"""Whatever is wrong with the answer of an authenticator, it opens nothing and is refused alike."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import cbor2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from passkey_cast import (
    ATTESTED,
    HOST,
    ORIGIN,
    PRESENT,
    STORKS,
    VERIFIED,
    WRONG,
    WRONG_KEYS,
    Authenticator,
    added,
    octets_of,
    signed_in,
    text_of,
)

from desk_cast import House
from khronika.acts.members import change_member, members
from khronika.acts.passkeys import (
    add_passkey,
    begin_passkey,
    begin_sign_in,
    drop_passkey,
    sign_in_by_passkey,
)
from khronika.acts.sign_in import means_of, set_passphrase
from khronika.errors import NotAllowed, NotFound

pytestmark = pytest.mark.usefixtures("cheap")


def refused(house: House, answer: Any) -> None:
    before = house.desk.ledger.head()
    with pytest.raises(NotAllowed) as fault:
        sign_in_by_passkey(house.desk, answer)
    assert fault.value.fault == WRONG
    assert house.desk.ledger.head() == before


def changed(answer: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return answer | {"response": answer["response"] | fields}


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
