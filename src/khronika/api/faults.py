"""Faults as answers: what kind of refusal each is for a program, with the fault and the hint in words."""

from __future__ import annotations

from dataclasses import dataclass

from khronika.errors import (
    KhronikaError,
    NeedsSecond,
    NewerFormat,
    NotAllowed,
    NotFound,
    NothingRead,
    RolledBack,
    StorageFull,
    TooLarge,
    UsageFault,
    VaultBusy,
    VaultDamaged,
    Withheld,
    WrongPassphrase,
)
from khronika.publishing.visible import one_line

UNFORESEEN = 70
_LONGEST_LINE = 500
UNAUTHORIZED, TOO_MANY = 401, 429
# RFC 9110, and RFC 4918 for 507. What the desk itself lacks is 503: there is no fault in what was asked.
_STATUS: dict[type[KhronikaError], int] = {
    UsageFault: 400,
    TooLarge: 413,
    NeedsSecond: 409,
    NotAllowed: 403,
    NotFound: 404,
    WrongPassphrase: 403,
    Withheld: 410,
    NothingRead: 409,
    StorageFull: 507,
    VaultBusy: 503,
    VaultDamaged: 503,
    RolledBack: 503,
    NewerFormat: 503,
}
_TOO_MANY_WORDS = "too many attempts"  # so does khronika.acts.proof begin it, for names known or not


@dataclass(frozen=True, slots=True)
class Answered:
    """Why something was not done: ``fault`` and ``hint`` in words, ``code`` as the command line exits."""

    fault: str
    hint: str = ""
    code: int = 1


class Refused(KhronikaError):
    """What is refused at the door of the API, before any act is called, with its status."""

    def __init__(self, status: int, fault: str, hint: str = "", code: int = UsageFault.exit_code) -> None:
        super().__init__(fault, hint)
        self.status = status
        self.exit_code = code


def status_of(fault: KhronikaError) -> int:
    """Return the status that stands for a fault: that of its class, or of the nearest one above it."""
    if isinstance(fault, Refused):
        return fault.status
    if isinstance(fault, NotAllowed) and fault.fault.startswith(_TOO_MANY_WORDS):
        return TOO_MANY
    return next((_STATUS[kind] for kind in type(fault).__mro__ if kind in _STATUS), 409)


def answered(fault: KhronikaError) -> Answered:
    """Return a fault as the object that is answered: one line each, whatever of what was sent is in it."""
    return Answered(_line(fault.fault), _line(fault.hint), fault.exit_code)


def _line(words: str) -> str:
    return one_line(words[:_LONGEST_LINE])
