"""Records as JSON and back: every type, the one schema, spans and ids."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import khronika.records
from khronika.ledger import canonical
from khronika.records.body import body_of, record_of
from khronika.records.dates import When
from khronika.records.exchange import statement_json, statement_of
from khronika.records.figures import Figure
from khronika.records.ids import Kind, id_from_bytes, is_id
from khronika.records.item import About, Extraction, Part
from khronika.records.problems import Problem
from khronika.records.second import Deed, Proposal
from khronika.records.spans import Phrase, Spans, fits, words_of
from khronika.records.statement import Act, Denial, Statement

WORDS = some.text(some.characters(exclude_categories=["Cs"]), max_size=12)
SPAN = some.tuples(some.integers(0, 400), some.integers(1, 40)).map(lambda at: (at[0], at[0] + at[1]))
SPANS = some.lists(SPAN, max_size=3).map(tuple)
DECIMALS = some.integers(-(10**9), 10**9).map(Decimal) | some.integers(-999, 999).map(
    lambda n: Decimal(n) / 4
)
ENDS = some.lists(some.none() | DECIMALS, min_size=2, max_size=2).map(
    lambda ends: sorted(ends) if None not in ends else ends  # type: ignore[type-var]  # no None is left
)
FIGURES = some.builds(
    lambda ends, **rest: Figure(low=ends[0], high=ends[1], **rest),
    ENDS,
    text=WORDS,
    unit=WORDS,
    of=WORDS,
    per=WORDS,
    spans=SPANS,
    convention=WORDS,
)
DAYS = some.lists(some.dates(), min_size=2, max_size=2).map(sorted)
WHENS = some.builds(
    lambda days, text, spans, on: When(text, days[0], days[1], spans, on),
    DAYS,
    WORDS,
    SPANS,
    some.none() | some.dates(),
)
JSON = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | WORDS,
    lambda below: (
        some.lists(below, max_size=3)
        | some.dictionaries(some.sampled_from(("a", "b", "c")), below, max_size=3)
    ),
    max_leaves=8,
)
PHRASES = some.builds(Phrase, WORDS, SPANS)
STATEMENTS = some.builds(
    Statement,
    id=some.just("s1"),
    speaker=some.none() | WORDS,
    named=some.booleans(),
    content=SPANS,
    acts=some.lists(some.sampled_from(Act), max_size=2).map(tuple),
    source=SPANS,
    cue=SPANS,
    denies=some.lists(some.sampled_from(Denial), max_size=2).map(tuple),
    addressee=some.none() | PHRASES,
    forum=some.none() | PHRASES,
    relays=some.lists(PHRASES, max_size=2).map(tuple),
    within=some.none() | some.just("s0"),
    figures=some.lists(FIGURES, max_size=2).map(tuple),
    when=some.none() | WHENS,
    hedges=some.lists(PHRASES, max_size=2).map(tuple),
    disputes=some.none() | PHRASES,
    own=some.booleans(),
    score=some.integers(0, 1000),
    reason=WORDS,
)


def record_types() -> list[type[Any]]:
    """Return every dataclass of the vocabulary."""
    found: list[type[Any]] = []
    for module in pkgutil.iter_modules(khronika.records.__path__):
        loaded = importlib.import_module(f"khronika.records.{module.name}")
        found += [
            kind
            for _, kind in inspect.getmembers(loaded, inspect.isclass)
            if hasattr(kind, "__dataclass_fields__") and kind.__module__ == loaded.__name__
        ]
    return found


def some_of(kind: type[Any]) -> some.SearchStrategy[Any]:
    if kind is Statement:
        return STATEMENTS
    if kind is Figure:
        return FIGURES
    if kind is When:
        return WHENS
    return some.from_type(kind)


PROPOSALS = some.builds(
    Proposal,
    id=WORDS,
    act=some.sampled_from(Deed),
    given=some.dictionaries(some.sampled_from(("records", "kind", "order")), JSON, max_size=3),
    reason=WORDS,
    by=WORDS,
    made=WORDS,
    about=some.lists(WORDS, max_size=3).map(tuple),
    digest=WORDS,
)

some.register_type_strategy(Proposal, PROPOSALS)
some.register_type_strategy(Statement, STATEMENTS)
some.register_type_strategy(Figure, FIGURES)
some.register_type_strategy(When, WHENS)
some.register_type_strategy(Decimal, DECIMALS)
some.register_type_strategy(str, WORDS)
some.register_type_strategy(int, some.integers(-(2**53) + 1, 2**53 - 1))
some.register_type_strategy(object, some.none())


@pytest.mark.parametrize("kind", record_types(), ids=lambda kind: kind.__name__)
@given(some.data())
@settings(max_examples=15, deadline=None)
def test_every_record_comes_back_from_its_body(kind: type[Any], data: some.DataObject) -> None:
    record = data.draw(some_of(kind))
    body = body_of(record)
    assert record_of(kind, json.loads(canonical.encode(body))) == record
    assert canonical.encode(body_of(record)) == canonical.encode(body)


@given(STATEMENTS)
@settings(deadline=None)
def test_a_statement_comes_back_from_the_one_schema(statement: Statement) -> None:
    written = json.loads(json.dumps(statement_json(statement), allow_nan=False))
    assert statement_of(written) == statement


@given(STATEMENTS, some.sampled_from(["id", "speaker", "named", "content", "acts"]))
@settings(deadline=None)
def test_a_statement_without_one_of_its_fields_is_refused(statement: Statement, missing: str) -> None:
    written = statement_json(statement)
    del written[missing]
    with pytest.raises(ValueError, match="schema"):
        statement_of(written)


def test_a_body_with_a_field_of_another_type_is_refused() -> None:
    wrong: tuple[Any, ...] = ({"where": 1, "what": "x"}, {"where": "x"}, [], None)
    for body in wrong:
        with pytest.raises((ValueError, msgspec.ValidationError)):
            record_of(Problem, body)


@pytest.mark.parametrize("end", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_an_end_of_a_figure_is_a_number(end: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        Figure("many", Decimal(end), None)


def test_a_figure_that_ends_below_its_start_is_refused() -> None:
    with pytest.raises(ValueError, match="above"):
        Figure("40", Decimal(50), Decimal(40))


@given(SPANS, some.integers(0, 500))
def test_spans_fit_where_they_are_in_order_apart_and_inside(spans: Spans, length: int) -> None:
    places = [place for span in spans for place in span]
    inside = all(0 <= place <= length for place in places)
    assert fits(spans, length) == (inside and places == sorted(places) and all(a < b for a, b in spans))


@given(WORDS.filter(bool), some.data())
def test_the_words_at_a_span_are_those_of_the_text_in_code_points(text: str, data: some.DataObject) -> None:
    start = data.draw(some.integers(0, len(text) - 1))
    end = data.draw(some.integers(start + 1, len(text)))
    assert words_of(text, ((start, end),)) == text[start:end]
    assert words_of(text, ((start, end), (start, end))) == f"{text[start:end]} … {text[start:end]}"


@given(some.sampled_from(Kind), some.binary(min_size=16, max_size=16))
def test_an_id_is_made_of_its_kind_and_its_bits(kind: Kind, raw: bytes) -> None:
    made = id_from_bytes(kind, raw)
    assert is_id(made)
    assert is_id(made, kind)
    assert not is_id(made + "0")
    assert len({id_from_bytes(kind, raw), id_from_bytes(kind, raw[::-1])}) == (1 if raw == raw[::-1] else 2)


def test_an_extraction_with_its_parts_comes_back() -> None:
    part = Part("a.txt", "text/plain", b"\x00\xff")
    made = Extraction("message/rfc822", "x", "1", "text", About(title="T"), parts=(part,))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(made), type=Extraction) == made


@pytest.mark.parametrize("absurd", ["1E+999999999", "1E-999999999", "NaN", "Infinity", "9" * 40])
def test_a_number_that_nobody_means_is_refused_and_costs_nothing(absurd: str) -> None:
    plain = statement_json(Statement("s1", None, named=False, content=((0, 1),), acts=(Act.ASSERTS,)))
    figure = {"text": "many", "low": absurd, "high": None, "unit": ""}
    with pytest.raises(ValueError, match="an end"):
        statement_of({**plain, "figures": [figure]})
