"""Whom an interview is with, and who led it: what its form names, looked up in the act that records it.

What must stay true: a pseudonym that is known is never given a second time without a word; by it somebody
who may not read records learns of those alone whom they spoke to themselves.
"""

from __future__ import annotations

from khronika.acts.desk import Acting
from khronika.acts.standing import standing_of
from khronika.errors import UsageFault
from khronika.ledger import queries
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.shadow import fold
from khronika.records.access import Right
from khronika.records.contact import Interview
from khronika.records.ids import Kind


def party_of(act: Acting, given: Interview) -> Known | None:
    """Return the party whom the interview is with, where the desk knows them; ``None`` for a new one.

    Raises:
        NotFound: the party is not there for the member.
        UsageFault: it is another record, or erased; or the pseudonym is taken, or nobody's.
        Withheld: consent to everything about the party was withdrawn.
    """
    known = act.get(given.party) if given.party is not None else _by_pseudonym(act, given)
    if known is None:
        return None
    if known.body is None or not known.id.startswith(f"{Kind.PARTY}_"):
        raise UsageFault(f"{known.id} is not a party that stands", "leave it out to record a new one")
    standing_of(act).refuse_withdrawn(known)
    return known


def _by_pseudonym(act: Acting, given: Interview) -> Known | None:
    """Return the one party that goes by a pseudonym; a collector knows those alone whom they spoke to."""
    if not given.pseudonym:
        return None
    found = [one for one in _known_by(act, given.pseudonym) if one.body is not None]
    if not given.known and found:
        raise UsageFault(
            f"the desk knows somebody as {given.pseudonym}",
            "say that it is the same person, or give another pseudonym",
        ).beside("pseudonym")
    if given.known and len(found) != 1:
        said = "several are known by this pseudonym" if found else "nobody is known to you by this pseudonym"
        raise UsageFault(said, "begin from the contact before this one").beside("pseudonym")
    return found[0] if given.known else None


def _known_by(act: Acting, pseudonym: str) -> list[Known]:
    """Return the parties that go by a pseudonym, as far as the member may know of them."""
    wanted = Wanted(Kind.PARTY, key=fold(pseudonym))
    if act.member.may(Right.READ_RECORDS):
        return queries.many(act.connection, act.sight, wanted)
    own = queries.many(act.connection, act.sight, Wanted(Kind.CONTACT, key=act.member.id))
    spoken_to = {one.parent for one in own}
    return [one for one in queries.many(act.connection, act.sight, wanted) if one.id in spoken_to]


def interviewer_of(act: Acting, given: Interview) -> str:
    """Return the member who spoke with the person: the one who records it, or whom they name.

    Raises:
        UsageFault: it is nobody who works here, or the member may not read who does.
    """
    if given.interviewer in {None, "", act.member.id}:
        return act.member.id
    if not act.member.may(Right.READ_RECORDS):
        raise UsageFault("you record what you were told yourself", "leave the interviewer out")
    known = queries.one(act.connection, act.sight, str(given.interviewer))
    if known is None or not known.id.startswith(f"{Kind.MEMBER}_") or not (known.body or {}).get("active"):
        raise UsageFault("the interviewer is nobody who works here", "choose from the list")
    return known.id


def earlier_contact(act: Acting, id_: str) -> Known:
    """Return a contact before this one.

    Raises:
        NotFound: there is none for the member.
        UsageFault: it is another record, or erased.
    """
    known = act.get(id_)
    if known.body is None or not known.id.startswith(f"{Kind.CONTACT}_"):
        raise UsageFault(f"{known.id} is not a contact that stands", "ids of contacts begin with ctc_")
    return known
