"""Figures as they were said, as intervals: "100 or more people", "dozens of men", "between 40 and 50".

Years, dates, times, ages, labels ("Quarry 9", "Article 12") are no figures. Ends that the words do
not state are conventions and say so: dozens 24 to 99, hundreds 200 to 999, thousands 2,000 to 9,999,
"about N" ten per cent either way.
"""

from __future__ import annotations

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.counts import MANY, NOT_UNITS, TIME_UNITS, Number, counted_at, word_at
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, WORD, Token, tokenise
from khronika.records.figures import Figure
from khronika.records.spans import Spans

_LONGEST_UNIT = 4


_MOST = 12
_LONGEST = 4000
_MONEY = words_in("""
    marks francs dinars rubles pesos rupees lira shillings yen yuan kroner krona zloty cents
""")
_PERIODS = words_in("year month week day hour night annum")
_MEASURES = words_in(
    """
    km kilometre kilometres kilometer kilometers metre metres meter meters mile miles feet foot
    hectare hectares degree degrees ton tons tonne tonnes litre litres kilo kilos kilogram kilograms
    dollars dollar euros euro pounds roubles rubles crowns copies pages pills times euros
    """
)
_POINTING = frozenset({"them", "those", "these", "whom", "us", "you"})
_STATES = frozenset(
    {
        "dead",
        "alive",
        "injured",
        "wounded",
        "missing",
        "hurt",
        "homeless",
        "themselves",
        "myself",
        "himself",
        "herself",
        "alone",
        "simultaneously",
    }
)
_MORE = frozenset(
    {
        "more",
        "further",
        "other",
        "additional",
        "new",
        "another",
        "separate",
        "different",
        "alleged",
        "documented",
        "confirmed",
    }
)
_COUNTED = words_in(
    """
    case cases death deaths killing killings detention detentions arrest arrests abduction
    abductions disappearance disappearances complaint complaints crime crimes attack attacks
    incident incidents body bodies grave graves raid raids house houses home homes village villages
    beating beatings casualties fatalities dead injured wounded missing hostages violations abuses
    executions trials sentences camps prisons sites vehicles vans strikes shells explosions
    hospitals schools persons individuals civilians males females detainees inmates boys girls names
    testimonies statements interviews
    """
)
_BE = words.BE | {"being", "been"}


def figures_of(text: str, spans: Spans) -> list[Figure]:
    """Return the figures that stand within ``spans``."""
    found: list[Figure] = []
    for start, end in spans:
        tokens = tokenise(text, start, min(end, start + _LONGEST))
        at = 0
        while at < len(tokens) and len(found) < _MOST:
            number = counted_at(tokens, at)
            if number is None:
                at += 1
                continue
            figure = _figure(text, tokens, number)
            if figure is not None:
                found.append(figure)
            at = max(at + 1, number.end)
    return found


def _points(tokens: list[Token], at: int) -> bool:
    """Tell whether "43 of them", "14 of those held" stands here: the unit is in an earlier sentence."""
    after = word_at(tokens, at + 1)
    bare = not after or after in NOT_UNITS or after in _SUFFERED | {"held", "taken"} or after.endswith("ed")
    return word_at(tokens, at) in _POINTING and (
        word_at(tokens, at) in words.OBJECT_PRONOUNS | {"whom"} or bare
    )


def _unit(tokens: list[Token], at: int) -> tuple[int, int]:
    """Return where the counted noun starts and ends."""
    start = at
    if start < len(tokens) and tokens[start].lower == "of":
        start += 1
        if _points(tokens, start):
            return start + 1, start + 1
        while start < len(tokens) and tokens[start].lower in words.DETERMINERS:
            start += 1
    while start < len(tokens) and tokens[start].lower in _MORE and start + 1 < len(tokens):
        start += 1
    end = start
    while end < len(tokens) and end - start < _LONGEST_UNIT:
        token = tokens[end]
        if token.kind != WORD or token.lower in NOT_UNITS or token.lower in words.PREPOSITIONS:
            break
        stops = (
            token.lower in words.COMMON_PRESENT
            or token.lower
            in words.DETERMINERS | words.RELATIVES | words.PRONOUNS | words.SUBORDINATORS | words.AUXILIARIES
        )
        verbal = (
            end > start and token.lower.endswith(("ed", "ing")) and token.lower not in words.NOT_PAST
        ) or token.lower in {"held", "killed"}
        verbal = verbal or (end > start and token.lower in words.IRREGULAR_PASTS)
        if stops or verbal or (token.lower.endswith("ly") and token.lower not in {"elderly", "family"}):
            break
        end += 1
    while end > start + 1 and tokens[end - 1].lower in _STATES:
        end -= 1
    return start, end


