"""Makes a desk of 100,000 statements for ``benchmarks/desk_load.py``, through the ledger in big acts.

    python benchmarks/desk_store.py FOLDER [--statements 100000]

Sentences are our own, about an invented country, and vary by the seed: whom they speak of, what is said by
whom, how, when and where. Each text has 40 statements with their spans, is sealed as original and rendition,
and reads in the reading room as any other. Of the statements 60 % wait, 18 % are accepted by one member, 18 %
by two, 4 % rejected. There are ten members of mixed roles, who sign in by one-time addresses; five of them
may not enter the compartment of 5 % of the texts.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.desk_texts import PLACES, STATEMENTS, Author, Text

from khronika.acts.desk import Desk, acting
from khronika.acts.founding import found
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.members import record_compartment, record_member
from khronika.acts.parties import record_party
from khronika.acts.read import statement_body
from khronika.intake.copies import sketch
from khronika.ledger.store import Draft
from khronika.records.access import Right, Role
from khronika.records.body import body_of
from khronika.records.consent import Audience, Consent, Purpose, Term
from khronika.records.ids import Kind
from khronika.records.item import About, Acquisition, CustodyEvent, Item, Receipt, Rendition
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind
from khronika.vault.keyslots import Cost

PASSPHRASE = "seven herons over Sarn"  # noqa: S105  of a vault of invented texts
ITEMS_IN_ACT = 125
REVIEWERS, READERS = ("Matei", "Vera", "Petra", "Sanne", "Ilves", "Tarik", "Zoya"), ("Oskar", "Lev")
_ROLES = {"Sanne": Role.REVIEWER, "Ilves": Role.REVIEWER, "Oskar": Role.PUBLISHER, "Lev": Role.READER}
_OUTSIDE = frozenset({"Matei", "Petra", "Ilves", "Lev", "Zoya"})


class Growing:
    """Grows one desk. ``hidden`` is the compartment that half of the members may not enter."""

    def __init__(self, desk: Desk, author: Author) -> None:
        """Record the members."""
        self.desk, self.author = desk, author
        self.hidden = record_compartment(desk, desk.founder, "The yard").id
        self.members = [self._member(name) for name in REVIEWERS]
        for name in READERS:
            self._member(name)
        self._sealing = ThreadPoolExecutor(4)

    def _member(self, name: str) -> str:
        inside = frozenset() if name in _OUTSIDE else frozenset({self.hidden})
        role = _ROLES.get(name, Role.ANALYST)
        return record_member(self.desk, self.desk.founder, name, [role], inside).id

    def fill(self, statements: int) -> None:
        """Record so many statements with their texts, and what a desk has beside them."""
        items = statements // STATEMENTS
        for first in range(0, items, ITEMS_IN_ACT):
            self._batch(range(first, min(first + ITEMS_IN_ACT, items)))
        founder, people = self.desk.founder, self.author.people[:40]
        for name in people:
            record_party(self.desk, founder, Party("", name, PartyKind.PERSON))

    def _batch(self, numbers: range) -> None:
        """Record some texts as one act, then what members decided on their statements as another two."""
        texts = [self._prepared(number) for number in numbers]
        sealed = list(self._sealing.map(self._sealed, texts))
        suggested: list[Draft] = []
        with acting(self.desk, self.author.draw.choice(self.members[:3]), Right.TAKE_IN) as act:
            for made in sealed:
                for draft in self._entries(made, act.member.id):
                    act.add(draft)
                    if draft.type == "statement.suggested":
                        suggested.append(draft)
        self._decide(suggested)
        if numbers.start % (4 * ITEMS_IN_ACT) == 0:
            title = f"Held at {self.author.draw.choice(PLACES)}, {numbers.start}"
            incident = record_incident(self.desk, self.desk.founder, Incident("", title)).id
            chosen = [draft.subject for draft in self.author.draw.sample(suggested, min(60, len(suggested)))]
            file_statements(self.desk, self.desk.founder, incident, chosen)

    def _prepared(self, number: int) -> tuple[int, Text, str, str]:
        new = iter(lambda: self.desk.new_id(Kind.STATEMENT), None)
        item, rendition = self.desk.new_id(Kind.ITEM), self.desk.new_id(Kind.RENDITION)
        return number, self.author.text(new), item, rendition

    def _sealed(self, prepared: tuple[int, Text, str, str]) -> tuple[int, Text, Item, Rendition]:
        number, text, item, rendition = prepared
        octets = text.whole.encode()
        seals = [self.desk.vault.seal(id_, io.BytesIO(octets)) for id_ in (item, rendition)]
        digest = hashlib.sha256(octets).hexdigest()
        about = About(title=text.whole.partition("\n")[0], publisher="The Sarn Courier", language="en")
        original = Item(item, digest, len(octets), "text/plain", seals[0].key)
        made = Rendition(
            rendition, item, "text", "1", digest, len(octets), len(text.whole), seals[1].key, about
        )
        return number, text, original, replace(made, sketch=sketch(text.whole))

    def _entries(self, made: tuple[int, Text, Item, Rendition], member: str) -> Iterator[Draft]:
        number, text, item, rendition = made
        within = frozenset({self.hidden} if number % 20 == 7 else ())
        for type_, record, sources in self._records(number, item, rendition, member):
            yield Draft(type_, record.id, body_of(record), (), sources, (), within)
        run = self.desk.new_id(Kind.RUN)
        body = {"item": item.id, "rendition": rendition.id, "reader": "english accurate", "version": "1"}
        about = {"about": body_of(rendition.about), "statements": len(text.statements), "language": "en"}
        yield Draft("reading.run", run, body | about, (), (rendition.id,), (), within)
        for one in text.statements:
            body = statement_body(item.id, rendition.id, run, text.whole, one)
            yield Draft("statement.suggested", one.id, body, (), (rendition.id,), (), within)

    def _records(
        self, number: int, item: Item, rendition: Rendition, member: str
    ) -> Iterator[tuple[str, Item | Rendition | Receipt | Consent, tuple[str, ...]]]:
        """Yield what is recorded of one text, and what that is derived from; a fifth rests on a consent."""
        yield "item.sealed", item, ()
        yield "rendition.sealed", rendition, (item.id,)
        now = f"{self.desk.clock():%Y-%m-%dT%H:%M:%SZ}"
        custody, public = (CustodyEvent("ingestion", now, member),), number % 5 > 0
        id_, name = self.desk.new_id(Kind.RECEIPT), f"courier-{number:05}.txt"
        yield (
            "receipt.recorded",
            Receipt(id_, item.id, name, Acquisition.FILE, now, custody, public=public),
            (item.id,),
        )
        if not public:
            until = self.desk.clock().date() + timedelta(days=self.author.draw.randrange(10, 2000))
            term = Term(Purpose.COURT, Audience.MECHANISM, until=until)
            yield "consent.recorded", Consent(self.desk.new_id(Kind.CONSENT), (id_,), "A", (term,)), ()

    def _decide(self, suggested: list[Draft]) -> None:
        """Accept 36 % of the suggestions, half of these by a second member as well, and reject 4 %."""
        draw = self.author.draw
        open_ = [draft for draft in suggested if not draft.compartments]
        chosen = draw.sample(open_, int(0.4 * len(open_)))
        one, two = draw.sample(self.members, 2)
        tenth = len(chosen) // 10
        rejected, once = chosen[:tenth], chosen[tenth:]
        decisions: list[tuple[str, list[Draft], str, dict[str, object]]] = [
            (one, rejected, "statement.rejected", {"rejected_because": "not a statement"}),
            (one, once, "statement.accepted", {"reviewed_by": [one]}),
            (two, once[: len(once) // 2], "statement.accepted", {"reviewed_by": sorted((one, two))}),
        ]
        for member, drafts, type_, also in decisions:
            with acting(self.desk, member, Right.REVIEW) as act:
                for draft in drafts:
                    above = act.supersedes(act.get(draft.subject))
                    act.add(replace(draft, type=type_, body=draft.body | also, supersedes=above))


def grow(folder: Path, statements: int, seed: int = 1) -> None:
    """Make the desk in ``folder``, which must not be there yet."""
    desk = found(folder, PASSPHRASE, founder="Ines", cost=Cost(1, 64, 1, below_the_floor=True))
    try:
        Growing(desk, Author(seed)).fill(statements)
    finally:
        desk.close()


def main() -> None:
    """Make the desk that the command line asks for."""
    parser = argparse.ArgumentParser(description="Make a desk to be put under load.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, default=100_000)
    given = parser.parse_args()
    started = time.perf_counter()
    grow(given.folder, given.statements)
    size = sum(path.stat().st_size for path in given.folder.rglob("*") if path.is_file())
    taken = time.perf_counter() - started
    print(f"{given.statements:,} statements in {taken:.0f} s, {size / 2**20:,.0f} MiB")


if __name__ == "__main__":
    main()
