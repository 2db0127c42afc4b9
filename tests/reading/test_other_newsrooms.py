"""Rules that articles of other styles asked for: one sentence, or a few, for each."""

from __future__ import annotations

from typing import Any

import pytest

from khronika.reading import FAST, about_from_text, reader_for
from khronika.records.item import About
from khronika.records.statement import Statement

ABOUT = About(publisher="The Tribune", published="2020-06-10")


def read(text: str, about: About = ABOUT) -> tuple[Statement, ...]:
    return reader_for("en", FAST).read(text, about)


def said(text: str, statement: Statement) -> str:
    return " … ".join(text[start:end] for start, end in statement.content)


SPEAKERS = [
    ("Opposition MP David Keo said the vote was rigged.", "David Keo", True),
    ("Dr Amina Sole of Mercy Hospital said the ward was full.", "Amina Sole", True),
    ("The chair, the retired judge Helena Krantz, said the files were gone.", "Helena Krantz", True),
    ("The group, Ostar Witness, said soldiers came at dawn.", "Ostar Witness", True),
    ("The Open Docket group said nobody had been charged.", "Open Docket", True),
    ("The district prosecutor, Jan Voss, claims that the file is closed.", "Jan Voss", True),
    ("A 22-year-old student, “Tomas,” said that guards took his shoes.", "Tomas", True),
    (
        "A senior official in the prosecutor's office said the order came late.",
        "senior official in the prosecutor's office",
        False,
    ),
    ("According to a tally kept by Open Docket, 300 people were held.", "Open Docket", True),
    ("Neighbouring Tamar said it had closed its border.", "Tamar", True),
    ("The UN's refugee agency says around 3,000 people have fled.", "UN's refugee agency", True),
]


@pytest.mark.parametrize(("text", "speaker", "named"), SPEAKERS, ids=[case[1] for case in SPEAKERS])
def test_the_speaker_is_found_in_the_phrase(text: str, speaker: str, named: bool) -> None:  # noqa: FBT001 - a row
    first = read(text)[0]
    assert (first.speaker, first.named) == (speaker, named)


LATER = [
    ("Two witnesses said shots were fired. “A boy fell,” one of them said.", "one of Two witnesses"),
    (
        (
            "Jean Colley spoke first. Mrs Colley said he was fine. Pat Colley came, Ms Colley to her class. "
            "Ms Colley said nothing was done. It was cold. “I asked twice,” said Mrs Colley."
        ),
        "Jean Colley",
    ),
    ("Josip Molin will not come. “What for?” Josip asked, when we met.", "Josip Molin"),
    ("The court heard from Marit Lien, whose father died there. She said nobody came.", "Marit Lien"),
    (
        "The Sarn Rights Observatory (SRO) met on Monday. SRO said two men were dead.",
        "Sarn Rights Observatory",
    ),
    ("The navy said it helped. Two doctors said men were shot. It denied that shots were fired.", "navy"),
    ("Ann Lund said he rang at 3 a.m. “He wept,” Lund said.", "Ann Lund"),
    ("Lawyer Olga Sarin waited. According to her, 23 people are inside.", "Olga Sarin"),
    ("The Daily Ledger reported five deaths. The newspaper withdrew the report.", "Daily Ledger"),
]


@pytest.mark.parametrize(("text", "speaker"), LATER, ids=[case[1] for case in LATER])
def test_a_later_mention_leads_back_to_the_first(text: str, speaker: str) -> None:
    last = [s for s in read(text) if not s.own][-1]
    assert (last.speaker or "").casefold() == speaker.casefold()


ACTS: list[tuple[str, list[str], str]] = [
    ("The mayor advised citizens not to trust the channel.", ["advises"], "not to trust the channel"),
    ("The minister rejected the allegations.", ["denies", "disputes"], "the allegations"),
    ("General Brandt pleaded not guilty.", ["denies"], "not guilty"),
    ("The police put the number of detainees at 17.", ["asserts"], "the number of detainees at 17"),
    (
        "The deputy minister warned that anyone who marched would face up to 15 years in prison.",
        ["threatens"],
        "anyone who marched would face up to 15 years in prison",
    ),
    (
        "A lawyer warned that marchers would face up to 15 years in prison.",
        ["asserts"],
        "marchers would face up to 15 years in prison",
    ),
    (
        "The envoy added that her office had been unable to verify the reports.",
        ["asserts"],
        "her office had been unable to verify the reports",
    ),
    (
        "Mara Kin, citing hospital sources, said on her Telegram channel that 40 people were being treated.",
        ["reports"],
        "40 people were being treated",
    ),
    ("The paper withdrew the claim on Tuesday.", ["retracts"], "the claim"),
    (
        "Jean Lund said officers refused to let her see him.",
        ["asserts"],
        "officers refused to let her see him",
    ),
    ("Anna Lund, asked about the list, said: “It is long.”", ["asserts"], "“It is long.”"),
    ("The minister, adding nothing, said that was simply not true.", ["denies"], "that was simply not true"),
]


