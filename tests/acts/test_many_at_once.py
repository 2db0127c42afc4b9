"""Many members at once: nothing is lost, nobody waits for the heavy work of another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from desk_cast import DENIAL, WITNESS, House, source_of
from khronika.acts import read as reading
from khronika.acts.desk import Desk
from khronika.acts.jobs import job, run_next, submit_take_in
from khronika.acts.members import record_compartment
from khronika.acts.read import read
from khronika.acts.review import accept, amend
from khronika.acts.show import Sought, items, search, statements
from khronika.acts.sources import Conditions
from khronika.acts.take_in import take_in
from khronika.acts.upkeep import rebuild, verify
from khronika.acts.uploads import begin_upload
from khronika.errors import VaultBusy
from khronika.intake.isolated import Extractor
from khronika.ledger import transactions
from khronika.reading import reader_for
from khronika.records.item import About, Extraction
from khronika.records.jobs import JobState
from khronika.records.reading import Reader
from khronika.records.statement import Statement

ROUNDS = 6


@pytest.fixture
def busy(house: House) -> House:
    """Give a desk whose randomness many threads may ask at once."""
    house.again()
    return house


def at_once(*members: Callable[[], object]) -> None:
    """Let everybody begin together; raise what went wrong for any of them."""
    start = threading.Barrier(len(members))

    def begun(work: Callable[[], object]) -> object:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(members)) as threads:
        for done in [threads.submit(begun, work) for work in members]:
            done.result(timeout=120)


def meanwhile(desk: Desk, member: str) -> None:
    """Write and read by another thread: it must be done before the heavy work goes on."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(record_compartment, desk, member, "Ozrin").result(timeout=20)
        thread.submit(items, desk, member).result(timeout=20)


class Watching(Extractor):
    """An extractor during whose work others work at the desk."""

    def __init__(self, desk: Desk, member: str) -> None:
        super().__init__()
        self._given = desk, member
        self.worked = 0

    def extract(self, content: bytes, name: str) -> Extraction:
        meanwhile(*self._given)
        self.worked += 1
        return super().extract(content, name)


class WatchingReader:
    """A reader during whose work others work at the desk."""

    def __init__(self, reader: Reader, desk: Desk, member: str) -> None:
        self._reader = reader
        self._given = desk, member
        self.worked = 0

    @property
    def name(self) -> str:
        return self._reader.name

    @property
    def version(self) -> str:
        return self._reader.version

    def read(self, text: str, about: About) -> tuple[Statement, ...]:
        meanwhile(*self._given)
        self.worked += 1
        return self._reader.read(text, about)


def snapshot(house: House) -> list[object]:
    """Return all that a member who may see everything sees."""
    desk, ines = house.desk, house.cast.ines
    return [statements(desk, ines, Sought()), items(desk, ines), search(desk, ines, "quarry")]


