"""``python -m khronika.reading``: documents a line in, statements a line out, and nothing lost on the way."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lines_cast import DENIAL, DOCUMENTS, lines_of

from khronika.reading.__main__ import run
from khronika.reading.lines import Wanted, answer, asked
from khronika.reading.progress import Progress
from khronika.records.exchange import statement_json, statement_of

PATIENCE = 60
FAST = ["--setting", "fast"]


def command(*words: str | Path) -> list[str]:
    """Return the command, by rules alone unless the words say otherwise: it starts sooner."""
    return [sys.executable, "-m", "khronika.reading", *FAST, *map(str, words)]


def typed(place: Path, *words: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own."""
    return subprocess.run(  # noqa: S603  (this interpreter, our own module)
        command(*words), cwd=place, input=given, capture_output=True, timeout=PATIENCE, check=False
    )


def records(output: bytes) -> list[dict[str, Any]]:
    assert output.endswith(b"\n")
    return [json.loads(line) for line in output.decode().splitlines()]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "in.jsonl").write_bytes(lines_of(DOCUMENTS))
    return tmp_path


def test_each_document_is_answered_in_order_in_the_one_schema(place: Path) -> None:
    shown = typed(place, "in.jsonl")
    assert (shown.returncode, shown.stderr) == (0, b"")
    read = records(shown.stdout)
    assert [record["id"] for record in read] == ["a1", "a2", 3, "a4"]
    assert [record["language"] for record in read] == ["en", "en", "ru", "en"]
    for given, record in zip(DOCUMENTS, read, strict=True):
        assert list(record) == ["id", "text", "language", "reader", "statements"]
        assert record["text"] == given["text"]
        again = [statement_json(statement_of(plain)) for plain in record["statements"]]
        assert json.loads(json.dumps(again)) == record["statements"]
    [denial] = read[0]["statements"]
    assert (denial["speaker"], denial["acts"], denial["when"]["start"]) == (
        "Mira Dzhalova",
        ["denies"],
        "2030-03-18",
    )


def test_standard_input_is_read_like_a_file(place: Path) -> None:
    by_name = typed(place, "in.jsonl")
    piped = typed(place, "-", given=(place / "in.jsonl").read_bytes())
    assert piped.returncode == 0
    assert piped.stdout == by_name.stdout


FAULTY = (
    b"not json\n"
    b"\n"
    b'{"id": "no text", "title": "x"}\n'
    b'{"id": "number", "text": 5}\n'
    b'{"id": "half", "text": "a \\ud800 b"}\n'
    b"[1]\n"
    b'{"id": "latin", "text": "caf\xe9"}\n'
    b'{"id": "\\udfff", "text": ""}\n'
    b'{"id": "list", "text": "", "author": ["A", "B"], "language": "English"}\n'
)


def test_a_line_that_cannot_be_read_is_told_counted_and_answered(place: Path) -> None:
    shown = typed(place, "-", given=FAULTY)
    assert shown.returncode == 0
    assert shown.stderr.decode().splitlines() == [
        "khronika: note: line 1: not JSON at character 1",
        'hint: a line is one JSON object: {"id": "a1", "text": "…", "published": "2030-01-31"}',
        "khronika: note: line 3: it has no text",
        'hint: give the words of the document as "text"',
        "khronika: note: line 4: its text is not a string",
        'hint: give the words of the document as "text"',
        "khronika: note: line 5: its text has a lone surrogate at character 3",
        "hint: half of a pair of UTF-16: decode the text anew, or put U+FFFD in its place",
        "khronika: note: line 6: not a JSON object",
        'hint: a line is one JSON object: {"id": "a1", "text": "…", "published": "2030-01-31"}',
        "khronika: note: line 7: not UTF-8 at byte 29",
        "hint: write the file as UTF-8",
        "khronika: note: line 9: “author” cannot be used and is left aside",
        "khronika: note: line 9: “language” cannot be used and is left aside",
        "khronika: note: 6 of 8 documents could not be read, and stand in the output with the reason",
    ]
    read = records(shown.stdout)
    assert [record["id"] for record in read] == [
        "line 1", "no text", "number", "half", "line 6", "line 7", "line 8", "list",
    ]  # fmt: skip
    assert [record.get("problem") for record in read[:3]] == [
        "not JSON at character 1",
        "it has no text",
        "its text is not a string",
    ]
    assert [record["line"] for record in read[:6]] == [1, 3, 4, 5, 6, 7]


