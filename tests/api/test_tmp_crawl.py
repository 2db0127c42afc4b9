"""Every route, by every role, with arguments of every kind: no fault of ours, and nothing hidden is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from api_cast import Program, program_of, token_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rights_house import NOWHERE, UNSEEN, Filled

from desk_cast import YARD
from khronika.api.signatures import arguments_of
from khronika.api.table import OFFERED
from khronika.api.values import Json, hints_of, is_record, parts_of
from khronika.errors import NotAllowed
from khronika.records.access import Role
from khronika.records.statement import Statement

HOSTILE = (
    *(
        "",
        " ",
        "\x00",
        "\u202egnp.exe",
        "\u2066",
        "' OR 1=1 --",
        '"',
        "*",
        "NEAR(",
        "a AND",
        "%",
        "../../etc/passwd",
    ),
    *(
        "\U0010ffff",
        "e\u0301" * 50,
        "<script>alert(1)</script>",
        "{{7*7}}",
        "9" * 400,
        "-1",
        "1e999",
        "x" * 20_000,
    ),
    *(
        "2026-04-20",
        "2026-13-45",
        "0000",
        "999999999999",
        "2026-04-20T09:00:00Z",
        "accepted",
        "accurate",
        "fast",
    ),
    *("null", "[]", "mem_", "itm_", "itm_!", "vans", UNSEEN[:4]),
)
FORESEEN = frozenset({200, 400, 401, 403, 404, 409, 410, 413, 429})
SETTINGS = settings(
    max_examples=1200,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.sampled_from(HOSTILE),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below, max_size=3),
    max_leaves=8,
)


def sent(kind: Any, words: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    """Return what a program may send for a type, right and nearly right."""
    made = _plain(kind, words)
    if made is None:
        parts = parts_of(kind)
        made = _SHAPES[parts.shape](parts.kinds, words) if parts else _JSON
    return made


def _plain(kind: Any, words: st.SearchStrategy[str]) -> st.SearchStrategy[Json] | None:
    usual: dict[Any, st.SearchStrategy[Json]] = {
        Any: _JSON,
        str: words,
        bool: st.booleans(),
        int: st.integers(-5, 60) | st.integers(),
        type(None): st.none(),
        date: st.dates().map(str) | words,
        Decimal: st.decimals(allow_nan=False).map(str) | words,
        Statement: _JSON,
    }
    if kind in usual:
        return usual[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from([one.value for one in kind])
    if is_record(kind):
        return _record(kind, words)
    return None


def _record(kind: type, words: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    hints = hints_of(kind)
    needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}
    given_ = {name: _later(its, words) for name, its in hints.items()}
    return st.fixed_dictionaries(
        {name: given_[name] for name in needed}, optional={n: s for n, s in given_.items() if n not in needed}
    )


def _later(kind: Any, words: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    """Return the strategy of a type that may hold itself."""

    def made() -> st.SearchStrategy[Json]:
        return sent(kind, words)

    return st.deferred(made)


Shape = Callable[[tuple[Any, ...], st.SearchStrategy[str]], st.SearchStrategy[Json]]
_SHAPES: dict[str, Shape] = {
    "union": lambda kinds, words: st.one_of([sent(kind, words) for kind in kinds]),
    "map": lambda kinds, words: st.dictionaries(
        st.sampled_from(["speaker", "acts", "content", "when", "figures", "x"]),
        sent(kinds[1], words),
        max_size=3,
    ),
    "set": lambda kinds, words: st.lists(sent(kinds[0], words), max_size=3),
    "list": lambda kinds, words: st.lists(sent(kinds[1], words), max_size=3),
    "row": lambda kinds, words: st.tuples(*(sent(kind, words) for kind in kinds)),
}


def arguments(name: str, words: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    """Return what a program may send to an act: its arguments, some left out, seldom something else."""
    taken = arguments_of(OFFERED[name])
    made = {public: sent(one.kind, words) for public, one in taken.items()}
    needed = {public: made[public] for public, one in taken.items() if one.needed}
    optional = {public: made[public] for public, one in taken.items() if not one.needed}
    right = st.fixed_dictionaries(needed, optional=optional)
    spoiled = st.dictionaries(st.sampled_from([*taken, "desk", "member", "x"]), _JSON, max_size=4)
    return st.integers(0, 9).flatmap(
        lambda number: spoiled if number == 0 else _JSON if number == 1 else right
    )


def signed_in_again(filled: Filled, program: Program, member: str) -> None:
    """Let a member in whose sessions were ended by what they did; one who left stays out."""
    with suppress(NotAllowed):
        program.token = token_of(filled.house.desk, member)


@pytest.mark.parametrize("role", Role)
def test_no_arguments_are_a_fault_of_ours_or_bring_out_what_is_hidden(filled: Filled, role: Role) -> None:
    """Of the hidden records half are asked for by their ids, the others never: those must not appear."""
    house, member = filled.house, filled.house.cast.by_role(role)
    program = program_of(house.desk, member)
    hidden = sorted(filled.hidden.values())
    turn = list(Role).index(role) % 2
    asked_for, never_named = hidden[turn::2], [*hidden[1 - turn :: 2], UNSEEN, YARD]
    known = [*filled.seen.values(), *asked_for, member, house.cast.vera, f"itm_{NOWHERE}"]
    words = st.sampled_from(known) | st.sampled_from(HOSTILE) | st.text(max_size=20)

    @SETTINGS
    @given(st.data(), st.sampled_from(sorted(set(OFFERED) - {"outgoing.item_of_reference", "read.read", "expiring.expiring"})))
    def crawl(data: st.DataObject, name: str) -> None:
        sent_now = data.draw(arguments(name, words))
        answer = program.post(f"/{name}", sent_now)
        if answer.status == 401:
            signed_in_again(filled, program, member)
            answer = program.post(f"/{name}", sent_now)
        assert answer.status in FORESEEN, (name, sent_now, answer.content)
        written = json.dumps(answer.json, ensure_ascii=False)
        assert [word for word in never_named if word in written] == [], (name, sent_now, written)
        if answer.status != 200:
            assert set(answer.json) == {"fault", "hint", "code"}
            assert "\n" not in answer.json["fault"] + answer.json["hint"]

    crawl()
