"""Hostile requests and hostile words: no fault of ours, nothing done, and in every page words stay words."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable, MutableMapping, Sequence
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html
from rights_house import NOWHERE, UNSEEN, Filled
from walking import (
    LOCKS,
    Book,
    Form,
    Grounds,
    Walker,
    addresses,
    encoded,
    forms_of,
    in_order,
    links_of,
    signed_in,
    ways,
)
from web_cast import ORIGIN

from desk_cast import House
from khronika.acts import (
    brief,
    care,
    consent,
    contact,
    incidents,
    members,
    originals,
    parties,
    places,
    read,
    review,
    saved,
    upkeep,
)
from khronika.acts.find import Search
from khronika.acts.outgoing import BriefOrder
from khronika.acts.sources import Conditions
from khronika.records.access import Role
from khronika.records.care import Care
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.contact import Danger, Interview, NextContact, Referral
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind, Place
from khronika.web.server import Server, address_of
from khronika.web.serving import bound, serve

Open = Callable[[Filled], Filled]
FORM = "application/x-www-form-urlencoded"
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
TURNED = "\u202egnp\u2066\u200b\ufeff\u00ad"
ARABIC = "\u0645\u064a\u0631\u0627"
TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS)


def hostile(entrance: str) -> str:
    """Return a name that attacks whoever shows it, and by which it can be told where it came in."""
    return f"zq{entrance} {MARKUP} {TURNED} {ARABIC} {{{{7*7}}}} javascript:alert(1)"


ENTRANCES = (
    *("file", "title", "author", "publisher", "subject", "speaker", "relay", "addressee", "forum", "words"),
    *("reason", "note", "party", "otherscript", "place", "placename", "incident", "member", "compartment"),
    *("search", "pseudonym", "danger", "channel", "hours", "next", "referral", "elsewhere", "interpreter"),
    *("consentform", "withdrawal", "mark", "opening", "filing", "brief"),
)


def let_in(house: House) -> None:
    """Let hostile words into the desk by every entrance there is."""
    desk, ines, sent = house.desk, house.cast.ines, {name: hostile(name) for name in ENTRANCES}
    page = (
        f"<html><head><title>{html_escaped(sent['title'])}</title>"
        f'<meta name="author" content="{html_escaped(sent["author"])}">'
        f'<meta property="og:site_name" content="{html_escaped(sent["publisher"])}"></head>'
        f"<body><article><p>{html_escaped(sent['words'])} said that three vans stood at the gate of Quarry 9. "
        f"The ministry denied it, and nobody was held there, the spokesperson told Orvan on Wednesday.</p>"
        "</article></body></html>"
    )
    letter = f"Subject: {sent['subject']}\r\nFrom: a@example.org\r\nContent-Type: text/plain\r\n\r\nVans.\r\n"
    given = Conditions(note=sent["note"], terms=(TERM,), person="Witness C", contributor=None)
    taken = house.take(page, letter, names=(f"{sent['file']}.html", "letter.eml"), conditions=given)
    item = taken[0].item
    assert item is not None
    read.read(desk, ines, [item])
    (statement, *others) = house.statements_of(item)
    changes = {
        "speaker": sent["speaker"],
        "relays": [sent["relay"]],
        "addressee": sent["addressee"],
        "forum": sent["forum"],
    }
    review.amend(desk, ines, statement, changes)
    for other in others[:1]:
        review.reject(desk, ines, [other], sent["reason"])
    party = parties.record_party(
        desk, ines, Party("", sent["party"], PartyKind.PERSON, names=(sent["otherscript"],))
    )
    place = places.record_place(desk, ines, Place("", sent["place"], (sent["placename"],)))
    involved = (Involvement(party.id, IncidentRole.WITNESS, (statement,)),)
    incident = incidents.record_incident(
        desk, ines, Incident("", sent["incident"], ("detained",), "2026-03", place.id, involved)
    )
    incidents.file_statements(desk, ines, incident.id, [statement], sent["filing"])
    care.mark_care(desk, ines, statement, [Care.CHILD], sent["mark"])
    members.record_member(desk, ines, sent["member"], [Role.READER])
    members.record_compartment(desk, ines, sent["compartment"])
    saved.save_search(desk, ines, sent["search"][:60], Search("vans", speaker=sent["speaker"][:60]))
    made = contact.record_interview(desk, ines, _interview(sent))
    assert made.consent is not None
    originals.open_original(desk, ines, item, sent["opening"])
    brief.brief(desk, ines, BriefOrder(sent["brief"], (item,)))
    (agreed,) = [one for one in consent.list_consents(desk, ines) if taken[1].receipt in one.covers]
    consent.withdraw_consent(desk, ines, agreed.id, sent["withdrawal"])


def _interview(sent: dict[str, str]) -> Interview:
    return Interview(
        "Two vans came.\n",
        terms=(TERM,),
        pseudonym=sent["pseudonym"],
        consent_form=sent["consentform"],
        danger=Danger.NOW,
        danger_words=sent["danger"],
        channel=sent["channel"],
        hours=sent["hours"],
        next=NextContact("2026-04-21", sent["next"]),
        referral=Referral(sent["referral"], consented=True),
        earlier_elsewhere=sent["elsewhere"],
        interpreter=sent["interpreter"],
    )


def html_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def test_hostile_words_stay_words_whichever_way_they_came_in(house: House) -> None:
    let_in(house)
    filled = Filled(house, {}, {})
    shown: set[str] = set()
    with signed_in(filled, house.cast.ines) as (ines,):
        pages = [answer for answer in ines.crawl(most=500) if answer.is_page]
        ines.client.headers["accept-language"] = "ru"
        pages += [answer for answer in ines.crawl(most=60) if answer.is_page]
    for answer in pages:
        shown |= {name for name in ENTRANCES if f"zq{name} " in answer.text}
        assert not re.search(r"zq\w+ [^\n]{0,150}\b49\b", answer.text), answer.address
    import pprint; pprint.pprint([(answer.address, [t[:60] for t in found]) for answer in pages if (found := turned_round(answer.text))]); print("NOT SHOWN", set(ENTRANCES)-shown)
    assert [(answer.address, found) for answer in pages if (found := turned_round(answer.text))] == []
    assert set(ENTRANCES) - shown == set()


def turned_round(source: str) -> list[str]:
    """Return words of a page that can turn the words around them: a name of another direction, not isolated."""
    found = []
    for element in html.document_fromstring(source).iter():
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if text and ARABIC in text and not _isolated(holder):
                found.append(text)
    return found


def _isolated(element: Any) -> bool:
    around = [element, *element.iterancestors()]
    return any(one.tag in _APART or (one.get("dir") and one.tag != "html") for one in around)


_APART = {"bdi", "title", "option", "textarea", "script"}

IN_FIELDS = (
    f"{MARKUP}{TURNED}",
    "\x00\ud800\udfff\x1b[2J",
    "' OR 1=1 --",
    "9" * 400,
    "-1",
    "2026-02-31",
    "x" * 100_000,
    f"itm_{NOWHERE}",
)


def test_hostile_words_in_every_field_of_every_form_do_no_harm(
    grounds: Grounds, opened: Open, book: Book
) -> None:
    filled = opened(grounds.full)
    house = filled.house
    with signed_in(filled, grounds.nadia) as (nadia,):
        for value in IN_FIELDS:
            for form in in_order(book, grounds.seen):
                whole = len(value) % 2 == 0
                answer = nadia.send(form.filled(value, all_of_it=whole))
                assert answer.status in {200, 303, 400, 401, 403, 404, 410}, (form.action, answer.status)
        for answer in nadia.crawl(most=300):
            assert UNSEEN not in answer.text
    assert upkeep.verify(house.desk, house.cast.ines, files=True).problems == ()


VALUES = st.one_of(
    st.sampled_from(IN_FIELDS),
    st.text(max_size=30),
    st.sampled_from(("<script>", "{{7*7}}", "\u202e", "2026-13-45", "0000", "1e9", "%00", "", "accepted", "1")),
)
STEPS = st.tuples(
    st.sampled_from(("link", "link", "form", "form", "any form", "address")),
    st.integers(0, 9999),
    st.lists(st.tuples(st.sampled_from(("keep", "keep", "value", "id", "twice", "out")), VALUES), min_size=3, max_size=9),
)
CRAWLED_SECONDS = 10


@pytest.mark.parametrize("name", ["ines", "nadia"])
def test_whatever_is_followed_and_sent_there_is_an_answer(
    grounds: Grounds, opened: Open, book: Book, name: str
) -> None:
    """A crawler: it follows links, fills in forms with anything, and sends them, in any order."""
    filled = opened(grounds.full)
    house = filled.house
    member = grounds.nadia if name == "nadia" else house.cast.ines
    until = time.monotonic() + CRAWLED_SECONDS

    with signed_in(filled, member) as (walker,):
        crawler = Crawler(walker, grounds, book)

        @settings(
            max_examples=500,
            deadline=None,
            phases=[Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(STEPS, min_size=1, max_size=6))
        def crawl(steps: list[Step]) -> None:
            for step in steps:
                if time.monotonic() < until:
                    crawler.go(*step)
                    assert name == "ines" or UNSEEN not in crawler.page.text

        crawl()
    assert upkeep.verify(house.desk, house.cast.ines, files=True).problems == ()


Spoiled = list[tuple[str, str]]
Step = tuple[str, int, Spoiled]


class Crawler:
    """Goes on from the page where it is; what it draws does not depend on what it finds there."""

    def __init__(self, walker: Walker, grounds: Grounds, book: Book) -> None:
        """Begin at the first page."""
        self.walker = walker
        self.page = walker.look("/")
        self._forms = in_order(book, grounds.seen)
        self._ids = [*grounds.seen.ids.values(), *grounds.hidden.ids.values(), f"stm_{NOWHERE}", "x", "%00"]

    def go(self, how: str, number: int, spoiled: Spoiled) -> None:
        """Make one step."""
        links = links_of(self.page)
        forms = list(forms_of(self.page.text, self.page.address)) if self.page.is_page else []
        forms = [form for form in forms if form.action != LOCKS]
        if how == "link" and links:
            self.page = self.walker.look(links[number % len(links)])
        elif how == "form" and forms:
            self.page = self.walker.send(self._spoiled(forms[number % len(forms)], number, spoiled))
        elif how == "any form":
            self.page = self.walker.send(self._spoiled(self._forms[number % len(self._forms)], number, spoiled))
        else:
            every = ways("GET")
            address = re.sub(r"{\w+}", encoded(self._id(number // 7)), every[number % len(every)].path)
            given = urlencode([("as_of", "2026-04-20"), ("before", self._id(number))][number % 3 :])
            self.page = self.walker.look(f"{address}?{given}" if given else address)

    def _id(self, number: int) -> str:
        return self._ids[number % len(self._ids)]

    def _spoiled(self, form: Form, number: int, spoiled: Spoiled) -> Form:
        fields = []
        for (name, value), (how, other) in zip(form.fields, cycle(spoiled), strict=False):
            fields += [] if how == "out" and name != "token" else [(name, value)]
            if name != "token" and how in {"value", "id"}:
                fields[-1] = (name, other if how == "value" else self._id(number))
            fields += [(name, other)] if how == "twice" else []
        return Form(form.action, tuple(fields))


# Requests that no browser sends.


async def _asked(
    app: Any, scope: dict[str, Any], pieces: Sequence[bytes | None], *, whole: bool = True
) -> tuple[int, bytes]:
    """Make a request whose body comes in pieces; ``None`` never comes; one that is not whole breaks off."""
    came: list[MutableMapping[str, Any]] = []
    left = list(pieces)

    async def receive() -> MutableMapping[str, Any]:
        if not left:
            return {"type": "http.disconnect"}
        piece = left.pop(0)
        if piece is None:
            await asyncio.sleep(3600)
        return {"type": "http.request", "body": piece, "more_body": bool(left) or not whole}

    async def send(message: MutableMapping[str, Any]) -> None:
        came.append(message)

    await app(scope, receive, send)
    return came[0]["status"], b"".join(message.get("body", b"") for message in came[1:])


def scope_of(method: str, path: str, *headers: tuple[str, str], raw: bytes | None = None) -> dict[str, Any]:
    """Return a request as a server gives it to an application."""
    where, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": where,
        "raw_path": where.encode(),
        "query_string": query.encode() if raw is None else raw,
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8470),
    }


HOST = ("host", ORIGIN.removeprefix("http://"))


class Bare:
    """Makes requests by hand, inside a session of a member."""

    def __init__(self, filled: Filled, member: str) -> None:
        """Sign the member in."""
        self.walker = Walker(filled, member)
        self.cookie = ("cookie", f"khronika={self.walker.client.cookies['khronika']}")
        self.app = self.walker.client.app
        self.filled = filled

    def ask(
        self,
        method: str,
        path: str,
        *headers: tuple[str, str],
        pieces: Sequence[bytes | None] = (b"",),
        whole: bool = True,
        raw: bytes | None = None,
    ) -> tuple[int, str]:
        """Make a request and return status and body; nothing may be added to the log."""
        before = self.filled.house.desk.ledger.head()
        kept = headers if any(name == "host" for name, _ in headers) else (HOST, *headers)
        status, body = asyncio.run(
            _asked(self.app, scope_of(method, path, *kept, raw=raw), pieces, whole=whole)
        )
        assert self.filled.house.desk.ledger.head() == before
        assert status < 500, (method, path, status)
        return status, body.decode("utf-8", "replace")


@pytest.fixture
def bare(grounds: Grounds, opened: Open) -> Bare:
    filled = opened(grounds.full)
    return Bare(filled, filled.house.cast.ines)


NO_BODY = {f"/enter/{'x' * 40}"}
FOR_EVERYBODY = {"/sign-in/passkey/begin"}
"""What answers to anybody who asks, and always the same."""


def posted(grounds: Grounds) -> list[str]:
    """Return an address of every way to which something is sent."""
    return [addresses(way.path, grounds.seen)[0] for way in ways("POST")]


def test_too_many_fields_and_too_long_a_body_are_refused_everywhere(grounds: Grounds, bare: Bare) -> None:
    kind = ("content-type", FORM)
    for path in posted(grounds):
        for body in (b"a=1&" * 100_000, b"a=" + b"x" * (3 << 20), b"&" * 100_000, b"a=%"):
            status, _ = bare.ask("POST", path, bare.cookie, kind, pieces=(body,))
            assert status in {303, 400, 401, 403} or path in FOR_EVERYBODY, (path, status)
    for way in ways("GET"):
        status, _ = bare.ask(
            "GET", addresses(way.path, grounds.seen)[0] + "?" + "a=1&" * 100_000, bare.cookie
        )
        assert status == 400 or way.raw is not None, way.path


def test_a_body_of_another_kind_or_one_that_breaks_off_does_nothing(grounds: Grounds, bare: Bare) -> None:
    token = bare.walker.token().encode()
    whole = b"token=" + token + b"&reason=no&name=x&note=x&words=x"
    for path in posted(grounds):
        for kind in ("application/json", "multipart/form-data; boundary=" + "x" * 9000, "\xff", "a/b; c=d"):
            status, _ = bare.ask("POST", path, bare.cookie, ("content-type", kind), pieces=(b'{"token": 1}',))
            assert status in {200, 303, 400, 401, 403}, (path, kind, status)
        headers = (bare.cookie, ("content-type", FORM), ("content-length", "9999"))
        status, _ = bare.ask("POST", path, *headers, pieces=(whole,), whole=False)
        assert status in {400, 403, 499} or path in NO_BODY, (path, status)


def test_a_form_from_another_site_does_nothing_anywhere(grounds: Grounds, bare: Bare, book: Book) -> None:
    for form in in_order(book, grounds.seen):
        for header in (("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")):
            answer = bare.walker.send(form, **dict([header]))
            assert (answer.status, answer.added) == (403, ()), form.action


def test_a_body_that_does_not_come_holds_nobody_up(grounds: Grounds, bare: Bare) -> None:
    """Whoever sends a body slowly is waited for; everybody else goes on meanwhile."""

    async def both() -> list[int]:
        slow = [
            asyncio.create_task(
                _asked(bare.app, scope_of("POST", path, HOST, bare.cookie), (b"token=", None))  # type: ignore[arg-type]
            )
            for path in posted(grounds)
        ]
        await asyncio.sleep(0)
        pages = [scope_of("GET", path, HOST, bare.cookie) for path in ("/", "/items", "/me")]
        found = [(await _asked(bare.app, page, (b"",)))[0] for page in pages]
        for one in slow:
            one.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        return found

    assert asyncio.run(both()) == [200, 200, 200]


def test_only_requests_for_this_host_and_a_path_of_the_desk_are_answered(bare: Bare) -> None:
    for hosts in (
        (HOST, HOST),
        (HOST, ("host", "evil.example")),
        (("host", "evil.example"),),
        (("host", ""),),
    ):
        assert bare.ask("GET", "/items", *hosts, bare.cookie)[0] == 421
    for path in (
        "//items",
        "/./items",
        "/items/",
        "/items/../me",
        "//evil.example/items",
        "/items//",
        "/ITEMS",
    ):
        assert bare.ask("GET", path, bare.cookie)[0] == 404, path
    for path in ("http://evil.example/items", "*", "", "items", "/items\x00", "/items;x", "/\u202eitems"):
        assert bare.ask("GET", path, bare.cookie)[0] in {400, 404}, path
    for name in ("../base.css", "x" * 5000 + ".css", "\x00.css", ".css", "base.css/", "%2e%2e%2fbase.css"):
        assert bare.ask("GET", f"/static/0/{name}", bare.cookie)[0] == 404, name
    assert bare.ask("GET", "/items", bare.cookie, raw=b"as_of=\xff\xfe")[0] == 400


def test_cookies_that_are_doubled_forged_or_nonsense_let_nobody_in(bare: Bare) -> None:
    name, value = bare.cookie
    for cookie in (
        "khronika=",
        "khronika=x",
        f"khronika={'x' * 9000}",
        "khronika=\xff",
        ";;;",
        "language=../../x",
    ):
        status, _ = bare.ask("GET", "/items", (name, cookie), ("accept-language", "\xff;q=x,,;"))
        assert status == 303, cookie
    for cookie in (f"{value}; khronika=x", f"khronika=x; {value}"):
        status, body = bare.ask("GET", "/items", (name, cookie))
        assert status in {200, 303}
        assert "Traceback" not in body


def test_what_is_looked_at_by_its_head_alone_is_answered_the_same(grounds: Grounds, opened: Open) -> None:
    filled = opened(grounds.full)
    with signed_in(filled, filled.house.cast.ines) as (ines,):
        for way in ways("GET"):
            (address, *_) = addresses(way.path, grounds.seen)
            page, head = ines.look(address), ines.look(address, "HEAD")
            assert (head.status, head.headers, head.text) == (page.status, page.headers, ""), address


def test_what_no_client_may_send_is_refused_by_the_running_desk(house: House) -> None:
    listening = bound(0)
    port = listening.getsockname()[1]
    ready: list[Server] = []
    address = address_of(f"http://127.0.0.1:{port}")
    thread = threading.Thread(target=serve, args=(house.desk, address, listening, ready.append, lambda: None))
    thread.start()
    chunked = "Transfer-Encoding: chunked\r\n\r\n"
    here = f"Host: 127.0.0.1:{port}\r\n"
    try:
        while not ready:
            time.sleep(0.01)
        for request, statuses in (
            (f"GET /sign-in HTTP/1.1\r\n{here}\r\n", {200}),
            (f"GET http://evil.example/sign-in HTTP/1.1\r\n{here}\r\n", {400, 404, 421}),
            ("GET http://evil.example/sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n", {400, 404, 421}),
            (f"GET /sign-in HTTP/1.1\r\n{here}{here}\r\n", {400, 421}),
            ("GET /sign-in HTTP/1.1\r\n\r\n", {400, 421}),
            ("GET /sign-in HTTP/1.0\r\n\r\n", {400, 421}),
            (f"GET /sign-in?\xff HTTP/1.1\r\n{here}\r\n", {400}),
            (f"GET /{'x' * 100_000} HTTP/1.1\r\n{here}\r\n", {400, 404, 414, 431}),
            (
                f"POST /sign-in HTTP/1.1\r\n{here}Content-Length: 5\r\n{chunked}0\r\n\r\n",
                {400, 403},
            ),
            (f"POST /sign-in HTTP/1.1\r\n{here}Content-Length: -1\r\n\r\n", {400}),
            (f"POST /sign-in HTTP/1.1\r\n{here}{chunked}zz\r\n", {400}),
            ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400}),
        ):
            assert _raw(port, request.encode("latin-1")) in statuses, request[:80]
        assert _raw(port, f"GET /sign-in HTTP/1.1\r\n{here}\r\n".encode()) == 200
    finally:
        for one in ready:
            one.lock()
        thread.join(10)
        listening.close()
    assert not thread.is_alive()


def _raw(port: int, request: bytes) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(request)
        found = re.match(rb"HTTP/1\.[01] (\d{3})", connection.recv(65536))
    return int(found[1]) if found else 0
