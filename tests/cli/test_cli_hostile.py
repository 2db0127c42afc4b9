"""Hostile arguments, names, files and streams: each gets a line and an exit code, none a traceback."""

from __future__ import annotations

import json
import os
import tempfile
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest
from commands_apart import khronika
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transcripts import CASE

from khronika.cli import main
from khronika.cli.faults import explained
from khronika.cli.given import given as named_on_the_command_line
from khronika.cli.given import printable
from khronika.cli.output import escaped, shortened, width_of
from khronika.cli.writing import delivery, write_file
from khronika.errors import KhronikaError, UsageFault

PAPER = '"There is no such facility at Quarry 9," said Mira Dzhalova on Monday.\n'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give a folder of one's own with one paper in it."""
    for name in ("run", "tmp", "work"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "work" / "paper.txt").write_text(PAPER, encoding="utf-8")
    return tmp_path / "work"


def brief_json(place: Path, *words: str | bytes) -> list[dict[str, object]]:
    done = khronika(place, "brief", *words, "--json")
    assert done.returncode == 0, done.stderr.decode()
    items: list[dict[str, object]] = json.loads(done.stdout)["items"]
    return items


@pytest.mark.parametrize(
    ("codec", "mark", "end"),
    [
        *(("utf-8", b"", "\n"), ("utf-8", b"\xef\xbb\xbf", "\n"), ("utf-8", b"", "\r\n")),
        *(("utf-16-le", b"\xff\xfe", "\n"), ("utf-16-be", b"\xfe\xff", "\n"), ("cp1251", b"", "\r\n")),
    ],
)
def test_spans_are_places_in_the_file_whatever_its_encoding(
    place: Path, codec: str, mark: bytes, end: str
) -> None:
    text = (PAPER * 2 + "Илья Керан рассказал, что карьер закрыт, и что людей увезли ночью.\n") * 3
    text = text.replace("\n", end)
    content = mark + text.encode(codec)
    (place / "paper.txt").write_bytes(content)
    (item,) = brief_json(place, "paper.txt")
    assert item["sha256"] == sha256(content).hexdigest()
    said = [statement for statement in item["statements"] if statement["speaker"] == "Mira Dzhalova"]  # type: ignore[attr-defined]  # JSON
    assert said
    for statement in said:
        words = [text[start:stop] for start, stop in statement["content"]]
        assert words == ['"There is no such facility at Quarry 9,"']


def test_every_sample_gives_a_brief_or_its_reason(place: Path) -> None:
    items = brief_json(place, str(CASE))
    files = {path.name for path in CASE.rglob("*") if path.is_file()}
    assert files <= {str(item["item"]).rpartition("/")[2] for item in items}
    for item in items:
        assert item["statements"] or item["problems"] or "withheld" in item or item["item"], item["item"]


def test_names_that_are_no_utf_8_or_hold_control_characters_never_reach_the_terminal(place: Path) -> None:
    os.rename(place / "paper.txt", os.fsencode(place) + b"/\xff\x1b[31m\nname\xe2\x80\xae.txt")  # noqa: PTH104 - the name is bytes
    for words in (["."], [".", "--json"], [".", "-o", "x.html"], ["nothing\x1b[2Jhere\u202e"]):
        done = khronika(place, "brief", *words)
        shown = (done.stdout + done.stderr).decode()
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "Traceback" not in shown


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1251"])
def test_a_terminal_of_another_encoding_stops_nothing(place: Path, encoding: str) -> None:
    (place / "бумага.txt").write_text(PAPER, encoding="utf-8")
    done = khronika(place, "brief", "бумага.txt", "--json", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["items"][0]["item"] == "бумага.txt"
    assert khronika(place, "brief", "нет.txt", PYTHONIOENCODING=encoding).returncode == 2


def test_what_is_named_is_never_passed_over_in_silence(place: Path) -> None:
    folder = place / "handed over"
    (folder / "below").mkdir(parents=True)
    (folder / ".hidden").write_text("x", encoding="utf-8")
    (folder / "out").symlink_to("/etc/passwd")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    (folder / "below" / "one.txt").write_text(PAPER, encoding="utf-8")
    found = named_on_the_command_line([str(folder)])
    assert [source.name for source in found.sources] == ["below/one.txt"]
    assert {problem.where for problem in found.left_out} == {"out", "round", "pipe", "handed over"}


def test_a_folder_that_may_not_be_entered_is_listed() -> None:
    with tempfile.TemporaryDirectory() as name:
        closed = Path(name) / "closed"
        closed.mkdir()
        Path(name).chmod(0o755)
        closed.chmod(0)
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)
        try:
            found = named_on_the_command_line([name])
        finally:
            if before == 0:
                os.seteuid(0)
            closed.chmod(0o700)
    assert [problem.what for problem in found.left_out] == ["permission denied"]


