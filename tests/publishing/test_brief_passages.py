"""The whole text of a source under its highlights: exact, whatever the spans; unseen characters are seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from khronika.publishing.html import paragraph_markup
from khronika.publishing.passages import Highlight, layout_of, paragraphs_of
from khronika.publishing.visible import one_line, visible

TEXTS = st.text(st.sampled_from("ab <&>\"'\n\r\t“я\u0627\u202e\u200b\x00\ufeff]é́"), max_size=60)
HIGHLIGHTS = st.lists(
    st.builds(
        Highlight,
        st.tuples(st.integers(-5, 70), st.integers(-5, 70)),
        st.sampled_from(["content", "source", "cue", "figure"]),
        st.sampled_from(["S1", "S2", "S3"]),
    ),
    max_size=12,
)


@given(TEXTS, HIGHLIGHTS)
def test_the_pieces_joined_are_the_text_whatever_the_spans(text: str, highlights: list[Highlight]) -> None:
    """The pieces of a text, joined, are the text exactly, whatever the spans."""
    paragraphs = paragraphs_of(text, layout_of(text, ()), highlights)
    assert "".join(paragraph.unredacted_text for paragraph in paragraphs) == text


@given(TEXTS, HIGHLIGHTS)
def test_every_highlighted_character_is_under_its_highlight(text: str, highlights: list[Highlight]) -> None:
    """Every character that a span covers stands in a piece under that highlight, and no other does."""
    offset = 0
    for paragraph in paragraphs_of(text, layout_of(text, ()), highlights):
        for piece in paragraph.pieces:
            end = offset + len(piece.unredacted_text)
            over = [h for h in highlights if max(h.span[0], 0) <= offset and end <= h.span[1]]
            assert sorted(piece.highlights, key=repr) == sorted(over, key=repr)
            offset = end


@given(TEXTS, HIGHLIGHTS)
def test_the_page_with_its_tags_removed_is_the_visible_text(text: str, highlights: list[Highlight]) -> None:
    """The page's paragraphs, tags removed, are the text with unseen characters shown by number."""
    paragraphs = paragraphs_of(text, layout_of(text, ()), highlights)
    markup = "".join(str(paragraph_markup(paragraph)) for paragraph in paragraphs)
    tree = lxml_html.document_fromstring(f"<html><body><pre>.{markup}</pre></body></html>")
    shown = "".join(visible(piece.unredacted_text) for p in paragraphs for piece in p.pieces)
    assert tree.text_content() == f".{shown}"


def test_discontinuous_and_overlapping_spans_keep_their_order() -> None:
    """A statement in two pieces with another across them is marked in both, the outermost first."""
    marks = [
        Highlight((0, 3), "content", "S1", first=True),
        Highlight((6, 9), "content", "S1"),
        Highlight((2, 7), "content", "S2", first=True),
    ]
    pieces = [
        piece for p in paragraphs_of("abcdefghi", layout_of("abcdefghi", ()), marks) for piece in p.pieces
    ]
    assert [(p.unredacted_text, [h.label for h in p.highlights], p.begins) for p in pieces] == [
        ("ab", ["S1"], ("S1",)),
        ("c", ["S1", "S2"], ("S2",)),
        ("def", ["S2"], ()),
        ("g", ["S2", "S1"], ()),
        ("hi", ["S1"], ()),
    ]


def test_paragraphs_end_at_blank_lines_and_keep_them() -> None:
    """Paragraphs end at blank lines, and the blank lines stay with the paragraph before."""
    text = "One\nline.\n\nTwo.\r\n \r\nThree.\n\n"
    paragraphs = paragraphs_of(text, layout_of(text, ()), [])
    assert [p.unredacted_text for p in paragraphs] == ["One\nline.\n\n", "Two.\r\n \r\n", "Three.\n\n"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("file\u202egnp.exe", "file[U+202E]gnp.exe"),
        ("Kse\u200bnia", "Kse[U+200B]nia"),
        ("a\x00b\x1b[31m", "a[U+0000]b[U+001B][31m"),
        ("\ufeffstart\u2066\u2069", "[U+FEFF]start[U+2066][U+2069]"),
        ("a\u2028b\ud800", "a[U+2028]b[U+D800]"),
        ("tag\U000e0041", "tag[U+E0041]"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
        ("pa\u200cssword", "pa[U+200C]ssword"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("tab\tline\nend\r", "tab\tline\nend\r"),
        ("Весна № 9", "Весна № 9"),
    ],
)
def test_unseen_characters_are_shown_by_number(text: str, shown: str) -> None:
    """Unseen characters are shown by their number; joiners that spelling needs are left."""
    assert visible(text) == shown


def test_a_name_is_set_on_one_line() -> None:
    """A name with line breaks is set on one line."""
    assert one_line("Mira\r\n\t Dzhalova\n") == "Mira Dzhalova"
