"""One sentence, one rule: who says what, through whom, and what is done by saying it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from khronika.reading import FAST, reader_for
from khronika.records.item import About
from khronika.records.statement import Statement

NAMED, UNNAMED = "named", "unnamed"
ABOUT = About(publisher="The Tribune", published="2020-06-10")


class Said(NamedTuple):
    """A sentence with the first statement expected of it."""

    text: str
    speaker: str | None
    named: str
    acts: str
    content: str
    relays: tuple[str, ...] = ()


CASES = [
    Said("“We kept no lists,” Anna Lund said.", "Anna Lund", NAMED, "asserts", "“We kept no lists,”"),
    Said(
        '"We kept no lists," said Anna Lund, a clerk.', "Anna Lund", NAMED, "asserts", '"We kept no lists,"'
    ),
    Said("‘We kept no lists,’ Anna Lund said.", "Anna Lund", NAMED, "asserts", "‘We kept no lists,’"),
    Said("“We kept no lists,” Anna Lund sighed.", "Anna Lund", NAMED, "asserts", "“We kept no lists,”"),
    Said(
        "Anna Lund, 52, whose husband disappeared in 2014, said: “I want a grave.”",
        "Anna Lund",
        NAMED,
        "asserts",
        "“I want a grave.”",
    ),
    Said(
        "Anna Lund said that the gate was open at night.",
        "Anna Lund",
        NAMED,
        "asserts",
        "the gate was open at night",
    ),
    Said("Anna Lund said the gate was open.", "Anna Lund", NAMED, "asserts", "the gate was open"),
    Said("The gate was open, Anna Lund said.", "Anna Lund", NAMED, "asserts", "The gate was open"),
    Said("According to Anna Lund, the gate was open.", "Anna Lund", NAMED, "asserts", "the gate was open"),
    Said(
        "The gate was open, according to two guards who were on duty.",
        "two guards who were on duty",
        UNNAMED,
        "asserts",
        "The gate was open",
    ),
    Said(
        "Anna Lund told the Orvan news agency that the gate was open.",
        "Anna Lund",
        NAMED,
        "asserts",
        "the gate was open",
        ("Orvan",),
    ),
    Said(
        "Anna Lund said the gate was open, according to the Dorun Herald.",
        "Anna Lund",
        NAMED,
        "asserts",
        "the gate was open",
        ("Dorun Herald",),
    ),
    Said(
        "Anna Lund told this newspaper the gate was open.",
        "Anna Lund",
        NAMED,
        "asserts",
        "the gate was open",
        ("The Tribune",),
    ),
    Said(
        "General Piotr Hale is quoted by the newspaper Zarya as saying that the village was empty.",
        "Piotr Hale",
        NAMED,
        "asserts",
        "the village was empty",
        ("Zarya",),
    ),
    Said(
        "The state news agency VTA, citing the prosecutor’s office, said two suspects had been detained.",
        "prosecutor’s office",
        UNNAMED,
        "asserts",
        "two suspects had been detained",
        ("VTA",),
    ),
    Said(
        "A spokesperson for the region’s leader, Ivan Brod, denied the existence of the camp.",
        "spokesperson for Ivan Brod",
        UNNAMED,
        "denies",
        "the existence of the camp",
    ),
    Said(
        "A spokesman for the Interior Ministry said the road was closed.",
        "spokesman for the Interior Ministry",
        UNNAMED,
        "asserts",
        "the road was closed",
    ),
    Said(
        "Governor Ivan Brod’s spokesperson, Dora Finch, said the road was closed.",
        "Dora Finch",
        NAMED,
        "asserts",
        "the road was closed",
    ),
    Said(
        "Brod’s lawyer said his client was ill.", "lawyer for Brod", UNNAMED, "asserts", "his client was ill"
    ),
    Said("Police said the road was closed.", "police", UNNAMED, "asserts", "the road was closed"),
    Said(
        "Rights groups, including Open Cells and the Dorun Committee, urged Minister Ivan Brod to act.",
        "Rights groups, including Open Cells and the Dorun Committee",
        NAMED,
        "appeals",
        "to act",
    ),
    Said(
        "The army has been criticized by rights groups for the shelling of Dorun.",
        "rights groups",
        UNNAMED,
        "alleges",
        "the shelling of Dorun",
    ),
    Said(
        "Anna Lund took issue with articles that called it a tomb.",
        "Anna Lund",
        NAMED,
        "disputes",
        "articles that called it a tomb",
    ),
    Said("“There is no such camp,” Brod said.", "Brod", NAMED, "denies", "“There is no such camp,”"),
    Said(
        "“We have no information about that,” Brod said.",
        "Brod",
        NAMED,
        "denies",
        "“We have no information about that,”",
    ),
    Said("“We withdraw our report,” Lund said.", "Lund", NAMED, "retracts", "“We withdraw our report,”"),
    Said("The Zarya retracted its article.", "Zarya", NAMED, "retracts", "its article"),
    Said(
        "“If they come back, burn their houses,” the preacher told worshippers.",
        "preacher",
        UNNAMED,
        "calls for harm",
        "“If they come back, burn their houses,”",
    ),
    Said("Judge Roman Stahl declined to comment.", "Roman Stahl", NAMED, "declines", "to comment"),
    Said(
        "The president warned protesters that they would be crushed.",
        "president",
        UNNAMED,
        "threatens",
        "they would be crushed",
    ),
    Said(
        "The ministry acknowledged that “mistakes were made.”",
        "ministry",
        UNNAMED,
        "admits",
        "“mistakes were made.”",
    ),
    Said(
        "“The victims can file a complaint,” Brod said.",
        "Brod",
        NAMED,
        "advises",
        "“The victims can file a complaint,”",
    ),
    Said(
        "Mr Hale’s claim that no civilians were killed was contradicted by records.",
        "Hale",
        NAMED,
        "alleges",
        "no civilians were killed",
    ),
    Said(
        "In May 2019, Open Cells issued a report describing abuses in Dorun.",
        "Open Cells",
        NAMED,
        "reports",
        "abuses in Dorun",
    ),
    Said("It was the worst night, says Jana.", "Jana", NAMED, "asserts", "It was the worst night"),
    Said("“Nobody may hold them,” she says.", None, UNNAMED, "asserts", "“Nobody may hold them,”"),
]


def read(text: str, about: About = ABOUT) -> tuple[Statement, ...]:
    return tuple(s for s in reader_for("en", FAST).read(text, about) if not s.own)


def words(text: str, statement: Statement) -> str:
    return " … ".join(text[start:end] for start, end in statement.content)


@pytest.mark.parametrize("case", CASES, ids=[case.text[:50] for case in CASES])
def test_a_sentence_gives_its_speaker_act_content_and_relays(case: Said) -> None:
    first = read(case.text)[0]
    assert (first.speaker, first.named) == (case.speaker, case.named == NAMED)
    assert case.acts in {act.value for act in first.acts}
    assert words(case.text, first) == case.content
    assert tuple(relay.text for relay in first.relays) == case.relays


@pytest.mark.parametrize(
    "text",
    [
        "The alleged victims left the reported site.",
        "The minister did not deny that the men were in custody.",
        "He would say anything to stay.",
        "Nobody knows what he said.",
        "The ministry did not reply to written questions.",
        "The claims were many and the reports few.",
        "The army withdrew its troops.",
    ],
)
def test_what_only_looks_like_a_cue_gives_no_statement(text: str) -> None:
    assert read(text) == ()


def test_a_denial_and_the_words_it_was_made_in_are_one_statement() -> None:
    text = "A guard denied the beatings, telling the Orvan agency: “Nobody touched them here.”"
    (one,) = read(text)
    assert words(text, one) == "the beatings … “Nobody touched them here.”"
    assert [relay.text for relay in one.relays] == ["Orvan"]


def test_what_is_said_and_what_is_added_are_two() -> None:
    text = "“It was dark,” Anna Lund said, adding that two vans had stopped."
    assert [words(text, s) for s in read(text)] == ["“It was dark,”", "two vans had stopped"]


def test_a_quotation_that_goes_on_after_the_speaker_has_the_same_speaker() -> None:
    text = "“It was dark,” Anna Lund said. “Nobody had a lamp that night.”"
    assert [s.speaker for s in read(text)] == ["Anna Lund", "Anna Lund"]


def test_a_quotation_broken_by_its_speaker_is_one_statement_in_two_pieces() -> None:
    text = "“It is a lie,” said Viktor Hale, a deputy, “and those who spread it know that.”"
    (one,) = read(text)
    assert words(text, one) == "“It is a lie,” … “and those who spread it know that.”"


def test_the_relay_of_a_quotation_may_stand_in_the_next_paragraph() -> None:
    text = "Ivan Brod urged farmers to “hunt these people down everywhere,”\n\nThe Dorun Herald reported."
    (one,) = read(text)
    assert [act.value for act in one.acts] == ["calls for harm"]
    assert [relay.text for relay in one.relays] == ["The Dorun Herald"]
    assert one.addressee is not None
    assert one.addressee.text == "farmers"


def test_a_paragraph_cut_after_a_comma_goes_on_in_the_next() -> None:
    text = "The governor’s spokesman, Emil Kory,\n\nanswered that the road was closed."
    (one,) = read(text)
    assert one.speaker == "Emil Kory"


def test_a_radio_show_is_a_forum_and_no_relay() -> None:
    text = "Ivan Brod appeared on a local radio show and said the road was closed."
    (one,) = read(text)
    assert one.forum is not None
    assert one.forum.text == "a local radio show"
    assert one.relays == ()


def test_two_cues_with_their_own_subjects_are_two_statements() -> None:
    text = "The government says it has released everyone, but activists insist that dozens remain in custody."
    assert [s.speaker for s in read(text)] == ["government", "activists"]


def test_a_statement_inside_another_says_so() -> None:
    text = "Anna Lund said that the guard told her that the men had left."
    outer, inner = read(text)
    assert inner.within == outer.id
    assert (outer.within, inner.speaker) == (None, "guard")


def test_who_speaks_for_an_organisation_does_what_it_does() -> None:
    text = (
        "Marta Hill, director at Open Cells, said the case was old. "
        "Open Cells is asking the European Court to hear it, Hill said."
    )
    last = [s for s in read(text) if s.within is None][-1]
    assert last.speaker == "Marta Hill"
    assert [act.value for act in last.acts] == ["requests"]
    assert last.addressee is not None
    assert last.addressee.text == "European Court"


def test_a_dispute_takes_up_what_the_same_speaker_disputed_before() -> None:
    text = (
        "Anna Lund took issue with some articles that call it a tomb. "
        "“Calling it a tomb is inaccurate and hurts the living,” Lund said."
    )
    last = read(text)[-1]
    assert [act.value for act in last.acts] == ["disputes"]
    assert last.disputes is not None
    assert last.disputes.text == "some articles"


def test_both_of_two_speakers_are_named() -> None:
    text = "Anna Lund said no. Marta Hill said yes. Both Lund and Hill noted that it was late."
    assert read(text)[-1].speaker == "Anna Lund; Marta Hill"


def test_a_denial_of_knowledge_and_competence_is_told_from_one_of_the_fact() -> None:
    text = "“We have no such information, and this is not within our remit,” Ivan Brod said."
    (one,) = read(text)
    assert [kind.value for kind in one.denies] == ["knowledge", "competence"]


def test_hearsay_is_hedged_and_reported() -> None:
    text = "Anna Lund told The Tribune she’s heard reports of 60 or more villagers being evicted."
    first = read(text)[0]
    assert [act.value for act in first.acts] == ["reports"]
    assert "heard reports of" in first.hedges[0].text
