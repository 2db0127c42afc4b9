"""How fast the ledger appends, answers, verifies and rebuilds, beside what the parts cost alone.

    python benchmarks/ledger.py append  [--statements 50000] [--rounds 3]
    python benchmarks/ledger.py verify  [--statements 50000]
    python benchmarks/ledger.py ask     [--sizes 1000,100000,1000000] [--asked 40]
    python benchmarks/ledger.py         (all three)

Statements are like those that reading makes (``acts.read.statement_body``), about 775 bytes of JSON, in words
of the sample case that vary with the seed. Times are by the wall clock, databases in the system's temporary
folder. ``append`` writes one act of all statements with signatures, tree, views and search, beside plain
inserts of the same bodies into SQLCipher in the same run. ``verify`` stands beside hashing the same bytes.
``ask`` gives p50 and p95 in milliseconds for a member who may enter every compartment ("all") and for one who
sees the rarest only ("few", 0.1 % of the statements), now and as of when half was there.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from khronika.ledger import canonical, ending, finding, logbook, lookups, queries, schema
from khronika.ledger.database import open_database
from khronika.ledger.devices import ENROLLED, endorsement
from khronika.ledger.note import NoteKey, origin_of
from khronika.ledger.queries import Sight, Wanted
from khronika.ledger.seal import device_id
from khronika.ledger.store import Desk, Draft, Hand
from khronika.ledger.transactions import Ledger
from khronika.ledger.verifying import verify_entries, verify_views
from khronika.records.ids import Kind, new_id

KEY = bytes(range(32))
NOW = datetime(2026, 4, 12, 9, 30, tzinfo=UTC)
_FIRST = "Mira Anton Yelena Ruslan Selma Tahir Oksana Bek Larisa Idris Vera Emin Nadia Karim Zoya Pavel"
_LAST = "Saratova Kelin Torvan Almeis Dragu Beyran Ostrova Hadim Velik Marchuk Sorin Tarak Ilves Ganin"
_ROOTS = (
    "detain release guard prison court lawyer mother brother night road lorry cell list name letter order "
    "office police minister witness report deny claim confirm refuse ask demand file complaint investigate "
    "transfer quarry depot barrack field river bridge school hospital market village district border winter"
)
_COMMON = "the of in and that to was were had been they he she said nobody no who not from by on at"
FIRST, LAST, ROOTS, COMMON = (words.split() for words in (_FIRST, _LAST, _ROOTS, _COMMON))
OFFICES = ["spokesperson for the Interior Ministry", "the governor of Sarn", "a guard of the Orvan depot"]
ACTS = ("asserts", "alleges", "denies", "reports", "appeals", "admits")
ENDINGS = ("", "s", "ed", "ing", "er", "ers", "ment", "al")


class Words:
    """Makes statements that vary as a case's do: some words in most of them, most words in few."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  a generator of text, not of keys
        draw = self._random
        self._rare = [
            draw.choice(ROOTS) + draw.choice(ENDINGS) + draw.choice(("", f"{n % 97}")) for n in range(9000)
        ]
        self._people = [
            f"{draw.choice(FIRST)} {draw.choice(LAST)}{n or ''}" for n in range(40) for _ in range(20)
        ]

    def sentence(self) -> str:
        """Return a sentence of 15 to 35 words."""
        draw = self._random
        words = [
            draw.choice(COMMON) if draw.random() < 0.45 else self._rare[int(9000 * draw.random() ** 2.5)]
            for _ in range(draw.randint(15, 35))
        ]
        words.insert(draw.randrange(len(words)), draw.choice(self._people))
        return " ".join(words)

    def body(self, item: str, rendition: str, run: str, id_: str) -> dict[str, Any]:
        """Return the body of a statement."""
        draw, at = self._random, self._random.randrange(9000)
        named = draw.random() < 0.6
        speaker = draw.choice(self._people) if named else draw.choice(OFFICES)
        act = draw.choice(ACTS)
        statement = {
            "id": id_,
            "speaker": speaker,
            "named": named,
            "content": [[at, at + 151], [at + 187, at + 268]],
            "acts": [act],
            "source": [[at - 90, at - 20]],
            "cue": [[at - 19, at - 9]],
            "denies": ["fact"] if act == "denies" else [],
            "addressee": None,
            "forum": None,
            "relays": [{"text": "Orvan", "spans": [[at + 300, at + 305]]}],
            "within": None,
            "figures": [],
            "when": None,
            "hedges": [],
            "disputes": None,
            "own": False,
            "score": draw.randrange(400, 1000),
            "reason": 'cue "said"; subject before the cue',
        }
        words = {"words": self.sentence(), "around": "Orvan"}
        return {"item": item, "rendition": rendition, "run": run, "statement": statement, **words}


