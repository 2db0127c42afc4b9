"""What a room answers: a page, a way on, a picture, a file to keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from khronika.errors import KhronikaError


class Context:
    """What a template is given: one frozen dataclass a template, which names it and its sheet."""

    template: ClassVar[str]
    sheet: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title in the reader's language, and what its template is given.

    ``fault`` is what was wrong with a form that the page gives back; it is said beside its field.
    """

    title: str
    context: Any
    status: int = 200
    fault: KhronikaError | None = None


def of_a_field(fault: KhronikaError | None) -> KhronikaError | None:
    """Return a fault that is about one field of a form, to be said beside it; the page says any other."""
    return fault if fault is not None and fault.field else None


@dataclass(frozen=True, slots=True)
class GoTo:
    """A way on to another page of the desk after something was done; ``done`` says what (``frame.DONE``)."""

    path: str
    done: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn here, as PNG."""

    png: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """Bytes to be kept, never shown: an original, an export."""

    name: str
    chunks: Iterator[bytes] = field(repr=False)
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Values for the page's own script."""

    values: dict[str, Any]


Answer = Page | GoTo | Picture | Attachment | Told
