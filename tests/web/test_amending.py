"""Amending everything of a statement without script: figures, times, places, and words picked in the text."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from web_cast import Browser, Page, press, sent

from desk_cast import DENIAL, House
from khronika.acts import review
from khronika.acts.show import Sought, statements
from khronika.acts.shown import StatementShown
from khronika.acts.sources import Conditions
from khronika.records.statement import Statement
from khronika.web.drafted_picks import PICKS

MEN = "at least 40 men"


def stands(house: House, statement: str) -> Statement:
    shown = shown_of(house, statement)
    assert shown.statement is not None
    return shown.statement


def shown_of(house: House, statement: str) -> StatementShown:
    return next(one for one in statements(house.desk, house.cast.matei, Sought()) if one.id == statement)


def pick(matei: Browser, page: Page, kind: str, words: str, text: str = DENIAL) -> Page:
    """Press the words' first and last in the text, for what they are picked for."""
    start = text.index(words)
    end = start + len(words)
    page = press(matei, page, "pick", kind)
    page = press(matei, page, "first", str(start))
    picked = next(
        one
        for form in page.forms
        for one in form.buttons
        if one.value.startswith(f"{start}-") and int(one.value.partition("-")[2]) >= end
    )
    return press(matei, page, "picked", picked.value)


def send(matei: Browser, page: Page, **typed: str | list[str]) -> Page:
    """Send the form of a statement, with some of its fields filled in otherwise."""
    (form,) = [one for one in page.forms if one.method == "post" and one.action.endswith(("/amend", "/add"))]
    return sent(matei, form, **typed)


def fields_of(page: Page, end: str) -> dict[str, list[str]]:
    (form,) = [one for one in page.forms if one.method == "post" and one.action.endswith(end)]
    return form.fields


def test_a_figure_is_picked_and_corrected_and_what_was_typed_before_is_kept(
    house: House, matei: Browser
) -> None:
    _, (_, second, *_) = house.read_one()
    page = matei.get(f"/statements/{second}/amend")
    before = stands(house, second)
    page = press(
        matei,
        page,
        "pick",
        "figure",
        speaker="Mira Dzhalova, адвокат",
        relays="Orvan\nSarn Courier",
        forum="in court",
    )
    assert "Now press its last word." not in page.words
    page = press(matei, page, "first", str(DENIAL.index(MEN)))
    assert "Now press its last word." in page.words
    start = DENIAL.index(MEN)
    page = press(matei, page, "picked", f"{start}-{start + len(MEN)}")
    fields = fields_of(page, "/amend")
    assert fields["speaker"] == ["Mira Dzhalova, адвокат"]
    assert fields["relays"][0].split("\n")[:2] == ["Orvan", "Sarn Courier"]
    assert fields["forum"] == ["in court"]
    row = next(
        name[: -len(".text")]
        for name, [value, *_] in fields.items()
        if name.endswith(".text") and value == MEN
    )
    assert (fields[f"{row}.low"], fields[f"{row}.unit"]) == (["40"], ["men"])
    page = send(matei, page, **{f"{row}.high": "44"})
    assert page.status == 200
    assert "Accepted with your changes." in page.words
    after = stands(house, second)
    assert (after.speaker, [one.text for one in after.relays]) == (
        "Mira Dzhalova, адвокат",
        ["Orvan", "Sarn Courier"],
    )
    made = next(one for one in after.figures if one.text == MEN)
    assert (made.low, made.high, made.spans) == (Decimal(40), Decimal(44), ((start, start + len(MEN)),))
    assert (after.content, after.acts, after.dates) == (before.content, before.acts, before.dates)


