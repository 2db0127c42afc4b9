"""Marks of care: who puts them, what is suggested, what binds a statement, and what waits on them."""

from __future__ import annotations

import pytest

from desk_cast import DENIAL, WITNESS, House, house_from
from khronika.acts import upkeep
from khronika.acts.care import Bound, care, care_of, cares_of, mark_care, unmark
from khronika.acts.composing import make_two
from khronika.acts.consent import list_consents, seal_identity, withdraw_consent
from khronika.acts.desk import asking
from khronika.acts.export import export_log
from khronika.acts.incidents import file_statements, record_incident, unfile
from khronika.acts.parties import record_party
from khronika.acts.read import read
from khronika.acts.review import amend
from khronika.acts.show import RecordShown, log, show
from khronika.acts.shown import StatementShown
from khronika.acts.sources import Conditions
from khronika.acts.suggested_care import suggested_care
from khronika.errors import NotAllowed, NotFound, UsageFault, Withheld
from khronika.records.care import Care
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind
from khronika.records.statement import Act, Statement


def said(words: str) -> frozenset[Care]:
    return suggested_care(Statement("s1", None, named=False, content=(), acts=(Act.ASSERTS,)), words)


def binding(house: House, statement: str, member: str = "") -> tuple[Bound, ...]:
    return care(house.desk, member or house.cast.lev, statement).binding


def test_a_member_puts_a_mark_with_a_reason_and_it_binds_the_statement(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "her son is eleven")
    shown = care(house.desk, house.cast.lev, first)
    assert (shown.marks, shown.reason) == (frozenset({Care.CHILD}), "her son is eleven")
    assert shown.binding == (Bound(Care.CHILD, first),)


def test_a_mark_on_an_item_binds_all_its_statements(house: House) -> None:
    item, statements = house.read_one(WITNESS)
    mark_care(house.desk, house.cast.matei, item, [Care.SEXUAL_VIOLENCE], "as she told us")
    for statement in statements:
        assert binding(house, statement) == (Bound(Care.SEXUAL_VIOLENCE, item),)


def test_a_mark_on_whom_an_item_came_from_binds_its_statements(house: House) -> None:
    party, _ = seal_identity(house.desk, house.cast.ines, "Heron 7", "Roza Vardol")
    item, (first, *_) = house.read_one(WITNESS, conditions=Conditions(contributor=party.id))
    mark_care(house.desk, house.cast.sanne, party.id, [Care.CHILD], "she is fifteen")
    assert binding(house, first) == (Bound(Care.CHILD, party.id),)
    assert care(house.desk, house.cast.lev, item).binding == (Bound(Care.CHILD, party.id),)


def test_a_mark_on_a_party_binds_what_a_speaker_of_that_name_says(house: House) -> None:
    _, statements = house.read_one()
    party = record_party(house.desk, house.cast.matei, Party("", "Mira Dzhalova", PartyKind.PERSON))
    mark_care(house.desk, house.cast.matei, party.id, [Care.HELD], "arrested on Monday")
    spoken = [id_ for id_ in statements if any(one.on == party.id for one in binding(house, id_))]
    assert len(spoken) == 1


def test_a_mark_on_an_incident_or_a_party_in_it_binds_what_is_filed_to_it(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    desk, matei = house.desk, house.cast.matei
    party = record_party(desk, matei, Party("", "Pupil A", PartyKind.PERSON))
    involved = (Involvement(party.id, IncidentRole.VICTIM),)
    whole = record_incident(desk, matei, Incident("", "Vans in March"))
    incident = record_incident(
        desk, matei, Incident("", "Two vans at Quarry 9", involved=involved, part_of=whole.id)
    )
    file_statements(desk, matei, incident.id, [first])
    assert binding(house, first) == ()
    mark_care(desk, matei, incident.id, [Care.HELD], "nobody came back")
    mark_care(desk, matei, party.id, [Care.CHILD], "of the lower school")
    mark_care(desk, matei, whole.id, [Care.SEXUAL_VIOLENCE], "in several of them")
    assert binding(house, first) == (
        Bound(Care.CHILD, party.id),
        Bound(Care.SEXUAL_VIOLENCE, whole.id),
        Bound(Care.HELD, incident.id),
    )
    with asking(desk, matei) as query:
        assert cares_of(query).of(query.get(first)) == binding(house, first)
    unfile(desk, matei, incident.id, [first], "another day")
    with asking(desk, matei) as query:
        assert cares_of(query).of(query.get(first)) == binding(house, first) == ()


def test_words_that_changed_since_a_suggestion_was_taken_away_suggest_it_anew(house: House) -> None:
    _, (_, second) = house.read_one()
    unmark(house.desk, house.cast.matei, second, [Care.HELD], "released in 2019")
    amend(house.desk, house.cast.sanne, second, {"speaker": "Mira D."})
    assert binding(house, second) == ()
    one = show(house.desk, house.cast.lev, second)
    assert isinstance(one, StatementShown)
    assert one.statement is not None
    ((start, end),) = one.statement.content
    amend(house.desk, house.cast.sanne, second, {"content": [[start - 2, end]]})
    assert binding(house, second) == (Bound(Care.HELD, second, suggested=True),)
    mark_care(house.desk, house.cast.matei, second, [Care.CHILD], "two were boys")
    assert care(house.desk, house.cast.lev, second).dismissed == frozenset()


def test_a_mark_is_on_the_words_and_stays_with_them_when_two_statements_are_made_of_one(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "her son")
    one = show(house.desk, house.cast.lev, first)
    assert isinstance(one, StatementShown)
    assert one.statement is not None
    half, rest = make_two(house.desk, house.cast.sanne, first, one.statement.content[0][0] + 5)
    assert binding(house, half.id) == binding(house, rest.id) == (Bound(Care.CHILD, first),)
    with asking(house.desk, house.cast.lev) as query:
        assert cares_of(query).of(query.get(rest.id)) == binding(house, rest.id)


def test_what_was_decided_of_words_holds_when_the_text_is_read_again(house: House) -> None:
    item, (first, second) = house.read_one()
    mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "of a school")
    unmark(house.desk, house.cast.matei, second, [Care.HELD], "released in 2019")
    read(house.desk, house.cast.ines, [item], again=True)
    fresh = [id_ for id_ in house.statements_of(item) if id_ not in {first, second}]
    assert [binding(house, id_) for id_ in fresh] == [(Bound(Care.CHILD, first),), ()]


