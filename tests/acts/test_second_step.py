"""The second step: codes, recovery codes, and how it comes and goes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from signing_cast import STORKS, WRONG, refused, with_passphrase, with_second_step

from desk_cast import House
from khronika.acts.second_step import (
    ISSUER,
    RECOVERY_CODES,
    begin_totp,
    confirm_totp,
    drop_totp,
    fresh_recovery_codes,
)
from khronika.acts.sessions import session_of
from khronika.acts.sign_in import means_of, sign_in
from khronika.errors import NotAllowed, UsageFault

pytestmark = pytest.mark.usefixtures("cheap")


def test_with_a_second_step_a_code_is_needed_and_the_session_is_strong(house: House) -> None:
    codes, _ = with_second_step(house, house.cast.matei)
    assert refused(house, passphrase=STORKS) == WRONG
    session = session_of(house.desk, sign_in(house.desk, "Matei", STORKS, codes.at(house.clock.now)))
    assert session is not None
    assert session.strong


def test_a_code_counts_once(house: House) -> None:
    codes, _ = with_second_step(house, house.cast.matei)
    code = codes.at(house.clock.now)
    sign_in(house.desk, "Matei", STORKS, code)
    assert refused(house, passphrase=STORKS, code=code) == WRONG
    house.clock.forward(seconds=30)
    assert refused(house, passphrase=STORKS, code=code) == WRONG
    sign_in(house.desk, "Matei", STORKS, codes.at(house.clock.now))


def test_the_code_that_confirmed_a_second_step_does_not_sign_in(house: House) -> None:
    matei = with_passphrase(house, house.cast.matei)
    codes = pyotp.TOTP(begin_totp(house.desk, matei).secret)
    code = codes.at(house.clock.now)
    confirm_totp(house.desk, matei, code)
    assert refused(house, passphrase=STORKS, code=code) == WRONG


def test_of_one_code_used_twice_at_once_one_is_refused(house: House) -> None:
    codes, recovery = with_second_step(house, house.cast.matei)

    def used(code: str) -> bool:
        try:
            sign_in(house.desk, "Matei", STORKS, code)
        except NotAllowed:
            return False
        return True

    for code in (codes.at(house.clock.now), recovery[0]):
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(used, [code] * 4)).count(True) == 1


@pytest.mark.parametrize(("step", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_accepted_one_step_to_either_side(house: House, step: int, accepted: bool) -> None:  # noqa: FBT001 - a row of a table
    codes, _ = with_second_step(house, house.cast.matei)
    house.clock.forward(minutes=5)
    code = codes.at(house.clock.now, counter_offset=step)
    if accepted:
        sign_in(house.desk, "Matei", STORKS, code)
    else:
        assert refused(house, passphrase=STORKS, code=code) == WRONG


def test_after_a_later_code_an_earlier_one_is_not_accepted(house: House) -> None:
    codes, _ = with_second_step(house, house.cast.matei)
    house.clock.forward(minutes=5)
    sign_in(house.desk, "Matei", STORKS, codes.at(house.clock.now, counter_offset=1))
    assert refused(house, passphrase=STORKS, code=codes.at(house.clock.now)) == WRONG


def test_codes_are_those_of_rfc_6238(house: House) -> None:
    """The secret is 160 bits; the address is what authenticators read, and names neither desk nor program."""
    setup = begin_totp(house.desk, house.cast.matei)
    assert len(setup.secret) == 32
    assert setup.otpauth == f"otpauth://totp/{ISSUER}:Matei?secret={setup.secret}&issuer={ISSUER}"
    assert setup.secret not in repr(setup)


def test_a_code_may_be_typed_with_spaces_and_in_other_digits(house: House) -> None:
    codes, _ = with_second_step(house, house.cast.matei)
    code = codes.at(house.clock.now)
    sign_in(house.desk, "Matei", STORKS, f" {code[:3]} {code[3:]} ")
    house.clock.forward(seconds=30)
    arabic = codes.at(house.clock.now).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    sign_in(house.desk, "Matei", STORKS, arabic)


def test_a_second_step_counts_only_once_a_code_of_it_was_right(house: House) -> None:
    matei = with_passphrase(house, house.cast.matei)
    with pytest.raises(UsageFault, match="no second step was begun"):
        confirm_totp(house.desk, matei, "000000")
    first = begin_totp(house.desk, matei)
    second = begin_totp(house.desk, matei)
    with pytest.raises(UsageFault, match="code is not right"):
        confirm_totp(house.desk, matei, pyotp.TOTP(first.secret).at(house.clock.now))
    sign_in(house.desk, "Matei", STORKS)
    confirm_totp(house.desk, matei, pyotp.TOTP(second.secret).at(house.clock.now))
    with pytest.raises(UsageFault, match="second step already"):
        begin_totp(house.desk, matei)


def test_ten_recovery_codes_are_given_and_each_counts_once(house: House) -> None:
    _, recovery = with_second_step(house, house.cast.matei)
    assert len(set(recovery)) == RECOVERY_CODES
    assert all(len(code) == 19 and code.count("-") == 3 for code in recovery)
    for left, code in enumerate(reversed(recovery)):
        session = session_of(house.desk, sign_in(house.desk, "Matei", STORKS, code))
        assert session is not None
        assert session.strong
        assert refused(house, passphrase=STORKS, code=code) == WRONG
        assert means_of(house.desk, house.cast.matei).recovery_codes == RECOVERY_CODES - 1 - left


def test_a_recovery_code_may_be_misread(house: House) -> None:
    _, recovery = with_second_step(house, house.cast.matei)
    code = next(code for code in recovery if "0" in code and "1" in code)
    sign_in(house.desk, "Matei", STORKS, code.replace("0", "O").replace("1", "l").replace("-", " ").upper())


def test_recovery_codes_made_anew_take_the_place_of_those_before(house: House) -> None:
    _, before = with_second_step(house, house.cast.matei)
    with pytest.raises(NotAllowed, match="not your passphrase"):
        fresh_recovery_codes(house.desk, house.cast.matei, "not this one")
    after = fresh_recovery_codes(house.desk, house.cast.matei, STORKS)
    assert refused(house, passphrase=STORKS, code=before[0]) == WRONG
    sign_in(house.desk, "Matei", STORKS, after[0])


def test_a_second_step_is_taken_away_only_with_the_passphrase(house: House) -> None:
    _, recovery = with_second_step(house, house.cast.matei)
    with pytest.raises(NotAllowed, match="not your passphrase"):
        drop_totp(house.desk, house.cast.matei, recovery[0])
    drop_totp(house.desk, house.cast.matei, STORKS)
    sign_in(house.desk, "Matei", STORKS)
    for act in (drop_totp, fresh_recovery_codes):
        with pytest.raises(UsageFault, match="no second step"):
            act(house.desk, house.cast.matei, STORKS)
    assert means_of(house.desk, house.cast.matei).recovery_codes == 0
