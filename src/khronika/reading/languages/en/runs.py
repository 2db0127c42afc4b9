"""Runs of capitalised words: what of a text can be a name, and of what kind.

A run ends where a block ends, at a mark or at a small word; initials, particles ("de", "al-"), a
possessive inside a
name ("Mothers' Council") and what an organisation is "of" belong to it. Each run is found in one look.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cast import CLOSE_NAME, TITLE_TRADES, TRADES, is_role
from khronika.reading.languages.en.grammar import is_possessive
from khronika.reading.languages.en.kinds import is_person
from khronika.reading.languages.en.naming import demonym
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, WORD, Token

_LONGEST_TAIL = 12
_INITIAL, _WHOLE = 2, 2
"""Letters of an initial, and words of a first and a last name."""
PERSON, ORGANISATION = "person", "organisation"
_LONGEST_RUN = 10
_PARTICLES = words_in(
    "de del der den van von bin ibn al el da di la le abu ben do dos das du y ter ten zu na"
)
_MOST_PARTICLES = 3
_IN_ORGANISATIONS = words_in("of for on against without in")
_BODIES = words_in(
    "police guard guards monitor defenders jurists lawyers journalists teachers workers doctors"
    " mothers writers families veterans"
    " brethren brothers sisters observers monitors"
)
"""Nouns of people that end the name of a body ("Royal Police", "Civil Defenders")."""
_NEVER_NAME = (
    words.DETERMINERS
    | words.INTRO_ADVERBS
    | words.SUBORDINATORS
    | words.PRONOUNS
    | words.PREPOSITIONS
    | words.CONJUNCTIONS
    | words.AUXILIARIES
    | words.RELATIVES
    | words_in("sir madam dear many few both neither none others yes no")
) - {"sir", "madam", "may", "will"}
ORGANISED = (
    lexicon.ORGANISATION_WORDS
    | lexicon.MEDIA_WORDS
    | words_in(
        "bureau panel directorate mechanism inquiry police chamber fund trust trade ministry command"
        " directorate diocese corps clinic laboratory workshop campaign"
        " guild forum brotherhood sisterhood fellowship collective initiative"
    )
)
_ORGANISED_OR_POWERS = ORGANISED | lexicon.PLACES_AS_POWERS
_SHORT = words.ABBREVIATIONS | words_in("pol insp brig supt det cllr gen col ing mgr eng adv fr")


COMPANIES = words_in(
    "copper mining energy electric foods seafoods dairy breweries motors airlines airways jet orbital"
    " systems networks software technologies pharma pharmaceuticals insurance holdings group industries"
    " shipping railway logistics construction textiles trading custody media partners capital inc ltd llc"
    " plc corp limited laboratories labs petroleum resources ventures stevedoring telecom communications"
    " dynamics robotics aerospace water power marine lines cement garments knitwear apparel inns hotels"
    " steelworks oil gas coal railways ferries sa gmbh ag nv bhd plantations properties estates stores"
)
"""Words that end the name of a company, and seldom of a person."""


class Run(NamedTuple):
    """Capitalised words that stand together: places among the tokens, where the name starts, and the kind."""

    start: int
    name: int
    end: int
    kind: str


def runs_of(tokens: Sequence[Token], breaks: frozenset[int]) -> list[Run]:
    """Return the runs of capitalised words, with initials, particles and what an organisation is "of"."""
    found = []
    at = 0
    while at < len(tokens):
        if not _begins(tokens[at]) or tokens[at].lower in {"i", "i'm", "i've"}:
            at += 1
            continue
        end = run_end(tokens, at, breaks)
        start = at
        while start < end and (
            tokens[start].lower.endswith("-based")
            or tokens[start].lower in _NEVER_NAME
            or _timely(tokens[start])
            or tokens[start].kind == MARK
        ):
            start += 1
        if start < end:
            run = _shaped(tokens, start, end, breaks)
            found.append(run)
            end = max(end, run.end)
        at = max(end, at + 1)
    return found


def _begins(token: Token) -> bool:
    """Tell whether a name may begin here: a capital, or one behind an Arabic article ("al-Bakour")."""
    return token.capital or (token.text[:3].lower() in _ARABIC and token.text[3:4].isupper())


def _timely(token: Token) -> bool:
    return token.lower in words.WEEKDAYS or (
        token.lower in words.MONTHS and token.lower not in {"may", "april", "june"}
    )


def run_end(tokens: Sequence[Token], at: int, breaks: frozenset[int]) -> int:
    """Return where the capitalised words that start at ``at`` end."""
    end = at + 1
    while end < len(tokens) and end - at < _LONGEST_RUN and tokens[end].start not in breaks:
        token, before = tokens[end], tokens[end - 1]
        follows = end + 1 < len(tokens) and tokens[end + 1].capital and tokens[end + 1].start not in breaks
        joined = token.lower in _PARTICLES and _leads_on(tokens, end, breaks)
        short = before.kind == WORD and (len(before.text) <= _INITIAL or before.lower in _SHORT)
        if token.capital:
            if (before.kind == WORD and _timely(token)) or (
                before.text == "." and token.lower in _NEVER_NAME
            ):
                break
        elif not (
            (token.text == "." and short and token.start == before.end and follows)
            or (token.text == "&" and follows)
            or (joined and not before.text.isupper())
            or (token.text[:3].lower() in _ARABIC and token.text[3:4].isupper())
            or (is_possessive(token) and follows and _possessed_name(before, tokens[end + 1], token.text))
        ):
            break
        end += 1
    return end


def _leads_on(tokens: Sequence[Token], at: int, breaks: frozenset[int]) -> bool:
    """Tell whether particles ("de la", "van der") lead on to a capital."""
    for after in tokens[at + 1 : at + 1 + _MOST_PARTICLES]:
        if after.start in breaks or after.capital:
            return after.capital and after.start not in breaks
        if after.lower not in _PARTICLES:
            return False
    return False


_ARABIC = frozenset({"al-", "el-", "as-", "ar-", "at-", "an-", "ad-"})
_OFFICES = words_in(
    "president children women men people prosecutor governor mayor king ombudsman minister workers teachers"
)
_AFTER_NAME = words_in("kc qc mp mep md obe sc jr sr phd esq mla mlc")


def _possessed_name(before: Token, after: Token, mark: str) -> bool:
    """Tell whether a possessive stands inside a name ("Mothers' Council", "Children's Advocate")."""
    if mark in {"’", "'"} and before.lower.endswith("s"):
        return after.lower in ORGANISED or is_role(after.lower) or is_person(before.lower)
    if before.lower == "general" and after.lower == "office":
        return True
    if mark.lower() in {"’s", "'s"} and after.lower in {
        "hospital",
        "college",
        "school",
        "church",
        "university",
    }:
        return True
    return before.lower in _OFFICES and (
        after.lower in ORGANISED or is_role(after.lower) or after.lower == "administration"
    )


def _shaped(tokens: Sequence[Token], start: int, end: int, breaks: frozenset[int]) -> Run:
    """Return the run with its titles told from its name."""
    name = start
    while name < end - 1 and _before_name(tokens, name, end):
        name += 1
    while end - 1 > name and (
        tokens[end - 1].kind == MARK
        or (tokens[end - 1].lower in _AFTER_NAME and tokens[end - 1].text.isupper())
    ):
        end -= 1
    run = tokens[name:end]
    lows = {t.lower for t in run}
    bodied = (
        end - start > 1
        and run[-1].lower in _BODIES
        and not (name > start and tokens[name - 1].lower in CLOSE_NAME)
    )
    if bodied or (end - start > _WHOLE and is_possessive(tokens[end - 2])):
        return Run(start, start, _extended(tokens, end, breaks), ORGANISATION)
    styled = name > start and tokens[name - 1].lower in CLOSE_NAME | {".", "dr", "doctor", "professor"}
    if is_role(run[-1].lower) and not any(t.text == "&" for t in run) and not (styled and len(run) <= _WHOLE):
        return Run(start, end, end, "office")
    organised = (
        bool(lows & _ORGANISED_OR_POWERS)
        or any(t.text == "&" for t in run)
        or (len(run) > 1 and run[-1].lower in COMPANIES)
    )
    if (
        organised
        and start < name
        and is_role(tokens[name - 1].lower)
        and run[0].lower not in ORGANISED
        and len(run) == _WHOLE
        and not lows & lexicon.GROUPS
    ):
        organised = False
    if organised:
        return Run(start, start, _extended(tokens, end, breaks), ORGANISATION)
    if len(run) == 1 and run[0].text.isupper() and len(run[0].text) > 1:
        return Run(start, name, end, "initials")
    if name == start and start > 0 and tokens[start - 1].lower in words.ARTICLES and not demonym(run[-1]):
        return Run(start, start, end, "thing")
    return Run(start, name, end, PERSON)


def _before_name(tokens: Sequence[Token], at: int, end: int) -> bool:
    token = tokens[at]
    if token.kind == MARK:
        return True
    rest = [t for t in tokens[at + 1 : end] if t.kind == WORD]
    trade = token.lower in TRADES and token.lower not in lexicon.TITLES | lexicon.PEOPLE | TITLE_TRADES
    if (is_role(token.lower) and not (trade and len(rest) == 1)) or (
        token.lower in _SHORT and len(token.text) > 1
    ):
        return True
    later = any(is_role(t.lower) for t in rest[:-1])
    return later or (demonym(token) and len(rest) > 1)


def _extended(tokens: Sequence[Token], end: int, breaks: frozenset[int]) -> int:
    """Return where "Ministry of the Interior", "Centre for Rights and Light" ends."""
    begun = end
    while end < len(tokens) and end - begun < _LONGEST_TAIL:
        at = end
        if tokens[at].lower in _IN_ORGANISATIONS or (at > begun and tokens[at].lower == "and"):
            at += 1
        else:
            return end
        if at < len(tokens) and tokens[at].lower == "the":
            at += 1
        if (
            at >= len(tokens)
            or not tokens[at].capital
            or tokens[end].start in breaks
            or tokens[at].lower in words.DETERMINERS
        ):
            return end
        if tokens[end].lower == "in" or _timely(tokens[at]):
            return end
        end = run_end(tokens, at, breaks)
    return end