def _figure(text: str, tokens: list[Token], number: Number) -> Figure | None:
    after = tokens[number.end] if number.end < len(tokens) else None
    if after is not None and (
        after.text == "%"
        or (
            after.lower in {"percent", "per"}
            and (after.lower == "percent" or word_at(tokens, number.end + 1) == "cent")
        )
    ):
        end = number.end + (2 if after.lower == "per" else 1)
        return _made(text, tokens, number, (end, end), "percent")
    currency = tokens[number.start - 1].text if number.start > 0 else ""
    if currency in {"$", "€", "£"}:
        return None
    start, end = _unit(tokens, number.end)
    unit = " ".join(t.text for t in tokens[start:end])
    if not unit and number.convention and _suffered(tokens, number.end):
        unit = "people"
    if start < end and tokens[start].lower in words.OBJECT_PRONOUNS:
        start, unit = end, ""
    part = word_at(tokens, number.end) == "of"
    if not unit and not part and not _counts_people(tokens, number):
        return None
    first = tokens[start].lower if start < end else ""
    if first in TIME_UNITS or unit.lower().endswith(("-old", "olds")) or first in _MEASURES | _MONEY:
        return None
    pointed = part and _points(tokens, number.end + 1)
    if not pointed and not _worth(tokens, number, tokens[end - 1].lower if start < end else ""):
        return None
    return _made(text, tokens, number, (start, end), unit)


_SUFFERED = words_in("""
    arrested detained killed wounded injured hospitalised hospitalized beaten jailed imprisoned
    tortured displaced treated shot buried released evacuated rescued questioned charged
    convicted sentenced trapped
""")


def _suffered(tokens: list[Token], at: int) -> bool:
    """Tell whether what follows is done to people alone ("dozens were being treated")."""
    while at < len(tokens) and tokens[at].lower in _BE | words.HAVE | {
        "still",
        "also",
        "now",
        "already",
        "more",
    }:
        at += 1
    return at > 0 and word_at(tokens, at) in _SUFFERED and word_at(tokens, at - 1) in _BE


def _worth(tokens: list[Token], number: Number, noun: str) -> bool:
    """Tell whether a count matters to a monitor: of people or cases, or a figure of ten and more."""
    if (
        noun in _COUNTED
        or noun.endswith(("men", "women"))
        or noun in lexicon.PEOPLE | lexicon.GROUPS
        or number.bounded
        or number.convention
    ):
        return True
    ends = [end for end in (number.low, number.high) if end is not None]
    return max(ends) >= MANY or (_counts_people(tokens, number) and not noun)


def _counts_people(tokens: list[Token], number: Number) -> bool:
    """Tell whether a bare number still counts ("killing 107", "40 were taken", "at least 110")."""
    if number.bounded:
        return True
    before = tokens[number.start - 1].lower if number.start > 0 else ""
    after = word_at(tokens, number.end)
    return (
        after in _BE | {"have", "had"}
        or before.endswith(("ed", "ing"))
        or (number.convention != "" and after == "")
    )


def _made(text: str, tokens: list[Token], number: Number, unit: tuple[int, int], name: str) -> Figure:
    end = max(number.end, unit[1])
    per = ""
    if (
        end + 1 < len(tokens)
        and tokens[end].lower in {"per", "a", "every", "each"}
        and tokens[end + 1].lower in _PERIODS
    ):
        per = tokens[end + 1].lower
        end += 2
    span = (tokens[number.start].start, tokens[end - 1].end)
    words_of = " ".join(text[span[0] : span[1]].split())
    of = _of(tokens, number.start, end)
    return Figure(words_of, number.low, number.high, name, of, per, (span,), number.convention)


def _of(tokens: list[Token], start: int, end: int) -> str:
    """Return what is counted: the verb after ("being detained") or before ("killed 40 men")."""
    for at in range(end, min(end + 5, len(tokens))):
        low = tokens[at].lower
        if (
            low in _BE
            or low in words.HAVE
            or low in {"who", "reportedly", "allegedly", "also", "already", "may", "might"}
        ):
            continue
        if tokens[at].kind == WORD and (
            (low.endswith("ed") and low not in words.NOT_PAST)
            or low in {"held", "killed", "shot", "beaten", "taken", "missing", "hurt", "wounded", "injured"}
        ):
            return low
        break
    for at in range(start - 1, max(-1, start - 4), -1):
        low = tokens[at].lower
        if tokens[at].kind == WORD and low.endswith(("ed", "ing")) and low not in words.NOT_PAST:
            return low
        if tokens[at].kind == MARK:
            break
    return ""
