"""What the fields of forms are called, for pages that show again what was typed outside of its form."""

from __future__ import annotations

from khronika.records.consent import Purpose
from khronika.web.frame import _
from khronika.web.log_words import field

_CALLED = {
    "as_of": _("See this page as of"),
    "called": _("Find one by its title"),
    "channel": _("Safe channel"),
    "consent_form": _("How it was given"),
    "danger_words": _("from what; what was agreed"),
    "earlier_elsewhere": _("Interviewed before by somebody else"),
    "handle": _("Number or address of the channel"),
    "happened_from": _("happened, from"),
    "happened_to": _("happened, until"),
    "held": _("Day"),
    "hours": _("Safe hours"),
    "identity": _("Name"),
    "inside": _("Who needs to know"),
    "next_on": _("Next contact"),
    "next_what": _("what for"),
    "no_notes": _("or why there are no notes"),
    "another": _("another one, not one of those above"),
    "note": _("Note"),
    "notes": _("What they said"),
    "pseudonym": _("Pseudonym"),
    "reason": _("Why?"),
    "referral": _("Referred to"),
    "said_from": _("said, from"),
    "said_to": _("said, until"),
    "save_as": _("Keep this search as"),
    "words": _("words"),
}
_COLUMNS = {"audience": _("Who may see it"), "identity": _("Identity"), "until": _("Until")}
_PURPOSES = {purpose.name: purpose.value for purpose in Purpose}


_NAMED = {"place": _("Where it was"), "party": _("Who"), "part_of": _("A part of")}
_OF_NAMED = {
    "called": _("by its name"),
    "offered": _("by its name"),
    "as": _("Record it as"),
    "latitude": _("latitude"),
    "longitude": _("longitude"),
    "named": _("known by name, not by office or group alone"),
    "pseudonymous": _("the name is a pseudonym; this cannot be changed later"),
}


def called_field(name: str) -> tuple[str, ...]:
    """Return what a field of a form is called, in one or two messages."""
    which, _mark, what = name.rpartition("_")
    if which in _NAMED and what in _OF_NAMED:
        return _NAMED[which], _OF_NAMED[what]
    row, mark, column = name.partition("-")
    if mark and row in _PURPOSES and column in _COLUMNS:
        return _COLUMNS[column], _PURPOSES[row]
    return (_CALLED.get(name) or field(name),)
