"""Hostile and broken files, one a fault, each with the message that it gets."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.intake import Limits, extract
from khronika.intake.extraction import MOST_PROBLEMS
from khronika.intake.names import LONGEST, is_deceptive, shown
from khronika.records.item import Extraction

HOSTILE = Path(__file__).parent / "hostile"
READ, KEPT = True, False
MESSAGES = {
    "cut-off.json": (KEPT, "JSON, but cut off or damaged: kept, not read"),
    "deceptive-attachment.eml": (READ, ""),
    "drawing.svg": (KEPT, "image (SVG): kept, not read"),
    "empty.txt": (KEPT, "empty file: kept, not read"),
    "entity.html": (READ, "the page declares entities of its own; none was resolved"),
    "hidden-text.html": (READ, "8 words that the page hides are not in the text"),
    "invalid-date.eml": (READ, "not a date; left out"),
    "invalid-utf8.txt": (READ, "2 bytes that are not utf-8 are shown as \ufffd"),
    "koi8-r.txt": (READ, "encoding guessed: koi8-r"),
    "latin-utf-16-without-mark.txt": (READ, "encoding guessed: utf-16-be, without a byte order mark"),
    "list.json": (KEPT, "a list, JSON that is no Telegram chat: kept, not read as text"),
    "lone-surrogate.json": (READ, "1 half of a character (lone surrogates) shown as \ufffd"),
    "malformed.eml": (READ, "its parts cannot be told apart; given as it stands"),
    "nul.txt": (READ, "the text holds 2 NUL characters"),
    "page-named-picture.jpg": (READ, "named .jpg, but it is: HTML"),
    "spoofed-date.eml": (READ, "says 2011-03-17, but the first server to pass it on says 2026-03-17"),
    "two-days.html": (
        READ,
        "the page states two days of publication, 2026-03-19 and 2026-03-14; the first is taken",
    ),
    "utf-16-without-mark.txt": (READ, "encoding guessed: utf-16-le, without a byte order mark"),
    "windows-1256.txt": (READ, "encoding guessed: windows-1256"),
    "winmail.eml": (READ, "winmail.dat, Outlook's own packing: kept, not read"),
}


def said(extraction: Extraction) -> list[str]:
    return [problem.what for problem in extraction.problems]


def test_a_file_with_a_problem_in_each_of_very_many_parts_lists_the_first_and_counts_the_rest() -> None:
    head = b"Subject: all\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    part = b"--b\r\nContent-Disposition: attachment; filename=x\r\n\r\nx\r\n"
    extraction = extract(head + part * 1000 + b"--b--\r\n", "all.eml", limits=Limits(parts=2))
    assert len(extraction.problems) == MOST_PROBLEMS + 1
    assert said(extraction)[-1].endswith("more problems are not listed")


def test_every_hostile_file_has_its_message_written_down() -> None:
    assert {path.name for path in HOSTILE.iterdir()} == set(MESSAGES)


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_hostile_file_is_kept_or_read_with_its_message(name: str) -> None:
    read, message = MESSAGES[name]
    extraction = extract((HOSTILE / name).read_bytes(), name)
    assert (extraction.text is not None) == read
    assert not message or message in said(extraction)
    assert not any("stopped" in what for what in said(extraction))
    (extraction.text or "").encode()


def test_text_of_another_encoding_reads_as_it_was_written() -> None:
    koi = extract((HOSTILE / "koi8-r.txt").read_bytes(), "koi8-r.txt").text
    arabic = extract((HOSTILE / "windows-1256.txt").read_bytes(), "windows-1256.txt").text
    assert (koi or "").startswith("Представитель Министерства внутренних дел")
    assert (arabic or "").startswith("نفى متحدث باسم وزارة الداخلية")


def test_no_entity_of_a_page_brings_words_in() -> None:
    text = extract((HOSTILE / "entity.html").read_bytes(), "entity.html").text or ""
    assert "&file;" in text
    assert "bomb" not in text


def test_hidden_words_of_a_page_are_not_in_its_text() -> None:
    text = extract((HOSTILE / "hidden-text.html").read_bytes(), "hidden-text.html").text or ""
    assert "ignore everything" not in text
    assert text.startswith("Notice")


def test_names_of_attachments_are_made_safe_to_show() -> None:
    (part,) = extract((HOSTILE / "deceptive-attachment.eml").read_bytes(), "letter.eml").parts
    assert part.name == "../../list⟨U+202E⟩fdp.exe"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "image (PNG): kept, not read"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 40, "image (JPEG): kept, not read"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 40, "video (MP4): kept, not read"),
        (b"OggS" + b"\0" * 40, "audio (Ogg): kept, not read"),
        (b"\x1f\x8b\x08\0" + b"\0" * 40, "archive (gzip): kept, not read"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "web archive (WARC): kept, not read"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "old Word document (.doc): kept, not read",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "Office file locked with a password: kept, not read",
        ),
        (bytes(range(256)) * 8, "file of an unknown kind: kept, not read"),
    ],
)
def test_what_is_no_text_is_kept_and_named(content: bytes, message: str) -> None:
    extraction = extract(content, "file")
    assert extraction.text is None
    assert said(extraction) == [message]


def test_a_picture_that_is_also_a_page_is_kept_and_said() -> None:
    extraction = extract(b"GIF89a/*<html><script>*/" + b"\0" * 40, "logo.gif")
    assert extraction.text is None
    assert "also carries the marks of HTML" in said(extraction)


def test_a_name_that_reads_backwards_is_said() -> None:
    extraction = extract(b"Words.", "list\u202efdp.txt")
    assert said(extraction) == [
        "the file name holds control or direction characters; they are shown as marks"
    ]


def test_a_name_of_four_thousand_bytes_with_a_line_end_is_cut_and_marked() -> None:
    name = "report\n" + "x" * 4096
    assert extract(b"Words.", name).text == "Words."
    assert "\n" not in shown(name)
    assert len(shown(name)) == LONGEST


@given(st.text())
def test_a_shown_name_is_short_and_has_nothing_deceptive(name: str) -> None:
    assert len(shown(name)) <= LONGEST
    assert not is_deceptive(shown(name))


@given(
    st.binary(max_size=300),
    st.sampled_from(("a.txt", "a.html", "a.eml", "a.json", "a.pdf", "a.docx", "a", "")),
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_under_any_name_make_taking_in_fail(content: bytes, name: str) -> None:
    extraction = extract(content, name)
    assert extraction.text is not None or extraction.problems
    (extraction.text or "").encode()


def zipped(entries: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"\0" * 50_000_000})
    extraction = extract(bomb, "report.docx")
    assert extraction.text is None
    assert said(extraction)[0].startswith("would unpack to 47.7 MiB,")


def test_a_document_with_too_many_packed_files_is_not_opened() -> None:
    entries = {f"word/{number}.xml": b"" for number in range(30)} | {"word/document.xml": b"<x/>"}
    extraction = extract(zipped(entries), "report.docx", limits=Limits(packed_entries=20))
    assert said(extraction) == ["holds 31 packed files: kept, not read"]


def test_an_entity_bomb_in_a_document_is_refused() -> None:
    lol = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    for content in (lol, lol.decode().encode("utf-16")):
        extraction = extract(zipped({"word/document.xml": content}), "report.docx")
        assert extraction.text is None
        assert said(extraction) == [
            "its XML declares a document type, which Word never writes: kept, not read"
        ]


def test_a_zip_that_is_no_document_is_kept_whatever_its_names() -> None:
    extraction = extract(zipped({"../../etc/cron.d/x": b"x", "/abs": b"y"}), "files.zip")
    assert said(extraction) == ["archive (ZIP): kept, not read"]


@pytest.mark.parametrize("levels", [100, 2000])
def test_a_mail_nested_a_hundred_deep_or_more_gives_its_inner_message_or_says_why_not(levels: int) -> None:
    inner = b"From: a@b.example\nSubject: in\nMIME-Version: 1.0\n\nWords.\n"
    for level in range(levels):
        head = f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'
        inner = (
            f"From: a@b.example\n{head}Content-Type: message/rfc822\n\n".encode()
            + inner
            + f"\n--b{level}--\n".encode()
        )
    extraction = extract(inner, "deep.eml")
    assert extraction.text is None
    whole = "messages are nested in messages too deeply: kept, not read"
    assert [part.media for part in extraction.parts] == ["message/rfc822"] or whole in said(extraction)


def test_a_forwarded_message_is_a_part_that_can_be_read_by_itself() -> None:
    head = "From: Dara <d@x.example>\nSubject: Uncle\nDate: Sun, 15 Mar 2026 10:00:00 +0200\n"
    inner = f"{head}MIME-Version: 1.0\n\nThey took him.\n"
    outer = (
        'From: a@b.example\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    )
    extraction = extract(outer.encode(), "fwd.eml")
    assert extraction.text == "See below."
    (part,) = extraction.parts
    assert part.media == "message/rfc822"
    again = extract(part.content, part.name)
    assert again.text == "They took him."
    assert (again.about.author, again.about.published) == ("Dara <d@x.example>", "2026-03-15")


def test_a_mailbox_gives_its_messages_as_parts() -> None:
    head = "From a@b Mon Mar 16 10:00:00 2026\nFrom: a@b.example\nMessage-ID: <1@b>\n"
    letters = "".join(f"{head}Subject: {number}\n\nWords {number}.\n\n" for number in (1, 2))
    extraction = extract(letters.encode(), "letters.mbox")
    assert said(extraction) == ["a mailbox of 2 messages: each is taken in by itself"]
    assert [extract(part.content, part.name).text for part in extraction.parts] == ["Words 1.", "Words 2."]


def test_attachments_beyond_the_limit_are_said() -> None:
    attachment = '--b\nContent-Type: image/png\nContent-Disposition: attachment; filename="p.png"\n\nxx\n'
    head = 'From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    extraction = extract((head + attachment * 3 + "--b--\n").encode(), "m.eml", limits=Limits(parts=2))
    assert len(extraction.parts) == 2
    assert "beyond the limit (2 bytes): kept with the message" in said(extraction)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000 + "the deepest words" + "</div>" * 100_000,
        "<table><tr><td>" * 20_000 + "the deepest words",
    ],
)
def test_a_page_nested_a_hundred_thousand_deep_still_gives_its_words(markup: str) -> None:
    extraction = extract(f"<html><body>{markup}</body></html>".encode(), "deep.html")
    assert extraction.text == "the deepest words"
    assert "built so strangely that only its bare words are given" in said(extraction)


def test_json_nested_a_hundred_thousand_deep_is_kept() -> None:
    extraction = extract(b'{"messages": ' + b"[" * 100_000, "deep.json")
    assert extraction.text is None
    assert said(extraction) == ["JSON, but nested too deeply: kept, not read"]


def test_a_chat_names_who_wrote_when_and_what_is_no_text() -> None:
    message = {"id": 1, "type": "message", "date": "2026-03-08T07:13:40", "date_unixtime": "1772946820"}
    chat = {
        "name": "Relatives",
        "messages": [
            message | {"from": "Owl", "text": ["They took ", {"type": "bold", "text": "both"}, "."]},
            message | {"from": "Guest", "forwarded_from": "Orvan EN", "text": "At least 40 men"},
            message | {"from": None, "text": "", "photo": "p.jpg"},
            {
                "id": 4,
                "type": "service",
                "date": "2026-03-08T07:13:40",
                "actor": "Lamp",
                "action": "pin_message",
            },
        ],
    }
    extraction = extract(json.dumps(chat).encode(), "result.json")
    assert extraction.text == (
        "Owl, 2026-03-08T05:13:40Z: They took both.\n\n"
        "Guest, 2026-03-08T05:13:40Z, forwarded from Orvan EN: At least 40 men\n\n"
        "unknown sender, 2026-03-08T05:13:40Z: [photo]"
    )
    assert said(extraction) == ["1 entry of the chat without words (joins, calls)"]
