"""Words on the command line that stand for a purpose or an audience."""

from __future__ import annotations

from khronika.errors import UsageFault
from khronika.records.consent import Audience, Purpose


def purpose_of(name: str) -> Purpose:
    """Return the purpose of this name.

    Raises:
        UsageFault: there is none.
    """
    try:
        return Purpose(name)
    except ValueError as fault:
        raise UsageFault(f"there is no purpose {name!r}", f"one of: {', '.join(Purpose)}") from fault


def audience_of(name: str) -> Audience:
    """Return the audience of this name.

    Raises:
        UsageFault: there is none.
    """
    try:
        return Audience(name)
    except ValueError as fault:
        raise UsageFault(f"there is no audience {name!r}", f"one of: {', '.join(Audience)}") from fault
