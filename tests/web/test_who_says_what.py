"""Who says what about an incident: who affirms and who denies, on its page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from incident_cast import an_incident
from web_cast import Browser

from desk_cast import DENIAL, House
from khronika.acts import review
from khronika.acts.desk import acting
from khronika.acts.incidents import file_statements
from khronika.acts.matters import incident_page
from khronika.acts.read import statement_body
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.claims import SuggestedClaim
from khronika.records.ids import Kind
from khronika.records.matter import Polarity, Property
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement
from khronika.web.languages import language
from khronika.web.sides import count_in_words
from khronika.web.wording import deeds_of


def claimed(house: House, item: str, claim: SuggestedClaim, **fields: Any) -> str:
    """Add a suggestion with one claim to a text, and return its id."""
    given: dict[str, Any] = {"speaker": "Mira Dzhalova", "named": True, "acts": (Act.ASSERTS,), **fields}
    id_ = house.desk.new_id(Kind.STATEMENT)
    statement = Statement(id=id_, content=((0, 4),), claims=(claim,), **given)
    with acting(house.desk, house.cast.ines, Right.REVIEW) as act:
        body = statement_body(item, "", "", "SARN and words", statement)
        act.add(Draft("statement.suggested", id_, body, (), (item,)))
    return id_


def test_who_asserts_and_who_denies_stand_side_by_side(house: House, matei: Browser) -> None:
    _, found = house.read_one()
    quarry = an_incident(house, when="2026-03~")
    file_statements(house.desk, house.cast.matei, quarry.id, found)
    page = matei.get(f"/incidents/{quarry.id}")
    assert "Who says what" in page.words
    assert "How many were held" in page.words
    assert "at least 40" in page.words
    assert "denied the fact" in page.words


def test_a_denial_of_knowledge_never_stands_among_denials_of_the_fact(house: House, matei: Browser) -> None:
    item, _ = house.read_one()
    knew = claimed(
        house,
        item,
        SuggestedClaim("", Property.KNEW, polarity=Polarity.NO),
        speaker="the governor",
        acts=(Act.DENIES,),
        denies=(Denial.KNOWLEDGE,),
    )
    wrongly = claimed(
        house,
        item,
        SuggestedClaim("", Property.OCCURRED, polarity=Polarity.NO),
        speaker="the mayor",
        acts=(Act.DENIES,),
        denies=(Denial.KNOWLEDGE,),
    )
    truly = claimed(
        house,
        item,
        SuggestedClaim("", Property.OCCURRED, polarity=Polarity.NO),
        speaker="the ministry",
        acts=(Act.DENIES,),
        denies=(Denial.FACT,),
    )
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [knew, wrongly, truly])
    words = matei.get(f"/incidents/{quarry.id}").words
    sides = words[words.index("Whether it happened") : words.index("Filed, in the order")]
    denials = words[words.index("Denials and disputes") : words.index("Whether it happened")]
    assert "denied knowing of it (not the fact) the governor" in denials
    assert denials.index("the ministry") < denials.index("denied knowing")
    assert "Deny knowing, which is not the fact the governor" in sides
    assert "It did not happen the ministry" in sides
    assert "look at the words the mayor : " in sides[sides.index("Who knew") :]
    assert "[2] suggestion" in sides[sides.index("the mayor") :]
    assert "the mayor" not in sides[: sides.index("Who knew")]


def test_a_denial_from_which_no_claim_was_read_stands_apart_with_its_words(
    house: House, matei: Browser
) -> None:
    """Who denies something else is not among those who say that it did not happen."""
    item, _ = house.read_one()
    denied = claimed(
        house, item, SuggestedClaim("", Property.MOTIVE), acts=(Act.DENIES,), denies=(Denial.FACT,)
    )
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [denied])
    review.accept(house.desk, house.cast.matei, [denied])
    words = matei.get(f"/incidents/{quarry.id}").words
    sides = words[words.index("Whether it happened") : words.index("Filed, in the order")]
    mark = "not seen by a second person"
    assert "It happened no such claim was read It did not happen no such claim was read" in sides
    assert "Further denials. What they deny was not read: look at the words Mira Dzhalova :" in sides
    assert f"[1] {mark}" in sides
    review.accept(house.desk, house.cast.sanne, [denied])
    assert mark not in matei.get(f"/incidents/{quarry.id}").words


def test_disputed_words_are_the_same_wherever_the_page_names_them(house: House, matei: Browser) -> None:
    item, _ = house.read_one()
    claim = SuggestedClaim("", Property.CALLED, polarity=Polarity.NO, value="concentration camp")
    given = {"acts": (Act.DISPUTES,), "disputes": Phrase("some media reports")}
    read = claimed(house, item, claim, **given)
    unread = claimed(house, item, SuggestedClaim("", Property.MOTIVE), **given)
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [read, unread])
    words = matei.get(f"/incidents/{quarry.id}").words
    said = words[: words.index("Filed, in the order")]
    assert said.count("Mira Dzhalova : concentration camp [1]") == 2
    assert said.count("Mira Dzhalova : some media reports [2]") == 2


def test_words_that_bring_their_own_marks_get_no_others(house: House, matei: Browser) -> None:
    item, _ = house.read_one()
    for words in ("“concentration camp”", "a “camp” as he calls it"):
        given = {"acts": (Act.DISPUTES,), "disputes": Phrase(words)}
        quarry = an_incident(house)
        disputed = claimed(house, item, SuggestedClaim("", Property.MOTIVE), **given)
        file_statements(house.desk, house.cast.matei, quarry.id, [disputed])
        page = matei.get(f"/incidents/{quarry.id}")
        assert (f'class="own-marks">{words}</q>' in page.html) == words.startswith("“")
        assert f"{words}</q>" in page.html


def test_what_has_no_time_stands_in_the_order_of_its_text_whoever_decided_when(house: House) -> None:
    _, found = house.read_one(DENIAL)
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, list(reversed(found)))
    undated = [
        one.statement.id
        for one in incident_page(house.desk, house.cast.matei, quarry.id).filed
        if one.said is None
    ]
    review.accept(house.desk, house.cast.matei, [found[0]])
    page = incident_page(house.desk, house.cast.matei, quarry.id)
    assert [one.statement.id for one in page.filed if one.said is None] == undated
    assert undated == [one for one in found if one in undated]


def test_a_dispute_is_about_the_words_alone_and_a_motive_stays_in_the_passage(
    house: House, matei: Browser
) -> None:
    item, _ = house.read_one()
    disputed = claimed(
        house,
        item,
        SuggestedClaim("", Property.CALLED, polarity=Polarity.NO, value="concentration camp"),
        acts=(Act.DISPUTES,),
        disputes=Phrase("concentration camp"),
    )
    motive = claimed(house, item, SuggestedClaim("", Property.MOTIVE))
    quarry = an_incident(house)
    file_statements(house.desk, house.cast.matei, quarry.id, [disputed, motive])
    words = matei.get(f"/incidents/{quarry.id}").words
    assert "Dispute the words, these alone Mira Dzhalova : concentration camp" in words
    assert "disputed the words, these alone Mira Dzhalova : concentration camp" in words
    assert "in the words of the passage" in words


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (40, 40, "40"),
        (40, None, "at least 40"),
        (None, 12_000, "at most 12,000"),
        (40, 44, "40 to 44"),
        ("2.5", "2.5", "2.5"),
        (0, 0, "0"),
        (None, None, ""),
    ],
)
def test_a_count_is_said_with_its_bounds(low: int | str | None, high: int | str | None, said: str) -> None:
    """A bound that nobody gave is not made up: at least forty are not forty."""
    least, most = (None if one is None else Decimal(one) for one in (low, high))
    assert count_in_words(least, most, language("en")) == said


@pytest.mark.parametrize("code", ["en", "ru"])
def test_no_denial_reads_as_another(code: str) -> None:
    """Of a denial that is left open it is said that it is, and nothing in particular is denied."""
    words = language(code)
    statement = Statement("stm_1", "A", named=True, content=(), acts=(Act.DENIES,))
    said = [
        deeds_of(replace(statement, denies=kinds), words) for kinds in ((), *((kind,) for kind in Denial))
    ]
    assert len(set(said)) == len(said)
    fact = deeds_of(replace(statement, denies=(Denial.FACT,)), words)
    assert not [one for one in said if one != fact and one.startswith(fact)]
