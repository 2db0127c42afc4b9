"""The desk in Russian: with every kind of trouble, no page says a sentence of ours in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from grounds import Grounds, addresses, ways
from lxml import html
from page_forms import Form
from rights_house import Filled
from tools.catalogue import catalogue, sentences, wanted
from walking import Answer, Book, in_order, signed_in
from web_cast import ORIGIN, Browser

from desk_cast import House
from khronika.acts.jobs import run_next
from khronika.web.server import Server, address_of

Open = Callable[[Filled], Filled]
WRONG = ("", "2026-02-31", "x" * 100_000)
TROUBLED = (
    ("empty.txt", b""),
    ("picture.png", b"\x89PNG\r\n\x1a\n broken"),
    ("broken.pdf", b"%PDF-1.4 broken"),
    ("packed.zip", b"PK\x03\x04 no text"),
    ("broken.docx", b"PK\x03\x04 [Content_Types].xml word/document.xml"),
    ("program.exe", b"MZ\x90\x00" + bytes(300)),
    ("list.csv", b"name,day,place\n" + b"A,2026-04-03,Sarn\n" * 9),
    ("broken.json", b'{"messages": ['),
    ("nul.txt", b"A letter \x00 from Quarry 9, \xff\xfe and more."),
    ("page.html", b"<html><body><p hidden>Nobody reads this here</p><p>Short.</p></body></html>"),
    ("mail.eml", b"From: a@example.org\r\nSubject: Vans\r\n\r\nVans came.\r\n"),
    ("photo.pdf", b"The ministry denied it."),
    ("wire.txt", b'"There are no camps", the minister said on Monday. Orvan reported three arrests.'),
)
_GAP = re.compile(r"\{\d+\}")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|«[^»]*»")
_ENGLISH = re.compile(r"\b[a-z]{2,}(?: [a-z]{2,}){2,}")
"""Three English words of small letters in a row."""


@cache
def of_ours() -> list[str]:
    """Return what is only there where a line of ours was not put into Russian."""
    forms = {message.id: message.string for message in catalogue("ru") if isinstance(message.id, str)}
    found = set()
    for message in {*wanted(), *sentences()}:
        pieces = [piece.strip() for piece in _GAP.split(message)]
        longest = max(pieces, key=len)
        form = str(forms.get(message) or longest)
        if len(longest.split()) >= 3 and longest not in form and "%" not in longest:
            found.add(longest)
    return sorted(found)


def english_on(answer: str) -> list[str]:
    """Return the sentences of ours that stand in English on a page; the words of sources are left out."""
    page = html.document_fromstring(answer)
    for element in page.xpath("//blockquote | //textarea | //script | //pre | //q | //*[@class='words']"):
        element.drop_tree()
    text = " ".join(" ".join(page.itertext()).split())
    found = [line for line in of_ours() if line in text or f"{line[:1].upper()}{line[1:]}" in text]
    for element in page.xpath("//*[contains(@class, 'fault') or contains(@class, 'problem')]"):
        found += _ENGLISH.findall(_QUOTED.sub("", element.text_content()))
    return found


def pages(answers: Iterator[Answer]) -> dict[str, list[str]]:
    """Return what stands in English on the pages among the answers."""
    found, seen = {}, 0
    for answer in answers:
        if answer.is_page and answer.method != "HEAD":
            seen += 1
            assert '<html lang="ru"' in answer.text, answer.address
            found[f"{answer.method} {answer.address}"] = english_on(answer.text)
    assert seen > 50
    return {address: lines for address, lines in found.items() if lines}


def forms_in(book: Book, grounds: Grounds) -> list[Form]:
    """Return the forms of all pages, but for the one that chooses another language."""
    return [form for form in in_order(book, grounds.seen) if form.action != "/language"]


def test_whatever_goes_wrong_is_said_in_russian(grounds: Grounds, opened: Open, book: Book) -> None:
    """Every page and every form, of what is there, what is hidden and what never was, rightly and wrongly."""
    filled = opened(grounds.full)

    def walk() -> Iterator[Answer]:
        for way in ways("GET"):
            for parts in (grounds.seen, grounds.hidden, grounds.nothing):
                yield from (nadia.look(address) for address in addresses(way.path, parts))
        for value in WRONG:
            for form in forms_in(book, grounds):
                yield nadia.send(form.filled(value, all_of_it=len(value) % 2 == 0))
        for form in forms_in(book, grounds):
            yield nadia.send(form)
            yield nadia.send(form, token="x")
            yield nadia.send(Form(form.action))
        yield from nadia.crawl(most=100)

    with signed_in(filled, grounds.nadia) as (nadia,):
        nadia.client.headers["accept-language"] = "ru"
        assert pages(walk()) == {}


def test_who_may_nothing_is_told_so_in_russian(grounds: Grounds, opened: Open, book: Book) -> None:
    filled = opened(grounds.full)
    with signed_in(filled, filled.house.cast.lev) as (lev,):
        lev.client.headers["accept-language"] = "ru"
        answers = [lev.look(address) for way in ways("GET") for address in addresses(way.path, grounds.seen)]
        answers += [lev.send(form) for form in forms_in(book, grounds)]
    assert pages(iter(answers)) == {}


@pytest.fixture
def ines(house: House) -> Iterator[Browser]:
    server = Server(house.desk, address_of(ORIGIN), lambda: None)
    browser = Browser(house.desk, house.cast.ines, server=server)
    browser.client.headers["accept-language"] = "ru"
    yield browser
    server.painter.close()


def test_what_could_not_be_read_is_said_in_russian(house: House, ines: Browser) -> None:
    """In the inbox, the list of texts, the reading room, the record, and beside the picture of a page."""
    sent = [("file", file) for file in TROUBLED]
    answer = ines.client.post("/inbox/upload", data={"token": ines.token(), "read": "1"}, files=sent)
    while run_next(house.desk, house.extractor):
        pass
    job = ines.get(answer.url.path)
    assert "сохранено, не прочитано" in job.html
    shown = {job.path: english_on(job.html)}
    listed = ines.get("/items")
    shown["/items"] = english_on(listed.html)
    items = [
        link for link in dict.fromkeys((*job.links, *listed.links)) if re.fullmatch("/items/itm_.*", link)
    ]
    assert len(items) >= len(TROUBLED)
    for item in items:
        for address in (item, f"{item}/original?page=1", f"/records/{item.removeprefix('/items/')}"):
            shown[address] = english_on(ines.get(address).html)
    assert {address: found for address, found in shown.items() if found} == {}


def test_why_the_reader_takes_it_so_is_said_in_russian(house: House, ines: Browser) -> None:
    item, statements = house.read_one()
    for statement in statements:
        page = ines.get(f"/items/{item}?s={statement}").html
        (score, *_) = html.document_fromstring(page).xpath("//*[contains(@class, 'score')]")
        said = re.sub("«[^»]*»", "", score.text_content())
        assert "прочитано" in said
        assert not _ENGLISH.search(said), said


def test_why_there_is_no_passkey_is_said_in_the_language_of_the_page(ines: Browser) -> None:
    """A script shows these lines: what the desk has for nobody, and what this address does not take."""
    begun = ines.client.post("/me/passkeys/begin", data={"token": ines.token()}).json()
    assert (
        begun.get("fault", "это бюро не принимает ключей доступа") == "это бюро не принимает ключей доступа"
    )


@pytest.mark.parametrize(
    ("path", "headers", "said"),
    [
        ("/", {"host": "elsewhere.example"}, "у этого бюро другой адрес\n"),
        ("/static/0/none.css", {}, "такого файла нет\n"),
        ("/api/v1/nothing", {"host": "elsewhere.example"}, "this desk is reached by another address\n"),
    ],
)
def test_a_refusal_before_any_page_is_one_line_in_russian_and_in_english_to_programs(
    ines: Browser, path: str, headers: dict[str, str], said: str
) -> None:
    assert ines.client.get(path, headers=headers).text == said


def test_a_locked_desk_says_so_in_russian(ines: Browser) -> None:
    assert "Бюро заперто" in ines.client.post("/lock", data={"token": ines.token()}).text
    assert ines.client.get("/").text == "бюро заперто\n"
