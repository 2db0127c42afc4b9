"""Commands on what waits for a second person: list, confirm, decline, withdraw.

What must stay true: where a document goes and in which format is known before the yes, for the yes is used up
by it and the document comes once; nothing is confirmed that was not shown, or agreed to with ``--yes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from khronika.acts import second as acts
from khronika.acts import show as showing
from khronika.acts.brief import BRIEF
from khronika.acts.members import members
from khronika.acts.second import Confirmed, Waiting
from khronika.api.values import encoded
from khronika.cli.documents import brief_written, export_written, format_of
from khronika.cli.hands import Hand, hand_at
from khronika.cli.options import AsJson, Descriptor, DeskUrl, EncryptTo, Reason, VaultPath
from khronika.cli.output import print_json, say, say_fields, say_nothing_of
from khronika.cli.passphrases import answered
from khronika.cli.words import erased_in_words
from khronika.cli.writing import Delivery, delivery
from khronika.errors import KhronikaError, UsageFault
from khronika.publishing.visible import one_line
from khronika.records.second import Deed, Proposal

Id = Annotated[str, typer.Argument(metavar="PROPOSAL", help="A proposal (prp_…).", show_default=False)]
Out = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where a document goes; standard output without it."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask again.")]


@dataclass(frozen=True, slots=True)
class _Document:
    """How what is handed over will be written: the format of a brief, empty for records; where to."""

    suffix: str
    to: Delivery

    def deliver(self, done: Confirmed) -> None:
        """Write it.

        Raises:
            KhronikaError: it cannot be written; the yes is used up all the same.
        """
        if done.brief is not None:
            content = brief_written(done.brief, self.suffix)
        else:
            content = export_written(done.exported or {})
        try:
            self.to.deliver(content)
        except KhronikaError as fault:
            raise type(fault)(fault.fault, "the log has it as handed over: propose it anew") from fault


def list_command(
    path: VaultPath = None, desk: DeskUrl = None, as_json: AsJson = False, descriptor: Descriptor = None
) -> None:
    """List the proposals that wait for a second person, newest first.

    \b
    khronika proposal list --vault desk

    Each waits for seven days. Who could confirm it is named; who proposed it cannot.
    """
    with hand_at(path, desk, descriptor) as hand:
        found = hand.call(acts.proposals)
        names = {} if as_json or not found else _names(hand)
    if as_json:
        print_json(encoded(found))
        return
    if not found:
        say_nothing_of("proposals wait")
    for one in found:
        _tell(one, names)


def confirm(
    id_: Id,
    path: VaultPath = None,
    desk: DeskUrl = None,
    out: Out = None,
    encrypt_to: EncryptTo = None,
    yes: Yes = False,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Confirm what somebody else proposed, and do it.

    \b
    khronika proposal confirm --vault desk prp_0a1b2c3d4e5f6g7h8j9k0m1n2p
    khronika proposal confirm --vault desk prp_0a1b2c3d4e5f6g7h8j9k0m1n2p -o brief.html.age --encrypt-to age1…

    It shows what it is and asks once more; --yes answers where no terminal is. Rights, consent and the rules
    are asked anew. The document of a hand-over comes to who confirms it, once: as .html, .md or .json by its
    name, records always as JSON.
    """
    out = None if out == Path("-") else out
    to = delivery(out, encrypt_to or [])
    with hand_at(path, desk, descriptor) as hand:
        waiting = _waiting(hand, id_)
        document = _document(waiting.proposal, to, as_json=as_json)
        if not yes and not answered(_question(waiting, _names(hand))):
            raise UsageFault("nothing was confirmed", "answer yes, or give --yes")
        done = hand.call(acts.confirm, id_)
    if document is not None:
        document.deliver(done)
        if out is not None and not as_json:
            say(f"{id_}  confirmed")
    elif as_json:
        print_json({"confirmed": id_, **_result(done)})
    else:
        say(f"{id_}  confirmed; {_result_in_words(done)}")


