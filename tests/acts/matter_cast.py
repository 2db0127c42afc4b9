"""What tests of parties, places and incidents share."""

from __future__ import annotations

from typing import Any

from stated import (
    SPEAKER,
)

from khronika.records.party import Party, PartyKind


def a_party(name: str = SPEAKER, **fields: Any) -> Party:
    return Party("", name, PartyKind.PERSON, **fields)
