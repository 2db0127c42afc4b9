"""The ground of a finding: the statements that it cites, how these stood, and how many origins support it.

What must stay true: the number of origins that is recorded is of what everybody sees who may see the finding;
it is never too high for what the member knows who records it; what was retracted or recalled supports none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from khronika.acts.desk import Acting, Asking
from khronika.acts.objections import CUT, JOINED, heard_of, ties_of
from khronika.acts.sheets import Sheets
from khronika.acts.standing import Standing
from khronika.acts.taken_back import objections_to
from khronika.errors import UsageFault
from khronika.ledger import lookups, queries
from khronika.ledger.queries import Known, Sight
from khronika.records.corrections import RECALLED, Manner
from khronika.records.findings import Finding, Ground
from khronika.records.ids import Kind
from khronika.records.statement import TAKEN
from khronika.weighing.origins import Independent, independent, origins_of

SUPPORTS_NOTHING = frozenset({Manner.RETRACTS.value, RECALLED})
_PAST = {Manner.RETRACTS.value: "retracted", RECALLED: "recalled"}


class Against(NamedTuple):
    """What took a statement back or objects to it: the record, and its manner or "recalls"."""

    cause: str
    manner: str


def cited_in(finding: Finding) -> tuple[str, ...]:
    """Return the statements that a finding cites, for and against."""
    return tuple(sorted({*finding.supports, *finding.opposes}))


def there(query: Asking, ids: Iterable[str]) -> dict[str, Known]:
    """Return those of some records that the member sees, also what was erased, by their ids."""
    return queries.by_id(query.connection, query.sight, set(ids))


def in_record(standing: Standing, known: Known | None) -> bool:
    """Tell whether a statement stands in the record and may be shown."""
    taken = known is not None and known.body is not None and known.status in TAKEN
    return taken and known is not None and not standing.withdrawn(known)


def against(
    query: Asking, standing: Standing, sheets: Sheets, finding: Finding
) -> dict[str, frozenset[Against]]:
    """Return what stands against the statements that a finding cites, or against their voice where it counts.

    The voice is that in the incidents of the finding: who retracts what one relays, retracts the relay.
    """
    cited = frozenset(cited_in(finding))
    found = defaultdict[str, set[Against]](set)
    for of, those in objections_to(query, standing, list(there(query, cited).values())).items():
        found[of].update(Against(one.cause, one.what.manner) for one in those)
    gone = [one for one in _gone(sheets, finding) if one[0] in cited]
    causes = there(query, {cause for _, cause in gone})
    for statement, cause in gone:
        found[statement].add(Against(cause, _manner(causes[cause])))
    return {of: frozenset(those) for of, those in found.items()}


def origins_in(query: Asking, standing: Standing, sheets: Sheets, finding: Finding) -> Independent:
    """Return how many independent origins the supporting statements have that count."""
    heard = {
        one.voice.statement: one for incident in finding.incidents for one in sheets.of(incident).found.heard
    }
    further, _ = heard_of(query, standing, set(finding.supports) - heard.keys())
    heard |= further
    ties = ties_of(query, heard)
    origins = origins_of(
        [one.voice for one in heard.values()],
        [(tie.one, tie.other) for tie, status in ties if status == JOINED],
        [(tie.one, tie.other) for tie, status in ties if status == CUT],
    )
    return independent(origins, _counting(query, standing, sheets, finding))


def grounded(act: Acting, standing: Standing, finding: Finding, inside: Collection[str]) -> Finding:
    """Return a finding with its origins and how all that it cites stands now, reviewed by nobody.

    ``inside`` are the compartments that it is in.

    Raises:
        UsageFault: nothing in support of it stands; what supports it was taken back; or what is in further
            compartments shows that it has fewer origins.
    """
    query = act.asking()
    sheets = Sheets(query, standing)
    known = there(query, cited_in(finding))
    standing_ones = {id_ for id_, one in known.items() if in_record(standing, one)}
    if not _counting(query, standing, sheets, finding) & standing_ones:
        raise UsageFault(
            "nothing in support of this finding stands any more", "change it, or drop it"
        ).beside("supports")
    labels = lookups.labels_of(act.connection, frozenset(inside))
    own = Asking(act.connection, act.member, Sight(labels))
    count = origins_in(own, standing, Sheets(own, standing), finding)
    if origins_in(query, standing, sheets, finding).least < count.least:
        raise UsageFault(
            "what is in a compartment shows that these statements have fewer independent origins",
            "record it in that compartment",
        ).beside("supports")
    grounds = tuple(
        Ground(id_, known[id_].entry if id_ in standing_ones else "") for id_ in cited_in(finding)
    )
    return replace(finding, least=count.least, most=count.most, grounds=grounds, reviewed_by=())


def refuse_taken_back(query: Asking, standing: Standing, finding: Finding) -> None:
    """Refuse what was retracted or recalled as support.

    Raises:
        UsageFault: one of the statements was.
    """
    found = against(query, standing, Sheets(query, standing), finding)
    for id_ in finding.supports:
        for one in sorted(found.get(id_, ())):
            if one.manner in SUPPORTS_NOTHING:
                raise UsageFault(
                    f"{id_} was {_PAST[one.manner]} by {one.cause}: it supports nothing",
                    "leave it out, or cite it as against the finding",
                ).beside("supports")


def _counting(query: Asking, standing: Standing, sheets: Sheets, finding: Finding) -> set[str]:
    """Return the supporting statements that count: in the record, and not taken back as a whole."""
    found = against(query, standing, sheets, finding)
    known = there(query, finding.supports)
    whole = {one.statement for at in finding.incidents for one in sheets.of(at).sheet.gone}
    return {
        id_
        for id_ in finding.supports
        if in_record(standing, known.get(id_))
        and id_ not in whole
        and all(one.manner not in SUPPORTS_NOTHING for one in found.get(id_, ()))
    }


def _gone(sheets: Sheets, finding: Finding) -> Iterator[tuple[str, str]]:
    """Yield what no longer counts in the incidents of a finding, as a whole or for a claim, and by what."""
    for incident in finding.incidents:
        sheet = sheets.of(incident).sheet
        yield from ((one.statement, one.cause) for one in sheet.gone)
        for weight in sheet.weights:
            for value in weight.values:
                yield from ((one.statement, one.cause) for one in value.gone)


def _manner(cause: Known) -> str:
    return RECALLED if cause.id.startswith(f"{Kind.RECALL}_") else str((cause.body or {})["manner"])
