"""The ways to read a phrase that names a speaker, tried in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cast import PLAIN_TITLES, Role, is_role, role_of, titled
from khronika.reading.languages.en.descriptions import DOCUMENT, GROUP, OFFICE, PART, RELATION, Described
from khronika.reading.languages.en.grammar import is_possessive
from khronika.reading.languages.en.heads import SEEN
from khronika.reading.languages.en.naming import words_between
from khronika.reading.languages.en.papers import PAPERS, body_in, made_by, owner_of, paper_in
from khronika.reading.languages.en.pieces import OWNED, QUANTIFIERS, apposed, piece_name, plainly
from khronika.reading.languages.en.runs import ORGANISATION, PERSON, Run, runs_of
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, Token

_PLURAL = QUANTIFIERS - words_in(
    "one another each either neither everyone everybody nobody someone somebody anyone none"
)
_SETS_OFF = words_in(
    "speaking wearing holding claiming addressed said known identified describing posing working"
    " living named called held"
)
_SITES = words_in(
    "capital city town village district port suburb province state region county camp island valley"
)
_FULL_NAME = 2
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def _is_owned(head: list[Token], run: Run) -> bool:
    return run.end < len(head) and is_possessive(head[run.end])


class Taken(NamedTuple):
    """A phrase taken apart: its head, what is set off, the names in the head, and the one that ends it."""

    head: list[Token]
    rest: list[list[Token]]
    runs: Sequence[Run]
    front: int
    ends: Run | None
    role: Role | None
    paper: int
    given: str

    @property
    def definite(self) -> bool:
        """Tell whether it points to somebody known."""
        return self.head[0].lower in _DEFINITE

    @property
    def indefinite(self) -> bool:
        """Tell whether it brings somebody new."""
        return self.head[0].lower in {"a", "an", "one", "another"}

    @property
    def named(self) -> str:
        """Return the name that ends the head before what it is of."""
        return words_between(self.head[self.ends.name : self.ends.end]) if self.ends is not None else ""


def taken_apart(head: list[Token], rest: list[list[Token]], runs: Sequence[Run], given: str) -> Taken:
    """Return a phrase taken apart; a plural that opens a sentence loses its capital."""
    front = next((n for n in range(1, len(head)) if _sets_off(head, n)), len(head))
    role = role_of(head)
    alone = front == 1 < len(head)
    plural = head[0].lower.endswith("s") and head[1].lower not in {"of", "from"} if alone else False
    common = plural and not head[0].text.isupper()
    if alone and head[0].capital and (common or head[0].lower in PAPERS or head[0].lower.endswith("ers")):
        head = [head[0]._replace(text=head[0].lower), *head[1:]]
        runs = runs_of(head, frozenset())
    ends = next(
        (r for r in runs if r.name < r.end == front or (r.kind == ORGANISATION and r.start < front <= r.end)),
        None,
    )
    paper = paper_in(head, front)
    return Taken(head, rest, runs, front, ends, role, paper, "" if paper >= 0 else given)


def _sets_off(head: list[Token], at: int) -> bool:
    """Tell whether what a head is "of", or does, starts here."""
    low = head[at].lower
    trade = low in _SETS_OFF and is_role(head[at - 1].lower)
    return trade or low in words.PREPOSITIONS or low in words.SUBJECT_PRONOUNS


def _person(phrase: Taken) -> Described | None:
    """Read "Dr Anna Lund of Mercy Hospital", "Bishop Ioane of Tarn"."""
    head, ends, front = phrase.head, phrase.ends, phrase.front
    if ends is None or ends.kind != PERSON or _is_owned(head, ends):
        return None
    titled_one = ends.name > ends.start
    if not titled_one and ends.start > 0:
        before = head[ends.start - 1].lower
        if before in words.ARTICLES and not is_role(before):
            return None
    titles, name = head[: ends.name], phrase.named
    single = titled_one and ends.end - ends.name == 1
    if single and front < len(head) - 1 and head[front].lower == "of" and head[front + 1].capital:
        name = f"{name} of {words_between(head[front + 1 :])}"
        single = False
    last = head[ends.name - 1] if single else None
    bears = last is not None and last.kind == WORD and last.lower not in PLAIN_TITLES
    full = f"{last.text} {name}" if bears and last is not None else name
    role = role_of(titles) if titles else None
    return Described(PERSON, name, named=True, role=role, styles=titled(titles), full=full)


def _set_off(phrase: Taken) -> Described | None:
    """Read a name set off ("the mayor, Ana Lund,") or given in a clause ("known as Officer D")."""
    alone = bool(phrase.rest) and phrase.definite and _whole_name(phrase.rest[0])
    sited = phrase.front < len(phrase.head) and phrase.head[-1].lower in _SITES and not alone
    inner = apposed(phrase.rest, phrase.head, phrase.role) if phrase.paper < 0 and not sited else ""
    if inner:
        role = phrase.role
        group = role is not None and role.noun in lexicon.GROUPS and not is_role(role.noun)
        return Described(ORGANISATION if group else PERSON, inner, named=True, role=role)
    return Described(PERSON, phrase.given, named=True, role=phrase.role) if phrase.given else None


def _whole_name(piece: list[Token]) -> bool:
    """Tell whether what is set off is the name of one person and nothing else."""
    runs = runs_of(piece, frozenset())
    plain = [t for t in piece if t.kind == WORD]
    return len(runs) == 1 and runs[0].kind == PERSON and len(plain) > 1 and runs[0].end >= len(piece) - 1


def _part_of(phrase: Taken) -> Described | None:
    """Read "one of them", "some", "both"."""
    head = phrase.head
    if len(head) > 1 and head[0].lower in QUANTIFIERS and head[1].lower == "of":
        return Described(PART, words_between(head), role=phrase.role, indefinite=True)
    if len(head) > 1 or head[0].lower not in QUANTIFIERS | {"sides"}:
        return None
    name = piece_name(phrase.rest)
    if name:
        return Described(PERSON, name, named=True)
    return Described(PART, head[0].lower, indefinite=True)


def _document(phrase: Taken) -> Described | None:
    """Read "a survey by Agora", "its report", "the letter"."""
    head, paper = phrase.head, phrase.paper
    body = phrase.ends is not None and phrase.ends.kind == ORGANISATION and head[paper].capital and paper > 0
    if paper < 0 or body:
        return None
    role = role_of(head[: paper + 1])
    by = made_by(head, paper + 1, phrase.runs, phrase.rest)
    if head[0].lower in OWNED and paper > 0 and not by:
        return Described(RELATION, words_between(head[1 : paper + 1]), role=role, owner=OWNED[head[0].lower])
    seen = next((n for n in range(paper + 1, len(head)) if head[n].lower in SEEN), len(head))
    given = Described(DOCUMENT, plainly(head[:seen]), role=role, by=by)
    return given._replace(definite=phrase.definite, indefinite=phrase.indefinite)


def _spoken(phrase: Taken) -> Described | None:
    """Read "Ministry of Light spokesperson Ana Lund", "Secretary of State Ana Lund"."""
    head = phrase.head
    at = next((n for n in range(len(head) - 2, 0, -1) if not head[n].capital), 0)
    if at and head[at].lower == "of" and head[at - 1].lower == "secretary" and head[at + 1].lower == "state":
        at += 1
    elif not at or not _is_single(head[at].lower):
        return None
    runs = runs_of(head[at + 1 :], frozenset())
    if len(runs) != 1 or runs[0].kind != PERSON or runs[0].end - runs[0].name < _FULL_NAME:
        return None
    name = words_between(head[at + 1 + runs[0].name :])
    return Described(PERSON, name, named=True, role=role_of(head[: at + 1]))


def _is_single(noun: str) -> bool:
    return is_role(noun) and not noun.endswith("s") and noun not in lexicon.GROUPS


def _held(phrase: Taken) -> Described | None:
    """Read a headline's "Leader of the Opposition Ana Maria Lund"."""
    head, front = phrase.head, phrase.front
    opens = head[0].capital and not phrase.definite and not phrase.indefinite
    if not opens or front >= len(head) - 2 or not is_role(head[front - 1].lower):
        return None
    if not all(t.capital for t in head[-3:]):
        return None
    return Described(PERSON, words_between(head[-2:]), named=True, role=role_of(head[:front]))


