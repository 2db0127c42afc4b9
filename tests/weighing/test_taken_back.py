"""What counts for nothing once its speaker or publisher took it back, or its source was recalled."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from test_sheet import AGENCY_LINE, numbers_in, statements
from weighing_cast import (
    COURIER,
    DZHALOVA,
    ORVAN,
    SPOKESPERSON,
    TRUBACH,
    between,
    counting,
    detained,
    happened,
    name,
    of,
    on,
    said,
    sheet_of,
)

from khronika.records.corrections import Manner
from khronika.records.matter import Property
from khronika.weighing.sheet import Gone, Heard
from khronika.weighing.taken_back import Recalled, TakenBack
from khronika.weighing.values import key_of

MARCH_24 = on("2026-03-24")
HUNDREDS = detained(200, 999)


def retraction(of_: str, *, by_speaker: bool = True, **given: Any) -> TakenBack:
    return TakenBack("crn_1", of_, Manner.RETRACTS, by_speaker=by_speaker, on=MARCH_24, **given)


def test_a_retraction_removes_what_it_takes_back_wherever_that_voice_is_printed() -> None:
    heard = (
        said("a", TRUBACH, HUNDREDS, happened(), said=on("2026-03-15")),
        said("b", TRUBACH, HUNDREDS, publisher=COURIER, said=on("2026-03-16")),
        said("c", DZHALOVA, HUNDREDS, publisher=ORVAN, said=on("2026-03-16")),
        said("d", TRUBACH, detained(40), said=on("2026-03-15")),
    )
    sheet = sheet_of(*heard, taken_back=[retraction("a")])
    value = counting(sheet, 200, 999)
    assert value.statements == ("c",)
    assert value.gone == (Gone("a", "crn_1"), Gone("b", "crn_1"))
    assert sheet.gone == (Gone("a", "crn_1"),)
    assert counting(sheet, 40, None).statements == ("d",)


def test_what_is_said_again_after_the_retraction_counts() -> None:
    sheet = sheet_of(
        said("a", TRUBACH, HUNDREDS, said=on("2026-03-15")),
        said("b", TRUBACH, HUNDREDS, said=on("2026-04-01")),
        taken_back=[retraction("a")],
    )
    assert counting(sheet, 200, 999).statements == ("b",)


def test_a_publisher_takes_back_its_own_print_and_those_who_have_it_from_there() -> None:
    sheet = sheet_of(
        said("a", DZHALOVA, HUNDREDS, publisher=TRUBACH, said=on("2026-03-15")),
        said("b", DZHALOVA, HUNDREDS, publisher=COURIER, through=(TRUBACH,), said=on("2026-03-16")),
        said("c", DZHALOVA, HUNDREDS, publisher=ORVAN, said=on("2026-03-15")),
        taken_back=[retraction("a", by_speaker=False)],
    )
    assert counting(sheet, 200, 999).statements == ("c",)


def test_a_correction_takes_back_what_it_says_otherwise_and_leaves_the_rest() -> None:
    corrected = TakenBack(
        "crn_1",
        "a",
        Manner.CORRECTS,
        by_speaker=True,
        on=MARCH_24,
        by="b",
        anew=frozenset({key_of(detained(23, 23), name)}),
    )
    sheet = sheet_of(
        said("a", SPOKESPERSON, detained(17, 17), happened(), said=on("2026-03-18")),
        said("b", SPOKESPERSON, detained(23, 23), said=MARCH_24),
        taken_back=[corrected],
    )
    assert counting(sheet, 17, 17).gone == (Gone("a", "crn_1"),)
    assert of(sheet, Property.OCCURRED).affirming == between(1, 1)
    assert sheet.gone == ()


def test_a_dispute_takes_nothing_back() -> None:
    heard = (said("a", TRUBACH, HUNDREDS), said("b", "ksenia vardol", disputes="hundreds", publisher=COURIER))
    disputed = TakenBack("crn_1", "a", Manner.DISPUTES, by_speaker=False, on=MARCH_24, by="b")
    assert numbers_in(sheet_of(*heard, taken_back=[disputed])) == numbers_in(sheet_of(*heard))


def test_what_came_from_a_recalled_source_counts_for_nothing_and_neither_do_its_copies() -> None:
    sheet = sheet_of(
        said(
            "a",
            "two residents",
            detained(40),
            publisher="a leaflet",
            words=AGENCY_LINE,
            said=on("2026-03-14"),
        ),
        said("b", "relatives", detained(40), publisher=COURIER, words=AGENCY_LINE, said=on("2026-03-15")),
        said("c", DZHALOVA, detained(40), publisher=ORVAN, said=on("2026-03-15")),
        recalled=Recalled({"a": "rcl_1"}),
    )
    assert counting(sheet, 40, None).statements == ("c",)
    assert counting(sheet, 40, None).gone == (Gone("a", "rcl_1"), Gone("b", "rcl_1"))


def test_what_was_surely_said_before_the_recalled_copy_stands() -> None:
    sheet = sheet_of(
        said("a", "relatives", detained(40), publisher=COURIER, words=AGENCY_LINE, said=on("2026-03-10")),
        said(
            "b",
            "two residents",
            detained(40),
            publisher="a leaflet",
            words=AGENCY_LINE,
            said=on("2026-03-14"),
        ),
        recalled=Recalled({"b": "rcl_1"}),
    )
    assert counting(sheet, 40, None).statements == ("a",)


def test_a_known_speaker_whom_a_recalled_text_quotes_stands_where_others_print_the_same() -> None:
    heard = (
        said("a", DZHALOVA, detained(40), publisher="a leaflet", said=on("2026-03-14")),
        said("b", DZHALOVA, detained(40), publisher=ORVAN, said=on("2026-03-15")),
    )
    text = sheet_of(*heard, recalled=Recalled({"a": "rcl_1"}))
    assert counting(text, 40, None).statements == ("b",)
    speaker = sheet_of(*heard, recalled=Recalled({"a": "rcl_1", "b": "rcl_1"}, frozenset({DZHALOVA})))
    assert counting(speaker, 40, None).origins == between(0, 0)


@given(statements(), st.data())
def test_a_retraction_removes_exactly_what_rests_on_it(heard: list[Heard], data: st.DataObject) -> None:
    """Nothing is added, and what is removed is a claim of the retracted statement in the same voice."""
    one = data.draw(st.sampled_from(heard))
    back = TakenBack("crn_1", one.voice.statement, Manner.RETRACTS, by_speaker=True, on=MARCH_24)
    before, after = sheet_of(*heard), sheet_of(*heard, taken_back=[back])
    (voice,) = (origin for origin in before.origins if one.voice.statement in origin.statements)
    mine = {key_of(claim, name) for claim in one.claims}
    for was, now in zip(before.weights, after.weights, strict=True):
        for value, left in zip(was.values, now.values, strict=True):
            gone = {g.statement for g in left.gone}
            assert {*left.statements, *left.earlier, *gone} == {*value.statements, *value.earlier}
            assert gone <= set(voice.statements)
            assert not gone or key_of(value.claim, name) in mine
            assert left.origins.most <= value.origins.most
    assert after.independent.most <= before.independent.most


@given(statements(), st.data())
def test_a_recall_never_adds_a_voice(heard: list[Heard], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from([one.voice.statement for one in heard]), unique=True))
    before = sheet_of(*heard)
    after = sheet_of(*heard, recalled=Recalled(dict.fromkeys(chosen, "rcl_1")))
    assert after.independent.most <= before.independent.most
    assert after.independent.least <= before.independent.least
    assert set(chosen) <= {one.statement for one in after.gone}
