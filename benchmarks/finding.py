"""How fast the desk finds: words and filters, for a member who sees everything and for one who sees little.

    python benchmarks/finding.py [--statements 100000] [--asked 40] [--accepted 2000]

A desk is founded in the system's temporary folder and filled with statements as in ``benchmarks/ledger.py``,
with acts, times of saying and of happening, and places; one rendition in ten is in a compartment, one in a
thousand in a rare one. Given are p50 and p95 in milliseconds of ``acts.find.find`` with its first page of 50,
its count and the words that matched, and of the pages that are assembled: of this process alone, which other
work on the machine disturbs less, and by the wall clock.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.ledger import Words

from khronika.acts.desk import Desk, acting
from khronika.acts.find import Search, find
from khronika.acts.founding import found
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.matters import incident_page
from khronika.acts.members import record_compartment, record_member
from khronika.acts.paging import Page
from khronika.acts.parties import party_page, record_party, speakers
from khronika.acts.review import accept
from khronika.acts.suggest import Suggestable, suggest
from khronika.acts.timelines import timeline
from khronika.ledger.store import Draft
from khronika.records.access import Right, Role
from khronika.records.ids import Kind, new_id
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind
from khronika.records.statement import Act, Denial, Status
from khronika.vault.keyslots import Cost

_IN_ONE_ACT = 5000
_DAYS = 3000


class Case:
    """A desk filled with statements, and the members who ask."""

    def __init__(self, desk: Desk, number: int, accepted: int) -> None:
        """Fill it."""
        self.desk, self._words = desk, Words(1)
        self._draw = random.Random(2)  # noqa: S311  a generator of text, not of keys
        ines = desk.founder
        common, rare = (record_compartment(desk, ines, name).id for name in ("Sarn", "Ozrin"))
        self.members = {
            "all": ines,
            "open": record_member(desk, ines, "Matei", [Role.ANALYST]).id,
            "open and rare": record_member(desk, ines, "Vera", [Role.ANALYST], frozenset({rare})).id,
        }
        self._inside = (common, rare)
        self.ids = self._filled(number)
        for start in range(0, min(accepted, number), _IN_ONE_ACT):
            accept(desk, ines, self._draw.sample(self.ids, min(accepted, number) - start)[:_IN_ONE_ACT])
        self.incident = record_incident(desk, ines, Incident("", "Held at the quarry")).id
        for start in range(0, 500, 500):
            file_statements(desk, ines, self.incident, self.ids[start : start + 500])
        self.party = record_party(desk, ines, Party("", "Mira Saratova", PartyKind.PERSON)).id

    def _filled(self, number: int) -> list[str]:
        ids: list[str] = []
        while len(ids) < number:
            with acting(self.desk, self.desk.founder, Right.REVIEW) as act:
                for draft in self._statements(min(_IN_ONE_ACT, number - len(ids))):
                    act.add(draft)
                    ids.append(draft.subject)
        return ids

    def _statements(self, number: int) -> Iterator[Draft]:
        for place in range(number):
            if place % 40 == 0:
                item, rendition, run = (new_id(k, os.urandom) for k in (Kind.ITEM, Kind.RENDITION, Kind.RUN))
                chance = self._draw.random()
                inside = self._inside[1:] if chance < 0.001 else self._inside[:1] if chance < 0.1 else ()
            id_ = new_id(Kind.STATEMENT, os.urandom)
            body = self._words.body(item, rendition, run, id_)
            body["statement"] |= self._times_and_places()
            yield Draft("statement.suggested", id_, body, (), (rendition,), (), frozenset(inside))

    def _times_and_places(self) -> dict[str, Any]:
        draw = self._draw
        day = date(2018, 1, 1) + timedelta(draw.randrange(_DAYS))
        when: dict[str, Any] = {"text": str(day), "start": str(day), "end": str(day), "spans": [], "on": None}
        geonames = draw.choice((709717, 565348, 690791, *range(1000, 1100)))
        city = {"geonames": geonames, "name": "Sarn", "kind": "city", "country": "XX"}
        mention = {"span": [0, 4], "words": "Sarn", "candidates": [city]}
        return {
            "when": when if draw.random() < 0.6 else None,
            "dates": [when] if draw.random() < 0.3 else [],
            "places": [mention] if draw.random() < 0.2 else [],
        }


def questions(case: Case, member: str) -> dict[str, Callable[[], Any]]:
    """Return what is asked, by its name."""
    desk = case.desk
    searches = {
        "nothing but the newest": Search(),
        "common word": Search("nobody"),
        "two common words": Search("nobody detained"),
        "rare word": Search("winters77"),
        "name in another script": Search("Саратова"),
        "act": Search(act=Act.DENIES),
        "denies the fact": Search(denies=Denial.FACT),
        "speaker": Search(speaker="the governor of Sarn"),
        "place": Search(place="690791"),
        "said in a month": Search(said_from=date(2019, 3, 1), said_to=date(2019, 3, 31)),
        "happened in a year": Search(happened_from=date(2019, 1, 1), happened_to=date(2019, 12, 31)),
        "accepted": Search(status=Status.ACCEPTED),
        "needs a second person": Search(second_person=True),
        "filed to an incident": Search(incident=case.incident),
        "word, act, status": Search("nobody", act=Act.DENIES, status=Status.SUGGESTED),
        "word, said in a month": Search("nobody", said_from=date(2019, 3, 1), said_to=date(2019, 3, 31)),
        "word, act, speaker, year": Search(
            "nobody", act=Act.ASSERTS, speaker="the governor of Sarn", said_from=date(2022, 1, 1)
        ),
        "word that meets no act": Search("nobody", act=Act.PROMISES),
    }
    asked: dict[str, Callable[[], Any]] = {
        f"find: {name}": partial(find, desk, member, search) for name, search in searches.items()
    }
    return asked | {
        "suggest a speaker": lambda: suggest(desk, member, "sar", Suggestable.SPEAKER),
        "speakers": lambda: speakers(desk, member),
        "party page": lambda: party_page(desk, member, case.party),
        "incident page, 500 filed": lambda: incident_page(desk, member, case.incident),
        "timeline, 200 rows": lambda: timeline(desk, member, page=Page(200)),
    }


def timed(do: Callable[[], Any], asked: int) -> str:
    """Return p50 and p95 in milliseconds, of this process alone and by the wall clock."""
    do()
    own, wall = [], []
    for _ in range(asked):
        started = time.process_time(), time.perf_counter()
        do()
        own.append(1000 * (time.process_time() - started[0]))
        wall.append(1000 * (time.perf_counter() - started[1]))
    high = int(0.95 * (asked - 1))
    return " · ".join(f"{statistics.median(taken):.0f} / {sorted(taken)[high]:.0f}" for taken in (own, wall))


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure finding.")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--accepted", type=int, default=2000)
    parser.add_argument("--asked", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="khronika-benchmark-") as folder:
        cost = Cost(1, 64, 1, below_the_floor=True)
        desk = found(Path(folder) / "vault", "seven herons over Sarn", cost=cost)
        case = Case(desk, given.statements, given.accepted)
        print(f"{given.statements:,} statements; ms of this process p50 / p95 · by the wall clock p50 / p95")
        print(f"| asked | {' | '.join(case.members)} |")
        rows: dict[str, list[str]] = {}
        for member in case.members.values():
            for name, do in questions(case, member).items():
                rows.setdefault(name, []).append(timed(do, given.asked))
        for name, cells in rows.items():
            print(f"| {name} | {' | '.join(cells)} |")
        desk.close()


if __name__ == "__main__":
    main()
