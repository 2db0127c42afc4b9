"""Checkpoints as signed notes: what a known key signed is believed, and nothing else."""

from __future__ import annotations

import base64
from collections.abc import Callable
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_sample import fixed_pair, public_of

from khronika.ledger.fault import LedgerFault
from khronika.ledger.note import (
    Checkpoint,
    NoteKey,
    checkpoint_text,
    cosign_note,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    parse_vkey,
    sign_note,
)

# The example of golang.org/x/mod/sumdb/note, whose documentation and tests hold this key and this note.
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_LINE = (
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
GO_NOTE = f"{GO_TEXT}\n{GO_LINE}"

DESK = fixed_pair("the log of the sample vault")
DESK_KEY = NoteKey("khronika.vault/sample", public_of(DESK))
PEER = fixed_pair("a peer of the desk")
PEER_KEY = NoteKey("peer", public_of(PEER))
HEAD = Checkpoint("khronika.vault/sample", 20852163, bytes(range(32)))
SIGNED = sign_note(checkpoint_text(HEAD), DESK_KEY, DESK.sign)


def test_the_note_of_the_go_documentation_opens() -> None:
    opened = open_note(GO_NOTE, [GO_VKEY])
    assert opened.text == GO_TEXT
    assert [key.vkey for key in opened.signers] == [GO_VKEY]
    assert opened.unknown == ()


def test_signing_with_its_key_gives_the_same_note_to_the_letter() -> None:
    pair = Ed25519PrivateKey.from_private_bytes(GO_SEED)
    assert sign_note(GO_TEXT, NoteKey("PeterNeumann", public_of(pair)), pair.sign) == GO_NOTE


def test_a_key_says_its_name_its_id_and_itself() -> None:
    assert parse_vkey(GO_VKEY).vkey == GO_VKEY
    assert parse_vkey(DESK_KEY.vkey) == DESK_KEY


@pytest.mark.parametrize(
    "vkey",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        GO_VKEY.replace("c74f20a3", "C74F20A3"),
        GO_VKEY.replace("Peter", "Other"),
        GO_VKEY.removeprefix("PeterNeumann"),
        GO_VKEY + "\n",
        GO_VKEY[:-1],
        "",
        "++",
    ],
)
def test_a_malformed_key_is_refused(vkey: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_vkey(vkey)


@pytest.mark.parametrize("place", range(len(GO_VKEY)))
def test_a_key_with_any_letter_changed_is_refused(place: int) -> None:
    changed = GO_VKEY[:place] + chr(ord(GO_VKEY[place]) + 1) + GO_VKEY[place + 1 :]
    with pytest.raises(ValueError, match=r"."):
        parse_vkey(changed)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\u2003b", "a\nb", "a\x07", "a\x85"])
def test_a_name_that_would_break_a_signature_line_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        NoteKey(name, public_of(DESK))


def test_a_key_of_small_order_is_refused() -> None:
    """With such a key a signature can be made that fits every text."""
    with pytest.raises(ValueError, match="public key"):
        NoteKey("peer", b"\x01" + bytes(31))


def test_a_checkpoint_comes_back_as_it_was_signed() -> None:
    assert open_checkpoint(SIGNED, [DESK_KEY]) == HEAD
    assert open_checkpoint(SIGNED.encode(), [DESK_KEY.vkey]) == HEAD
    assert checkpoint_text(HEAD) == (
        "khronika.vault/sample\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    )


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(SIGNED.encode()) - 1), st.integers(1, 255))
def test_no_byte_of_a_signed_checkpoint_can_change(place: int, change: int) -> None:
    damaged = bytearray(SIGNED.encode())
    damaged[place] ^= change
    with pytest.raises(LedgerFault):
        open_checkpoint(bytes(damaged), [DESK_KEY])


def test_signatures_of_unknown_keys_are_ignored_and_named() -> None:
    note = cosign_note(SIGNED, PEER_KEY, PEER.sign)
    opened = open_note(note, [DESK_KEY])
    assert (opened.signers, opened.unknown) == ((DESK_KEY,), ("peer",))
    assert open_note(note, [PEER_KEY, DESK_KEY]).signers == (DESK_KEY, PEER_KEY)


def test_a_key_with_a_known_name_and_another_id_is_unknown() -> None:
    other = NoteKey(DESK_KEY.name, public_of(PEER))
    note = cosign_note(SIGNED, other, PEER.sign)
    assert open_note(note, [DESK_KEY]).unknown == (DESK_KEY.name,)


def test_a_wrong_signature_by_a_known_key_refuses_the_note_wherever_it_stands() -> None:
    wrong = cosign_note(SIGNED, PEER_KEY, lambda _: DESK.sign(b"something else"))
    assert open_note(wrong, [DESK_KEY]).signers == (DESK_KEY,)
    with pytest.raises(LedgerFault, match="signature by peer is wrong"):
        open_note(wrong, [DESK_KEY, PEER_KEY])
    repeated = cosign_note(SIGNED, DESK_KEY, lambda _: bytes(64))
    with pytest.raises(LedgerFault, match="is wrong"):
        open_note(repeated, [DESK_KEY])


