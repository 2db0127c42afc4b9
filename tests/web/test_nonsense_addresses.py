"""Addresses that nobody was given: what is no id, no day, no number is told in one line, and does nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle

import pytest
from grounds import Grounds, addresses, ways
from page_forms import Form
from rights_house import Filled
from walking import encoded, signed_in

from khronika.records.access import Role
from khronika.records.ids import Kind
from khronika.web.app import WAYS

Open = Callable[[Filled], Filled]
ANY_RECORD = re.compile("{id}|{record}")
MALFORMED = (
    "x",
    "x" * 10_000,
    "../..",
    "%00",
    "\x00",
    "\u202e",
    "' OR 1=1 --",
    "{{7*7}}",
    "<b>",
    "-1",
    "9" * 400,
)


NONSENSE_IN = ("as_of", "before", "from", "spans", "done", "only")
NONSENSE = (
    "x",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "0000-00-00",
    "9" * 15,
    "9" * 400,
    "-1",
    "1-0,5-99999999999",
    "%00",
    "%E2%80%AE2026",
    "%FF",
    "2026-04-20T99:99:99Z",
    "%D9%A1",
    "<script>",
    "1e9",
)


@pytest.mark.parametrize("name", ["ines", Role.COLLECTOR])
def test_what_is_no_id_is_told_in_one_line(grounds: Grounds, opened: Open, name: str) -> None:
    filled = opened(grounds.full)
    member = filled.house.cast.ines if name == "ines" else filled.house.cast.petra
    another = grounds.seen.ids[Kind.RUN]
    with signed_in(filled, member) as (walker,):
        for way in WAYS:
            if "{" not in way.path or way.path.startswith("/enter/"):
                continue
            for wrong in (*map(encoded, MALFORMED), "" if ANY_RECORD.search(way.path) else another):
                address = re.sub(r"{\w+}", wrong, way.path)
                answer = walker.look(address) if "GET" in way.methods else walker.send(Form(address))
                assert answer.status in {303, 400, 403, 404}, (address, answer.status)
                assert not answer.added, address


def test_no_nonsense_in_a_parameter_is_a_fault_of_ours(grounds: Grounds, opened: Open) -> None:
    filled = opened(grounds.full)
    with signed_in(filled, filled.house.cast.ines) as (ines,):
        turn = cycle(NONSENSE)
        for way in ways("GET"):
            (address, *_) = addresses(way.path, grounds.seen)
            for name in (*NONSENSE_IN, *NONSENSE_IN):
                answer = ines.look(f"{address}?{name}={next(turn)}&{name}=x")
                assert answer.status in {200, 303, 400, 404}, (answer.address, answer.status)
        for asked in (
            "/items?as_of=",
            "/as-of?before=",
            "/log?before=",
            "/log?first=",
            "/log?last=",
            "/inbox?first=",
        ):
            for wrong in NONSENSE:
                assert ines.look(f"{asked}{wrong}").status in {200, 400, 404}
