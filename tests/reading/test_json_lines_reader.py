"""JSON lines for a program that calls the library: any reader, any line."""

from __future__ import annotations

import io
import json

import pytest
from lines_cast import DENIAL, DOCUMENTS, lines_of

from khronika.reading import language_of, reader_for
from khronika.reading.lines import LONGEST, Asked, Wanted, answer, asked, encoded
from khronika.reading.streams import Source
from khronika.records.exchange import statement_json
from khronika.records.item import About
from khronika.records.reading import Reader
from khronika.records.statement import Statement


def test_the_reader_of_the_library_and_of_the_command_agree() -> None:
    about = About(published="2030-03-18", publisher="The Sarn Herald")
    read = reader_for(language_of(DENIAL) or "en", "fast").read(DENIAL, about)
    [record] = [answer(asked(1, lines_of(DOCUMENTS[:1])), Wanted("fast")).record]
    assert record["statements"] == [statement_json(statement) for statement in read]


@pytest.mark.parametrize(
    "line",
    [b"[" * 100_000, b'{"id": ' + b"9" * 5_000 + b"}", b'{"id": "a", "text": "x"', b"\xff\xfe", b"NaN"],
)
def test_hostile_json_is_a_problem_like_any_other(line: bytes) -> None:
    problem = asked(1, line).problem
    assert problem is not None
    assert problem.what.startswith("not ")
    assert problem.hint


def test_a_line_that_is_too_long_is_passed_over_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khronika.reading.lines.LONGEST", 200)
    monkeypatch.setattr("khronika.reading.streams.LONGEST", 200)
    given = lines_of([{"id": "long", "text": "a" * 1_000}, {"id": "next", "text": "b"}])
    source = Source(io.BytesIO(given), len(given))
    first, second = source.documents()
    assert first.problem is not None
    assert first.problem.what.startswith("it is longer than")
    assert (second.id, second.text, source.place) == ("next", "b", len(given))
    assert LONGEST >= 1 << 20


class Raising:
    """A reader that breaks its promise on some texts."""

    name = "raising"
    version = "1"

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        del about
        if "two" in text:
            raise RecursionError(text)
        return ()


def test_a_reader_that_raises_costs_one_document_and_tells_no_words_of_it() -> None:
    def readers(language: str, setting: str) -> Reader:
        del language, setting
        return Raising()

    found = [answer(Asked(n, n, text), Wanted(), readers) for n, text in enumerate(["one", "two", "three"])]
    assert ["problem" in each.record for each in found] == [False, True, False]
    assert found[1].record["problem"] == "the reader failed (RecursionError)"
    assert "two" not in json.dumps(found[1].record)


def test_a_setting_is_handed_to_the_reader() -> None:
    seen: list[tuple[str, str]] = []

    def readers(language: str, setting: str) -> Reader:
        seen.append((language, setting))
        return reader_for(language, "fast")

    for setting in ("fast", "accurate"):
        answer(Asked(1, "a", DENIAL), Wanted(setting), readers)
    assert seen == [("en", "fast"), ("en", "accurate")]
    assert Wanted().setting == "accurate"


def test_no_character_breaks_a_line_or_turns_a_terminal_around() -> None:
    text = "one\u2028two\u2029three\x85four\x0b\x1b[2J\u202efive\r\n"
    line = encoded(answer(asked(1, lines_of([{"id": "a", "text": text}])), Wanted("fast")).record)
    assert len(line.decode().splitlines()) == 1
    assert json.loads(line)["text"] == text
    assert not {"\u202e", "\x1b"} & set(line.decode())
