"""Every way of the desk, walked by every role: what each may do, and what must stay unseen.

Two copies of one desk are walked in step: on one of them what is hidden is asked for, on the other what was
never given. Whoever may not enter the yard gets the same from both, down to the number of queries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import unified_diff

import pytest
from grounds import Grounds, Parts, addresses, ways
from page_forms import Form
from rights_house import UNSEEN, Filled
from walking import Answer, Book, in_order, signed_in

from desk_cast import YARD
from khronika.acts import search_log, show
from khronika.records.access import RIGHTS, Right, Role
from khronika.records.ids import Kind

Open = Callable[[Filled], Filled]
EVERYBODY = ["nadia", *Role]
WHO_MAY_ADD: dict[str, set[Right]] = {
    "member": {Right.ADMINISTER},
    "compartment": {Right.ADMINISTER},
    "item": {Right.TAKE_IN, Right.INTERVIEW},
    "receipt": {Right.TAKE_IN, Right.INTERVIEW},
    "rendition": {Right.TAKE_IN, Right.INTERVIEW},
    "reading": {Right.REVIEW},
    "statement": {Right.REVIEW},
    "care": {Right.REVIEW},
    "consent": {Right.RECORD_CONSENT, Right.INTERVIEW},
    "party": {Right.FILE, Right.INTERVIEW, Right.SEAL_IDENTITY},
    "identity": {Right.SEAL_IDENTITY, Right.INTERVIEW},
    "identity.opened": {Right.OPEN_IDENTITY},
    "contact": {Right.INTERVIEW},
    "description": {Right.REVIEW},
    "place": {Right.FILE},
    "incident": {Right.FILE},
    "tie": {Right.REVIEW},
    "finding": {Right.FILE, Right.REVIEW},
    "filing": {Right.FILE},
    "search": {Right.READ_RECORDS},
    "original": {Right.OPEN_ORIGINAL},
    "export": {Right.EXPORT},
    "proposal": {Right.ERASE, Right.EXPORT, Right.ADMINISTER},
    "erasure": {Right.ERASE},
    "signin": {Right.LOCK},
    "signin.invited": {Right.ADMINISTER},
    "device": {Right.LOCK},
}
"""By the type of an entry, or its first word: the rights of which its author has one at least."""

BY_FORMS = {
    *("care.marked", "care.questioned", "compartment.changed", "compartment.recorded", "consent.recorded"),
    *("consent.renewed", "consent.withdrawn", "contact.changed", "contact.recorded", "filing.recorded"),
    "description.recorded",
    *("filing.undone", "identity.sealed", "incident.changed", "incident.recorded", "item.sealed"),
    *("member.changed", "member.recorded", "original.opened", "party.changed", "party.recorded"),
    *("place.changed", "place.recorded", "proposal.declined", "proposal.made", "reading.run"),
    *("signin.changed", "statement.accepted", "statement.amended", "statement.rejected"),
}
"""The types of the entries that the forms of the pages add."""

WITHOUT_READING = {
    "/sign-in",
    "/enter/{once}",
    "/contacts",
    "/contacts/new",
    "/contacts/sheet",
    "/inbox",
    "/inbox/{job}",
    "/me",
    "/gallery",
}
"""What is also open to who may not read records."""

LOGGED_BY_LOOKING = {"/items/{item}/pages/{page}.png", "/search/{saved}"}
"""The only ways that add to the log although nothing is sent: a page of an original is shown as a picture;
what was kept is searched for again in a sensitive compartment."""

PARAMETERS: dict[str, Callable[[Parts], str]] = {
    "before": lambda parts: parts.ids[Kind.ITEM],
    "s": lambda parts: parts.ids[Kind.STATEMENT],
    "said": lambda parts: parts.ids[Kind.STATEMENT],
    "about": lambda parts: parts.ids[Kind.STATEMENT],
    "after": lambda parts: parts.ids[Kind.CONTACT],
    "part_of": lambda parts: parts.ids[Kind.INCIDENT],
}
"""Parameters of addresses that take an id, and one of a kind that would be right somewhere."""

FIELDS_OF_IDS = {
    **dict.fromkeys(("compartment", "compartments", "inside"), Kind.COMPARTMENT),
    **dict.fromkeys(("party", "speaks_for", "contributor"), Kind.PARTY),
    **dict.fromkeys(("place", "within"), Kind.PLACE),
    **dict.fromkeys(("incident", "part_of"), Kind.INCIDENT),
    **dict.fromkeys(("statement", "statements", "with", "following", "before"), Kind.STATEMENT),
    **dict.fromkeys(("supports", "opposes"), Kind.STATEMENT),
    "take_out": Kind.INCIDENT,
    "consent": Kind.CONSENT,
    "earlier": Kind.CONTACT,
    "item": Kind.ITEM,
}
"""Fields of forms that name a record."""

THE_LOG = re.compile(r"/log|/as-of|/records/mem_|/people|.*as_of=")
"""What shows entries by their places, or days: there it can be seen that something else was done."""


def naming(form: Form, number: int, parts: Parts) -> Form:
    """Return the form with the id of a record in one of its fields."""
    fields = list(form.fields)
    name = fields[number][0]
    fields[number] = (name, parts.ids[FIELDS_OF_IDS[name]])
    return Form(form.action, tuple(fields))


def differing(pairs: list[tuple[Answer, Answer]], grounds: Grounds) -> list[tuple[str, list[str]]]:
    """Return what differs between answers about what is hidden and about what was never given."""
    bare = [(one, one.without(grounds.hidden), other.without(grounds.nothing)) for one, other in pairs]
    return [(one.address, _difference(whole, same)) for one, whole, same in bare if whole != same]


def _difference(one: tuple[int, str, str, int], other: tuple[int, str, str, int]) -> list[str]:
    first, second = ("\n".join(map(str, answer)).splitlines() for answer in (one, other))
    return list(unified_diff(first, second, n=0, lineterm=""))[:9]


def who_may_add(type_: str) -> set[Right]:
    """Return the rights of which one lets a member add entries of a type."""
    return WHO_MAY_ADD.get(type_) or WHO_MAY_ADD[type_.partition(".")[0]]


def plain(answer: Answer) -> str:
    """Return a page without what differs from session to session: tokens, sizes, places in the log."""
    words = re.sub(r'name="token" value="[^"]+"|/log/\d+|entry \d+', "", answer.text)
    return f"{answer.status} {words}"


def member_of(grounds: Grounds, name: str) -> str:
    return grounds.nadia if name == "nadia" else grounds.full.house.cast.by_role(Role(name))


def rights_of(name: str) -> frozenset[Right]:
    return frozenset(Right) if name == "nadia" else RIGHTS[Role(name)]


def unseen_ids(filled: Filled, member: str) -> set[str]:
    ines = filled.house.cast.ines
    every = {row.subject for row in show.log(filled.house.desk, ines, limit=1000)}
    return every - {row.subject for row in show.log(filled.house.desk, member, limit=1000)}


def tells_nothing(answer: Answer, hidden: set[str], asked: str = "") -> None:
    """Refuse an answer in which something hidden stands that was not asked for by its id."""
    text = answer.text + repr(answer.headers)
    found = [id_ for id_ in hidden if id_ in text and id_ not in asked + answer.address]
    assert not found, (answer.address, found)
    assert UNSEEN not in text, answer.address
    assert YARD not in text, answer.address


def test_what_can_be_done_by_forms_is_done_on_the_walk(book: Book) -> None:
    """The walks below prove nothing about what they do not reach."""
    assert BY_FORMS - {type_ for added in book.done.values() for type_ in added} == set()


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_is_hidden_is_answered_like_what_was_never_given(
    grounds: Grounds, opened: Open, book: Book, name: str
) -> None:
    one, other = opened(grounds.full), opened(grounds.full)
    member = member_of(grounds, name)
    seen, hidden, nothing = grounds.seen, grounds.hidden, grounds.nothing
    with signed_in(one, member) as (asks,), signed_in(other, member) as (imagines,):
        pairs: list[tuple[Answer, Answer]] = []
        for way in ways("GET"):
            two = zip(addresses(way.path, hidden), addresses(way.path, nothing), strict=True)
            pairs += [(asks.look(first), imagines.look(second)) for first, second in two]
        for form in in_order(book, seen):
            pairs.append(
                (
                    asks.send(form.swapped(seen.ids, hidden.ids)),
                    imagines.send(form.swapped(seen.ids, nothing.ids)),
                )
            )
    assert differing(pairs, grounds) == []


def test_an_id_in_a_field_or_an_address_is_answered_the_same_hidden_or_not(
    grounds: Grounds, opened: Open, book: Book
) -> None:
    """What the form is about may be seen, what a field of it names may not; and so for parameters."""
    one, other = opened(grounds.full), opened(grounds.full)
    seen, hidden, nothing = grounds.seen, grounds.hidden, grounds.nothing
    pairs: list[tuple[Answer, Answer]] = []
    with signed_in(one, grounds.nadia) as (asks,), signed_in(other, grounds.nadia) as (imagines,):
        for form in in_order(book, seen):
            for number, (name, _) in enumerate(form.fields):
                if name in FIELDS_OF_IDS:
                    pairs.append(
                        (
                            asks.send(naming(form, number, hidden)),
                            imagines.send(naming(form, number, nothing)),
                        )
                    )
        for way in ways("GET"):
            (address, *_) = addresses(way.path, seen)
            for name, id_of in PARAMETERS.items():
                first, second = (f"{address}?{name}={id_of(ids)}" for ids in (hidden, nothing))
                pairs.append((asks.look(first), imagines.look(second)))
    assert differing(pairs, grounds) == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_nobody_does_or_sees_what_their_roles_do_not_let_them(
    grounds: Grounds, opened: Open, book: Book, name: str
) -> None:
    filled, rights = opened(grounds.full), rights_of(name)
    member = member_of(grounds, name)
    hidden = unseen_ids(filled, grounds.nadia) | set(grounds.hidden.ids.values())
    open_ids = set(grounds.seen.ids.values()) - {grounds.seen.ids[Kind.MEMBER]}
    with signed_in(filled, member) as (walker,):
        for way in ways("GET"):
            for address in addresses(way.path, grounds.seen):
                answer = walker.look(address)
                tells_nothing(answer, hidden)
                if Right.READ_RECORDS not in rights and way.path not in WITHOUT_READING:
                    assert answer.status in {303, 403, 404}, address
                    assert not [id_ for id_ in open_ids if id_ in answer.text and id_ not in address], address
        for form in in_order(book, grounds.seen):
            answer = walker.send(form)
            tells_nothing(answer, hidden)
            assert not [type_ for type_ in answer.added if not rights & who_may_add(type_)], answer
            if [type_ for type_ in book.done[form] if not rights & who_may_add(type_)]:
                assert (answer.status, answer.added) == (403, ()), (form, answer.status)
            assert walker.send(form, token="").added == ()
        for answer in walker.crawl(most=150):
            tells_nothing(answer, hidden)


def test_looking_changes_nothing_but_where_it_is_promised(grounds: Grounds, opened: Open) -> None:
    """Also in a sensitive compartment, where the log keeps who searched: there a kept search adds to it."""
    filled = opened(grounds.full)
    house = filled.house
    search_log.set_sensitive(house.desk, house.cast.ines, house.cast.quarry)
    parts = replace(grounds.seen, saved=grounds.searches[1])
    added: dict[str, tuple[str, ...]] = {}
    with signed_in(filled, house.cast.ines) as (ines,):
        for way in ways("GET"):
            for address in addresses(way.path, parts):
                for answer in (ines.look(address), ines.look(address, "HEAD")):
                    added |= {way.path: answer.added} if answer.added else {}
    assert {type_ for types in added.values() for type_ in types} <= {"original.opened", "search.made"}
    assert set(added) == LOGGED_BY_LOOKING


def test_a_desk_that_holds_something_hidden_looks_like_one_that_does_not(
    grounds: Grounds, opened: Open
) -> None:
    """Every page, list, count and order is the same, whether the yard was filled or not; the log has gaps."""
    pages: list[dict[str, str]] = []
    for filled in (opened(grounds.bare), opened(grounds.full)):
        with signed_in(filled, grounds.nadia) as (nadia,):
            found = {answer.address: answer for answer in nadia.crawl(but=THE_LOG)}
            found |= {
                address: nadia.look(address)
                for way in ways("GET")
                for address in addresses(way.path, grounds.seen)
            }
        pages.append(
            {address: plain(answer) for address, answer in found.items() if not THE_LOG.match(address)}
        )
    bare, full = pages
    assert set(full) == set(bare)
    assert [address for address in bare if bare[address] != full[address]] == []
