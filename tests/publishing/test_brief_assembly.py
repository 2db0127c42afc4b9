"""What a brief decides before anything is drawn: sentences, speakers, notices, figures, dates, relays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from brief_case import HEADING, brief_of, case_brief, courier, one_source, spans_of, trubach, withheld
from hypothesis import given
from hypothesis import strategies as st

from khronika.publishing.brief import BriefHeading
from khronika.publishing.figures import bounds_in_words
from khronika.publishing.relays import Branch
from khronika.publishing.sentences import Voice
from khronika.publishing.wording import (
    ACTS,
    acts_in_words,
    days_in_words,
    denial_in_words,
    published_in_words,
)
from khronika.records.dates import days_of
from khronika.records.item import About, Anchor
from khronika.records.reading import Reviewed
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement, Status


def test_every_statement_that_was_not_rejected_stands_in_the_brief_once() -> None:
    """Every statement that was not rejected stands in the brief once."""
    brief = case_brief()
    printed: list[str] = []

    def gather(label: str) -> None:
        printed.append(label)
        for inner in brief.by_label()[label].nested:
            gather(inner)

    for speaker in brief.speakers:
        for label in speaker.sentences:
            gather(label)
    assert sorted(printed, key=lambda label: int(label[1:])) == [f"S{n}" for n in range(1, 20)]


def test_rejected_suggestions_are_left_out_and_counted() -> None:
    """Rejected suggestions are left out, and the notice counts them."""
    reading = courier()
    first, *rest = reading.statements
    brief = brief_of(replace(reading, statements=(replace(first, status=Status.REJECTED), *rest)))
    assert len(brief.sentences) == 13
    assert brief.sentences[0].within == ""
    assert brief.notices[-1] == "Left out, since they were rejected in review: 1 suggestion."


def test_unreviewed_suggestions_are_announced_as_such() -> None:
    """Unreviewed suggestions are announced as such, before anything else."""
    assert case_brief().notices[0].startswith("Unreviewed machine suggestions. Nobody has checked")


def test_accepted_statements_are_counted_and_a_second_person_is_never_pretended() -> None:
    """Accepted statements are counted, and a second person is never pretended."""
    reading = trubach()
    one, two, *rest = reading.statements
    seen = replace(one, status=Status.ACCEPTED, second_person=True)
    amended = replace(two, status=Status.AMENDED)
    brief = brief_of(replace(reading, statements=(seen, amended, *rest)))
    assert brief.notices == (
        "2 of 5 statements accepted by a person. Unreviewed machine suggestions: 3.",
        "Seen by a second person: 1 of the 2 accepted.",
    )
    assert [s.certainty for s in brief.sentences[:3]] == [
        "accepted by a person",
        "amended and accepted by a person",
        "very likely read right",
    ]


def test_a_withheld_source_gives_its_name_and_the_reason_only() -> None:
    """A withheld source gives its name and the reason only, whatever was handed over with it."""
    brief = brief_of(withheld())
    card = brief.sources[0]
    assert (card.name, card.withheld) == ("testimony 3", "consent does not cover this audience")
    assert (card.title, card.publisher, card.paragraphs, card.problems, card.copies) == ("", "", (), (), ())
    assert brief.sentences == ()
    assert brief.in_short[0].note == "1 withheld"


def test_the_digest_of_a_withheld_source_is_not_told() -> None:
    """The digest of a withheld source is not told."""
    assert brief_of(replace(withheld(), salted=False)).sources[0].reference == ""


def test_a_spokesperson_is_never_the_one_spoken_for() -> None:
    """A spokesperson is a party of its own, and is never the one spoken for."""
    voices = {speaker.name: speaker.voice for speaker in case_brief().speakers}
    assert voices["spokesperson for the Interior Ministry"] is Voice.UNNAMED
    assert voices["the Interior Ministry"] is Voice.NAMED


def _speaks(name: str | None, *, named: bool = True) -> Statement:
    return Statement("s1", name, named, ((0, 4),), (Act.ASSERTS,))


@pytest.mark.parametrize(
    ("one", "other", "groups"),
    [
        (_speaks("Ksenia Vardol"), _speaks("KSENIA  Vardol"), 1),
        (_speaks("Vardol"), _speaks("Vardol"), 2),
        (_speaks("Ksenia Vardol"), _speaks("Vardol"), 2),
        (_speaks("Savel Ortan"), _speaks("Savel Ortan", named=False), 2),
        (_speaks("a lawyer of families", named=False), _speaks("a lawyer of families", named=False), 2),
        (_speaks("Ksenia Vardol"), _speaks("Kseniia Vardol"), 2),
    ],
)
def test_speakers_of_two_sources_are_joined_by_their_whole_name_only(
    one: Statement, other: Statement, groups: int
) -> None:
    """Speakers of two sources are joined where the whole folded name is equal, and only there."""
    brief = brief_of(one_source("text", one), one_source("text", other))
    assert len(brief.speakers) == groups


def test_those_whom_nobody_introduced_are_not_one_person() -> None:
    """Those whom nobody introduced stand under one heading and are counted as nobody."""
    brief = brief_of(one_source("text", _speaks(None), replace(_speaks(None), id="s2")))
    assert [speaker.voice for speaker in brief.speakers] == [Voice.OPEN]
    assert [count.number for count in brief.in_short if count.words.startswith("speaker")] == [0]


def test_a_nested_statement_stands_under_its_outer_one_and_is_referred_to_elsewhere() -> None:
    """A nested statement stands under its outer one and is only referred to under its own speaker."""
    brief = case_brief()
    outer, inner = brief.sentences[0], brief.sentences[1]
    assert (outer.nested, inner.within) == (("S2",), "S1")
    nobody = next(speaker for speaker in brief.speakers if speaker.voice is Voice.OPEN)
    assert (nobody.sentences, nobody.elsewhere) == ((), ("S2", "S6"))


@given(st.lists(st.sampled_from(["s0", "s1", "s2", "s3", "gone", None]), min_size=4, max_size=4))
def test_no_statement_is_lost_in_a_circle(within: list[str | None]) -> None:
    """No statement is lost, even where statements claim to stand within each other."""
    statements = [replace(_speaks("Ksenia Vardol"), id=f"s{n}", within=w) for n, w in enumerate(within)]
    brief = brief_of(one_source("text", *statements))
    reached: set[str] = set()

    def reach(label: str) -> None:
        assert label not in reached
        reached.add(label)
        for inner in brief.by_label()[label].nested:
            reach(inner)

    for speaker in brief.speakers:
        for label in speaker.sentences:
            reach(label)
    assert len(reached) == 4


def test_quoted_words_and_the_sources_words_are_told_apart() -> None:
    """Words that the source quotes are told apart from the source's own wording."""
    words = case_brief().sentences[0].words
    assert [(w.text, w.quoted) for w in words] == [
        ("denied that anybody was held at Quarry 9", False),
        ("“There is no such facility.”", True),
    ]


