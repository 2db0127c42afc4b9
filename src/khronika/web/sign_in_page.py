"""The sign-in as a page: shown at the entrance, and in the place of every page once a session has ended.

What must stay true: what was typed when the session ended is in this page and nowhere else; whatever a form
can hold goes through it whole.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from khronika.errors import UsageFault
from khronika.web.answers import Context, Page
from khronika.web.forms import Fields, fields_of
from khronika.web.frame import Frame
from khronika.web.guard import MOST_FORM_BYTES
from khronika.web.server import Address

MOST_SIGN_IN_BYTES = MOST_FORM_BYTES * 3 // 2
"""What a sign-in may hold: a form of the longest, in an encoding by a third longer, and who signs in."""


@dataclass(frozen=True, slots=True)
class SignIn(Context):
    """The sign-in. ``kept`` is what was typed before (:func:`as_kept`), and ``to`` where it goes."""

    template: ClassVar[str] = "sign_in.html"
    sheet: ClassVar[str] = "entrance.css"
    takes_passkeys: bool
    name: str = ""
    fault: str = ""
    hint: str = ""
    to: str = "/"
    kept: str = ""


def sign_in_page(frame: Frame, address: Address, to: str = "/", kept: Sequence[tuple[str, str]] = ()) -> Page:
    """Return the sign-in, with what was typed in a form whose session had ended."""
    status = 401 if kept else 200
    context = SignIn(address.takes_passkeys, to=to, kept=as_kept(kept))
    return Page(frame.language.word("Sign in"), context, status)


def as_kept(typed: Sequence[tuple[str, str]]) -> str:
    """Return the fields of a form as one word that no form encodes any longer; empty where there are none."""
    return base64.urlsafe_b64encode(urlencode(typed, safe="*").encode()).rstrip(b"=").decode()


def typed_before(kept: str) -> Fields:
    """Return the fields that went through the sign-in page; none where they are not as we sent them."""
    try:
        padding = "=" * (-len(kept) % 4)
        return fields_of(base64.b64decode(f"{kept}{padding}", altchars=b"-_", validate=True))
    except (ValueError, UsageFault):
        return Fields()
