"""Who spoke: from the words of a source to the party, whatever the text says before or after it."""

from __future__ import annotations

import re

import pytest

from khronika.reading.languages.en import words
from khronika.reading.languages.en.parties import Asked, Parties
from khronika.reading.languages.en.settling import Answer
from khronika.reading.languages.en.tagged import TaggedReading
from khronika.reading.languages.en.voices import Voices
from khronika.reading.layout import lay_out
from khronika.reading.tagged import gather
from khronika.reading.tagging.tagger import Found
from khronika.records.item import About

_SOURCE = re.compile(r"\[([^\]]+)\]")


def answers(marked: str, publisher: str = "") -> list[Answer]:
    """Resolve the sources of a text, each in square brackets."""
    text, spans, at = "", [], 0
    for match in _SOURCE.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    text += marked[at:]
    parties = Parties(text, lay_out(text, words.ABBREVIATIONS), publisher)
    parties.ask(Asked(span) for span in spans)
    return [parties.answers[span] for span in spans]


def last(marked: str, publisher: str = "") -> str:
    return answers(marked, publisher)[-1].name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Mr Ivo Karel", "Ivo Karel"),
        ("Analyst Ana Lund of the Tarn Institute", "Ana Lund"),
        ("Ana Lund herself", "Ana Lund"),
        ("the mayor, retired forester Ivo Karel,", "Ivo Karel"),
        ("The Minister of Light (Ms Ana Lund)", "Ana Lund"),
        ("One witness, a bus mechanic named Ivo Karel,", "Ivo Karel"),
        ("Bishop Ioan of Upper Tarn", "Ioan of Upper Tarn"),
        ("Tarn & Daughters", "Tarn & Daughters"),
        ("The main union, the UTM,", "UTM"),
        ("the Mothers’ Council of Tarn’s", "Mothers’ Council of Tarn"),
        ("Ministry of Light spokesperson Ana Lund-Brandt", "Ana Lund-Brandt"),
        ("The administrator of the district, Ivo Karel,", "Ivo Karel"),
        ("Law and Shelter, a group in the capital,", "Law and Shelter"),
    ],
)
def test_a_name_is_read_without_what_stands_around_it(source: str, name: str) -> None:
    found = answers(f"On Monday [{source}] said it rained.")[0]
    assert (found.name, found.named) == (name, True)


@pytest.mark.parametrize(
    "source",
    [
        "A spokesperson for Velmora’s leader, Grigor Aldan,",
        "A spokesman for the governor, Grigor Aldan,",
        "Aides to Grigor Aldan",
        "Grigor Aldan’s lawyer",
    ],
)
def test_an_unnamed_speaker_never_gets_the_name_of_the_one_spoken_for(source: str) -> None:
    found = answers(f"Grigor Aldan was away. [{source}] said nobody was held. [He] added that it rained.")
    assert not found[0].named
    assert found[0].name != "Grigor Aldan"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The governor, Ana Lund, was away. [The governor] denied it.", "Ana Lund"),
        ("[The governor] denied it. Governor Ana Lund was away.", "Ana Lund"),
        ("[A judge] halted it. The judge, Ana Lund, gave no date.", "Ana Lund"),
        (
            "The interior minister, Ivo Karel, met the prime minister, Ana Lund. [The prime minister] left.",
            "Ana Lund",
        ),
        ("The Centre for Light (CFL) met. [CFL] said it rained.", "Centre for Light"),
        ("The Tarn Border Service came. [The Border Service] denied it.", "Tarn Border Service"),
        ("Mr Karel said no. Ivo Karel, 40, left. [Mr Karel] said yes.", "Ivo Karel"),
        ("The lawyer for Ana Lund, Ivo Karel, left early. [Ana Lund’s lawyer] said so.", "Ivo Karel"),
        ("Ana Lund wept. [Her mother] said it rained.", "mother of Ana Lund"),
        ("[A survey by Agora Research] found fear. [The survey] counted 40.", "Agora Research"),
        ("Ana Lund and Ivo Karel met. [Both] denied it.", "Ana Lund; Ivo Karel"),
        ("Ana Lund, [who] leads the clinic, left.", "Ana Lund"),
        ("Ivo Karel met a guard who was freed and [who] told him of the pit.", "guard"),
        ("TARN BAY — [The governor] left. The governor, Ana Lund, gave no reason.", "Ana Lund"),
        ("The minister, Ana Lund, was away. [The health minister] denied it.", "Ana Lund"),
        ("Ana Lund and her brother Ivo Lund left. Ana Lund wept. [Ms Lund] said it rained.", "Ana Lund"),
        ("Tarn Airways is in debt, and Ana Lund left. [Tarn] denied it.", "Tarn Airways"),
        ("Lund Copper opened a pit in Tarn Bay, near the Red Shelf. [The company] denied it.", "Lund Copper"),
        ("The men met in Tarn Bay. [The company] denied it.", "company"),
        ("The Dockers’ Guild met. [The Guild] denied it.", "Dockers’ Guild"),
        ("[This newspaper] has seen the list.", "Orvan"),
        ("Two members, [Reps. Ana Lund and Ivo Karel], left.", "Ana Lund; Ivo Karel"),
    ],
)
def test_a_short_mention_leads_to_the_name_before_or_after_it(text: str, name: str) -> None:
    assert last(text, "Orvan") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[Ana Lund] said it was dark. [She] said it rained.", "Ana Lund"),
        ("[Ms Lund] said no. [Mr Karel] said yes. [She] said it again.", "Lund"),
        ("Mr Karel was seen by [Ana Lund]. “It was dark,” [she] said.", "Ana Lund"),
        ("The Ministry of Light gave figures. [It] denied the rest.", "Ministry of Light"),
    ],
)
def test_a_pronoun_goes_to_who_the_texts_own_words_allow(text: str, name: str) -> None:
    assert last(text, "Orvan") == name