@pytest.mark.parametrize(
    ("text", "cue", "content", "shown"),
    [
        (
            "He denied on Monday that anybody was held.",
            "denied",
            "anybody was held",
            "denied on Monday that anybody was held",
        ),
        (
            "The office said it had received nothing.",
            "said",
            "it had received nothing",
            "said it had received nothing",
        ),
        ("He denied. Long after, men were held.", "denied", "men were held", "denied|men were held"),
        ("Nobody was held, he said.", "said", "Nobody was held", "Nobody was held"),
    ],
)
def test_what_is_denied_is_never_shown_as_said(text: str, cue: str, content: str, shown: str) -> None:
    """What a source words itself is shown with the word that tells whether it was denied or said."""
    denial = replace(
        _speaks("Fedor Gadrel"),
        acts=(Act.DENIES,),
        content=spans_of(text, content),
        cue=spans_of(text, cue),
    )
    sentence = brief_of(one_source(text, denial)).sentences[0]
    assert "|".join(words.text for words in sentence.words) == shown
    assert sentence.content == content


@pytest.mark.parametrize(
    ("content", "quoted"),
    [
        ("“We have no such information,”", True),
        ("“hundreds” had been seen", False),
        ("‘I don’t know,’", True),
        ("‘preventive measures’ had taken place", False),
        ("«Такого учреждения не существует»", True),
        ('"They read the surnames out,"', True),
        ("“It opens and never closes", True),
        ("he said “no”", False),
    ],
)
def test_words_count_as_quoted_only_if_the_quotation_reaches_their_end(content: str, quoted: bool) -> None:  # noqa: FBT001
    """Words that merely begin with a quotation are the source's own wording."""
    statement = replace(_speaks("Danil Orzhel"), content=((0, len(content)),))
    assert [w.quoted for w in brief_of(one_source(content, statement)).sentences[0].words] == [quoted]


