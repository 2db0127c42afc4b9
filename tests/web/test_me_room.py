"""One's own page: a second step is set up, counts, is renewed and taken away, without script."""

from __future__ import annotations

import re

import pyotp
import pytest
from web_cast import Browser, Page

from desk_cast import House
from khronika.acts.sign_in import means_of, set_passphrase, sign_in
from khronika.errors import NotAllowed

pytestmark = pytest.mark.usefixtures("cheap")
HERONS = "two grey herons on the weir"


def signs_in(house: House, code: str) -> None:
    assert sign_in(house.desk, "Matei", HERONS, code)


def codes_on(page: Page) -> list[str]:
    """Return the recovery codes that a page shows."""
    assert page.status == 200
    listed = page.html.partition('<ol class="codes">')[2].partition("</ol>")[0]
    return re.findall(r"<code>([^<]+)</code>", listed)


@pytest.fixture
def matei(house: House) -> Browser:
    set_passphrase(house.desk, house.cast.matei, HERONS)
    return Browser(house.desk, house.cast.matei)


@pytest.fixture
def phone(matei: Browser) -> pyotp.TOTP:
    """Give an authenticator with the secret that one's page showed."""
    page = matei.post("/me/second-step")
    (secret,) = re.findall(r'class="secret"><code>([^<]+)<', page.html)
    return pyotp.TOTP(secret.replace(" ", ""))


def test_who_has_no_passphrase_is_told_to_set_one_and_how_long_it_has_to_be(house: House) -> None:
    sanne = Browser(house.desk, house.cast.sanne)
    page = sanne.get("/me")
    assert "You have no passphrase yet" in page.words
    assert "At least 12 characters" in page.words
    set_passphrase(house.desk, house.cast.sanne, HERONS)
    assert "You have no passphrase yet" not in sanne.get("/me").words


def test_a_second_step_counts_once_its_first_code_has_come(
    house: House, matei: Browser, phone: pyotp.TOTP
) -> None:
    signs_in(house, "")
    codes = codes_on(matei.post("/me/second-step/confirm", code=phone.at(house.clock.now)))
    assert len(codes) == means_of(house.desk, house.cast.matei).recovery_codes > 0
    with pytest.raises(NotAllowed):
        signs_in(house, "")
    signs_in(house, codes[0])
    page = matei.get("/me")
    assert f"{len(codes) - 1} recovery codes are left" in page.words
    assert not [code for code in codes if code in page.html], "they are shown this once"


def test_a_wrong_first_code_sets_nothing_up(house: House, matei: Browser, phone: pyotp.TOTP) -> None:
    wrong = f"{(int(phone.at(house.clock.now)) + 1) % 1_000_000:06}"
    assert matei.post("/me/second-step/confirm", code=wrong).status == 400
    signs_in(house, "")
    assert "Set one up" in matei.get("/me").words


def test_codes_made_anew_take_the_place_of_the_old_ones(
    house: House, matei: Browser, phone: pyotp.TOTP
) -> None:
    old = codes_on(matei.post("/me/second-step/confirm", code=phone.at(house.clock.now)))
    fresh = codes_on(matei.post("/me/codes", passphrase=HERONS))
    assert len(fresh) == len(old)
    assert not set(fresh) & set(old)
    with pytest.raises(NotAllowed):
        signs_in(house, old[0])
    signs_in(house, fresh[0])


@pytest.mark.parametrize("address", ["/me/codes", "/me/second-step/drop"])
def test_who_finds_the_page_open_changes_nothing_of_a_second_step(
    house: House, matei: Browser, phone: pyotp.TOTP, address: str
) -> None:
    codes = codes_on(matei.post("/me/second-step/confirm", code=phone.at(house.clock.now)))
    for passphrase in ("", "two grey herons on the bank"):
        page = matei.post(address, passphrase=passphrase)
        assert page.status == 403
        assert "This is not your passphrase" in page.words
    signs_in(house, codes[0])


def test_with_the_passphrase_it_is_taken_away(house: House, matei: Browser, phone: pyotp.TOTP) -> None:
    codes_on(matei.post("/me/second-step/confirm", code=phone.at(house.clock.now)))
    assert matei.post("/me/second-step/drop", passphrase=HERONS).status == 200
    signs_in(house, "")
    assert means_of(house.desk, house.cast.matei).recovery_codes == 0
