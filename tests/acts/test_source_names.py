"""What a text is called: by its title wherever it is named, else by the name under which it came."""

from __future__ import annotations

import pytest
from job_cast import seen, upload, work
from sqlalchemy import event

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.custody import Deed, custody
from khronika.acts.describing import describe
from khronika.acts.desk import asking
from khronika.acts.find import Search, find
from khronika.acts.history import history_of
from khronika.acts.jobs import submit_read, submit_take_in
from khronika.acts.logbook import log_page
from khronika.acts.originals import open_original
from khronika.acts.outgoing import BriefOrder, held_back
from khronika.acts.resting import rests_on
from khronika.acts.review import accept
from khronika.acts.show import Sought, items, show, statements
from khronika.acts.shown import StatementShown
from khronika.acts.source_names import names_of_sources
from khronika.acts.sources import Conditions
from khronika.acts.standing import standing_of
from khronika.acts.texts import copies_of_text, unread_texts
from khronika.acts.worklist import waiting_for_review, waiting_for_second, work_list
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.item import Description

PAGE = "<html><head><title>Nobody was held</title></head><body><p>{}</p></body></html>"
GIVEN = "The ministry denies it"
FILE = "denial.txt"


def titled(house: House, item: str, title: str | None = GIVEN) -> None:
    describe(house.desk, house.cast.sanne, Description("", item, title))


def called(house: House, *of: str, member: str = "", as_of: str | None = None) -> list[str]:
    with asking(house.desk, member or house.cast.lev, as_of) as query:
        names = names_of_sources(query, standing_of(query), of)
    return [names[item] for item in of]


def named_in_lists(house: House, item: str, statement: str) -> dict[str, set[str]]:
    """Return by which names a text goes in every list and on every page that names it."""
    desk, lev, sanne = house.desk, house.cast.lev, house.cast.sanne
    shown = show(desk, lev, statement)
    assert isinstance(shown, StatementShown)
    mine = work_list(desk, house.cast.ines)
    log = log_page(desk, lev).lines
    return {
        "statement": {shown.source},
        "statements": {one.source for one in statements(desk, lev, Sought(item))},
        "found": {one.shown.source for one in find(desk, lev, Search("facility")).statements},
        "mine": {one.name for one in mine.mine} | {one.name for one in mine.alone},
        "to review": {one.name for one in waiting_for_review(desk, lev)},
        "to review by a second person": {one.name for one in waiting_for_second(desk, sanne)},
        "custody": {custody(desk, lev, item).name},
        "record": {history_of(desk, lev, item).words},
        "log": {one.about for one in log if one.subject.startswith("itm_") or one.type == "reading.run"},
        "held back": {one.name for one in held_back(desk, lev, OUTSIDE)},
    }


OUTSIDE = BriefOrder("", purpose=Purpose.COURT, audience=Audience.MECHANISM)


def test_every_list_names_a_text_by_its_title_and_by_its_file_where_it_has_none(house: House) -> None:
    item, (first, *_) = house.read_one(DENIAL, FILE)
    accept(house.desk, house.cast.ines, [first])
    assert set().union(*named_in_lists(house, item, first).values()) == {FILE}
    titled(house, item)
    named = named_in_lists(house, item, first)
    assert named == {place: {GIVEN} for place in named}


def test_the_lists_call_a_text_as_its_own_page_does(house: House) -> None:
    taken = house.take(
        PAGE.format(DENIAL), PAGE.format(WITNESS), WITNESS, names=("a.html", "b.html", "c.txt")
    )
    read, other, plain = (one.item or "" for one in taken)
    titled(house, other, "A witness")
    shown = {one.id: one.about.title or one.name for one in items(house.desk, house.cast.lev)}
    assert called(house, read, other, plain) == ["Nobody was held", "A witness", "c.txt"]
    assert [shown[one] for one in (read, other, plain)] == called(house, read, other, plain)
    assert {one.name for one in unread_texts(house.desk, house.cast.lev)} == set(shown.values())
    assert [one.name for one in copies_of_text(house.desk, house.cast.lev, plain)] == ["A witness"]


