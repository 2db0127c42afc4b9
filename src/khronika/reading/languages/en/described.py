"""What the words of a source say of the speaker: a name, an office, a group, a document.

:func:`described` needs no verb and no sentence: the span is the phrase. It keeps the rule that a
spokesperson is never
the one spoken for ("A spokesperson for Velmora's leader, Anton Reyk," is an unnamed party).
"""

from __future__ import annotations

from collections.abc import Sequence

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cast import is_role, role_of
from khronika.reading.languages.en.descriptions import GROUP, OFFICE, PRONOUN, RELATION, Described
from khronika.reading.languages.en.naming import words_between
from khronika.reading.languages.en.pieces import (
    OWNED,
    name_given,
    parted,
    piece_name,
    trimmed,
    unowned,
    without_nickname,
)
from khronika.reading.languages.en.readings import RULES, office_of, taken_apart
from khronika.reading.languages.en.runs import ORGANISATION, ORGANISED, PERSON, Run, runs_of
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, Token

_OBJECTS = {
    "him": "he",
    "her": "she",
    "them": "they",
    "us": "we",
    "me": "i",
    "hers": "she",
    "your": "you",
    "those": "they",
}
PRONOUNS = words_in("he she they it i we you who which")
_RELATIONS = (
    lexicon.SPEAKS_FOR
    | lexicon.RELATIVES_OF
    | words_in(
        "client boss employer predecessor successor opponent rival challenger chairman chairwoman"
        " chair director head leader president"
        " editor authors author manager commander union party office lawyer counsel doctor landlord"
        " defenders supporters critics team"
        " spokesman campaign organisation organization government ministry secretary-general"
        " reporter researchers interpreter trainer"
        " accuser accusers captors guards deputy child children boy girl grandson granddaughter"
        " aides advisers"
    )
)


_LONGEST_THOSE, _LONGEST_CLAUSE = 8, 12


def described(  # noqa: PLR0911 - ways in order
    tokens: Sequence[Token], breaks: frozenset[int]
) -> Described | None:
    """Return what the phrase says of the speaker; ``None`` where it has no words."""
    whole = trimmed(without_nickname(list(tokens)))
    if not whole:
        return None
    head, rest = parted(whole) if len(whole) > 1 else (whole, [])
    head = unowned(head)
    if not head:
        return None
    low = head[0].lower
    if low == "those" and rest:
        return Described(GROUP, words_between(whole[:_LONGEST_THOSE]), lows=(low,))
    pronoun = low if low in PRONOUNS else _OBJECTS.get(low) or OWNED.get(low)
    if len(head) == 1 and pronoun:
        return Described(PRONOUN, pronoun)
    lows = tuple(t.lower for t in head)
    runs = runs_of(head, breaks)
    if several := _several(head, runs):
        whole_name = words_between(head)
        if rest and _is_one_body(rest[0]):
            return Described(ORGANISATION, whole_name, named=True, lows=lows)
        return Described("several", "; ".join(several), named=True, many=several, lows=lows, full=whole_name)
    read = _one(head, rest, runs, name_given(whole))._replace(lows=lows)
    if read.kind == GROUP and len(rest) == 1 and (named := _including(rest[0])):
        return Described("several", "; ".join(named), named=True, many=named, lows=lows)
    if read.kind in {OFFICE, GROUP} and rest and rest[0][0].lower in {"who", "whose", "that"}:
        close = rest[0][0].start - head[-1].end <= 1
        return (
            read._replace(name=f"{read.name} {words_between(rest[0][:_LONGEST_CLAUSE])}") if close else read
        )
    return read


def _is_one_body(piece: list[Token]) -> bool:
    """Tell whether what is set off says that "Law and Shelter" is one body ("a group that …")."""
    return piece[0].lower in words.ARTICLES and any(
        t.lower in lexicon.GROUPS | {"group", "organisation", "organization", "charity", "firm", "company"}
        for t in piece[1:6]
    )


def _including(piece: list[Token]) -> tuple[str, ...]:
    """Return the names set off after a group ("rights groups, including A and B,")."""
    names = piece[1:] if piece[0].lower in {"including", "namely"} else piece
    return _several(names, runs_of(names, frozenset()))


