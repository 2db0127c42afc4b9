"""Sealed originals: what goes in comes out, and nothing that was changed ever does."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from vault_cast import LETTER, PASSPHRASE, RECORD, new_vault, source

from khronika.errors import KhronikaError, StorageFull, VaultDamaged
from khronika.vault.box import BoxBroken
from khronika.vault.folder import Vault, open_vault
from khronika.vault.sealed_file import file_name
from khronika.vault.stream import CHUNK, SEALED_CHUNK, decrypt, encrypt, padded_size
from khronika.vault.temporary import temporary

KEY = bytes(range(32))
OTHER_RECORD = "itm_" + "1" * 26
BORDERS = [
    0,
    1,
    2047,
    2048,
    2049,
    CHUNK - 1,
    CHUNK,
    CHUNK + 1,
    2 * CHUNK,
    16 * CHUNK - 1,
    16 * CHUNK,
    16 * CHUNK + 1,
]


@pytest.fixture
def vault() -> Iterator[Vault]:
    with temporary() as opened_vault:
        yield opened_vault


def sealed(content: bytes) -> bytes:
    out = bytearray()
    encrypt(source(content), KEY, out.extend)
    return bytes(out)


def opened(payload: bytes, size: int, key: bytes = KEY) -> bytes:
    out = bytearray()
    decrypt(source(payload), key, size, out.extend)
    return bytes(out)


def only_file(vault: Vault, record: str) -> Path:
    name = file_name(vault.keys.names, record)
    return vault.path / "sealed" / name[:2] / name


@pytest.mark.parametrize("size", [*BORDERS, 3_000_001])
def test_what_is_sealed_comes_out_again(vault: Vault, size: int) -> None:
    content = os.urandom(size)
    kept = vault.seal(RECORD, source(content))
    assert (kept.sha256, kept.size) == (hashlib.sha256(content).hexdigest(), size)
    assert vault.read(RECORD, kept.key, size) == content


@given(some.binary(max_size=5000), some.sampled_from([0, CHUNK, 16 * CHUNK]))
@settings(deadline=None)
def test_any_bytes_of_any_size_come_out_again(content: bytes, more: int) -> None:
    content += bytes(more)
    assert opened(sealed(content), len(content)) == content


@given(some.integers(0, 3 * CHUNK), some.data())
@settings(deadline=None, max_examples=60)
def test_any_flipped_bit_is_refused(size: int, data: some.DataObject) -> None:
    payload = bytearray(sealed(bytes(size)))
    place = data.draw(some.integers(0, 8 * len(payload) - 1))
    payload[place // 8] ^= 1 << place % 8
    with pytest.raises(BoxBroken):
        opened(bytes(payload), size)


@given(some.integers(0, 1 << 60))
def test_the_size_on_disk_tells_little_and_costs_little(size: int) -> None:
    padded = padded_size(size)
    assert padded >= max(size + 1, 2048)
    assert size < 2048 or padded <= size * 1.12
    assert padded_size(size + 1) >= padded


def test_padded_sizes_are_those_of_the_paper() -> None:
    """The example of Nikitin et al. 2019, figure 1 (9 becomes 10), holds for sizes above the smallest."""
    assert [padded_size(size) for size in (4097, 65_537, 1_000_000)] == [4352, 67_584, 1_015_808]


def chunks(payload: bytes) -> list[bytes]:
    return [payload[at : at + SEALED_CHUNK] for at in range(0, len(payload), SEALED_CHUNK)]


def test_chunks_cannot_be_moved_dropped_repeated_or_added() -> None:
    content = os.urandom(4 * CHUNK - 1)
    first, second, third, last = chunks(sealed(content))
    for forged in (
        [second, first, third, last],
        [first, second, last],
        [first, second, third],
        [first, second, third, third],
        [first, second, third, last, last],
        [last],
        [],
    ):
        with pytest.raises(BoxBroken):
            opened(b"".join(forged), len(content))


def test_a_whole_stream_cut_at_a_chunk_is_refused_even_with_the_shorter_size() -> None:
    content = bytes(4 * CHUNK - 1)
    with pytest.raises(BoxBroken):
        opened(b"".join(chunks(sealed(content))[:2]), 2 * CHUNK - 1)


@given(some.integers(0, 3 * CHUNK), some.integers(0, 3 * CHUNK), some.sampled_from([0, 0x80]))
@settings(deadline=None)
def test_a_size_that_is_not_the_true_one_is_refused(size: int, wrong: int, byte: int) -> None:
    """Too small would hide the end of what was sealed, too large would add to it."""
    payload = sealed(bytes([byte]) * size)
    if wrong == size:
        assert len(opened(payload, size)) == size
    else:
        with pytest.raises(BoxBroken):
            opened(payload, wrong)


@given(some.sampled_from(BORDERS), some.sampled_from([-1, 1]), some.sampled_from([0, 0x80]))
@settings(deadline=None)
def test_a_size_that_is_off_by_one_is_refused(size: int, off: int, byte: int) -> None:
    with pytest.raises(BoxBroken):
        opened(sealed(bytes([byte]) * size), max(size + off, 1 if size == 0 else 0))


@pytest.mark.parametrize("length", [0, 1, 8, 23, 24, 100, -1])
def test_a_cut_file_gives_out_nothing_and_names_the_record(vault: Vault, length: int) -> None:
    kept = vault.seal(RECORD, source(LETTER))
    path = only_file(vault, RECORD)
    path.write_bytes(path.read_bytes()[:length])
    out = io.BytesIO()
    with pytest.raises(VaultDamaged, match=RECORD):
        vault.copy_out(RECORD, kept.key, kept.size, out.write)
    assert not out.getvalue()


def test_bytes_added_to_a_file_are_refused(vault: Vault) -> None:
    kept = vault.seal(RECORD, source(LETTER))
    path = only_file(vault, RECORD)
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(VaultDamaged, match=RECORD):
        vault.read(RECORD, kept.key, kept.size)


def test_every_bit_of_a_small_file_is_guarded(vault: Vault) -> None:
    kept = vault.seal(RECORD, source(b"held at Quarry 9"))
    path = only_file(vault, RECORD)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x80]) + whole[place + 1 :])
        with pytest.raises(VaultDamaged):
            vault.read(RECORD, kept.key, kept.size)


def test_files_of_two_records_that_were_exchanged_are_refused(vault: Vault) -> None:
    one = vault.seal(RECORD, source(LETTER))
    vault.seal(OTHER_RECORD, source(LETTER))
    only_file(vault, OTHER_RECORD).rename(only_file(vault, RECORD))
    with pytest.raises(VaultDamaged, match=RECORD):
        vault.read(RECORD, one.key, one.size)


def test_the_key_of_another_record_or_none_at_all_is_refused(vault: Vault) -> None:
    one, other = vault.seal(RECORD, source(LETTER)), vault.seal(OTHER_RECORD, source(LETTER))
    for key in (other.key, "", "not base64 ö", one.key[:-4], one.key[:-4] + "AAAA"):
        with pytest.raises(VaultDamaged, match=f"the key of {RECORD} does not open"):
            vault.read(RECORD, key, one.size)


@pytest.mark.parametrize("wrong", [0, len(LETTER) - 1, len(LETTER) + 1, 10**15])
def test_a_wrong_size_is_refused(vault: Vault, wrong: int) -> None:
    kept = vault.seal(RECORD, source(LETTER))
    with pytest.raises(VaultDamaged):
        vault.read(RECORD, kept.key, wrong)


def test_a_missing_file_is_named(vault: Vault) -> None:
    kept = vault.seal(RECORD, source(LETTER))
    vault.discard(RECORD)
    vault.discard(RECORD)
    with pytest.raises(VaultDamaged, match=f"the sealed file of {RECORD} is missing"):
        vault.read(RECORD, kept.key, kept.size)


def test_a_link_in_the_place_of_a_file_is_not_followed(vault: Vault) -> None:
    kept = vault.seal(RECORD, source(LETTER))
    path = only_file(vault, RECORD)
    path.rename(vault.path / "elsewhere")
    path.symlink_to(vault.path / "elsewhere")
    with pytest.raises(VaultDamaged, match="not a plain file"):
        vault.read(RECORD, kept.key, kept.size)


def test_a_known_document_cannot_be_looked_for(tmp_path: Path) -> None:
    """Neither its words, nor its digest, nor its length, nor the record's id stand anywhere in the folder."""
    with new_vault(tmp_path / "one") as one, new_vault(tmp_path / "two") as two:
        kept = one.seal(RECORD, source(LETTER))
        other = two.seal(RECORD, source(LETTER))
        assert only_file(one, RECORD).stat().st_size != kept.size
        assert kept.name != other.name
    names = [path.name for path in (tmp_path / "one").rglob("*")]
    contents = [path.read_bytes() for path in (tmp_path / "one").rglob("*") if path.is_file()]
    for trace in (LETTER[:20], kept.sha256.encode(), bytes.fromhex(kept.sha256), RECORD.encode()):
        assert not any(trace in content for content in contents)
        assert not any(os.fsdecode(trace) in name for name in names)