@pytest.mark.parametrize(("text", "acts", "content"), ACTS, ids=[case[0][:40] for case in ACTS])
def test_what_is_done_by_saying_it_and_nothing_is_lost(text: str, acts: list[str], content: str) -> None:
    first = read(text)[0]
    assert [act.value for act in first.acts] == acts
    assert said(text, first) == content


def test_two_acts_of_one_sentence_are_two_statements() -> None:
    text = "The mission said it was “deeply concerned” and called on the police to free them."
    assert [[a.value for a in s.acts] for s in read(text)] == [["asserts"], ["appeals"]]
    active = "The Watch says 43 men were killed and accuses the police of hiding it."
    assert [s.acts[0].value for s in read(active)] == ["asserts", "alleges"]
    passive = "Anna Lund said she had been beaten and denied food."
    assert len(read(passive)) == 1


def test_what_is_called_absurd_is_what_is_disputed() -> None:
    first = read("The party called the ministry's figures “absurd”.")[0]
    assert first.disputes is not None
    assert first.disputes.text == "the ministry's figures"


def test_a_claim_that_somebody_denies_keeps_who_made_it() -> None:
    text = "Sources close to the palace said the chief had resigned, a claim the army swiftly denied."
    assert {(s.speaker, s.acts[0].value, s.within) for s in read(text)} == {
        ("sources close to the palace", "asserts", None),
        ("army", "denies", None),
    }


PLACES: list[tuple[str, dict[str, Any]]] = [
    ("Amira Haddad told a briefing in Geneva that it was late.", {"forum": "briefing in Geneva"}),
    ("Henrik Aas told the court that he refused.", {"forum": "court"}),
    ("The mission said in a statement posted on Facebook that it was sad.", {"forum": "Facebook"}),
    ("Speaking to students on Monday, Milo Dargan said nobody was jailed.", {"addressee": "students"}),
    ("Oleg Danin told state television that nobody was hurt.", {"relays": ["state television"]}),
    ("Oleg Danin said on state TV: “Nobody was hurt.”", {"relays": ["state TV"]}),
    ("“It is war,” Joao Reth was quoted as saying by the state-run Sarn Daily.", {"relays": ["Sarn Daily"]}),
    ("According to a police order seen by The Tribune, officers could shoot.", {"relays": ["The Tribune"]}),
    ("We call on the Provincial Assembly to pay.", {"addressee": "Provincial Assembly"}),
]


@pytest.mark.parametrize(("text", "wanted"), PLACES, ids=[case[0][:40] for case in PLACES])
def test_where_to_whom_and_through_whom(text: str, wanted: dict[str, Any]) -> None:
    first = read(text)[0]
    got = {
        "forum": first.forum.text if first.forum else "",
        "addressee": first.addressee.text if first.addressee else "",
        "relays": [relay.text for relay in first.relays],
    }
    assert got == {"forum": "", "addressee": "", "relays": []} | wanted


FIGURES = [
    ("Anna Lund said no more than 12 people were taken.", [(None, 12, "people")]),
    ("Anna Lund said not less than 12 people were taken.", [(12, None, "people")]),
    ("Anna Lund said 14 of those held had been beaten.", [(14, 14, "people")]),
    ("Anna Lund said: “We have the names of 43 of them.”", [(43, 43, "people")]),
    ("Anna Lund said 11 of these cases were closed.", [(11, 11, "cases")]),
    ("Anna Lund said six of them had a wound.", [(6, 6, "people")]),
    ("Anna Lund said seven fishermen whose bodies were found had drowned.", [(7, 7, "fishermen")]),
    ("Anna Lund said dozens were being treated.", [(24, 99, "people")]),
    ("Anna Lund said she saw a boy of maybe fifteen fall.", []),
    ("Anna Lund said the fighting left 25 people dead.", [(25, 25, "people")]),
    ("Anna Lund said they fired for between 20 and 30 minutes.", []),
    ("Anna Lund said he lives on 4,000 marks a month.", []),
]


