"""A member at their browser, without script: goes from room to room, decides, and times every answer.

They follow the links and send the forms that the pages give them, over one connection with their own cookie.
"""

from __future__ import annotations

import http.client
import random
import re
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

from khronika.records.statement import Act

_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_ACCEPT = re.compile(
    r'action="/statements/(stm_\w+)/accept">.*?name="following" value="([^"]*)".*?<button class="(\w+)"',
    re.DOTALL,
)
_STATEMENT = re.compile(r"/records/(stm_\w+)|data-statement=\"(stm_\w+)\"")
COMMON = ("nobody", "checkpoint", "detained", "families")
THREE = (
    "nobody detained checkpoint",
    "brick works morning",
    "drivers depot lantern",
    "nurses river ferry",
)
_ACTS = tuple(act.value for act in (Act.DENIES, Act.ALLEGES, Act.PROMISES))
MIX = {
    "work list": 8,
    "to review": 5,
    "texts": 8,
    "reading room": 14,
    "record page": 9,
    "search, common word": 6,
    "search, rare word": 6,
    "search, three words": 4,
    "search, word and filter": 4,
    "search, filters": 3,
    "log": 6,
    "accept": 18,
    "reject": 5,
    "undo": 4,
}
_CROSSED = "decided by somebody else"
"""Why an undo is refused where another member decided on the same statement since: no fault of the desk."""

IDLE_SECONDS = 4
"""After so much rest a browser finds its connection closed, and opens another."""
DECIDING = frozenset({"accept", "reject", "undo"})


@dataclass(slots=True)
class Taken:
    """What was measured: milliseconds by kind, what went wrong, and which decisions were answered.

    ``crossed`` are undos that were refused because another member had decided since.
    """

    times: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    decided: Counter[tuple[str, str]] = field(default_factory=Counter)
    requests: int = 0
    crossed: int = 0
    gone: bool = False

    def add(self, kind: str, seconds: float) -> None:
        """Add one time."""
        self.times.setdefault(kind, []).append(1000 * seconds)

    def join(self, other: Taken) -> None:
        """Add all that another took."""
        for kind, times in other.times.items():
            self.times.setdefault(kind, []).extend(times)
        self.faults += other.faults
        self.decided += other.decided
        self.requests += other.requests
        self.crossed += other.crossed


@dataclass(slots=True)
class Served:
    """One answer: status, where it leads, the source of the page, seconds to its last byte."""

    status: int
    to: str
    html: str
    seconds: float


