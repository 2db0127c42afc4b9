"""Brings the catalogues of the pages up to date; ``--check`` only says what they lack.

Messages come from the templates, from what Python marks with ``_``, from the closed lists whose values
stand on pages (acts, roles, purposes …), and from what the desk says from within: faults, hints, problems and
reasons, which :mod:`tools.sentences` finds where they are raised. Translations are kept; what is no longer
used is dropped.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from tools import sentences as spoken

from khronika.acts import rules
from khronika.acts.shown import SECOND_PERSON_MARK
from khronika.publishing.wording import ACTS, SURENESS
from khronika.reading.claims.acts import ALL
from khronika.records import access, care, consent, contact, item, jobs, matter, party, places, statement

WEB = Path(__file__).parent.parent / "src" / "khronika" / "web"
LISTS: tuple[type[StrEnum], ...] = (
    rules.Matter,
    access.Role,
    access.Right,
    care.Care,
    consent.Audience,
    consent.IdentityDetail,
    consent.Purpose,
    contact.Danger,
    contact.PlaceKind,
    contact.Wording,
    item.Acquisition,
    jobs.JobState,
    matter.IncidentRole,
    matter.Property,
    matter.Polarity,
    party.PartyKind,
    party.Precision,
    places.PlaceKind,
    statement.Act,
    statement.Denial,
    statement.Status,
)
WORDS = (
    *(SECOND_PERSON_MARK, "withdrawn", "erased", "recorded", "changed", "sealed"),
    *ACTS.values(),
    *(words for _, words in SURENESS),
    *(deed.name for deed in ALL),
    *(one.name.replace("_", " ") for one in fields(contact.Interview)),
    "day of the next contact",
)
"""States of records, what a speaker did with words, what was done to people, the fields of a contact."""

_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_LEFT_OUT = ("# ", '"POT', '"PO-', '"Project', '"Report', '"Last', '"Generated')
_KEYWORDS = {"_": None, "word": None, "gettext": None, "ngettext": (1, 2), "words": (1, 2)}


def messages() -> Iterator[tuple[str, ...]]:
    """Yield every message: one form, or two where it goes with a number."""
    found = extract_from_dir(
        str(WEB), _METHODS, {"templates/**.html": {"newstyle_gettext": "true"}}, _KEYWORDS
    )
    for _, _, message, _, _ in found:
        yield tuple(message) if isinstance(message, (tuple, list)) else (message,)
    for list_ in LISTS:
        yield from ((member.value,) for member in list_)
    yield from ((word,) for word in WORDS)
    yield from ((message,) for message in sentences())


@cache
def sentences() -> tuple[str, ...]:
    """Return what the desk says from within, each message once."""
    return tuple(dict.fromkeys(one.message for one in spoken.sentences()))


@cache
def wanted() -> dict[str, tuple[str, ...]]:
    """Return every message once, by its first form."""
    found: dict[str, tuple[str, ...]] = {}
    for message in messages():
        if message[0] and (message[0] not in found or len(message) > len(found[message[0]])):
            found[message[0]] = message
    return found


def catalogue(code: str) -> Catalog:
    """Return a language's catalogue as it stands."""
    path = WEB / "locale" / f"{code}.po"
    if not path.is_file():
        return Catalog(locale=code, charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=code)


def missing(code: str) -> list[str]:
    """Return the messages that a language lacks."""
    found, have = sorted(wanted().items()), catalogue(code)
    return [key for key, forms in found if not _translated(have, key, len(forms))]


def update(code: str) -> int:
    """Write a language's catalogue anew, translations kept; return how many lack."""
    found = sorted(wanted().items())
    have, fresh = catalogue(code), Catalog(locale=code, charset="utf-8", fuzzy=False)
    for key, forms in found:
        known = have.get(key)
        fresh.add(forms if len(forms) > 1 else key, known.string if known is not None else "")
    written = BytesIO()
    write_po(written, fresh, width=0, sort_output=True, omit_header=False, no_location=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(_LEFT_OUT)]
    (WEB / "locale" / f"{code}.po").write_text("".join(kept), "utf-8")
    return len(missing(code))


def _translated(have: Catalog, key: str, forms: int) -> bool:
    known = have.get(key)
    if known is None or not known.string:
        return False
    return all(known.string) if forms > 1 or isinstance(known.string, (tuple, list)) else True


if __name__ == "__main__":
    if "--check" in sys.argv:
        lacking = missing("ru")
        sys.stdout.write("".join(f"{one}\n" for one in lacking))
        sys.exit(bool(lacking))
    sys.stdout.write(f"{update('ru')} messages lack a Russian form\n")
