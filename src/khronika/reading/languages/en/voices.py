"""The text's own voice: who "I" and "we" are where no quotation stands around them.

A letter is its signer's, a testimony its author's, a press release its publisher's; on a page of letters
each is
signed below. An answer in an interview is the guest's. What none of these tells stays open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from itertools import islice

from khronika.reading.draft import Draft
from khronika.reading.languages.en.cast import is_role
from khronika.reading.languages.en.descriptions import OFFICE, PRONOUN
from khronika.reading.languages.en.papers import PAPERS
from khronika.reading.languages.en.parties import Parties
from khronika.reading.languages.en.relations import SPEAKING_FOR
from khronika.reading.languages.en.runs import ORGANISATION, PERSON
from khronika.reading.languages.en.settling import Answer
from khronika.reading.layout import Layout
from khronika.records.item import About
from khronika.records.spans import Span

_LONGEST_SIGNATURE = 90
_NAME = r"(?:[A-ZÀ-Þ][\w’'.-]*\s){1,3}[A-ZÀ-Þ][\w’'-]+"
_SIGNED = re.compile(
    rf"(?:(?:For|On behalf of) (?P<body>[^\n,]{{3,60}})[\n,]\s*)?(?:\(?[Ss]igned\)?:?\s)?"
    rf"(?P<who>{_NAME})(?=\s*(?:[,\n(]|$))"
)
_SALUTES = re.compile(r"(?:Dear\b|To the Editor|(?:Sir|Madam|Sirs|Editor)\b\s?[,–—:-]|SIR\b)")
_I_AM = re.compile(rf"\b(?:I,\s(?P<a>{_NAME}),|[Mm]y name is (?P<b>{_NAME})|I am called (?P<c>{_NAME}))")
_OF = re.compile(
    rf"\b(?:[Ss]tatement|[Tt]estimony|[Ii]nterview|[Dd]eposition|[Aa]ffidavit|[Dd]iary|[Ll]etter)\s(?:of|by|with|from)\s(?:[A-Z][\w.]*\.\s)?(?P<who>{_NAME}|[A-Z]\.\s?[A-Z]\.)"
)
_ONE_NAME = re.compile(r"\b(?:[Tt]estimony|[Aa]ccount|[Dd]iary)\s(?:of|by)\s(?P<who>[A-ZÀ-Þ][\w’'-]+)")
_BY = re.compile(
    rf"^(?:By|BY|From:)\s(?P<a>{_NAME}|[A-Z]\.\s[A-Z][\w’'-]+)(?=\s*(?:[,\n|]|$))"
    rf"|^[^\n.]{{0,60}}?\bby\s[^\n]{{0,80}}?,\s(?:(?:Mr|Ms|Mrs|Dr|Miss)\.?\s)?(?P<b>{_NAME}),",
    re.MULTILINE,
)
_CALL_ME = re.compile(r"\b(?:take|call me|name is|known as|I am called)\s(?P<who>[A-Z][\w’'-]+)\b")
_REACH = 1500
_INITIALS = 4
FIRST_PERSON = re.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Uu]s|[Oo]ur)\b")
ANSWERS, _ASKS = frozenset({"a", "answer"}), frozenset({"q", "question"})
"""Labels of who answers in an interview, and of who asks."""
_ASKED_BY = re.compile(r"(?:Q|QUESTION|Question|Reporter|REPORTER)\.?\s\((?P<who>[^,()\n]{2,60})[,)]")

_NEAREST, _GAP = 5, 4
"""Statements looked at for the one that a colon goes on from, with the one at hand; characters between."""


@dataclass(slots=True)
class Voices:
    """Who speaks in the text's own first person, by place."""

    text: str
    layout: Layout
    about: About
    signed: list[tuple[int, str]] = field(default_factory=list)
    salutes: list[int] = field(default_factory=list)
    author: str = ""

    def __post_init__(self) -> None:
        blocks = self.layout.blocks
        self.salutes = [
            start for start, end in blocks if _SALUTES.match(self.text, start, min(end, start + 40))
        ]
        for number, (start, end) in enumerate(blocks):
            if not number or end - start > _LONGEST_SIGNATURE or self.text[end - 1] in '.!?:…”"':
                continue
            found = _SIGNED.match(self.text, start, end)
            last = number >= len(blocks) - 2
            before = self.text[blocks[number - 1][1] - 1]
            if (
                found is None
                or is_role(found["who"].split()[-1])
                or not (last or (self.salutes and before in '.!?”"’'))
            ):
                continue
            if any(is_role(w) for w in found["who"].lower().split()) and found["who"].split()[0].lower() in {
                "the",
                "a",
            }:
                continue
            self.signed.append((start, _as_name(found["who"])))
        self.author = self._author()

    def _author(self) -> str:
        if self.about.author and self.about.author.casefold() != self.about.publisher.casefold():
            return self.about.author
        head = self.text[:_REACH]
        for pattern, where in (
            (_I_AM, head),
            (_OF, self.about.title),
            (_BY, head[:600]),
            (_OF, head[:300]),
            (_ONE_NAME, self.about.title),
            (_CALL_ME, head),
        ):
            found = pattern.search(where)
            if found is not None:
                return _as_name(next(g for g in found.groups() if g))
        return ""

    def i_at(self, place: int) -> str:
        """Return who "I" is at ``place`` outside of quotations; empty where nobody says."""
        if self.signed:
            number = bisect_left(self.signed, (place, ""))
            until = self.signed[number][0] if number < len(self.signed) else len(self.text)
            opened = bisect_right(self.salutes, place)
            crossed = opened < len(self.salutes) and self.salutes[opened] < until
            if number < len(self.signed) and not crossed:
                return self.signed[number][1]
            if self.salutes and place >= self.salutes[0]:
                return "writer of the letter" if crossed else ""
        return self.author or (self.signed[-1][1] if len(self.signed) == 1 and not self.salutes else "")

    def we_at(self, place: int) -> str:
        """Return who "we" is at ``place``: the publisher, or the signer on a page of letters."""
        if self.salutes and len(self.signed) > 1 and (who := self.i_at(place)):
            return who
        return self.about.publisher or self.author


