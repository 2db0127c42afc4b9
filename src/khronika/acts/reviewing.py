"""What there is to review in one text: what was decided on, and the suggestions of its newest reading.

What must stay true: a suggestion that repeats words on which somebody decided is left out, and so is one of
an older reading or of another text of the item; what somebody decided is always there.
"""

from __future__ import annotations

from khronika.acts.desk import Desk, asking, item_of
from khronika.acts.shown import StatementShown, newest_rendition, statement_shower
from khronika.acts.standing import standing_of
from khronika.ledger.queries import Known, Wanted
from khronika.records.ids import Kind
from khronika.records.statement import Status


def statements_of_text(
    desk: Desk, member: str, item: str, *, as_of: str | None = None
) -> list[StatementShown]:
    """Return the statements at an item's newest text, in the order of the text.

    Raises:
        NotFound: the item is not there for the member, or not yet as of then.
        UsageFault: it is no item.
    """
    with asking(desk, member, as_of) as query:
        known, standing = item_of(query, item), standing_of(query)
        rendition = newest_rendition(query, known.id)
        if rendition is None or standing.withdrawn(known):
            return []
        found = [
            one
            for one in query.many(Wanted(Kind.STATEMENT, parent=item))
            if one.body is not None and one.body["rendition"] == rendition.id
        ]
        newest = query.many(Wanted(Kind.RUN, parent=rendition.id, limit=1))
        kept = _kept(found, newest[0].id if newest else "")
        shown = statement_shower(query, standing, kept)
        return sorted(map(shown, kept), key=_place)


def _kept(found: list[Known], newest: str) -> list[Known]:
    decided = {_content(one) for one in found if one.status != Status.SUGGESTED}
    return [
        one
        for one in found
        if one.status != Status.SUGGESTED
        or ((one.body or {})["run"] == newest and _content(one) not in decided)
    ]


def _content(known: Known) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in (known.body or {})["statement"]["content"])


def _place(shown: StatementShown) -> tuple[int, str]:
    content = shown.statement.content if shown.statement is not None else ()
    return (content[0][0] if content else 1 << 60, shown.id)
