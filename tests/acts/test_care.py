"""Marks of care: who puts them, what binds a statement, and what waits on them."""

from __future__ import annotations

import pytest
from care_cast import binding

from desk_cast import WITNESS, House, house_from
from khronika.acts import upkeep
from khronika.acts.care import Bound, care, care_of, cares_of, mark_care, unmark
from khronika.acts.composing import make_two
from khronika.acts.consent import list_consents, seal_identity, withdraw_consent
from khronika.acts.desk import asking
from khronika.acts.export import export_log
from khronika.acts.incidents import file_statements, record_incident, unfile
from khronika.acts.parties import record_party
from khronika.acts.read import read
from khronika.acts.review import accept
from khronika.acts.show import RecordShown, log, show
from khronika.acts.shown import StatementShown
from khronika.acts.sources import Conditions
from khronika.errors import NotAllowed, NotFound, UsageFault, Withheld
from khronika.records.care import Care
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind


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
    house.take_away(second, [Care.HELD], "released in 2019")
    read(house.desk, house.cast.ines, [item], again=True)
    assert house.statements_of(item) == [first, second], "nobody decided on them: they stay the same records"
    assert [binding(house, id_) for id_ in (first, second)] == [(Bound(Care.CHILD, first),), ()]
    accept(house.desk, house.cast.matei, [first, second])
    accept(house.desk, house.cast.sanne, [first, second])
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
    house.take_away(statements[1], [Care.HELD], "they were let go in March")
    with asking(house.desk, house.cast.lev) as query:
        every = cares_of(query)
        for id_ in statements:
            assert every.of(query.get(id_)) == care_of(query, query.get(id_))


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
    house.take_away(first, [Care.CHILD], "he is thirty")
    newest = log(house.desk, house.cast.lev, limit=3)
    assert [(one.type, one.author, one.subject) for one in newest] == [
        ("care.unmarked", house.cast.sanne, made.id),
        ("care.questioned", house.cast.matei, made.id),
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
    other.take_away(first, [Care.CHILD], "he is thirty")
    other.desk.close()
    upkeep.join(house.desk, house.cast.ines, other.path)
    assert {one.mark for one in binding(house, first)} == set(Care)
    house.take_away(first, [Care.CHILD, Care.SEXUAL_VIOLENCE], "looked at both")
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
    house.take_away(first, list(Care)[::2], "both were mistaken")
    assert binding(house, first) == ()


def test_a_rebuild_keeps_the_marks(house: House) -> None:
    _, (first, *_) = house.read_one(WITNESS)
    mark_care(house.desk, house.cast.matei, first, [Care.CHILD], "her son")
    upkeep.rebuild(house.desk, house.cast.ines)
    assert binding(house, first) == (Bound(Care.CHILD, first),)
    assert upkeep.verify(house.desk, house.cast.ines).problems == ()


def test_a_mark_names_a_passage_and_holds_no_trait_of_anybody() -> None:
    assert [mark.value for mark in Care] == ["child", "sexual violence", "still held or at risk"]
