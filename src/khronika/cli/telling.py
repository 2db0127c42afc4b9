"""Items, statements and other records as the command line tells them.

What must stay true: what was erased or withdrawn is told as such and no further.
"""

from __future__ import annotations

from collections.abc import Iterable

from khronika.acts.show import RecordShown
from khronika.acts.shown import ItemShown, StatementShown
from khronika.cli.output import list_problems, say, say_entry, say_fields
from khronika.cli.words import counted
from khronika.publishing.visible import one_line
from khronika.publishing.wording import objection_in_words
from khronika.records.figures import Figure
from khronika.records.statement import TAKEN, Statement


def list_items(found: Iterable[ItemShown]) -> None:
    """List items: their texts and receipts, titles or else names, what else the texts say of themselves."""
    for one in found:
        if one.status != "sealed":
            say(f"{one.id}  {one.status}")
            continue
        text, about = counted(one.characters, "character") if one.rendition else "no text", one.about
        beside = (about.published, about.publisher, one.name if about.title else "")
        say_entry(
            f"{one.id}  {text}, {counted(len(one.receipts), 'receipt')}",
            about.title or one.name,
            " · ".join(word for word in beside if word),
        )


def list_statements(found: Iterable[StatementShown]) -> None:
    """List statements: who says it, with which act, in which words."""
    for one in found:
        said = one.statement
        contested = ", contested" if one.contested else ""
        alone = f", {one.mark}" if one.mark and one.status in TAKEN else ""
        objections = "; ".join(objection_in_words(at.what) for at in one.objections)
        who = f"{said.speaker or 'speaker not known'} · {_acts(said)}" if said else ""
        say_entry(f"{one.id}  {one.status}{contested}{alone}", objections, who, one.words)


def tell_statement(shown: StatementShown) -> None:
    """Tell everything about a statement."""
    said = shown.statement
    head = f"{shown.id}  {shown.status}{', contested' if shown.contested else ''}"
    if said is None:
        say(head)
        return
    say_fields(
        head,
        (
            ("speaker", f"{said.speaker or 'not known'}{'' if said.named else ' (not named)'}"),
            ("acts", _acts(said)),
            ("words", shown.words),
            ("to", said.addressee.text if said.addressee else ""),
            ("on", said.forum.text if said.forum else ""),
            ("through", " ← ".join(relay.text for relay in said.relays)),
            ("disputes", said.disputes.text if said.disputes else ""),
            ("figures", "; ".join(map(_figure, said.figures))),
            ("when", f"{said.when.text} ({said.when.edtf})" if said.when else ""),
            ("of", ", ".join(f"{when.text} ({when.edtf})" for when in said.dates)),
            ("hedges", ", ".join(hedge.text for hedge in said.hedges)),
            ("within", said.within or ""),
            ("score", f"{said.score / 1000:.2f}: {said.reason}"),
            ("source", f"{shown.source} ({shown.item})"),
            ("by", f"{shown.by} at {shown.at}" if shown.by else ""),
            ("rejected", shown.rejected_because),
            ("mark", shown.mark),
            *(("objection", f"{objection_in_words(at.what)} ({at.cause})") for at in shown.objections),
        ),
    )


def tell_item(shown: ItemShown) -> None:
    """Tell everything about an item."""
    if shown.status != "sealed":
        say(f"{shown.id}  {shown.status}")
        return
    about = shown.about
    say_fields(
        f"{shown.id}  {shown.status}",
        (
            ("name", shown.name),
            ("title", about.title),
            ("author", about.author),
            ("publisher", about.publisher),
            ("published", about.published),
            ("corrected", ", ".join(shown.corrected)),
            ("link", about.link),
            ("media", f"{shown.media}, {shown.size:,} bytes"),
            ("sha256", shown.sha256),
            ("text", f"{shown.characters:,} characters" if shown.rendition else "none"),
        ),
    )
    for receipt in shown.receipts:
        public = ", public before" if receipt.public else ""
        say(f"  receipt   {receipt.id}  {receipt.received}  {receipt.acquisition}{public}")
    list_problems(shown.problems)


def tell_record(shown: RecordShown) -> None:
    """Tell what the body of any other record holds."""
    rows = [(one_line(name), _in_words(value)) for name, value in (shown.body or {}).items()]
    say_fields(f"{shown.id}  {shown.status}", [*rows, ("mark", shown.mark)])


def _acts(said: Statement) -> str:
    return ", ".join(said.acts) + (f" ({', '.join(said.denies)})" if said.denies else "")


def _figure(figure: Figure) -> str:
    ends = f"{'' if figure.low is None else figure.low} to {'' if figure.high is None else figure.high}"
    return f"{figure.text} [{ends.strip()}] {figure.unit}".rstrip()


def _in_words(value: object) -> str:
    """Return a value of a body as people write it; nothing for what is absent or empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {words}" for name, its in value.items() if (words := _in_words(its)))
    if isinstance(value, list):
        return "; ".join(_in_words(one) for one in value)
    return "" if value is None else str(value)