def _organisation(phrase: Taken) -> Described | None:
    ends = phrase.ends
    if ends is None or ends.kind not in {ORGANISATION, "initials"} or _is_owned(phrase.head, ends):
        return None
    return Described(ORGANISATION, phrase.named, named=True, role=phrase.role, definite=phrase.definite)


def _relation(phrase: Taken) -> Described | None:
    owned = owner_of(phrase.head, phrase.front)
    if owned is None:
        return None
    what = phrase.head[owned[1] :]
    said = plainly(phrase.head)
    return Described(RELATION, words_between(what), role=role_of(what), owner=owned[0], full=said)


def _body(phrase: Taken) -> Described | None:
    """Read "the Syndicate of Light", "the UN refugee agency": names by article and capitals."""
    head, front, ends = phrase.head, phrase.front, phrase.ends
    name = body_in(head, front)
    if ends is not None and ends.kind == "thing":
        of = front < len(head) - 1 and head[front].lower in {"of", "for", "on"} and head[-1].capital
        if of:
            name = words_between(head[ends.name :])
        elif not is_role(head[front - 1].lower):
            name = phrase.named
    if not name:
        return None
    return Described(ORGANISATION, name, named=True, role=phrase.role, definite=phrase.definite)


def office_of(phrase: Taken) -> Described:
    """Return what is left to be: an office or a group, unnamed."""
    noun = phrase.head[phrase.front - 1].lower
    many = noun.endswith("s") or noun in lexicon.GROUPS | {"people", "police"}
    kind = GROUP if many or phrase.head[0].lower in _PLURAL else OFFICE
    given = Described(kind, plainly(phrase.head), role=phrase.role)
    return given._replace(definite=phrase.definite, indefinite=phrase.indefinite)


RULES = (_person, _spoken, _set_off, _part_of, _document, _held, _organisation, _relation, _body)
"""Tried in this order; what none of them reads is an office or a group."""
