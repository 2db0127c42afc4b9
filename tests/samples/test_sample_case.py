"""The sample case holds what its README promises, and nothing of the real world."""

from __future__ import annotations

import email
import email.policy
import io
import json
import re
from collections.abc import Callable
from importlib.resources.abc import Traversable
from typing import Any

import mammoth
import openpyxl
import pypdf
import pypdfium2
import pytest
from lxml import html

from khronika import samples

FILES = {file.name: file for file in samples.files()}

KINDS = {
    "the agency's report": ("2026-03-14-orvan.html", "At least 40 men have been detained"),
    "a relay that cites the agency": ("2026-03-15-sarn-courier.html", "the Orvan news agency reported"),
    "a relay with a hearsay figure": ("2026-03-15-trubach.html", "I heard it is hundreds"),
    "one half of a circle": ("2026-03-15-velmora-abroad.html", "Ozrin Online reports"),
    "the other half of the circle": ("2026-03-16-ozrin-online.html", "According to Velmora Abroad"),
    "a relay in a newsletter": ("2026-03-17-northern-letter.eml", "the Sarn Courier writes, citing Orvan"),
    "a relay on paper": ("2026-03-17-press-digest.pdf", "referring to Ozrin Online"),
    "a relay on the radio": ("2026-03-17-radio-tarvesh.txt", "up to 40 men"),
    "a relay with a count of its own": ("2026-03-18-paromnik.docx", "counted 23 men by name"),
    "a denial by somebody unnamed": ("2026-03-18-orvan-denial.txt", "“There is no such facility.”"),
    "a text in Cyrillic only": ("2026-03-19-velmora-one.html", "Такого учреждения не существует"),
    "a call for harm": ("2026-03-20-open-line.txt", "if it hurts them, good"),
    "the call relayed": ("2026-03-21-paromnik.html", "go and drive them out, street by street"),
    "a testimony in plain text": ("2026-03-22-witness-a.txt", "I did not see this."),
    "a testimony in a document": ("2026-03-29-ilya.docx", "I am not of the Vesperines"),
    "a retraction": ("2026-03-24-trubach-correction.html", 'We retract the figure "hundreds".'),
    "a communiqué with figures": ("2026-04-02-rovna-communique.pdf", "the detention of 112 men"),
    "an official count": ("2026-04-08-ministry.html", "17 persons were invited"),
    "an objection to a term": ("2026-04-13-sarn-courier.txt", "took issue with banners and articles"),
    "an appeal to a mandate": ("2026-04-16-letter.eml", "Dear Special Rapporteur"),
    "a chat": ("2026-04-20-relatives-chat.json", "Он сам видел?"),
    "a list in Latin": ("2026-04-02-rovna-list.csv", "Peshkal,Damir"),
    "a list in Cyrillic": ("2026-04-20-families-list.xlsx", "Пешкал Дамир Радимович"),
    "a list with misspellings": ("2026-04-30-courier-list.csv", "Peschkal Damir"),
    "a revised figure": ("2026-06-04-rovna-update.html", "131 men in Tarvesh region, up from the 112"),
}

REAL = re.compile(
    r"\b(russia\w*|kremlin|putin|kadyrov|chech\w+|grozny|argun|moscow|ukrain\w*|kyiv|kiev|belarus\w*|minsk|"
    r"serbia\w*|belgrade|bosnia\w*|syria\w*|china|iran\w*|turkey|turkish|tbilisi|armenia\w*|azerbaijan\w*|"
    r"dagestan\w*|ingush\w*|soviet|stalin|fsb|europe\w*|osce|israel\w*|american?|britain|german\w*|"
    r"interfax|tass|reuters|afp|bbc|cnn|nbc|the guardian|meduza|novaya gazeta|amnesty|human rights watch|hrw|"
    r"memorial|ovd|ilga|telegram|whatsapp|facebook|twitter|google|youtube|wordpress|microsoft|"
    r"росси\w*|москв\w*|чеч\w+|грозн\w*|кадыров\w*|путин\w*|кремл\w*|украин\w*|минск\w*|белорус\w*|"
    r"дагестан\w*|ингуш\w*|советск\w*|интерфакс\w*|тасс|рейтер\w*|мемориал\w*|телеграм\w*)\b",
    re.IGNORECASE,
)


def _page(content: bytes) -> str:
    tree = html.fromstring(content.decode())
    for hidden in tree.xpath("//script | //style"):
        hidden.getparent().remove(hidden)
    return " ".join(tree.itertext())


def _paper(content: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(content)).pages)