def test_the_log_with_bodies_discloses_no_mark_of_what_was_withdrawn(house: House) -> None:
    term = Term(Purpose.COURT, Audience.MECHANISM)
    _, (first, *_) = house.read_one(WITNESS, conditions=Conditions(terms=(term,), person="Witness A"))
    mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "the boy with the red cap")
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    assert b"red cap" not in b"".join(export_log(house.desk, house.cast.ines, bodies=True))


def test_looking_at_one_statement_and_at_all_of_them_finds_the_same_marks(house: House) -> None:
    item, statements = house.read_one()
    mark_care(house.desk, house.cast.matei, item, [Care.CHILD], "pupils were among them")
    unmark(house.desk, house.cast.matei, statements[1], [Care.HELD], "they were let go in March")
    with asking(house.desk, house.cast.lev) as query:
        every = cares_of(query)
        for id_ in statements:
            assert every.of(query.get(id_)) == care_of(query, query.get(id_))


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("they took three boys from the school", {Care.CHILD}),
        ("a 14-year-old was among them", {Care.CHILD}),
        ("a man aged 17", {Care.CHILD}),
        ("a 71-year-old was among them", set()),
        ("he got minor injuries", set()),
        ("среди них двое несовершеннолетних", {Care.CHILD}),
        ("16-летний юноша", {Care.CHILD}),
        ("приговорён к 7 годам", set()),
        ("she was raped in the yard", {Care.SEXUAL_VIOLENCE}),
        ("её изнасиловали", {Care.SEXUAL_VIOLENCE}),
        ("they asked about his sexual orientation", set()),
        ("no child was harmed", {Care.CHILD}),
    ],
)
def test_plain_words_suggest_a_mark(words: str, marks: set[Care]) -> None:
    assert said(words) == marks


def test_words_of_any_length_are_looked_through_at_once() -> None:
    assert said("aged 1 " * 200_000 + " sexual" * 200_000) == {Care.CHILD}


def test_a_claim_of_people_held_suggests_a_mark_and_says_that_it_is_suggested(house: House) -> None:
    _, (_, second) = house.read_one()
    assert binding(house, second) == (Bound(Care.HELD, second, suggested=True),)
    assert care(house.desk, house.cast.lev, second).marks == frozenset()


def test_a_suggestion_is_taken_away_with_a_reason_for_one_statement_or_a_whole_item(house: House) -> None:
    item, (_, second) = house.read_one()
    unmark(house.desk, house.cast.matei, second, [Care.HELD], "released in 2019")
    assert binding(house, second) == ()
    mark_care(house.desk, house.cast.sanne, second, [Care.HELD], "two were taken again")
    assert binding(house, second) == (Bound(Care.HELD, second),)
    other, (_, again) = house.read_one(DENIAL + "Printed on page two.\n")
    assert item != other
    unmark(house.desk, house.cast.matei, other, [Care.HELD], "all of it is of 1998")
    assert binding(house, again) == ()


def test_a_mark_that_somebody_put_is_not_taken_away_with_the_suggestion_of_another_record(
    house: House,
) -> None:
    item, (_, second) = house.read_one()
    mark_care(house.desk, house.cast.matei, item, [Care.HELD], "they are still there")
    unmark(house.desk, house.cast.matei, second, [Care.HELD], "the machine is wrong here")
    assert binding(house, second) == (Bound(Care.HELD, item),)


