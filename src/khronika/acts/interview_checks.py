"""What a member enters after a call, checked before anything is sealed.

What must stay true: the name and the number of the person stand in none of the fields that are shown, and in
the notes only where the member says that they must.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from typing import TypeVar

from khronika.errors import UsageFault
from khronika.ledger.shadow import words_of
from khronika.records.contact import ContactChange, Interview
from khronika.records.dates import days_of

MOST_CHARACTERS = 2000
_SHORTEST_NAME, _DIGITS_OF_A_NUMBER = 4, 6
_AFTER_NAME = re.compile(r"[,;:(\n].*", re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_FIELDS = {"next contact": "next_what", "day of the next contact": "next_on"}
_NOT_SHOWN = frozenset({"notes", "identity", "handle", "party", "interviewer"})

_Given = TypeVar("_Given", Interview, ContactChange)


def checked(interview: Interview, today: date) -> Interview:
    """Return an interview that can be recorded: white space trimmed, ``held`` today where it was empty.

    Raises:
        UsageFault: there are neither notes nor a reason; a day, language or text is not what it must be; the
            pseudonym or what is shown gives the name or the number away.
    """
    given = _trimmed(interview)
    _refuse_unfit(given)
    if not given.notes.strip() and not given.no_notes:
        raise UsageFault("there are no notes", "or say why there are none: the call broke off").beside(
            "notes"
        )
    if given.language and _LANGUAGE.fullmatch(given.language) is None:
        wrong = UsageFault(f"{given.language!r} is not a language", "two letters: en, ru; or leave it out")
        raise wrong.beside("language")
    if given.party is not None and given.pseudonym:
        raise UsageFault("a party and a new pseudonym are given", "leave one out; a pseudonym stays as it is")
    given = replace(given, held=given.held or today.isoformat())
    try:
        days_of(given.held)
    except ValueError as fault:
        wrong = UsageFault(f"when it was held: {fault}", "2026-04-20, 2026-04, 2026-04-18/2026-04-20")
        raise wrong.beside("held") from fault
    refuse_names(given)
    return given


def checked_change(change: ContactChange) -> ContactChange:
    """Return a change of a contact that can be recorded, its white space trimmed.

    Raises:
        UsageFault: nothing is changed, or a day or text is not what it must be.
    """
    if change == ContactChange():
        raise UsageFault("nothing is changed", "say what is different now")
    given = _trimmed(change)
    _refuse_unfit(given)
    return given


def _trimmed(given: _Given) -> _Given:
    """Return what was given without white space around its short texts; notes stay as they were typed."""
    short = {name: text.strip() for name, text in _texts_of(given).items() if name != "notes"}
    return replace(given, **short)  # type: ignore[arg-type]  # each is a text and stays one


def _texts_of(given: Interview | ContactChange) -> dict[str, str]:
    texts = {field.name: getattr(given, field.name) for field in fields(given)}
    return {name: text for name, text in texts.items() if type(text) is str}


def _shown(given: Interview | ContactChange) -> dict[str, str]:
    """Return every short text that is going to be shown, by the name of its field."""
    texts = {name: text for name, text in _texts_of(given).items() if name not in _NOT_SHOWN}
    if given.referral is not None:
        texts["referral"] = given.referral.to
    if given.next is not None:
        texts |= {"next contact": given.next.what, "day of the next contact": given.next.on}
    return texts


def _refuse_unfit(given: Interview | ContactChange) -> None:
    for name, text in (_texts_of(given) | _shown(given)).items():
        called = name.replace("_", " ")
        if len(text) > MOST_CHARACTERS and name != "notes":
            said = f"{called} has more than {MOST_CHARACTERS:,} characters"
            raise UsageFault(said, "what was said belongs in the notes").beside(_FIELDS.get(name, name))
        if _SURROGATE.search(text):
            wrong = UsageFault(f"{called} holds half a letter", "a lone surrogate: type that place anew")
            raise wrong.beside(_FIELDS.get(name, name))
    if given.next is not None and not _is_day(given.next.on):
        wrong = UsageFault(f"{given.next.on!r} is not a day", "the next contact is on a day: 2026-05-02")
        raise wrong.beside("next_on")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def refuse_names(given: Interview) -> None:
    """Refuse what gives the person away: the sealed name or number among what is shown, or in the notes.

    A name of fewer than four letters is found only where it stands alone: it is a part of many words.

    Raises:
        UsageFault: it stands in the field that the fault names.
    """
    name, handle = _AFTER_NAME.sub("", given.identity), _bare(given.handle)
    digits = "".join(filter(str.isdigit, handle))
    number = digits if len(digits) >= _DIGITS_OF_A_NUMBER else handle
    for what, bare in (("name", _bare(name)), ("number or address", number)):
        if not bare:
            continue
        told = len(bare) >= _SHORTEST_NAME
        for field, text in _shown(given).items():
            if bare in _bare(text) if told else bare == _bare(text):
                raise UsageFault(
                    f"{field.replace('_', ' ')} gives the {what} away",
                    "the desk shows it; the name is sealed apart",
                ).beside(_FIELDS.get(field, field))
        if told and not given.names_stay and bare in _bare(given.notes):
            raise UsageFault(
                f"the notes hold the {what} that is to be sealed",
                "write the pseudonym in its place, or say that it must stay",
            ).beside("notes")


def _bare(text: str) -> str:
    """Return the folded letters and digits of a text: a number is the same however it is spaced."""
    return "".join(words_of(text))
