"""What stands around every page: who is here, where they can go, what was just done, as of when.

What must stay true: a link to a room is shown only where the member may enter it; nothing in the frame
depends on a record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from khronika.records.access import Member, Right
from khronika.web.languages import LANGUAGES, Language
from khronika.web.zones import NO_ZONE

Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Door:
    """A link to a room, and the right that opens it; ``unless`` is one that makes it needless."""

    path: str
    name: str
    right: Right
    beginnings: tuple[str, ...] = ()
    unless: Right | None = None

    def open_to(self, member: Member) -> bool:
        """Tell whether the link is shown to a member."""
        return member.may(self.right) and (self.unless is None or not member.may(self.unless))


def _(message: str) -> str:
    """Mark a message for the catalogues; it is put into words where the page is made."""
    return message


DOORS: tuple[Door, ...] = (
    Door("/", _("Work list"), Right.READ_RECORDS, ("/to-review", "/to-second", "/ending")),
    Door("/contacts", _("Contacts"), Right.READ_RECORDS, ("/contacts", "/consents")),
    Door("/contacts", _("Contacts"), Right.INTERVIEW, ("/contacts", "/consents"), unless=Right.READ_RECORDS),
    Door("/inbox", _("Inbox"), Right.TAKE_IN, ("/inbox",)),
    Door("/items", _("Texts"), Right.READ_RECORDS, ("/items", "/statements")),
    Door("/incidents", _("Incidents"), Right.READ_RECORDS, ("/incidents",)),
    Door("/parties", _("Parties"), Right.READ_RECORDS, ("/parties",)),
    Door("/places", _("Places"), Right.READ_RECORDS, ("/places",)),
    Door("/timeline", _("When and where"), Right.READ_RECORDS, ("/timeline", "/map")),
    Door("/search", _("Search"), Right.READ_RECORDS, ("/search",)),
    Door("/log", _("Log"), Right.READ_RECORDS, ("/log", "/records", "/as-of")),
    Door("/second", _("Proposals"), Right.EXPORT, ("/second",)),
    Door("/people", _("People"), Right.READ_RECORDS, ("/people", "/compartments")),
)

DONE: dict[str, str] = {
    "accepted": _("Accepted."),
    "amended": _("Accepted with your changes."),
    "rejected": _("Rejected. The suggestion stays in the log."),
    "undone": _("Undone. Both steps stay in the log."),
    "added": _("Added to the record."),
    "merged": _("Made one."),
    "split": _("Made two."),
    "filed": _("Filed."),
    "unfiled": _("Taken out of the incident."),
    "recorded": _("Recorded."),
    "told": _("Recorded. The desk calls this person by the pseudonym that stands here."),
    "sealed": _("Sealed. No page shows it."),
    "changed": _("Changed. What stood before stays in the log."),
    "passphrase": _("Your passphrase is set. Other sessions of yours have ended."),
    "passkey": _("Your passkey is kept."),
    "withdrawn": _("The withdrawal is recorded. What rested on it is no longer shown."),
    "saved": _("Kept."),
    "stopped": _("Stopped. What was taken in stays."),
    "read": _("Read. What came out are suggestions."),
    "proposed": _("Proposed. Another member has to confirm it within seven days."),
    "confirmed": _("Confirmed, and done."),
    "reviewed": _("Reviewed."),
    "declined": _("Declined. Your reason stays in the log."),
    "taken back": _("Taken back."),
    "erased": _("Erased. The log keeps that it was done, by whom and why."),
    "marked": _("Marked. It binds from now on."),
    "unmarked": _("Taken away. Your reason stays in the log."),
    "unmarked by one": _("You took it away. It binds until another member takes it away as well."),
    "today": _("This page shows today: you have left the earlier day."),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What the templates know beside their own context."""

    language: Language
    path: str
    query: str = ""
    member: Member | None = None
    token: str = ""
    as_of: str = ""
    done: str = ""
    undo: str = ""
    alone: bool = False
    looks_back: bool = True
    zone: str = NO_ZONE
    stood_on: str = ""
    names: Callable[[], Mapping[str, str]] = dict
    showing: Callable[[], str] = str
    """Gives what tells one showing of a form from another (:mod:`khronika.web.once`)."""

    def called(self, member: str) -> str:
        """Return the name of a member by their id; the id where there is no such member to be seen."""
        return self.names().get(member, member)

    @property
    def page(self) -> str:
        """Return the page that the forms stand on; of an answer to a form, the one which that stood on."""
        return self.stood_on or (f"{self.path}?{self.query}" if self.query else self.path)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Return what the page was asked for in its address, but not as of when."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def then(self) -> str:
        """Return in words as of when the page is shown."""
        if self.as_of.isascii() and self.as_of.isdecimal():
            return self.language.words("%(num)s entry", "%(num)s entries", int(self.as_of[:18]))
        if "T" in self.as_of:
            return self.language.moment(self.as_of)
        return f"{self.language.edtf(self.as_of)} (UTC)"

    @property
    def languages(self) -> Mapping[str, str]:
        """Return the languages by code, each called by its own name."""
        return LANGUAGES

    @property
    def writes(self) -> bool:
        """Tell whether the page may offer to change anything: not where it shows an earlier day."""
        return not self.as_of

    @property
    def doors(self) -> list[Door]:
        """Return the rooms this member may enter."""
        member = self.member
        return [door for door in DOORS if member is not None and door.open_to(member)]

    def here(self, door: Door) -> bool:
        """Tell whether the page is in the room behind ``door``."""
        return self.path == door.path or any(
            self.path == one or self.path.startswith(f"{one}/") for one in door.beginnings
        )

    @property
    def current(self) -> Door | None:
        """Return the room the page is in; ``None`` where it is in none of them."""
        return next(filter(self.here, self.doors), None)

    def may(self, right: str) -> bool:
        """Tell whether to offer something; the act asks again."""
        return self.writes and self.member is not None and self.member.may(Right(right))

    def to(self, path: str, **parameters: object) -> str:
        """Return the address of a page of this desk, as of the same day as this one."""
        if not parameters and not self.as_of:
            return path
        given = {
            name.rstrip("_"): str(value) for name, value in parameters.items() if value not in {None, ""}
        }
        if self.as_of:
            given.setdefault("as_of", self.as_of)
        return f"{path}?{urlencode(given)}" if given else path