class Failing(io.BytesIO):
    """A source whose disk fails after its first part."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Fail once something was given."""
        if self.tell():
            raise OSError(5, "input/output error")
        return super().read(size)


@pytest.mark.parametrize("size", [100, 17 * CHUNK])
def test_a_source_that_fails_leaves_nothing_behind(vault: Vault, size: int) -> None:
    before = sorted(vault.path.rglob("*"))
    with pytest.raises(OSError, match="input/output error"):
        vault.seal("itm_" + "2" * 26, Failing(bytes(size)))
    assert sorted(vault.path.rglob("*")) == before


class Dripping(io.BytesIO):
    """A source that gives a few bytes at a time, as a pipe does."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Give less than was asked for."""
        return super().read(min(size or 0, 9973))


def test_a_source_that_gives_little_at_a_time_is_sealed_whole(vault: Vault) -> None:
    content = os.urandom(700_000)
    kept = vault.seal(RECORD, Dripping(content))
    assert kept.size == len(content)
    assert vault.read(RECORD, kept.key, kept.size) == content


def test_a_receiver_that_fails_is_not_called_damage(vault: Vault) -> None:
    kept = vault.seal(RECORD, source(LETTER))

    def full(_: memoryview) -> None:
        raise StorageFull("there is no room for the export")

    with pytest.raises(StorageFull):
        vault.copy_out(RECORD, kept.key, kept.size, full)


