"""What a noun phrase says of the speaker: the name, or the office or group that is all we are told.

"A spokesperson for Velmora's leader, Anton Reyk," names the leader, not the speaker: the speaker is an
unnamed party. Nothing is concluded about a person beyond the name and the role the source gives.
"""

from __future__ import annotations

from typing import NamedTuple

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.grammar import Tokens, is_possessive
from khronika.reading.languages.en.heads import (
    adjective_off,
    clean,
    keeper,
    kind_off,
    lowered,
    pieces_of,
    without_initials,
)
from khronika.reading.languages.en.naming import (
    LONGEST_POINTER,
    WHOLE_NAME,
    all_name,
    is_organisation,
    is_person,
    medium_before,
    name_at_end,
    points_back,
    without_article,
    without_titles,
    words_between,
)
from khronika.reading.languages.en.subjects import Subject
from khronika.reading.tokens import WORD, Token

PERSON, ORGANISATION, GROUP, OFFICE, PRONOUN, SEVERAL = (
    "person",
    "organisation",
    "group",
    "office",
    "pronoun",
    "several",
)
_CHARGES = frozenset(
    {"charge", "claim", "allegation", "accusation", "assertion", "view", "suggestion", "figure"}
)
_WITH_CHARGE = 2
"""Words in "a charge", which in ", a charge the Centre rejects" stand before the one who rejects."""
_ROLES = lexicon.PEOPLE | lexicon.TITLES | lexicon.GROUPS | lexicon.SPEAKS_FOR | lexicon.RELATIVES_OF


_OBJECTS = {"him": "he", "her": "she", "them": "they", "us": "we", "me": "i"}


class Source(NamedTuple):
    """A speaker as read from one phrase. ``roles`` are the nouns the phrase gives; ``with_`` others named."""

    name: str
    kind: str
    named: bool
    roles: frozenset[str] = frozenset()
    affiliation: str = ""
    parts: tuple[str, ...] = ()
    speaks_for: str = ""
    noun: str = ""
    """The noun by which "the spokesperson", "the agency" points back to somebody mentioned before."""


def source_of(tokens: Tokens, subject: Subject) -> Source | None:
    """Return the speaker that the phrase of ``subject`` gives, before any earlier mention is used."""
    head = without_initials(clean(tokens[subject.start : subject.head_end]))
    if not head:
        return None
    if len(head) > _WITH_CHARGE and head[0].lower in words.ARTICLES and head[1].lower in _CHARGES:
        head = head[2:]
    head = [t for t in head if not t.lower.endswith("-based")] or head
    head = lowered(head, opens=subject.start == 0 or tokens[subject.start - 1].kind != WORD)
    rest = [piece for p in pieces_of(tokens[subject.head_end : subject.end]) if (piece := clean(p))]
    if len(head) == 1 and head[0].lower in words.PRONOUNS | _OBJECTS.keys() | {"this", "these", "those"}:
        return Source(_OBJECTS.get(head[0].lower, head[0].lower), PRONOUN, named=False)
    several = _several(head)
    if several:
        return Source("; ".join(several), SEVERAL, named=True, parts=several)
    if rest and rest[0][0].lower in {"including", "such", "among"}:
        return Source(_group_name(tokens, subject), GROUP, named=any(t.capital for t in rest[0]))
    return _single(head, rest)


def _group_name(tokens: Tokens, subject: Subject) -> str:
    return without_article(words_between(tokens[subject.start : subject.end])).rstrip(" ,—–")


def _single(head: list[Token], rest: list[list[Token]]) -> Source:
    head = keeper(adjective_off(head))
    front = next((at for at, t in enumerate(head) if t.lower in words.PREPOSITIONS and at > 0), len(head))
    roles = frozenset(
        t.lower for piece in (head[:front], *rest) for t in piece if t.kind == WORD and t.lower in _ROLES
    )
    spoken = _spokesperson(head, rest)
    if spoken is not None:
        return spoken._replace(roles=roles)
    name = name_at_end(head)
    placed = _placed_person(head, front)
    if placed:
        belongs = words_between(head[front:])
        return Source(words_between(placed), PERSON, named=True, roles=roles, affiliation=belongs)
    if all(t.lower in lexicon.TITLES for t in name):
        name = name[:0]
    found = _by_name(head, rest, name, roles) if name else None
    if found is None and (not name or (_role_head(head) and not is_organisation(head))):
        found = _by_apposition(head, rest, roles)
    if found is None and is_organisation(head):
        name_of = without_article(words_between(kind_off(head)))
        found = Source(name_of, ORGANISATION, named=True, roles=roles)
    return found or _office(head, roles)


