"""What a balance sheet says of what took statements back: how, by which statement or source, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from stated import Stated, hidden, on, stated

from desk_cast import House
from khronika.acts.correcting import correct
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.recalling import lift_recall, recall
from khronika.acts.review import accept
from khronika.acts.weigh import Cause, weigh
from khronika.records.claims import SuggestedClaim
from khronika.records.corrections import Correction, Manner
from khronika.records.matter import Incident, Property
from khronika.records.statement import Act


def held(number: int) -> SuggestedClaim:
    return SuggestedClaim("", Property.DETAINED, low=Decimal(number), high=Decimal(number), of="people")


def an_incident(house: House) -> str:
    return record_incident(house.desk, house.cast.ines, Incident("", "The raids of March")).id


def filed(of: Stated, incident: str, **fields: Any) -> str:
    """Add a statement, take it into the record and file it; return its id."""
    (id_,) = of.add(**fields)
    desk, ines = of.house.desk, of.house.cast.ines
    accept(desk, ines, [id_])
    file_statements(desk, ines, incident, [id_])
    return id_


def test_a_retraction_is_named_with_the_statement_that_makes_it_and_the_reason(house: House) -> None:
    desk, ines, incident, text = house.desk, house.cast.ines, an_incident(house), stated(house)
    first = filed(text, incident, when=on(15), claims=(held(300),))
    later = filed(text, incident, when=on(24), acts=(Act.RETRACTS,))
    assert weigh(desk, ines, incident).causes == ()
    made = correct(desk, ines, Correction("", later, first, Manner.RETRACTS, reason="she counted twice"))
    found = weigh(desk, ines, incident)
    assert found.causes == (Cause(made.id, "retracts", by=later, reason="she counted twice"),)
    assert [line.cause for line in found.lines] == [made.id, ""]


def test_a_recall_is_named_with_its_source_and_is_gone_when_it_is_lifted(house: House) -> None:
    desk, ines, incident, text = house.desk, house.cast.ines, an_incident(house), stated(house)
    filed(text, incident, claims=(held(300),))
    made = recall(desk, ines, text.item, "the letterhead is forged")
    (cause,) = weigh(desk, ines, incident).causes
    assert cause == Cause(made.id, "recalled", source=text.item, reason="the letterhead is forged")
    lift_recall(desk, ines, made.id, "it is theirs after all")
    assert weigh(desk, ines, incident).causes == ()


def test_what_took_back_something_hidden_is_named_to_nobody_who_may_not_see_it(house: House) -> None:
    desk, ines, incident, text = house.desk, house.cast.ines, an_incident(house), hidden(house)
    first = filed(text, incident, when=on(15), claims=(held(300),))
    later = filed(text, incident, when=on(24), acts=(Act.RETRACTS,))
    correct(desk, ines, Correction("", later, first, Manner.RETRACTS, reason="Zvezdochka"))
    assert len(weigh(desk, ines, incident).causes) == 1
    assert weigh(desk, house.cast.lev, incident).causes == ()


def test_who_revised_themselves_is_named_as_they_are_called(house: House) -> None:
    desk, ines, incident, text = house.desk, house.cast.ines, an_incident(house), stated(house)
    filed(text, incident, speaker="Rovna Centre", when=on(20), claims=(held(112),))
    filed(text, incident, speaker="Rovna Centre", when=on(28), claims=(held(131),))
    (weight,) = weigh(desk, ines, incident).weights
    assert [one.speaker for one in weight.revisions] == ["Rovna Centre"]
