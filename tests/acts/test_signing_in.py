"""Signing in to a running desk by name and passphrase, what is kept of it, and what the log tells."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyotp
import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from signing_cast import (
    RAVENS,
    STORKS,
    WRONG,
    Counting,
    kept_working,
    known,
    leaves,
    refused,
    told,
    with_passphrase,
    with_second_step,
)

from desk_cast import House, files_in
from khronika.acts import proof
from khronika.acts.members import change_member, record_member
from khronika.acts.second_step import (
    RECOVERY_CODES,
    begin_totp,
    confirm_totp,
    drop_totp,
    fresh_recovery_codes,
)
from khronika.acts.sessions import session_of, sessions_of
from khronika.acts.sign_in import enter_once, invite, means_of, one_time, set_passphrase, sign_in
from khronika.errors import KhronikaError, NotAllowed, UsageFault
from khronika.records.access import Role
from khronika.records.body import record_of
from khronika.records.sign_in import KeptMeans
from khronika.vault.keyslots import Cost

pytestmark = pytest.mark.usefixtures("cheap")


def test_a_member_who_is_invited_enters_once_sets_a_passphrase_and_signs_in(house: House) -> None:
    desk, cast = house.desk, house.cast
    token = enter_once(desk, invite(desk, cast.ines, cast.matei))
    assert token is not None
    set_passphrase(desk, cast.matei, STORKS, token=token)
    session = session_of(desk, sign_in(desk, "Matei", STORKS))
    assert session is not None
    assert (session.member, session.strong, session.once) == (cast.matei, False, False)


@pytest.mark.parametrize("name", ["matei", " MATEI ", "Ｍａｔｅｉ"])
def test_case_width_and_spaces_of_a_name_do_not_count(house: House, name: str) -> None:
    with_passphrase(house, house.cast.matei)
    assert session_of(house.desk, sign_in(house.desk, name, STORKS)) is not None


def test_a_passphrase_is_the_same_from_every_keyboard(house: House) -> None:
    with_passphrase(house, house.cast.matei, "un été à Ozrin")
    sign_in(house.desk, "Matei", "un e\u0301te\u0301 a\u0300 Ozrin")


def test_a_passphrase_is_not_trimmed_and_its_case_counts(house: House) -> None:
    with_passphrase(house, house.cast.matei)
    assert refused(house, passphrase=STORKS.upper()) == WRONG
    assert refused(house, passphrase=f" {STORKS}") == WRONG


@pytest.mark.parametrize("short", ["", "elevenstork", " " * 20, "ﷺ"])
def test_a_short_passphrase_is_refused(house: House, short: str) -> None:
    if short == "ﷺ":  # one letter that NFKC makes eighteen of
        set_passphrase(house.desk, house.cast.matei, short)
        return
    with pytest.raises(UsageFault, match="shorter than 12"):
        set_passphrase(house.desk, house.cast.matei, short)
    assert not means_of(house.desk, house.cast.matei).passphrase


def test_a_passphrase_longer_than_anybody_types_is_refused_and_never_right(house: House) -> None:
    with pytest.raises(UsageFault, match="longer than 1000"):
        set_passphrase(house.desk, house.cast.matei, "x" * 1001)
    with_passphrase(house, house.cast.matei, "x" * 1000)
    assert refused(house, passphrase="x" * 1001) == WRONG
    sign_in(house.desk, "Matei", "x" * 1000)


def test_whatever_is_wrong_the_answer_and_the_work_are_the_same(house: House, argon: Counting) -> None:
    cast = house.cast
    with_passphrase(house, cast.matei)
    codes, _ = with_second_step(house, cast.sanne)
    with_passphrase(house, cast.oskar)
    leaves(house, cast.oskar)
    wrong = "000000" if codes.at(house.clock.now) != "000000" else "111111"
    tried = [
        ("Matei", "not this one", ""),
        ("Nobody", STORKS, ""),
        ("", "", ""),
        ("Lev", STORKS, ""),  # has no passphrase
        ("Oskar", STORKS, ""),  # has left
        ("Sanne", STORKS, ""),
        ("Sanne", STORKS, wrong),
        ("Sanne", "not this one", codes.at(house.clock.now)),
    ]
    answers = set()
    for name, passphrase, code in tried:
        before = argon.asked
        with pytest.raises(NotAllowed) as fault:
            sign_in(house.desk, name, passphrase, code)
        answers.add((type(fault.value), fault.value.fault, fault.value.hint))
        assert argon.asked - before == 1, name
    assert len(answers) == 1
    assert len(argon.costs) == 1


def test_a_passphrase_costs_what_rfc_9106_recommends_for_little_memory() -> None:
    cost = Cost(3, 64 * 1024, 1)
    assert (cost.passes, cost.kibibytes, cost.below_the_floor) == (3, 65536, False)
    source = Path(proof.__file__).read_text(encoding="utf-8")
    assert "\nCOST = Cost(3, 64 * 1024, 1)\n" in source


def test_one_passphrase_is_stretched_at_a_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most = [0], [0]

    class Watched:
        def __init__(self, **given: Any) -> None:
            self._true = Argon2id(**given)

        def derive(self, text: bytes) -> bytes:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
            try:
                return self._true.derive(text)
            finally:
                at_once[0] -= 1

    monkeypatch.setattr(proof, "Argon2id", Watched)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda number: refused(house, f"nobody {number}"), range(30)))
    assert most == [1]


def test_the_name_of_somebody_who_works_here_is_not_given_twice(house: House) -> None:
    desk, ines = house.desk, house.cast.ines
    for name in ("Matei", "MATEI ", "ｍａｔｅｉ"):
        with pytest.raises(UsageFault, match="works here already"):
            record_member(desk, ines, name, [Role.READER])
    with pytest.raises(UsageFault, match="works here already"):
        change_member(desk, ines, replace(known(house, house.cast.lev), name="matei"))
    leaves(house, house.cast.matei)
    second = record_member(desk, ines, "Matei", [Role.READER])
    with pytest.raises(UsageFault, match="works here already"):
        change_member(desk, ines, replace(known(house, house.cast.matei), active=True))
    with_passphrase(house, second.id)
    session = session_of(desk, sign_in(desk, "Matei", STORKS))
    assert session is not None
    assert session.member == second.id


def test_the_old_passphrase_is_needed_for_a_new_one(house: House) -> None:
    desk, matei = house.desk, with_passphrase(house, house.cast.matei)
    with pytest.raises(UsageFault, match="old passphrase is needed"):
        set_passphrase(desk, matei, RAVENS)
    with pytest.raises(NotAllowed, match="not your passphrase"):
        set_passphrase(desk, matei, RAVENS, "not this one")
    sign_in(desk, "Matei", STORKS)
    set_passphrase(desk, matei, RAVENS, STORKS)
    assert refused(house, passphrase=STORKS) == WRONG
    sign_in(desk, "Matei", RAVENS)


def test_of_two_changes_of_one_passphrase_at_once_one_is_refused(house: House) -> None:
    matei = with_passphrase(house, house.cast.matei)

    def change(new: str) -> bool:
        try:
            set_passphrase(house.desk, matei, new, STORKS)
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(change, [RAVENS, RAVENS + "!"]))
    assert True in done
    assert means_of(house.desk, matei).passphrase


def test_no_token_code_or_passphrase_stands_anywhere_in_clear(house: House) -> None:
    desk, matei = house.desk, house.cast.matei
    codes, recovery = with_second_step(house, matei)
    console, invitation = one_time(desk, house.cast.lev), invite(desk, house.cast.ines, house.cast.sanne)
    used = one_time(desk, matei)
    tokens = [sign_in(desk, "Matei", STORKS, codes.at(house.clock.now)), enter_once(desk, used) or ""]
    secrets = [STORKS, console, invitation, used, *tokens, *recovery]
    secrets += [code.replace("-", "") for code in recovery]
    with desk.ledger.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        tables = [name for name in names if not name.startswith(("sqlite_", "search"))]
        rows = [row for table in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]  # noqa: S608 - names of this database's tables
        everything = "\n".join(
            value.decode("latin-1") if isinstance(value, bytes) else str(value)
            for row in rows
            for value in row
        )
    assert "signin.made" in everything
    assert [secret for secret in secrets if secret in everything] == []
    on_disk = b"".join(files_in(house.path).values())
    assert [secret for secret in (*secrets, codes.secret) if secret.encode() in on_disk] == []


def test_no_entry_holds_anything_that_a_secret_could_be_guessed_by(house: House) -> None:
    with_second_step(house, house.cast.matei)
    means = kept_working(house.desk)[f"signin:{house.cast.matei}"]
    kept = {
        means["passphrase"]["salt"],
        means["passphrase"]["hash"],
        means["totp"]["secret"],
        *means["recovery"],
    }
    with house.desk.ledger.reading() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM bodies").scalars()
        recorded = "\n".join(body.decode() for body in bodies)
    assert [secret for secret in kept if secret in recorded] == []
    assert [secret for secret in kept if secret in repr(record_of(KeptMeans, means))] == []


def test_the_log_tells_each_sign_in_each_invitation_and_each_change_of_means(house: House) -> None:
    desk, cast = house.desk, house.cast
    token = enter_once(desk, invite(desk, cast.ines, cast.matei)) or ""
    set_passphrase(desk, cast.matei, STORKS, token=token)
    codes = pyotp.TOTP(begin_totp(desk, cast.matei).secret)
    recovery = confirm_totp(desk, cast.matei, codes.at(house.clock.now))
    house.clock.forward(minutes=1)
    sign_in(desk, "Matei", STORKS, codes.at(house.clock.now))
    sign_in(desk, "Matei", STORKS, recovery[0])
    fresh_recovery_codes(desk, cast.matei, STORKS)
    drop_totp(desk, cast.matei, STORKS)
    sign_in(desk, "Matei", STORKS)
    one_time(desk, cast.matei)
    refused(house)
    found = [
        (author, type_.partition(".")[2], body.get("how") or body["what"])
        for author, type_, body in told(house)
    ]
    assert found == [
        (cast.ines, "invited", "invitation"),
        (cast.matei, "made", "one-time address"),
        (cast.matei, "changed", "passphrase set"),
        (cast.matei, "changed", "second step added"),
        (cast.matei, "made", "passphrase and code"),
        (cast.matei, "made", "passphrase and recovery code"),
        (cast.matei, "changed", "recovery codes made anew"),
        (cast.matei, "changed", "second step taken away"),
        (cast.matei, "made", "passphrase"),
        (cast.matei, "invited", "console"),
    ]
    assert all(body["member"] == cast.matei for _, _, body in told(house))


def test_a_sign_in_that_the_log_cannot_have_is_none(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with_passphrase(house, house.cast.matei)

    def broken() -> Any:
        raise KhronikaError("no device today")

    monkeypatch.setattr(type(house.desk.vault), "device", lambda _: broken())
    with pytest.raises(KhronikaError, match="no device"):
        sign_in(house.desk, "Matei", STORKS)
    assert sessions_of(house.desk, house.cast.matei) == []


def test_a_member_sees_their_own_means_alone(house: House) -> None:
    with_second_step(house, house.cast.matei)
    assert means_of(house.desk, house.cast.matei).totp
    assert means_of(house.desk, house.cast.matei).recovery_codes == RECOVERY_CODES
    lev = means_of(house.desk, house.cast.lev)
    assert (lev.passphrase, lev.totp, lev.passkeys, lev.recovery_codes) == (False, False, (), 0)


def test_the_format_page_names_all_that_is_kept_in_working_state(house: House) -> None:
    page = (Path(__file__).parents[2] / "docs" / "FORMAT.md").read_text(encoding="utf-8")
    part = page.split("**Working state**")[1]
    with_second_step(house, house.cast.matei)
    signed = one_time(house.desk, house.cast.matei)
    enter_once(house.desk, signed)
    one_time(house.desk, house.cast.matei)
    refused(house)
    for name, row in kept_working(house.desk).items():
        assert f"- `{name.partition(':')[0]}:" in part
        fields = json.dumps(row)
        assert [field for field in json.loads(fields) if f"`{field}`" not in part] == []
