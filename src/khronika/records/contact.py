"""Contact with a person who speaks to the desk: when and how, the danger they are in, what comes next.

What must stay true: nothing here says who the person is or by which number they are reached. ``channel`` is
the kind of channel alone; name and handle are sealed apart (:class:`khronika.records.party.SealedIdentity`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from khronika.records.consent import Term


class Wording(StrEnum):
    """Whether notes are the person's own words."""

    VERBATIM = "verbatim"
    PARAPHRASE = "paraphrase"


class PlaceKind(StrEnum):
    """How the desk and the person met. Where is nobody's business."""

    BY_PHONE = "by phone"
    IN_PERSON = "in person"
    WRITTEN = "written"


class Danger(StrEnum):
    """What the desk knows of danger to the person. Not to have asked is not to know of none."""

    NOT_ASKED = "not asked"
    NONE_KNOWN = "none known"
    POSSIBLE = "possible"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Referral:
    """Whom the person was referred to, and whether they agreed to it."""

    to: str
    consented: bool = False


@dataclass(frozen=True, slots=True)
class NextContact:
    """What is to come: the day (``2026-05-02``), what for, and whether it was done."""

    on: str
    what: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact with a person, as it was and as it is to go on.

    ``party`` is the pseudonym's record. ``item`` and ``receipt`` are those of the notes; where there are
    none, ``no_notes`` says why. ``consent`` is what the person allowed then; ``identity`` and ``handle`` are
    what was sealed then, ``None`` where it was not given. ``interviewer`` is a member, ``interpreter`` a
    pseudonym. ``held`` is EDTF, ``hours`` are when the person can be reached. ``earlier`` are contacts before
    this one, ``earlier_elsewhere`` says by whom else the person was interviewed before.
    """

    id: str
    party: str
    interviewer: str
    held: str
    item: str | None = None
    receipt: str | None = None
    consent: str | None = None
    identity: str | None = None
    handle: str | None = None
    no_notes: str = ""
    interpreter: str = ""
    language: str = ""
    words: Wording = Wording.PARAPHRASE
    place_kind: PlaceKind | None = None
    channel: str = ""
    hours: str = ""
    danger: Danger = Danger.NONE_KNOWN
    danger_words: str = ""
    earlier: tuple[str, ...] = ()
    earlier_elsewhere: str = ""
    referral: Referral | None = None
    next: NextContact | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """What a member enters after a call. Only ``notes`` are needed, or ``no_notes``: why there are none.

    ``party`` is somebody the desk knows; without one ``pseudonym`` is recorded, or one is made. ``identity``
    (who it is) and ``handle`` (the number or address of the safe channel) are sealed and shown nowhere.
    With ``known`` it is the person whom the desk knows by that pseudonym already.
    No ``terms``: no use outside the desk. ``held`` is today where it is left out. ``names_stay`` says that
    the notes hold the name or the handle and must keep it, as verbatim words may. ``interviewer`` is a
    member, ``None`` for the one who records it.
    """

    notes: str = ""
    no_notes: str = ""
    terms: tuple[Term, ...] = ()
    consent_form: str = ""
    party: str | None = None
    pseudonym: str = ""
    known: bool = False
    identity: str = field(default="", repr=False)
    handle: str = field(default="", repr=False)
    names_stay: bool = False
    interviewer: str | None = None
    interpreter: str = ""
    language: str = ""
    words: Wording = Wording.PARAPHRASE
    held: str = ""
    place_kind: PlaceKind | None = None
    channel: str = ""
    hours: str = ""
    danger: Danger = Danger.NOT_ASKED
    danger_words: str = ""
    earlier: tuple[str, ...] = ()
    earlier_elsewhere: str = ""
    referral: Referral | None = None
    next: NextContact | None = None
    compartments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ContactChange:
    """What is different about a contact now; ``None`` leaves it as it was.

    A next contact that was kept is the same one with ``done``.
    """

    danger: Danger | None = None
    danger_words: str | None = None
    channel: str | None = None
    hours: str | None = None
    referral: Referral | None = None
    next: NextContact | None = None
