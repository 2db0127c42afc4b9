"""What tests of uploads and jobs share: sending a file, submitting it, working through what waits."""

from __future__ import annotations

from desk_cast import House, files_in
from khronika.acts.jobs import (
    JobShown,
    job,
    run_next,
    submit_take_in,
)
from khronika.acts.upkeep import verify
from khronika.acts.uploads import begin_upload
from khronika.intake.isolated import Extractor
from khronika.ledger import working
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.item import Extraction
from khronika.records.jobs import Job

TERM = Term(Purpose.COURT, Audience.MECHANISM)


def upload(house: House, content: str | bytes, name: str = "source.txt", by: str | None = None) -> str:
    raw = content.encode() if isinstance(content, str) else content
    with begin_upload(house.desk, by or house.cast.ines, name, size=len(raw)) as coming:
        for start in range(0, len(raw), 50_000):
            coming.write(raw[start : start + 50_000])
        return coming.finish()


def submitted(house: House, *contents: str | bytes, by: str | None = None, **given: object) -> Job:
    """Upload files and submit them."""
    member = by or house.cast.ines
    received = [upload(house, content, f"source-{n}.txt", member) for n, content in enumerate(contents)]
    return submit_take_in(house.desk, member, received, **given)  # type: ignore[arg-type]  # passed on by name


def work(house: House) -> int:
    """Let the worker do everything; return how many steps that took."""
    steps = 0
    while run_next(house.desk, house.extractor):
        steps += 1
    return steps


def seen(house: House, made: Job) -> JobShown:
    return job(house.desk, made.member, made.id)


def sealed_in(house: House) -> set[str]:
    return set(files_in(house.path / "sealed"))


def left_over(house: House) -> list[str]:
    """Return the names of what uploads and jobs left in the working state."""
    with house.desk.ledger.reading() as connection:
        return [name for part in ("upload", "job") for name in working.under(connection, part)]


def intact(house: House) -> bool:
    checked = verify(house.desk, house.cast.ines, files=True)
    return (checked.problems, checked.orphans) == ((), ())


class Counting(Extractor):
    """An extractor that remembers what it was given, and stops like a bug where it is told to."""

    def __init__(self, poison: str = "") -> None:
        super().__init__()
        self.given: list[str] = []
        self._poison = poison

    def extract(self, content: bytes, name: str) -> Extraction:
        self.given.append(name)
        if self._poison and self._poison.encode() in content:
            raise RuntimeError
        return super().extract(content, name)
