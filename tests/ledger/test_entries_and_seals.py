"""Entries and the seals of acts: what was recorded, by whom, and that nothing was changed since."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_sample import SampleLedger, fixed_pair, public_of, sample_ledger

from khronika.ledger import canonical
from khronika.ledger.entry import (
    Entry,
    Envelope,
    commit,
    envelope_json,
    envelope_of,
    leaf_data,
    opens,
    ordered,
    parse_envelope,
)
from khronika.ledger.fault import LedgerFault
from khronika.ledger.logfile import SealedAct
from khronika.ledger.seal import ActSeal, check_act, device_id, of_small_order, seal_act, seal_json, seal_of
from khronika.records.ids import Kind, id_from_bytes

PAIR = fixed_pair("Mira's laptop")
OTHER = fixed_pair("the desk in Sarn")
SAMPLE = sample_ledger()
VAULT = SAMPLE.vault
ACT, ONE = (part for part in SAMPLE.parts[:2] if isinstance(part, SealedAct))
ENVELOPES = [entry.envelope for entry in ACT.entries]
ENVELOPE = ENVELOPES[0]


def ids(kind: Kind) -> st.SearchStrategy[str]:
    return st.binary(min_size=16, max_size=16).map(lambda raw: id_from_bytes(kind, raw))


def several(kind: st.SearchStrategy[Kind]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(kind.flatmap(ids), max_size=3).map(ordered)


ANY = st.sampled_from(Kind)
MADE = st.builds(
    Envelope,
    id=ids(Kind.ENTRY),
    act=ids(Kind.ACT),
    type=st.from_regex(r"[a-z]{1,9}(\.[a-z]{1,9}){1,2}", fullmatch=True),
    subject=ANY.flatmap(ids),
    author=ids(Kind.MEMBER),
    device=ids(Kind.DEVICE),
    seq=st.integers(1, canonical.LARGEST),
    time=st.datetimes().map(lambda t: t.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)),
    commitment=st.binary(min_size=32, max_size=32).map(bytes.hex),
    supersedes=several(st.just(Kind.ENTRY)),
    derived_from=several(ANY),
    erases=several(ANY),
    compartments=several(st.just(Kind.COMPARTMENT)),
)


@settings(deadline=None)
@given(MADE)
def test_the_fast_way_writes_the_same_bytes_as_the_slow_one(envelope: Envelope) -> None:
    slow = canonical.encode(envelope_json(envelope))
    assert leaf_data(envelope) == slow == rfc8785.dumps(json.loads(slow))


@settings(deadline=None)
@given(MADE)
def test_an_envelope_reads_back_the_same(envelope: Envelope) -> None:
    assert parse_envelope(leaf_data(envelope)) == envelope


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ENVELOPE.act),
        ("id", ENVELOPE.id.upper()),
        ("id", ENVELOPE.id + "\n"),
        ("id", f'{ENVELOPE.id}","v":1,"x":"'),
        ("act", ""),
        ("author", "Mira"),
        ("device", None),
        ("subject", 7),
        ("type", "statement"),
        ("type", "Statement.Accepted"),
        ("type", "statement..accepted"),
        ("type", "statement.accepted\n"),
        ("seq", 0),
        ("seq", -1),
        ("seq", 2**53),
        ("seq", True),
        ("seq", 1.0),
        ("seq", "1"),
        ("v", 2),
        ("v", True),
        ("time", "2026-02-30T00:00:00Z"),
        ("time", "2026-04-12T24:00:01Z"),
        ("time", "2026-04-12T09:30:60Z"),
        ("time", "2026-04-12T09:30:00+00:00"),
        ("time", "2026-04-12T09:30:00.5Z"),
        ("time", "٢٠٢٦-04-12T09:30:00Z"),
        ("commitment", "0" * 63),
        ("commitment", "A" * 64),
        ("supersedes", [ENVELOPE.id]),
        ("supersedes", (ENVELOPE.subject,)),
        ("supersedes", (ENVELOPE.id, ENVELOPE.id)),
        ("supersedes", ENVELOPE.id),
        ("derived_from", (ENVELOPE.subject, ENVELOPE.author)),
        ("derived_from", ("",)),
        ("erases", (f'{ENVELOPE.author}","{ENVELOPE.subject}',)),
        ("erases", (7,)),
        ("erases", []),
        ("erases", None),
        ("compartments", (ENVELOPE.subject,)),
        ("compartments", ("secret",)),
    ],
)
def test_a_field_out_of_shape_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"^{field}: "):
        replace(ENVELOPE, **{field: value})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d | {"position": 7},
        lambda d: {name: value for name, value in d.items() if name != "erases"},
        lambda d: d | {"seq": 1.5},
        lambda d: d | {"erases": ENVELOPE.subject},
        lambda d: d | {"erases": {}},
        lambda d: d | {"erases": [[]]},
        lambda d: d | {"time": None},
        lambda d: [d],
        lambda _: None,
    ],
)
def test_a_stored_envelope_out_of_shape_is_a_fault_of_the_ledger(spoil: Any) -> None:
    with pytest.raises(LedgerFault, match="an envelope"):
        envelope_of(spoil(json.loads(leaf_data(ENVELOPE))))


@pytest.mark.parametrize(
    "data",
    [
        leaf_data(ENVELOPE) + b"\n",
        b" " + leaf_data(ENVELOPE),
        leaf_data(ENVELOPE).replace(b'"v":1', b'"v":1,"v":1'),
        leaf_data(ENVELOPE).replace(b'"type":"s', b'"type":"\\u0073'),
        b"\xff",
        b"[" * 100_000,
        b"",
    ],
)
def test_a_stored_envelope_in_another_form_is_a_fault_of_the_ledger(data: bytes) -> None:
    with pytest.raises(LedgerFault, match="an envelope"):
        parse_envelope(data)


def test_the_commitment_is_what_the_format_says() -> None:
    salt, body = bytes(range(32)), b'{"speaker":null}'
    assert commit(salt, body) == sha256(b"khronika/body/v1\x00" + salt + body).hexdigest()
    with pytest.raises(ValueError, match="32 bytes"):
        commit(salt[:-1], body)


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(), st.binary(min_size=1))
def test_a_body_opens_its_own_commitment_and_no_other_body_does(
    salt: bytes, body: bytes, more: bytes
) -> None:
    envelope = replace(ENVELOPE, commitment=commit(salt, body))
    assert opens(Entry(envelope, salt, body))
    assert not opens(Entry(envelope, salt, body + more))
    assert not opens(Entry(envelope, bytes(31) + b"\x07", body)) or salt == bytes(31) + b"\x07"


def test_an_erased_body_leaves_the_envelope_and_its_leaf() -> None:
    erased = Entry(ENVELOPE, None, None)
    assert not opens(erased)
    assert leaf_data(erased.envelope) == leaf_data(ENVELOPE)
    assert not opens(Entry(ENVELOPE, b"short", b"{}"))
    for salt, body in ((None, b"{}"), (bytes(32), None)):
        with pytest.raises(ValueError, match="together"):
            Entry(ENVELOPE, salt, body)


def test_ids_are_kept_sorted_and_once() -> None:
    assert ordered(["b", "a", "b"]) == ("a", "b")


def test_a_seal_covers_its_act() -> None:
    check_act(ACT.seal, ENVELOPES, VAULT)
    assert seal_of(json.loads(canonical.encode(seal_json(ACT.seal)))) == ACT.seal


def test_a_device_is_called_by_its_key() -> None:
    digest = sha256(public_of(PAIR)).digest()
    assert device_id(public_of(PAIR)) == id_from_bytes(Kind.DEVICE, digest[:16]) == ACT.seal.device


def resealed(seal: ActSeal, **changes: Any) -> ActSeal:
    """Return ``seal`` with ``changes``, signed anew by Mira's laptop."""
    changed = replace(seal, **changes)
    plain = {name: value for name, value in seal_json(changed).items() if name != "signature"}
    signature = PAIR.sign(b"khronika/act/v1\n" + canonical.encode(plain))
    return replace(changed, signature=base64.b64encode(signature).decode())


