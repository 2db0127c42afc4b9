"""Findings in plain text.

What must stay true: what is stale says so beside its sentence, with all that moved.
"""

from __future__ import annotations

from collections.abc import Iterator

from khronika.acts.finding_page import FindingPage, FindingShown
from khronika.acts.stale import Moved
from khronika.cli.output import say, say_entry
from khronika.publishing.visible import one_line
from khronika.records.findings import Attribution, Element, Finding

_STATES = {True: "met", False: "missing", None: "open"}


def tell(shown: FindingShown) -> None:
    """Print a finding with what moved."""
    if shown.finding is None:
        say(f"{shown.id}  {shown.status}")
        return
    made, state = shown.finding, "stale" if shown.stale else shown.status
    who = f"by {shown.by} at {shown.at}"
    if shown.changed_at != shown.at:
        who += f", last by {shown.changed_by} at {shown.changed_at}"
    reviewed = f"reviewed by {', '.join(shown.reviewed_by)}" if shown.reviewed_by else shown.mark
    say_entry(f"{shown.id}  {state}", made.sentence, f"{made.standard}; {_origins(made)}", who, reviewed)
    for one in shown.moved:
        say(f"  moved: {_moved(one)}")


def tell_page(page: FindingPage) -> None:
    """Print a finding with all that it rests on, and its history."""
    tell(page.shown)
    if page.shown.finding is None:
        return
    for line in _about(page.shown.finding):
        say(f"  {one_line(line)}")
    say(f"  entry: {page.shown.entry}")
    for named in page.incidents:
        say_entry(f"about {named.id}", named.name)
    for called, cited in (("for", page.supports), ("against", page.opposes)):
        for one in cited:
            say_entry(f"{called} {one.id}", one.words or one.status)
    for step in page.steps:
        changed = f": {', '.join(step.changed)}" if step.changed else ""
        say_entry(f"{step.at}  {step.type} by {step.by}{changed}", step.reason)


def _about(made: Finding) -> Iterator[str]:
    yield from (one for one in (made.right, made.norm) if one)
    if made.attribution is not Attribution.NOT_EXAMINED:
        yield f"attribution: {made.attribution}"
    yield from (_element(one) for one in made.elements)
    if made.reasoning:
        yield made.reasoning


def _element(one: Element) -> str:
    cited = f" ({', '.join(one.statements)})" if one.statements else ""
    return f"element, {_STATES[one.met]}: {one.name}{cited}"


def _origins(made: Finding) -> str:
    count = str(made.least) if made.least == made.most else f"{made.least} to {made.most}"
    return f"independent origins in support: {count}"


def _moved(one: Moved) -> str:
    if one.least is not None:
        return f"{one.why}: {one.least}"
    by = f" by {one.cause}" if one.cause else ""
    return f"{one.statement}: {one.why}{by}"
