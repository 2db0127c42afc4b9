"""The laws of the ledger: views are a function of the entries, and copies that join agree."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desk_world import Copy, current, everything, founded
from growing import STEPS, Step, grow
from hypothesis import HealthCheck, example, given, settings

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def views_of(copy: Copy) -> dict[str, object]:
    with copy.ledger.reading() as connection:
        return everything(connection)


def now_of(copy: Copy) -> dict[str, object]:
    with copy.ledger.reading() as connection:
        return current(connection)


@QUICK
@given(STEPS)
def test_a_rebuild_gives_what_was_kept_live(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, founded(Path(folder)) as copy:
        grow(copy, steps)
        live = views_of(copy)
        assert copy.problems() == []
        with copy.ledger.writing() as writing:
            writing.rebuild()
        assert views_of(copy) == live
        assert copy.problems() == []


@QUICK
@example(
    [("statement", 1, 0), ("item", 0, 0)],
    [],
    [("decide anew", 1, 0), ("rendition", 0, 0)],
)
@given(STEPS, STEPS, STEPS)
def test_copies_that_grew_apart_agree_once_joined(
    shared: list[Step], one: list[Step], two: list[Step]
) -> None:
    with tempfile.TemporaryDirectory() as folder, founded(Path(folder)) as mira:
        grow(mira, shared)
        sarn = mira.copied(Path(folder) / "sarn.db", "the desk in Sarn")
        sarn.enrol()
        grow(mira, one)
        grow(sarn, two)
        theirs, ours = sarn.acts(), mira.acts()
        mira.join(theirs)
        sarn.join(ours)
        assert now_of(mira) == now_of(sarn)
        for copy in (mira, sarn):
            assert copy.problems() == []
            before = views_of(copy)
            assert copy.join(theirs).acts == copy.join(ours).acts == 0
            assert views_of(copy) == before
        sarn.close()