def test_a_piece_inside_a_quotation_gets_its_marks() -> None:
    """A piece cut from inside a quotation is shown in quotation marks."""
    text = "“They came at night,” she said, “with a list of names.”"
    at = text.index("with a list")
    statement = replace(_speaks("Mira Dzhalova"), content=((1, 20), (at, at + 20)))
    words = brief_of(one_source(text, statement)).sentences[0].words
    assert [(w.text, w.quoted) for w in words] == [
        ("“They came at night,”", True),
        ("“with a list of names”", True),
    ]


def test_all_acts_are_shown_and_each_act_has_words() -> None:
    """All acts of a statement are shown, and each act has words of its own."""
    assert set(ACTS) == set(Act)
    several = replace(_speaks(None), acts=(Act.DENIES, Act.ADVISES), denies=(Denial.FACT,))
    assert acts_in_words(several) == "denied (the fact) and advised"


@pytest.mark.parametrize("kind", [Denial.KNOWLEDGE, Denial.RESPONSIBILITY, Denial.COMPETENCE])
def test_only_a_denial_of_the_fact_reads_as_one(kind: Denial) -> None:
    """A denial of knowledge, responsibility or competence says that it is not of the fact."""
    assert denial_in_words([kind]) == f"denied {kind.value} (not the fact)"
    assert denial_in_words([Denial.FACT, kind]) == f"denied (the fact) and denied {kind.value}"
    assert "fact" not in denial_in_words([])


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2026-03-15", "15 March 2026"),
        ("2026-03", "March 2026"),
        ("2026", "2026"),
        ("2026-03-02/2026-03-08", "2 to 8 March 2026"),
        ("2026-02-25/2026-03-08", "25 February to 8 March 2026"),
        ("2025-12-30/2026-01-02", "30 December 2025 to 2 January 2026"),
        ("2026-02-01/..", "from 1 February 2026 on"),
        ("../2026-02-01", "until 1 February 2026"),
        ("../..", "no day given"),
    ],
)
def test_days_are_said_in_plain_words(edtf: str, words: str) -> None:
    """Days are said in plain words, with open ends said."""
    assert days_in_words(*days_of(edtf)) == words


def test_a_date_that_is_no_edtf_is_shown_as_it_stands() -> None:
    """A source's date that is no EDTF is shown as it stands, and a missing one is said to be missing."""
    assert published_in_words("5 Mart") == "5 Mart"
    assert published_in_words("") == "date not stated"


def test_dates_carry_the_day_they_were_read_against() -> None:
    """Dates carry the day they were read against."""
    rows = case_brief().dates
    assert [(row.words, row.edtf, row.against) for row in rows][:2] == [
        ("last week", "2026-03-02/2026-03-08", "15 March 2026"),
        ("since February", "2026-02-01/..", "15 March 2026"),
    ]


def test_a_figure_that_stands_once_in_a_text_is_one_row_of_the_innermost_speaker() -> None:
    """A figure that stands once in a text is one row, given by the innermost speaker through the outer."""
    rows = case_brief().figures[0].rows
    assert [(row.text, row.label) for row in rows] == [
        ("100 or more people", "S6"),
        ("17 people", "S15"),
        ("400 people", "S18"),
    ]
    assert rows[0].through == ("Ksenia Vardol", "The Sarn Courier")


def test_counts_of_people_come_first_and_single_figures_share_a_table() -> None:
    """Counts of people come first, and what is counted once only shares a table that compares nothing."""
    groups = case_brief().figures
    assert [(group.heading, group.people, group.each_once) for group in groups] == [
        ("People", True, False),
        ("Single figures of other things", False, True),
    ]
    assert groups[1].rows[0].convention == "“hundreds” read as 200 to 999"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (100, None, "100 or more"),
        (None, 40, "up to 40"),
        (30, 50, "30 to 50"),
        (7, 7, "7"),
        (None, None, "no bound"),
        (12345, 12345, "12\u202f345"),
    ],
)
def test_bounds_are_said_in_plain_words(low: int | None, high: int | None, words: str) -> None:
    """Bounds of a figure are said in plain words, open ends too."""
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert bounds_in_words(*ends) == words