def test_nobody_waits_while_a_file_is_extracted_or_a_text_is_read(
    busy: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, ines, matei = busy.desk, busy.cast.ines, busy.cast.matei
    watching = WatchingReader(reader_for("en"), desk, ines)
    with Watching(desk, ines) as extractor:
        (taken,) = take_in(desk, matei, [source_of(DENIAL)], Conditions(), extractor)
        with begin_upload(desk, matei, "by upload.txt") as upload:
            upload.write(WITNESS.encode())
            made = submit_take_in(desk, matei, [upload.finish()], read=True)
        monkeypatch.setattr(reading, "reader_for", lambda *_: watching)
        read(desk, matei, [taken.item or ""])
        while run_next(desk, extractor):
            pass
    assert (extractor.worked, watching.worked) == (2, 2)
    assert job(desk, matei, made.id).job.state is JobState.DONE


def test_two_members_who_take_in_the_same_bytes_at_one_moment_get_one_item_with_two_receipts(
    busy: House,
) -> None:
    desk, cast = busy.desk, busy.cast
    both = threading.Barrier(2)

    class Meeting(Extractor):
        """Both have read the file before either has recorded it."""

        def extract(self, content: bytes, name: str) -> Extraction:
            extraction = super().extract(content, name)
            both.wait(timeout=20)
            return extraction

    def taking(member: str) -> Callable[[], object]:
        def take() -> object:
            with Meeting() as extractor:
                return take_in(desk, member, [source_of(DENIAL)], Conditions(), extractor)

        return take

    at_once(taking(cast.matei), taking(cast.ines))
    (item,) = items(desk, cast.ines)
    assert len(item.receipts) == 2
    checked = verify(desk, cast.ines, files=True)
    assert (checked.problems, checked.orphans) == ((), ())


def test_two_members_who_read_the_same_text_at_one_moment_record_one_reading(
    busy: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers read for one at a time, so that the second has read before it learns of the first."""
    desk, cast = busy.desk, busy.cast
    item = busy.take_one(DENIAL)
    asked, earlier_runs = threading.Barrier(2), reading._earlier_runs
    first_look = threading.local()

    def meeting(*given: object) -> object:
        found = earlier_runs(*given)  # type: ignore[arg-type]  # passed on
        if not getattr(first_look, "over", False):
            first_look.over = True
            asked.wait(timeout=20)
        return found

    monkeypatch.setattr(reading, "_earlier_runs", meeting)
    with ThreadPoolExecutor(2) as threads:
        runs = list(threads.map(lambda member: read(desk, member, [item]), (cast.matei, cast.sanne)))
    assert sorted(run.fresh for (run,) in runs) == [False, True]
    assert len({run.run for (run,) in runs}) == 1
    assert len(busy.statements_of(item)) == runs[0][0].statements


class Morning:
    """Everybody at work: each method is one person's morning, or the worker's of the desk."""

    def __init__(self, house: House, said: list[str]) -> None:
        self.desk, self.cast = house.desk, house.cast
        self.accepted, self.amended = said[::2], said[1::2]
        self.brought: list[str] = []
        self._sent = threading.Event()

    def accept(self) -> None:
        for statement in self.accepted:
            accept(self.desk, self.cast.sanne, [statement])

    def amend(self) -> None:
        for statement in self.amended:
            amend(self.desk, self.cast.matei, statement, {"speaker": "somebody of Sarn"})

    def bring(self, member: str, conditions: Conditions) -> None:
        with Extractor() as extractor:
            for number in range(ROUNDS):
                sources = [source_of(f"{WITNESS}Taken in {number}.\n"), source_of(f"{number} {member}\n")]
                taken = take_in(self.desk, member, sources, conditions, extractor)
                self.brought += [one.item or "" for one in taken]

    def upload(self) -> None:
        for number in range(ROUNDS):
            with begin_upload(self.desk, self.cast.matei, f"upload {number}.txt") as upload:
                upload.write(f"{WITNESS}Uploaded {number}.\n".encode())
                submit_take_in(self.desk, self.cast.matei, [upload.finish()], read=True)
        self._sent.set()

    def work(self) -> None:
        with Extractor() as extractor:
            while run_next(self.desk, extractor) or not self._sent.wait(0.01):
                pass
            while run_next(self.desk, extractor):
                pass

    def look(self) -> None:
        desk, lev = self.desk, self.cast.lev
        for _ in range(2 * ROUNDS):
            found = [statements(desk, lev, Sought()), search(desk, lev, "quarry"), items(desk, lev)]
            assert self.cast.quarry not in repr(found)

    def check(self) -> None:
        for _ in range(3):
            checked = verify(self.desk, self.cast.ruta, files=True)
            assert (checked.problems, checked.orphans) == ((), ())


def test_everybody_at_work_at_once_loses_nothing_and_breaks_nothing(busy: House) -> None:
    desk, cast = busy.desk, busy.cast
    taken = busy.take(*(f"{DENIAL}Edition {number}.\n" for number in range(ROUNDS)))
    read(desk, cast.ines, [one.item or "" for one in taken])
    day = Morning(busy, [one.id for one in statements(desk, cast.ines, Sought())])
    at_once(
        day.accept,
        day.amend,
        lambda: day.bring(cast.vera, Conditions(frozenset({cast.quarry}))),
        lambda: day.bring(cast.petra, Conditions()),
        lambda: day.bring(cast.ines, Conditions()),
        day.upload,
        day.work,
        day.look,
        day.check,
    )
    stands = {one.id: one.status for one in statements(desk, cast.ines, Sought())}
    assert {stands[id_] for id_ in day.accepted} == {"accepted"}
    assert {stands[id_] for id_ in day.amended} == {"amended"}
    known = {one.id for one in items(desk, cast.ines)}
    assert set(day.brought) <= known
    assert len(known) == ROUNDS * 7, "what two members brought without a compartment is one item"
    checked = verify(desk, cast.ines, files=True)
    assert (checked.problems, checked.orphans) == ((), ())
    live = snapshot(busy)
    rebuild(desk, cast.ines)
    assert snapshot(busy) == live
    busy.again()
    assert snapshot(busy) == live


def test_who_waits_too_long_for_another_to_write_is_told_so_and_readers_are_not_held_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "_PATIENCE_SECONDS", 0.1)
    with house.desk.ledger.writing_to_roll_back():
        with pytest.raises(VaultBusy, match="long work"):
            record_compartment(house.desk, house.cast.ines, "The yard")
        assert items(house.desk, house.cast.ines) == []
    record_compartment(house.desk, house.cast.ines, "The yard")