def test_a_spokesperson_without_name_is_not_the_named_one_of_the_same_office() -> None:
    before = "The governor, Ana Lund, left. Her spokesman, Ivo Karel, stayed. "
    text = before + "[A spokesman for the governor] denied it."
    found = answers(text)[0]
    assert (found.name, found.named) == ("spokesman for Ana Lund", False)


def test_a_pronoun_that_nobody_fits_is_left_open() -> None:
    assert answers("[She] said it rained.")[0].member is None


def test_nothing_is_concluded_from_a_name_about_he_or_she() -> None:
    for word in ("He", "She"):
        assert last(f"[Ana Lund] said it was dark. [{word}] said it rained.") == "Ana Lund"


def test_an_office_that_nobody_is_named_for_stays_as_it_is_written() -> None:
    found = answers("Ana Lund met the mayor. [The mayor] said it rained.")[0]
    assert (found.name, found.named) == ("mayor", False)


@pytest.mark.parametrize(
    ("text", "about", "name"),
    [
        ("Sir – I object to the list.\nIvo Karel, Lower Tarn", About(publisher="Sarn Courier"), "Ivo Karel"),
        ("I, Ana Lund, tell this of my own will.", About(publisher="Tarn Aid"), "Ana Lund"),
        ("I was there.", About(publisher="Tarn Aid", author="Ana Lund"), "Ana Lund"),
        ("I was there.", About(publisher="Tarn Aid", title="Statement of Ana Lund"), "Ana Lund"),
        ("I was there.", About(publisher="Tarn Aid"), ""),
    ],
)
def test_the_first_person_of_a_text_is_its_signer_or_author(text: str, about: About, name: str) -> None:
    assert Voices(text, lay_out(text, words.ABBREVIATIONS), about).i_at(0) == name


@pytest.mark.parametrize("size", [500, 1000])
def test_many_names_and_pronouns_are_read_in_bounded_work(size: int) -> None:
    text = " ".join(f"[Ana Lund{n}] said no. [He] said yes. [The mayor] left." for n in range(size))
    assert len(answers(text)) == 3 * size


def test_what_somebody_was_told_by_nobody_named_is_not_put_into_their_mouth() -> None:
    """A statement inside another without a source of its own has no speaker, whoever stands around it."""
    text = "“I was told that nobody is in the register,” Ana Lund said."
    outer, inner = text[: text.index(" Ana")], "nobody is in the register"
    reading = TaggedReading(text, About())
    reading.gathered = gather(
        reading.layout, [_found(text, outer, "said", "Ana Lund"), _found(text, inner, "", "")], []
    )
    assert [(s.speaker, s.within is None) for s in reading.statements()] == [
        ("Ana Lund", True),
        (None, False),
    ]


def _found(text: str, content: str, cue: str, source: str) -> Found:
    def at(words_of: str) -> tuple[int, int] | None:
        place = text.index(words_of)
        return (place, place + len(words_of)) if words_of else None

    span = at(content)
    assert span is not None
    return Found((span,), at(cue), at(source), nested=not source, own=False, parts={}, acts={})