def test_what_is_not_there_cannot_be_taken_away(house: House) -> None:
    _, (first, _) = house.read_one(WITNESS)
    with pytest.raises(UsageFault, match="bears no such mark"):
        unmark(house.desk, house.cast.matei, first, [Care.CHILD], "no")


def test_marks_need_a_reason_a_mark_and_a_record_that_can_bear_them(house: House) -> None:
    item, (first, *_) = house.read_one(WITNESS)
    for record, marks, reason in (
        (first, [Care.CHILD], " "),
        (first, [], "a child"),
        (house.cast.lev, [Care.CHILD], "a child"),
    ):
        with pytest.raises(UsageFault):
            mark_care(house.desk, house.cast.matei, record, marks, reason)
    house.erase(first)
    with pytest.raises(UsageFault, match="nothing that bears"):
        mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "a child")
    with pytest.raises(NotAllowed):
        mark_care(house.desk, house.cast.lev, item, [Care.CHILD], "a child")


def test_the_log_says_who_put_and_who_took_away(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    made = mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "her son")
    unmark(house.desk, house.cast.sanne, first, [Care.CHILD], "he is thirty")
    newest = log(house.desk, house.cast.lev, limit=2)
    assert [(one.type, one.author, one.subject) for one in newest] == [
        ("care.unmarked", house.cast.sanne, made.id),
        ("care.marked", house.cast.matei, made.id),
    ]


def test_a_mark_of_a_compartment_is_not_there_for_others(house: House) -> None:
    yard = Conditions(compartments=frozenset({house.cast.quarry}))
    hidden, (first, *_) = house.read_one(WITNESS, conditions=yard)
    made = mark_care(house.desk, house.cast.vera, first, [Care.CHILD], "a boy of the yard")
    assert binding(house, first, house.cast.vera) == (Bound(Care.CHILD, first),)
    for act in (
        lambda: show(house.desk, house.cast.matei, made.id),
        lambda: care(house.desk, house.cast.matei, hidden),
        lambda: unmark(house.desk, house.cast.matei, first, [Care.CHILD], "no"),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_mark_goes_with_what_it_is_about_and_not_before(house: House) -> None:
    item, (first, *_) = house.read_one(WITNESS)
    made = mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "her son")
    with pytest.raises(UsageFault, match="binds what still stands"):
        house.erase(made.id)
    assert made.id in house.erase(item)
    assert show(house.desk, house.cast.lev, made.id) == RecordShown(made.id, "erased", None)


def test_marks_of_what_was_withdrawn_are_shown_to_nobody(house: House) -> None:
    term = Term(Purpose.COURT, Audience.MECHANISM)
    _, (first, *_) = house.read_one(WITNESS, conditions=Conditions(terms=(term,), person="Witness A"))
    made = mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "her son")
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    assert show(house.desk, house.cast.lev, made.id) == RecordShown(made.id, "withdrawn", None)
    with pytest.raises(Withheld):
        care(house.desk, house.cast.lev, first)


def test_where_two_copies_disagree_every_mark_counts_until_somebody_has_looked(
    house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "her son")
    house.desk.close()
    other = house_from(house, tmp_path_factory.mktemp("other") / "laptop")
    house.again()
    mark_care(house.desk, house.cast.matei, first, [Care.HELD], "still there")
    other.clock.forward(hours=1)
    unmark(other.desk, other.cast.sanne, first, [Care.CHILD], "he is thirty")
    other.desk.close()
    upkeep.join(house.desk, house.cast.ines, other.path)
    assert {one.mark for one in binding(house, first)} == set(Care)
    unmark(house.desk, house.cast.sanne, first, [Care.CHILD, Care.SEXUAL_VIOLENCE], "looked at both")
    assert binding(house, first) == (Bound(Care.HELD, first),)


def test_marks_put_on_two_copies_are_both_there_and_taken_away_together(
    house: House, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    house.desk.close()
    other = house_from(house, tmp_path_factory.mktemp("other") / "laptop")
    house.again()
    mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "her son")
    mark_care(other.desk, other.cast.sanne, first, [Care.HELD], "still there")
    other.desk.close()
    upkeep.join(house.desk, house.cast.ines, other.path)
    assert [one.mark for one in binding(house, first)] == [Care.CHILD, Care.HELD]
    unmark(house.desk, house.cast.matei, first, list(Care)[::2], "both were mistaken")
    assert binding(house, first) == ()


def test_a_rebuild_keeps_the_marks(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "her son")
    upkeep.rebuild(house.desk, house.cast.ines)
    assert binding(house, first) == (Bound(Care.CHILD, first),)
    assert upkeep.verify(house.desk, house.cast.ines).problems == ()


def test_a_mark_names_a_passage_and_holds_no_trait_of_anybody() -> None:
    assert [mark.value for mark in Care] == ["child", "sexual violence", "still held or at risk"]
