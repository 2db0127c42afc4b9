"""A member's browser without script: it follows links, fills in forms and keeps its cookie."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

import httpx2 as httpx
from starlette.testclient import TestClient

from khronika.acts.desk import Desk
from khronika.acts.sign_in import enter_once, one_time
from khronika.web.app import make_app
from khronika.web.server import Server, address_of

ORIGIN = "http://127.0.0.1:8470"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass
class Page:
    """What the browser shows: its address, its status, its source."""

    response: httpx.Response

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return self.response.status_code

    @property
    def path(self) -> str:
        """Return the path with its query."""
        return self.response.url.raw_path.decode()

    @property
    def html(self) -> str:
        """Return the source."""
        return self.response.text

    @property
    def words(self) -> str:
        """Return the text of the page, white space as single spaces."""
        reader = _Words()
        reader.feed(self.html)
        return " ".join(" ".join(reader.pieces).split())

    @property
    def links(self) -> list[str]:
        """Return where its links lead."""
        reader = _Words()
        reader.feed(self.html)
        return reader.links

    @property
    def forms(self) -> list[Form]:
        """Return its forms."""
        reader = _Words()
        reader.feed(self.html)
        return reader.forms


@dataclass
class Form:
    """A form as it stands in a page."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)


@dataclass
class Button:
    """A button of a form that sends it, with what it adds and where it sends it."""

    name: str
    value: str
    action: str


def press(browser: Browser, page: Page, name: str, value: str, **typed: Any) -> Page:
    """Press the button of a page that has this name and value, with its form filled in as it stands."""
    form, button = next(
        (form, one) for form in page.forms for one in form.buttons if (one.name, one.value) == (name, value)
    )
    return sent(browser, replace(form, action=button.action), **typed | {name: value})


def the_form(page: Page, action: str) -> Form:
    """Return the last form of a page that is posted to an address with this end."""
    return [one for one in page.forms if one.action.endswith(action) and one.method == "post"][-1]


def deeds(page: Page, beginning: str) -> list[Form]:
    """Return the forms of a page that would do something below an address."""
    return [form for form in page.forms if form.method == "post" and form.action.startswith(beginning)]


def form_to(page: Page, action: str) -> dict[str, Any]:
    """Return the fields of the one form of a page that is posted to an address, as they stand."""
    (form,) = [one for one in page.forms if one.action == action and one.method == "post"]
    return fields_in(form)


def fields_in(form: Form) -> dict[str, Any]:
    """Return the fields of a form as they stand, without the token of the session."""
    return {name: values for name, values in form.fields.items() if name != "token"}


def sent(browser: Browser, form: Form, **changes: Any) -> Page:
    """Send a form as it stands, but for some fields."""
    return browser.post(form.action, **fields_in(form) | changes)


def form_in(html: str, action: str) -> Form:
    """Return the form of a source that is sent to ``action``."""
    reader = _Words()
    reader.feed(html)
    return next(form for form in reader.forms if form.action == action)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._silent = 0
        self._field, self._typed, self._first = "", False, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._silent += tag in {"script", "style"}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        elif tag == "form":
            self.forms.append(Form(given.get("action") or "", (given.get("method") or "get").lower()))
        elif tag == "option" and self._field and self.forms:
            if "selected" in given or self._first:
                self.forms[-1].fields[self._field][-1] = given.get("value") or ""
            self._first = False
        elif tag in {"input", "button", "select", "textarea"} and self.forms and given.get("name"):
            self._field = given["name"] or "" if tag in {"select", "textarea"} else ""
            self._typed, self._first = tag == "textarea", tag == "select"
            ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
            if tag == "button":
                form = self.forms[-1]
                there = given.get("formaction") or form.action
                form.buttons.append(Button(given["name"] or "", given.get("value") or "", there))
            elif ticked:
                self.forms[-1].fields.setdefault(given["name"] or "", []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self._field, self._typed = "", False
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if self._typed and self.forms:
            self.forms[-1].fields[self._field][-1] += data
        if not self._silent:
            self.pieces.append(data)


class Browser:
    """One member's browser at a running desk."""

    def __init__(self, desk: Desk, member: str | None = None, *, server: Server | None = None) -> None:
        self.server = server or Server(desk, address_of(ORIGIN), lambda: None)
        self.client = TestClient(make_app(self.server), base_url=ORIGIN, follow_redirects=True)
        if member is not None:
            token = enter_once(desk, one_time(desk, member))
            assert token is not None
            self.client.cookies.set("khronika", token, domain="127.0.0.1", path="/")

    def get(self, path: str, **given: Any) -> Page:
        """Open a page."""
        return Page(self.client.get(path, **given))

    def post(self, path: str, *, token: str | None = None, **fields: Any) -> Page:
        """Send a form, with the token of this session."""
        given = {"token": self.token() if token is None else token, **fields}
        return Page(self.client.post(path, data=given))

    def token(self) -> str:
        """Return the token that this session's forms carry."""
        found = _TOKEN.search(self.get("/me").html)
        assert found is not None
        return found[1]
