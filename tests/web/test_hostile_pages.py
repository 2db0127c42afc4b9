"""Hostile words by every entrance and in every field: words stay words, and there is always an answer."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest
from grounds import LOCKS, Grounds, ways
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html
from page_forms import Form, forms_of
from rights_house import NOWHERE, UNSEEN, Filled
from walking import Book, Walker, encoded, in_order, links_of, signed_in

from desk_cast import House
from khronika.acts import (
    care,
    consent,
    contact,
    incidents,
    members,
    originals,
    parties,
    places,
    read,
    review,
    saved,
    upkeep,
)
from khronika.acts.find import Search
from khronika.acts.sources import Conditions
from khronika.records.access import Role
from khronika.records.care import Care
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.contact import Danger, Interview, NextContact, Referral
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind, Place

Open = Callable[[Filled], Filled]
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
TURNED = "\u202egnp\u2066\u200b\ufeff\u00ad"
ARABIC = "\u0645\u064a\u0631\u0627"
TERM = Term(Purpose.DOCUMENTATION, Audience.PARTNERS)


def hostile(entrance: str) -> str:
    """Return a name that attacks whoever shows it, and by which it can be told where it came in."""
    return f"zq{entrance} {MARKUP} {TURNED} {ARABIC} {{{{7*7}}}} javascript:alert(1)"


ENTRANCES = (
    *("file", "title", "author", "publisher", "subject", "speaker", "relay", "addressee", "forum", "words"),
    *("reason", "note", "party", "otherscript", "place", "placename", "incident", "member", "compartment"),
    *("search", "pseudonym", "danger", "channel", "hours", "next", "referral", "elsewhere", "interpreter"),
    *("consentform", "withdrawal", "mark", "opening", "filing"),
)


def let_in(house: House) -> None:
    """Let hostile words into the desk by every entrance there is."""
    desk, ines, sent = house.desk, house.cast.ines, {name: hostile(name) for name in ENTRANCES}
    page = (
        f"<html><head><title>{html_escaped(sent['title'])}</title>"
        f'<meta name="author" content="{html_escaped(sent["author"])}">'
        f'<meta property="og:site_name" content="{html_escaped(sent["publisher"])}"></head>'
        f"<body><article><p>{html_escaped(sent['words'])} said that three vans were at the gate of Quarry 9. "
        f"The ministry denied it, and nobody was held there, the spokesperson told Orvan on Wednesday.</p>"
        "</article></body></html>"
    )
    letter = f"Subject: {sent['subject']}\r\nFrom: a@example.org\r\nContent-Type: text/plain\r\n\r\nVans.\r\n"
    came = Conditions(note=sent["note"])
    given = Conditions(terms=(TERM,), person="Witness C")
    taken = house.take(page, letter, names=(f"{sent['file']}.html", "letter.eml"), conditions=came)
    (asked,) = house.take("No more of this.", names=("third.txt",), conditions=given)
    item = taken[0].item
    assert item is not None
    read.read(desk, ines, [item])
    (statement, *others) = house.statements_of(item)
    changes = {
        "speaker": sent["speaker"],
        "relays": [sent["relay"]],
        "addressee": sent["addressee"],
        "forum": sent["forum"],
    }
    review.amend(desk, ines, statement, changes)
    for other in others[:1]:
        review.reject(desk, ines, [other], sent["reason"])
    party = parties.record_party(
        desk, ines, Party("", sent["party"], PartyKind.PERSON, names=(sent["otherscript"],))
    )
    place = places.record_place(desk, ines, Place("", sent["place"], (sent["placename"],)))
    involved = (Involvement(party.id, IncidentRole.WITNESS, (statement,)),)
    incident = incidents.record_incident(
        desk, ines, Incident("", sent["incident"], ("detained",), "2026-03", place.id, involved)
    )
    incidents.file_statements(desk, ines, incident.id, [statement], sent["filing"])
    care.mark_care(desk, ines, statement, [Care.CHILD], sent["mark"])
    members.record_member(desk, ines, sent["member"], [Role.READER])
    members.record_compartment(desk, ines, sent["compartment"])
    saved.save_search(desk, ines, sent["search"][:60], Search("vans", speaker=sent["speaker"][:60]))
    made = contact.record_interview(desk, ines, _interview(sent))
    assert made.consent is not None
    originals.open_original(desk, ines, item, sent["opening"])
    (agreed,) = [one for one in consent.list_consents(desk, ines) if asked.receipt in one.covers]
    consent.withdraw_consent(desk, ines, agreed.id, sent["withdrawal"])


def _interview(sent: dict[str, str]) -> Interview:
    return Interview(
        "Two vans came.\n",
        terms=(TERM,),
        pseudonym=sent["pseudonym"],
        consent_form=sent["consentform"],
        danger=Danger.NOW,
        danger_words=sent["danger"],
        channel=sent["channel"],
        hours=sent["hours"],
        next=NextContact("2026-04-21", sent["next"]),
        referral=Referral(sent["referral"], consented=True),
        earlier_elsewhere=sent["elsewhere"],
        interpreter=sent["interpreter"],
    )


def html_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def test_hostile_words_stay_words_whichever_way_they_came_in(house: House) -> None:
    let_in(house)
    filled = Filled(house, {}, {})
    shown: set[str] = set()
    with signed_in(filled, house.cast.ines) as (ines,):
        pages = [answer for answer in ines.crawl(most=500) if answer.is_page]
        ines.client.headers["accept-language"] = "ru"
        pages += [answer for answer in ines.crawl(most=60) if answer.is_page]
    for answer in pages:
        shown |= {name for name in ENTRANCES if f"zq{name} " in answer.text}
        assert not re.search(r"zq\w+ [^\n]{0,150}\b49\b", answer.text), answer.address
    assert [(answer.address, found) for answer in pages if (found := turned_round(answer.text))] == []
    assert set(ENTRANCES) - shown == set()


def turned_round(source: str) -> list[str]:
    """Return words of a page that can turn those around them: of another direction, and not isolated."""
    found = []
    for element in html.document_fromstring(source).iter():
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if text and ARABIC in text and not _isolated(holder):
                found.append(text)
    return found


def _isolated(element: Any) -> bool:
    around = [element, *element.iterancestors()]
    return any(one.tag in _APART or (one.get("dir") and one.tag != "html") for one in around)


_APART = {"bdi", "title", "option", "textarea", "script"}

IN_FIELDS = (
    f"{MARKUP}{TURNED}",
    "\x00\ud800\udfff\x1b[2J",
    "' OR 1=1 --",
    "9" * 400,
    "-1",
    "2026-02-31",
    "x" * 100_000,
    f"itm_{NOWHERE}",
)


def test_hostile_words_in_every_field_of_every_form_do_no_harm(
    grounds: Grounds, opened: Open, book: Book
) -> None:
    filled = opened(grounds.full)
    house = filled.house
    with signed_in(filled, grounds.nadia) as (nadia,):
        for value in IN_FIELDS:
            for form in in_order(book, grounds.seen):
                whole = len(value) % 2 == 0
                answer = nadia.send(form.filled(value, all_of_it=whole))
                assert answer.status in {200, 303, 400, 401, 403, 404, 410}, (form.action, answer.status)
        for answer in nadia.crawl(most=150):
            assert UNSEEN not in answer.text
    assert upkeep.verify(house.desk, house.cast.ines, files=True).problems == ()


VALUES = st.one_of(
    st.sampled_from(IN_FIELDS),
    st.text(max_size=30),
    st.sampled_from(("<script>", "{{7*7}}", "\u202e", "2026-13-45", "0000", "1e9", "%00", "", "1")),
)
HOW = ("keep", "keep", "value", "id", "twice", "out")
STEPS = st.tuples(
    st.sampled_from(("link", "link", "form", "form", "any form", "address")),
    st.integers(0, 9999),
    st.lists(st.tuples(st.sampled_from(HOW), VALUES), min_size=3, max_size=9),
)
CRAWLED_SECONDS = 8


@pytest.mark.parametrize("name", ["ines", "nadia"])
def test_whatever_is_followed_and_sent_there_is_an_answer(
    grounds: Grounds, opened: Open, book: Book, name: str
) -> None:
    """A crawler: it follows links, fills in forms with anything, and sends them, in any order."""
    filled = opened(grounds.full)
    house = filled.house
    member = grounds.nadia if name == "nadia" else house.cast.ines
    until = time.monotonic() + CRAWLED_SECONDS

    with signed_in(filled, member) as (walker,):
        crawler = Crawler(walker, grounds, book)

        @settings(
            max_examples=500,
            deadline=None,
            phases=[Phase.generate],
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(STEPS, min_size=1, max_size=6))
        def crawl(steps: list[Step]) -> None:
            for step in steps:
                if time.monotonic() < until:
                    crawler.go(*step)
                    assert name == "ines" or UNSEEN not in crawler.page.text

        crawl()
    assert upkeep.verify(house.desk, house.cast.ines, files=True).problems == ()


Spoiled = list[tuple[str, str]]
Step = tuple[str, int, Spoiled]


class Crawler:
    """Goes on from the page where it is; what it draws does not depend on what it finds there."""

    def __init__(self, walker: Walker, grounds: Grounds, book: Book) -> None:
        """Begin at the first page."""
        self.walker = walker
        self.page = walker.look("/")
        self._forms = in_order(book, grounds.seen)
        self._ids = [*grounds.seen.ids.values(), *grounds.hidden.ids.values(), f"stm_{NOWHERE}", "x", "%00"]

    def go(self, how: str, number: int, spoiled: Spoiled) -> None:
        """Make one step."""
        links = links_of(self.page)
        forms = list(forms_of(self.page.text, self.page.address)) if self.page.is_page else []
        forms = [form for form in forms if form.action != LOCKS]
        if how == "link" and links:
            self.page = self.walker.look(links[number % len(links)])
        elif how == "form" and forms:
            self.page = self.walker.send(self._spoiled(forms[number % len(forms)], number, spoiled))
        elif how == "any form":
            form = self._forms[number % len(self._forms)]
            self.page = self.walker.send(self._spoiled(form, number, spoiled))
        else:
            every = ways("GET")
            address = re.sub(r"{\w+}", encoded(self._id(number // 7)), every[number % len(every)].path)
            given = urlencode([("as_of", "2026-04-20"), ("before", self._id(number))][number % 3 :])
            self.page = self.walker.look(f"{address}?{given}" if given else address)

    def _id(self, number: int) -> str:
        return self._ids[number % len(self._ids)]

    def _spoiled(self, form: Form, number: int, spoiled: Spoiled) -> Form:
        fields = []
        for (name, value), (how, other) in zip(form.fields, cycle(spoiled), strict=False):
            fields += [] if how == "out" and name != "token" else [(name, value)]
            if name != "token" and how in {"value", "id"}:
                fields[-1] = (name, other if how == "value" else self._id(number))
            fields += [(name, other)] if how == "twice" else []
        return Form(form.action, tuple(fields))