def _placed_person(head: list[Token], front: int) -> list[Token]:
    """Return the name in "Dr Anna Lund of Mercy Hospital"; empty for "the Council of Europe"."""
    if not 0 < front < len(head) - 1 or head[front].lower not in {"of", "from", "at", "with"}:
        return []
    name = name_at_end(head[:front])
    titled = len(name) < front and all(
        t.lower in lexicon.TITLES for t in head[: front - len(name)] if t.capital
    )
    whole = len(name) >= WHOLE_NAME and (titled or len(name) == front)
    return name if whole and is_person(head[:front], name) else []


def _by_name(
    head: list[Token], rest: list[list[Token]], name: list[Token], roles: frozenset[str]
) -> Source | None:
    if not rest and points_back(head):
        whole, noun = without_article(words_between(head)), head[-1].lower
        return Source(whole, ORGANISATION, named=True, roles=roles, noun=noun)
    if medium_before(head, name):
        return Source(words_between(name), ORGANISATION, named=True, roles=roles)
    if is_person(head, name):
        belongs = _affiliation(rest, head)
        every = roles | _titles(head, name)
        return Source(words_between(name), PERSON, named=True, roles=every, affiliation=belongs)
    return None


def _by_apposition(head: list[Token], rest: list[list[Token]], roles: frozenset[str]) -> Source | None:
    """Return the person whom an apposition names ("the minister, Anna Lund,")."""
    given = _given_name(rest)
    person = given or next((p for p in rest[:2] if all_name(p)), []) or _described(rest)
    if not person or not (_role_head(head) or len(person) > 1 or given):
        return None
    name = words_between(without_titles(person))
    kind = ORGANISATION if _heads_group(head) else PERSON
    return Source(name, kind, named=True, roles=roles, affiliation=_affiliation(rest, head))


def _heads_group(head: list[Token]) -> bool:
    """Tell whether the phrase is a group that has a name ("the group, Ostaria Witness,")."""
    end = next((at for at, t in enumerate(head) if at > 0 and t.lower in words.PREPOSITIONS), len(head))
    return head[end - 1].lower in lexicon.GROUPS - lexicon.PEOPLE


def _described(rest: list[list[Token]]) -> list[Token]:
    """Return the name in an apposition with a role before it ("the retired judge Helena Krantz")."""
    piece = rest[0] if rest else []
    name = name_at_end(piece)
    before = piece[: len(piece) - len(name)]
    role = any(t.lower in lexicon.TITLES | lexicon.PEOPLE for t in before)
    small = before and before[0].lower in words.ARTICLES and before[-1].lower not in words.ARTICLES
    return name if role and small and len(name) >= WHOLE_NAME and is_person(piece, name) else []


def _given_name(rest: list[list[Token]]) -> list[Token]:
    """Return the name in "who gave her name as A", "who asked to be called A"."""
    for piece in rest:
        lows = [t.lower for t in piece]
        for at, low in enumerate(lows[:-1]):
            naming = (low == "as" and "name" in lows[:at]) or (
                low in {"named", "called"} and "asked" in lows[:at]
            )
            if naming and piece[at + 1].capital:
                return [t for t in piece[at + 1 :] if t.capital]
    return []


def _titles(head: list[Token], name: list[Token]) -> frozenset[str]:
    return frozenset(t.lower for t in head[: len(head) - len(name)] if t.kind == WORD)


def _office(head: list[Token], roles: frozenset[str]) -> Source:
    name = without_article(words_between(head))
    end = next(
        (at for at, t in enumerate(head) if at > 0 and t.lower in words.PREPOSITIONS | words.RELATIVES),
        len(head),
    )
    last = head[end - 1].lower
    kind = GROUP if last.endswith("s") or last in lexicon.GROUPS | {"people", "police"} else OFFICE
    return Source(name, kind, named=False, roles=roles, noun=_noun(head))


def _noun(head: list[Token]) -> str:
    """Return the noun of a short phrase that points back ("the same spokesperson"), or nothing."""
    if head[0].lower not in {"the", "this", "that", "these", "those"}:
        return ""
    end = next(
        (
            at
            for at, t in enumerate(head)
            if t.kind == WORD and t.lower in words.PREPOSITIONS | words.RELATIVES
        ),
        len(head),
    )
    return head[-1].lower if end == len(head) and len(head) <= LONGEST_POINTER else ""


def _affiliation(rest: list[list[Token]], head: list[Token]) -> str:
    words_of = [words_between(piece) for piece in rest]
    return " ".join([*words_of, words_between(head)])


def _role_head(head: list[Token]) -> bool:
    """Tell whether the phrase is a role that an apposition can name ("the minister, Anna Lund,")."""
    return any(
        t.lower in lexicon.PEOPLE | lexicon.TITLES | lexicon.SPEAKS_FOR | lexicon.RELATIVES_OF for t in head
    )


