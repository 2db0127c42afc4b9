"""Denials, disputes and corrections beside what they are about, and subjects without traits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from brief_case import brief_of, case_brief, one_source, spans_of

from khronika.publishing.html import render_html
from khronika.publishing.markdown import render_markdown
from khronika.publishing.traits import TRAITS, names_a_people, names_a_trait
from khronika.publishing.words import family_of
from khronika.records.item import About
from khronika.records.reading import SourceReading
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement


def says(text: str, speaker: str | None, words: str, act: Act = Act.ASSERTS) -> Statement:
    """Return what ``speaker`` says in ``text``."""
    return Statement(words, speaker, speaker is not None, spans_of(text, words), (act,))


def told(*lines: tuple[str, str, Act], language: str = "en") -> SourceReading:
    """Return a source with one line a speaker."""
    text = "\n\n".join(words for _, words, _ in lines)
    statements = [says(text, speaker, words, act) for speaker, words, act in lines]
    return one_source(text, *statements, about=About(publisher="Orvan", language=language))


def test_a_denial_stands_beside_what_it_may_answer_with_the_shared_words() -> None:
    """A denial stands beside what it may answer, and the shared words are the reason."""
    first = case_brief().answers[0]
    assert (first.label, first.of_fact) == ("S1", True)
    assert [(tie.label, tie.shared, tie.why) for tie in first.about][:3] == [
        ("S2", (), "stands within the denial"),
        ("S5", ("Quarry 9", "detention"), ""),
        ("S10", ("detention",), ""),
    ]


def test_denials_of_the_fact_come_first_and_the_others_say_that_they_are_none() -> None:
    """A denial of knowledge, competence or responsibility says beside it that it is no denial of the fact."""
    answers = case_brief().answers
    assert [answer.of_fact for answer in answers] == [True, False, False]
    assert answers[0].note == ""
    assert all(answer.note.endswith("That is no denial of the fact.") for answer in answers[1:])


def test_nobody_answers_themselves() -> None:
    """A denial is never set beside statements of the same speaker."""
    reading = told(
        ("Fedor Gadrel", "Nobody was killed at Quarry 9.", Act.DENIES),
        ("Fedor Gadrel", "The guards at Quarry 9 are ours.", Act.ASSERTS),
    )
    assert brief_of(reading).answers[0].about == ()


def test_one_common_word_is_not_enough_but_a_word_of_the_field_is() -> None:
    """One everyday word is not enough to set a denial beside a statement; a word such as complaint is."""
    reading = told(
        ("Fedor Gadrel", "Not a single complaint came, whatever the weather.", Act.DENIES),
        ("Mira Dzhalova", "We have filed nine complaints.", Act.ASSERTS),
        ("Vesna Tvardek", "The weather was cold.", Act.ASSERTS),
    )
    assert [(tie.label, tie.shared) for tie in brief_of(reading).answers[0].about] == [("S2", ("complaint",))]


def test_whoever_speaks_of_the_quarry_may_mean_the_one_with_a_number() -> None:
    """A word of a site with a number is enough: whoever says "the quarry" may mean Quarry 9."""
    reading = told(
        ("Fedor Gadrel", "There is nobody at Quarry 9.", Act.DENIES),
        ("Mira Dzhalova", "He was kept in a workshop at the quarry.", Act.ASSERTS),
    )
    assert [(tie.label, tie.shared) for tie in brief_of(reading).answers[0].about] == [("S2", ("quarry",))]


def test_what_is_left_out_beside_a_denial_is_counted() -> None:
    """Beside a denial at most six statements are shown, and the rest is counted."""
    others = [(f"Speaker Number{n}", f"They are held at Quarry 9, says {n}.", Act.ASSERTS) for n in range(9)]
    answer = brief_of(told(("Fedor Gadrel", "Nobody is at Quarry 9.", Act.DENIES), *others)).answers[0]
    assert (len(answer.about), answer.left_out) == (6, 3)


def test_a_dispute_of_a_denial_stands_beside_it() -> None:
    """A dispute that names the denier stands beside the denial that it shares words with, or beside all."""
    reading = told(
        ("Fedor Gadrel", "Not a single complaint came.", Act.DENIES),
        ("Fedor Gadrel", "There is no such place.", Act.DENIES),
        ("Mira Dzhalova", "what was said on complaints", Act.DISPUTES),
        ("Vesna Tvardek", "that account", Act.DISPUTES),
    )
    whose = Phrase("Fedor Gadrel")
    named = [replace(r, statement=replace(r.statement, disputes=whose)) for r in reading.statements[2:]]
    answers = brief_of(replace(reading, statements=(*reading.statements[:2], *named))).answers
    assert [[(tie.label, tie.shared) for tie in answer.disputed_by] for answer in answers] == [
        [("S3", ("complaint",)), ("S4", ())],
        [("S4", ())],
    ]


def test_a_dispute_of_the_statement_stands_beside_the_denial_it_shares_words_with() -> None:
    """A dispute of "the statement" stands beside a denial it shares words with, never one on a term."""
    lines = (
        ("Fedor Gadrel", "Not a single complaint came.", Act.DENIES),
        ("Mira Dzhalova", "the statement on complaints", Act.DISPUTES),
        ("Vesna Tvardek", "the statement on “mass complaints”", Act.DISPUTES),
    )
    reading = told(*lines)
    the = Phrase("the statement")
    named = [replace(r, statement=replace(r.statement, disputes=the)) for r in reading.statements[1:]]
    brief = brief_of(replace(reading, statements=(reading.statements[0], *named)))
    assert [tie.label for tie in brief.answers[0].disputed_by] == ["S2"]
    assert brief.disputes[0].term == "the statement"


def test_a_dispute_on_a_term_is_never_shown_as_one_of_a_denial() -> None:
    """Whoever objects to a term neither answers a denial nor sides with it: it stands beside neither."""
    shown = [tie.label for answer in case_brief().answers for tie in (*answer.about, *answer.disputed_by)]
    assert not {"S8", "S9"} & set(shown)


def test_a_dispute_is_on_its_words_alone_and_stands_beside_what_the_speaker_affirms() -> None:
    """Disputes of one speaker in one source are one, beside what the same speaker affirms."""
    disputes = case_brief().disputes
    assert len(disputes) == 1
    assert disputes[0].labels == ("S8", "S9")
    assert disputes[0].term == "the words “death camp”"
    assert [tie.label for tie in disputes[0].affirms] == ["S5", "S7", "S10"]


def test_a_dispute_of_somebodys_words_names_whose() -> None:
    """Where no words are quoted, the brief says whose words are disputed, or of others."""
    text = "Some reports on the site are wrong."
    statement = says(text, "Ksenia Vardol", text, Act.DISPUTES)
    assert brief_of(one_source(text, statement)).disputes[0].term == "words of others"
    whose = replace(statement, disputes=Phrase("banners abroad"))
    assert brief_of(one_source(text, whose)).disputes[0].term == "words of banners abroad"


def test_a_correction_is_about_the_speakers_own_words_only() -> None:
    """A retraction stands beside earlier words of the same voice, never beside somebody else's."""
    back = case_brief().taken_back
    assert [(one.label, [tie.label for tie in one.about]) for one in back] == [("S19", ["S18"])]
    reading = told(
        ("Zlata Benik", "Quarry 9 is a death camp.", Act.ASSERTS),
        ("Ksenia Vardol", "Quarry 9 is no death camp.", Act.CORRECTS),
    )
    assert [one.about for one in brief_of(reading).taken_back] == [()]


