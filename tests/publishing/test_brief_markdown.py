"""The brief as Markdown and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from brief_case import brief_of, case_brief, courier, trubach, withheld
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from test_brief_pages import HOSTILE, hostile_brief

from khronika.publishing.exchange import render_json
from khronika.publishing.html import render_html
from khronika.publishing.markdown import escaped, render_markdown
from khronika.publishing.visible import one_line
from khronika.records.exchange import statement_json, statement_of
from khronika.records.statement import Status

GOLDEN = Path(__file__).with_name("expected_brief.md")


def parsed(text: str) -> list[Token]:
    """Return the tokens a common Markdown reader with HTML, tables and autolinks sees."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return [token for block in reader.parse(text) for token in (block, *(block.children or ()))]


def test_the_markdown_of_the_case() -> None:
    """The Markdown of the case is the one that was read by eye and kept."""
    assert render_markdown(case_brief()) == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_neither_link_nor_load_in_markdown(words: str) -> None:
    """Hostile words make no HTML, link, picture or code in the Markdown."""
    kinds = {token.type for token in parsed(render_markdown(hostile_brief(words)))}
    assert not kinds & {
        "html_inline",
        "html_block",
        "link_open",
        "image",
        "code_inline",
        "fence",
        "code_block",
    }


@given(st.text(st.sampled_from("ab1.)-+=*_`[]()<>!#|~\\&; :/w@\n\t$^{}\"'"), max_size=30))
def test_an_escaped_text_is_one_paragraph_of_plain_words(text: str) -> None:
    """An escaped text, alone on its line, is a paragraph of plain words that reads as the text."""
    tokens = parsed(escaped(text))
    assert {token.type for token in tokens} <= {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        "text_special",
    }
    shown = "".join(token.content for token in tokens if token.type in {"text", "text_special"})
    assert shown == one_line(text)


@pytest.mark.parametrize("address", ["https://leak.example/x", "www.leak.example", "a@leak.example"])
def test_addresses_are_not_made_links_by_readers_that_look_for_them(address: str) -> None:
    """An address is broken by a backslash, so that a reader that looks for addresses makes no link."""
    assert address not in escaped(address)


def test_the_json_has_the_one_schema() -> None:
    """The JSON holds one item a source, and each statement in the one schema."""
    plain = json.loads(render_json(case_brief()))
    assert list(plain) == ["items"]
    first, second, third = plain["items"]
    assert (first["item"], first["published"]) == ("2026-03-15-sarn-courier.html", "2026-03-15")
    assert first["sha256"] == courier().reference
    assert first["statements"] == [
        statement_json(r.statement) | {"status": r.status.value, "second_person": r.second_person}
        for r in courier().statements
    ]
    assert [statement_of(s) for s in second["statements"]] == [r.statement for r in trubach().statements]
    assert (third["sha256"], third["reference"], third["statements"]) == (None, "k7q2m9w0", [])


def test_of_each_accepted_statement_it_is_told_whether_a_second_person_saw_it() -> None:
    """Where some were seen by two and some by one, every form of the brief tells which."""
    source = courier()
    one, two, *others = (replace(r, status=Status.ACCEPTED) for r in source.statements)
    made = brief_of(replace(source, statements=(one, replace(two, second_person=True), *others)))
    (item,) = json.loads(render_json(made))["items"]
    assert [s["second_person"] for s in item["statements"]] == [False, True, *(False for _ in others)]
    assert {s["status"] for s in item["statements"]} == {"accepted"}
    for written in (render_markdown(made), render_html(made)):
        assert written.count("accepted by a person, seen by a second person") == 1
        assert written.count("accepted by a person, not seen by a second person") == 1 + len(others)


def test_a_salted_reference_is_never_given_as_a_digest() -> None:
    """A salted reference is never given as a digest."""
    (item,) = json.loads(render_json(brief_of(withheld())))["items"]
    assert item["sha256"] is None


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_json(words: str) -> None:
    """Hostile words come back from the JSON as they were."""
    written = render_json(hostile_brief(words))
    written.encode("utf-8")
    item = json.loads(written)["items"][0]
    assert item["item"] == words
