"""Names that are suggested as somebody types, and searches that are kept."""

from __future__ import annotations

from datetime import date

import pytest
from stated import (
    DONETSK,
    Stated,
    hidden,
    stated,
)

from desk_cast import Cast, House
from khronika.acts.desk import Desk
from khronika.acts.find import Search
from khronika.acts.incidents import record_incident
from khronika.acts.parties import record_party, speakers
from khronika.acts.places import record_place
from khronika.acts.saved import drop_search, save_search, saved_searches
from khronika.acts.suggest import Suggestable, Suggested, suggest
from khronika.errors import NotAllowed, NotFound, UsageFault
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind, Place
from khronika.records.statement import Act


def test_names_are_suggested_as_somebody_types(house: House, note: Stated) -> None:
    desk, matei = house.desk, house.cast.matei
    note.add(speaker="Mira Dzhalova")
    note.add(speaker="Anton Kelin")
    party = record_party(
        desk, matei, Party("", "Дзержинский суд", PartyKind.ORGANISATION, names=("The court",))
    )
    incident = record_incident(desk, matei, Incident("", "Vans at Quarry 9"))
    place = record_place(desk, matei, DONETSK.geonames)
    assert suggest(desk, matei, "the C", Suggestable.PARTY) == [Suggested(party.name, party.id)]
    assert suggest(desk, matei, "дзерж", Suggestable.PARTY) == [Suggested(party.name, party.id)]
    assert suggest(desk, matei, "quarry", Suggestable.INCIDENT) == [Suggested(incident.title, incident.id)]
    assert suggest(desk, matei, "don", Suggestable.PLACE) == [Suggested("Donetsk", place.id)]
    assert suggest(desk, matei, "m", Suggestable.SPEAKER) == [Suggested("Mira Dzhalova")]
    assert suggest(desk, matei, "Dzhal", Suggestable.SPEAKER) == [Suggested("Mira Dzhalova")]
    assert suggest(desk, matei, "  ", Suggestable.SPEAKER) == []
    assert suggest(desk, matei, "\ud800", Suggestable.PARTY) == []


def test_a_hidden_name_is_not_suggested_and_takes_nobodys_place(house: House) -> None:
    desk, ines, matei, quarry = house.desk, house.cast.ines, house.cast.matei, frozenset({house.cast.quarry})
    before = {}
    note, yard = stated(house), hidden(house)
    for number in range(12):
        note.add(speaker=f"Sarn {number + 20}")
        record_party(desk, ines, Party("", f"Sarn {number + 20}", PartyKind.GROUP))
        record_incident(desk, ines, Incident("", f"Sarn {number + 20}"))
        record_place(desk, ines, Place("", f"Sarn {number + 20}"))
    for kind in Suggestable:
        before[kind] = suggest(desk, matei, "sarn", kind)
        assert len(before[kind]) == 10
    listed = speakers(desk, matei)
    for number in range(12):
        yard.add(speaker=f"Sarn {number + 10}")
        yard.add(speaker=f"Sarn {number + 20}")
        record_party(desk, ines, Party("", f"Sarn {number + 10}", PartyKind.GROUP), quarry)
        record_incident(desk, ines, Incident("", f"Sarn {number + 10}"), quarry)
        record_place(desk, ines, Place("", f"Sarn {number + 10}"), quarry)
    assert {kind: suggest(desk, matei, "sarn", kind) for kind in Suggestable} == before
    assert speakers(desk, matei) == listed
    assert suggest(desk, house.cast.vera, "sarn", Suggestable.PARTY)[0].name == "Sarn 10"


def test_searches_are_saved_for_oneself_alone(house: House, cast: Cast) -> None:
    desk = house.desk
    kept = save_search(desk, cast.matei, " Vans ", Search("vans", said_from=date(2026, 3, 1), act=Act.DENIES))
    assert saved_searches(desk, cast.matei) == [kept]
    assert saved_searches(desk, cast.sanne) == []
    with pytest.raises(NotFound):
        drop_search(desk, cast.sanne, kept.id)
    desk = house.again()
    assert saved_searches(desk, cast.matei) == [kept]
    drop_search(desk, cast.matei, kept.id)
    assert saved_searches(desk, cast.matei) == []
    for name, wanted in (("", Search()), ("x" * 400, Search()), ("x", Search("y" * 3000))):
        with pytest.raises(UsageFault):
            save_search(desk, cast.matei, name, wanted)
    with pytest.raises(NotAllowed):
        save_search(desk, cast.petra, "mine", Search())


def test_saved_searches_are_bounded(desk: Desk, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khronika.acts.saved.MOST_SAVED", 2)
    for number in range(2):
        save_search(desk, cast.matei, f"{number}", Search())
    with pytest.raises(UsageFault, match="saved already"):
        save_search(desk, cast.matei, "one more", Search())