def test_going_back_from_the_words_keeps_the_form(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    page = matei.get(f"/statements/{first}/amend?following={first}&only=waiting")
    page = press(matei, page, "pick", "time", addressee="the \u202ecourt")
    page = press(matei, page, "back", "1")
    fields = fields_of(page, "/amend")
    assert fields["addressee"] == ["the [U+202E]court"]
    assert (fields["following"], fields["only"]) == ([first], ["waiting"])
    page = send(matei, page)
    addressee = stands(house, first).addressee
    assert addressee is not None
    assert addressee.text == "the \u202ecourt"


def test_earlier_and_later_words_keep_the_end_that_is_set(house: House, matei: Browser) -> None:
    long = "Nobody was there. " * 200
    text = long + DENIAL + long
    item, _ = house.read_one(text)
    found = [
        one.id for one in statements(house.desk, house.cast.matei, Sought(item)) if "facility" in one.words
    ]
    page = matei.get(f"/statements/{found[0]}/amend")
    page = press(matei, page, "pick", "hedge")
    page = press(matei, page, "first", str(text.index('"There is no')))
    later = next(one for form in page.forms for one in form.buttons if one.name == "at")
    page = press(matei, page, "at", later.value)
    assert fields_of(page, "/further")["first"] == [str(text.index('"There is no'))]


def test_what_cannot_be_read_is_said_beside_the_form_with_all_that_was_typed(
    house: House, matei: Browser
) -> None:
    _, (_, second, *_) = house.read_one()
    page = pick(matei, matei.get(f"/statements/{second}/amend"), "figure", "40 men")
    row = next(name for name in fields_of(page, "/amend") if name.endswith(".low")).removesuffix(".low")
    page = send(matei, page, speaker="Somebody", **{f"{row}.high": "many"})
    assert page.status == 400
    assert "'many' is no number." in page.words
    fields = fields_of(page, "/amend")
    assert (fields["speaker"], fields[f"{row}.high"]) == (["Somebody"], ["many"])
    assert re.search(rf'name="{row}\.high"[^>]* aria-invalid="true"[^>]*><span class="amiss">', page.html)
    (mistaken,) = re.findall(r'name="(\w+)"[^>]* aria-invalid', send(matei, page, acts="incites").html)
    assert mistaken == "acts"
    assert shown_of(house, second).status == "suggested"
    assert send(matei, page, **{f"{row}.high": "400"}).status == 200
    assert stands(house, second).speaker == "Somebody"


def test_every_kind_of_words_can_be_picked_and_taken_away_again(house: House, matei: Browser) -> None:
    _, (_, second, *_) = house.read_one()
    page = matei.get(f"/statements/{second}/amend")
    for kind in PICKS:
        if kind != "content":
            page = pick(matei, page, kind, "Quarry")
            assert page.status == 200, kind
    send(matei, page)
    after = stands(house, second)
    place = ((DENIAL.index("Quarry"), DENIAL.index("Quarry") + len("Quarry")),)
    assert (after.source, after.cue) == (place, place)
    phrases = (after.addressee, after.forum, after.disputes, after.relays[-1], after.hedges[-1])
    assert {(one.text, one.spans) for one in phrases if one is not None} == {("Quarry", place)}
    assert place[0] in {one.span for one in after.places}
    for held in (after.figures, after.dates):
        assert ("Quarry", place) in {(one.text, one.spans) for one in held}
    page = matei.get(f"/statements/{second}/amend")
    names = {name.rpartition(".")[0] for name in fields_of(page, "/amend") if name.endswith(".at")}
    gone = {f"{name}.gone": "1" for name in (names - {"addressee", "forum"}) | {"source", "cue"}}
    send(matei, page, addressee="", forum="", relays="", **gone)
    bare = stands(house, second)
    assert (bare.source, bare.cue, bare.relays, bare.addressee, bare.forum) == ((), (), (), None, None)
    assert (bare.figures, bare.when, bare.dates, bare.places, bare.hedges) == ((), None, (), (), ())
    assert bare.disputes is None
    assert bare.content == after.content


def test_more_words_are_added_to_a_statement(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    before = stands(house, first)
    page = pick(matei, matei.get(f"/statements/{first}/amend"), "more", "Wednesday.")
    send(matei, page)
    start = DENIAL.index("Wednesday.")
    assert stands(house, first).content == (*before.content, (start, start + len("Wednesday.")))


def test_a_statement_is_added_by_hand_with_a_figure_and_the_time_of_saying(
    house: House, matei: Browser
) -> None:
    item, _ = house.read_one()
    page = matei.get(f"/items/{item}/add?pick=1")
    start = DENIAL.index(MEN)
    page = press(matei, page, "first", str(start))
    page = press(matei, page, "picked", f"{start}-{start + len(MEN)}")
    page = pick(matei, page, "figure", "40 men")
    page = pick(matei, page, "time", "on Wednesday.")
    row = next(name for name in fields_of(page, "/add") if name.endswith(".days")).removesuffix(".days")
    page = send(matei, page, speaker="Mira Dzhalova", **{f"{row}.said": "1"})
    assert "Added to the record." in page.words
    (added,) = [
        one for one in statements(house.desk, house.cast.matei, Sought(item)) if one.status == "accepted"
    ]
    assert added.statement is not None
    assert [(one.text, one.low) for one in added.statement.figures] == [("40 men", Decimal(40))]
    assert added.statement.when is not None
    assert (added.statement.when.text, added.statement.when.start) == ("on Wednesday", date(2026, 3, 18))


def test_a_second_time_of_saying_is_marked_at_its_own_box(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    page = pick(matei, matei.get(f"/statements/{first}/amend"), "time", "told the Orvan")
    times = [name for name in fields_of(page, "/amend") if name.endswith(".days")]
    boxes = {name.replace(".days", ".said"): "1" for name in times}
    assert len(boxes) == 2
    page = send(matei, page, **boxes)
    assert page.status == 400
    assert '<a href="#at-fault">Only one time can be when it was said.' in page.html
    at_fault = page.html[: page.html.index('id="at-fault"')].rpartition("<")[2]
    assert f'name="{max(boxes)}"' in at_fault


@pytest.mark.parametrize(
    ("where", "taken", "said"),
    [
        ("/statements/{}/amend", "acts", "A statement does something: nothing is ticked. Choose what"),
        ("/items/{}/add?spans=0-19", "acts", "A statement does something: nothing is ticked. Choose what"),
        ("/items/{}/add?spans=0-19", "spans", "A statement needs its words. Pick them in the text"),
    ],
)
def test_what_a_statement_cannot_be_without_is_told_in_the_words_of_the_page(
    house: House, matei: Browser, where: str, taken: str, said: str
) -> None:
    """Nothing that was left open is filled in, and no hint is of the command line or of another page."""
    item, (first, *_) = house.read_one()
    size = house.desk.ledger.head().size
    page = send(matei, matei.get(where.format(item if "/items" in where else first)), **{taken: []})
    assert page.status == 400
    assert said in page.words
    assert house.desk.ledger.head().size == size


def test_a_form_sent_as_it_was_shown_changes_nothing_of_the_whole_statement(
    house: House, matei: Browser
) -> None:
    _, (_, second, *_) = house.read_one()
    start = DENIAL.index(MEN)
    spans = [[start, start + len(MEN)]]
    figure = {
        "text": "at least\n40 \u200fmen",
        "low": "12345678901234567890.123",
        "high": None,
        "spans": spans,
    }
    review.amend(
        house.desk,
        house.cast.matei,
        second,
        {
            "figures": [figure | {"unit": "men\n", "convention": "a \u202erule"}],
            "when": {"text": "Wednesday", "start": None, "end": "2026-03-18", "on": "2026-03-20"},
            "dates": [{"text": "in May", "start": None, "end": None}],
            "hedges": ["it is said"],
            "disputes": "camp",
            "marks": {"hedges": [spans], "disputes": spans},
        },
    )
    before = stands(house, second)
    assert str(before.figures[0].low) == "12345678901234567890.123"
    size = house.desk.ledger.head().size
    page = send(matei, matei.get(f"/statements/{second}/amend"))
    assert page.status == 200
    assert stands(house, second) == before
    assert house.desk.ledger.head().size == size + 1
    assert shown_of(house, second).status == "accepted"


def test_picking_is_not_there_for_what_is_in_a_compartment(house: House, matei: Browser) -> None:
    hidden = Conditions(frozenset({house.cast.quarry}))
    item, (first, *_) = house.read_one(conditions=hidden)
    nothing = "stm_" + "0" * 26
    unseen = matei.post(f"/statements/{first}/amend/further", pick="figure")
    absent = matei.post(f"/statements/{nothing}/amend/further", pick="figure")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(first, "…") == absent.html.replace(nothing, "…")
    assert matei.post(f"/items/{item}/add/further", pick="figure").status == 404


@pytest.mark.parametrize("picked", ["x", "5-2", "0-99999999999", "9" * 4000, "-1-4", "3-3"])
def test_what_is_no_place_in_the_text_is_said_and_nothing_is_lost(
    house: House, matei: Browser, picked: str
) -> None:
    item, (first, *_) = house.read_one()
    for there in (f"/statements/{first}/amend", f"/items/{item}/add"):
        page = matei.post(f"{there}/further", pick="figure", picked=picked, speaker="Mira")
        assert page.status == 400
        assert "these are not places in the text" in page.words.lower()
        assert fields_of(page, there)["speaker"] == ["Mira"]


def test_what_somebody_else_changed_meanwhile_is_not_written_over(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    page = matei.get(f"/statements/{first}/amend")
    review.amend(house.desk, house.cast.sanne, first, {"speaker": "the ministry"})
    for typed in ({"forum": "in court"}, {}):
        page = send(matei, page, **typed)
        assert page.status == 400
        assert "changed since it was shown" in page.words
        assert "Begin again from what stands now" in page.words
        assert fields_of(page, "/amend")["forum"] == ["in court"]
    page = send(matei, matei.get(f"/statements/{first}/amend"), forum="in court")
    assert page.status == 200
    assert stands(house, first).speaker == "the ministry"