def _as_name(words: str) -> str:
    plain = " ".join(words.split())
    return plain.title() if plain.isupper() and len(plain) > _INITIALS else plain


_OWN_WORDS = re.compile(r"(?:my|our)\s(?:own\s)?(?P<what>.+)")


def in_own_voice(answer: Answer, draft: Draft, voices: Voices) -> Answer:
    """Return who "I", "we", "you", "my mother" is: in a quotation its speaker, elsewhere the text's voice."""
    place = draft.source[0][0] if draft.source else draft.content[0][0]
    around = draft.inside
    mine = _OWN_WORDS.fullmatch(answer.name) if not answer.named else None
    if answer.kind == PRONOUN and answer.name == "you":
        whom = around.addressee.text if around is not None and around.addressee is not None else ""
        return (
            replace(answer, name=whom, kind=OFFICE, named=whom[:1].isupper(), reason="who is spoken to")
            if whom
            else answer
        )
    if not (mine or (answer.kind == PRONOUN and answer.name in {"i", "we"})):
        return answer
    we = answer.name.startswith(("we", "our"))
    if around is not None and around.speaker is not None and not around.own:
        name, named = around.speaker, around.named
        reason = f"“{answer.name}” in the words of {name}"
    else:
        name = voices.we_at(place) if we else voices.i_at(place) or voices.about.publisher
        named = name != "writer of the letter"
        reason = f"“{answer.name}” is the text's own voice"
    if not name:
        return answer
    if mine is None:
        return replace(answer, name=name, kind=PERSON if not we else ORGANISATION, named=named, reason=reason)
    noun = mine["what"].split()[-1].lower()
    if noun in PAPERS:
        return replace(answer, name=name, kind=PERSON, named=named, reason=reason)
    joint = "for" if noun in SPEAKING_FOR else "of"
    return replace(answer, name=f"{mine['what']} {joint} {name}", reason=reason)


def by_label(text: str, span: Span, parties: Parties, publisher: str) -> Answer | None:
    """Return who asks or answers where the words of a source are the label of an interview's turn."""
    label = text[slice(*span)]
    if (asked := _ASKED_BY.match(label)) is not None:
        return parties.labelled(asked["who"], span[0])
    plain = label.rstrip(".:").lower()
    if plain in _ASKS and publisher and not parties.cast.by_role.get("interviewer"):
        return Answer(publisher, ORGANISATION, named=True, reason="who asks")
    guest = parties.guest() if plain in ANSWERS and label[:1].isupper() else None
    return parties.given(guest, label) if guest is not None else None


def led_in(text: str, drafts: dict[int, Draft], start: int) -> Draft | None:
    """Return the statement that a colon or semicolon right before ``start`` goes on from."""
    for draft in islice(reversed(drafts.values()), 1, _NEAREST):
        end = max(e for _, e in (*draft.content, *draft.source, *draft.cue))
        near = draft.inside is None and draft.source and 0 < start - end <= _GAP
        if near and text[end:start].strip() in {":", ";"}:
            return draft
    return None
