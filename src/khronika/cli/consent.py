"""Commands on consent: record, withdraw, list."""

from __future__ import annotations

from typing import Annotated

import typer

from khronika.acts import consent as acts
from khronika.acts.paging import Page
from khronika.cli.hands import hand_at, looking_at
from khronika.cli.options import AsJson, AsOf, Before, Descriptor, DeskUrl, Limit, Reason, VaultPath
from khronika.cli.output import print_json, say, say_entry, say_nothing_of
from khronika.cli.terms import ConsentTerms, terms_of
from khronika.errors import UsageFault
from khronika.records.consent import Term

Covered = Annotated[
    list[str],
    typer.Argument(
        metavar="RECEIPT…", help="Receipts (rcp_…) it covers; khronika show ITEM.", show_default=False
    ),
]
Id = Annotated[str, typer.Argument(metavar="CONSENT", help="A consent (con_…).", show_default=False)]
Person = Annotated[
    str, typer.Option("--person", metavar="PSEUDONYM", help="Whose consent it is.", show_default=False)
]


def record(
    covered: Covered,
    path: VaultPath = None,
    desk: DeskUrl = None,
    terms: ConsentTerms = None,
    person: Person = "",
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Record what a person allowed.

    \b
    khronika consent record --vault desk rcp_0a1b2c3d4e5f6g7h8j9k0m1n2p \\
      --person "Witness A" --consent "court:mechanism:pseudonym:2028-01-31"

    What is not allowed is not allowed: a use that no term names never happens.
    """
    if not terms:
        raise UsageFault("no term is given", '--consent "court:mechanism:pseudonym:2028-01-31"')
    wanted = terms_of(terms)
    with hand_at(path, desk, descriptor) as hand:
        made = hand.call(acts.record_consent, covered, person, wanted)
    if as_json:
        print_json(made)
    else:
        say(f"{made.id}  recorded")


def withdraw(
    id_: Id,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Record that consent was withdrawn.

    \b
    khronika consent withdraw --vault desk con_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "she called on Monday"

    What rests on it is no longer shown or exported, also not as of an earlier day. The material stays
    sealed until it is erased.
    """
    with hand_at(path, desk, descriptor) as hand:
        hand.call(acts.withdraw_consent, id_, reason)
        gone = hand.call(acts.handed_over, id_)
    if as_json:
        print_json({"withdrawn": id_, "reason": reason, "handed_over": gone})
        return
    say("withdrawn: it is no longer shown; khronika erase removes the material itself")
    if gone:
        say("this went out before and cannot be called back; tell those who have it:")
    for one in gone:
        mark = f" ({one.mark})" if one.mark else ""
        say_entry(f"{one.export}  {one.at}", f"{one.kind} for {one.audience}, {one.purpose}{mark}")


def list_command(
    path: VaultPath = None,
    desk: DeskUrl = None,
    limit: Limit = 50,
    before: Before = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """List consents, newest first.

    \b
    khronika consent list --vault desk
    """
    with looking_at(path, desk, descriptor) as hand:
        found = hand.call(acts.list_consents, page=Page(limit, before), as_of=as_of)
    if as_json:
        print_json(found)
        return
    if not found:
        say_nothing_of("consents")
    for one in found:
        state = "withdrawn" if one.withdrawn else "stands"
        say_entry(
            f"{one.id}  {state}",
            one.person,
            "; ".join(map(_written, one.terms)),
            f"covers {', '.join(one.covers)}",
        )


def _written(term: Term) -> str:
    end = f" until {term.until}" if term.until else ""
    return f"{term.purpose}, for {term.audience}, identity: {term.identity}{end}"
