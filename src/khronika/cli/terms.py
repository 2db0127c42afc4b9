"""Consent terms as they are written on the command line: ``PURPOSE:AUDIENCE[:IDENTITY[:UNTIL]]``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from khronika.cli.words import audience_of, identity_of, purpose_of
from khronika.errors import UsageFault
from khronika.records.consent import IdentityDetail, Term

_FORM = 'PURPOSE:AUDIENCE[:IDENTITY[:UNTIL]], as in "court:mechanism:pseudonym:2028-01-31"'
_FEWEST_PARTS, _MOST_PARTS = 2, 4

ConsentTerms = Annotated[
    list[str] | None,
    typer.Option("--consent", metavar="TERM", help=f"What was allowed: {_FORM}; repeatable."),
]


def terms_of(written: Sequence[str]) -> tuple[Term, ...]:
    """Return the terms that are written.

    Raises:
        UsageFault: one of them has another form, or a word it does not know.
    """
    return tuple(_term(text) for text in written)


def _term(text: str) -> Term:
    parts = text.split(":")
    if not _FEWEST_PARTS <= len(parts) <= _MOST_PARTS:
        raise UsageFault(f"cannot read the consent {text!r}", _FORM)
    return Term(
        purpose_of(parts[0]),
        audience_of(parts[1]),
        identity_of(parts[2]) if len(parts) > _FEWEST_PARTS else IdentityDetail.NONE,
        _day(parts[3]) if len(parts) == _MOST_PARTS else None,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise UsageFault(f"{text!r} is no day", "the last day it holds, as in 2028-01-31") from fault
