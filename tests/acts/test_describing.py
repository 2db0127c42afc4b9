"""What a source says of itself: read by the machine, corrected by a person, and used everywhere."""

from __future__ import annotations

from datetime import date

import pytest
from outgoing_cast import PUBLIC, TO_ALL

from desk_cast import DENIAL, House
from khronika.acts.brief import BriefOrder, brief
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.describing import describe, source_of_item
from khronika.acts.find import Search, find
from khronika.acts.history import history_of
from khronika.acts.read import read
from khronika.acts.review import accept
from khronika.acts.second import Proposed, confirm, propose
from khronika.acts.show import show
from khronika.acts.shown import ItemShown, StatementShown
from khronika.acts.sources import Conditions
from khronika.acts.upkeep import rebuild, verify
from khronika.errors import NotFound, UsageFault, Withheld
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.item import Description
from khronika.records.second import Deed

BULLETIN = (
    'SARN, 18 March 2026 (Orvan) - "There is no such facility," a spokesperson for the Interior Ministry '
    "told the Orvan agency on Wednesday.\n"
)


def corrected(house: House, item: str, by: str = "", **given: str | None) -> Description:
    return describe(house.desk, by or house.cast.sanne, Description("", item, **given))


def item_as_shown(house: House, item: str, as_of: str | None = None) -> ItemShown:
    found = show(house.desk, house.cast.lev, item, as_of=as_of)
    assert isinstance(found, ItemShown)
    return found


def said_on(house: House, statement: str) -> date | None:
    found = show(house.desk, house.cast.lev, statement)
    assert isinstance(found, StatementShown)
    assert found.statement is not None
    return found.statement.when.start if found.statement.when else None


def test_what_was_read_of_a_source_is_known_once_it_is_read(house: House) -> None:
    item = house.take_one(DENIAL)
    assert item_as_shown(house, item).about.published == ""
    read(house.desk, house.cast.matei, [item])
    shown = item_as_shown(house, item)
    assert (shown.about.publisher, shown.about.published) == ("Orvan", "2026-03-18")
    assert shown.read == shown.about
    assert shown.corrected == ()


def test_a_persons_word_stands_above_what_was_read_and_that_stays_beside_it(house: House) -> None:
    item, _ = house.read_one(DENIAL)
    corrected(house, item, publisher="Orvan Daily", published="2026-03-25")
    shown = item_as_shown(house, item)
    assert (shown.about.publisher, shown.about.published) == ("Orvan Daily", "2026-03-25")
    assert (shown.read.publisher, shown.read.published) == ("Orvan", "2026-03-18")
    assert shown.corrected == ("publisher", "published")
    found = source_of_item(house.desk, house.cast.lev, item)
    assert (found.by, found.correction is not None) == ("Sanne", True)


def test_a_source_can_be_said_to_give_no_day_and_a_correction_taken_back(house: House) -> None:
    item, _ = house.read_one(DENIAL)
    corrected(house, item, published="")
    assert item_as_shown(house, item).about.published == ""
    corrected(house, item)
    shown = item_as_shown(house, item)
    assert (shown.about.published, shown.corrected) == ("2026-03-18", ())


def test_the_history_has_each_correction_with_who_and_what_stood_before(house: House) -> None:
    item, _ = house.read_one(DENIAL)
    first = corrected(house, item, publisher="Orvan Daily")
    before = str(house.desk.ledger.head().size)
    again = corrected(house, item, house.cast.matei, publisher="Orvan Weekly")
    assert again.id == first.id
    steps = history_of(house.desk, house.cast.lev, first.id).steps
    assert [(step.type, step.by) for step in steps] == [
        ("description.recorded", "Sanne"),
        ("description.changed", "Matei"),
    ]
    (change,) = steps[-1].changes
    assert (change.name, change.before[0].parts, change.after[0].parts) == (
        "publisher",
        ("Orvan Daily",),
        ("Orvan Weekly",),
    )
    assert item_as_shown(house, item, as_of=before).about.publisher == "Orvan Daily"


def test_what_says_nothing_new_is_not_recorded(house: House) -> None:
    item, _ = house.read_one(DENIAL)
    size = house.desk.ledger.head().size
    corrected(house, item)
    assert house.desk.ledger.head().size == size
    corrected(house, item, title="Denied")
    size = house.desk.ledger.head().size
    corrected(house, item, title=" Denied ")
    assert house.desk.ledger.head().size == size


def test_nobody_writes_over_a_correction_that_they_have_not_seen(house: House) -> None:
    item, _ = house.read_one(DENIAL)
    corrected(house, item, title="Denied")
    seen = source_of_item(house.desk, house.cast.matei, item).entry
    corrected(house, item, title="Denied twice")
    for entry in (seen, "none"):
        with pytest.raises(UsageFault, match="changed since it was shown"):
            describe(house.desk, house.cast.matei, Description("", item, title="Mine"), entry)