def _spokesperson(head: list[Token], rest: list[list[Token]]) -> Source | None:
    """Read somebody who is told by whom they belong to: "a spokesman for A", "A's lawyer"."""
    for at, token in enumerate(head):
        low = token.lower
        if token.capital and not low.startswith("spokes"):
            continue
        if low in lexicon.SPEAKS_FOR and at + 1 < len(head) and head[at + 1].lower in {"for", "of", "to"}:
            if at > 0 and is_possessive(head[at - 1]):
                continue
            return _speaks_for(head, at, rest)
        belongs = low in lexicon.SPEAKS_FOR | lexicon.RELATIVES_OF
        if (
            belongs
            and at + 1 == len(head)
            and at > 0
            and (is_possessive(head[at - 1]) or head[0].lower in {"his", "her", "their"})
        ):
            return _possessed(head, at, rest)
    return None


def _speaks_for(head: list[Token], at: int, rest: list[list[Token]]) -> Source:
    owner = head[at + 2 :]
    person = next((piece for piece in rest[:1] if all_name(piece)), None)
    named_before = _name_before(head[:at])
    if named_before:
        return Source(words_between(named_before), PERSON, named=True, affiliation=words_between(head))
    owner_is_office = any(
        t.lower in lexicon.LEADERS | lexicon.RELATIVES_OF for t in owner
    ) and not name_at_end(owner)
    if person and owner_is_office:
        owner = without_titles(person)
    elif person:
        return Source(
            words_between(without_titles(person)), PERSON, named=True, affiliation=words_between(head)
        )
    trailing = name_at_end(owner)
    if trailing and not is_organisation(owner):
        owner = trailing
    name = words_between(owner)
    role = words_between(_role_words(head, at))
    joint = head[at + 1].lower
    return Source(f"{role} {joint} {name}", OFFICE, named=False, speaks_for=name)


def _role_words(head: list[Token], at: int) -> list[Token]:
    start = at
    while (
        start > 0
        and head[start - 1].kind == WORD
        and not head[start - 1].capital
        and head[start - 1].lower not in words.DETERMINERS
    ):
        start -= 1
    return head[start : at + 1]


def _possessed(head: list[Token], at: int, rest: list[list[Token]]) -> Source:
    person = next((piece for piece in rest[:2] if all_name(piece)), None)
    if person:
        return Source(
            words_between(without_titles(person)), PERSON, named=True, affiliation=words_between(head)
        )
    role = head[at].text.lower()
    if (
        head[at].lower in lexicon.RELATIVES_OF
        and not any(t.capital for t in head[:at])
        and head[0].lower not in {"his", "her", "their"}
    ):
        return Source(without_article(words_between(head)), OFFICE, named=False)
    joint = "for" if head[at].lower in lexicon.SPEAKS_FOR else "of"
    if head[0].lower in {"his", "her", "their"}:
        return Source(f"{role} {joint} {head[0].lower}", OFFICE, named=False, speaks_for=head[0].lower)
    owner = head[: next(k for k in range(at - 1, -1, -1) if is_possessive(head[k]))]
    named = name_at_end(owner)
    name = without_article(words_between(named if named and not is_organisation(owner) else owner))
    return Source(f"{role} {joint} {name}", OFFICE, named=False, speaks_for=name)


def _name_before(head: list[Token]) -> list[Token]:
    name = [t for t in head if t.capital and t.lower not in words.ARTICLES]
    return name if len(name) > 1 and all(t.capital for t in head) and not is_organisation(head) else []


def _several(head: list[Token]) -> tuple[str, ...]:
    """Return the names in "Both A and B", "A, B and C"; empty where it is one phrase."""
    tokens = head[1:] if head and head[0].lower == "both" else head
    joints = [at for at, t in enumerate(tokens) if t.lower == "and"]
    if len(joints) != 1 or not 0 < joints[0] < len(tokens) - 1:
        return ()
    left, right = tokens[: joints[0]], tokens[joints[0] + 1 :]
    both = head[0].lower == "both"
    if not both and (
        is_organisation(left) != is_organisation(right)
        or any(t.lower in words.PREPOSITIONS for t in [*left, *right])
    ):
        return ()
    names = [name_at_end(side) for side in (left, right)]
    if not all(names) or (
        not both and any(len(name) < WHOLE_NAME for name in names) and is_organisation(tokens)
    ):
        return ()
    if any(len([t for t in side if t.capital]) == 0 for side in (left, right)):
        return ()
    return tuple(
        without_article(words_between(side if is_organisation(side) else name))
        for side, name in zip((left, right), names, strict=True)
    )
