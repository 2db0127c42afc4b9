"""The second person: proposals that wait, what each would do, and the yes or no to it.

What must stay true: a proposal is shown as the act answers it, to those who see all that it is about; what is
confirmed was shown before, on a page of its own with one button; what leaves by a confirmation is handed out
once, as an attachment, and kept nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from khronika.acts.called import called
from khronika.acts.care import InQuestion, marks_in_question
from khronika.acts.erasing_ahead import Ahead, would_erase
from khronika.acts.members import compartments, members
from khronika.acts.outgoing import BriefOrder
from khronika.acts.proposed import member_after
from khronika.acts.rules import PROPOSE
from khronika.acts.second import (
    Confirmed,
    Waiting,
    confirm,
    decline,
    proposals,
    withdraw_proposal,
)
from khronika.errors import KhronikaError, NeedsSecond, NotFound
from khronika.publishing.brief import Brief
from khronika.publishing.html import render_html
from khronika.publishing.markdown import render_markdown
from khronika.records.access import Member, Right
from khronika.records.body import record_of
from khronika.records.second import Deed, Proposal
from khronika.web.answers import Answer, Attachment, Context, GoTo, Page
from khronika.web.forms import TOKEN
from khronika.web.routes import Way, now, post
from khronika.web.visits import Visit

MOST_NAMED = 50
"""How many of the records that a proposal names are listed; all are counted."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a proposal would do: to which records, by which order, or how a member was and will be."""

    waiting: Waiting
    records: Mapping[str, str]
    count: int
    order: BriefOrder | None = None
    before: Member | None = None
    after: Member | None = None

    @property
    def proposal(self) -> Proposal:
        """Return the proposal."""
        return self.waiting.proposal


@dataclass(frozen=True, slots=True)
class Proposals(Context):
    """The proposals that wait, first those that the member may confirm."""

    template: ClassVar[str] = "proposals.html"
    sheet: ClassVar[str] = "second.css"
    yours: Sequence[Shown]
    mine: Sequence[Shown]
    others: Sequence[Shown]
    compartments: Mapping[str, str]
    marks: Sequence[InQuestion]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OneProposal(Context):
    """One proposal with all that it will do. ``trouble`` says why it could not be done today."""

    template: ClassVar[str] = "proposal.html"
    sheet: ClassVar[str] = "second.css"
    one: Shown
    ahead: Ahead | None
    trouble: KhronikaError | None
    compartments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proposing(Context):
    """An act that takes two people, to be proposed with what was typed; ``open`` where it can be."""

    template: ClassVar[str] = "propose.html"
    sheet: ClassVar[str] = "second.css"
    fault: str
    hint: str
    open: bool
    action: str
    fields: Sequence[tuple[str, str]]
    reason: str
    records: Mapping[str, str]
    count: int
    before: Member | None
    after: Member | None
    compartments: Mapping[str, str]


def to_propose(
    visit: Visit,
    fault: NeedsSecond,
    action: str,
    *,
    about: Sequence[str] = (),
    before: Member | None = None,
    after: Member | None = None,
) -> Page:
    """Return the page that turns a refused act into a proposal, with the fields of the same form.

    ``action`` is where the proposal is sent; the field ``reason`` holds why. ``about`` are records that the
    act is about; ``before`` and ``after`` are a member whom it is about.
    """
    context = Proposing(
        fault=fault.fault,
        hint=fault.hint,
        open=fault.hint == PROPOSE,
        action=action,
        fields=list(visit.form.but(TOKEN, "reason")),
        reason=visit.form.typed("reason"),
        records=called(visit.desk, visit.who, about[:MOST_NAMED]),
        count=len(about),
        before=before,
        after=after,
        compartments=_names_of_compartments(visit) if after else {},
    )
    return Page(visit.word("This takes two people"), context)


def list_proposals(visit: Visit) -> Answer:
    """Show the proposals that wait."""
    known = {one.id: one for one in members(visit.desk, visit.who)}
    found = [_shown(visit, one, known) for one in proposals(visit.desk, visit.who)]
    marks = marks_in_question(visit.desk, visit.who)
    context = Proposals(
        yours=[one for one in found if one.waiting.yours_to_confirm],
        mine=[one for one in found if one.waiting.mine],
        others=[one for one in found if not one.waiting.mine and not one.waiting.yours_to_confirm],
        compartments=_names_of_compartments(visit),
        marks=marks,
        words=called(visit.desk, visit.who, [one.record for one in marks]),
    )
    return Page(visit.word("Proposals"), context)


