"""What a person's judgement of statements has in common: the statements are in the record, a reason is given.

What must stay true: what nobody took into the record is judged by nobody; a judgement is in the compartments
of all that it names; of what was withdrawn or erased no judgement is shown, for its reason may repeat it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from khronika.acts.desk import Acting, Asking
from khronika.acts.recording import standing_record
from khronika.acts.standing import Standing
from khronika.errors import UsageFault
from khronika.ledger import queries
from khronika.ledger.queries import Known
from khronika.records.ids import Kind
from khronika.records.statement import TAKEN

LONGEST_REASON = 2000
_JUDGEMENTS = frozenset({Kind.TIE, Kind.GRADE, Kind.CORRECTION, Kind.RECALL, Kind.DEALING})


def reason_given(reason: str, hint: str) -> str:
    """Return a reason without space around it.

    Raises:
        UsageFault: it is empty or too long; ``hint`` says what belongs into it.
    """
    kept = reason.strip()
    if not kept:
        raise UsageFault("a reason is missing", hint).beside("reason")
    if len(kept) > LONGEST_REASON:
        raise UsageFault("this reason is too long", f"at most {LONGEST_REASON} characters").beside("reason")
    return kept


def in_the_record(act: Acting, standing: Standing, statement: str) -> Known:
    """Return a statement that the member may see and that a person took into the record.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it is another record, erased, or nobody took it into the record.
        Withheld: consent to what it is from was withdrawn.
    """
    known = standing_record(act, standing, statement, Kind.STATEMENT)
    if known.status not in TAKEN:
        raise UsageFault(
            f"{statement} is not in the record", "accept it first: what nobody took into it weighs nothing"
        )
    return known


def judgement(act: Acting, id_: str, of: Kind, called: str, statuses: Collection[str]) -> Known:
    """Return a judgement that the member may see and that stands.

    Raises:
        NotFound: it is not there for the member.
        UsageFault: it is another record, or does not stand any more.
    """
    known = act.get(id_)
    if known.body is None or not id_.startswith(f"{of}_") or known.status not in statuses:
        raise UsageFault(f"{id_} is not {called} that stands", f"ids of such records begin with {of}_")
    return known


def to_be_shown(query: Asking, standing: Standing, ids: Iterable[str]) -> Mapping[str, Known]:
    """Return those of some records that are there for the member and may be shown, by their ids."""
    found = queries.by_id(query.connection, query.sight, set(ids))
    return {
        id_: known for id_, known in found.items() if known.body is not None and not standing.withdrawn(known)
    }


def judges_withdrawn(query: Asking, standing: Standing, known: Known) -> bool:
    """Tell whether a judgement is of a statement or item that consent was withdrawn for: its reason tells."""
    if known.id[:3] not in _JUDGEMENTS:
        return False
    of = queries.by_id(query.connection, query.sight, known.envelope["derived_from"])
    return any(standing.withdrawn(one) for one in of.values())