def test_many_faulty_lines_do_not_flood_the_terminal(place: Path) -> None:
    shown = typed(place, "-", given=b"x\n" * 500 + lines_of(DOCUMENTS[:1]))
    assert len(records(shown.stdout)) == 501
    told = shown.stderr.decode().splitlines()
    assert len(told) == 42
    assert told[-2:] == [
        "khronika: note: further ones are counted, and stand in the output",
        "khronika: note: 500 of 501 documents could not be read, and stand in the output with the reason",
    ]


def test_only_bad_lines_are_a_fault(place: Path) -> None:
    shown = typed(place, "-", given=b"{}\n")
    assert shown.returncode == 11
    assert shown.stderr.decode().splitlines()[-2:] == [
        "khronika: error: no document could be read",
        "hint: each stands in the output with the reason",
    ]
    assert len(records(shown.stdout)) == 1


def test_an_empty_input_is_said_to_be_empty(place: Path) -> None:
    shown = typed(place, "-", given=b"\n\n")
    assert (shown.returncode, shown.stdout) == (0, b"")
    assert shown.stderr == b"khronika: note: the input has no document\n"


@pytest.mark.parametrize(
    ("words", "code", "error", "hint"),
    [
        ([], 2, "the following arguments are required: FILE", "python -m khronika.reading --help"),
        (["in.jsonl", "--fast"], 2, "unrecognized arguments: --fast", "python -m khronika.reading --help"),
        (["in.jsonl", "--language", "English"], 2, "English is not a language code", "give two letters"),
        (["none.jsonl"], 1, "none.jsonl cannot be read: no such file", "name a file"),
        (["."], 1, ". cannot be read: is a directory", "name a file"),
        (["a\x1b[2J"], 1, "a[U+001B][2J cannot be read", "name a file"),
        (["in.jsonl", "-o", "in.jsonl"], 2, "in.jsonl is the input", "name another place"),
        (["in.jsonl", "-o", "no/out.jsonl"], 1, "no/out.jsonl cannot be written", "name another place"),
        (["in.jsonl", "--resume"], 2, "standard output cannot be gone on with", "name the file"),
        (["in.jsonl", "-o", "/dev/null", "--resume"], 2, "/dev/null is no file", "leave out --resume"),
        (["in.jsonl", "-o", "/dev/full"], 9, "no space left on device", "what was written is whole"),
    ],
)
def test_a_fault_is_one_line_and_a_hint(
    place: Path, words: list[str], code: int, error: str, hint: str
) -> None:
    shown = typed(place, *words)
    said = shown.stderr.decode().splitlines()
    assert shown.returncode == code
    assert len(said) == 2
    assert said[0].startswith(f"khronika: error: {error}")
    assert said[1].startswith(f"hint: {hint}")
    assert (place / "in.jsonl").read_bytes() == lines_of(DOCUMENTS)