def _several(head: list[Token], runs: Sequence[Run]) -> tuple[str, ...]:
    joint = [at for at, t in enumerate(head) if t.lower == "and"]
    if len(joint) != 1 or not 0 < joint[0] < len(head) - 1:
        return ()
    left, right = head[: joint[0]], head[joint[0] + 1 :]
    if left and left[0].lower == "both":
        left = left[1:]
    names = []
    for side in (left, right):
        inner = [r for r in runs_of(side, frozenset()) if r.kind in {PERSON, ORGANISATION, "initials"}]
        plain = [t for t in side if t.lower not in words.ARTICLES]
        if not plain or any(t.lower in words.PREPOSITIONS for t in side):
            return ()
        ends = [r for r in inner if r.end == len(side)]
        group = role_of(side)
        if ends:
            names.append(words_between(side[ends[-1].name : ends[-1].end]))
        elif (
            group is not None
            and (group.noun in lexicon.GROUPS or is_role(group.noun))
            and side[0].lower in words.ARTICLES
        ):
            names.append(words_between(plain))
        else:
            return ()
    whole = any(r.start < joint[0] < r.end for r in runs) or _one_body(left, right)
    return () if whole else tuple(names)


def _one_body(left: list[Token], right: list[Token]) -> bool:
    """Tell whether "the X and Y Commission" is one body: one article, and only its end says what it is."""
    return (
        left[0].lower == "the"
        and right[0].capital
        and left[-1].capital
        and left[-1].lower not in ORGANISED
        and right[-1].lower in lexicon.GROUPS
        and len(right) > 1
    )


def _is_office(noun: str) -> bool:
    """Tell whether a noun is of one person who can be named after it."""
    return is_role(noun) and not noun.endswith("s") and noun not in lexicon.GROUPS | {"police", "people"}


def _spoken_for(head: list[Token], rest: list[list[Token]], front: int) -> Described | None:
    """Read "a spokesman for A": unnamed, of A, unless a name of their own is set off and A is no office."""
    at = front - 1
    if front < len(head) - 1 and head[at].capital and not head[at].lower.startswith("spokes") and at > 0:
        return None
    if (
        front >= len(head) - 1
        or head[at].lower not in lexicon.SPEAKS_FOR
        or head[front].lower not in {"for", "of", "to"}
        or (head[at].lower == "secretary" and head[front + 1].text == "State")
    ):
        return None
    runs = runs_of(head[:front], frozenset())
    if any(r.kind == PERSON and r.name < r.end and not is_role(head[r.end - 1].lower) for r in runs):
        return None
    owner = head[front + 1 :]
    held = role_of(owner)
    names = runs_of(owner, frozenset())
    office = held is not None and (
        held.noun in lexicon.LEADERS | lexicon.RELATIVES_OF or _is_office(held.noun)
    )
    own = piece_name(rest)
    named_owner = [r for r in names if r.end == len(owner) and r.kind != "office"]
    if own and not (office and not named_owner):
        return Described(PERSON, own, named=True, role=role_of(head))
    if own:
        owner_name = own
    elif named_owner and named_owner[-1].kind == PERSON:
        owner_name = words_between(owner[named_owner[-1].name :])
    else:
        owner_name = words_between(owner)
    start = at
    while (
        start > 0
        and not head[start - 1].capital
        and head[start - 1].lower not in words.DETERMINERS
        and head[start - 1].kind == WORD
    ):
        start -= 1
    return Described(
        RELATION,
        words_between(head[start:front]).lower(),
        role=role_of(head),
        owner=owner_name,
        indefinite=head[0].lower in {"a", "an"},
    )


def _one(head: list[Token], rest: list[list[Token]], runs: Sequence[Run], given: str) -> Described:
    phrase = taken_apart(head, rest, runs, given)
    spoken = _spoken_for(head, rest, phrase.front)
    if spoken is not None:
        return spoken
    return next((read for rule in RULES if (read := rule(phrase)) is not None), None) or office_of(phrase)
