"""A sealed file that grows piece by piece is the file that sealing it at once gives."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from khronika.errors import KhronikaError
from khronika.vault.folder import Vault
from khronika.vault.stream import Sealing, encrypt
from khronika.vault.temporary import temporary

KEY = bytes(range(32))
RECORD = f"itm_{'0' * 26}"
SIZES = st.one_of(st.integers(0, 5000), st.sampled_from([65_535, 65_536, 1 << 20, (1 << 20) + 1, 2_500_000]))


@pytest.fixture
def vault() -> Iterator[Vault]:
    with temporary() as opened:
        yield opened


@settings(deadline=None)
@given(SIZES, st.integers(1, 400_000))
@example(1 << 20, 1 << 20)
@example(3 << 20, 4 << 20)
def test_piece_by_piece_the_sealed_bytes_are_the_same_as_at_once(size: int, piece: int) -> None:
    content = bytes(itertools.islice(itertools.cycle(b"held at Quarry 9 "), size))
    at_once, grown = bytearray(), bytearray()
    digest = encrypt(io.BytesIO(content), KEY, at_once.extend)
    sealing = Sealing(KEY, grown.extend)
    for start in range(0, size, piece):
        assert sealing.add(content[start : start + piece]) == min(start + piece, size)
    ended = sealing.finish()
    assert grown == at_once
    assert (ended.sha256, ended.size) == (digest.sha256, size)


def test_what_grew_is_there_once_it_is_in_its_place(vault: Vault) -> None:
    growing = vault.sealed.begin(RECORD)
    growing.write(b"held at ")
    growing.write(b"Quarry 9")
    digest = growing.finish()
    assert not vault.sealed.holds(RECORD)
    vault.sealed.place(growing)
    growing.abandon()
    assert vault.sealed.holds(RECORD)
    assert vault.read(RECORD, growing.begun.wrapped, digest.size) == b"held at Quarry 9"


def test_what_is_abandoned_leaves_nothing(vault: Vault) -> None:
    growing = vault.sealed.begin(RECORD)
    growing.write(bytes(3_000_000))
    growing.abandon()
    growing.abandon()
    assert (list((vault.path / "sealed" / "new").iterdir()), vault.sealed.empty()) == ([], True)


def test_a_sweep_spares_what_is_being_written_and_the_next_opening_does_not(vault: Vault) -> None:
    growing = vault.sealed.begin(RECORD)
    growing.write(bytes(100))
    assert vault.sealed.sweep([]).removed == 0
    left = growing.begun.path
    left.with_name(".new-left-over").write_bytes(b"half")
    assert vault.sealed.sweep([]).removed == 1
    growing.abandon()


def test_what_is_expected_is_nobodys_in_no_sweep_until_it_is_settled(vault: Vault) -> None:
    vault.sealed.expect(RECORD)
    kept = vault.seal(RECORD, io.BytesIO(b"held at Quarry 9"))
    assert vault.sealed.sweep([]).orphans == ()
    vault.sealed.settle([RECORD])
    assert vault.sealed.sweep([]).orphans == (kept.name,)


def test_what_is_recorded_while_the_folder_is_listed_is_not_missing(vault: Vault) -> None:
    def recorded() -> Iterator[str]:
        vault.seal(RECORD, io.BytesIO(b"held at Quarry 9"))
        yield RECORD

    found = vault.sealed.sweep(recorded())
    assert (found.orphans, found.missing) == ((), ())


def test_nothing_grows_into_the_place_of_something_else(vault: Vault) -> None:
    growing = vault.sealed.begin(RECORD)
    growing.write(b"another letter")
    digest = growing.finish()
    kept = vault.seal(RECORD, io.BytesIO(b"held at Quarry 9"))
    with pytest.raises(KhronikaError, match="sealed already"):
        vault.sealed.place(growing)
    with pytest.raises(KhronikaError, match="sealed already"):
        vault.sealed.begin(RECORD)
    assert digest.size == 14
    assert vault.read(RECORD, kept.key, kept.size) == b"held at Quarry 9"
    assert list((vault.path / "sealed" / "new").iterdir()) == []