def _chains(branch: Branch) -> list[str]:
    if not branch.further:
        return [branch.name]
    return [f"{branch.name} ← {chain}" for further in branch.further for chain in _chains(further)]


def test_the_relay_tree_runs_from_the_publisher_to_the_speaker() -> None:
    """The relay tree runs from the publisher through the relays to the speaker, the farthest relay first."""
    tree = case_brief().sources[0].tree
    assert tree is not None
    chains = _chains(tree)
    assert "The Sarn Courier ← Paromnik ← Radio Tarvesh ← Stanko Grevich" in chains
    assert "The Sarn Courier ← Orvan ← Fedor Gadrel" in chains
    assert "The Sarn Courier ← Ksenia Vardol ← somebody not introduced" in chains
    assert tree.sentences == ("S14",)


def test_the_publisher_is_not_drawn_as_its_own_relay() -> None:
    """A relay that is the publisher itself is not drawn twice."""
    statement = replace(_speaks("Ksenia Vardol"), relays=(Phrase("orvan"),))
    tree = brief_of(one_source("text", statement)).sources[0].tree
    assert tree is not None
    assert _chains(tree) == ["Orvan ← Ksenia Vardol"]


def test_page_and_paragraph_come_from_the_anchors() -> None:
    """Page and paragraph of a sentence come from the anchors of the rendition."""
    text = "First.\n\nSecond page."
    anchors = (Anchor((0, 6), page=1, paragraph=1), Anchor((8, 20), page=2, paragraph=1))
    statement = replace(_speaks("Mira Dzhalova"), content=((8, 14),))
    brief = brief_of(one_source(text, statement, anchors=anchors))
    assert brief.sentences[0].passage == "source 1, page 2, paragraph 1"
    assert [(p.page, p.new_page) for p in brief.sources[0].paragraphs] == [(1, True), (2, True)]


def test_words_outside_the_text_become_a_problem() -> None:
    """A statement whose words lie outside the text stays in the brief, with a problem beside the source."""
    statement = replace(_speaks("Mira Dzhalova"), content=((2, 99),))
    brief = brief_of(one_source("text", statement))
    assert brief.sentences[0].content == "xt"
    assert [problem.where for problem in brief.sources[0].problems] == ["S1"]


def test_the_first_screen_names_calls_for_harm() -> None:
    """The first screen counts what there is and names each call for harm."""
    lines = [(count.number, count.words, count.note, count.labels) for count in case_brief().in_short]
    assert lines == [
        (3, "sources", "1 withheld", ()),
        (19, "statements", "", ()),
        (9, "speakers", "1 not named", ()),
        (1, "call for harm", "", ("S11",)),
        (3, "denials", "1 of the fact", ()),
        (2, "disputes", "", ("S8", "S9")),
        (1, "retraction", "", ("S19",)),
        (4, "figures", "3 of people", ()),
    ]


def test_a_brief_of_nothing_is_a_brief() -> None:
    """A brief of no sources, and of a source without text, can be made."""
    assert brief_of().sentences == ()
    assert brief_of(one_source("", about=About())).sources[0].paragraphs == ()


def test_the_time_of_a_brief_needs_its_zone() -> None:
    """The time of a brief needs its zone."""
    with pytest.raises(ValueError, match="zone"):
        BriefHeading("x", datetime(2026, 1, 1), "")  # noqa: DTZ001  # what the test is about
    assert HEADING.made_at.tzinfo is not None


def test_two_statements_with_one_id_both_stand_in_the_brief() -> None:
    """Two statements with one id both stand in the brief."""
    reading = one_source("text", _speaks("Ksenia Vardol"))
    twice = replace(reading, statements=(*reading.statements, Reviewed(_speaks("Mira Dzhalova"))))
    assert [s.label for s in brief_of(twice).sentences] == ["S1", "S2"]