@pytest.mark.parametrize(
    "word", ["refuted", "debunked", "untrue", "false", "hoax", "admits that", "proved", "lie"]
)
def test_the_briefs_own_wording_hands_nobody_a_win(word: str) -> None:
    """The brief's own wording never says that a claim was refuted or proved."""
    own = [*(render(case_brief()).casefold() for render in (render_html, render_markdown))]
    assert all(f" {word}" not in text for text in own)


def test_subjects_are_shared_names_and_word_families() -> None:
    """Subjects are names and word families that contents share, with the spellings as the reason."""
    subjects = {subject.heading: subject for subject in case_brief().subjects}
    assert subjects["Quarry 9, quarry"].sentences == ("S1", "S2", "S5", "S6", "S9", "S13", "S16", "S17")
    assert subjects["detention"].spelled == ("detained", "detainees", "held")
    assert subjects["detention"].why == "their contents share the words"


def test_a_statement_stands_in_several_groups() -> None:
    """A statement may stand in several groups."""
    groups = [subject.heading for subject in case_brief().subjects if "S5" in subject.sentences]
    assert groups == ["Quarry 9, quarry", "detention"]


@pytest.mark.parametrize(
    "content",
    [
        "They beat a Vesperine gay man",
        "the Muslims of Ozrin",
        "a Jewish shop",
        "two disabled boys",
        "the Roma camp",
    ],
)
def test_a_trait_of_persons_never_heads_a_group_nor_ties_statements(content: str) -> None:
    """A word for a protected trait heads no group and sets no two statements side by side."""
    reading = told(
        ("Mira Dzhalova", content, Act.ASSERTS),
        ("Vesna Tvardek", content.replace("boys", "girls"), Act.ASSERTS),
        ("Fedor Gadrel", content.replace("boys", "lads"), Act.DENIES),
    )
    brief = brief_of(reading)
    shown = [subject.heading for subject in brief.subjects]
    shown += [word for subject in brief.subjects for word in subject.spelled]
    shown += [word for answer in brief.answers for tie in answer.about for word in tie.shared]
    assert not [word for word in shown if names_a_trait(word)]


