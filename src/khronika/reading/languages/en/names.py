"""Names that stand in a sentence without speaking: noted, so that a later surname has its first mention."""

from __future__ import annotations

import re

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.grammar import Tokens, is_possessive
from khronika.reading.languages.en.memory import Memory
from khronika.reading.languages.en.naming import demonym, words_between
from khronika.reading.languages.en.sources import ORGANISATION, PERSON
from khronika.reading.languages.en.verbs import FORMS
from khronika.reading.tokens import MARK, QUOTE, WORD, Token

_SHORTEST = 2
"""A first name and a last name."""

_INITIAL = 2

_LONGEST = 5
_NEVER_FIRST = (
    words.DETERMINERS | words.PREPOSITIONS | words.INTRO_ADVERBS | words.SUBORDINATORS | words.PRONOUNS
)
_ORGANISED = lexicon.ORGANISATION_WORDS | lexicon.MEDIA_WORDS


def note_names(memory: Memory, tokens: Tokens) -> None:
    """Tell ``memory`` of each run of two or more capitalised words outside quotation marks."""
    run: list[Token] = []
    for at, token in enumerate(tokens):
        if (token.kind == WORD and token.capital and not is_possessive(token)) or (
            run and _joins(tokens, at, run)
        ):
            run.append(token)
            continue
        _note(memory, run)
        run = []
    _note(memory, run)


_PSEUDONYM = re.compile(r"[“\"‘'«„]([A-Z][\w’'-]*(?:\s[A-Z][\w’'.-]*)?),[”\"’'»]")


def with_pseudonyms(tokens: list[Token]) -> list[Token]:
    """Return the tokens with a name in quotation marks as words (a student, “Tomas,” said that …)."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        match = _PSEUDONYM.fullmatch(token.text) if token.kind == QUOTE else None
        named = match is not None and at > 1 and tokens[at - 1].text == "," and tokens[at - 2].kind == WORD
        if not named or match is None or at + 1 >= len(tokens) or tokens[at + 1].lower not in FORMS:
            found.append(token)
            continue
        start = token.start + match.start(1)
        for word in re.finditer(r"\S+", match[1]):
            text = word.group()
            found.append(Token(start + word.start(), start + word.end(), text, text.lower(), WORD))
        found.append(Token(token.end - 2, token.end - 1, ",", ",", MARK))
    return found


def named_alone(memory: Memory, tokens: Tokens) -> str:
    """Return the one person whom a sentence names, by full, first or last name; empty for several."""
    found: dict[int, str] = {}
    for at, token in enumerate(tokens):
        if (
            token.kind == WORD
            and token.capital
            and not (at + 1 < len(tokens) and is_possessive(tokens[at + 1]))
        ):
            whole = (
                words_between(tokens[at : at + 2]) if at + 1 < len(tokens) and tokens[at + 1].capital else ""
            )
            party = (memory.known(whole) if whole else None) or memory.known(token.text)
            if party is not None and party.kind == PERSON and " " in party.name:
                found[id(party)] = party.name
    return next(iter(found.values())) if len(found) == 1 else ""


_SHORTENED = re.compile(
    r"(?<![\w’'-])((?:[A-Z][\w’'-]*+\s(?:(?:of|for|and|the|in|on|without|against)\s){0,2}){1,8}[A-Z][\w’'-]*+)\s\(([A-Z][A-Za-z]{1,9})\)"
)


def note_initials(memory: Memory, text: str) -> None:
    """Tell ``memory`` which initials stand for which organisation ("the Centre for Light (CL)")."""
    for match in _SHORTENED.finditer(text):
        initials = [word[0] for word in re.split(r"[\s-]", match[1]) if word[:1].isupper()]
        short = [letter for letter in match[2] if letter.isupper()]
        if len(short) > 1 and initials[-len(short) :] == short:
            memory.shorten(match[2], match[1].removeprefix("The "))


def _joins(tokens: Tokens, at: int, run: list[Token]) -> bool:
    """Tell whether a mark stands inside a name: an initial's stop, a hyphen, "Families’ Committee"."""
    if at + 1 >= len(tokens):
        return False
    following = tokens[at + 1]
    if is_possessive(tokens[at]):
        return following.lower in lexicon.ORGANISATION_WORDS and following.capital
    joint = tokens[at].text in {".", "-"} and tokens[at].start == run[-1].end
    return joint and following.capital and len(run[-1].text) <= _INITIAL


def _note(memory: Memory, run: list[Token]) -> None:
    while run and (run[0].lower in _NEVER_FIRST or run[0].kind == MARK):
        run = run[1:]
    organised = any(t.lower in _ORGANISED for t in run)
    roles: list[str] = []
    while not organised and run and _before_name(run):
        roles.append(run[0].lower)
        run = run[1:]
    if not _SHORTEST <= len(run) <= _LONGEST:
        return
    if any(
        (t.lower in words.MONTHS and len(t.text) > _INITIAL + 1) or t.lower in words.WEEKDAYS for t in run
    ):
        return
    name = words_between(run)
    known = memory.by_name.get(name.casefold())
    kind = ORGANISATION if organised else PERSON
    memory.mention(name, known.kind if known else kind, frozenset(roles))


def _before_name(run: list[Token]) -> bool:
    """Tell whether the first word of the run is a title, an office or an adjective, not a name."""
    if run[0].lower in lexicon.TITLES:
        return True
    return len(run) > _SHORTEST and (demonym(run[0]) or run[0].lower in lexicon.PEOPLE)
