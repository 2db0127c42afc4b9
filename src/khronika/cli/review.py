"""Commands by which a person decides: accept, amend, reject, consent, identity, erase, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from khronika.acts import consent as consents
from khronika.acts import review
from khronika.acts.brief import BriefOrder
from khronika.acts.erase import erase
from khronika.acts.export import export_json, export_log
from khronika.acts.show import Page
from khronika.cli.options import AsOf, AudienceName, Descriptor, EncryptTo, PurposeName, Reason, VaultPath
from khronika.cli.output import say
from khronika.cli.passphrases import desk_at, passphrase
from khronika.cli.terms import ConsentTerms, terms_of
from khronika.cli.words import audience_of, purpose_of
from khronika.cli.writing import deliver
from khronika.errors import UsageFault
from khronika.publishing.visible import visible

Ids = Annotated[
    list[str], typer.Argument(metavar="STATEMENT…", help="Statements (stm_…).", show_default=False)
]
One = Annotated[str, typer.Argument(metavar="STATEMENT", help="A statement (stm_…).", show_default=False)]
Changes = Annotated[
    list[str],
    typer.Option("--set", metavar="FIELD=VALUE", help="A field of the schema; VALUE is JSON or a word."),
]
Records = Annotated[
    list[str],
    typer.Argument(metavar="RECORD…", help="Receipts, items, statements, parties.", show_default=False),
]
Covered = Annotated[
    list[str], typer.Argument(metavar="RECEIPT…", help="Receipts (rcp_…) it covers.", show_default=False)
]
ConsentId = Annotated[str, typer.Argument(metavar="CONSENT", help="A consent (con_…).", show_default=False)]
IdentityId = Annotated[
    str, typer.Argument(metavar="IDENTITY", help="A sealed identity (idn_…).", show_default=False)
]
Pseudonym = Annotated[
    str, typer.Argument(metavar="PSEUDONYM", help="How the desk calls the person.", show_default=False)
]
Person = Annotated[str, typer.Option("--person", help="Whose consent it is, by pseudonym.")]
IdentityFd = Annotated[
    int | None, typer.Option("--identity-fd", help="Read the identity from this descriptor.")
]
Out = Annotated[Path | None, typer.Option("--output", "-o", help="Where to; standard output without it.")]
Log = Annotated[bool, typer.Option("--log", help="The log, for others to verify, instead of the records.")]
Bodies = Annotated[bool, typer.Option("--bodies", help="With --log: with everything that was recorded.")]
Json = Annotated[bool, typer.Option("--json", help="The records as JSON (the default).")]

consent_app = typer.Typer(no_args_is_help=True, help="Record consent, and its withdrawal.")
identity_app = typer.Typer(no_args_is_help=True, help="Seal who a pseudonym is, and open it with a reason.")


def accept(ids: Ids, path: VaultPath, descriptor: Descriptor = None) -> None:
    """Accept suggestions: each is copied whole into the record."""
    with desk_at(path, descriptor) as desk:
        review.accept(desk, desk.founder, ids)
    say(f"accepted {len(ids)}; not seen by a second person")


def amend(id_: One, changes: Changes, path: VaultPath, descriptor: Descriptor = None) -> None:
    """Accept a statement with changes.

    \b
    khronika amend stm_… --set speaker="Ministry of the Interior" --set 'acts=["denies"]'
    """
    with desk_at(path, descriptor) as desk:
        review.amend(desk, desk.founder, id_, dict(_change(text) for text in changes))
    say("accepted as amended; not seen by a second person")


def reject(ids: Ids, reason: Reason, path: VaultPath, descriptor: Descriptor = None) -> None:
    """Reject suggestions, with the reason."""
    with desk_at(path, descriptor) as desk:
        review.reject(desk, desk.founder, ids, reason)
    say(f"rejected {len(ids)}")


def erase_command(ids: Records, reason: Reason, path: VaultPath, descriptor: Descriptor = None) -> None:
    """Erase records and all that was derived from them. This cannot be undone."""
    with desk_at(path, descriptor) as desk:
        erased = erase(desk, desk.founder, ids, reason)
    say(f"erased {len(erased)} records; backups and copies on other devices still hold them")


def export(
    path: VaultPath,
    out: Out = None,
    as_json: Json = True,
    log: Log = False,
    bodies: Bodies = False,
    audience: AudienceName = "desk",
    purpose: PurposeName = "documentation",
    encrypt_to: EncryptTo = None,
    as_of: AsOf = None,
    descriptor: Descriptor = None,
) -> None:
    """Export records as JSON, as far as consent allows, or the log for others to verify."""
    with desk_at(path, descriptor) as desk:
        if log:
            content = b"".join(export_log(desk, desk.founder, bodies=bodies))
        elif as_json:
            order = BriefOrder("", (), purpose_of(purpose), audience_of(audience), as_of)
            made = export_json(desk, desk.founder, order)
            content = (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()
    deliver(content, out, encrypt_to or [])


@consent_app.command("record")
def consent_record(
    covered: Covered,
    path: VaultPath,
    terms: ConsentTerms = None,
    person: Person = "",
    descriptor: Descriptor = None,
) -> None:
    """Record what a person allowed. What is not allowed is not allowed."""
    if not terms:
        raise UsageFault("no term is given", '--consent "court:mechanism:pseudonym:2028-01-31"')
    with desk_at(path, descriptor) as desk:
        say(consents.record_consent(desk, desk.founder, covered, person, terms_of(terms)).id)


@consent_app.command("withdraw")
def consent_withdraw(id_: ConsentId, reason: Reason, path: VaultPath, descriptor: Descriptor = None) -> None:
    """Record that consent was withdrawn: what rests on it is no longer shown, also as of earlier."""
    with desk_at(path, descriptor) as desk:
        consents.withdraw_consent(desk, desk.founder, id_, reason)
    say("withdrawn; khronika erase removes the material itself")


@consent_app.command("list")
def consent_list(path: VaultPath, as_of: AsOf = None, descriptor: Descriptor = None) -> None:
    """List consents."""
    with desk_at(path, descriptor) as desk:
        for one in consents.list_consents(desk, desk.founder, page=Page(None), as_of=as_of):
            terms = "; ".join(f"{t.purpose}:{t.audience}:{t.identity}:{t.until or ''}" for t in one.terms)
            state = "withdrawn" if one.withdrawn else "stands"
            say(f"{one.id}  {state}  {visible(terms)}  {', '.join(one.covers)}")


@identity_app.command("seal")
def identity_seal(
    pseudonym: Pseudonym, path: VaultPath, identity_fd: IdentityFd = None, descriptor: Descriptor = None
) -> None:
    """Record a person under a pseudonym and seal apart who it is (asked for, never an argument)."""
    identity = passphrase(identity_fd, "who it is (not shown): ")
    with desk_at(path, descriptor) as desk:
        party, sealed = consents.seal_identity(desk, desk.founder, pseudonym, identity)
    say(f"{party.id}  {sealed.id}")


@identity_app.command("open")
def identity_open(id_: IdentityId, reason: Reason, path: VaultPath, descriptor: Descriptor = None) -> None:
    """Show who a pseudonym is. The opening and its reason are entered in the log first."""
    with desk_at(path, descriptor) as desk:
        say(visible(consents.open_identity(desk, desk.founder, id_, reason)))


def _change(text: str) -> tuple[str, Any]:
    name, found, value = text.partition("=")
    if not found:
        raise UsageFault(f"cannot read the change {text!r}", "--set FIELD=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