@dataclass
class Bench:
    """A ledger to be measured, with what writes to it."""

    path: Path
    ledger: Ledger
    hand: Hand
    words: Words
    compartments: list[str]

    def act(self, drafts: list[Draft]) -> None:
        """Append one act."""
        with self.ledger.writing() as writing:
            writing.append(drafts, self.hand, NOW, os.urandom)

    def statements(self, number: int) -> list[Draft]:
        """Return suggestions, 40 to a rendition; one rendition in a thousand is in the rare compartment."""
        drafts: list[Draft] = []
        while len(drafts) < number:
            item, rendition, run = (new_id(k, os.urandom) for k in (Kind.ITEM, Kind.RENDITION, Kind.RUN))
            draw = random.random()  # noqa: S311  as above
            within = self.compartments[:1] if draw < 0.001 else self.compartments[1:2] if draw < 0.1 else ()
            for _ in range(min(40, number - len(drafts))):
                id_ = new_id(Kind.STATEMENT, os.urandom)
                body = self.words.body(item, rendition, run, id_)
                drafts.append(
                    Draft("statement.suggested", id_, body, (), (rendition,), (), frozenset(within))
                )
        return drafts


@contextmanager
def bench() -> Iterator[Bench]:
    """Give an empty ledger in a temporary folder."""
    pair, log, vault = (
        Ed25519PrivateKey.generate(),
        Ed25519PrivateKey.generate(),
        new_id(Kind.VAULT, os.urandom),
    )
    public = pair.public_key().public_bytes_raw()
    desk = Desk(vault, NoteKey(origin_of(vault), log.public_key().public_bytes_raw()), log.sign)
    hand = Hand(new_id(Kind.MEMBER, os.urandom), device_id(public), public, pair.sign)
    with tempfile.TemporaryDirectory(prefix="khronika-benchmark-") as folder:
        path = Path(folder) / "ledger.db"
        ledger = Ledger(open_database(path, KEY), desk, lambda _, __: "", lambda _: None)
        compartments = [new_id(Kind.COMPARTMENT, os.urandom) for _ in range(2)]
        made = Bench(path, ledger, hand, Words(1), compartments)
        body = {"endorsement": endorsement(log.sign, hand.device), "key": public.hex()}
        made.act([Draft(ENROLLED, hand.device, body)])
        yield made
        ledger.close()


