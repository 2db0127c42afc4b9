"""Nothing readable on disk without a key: not in the vault, not beside it, not in a log, not after a kill."""

from __future__ import annotations

import base64
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from marked_child import MARKERS, files
from marked_child import __file__ as child_script

from desk_cast import files_in
from khronika.ledger.shadow import fold, name_key
from khronika.vault.sealed_file import HEADER_BYTES
from khronika.vault.stream import padded_size, sealed_size

HERE = Path(__file__).parent


def forms_of(text: str) -> Iterator[bytes]:
    """Yield how a text would look on disk: letters, wide letters, base64 at every offset, hex, folded."""
    for word in {text, text.lower(), text.upper(), fold(text), name_key(text)}:
        raw = word.encode()
        yield raw
        yield word.encode("utf-16-le")
        yield word.encode("utf-16-be")
        yield word.encode("utf-32-le")
        yield from _encoded(raw)


def _encoded(raw: bytes) -> Iterator[bytes]:
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for shift in range(3):
        whole = base64.b64encode(b"\x00" * shift + raw)[4 if shift else 0 :]
        yield whole.rstrip(b"=")[:-1]
    yield raw[::-1]


def digests() -> Iterator[bytes]:
    """Yield the digests of the given files as they could stand on disk, also in file names."""
    for content in files().values():
        for digest in (
            hashlib.sha256(content).digest(),
            hashlib.sha1(content, usedforsecurity=False).digest(),
        ):
            yield digest
            yield from _encoded(digest)
            yield base64.b32encode(digest).rstrip(b"=")
            yield base64.b32encode(digest).rstrip(b"=").lower()


def worked(tmp_path: Path, what: str) -> dict[str, bytes]:
    """Run the child in watched folders; return all that is on disk, and what it said, after it was killed."""
    watched = {name: tmp_path / name for name in ("tmp", "run", "home", "cwd")}
    for folder in watched.values():
        folder.mkdir(mode=0o700)
    environment = {
        **os.environ,
        "TMPDIR": str(watched["tmp"]),
        "XDG_RUNTIME_DIR": str(watched["run"]),
        "HOME": str(watched["home"]),
        "XDG_CACHE_HOME": str(watched["home"] / "cache"),
        "PYTHONPATH": os.pathsep.join([str(HERE.parent), *sys.path]),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(  # noqa: S603  (this interpreter, a script of the tests)
        [sys.executable, child_script, str(tmp_path / "vault"), what],
        env=environment,
        cwd=watched["cwd"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    return files_in(tmp_path) | {"stdout": done.stdout, "stderr": done.stderr}


@pytest.fixture(scope="module")
def marked_vault(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    path = tmp_path_factory.mktemp("marked")
    return path, worked(path, "work")


def readable(found: dict[str, bytes], forms: dict[str, list[bytes]]) -> set[tuple[str, str]]:
    """Return which markers are in which files, or in their names."""
    return {
        (what, name)
        for name, content in found.items()
        for what, words in forms.items()
        if any(word in content or word in name.encode() for word in words if len(word) > 5)
    }


FORMS = {name: list(forms_of(marker)) for name, marker in MARKERS.items()}


def test_the_search_finds_what_lies_open(tmp_path: Path) -> None:
    """A search that finds nothing proves nothing unless it finds what is there."""
    marker = MARKERS["identity"]
    (tmp_path / "a").write_bytes(b"x" + base64.b64encode(b"so " + marker.encode()))
    (tmp_path / "b").write_bytes(marker.encode("utf-16"))
    (tmp_path / marker.lower()).write_bytes(b"")
    assert {name for _, name in readable(files_in(tmp_path), FORMS)} == {"a", "b", marker.lower()}


def test_no_word_of_any_record_is_on_disk_while_the_desk_is_open_and_killed(
    marked_vault: tuple[Path, dict[str, bytes]],
) -> None:
    path, found = marked_vault
    assert {"vault/ledger.db", "vault/ledger.db-wal"} <= found.keys()
    assert len([name for name in found if name.startswith("vault/sealed/")]) > 8
    assert readable(found, FORMS) == set()
    assert (found["stdout"], found["stderr"]) == (b"", b"")
    assert path.exists()


def test_no_digest_of_a_known_file_is_on_disk_or_in_a_name(
    marked_vault: tuple[Path, dict[str, bytes]],
) -> None:
    _, found = marked_vault
    assert readable(found, {"digest": list(digests())}) == set()


def test_nothing_is_written_outside_the_vault(marked_vault: tuple[Path, dict[str, bytes]]) -> None:
    _, found = marked_vault
    outside = {name for name in found if not name.startswith(("vault/", "memory/"))}
    assert outside == {"stdout", "stderr"}


def test_everything_in_the_vault_is_for_this_account_alone(
    marked_vault: tuple[Path, dict[str, bytes]],
) -> None:
    path, _ = marked_vault
    open_to_others = [p for p in (path / "vault").rglob("*") if p.stat().st_mode & 0o077]
    assert open_to_others == []


def test_sizes_are_filled_and_do_not_give_a_file_away(
    marked_vault: tuple[Path, dict[str, bytes]],
) -> None:
    _, found = marked_vault
    sizes = {len(content) for name, content in found.items() if name.startswith("vault/sealed/")}
    given = [len(content) for content in files().values()]
    assert not sizes & set(given)
    assert {HEADER_BYTES + sealed_size(size) for size in given if size != given[1]} <= sizes
    assert len({padded_size(size) for size in range(3000, 3060)}) <= 2


def test_killed_in_the_middle_of_a_batch_nothing_is_readable(tmp_path: Path) -> None:
    found = worked(tmp_path, "middle")
    assert any(name.startswith("vault/sealed/") for name in found)
    assert readable(found, FORMS | {"digest": list(digests())}) == set()


def test_what_a_killed_temporary_desk_leaves_cannot_be_read(tmp_path: Path) -> None:
    found = worked(tmp_path, "temporary")
    left = [name for name in found if "khronika-temporary-" in name]
    assert any(name.endswith("ledger.db") for name in left)
    assert not any(name.endswith(("keyslots", "keyslots.copy", "khronika")) for name in left)
    assert readable(found, FORMS | {"digest": list(digests())}) == set()
