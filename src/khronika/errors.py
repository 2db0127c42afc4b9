"""What can go wrong, as a small tree. Each class has its own exit code (docs/CLI.md lists them).

``fault`` is one line in lower case without a full stop; ``hint`` says what to try. Faults inside given
material are no exceptions: they are listed as :class:`khronika.records.problems.Problem`.
"""

from __future__ import annotations

from typing import Self


class KhronikaError(Exception):
    """Any fault that the desk explains to its user. ``field`` is the field of a form that it is about."""

    exit_code = 1
    field = ""

    def __init__(self, fault: str, hint: str = "") -> None:
        """Keep the fault apart from the hint, so that faces can set them apart."""
        super().__init__(fault)
        self.fault = fault
        self.hint = hint

    def beside(self, field: str) -> Self:
        """Return the fault as one about a field, where it was not said of which before."""
        self.field = self.field or field
        return self


class UsageFault(KhronikaError):
    """The command was asked for something it does not have."""

    exit_code = 2


class TooLarge(UsageFault):
    """What is given is larger than the desk takes."""


class NotAllowed(KhronikaError):
    """The asking member has no right to this, or it is not there: the two look the same."""

    exit_code = 3


class NotFound(KhronikaError):
    """There is no such record for the asking member."""

    exit_code = 3


class WrongPassphrase(KhronikaError):
    """No key slot opens with this passphrase."""

    exit_code = 4


class VaultDamaged(KhronikaError):
    """Something in the vault's folder is not as it was sealed. Nothing was changed."""

    exit_code = 5


class RolledBack(KhronikaError):
    """The ledger is older than the head that was remembered: a copy was put back."""

    exit_code = 6


class VaultBusy(KhronikaError):
    """Another process holds the vault."""

    exit_code = 7


class NewerFormat(KhronikaError):
    """The vault was written by a newer version and is left untouched."""

    exit_code = 8


class StorageFull(KhronikaError):
    """The disk is full. What was recorded before is intact."""

    exit_code = 9


class Withheld(KhronikaError):
    """Consent, a compartment or an erasure forbids this."""

    exit_code = 10


class NothingRead(KhronikaError):
    """None of the given files could be read; they are listed with the reason."""

    exit_code = 11


class NeedsSecond(NotAllowed):
    """This takes two people: somebody else has to confirm it, or to review it first."""

    exit_code = 12
