"""The closed list of acts that a claim may name, the property that counts each, a code where one is known.

Codes are HURIDOCS micro-thesaurus 4 ("mt4:") and UN ICCS ("iccs:"), as deep as research found them verified;
an act without a verified code has none. The labels are our own. No act names a trait of whom it was done to.
"""

from __future__ import annotations

from typing import NamedTuple

from khronika.records.matter import Property


class Deed(NamedTuple):
    """An act: its name as a claim's value, the property that counts people, its code."""

    name: str
    counted: Property | None = None
    code: str = ""


ARRESTED = Deed("arrested", Property.DETAINED, "mt4:030101")
DETAINED = Deed("detained", Property.DETAINED, "mt4:030102")
ABDUCTED = Deed("abducted", None, "mt4:030104")
DISAPPEARED = Deed("disappeared", Property.MISSING, "mt4:030103")
RELEASED = Deed("released", Property.RELEASED)
KILLED = Deed("killed", Property.KILLED, "mt4:0101")
DIED = Deed("died")
INJURED = Deed("injured", Property.INJURED)
TORTURED = Deed("tortured")
BEATEN = Deed("beaten", None, "iccs:02011")
SHOT = Deed("shot")
ATTACKED = Deed("attacked")
SEXUAL_VIOLENCE = Deed("sexual violence", None, "iccs:0301")
THREATENED = Deed("threatened")
SENTENCED = Deed("sentenced")
CHARGED = Deed("charged")
INTERROGATED = Deed("interrogated")
DEPORTED = Deed("deported", None, "mt4:05")
DISPLACED = Deed("displaced", Property.DISPLACED)
RAIDED = Deed("raided", None, "mt4:04")
SEARCHED = Deed("searched", None, "mt4:04")
CLOSED = Deed("closed")
BANNED = Deed("banned")
DESTROYED = Deed("destroyed", None, "mt4:13")
PERSECUTED = Deed("persecuted")

ALL: tuple[Deed, ...] = (
    ARRESTED,
    DETAINED,
    ABDUCTED,
    DISAPPEARED,
    RELEASED,
    KILLED,
    DIED,
    INJURED,
    TORTURED,
    BEATEN,
    SHOT,
    ATTACKED,
    SEXUAL_VIOLENCE,
    THREATENED,
    SENTENCED,
    CHARGED,
    INTERROGATED,
    DEPORTED,
    DISPLACED,
    RAIDED,
    SEARCHED,
    CLOSED,
    BANNED,
    DESTROYED,
    PERSECUTED,
)
