"""What is erased or withdrawn while somebody looks: it is there as it stood, or gone, and never later."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from rights_originals import Blank

from desk_cast import WITNESS, House
from khronika.acts.brief import brief
from khronika.acts.consent import list_consents, withdraw_consent
from khronika.acts.find import Search, find
from khronika.acts.history import history_of
from khronika.acts.jobs import run_next, submit_read
from khronika.acts.originals import open_original, page_picture
from khronika.acts.outgoing import BriefOrder
from khronika.acts.reviewing import statements_of_text
from khronika.acts.show import search, text_of
from khronika.acts.sources import Conditions
from khronika.acts.upkeep import verify
from khronika.errors import KhronikaError, UsageFault
from khronika.records.consent import Audience, Purpose, Term
from khronika.vault.folder import Vault

HIS_WORD = "vans"
ALLOWED = Conditions(person="Witness A", terms=(Term(Purpose.DOCUMENTATION, Audience.PARTNERS),))


def test_a_text_that_is_erased_while_it_is_unsealed_is_gone_and_not_damaged(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = house.take_one(WITNESS)
    house.again()
    with erased_meanwhile(house, item, monkeypatch, "read"):
        assert text_of(house.desk, house.cast.lev, item) == ""


def test_an_original_that_is_erased_while_it_is_copied_is_said_to_be_erased(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for opened in (
        lambda item: open_original(house.desk, house.cast.matei, item, "to compare it"),
        lambda item: page_picture(house.desk, house.cast.matei, Blank(), item),
    ):
        item = house.take_one(WITNESS)
        gone = pytest.raises(UsageFault, match="was erased")
        with erased_meanwhile(house, item, monkeypatch, "copy_out"), gone:
            opened(item)


@contextmanager
def erased_meanwhile(house: House, item: str, patched: pytest.MonkeyPatch, how: str) -> Iterator[None]:
    """Let somebody else erase an item between the look at its record and the look at its file."""
    usual = getattr(Vault, how)
    erasing = threading.Thread(target=house.erase, args=(item,))

    def late(vault: Vault, file: str, *given: Any) -> Any:
        patched.setattr(Vault, how, usual)
        erasing.start()
        while vault.sealed.holds(file):
            time.sleep(0.01)
        return usual(vault, file, *given)

    patched.setattr(Vault, how, late)
    yield
    erasing.join()


Look = Callable[[], Any]


def looks_at(house: House, item: str, statement: str) -> list[Look]:
    """Return ways to look at a text and what was read of it."""
    desk, matei, painter = house.desk, house.cast.matei, Blank()
    return [
        lambda: text_of(desk, matei, item),
        lambda: [one.words for one in statements_of_text(desk, matei, item)],
        lambda: [one.shown.words for one in find(desk, matei, Search(HIS_WORD)).statements],
        lambda: [hit.statement.words for hit in search(desk, matei, HIS_WORD) if hit.statement],
        lambda: b"".join(open_original(desk, matei, item, "to compare it").chunks).decode(),
        lambda: page_picture(desk, matei, painter, item).png and HIS_WORD,
        lambda: repr(brief(desk, house.cast.oskar, BriefOrder("Inside", (item,)))),
        lambda: repr(history_of(desk, matei, statement)),
        lambda: str(submit_read(desk, matei, [item])) and run_next(desk, house.extractor) and "",
    ]


class Lookers:
    """Members who look again and again, each in one way; what is told once ``gone`` is set is kept."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self.gone, self._over = threading.Event(), threading.Event()
        self.told_after: list[str] = []
        self.broken: list[BaseException] = []
        self._rounds = [0] * len(looks)
        self._threads = [threading.Thread(target=self._looking, args=one) for one in enumerate(looks)]

    def _looking(self, number: int, look: Look) -> None:
        while not self._over.is_set():
            after = self.gone.is_set()
            try:
                told = str(look())
            except KhronikaError:
                told = ""
            except BaseException as fault:  # noqa: BLE001 - whatever it is, the test tells it
                self.broken.append(fault)
                return
            if after and HIS_WORD in told:
                self.told_after.append(told)
            self._rounds[number] += 1

    def begin(self) -> None:
        """Let them begin, and wait until each has looked once."""
        for thread in self._threads:
            thread.start()
        self.wait(1)

    def wait(self, times: int) -> None:
        """Wait until each has looked so often again."""
        wanted = [seen + times for seen in self._rounds]
        while any(now < later for now, later in zip(self._rounds, wanted, strict=True)) and not self.broken:
            self._over.wait(0.01)

    def end(self) -> None:
        """Let them leave."""
        self._over.set()
        for thread in self._threads:
            thread.join()


@pytest.mark.parametrize("how", ["withdrawn", "erased"])
def test_whoever_looks_after_it_is_gone_finds_nothing_and_nothing_breaks(house: House, how: str) -> None:
    item, (first, *_) = house.read_one(WITNESS, conditions=ALLOWED)
    (consent,) = list_consents(house.desk, house.cast.ines)
    lookers = Lookers(looks_at(house, item, first))
    lookers.begin()
    if how == "erased":
        house.erase(item)
    else:
        withdraw_consent(house.desk, house.cast.petra, consent.id, "she asked")
    lookers.gone.set()
    lookers.wait(2)
    lookers.end()
    assert (lookers.broken, lookers.told_after) == ([], [])
    assert verify(house.desk, house.cast.ines).problems == ()
