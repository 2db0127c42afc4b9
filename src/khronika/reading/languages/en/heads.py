"""What of a phrase is the speaker's name: marks, initials, kinds and small words are left off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.grammar import is_mark
from khronika.reading.languages.en.naming import demonym
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, Token

_PLAIN_WORDS = (
    lexicon.PEOPLE
    | lexicon.GROUPS
    | lexicon.TITLES
    | lexicon.DOCUMENTS
    | words.DETERMINERS
    | words_in(
        """
    human civil state security rights independent military prison camp police emergency health aid
    relief church senior young elderly various numerous countless early initial recent latest new
    old witnesses rescue village town city border tax customs court defence defense opposition press
    news media women's children's anti-corruption pro-government state-run eyewitnesses eyewitness
"""
    )
)

_MADE = words_in("kept compiled maintained published released issued written collected prepared")
_KINDS = words_in("group organisation organization charity ngo watchdog network")
SEEN = words_in("seen obtained reviewed examined viewed verified read")
_BRACKETED = 3


def lowered(head: list[Token], *, opens: bool) -> list[Token]:
    """Return the phrase with a capital taken off a first word that owes it to the sentence alone."""
    first = head[0]
    plain = first.lower in _PLAIN_WORDS or first.lower.endswith(("al", "ed", "ous", "ive", "ary"))
    if (
        opens
        and first.capital
        and not first.text.isupper()
        and plain
        and len(head) > 1
        and not head[1].capital
    ):
        return [first._replace(text=first.text[0].lower() + first.text[1:]), *head[1:]]
    if opens and len(head) == 1 and first.lower in lexicon.PEOPLE | lexicon.GROUPS:
        return [first._replace(text=first.lower)]
    return head


def without_initials(head: list[Token]) -> list[Token]:
    """Return the phrase without initials in brackets at its end ("the Centre for Light (CL)")."""
    bracketed = len(head) > _BRACKETED and is_mark(head[-1], ")") and is_mark(head[-3], "(")
    return head[:-3] if bracketed and head[-2].text[-1:].isupper() else head


def clean(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens without commas, dashes and the like."""
    return [t for t in tokens if not (t.kind == MARK and t.text in ",—–:;*!?")]


def pieces_of(tokens: Sequence[Token]) -> Iterable[list[Token]]:
    """Yield the pieces between commas and dashes."""
    piece: list[Token] = []
    for token in tokens:
        if is_mark(token, ",—–"):
            yield piece
            piece = []
        else:
            piece.append(token)
    yield piece


def keeper(head: list[Token]) -> list[Token]:
    """Return who keeps or wrote a document that is given as the source ("a tally kept by Open Docket")."""
    for at in range(2, len(head) - 1):
        made = head[at - 1].lower in _MADE and head[at].lower == "by"
        if made and head[at + 1].lower in words.ARTICLES | {
            head[at + 1].lower if head[at + 1].capital else ""
        }:
            return head[at + 1 :] if any(t.capital for t in head[at + 1 :]) else head
        if head[at - 1].lower in SEEN and head[at].lower == "by":
            return head[: at - 1]
    return head


def kind_off(head: list[Token]) -> list[Token]:
    """Return "the Open Docket" of "the Open Docket group": the name without what it is."""
    named = [t for t in head[:-1] if t.lower not in words.ARTICLES]
    plain = head[-1].lower in _KINDS and not head[-1].capital
    return head[:-1] if plain and named and all(t.capital for t in named) and not demonym(named[-1]) else head


def adjective_off(head: list[Token]) -> list[Token]:
    """Return the phrase without a "neighbouring" in front."""
    return head[1:] if len(head) > 1 and head[0].lower in {"neighbouring", "neighboring"} else head
