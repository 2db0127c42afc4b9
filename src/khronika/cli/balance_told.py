"""A balance sheet as lines of plain text.

What must stay true: it is read from top to bottom, without columns, so that it can be heard as well; no line
is wider than 80 columns; words of sources stand on one line each, made visible.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from khronika.acts.weigh import RECALLED, BalanceSheet, Speaking
from khronika.cli.words import counted
from khronika.publishing.figure_chart import Stands
from khronika.publishing.visible import one_line
from khronika.records.corrections import Manner
from khronika.records.ids import Kind
from khronika.web.balance import MOST_VALUES, Balance
from khronika.web.balance_parts import BackPart, Cites, DisputePart, PropertyPart, ValueShown
from khronika.web.languages import language
from khronika.web.origin_trees import MOST_ORIGINS, Branch, OriginPart, Trees, items_in
from khronika.web.weighed_figures import figures_of
from khronika.weighing.counting import Independent
from khronika.weighing.sheet import Mouths

WIDTH = 80
MOST_TITLES = 120
"""Of more texts without a publisher the others are told by their ids."""

_EVERY = 1_000_000

Titles = Mapping[str, str]


def untitled(sheet: BalanceSheet, *, every: bool = False) -> list[str]:
    """Return the texts without a publisher that are told of, so that their titles can be looked up."""
    origins, _ = Trees(sheet, language("en")).heaviest(0, _EVERY if every else MOST_ORIGINS)
    return items_in(origins)[:MOST_TITLES]


def told(sheet: BalanceSheet, titles: Titles, *, every: bool = False, numbers: bool = False) -> Iterator[str]:
    """Yield a balance sheet as lines of at most 80 columns."""
    if sheet.incident is None:
        yield f"{sheet.id}  {sheet.status}"
        return
    english = language("en")
    yield from _wrapped(f"Balance sheet: {sheet.incident.title} ({english.edtf(sheet.incident.when)})")
    yield "What sources say, weighed against each other. It is not what happened."
    yield ""
    yield from _sums(sheet)
    balance, trees = Balance(sheet, english), Trees(sheet, english)
    for weight in sheet.weights:
        yield from _property(balance.property(weight, 0, _EVERY if every else MOST_VALUES), balance.order)
    yield from _denials(balance)
    yield from _disputes(balance.disputes(), balance.order)
    yield from _taken_back(balance.taken_back(), balance.order)
    origins, left = trees.heaviest(0, _EVERY if every else MOST_ORIGINS)
    yield from _figures(balance)
    yield from _Origins(titles, balance.order).told(origins, left)
    if numbers:
        yield from _numbers(sheet)


def _sums(sheet: BalanceSheet) -> Iterator[str]:
    alone = sum(bool(line.mark) for line in sheet.lines)
    unknown = sum(not one.speakers for one in sheet.origins)
    counts = [f"{counted(len(sheet.lines), 'statement')} in the record"]
    counts += [f"{len(sheet.gone):,} of them taken back"] if sheet.gone else []
    counts += [f"{alone:,} not seen by a second person"] if alone else []
    yield from _wrapped("; ".join(counts))
    if sheet.undecided:
        yield f"not counted: {counted(sheet.undecided, 'suggestion')} on which nobody decided"
    whole = f"independent origins: {_between(sheet.independent)}"
    if unknown:
        whole += f"; at {counted(unknown, 'end')} nobody known stands, which may be the voice of another"
    yield from _wrapped(whole)


def _property(part: PropertyPart, order: Mapping[str, int]) -> Iterator[str]:
    yield ""
    yield part.heads.title
    yield from _wrapped(
        f"affirm {_span(part.affirming)}, deny {_span(part.denying)}, silent {_span(part.silent)} "
        "(independent origins)",
        2,
    )
    for head, side in ((part.heads.yes, part.yes), (part.heads.no, part.no)):
        if side:
            yield f"  {head}:"
            for one in side:
                yield from _value(one, order)
    if part.unshown:
        yield f"  {counted(part.unshown, 'further thing')} said of it: --all"
    for revised in part.revised:
        later = "later" if revised.contradicted else "later, more exactly,"
        yield from _wrapped(f"{revised.speaker}: {revised.before}, {later} {revised.after}", 2)


def _value(one: ValueShown, order: Mapping[str, int]) -> Iterator[str]:
    quoted = f'"{one.quoted}"' if one.quoted else ""
    words = " ".join(filter(None, (one.value, quoted)))
    words += f" (of {one.subject})" if one.subject else ""
    words += ", as possible only" if one.possible else ""
    yield from _wrapped(f"{one.number}. {words}", 4)
    sums = f"origins {_span(one.origins)}, backed by {_span(one.backing)}, against {_span(one.against)}"
    yield from _wrapped(sums, 7)
    for lead, cites in (
        ("statements", one.statements),
        ("said otherwise later by the same", one.earlier),
        ("taken back", one.gone),
    ):
        if cites.ids:
            yield from _wrapped(f"{lead} {_cited(cites, order)}", 7)
    for lead, several, more in (
        ("cannot be true together with", one.contradicts, one.contradicts_more),
        ("says more exactly than", one.refines, one.refines_more),
    ):
        if several:
            named = "; ".join(f"{other.words} ({other.number})" for other in several)
            yield from _wrapped(f"{lead}: {named}{_more(more)}", 7)


def _denials(balance: Balance) -> Iterator[str]:
    parts = balance.denials()
    if parts:
        yield from ("", "Denials, each kind by itself")
    for one in parts:
        words = (
            f"{one.title}: origins {_span(one.origins)}, statements {_cited(one.statements, balance.order)}"
        )
        yield from _wrapped(words, 2)


def _disputes(parts: Iterable[DisputePart], order: Mapping[str, int]) -> Iterator[str]:
    for place, one in enumerate(parts):
        if not place:
            yield from ("", "Disputed words, these alone")
        by = ", ".join(map(_name, one.by)) or "somebody not introduced"
        yield from _wrapped(f'"{one.term}", disputed by {by}, statements {_cited(one.statements, order)}', 2)
        if one.affirmed:
            said = "; ".join(words for words, _ in one.affirmed)
            yield from _wrapped(f"they affirm: {said}{_more(one.affirmed_more)}", 4)


_BACK = {Manner.RETRACTS: "taken back by", Manner.CORRECTS: "corrected by", RECALLED: "recalled by the desk:"}


def _taken_back(parts: Iterable[BackPart], order: Mapping[str, int]) -> Iterator[str]:
    for place, one in enumerate(parts):
        if not place:
            yield from ("", "Taken back: these no longer count")
        by = _name(one.speaker) if one.speaker else "somebody not introduced"
        source = one.source or f"{by} {_cited(Cites((one.by,), 0), order)}"
        reason = f" ({one.reason})" if one.reason else ""
        yield from _wrapped(f"{_BACK[one.manner]} {source}{reason}", 2)
        for lead, cites in (("as a whole", one.whole), ("in part", one.partly)):
            if cites.ids:
                yield from _wrapped(f"{lead} {_cited(cites, order)}", 4)


def _figures(balance: Balance) -> Iterator[str]:
    for place, part in enumerate(figures_of(balance)):
        if not place:
            yield from ("", "Figures over time, never added up")
        yield f"  {part.title}:"
        for row in part.rows:
            stands = f"origins {_span(row.origins)}" if row.stands is Stands.STANDS else row.stands.value
            who = f"{row.line.who}{f' and {row.others:,} more' if row.others else ''}"
            yield from _wrapped(f"{row.line.day}, {who}: {row.words} ({stands})", 4)
        if part.unshown:
            yield f"    {counted(part.unshown, 'further figure')}"


class _Origins:
    """Tells origins, with the titles of texts that have no publisher."""

    def __init__(self, titles: Titles, order: Mapping[str, int]) -> None:
        self._titles, self._order = titles, order

    def told(self, parts: Iterable[OriginPart], left: int) -> Iterator[str]:
        """Yield origins with their trees."""
        yield from ("", "Origins, those with most statements first")
        for one in parts:
            who = ", ".join(self._node(branch, "whoever wrote") for branch in one.speakers)
            called = ", ".join(f'"{name}"' for name in one.called)
            who = who or f"nobody known{f' (called {called})' if called else ''}"
            sums = f"{counted(one.count, 'statement')}, printed by {one.texts:,}"
            yield from _wrapped(f"{one.number}. {who}: {sums}", 2)
            yield from self._branches(one.branches, one.more, 5)
            yield from self._why(one)
        if left:
            yield f"  {counted(left, 'further origin')}: --all"

    def _branches(self, branches: Iterable[Branch], more: int, indent: int) -> Iterator[str]:
        deep = min(indent, WIDTH // 2)
        for one in branches:
            cited = f"statements {_cited(one.statements, self._order)}" if one.statements.ids else ""
            words = ", ".join(filter(None, (self._node(one), cited, one.days)))
            yield from _wrapped(f"- {words}", deep)
            yield from self._branches(one.further, one.more, indent + 2)
        if more:
            yield f"{' ' * deep}- {more:,} more"

    def _why(self, one: OriginPart) -> Iterator[str]:
        ties = ", ".join(f"{why} ({count:,})" for why, count in one.ties)
        words = [_hearsay(one.mouths), f"one voice by: {ties}" if ties else ""]
        if any(words):
            yield from _wrapped("; ".join(filter(None, words)), 5)
        if one.circle:
            circle = ", ".join(map(_name, one.circle))
            yield from _wrapped(
                f"a circle: {circle} have it from one another, and from nobody known beyond", 5
            )
        if one.perhaps.ids:
            cited = _cited(one.perhaps, self._order)
            yield from _wrapped(f"it is one of these, and it cannot be told which: {cited}", 5)

    def _node(self, one: Branch, lead: str = "") -> str:
        if not one.item:
            return one.name
        title = self._titles.get(one.item)
        return f"{lead} {f'“{title}”' if title else one.item}".strip()


def _hearsay(mouths: Mouths) -> str:
    if not mouths.before:
        return ""
    return "heard it from somebody else" if mouths.before == 1 else f"heard it through {mouths.before} mouths"


def _numbers(sheet: BalanceSheet) -> Iterator[str]:
    yield from ("", "Statements")
    for line in sheet.lines:
        who = _name(line.speaker) if line.speaker else "somebody not introduced"
        yield f"  [{line.number}] {line.statement}"
        yield from _wrapped(f"{who}, origin {line.origin}", 6)


def _name(one: Speaking) -> str:
    return f"whoever wrote {one.name}" if one.name.startswith(f"{Kind.ITEM}_") else one.name


def _cited(cites: Cites, order: Mapping[str, int]) -> str:
    return " ".join(f"[{order[id_]}]" if id_ in order else id_ for id_ in cites.ids) + (
        f" and {cites.more:,} more" if cites.more else ""
    )


def _more(count: int) -> str:
    return f"; and {count:,} more" if count else ""


def _span(one: Independent) -> str:
    if not one.most:
        return "none"
    return f"{one.most:,}" if one.least == one.most else f"{one.least:,} to {one.most:,}"


def _between(one: Independent) -> str:
    return f"{one.most:,}" if one.least == one.most else f"at least {one.least:,}, at most {one.most:,}"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    """Return a line of text as lines that fit, the second and further ones a little further in."""
    begin = " " * indent
    further = begin + "  "
    line = one_line(text)
    return textwrap.wrap(line, WIDTH, initial_indent=begin, subsequent_indent=further, break_on_hyphens=False)
