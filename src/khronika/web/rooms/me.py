"""One's own page: passphrase, second step, recovery codes, sessions.

What must stay true: a secret (the second step's, recovery codes) is on the one page that answers its making
and on no other; it is asked for again by making it anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import segno

from khronika.acts.second_step import begin_totp, confirm_totp, drop_totp, fresh_recovery_codes
from khronika.acts.sessions import sessions_of, sign_out, sign_out_everywhere
from khronika.acts.sign_in import means_of, set_passphrase
from khronika.errors import UsageFault
from khronika.records.sign_in import Means, Session
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.routes import Way, now, post
from khronika.web.visits import Visit
from khronika.web.zones import COOKIE, Place, known, places


@dataclass(frozen=True, slots=True)
class Me(Context):
    """A member's own page. ``needs_old`` is false for a while after a one-time address."""

    template: ClassVar[str] = "me.html"
    sheet: ClassVar[str] = "me.css"
    means: Means
    sessions: Sequence[Session]
    here: str
    needs_old: bool
    takes_passkeys: bool
    zones: Mapping[str, Sequence[Place]]


@dataclass(frozen=True, slots=True)
class SecondStep(Context):
    """A second step that is being set up: its secret, also as a picture to photograph."""

    template: ClassVar[str] = "second_step.html"
    sheet: ClassVar[str] = "me.css"
    secret: str
    rows: Sequence[Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Codes(Context):
    """Recovery codes, shown this once."""

    template: ClassVar[str] = "codes.html"
    sheet: ClassVar[str] = "me.css"
    codes: Sequence[str]


def me(visit: Visit) -> Answer:
    """Show one's own page."""
    means = means_of(visit.desk, visit.who)
    sessions = sessions_of(visit.desk, visit.who)
    needs_old = means.passphrase and not visit.session.once
    named = visit.server.address.takes_passkeys
    zones = places(visit.language.locale)
    context = Me(means, sessions, visit.session.digest, needs_old, named, zones)
    return Page(visit.word("Your page"), context)


def zone(visit: Visit) -> Answer:
    """Choose the zone that times are shown in. This browser keeps it; the desk does not."""
    chosen = visit.form.get("zone")
    if chosen != known(chosen):
        raise UsageFault("there is no such time zone", "choose from the list").beside("zone")
    return GoTo("/me", "saved", cookies={COOKIE: chosen})


def passphrase(visit: Visit) -> Answer:
    """Set one's passphrase."""
    new = visit.form.typed("new")
    if new != visit.form.typed("again"):
        raise UsageFault("the two passphrases differ", "type the same twice").beside("again")
    old = visit.form.typed("old") or None
    set_passphrase(visit.desk, visit.who, new, old, token=visit.token)
    return GoTo("/me", "passphrase")


def begin_second_step(visit: Visit) -> Answer:
    """Begin a second step: show its secret."""
    setup = begin_totp(visit.desk, visit.who)
    code = segno.make(setup.otpauth, error="m", micro=False)
    rows = [[bool(module) for module in row] for row in code.matrix]
    groups = " ".join(setup.secret[at : at + 4] for at in range(0, len(setup.secret), 4))
    return Page(visit.word("Second step"), SecondStep(groups, rows))


def confirm_second_step(visit: Visit) -> Answer:
    """Make the second step count, and show the recovery codes."""
    codes = confirm_totp(visit.desk, visit.who, visit.form.get("code"))
    return Page(visit.word("Recovery codes"), Codes(codes))


def drop_second_step(visit: Visit) -> Answer:
    """Take the second step away."""
    drop_totp(visit.desk, visit.who, visit.form.typed("passphrase"))
    return GoTo("/me", "changed")


def fresh_codes(visit: Visit) -> Answer:
    """Make recovery codes anew and show them."""
    codes = fresh_recovery_codes(visit.desk, visit.who, visit.form.typed("passphrase"))
    return Page(visit.word("Recovery codes"), Codes(codes))


def leave(visit: Visit) -> Answer:
    """Sign out here, or everywhere."""
    visit.server.searches.forget(visit.session.digest)
    if visit.form.has("everywhere"):
        sign_out_everywhere(visit.desk, visit.who)
    else:
        sign_out(visit.desk, visit.token)
    return GoTo("/sign-in", cookies={visit.server.address.cookie: ""})


WAYS: tuple[Way, ...] = (
    now("/me", me),
    post("/me/zone", zone),
    post("/me/passphrase", passphrase),
    post("/me/second-step", begin_second_step),
    post("/me/second-step/confirm", confirm_second_step),
    post("/me/second-step/drop", drop_second_step),
    post("/me/codes", fresh_codes),
    post("/sign-out", leave),
)
