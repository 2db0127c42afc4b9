"""A search that looks into a sensitive compartment is in the log before it is answered.

What must stay true: one entry a compartment, in that compartment alone, so that whoever may enter it sees
who searched in it, and nobody else learns of it; no id of a record of another compartment is in that entry;
what a search was not logged for, it does not look into.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from khronika.acts.desk import Acting, Asking, Desk, acting, asking
from khronika.acts.recording import add_change
from khronika.errors import UsageFault
from khronika.ledger import lookups, queries
from khronika.ledger.queries import Sight, Wanted
from khronika.ledger.store import Draft
from khronika.records.access import Compartment, Right
from khronika.records.body import record_of
from khronika.records.ids import Kind, is_id

_IDS = "ids of compartments begin with cmp_"
LONGEST_SEARCH = 2000
"""Characters of a search; a person types fewer."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a search looks: in records of no compartment, and in those of ``scope``.

    ``None`` is every compartment that the member may enter; ``inside`` narrows it to records that are in that
    one compartment.
    """

    scope: frozenset[str] | None = None
    inside: str = ""


def keep_search(
    desk: Desk, member: str, words: str, filters: Mapping[str, str], where: Where
) -> frozenset[str]:
    """Record that a member searches, once for each sensitive compartment that the search looks into.

    Returns:
        The compartments in whose log it is; nothing is recorded where there are none.

    Raises:
        NotAllowed: the member may not read records.
        NotFound: a compartment is not there for the member.
        UsageFault: the search is too long, or is no text.
    """
    _refuse_no_text(words, *filters.values())
    with asking(desk, member) as query:
        _refuse_unseen(query, where)
        if not _sensitive(query, where):
            return frozenset()
    with acting(desk, member, Right.READ_RECORDS) as act:
        touched = _sensitive(act.asking(), where)
        for compartment in sorted(touched):
            body = {"words": words, "filters": _told_in(act, compartment, filters)}
            made = Draft("search.made", desk.new_id(Kind.SEARCH), body, compartments=frozenset({compartment}))
            act.add(made)
    return touched


def set_sensitive(desk: Desk, member: str, compartment: str, *, sensitive: bool = True) -> Compartment:
    """Record that the log keeps who searches in a compartment, and for what; or that it no longer does.

    Raises:
        NotAllowed: the member is no custodian.
        NotFound: the compartment is not there for the member.
        UsageFault: it is something else.
    """
    with acting(desk, member, Right.ADMINISTER) as act:
        known = act.get(compartment)
        if known.body is None or not compartment.startswith(f"{Kind.COMPARTMENT}_"):
            raise UsageFault(f"{compartment} is not a compartment", _IDS)
        changed = replace(record_of(Compartment, known.body), sensitive=sensitive)
        add_change(act, known, "compartment.changed", changed)
        return changed


def within(query: Asking, where: Where, kept: frozenset[str]) -> Asking:
    """Return the query with its sight narrowed to where the search looks.

    A compartment that became sensitive since it was logged is left out.
    """
    unlogged = _marked(query) - kept
    if query.sight.labels is None and where == Where() and not unlogged:
        return query
    labels = {label for label, inside in _looked_into(query, where).items() if not inside & unlogged}
    return replace(query, sight=Sight(frozenset(labels), query.sight.as_of))


def _sensitive(query: Asking, where: Where) -> frozenset[str]:
    """Return the sensitive compartments that the search looks into."""
    return frozenset().union(*_looked_into(query, where).values()) & _marked(query)


def _told_in(act: Acting, compartment: str, filters: Mapping[str, str]) -> dict[str, str]:
    """Return the filters without those that name a record which others in the compartment may not see."""
    seen = lookups.labels_of(act.connection, frozenset({compartment}))
    return {
        name: value
        for name, value in filters.items()
        if not is_id(value)
        or (
            queries.one(act.connection, act.sight, value) is not None
            and lookups.labels_on(act.connection, [value]) <= seen
        )
    }


def _marked(query: Asking) -> frozenset[str]:
    """Return the compartments that the member may enter and that are sensitive today."""
    today = replace(query, sight=Sight(query.sight.labels))
    known = today.many(Wanted(Kind.COMPARTMENT))
    return frozenset(
        one.id for one in known if one.body is not None and record_of(Compartment, one.body).sensitive
    )


def _looked_into(query: Asking, where: Where) -> dict[int, frozenset[str]]:
    """Return the labels of the sight in which the search looks, with their compartments."""
    labels = query.sight.labels
    return {
        label: compartments
        for label, compartments in lookups.compartments_by_label(query.connection).items()
        if (labels is None or label in labels)
        and (where.scope is None or compartments <= where.scope)
        and (not where.inside or where.inside in compartments)
    }


def _refuse_unseen(query: Asking, where: Where) -> None:
    for id_ in sorted({*(where.scope or ()), *([where.inside] if where.inside else ())}):
        query.get(id_)
        if not id_.startswith(f"{Kind.COMPARTMENT}_"):
            raise UsageFault(f"{id_} is not a compartment", _IDS)


def _refuse_no_text(*texts: str) -> None:
    if sum(map(len, texts)) > LONGEST_SEARCH:
        raise UsageFault(
            "this search is too long", f"at most {LONGEST_SEARCH:,} characters: a few words will do"
        )
    try:
        "".join(texts).encode()
    except UnicodeEncodeError as fault:
        raise UsageFault("this search is no text", "what is searched for is text in UTF-8") from fault