def test_a_text_that_is_said_to_have_no_title_goes_by_its_file_and_by_what_was_read_after_that(
    house: House,
) -> None:
    item = house.take_one(PAGE.format(DENIAL), "a.html")
    titled(house, item, "")
    assert called(house, item) == ["a.html"]
    titled(house, item, None)
    assert called(house, item) == ["Nobody was held"]


def test_as_of_before_a_text_was_described_it_is_called_as_it_was_then(house: House) -> None:
    item, (first, *_) = house.read_one(DENIAL, FILE)
    before = str(house.desk.ledger.head().size)
    titled(house, item)
    then = show(house.desk, house.cast.lev, first, as_of=before)
    assert isinstance(then, StatementShown)
    assert then.source == FILE
    assert called(house, item, as_of=before) == [FILE]
    assert called(house, item) == [GIVEN]


def test_a_title_in_a_compartment_names_nothing_to_who_may_not_enter(house: House) -> None:
    """The same bytes in another compartment are another item, with a title of its own."""
    hidden = Conditions(frozenset({house.cast.quarry}))
    kept = house.take_one(DENIAL, "kept.txt", conditions=hidden)
    item = house.take_one(DENIAL, FILE)
    describe(house.desk, house.cast.vera, Description("", kept, "Quarry 9"))
    assert called(house, item, kept) == [FILE, kept]
    assert called(house, item, kept, member=house.cast.vera) == [FILE, "Quarry 9"]


def test_what_was_withdrawn_has_neither_title_nor_file_name(house: House) -> None:
    given = Conditions(terms=(Term(Purpose.COURT, Audience.MECHANISM),), person="Witness A")
    item = house.take_one(WITNESS, "witness.txt", conditions=given)
    titled(house, item)
    consent = list_consents(house.desk, house.cast.ines)[0].id
    assert [one.name for one in rests_on(house.desk, house.cast.lev, consent).items] == [GIVEN]
    withdraw_consent(house.desk, house.cast.petra, consent, "by phone")
    assert [one.name for one in rests_on(house.desk, house.cast.lev, consent).items] == [item]
    assert called(house, item) == [item]
    assert custody(house.desk, house.cast.lev, item).name == ""
    assert [one.name for one in held_back(house.desk, house.cast.lev, OUTSIDE)] == [""]


def test_where_bytes_matter_the_name_they_came_under_is_told(house: House) -> None:
    item = house.take_one(DENIAL, FILE)
    titled(house, item)
    steps = custody(house.desk, house.cast.lev, item).steps
    assert [one.words for one in steps if one.deed is Deed.RECEIVED] == [FILE]
    assert open_original(house.desk, house.cast.matei, item, "to compare").name == FILE


def test_who_took_a_file_in_and_reads_nothing_learns_no_title(house: House) -> None:
    page = PAGE.format(DENIAL)
    for member, title in ((house.cast.petra, ""), (house.cast.matei, "Nobody was held")):
        job = submit_take_in(house.desk, member, [upload(house, page, "a.html", member)])
        work(house)
        (result,) = seen(house, job).results
        assert result.taken is not None
        assert (result.name, result.taken.about.title) == ("a.html", title)


def test_a_job_of_reading_has_the_title_and_the_name_of_each_text(house: House) -> None:
    item = house.take_one(DENIAL, FILE)
    titled(house, item)
    job = submit_read(house.desk, house.cast.matei, [item])
    work(house)
    (result,) = seen(house, job).results
    assert result.taken is not None
    assert (result.name, result.taken.about.title) == (FILE, GIVEN)


@pytest.mark.parametrize("many", [1, 12])
def test_the_names_of_a_page_are_looked_up_together(house: House, many: int) -> None:
    taken = [house.take_one(f"{DENIAL} {number}", f"{number}.txt") for number in range(many)]
    titled(house, taken[0])
    asked = list[str]()
    with asking(house.desk, house.cast.lev) as query:
        standing = standing_of(query)
        keep = event.listens_for(query.connection, "before_cursor_execute")
        keep(lambda *given: asked.append(given[2]))
        assert len(set(names_of_sources(query, standing, taken).values())) == many
    assert len(asked) == 2
