"""Values over the wire: what is written is read back as it was, and nothing else is read."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from schemas import check_schema, is_valid

from khronika.api.faults import answered, status_of
from khronika.api.schema import Schemas
from khronika.api.values import NOT_GIVEN_OUT, decoded, encoded
from khronika.errors import (
    KhronikaError,
    NeedsSecond,
    NotAllowed,
    NotFound,
    StorageFull,
    TooLarge,
    UsageFault,
    VaultBusy,
    Withheld,
)
from khronika.publishing.speakers import Speaker as InABrief
from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.item import Item, Rendition
from khronika.records.party import SealedIdentity
from khronika.records.places import PlaceMention
from khronika.records.sign_in import Session
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement


class Colour(StrEnum):
    """A closed list."""

    RED = "red"
    GREEN = "deep green"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A record with all that a record may hold."""

    text: str
    number: int = 0
    flag: bool = False
    colour: Colour = Colour.RED
    day: date | None = None
    at: datetime | None = None
    amount: Decimal | None = None
    raw: bytes = b""
    names: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    spans: tuple[tuple[int, int], ...] = ()
    counts: dict[str, int] | None = None
    further: Any = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A record that holds others, and itself."""

    leaves: tuple[Leaf, ...] = ()
    branches: tuple[Branch, ...] = ()
    either: Leaf | Twig | None = None
    more: list[Leaf] | None = None


@dataclass(frozen=True, slots=True)
class Twig:
    """Another record of a union, told apart by its fields."""

    text: str
    length: int = 0


INTEGERS = st.integers(-(2**53), 2**53)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | INTEGERS | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=5,
)
LEAVES = st.builds(
    Leaf,
    text=st.text(),
    number=INTEGERS,
    flag=st.booleans(),
    colour=st.sampled_from(Colour),
    day=st.none() | st.dates(),
    at=st.none() | st.datetimes(timezones=st.just(UTC)),
    amount=st.none() | st.decimals(-(10**9), 10**9, places=3),
    raw=st.binary(),
    names=st.lists(st.text()).map(tuple),
    words=st.frozensets(st.text()),
    spans=st.lists(st.tuples(INTEGERS, INTEGERS)).map(tuple),
    counts=st.none() | st.dictionaries(st.text(), INTEGERS),
    further=JSON_VALUES,
)
BRANCHES = st.recursive(
    st.builds(Branch, leaves=st.lists(LEAVES, max_size=2).map(tuple)),
    lambda below: st.builds(
        Branch,
        branches=st.lists(below, max_size=2).map(tuple),
        either=st.none() | LEAVES | st.builds(Twig, st.text(), INTEGERS),
        more=st.none() | st.lists(LEAVES, max_size=2),
    ),
    max_leaves=4,
)
PHRASE = Phrase("the ministry", ((3, 15),))
STATEMENT = Statement(
    id="stm_1",
    speaker="Mira Dzhalova",
    named=True,
    content=((0, 5), (7, 20)),
    acts=(Act.DENIES, Act.ASSERTS),
    denies=(Denial.KNOWLEDGE,),
    addressee=PHRASE,
    relays=(Phrase("Orvan", ((30, 35),)), Phrase("a radio", ())),
    figures=(Figure("at least 34", Decimal(34), None, "men"), Figure("half", Decimal("0.5"), Decimal("0.5"))),
    when=When("on Monday", date(2026, 3, 16), None, ((7, 9),), date(2026, 3, 18)),
    places=(PlaceMention((3, 9), "Quarry 9", ()),),
    score=840,
    reason="a rule",
)


def over_the_wire(value: Any) -> Any:
    return json.loads(json.dumps(encoded(value)))


@given(BRANCHES)
def test_what_is_written_is_read_back_and_is_as_it_is_described(branch: Branch) -> None:
    schemas = Schemas()
    described = schemas.of(Branch)
    plain = over_the_wire(branch)
    for schema in [described, *schemas.components.values()]:
        check_schema(schema, schemas.components)
    assert is_valid(plain, described, schemas.components)
    assert decoded(Branch, plain) == branch


def test_a_statement_travels_in_the_one_schema() -> None:
    schemas = Schemas()
    plain = over_the_wire([STATEMENT])
    assert plain[0]["relays"] == ["Orvan", "a radio"]
    assert is_valid(plain, schemas.of(list[Statement]), schemas.components)
    assert decoded(list[Statement], plain) == [STATEMENT]


@pytest.mark.parametrize(
    ("kind", "plain", "words"),
    [
        (Branch, [], "is an object"),
        (Branch, {"leaf": 1}, "has no field 'leaf'"),
        (Branch, {"leaves": [{"text": "x", "wrong": 1}]}, "one of the value.leaves has no field 'wrong'"),
        (Branch, {"leaves": [{}]}, "needs the field 'text'"),
        (Branch, {"either": {"text": "x", "length": 1, "flag": True}}, "has no field"),
        (Branch, {"leaves": {}}, "is a list"),
        (Leaf, {"text": 5}, "expected `str`, got `int`"),
        (Leaf, {"text": "x", "number": "5"}, "expected `int`"),
        (Leaf, {"text": "x", "number": 1.5}, "expected `int`"),
        (Leaf, {"text": "x", "flag": 1}, "expected `bool`"),
        (Leaf, {"text": "x", "colour": "blue"}, "invalid enum value"),
        (Leaf, {"text": "x", "day": "yesterday"}, "day"),
        (Leaf, {"text": "x", "spans": [[1]]}, "has 2 parts"),
        (Leaf, {"text": "x", "raw": "%"}, "base64"),
        (Leaf, {"text": "x", "counts": {"a": "b"}}, "value.counts.a"),
        (Leaf, {"text": "x", "amount": "1E+999999999"}, "too many digits"),
        (Leaf, {"text": "x", "amount": "9" * 31}, "too many digits"),
        (Leaf, {"text": "x", "amount": "NaN"}, "is a number"),
        (Leaf, {"text": "x", "amount": "Infinity"}, "is a number"),
        (Leaf, {"text": "x", "amount": True}, "is a number"),
        (Leaf, {"text": "x", "amount": []}, "is a number"),
        (Statement, {"id": "s"}, "not a statement"),
        (Statement, [], "is an object"),
        (tuple[str, int], ["x"], "has 2 parts"),
        (frozenset[str], {"a": 1}, "is a list"),
    ],
)
def test_what_is_not_a_value_is_refused_with_its_place(kind: Any, plain: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words.replace("(", "\\(")):
        decoded(kind, plain)


def test_keys_and_sealed_identities_are_left_empty() -> None:
    told = [
        Item("itm_1", "00", 1, "text/plain", "a wrapped key"),
        Rendition("rnd_1", "itm_1", "text", "1", "00", 1, 1, "a wrapped key"),
        SealedIdentity("idn_1", "prt_1", "a sealed name"),
        Session("00", "mem_1", "", "", "for forms", strong=True),
    ]
    assert {type(one) for one in told} <= set(NOT_GIVEN_OUT)
    written = json.dumps(encoded([told, {"deep": (told[0],)}]))
    for word in ("wrapped", "sealed name", "for forms"):
        assert word not in written
    assert decoded(SealedIdentity, over_the_wire(told[2])) == replace(told[2], sealed="")  # type: ignore[type-var]  # a record


def test_records_of_one_name_are_described_apart() -> None:
    @dataclass(frozen=True)
    class Speaker:
        name: str

    schemas = Schemas()
    schemas.of(InABrief)
    schemas.of(Speaker)
    assert len([name for name in schemas.components if name.endswith("Speaker")]) == 2


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (UsageFault("x"), 400),
        (TooLarge("x"), 413),
        (NotAllowed("x"), 403),
        (NotAllowed("too many attempts; wait 5 seconds"), 429),
        (NeedsSecond("x"), 409),
        (NotFound("x"), 404),
        (Withheld("x"), 410),
        (VaultBusy("x"), 503),
        (StorageFull("x"), 507),
        (KhronikaError("x"), 409),
    ],
)
def test_each_fault_has_its_status_and_none_is_ours(fault: KhronikaError, status: int) -> None:
    assert status_of(fault) == status
    assert answered(fault).code == fault.exit_code


def test_what_is_repeated_in_a_fault_is_one_short_line() -> None:
    said = answered(UsageFault(f"there is no record \x1b[31m\n\u202e{'x' * 10_000}", "a\nb"))
    assert len(said.fault) < 700
    for character in ("\n", "\x1b", "\u202e"):
        assert character not in said.fault + said.hint
