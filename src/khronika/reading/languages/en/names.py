"""Names that stand in a sentence without speaking: noted, so that a later surname has its first mention."""

from __future__ import annotations

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.grammar import Tokens, is_possessive
from khronika.reading.languages.en.memory import Memory
from khronika.reading.languages.en.naming import demonym, words_between
from khronika.reading.languages.en.sources import ORGANISATION, PERSON
from khronika.reading.tokens import MARK, WORD, Token

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
    if any(t.lower in words.MONTHS or t.lower in words.WEEKDAYS for t in run):
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
