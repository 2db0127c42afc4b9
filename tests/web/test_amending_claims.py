"""What a statement claims, in its form: each suggestion is kept, corrected or left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statement_forms import FULL, TEXT, shown, typed
from web_cast import Browser, fields_in, the_form

from desk_cast import House
from khronika.acts.amending import amended
from khronika.acts.claimed import CORRECTED, refuse_misfit
from khronika.acts.review import amend
from khronika.acts.show import Sought, statements
from khronika.errors import UsageFault
from khronika.records.claims import THE_INCIDENT, Modality, SuggestedClaim
from khronika.records.matter import Polarity, Property
from khronika.records.spans import Phrase
from khronika.records.statement import Statement
from khronika.web.drafted_changes import changes_of
from khronika.web.forms import Fields

HELD = SuggestedClaim(
    "",
    Property.DETAINED,
    low=Decimal(40),
    of="men",
    when="2026-03",
    hearsay=2,
    spans=((48, 59),),
    score=600,
    reason="a figure of people",
)
DONE = SuggestedClaim(
    "", Property.ACT, value="detained", code="mt4:030102", spans=((64, 68),), score=700, reason="a verb"
)
THERE = SuggestedClaim("", Property.WHERE, value="Donetsk", places=(1, 2), spans=((77, 84),), score=500)
WHY = SuggestedClaim("", Property.MOTIVE, subject=Phrase("Mira  Dzhalova", ((0, 13),)), spans=((17, 23),))
TOLD = replace(FULL, claims=(HELD, DONE, THERE, WHY))
FIRST = 7
"""The number in the form of the first claim: what is marked in the text comes before."""


def after(**changed: str) -> tuple[SuggestedClaim, ...]:
    return amended(TOLD, typed(TOLD, **changed)).claims


def of(number: int, **changed: str) -> dict[str, str]:
    """Return the fields of a claim by their names in the form."""
    return {f"claim__{FIRST + number}__{name}": value for name, value in changed.items()}


def test_a_claim_is_left_out_and_the_others_stay_exactly_as_they_were() -> None:
    assert after(**of(0, gone="1")) == (DONE, THERE, WHY)
    assert after(**of(1, gone="1"), **of(3, gone="1")) == (HELD, THERE)


def test_the_bounds_of_a_count_are_corrected_and_nothing_else_of_it_is_lost() -> None:
    first, *others = after(**of(0, low="60", high="1 200.5"))
    assert first == replace(HELD, low=Decimal(60), high=Decimal("1200.5"), score=0, reason=CORRECTED)
    assert others == [DONE, THERE, WHY]
    assert after(**of(0, low=""))[0].low is None


def test_what_a_claim_is_about_whether_it_is_denied_and_how_it_is_put_are_corrected() -> None:
    first = after(**of(0, property="killed", polarity="no", modality="possible"))[0]
    assert (first.property, first.polarity, first.modality) == (
        Property.KILLED,
        Polarity.NO,
        Modality.POSSIBLE,
    )
    kept = ("low", "of", "when", "hearsay", "spans")
    assert [getattr(first, name) for name in kept] == [getattr(HELD, name) for name in kept]


def test_another_act_has_its_own_code_and_other_words_of_a_place_lose_what_they_could_mean() -> None:
    changed = after(**of(1, deed="arrested"), **of(2, value="Quarry 9"))
    assert (changed[1].value, changed[1].code) == ("arrested", "mt4:030101")
    assert (changed[2].value, changed[2].places) == ("Quarry 9", ())
    assert after(**of(1, deed="shot"))[1].code == ""
    assert after(**of(2, polarity="no"))[2].places == (1, 2)


def test_a_claim_is_of_somebody_or_of_the_incident_and_from_others_or_not() -> None:
    changed = after(**of(0, subject="Savel Ortan", hearsay=""), **of(3, subject="", hearsay="1"))
    assert (changed[0].subject, changed[0].hearsay) == (Phrase("Savel Ortan"), 0)
    assert (changed[3].subject, changed[3].hearsay) == (THE_INCIDENT, 1)


def test_days_are_typed_as_people_write_them() -> None:
    assert after(**of(0, when="14.03.2026"))[0].when == "2026-03-14"


WRONG = [
    (0, {"low": "forty"}, "low", "'forty' is no number"),
    (0, {"high": "7"}, "high", "the most is less than the least"),
    (0, {"high": "9" * 40}, "high", "too many digits"),
    (0, {"property": "ethnicity"}, "property", "'ethnicity' is not on this list"),
    (0, {"property": ""}, "property", "not on this list"),
    (0, {"polarity": "perhaps"}, "polarity", "not on this list"),
    (0, {"modality": "\u202e"}, "modality", "not on this list"),
    (0, {"property": "where"}, "low", "nothing is counted"),
    (0, {"when": "last week"}, "when", "is no day"),
    (0, {"deed": "killed"}, "deed", "this claim is not of an act"),
    (1, {"deed": "incited"}, "deed", "not on this list"),
    (1, {"value": "in words"}, "value", "given both"),
    (1, {"deed": "", "value": "incited"}, "value", "no act of the list"),
    (1, {"property": "killed"}, "deed", "this claim is not of an act"),
    (2, {"of": "men"}, "of", "nothing is counted"),
    (2, {"property": "motive"}, "value", "a motive has no value"),
    (3, {"value": "because of a trait"}, "value", "a motive has no value"),
]


@pytest.mark.parametrize(("number", "changed", "field", "fault"), WRONG)
def test_what_cannot_be_is_said_of_its_field(
    number: int, changed: dict[str, str], field: str, fault: str
) -> None:
    with pytest.raises(UsageFault) as raised:
        after(**of(number, **changed))
    assert fault in raised.value.fault
    assert raised.value.hint
    assert raised.value.field == f"claim.{FIRST + number}.{field}"


@pytest.mark.parametrize("was", ["4", "-1", "0x0", "", "0"])
def test_no_claim_comes_out_of_a_form_that_was_not_in_the_statement(was: str) -> None:
    with pytest.raises(UsageFault, match="not in the statement"):
        after(**of(1, was=was))


def test_where_a_claim_stands_in_the_text_is_not_for_a_form_to_say() -> None:
    assert typed(TOLD, **of(0, at="0-4")) == {}


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from(("property", "polarity", "deed", "value", "low", "high", "of", "when", "subject")),
        st.text(max_size=20) | st.sampled_from((*Property, *Polarity, "killed", "40", "2026-03")),
    ),
    st.integers(0, 3),
)
def test_whatever_is_typed_a_claim_stays_one_that_may_be_or_a_fault_is_said(
    changed: dict[str, str], number: int
) -> None:
    named = {name.replace("__", "."): value for name, value in of(number, **changed).items()}
    pairs = [pair for pair in shown(TOLD).pairs if pair[0] not in named]
    try:
        changes = changes_of(Fields((*pairs, *named.items())), TOLD, TEXT)
        made = amended(TOLD, changes).claims if changes else TOLD.claims
    except UsageFault as fault:
        if not fault.field.startswith(f"claim.{FIRST + number}."):
            raise
        return
    for claim in made:
        refuse_misfit(claim)
    assert [one for place, one in enumerate(made) if place != number] == [
        one for place, one in enumerate(TOLD.claims) if place != number
    ]


def stands(house: House, statement: str) -> Statement:
    found = next(one for one in statements(house.desk, house.cast.matei, Sought()) if one.id == statement)
    assert found.statement is not None
    return found.statement


def test_claims_are_shown_in_words_and_one_is_corrected_and_one_left_out_without_script(house: House) -> None:
    matei = Browser(house.desk, house.cast.matei)
    _, (first, *_) = house.read_one()
    start, end = stands(house, first).content[0]
    here = {"statement": "", "spans": [[start, end]]}
    claims = [
        {"property": "detained", "low": "40", "of": "men", **here},
        {"property": "act", "value": "detained", "polarity": "no", **here},
    ]
    amend(house.desk, house.cast.matei, first, {"claims": claims})
    page = matei.get(f"/statements/{first}/amend")
    assert "How many were held 40 or more men" in page.words
    assert "What was done detained they deny it" in page.words
    fields = fields_in(the_form(page, "/amend"))
    there = f"/statements/{first}/amend"
    held, done = (
        name[: -len(".was")] for name in fields if name.startswith("claim.") and name.endswith(".was")
    )
    page = matei.post(there, **fields | {f"{held}.high": "7", "speaker": "Somebody"})
    assert page.status == 400
    assert "The most is less than the least." in page.words
    assert f'id="{held}.high" name="{held}.high" value="7"' in page.html
    beside = page.html[page.html.index(f'name="{held}.high"') :]
    assert 'aria-invalid="true"' in beside[: beside.index(">")]
    assert '<span class="amiss">' in beside[: beside.index("</p>")]
    again = fields_in(the_form(page, "/amend"))
    assert again["speaker"] == ["Somebody"]
    page = matei.post(there, **again | {f"{held}.high": "44", f"{done}.gone": "1"})
    assert "Accepted with your changes." in page.words
    (only,) = stands(house, first).claims
    assert (only.low, only.high, only.of) == (Decimal(40), Decimal(44), "men")


def test_a_claim_that_may_not_be_is_refused_whichever_way_it_comes(house: House) -> None:
    _, (first, *_) = house.read_one()
    for claim, fault in (
        ({"property": "motive", "value": "a trait"}, "a motive has no value"),
        ({"property": "act", "value": "incited"}, "no act of the list"),
        ({"property": "where", "low": "4"}, "nothing is counted"),
        ({"property": "detained", "low": "5", "high": "4"}, "the most is less"),
        ({"property": "when", "when": "soon"}, "is no day"),
        ({"property": "where", "subject": {"text": " ", "spans": []}}, "without a subject"),
        ({"property": "where", "value": "Sarn", "spans": [[0, 999_999]]}, "do not lie in the text"),
        ({"property": "ethnicity"}, "not in the schema"),
    ):
        with pytest.raises(UsageFault) as raised:
            amend(house.desk, house.cast.matei, first, {"claims": [{"statement": "", **claim}]})
        assert fault in raised.value.fault
