"""Canonical JSON: one value, one form, and nothing that two writers could write differently."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.ledger import canonical
from khronika.records.statement import Act

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
WHOLE = st.integers(-canonical.LARGEST, canonical.LARGEST)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@settings(deadline=None)
@given(VALUES)
def test_what_we_write_is_what_rfc_8785_asks_for(value: Any) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)


@settings(deadline=None)
@given(VALUES)
def test_what_was_written_reads_back_the_same(value: Any) -> None:
    assert canonical.decode(canonical.encode(value)) == value


@settings(deadline=None)
@given(VALUES)
def test_spread_out_json_is_refused_unless_it_has_no_spaces_to_lose(value: Any) -> None:
    spread = json.dumps(value, indent=1, ensure_ascii=False).encode()
    if spread != canonical.encode(value):
        with pytest.raises(ValueError, match="canonical"):
            canonical.decode(spread)


def test_the_string_of_rfc_8785_is_escaped_as_it_shows() -> None:
    """RFC 8785 section 3.2.2, its ``string`` and ``literals`` members (the numbers are floats)."""
    value = {"string": '€$\x0f\nA\'B"\\\\"/', "literals": [None, True, False]}
    expected = '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical.encode(value) == expected.encode()


def test_control_characters_have_the_short_escapes_of_rfc_8785() -> None:
    text = "".join(map(chr, range(0x21))) + "\x7f\u2028"
    assert canonical.encode(text) == rfc8785.dumps(text)


def test_keys_are_sorted_by_their_characters() -> None:
    assert canonical.encode({"b": 1, "a": 2, "B": 3, "": 4, "a.": 5}) == b'{"":4,"B":3,"a":2,"a.":5,"b":1}'


def test_tuples_and_words_of_closed_lists_are_written_plainly() -> None:
    assert canonical.encode({"acts": (Act.DENIES,)}) == b'{"acts":["denies"]}'


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, 0.5]}, r"\$\.a\[1\]: a float"),
        ({"a": [None, True, 1, "x", {}], "b": 0.5}, r"\$\.b: a float"),
        (["x", "\ud800"], r"\$\[1\]: a lone surrogate"),
        ({"a": float("nan")}, r"\$\.a: a float"),
        ({"a": {"b": 2**53}}, r"\$\.a\.b: an integer beyond"),
        ([-(2**53)], r"\$\[0\]: an integer beyond"),
        ({"ключ": 1}, r"\$: the key '\\u043a.*' is not ASCII"),
        ({1: 1}, r"\$: the key 1 is not ASCII"),
        ({None: 1}, r"\$: the key None is not ASCII"),
        ({"a": ["\ud800"]}, r"\$\.a\[0\]: a lone surrogate"),
        ({"a": b"x"}, r"\$\.a: a bytes"),
        ({"a": {1, 2}}, r"\$\.a: a set"),
    ],
)
def test_what_the_ledger_does_not_allow_is_refused_with_its_place(value: Any, place: str) -> None:
    with pytest.raises(ValueError, match=place):
        canonical.encode(value)


def nested(depth: int) -> Any:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    return value


def test_nesting_has_a_limit_that_does_not_depend_on_the_machine() -> None:
    deepest = nested(canonical.DEEPEST)
    assert canonical.decode(canonical.encode(deepest)) == deepest
    with pytest.raises(ValueError, match="nested"):
        canonical.encode(nested(canonical.DEEPEST + 1))
    for depth in (canonical.DEEPEST + 1, 200_000):
        with pytest.raises(ValueError, match="nested"):
            canonical.decode(b"[" * depth + b"0" + b"]" * depth)


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b'{"a":1}\r',
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"NaN",
        b"Infinity",
        b"9007199254740992",
        b"1" * 5000,
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u000A"',
        b'"\\ud800"',
        b'"\xed\xa0\x80"',
        b"\xef\xbb\xbf1",
        b"\xff",
        b"",
        b"{",
        b'{"\xc3\xa9":1}',
        b"{}{}",
    ],
)
def test_what_is_not_in_its_own_form_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.decode(data)
