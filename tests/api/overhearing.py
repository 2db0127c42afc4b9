"""What acts are given and what they return, overheard while the tests of rights do them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

import pytest
from rights_house import Filled
from schemas import is_valid
from table_of_rights import ACTS

from khronika.api.schema import Schemas
from khronika.api.signatures import answer_of, arguments_of
from khronika.api.table import OFFERED
from khronika.api.values import encoded
from khronika.errors import NotAllowed
from khronika.records.ids import Kind


class Overheard:
    """What an act was given and what it returned, wherever it is called."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.given: dict[str, Any] | None = None
        self.answer: Any = None
        self._frame: FrameType | None = None

    @property
    def refused(self) -> bool:
        """Tell whether the act raised: then nothing was answered where something should have been."""
        schemas = Schemas()
        schema = schemas.of(answer_of(OFFERED[self.name]))
        return self.answer is None and not is_valid(None, schema, schemas.components)

    def __call__(self, frame: FrameType, event: str, what: Any) -> None:
        if event == "call" and frame.f_code is OFFERED[self.name].__code__ and self._frame is None:
            self._frame = frame
            taken = {one.name: public for public, one in arguments_of(OFFERED[self.name]).items()}
            self.given = {taken[name]: its for name, its in frame.f_locals.items() if name in taken}
        elif event == "return" and frame is self._frame:
            self.answer = what


def overhear(filled: Filled, name: str) -> Overheard:
    """Have an act done as the tests of rights do it, by who may, and return what was said."""
    for member in (filled.house.cast.ines, filled.house.cast.ruta):
        heard = Overheard(name)
        with listening(heard), suppress(NotAllowed):
            filled.act(ACTS[name], member, filled.seen)
            break
    assert heard.given is not None
    return heard


def overhear_refused(
    filled: Filled, name: str, member: str, ids: dict[Kind, str], fault: type[Exception]
) -> Any:
    """Return what an act is given by a member who is refused, as JSON values."""
    heard = Overheard(name)
    with listening(heard), pytest.raises(fault):
        filled.act(ACTS[name], member, ids)
    return encoded(heard.given)


@contextmanager
def listening(heard: Overheard) -> Iterator[None]:
    sys.setprofile(heard)
    try:
        yield
    finally:
        sys.setprofile(None)