def test_a_vault_is_no_material(place: Path) -> None:
    (place / "desk").mkdir()
    for name in ("khronika", "keyslots", "ledger.db"):
        (place / "desk" / name).write_text("x", encoding="utf-8")
    found = named_on_the_command_line([str(place)])
    assert [source.name for source in found.sources] == ["paper.txt"]
    assert [problem.what for problem in found.left_out] == ["a vault: it is not read as material"]


def test_input_without_an_end_is_stopped_at_a_limit(place: Path) -> None:
    done = khronika(place, "brief", "/dev/zero")
    assert done.returncode == 11
    assert b"it has no end within" in done.stderr


@pytest.mark.parametrize("name", ["", "x" * 300, "no\nfile", "\udcff"])
def test_a_name_that_is_nothing_is_said(name: str) -> None:
    with pytest.raises(UsageFault):
        named_on_the_command_line([name])


def test_bytes_that_are_no_utf_8_stay_readable() -> None:
    assert printable(os.fsdecode(b"a\xff.txt")) == "a\\xff.txt"


@pytest.mark.parametrize("kind", ["age", "ssh"])
def test_what_is_encrypted_opens_with_the_key_alone(place: Path, kind: str) -> None:
    key = pyrage.x25519.Identity.generate()
    recipient = str(key.to_public())
    if kind == "ssh":
        pair = Ed25519PrivateKey.generate()
        shape = (Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        key = pyrage.ssh.Identity.from_buffer(pair.private_bytes(*shape))
        recipient = pair.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    out = place / "x.bin.age"
    delivery(out, [recipient]).deliver(b"who said what")
    assert b"who said what" not in out.read_bytes()
    assert pyrage.decrypt(out.read_bytes(), [key]) == b"who said what"


@pytest.mark.parametrize("text", ["", "age1", "age1" + "q" * 58, "ssh-rsa", "ssh-ed25519 AAAA", "nobody"])
def test_what_is_no_recipient_is_refused_before_the_work(text: str, tmp_path: Path) -> None:
    with pytest.raises(UsageFault):
        delivery(tmp_path / "x.md.age", [text])


def test_a_secret_key_given_as_recipient_is_not_repeated(place: Path) -> None:
    secret = str(pyrage.x25519.Identity.generate())
    done = khronika(place, "brief", "paper.txt", "-o", "x.md.age", "--encrypt-to", secret)
    assert done.returncode == 2
    assert secret.encode() not in done.stdout + done.stderr


def test_a_file_is_put_in_the_place_of_another_whole_and_private(tmp_path: Path) -> None:
    out = tmp_path / "brief.md"
    out.write_text("the old one", encoding="utf-8")
    write_file(out, b"the new one")
    assert out.read_bytes() == b"the new one"
    assert out.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [out]


def test_a_device_is_written_to_and_not_put_away(tmp_path: Path) -> None:
    write_file(Path("/dev/null"), b"x")
    assert not Path("/dev/null").is_file()
    full = tmp_path / "full"
    full.symlink_to("/dev/full")
    with pytest.raises(KhronikaError, match="no space"):
        write_file(full, b"x")


OPTIONS = [
    "--limit",
    "--before",
    "--as-of",
    "--vault",
    "--json",
    "--passphrase-fd",
    "--set",
    "-",
    "--",
    "stm_1",
]
COMMANDS = ["items", "statements", "show", "accept", "amend", "consent", "identity", "erase", "lock", "join"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(COMMANDS),
    st.lists(st.sampled_from(OPTIONS) | st.text(max_size=8).filter(lambda t: "\0" not in t), max_size=4),
)
def test_no_arguments_bring_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str, words: list[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["khronika", command, *words])
    monkeypatch.delenv("KHRONIKA_VAULT", raising=False)
    try:
        code = explained(main._run)
    except SystemExit as end:
        code = int(end.code or 0)
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    assert code in {0, 2, 3, 5}, shown.err


@given(st.text())
def test_escapes_in_json_change_no_value(text: str) -> None:
    assert json.loads(escaped(json.dumps(text, ensure_ascii=False))) == text


@given(st.text(alphabet="aб漢字٣שلا́\u200d —"), st.integers(min_value=1, max_value=40))
def test_a_shortened_line_is_never_wider_than_it_may_be(text: str, most: int) -> None:
    assert width_of(shortened(text, most)) <= most


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    assert (width_of("Sarn"), width_of("漢字"), width_of("é"), width_of("سرن")) == (4, 4, 1, 3)


def test_a_setting_that_is_none_is_refused(place: Path) -> None:
    """Before anything is read or a passphrase asked for."""
    assert khronika(place, "brief", "paper.txt", "--json", "--setting", "fast").returncode == 0
    for command in (("brief", "paper.txt"), ("read",), ("add", "paper.txt", "--read")):
        done = khronika(place, *command, "--setting", "quick")
        assert done.returncode == UsageFault.exit_code
        assert done.stderr.decode().startswith("khronika: error: there is no setting 'quick'")
