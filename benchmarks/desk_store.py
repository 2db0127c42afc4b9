"""Makes a desk of about 100,000 statements for ``benchmarks/desk_load.py``, grown through the ledger in big acts.

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
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

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
from khronika.records.dates import When
from khronika.records.ids import Kind
from khronika.records.item import About, Acquisition, CustodyEvent, Item, Receipt, Rendition
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind
from khronika.records.places import PlaceCandidate, PlaceKind, PlaceMention
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement
from khronika.vault.keyslots import Cost

PASSPHRASE = "seven herons over Sarn"  # noqa: S105  of a vault of invented texts
PER_ITEM, ITEMS_IN_ACT = 40, 125
REVIEWERS, READERS = ("Matei", "Vera", "Petra", "Sanne", "Ilves", "Tarik", "Zoya"), ("Oskar", "Lev")
_ROLES = {"Sanne": Role.REVIEWER, "Ilves": Role.REVIEWER, "Oskar": Role.PUBLISHER, "Lev": Role.READER}
_OUTSIDE = frozenset({"Matei", "Petra", "Ilves", "Lev", "Zoya"})
_FOUNDED = date(2017, 1, 1)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


_FIRST = _words(
    "Mira, Anton, Yelena, Ruslan, Selma, Tahir, Oksana, Bek, Larisa, Idris, Emin, Nadia, Karim, Pavel"
)
_LAST = ("Sar", "Kel", "Tor", "Alm", "Drag", "Bey", "Ostr", "Had", "Vel", "Mar", "Sor", "Gan", "Lud", "Pesk")
_MIDDLE = ("at", "in", "ov", "ar", "ek", "um", "isk", "and", "or", "el", "av", "ir")
_END = ("ova", "in", "an", "eis", "u", "ran", "im", "ik", "uk", "ak", "es", "ara", "enko", "adze")
_OFFICES = _words(
    "a spokesperson for the Interior Ministry, the governor of Sarn, a guard of the Orvan depot, the prosecutor"
    " of Ozrin, a lawyer of the families, the ombudswoman, a neighbour, a driver of the night shift"
)
_PLACES = _words("Sarn, Ozrin, Orvan, Lower Kesh, Tavla, Merun, Vidra, the Halka valley, Dubrik, Port Selen")
_WHO = _words(
    "the men of the brick works, nine herders, my brother, the boys from the school, two nurses, the teacher,"
    " a bus of pilgrims, the strikers, everyone on the list, the last four families, an old beekeeper,"
    " the witnesses, three students, the night guards, the drivers, her husband, the editors, nobody"
)
_DID = _words(
    "were detained at the checkpoint, was taken from the ward, were held in the depot, had been released without"
    " papers, were questioned until morning, were beaten in the yard, had gone home by then, were moved across"
    " the river, signed what was put before them, were denied a lawyer, have not been seen since, were never on"
    " our premises, were counted twice, had asked for water, were loaded onto a lorry, came back barefoot"
)
_WHY = _words(
    "because the order had come by telephone, although the court had ruled otherwise, while the soldiers looked"
    " on, as the prosecutor knew, on the word of one informer, for carrying a camera, without any record, under"
    " the law on assemblies, since the bridge was closed, so that the count would be right, after the funeral"
)
_THINGS = _words(
    "ledger, blanket, registry, lantern, stamp, uniform, rifle, loaf, ferry, tractor, passport, whistle, ladder,"
    " kettle, orchard, quarry, telegraph, well, boot, coat, ration card, photograph, letter, gate, padlock"
)
_SAYS = {
    Act.ASSERTS: ("said", "stated"),
    Act.ALLEGES: ("claimed", "alleged"),
    Act.DENIES: ("denied that", "rejected that"),
    Act.REPORTS: ("reported", "wrote"),
    Act.ADMITS: ("admitted", "conceded"),
    Act.APPEALS: ("pleaded", "called out"),
    Act.PROMISES: ("promised", "vowed"),
}


@dataclass(slots=True)
class Text:
    """One invented text while it is written: its pieces, and the statements in it."""

    whole: str
    statements: list[Statement]


class Author:
    """Writes invented texts; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        """Begin, with the people of the country."""
        self.draw = random.Random(seed)  # noqa: S311  a generator of text, not of keys
        names = [a + b + c for a in _LAST for b in _MIDDLE for c in _END]
        self.people = [f"{self.draw.choice(_FIRST)} {name}" for name in self.draw.sample(names, 1500)]

    def speaker(self) -> tuple[str, bool]:
        """Return who speaks, and whether by name: some people speak often, most once or twice."""
        if self.draw.random() < 0.35:
            return self.draw.choice(_OFFICES), False
        return self.people[int(len(self.people) * self.draw.random() ** 3)], True

    def sentence(self) -> str:
        """Return what is said, of 12 to 40 words."""
        draw = self.draw
        words = f"{draw.choice(_WHO)} {draw.choice(_DID)} {draw.choice(_WHY)}"
        if draw.random() < 0.7:
            words += (
                f", and the {draw.choice(_THINGS)} of {draw.choice(self.people)} was left by the"
                f" {draw.choice(_THINGS)} near {draw.choice(_PLACES)}"
            )
        if draw.random() < 0.3:
            words += f"; there were {draw.randrange(2, 400)} of them that {draw.choice(('night', 'week', 'winter'))}"
        return words

    def text(self, new: Iterator[str]) -> Text:
        """Write a text; ``new`` gives the ids of its statements."""
        text = Text(f"{self.draw.choice(_PLACES)}: what was said about the {self.draw.choice(_THINGS)}\n\n", [])
        for number in range(PER_ITEM):
            self._say(text, next(new))
            text.whole += "\n\n" if number % 3 == 2 else " "
        return text

    def _say(self, text: Text, id_: str) -> None:
        draw, (speaker, named) = self.draw, self.speaker()
        act = draw.choices(list(_SAYS), (40, 15, 12, 15, 5, 5, 8))[0]
        day = _FOUNDED + timedelta(draw.randrange(3300))
        place, cue = draw.choice(_PLACES), draw.choice(_SAYS[act])
        pieces = (speaker, " ", cue, " in ", place, " on ", f"{day:%d} {day:%B} {day:%Y}", ": ", self.sentence())
        spans, at = [], len(text.whole)
        for piece in pieces:
            spans.append((at, at + len(piece)))
            at += len(piece)
        text.whole += "".join(pieces) + "."
        candidate = PlaceCandidate(1000 + _PLACES.index(place), place, PlaceKind.CITY, "XX")
        when = When(pieces[6], day, day, (spans[6],))
        relays = (Phrase("the Orvan courier", ()),) if draw.random() < 0.25 else ()
        statement = Statement(
            id_,
            speaker,
            named,
            (spans[8],),
            (act,),
            source=(spans[0],),
            cue=(spans[2],),
            denies=(draw.choice(list(Denial)),) if act is Act.DENIES else (),
            relays=relays,
            when=when if draw.random() < 0.7 else None,
            places=(PlaceMention(spans[4], place, (candidate,), certain=True, reason="one place of that name"),),
            score=draw.randrange(400, 1000),
            reason=f'cue "{cue}"; subject before the cue',
        )
        text.statements.append(statement)


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
        items = statements // PER_ITEM
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
            title = f"Held at {self.author.draw.choice(_PLACES)}, {numbers.start}"
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
        within = frozenset({self.hidden} if number % 20 == 7 else ())  # noqa: PLR2004  one text in twenty
        new, now = self.desk.new_id, f"{self.desk.clock():%Y-%m-%dT%H:%M:%SZ}"
        yield Draft("item.sealed", item.id, body_of(item), compartments=within)
        yield Draft("rendition.sealed", rendition.id, body_of(rendition), (), (item.id,), (), within)
        custody, public = (CustodyEvent("ingestion", now, member),), number % 5 > 0
        name = f"courier-{number:05}.txt"
        receipt = Receipt(new(Kind.RECEIPT), item.id, name, Acquisition.FILE, now, custody, public=public)
        yield Draft("receipt.recorded", receipt.id, body_of(receipt), (), (item.id,), (), within)
        if not public:
            until = self.desk.clock().date() + timedelta(days=self.author.draw.randrange(10, 2000))
            consent = Consent(
                new(Kind.CONSENT), (receipt.id,), "A", (Term(Purpose.COURT, Audience.MECHANISM, until=until),)
            )
            yield Draft("consent.recorded", consent.id, body_of(consent), compartments=within)
        run = new(Kind.RUN)
        body = {"item": item.id, "rendition": rendition.id, "reader": "english accurate", "version": "1"}
        body |= {"language": "en", "about": body_of(rendition.about), "statements": len(text.statements)}
        yield Draft("reading.run", run, body, (), (rendition.id,), (), within)
        for one in text.statements:
            body = statement_body(item.id, rendition.id, run, text.whole, one)
            yield Draft("statement.suggested", one.id, body, (), (rendition.id,), (), within)

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
    print(f"{given.statements:,} statements in {time.perf_counter() - started:.0f} s, {size / 2**20:,.0f} MiB")


if __name__ == "__main__":
    sys.exit(main())