def one_proposal(visit: Visit) -> Answer:
    """Show what a proposal will do, with one button for who may confirm it."""
    waiting = _waiting(visit)
    known = {one.id: one for one in members(visit.desk, visit.who)}
    ahead, trouble = _ahead(visit, waiting.proposal)
    context = OneProposal(_shown(visit, waiting, known), ahead, trouble, _names_of_compartments(visit))
    return Page(visit.word("A proposal"), context)


def say_yes(visit: Visit) -> Answer:
    """Confirm a proposal, and hand out what leaves by it."""
    wanted = visit.form.get("as")
    done = confirm(visit.desk, visit.who, visit.parts["proposal"])
    if done.brief is not None:
        return _attached(_named(done, wanted or "html"), _rendered(done.brief, wanted))
    if done.exported is not None:
        return _attached(_named(done, "json"), json.dumps(done.exported, ensure_ascii=False, indent=1))
    if done.member is not None:
        return GoTo(f"/people/{done.member.id}", "confirmed")
    return GoTo("/second", "erased")


def say_no(visit: Visit) -> Answer:
    """Decline a proposal with a reason."""
    decline(visit.desk, visit.who, visit.parts["proposal"], visit.form.get("reason"))
    return GoTo("/second", "declined")


def take_back(visit: Visit) -> Answer:
    """Take back one's own proposal."""
    withdraw_proposal(visit.desk, visit.who, visit.parts["proposal"])
    return GoTo("/second", "taken back")


def _waiting(visit: Visit) -> Waiting:
    for one in proposals(visit.desk, visit.who):
        if one.proposal.id == visit.parts["proposal"]:
            return one
    raise NotFound("no such proposal waits", "it was answered, its seven days are over, or it is not for you")


def _shown(visit: Visit, waiting: Waiting, known: Mapping[str, Member]) -> Shown:
    proposal, given = waiting.proposal, waiting.proposal.given
    if proposal.act is Deed.RECORD_MEMBER:
        return Shown(waiting, {}, 0, after=record_of(Member, given))
    if proposal.act is Deed.CHANGE_MEMBER:
        before = known.get(given["id"])
        after = member_after(before, given) if before else None
        return Shown(waiting, {}, 0, before=before, after=after)
    records = called(visit.desk, visit.who, proposal.about[:MOST_NAMED])
    order = record_of(BriefOrder, given["order"]) if proposal.act is Deed.HAND_OVER else None
    return Shown(waiting, records, len(proposal.about), order)


def _ahead(visit: Visit, proposal: Proposal) -> tuple[Ahead | None, KhronikaError | None]:
    """Return what a proposed erasure would take along, or why it could not be done any more."""
    if proposal.act is not Deed.ERASE or not visit.member.may(Right.ERASE):
        return None, None
    try:
        return would_erase(visit.desk, visit.who, proposal.given["records"]), None
    except KhronikaError as fault:
        return None, fault


def _names_of_compartments(visit: Visit) -> dict[str, str]:
    return {one.id: one.name for one in compartments(visit.desk, visit.who)}


def _named(done: Confirmed, suffix: str) -> str:
    kind: Any = done.proposal.given["kind"]
    return f"{'export' if kind == 'json' else kind}.{'md' if suffix == 'md' else suffix}"


def _rendered(made: Brief, wanted: str) -> str:
    return render_markdown(made) if wanted == "md" else render_html(made)


def _attached(name: str, text: str) -> Attachment:
    content = text.encode("utf-8", "backslashreplace")
    return Attachment(name, iter((content,)), len(content))


WAYS: tuple[Way, ...] = (
    now("/second", list_proposals),
    now("/second/{proposal}", one_proposal),
    post("/second/{proposal}/confirm", say_yes),
    post("/second/{proposal}/decline", say_no),
    post("/second/{proposal}/take-back", take_back),
)