def test_the_digest_is_given_again_when_a_file_is_copied_out(vault: Vault) -> None:
    kept = vault.seal(RECORD, source(LETTER))
    assert vault.copy_out(RECORD, kept.key, kept.size, len) == kept.sha256


def test_nothing_is_sealed_in_the_place_of_something_else(vault: Vault) -> None:
    first = vault.seal(RECORD, source(LETTER))
    with pytest.raises(KhronikaError, match="is sealed already"):
        vault.seal(RECORD, source(b"another letter"))
    assert vault.read(RECORD, first.key, first.size) == LETTER


def test_a_sweep_lists_what_is_missing_and_what_nobody_knows_and_removes_the_half_written() -> None:
    with temporary() as vault:
        kept = vault.seal(RECORD, source(LETTER))
        orphan = vault.seal(OTHER_RECORD, source(LETTER))
        (vault.path / "sealed" / "new" / ".new-0011223344556677").write_bytes(b"half")
        found = vault.sealed.sweep([RECORD, "itm_" + "9" * 26])
        assert (found.orphans, found.missing, found.removed) == ((orphan.name,), ("itm_" + "9" * 26,), 1)
        assert vault.sealed.sweep([RECORD, OTHER_RECORD]).removed == 0
        assert vault.read(RECORD, kept.key, kept.size) == LETTER


def test_an_unplugged_disk_is_one_clear_fault() -> None:
    with temporary() as vault:
        kept = vault.seal(RECORD, source(LETTER))
        vault.path.rename(vault.path.with_name(vault.path.name + "-gone"))
        try:
            for act in (
                lambda: vault.seal(RECORD, source(LETTER)),
                lambda: vault.read(RECORD, kept.key, kept.size),
                lambda: vault.remember_head(b"head"),
                vault.device,
                lambda: vault.sealed.sweep([]),
                vault.release_ballast,
                vault.restore_ballast,
            ):
                with pytest.raises(KhronikaError, match="is missing"):
                    act()
        finally:
            vault.path.with_name(vault.path.name + "-gone").rename(vault.path)


def test_a_file_is_taken_over_from_another_copy_of_the_vault_as_it_is_sealed(tmp_path: Path) -> None:
    new_vault(tmp_path / "one").close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    with open_vault(tmp_path / "one", PASSPHRASE) as one, open_vault(tmp_path / "two", PASSPHRASE) as two:
        kept = one.seal(RECORD, source(LETTER))
        assert two.sealed.adopt(one.sealed, RECORD)
        assert not two.sealed.adopt(one.sealed, RECORD)
        assert not two.sealed.adopt(one.sealed, OTHER_RECORD)
        assert two.read(RECORD, kept.key, kept.size) == LETTER


def test_a_link_is_not_taken_over_from_another_copy(tmp_path: Path) -> None:
    new_vault(tmp_path / "one").close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    with open_vault(tmp_path / "one", PASSPHRASE) as one, open_vault(tmp_path / "two", PASSPHRASE) as two:
        one.seal(RECORD, source(LETTER))
        path = only_file(one, RECORD)
        path.rename(tmp_path / "elsewhere")
        path.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(VaultDamaged, match="not a plain file"):
            two.sealed.adopt(one.sealed, RECORD)
        assert two.sealed.sweep([]).orphans == ()