def test_the_list_of_traits_is_matched_whatever_the_case_or_hyphen() -> None:
    """The list of traits is matched whatever the case, the possessive or the hyphen."""
    assert names_a_trait("LGBT")
    assert names_a_trait("anti-gay")
    assert names_a_trait("Muslim's")
    assert not names_a_trait("Quarry 9")
    assert all(trait == trait.casefold() for trait in TRAITS)


@pytest.mark.parametrize(
    ("name", "names", "people"),
    [
        ("Velmoran", {"velmora"}, True),
        ("Velmorans", {"velmora"}, True),
        ("Armenians", set(), True),
        ("Sarnese", set(), True),
        ("Orvan", {"sarn"}, False),
        ("Ozrin", {"tarvesh"}, False),
    ],
)
def test_peoples_are_no_names_of_subjects(name: str, names: set[str], people: bool) -> None:  # noqa: FBT001
    """A single word that reads as a people or a nationality is no subject."""
    assert names_a_people(name, frozenset(names)) is people


def test_a_language_other_than_english_gives_names_of_several_words_only() -> None:
    """In another language only names of several words are subjects, since the list of traits is English."""
    reading = told(
        ("Мира Джалова", "Их держат на Липовой улице, возле Верхнего Кошала.", Act.ASSERTS),
        ("Весна Твардек", "Обыски шли возле Верхнего Кошала, у Мусульман.", Act.ASSERTS),
        ("Эмиль Шаво", "Мы были возле Верхнего Кошала, у Мусульман.", Act.ASSERTS),
        language="ru",
    )
    assert [subject.heading for subject in brief_of(reading).subjects] == ["Верхнего Кошала"]


def test_an_unstated_language_is_told_by_its_function_words() -> None:
    """Where no language is stated, a text is read as English only if its function words say so."""
    english = told(
        ("Mira Dzhalova", "They were detained in the night and taken to the yard.", Act.ASSERTS),
        ("Vesna Tvardek", "The men who were detained are not on the list.", Act.ASSERTS),
        language="",
    )
    assert [subject.heading for subject in brief_of(english).subjects] == ["detention"]
    german = told(
        ("Mira Dzhalova", "Sie holten nachts Muslime aus Häusern", Act.ASSERTS),
        ("Vesna Tvardek", "Man brachte Muslime fort", Act.ASSERTS),
        language="",
    )
    assert brief_of(german).subjects == ()


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    """The first word of a sentence is no name merely for its capital."""
    reading = told(
        ("Mira Dzhalova", "Nobody came. Gravel lay there.", Act.ASSERTS),
        ("Vesna Tvardek", "Nobody left. The gravel was wet.", Act.ASSERTS),
    )
    assert [(s.heading, s.why) for s in brief_of(reading).subjects] == [
        ("gravel", "their contents share the word")
    ]


@pytest.mark.parametrize(
    ("word", "family"),
    [
        ("detainees", "detention"),
        ("families", "family"),
        ("courts", "court"),
        ("torturing", "torture"),
        ("gas", "gas"),
    ],
)
def test_word_families(word: str, family: str) -> None:
    """A word belongs to the family that is written out, or loses its plural ending."""
    assert family_of(word) == family


def test_a_denial_without_its_kind_says_so() -> None:
    """A denial whose kind the reader did not tell is shown as that."""
    text = "Fedor Gadrel denied it."
    statement = says(text, "Fedor Gadrel", "it", Act.DENIES)
    answer = brief_of(one_source(text, statement)).answers[0]
    assert (answer.kind, answer.of_fact) == ("denied (what exactly was not read)", False)
    of_fact = replace(statement, denies=(Denial.FACT,))
    assert brief_of(one_source(text, of_fact)).answers[0].of_fact
