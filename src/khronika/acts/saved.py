"""Saved searches: a member's own, in working state. Nobody else sees them, and no entry is made of them."""

from __future__ import annotations

from dataclasses import dataclass

from khronika.acts.desk import Desk, acting, asking
from khronika.acts.find import Search
from khronika.acts.recording import LONGEST_NAME
from khronika.acts.search_log import LONGEST_SEARCH
from khronika.errors import NotFound, UsageFault
from khronika.ledger import working
from khronika.ledger.store import moment
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.ids import Kind

MOST_SAVED = 100


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search under the name that the member gave it."""

    id: str
    name: str
    search: Search
    saved: str


def save_search(desk: Desk, member: str, name: str, search: Search) -> SavedSearch:
    """Keep a search for the member.

    Raises:
        NotAllowed: the member may not read records.
        UsageFault: the name is none or too long, the search is too long, or there are too many.
    """
    kept = SavedSearch(desk.new_id(Kind.SEARCH), name.strip(), search, moment(desk.clock()))
    if not kept.name or len(kept.name) > LONGEST_NAME:
        raise UsageFault("a saved search needs a name", f"at most {LONGEST_NAME} characters")
    plain = body_of(kept)
    if sum(len(value) for value in plain["search"].values() if isinstance(value, str)) > LONGEST_SEARCH:
        raise UsageFault("this search is too long", f"at most {LONGEST_SEARCH:,} characters")
    try:
        str(plain).encode()
    except UnicodeEncodeError as fault:
        raise UsageFault("this search is no text", "what is saved is text in UTF-8") from fault
    with acting(desk, member, Right.READ_RECORDS) as act:
        if len(working.under(act.connection, _all_of(member))) >= MOST_SAVED:
            raise UsageFault(f"{MOST_SAVED} searches are saved already", "drop one that is not used")
        working.put(act.connection, _all_of(member) + kept.id, plain)
    return kept


def saved_searches(desk: Desk, member: str) -> list[SavedSearch]:
    """Return the member's saved searches in the order of their names.

    Raises:
        NotAllowed: the member may not read records.
    """
    with asking(desk, member) as query:
        found = working.under(query.connection, _all_of(member)).values()
        return sorted((record_of(SavedSearch, one) for one in found), key=lambda one: (one.name, one.id))


def drop_search(desk: Desk, member: str, id_: str) -> None:
    """Drop one of the member's saved searches.

    Raises:
        NotAllowed: the member may not read records.
        NotFound: the member has none with this id.
    """
    with acting(desk, member, Right.READ_RECORDS) as act:
        if not working.drop(act.connection, _all_of(member) + id_):
            raise NotFound(f"there is no saved search {id_}", "the list of saved searches has their ids")


def _all_of(member: str) -> str:
    return f"saved:{member}:"