@pytest.mark.parametrize(
    ("field", "words", "match"),
    [
        ("published", "Wednesday", "is no day"),
        ("published", "2026-02-30", "is no day"),
        ("title", "one\ntwo", "control characters"),
        ("publisher", "a\x00b", "control characters"),
        ("title", "x" * 501, "too long"),
    ],
)
def test_what_is_no_title_publisher_or_day_is_refused_beside_its_field(
    house: House, field: str, words: str, match: str
) -> None:
    item, _ = house.read_one(DENIAL)
    with pytest.raises(UsageFault, match=match) as refused:
        corrected(house, item, **{field: words})
    assert refused.value.field == field


def test_what_waits_is_read_again_with_it_and_what_was_decided_stays(house: House) -> None:
    item, said = house.read_one(BULLETIN + BULLETIN.replace("facility", "prison"))
    first, second = said[:2]
    assert (said_on(house, first), said_on(house, second)) == (date(2026, 3, 18), date(2026, 3, 18))
    accept(house.desk, house.cast.sanne, [first])
    corrected(house, item, published="2026-03-25")
    (run,) = read(house.desk, house.cast.sanne, [item])
    assert run.fresh
    assert (said_on(house, first), said_on(house, second)) == (date(2026, 3, 18), date(2026, 3, 25))
    (again,) = read(house.desk, house.cast.sanne, [item])
    assert not again.fresh
    shown = item_as_shown(house, item)
    assert (shown.read.published, shown.about.published) == ("2026-03-18", "2026-03-25")


def test_a_brief_has_what_a_person_said_of_its_source(house: House) -> None:
    item, _ = house.read_one(DENIAL)
    corrected(house, item, title="A denial", publisher="Orvan Daily", published="2026-03-25")
    (card,) = brief(house.desk, house.cast.lev, BriefOrder("Inside")).sources
    assert (card.title, card.publisher, card.published) == ("A denial", "Orvan Daily", "2026-03-25")


def test_who_confirms_a_brief_confirms_the_source_as_it_was_then(house: House) -> None:
    item, said = house.read_one(DENIAL, conditions=PUBLIC)
    for member in (house.cast.sanne, house.cast.matei):
        accept(house.desk, member, said)
    order = BriefOrder("Out", (item,), TO_ALL.purpose, TO_ALL.audience)
    made = propose(house.desk, house.cast.oskar, Proposed(Deed.HAND_OVER, "asked", order=order, kind="brief"))
    corrected(house, item, publisher="Somebody else")
    with pytest.raises(UsageFault):
        confirm(house.desk, house.cast.ines, made.id)


def test_a_text_is_found_by_the_title_that_a_person_gave(house: House) -> None:
    item, _ = house.read_one(DENIAL)
    corrected(house, item, title="The gate of Zvezdochka")
    found = find(house.desk, house.cast.lev, Search("Zvezdochka"))
    assert [one.shown.id for one in found.items] == [item]


def test_a_correction_is_in_the_compartments_of_its_source(house: House) -> None:
    inside = Conditions(compartments=frozenset({house.cast.quarry}))
    item, _ = house.read_one(DENIAL, conditions=inside)
    made = corrected(house, item, house.cast.vera, title="Zvezdochka")
    with pytest.raises(NotFound):
        show(house.desk, house.cast.lev, made.id)
    with pytest.raises(NotFound):
        corrected(house, item, house.cast.sanne, title="Mine")
    assert find(house.desk, house.cast.lev, Search("Zvezdochka")).items == ()


def test_a_correction_goes_with_its_source(house: House) -> None:
    item, _ = house.read_one(DENIAL)
    made = corrected(house, item, title="Zvezdochka")
    house.erase(item)
    found = source_of_item(house.desk, house.cast.lev, item)
    assert (found.item.status, found.correction) == ("erased", None)
    assert history_of(house.desk, house.cast.lev, made.id).shown is False
    with pytest.raises(UsageFault, match="was erased"):
        corrected(house, item, title="Mine")


def test_what_consent_was_withdrawn_for_shows_no_correction_and_takes_none(house: House) -> None:
    term = Term(Purpose.COURT, Audience.MECHANISM)
    item, _ = house.read_one(DENIAL, conditions=Conditions(terms=(term,), person="Witness A"))
    corrected(house, item, title="Zvezdochka")
    (consent,) = list_consents(house.desk, house.cast.ines)
    withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    found = source_of_item(house.desk, house.cast.lev, item)
    assert (found.item.status, found.correction) == ("withdrawn", None)
    with pytest.raises(Withheld):
        corrected(house, item, title="Mine")


def test_the_views_are_the_same_after_a_rebuild(house: House) -> None:
    item, _ = house.read_one(DENIAL)
    corrected(house, item, title="Denied", published="2026-03")
    before = item_as_shown(house, item)
    rebuild(house.desk, house.cast.ines)
    assert item_as_shown(house, item) == before
    assert verify(house.desk, house.cast.ines).problems == ()