@pytest.mark.parametrize(("text", "figures"), FIGURES, ids=[case[0][15:50] for case in FIGURES])
def test_a_figure_keeps_its_bounds_and_its_unit(
    text: str, figures: list[tuple[int | None, int | None, str]]
) -> None:
    assert [(f.low, f.high, f.unit) for f in read(text)[0].figures] == figures


TIMES = [
    ("Anna Lund said he was found on Sunday, 9 May.", "2020-05-09", "2020-05-09"),
    ("Anna Lund said they came on the night of 3 to 4 March.", "2020-03-03", "2020-03-04"),
    ("Anna Lund said nine men vanished between 2015 and 2018.", "2015-01-01", "2018-12-31"),
]


@pytest.mark.parametrize(("text", "start", "end"), TIMES, ids=[case[0][15:50] for case in TIMES])
def test_a_time_is_read_whole(text: str, start: str, end: str) -> None:
    first = read(text)[0]
    assert first.when is None
    assert [(str(when.start), str(when.end)) for when in first.dates] == [(start, end)]


def test_a_time_that_describes_the_speaker_is_not_when_it_was_said() -> None:
    assert read("President Milo Dargan, in power since 2009, denied that anybody was jailed.")[0].when is None


def test_a_publisher_corrects_and_takes_back_only_its_own_report() -> None:
    text = "Correction: On 25 May we wrote that 19 women had been killed. Two of them died in accidents."
    only = read(text)
    assert [(s.own, s.acts[0].value, s.speaker) for s in only] == [(True, "corrects", "The Tribune")]
    assert said(text, only[0]).endswith("accidents.")
    gone = read("This has not been confirmed; we have removed the post and apologise.")
    assert [(s.own, s.acts[0].value) for s in gone] == [(True, "retracts")]


def test_what_could_not_be_verified_is_no_denial() -> None:
    own = read("The Tribune could not independently verify the accounts.")
    assert [(s.own, s.acts[0].value, s.denies) for s in own] == [(True, "asserts", ())]


def test_a_list_of_demands_belongs_to_the_appeal() -> None:
    text = (
        "The Centre called on the state to:\n\n- Close the camp;\n- Free the men; and\n- Pay the families.\n"
    )
    first = read(text)[0]
    assert said(text, first).endswith("Pay the families")


def test_the_title_of_a_report_is_nobodys_words() -> None:
    text = "The report, “‘We Had No Water’: Five Days in a Box,” documents how guards used the port."
    assert not [s for s in read(text) if "No Water" in said(text, s) and not s.own]


HEADS = [
    ("Camp closed\n\nBy Lena Moor\nPublished 3 June 2020, Daily Ledger\n\nIt rained.", "Daily Ledger"),
    ("Camp closed\n\nPublished: 17 May 2021\nThe Tarn Valley Echo\n\nIt rained.", "The Tarn Valley Echo"),
    ("Free Harbour | channel\n14.02.2023 21:47\n\nIt rained.", "Free Harbour"),
    ("Radio Sarn, The Evening Hour, 12 July 2022\n\nHOST: It rained.", "Radio Sarn"),
    (
        "MINISTRY OF THE INTERIOR OF VELMORA\n\nSTATEMENT\n\nSarn, 2 May 2020\n\nIt rained.",
        "Ministry of the Interior of Velmora",
    ),
    ("Ann Lund told ANP it rained. A letter seen by ANP says so.", "ANP"),
]


@pytest.mark.parametrize(("text", "publisher"), HEADS, ids=[case[1] for case in HEADS])
def test_the_publisher_is_taken_from_how_the_text_names_itself(text: str, publisher: str) -> None:
    assert about_from_text(text, About()).publisher == publisher


def test_that_families_were_told_nothing_is_a_complaint_and_no_denial() -> None:
    text = "“Families have received no information on where the men are,” Lena Orsk said."
    assert [act.value for act in read(text)[0].acts] == ["asserts"]
    denied = "“We have received no information about arrests,” the minister, Tomas Brandt, said."
    assert [kind.value for kind in read(denied)[0].denies] == ["knowledge"]


def test_days_of_a_month_are_no_figure() -> None:
    text = "Lena Orsk said that masked men raided homes on the night of 14 to 15 August."
    assert [figure.text for figure in read(text)[0].figures] == []
