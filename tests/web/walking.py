"""A member's browser that walks every way of the desk, and what must hold for each answer it gets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

import httpx2 as httpx
from grounds import Parts, addresses, way_of, ways
from lxml import html
from page_forms import Form, forms_of
from page_rules import faults_of
from rights_house import Filled
from rights_originals import Blank
from sqlalchemy import event
from web_cast import ORIGIN, Browser

from khronika.acts.desk import Desk
from khronika.acts.sign_in import enter_once, one_time
from khronika.ledger import logbook
from khronika.ledger.queries import Sight
from khronika.web.routes import Way
from khronika.web.server import Server, address_of

SIGNS_OUT = "/sign-out"
UPLOADS = "/inbox/upload"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_NOTHING = re.compile("(?!)")
_AT_A_POSITION = re.compile(r"/log/\d")
"""What is done for a position depends on the entry before it that may be seen: every position was given."""

_FILE = "There were vans at the gate."


@dataclass(frozen=True)
class Answer:
    """What came back, and what it took: how many queries; and the types of the entries that were added."""

    method: str
    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    text: str
    queries: int
    added: tuple[str, ...]

    @property
    def location(self) -> str:
        """Return where it leads on."""
        return dict(self.headers).get("location", "")

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page."""
        return dict(self.headers).get("content-type", "").startswith("text/html")

    def without(self, parts: Parts) -> tuple[int, str, str, int]:
        """Return the answer with the ids that were asked for left out, to be compared with another."""
        text, headers = self.text, repr(self.headers)
        asked = [*parts.ids.values(), parts.saved, parts.job, f"/log/{parts.position}"]
        for number, id_ in enumerate(asked):
            text = text.replace(id_, f"<{number}>").replace(id_.capitalize(), f"<{number}>")
            headers = headers.replace(id_, f"<{number}>")
        made = 0 if _AT_A_POSITION.match(self.address) else self.queries
        return self.status, headers, text, made


@dataclass
class Book:
    """The forms that the pages of a desk offer, by the ways they are sent to.

    ``done`` is what each adds to the log when somebody with every role sends it.
    """

    forms: dict[str, dict[Form, None]] = field(default_factory=dict)
    done: dict[Form, tuple[str, ...]] = field(default_factory=dict)

    def keep(self, answer: Answer) -> None:
        """Keep the forms of a page."""
        for form in forms_of(answer.text, answer.address) if answer.is_page else ():
            way = way_of("POST", form.action)
            if way is None:
                continue
            known = self.forms.setdefault(way.path, {})
            shape = {tuple(name for name, _ in one.fields) for one in known}
            if len(known) < 4 and tuple(name for name, _ in form.fields) not in shape:
                known[form] = None

    def of(self, way: Way, parts: Parts) -> list[Form]:
        """Return the forms of a way; an empty one where no page offers any."""
        bare = [Form(address) for address in addresses(way.path, parts)][:2]
        return list(self.forms.get(way.path, {})) or bare