def test_a_missing_part_of_the_reader_is_a_fault_and_not_a_problem_of_each_document(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'weights'", name="weights")

    monkeypatch.chdir(place)
    monkeypatch.setattr("khronika.reading.__main__.answer", missing)
    assert run(["in.jsonl", "-o", "out.jsonl"]) == 1
    assert capsys.readouterr().err == (
        "khronika: error: a part of khronika is missing: weights\n"
        "hint: install the package anew, or use the fast setting\n"
    )
    assert (place / "out.jsonl").read_bytes() == b""


def test_what_was_not_foreseen_shows_no_traceback(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("words of a source")

    monkeypatch.chdir(place)
    monkeypatch.setattr("khronika.reading.__main__.go_on", broken)
    assert run([*FAST, "in.jsonl", "-o", "out.jsonl", "--resume"]) == 70
    said = capsys.readouterr().err
    assert said.startswith("khronika: error: something went wrong that khronika did not foresee (ZeroDivis")
    assert "words of a source" not in said


def test_texts_and_own_assertions_can_be_left_out(place: Path) -> None:
    whole = records(typed(place, "in.jsonl").stdout)
    bare = records(typed(place, "in.jsonl", "--without-text", "--without-own").stdout)
    assert any(statement.get("own") for record in whole for statement in record["statements"])
    for full, short in zip(whole, bare, strict=True):
        assert "text" not in short
        assert short["statements"] == [s for s in full["statements"] if not s.get("own")]


def test_a_language_can_be_forced_or_given_with_the_document(place: Path) -> None:
    forced = records(typed(place, "in.jsonl", "--language", "ru").stdout)
    assert {record["language"] for record in forced} == {"ru"}
    given = answer(
        asked(1, lines_of([{"id": "a", "text": DENIAL, "language": "de-AT"}])), Wanted("fast")
    ).record
    assert (given["language"], given["reader"]) == ("de", "khronika-quotations 1")


def test_a_new_output_is_its_owners_alone_and_an_old_one_is_replaced(place: Path) -> None:
    for _ in range(2):
        assert typed(place, "in.jsonl", "-o", "out.jsonl").returncode == 0
    assert (place / "out.jsonl").stat().st_mode & 0o777 == 0o600
    assert (place / "out.jsonl").read_bytes() == typed(place, "in.jsonl").stdout


def test_a_run_cut_anywhere_goes_on_to_what_an_unbroken_run_writes(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    (place / "in.jsonl").write_bytes(lines_of(DOCUMENTS[:2]) + b"\nnot json\n" + lines_of(DOCUMENTS[2:]))
    out = place / "out.jsonl"
    assert run([*FAST, "in.jsonl", "-o", "out.jsonl"]) == 0
    unbroken = out.read_bytes()
    for length in [*range(0, len(unbroken), 61), len(unbroken) - 1, len(unbroken)]:
        out.write_bytes(unbroken[:length])
        assert run([*FAST, "in.jsonl", "-o", "out.jsonl", "--resume"]) == 0
        assert out.read_bytes() == unbroken


def test_going_on_counts_what_could_not_be_read_before(place: Path) -> None:
    given = b"not json\n" + lines_of(DOCUMENTS)
    (place / "in.jsonl").write_bytes(given)
    typed(place, "in.jsonl", "-o", "out.jsonl")
    again = typed(place, "in.jsonl", "-o", "out.jsonl", "--resume")
    assert again.stderr.decode().startswith("khronika: note: 1 of 5 documents could not be read")


@pytest.mark.parametrize(
    ("change", "words", "why"),
    [
        ({"id": "other", "text": DENIAL}, [], "line 1 of the input is another document"),
        ({"id": "a1", "text": "Other."}, [], "line 1 of the input has changed"),
        ({}, ["--without-text"], "the choice of --without-text differs"),
        ({}, ["--without-own"], "it was written without --without-own"),
        ({}, ["--language", "ru"], "it was read by khronika-"),
        (None, [], "answers more documents than the input has"),
    ],
)
def test_an_output_of_something_else_is_not_gone_on_with(
    place: Path, change: dict[str, str] | None, words: list[str], why: str
) -> None:
    typed(place, "in.jsonl", "-o", "out.jsonl")
    before = (place / "out.jsonl").read_bytes()
    documents = DOCUMENTS[:2] if change is None else [DOCUMENTS[0] | change, *DOCUMENTS[1:]]
    (place / "in.jsonl").write_bytes(lines_of(documents))
    shown = typed(place, "in.jsonl", "-o", "out.jsonl", "--resume", *words)
    assert shown.returncode == 2
    assert why in shown.stderr.decode()
    assert (place / "out.jsonl").read_bytes() == before


@pytest.mark.parametrize("foreign", [b"my notes\n", b'{"id": "a1"}\n', b"[]\n"])
def test_a_file_that_is_no_output_of_this_command_is_left_as_it_is(place: Path, foreign: bytes) -> None:
    (place / "out.jsonl").write_bytes(foreign)
    shown = typed(place, "in.jsonl", "-o", "out.jsonl", "--resume")
    assert shown.returncode == 2
    assert "its line 1 is not of this command" in shown.stderr.decode()
    assert (place / "out.jsonl").read_bytes() == foreign


class Fed:
    """A run whose input comes document by document, so that it can be stopped in the middle."""

    def __init__(self, place: Path) -> None:
        self.out = place / "out.jsonl"
        self.process = subprocess.Popen(  # noqa: S603  (this interpreter, our own module)
            command("-", "-o", self.out), stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=place
        )

    def feed(self, given: bytes, answered: int) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(given)
        self.process.stdin.flush()
        until = time.monotonic() + PATIENCE
        while not self.out.exists() or self.out.read_bytes().count(b"\n") < answered:
            assert time.monotonic() < until
            time.sleep(0.01)

    def stop(self, number: signal.Signals) -> str:
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        return said.decode()


@pytest.fixture
def fed(place: Path) -> Iterator[Fed]:
    made = Fed(place)
    yield made
    made.process.kill()
    made.process.wait()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_leaves_whole_lines_and_is_gone_on_with(
    place: Path, fed: Fed, number: signal.Signals
) -> None:
    documents = [document | {"id": f"{n}-{document['id']}"} for n in range(5) for document in DOCUMENTS]
    (place / "in.jsonl").write_bytes(lines_of(documents))
    fed.feed(lines_of(documents[:7]), answered=7)
    said = fed.stop(number)
    if number == signal.SIGINT:
        assert fed.process.returncode == 130
        assert said == (
            "\nkhronika: stopped; what was written is whole, and -o FILE --resume goes on from there\n"
        )
    assert len(records(fed.out.read_bytes())) == 7
    gone_on = typed(place, "in.jsonl", "-o", "out.jsonl", "--resume")
    assert (gone_on.returncode, gone_on.stderr) == (0, b"")
    assert fed.out.read_bytes() == typed(place, "in.jsonl").stdout


def test_whoever_reads_the_output_may_go_away(place: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    shown = subprocess.run(  # noqa: S603  (this interpreter, our own module)
        command("in.jsonl"), cwd=place, stdout=writing, stderr=subprocess.PIPE, timeout=PATIENCE, check=False
    )
    os.close(writing)
    assert (shown.returncode, shown.stderr) == (141, b"")


def test_progress_is_told_where_it_is_asked_for_and_only_there(place: Path) -> None:
    shown = typed(place, "in.jsonl", "-o", "out.jsonl", "--progress").stderr.decode()
    assert shown.startswith("khronika: 4 documents, ")
    assert shown.endswith(" words/s, 100 %\n")
    assert typed(place, "in.jsonl", "-o", "out.jsonl", "--no-progress").stderr == b""


def test_progress_on_a_terminal_is_one_line_that_is_written_over() -> None:
    now = iter([0.0, 1.0, 2.0, 2.1, 3.0])
    stream = io.StringIO()
    progress = Progress(stream, lambda: next(now), shown=True, over=True, size=1_000)
    progress.start(200, 3)
    progress.step(900, 400)
    progress.step(900, 600)
    progress.clear()
    progress.step(100, 700)
    progress.end()
    assert stream.getvalue() == (
        "\r\x1b[K4 documents, 900 words, 900 words/s, 40 %, about 3 s left"
        "\r\x1b[K5 documents, 1,800 words, 900 words/s, 60 %, about 2 s left"
        "\r\x1b[K"
        "\r\x1b[K6 documents, 1,900 words, 633 words/s, 70 %, about 2 s left\n"
    )