def test_the_signature_is_over_what_the_format_says() -> None:
    assert resealed(ACT.seal) == ACT.seal


ELSEWHERE = id_from_bytes(Kind.VAULT, bytes(16))
NOT_MIRAS = "its key is not the key of"
NOT_SEALED = "its entries are not those that were sealed"
STRANGER = replace(ENVELOPE, act=ONE.seal.act)


@pytest.mark.parametrize(
    ("seal", "envelopes", "fault"),
    [
        (ACT.seal, ENVELOPES[:2], "3 entries were sealed, 2 are here"),
        (ACT.seal, [*ENVELOPES, ENVELOPES[0]], "3 entries were sealed, 4 are here"),
        (
            ACT.seal,
            [ENVELOPES[0], ENVELOPES[2], ENVELOPES[1]],
            "is number 3 of its device where 2 was expected",
        ),
        (ACT.seal, [STRANGER, *ENVELOPES[1:]], "is of another act"),
        (ACT.seal, [replace(ENVELOPE, device=ONE.seal.device), *ENVELOPES[1:]], "is of another device"),
        (ACT.seal, [ENVELOPE, replace(ENVELOPES[1], id=ENVELOPE.id), ENVELOPES[2]], "is there twice"),
        (ACT.seal, [replace(ENVELOPE, time="2026-04-12T09:30:01Z"), *ENVELOPES[1:]], NOT_SEALED),
        (replace(ACT.seal, root="0" * 64), ENVELOPES, NOT_SEALED),
        (resealed(ACT.seal, vault=ELSEWHERE), ENVELOPES, "it is of another vault"),
        (replace(ACT.seal, vault=ELSEWHERE), ENVELOPES, "it is of another vault"),
        (replace(ACT.seal, first=2), ENVELOPES, "is number 1 of its device where 2 was expected"),
        (replace(ACT.seal, signature=ONE.seal.signature), ENVELOPES, "the signature is not by"),
        (replace(ACT.seal, device=ONE.seal.device), ENVELOPES, NOT_MIRAS),
        (replace(ACT.seal, key=ONE.seal.key), ENVELOPES, NOT_MIRAS),
        (replace(ACT.seal, key="01" + "00" * 31), ENVELOPES, "its key is not a public key"),
        (resealed(ACT.seal, key=ONE.seal.key, device=ONE.seal.device), ENVELOPES, "is of another device"),
    ],
)
def test_whatever_was_changed_since_the_seal_is_told(
    seal: ActSeal, envelopes: list[Envelope], fault: str
) -> None:
    with pytest.raises(LedgerFault, match=f"^act {seal.act}: .*{fault}"):
        check_act(seal, envelopes, VAULT)


