"""What tests of contacts share: a call as it is typed, and the contact that it becomes."""

from __future__ import annotations

from web_cast import Browser, Page

from desk_cast import House
from khronika.acts.contact import contacts

TYPED = {
    "notes": "She saw two vans at Quarry 9 on the night of 14 March. Her brother was in the second.",
    "identity": "Roza Zvezdochka",
    "handle": "+7 900 111 22 33",
    "channel": "Signal",
    "hours": "after 21:00",
    "danger": "now",
    "danger_words": "her street is watched",
    "DOCUMENTATION-audience": "partners",
    "DOCUMENTATION-identity": "pseudonym",
    "next_on": "2026-04-25",
    "next_what": "ask about the second van",
}
CALL = {
    "notes": "She saw two vans at Quarry 9.\r\nHer brother was in the second.",
    "identity": "Roza Zvezdochka",
    "handle": "+7 900 111 22 33",
    "channel": "Signal",
    "danger": "now",
    "consent": "help",
    "COURT-audience": "mechanism",
    "interpreter": "Interpreter 3",
    "next_on": "2026-04-25",
}


def told(browser: Browser, **fields: str) -> Page:
    return browser.post("/contacts/new", **TYPED | fields)


def contact_of(house: House) -> str:
    return contacts(house.desk, house.cast.ines)[0].id
