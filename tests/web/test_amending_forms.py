"""The form of a statement: sent as it was shown it changes nothing, whatever the statement holds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statement_forms import FORTY, FULL, MAY, OZRIN, SAID, SARN, TEXT, TWELVE, shown, typed

from khronika.acts.amending import amended
from khronika.errors import UsageFault
from khronika.records.claims import THE_INCIDENT, Modality, SuggestedClaim
from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.matter import Polarity, Property
from khronika.records.places import PlaceMention
from khronika.records.spans import Phrase, Spans
from khronika.records.statement import Act, Denial, Statement
from khronika.web.drafted_changes import changes_of
from khronika.web.drafting import MOST_FIELDS
from khronika.web.forms import Fields

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


claims = st.builds(
    SuggestedClaim,
    st.just(""),
    st.sampled_from(Property),
    subject=st.just(THE_INCIDENT) | phrases,
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
    value=words | st.sampled_from(("detained", "killed")),
    code=st.sampled_from(("", "mt4:0101")),
    low=ends,
    high=ends,
    of=words,
    when=words | st.sampled_from(("2026-03", "2026-03~")),
    places=st.sampled_from(((), (1, 2))),
    hearsay=st.integers(0, 3),
    spans=spans_in(),
    score=st.integers(0, 1000),
    reason=words,
)
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
    claims=st.lists(claims, max_size=3).map(tuple),
    own=st.booleans(),
)


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


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"time__3__said": "1"}, "time.3.said"),
        ({"disputed__9__text": "hut", "disputed__9__at": ""}, "disputed.7.text"),
    ],
)
def test_of_several_where_there_can_be_one_the_last_is_the_field_at_fault(
    changed: dict[str, str], field: str
) -> None:
    with pytest.raises(UsageFault) as raised:
        typed(FULL, **changed)
    assert raised.value.field == field


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
        figures=(TWELVE,) * (MOST_FIELDS // 8 + 1),
    )
    form = Fields((*[pair for pair in shown(many).pairs if pair[0] != "speaker"], ("speaker", "B")))
    assert changes_of(form, many, TEXT) == {"speaker": "B"}


def test_days_that_no_calendar_has_are_no_days() -> None:
    with pytest.raises(UsageFault, match="is no day"):
        typed(FULL, time__2__days="2026-02-29")
