"""Where quotations stand and where sentences end."""

from __future__ import annotations

import pytest

from khronika.reading.languages.en.words import ABBREVIATIONS
from khronika.reading.layout import lay_out


def quoted(text: str) -> list[str]:
    return [" | ".join(text[s:e] for s, e in q.pieces) for q in lay_out(text).quotations]


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in lay_out(text, ABBREVIATIONS).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no” twice.", ["“no”"]),
        ('He said "no" twice.', ['"no"']),
        ("He said ‘no’ twice.", ["‘no’"]),
        ("Он сказал «нет» и ушёл.", ["«нет»"]),
        ("Er sagte „nein“ und ging.", ["„nein“"]),
        ("The guards’ cars weren’t there.", []),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"]),
        ("‘He said “no” to me,’ she said.", ["‘He said “no” to me,’"]),
        ("“First.\n\n“Second,” she said.", ["“First. | “Second,”"]),
        ("“Never closed.\n\nNext paragraph.", ["“Never closed."]),
        ("'em and the '90s", []),
        ("Он: «В уставе слова „налёт“ нет», — и ушёл.", ["«В уставе слова „налёт“ нет»"]),
        ("Он: «Слово “налёт” забудут». «Да».", ["«Слово “налёт” забудут»", "«Да»"]),
        ('Он: «Слово "налёт" забудут», — и ушёл.', ['«Слово "налёт" забудут»']),
        ("Газета «Вести «Орвана» вышла» и «Гром».", ["«Вести «Орвана» вышла»", "«Гром»"]),
        ("ООО «Фирма «Луч» закрыто, «Гром» тоже.", ["«Фирма «Луч»", "«Гром»"]),
        ("“He said «no» to «us»,” she said.", ["“He said «no» to «us»,”"]),
        ('“He said "no" to me,” she said.', ['“He said "no" to me,”']),
        ('"He said “no” to me," she said.', ['"He said “no” to me,"']),
        ("„Er sagte «nein» und ging“, hiess es.", ["„Er sagte «nein» und ging“"]),
        ("»Nein«, sagte er.", ["»Nein«"]),
        ("«Слово „налёт“ есть.\n\n«Слова „бой“ нет».", ["«Слово „налёт“ есть. | «Слова „бой“ нет»"]),
        ("«Слово „налёт“ есть.\n\nОн ушёл.", ["«Слово „налёт“ есть."]),
        ("«Слово „налёт» есть.", ["«Слово „налёт»"]),
        ("“Lost. “Said,” she said.", ["“Lost. ", "“Said,”"]),
    ],
)
def test_quotations_are_found_whatever_the_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Anna J. Lund spoke. Mr. Hale left.", ["Dr. Anna J. Lund spoke.", "Mr. Hale left."]),
        ("“Yes. No,” he said. He left.", ["“Yes. No,” he said.", "He left."]),
        ("“Yes.” He left.", ["“Yes.”", "He left."]),
        ("One line\nthat is wrapped.", ["One line\nthat is wrapped."]),
        ("Cut here,\n\nand goes on.", ["Cut here,\n\nand goes on."]),
        ("At 8 p.m. he left.", ["At 8 p.m. he left."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("marks", ["«", "»", "«»", "«„“", "„", "“„", '"“', '« "а', "«„“»“”", '»"«'])
def test_quotation_marks_of_any_number_and_order_never_overlap(marks: str) -> None:
    for text in (marks * 20_000, f"{marks} а\n\n" * 5_000):
        at = 0
        for quotation in lay_out(text).quotations:
            assert at <= quotation.start < quotation.end <= len(text)
            at = quotation.end
