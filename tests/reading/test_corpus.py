"""The corpus: its notation, its documents, its parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.corpus import is_body, is_named, is_short
from training.agreement import compared
from training.notation import Malformed, parse, read_document
from training.split import part_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
DOCUMENTS = sorted([*CORPUS.glob("en/*.txt"), *CORPUS.glob("ru/*.txt")])
HEAD = "published: 2031-04-12\nstyle: news\n\n"


def test_marks_taken_out_give_the_text() -> None:
    """Spans are places in the text as a reader meets it, and pieces of one span share a number."""
    document = parse("x", HEAD + "{c1 “We know,”} {s1 she|Ana Lund} {k1 said|admits}, {c1 “who did it.”}")
    assert document.text == "“We know,” she said, “who did it.”\n"
    (gold,) = document.statements()
    assert [document.text[s:e] for s, e in gold.content] == ["“We know,”", "“who did it.”"]
    assert (gold.speaker, gold.named, gold.acts) == ("Ana Lund", True, ("admits",))


def test_a_statement_inside_another_knows_it() -> None:
    """What stands in the content of another is nested in it."""
    marked = (
        "{s1 Lund} {k1 said|asserts} {c1 {s2 the police|police~} {k2 had denied|denies:fact} {c2 the raid}}."
    )
    outer, inner = parse("x", HEAD + marked).statements()
    assert (outer.within, inner.within) == (None, outer.number)
    assert (inner.named, inner.denies) == (False, ("fact",))


def test_figures_have_open_ends() -> None:
    """At least, at most and exactly are told apart, and a rate is no unit."""
    marked = (
        "{s1 Lund} {k1 said|asserts} {c1 {n1 40 or more men|40.. men}, {n1 up to nine|..9 men},"
        " {n1 12 raids a year|12 raids /year}}"
    )
    (gold,) = parse("x", HEAD + marked).statements()
    assert [(f.low, f.high, f.unit, f.per) for f in gold.figures] == [
        (40, None, "men", ""),
        (None, 9, "men", ""),
        (12, 12, "raids", "year"),
    ]


@pytest.mark.parametrize(
    ("marked", "fault"),
    [
        ("{c1 words", "never closed"),
        ("words}", "closes no mark"),
        ("{z1 words}", "opens no mark"),
        ("{s1 Lund} {k1 said|asserts}", "no content"),
        ("{s1 Lund} {k1 said|shouts} {c1 no}", "no such act"),
        ("{s1 Lund} {k1 denied|denies} {c1 it}", "a denial has a kind"),
        ("{s1 Lund} {k1 said|asserts} {c1 {n1 some|many}}", "not a figure"),
        ("{s1 Lund} {k1 said|asserts} {c1 it} {t1 today|12 April}", "not a date"),
    ],
)
def test_a_slip_is_told_with_its_place(marked: str, fault: str) -> None:
    """A file that breaks the notation is refused; nothing is guessed."""
    with pytest.raises(Malformed, match=fault):
        parse("x", HEAD + marked).statements()


def test_every_document_can_be_read() -> None:
    """No document of the corpus breaks the notation, and there are as many as promised."""
    for path in DOCUMENTS:
        assert read_document(path).statements()
    names = [path.stem for path in DOCUMENTS]
    assert len(names) == len(set(names))
    assert sum(path.parent.name == "en" for path in DOCUMENTS) >= 300
    assert sum(path.parent.name == "ru" for path in DOCUMENTS) >= 150


def test_a_fifth_is_held_out_by_whole_series() -> None:
    """A series is in one part alone, so that no name trained on is measured with."""
    parts: dict[str, set[str]] = {}
    for path in DOCUMENTS:
        parts.setdefault(path.stem.partition("-")[0], set()).add(part_of(path.stem))
    assert all(len(found) == 1 for found in parts.values())
    held = sum(part_of(path.stem) == "held-out" for path in DOCUMENTS)
    assert 0.19 <= held / len(DOCUMENTS) <= 0.26


def test_the_second_annotation_is_of_the_same_texts() -> None:
    """Both annotators read the same words, and agree on most of what was said."""
    for language in ("en", "ru"):
        paths = sorted((CORPUS / "second" / language).glob("*.txt"))
        assert len(paths) * 12 >= sum(path.parent.name == language for path in DOCUMENTS)
        for path in paths:
            counts = compared(read_document(CORPUS / language / path.name), read_document(path))
            assert counts["found_right"]


def test_the_scorer_takes_no_kind_for_a_name() -> None:
    """A body may lack its country, a person no part of the name; "the ministry" alone is nobody yet."""
    assert is_named("ana lund", "dr ana lund")
    assert not is_named("ana lund", "lund")
    assert not is_body("ana lund brandt", "ana lund")
    assert is_body("border service of tarn", "border service")
    assert not is_body("interior ministry", "ministry")
    assert not is_body("interior ministry", "defence ministry")
    assert is_short("el faro del valle", "el faro")
    assert not is_short("orvan news agency", "agency")
    assert not is_short("orvan news agency", "news agency")
