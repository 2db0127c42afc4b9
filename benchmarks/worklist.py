"""How fast the work list and what rests on a consent are, at a desk of ten members.

    python benchmarks/worklist.py [--statements 100000] [--asked 40]

Statements are those of ``benchmarks/ledger.py``, 40 to an item, each item with a receipt under a consent of
its own: 30 % wait for review, 23 % were accepted by one member, 47 % by two. Every tenth item has a contact
with a next one. One item in a thousand is in a rare compartment, one in ten in another. Times are by the wall
clock, the database in a temporary vault; p50 and p95 in milliseconds for a member who may enter every
compartment ("all") and for one who may enter none of them ("some"), with the processor's time in brackets.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from khronika.acts.desk import Desk, acting
from khronika.acts.founding import temporary_desk
from khronika.acts.members import record_compartment, record_member
from khronika.acts.resting import rests_on
from khronika.acts.worklist import waiting_for_review, waiting_for_second, work_list
from khronika.ledger.store import Draft
from khronika.records.access import Right, Role
from khronika.records.body import body_of
from khronika.records.consent import Audience, Consent, Purpose, Term
from khronika.records.contact import Contact, Danger, NextContact
from khronika.records.ids import Kind
from khronika.records.item import Acquisition, CustodyEvent, Item, Receipt
from khronika.records.party import Party, PartyKind

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.ledger import Words

PER_ITEM = 40
ITEMS_IN_ACT = 100


@dataclass
class Bench:
    """A desk to be filled, with its members and its compartments."""

    desk: Desk
    members: list[str]
    compartments: list[str]
    words: Words
    draw: random.Random

    def fill(self, statements: int) -> list[str]:
        """Record so many statements with all that goes with them; return the consents."""
        consents: list[str] = []
        for first in range(0, statements // PER_ITEM, ITEMS_IN_ACT):
            later: list[Draft] = []
            member = self.draw.choice(self.members)
            with acting(self.desk, member, Right.TAKE_IN) as act:
                for number in range(first, min(first + ITEMS_IN_ACT, statements // PER_ITEM)):
                    for draft in self.item(number, member, later):
                        act.add(draft)
                        consents += [draft.subject] if draft.subject.startswith("con_") else []
            self.decide(later)
        return consents

    def item(self, number: int, member: str, later: list[Draft]) -> Iterator[Draft]:
        """Yield the entries of one item; its statements that are decided on go to ``later``."""
        chance = self.draw.random()
        rare, common = self.compartments
        within = frozenset({rare} if chance < 0.001 else {common} if chance < 0.1 else ())
        item, rendition, run, receipt = map(
            self.desk.new_id, (Kind.ITEM, Kind.RENDITION, Kind.RUN, Kind.RECEIPT)
        )
        yield Draft(
            "item.sealed", item, body_of(Item(item, "0" * 64, 9, "text/plain", "")), compartments=within
        )
        custody = (CustodyEvent("ingestion", "2026-04-20T09:00:00Z", member),)
        received = Receipt(receipt, item, f"{number}.txt", Acquisition.FILE, custody[0].at, custody)
        yield Draft("receipt.recorded", receipt, body_of(received), derived_from=(item,), compartments=within)
        until = self.desk.clock().date() + timedelta(days=self.draw.randrange(-300, 2000))
        term = Term(Purpose.COURT, Audience.MECHANISM, until=until)
        consent = Consent(self.desk.new_id(Kind.CONSENT), (receipt,), "A", (term,))
        yield Draft("consent.recorded", consent.id, body_of(consent), compartments=within)
        if number % 10 == 0:
            yield from self.contact(item, receipt, within)
        for place in range(PER_ITEM):
            id_ = self.desk.new_id(Kind.STATEMENT)
            body = self.words.body(item, rendition, run, id_)
            draft = Draft(
                "statement.suggested", id_, body, derived_from=(rendition, item), compartments=within
            )
            yield draft
            if number % 5 >= 2 or (number % 5 == 1 and place % 2):
                later.append(draft)

    def contact(self, item: str, receipt: str, within: frozenset[str]) -> Iterator[Draft]:
        """Yield a party and a contact; one in twenty of these persons is in danger now."""
        party = Party(self.desk.new_id(Kind.PARTY), "Heron 7", PartyKind.PERSON, pseudonymous=True)
        yield Draft("party.recorded", party.id, body_of(party), compartments=within)
        on = self.desk.clock().date() + timedelta(days=self.draw.randrange(-30, 300))
        danger = Danger.NOW if self.draw.random() < 0.05 else Danger.NONE_KNOWN
        following = NextContact(on.isoformat(), "ask again")
        id_ = self.desk.new_id(Kind.CONTACT)
        record = Contact(
            id_, party.id, self.members[0], "2026-04-20", item, receipt, danger=danger, next=following
        )
        yield Draft(
            "contact.recorded", id_, body_of(record), derived_from=(party.id, receipt), compartments=within
        )

    def decide(self, drafts: list[Draft]) -> None:
        """Accept what is to be accepted: two thirds of it by a second member as well."""
        one, two = self.draw.sample(self.members, 2)
        for member, seen, share in ((one, [one], 1.0), (two, sorted([one, two]), 2 / 3)):
            chosen = drafts[: int(len(drafts) * share)]
            with acting(self.desk, member, Right.REVIEW) as act:
                for draft in chosen:
                    known = act.get(draft.subject)
                    act.add(
                        Draft(
                            "statement.accepted",
                            draft.subject,
                            draft.body | {"reviewed_by": seen},
                            act.supersedes(known),
                            draft.derived_from,
                            (),
                            draft.compartments,
                        )
                    )


def timed(ask: Callable[[], Any], asked: int) -> str:
    """Return p50 and p95 by the wall clock, and in brackets the processor time of one answer, in ms."""
    ask()
    times, busy = [], time.process_time()
    for _ in range(asked):
        started = time.perf_counter()
        ask()
        times.append(1e3 * (time.perf_counter() - started))
    busy = 1e3 * (time.process_time() - busy) / asked
    times.sort()
    return f"{times[len(times) // 2]:.1f} / {times[int(len(times) * 0.95)]:.1f} ({busy:.1f})"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the work list.")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=40)
    given = parser.parse_args()
    with temporary_desk() as desk:
        founder, draw = desk.founder, random.Random(3)  # noqa: S311  a generator of cases, not of keys
        compartments = [record_compartment(desk, founder, name).id for name in ("rare", "common")]
        members = [
            record_member(desk, founder, f"Member {n}", [Role.ANALYST], frozenset(compartments)).id
            for n in range(9)
        ]
        some = record_member(desk, founder, "Some", [Role.ANALYST]).id
        bench = Bench(desk, members, compartments, Words(1), draw)
        consents = bench.fill(given.statements)
        print(f"| {given.statements:,} statements | all: p50 / p95 ms | some: p50 / p95 ms |")
        print("| --- | --- | --- |")
        questions: dict[str, Callable[[str], Any]] = {
            "work list": lambda member: work_list(desk, member),
            "waiting for review, 50": lambda member: waiting_for_review(desk, member),
            "waiting for a second person, 50": lambda member: waiting_for_second(desk, member),
        }
        for name, ask in questions.items():
            cells = [timed(lambda ask=ask, who=who: ask(who), given.asked) for who in (founder, some)]  # type: ignore[misc]
            print(f"| {name} | {' | '.join(cells)} |")
        rests = timed(lambda: rests_on(desk, founder, draw.choice(consents)), given.asked)
        print(f"| what rests on a consent | {rests} | |")


if __name__ == "__main__":
    main()
