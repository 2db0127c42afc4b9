"""The balance sheet: who says what, with how many voices, and what cannot be true together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from weighing_cast import (
    COURIER,
    DZHALOVA,
    ORVAN,
    SPOKESPERSON,
    TRUBACH,
    TVARDEK,
    between,
    counting,
    detained,
    happened,
    not_so,
    of,
    on,
    said,
    sheet_of,
)

from khronika.records.claims import Modality, SuggestedClaim
from khronika.records.matter import Polarity, Property
from khronika.records.statement import Denial
from khronika.weighing.sheet import Heard, Sheet

AGENCY_LINE = "at least forty men have been detained in raids on homes in the northern region since Friday"


def test_forty_outlets_with_one_agency_line_are_one_voice() -> None:
    outlets = [
        said(f"s{number:02}", f"outlet {number}", detained(40), words=AGENCY_LINE, through=(ORVAN,))
        for number in range(40)
    ]
    sheet = sheet_of(said("a", ORVAN, detained(40), words=AGENCY_LINE), *outlets)
    assert counting(sheet, 40, None).origins == between(1, 1)
    assert len(counting(sheet, 40, None).statements) == 41


def test_a_hundred_or_more_does_not_contradict_twenty_six_by_name() -> None:
    sheet = sheet_of(
        said("a", DZHALOVA, detained(100)),
        said("b", TVARDEK, detained(26)),
        said("c", SPOKESPERSON, detained(17, 17)),
    )
    more, named, exact = (counting(sheet, *ends) for ends in ((100, None), (26, None), (17, 17)))
    assert more.against == between(1, 1)
    assert named.backing == between(2, 2)
    assert len(exact.contradicts) == 2
    assert exact.against == between(2, 2)


def test_who_denies_the_fact_the_knowledge_and_the_competence_is_never_one_number() -> None:
    sheet = sheet_of(
        said("a", SPOKESPERSON, not_so(), denies=(Denial.FACT,)),
        said("b", "the prosecutor", denies=(Denial.KNOWLEDGE,)),
        said("c", "the governor", denies=(Denial.KNOWLEDGE, Denial.COMPETENCE)),
        said("d", DZHALOVA, happened()),
    )
    assert {one.kind: one.origins.least for one in sheet.denials} == {
        Denial.FACT: 1,
        Denial.KNOWLEDGE: 2,
        Denial.COMPETENCE: 1,
    }
    weight = of(sheet, Property.OCCURRED)
    assert (weight.affirming, weight.denying, weight.silent) == (between(1, 1), between(1, 1), between(2, 2))


def test_an_earlier_figure_of_who_later_gave_another_is_kept_and_does_not_count() -> None:
    sheet = sheet_of(
        said("a", SPOKESPERSON, detained(17, 17), said=on("2026-04-08"), publisher=ORVAN),
        said("b", SPOKESPERSON, detained(23, 23), said=on("2026-04-20"), publisher=ORVAN),
    )
    assert counting(sheet, 17, 17).earlier == ("a",)
    assert counting(sheet, 17, 17).origins == between(0, 0)
    assert counting(sheet, 23, 23).against == between(0, 0)
    (revision,) = of(sheet, Property.DETAINED).revisions
    assert (revision.speaker, revision.contradicted) == (SPOKESPERSON, True)


def test_a_late_relay_of_an_old_figure_does_not_take_the_place_of_the_newer_one() -> None:
    sheet = sheet_of(
        said("a", TVARDEK, detained(112, 112), said=on("2026-04-02")),
        said("b", TVARDEK, detained(131, 131), said=on("2026-06-04")),
        said("c", TVARDEK, detained(112, 112), said=on("2026-06-05"), publisher=COURIER),
    )
    assert counting(sheet, 131, 131).statements == ("b",)
    assert counting(sheet, 112, 112).earlier == ("a", "c")


def test_a_vaguer_figure_given_later_takes_nothing_back() -> None:
    sheet = sheet_of(
        said("a", TVARDEK, detained(112, 112), said=on("2026-04-02")),
        said("b", TVARDEK, detained(100), said=on("2026-04-09")),
    )
    assert of(sheet, Property.DETAINED).revisions == ()
    assert counting(sheet, 112, 112).statements == ("a",)


def test_a_voice_that_says_yes_and_no_is_named_as_such() -> None:
    sheet = sheet_of(said("a", SPOKESPERSON, happened()), said("b", SPOKESPERSON, not_so(), publisher=ORVAN))
    assert of(sheet, Property.OCCURRED).both == (0,)


def test_a_disputed_term_stands_alone_beside_what_the_objector_affirms() -> None:
    held = SuggestedClaim("", Property.ACT, value="detained")
    term = SuggestedClaim("", Property.CALLED, polarity=Polarity.NO, value="death camp")
    sheet = sheet_of(
        said("a", "ksenia vardol", term, disputes="death camp", publisher=COURIER),
        said("b", "ksenia vardol", held, publisher=COURIER),
        said("c", "zlata benik", SuggestedClaim("", Property.CALLED, value="death camp"), held),
    )
    (dispute,) = sheet.disputes
    assert (dispute.term, dispute.origins) == ("death camp", between(1, 1))
    assert [(id_, claim.value) for id_, claim in dispute.affirmed] == [("b", "detained")]
    assert of(sheet, Property.ACT).denying == between(0, 0)


def test_what_is_only_possible_contradicts_nothing() -> None:
    sheet = sheet_of(
        said("a", DZHALOVA, detained(200, modality=Modality.POSSIBLE)),
        said("b", SPOKESPERSON, detained(17, 17)),
    )
    assert all(not value.contradicts for value in of(sheet, Property.DETAINED).values)


def test_sources_that_nobody_can_tell_apart_are_counted_from_one_to_all() -> None:
    sheet = sheet_of(
        said("a", "two residents", happened(), publisher=ORVAN),
        said("b", "a witness", happened(), publisher=COURIER),
        said("c", "relatives", happened(), publisher=TRUBACH),
    )
    assert sheet.independent == between(1, 3)
    assert of(sheet, Property.OCCURRED).affirming == between(1, 3)


def test_the_fewest_mouths_between_what_happened_and_a_text_are_told() -> None:
    sheet = sheet_of(
        said("a", DZHALOVA, happened(hearsay=1), publisher=COURIER, through=(ORVAN,)),
        said("b", DZHALOVA, happened(hearsay=2), publisher=ORVAN),
    )
    assert (sheet.depth[0].before, sheet.depth[0].after) == (1, 0)


SPEAKERS = (DZHALOVA, TVARDEK, SPOKESPERSON, ORVAN, COURIER, "two residents", "a witness", "")
CLAIMS = (detained(40), detained(17, 17), detained(100), happened(), not_so(), detained(24, 99))
DAYS = (*map(on, ("2026-03-14", "2026-03-18", "2026-04-08")), (1, 739_000))


@st.composite
def statements(draw: Any) -> list[Heard]:
    """Return statements of few speakers and texts, so that many agree, contradict and relay."""
    count = draw(st.integers(1, 12))
    return [
        said(
            f"s{number:02}",
            speaker := draw(st.sampled_from(SPEAKERS)),
            *draw(st.lists(st.sampled_from(CLAIMS), max_size=2, unique=True)),
            publisher=draw(st.sampled_from((ORVAN, COURIER, TRUBACH))),
            words=draw(st.sampled_from(("", AGENCY_LINE))),
            through=tuple(draw(st.lists(st.sampled_from((ORVAN, COURIER)), max_size=1))),
            said=draw(st.sampled_from(DAYS)),
            known=speaker in SPEAKERS[:5],
        )
        for number in range(count)
    ]


def numbers_in(sheet: Sheet) -> dict[Any, Any]:
    """Return everything that a sheet counts, by what it is of and not by places."""
    found: dict[Any, Any] = {"all": sheet.independent}
    for weight in sheet.weights:
        found[weight.property] = (weight.affirming, weight.denying, weight.silent)
        for value in weight.values:
            key = replace(value.claim, statement="")
            found[key] = (
                sorted(value.statements),
                sorted(value.earlier),
                value.origins,
                value.backing,
                value.against,
            )
    return found


@given(statements(), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_no_number(heard: list[Heard], draw: Any) -> None:
    mixed = list(heard)
    draw.shuffle(mixed)
    assert numbers_in(sheet_of(*mixed)) == numbers_in(sheet_of(*heard))


@given(statements())
def test_every_number_is_a_range_within_what_is_there(heard: list[Heard]) -> None:
    sheet = sheet_of(*heard)
    for weight in sheet.weights:
        for value in weight.values:
            for one in (value.origins, value.backing, value.against):
                assert 0 <= one.least <= one.most <= len(sheet.origins)
            assert value.backing.most >= value.origins.most
            assert not set(value.statements) & set(value.earlier)


@given(statements())
def test_contradiction_is_seen_from_both_sides(heard: list[Heard]) -> None:
    for weight in sheet_of(*heard).weights:
        for at, value in enumerate(weight.values):
            assert all(at in weight.values[other].contradicts for other in value.contradicts)