def test_a_signature_of_another_length_is_wrong() -> None:
    note = cosign_note(SIGNED, PEER_KEY, lambda _: b"short")
    assert open_note(note, [DESK_KEY]).unknown == ("peer",)
    with pytest.raises(LedgerFault, match="is wrong"):
        open_note(note, [PEER_KEY])


def test_a_repeated_signature_counts_once() -> None:
    repeated = cosign_note(SIGNED, DESK_KEY, DESK.sign)
    assert open_note(repeated, [DESK_KEY, DESK_KEY]).signers == (DESK_KEY,)


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    for keys in ([], [PEER_KEY]):
        with pytest.raises(LedgerFault, match="none of the keys"):
            open_note(SIGNED, keys)


def test_two_different_keys_that_look_alike_are_not_taken_together() -> None:
    """Two made-up keys whose names and four-byte ids are the same: a signature line could mean either."""
    one, other = (NoteKey("peer", sha256(f"colliding {n}".encode()).digest()) for n in (6780, 46681))
    assert one.id == other.id
    with pytest.raises(ValueError, match="two different keys are called peer"):
        open_note(SIGNED, [DESK_KEY, one, other])


def test_a_hundred_signatures_are_read_and_no_more() -> None:
    assert open_note(GO_TEXT + "\n" + GO_LINE * 100, [GO_VKEY]).text == GO_TEXT
    with pytest.raises(LedgerFault, match="more than 100"):
        open_note(GO_TEXT + "\n" + GO_LINE * 101, [GO_VKEY])


def test_the_text_ends_at_the_last_blank_line() -> None:
    text = f"{GO_TEXT}\n{GO_LINE}"
    assert open_note(sign_note(text, DESK_KEY, DESK.sign), [DESK_KEY]).text == text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.split("\n\n")[0] + "\n",
        lambda note: note.split("\n\n")[0] + "\n\n",
        lambda note: note.removesuffix("\n"),
        lambda note: "\x01" + note,
        lambda note: note.replace("\n", "\r\n"),
        lambda note: note + "one more line\n",
        lambda note: note.replace("— ", "- "),
        lambda note: note.replace("—", "— "),
        lambda note: note.replace("= ", "="),
        lambda note: note + "— peer\n",
        lambda note: note + "— peer AAAAAA==\n",
        lambda note: note + "— peer AAAAAAB=\n",
        lambda note: note + "— two words AAAAAAA=\n",
        lambda note: note + "— a+b AAAAAAA=\n",
        lambda note: note + "\ud800",
        lambda note: "x" * 1_000_001 + "\n" + note,
        lambda _: "",
    ],
)
def test_a_malformed_note_is_refused(spoil: Callable[[str], str]) -> None:
    spoiled = spoil(SIGNED)
    if spoiled != SIGNED:
        with pytest.raises(LedgerFault, match="a note"):
            open_note(spoiled, [DESK_KEY])


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(LedgerFault, match="UTF-8"):
        open_note(b"\xff" + SIGNED.encode(), [DESK_KEY])


@pytest.mark.parametrize(
    "text",
    [
        "origin\n01\n{root}\n",
        "origin\n+1\n{root}\n",
        "origin\n1 \n{root}\n",
        "origin\n٣\n{root}\n",
        "origin\n-1\n{root}\n",
        "origin\n99999999999999999999\n{root}\n",
        "origin\n9999999999999999999\n{root}\n",
        "origin\n1\n{root}\nan extension\n",
        "origin\n1\n{root}",
        "origin\n1\n\n",
        "origin\n1\nAAAA\n",
        "origin\n1\n{root} \n",
        "\n1\n{root}\n",
        "origin\n1\n",
        "",
    ],
)
def test_a_text_that_is_not_exactly_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(LedgerFault, match="checkpoint"):
        parse_checkpoint(text.format(root=base64.b64encode(bytes(32)).decode()))


@settings(deadline=None)
@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_every_checkpoint_reads_back(size: int, root: bytes) -> None:
    head = Checkpoint("khronika.vault/sample", size, root)
    assert parse_checkpoint(checkpoint_text(head)) == head


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 1, bytes(32)),
        ("a\nb", 1, bytes(32)),
        ("a", -1, bytes(32)),
        ("a", 2**63, bytes(32)),
        ("a", 1, b""),
    ],
)
def test_what_a_checkpoint_cannot_say_is_refused(origin: str, size: int, root: bytes) -> None:
    with pytest.raises(ValueError, match=r"the (origin|size|root)"):
        Checkpoint(origin, size, root)


@pytest.mark.parametrize("text", ["no newline", "a tab\t\n", ""])
def test_a_text_that_no_note_can_hold_is_not_signed(text: str) -> None:
    with pytest.raises(ValueError, match="newline"):
        sign_note(text, DESK_KEY, DESK.sign)
