"""What is a name in a phrase: of a person, an organisation, a medium; titles and adjectives left out."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.grammar import is_mark, is_possessive
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, WORD, Token

_SHORTEST_DEMONYM = 5
_NO_DEMONYMS = words_in("clean ocean parish bench republican vatican pelican dish publican")


WHOLE_NAME = 2
"""Words of a name with a first and a last name."""


LONGEST_POINTER, _LONGEST_NAME = 4, 5


_PARTICLES = frozenset(
    {"de", "del", "der", "den", "van", "von", "bin", "ibn", "al", "el", "da", "di", "la", "le", "abu", "ben"}
)


def words_between(tokens: Sequence[Token]) -> str:
    """Return the words of ``tokens`` with the spaces that stood between them, as one line."""
    text = ""
    last = None
    for token in tokens:
        gap = last is not None and token.start > last
        text += (" " if gap else "") + " ".join(token.text.split())
        last = token.end
    return text


def without_article(name: str) -> str:
    """Return ``name`` without an article in front."""
    first, _, rest = name.partition(" ")
    return rest if first.lower() in words.ARTICLES and rest else name


def all_name(piece: list[Token]) -> bool:
    """Tell whether an apposition is a name and nothing else."""
    name = without_titles(piece)
    if not name or len(name) > _LONGEST_NAME or is_organisation(piece):
        return False
    return all(t.capital or t.lower in _PARTICLES or t.text in ".-" for t in name)


def without_titles(piece: list[Token]) -> list[Token]:
    """Return a name without the titles in front of it."""
    at = 0
    while at < len(piece) - 1 and (
        piece[at].lower in lexicon.TITLES
        or (piece[at].lower in words.ABBREVIATIONS and len(piece[at].text) > 1 and piece[at + 1].text == ".")
        or piece[at].text == "."
    ):
        at += 1
    return piece[at:]


def name_at_end(head: list[Token]) -> list[Token]:
    """Return the run of capitals that ends the phrase, its titles and demonyms left out."""
    at = len(head)
    if at and is_mark(head[-1], ")"):
        at = next((k for k in range(at - 1, -1, -1) if head[k].text == "("), at)
    end = at
    while at > 0 and _in_name(head, at - 1):
        at -= 1
    while at < end and (head[at].kind == MARK or (head[at].lower in _PARTICLES and not head[at].capital)):
        at += 1
    name = without_titles(_after_title(head[at:end]))
    while len(name) > 1 and name[0].lower.endswith(_ADJECTIVE_ENDINGS):
        name = name[1:]
    while len(name) > WHOLE_NAME and (demonym(name[0]) or _office_word(name[0])):
        name = without_titles(name[1:])
    return name if any(t.capital for t in name) else []


def _after_title(run: list[Token]) -> list[Token]:
    """Return what follows the last title of a run ("Opposition MP David Keo"), where that is a name."""
    last = max((at for at, t in enumerate(run[:-1]) if t.lower in lexicon.TITLES), default=-1)
    rest = run[last + 1 :]
    plain = not any(t.lower in lexicon.ORGANISATION_WORDS or is_possessive(t) for t in rest)
    return rest if last >= 0 and plain and rest[0].capital else run


def _in_name(head: list[Token], at: int) -> bool:
    token = head[at]
    if token.capital:
        return token.lower not in words.ARTICLES
    if (
        token.lower in _PARTICLES
        and at + 1 < len(head)
        and head[at + 1].capital
        and at > 0
        and head[at - 1].capital
    ):
        return True
    return token.kind == MARK and token.text in ".-" and at > 0 and head[at - 1].capital


def _office_word(token: Token) -> bool:
    low = token.lower
    return low in lexicon.TITLES or (low in lexicon.PEOPLE and not low.endswith("s"))


def demonym(token: Token) -> bool:
    """Tell whether a capitalised word looks like "Velmoran", "Swedish": an adjective of a place."""
    return (
        token.capital
        and token.lower.endswith(words.DEMONYM_ENDINGS)
        and len(token.text) >= _SHORTEST_DEMONYM
        and token.lower not in _NO_DEMONYMS
    )


def medium_before(head: list[Token], name: list[Token]) -> bool:
    """Tell whether the name follows "the news agency", "the newspaper"."""
    before = head[: len(head) - len(name)]
    return bool(before) and not before[-1].capital and before[-1].lower in lexicon.MEDIA_KINDS


def points_back(head: list[Token]) -> bool:
    """Tell whether "the Centre", "the Committee" is the short form of an organisation's name."""
    return len(head) == WHOLE_NAME and head[0].lower == "the" and head[1].lower in lexicon.ORGANISATION_WORDS


def is_person(head: list[Token], name: list[Token]) -> bool:
    """Tell whether the name at the end of a phrase is a person's."""
    if len(name) == 1 and name[0].lower in lexicon.ORGANISATION_WORDS:
        return False
    if all(t.lower in lexicon.TITLES or t.text.isupper() or demonym(t) for t in name):
        return False
    if is_organisation(name) or any(t.text.isupper() and len(t.text) > 1 and len(name) == 1 for t in name):
        return False
    before = head[: len(head) - len(name)]
    plain = [t for t in before if t.kind == WORD]
    if plain and plain[-1].lower in words.ARTICLES:
        return False
    titled = bool(plain) and plain[0].capital and plain[0].lower in lexicon.TITLES
    if any(t.lower in words.PREPOSITIONS for t in plain) and not titled:
        return False
    return not any(is_possessive(t) for t in name)


_ADJECTIVE_ENDINGS = ("-based", "-born", "-run", "-led", "-owned", "-backed", "-linked")


def is_organisation(head: Sequence[Token]) -> bool:
    """Tell whether the words name an organisation, an institution or a medium."""
    named = [t for t in head if t.capital and not (t.lower in words.ARTICLES and len(head) > WHOLE_NAME)]
    if not named:
        return False
    for token in named:
        if token.lower in lexicon.PLACES_AS_POWERS:
            return True
        if token.lower in lexicon.ORGANISATION_WORDS | lexicon.MEDIA_WORDS and (
            len(head) > 1 or token.lower in lexicon.MEDIA_WORDS
        ):
            return True
    named = [t for t in named if t.lower not in words.ARTICLES]
    plain = [t for t in head if t.kind == WORD and t.lower not in words.ARTICLES]
    if named and len(named) == len(plain) and head[0].lower == "the":
        return True
    if len(head) > 1 and head[-1].lower in lexicon.GROUPS | lexicon.MEDIA_KINDS:
        return True
    return len(named) == 1 == len(head) and (named[0].text.isupper() and len(named[0].text) > 1)
