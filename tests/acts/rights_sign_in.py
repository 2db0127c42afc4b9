"""The rights that signing in takes: none but to work here; to invite somebody, that of a custodian."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from rights_house import Act

from desk_cast import House
from khronika.acts import passkeys, second_step, sessions, sign_in
from khronika.acts.members import record_member
from khronika.acts.proof import WORKS_HERE
from khronika.errors import NotFound, UsageFault
from khronika.records.access import Right, Role
from khronika.records.ids import Kind

PASSPHRASE = "eleven storks over Ozrin"
BEFORE_THE_DOORS = {
    "sessions.begin_serving",
    "sessions.end_serving",
    "passkeys.begin_sign_in",
    "passkeys.sign_in_by_passkey",
    "sessions.end_all",
    "sessions.session_at_once",
    "sessions.session_of",
    "sessions.sign_out",
    "sign_in.enter_once",
    "sign_in.one_time",
    "sign_in.sign_in",
}
"""What is for those who are not in yet, and for who runs the desk: there is no asking member."""

BEHIND_THE_DOORS = {"proof.count_attempt", "proof.prove"}


def _passphrase(house: House, member: str, _: dict[Kind, str]) -> None:
    sign_in.set_passphrase(house.desk, member, PASSPHRASE)


def _invited(house: House, member: str, _: dict[Kind, str]) -> None:
    sign_in.invite(house.desk, member, record_member(house.desk, member, "Dara", [Role.READER]).id)


def _nothing_to_do(call: Any) -> Any:
    """Return a call that may have nothing to do: nobody here has a second step or a passkey yet."""

    def tried(house: House, member: str, _: dict[Kind, str]) -> None:
        with suppress(UsageFault, NotFound):
            call(house.desk, member)

    return tried


def _with_passphrase(call: Any) -> Any:
    def tried(house: House, member: str, ids: dict[Kind, str]) -> None:
        _passphrase(house, member, ids)
        _nothing_to_do(call)(house, member, ids)

    return tried


ACTS: dict[str, Act] = {
    "passkeys.add_passkey": Act(
        WORKS_HERE, _nothing_to_do(lambda desk, member: passkeys.add_passkey(desk, member, "phone", {}))
    ),
    "passkeys.begin_passkey": Act(
        WORKS_HERE, lambda h, m, _: passkeys.begin_passkey(h.desk, m, "desk.example", "https://desk.example")
    ),
    "passkeys.drop_passkey": Act(
        WORKS_HERE, _nothing_to_do(lambda desk, member: passkeys.drop_passkey(desk, member, "none"))
    ),
    "second_step.begin_totp": Act(WORKS_HERE, lambda h, m, _: second_step.begin_totp(h.desk, m)),
    "second_step.confirm_totp": Act(
        WORKS_HERE, _nothing_to_do(lambda desk, member: second_step.confirm_totp(desk, member, "000000"))
    ),
    "second_step.drop_totp": Act(
        WORKS_HERE, _with_passphrase(lambda desk, member: second_step.drop_totp(desk, member, PASSPHRASE))
    ),
    "second_step.fresh_recovery_codes": Act(
        WORKS_HERE,
        _with_passphrase(lambda desk, member: second_step.fresh_recovery_codes(desk, member, PASSPHRASE)),
    ),
    "sessions.sessions_of": Act(WORKS_HERE, lambda h, m, _: sessions.sessions_of(h.desk, m)),
    "sessions.sign_out_everywhere": Act(WORKS_HERE, lambda h, m, _: sessions.sign_out_everywhere(h.desk, m)),
    "sign_in.invite": Act(Right.ADMINISTER, _invited),
    "sign_in.means_of": Act(WORKS_HERE, lambda h, m, _: sign_in.means_of(h.desk, m)),
    "sign_in.set_passphrase": Act(WORKS_HERE, _passphrase),
}
