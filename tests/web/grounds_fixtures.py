"""What the walks of the desk share: a desk in the open, the same with the yard filled, and its forms."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_cast import CHEAP, DENIAL, WITNESS, FixedClock, House, Seeded, house_from
from khronika.acts import job_state, members, proof, saved, second, show
from khronika.acts.find import Search
from khronika.acts.founding import open_desk
from khronika.acts.second import Proposed
from khronika.acts.sources import Conditions
from khronika.records.access import Member, Role
from khronika.records.ids import Kind
from khronika.records.jobs import Job, JobKind, JobState
from khronika.records.second import Deed
from khronika.web.forms import FROM

sys.path.append(str(Path(__file__).parent.parent / "acts"))
from grounds import ANOTHERS_JOB, HER_JOB, Grounds, addresses, ways
from page_forms import Form, forms_of
from rights_house import UNSEEN, Filled
from stated import Stated, stated
from table_of_rights import fill
from walking import Book, Walker, in_order, signed_in
from web_cast import Browser


@pytest.fixture(scope="session")
def grounds(closed_house: House, tmp_path_factory: pytest.TempPathFactory) -> Grounds:
    """Give two closed desks, the same up to a moment: from then on one of them was filled in the yard too."""
    folder = tmp_path_factory.mktemp("grounds")
    house = house_from(closed_house, folder / "made" / "vault")
    desk, ines = house.desk, house.cast.ines
    sarn = members.record_compartment(desk, ines, "Sarn").id
    new = Member("", "Nadia", frozenset(Role))
    made = second.confirm(
        desk,
        house.cast.ruta,
        second.propose(desk, ines, Proposed(Deed.RECORD_MEMBER, "hands", member=new)).id,
    ).member
    assert made is not None
    nadia = members.change_member(desk, ines, replace(made, compartments=frozenset({sarn}))).id
    seen = fill(house, Conditions(), DENIAL, "open.txt")
    seen |= {Kind.COMPARTMENT: sarn, Kind.MEMBER: house.cast.lev}
    kept = saved.save_search(desk, nadia, "her own", Search("facility")).id
    keep_job(house, nadia, HER_JOB)
    house.desk.close()
    shutil.copytree(house.path, folder / "bare" / "vault")
    house.desk = open_desk(house.path, house.desk.vault.master, clock=house.clock, randomness=Seeded("yard"))
    yard = frozenset({house.cast.quarry})
    hidden = fill(house, Conditions(yard), f"{WITNESS} {UNSEEN}", f"{UNSEEN}.txt")
    others = saved.save_search(house.desk, ines, f"about {UNSEEN}", Search(UNSEEN)).id
    keep_job(house, ines, ANOTHERS_JOB)
    rows = show.log(house.desk, ines, limit=1000)
    positions = [
        next(str(row.position) for row in rows if row.subject == ids[Kind.ITEM]) for ids in (seen, hidden)
    ]
    house.desk.close()
    house.extractor.close()
    full = Filled(house, seen, hidden | {Kind.COMPARTMENT: house.cast.quarry})
    bare = Filled(replace(house, path=folder / "bare" / "vault"), seen, {})
    return Grounds(full, bare, nadia, (kept, others), (positions[0], positions[1]))


@pytest.fixture(scope="session")
def book(grounds: Grounds, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Give the forms that Nadia's pages offer."""
    house = house_from(grounds.full.house, tmp_path_factory.mktemp("book") / "vault")
    kept = Book()
    with signed_in(replace(grounds.full, house=house), grounds.nadia) as (nadia,):
        for way in ways("GET"):
            for address in addresses(way.path, grounds.seen):
                kept.keep(nadia.look(address))
        for answer in nadia.crawl(most=100):
            kept.keep(answer)
        while waiting := [form for form in in_order(kept, grounds.seen) if form not in kept.done]:
            for form in waiting:
                answer = nadia.send(as_it_stands(nadia, form))
                kept.keep(answer)
                kept.done[form] = answer.added
                if answer.location:
                    kept.keep(nadia.look(answer.location))
    house.desk.close()
    house.extractor.close()
    return kept


def as_it_stands(walker: Walker, form: Form) -> Form:
    """Return a form as its page offers it now, where it names the entry that was shown: it may be another."""
    fields = dict(form.fields)
    if not {"entry", FROM} <= fields.keys():
        return form
    page = walker.look(fields[FROM])
    same = (dict(one.fields) for one in forms_of(page.text, page.address) if one.action == form.action)
    entry = next((one["entry"] for one in same if "entry" in one), fields["entry"])
    return Form(form.action, tuple((one, entry if one == "entry" else old) for one, old in form.fields))


def keep_job(house: House, member: str, id_: str) -> None:
    """Keep a job of a member that waits."""
    own = Job(id_, JobKind.READ, member, "2026-04-20T09:00:00Z", 1, state=JobState.WAITING)
    with house.desk.ledger.working() as connection:
        job_state.keep_order(connection, job_state.Order(own, 1))


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase cost little."""
    monkeypatch.setattr(proof, "COST", CHEAP)


@pytest.fixture
def lev(house: House) -> Browser:
    """Give the browser of the reader, who decides on nothing."""
    return Browser(house.desk, house.cast.lev)


@pytest.fixture
def matei(house: House) -> Browser:
    """Give the browser of an analyst."""
    return Browser(house.desk, house.cast.matei)


@pytest.fixture
def ines(house: House) -> Browser:
    """Give the browser of the founder, a custodian."""
    return Browser(house.desk, house.cast.ines)


@pytest.fixture
def ruta(house: House) -> Browser:
    """Give the browser of the second custodian."""
    return Browser(house.desk, house.cast.ruta)


@pytest.fixture
def note(house: House) -> Stated:
    """Give an item with a text, to which statements can be added."""
    return stated(house)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Filled], Filled]]:
    """Give a way to open a copy of a desk; every copy draws the same randomness."""
    made: list[House] = []

    def copy(filled: Filled) -> Filled:
        path, clock, master = tmp_path / str(len(made)), FixedClock(), filled.house.desk.vault.master
        shutil.copytree(filled.house.path, path)
        desk = open_desk(path, master, clock=clock, randomness=Seeded("a copy"))
        made.append(House(desk, filled.house.cast, clock, path))
        return replace(filled, house=made[-1])

    yield copy
    for house in made:
        house.extractor.close()
        house.desk.close()
