"""Reading gives suggestions; a person decides; nothing is undone and nothing silly is recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.members import change_member
from khronika.acts.read import about_of, read
from khronika.acts.review import accept, amend, reject
from khronika.acts.show import RecordShown, Sought, items, search, show, statements
from khronika.acts.shown import ItemShown, StatementShown
from khronika.acts.sources import Conditions
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NotAllowed, NotFound, UsageFault, Withheld
from khronika.reading import ACCURATE, FAST, reader_for
from khronika.records.access import Member, Role
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.item import About
from khronika.records.statement import Act, Statement


def shown(house: House, id_: str) -> StatementShown:
    found = show(house.desk, house.cast.ines, id_)
    assert isinstance(found, StatementShown)
    return found


def test_reading_keeps_the_reader_with_its_version_and_every_suggestion(house: House) -> None:
    item = house.take_one(DENIAL)
    (run,) = read(house.desk, house.cast.matei, [item, item])
    found = show(house.desk, house.cast.ines, run.run)
    assert isinstance(found, RecordShown)
    assert found.body is not None
    assert f"{found.body['reader']} {found.body['version']}" == run.reader
    assert run.statements == len(house.statements_of(item)) > 0
    assert {one.status for one in statements(house.desk, house.cast.ines, Sought(item))} == {"suggested"}


def test_what_this_reader_has_read_is_read_again_only_when_asked(house: House) -> None:
    item, said = house.read_one()
    (before,) = read(house.desk, house.cast.matei, [item])
    assert (before.fresh, house.statements_of(item)) == (False, said)
    (again,) = read(house.desk, house.cast.matei, [item], again=True)
    assert (again.fresh, set(house.statements_of(item))) == (True, set(said)), "no suggestion stands twice"


def test_the_fast_setting_is_another_reader_and_the_record_says_so(house: House) -> None:
    item = house.take_one(DENIAL)
    runs = [
        run for how in (ACCURATE, FAST) for run in read(house.desk, house.cast.matei, [item], setting=how)
    ]
    assert [run.reader.rpartition(" ")[0] for run in runs] == ["khronika-tagger-en", "khronika-rules-en"]
    assert all(run.fresh for run in runs)


def test_what_has_no_text_gives_no_reading(house: House) -> None:
    assert read(house.desk, house.cast.matei, [house.take_one(b"")]) == []


def test_only_items_are_read_and_all_or_nothing(house: House) -> None:
    item, said = house.read_one()
    with pytest.raises(UsageFault, match="not an item"):
        read(house.desk, house.cast.matei, [said[0]])
    other = house.take_one(WITNESS)
    with pytest.raises(NotFound):
        read(house.desk, house.cast.matei, [other, f"itm_{'0' * 26}"])
    assert house.statements_of(other) == []
    assert item != other


def test_what_is_read_in_a_compartment_stays_in_it(house: House) -> None:
    yard = Conditions(compartments=frozenset({house.cast.quarry}))
    item = house.take_one(WITNESS, conditions=yard)
    (run,) = read(house.desk, house.cast.vera, [item])
    assert run.statements > 0
    assert statements(house.desk, house.cast.matei, Sought()) == []
    assert search(house.desk, house.cast.matei, "vans") == []


def test_accepting_copies_the_suggestion_whole(house: House) -> None:
    _, said = house.read_one()
    before = shown(house, said[0])
    accept(house.desk, house.cast.sanne, [said[0], said[0]])
    after = shown(house, said[0])
    assert (after.status, after.contested, after.by) == ("accepted", False, house.cast.sanne)
    assert (after.statement, after.words) == (before.statement, before.words)
    assert after.mark == "not seen by a second person"


def test_accepted_by_another_member_it_was_seen_by_a_second_person(house: House) -> None:
    _, said = house.read_one()
    accept(house.desk, house.cast.sanne, said[:1])
    accept(house.desk, house.cast.matei, said[:1])
    assert shown(house, said[0]).mark == ""
    amend(house.desk, house.cast.matei, said[0], {"speaker": "the ministry"})
    assert shown(house, said[0]).mark == "not seen by a second person"


def test_a_rejection_has_its_reason_and_can_be_followed_by_an_acceptance(house: House) -> None:
    _, said = house.read_one()
    with pytest.raises(UsageFault, match="reason"):
        reject(house.desk, house.cast.sanne, said[:1], " ")
    reject(house.desk, house.cast.sanne, [said[0], said[0]], "nobody said that")
    assert (shown(house, said[0]).status, shown(house, said[0]).rejected_because) == (
        "rejected",
        "nobody said that",
    )
    accept(house.desk, house.cast.matei, said[:1])
    after = shown(house, said[0])
    assert (after.status, after.rejected_because, after.contested) == ("accepted", "", False)
    assert after.mark == "not seen by a second person"


def test_as_of_earlier_a_statement_stands_as_it_stood(house: House) -> None:
    _, said = house.read_one()
    position = house.desk.ledger.head().size
    accept(house.desk, house.cast.sanne, said[:1])
    earlier = show(house.desk, house.cast.lev, said[0], as_of=str(position))
    assert isinstance(earlier, StatementShown)
    assert earlier.status == "suggested"


def test_an_amended_statement_has_the_words_at_its_new_place(house: House) -> None:
    _, said = house.read_one()
    start = DENIAL.index("at least 40 men")
    changes = {
        "speaker": "Mira Dzhalova",
        "acts": ["alleges"],
        "content": [[start, start + 15]],
        "denies": [],
    }
    after = amend(house.desk, house.cast.sanne, said[0], changes)
    assert (after.speaker, after.acts) == ("Mira Dzhalova", (Act.ALLEGES,))
    assert (shown(house, said[0]).words, shown(house, said[0]).status) == ("at least 40 men", "amended")
    found = search(house.desk, house.cast.ines, "Dzhalova")
    assert said[0] in {hit.statement.id for hit in found if hit.statement}


def test_a_speaker_left_open_is_not_named(house: House) -> None:
    _, said = house.read_one()
    after = amend(house.desk, house.cast.sanne, said[0], {"speaker": None, "named": True})
    assert (after.speaker, after.named) == (None, False)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({}, "nothing is changed"),
    ({"trait": "x"}, "no field 'trait'"),
    ({"within": "s1"}, "'within' cannot be amended"),
    ({"id": "s1"}, "'id' cannot be amended"),
    ({"score": 1}, "'score' cannot be amended"),
    ({"marks": {}}, "nothing is changed"),
    ({"marks": 5}, "marks are spans of"),
    ({"marks": {"speaker": [[0, 4]]}}, "marks are spans of"),
    (
        {"hedges": ["reportedly"], "marks": {"hedges": [[[0, 9999]]]}},
        "spans of hedges do not lie in the text",
    ),
    ({"hedges": ["reportedly"], "marks": {"hedges": []}, "relays": [" "]}, "has no words"),
    ({"hedges": ["reportedly"], "marks": {"hedges": [[], []]}}, "not in the schema"),
    ({"places": "Sarn"}, "'places' is a list"),
    (
        {"places": [{"span": [0, 9999], "words": "Sarn", "candidates": []}]},
        "spans of places do not lie in the text",
    ),
    ({"speaker": 5}, "not in the schema"),
    ({"speaker": " "}, "null, not empty"),
    ({"speaker": "a\udcff"}, "cannot be recorded"),
    ({"named": "no"}, "true or false"),
    ({"acts": []}, "acts is empty"),
    ({"acts": "denies"}, "'acts' is a list"),
    ({"acts": ["incites"]}, "not in the schema"),
    ({"acts": ["asserts"], "denies": ["fact"]}, "denies is not among the acts"),
    ({"relays": "Orvan"}, "'relays' is a list"),
    ({"relays": [5]}, "not in the schema"),
    ({"content": []}, "content is empty"),
    ({"content": [[0, 100000]]}, "spans of content do not lie in the text"),
    ({"content": [[5, 5]]}, "spans of content do not lie in the text"),
    ({"content": [[9, 12], [3, 5]]}, "spans of content do not lie in the text"),
    ({"content": [["a", "b"]]}, "not in the schema"),
    ({"source": [[-1, 3]]}, "spans of source do not lie in the text"),
    ({"cue": [[0, 5000]]}, "spans of cue do not lie in the text"),
    ({"figures": [{"text": "40", "low": 50, "high": 40}]}, "not in the schema"),
    ({"figures": [{"text": "40", "low": "NaN", "high": None}]}, "not in the schema"),
    ({"figures": [{"text": "40", "low": "Infinity", "high": None}]}, "not in the schema"),
    (
        {"figures": [{"text": "40", "low": 40, "high": 40, "spans": [[0, 9999]]}]},
        "spans of figures do not lie in the text",
    ),
    ({"when": {"text": "May", "start": "2026-05-02", "end": "2026-05-01"}}, "not in the schema"),
    ({"when": "in May"}, "not in the schema"),
    ({"when": {"text": "May", "start": None, "end": None, "spans": [[0, 9999]]}}, "spans of when"),
    ({"addressee": 5}, "not in the schema"),
]


@pytest.mark.parametrize(("changes", "fault"), WRONG)
def test_an_amendment_outside_the_schema_or_the_text_changes_nothing(
    house: House, changes: dict[str, Any], fault: str
) -> None:
    _, said = house.read_one()
    before, head = shown(house, said[0]), house.desk.ledger.head()
    with pytest.raises(UsageFault) as raised:
        amend(house.desk, house.cast.sanne, said[0], changes)
    assert fault in raised.value.fault
    assert "\n" not in raised.value.fault
    assert (shown(house, said[0]), house.desk.ledger.head()) == (before, head)


def test_what_is_no_statement_or_erased_is_not_reviewed(house: House) -> None:
    item, said = house.read_one()
    with pytest.raises(UsageFault, match="not a statement"):
        accept(house.desk, house.cast.sanne, [item])
    house.erase(said[0], reason="wrong")
    with pytest.raises(UsageFault, match="erased"):
        accept(house.desk, house.cast.sanne, [said[0]])


def test_a_rebuild_shows_the_same_and_reads_nothing(house: House) -> None:
    item, said = house.read_one()
    accept(house.desk, house.cast.sanne, said[:1])
    before = statements(house.desk, house.cast.ines, Sought(item))
    rebuild(house.desk, house.cast.ines)
    assert statements(house.desk, house.cast.ines, Sought(item)) == before
    assert isinstance(show(house.desk, house.cast.ines, item), ItemShown)
    assert verify(house.desk, house.cast.ines, files=True).problems == ()


def test_the_address_of_a_sender_is_no_speaker_and_in_no_brief() -> None:
    said = about_of("The list is kept.", About(author='"Zlata Benik" <zlata@ozrin.example>'))
    assert said.author == "Zlata Benik"
    assert about_of("The list is kept.", About(author="zlata@ozrin.example")).author == ""


def test_a_number_beyond_the_log_is_no_point_in_time(house: House) -> None:
    house.take_one(DENIAL)
    with pytest.raises(UsageFault, match="not 2027"):
        items(house.desk, house.cast.ines, as_of="2027")


class During:
    """A reader during whose work something happens at the desk."""

    def __init__(self, happening: Callable[[], object]) -> None:
        self._reader, self._happening = reader_for("en"), happening
        self.name, self.version = self._reader.name, self._reader.version

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        self._happening()
        return self._reader.read(text, about)


def test_of_what_was_erased_while_it_was_read_nothing_is_recorded(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, other = house.take_one(DENIAL), house.take_one(WITNESS)
    to_erase = iter([item])
    during = During(lambda: [house.erase(one) for one in to_erase])
    monkeypatch.setattr("khronika.acts.read.reader_for", lambda *_: during)
    runs = read(house.desk, house.cast.matei, [item, other])
    assert [run.item for run in runs] == [other]
    assert house.statements_of(other) != []
    assert verify(house.desk, house.cast.ines, files=True).problems == ()


def test_what_was_withdrawn_while_it_was_read_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    term = Term(Purpose.COURT, Audience.MECHANISM)
    item = house.take_one(WITNESS, conditions=Conditions(terms=(term,), person="Witness A"))
    (consent,) = list_consents(house.desk, house.cast.ines)
    during = During(lambda: withdraw_consent(house.desk, house.cast.ines, consent.id, "she asked"))
    monkeypatch.setattr("khronika.acts.read.reader_for", lambda *_: during)
    with pytest.raises(Withheld):
        read(house.desk, house.cast.matei, [item])
    assert house.statements_of(item) == []


def test_who_lost_the_right_while_it_was_read_records_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = house.take_one(WITNESS)
    reader = Member(house.cast.matei, "Matei", frozenset({Role.READER}))
    during = During(lambda: change_member(house.desk, house.cast.ines, reader))
    monkeypatch.setattr("khronika.acts.read.reader_for", lambda *_: during)
    with pytest.raises(NotAllowed):
        read(house.desk, house.cast.matei, [item])
    assert house.statements_of(item) == []