def decline(
    id_: Id,
    reason: Reason,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Say no to a proposal, with the reason.

    \b
    khronika proposal decline --vault desk prp_0a1b2c3d4e5f6g7h8j9k0m1n2p --reason "her lawyer still needs it"

    Who could confirm it may; who proposed it withdraws it instead.
    """
    with hand_at(path, desk, descriptor) as hand:
        answer = hand.call(acts.decline, id_, reason)
    if as_json:
        print_json(encoded(answer))
    else:
        say(f"{id_}  declined")


def withdraw(
    id_: Id,
    path: VaultPath = None,
    desk: DeskUrl = None,
    as_json: AsJson = False,
    descriptor: Descriptor = None,
) -> None:
    """Take your own proposal back.

    \b
    khronika proposal withdraw --vault desk prp_0a1b2c3d4e5f6g7h8j9k0m1n2p
    """
    with hand_at(path, desk, descriptor) as hand:
        answer = hand.call(acts.withdraw_proposal, id_)
    if as_json:
        print_json(encoded(answer))
    else:
        say(f"{id_}  withdrawn")


def _waiting(hand: Hand, id_: str) -> Waiting:
    """Return a proposal that waits.

    Raises:
        NotFound: there is no such record for the member.
        UsageFault: it is no proposal, or waits no longer.
    """
    for one in hand.call(acts.proposals):
        if one.proposal.id == id_:
            return one
    hand.call(showing.show, id_)
    raise UsageFault(f"{id_} is no proposal that waits", "khronika proposal list shows those that do")


def _document(proposal: Proposal, to: Delivery, *, as_json: bool) -> _Document | None:
    """Return the document that a proposal hands over, ``None`` where it is another act.

    Raises:
        UsageFault: it cannot be written as it is asked for.
    """
    if proposal.act is Deed.HAND_OVER:
        brief = proposal.given["kind"] == BRIEF
        return _Document(format_of(to.out, as_json=as_json) if brief else "", to)
    if to.out is not None or to.recipients:
        raise UsageFault("nothing comes of this that is written", "leave -o and --encrypt-to out")
    return None


def _result(done: Confirmed) -> dict[str, Any]:
    if done.member is not None:
        return {"member": encoded(done.member)}
    return {"erased": list(done.erased)}


def _result_in_words(done: Confirmed) -> str:
    if done.member is not None:
        return f"{done.member.id} {one_line(done.member.name)} is recorded so"
    return erased_in_words(len(done.erased))


def _names(hand: Hand) -> dict[str, str]:
    return {one.id: one.name for one in hand.call(members)}


def _question(waiting: Waiting, names: Mapping[str, str]) -> str:
    """Return the question whether to do it; whose words stand in it cannot move the cursor."""
    proposal = waiting.proposal
    by = names.get(proposal.by, proposal.by)
    told = f"{by} proposes to {_deed(proposal)}: {_what(proposal)}; {proposal.reason}"
    return f"{one_line(told)}\nconfirm it, and do it now? (yes/no) "


def _tell(waiting: Waiting, names: Mapping[str, str]) -> None:
    proposal = waiting.proposal
    state = "yours to confirm" if waiting.yours_to_confirm else "yours" if waiting.mine else "waits"
    say_fields(
        f"{proposal.id}  {state}",
        (
            ("act", _deed(proposal)),
            ("what", _what(proposal)),
            ("reason", proposal.reason),
            ("by", f"{names.get(proposal.by, proposal.by)} at {proposal.made}"),
            ("until", waiting.until),
            ("second", ", ".join(names.get(one, one) for one in waiting.may_confirm)),
        ),
    )


def _deed(proposal: Proposal) -> str:
    if proposal.act is not Deed.HAND_OVER:
        return str(proposal.act)
    order = proposal.given["order"]
    kind = "a brief" if proposal.given["kind"] == BRIEF else "records"
    return f"hand over {kind} to {order['audience']}, {order['purpose']}"


def _what(proposal: Proposal) -> str:
    given = proposal.given
    if proposal.act is Deed.ERASE:
        return ", ".join(given["records"])
    if proposal.act is Deed.HAND_OVER:
        title, as_of = given["order"]["title"], given["order"]["as_of"]
        about = ", ".join(given["order"]["items"])
        return f"{f'“{title}”, ' if title else ''}{about}{f', as of {as_of}' if as_of else ''}"
    return _member_in_words(given)


def _member_in_words(given: Mapping[str, Any]) -> str:
    """Return a member as they would be, with the compartments that come and go."""
    enters = given.get("enter", given.get("compartments", ()))
    parts = [
        f"{given['id']} {given['name']}",
        ", ".join(sorted(given["roles"])) or "no role",
        "every compartment" if given["every"] else "",
        f"enters {', '.join(sorted(enters))}" if enters else "",
        f"leaves {', '.join(given['leave'])}" if given.get("leave") else "",
        "" if given["active"] else "has left",
    ]
    return "; ".join(part for part in parts if part)
