"""Later mentions lead back to the first: surnames, offices, pronouns, the text's own voice."""

from __future__ import annotations

import pytest

from khronika.reading import FAST, reader_for
from khronika.records.item import About


def speakers(text: str, publisher: str = "The Tribune") -> list[str | None]:
    about = About(publisher=publisher, published="2020-06-10")
    return [s.speaker for s in reader_for("en", FAST).read(text, about) if not s.own and s.within is None]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Anna Lund said it was dark. Lund added that it rained.", "Anna Lund"),
        ("Anna Lund said it was dark. She added that it rained.", "Anna Lund"),
        ("Anna Lund, a nurse, said it was dark. The nurse added that it rained.", "Anna Lund"),
        ("The Interior Ministry said it was dark. The ministry added that it rained.", "Interior Ministry"),
        (
            "A spokesperson for the Court said it was dark. The spokesperson added that it rained.",
            "spokesperson for the Court",
        ),
        ("Families said it was dark. They added that it rained.", "families"),
        ("Ivan Brod was arrested. Anna Lund said it was dark. She said it rained.", "Anna Lund"),
        ("Anna Lund met Ivan Brod. Brod said it rained.", "Ivan Brod"),
        ("Kory said it rained.", "Kory"),
        ("We retract the figure in our report.", "The Tribune"),
    ],
)
def test_a_later_mention_is_taken_as_the_first(text: str, last: str) -> None:
    assert speakers(text)[-1] == last


def test_a_namesake_who_did_not_speak_does_not_take_the_words() -> None:
    text = (
        "Anna Lund said it was dark. She added that it rained. "
        "Her brother, Emil Lund, was taken in May. Lund said she had looked for him."
    )
    assert speakers(text)[-1] == "Anna Lund"


def test_a_pronoun_that_nobody_fits_is_left_open() -> None:
    assert speakers("She said it rained.") == [None]


def test_a_leader_never_gets_the_words_of_an_unnamed_spokesperson() -> None:
    text = (
        "A spokesperson for Velmora’s leader, Grigor Aldan, said nobody was held. "
        "The spokesperson added that the site was empty."
    )
    assert "Grigor Aldan" not in speakers(text)
    assert set(speakers(text)) == {"spokesperson for Grigor Aldan"}


def test_a_transcript_gives_its_turns_to_the_labels() -> None:
    text = (
        "HOST: Welcome, Ivan Brod. What do you say to the families?\n\n"
        "BROD: I say that they should go home now.\n\n"
        "HOST: And the men?\n\n"
        "BROD: There is nobody at the quarry."
    )
    assert speakers(text) == ["Ivan Brod", "Ivan Brod"]
