"""Commands on findings: record, change, review, say that one stands, drop, show, list."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from khronika.acts import finding_page as queries
from khronika.acts import findings as acts
from khronika.acts.paging import Page
from khronika.api.values import encoded
from khronika.cli.findings_told import tell, tell_page
from khronika.cli.hands import hand_at, looking_at
from khronika.cli.options import AsJson, AsOf, Before, Descriptor, DeskUrl, Limit, Reason, VaultPath
from khronika.cli.output import print_json, say, say_nothing_of
from khronika.cli.words import attribution_of, counted, standard_of
from khronika.errors import UsageFault
from khronika.records.findings import Element, Finding

_MET = {"met": True, "missing": False, "open": None}

Incident = Annotated[str, typer.Argument(metavar="INCIDENT", help="An incident (inc_…).", show_default=False)]
Sentence = Annotated[
    str, typer.Argument(metavar="SENTENCE", help="What you find, in your own words.", show_default=False)
]
Id = Annotated[str, typer.Argument(metavar="FINDING", help="A finding (fnd_…).", show_default=False)]
Standard = Annotated[
    str, typer.Option("--standard", help="How sure: the standard of proof.", show_default=False)
]
Supports = Annotated[
    list[str] | None, typer.Option("--supports", metavar="STATEMENT", help="Cited for it; repeatable.")
]
Opposes = Annotated[
    list[str] | None, typer.Option("--opposes", metavar="STATEMENT", help="Cited against it; repeatable.")
]
Further = Annotated[
    list[str] | None, typer.Option("--incident", metavar="INCIDENT", help="A further incident; repeatable.")
]
TheRight = Annotated[str | None, typer.Option("--right", help="The right that it concerns.")]
Norm = Annotated[str | None, typer.Option("--norm", help="Where that is laid down.")]
Basis = Annotated[
    str | None,
    typer.Option("--attribution", metavar="BASIS", help="By what it is an act of a state; see the hint."),
]
Elements = Annotated[
    list[str] | None,
    typer.Option("--element", metavar="NAME=STATE", help="met, missing or open; repeatable."),
]
Reasoning = Annotated[str | None, typer.Option("--reasoning", help="Why what is cited leads to it.")]
NewSentence = Annotated[str | None, typer.Option("--sentence", help="The sentence in its place.")]
NewStandard = Annotated[str | None, typer.Option("--standard", help="The standard in its place.")]
OfIncident = Annotated[
    str | None, typer.Argument(metavar="INCIDENT", help="Only those about it (inc_…).", show_default=False)
]
Stale = Annotated[bool | None, typer.Option("--stale/--not-stale", help="Only what moved, or did not.")]
Seen = Annotated[str, typer.Option("--entry", help="The entry that you have seen, as show prints it.")]


def record(
    incident: Incident,
    sentence: Sentence,
    standard: Standard,
    supports: Supports = None,
    opposes: Opposes = None,
    further: Further = None,
    right: TheRight = None,
    norm: Norm = None,
    attribution: Basis = None,
    element: Elements = None,
    reasoning: Reasoning = None,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Record a finding: the desk's own conclusion.

    \b
    khronika finding record --vault desk inc_0a… "Forty people were held without a judge." \\
      --standard "reasonable grounds to believe" --supports stm_1b… --opposes stm_2c… \\
      --element "held=met" --element "no judge=open"

    What supports it is in the record, and was neither retracted nor recalled.
    """
    given = _given(None, supports, opposes, right, norm, attribution, element, reasoning)
    drawn = Finding("", sentence, standard_of(standard), (incident, *(further or ())), **given)
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.record_finding, drawn)
    _say(made, "recorded", as_json=as_json)


def change(
    finding: Id,
    sentence: NewSentence = None,
    standard: NewStandard = None,
    supports: Supports = None,
    opposes: Opposes = None,
    right: TheRight = None,
    norm: Norm = None,
    attribution: Basis = None,
    element: Elements = None,
    reasoning: Reasoning = None,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Change a finding; what is not given stays as it is.

    \b
    khronika finding change --vault desk fnd_0a… --supports stm_1b… --supports stm_2c…

    Statements and elements that are given take the place of all that stood.
    """
    level = None if standard is None else standard_of(standard)
    given = _given(sentence, supports, opposes, right, norm, attribution, element, reasoning)
    with hand_at(path, desk, descriptor) as hand:
        shown = hand.call(queries.finding_page, finding).shown
        if shown.finding is None:
            raise UsageFault(f"{finding} was erased", "khronika finding list shows those that stand")
        changed = replace(shown.finding, standard=level or shown.finding.standard, **given)
        made = hand.call(acts.change_finding, changed, shown.entry)
    _say(made, "changed", as_json=as_json)


def review(
    finding: Id,
    entry: Seen = "",
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Say that a finding somebody else wrote is right.

    \b
    khronika finding review --vault desk fnd_0a1b2c3d4e5f6g7h8j9k0m1n2p
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.review_finding, finding, entry)
    _say(made, "reviewed", as_json=as_json)


def stands(
    finding: Id,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Say that a stale finding still stands, with the reason.

    \b
    khronika finding stands --vault desk fnd_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "two others saw it"
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.still_stands, finding, reason)
    _say(made, "stands", as_json=as_json)


def drop(
    finding: Id,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Drop a finding, with the reason.

    \b
    khronika finding drop --vault desk fnd_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "it was another quarry"
    """
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.drop_finding, finding, reason)
    if as_json:
        print_json(encoded(made))
    else:
        say(f"{made.id}  dropped; the log keeps it")


def show(
    finding: Id,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Show a finding, what it rests on, and its history.

    \b
    khronika finding show --vault desk fnd_0a1b2c3d4e5f6g7h8j9k0m1n2p --as-of 2026-04-12
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(queries.finding_page, finding, as_of=as_of)
    if as_json:
        print_json(encoded(found))
    else:
        tell_page(found)


def list_command(
    incident: OfIncident = None,
    stale: Stale = None,
    path: VaultPath = None,
    desk: DeskUrl = None,
    limit: Limit = 50,
    before: Before = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List findings, newest first.

    \b
    khronika finding list --vault desk --stale
    """
    with looking_at(path, desk, descriptor) as hand:
        page = Page(limit, before)
        found = hand.call(queries.findings, incident, stale=stale, page=page, as_of=as_of)
    if as_json:
        print_json(encoded(found))
        return
    if not found.findings:
        say_nothing_of("findings")
    for one in found.findings:
        tell(one)


def _say(made: Finding, done: str, *, as_json: bool) -> None:
    if as_json:
        print_json(encoded(made))
        return
    count = counted(made.most, "independent origin")
    said = count if made.least == made.most else f"{made.least} to {count}"
    say(f"{made.id}  {done}; {said} in support")


def _given(
    sentence: str | None,
    supports: list[str] | None,
    opposes: list[str] | None,
    right: str | None,
    norm: str | None,
    attribution: str | None,
    element: list[str] | None,
    reasoning: str | None,
) -> dict[str, Any]:
    """Return the fields of a finding that were typed."""
    fields = {
        "sentence": sentence,
        "supports": None if supports is None else tuple(supports),
        "opposes": None if opposes is None else tuple(opposes),
        "right": right,
        "norm": norm,
        "attribution": None if attribution is None else attribution_of(attribution),
        "elements": None if element is None else tuple(map(_element, element)),
        "reasoning": reasoning,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _element(typed: str) -> Element:
    name, _, state = typed.rpartition("=")
    if state not in _MET:
        raise UsageFault(f"{typed!r} is no element", '--element "no judge=met", or missing, or open')
    return Element(name, _MET[state])
