"""Passkeys in Chromium, by an authenticator of its own making: at a desk with a name, never at a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect
from real_browser import Running, context_of, running, violations

from desk_cast import House
from khronika.acts.sessions import end_all
from khronika.acts.sign_in import means_of, set_passphrase

STORKS = "eleven storks over Ozrin"
NOTHING_DONE = "Nothing was done: it was cancelled, took too long, or there is no passkey"


@dataclass
class Phone:
    """What Chromium takes for the member's own device: it keeps keys, and knows its user by touch."""

    browser: CDPSession
    id: str = field(default="")

    def __post_init__(self) -> None:
        self.browser.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self.browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.id = made["authenticatorId"]

    def refuses(self) -> None:
        """Take the next touch for somebody's whom it does not know."""
        self._send("setUserVerified", isUserVerified=False)

    def agrees(self) -> None:
        """Take the next touch for its user's."""
        self._send("setUserVerified", isUserVerified=True)

    @property
    def keys(self) -> list[dict[str, Any]]:
        """Return what it keeps."""
        return list(self._send("getCredentials")["credentials"])

    def _send(self, command: str, **given: Any) -> dict[str, Any]:
        answer = self.browser.send(f"WebAuthn.{command}", {"authenticatorId": self.id, **given})
        return dict(answer or {})


@pytest.fixture
def named(house: House) -> Iterator[Running]:
    """Serve the desk at ``localhost``: a secure context with a name."""
    with running(house.desk, "localhost") as made:
        yield made


Opened = Callable[..., tuple[Page, Phone]]


@pytest.fixture
def opened(browser: Browser, named: Running, house: House) -> Iterator[Opened]:
    """Give a member's browser with a device; its script never stops short."""
    faults: list[str] = []
    contexts = []

    def open_(member: str | None = house.cast.matei) -> tuple[Page, Phone]:
        context = context_of(browser, named, member)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        return page, Phone(context.new_cdp_session(page))

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def add(page: Page, name: str) -> None:
    page.goto("/me")
    page.get_by_label("Call it").fill(name)
    page.get_by_role("button", name="Add a passkey").click()


def ask_to_enter(page: Page) -> None:
    page.get_by_role("button", name="Sign in with a passkey").click()


def test_a_passkey_is_made_signs_in_and_is_taken_away(opened: Opened, house: House) -> None:
    matei = house.cast.matei
    set_passphrase(house.desk, matei, STORKS)
    page, phone = opened()
    add(page, "my phone")
    expect(page.locator("#done")).to_contain_text("Your passkey is kept.")
    (kept,) = phone.keys
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)
    assert violations(page) == []
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert violations(page) == []
    ask_to_enter(page)
    expect(page.get_by_role("heading", name="Work list")).to_be_visible()
    page.goto("/me")
    expect(page.locator("#passkeys li")).to_contain_text("my phone")
    expect(page.locator("#passkeys li")).to_contain_text("last used")
    page.get_by_role("button", name="Take it away").click()
    expect(page.locator("#passkeys li")).to_have_count(0)
    assert means_of(house.desk, matei).passkeys == ()
    page.get_by_role("button", name="Sign out", exact=True).click()
    ask_to_enter(page)
    expect(page.get_by_role("alert")).to_contain_text("This passkey does not open the desk here.")
    assert page.url.endswith("/sign-in/passkey")


def test_who_says_no_to_their_device_reads_in_one_line_that_nothing_was_done(
    opened: Opened, house: House
) -> None:
    page, phone = opened()
    phone.refuses()
    add(page, "my phone")
    expect(page.locator("#passkeys [role=status]")).to_contain_text(NOTHING_DONE)
    assert means_of(house.desk, house.cast.matei).passkeys == ()
    assert phone.keys == []
    phone.agrees()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("#done")).to_contain_text("Your passkey is kept.")
    page.context.clear_cookies()
    page.goto("/items")
    phone.refuses()
    ask_to_enter(page)
    expect(page.locator("#enter-by-passkey [role=status]")).to_contain_text(NOTHING_DONE)
    phone.agrees()
    ask_to_enter(page)
    expect(page.get_by_role("heading", name="Texts")).to_be_visible()


def test_one_device_has_one_passkey_of_a_member(opened: Opened, house: House) -> None:
    page, _ = opened()
    add(page, "my phone")
    expect(page.locator("#done")).to_contain_text("Your passkey is kept.")
    add(page, "my phone again")
    expect(page.locator("#passkeys [role=status]")).to_contain_text(
        "This device has a passkey of yours already."
    )
    assert len(means_of(house.desk, house.cast.matei).passkeys) == 1


def test_a_session_that_ended_is_said_where_a_passkey_is_added(opened: Opened, house: House) -> None:
    page, phone = opened()
    page.goto("/me")
    end_all(house.desk)
    page.get_by_label("Call it").fill("my phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("#passkeys [role=status]")).to_contain_text("Your session has ended")
    assert phone.keys == []


def test_what_was_typed_when_the_session_ended_comes_through_a_passkey(opened: Opened, house: House) -> None:
    page, _ = opened()
    add(page, "my phone")
    expect(page.locator("#done")).to_contain_text("Your passkey is kept.")
    page.goto("/parties/new")
    page.locator("main input:not([type=hidden])").first.fill("Mira Dzhalova")
    end_all(house.desk)
    page.locator("main form button").last.click()
    ask_to_enter(page)
    expect(page.locator("main")).to_contain_text("what you had typed when your session ended")
    expect(page.locator("main input:not([type=hidden])").first).to_have_value("Mira Dzhalova")


def test_without_script_the_page_says_what_to_use_in_their_place(
    browser: Browser, named: Running, house: House
) -> None:
    context = context_of(browser, named, house.cast.matei, java_script_enabled=False)
    page = context.new_page()
    page.goto("/me")
    expect(page.locator("#passkeys")).to_contain_text("they need script")
    expect(page.get_by_role("button", name="Add a passkey")).not_to_be_visible()
    page.context.clear_cookies()
    page.goto("/sign-in")
    expect(page.locator("main")).to_contain_text("A passkey needs script")
    expect(page.get_by_role("button", name="Sign in with a passkey")).not_to_be_visible()
    context.close()


def test_a_desk_at_a_number_offers_none_and_says_why(page: Page) -> None:
    page.goto("/me")
    expect(page.locator("#passkeys")).to_contain_text("a passkey is bound to a name")
    expect(page.get_by_role("button", name="Add a passkey")).to_have_count(0)
    page.context.clear_cookies()
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("passkey")
