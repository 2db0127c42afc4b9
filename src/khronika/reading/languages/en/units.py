"""Which noun a number counts: the head of the noun phrase after it, without adjectives of circumstance.

"400 additional officers" are officers, "at least 26 polling stations" polling stations: a modifier stays
where the head alone would be another thing. Nouns that measure (time, length, money, per cent) count
nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from khronika.reading.languages.en import lexicon, words
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, WORD, Token

LONGEST = 7
TIME_UNITS = words_in(
    """
    year years month months week weeks day days hour hours minute minutes second seconds night nights
    fortnight fortnights weekend weekends decade decades century centuries seasons semesters summers
    winters morning mornings o'clock a.m p.m am pm
    """
)
MEASURES = words_in(
    """
    km kilometre kilometres kilometer kilometers metre metres meter meters mile miles feet foot inch
    inches cm mm hectare hectares acres degree degrees ton tons tonne tonnes litre litres liters kilo
    kilos kilogram kilograms grams yards yard acre dollars dollar euros euro pounds pound roubles rubles
    crowns cents francs dinars pesos rupees lira shillings yen yuan kroner krona zloty percent per-cent
    points storeys stories floors knots megawatts square cubic pence quid grand bucks gallons gallon
    copies copy drams dram pesetas peseta florins florin soles lei cauris marks shekels riyals hryvnias
    tenge som rand naira baht pints
    """
)
UNCOUNTED = words_in(
    """
    sides ways things reasons words parts halves thirds quarters terms steps pages chapters lines
    paragraphs fronts counts generations respects hands feet senses minds worlds options choices
    elements tenths fifths weeks' days' months' years' hours'
    """
)
SUFFERED = words_in(
    """
    arrested detained killed wounded injured hospitalised hospitalized beaten jailed imprisoned tortured
    displaced treated shot buried released evacuated rescued questioned charged convicted sentenced
    trapped dead missing hurt drowned burned hanged executed died abducted kidnapped expelled deported
    homeless evicted feared
    """
)
"""What is done to people alone, or what they are after it."""
PEOPLE_TOO = words_in(
    """
    dead wounded injured missing killed detained arrested disappeared hurt displaced released living
    listed held
    """
)
"""Words that stand for people after a number ("31 dead") or after "of the"."""
_PLURALS = words_in(
    """
    people men women children police cattle sheep staff personnel troops folk crew clergy gendarmes
    poultry deer fish mice oxen geese lice media data bacteria criteria passers-by fishermen businessmen
    policemen policewomen gunmen servicemen clergymen congressmen salesmen postmen workmen countrymen
    sportsmen firemen militiamen seamen kinsmen tribesmen mps ngos livestock aircraft womenfolk
    """
)
_ONES = words_in(
    """
    woman man child boy girl person prisoner detainee inmate soldier officer journalist body death
    killing case arrest victim protester guard worker villager complaint threat shepherd
    """
)
_KEPT_HEADS = words_in(
    """
    stations crimes threats watchers assessments checks searches committees strikers sentences warrants
    penalties nationals tests passports
    """
)
"""Heads that mean another thing without the noun before them: "hate crimes", "polling stations"."""
_ADJECTIVES = words_in(
    """
    new more other further additional alleged suspected confirmed documented separate different several
    major small big large serious recent earlier previous former local foreign national federal regional
    old young elderly dead armed unexplained unconfirmed opposition lonely burned damaged special state
    public whole single such first last final human-rights following remaining unarmed hungry central
    northern southern eastern western main political formal
    """
)
_NOT_NOUNS = words_in(
    """
    always is was has does this thus perhaps says plus minus yes across as us its his hers theirs ours
    yours besides afterwards sometimes nowadays towards upwards news less series unless nevertheless
    whereas alas
    """
)
_STOPS = (
    words.PREPOSITIONS
    | words.RELATIVES
    | words.SUBORDINATORS
    | words.AUXILIARIES
    | words.SUBJECT_PRONOUNS
    | words.OBJECT_PRONOUNS
    | {
        "and",
        "or",
        "but",
        "nor",
        "not",
        "to",
        "ago",
        "now",
        "here",
        "there",
        "so",
        "too",
        "alone",
        "each",
        "per",
        "apiece",
        "a",
        "an",
    }
)
_POSSESSIVES = frozenset({"'s", "'"})


class Counted(NamedTuple):
    """The counted noun: ``name`` is empty where none follows; ``end`` is the place after it."""

    name: str
    end: int
    head: str = ""


def plural(low: str) -> bool:
    """Tell whether a word looks like a noun in the plural."""
    if low in _PLURALS or (low.endswith(("men", "women", "people")) and len(low) > len("women")):
        return True
    return (
        low.endswith("s")
        and not low.endswith(("ss", "us", "is", "'s"))
        and low not in _NOT_NOUNS
        and len(low) > len("has")
    )


def unit_at(tokens: list[Token], at: int, *, one: bool = False) -> Counted:
    """Return the noun counted by a number that ends at ``at``."""
    start = _into_phrase(tokens, at)
    end, head = start, -1
    if _low(tokens, start) == "head" and _low(tokens, start + 1) == "of":
        end = start = start + 2
    while end < len(tokens) and end - start < LONGEST:
        token = tokens[end]
        if (
            token.kind == MARK
            and token.text in "“‘\"'’"
            and (end == start or tokens[end - 1].lower.endswith("s"))
        ):
            if end > start and not (
                end + 1 < len(tokens) and tokens[end + 1].kind == WORD and tokens[end].text in "’'"
            ):
                break
            head, end = -1, end + 1
            continue
        if token.lower == "'s" and head >= 0 and end + 1 < len(tokens) and tokens[end + 1].kind == WORD:
            head, end = -1, end + 1
            continue
        if token.kind != WORD or token.lower in _STOPS or token.lower == "'s":
            break
        if _noun(tokens, end, one=one) and not (head >= 0 and _verbal(token.lower)):
            head = end
        elif head >= 0 or _is_verb(tokens, end):
            break
        end += 1
    if head < 0:
        return _adjective_alone(tokens, start, at)
    return _named(tokens, start, head)


def _into_phrase(tokens: list[Token], at: int) -> int:
    """Return where the phrase starts: behind "of the", "of his own", "of the country's"."""
    at = _past_quote(tokens, at)
    if _low(tokens, at) != "of":
        return at
    at = _past_quote(tokens, at + 1)
    if _low(tokens, at) in {"them", "whom", "us"} and plural(_low(tokens, at + 1)):
        return at + 1
    while _low(tokens, at) in words.DETERMINERS | {"all", "own", "both"} and at < len(tokens):
        at += 1
    if at + 1 < len(tokens) and tokens[at + 1].lower in _POSSESSIVES:
        at += 2
    return at


def _past_quote(tokens: list[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].kind == MARK and tokens[at].text in "“‘”’\"'":
        after = _low(tokens, at + 1)
        if after and tokens[at + 1].kind == WORD and (tokens[at].text in '“‘"' or after == "of"):
            return at + 1
    return at


def _noun(tokens: list[Token], at: int, *, one: bool) -> bool:
    low = tokens[at].lower
    if one:
        return low in _ONES
    return plural(low)


_VERBS_IN_S = words_in(
    """
    says claims shows reports needs wants lives works names plans demands calls fears hopes warns vows
    insists denies admits remains includes comes goes makes takes gives gets knows sees thinks runs
    holds means
    """
)


def _verbal(low: str) -> bool:
    return low in _VERBS_IN_S


_BASE_VERBS = words_in(
    """
    show carry report say need come go call ask want remain live die work face describe claim appear
    seem have do belong include demand oppose support agree believe think told allege
    """
)


def _is_verb(tokens: list[Token], at: int) -> bool:
    low = tokens[at].lower
    if low in _BASE_VERBS:
        return True
    if low in words.IRREGULAR_PASTS | words.COMMON_PRESENT:
        return low not in {"dead", "cut", "left"} or at == 0
    if low.endswith("ed") and low not in words.NOT_PAST | _ADJECTIVES:
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        return after is None or after.kind != WORD or not plural(after.lower)
    return False


def _adjective_alone(tokens: list[Token], start: int, at: int) -> Counted:
    """Return people for "31 dead", "14 of the dead", nothing for other words."""
    low = _low(tokens, start)
    if low in PEOPLE_TOO and not (start == at and low in {"held", "listed", "released"}):
        return Counted("people", start + 1, "people")
    return Counted("", at)


def _named(tokens: list[Token], start: int, head: int) -> Counted:
    low = tokens[head].lower
    end = head + 1
    if low in {"men", "women", "mothers", "fathers", "boys", "girls"} and _low(tokens, end) == "and":
        other = _low(tokens, end + 1)
        if (
            plural(other)
            and other in lexicon.PEOPLE | {"girls", "boys", "children"}
            and _low(tokens, end + 2) != "and"
        ):
            pair = {low, other} == {"men", "women"}
            return Counted("people" if pair else f"{low} and {other}", end + 2, low)
    if low == "sentences" and head > start and tokens[head - 1].lower == "death":
        return Counted("death sentences", end, low)
    if _low(tokens, end) == "of" and (low, _low(tokens, end + 1)) == ("members", "staff"):
        return Counted("staff", end + 2, "staff")
    if low in _KEPT_HEADS and head > start:
        before = tokens[head - 1]
        if (
            before.kind == WORD
            and before.lower not in _ADJECTIVES
            and not before.lower.endswith(("ed", "ly", "al", "ous", "ive"))
        ):
            return Counted(f"{before.text} {tokens[head].text}", end, low)
        if (before.lower, low) == ("foreign", "nationals"):
            return Counted("foreign nationals", end, low)
    return Counted(tokens[head].text, end, low)


def singular(unit: str) -> str:
    """Return the singular of a unit: "officers" gives "officer"; "people" stays."""
    for ending, one in (
        ("women", "woman"),
        ("men", "man"),
        ("children", "child"),
        ("bodies", "body"),
        ("ies", "y"),
        ("s", ""),
    ):
        if unit.lower().endswith(ending) and len(unit) >= len(ending):
            return unit[: -len(ending)] + one
    return unit


def _low(tokens: list[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""


__all__ = [
    "MEASURES",
    "PEOPLE_TOO",
    "SUFFERED",
    "TIME_UNITS",
    "UNCOUNTED",
    "Counted",
    "plural",
    "singular",
    "unit_at",
]
