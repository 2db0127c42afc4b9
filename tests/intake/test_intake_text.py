"""Plain text: what the file has, character for character, with the bytes each paragraph came from."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.intake import Limits, extract
from khronika.intake.charset import decode, octets_of
from khronika.intake.claimed_date import edtf_of_words
from khronika.records.dates import days_of
from khronika.records.item import About

NOTE = "Взяли двоих, ночью.\r\n\r\nThe lawyer 🚐 said “no”.\n \t\nEnd"
MARKS = {
    "utf-8-sig": "utf-8",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "utf-32-le": "utf-32-le",
}
PIECES = (b"\xff", b"a", "я".encode(), b"\n\n", b"\xd0", "🚐".encode(), b" gate ")
BOMS = {
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
}


def test_text_is_kept_with_its_line_ends() -> None:
    extraction = extract(NOTE.encode(), "note.txt")
    assert extraction.text == NOTE
    assert extraction.media == "text/plain"
    assert extraction.problems == ()


@pytest.mark.parametrize("encoding", ["utf-8", *MARKS])
def test_each_paragraph_leads_to_its_bytes(encoding: str) -> None:
    content = BOMS.get(encoding, b"") + NOTE.encode(encoding)
    extraction = extract(content, "note.txt")
    assert extraction.text == NOTE
    assert len(extraction.anchors) == 3
    for anchor in extraction.anchors:
        assert anchor.octets is not None
        start, end = anchor.octets
        said = content[start:end].decode(MARKS.get(encoding, encoding))
        assert said == NOTE[anchor.span[0] : anchor.span[1]]


def test_a_guessed_encoding_is_said_and_still_leads_to_its_bytes() -> None:
    said = "Такого объекта нет, сказал он."
    note = f"Представитель министерства отрицал, что в карьере кого-либо держали.\n\n{said}"
    content = note.encode("cp1251")
    extraction = extract(content, "note.txt")
    assert extraction.text == note
    assert extraction.problems[0].what == "encoding guessed: windows-1251"
    assert extraction.anchors[1].octets is not None
    assert content[slice(*extraction.anchors[1].octets)].decode("cp1251") == said


@given(st.binary(max_size=400))
def test_no_bytes_make_decoding_fail_and_the_text_can_be_sealed(content: bytes) -> None:
    decoded = decode(content)
    assert decoded.text.encode("utf-8", "surrogatepass") is not None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_text_in_utf_8_comes_back_exactly(text: str) -> None:
    decoded = decode(text.encode())
    assert decoded.encoding != "utf-8" or decoded.text == text.removeprefix("\ufeff")


@given(
    st.lists(
        st.sampled_from((b"\xff", b"a", "я".encode(), b"\n\n", b"\xd0", "🚐".encode(), b" gate ")),
        max_size=30,
    )
)
def test_places_stay_right_where_bytes_are_not_utf_8(pieces: list[bytes]) -> None:
    content = "Взяли двоих ночью, сказала она. ".encode() * 4 + b"".join(pieces)
    decoded = decode(content)
    spans = [(start, start + 1) for start in range(len(decoded.text))]
    octets = octets_of(decoded, spans)
    if decoded.encoding != "utf-8":
        return
    assert octets is not None
    assert [place[0] for place in octets[1:]] == [place[1] for place in octets[:-1]]
    assert octets[-1][1] == len(content)


def test_clear_headers_at_the_top_say_what_the_text_is() -> None:
    head = "Title: Raids in the north\nBy: Irma Castell\nDate: Monday 13 April 2026\n"
    note = f"{head}URL: https://courier.example/1\n\nText."
    about = extract(note.encode(), "note.txt").about
    assert about == About(
        title="Raids in the north",
        author="Irma Castell",
        published="2026-04-13",
        link="https://courier.example/1",
    )


@pytest.mark.parametrize(
    "head",
    [
        "Date: 3 April 2026\n\nText.",
        "Title: One\nTitle: Two\n\nText.",
        "Title: One\nVelk: I know nothing\n\nText.",
        "Source: a neighbour\nShe said: no\n\nText.",
        "Text first.\n\nTitle: One\nBy: Two",
    ],
)
def test_an_unclear_head_says_nothing(head: str) -> None:
    assert extract(head.encode(), "note.txt").about == About()


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-03-14T17:42:00+02:00", "2026-03-14"),
        ("2026-03", "2026-03"),
        ("14 March 2026", "2026-03-14"),
        ("Tuesday 17 March 2026", "2026-03-17"),
        ("March 18, 2026", "2026-03-18"),
        ("Wed, 18 Mar 2026 14:05:00 +0200", "2026-03-18"),
        ("19 марта 2026, 19:02", "2026-03-19"),
        ("03/04/2026", ""),
        ("31 February 2026", ""),
        ("spring 2019", ""),
        ("1 March 2026 and later", ""),
    ],
)
def test_a_day_is_taken_only_where_it_can_be_one_day(words: str, day: str) -> None:
    assert edtf_of_words(words) == day
    assert not day or days_of(day)


def test_a_text_beyond_the_limit_is_kept_and_said() -> None:
    extraction = extract(b"word " * 100, "long.txt", limits=Limits(text_bytes=100))
    assert extraction.text is None
    assert extraction.problems[0].what == "too large to read: 500 bytes, the limit is 100 bytes; kept"


def test_places_beyond_the_limit_are_said() -> None:
    extraction = extract(b"a\n\nb\n\nc", "long.txt", limits=Limits(anchors=2))
    assert extraction.text == "a\n\nb\n\nc"
    assert len(extraction.anchors) == 2
    assert extraction.problems[0].what == "only the first 2 paragraphs have places in the original"


def test_ten_million_characters_in_one_line_are_read() -> None:
    extraction = extract(b"word " * 2_000_000, "line.txt")
    assert extraction.text is not None
    assert len(extraction.text) == 10_000_000
    assert len(extraction.anchors) == 1


def test_a_million_combining_marks_are_read() -> None:
    note = "Za" + "\u0301\u0316" * 500_000 + "lgo"
    assert extract(note.encode(), "zalgo.txt").text == note


def test_an_encoding_is_guessed_from_where_the_bytes_stop_being_plain() -> None:
    note = (
        "There is no such facility, he said. " * 4000
        + "Такого объекта нет, сказал представитель министерства."
    )
    extraction = extract(note.encode("cp1251"), "note.txt")
    assert extraction.text == note
    assert extraction.problems[0].what == "encoding guessed: windows-1251"


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("windows-1252", "Un porte-parole du ministère a nié les faits à l’été. Où sont-ils, sûrement?"),
        ("windows-1252", "Der Sprecher bestätigte, dass fünf Männer über Nacht festgehalten würden."),
        ("windows-1252", "O porta-voz negou que alguém tenha sido detido; não há prisões."),
        (
            "windows-1250",
            "Rzecznik zaprzeczył, że ktokolwiek był przetrzymywany w kamieniołomie. Świadkowie milczą.",
        ),
        ("windows-1250", "Mluvčí popřel, že by byl někdo držen v lomu. Žádné takové zařízení není."),
        (
            "iso-8859-2",
            "Rzecznik zaprzeczył, że ktokolwiek był przetrzymywany w kamieniołomie. Świadkowie milczą.",
        ),
        ("windows-1254", "Bakanlığın sözcüsü, taş ocağında kimsenin tutulmadığını söyledi."),
        ("windows-1255", "דובר משרד הפנים הכחיש שמישהו הוחזק במחצבה תשע, ואמר לסוכנות: אין מתקן כזה."),
        ("gb18030", "内政部发言人否认有人被关押在九号采石场，他说：没有这样的设施。"),
        ("shift_jis", "内務省の報道官は、採石場に誰かが拘束されていることを否定した。"),
    ],
)
def test_a_sentence_in_an_old_encoding_is_read_as_it_was_written(encoding: str, note: str) -> None:
    extraction = extract(note.encode(encoding), "note.txt")
    assert extraction.text == note
    assert extraction.problems[0].what == f"encoding guessed: {encoding}"
