"""How fast an incident is weighed, and whether the size of the vault matters to it.

    python benchmarks/weighing.py [--filed 10000] [--others 0] [--asked 20]

A desk is founded in the system's temporary folder. To one incident are filed so many statements in the
record, in texts of 400 media, five to a text: 300 utterances of 120 people and bodies and of some whom nobody
can tell from others; a third of the statements copy one agency's line word for word, the others relay an
utterance word for word, shortened or in other words, half of them saying through whom they have it. Each
claims that it happened, or how many were held, or when, or where; every tenth denies. As many ``--others``
stand in the vault and are filed to nothing. Given are p50 and p95 in milliseconds, by the processor and by
the wall clock, of the balance sheet and of the incident's page, and where the sheet's time goes.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.ledger import Words

from khronika.acts.desk import Desk, acting, asking
from khronika.acts.founding import found
from khronika.acts.incidents import record_incident
from khronika.acts.matters import incident_page
from khronika.acts.objections import given_of
from khronika.acts.standing import standing_of
from khronika.acts.voices import weighable
from khronika.acts.weigh import weigh
from khronika.ledger.store import Draft
from khronika.records.access import Right
from khronika.records.body import body_of
from khronika.records.claims import SuggestedClaim
from khronika.records.ids import Kind, new_id
from khronika.records.item import About, Rendition
from khronika.records.matter import Filing, Incident, Polarity, Property
from khronika.vault.keyslots import Cost
from khronika.weighing.sheet import weighed

MEDIA = [f"The Paper of Town {number}" for number in range(400)]
SPEAKERS = [f"Mira Speaker{number}" for number in range(110)] + [
    f"spokesperson for the Ministry of Roads {number}" for number in range(10)
]
NOBODY_KNOWN = ("two residents", "a witness", "relatives", "people with knowledge of the matter")
_WORDS = [f"word{number}" for number in range(4000)]
_IN_ONE_ACT = 5000
_PER_TEXT = 5


class Utterance:
    """Something that was once said, and its words."""

    def __init__(self, draw: random.Random) -> None:
        """Draw who said it, what it claims and in which words."""
        self.named = draw.random() < 0.7
        self.speaker = draw.choice(SPEAKERS if self.named else NOBODY_KNOWN)
        self.words = draw.choices(_WORDS, k=draw.randint(12, 40))
        self.claims = [_claim(draw) for _ in range(draw.randint(1, 2))]
        self.day = date(2026, 3, 14) + timedelta(draw.randrange(60))


def _claim(draw: random.Random) -> dict[str, Any]:
    polarity = Polarity.NO if draw.random() < 0.1 else Polarity.YES
    kind = draw.random()
    if kind < 0.4:
        claim = SuggestedClaim("", Property.OCCURRED, polarity=polarity)
    elif kind < 0.7:
        low = Decimal(draw.randrange(10, 300))
        high = draw.choice((low, None))
        claim = SuggestedClaim("", Property.DETAINED, low=low, high=high, of="people")
    elif kind < 0.85:
        claim = SuggestedClaim("", Property.WHEN, when=str(date(2026, 3, 1) + timedelta(draw.randrange(40))))
    else:
        claim = SuggestedClaim("", Property.WHERE, value=f"the quarry {draw.randrange(60)}")
    return body_of(claim)


class Case:
    """A desk with one incident."""

    def __init__(self, desk: Desk, filed: int, others: int) -> None:
        """Fill it."""
        self.desk, self._draw, self._plain = desk, random.Random(1), Words(1)  # noqa: S311  texts, not keys
        self.utterances = [Utterance(self._draw) for _ in range(300)]
        self.agency = Utterance(self._draw)
        self.incident = record_incident(desk, desk.founder, Incident("", "The raids of March")).id
        self._add(filed, self._relays)
        self._add(others, self._further)

    def _add(self, number: int, drafts: Callable[[int], Iterator[Draft]]) -> None:
        for start in range(0, number, _IN_ONE_ACT):
            with acting(self.desk, self.desk.founder, Right.FILE) as act:
                for draft in drafts(min(_IN_ONE_ACT, number - start)):
                    act.add(draft)

    def _relays(self, number: int) -> Iterator[Draft]:
        for place in range(number):
            if place % _PER_TEXT == 0:
                medium = self._draw.choice(MEDIA)
                item, rendition, run = (new_id(k, os.urandom) for k in (Kind.ITEM, Kind.RENDITION, Kind.RUN))
                day = date(2026, 3, 14) + timedelta(self._draw.randrange(90))
                about = About("A page", publisher=medium, published=str(day))
                text = Rendition(rendition, item, "text", "1", "0" * 64, 9, 9, "", about)
                yield Draft("rendition.sealed", rendition, body_of(text))
            id_ = new_id(Kind.STATEMENT, os.urandom)
            body = self._plain.body(item, rendition, run, id_) | {"reviewed_by": ["mem_a", "mem_b"]}
            self._told(body)
            yield Draft("statement.accepted", id_, body, (), (rendition,))
            filing = Filing(new_id(Kind.FILING, os.urandom), id_, self.incident)
            yield Draft("filing.recorded", filing.id, body_of(filing), (), (id_, self.incident))

    def _told(self, body: dict[str, Any]) -> None:
        draw = self._draw
        of = self.agency if draw.random() < 1 / 3 else draw.choice(self.utterances)
        words, how = of.words, draw.random()
        if of is not self.agency and how > 0.5:
            words = words[: max(8, len(words) * 2 // 3)] if how < 0.75 else draw.choices(_WORDS, k=len(words))
        through = [{"text": draw.choice(MEDIA), "spans": []}] if draw.random() < 0.5 else []
        body["words"] = " ".join(words)
        body["statement"] |= {
            "speaker": of.speaker,
            "named": of.named,
            "relays": through,
            "claims": of.claims,
        }

    def _further(self, number: int) -> Iterator[Draft]:
        for place in range(number):
            if place % 40 == 0:
                item, rendition, run = (new_id(k, os.urandom) for k in (Kind.ITEM, Kind.RENDITION, Kind.RUN))
            id_ = new_id(Kind.STATEMENT, os.urandom)
            type_ = "statement.accepted" if place % 3 == 0 else "statement.suggested"
            yield Draft(type_, id_, self._plain.body(item, rendition, run, id_), (), (rendition,))


def timed(ask: Callable[[], Any], asked: int) -> str:
    """Return p50 and p95 in milliseconds, of the processor and by the wall clock."""
    ask()
    busy, wall = [], []
    for _ in range(asked):
        begun, at = time.process_time(), time.perf_counter()
        ask()
        busy.append(1000 * (time.process_time() - begun))
        wall.append(1000 * (time.perf_counter() - at))
    return " | ".join(
        f"{statistics.median(times):.0f} | {statistics.quantiles(times, n=20)[-1]:.0f}"
        for times in (busy, wall)
    )


def parts(case: Case) -> dict[str, Callable[[], Any]]:
    """Return what is asked, by its name."""
    desk, ines = case.desk, case.desk.founder

    def loaded() -> Any:
        with asking(desk, ines) as query:
            return weighable(query, standing_of(query), case.incident)

    def given() -> Any:
        with asking(desk, ines) as query:
            return given_of(query, standing_of(query), found_once)

    found_once = loaded()
    return {
        "balance sheet": lambda: weigh(desk, ines, case.incident),
        "of it: statements loaded": loaded,
        "of it: what stands against them": given,
        "of it: weighed": lambda: weighed(found_once.heard, found_once.names.of_value),
        "incident page": lambda: incident_page(desk, ines, case.incident),
    }


def main() -> None:
    """Fill the desk and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--filed", type=int, default=10_000)
    parser.add_argument("--others", type=int, default=0)
    parser.add_argument("--asked", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cost = Cost(1, 64, 1, below_the_floor=True)
        desk = found(Path(folder) / "vault", "seven herons over Sarn", founder="Ines", cost=cost)
        try:
            case = Case(desk, given.filed, given.others)
            gc.freeze()  # as a running desk does
            sheet = weigh(desk, desk.founder, case.incident)
            print(f"{len(sheet.lines):,} statements, {len(sheet.origins):,} origins, {given.others:,} others")
            print("| asked for | p50 cpu | p95 cpu | p50 wall | p95 wall |\n|---|---|---|---|---|")
            for name, ask in parts(case).items():
                print(f"| {name} | {timed(ask, given.asked)} |")
        finally:
            desk.close()


if __name__ == "__main__":
    main()