def test_an_act_resigned_by_another_key_does_not_pass_as_the_device() -> None:
    forged = seal_act(
        [replace(e, device=device_id(public_of(OTHER))) for e in ENVELOPES],
        VAULT,
        public_of(OTHER),
        OTHER.sign,
    )
    assert forged.device != ACT.seal.device
    with pytest.raises(LedgerFault, match=NOT_MIRAS):
        check_act(replace(forged, device=ACT.seal.device), ENVELOPES, VAULT)


@pytest.mark.parametrize(
    ("envelopes", "fault"),
    [
        ([], "without entries"),
        (ENVELOPES[::-1], "expected"),
        ([ENVELOPE, replace(STRANGER, seq=2)], "another act"),
        ([ONE.entries[0].envelope], "another device"),
    ],
)
def test_what_is_no_act_of_the_device_is_not_sealed(envelopes: list[Envelope], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        seal_act(envelopes, VAULT, public_of(PAIR), PAIR.sign)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("v", 2),
        ("v", True),
        ("act", ACT.seal.device),
        ("device", ACT.seal.act),
        ("key", ACT.seal.key.upper()),
        ("key", ACT.seal.key[:-2]),
        ("key", None),
        ("vault", ACT.seal.act),
        ("vault", ""),
        ("root", ACT.seal.root + "\n"),
        ("first", 0),
        ("first", "1"),
        ("count", 0),
        ("count", True),
        ("count", 2**53),
        ("signature", ""),
        ("signature", "AAAA"),
        ("signature", ACT.seal.signature.rstrip("=")),
        ("signature", ACT.seal.signature + "\n"),
        ("signature", "\u00e9"),
    ],
)
def test_a_seal_out_of_shape_is_refused(field: str, value: Any) -> None:
    with pytest.raises(LedgerFault, match="a seal is out of shape"):
        seal_of(seal_json(ACT.seal) | {field: value})


@pytest.mark.parametrize("plain", [None, [], {}, seal_json(ACT.seal) | {"author": "Mira"}])
def test_what_is_no_seal_is_refused(plain: Any) -> None:
    with pytest.raises(LedgerFault, match="fields missing or unknown"):
        seal_of(plain)


def test_the_points_of_small_order_are_known() -> None:
    """The eight points whose order divides 8, in every encoding (the list of libsodium's ed25519 tests)."""
    prime = 2**255 - 19
    eighth = int.from_bytes(
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
    )
    small = {0, 1, prime - 1, eighth, prime - eighth, prime, prime + 1}
    for y in small:
        for sign in (0, 1 << 255):
            public = (y | sign).to_bytes(32, "little")
            assert of_small_order(public)
            with pytest.raises(ValueError, match="public key"):
                device_id(public)
    assert not any(of_small_order(public_of(fixed_pair(str(n)))) for n in range(200))


def test_a_device_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="public key"):
        device_id(bytes(31))


def test_the_sequence_goes_on_from_act_to_act() -> None:
    ledger = SampleLedger()
    ledger.act("Mira's laptop", {}, {})
    assert ledger.act("Mira's laptop", {}).seal.first == 3
