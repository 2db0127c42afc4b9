"""What a room answers: a page, a way on, a picture, a file to keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
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


def form_page(title: str, context: Any, fault: KhronikaError | None) -> Page:
    """Return a page with a form; a fault about one field is said beside it, any other by the page itself."""
    if fault is None:
        return Page(title, context)
    return Page(title, context, HTTPStatus.BAD_REQUEST, fault if fault.field else None)


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
