"""What a source says of itself, from its text, from the reading of it and from a person's correction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from khronika.acts.desk import Acting, Asking
from khronika.ledger import queries
from khronika.ledger.queries import Known, Wanted
from khronika.records.body import record_of
from khronika.records.ids import Kind
from khronika.records.item import About, Description

CORRECTED = ("title", "publisher", "published")
"""The fields of a source that a person corrects."""


def descriptions_of(entered: Acting | Asking, items: Iterable[str]) -> dict[str, list[Known]]:
    """Return the corrections of items that stand, the newest of each first."""
    wanted = Wanted(Kind.DESCRIPTION, statuses=("recorded", "changed"))
    found = queries.under(entered.connection, entered.sight, wanted, items)
    return {item: [one for one in several if one.body is not None] for item, several in found.items()}


def given_of(entered: Acting | Asking, item: str) -> dict[str, str]:
    """Return the fields of a source that a person gave, by name."""
    return given_in(next(iter(descriptions_of(entered, [item]).get(item, ())), None))


def given_in(description: Known | None) -> dict[str, str]:
    """Return the fields that a correction gives, by name; none where there is no correction."""
    if description is None or description.body is None:
        return {}
    record = record_of(Description, description.body)
    values = {name: getattr(record, name) for name in CORRECTED}
    return {name: value for name, value in values.items() if value is not None}


def as_given(about: About, given: dict[str, str]) -> About:
    """Return what a source says of itself with what a person gave in the place of what was read."""
    return replace(about, **given) if given else about


def as_read(about: About, run: Known | None) -> About:
    """Return what the file says of itself, with what the newest reading found in the text beside."""
    if run is None or run.body is None:
        return about
    read = record_of(About, run.body["about"])
    return replace(about, **{name: getattr(about, name) or getattr(read, name) for name in CORRECTED})
