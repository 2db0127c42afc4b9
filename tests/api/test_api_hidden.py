"""What is hidden is answered by every act like what was never given: bytes, headers, and number of queries.

Two copies of one desk are asked in step by a member with every role who may not enter the yard: on one with
ids from the yard, on the other with ids that nobody has, wherever an argument takes a text.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from api_cast import Answer, Program, program_of, token_of
from overhearing import overhear
from rights_house import Filled
from sqlalchemy import event

from desk_cast import FixedClock, House, Seeded
from khronika.acts import members, second
from khronika.acts.founding import open_desk
from khronika.acts.second import Proposed
from khronika.api.signatures import arguments_of
from khronika.api.table import OFFERED
from khronika.api.values import Json, encoded, hints_of, is_record, parts_of
from khronika.errors import NotAllowed
from khronika.records.access import Member, Role
from khronika.records.ids import ALPHABET, Kind
from khronika.records.second import Deed

Place = tuple[str | int, ...]
_IN_A_STATEMENT = ("speaker", "places", "figures", "addressee", "when", "x")
_FEW_PLACES = 6


class Asked:
    """A program at its own copy of the desk, with the queries that the last answer took."""

    def __init__(self, filled: Filled, member: str) -> None:
        self.house, self._member = filled.house, member
        self._program: Program = program_of(self.house.desk, member)
        self._queries = 0
        event.listen(self.house.desk.engine, "before_cursor_execute", self._count)

    def ask(self, name: str, given: Json) -> tuple[Answer, int]:
        """Return what is answered and how many queries it took; a session that has ended is begun anew."""
        self._queries = 0
        answer, made = self._program.post(f"/{name}", given), self._queries
        if answer.status == 401:
            with suppress(NotAllowed):
                self._program.token = token_of(self.house.desk, self._member)
            self._queries = 0
            answer, made = self._program.post(f"/{name}", given), self._queries
        return answer, made

    def _count(self, *_: object) -> None:
        self._queries += 1


@pytest.fixture(scope="module")
def nadia_at(filled_house: Filled, tmp_path_factory: pytest.TempPathFactory) -> tuple[Filled, str]:
    """Give a closed desk with one of everything, in the open and in the yard, and her with every role."""
    path = tmp_path_factory.mktemp("nadia") / "vault"
    house = _copy(filled_house.house, path, "made")
    new = Proposed(Deed.RECORD_MEMBER, "hands", member=Member("", "Nadia", frozenset(Role)))
    made = second.propose(house.desk, house.cast.ines, new)
    nadia = second.confirm(house.desk, house.cast.ruta, made.id).member
    assert nadia is not None
    sarn = frozenset({filled_house.seen[Kind.COMPARTMENT]})
    members.change_member(house.desk, house.cast.ines, replace(nadia, compartments=sarn))
    house.desk.close()
    return replace(filled_house, house=house), nadia.id


def _copy(house: House, path: Path, seed: str) -> House:
    shutil.copytree(house.path, path)
    clock = FixedClock()
    desk = open_desk(path, house.desk.vault.master, clock=clock, randomness=Seeded(seed))
    return House(desk, house.cast, clock, path)


@pytest.fixture
def two(nadia_at: tuple[Filled, str], tmp_path: Path) -> Iterator[tuple[Asked, Asked]]:
    """Give programs of hers at two copies that draw the same randomness."""
    filled, nadia = nadia_at
    houses = [_copy(filled.house, tmp_path / name / "vault", "a copy") for name in ("one", "other")]
    one, other = (Asked(replace(filled, house=house), nadia) for house in houses)
    yield one, other
    for house in houses:
        house.extractor.close()
        house.desk.close()


def places_of_texts(kind: Any, plain: Json, at: Place = ()) -> Iterator[Place]:
    """Yield the places in an argument at which a text may stand, also where none stands now."""
    if isinstance(plain, dict) and is_record(kind):
        for name, its in hints_of(kind).items():
            yield from places_of_texts(its, plain.get(name), (*at, name))
        return
    if kind is Any or kind is str:
        yield at
        return
    parts = parts_of(kind)
    if parts is not None and parts.shape == "union":
        for one in parts.kinds:
            yield from places_of_texts(one, plain, at)
    elif parts is not None and parts.shape in {"list", "set"}:
        yield from _places_in_a_list(parts.kinds[-1], plain or (), at)
    elif parts is not None and parts.shape == "map":
        yield from ((*at, name) for name in sorted({*(plain or {}), *_IN_A_STATEMENT}))


def _places_in_a_list(held: Any, plain: Sequence[Json], at: Place) -> Iterator[Place]:
    for place, one in enumerate(plain):
        yield from places_of_texts(held, one, (*at, place))
    if held is str:
        yield (*at, len(plain))


def put(given: Json, place: Place, value: Json) -> Json:
    """Return the arguments with a value at a place."""
    made = copy.deepcopy(given)
    within = made
    for step in place[:-1]:
        if isinstance(within, dict) and within.get(step) is None:
            within[step] = {}
        within = within[step]
    if isinstance(within, list) and place[-1] == len(within):
        within.append(value)
    else:
        within[place[-1]] = value
    return made


def cases(hidden: Sequence[str], name: str, given: Json) -> Iterator[tuple[Json, Json]]:
    """Yield the arguments with a hidden id at a place, and with an id of nobody; in lists also a second one.

    Where very many places take a text, a third of the kinds is tried at each.
    """
    every = [
        place
        for public, one in arguments_of(OFFERED[name]).items()
        for place in dict.fromkeys(places_of_texts(one.kind, given.get(public), (public,)))
    ]
    for number, place in enumerate(every):
        for id_ in hidden if len(every) <= _FEW_PLACES else hidden[number % 3 :: 3]:
            with suppress(KeyError, TypeError, IndexError):
                asked, imagined = put(given, place, id_), put(given, place, of_nobody(id_))
                yield asked, imagined
                if isinstance(place[-1], int):
                    further = (*place[:-1], place[-1] + 1)
                    another = hidden[hidden.index(id_) - 1]
                    yield put(asked, further, another), put(asked, further, of_nobody(another))


def of_nobody(id_: str) -> str:
    """Return an id that nobody has, beside this one in every order."""
    return id_[:-1] + ALPHABET[ALPHABET.index(id_[-1]) ^ 1]


def told(answer: Answer, hidden: Sequence[str]) -> tuple[int, dict[str, str], str]:
    """Return an answer without the ids that were asked for."""
    content = answer.content.decode()
    for number, id_ in enumerate(hidden):
        content = content.replace(id_, f"<{number}>").replace(of_nobody(id_), f"<{number}>")
    return answer.status, answer.headers, content


@pytest.mark.parametrize("name", OFFERED)
def test_a_hidden_id_in_any_place_is_answered_like_one_that_nobody_has(
    two: tuple[Asked, Asked], filled: Filled, name: str
) -> None:
    hidden = list(filled.hidden.values())
    one, other = two
    for asked, imagined in cases(hidden, name, encoded(overhear(filled, name).given)):
        (answer, took), (same, its) = one.ask(name, asked), other.ask(name, imagined)
        assert (told(answer, hidden), took) == (told(same, hidden), its), asked
