"""Laws at a desk: what is judged of statements and taken back again leaves the balance sheet as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judging_cast import VESNA, WHY, Case, case_of, detained
from stated import SPEAKER, Stated, on

from desk_cast import House, house_from
from khronika.acts.correcting import correct, undo_correction
from khronika.acts.incidents import file_statements
from khronika.acts.recalling import lift_recall, recall
from khronika.acts.review import accept
from khronika.acts.travelling import unsettled
from khronika.acts.tying import cut_voices, join_voices, undo_tie
from khronika.acts.weigh import BalanceSheet
from khronika.records.corrections import Correction, Manner
from khronika.records.ids import Kind
from khronika.records.statement import Act

SPEAKERS = (SPEAKER, VESNA, "Ilya Oru")
NUMBERS = (7, 40, 112)
SAID = st.tuples(
    st.sampled_from(SPEAKERS),
    st.sets(st.sampled_from(NUMBERS), min_size=1),
    st.integers(10, 20),
    st.integers(0, 2),
)
DRAWN = st.lists(SAID, min_size=2, max_size=6)
AT_A_DESK = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def texts(
    closed_house: House, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, list[Stated]]]:
    """Give a desk with four texts, in which statements of many incidents stand."""
    house = house_from(closed_house, tmp_path_factory.mktemp("laws") / "vault")
    case = case_of(house)
    yield house, [case.text() for _ in range(4)]
    house.extractor.close()
    house.desk.close()


def drawn(
    house: House, texts: list[Stated], said: list[tuple[str, set[int], int, int]]
) -> tuple[Case, list[str]]:
    """File the statements that were drawn to an incident of their own; return them in that order."""
    case, ids = case_of(house), []
    for speaker, numbers, day, text in said:
        claims = tuple(detained(low) for low in sorted(numbers))
        ids += texts[text].add(speaker=speaker, claims=claims, when=on(day))
    accept(house.desk, house.cast.ines, ids)
    file_statements(house.desk, house.cast.ines, case.incident, ids)
    return case, ids


def standing(sheet: BalanceSheet) -> dict[str, set[tuple[object, object]]]:
    """Return the claims that count of each statement."""
    found: dict[str, set[tuple[object, object]]] = {}
    for weight in sheet.weights:
        for value in weight.values:
            for id_ in (*value.statements, *value.earlier):
                found.setdefault(id_, set()).add((weight.property, value.claim.low))
    return found


@AT_A_DESK
@given(said=DRAWN, which=st.integers(0, 5))
def test_a_retraction_removes_exactly_what_rests_on_it_and_undoing_it_restores_all(
    texts: tuple[House, list[Stated]], said: list[tuple[str, set[int], int, int]], which: int
) -> None:
    house, those = texts
    case, ids = drawn(house, those, said)
    at = which % len(ids)
    speaker, numbers, _, _ = said[at]
    (back,) = those[3].add(speaker=speaker, acts=(Act.RETRACTS,), when=on(24))
    accept(house.desk, house.cast.ines, [back])
    before = case.sheet()
    record = correct(house.desk, house.cast.sanne, Correction("", back, ids[at], Manner.RETRACTS))
    after = case.sheet()
    for place, id_ in enumerate(ids):
        theirs = {(weight, low) for weight, low in standing(before).get(id_, set())}
        gone = {key for key in theirs if said[place][0] == speaker and key[1] in numbers}
        assert standing(after).get(id_, set()) == theirs - gone
    lines = unsettled(house.desk, house.cast.ines, cause=record.id).lines
    relays = {line.record for line in lines if line.kind == Kind.STATEMENT}
    same = {id_ for place, id_ in enumerate(ids) if said[place][0] == speaker and said[place][1] & numbers}
    assert relays == same - {ids[at]}
    undo_correction(house.desk, house.cast.sanne, record.id, WHY)
    assert case.sheet() == before
    assert unsettled(house.desk, house.cast.ines).count == 0


@AT_A_DESK
@given(said=DRAWN, pair=st.tuples(st.integers(0, 5), st.integers(0, 5)), cut=st.booleans())
def test_a_judgement_on_voices_holds_and_undoing_it_restores_all(
    texts: tuple[House, list[Stated]],
    said: list[tuple[str, set[int], int, int]],
    pair: tuple[int, int],
    cut: bool,  # noqa: FBT001
) -> None:
    house, those = texts
    case, ids = drawn(house, those, said)
    one, other = (ids[at % len(ids)] for at in pair)
    if one == other:
        return
    desk, sanne = house.desk, house.cast.sanne
    before = case.sheet()
    made = cut_voices(desk, sanne, one, [other], WHY) if cut else join_voices(desk, sanne, [one, other], WHY)
    together = any({one, other} <= set(origin.statements) for origin in case.sheet().origins)
    assert together is not cut
    undo_tie(desk, sanne, made[0].id, WHY)
    assert case.sheet() == before


@AT_A_DESK
@given(said=DRAWN, which=st.integers(0, 2))
def test_what_a_recalled_source_said_counts_for_nothing_and_lifting_the_recall_restores_all(
    texts: tuple[House, list[Stated]], said: list[tuple[str, set[int], int, int]], which: int
) -> None:
    house, those = texts
    case, ids = drawn(house, those, said)
    before = case.sheet()
    record = recall(house.desk, house.cast.sanne, those[which].item, WHY)
    after = standing(case.sheet())
    assert not {id_ for place, id_ in enumerate(ids) if said[place][3] == which} & after.keys()
    lift_recall(house.desk, house.cast.sanne, record.id, WHY)
    assert case.sheet() == before