class Member:
    """One member at their browser. ``texts`` are the ids of those that they may see."""

    def __init__(self, port: int, id_: str, texts: list[str], *, reviews: bool) -> None:
        """Begin without a session."""
        self.id, self._texts, self.reviews, self._port = id_, texts, reviews, port
        self.draw = random.Random(id_)  # noqa: S311  a choice of pages, not of keys
        self.taken = Taken()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Accept-Language": "en"}
        self._token, self._room, self._text, self._last = "", "", "", ""
        self._rare: list[str] = []
        self._used = 0.0
        self._records: list[str] = []

    def enter(self, once: str) -> None:
        """Sign in by a one-time address."""
        self._fetch("GET", once)
        served = self._fetch("POST", once, {})
        assert served.status == 303, served.html[:300]

    def beside(self) -> Member:
        """Return another window of the same browser: a connection of its own, the same session."""
        other = Member(self._port, self.id, self._texts, reviews=self.reviews)
        other._headers, other._token = self._headers, self._token
        other.draw = random.Random(self.draw.random())  # noqa: S311  as above
        return other

    def lock(self) -> None:
        """Lock the desk; the process may be gone before its answer is here."""
        with suppress(OSError, http.client.HTTPException):
            self._fetch("POST", "/lock", {"token": self._token})

    def work(self, until: float, think: tuple[float, float]) -> None:
        """Go from room to room until then."""
        kinds = [kind for kind in MIX if self.reviews or kind not in DECIDING]
        weights = [MIX[kind] for kind in kinds]
        while time.monotonic() < until:
            if think[1]:
                time.sleep(self.draw.uniform(*think))
            self.step(self.draw.choices(kinds, weights)[0])

    def step(self, kind: str) -> None:
        """Do one thing of a kind; a decision needs a text before it."""
        try:
            if kind in DECIDING:
                self._decide(kind)
            elif kind.startswith("search"):
                self._page(kind, "POST", "/search", self._search(kind) | {"token": self._token})
            else:
                self._look(kind)
        except OSError as fault:
            self.taken.faults.append(f"{kind}: {type(fault).__name__}")
            self.taken.gone = isinstance(fault, ConnectionRefusedError)
            self._connection.close()

    def _look(self, kind: str) -> None:
        draw = self.draw
        paths = {"work list": "/", "to review": "/to-review", "texts": "/items", "log": "/log"}
        if kind == "reading room":
            self._open(draw.choice(self._texts))
            return
        if kind == "record page" and not self._records:
            self._open(draw.choice(self._texts))
        path = f"/records/{draw.choice(self._records)}" if kind == "record page" else paths[kind]
        if kind == "texts" and draw.random() < 0.5:
            path += f"?before={draw.choice(self._texts)}"
        self._page(kind, "GET", path)

    def _open(self, text: str) -> None:
        html = self._page("reading room", "GET", f"/items/{text}")
        self._in_room(text, html)

    def _in_room(self, text: str, html: str) -> None:
        self._text, self._room = text, html
        self._records = [one or other for one, other in _STATEMENT.findall(html)] or self._records
        self._rare = re.findall(r"(\w{6,}) (?:said|stated|claimed|wrote)\b", html) or self._rare

    def _search(self, kind: str) -> dict[str, str]:
        draw, year = self.draw, self.draw.randrange(2017, 2026)
        if kind == "search, common word":
            return {"words": draw.choice(COMMON)}
        if kind == "search, rare word":
            return {"words": draw.choice(self._rare) if self._rare else "Sarandadze"}
        if kind == "search, three words":
            return {"words": draw.choice(THREE)}
        if kind == "search, word and filter":
            return {"words": draw.choice(COMMON), "act": draw.choice(_ACTS), "status": "suggested"}
        return {"act": draw.choice(_ACTS), "said_from": f"{year}-03", "said_to": f"{year}-05"}

    def _decide(self, kind: str) -> None:
        if kind == "undo":
            if not self._last:
                return
            statement, self._last = self._last, ""
            self._post("undo", statement, {})
            return
        waiting = [found for found in _ACCEPT.findall(self._room) if found[2] == "main"]
        if not waiting:
            self._open(self.draw.choice(self._texts))
            return
        statement, following, _ = waiting[0] if self.draw.random() < 0.7 else self.draw.choice(waiting)
        self._room = ""
        also = {"reason": "not a statement"} if kind == "reject" else {}
        if self._post(kind, statement, {"following": following} | also):
            self._last = statement

    def _post(self, kind: str, statement: str, fields: dict[str, str]) -> bool:
        path = f"/statements/{statement}/{kind}"
        posted = self._fetch("POST", path, fields | {"token": self._token})
        if posted.status != 303:
            if kind == "undo" and posted.status == 403 and _CROSSED in posted.html:
                self.taken.crossed += 1
            else:
                self._wrong(kind, posted)
            return False
        self.taken.decided[(statement, self.id)] += 1
        self.taken.add(kind, posted.seconds)
        to = urlsplit(posted.to)
        page = self._fetch("GET", f"{to.path}?{to.query}")
        if not self._right(kind, page):
            return False
        self.taken.add(f"{kind}, whole", posted.seconds + page.seconds)
        self._in_room(to.path.rpartition("/")[2], page.html)
        return True

    def _page(self, kind: str, method: str, path: str, fields: dict[str, str] | None = None) -> str:
        served = self._fetch(method, path, fields)
        seconds = served.seconds
        if served.status == 303:
            served = self._fetch("GET", served.to)
            seconds += served.seconds
        if self._right(kind, served):
            self.taken.add(kind, seconds)
            token = _TOKEN.search(served.html)
            self._token = token[1] if token else self._token
        return served.html

    def _right(self, kind: str, served: Served) -> bool:
        whole = served.status == 200 and served.html.rstrip().endswith("</html>")
        if not whole:
            self._wrong(kind, served)
        return whole

    def _wrong(self, kind: str, served: Served) -> None:
        words = " ".join(re.sub(r"<[^>]*>", " ", unescape(served.html).partition("<main")[2])[:300].split())
        self.taken.faults.append(f"{kind}: {served.status} {words}")

    def _fetch(self, method: str, path: str, fields: dict[str, str] | None = None) -> Served:
        body = None if fields is None else urlencode(fields)
        kind = {} if fields is None else {"Content-Type": "application/x-www-form-urlencoded"}
        self.taken.requests += 1
        started = time.perf_counter()
        if started - self._used > IDLE_SECONDS:
            self._connection.close()  # the server has, too; the next request opens it anew
        self._connection.request(method, path, body, self._headers | kind)
        response = self._connection.getresponse()
        octets = response.read()
        self._used = time.perf_counter()
        seconds = self._used - started
        cookie = response.headers.get("Set-Cookie", "")
        if cookie:
            self._headers["Cookie"] = cookie.partition(";")[0]
        return Served(response.status, response.headers.get("Location", ""), octets.decode(), seconds)
