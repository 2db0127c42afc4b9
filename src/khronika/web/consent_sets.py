"""What a person allows, as forms ask for it: a few sets in common use, and a table for everything else.

What must stay true: nothing ticked and no row filled allows no use outside the desk; of what is ticked and of
a row that is filled, the row counts for its purpose; a set allows what its words say and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from khronika.records.consent import Audience, IdentityDetail, Purpose, Term
from khronika.web.forms import Fields
from khronika.web.frame import _

_AUDIENCES, _DETAILS = tuple(Audience), tuple(IdentityDetail)


@dataclass(frozen=True, slots=True)
class ConsentSet:
    """Several terms that are often given together, in words that can be read out to the person."""

    words: str
    terms: tuple[Term, ...]


SETS: Mapping[str, ConsentSet] = {
    "without-name": ConsentSet(
        _("in reports and statistics for the public, without anything of who they are"),
        (
            Term(Purpose.PUBLIC_REPORT, Audience.PUBLIC),
            Term(Purpose.STATISTICS, Audience.PUBLIC),
        ),
    ),
    "help": ConsentSet(
        _("for lawyers, doctors and others who help them, with the name"),
        (
            Term(Purpose.REFERRAL, Audience.PARTNERS, IdentityDetail.NAMED),
            Term(Purpose.LEGAL_ADVICE, Audience.PARTNERS, IdentityDetail.NAMED),
        ),
    ),
    "mechanism": ConsentSet(
        _("for courts and the United Nations, under the pseudonym"),
        (
            Term(Purpose.COURT, Audience.MECHANISM, IdentityDetail.PSEUDONYM),
            Term(Purpose.UN_PROCEDURE, Audience.MECHANISM, IdentityDetail.PSEUDONYM),
        ),
    ),
    "mechanism-named": ConsentSet(
        _("for courts and the United Nations, with the name"),
        (
            Term(Purpose.COURT, Audience.MECHANISM, IdentityDetail.NAMED),
            Term(Purpose.UN_PROCEDURE, Audience.MECHANISM, IdentityDetail.NAMED),
        ),
    ),
}


def terms_of(form: Fields) -> tuple[Term, ...]:
    """Return the terms that a form holds: of the sets that are ticked, and of the rows that are filled.

    Raises:
        UsageFault: a choice is not on its list, or a day cannot be read.
    """
    found: dict[Purpose, Term] = {}
    until = form.day("until")
    for name in form.all("consent"):
        for term in SETS[name].terms if name in SETS else ():
            before = found.get(term.purpose)
            found[term.purpose] = replace(_wider(before, term) if before else term, until=until)
    for purpose in Purpose:
        audience = form.choice(f"{purpose.name}-audience", Audience)
        if audience is not None:
            detail = form.choice(f"{purpose.name}-identity", IdentityDetail) or IdentityDetail.NONE
            found[purpose] = Term(purpose, audience, detail, form.day(f"{purpose.name}-until") or until)
    return tuple(found[purpose] for purpose in Purpose if purpose in found)


def _wider(one: Term, other: Term) -> Term:
    audience = max(one.audience, other.audience, key=_AUDIENCES.index)
    return Term(one.purpose, audience, max(one.identity, other.identity, key=_DETAILS.index))