def plainly(bodies: list[bytes], folder: Path) -> float:
    """Insert bodies into a bare table of SQLCipher in one transaction; returns the seconds."""
    raw = sqlcipher.connect(str(folder / "plain.db"), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("CREATE TABLE bodies (position INTEGER PRIMARY KEY, body BLOB)")
    started = time.perf_counter()
    raw.execute("BEGIN")
    raw.executemany("INSERT INTO bodies VALUES (?, ?)", enumerate(bodies))
    raw.execute("COMMIT")
    taken = time.perf_counter() - started
    raw.close()
    return taken


def append(number: int, rounds: int) -> None:
    """Print entries/s of the ledger and of plain inserts, best of the rounds, which alternate."""
    ours, plain = [], []
    for _ in range(rounds):
        with bench() as made:
            drafts = made.statements(number)
            bodies = [canonical.encode(draft.body) for draft in drafts]
            plain.append(plainly(bodies, made.path.parent))
            gc.collect()
            started = time.perf_counter()
            made.act(drafts)
            ours.append(time.perf_counter() - started)
    size = sum(map(len, bodies)) / number
    print(f"{number:,} statements of {size:.0f} bytes, one act, best of {rounds}")
    print(f"| ledger | {number / min(ours):,.0f} entries/s | {1e6 * min(ours) / number:.0f} µs each |")
    print(
        f"| plain SQLCipher inserts | {number / min(plain):,.0f} rows/s | "
        f"{1e6 * min(plain) / number:.1f} µs each |"
    )
    print(f"| ratio | {min(plain) / min(ours):.3f} | |")


def ask(sizes: list[int], asked: int) -> None:
    """Print p50 and p95 of each question at each size, as the ledger grows."""
    print("| question | " + " | ".join(f"{size:,}: p50 / p95 ms" for size in sizes) + " |")
    table: dict[str, list[str]] = {}
    with bench() as made:
        total = 0
        for size in sizes:
            while total < size:
                step = min(size - total, 20_000)
                made.act(made.statements(step))
                total += step
            for name, times in _asked(made, asked).items():
                p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
                table.setdefault(name, []).append(f"{1e3 * p50:.1f} / {1e3 * p95:.1f}")
            print(f"({size:,}: {made.path.stat().st_size / 2**20:,.0f} MiB)")
    for name, cells in table.items():
        print(f"| {name} | " + " | ".join(cells) + " |")


def _asked(made: Bench, asked: int) -> dict[str, list[float]]:
    with made.ledger.reading() as connection:
        rare = lookups.labels_of(connection, frozenset(made.compartments[:1]))
        rare -= lookups.labels_of(connection, frozenset())
        size = ending.size_of(connection)
        ids = list(connection.execute(select(schema.records.c.id).limit(5000)).scalars())
        parent = connection.execute(
            select(schema.records.c.parent).where(schema.records.c.parent.is_not(None))
        )
        item = parent.scalars().first()
    draw = random.Random(2)  # noqa: S311  as above
    times: dict[str, list[float]] = {}
    for who, labels in (("all", None), ("few", rare)):
        for when, sight in (("", Sight(labels)), (", as of half", Sight(labels, size // 2))):
            for name, question in _questions(sight, item or "", ids, draw).items():
                times[f"{name} ({who}{when})"] = _timed(made, question, asked)
    drafts = [made.statements(1) for _ in range(asked)]
    times["append one entry, durable"] = sorted(_clocked(partial(made.act, one)) for one in drafts)
    return times


def _questions(
    sight: Sight, item: str, ids: list[str], draw: random.Random
) -> dict[str, Callable[[Any], Any]]:
    return {
        "list 50": lambda c: queries.many(c, sight, Wanted(Kind.STATEMENT, limit=50)),
        "list 50 suggested": lambda c: queries.many(
            c, sight, Wanted(Kind.STATEMENT, statuses=("suggested",), limit=50)
        ),
        "list 50 accepted (none)": lambda c: queries.many(
            c, sight, Wanted(Kind.STATEMENT, statuses=("accepted",), limit=50)
        ),
        "list of one item": lambda c: queries.many(c, sight, Wanted(Kind.STATEMENT, parent=item)),
        "show one": lambda c: queries.one(c, sight, draw.choice(ids)),
        "search, common word": lambda c: finding.found(c, sight, "nobody", Kind.STATEMENT, 50),
        "search, common beginning": lambda c: finding.found(c, sight, "det", Kind.STATEMENT, 50),
        "search, one letter": lambda c: finding.found(c, sight, "d", Kind.STATEMENT, 50),
        "search, name": lambda c: finding.found(c, sight, "Саратова", Kind.STATEMENT, 50),
        "search, three words": lambda c: finding.found(c, sight, "nobody quarry guards", Kind.STATEMENT, 50),
        "search, no hit": lambda c: finding.found(c, sight, "zzz nobody", Kind.STATEMENT, 50),
        "log 50": lambda c: logbook.newest(c, sight, None, 50),
    }


def _timed(made: Bench, question: Callable[[Any], Any], asked: int) -> list[float]:
    with made.ledger.reading() as connection:
        question(connection)
        return sorted(_clocked(lambda: question(connection)) for _ in range(asked))


def _clocked(do: Callable[[], Any]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def verify(number: int) -> None:
    """Print entries/s of verifying and rebuilding, beside hashing the same bytes alone."""
    with bench() as made:
        made.act(made.statements(number))
        with made.ledger.reading() as connection:
            rows = connection.execute(
                select(schema.entries.c.envelope, schema.bodies.c.body).join_from(
                    schema.entries, schema.bodies, schema.bodies.c.position == schema.entries.c.position
                )
            ).all()
        started = time.perf_counter()
        for envelope, body in rows:
            hashlib.sha256(envelope).digest()
            hashlib.sha256(body).digest()
        hashing = time.perf_counter() - started
        with made.ledger.writing_to_roll_back() as writing:
            entries = _clocked(lambda: verify_entries(writing.connection, made.ledger.desk))
            views = _clocked(lambda: verify_views(writing))
        with made.ledger.writing() as writing:
            rebuilt = _clocked(writing.rebuild)
    for name, taken in (
        ("hashing alone", hashing),
        ("verify: entries, seals, tree, bodies", entries),
        ("verify: views against a rebuild", views),
        ("rebuild", rebuilt),
    ):
        print(f"| {name} | {number / taken:,.0f} entries/s | {hashing / taken:.3f} |")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the ledger.")
    parser.add_argument("what", nargs="?", choices=("append", "ask", "verify", "all"), default="all")
    parser.add_argument("--sizes", default="1000,100000,1000000", help="for ask, separated by commas")
    parser.add_argument("--statements", type=int, default=0, help="for append and verify")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--asked", type=int, default=40)
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    number = given.statements or min(50_000, sizes[-1])
    if given.what in {"append", "all"}:
        append(number, given.rounds)
    if given.what in {"verify", "all"}:
        verify(number)
    if given.what in {"ask", "all"}:
        ask(sizes, given.asked)


if __name__ == "__main__":
    main()