class Walker(Browser):
    """A member's browser that notes of each request what was answered and what it took."""

    def __init__(self, filled: Filled, member: str) -> None:
        """Sign the member in."""
        self.desk: Desk = filled.house.desk
        self.member = member
        super().__init__(
            self.desk, server=Server(self.desk, address_of(ORIGIN), lambda: None, painter=Blank())
        )
        self.client.follow_redirects = False
        self._queries = 0
        self._csrf = ""
        self.sign_in()
        event.listen(self.desk.engine, "before_cursor_execute", self._count)

    def sign_in(self) -> None:
        """Come in, anew where the session has ended."""
        token = enter_once(self.desk, one_time(self.desk, self.member))
        assert token is not None
        self.client.cookies.set("khronika", token, domain="127.0.0.1", path="/")
        found = _TOKEN.search(self.client.get("/me").text)
        assert found is not None
        self._csrf = found[1]

    def token(self) -> str:
        """Return the token of this session's forms."""
        return self._csrf

    def look(self, address: str, method: str = "GET") -> Answer:
        """Look at a page."""
        return self._noted(method, address, lambda: self.client.request(method, address))

    def send(self, form: Form, *, token: str | None = None, **headers: str) -> Answer:
        """Send a form; lone surrogates go as the bytes that no browser would send."""
        given = [("token", self._csrf if token is None else token)]
        given += [pair for pair in form.fields if pair[0] != "token"]
        if form.action == UPLOADS:
            body, kind = _in_parts(given)
        else:
            body, kind = (
                urlencode(given, errors="surrogatepass").encode(),
                "application/x-www-form-urlencoded",
            )
        answer = self.send_bytes(form.action, body, **{"content-type": kind} | headers)
        if answer.status == 401 or answer.location.startswith("/sign-in"):
            self.sign_in()
        return answer

    def send_bytes(self, address: str, body: bytes, **headers: str) -> Answer:
        """Send any body."""
        return self._noted("POST", address, lambda: self.client.post(address, content=body, headers=headers))

    def _noted(self, method: str, address: str, request: Callable[[], httpx.Response]) -> Answer:
        before = self._size()
        self._queries = 0
        response = request()
        made = self._queries
        added = self._types(before) if self._size() != before else ()
        kept = [(name, value) for name, value in response.headers.items() if name != "content-length"]
        text = response.content.decode("utf-8", "replace")
        answer = Answer(method, address, response.status_code, tuple(kept), text, made, added)
        fit(answer)
        return answer

    def _size(self) -> int:
        return self.desk.ledger.head().size

    def _types(self, before: int) -> tuple[str, ...]:
        with self.desk.ledger.reading() as connection:
            rows = logbook.newest(connection, Sight(), None, self._size() - before)
        return tuple(row.envelope["type"] for row in rows)

    def _count(self, *_: object) -> None:
        self._queries += 1

    def crawl(self, most: int = 400, but: re.Pattern[str] = _NOTHING) -> Iterator[Answer]:
        """Follow every link from the first page on, once; of those that differ in numbers alone a few."""
        waiting, known, alike = ["/"], {"/"}, Counter[str]()
        while waiting and most:
            most -= 1
            answer = self.look(waiting.pop(0))
            yield answer
            there = [answer.location] if answer.location else links_of(answer)
            for link in there:
                if but.match(link):
                    continue
                alike[re.sub(r"\d+", "0", link)] += 1
                if link not in known and alike[re.sub(r"\d+", "0", link)] <= 5:
                    known.add(link)
                    waiting.append(link)


def _in_parts(pairs: Sequence[tuple[str, str]]) -> tuple[bytes, str]:
    """Return fields and a small file as a form with files is sent, and what kind of body that is."""
    named = [
        *((f'name="{name}"', value) for name, value in pairs),
        ('name="file"; filename="a letter.txt"', _FILE),
    ]
    parts = [f"--cut\r\nContent-Disposition: form-data; {name}\r\n\r\n{value}\r\n" for name, value in named]
    return "".join([*parts, "--cut--\r\n"]).encode(
        "utf-8", "surrogatepass"
    ), "multipart/form-data; boundary=cut"


def links_of(answer: Answer) -> list[str]:
    """Return where a page's links lead inside the desk, anchors left out."""
    if not answer.is_page:
        return []
    page = html.document_fromstring(answer.text)
    here = urlsplit(answer.address).path
    found = [link.get("href", "").partition("#")[0] for link in page.iter("a")]
    return [here + link if link.startswith("?") else link for link in found if link.startswith(("/", "?"))]


def fit(answer: Answer) -> None:
    """Refuse an answer that no desk may give, whatever was asked."""
    where = f"{answer.method} {answer.address}: {answer.status}"
    assert answer.status < 500, (where, told(answer))
    assert "Traceback" not in answer.text, where
    if answer.is_page and answer.method != "HEAD":
        faults = faults_of(answer.text)
        assert not faults, (where, faults)
    if answer.status >= 400 and answer.method != "HEAD":
        assert len(told(answer).strip().splitlines()) == 1, (where, told(answer))


def told(answer: Answer) -> str:
    """Return what a refusal says."""
    if not answer.is_page:
        return answer.text
    found = html.document_fromstring(answer.text).xpath("//*[contains(@class, 'fault')] | //h1")
    said = [one.text_content() for one in found if "fault" in one.get("class", "")]
    return str((said or [found[0].text_content() if found else ""])[0])


def encoded(text: str) -> str:
    """Return a text as it stands in an address, slashes and all."""
    return quote(text, safe="")


@contextmanager
def signed_in(filled: Filled, *walkers: str) -> Iterator[list[Walker]]:
    """Give walkers of a desk; one thread serves them."""
    made = [Walker(filled, member) for member in walkers]
    try:
        for one in made:
            one.client.__enter__()
        yield made
    finally:
        for one in made:
            one.client.__exit__(None, None, None)
            event.remove(one.desk.engine, "before_cursor_execute", one._count)


LAST = (
    "/withdraw",
    "/erase",
    "/people",
    "/confirm",
    "/decline",
    "/take-back",
    "/second-step",
    "/me/passphrase",
    SIGNS_OUT,
)


def in_order(book: Book, parts: Parts) -> list[Form]:
    """Return all forms, those that take something away last."""
    every = [form for way in ways("POST") for form in book.of(way, parts)]
    return sorted(every, key=lambda form: any(word in form.action for word in LAST))
