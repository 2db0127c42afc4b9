"""The rights that findings take: to record, change, drop and read them takes others than to review them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rights_house import Act

from desk_cast import House
from khronika.acts import finding_page, findings, read, show
from khronika.acts.review import accept, amend
from khronika.acts.sources import Conditions
from khronika.errors import UsageFault
from khronika.records.access import Right
from khronika.records.findings import Finding, StandardOfProof
from khronika.records.ids import Kind

Ids = dict[Kind, str]
GROUNDS = StandardOfProof.REASONABLE_GROUNDS
WHY = "as the film shows"


def fill(house: House, conditions: Conditions, ids: Ids, name: str) -> Ids:
    """Take a text in that nobody takes back, and record a finding about the incident that it supports."""
    text = f"Vesna Tvardek said that forty people were held in the yard of {name}.\n"
    (taken,) = house.take(text, names=(f"found {name}",), conditions=conditions)
    assert taken.item is not None
    read.read(house.desk, house.cast.ines, [taken.item])
    (first, *_) = house.statements_of(taken.item)
    accept(house.desk, house.cast.ines, [first])
    drawn = Finding(
        "", f"People were held, as {name} shows.", GROUNDS, (ids[Kind.INCIDENT],), supports=(first,)
    )
    return {Kind.FINDING: findings.record_finding(house.desk, house.cast.vera, drawn).id}


def _found(house: House, ids: Ids) -> Finding:
    """Return the finding as it stands."""
    made = finding_page.finding_page(house.desk, house.cast.ines, ids[Kind.FINDING]).shown.finding
    assert made is not None
    return made


def _recorded(house: House, member: str, ids: Ids) -> Any:
    drawn = replace(_found(house, ids), incidents=(ids[Kind.INCIDENT],))
    return findings.record_finding(house.desk, member, drawn)


def _changed(house: House, member: str, ids: Ids) -> Any:
    before = _found(house, ids)
    return findings.change_finding(house.desk, member, replace(before, reasoning=f"{before.reasoning} So."))


def _dropped(house: House, member: str, ids: Ids) -> Any:
    """Drop a finding: one that says the same, where somebody dropped it before."""
    try:
        return findings.drop_finding(house.desk, member, ids[Kind.FINDING], WHY)
    except UsageFault:
        again = findings.record_finding(house.desk, house.cast.vera, _found(house, ids))
        return findings.drop_finding(house.desk, member, again.id, WHY)


def _reviewed(house: House, member: str, ids: Ids) -> Any:
    return findings.review_finding(house.desk, member, ids[Kind.FINDING])


def _stands(house: House, member: str, ids: Ids) -> Any:
    """Say that a finding stands, after what supports it was amended."""
    try:
        return findings.still_stands(house.desk, member, ids[Kind.FINDING], WHY)
    except UsageFault:
        (support, *_) = _found(house, ids).supports
        alleged = "alleges" in str(show.show(house.desk, house.cast.ines, support))
        amend(house.desk, house.cast.ines, support, {"acts": ["asserts" if alleged else "alleges"]})
        return findings.still_stands(house.desk, member, ids[Kind.FINDING], WHY)


ACTS: dict[str, Act] = {
    "finding_page.finding_page": Act(
        Right.READ_RECORDS,
        lambda h, m, i: finding_page.finding_page(h.desk, m, i[Kind.FINDING]),
        Kind.FINDING,
    ),
    "finding_page.findings": Act(
        Right.READ_RECORDS,
        lambda h, m, i: finding_page.findings(h.desk, m, i[Kind.INCIDENT]),
        Kind.INCIDENT,
    ),
    "findings.change_finding": Act(Right.FILE, _changed, Kind.FINDING),
    "findings.drop_finding": Act(Right.FILE, _dropped, Kind.FINDING),
    "findings.record_finding": Act(Right.FILE, _recorded, Kind.INCIDENT),
    "findings.review_finding": Act(Right.REVIEW, _reviewed, Kind.FINDING),
    "findings.still_stands": Act(Right.FILE, _stands, Kind.FINDING),
}
