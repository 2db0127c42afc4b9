"""The form of a statement: sent as it was shown it changes nothing, whatever the statement holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from web_cast import form_in

from khronika.acts.amending import amended
from khronika.acts.picked import figure_at, place_at, time_at, trimmed
from khronika.errors import UsageFault
from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.places import PlaceCandidate, PlaceKind, PlaceMention
from khronika.records.spans import Phrase, Span, Spans
from khronika.records.statement import Act, Denial, Statement
from khronika.web.answers import Page
from khronika.web.drafted_changes import candidates_of, changes_of
from khronika.web.drafted_picks import PICKS, joined, with_picked
from khronika.web.drafting import MOST_PIECES, drafted_in, drafted_of
from khronika.web.forms import Fields, fields_of
from khronika.web.frame import Frame
from khronika.web.languages import language
from khronika.web.pages import render
from khronika.web.rooms.amending import Amending

TEXT = "Mira Dzhalova, a lawyer, said on Wednesday that at least 40 men were held in Donetsk. " * 3
SARN = PlaceCandidate(1, "Sarn", PlaceKind.CITY, "XX", "Upper Sarn")
OZRIN = PlaceCandidate(2, "Ozrin", PlaceKind.REGION, "XX")

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    (
        "a\nb",
        " two  gaps ",
        "\u200fميرا\u202e",
        "[U+202E]",
        "\x00",
        "[U+0000]",
        "<b>&quot;",
        "120-130 x",
        "\ufeff",
    )
)
said = words.filter(str.strip)
places = st.integers(0, len(TEXT) - 2).flatmap(
    lambda start: st.tuples(st.just(start), st.integers(start + 1, len(TEXT)))
)


@st.composite
def spans_in(draw: st.DrawFn, most: int = 3) -> Spans:
    ends = sorted(draw(st.sets(st.integers(0, len(TEXT)), max_size=2 * most)))
    return tuple(zip(ends[::2], ends[1::2], strict=False))


ends = (
    st.none()
    | st.decimals(0, 10**9, places=3)
    | st.sampled_from((Decimal("1E+9"), Decimal("0.10"), Decimal(7)))
)
days = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))
phrases = st.builds(Phrase, said, spans_in())


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    low, high = draw(ends), draw(ends)
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    unit, of, per, convention = (draw(words) for _ in range(4))
    return Figure(draw(said), low, high, unit, of, per, draw(spans_in()), convention)


@st.composite
def times(draw: st.DrawFn) -> When:
    start, end = draw(days), draw(days)
    if start is not None and end is not None:
        start, end = min(start, end), max(start, end)
    return When(draw(said), start, end, draw(spans_in()), draw(days))


@st.composite
def mentions(draw: st.DrawFn) -> PlaceMention:
    candidates = draw(st.sampled_from(((), (SARN,), (OZRIN, SARN))))
    certain = bool(candidates) and draw(st.booleans())
    return PlaceMention(draw(places), draw(words), candidates, certain, draw(words))


statements = st.builds(
    Statement,
    st.just("stm_1"),
    st.none() | said,
    named=st.booleans(),
    content=spans_in(5),
    acts=st.lists(st.sampled_from(Act), max_size=3).map(tuple),
    source=spans_in(),
    cue=spans_in(),
    denies=st.lists(st.sampled_from(Denial), max_size=2).map(tuple),
    addressee=st.none() | phrases,
    forum=st.none() | phrases,
    relays=st.lists(phrases, max_size=3).map(tuple),
    figures=st.lists(figures(), max_size=3).map(tuple),
    when=st.none() | times(),
    dates=st.lists(times(), max_size=3).map(tuple),
    hedges=st.lists(phrases, max_size=2).map(tuple),
    disputes=st.none() | phrases,
    places=st.lists(mentions(), max_size=2).map(tuple),
    own=st.booleans(),
)


def shown(statement: Statement, code: str = "en") -> Fields:
    """Return the fields of the form as a browser sends them that shows it."""
    drafted = drafted_of(statement)
    spans = (drafted.content, drafted.source, drafted.cue, *(one.held["at"] for one in drafted.pieces))
    choices = {
        piece.held["at"]: [(str(one.geonames), one.name) for one in candidates_of(statement, piece, TEXT)]
        for piece in drafted.pieces
        if piece.kind == "place"
    }
    context = Amending("itm_1", None, drafted, dict.fromkeys(spans, "…"), choices, "", "")
    return sent(render(Page("", context), Frame(language(code), "/", token="t")))


def sent(html: str, **typed: str) -> Fields:
    form = form_in(html, "/items/itm_1/add")
    pairs = [(name, value) for name, values in form.fields.items() for value in values if name not in typed]
    return fields_of(urlencode([*pairs, *typed.items()]).encode())


def typed(before: Statement, **changed: str) -> dict[str, Any]:
    """Return what a form changes in which some fields were filled in otherwise; ``__`` stands for a point."""
    renamed = {name.replace("__", "."): value for name, value in changed.items()}
    pairs = [pair for pair in shown(before).pairs if pair[0] not in renamed]
    kept = [(name, value) for name, value in renamed.items() if value]
    return changes_of(Fields((*pairs, *kept)), before, TEXT)


@settings(deadline=None, max_examples=150)
@given(statements)
def test_a_form_sent_as_it_was_shown_changes_nothing(statement: Statement) -> None:
    assert changes_of(shown(statement), statement, TEXT) == {}


@settings(deadline=None, max_examples=60)
@given(statements.filter(lambda one: one.content and one.acts), said)
def test_what_is_not_touched_stays_exactly_as_it_was(statement: Statement, speaker: str) -> None:
    """One field is typed anew: every other is the same to the last digit and character."""
    form = Fields((*[pair for pair in shown(statement).pairs if pair[0] != "speaker"], ("speaker", speaker)))
    changes = changes_of(form, statement, TEXT)
    assert changes.keys() <= {"speaker", "named"}
    if changes and not (statement.denies and Act.DENIES not in statement.acts):
        after = amended(statement, changes)
        names = [name for name in Statement.__slots__ if name not in {"speaker", "named"}]
        assert [getattr(after, name) for name in names] == [getattr(statement, name) for name in names]


FORTY = Figure("at least\n40", Decimal(40), None, "men", "prisoners", "year", ((48, 59),), "a rule")
TWELVE = Figure("12.50", Decimal("12.50"), Decimal("12.50"), spans=((60, 63),))
SAID = When("on Wednesday", date(2026, 3, 18), date(2026, 3, 18), ((30, 42),), date(2026, 3, 20))
MAY = When("in May", date(2025, 5, 1), date(2025, 5, 31), ((65, 70),))
FULL = Statement(
    "stm_1",
    "Mira Dzhalova",
    named=True,
    content=((48, 84),),
    acts=(Act.DENIES, Act.ASSERTS),
    source=((0, 13),),
    cue=((25, 29),),
    denies=(Denial.KNOWLEDGE,),
    addressee=Phrase("Orvan", ((1, 3),)),
    relays=(Phrase("Orvan", ((4, 6),)), Phrase("Sarn Courier", ((7, 9),))),
    figures=(FORTY, TWELVE),
    when=SAID,
    dates=(MAY,),
    hedges=(Phrase("reportedly", ((10, 12),)),),
    disputes=Phrase("camp", ((13, 15),)),
    places=(PlaceMention((77, 84), "Donetsk", (OZRIN, SARN), certain=True, reason="a rule"),),
)


def after(**changed: str) -> Statement:
    return amended(FULL, typed(FULL, **changed))


def test_one_end_of_one_figure_is_changed_and_nothing_else_of_it_is_lost() -> None:
    first, second = after(figure__0__high="60").figures
    assert (first.low, first.high, first.text) == (Decimal(40), Decimal(60), "at least 40")
    assert (first.unit, first.of, first.per, first.convention) == ("men", "prisoners", "year", "a rule")
    assert first.spans == FORTY.spans
    assert second == TWELVE


def test_a_figure_is_no_convention_any_more_and_another_is_taken_away() -> None:
    (only,) = after(figure__0__convention="", figure__1__gone="1").figures
    assert (only.text, only.convention) == ("at least 40", "")


@pytest.mark.parametrize(
    ("typed_as", "low"), [("1 200", "1200"), ("1\u202f200.5", "1200.5"), ("٤٠", "40"), ("", None)]
)
def test_numbers_are_read_as_people_write_them(typed_as: str, low: str | None) -> None:
    assert after(figure__0__low=typed_as).figures[0].low == (None if low is None else Decimal(low))


def test_the_time_of_saying_becomes_one_of_happening_and_the_other_way_round() -> None:
    changed = after(time__2__said="", time__3__said="1", time__3__days="2025-05")
    assert (changed.when, changed.dates) == (MAY, (SAID,))
    assert after(time__2__said="", time__3__days="../2025-06-02").dates == (
        SAID,
        When("in May", None, date(2025, 6, 2), MAY.spans),
    )


def test_a_place_is_another_one_of_its_name_or_is_left_open() -> None:
    (place,) = after(place__4__which="1").places
    assert (place.place, place.candidates) == (SARN, (SARN, OZRIN))
    (place,) = after(place__4__which="").places
    assert (place.place, place.candidates) == (None, (OZRIN, SARN))
    assert after(place__4__gone="1").places == ()


def test_words_keep_their_place_where_they_are_the_same_and_lose_it_where_they_are_not() -> None:
    changed = after(relays="Sarn Courier\nThe Gate", addressee="the court")
    assert changed.relays == (Phrase("Sarn Courier", ((7, 9),)), Phrase("The Gate"))
    assert changed.addressee == Phrase("the court")
    assert changed.hedges == FULL.hedges


def test_a_hedge_the_disputed_words_the_speaker_and_the_cue_are_taken_away() -> None:
    gone = {"hedge__5__gone": "1", "disputed__6__gone": "1", "source__gone": "1", "cue__gone": "1"}
    changed = after(**gone)
    assert (changed.hedges, changed.disputes, changed.source, changed.cue) == ((), None, (), ())


def test_acts_stay_in_their_order_and_a_denial_that_is_none_denies_nothing() -> None:
    form = [pair for pair in shown(FULL).pairs if pair != ("acts", "denies")]
    assert changes_of(Fields(tuple(form)), FULL, TEXT) == {"acts": ["asserts"], "denies": []}
    more = Fields((*shown(FULL).pairs, ("acts", "reports")))
    assert changes_of(more, FULL, TEXT) == {"acts": ["denies", "asserts", "reports"]}


WRONG = [
    ({"figure__0__low": "forty"}, "'forty' is no number"),
    ({"figure__0__low": "1,200"}, "'1,200' is no number"),
    ({"figure__0__high": "7"}, "low end above its high end"),
    ({"figure__0__high": "9" * 40}, "too many digits"),
    ({"figure__0__text": ""}, "its words are empty"),
    ({"figure__0__at": "x"}, "not places in the text"),
    ({"time__2__days": "last week"}, "'last week' is no day"),
    ({"time__2__days": "2026-03~"}, "is not sure"),
    ({"time__2__days": "2026-03-05/2026-03-01"}, "is no day"),
    ({"time__3__said": "1"}, "only one time"),
    ({"time__3__on": "x"}, "is no day"),
    ({"place__4__which": "9"}, "not on this list"),
    ({"place__4__at": "5-2"}, "not places in the text"),
    ({"disputed__9__text": "hut", "disputed__9__at": ""}, "given twice"),
    ({"acts": "incites"}, "not on this list"),
    ({"source": "1-x"}, "not places in the text"),
]


@pytest.mark.parametrize(("changed", "fault"), WRONG)
def test_what_cannot_be_read_is_said_in_one_line(changed: dict[str, str], fault: str) -> None:
    with pytest.raises(UsageFault) as raised:
        typed(FULL, **changed)
    assert fault in raised.value.fault
    assert raised.value.hint


def test_a_form_that_came_without_its_pieces_takes_none_away() -> None:
    bare = Fields(tuple(pair for pair in shown(FULL).pairs if "." not in pair[0] and pair[0] != "whole"))
    assert changes_of(bare, FULL, TEXT).keys() <= {"addressee"}


def test_a_statement_with_more_pieces_than_a_form_holds_keeps_them() -> None:
    many = Statement(
        "stm_1",
        "A",
        named=True,
        content=((0, 4),),
        acts=(Act.ASSERTS,),
        figures=(TWELVE,) * (MOST_PIECES + 1),
    )
    form = Fields((*[pair for pair in shown(many).pairs if pair[0] != "speaker"], ("speaker", "B")))
    assert changes_of(form, many, TEXT) == {"speaker": "B"}


def at(text: str, words_there: str) -> Span:
    start = text.index(words_there)
    return start, start + len(words_there)


def picked(kind: str, words_there: str, before: Statement = FULL, text: str = TEXT) -> Statement:
    """Return a statement after words were picked for it and the form was sent."""
    draft = with_picked(drafted_of(before), kind, (at(text, words_there),), text, "2026-03-20")
    form = fields_of(urlencode(list(draft.pairs())).encode())
    return amended(before, changes_of(form, before, text))


def test_words_that_are_picked_become_what_they_are_picked_for_with_what_the_reader_makes_of_them() -> None:
    bare = Statement("stm_1", "A", named=True, content=((0, 4),), acts=(Act.ASSERTS,))
    (figure,) = picked("figure", "at least 40 men ", bare).figures
    assert (figure.text, figure.low, figure.high, figure.unit) == (
        "at least 40 men",
        Decimal(40),
        None,
        "men",
    )
    assert figure.spans == (at(TEXT, "at least 40 men"),)
    (when,) = picked("time", "on Wednesday", bare).dates
    assert (when.text, when.start) == ("on Wednesday", date(2026, 3, 18))
    (place,) = picked("place", "Donetsk.", bare).places
    assert (place.words, place.certain, place.span) == ("Donetsk", False, at(TEXT, "Donetsk"))
    assert place.candidates[0].name == "Donetsk"
    assert picked("hedge", "at least", bare).hedges == (Phrase("at least", (at(TEXT, "at least"),)),)
    assert picked("disputed", "a lawyer,", bare).disputes == Phrase("a lawyer", (at(TEXT, "a lawyer"),))
    assert picked("source", "Mira Dzhalova", bare).source == (at(TEXT, "Mira Dzhalova"),)
    assert picked("cue", "said", bare).cue == (at(TEXT, "said"),)
    assert picked("addressee", "a lawyer,", bare).addressee == Phrase("a lawyer", (at(TEXT, "a lawyer"),))
    assert picked("content", "men were held", bare).content == (at(TEXT, "men were held"),)
    assert picked("more", "men were held", bare).content == ((0, 4), at(TEXT, "men were held"))


def test_a_relay_that_is_picked_comes_last_and_keeps_its_place() -> None:
    relays = picked("relay", "a lawyer,").relays
    assert relays == (*FULL.relays, Phrase("a lawyer", (at(TEXT, "a lawyer"),)))


def test_a_figure_that_is_picked_comes_at_its_place_and_disputed_words_take_the_place_of_others() -> None:
    assert [one.text for one in picked("figure", "Mira").figures] == ["Mira", FORTY.text, TWELVE.text]
    assert picked("disputed", "held").disputes == Phrase("held", (at(TEXT, "held"),))


def test_russian_words_are_read_as_russian() -> None:
    text = "«Не менее 40 человек удерживают в Донецке», — сказала она в среду."
    assert figure_at(text, at(text, "Не менее 40")).low == Decimal(40)
    assert time_at(text, at(text, "в среду"), "2026-03-20").start == date(2026, 3, 18)
    assert place_at(text, trimmed(text, at(text, "Донецке»,"))).candidates[0].country == "UA"


@settings(deadline=None)
@given(st.text(max_size=40), st.data())
def test_whatever_is_picked_stays_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(-3, len(text) + 3))
    span = (start, data.draw(st.integers(start - 2, len(text) + 9)))
    for kind in PICKS:
        try:
            draft = with_picked(drafted_of(FULL), kind, (span,), text, "2026-03-20")
        except UsageFault:
            continue
        sent_back = fields_of(urlencode(list(draft.pairs()), errors="replace").encode())
        assert len(drafted_in(sent_back).pieces) == len(draft.pieces)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).filter(lambda one: one[0] < one[1])))
def test_spans_are_joined_to_those_of_the_same_characters(spans: list[Span]) -> None:
    made = joined(spans)
    assert {at for a, b in made for at in range(a, b)} == {at for a, b in spans for at in range(a, b)}
    assert all(one[1] < other[0] for one, other in pairwise(made))


def test_days_that_no_calendar_has_are_no_days() -> None:
    with pytest.raises(UsageFault, match="is no day"):
        typed(FULL, time__2__days="2026-02-29")
