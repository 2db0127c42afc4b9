"""Publisher, date, title and language from the text, where the metadata is silent."""

from __future__ import annotations

import pytest

from khronika.reading import FAST, about_from_text, language_of, reader_for
from khronika.records.item import About


@pytest.mark.parametrize(
    ("text", "published", "publisher"),
    [
        ("SARN, 12 April 2017 (Orvan) — It rained.", "2017-04-12", "Orvan"),
        (" date 2017-04-12 A caption\n\nIt rained.", "2017-04-12", ""),
        ("Rain\n\nBy Anna Lund\n12 April 2017\n\nIt rained.", "2017-04-12", ""),
        ("Rain\n\nApril 12, 2017\n\nIt rained.", "2017-04-12", ""),
        ("It rained on the day the law of 12 April 2016 came.", "", ""),
        ("Communiqué of the Rovna Centre, Sarn, 2 April 2026\n\nIt rained.", "2026-04-02", "Rovna Centre"),
        ("Lund told Dorun News it rained. Hill told Dorun News it snowed.", "", "Dorun News"),
    ],
)
def test_date_and_publisher_are_read_from_the_head(text: str, published: str, publisher: str) -> None:
    about = about_from_text(text, About())
    assert (about.published, about.publisher) == (published, publisher)


def test_what_the_metadata_says_is_never_replaced() -> None:
    about = About(published="2019", publisher="Zarya", title="Rain")
    assert about_from_text("SARN, 12 April 2017 (Orvan) — It rained.", about) == about


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The man was taken from his home and it was dark.", "en"),
        ("Его взяли из дома, и он не вернулся, как и другие.", "ru"),
        ("Министр пообещал открыть дорогу. Глава района заявил, что дорога закрыта.", "ru"),
        ("Міністр пообіцяв відкрити дорогу, заявив голова району.", ""),
        ("Министърът обеща да отвори пътя", ""),
        ("Нохчийн Республикин куьйгалхочо дийцира", ""),
        ("Министр жол ачууга убада берди", ""),
        ("قال إنه لا يعرف", ""),
        ("", ""),
    ],
)
def test_the_language_is_told_by_frequent_words_or_by_letters_that_others_lack(text: str, code: str) -> None:
    assert language_of(text) == code


def test_a_language_without_rules_gives_quotations_alone_and_says_so() -> None:
    text = "Er sagte: „Wir haben niemanden gesehen.“"
    (one,) = reader_for("de").read(text, About())
    assert (one.speaker, one.named) == (None, False)
    assert "no rules for this language" in one.reason


def test_the_publishers_own_words_are_marked_as_its_own() -> None:
    text = "At least 40 men were detained in March."
    (one,) = reader_for("en", FAST).read(text, About(publisher="Zarya", published="2020-06-10"))
    assert one.own
    assert one.speaker == "Zarya"
    assert one.score < 600
