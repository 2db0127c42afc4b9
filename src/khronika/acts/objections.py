"""What stands against statements, as weighing takes it: corrections, disputes, recalls, and judged ties.

What must stay true: only what the member may see counts for them; nobody but the speaker or the publisher is
taken to have taken back what they said; of what came from a recalled source by another way as well, nothing
is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from khronika.acts.assembled import of_statements
from khronika.acts.desk import Asking
from khronika.acts.filed import days_said
from khronika.acts.recalls import recalls_of
from khronika.acts.standing import Standing
from khronika.acts.voice_names import Names
from khronika.acts.voices import Weighable, heard_in
from khronika.ledger import cited, keyed
from khronika.ledger.queries import Known
from khronika.ledger.voiced import voices_at
from khronika.records.body import record_of
from khronika.records.corrections import OF_ONES_OWN, Correction, Manner
from khronika.records.ids import Kind
from khronika.records.statement import TAKEN
from khronika.records.ties import VoiceTie
from khronika.weighing.origins import Voice
from khronika.weighing.sheet import Given, Heard
from khronika.weighing.taken_back import Recalled, TakenBack
from khronika.weighing.values import key_of

JOINED, CUT = "joined", "cut"
STANDS = ("recorded", "changed")


def given_of(query: Asking, standing: Standing, weighable: Weighable) -> Given:
    """Return what persons and corrections say of the statements of an incident."""
    heard = {one.voice.statement: one for one in weighable.heard}
    ties = ties_of(query, heard)
    return Given(
        [(tie.one, tie.other) for tie, status in ties if status == JOINED],
        [(tie.one, tie.other) for tie, status in ties if status == CUT],
        list(_taken_back(query, standing, weighable, heard)),
        recalled_of(query, weighable),
    )


def ties_of(query: Asking, statements: Iterable[str]) -> list[tuple[VoiceTie, str]]:
    """Return the ties of statements that persons judged, each with what was judged."""
    found = cited.about(query.connection, query.sight, Kind.TIE, (JOINED, CUT), statements)
    return [(record_of(VoiceTie, known.body), known.status) for known in found]


def corrections_of(query: Asking, statements: Iterable[str]) -> list[Known]:
    """Return the corrections, retractions and disputes that any of the statements makes or suffers."""
    return cited.about(query.connection, query.sight, Kind.CORRECTION, STANDS, statements)


def recalled_of(query: Asking, weighable: Weighable) -> Recalled:
    """Return which statements of an incident were recalled."""
    parties, items = recalls_of(query)
    found = {
        one.voice.statement: cause
        for item, one in zip(weighable.items, weighable.heard, strict=True)
        if (cause := items.get(item) or parties.get(one.voice.speaker))
    }
    return Recalled(found, frozenset(parties))


def _taken_back(
    query: Asking, standing: Standing, weighable: Weighable, heard: Mapping[str, Heard]
) -> Iterator[TakenBack]:
    """Yield what was corrected, retracted or disputed among the statements, by statements in the record."""
    corrections = [record_of(Correction, known.body) for known in corrections_of(query, heard)]
    wanted = [one for one in corrections if one.of in heard]
    others = {one.by for one in wanted} - heard.keys()
    further, names = heard_of(query, standing, others)
    everyone = dict(heard) | further
    for one in wanted:
        if one.by in everyone and may_take_back(one.manner, everyone[one.by].voice, heard[one.of].voice):
            by, of = everyone[one.by], heard[one.of]
            name = weighable.names.of_value if one.by in heard else names.of_value
            yield TakenBack(
                one.id,
                one.of,
                one.manner,
                by.voice.known and by.voice.speaker == of.voice.speaker,
                by.voice.said,
                one.by,
                frozenset(key_of(claim, name) for claim in by.claims),
            )


def may_take_back(manner: Manner, by: Voice, of: Voice) -> bool:
    """Tell whether a statement can do so to another: its speaker's or its publisher's own, or a dispute."""
    if manner not in OF_ONES_OWN:
        return True
    return by.known and ((of.known and by.speaker == of.speaker) or by.speaker == of.publisher)


def heard_of(query: Asking, standing: Standing, statements: Iterable[str]) -> tuple[dict[str, Heard], Names]:
    """Return statements in the record, by their ids, as they are weighed, and the names in them."""
    sieve = of_statements(standing, statuses=TAKEN)
    numbers = keyed.numbered(query.connection, query.sight, sieve, statements)
    voiced = voices_at(query.connection, list(numbers))
    rows = [(number, id_) for number, id_ in numbers.items() if number in voiced]
    said = days_said(query, [number for number, _ in rows])
    heard, names = heard_in(query, standing, rows, voiced, said)
    return {one.voice.statement: one for one in heard}, names