def _document(content: bytes) -> str:
    return str(mammoth.extract_raw_text(io.BytesIO(content)).value)


def _mail(content: bytes) -> str:
    message = email.message_from_bytes(content, policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    texts = [part.get_content() for part in parts if part.get_content_type() == "text/plain"]
    attached = [
        _document(part.get_content()) for part in parts if part.get_content_disposition() == "attachment"
    ]
    return "\n".join([str(message["subject"]), *texts, *attached])


def _chat(content: bytes) -> str:
    return "\n".join(
        f"{message.get('from', '')} {message.get('forwarded_from', '')} {message['text']}"
        for message in json.loads(content)["messages"]
    )


def _sheet(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return "\n".join(str(value) for row in book.active.values for value in row if value is not None)


READERS: dict[str, Callable[[bytes], str]] = {
    "csv": lambda content: content.decode("utf-8-sig"),
    "docx": _document,
    "eml": _mail,
    "html": _page,
    "json": _chat,
    "pdf": _paper,
    "txt": bytes.decode,
    "xlsx": _sheet,
}


def text_of(file: Traversable) -> str:
    """Return a file's text with every run of white space as one space."""
    return " ".join(READERS[file.name.rpartition(".")[2]](file.read_bytes()).split())


def test_every_file_of_the_case_is_in_the_readme_and_the_readme_lists_no_other() -> None:
    readme = (samples.folder() / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(2026-[^`]+)` \|", readme, re.MULTILINE)) == set(FILES)


@pytest.mark.parametrize("kind", KINDS)
def test_the_case_has(kind: str) -> None:
    """The case has every kind of document that a monitor meets, and each opens with what reads its format."""
    name, words = KINDS[kind]
    assert words in text_of(FILES[name])


def test_files_come_in_the_order_of_their_days_and_are_small() -> None:
    names = [file.name for file in samples.files()]
    assert names == sorted(names)
    assert all(re.match(r"2026-0[3-6]-\d\d-[a-z-]+\.[a-z]+$", name) for name in names)
    assert all(len(file.read_bytes()) < 100_000 for file in FILES.values())


@pytest.mark.parametrize("name", FILES)
def test_no_name_of_the_real_world_stands_in(name: str) -> None:
    """No state, leader, organisation, outlet or service of the real world is named in any document."""
    assert REAL.findall(text_of(FILES[name])) == []


def test_the_truth_is_no_part_of_what_arrives() -> None:
    """No key of the known identities stands in a list that arrives."""
    assert "README.md" not in FILES
    assert "truth" not in FILES
    assert all(not re.search(r"\bP\d\d\b", text_of(file)) for file in FILES.values())


def test_the_communique_is_real_text_on_several_numbered_pages() -> None:
    """Two PDF libraries read the same words from the communiqué, page by page."""
    content = FILES["2026-04-02-rovna-communique.pdf"].read_bytes()
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    document = pypdfium2.PdfDocument(content)
    assert len(pages) == len(document) == 3
    for number, page in enumerate(pages):
        second = document[number].get_textpage().get_text_bounded()
        assert sorted(page.extract_text().split()) == sorted(second.split())
        assert f"{number + 1} / 3" in second
    document.close()


def test_the_letter_carries_its_annex_and_the_newsletter_two_forms_of_one_text() -> None:
    letter = _message("2026-04-16-letter.eml")
    assert [part.get_filename() for part in letter.iter_attachments()] == ["annex-a-chronology.docx"]
    news = _message("2026-03-17-northern-letter.eml")
    assert [part.get_content_type() for part in news.iter_parts()] == ["text/plain", "text/html"]


def test_each_page_states_when_it_was_published_on_the_day_of_its_name() -> None:
    for name, file in FILES.items():
        if name.endswith(".html"):
            tree = html.fromstring(file.read_bytes().decode())
            dates = tree.xpath("//meta[@property='article:published_time' or @name='date']/@content")
            assert [date[:10] for date in dates] == [name[:10]], name


def test_the_chat_has_the_shape_of_an_export() -> None:
    chat = json.loads(FILES["2026-04-20-relatives-chat.json"].read_bytes())
    assert {"name", "type", "id", "messages"} == set(chat)
    ids = [message["id"] for message in chat["messages"]]
    assert ids == list(range(1, len(ids) + 1))
    people = {(message["from"], message["from_id"]) for message in chat["messages"] if "from" in message}
    assert len(people) == len({name for name, _ in people}) == 8
    assert sum("forwarded_from" in message for message in chat["messages"]) == 4


def _message(name: str) -> Any:
    return email.message_from_bytes(FILES[name].read_bytes(), policy=email.policy.default)
