"""Mail: the body's words, the headers' claims, and what a broken message still gives."""

from __future__ import annotations

import pytest

from khronika.intake import Limits, extract
from khronika.records.item import Extraction

HEAD = "From: Vera Kolm <v@orvan.example>\nSubject: Raids\nMIME-Version: 1.0\n"
DATE = "Date: Tue, 17 Mar 2026 23:30:00 -0500\n"


def mail(rest: str, head: str = HEAD + DATE) -> Extraction:
    return extract((head + rest).encode(), "letter.eml")


def said(extraction: Extraction) -> list[str]:
    return [f"{problem.where}: {problem.what}" for problem in extraction.problems]


def test_the_headers_are_claims_of_the_message() -> None:
    about = mail("\nWords.").about
    assert (about.author, about.title) == ("Vera Kolm <v@orvan.example>", "Raids")
    assert about.published == "2026-03-17"


def test_the_plain_body_is_preferred_to_the_page() -> None:
    both = (
        'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\nPlain words.\n'
    )
    extraction = mail(f"{both}--b\nContent-Type: text/html\n\n<p>Page words.</p>\n--b--\n")
    assert extraction.text == "Plain words."


def test_a_body_that_is_a_page_is_read_as_one() -> None:
    extraction = mail("Content-Type: text/html; charset=utf-8\n\n<p>They took both.</p><p>Взяли двоих.</p>")
    assert extraction.text == "They took both.\n\nВзяли двоих."


@pytest.mark.parametrize(("encoding", "transfer"), [("koi8-r", "8bit"), ("windows-1251", "8bit")])
def test_the_declared_encoding_of_a_body_is_used(encoding: str, transfer: str) -> None:
    kind = f"Content-Type: text/plain; charset={encoding}\nContent-Transfer-Encoding: {transfer}\n\n"
    content = (HEAD + DATE + kind).encode() + "Взяли двоих ночью.".encode(encoding)
    assert extract(content, "letter.eml").text == "Взяли двоих ночью."


def test_a_date_from_before_mail_existed_is_said() -> None:
    extraction = mail("\nWords.", HEAD + "Date: Thu, 01 Jan 1970 00:00:00 +0000\n")
    assert "header Date: says 1970-01-01, before there was such mail" in said(extraction)


def test_a_message_without_a_date_has_no_day() -> None:
    extraction = mail("\nWords.", HEAD)
    assert extraction.about.published == ""
    assert "header Date: the message states no date" in said(extraction)


def test_a_message_of_attachments_alone_is_kept_and_said() -> None:
    kind = "Content-Type: application/pdf; name=list.pdf\nContent-Transfer-Encoding: base64\n"
    extraction = mail(f"{kind}\nJVBERg==\n")
    assert extraction.text is None
    assert said(extraction) == ["body: the message has no words of its own"]
    assert [(part.name, part.media, part.content) for part in extraction.parts] == [
        ("list.pdf", "application/pdf", b"%PDF")
    ]


def test_parts_nested_deeper_than_the_limit_are_said() -> None:
    inner = "Content-Type: text/plain\n\nDeep words.\n"
    for level in range(4):
        inner = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n{inner}\n--b{level}--\n'
    content = (HEAD + DATE + inner).encode()
    assert extract(content, "letter.eml").text == "Deep words."
    extraction = extract(content, "letter.eml", limits=Limits(depth=2))
    assert "file: parts nested more than 2 deep are not read" in said(extraction)


def test_names_of_attachments_that_nobody_can_decode_still_have_a_part() -> None:
    name = "filename*=bogus''%FF%FE"
    kind = f"Content-Type: application/octet-stream\nContent-Disposition: attachment; {name}\n"
    (part,) = mail(f"{kind}\nx\n").parts
    assert part.name
    part.name.encode()
