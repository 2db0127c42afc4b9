"""The desk under load: ten members at once in the rooms of a running desk, each with a session of their own.

    python benchmarks/desk_load.py [--seconds 600] [--desk FOLDER] [--statements 100000] [--pace think|full|both]

``khronika serve`` runs as a process of its own on a copy of the desk that ``benchmarks/desk_store.py`` makes
(``--desk`` keeps that desk and uses it again); the members are in this process, with real cookies from one-time
addresses, one connection each and no script. At the pace "think" a member looks at every page for one to three
seconds; at "full" they go on at once. "accept" is the POST alone, "accept, whole" with the page it leads to.

First every kind is asked one at a time by one member: processor milliseconds of the server for each. At the
end: every decision that was answered must be in the ledger once and by whom, and nothing else; ``verify`` must
find nothing; and what a sample of questions answers must be the same after a rebuild. It fails otherwise.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.desk_store import PASSPHRASE, READERS, REVIEWERS, grow

from khronika.acts.desk import Desk, asking
from khronika.acts.find import Search, find
from khronika.acts.founding import open_desk
from khronika.acts.members import members
from khronika.acts.show import Sought, items, statements
from khronika.acts.sign_in import invite
from khronika.acts.upkeep import rebuild, verify
from khronika.acts.worklist import waiting_for_review
from khronika.ledger import schema
from khronika.ledger.queries import Wanted
from khronika.records.ids import Kind
from khronika.records.statement import Act

_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_ACCEPT = re.compile(
    r'action="/statements/(stm_\w+)/accept">.*?name="following" value="([^"]*)".*?<button class="(\w+)"', re.DOTALL
)
_STATEMENT = re.compile(r"/records/(stm_\w+)|data-statement=\"(stm_\w+)\"")
_COMMON = ("nobody", "checkpoint", "detained", "families")
_THREE = ("nobody detained checkpoint", "brick works morning", "drivers depot lantern", "nurses river ferry")
_ACTS = tuple(act.value for act in (Act.DENIES, Act.ALLEGES, Act.PROMISES))
_MIX = {
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
_IDLE_SECONDS = 4
_DECIDING = frozenset({"accept", "reject", "undo"})


@dataclass(slots=True)
class Taken:
    """What was measured: milliseconds by kind, what went wrong, and which decisions were answered."""

    times: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    decided: Counter[tuple[str, str]] = field(default_factory=Counter)
    requests: int = 0

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
        self.id, self._texts, self.reviews = id_, texts, reviews
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

    def work(self, until: float, think: tuple[float, float]) -> None:
        """Go from room to room until then."""
        kinds = [kind for kind in _MIX if self.reviews or kind not in _DECIDING]
        weights = [_MIX[kind] for kind in kinds]
        while time.monotonic() < until:
            if think[1]:
                time.sleep(self.draw.uniform(*think))
            self.step(self.draw.choices(kinds, weights)[0])

    def step(self, kind: str) -> None:
        """Do one thing of a kind; a decision needs a text before it."""
        try:
            if kind in _DECIDING:
                self._decide(kind)
            elif kind.startswith("search"):
                self._page(kind, "POST", "/search", self._search(kind) | {"token": self._token})
            else:
                self._look(kind)
        except OSError as fault:
            self.taken.faults.append(f"{kind}: {type(fault).__name__}")
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
            return {"words": draw.choice(_COMMON)}
        if kind == "search, rare word":
            return {"words": draw.choice(self._rare) if self._rare else "Sarandadze"}
        if kind == "search, three words":
            return {"words": draw.choice(_THREE)}
        if kind == "search, word and filter":
            return {"words": draw.choice(_COMMON), "act": draw.choice(_ACTS), "status": "suggested"}
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
        if self._right(kind, served):
            self.taken.add(kind, served.seconds)
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
        if started - self._used > _IDLE_SECONDS:
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


@dataclass(slots=True)
class Running:
    """The desk's own process. ``once`` is the founder's one-time address."""

    process: subprocess.Popen[str]
    port: int
    once: str

    def processor_seconds(self) -> float:
        """Return how long the processors have worked for it, in all its threads."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def memory(self, name: str = "VmRSS") -> int:
        """Return its resident memory in MiB, or the most it ever was (``VmHWM``)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"{name}:\s+(\d+)", status)
        return int(found[1]) // 1024 if found else 0


@contextmanager
def served(folder: Path, before: list[str]) -> Iterator[Running]:
    """Run ``khronika serve`` on the desk in ``folder``; ``before`` goes before the command."""
    taken, given = os.pipe()
    os.write(given, PASSPHRASE.encode())
    os.close(given)
    options = ["serve", "--vault", str(folder), "--port", "0", "--let-in", "Ines", "--passphrase-fd", str(taken)]
    command = [*before, sys.executable, "-m", "khronika.cli", *options]
    process = subprocess.Popen(  # noqa: S603  our own command
        command, stdout=subprocess.PIPE, pass_fds=(taken,), text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    os.close(taken)
    try:
        assert process.stdout is not None
        said = "".join(process.stdout.readline() for _ in range(3))
        port, once = re.findall(r"http://127\.0\.0\.1:(\d+)(/enter/\S+)", said)[0]
        yield Running(process, int(port), once)
    finally:
        process.terminate()
        process.wait(60)


@dataclass(frozen=True, slots=True)
class Before:
    """The desk before anybody comes: one-time addresses, who they are, what each may see, its length."""

    once: dict[str, str]
    ids: dict[str, str]
    texts: dict[str, list[str]]
    size: int


def prepared(folder: Path) -> Before:
    """Give every member but the founder a one-time address."""
    desk = open_desk(folder, PASSPHRASE)
    try:
        ids = {one.name: one.id for one in members(desk, desk.founder)}
        once = {name: f"/enter/{invite(desk, desk.founder, ids[name])}" for name in (*REVIEWERS, *READERS)}
        texts = {name: _texts_of(desk, id_) for name, id_ in ids.items()}
        return Before(once, ids, texts, desk.ledger.head().size)
    finally:
        desk.close()


def _texts_of(desk: Desk, member: str) -> list[str]:
    with asking(desk, member) as query:
        return [known.id for known in query.many(Wanted(Kind.ITEM, limit=None))]


def come_in(running: Running, before: Before) -> list[Member]:
    """Let all ten members in."""
    come = []
    for name, id_ in before.ids.items():
        reviews = name not in READERS
        one = Member(running.port, id_, before.texts[name], reviews=reviews)
        one.enter(before.once.get(name, running.once))
        for kind in ("work list", "reading room"):  # the first page has the session's token
            one.step(kind)
        one.taken.times.clear()
        come.append(one)
    return come


def alone(running: Running, member: Member, times: int) -> dict[str, float]:
    """Return the processor milliseconds of the server for each kind, asked one at a time."""
    costs = {}
    for kind in _MIX:
        member.step("reading room")
        member.step(kind)
        spent = 0.0
        for _ in range(times):
            if kind in _DECIDING:
                member.step("accept" if kind == "undo" else "reading room")
            start = running.processor_seconds()
            member.step(kind)
            spent += running.processor_seconds() - start
        costs[kind] = 1000 * spent / times
    return costs


def together(come: list[Member], seconds: float, think: tuple[float, float]) -> Taken:
    """Let all of them work at once."""
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=one.work, args=(until, think)) for one in come]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    together = Taken()
    for one in come:
        together.join(one.taken)
        one.taken = Taken()
    return together


def print_table(taken: Taken) -> None:
    """Print the milliseconds of each kind."""
    print("| | how many | median | p95 | p99 | max |\n| --- | --- | --- | --- | --- | --- |")
    searches = [t for kind, times in taken.times.items() if kind.startswith("search") for t in times]
    lists = [t for kind in ("work list", "to review", "texts", "log") for t in taken.times.get(kind, [])]
    kinds = sorted(taken.times, key=[*_MIX, *(f"{kind}, whole" for kind in _DECIDING)].index)
    rows = [(kind, taken.times[kind]) for kind in kinds] + [("all lists", lists), ("all searches", searches)]
    for kind, times in rows:
        times.sort()
        if times:
            high = [times[min(len(times) - 1, int(share * len(times)))] for share in (0.5, 0.95, 0.99, 1)]
            print(f"| {kind} | {len(times):,} | {' | '.join(f'{one:.0f}' for one in high)} |")


def compared(folder: Path, before: Before, decided: Counter[tuple[str, str]]) -> list[str]:
    """Return what is wrong with the ledger after all that was answered."""
    desk = open_desk(folder, PASSPHRASE)
    try:
        wrong = []
        found = _decisions_since(desk, before.size)
        lost, more = decided - found, found - decided
        print(f"{decided.total():,} decisions answered; lost: {lost.total()}; not answered, but there: {more.total()}")
        if lost or more:
            wrong.append(f"decisions differ: {list(lost)[:3]} {list(more)[:3]}")
        checked = verify(desk, desk.founder)
        print(f"verify: {checked.verified.entries:,} entries, {len(checked.problems)} problems")
        wrong += [f"verify: {problem.where}: {problem.what}" for problem in checked.problems[:5]]
        live = _sample(desk, before)
        rebuild(desk, desk.founder)
        same = live == _sample(desk, before)
        print(f"{len(live)} questions answered the same after a rebuild: {same}")
        return wrong + ([] if same else ["a rebuild answers otherwise"])
    finally:
        desk.close()


def _decisions_since(desk: Desk, size: int) -> Counter[tuple[str, str]]:
    entries = schema.entries.c
    with desk.ledger.reading() as connection:
        rows = connection.execute(select(entries.envelope).where(entries.position >= size)).scalars()
        envelopes = [json.loads(raw) for raw in rows]
    return Counter(
        (one["subject"], one["author"]) for one in envelopes if one["type"].startswith("statement.")
    )


def _sample(desk: Desk, before: Before) -> list[Any]:
    """Ask some members what they see."""
    answers: list[Any] = []
    for name in ("Ines", "Vera", "Lev"):
        id_ = before.ids[name]
        texts = random.Random(name).sample(before.texts[name], 20)  # noqa: S311  as above
        answers += [statements(desk, id_, Sought(text)) for text in texts]
        answers += [find(desk, id_, Search(words)) for words in (*_COMMON, *_THREE)]
        answers += [items(desk, id_), waiting_for_review(desk, id_)]
    return answers


def run(folder: Path, given: argparse.Namespace) -> list[str]:
    """Put the desk in ``folder`` under load, which changes it; return what went wrong."""
    before, faults, decided = prepared(folder), list[str](), Counter[tuple[str, str]]()
    with served(folder, given.under.split()) as running:
        come = come_in(running, before)
        founder = next(one for one in come if one.id == before.ids["Ines"])
        if given.alone:
            print("\nOne at a time: processor ms of the server")
            for kind, cost in alone(running, founder, given.alone).items():
                print(f"| {kind} | {cost:.1f} |")
        decided += founder.taken.decided
        faults += founder.taken.faults
        founder.taken = Taken()
        for pace, think in (("think", (1.0, 3.0)), ("full", (0.0, 0.0))):
            if given.pace not in {pace, "both"}:
                continue
            start, began = running.processor_seconds(), time.monotonic()
            taken = together(come, given.seconds, think)
            spent, lasted = running.processor_seconds() - start, time.monotonic() - began
            print(f"\n10 members, pace {pace}, {lasted:.0f} s: {taken.requests / lasted:.1f} requests/s, ", end="")
            print(f"{1000 * spent / taken.requests:.1f} processor ms each, {len(taken.faults)} errors, ", end="")
            print(f"memory {running.memory()} MiB, at most {running.memory('VmHWM')}, load {os.getloadavg()[0]:.1f}")
            print_table(taken)
            faults += taken.faults
            decided += taken.decided
    for fault, number in Counter(faults).most_common(10):
        print(f"{number} x {fault}")
    return faults + compared(folder, before, decided)


def main() -> int:
    """Measure what the command line asks for; return how much went wrong, at most 1."""
    parser = argparse.ArgumentParser(description="Put the desk under load.")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--desk", type=Path, help="where the desk is kept, made if it is not there")
    parser.add_argument("--pace", choices=("think", "full", "both"), default="both")
    parser.add_argument("--alone", type=int, default=20, help="how often each kind is asked one at a time")
    parser.add_argument("--under", default="", help="a command to run the server under, such as a profiler")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khronika-load-") as temporary:
        kept = given.desk or Path(temporary) / "kept"
        if not kept.exists():
            started = time.monotonic()
            grow(kept, given.statements)
            print(f"a desk of {given.statements:,} statements made in {time.monotonic() - started:.0f} s")
        copy = Path(temporary) / "desk"
        shutil.copytree(kept, copy)
        wrong = run(copy, given)
    for what in wrong[:10]:
        print(f"WRONG: {what}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
