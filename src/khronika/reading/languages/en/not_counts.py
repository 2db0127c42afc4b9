"""Numbers that count nothing: years, dates, ages, times of day, money, percentages, ranks and labels."""

from __future__ import annotations

from decimal import Decimal

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.kinds import counted_kind, is_person
from khronika.reading.languages.en.numbers import number_at
from khronika.reading.languages.en.units import MEASURES, TIME_UNITS, plural
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, NUMBER, WORD, Token

_DIGITS_OF_YEAR = 4
_OLDEST = 110
_HOURS = 12
_LABELS = words_in(
    """
    article articles section sections resolution no nos number page pages p pp chapter room block
    building house cell quarry camp unit route highway line point rule paragraph para par case law
    protocol group team phase part figure table level floor street avenue road age aged channel act
    annex appendix alert bulletin brigade division barrack ward gate platform flight bus class grade
    type category sergeant witness psalm verse decree order case-file file exhibit count question colony
    object shed hall zone district sector area grid version item footnote note schedule regulation
    """
)
_NO_LABEL_AFTER = words_in(
    """
    of the some over about only nearly almost around at least all another these those both just
    """
)
_CLOCK = words_in(
    """
    at by past before after until till around since from about between to half quarter shortly towards
    """
)
_FIGURE_WORDS = words_in(
    """
    number numbers figure figures toll count total tally crowd size put puts putting estimate estimates
    estimated fixes fixed fix set stands stood stand rose fell capped counted tallied losses loss
    turnout deaths dead revised
    """
)
"""Words by which "at 12" is a figure and no hour."""
_MONEY = frozenset({"$", "€", "£"})
_PER_CENT = words_in(
    """
    percent per-cent percentage %
    """
)
_OLD = words_in(
    """
    year-old years-old year-olds
    """
)
_HE = words_in(
    """
    he she i was is were turned boy girl daughter son i'm he's she's
    """
)
_BACK = 14
_AGES = 10
_HEADED = 2
_PAIR = 3
"""Words before the second age of "boys of 15 and 16"."""
_AMOUNTS = words_in(
    """
    total list crowd group number figure count loss gift force staff team majority toll sum maximum
    minimum gang band convoy fleet dozen score pair bloc row series queue increase decrease rise drop
    average target
    """
)
_PAYING = 7
_PAID = words_in(
    """
    paid pay pays paying cost costs costing worth reward fine fined bribe bribes price prices sum salary
    wage earn earned send equivalent
    """
)
_NO_LABEL = words.DETERMINERS | _NO_LABEL_AFTER | words.PREPOSITIONS
_LABELLED_IN_WORDS = lexicon.PEOPLE | {"number", "shed", "platform", "shaft"}
_BARE = words.PREPOSITIONS | words.AUXILIARIES | {"and", "or", "who"}
_ENDS_AGE = words.PREPOSITIONS | words.AUXILIARIES | {"who", "and", "when"}
_ENDS_HOUR = (words.PREPOSITIONS - {"of"}) | {"and", "when"}
_PERSONS = lexicon.RELATIVES_OF | {"man", "woman", "boy", "girl"}
_GROUPS = lexicon.PEOPLE | {"boys", "girls"}
_NO_AGED = _FIGURE_WORDS | {"it", "that", "there", "this", "which"}
_SHARES = _PER_CENT | {"points", "cent"}
_MEASURED = TIME_UNITS | MEASURES
_YOUNG = 24
_HUNDRED = 100
_RATIO = 101


def is_year(token: Token) -> bool:
    """Tell whether a token may be a year: four digits from 1500 to 2199."""
    return (
        token.kind == NUMBER
        and len(token.text) == _DIGITS_OF_YEAR
        and token.text.isdigit()
        and "1500" <= token.text <= "2199"
    )


def counts_nothing(tokens: list[Token], at: int, end: int, value: Decimal) -> bool:
    """Tell whether the number at ``at`` is no count, by the words on both sides."""
    before = tokens[at - 1] if at > 0 else None
    after = tokens[end] if end < len(tokens) else None
    token = tokens[at]
    return (
        _labelled(tokens, at, before)
        or _joined(before, after, token)
        or _date(tokens, at, after)
        or _odd_words(tokens, at, end, value)
        or (token.kind == NUMBER and _odd_digits(tokens, at, end, value))
        or (is_year(token) and end == at + 1 and _plain_year(tokens, at, after))
        or _age(tokens, at, end, value)
        or _hour(tokens, at, end, value)
        or _share(tokens, at, end)
        or _money(tokens, at, end)
        or _after_none(tokens, at)
    )


def _labelled(tokens: list[Token], at: int, before: Token | None) -> bool:
    if before is None or (tokens[at].kind == WORD and _opens_block(tokens, at)):
        return False
    if (
        before.text == "."
        and at > 1
        and tokens[at - 2].lower in {"no", "nos", "art", "par", "para", "p", "pp", "sec"}
    ):
        return True
    if before.lower in _LABELS and not (before.lower == "no" and tokens[at].kind == WORD):
        return before.lower not in {
            "order",
            "count",
            "figure",
            "case",
            "file",
            "house",
            "group",
            "team",
            "line",
            "table",
        } or (tokens[at].kind == NUMBER and before.lower not in {"figure", "count", "order"})
    if before.kind != WORD or not before.capital or before.lower in _NO_LABEL:
        return False
    opens = at < 2 or (tokens[at - 2].kind == MARK and tokens[at - 2].text in '.!?:“”"‘()•*–—-')  # noqa: PLR2004 - the word before
    if tokens[at].kind == WORD and before.lower not in _LABELLED_IN_WORDS:
        return False
    return not opens and before.lower not in words.AUXILIARIES


def _joined(before: Token | None, after: Token | None, token: Token) -> bool:
    """Tell whether the number is part of a longer sign: "12:30", "3/4", "-5", "#9"."""
    if before is not None and before.kind == MARK and before.text in ":/#-*.’'" and before.end == token.start:
        return token.kind == NUMBER
    return (
        after is not None and after.text in {":", "/"} and token.kind == NUMBER and after.start == token.end
    )


def _date(tokens: list[Token], at: int, after: Token | None) -> bool:
    """Tell whether the number is a day: "3 March", "Nov. 19", "14, not 4, February"."""
    place = (
        at - 2
        if at > 1 and tokens[at - 1].text == "." and tokens[at - 2].end == tokens[at - 1].start
        else at - 1
    )
    if place >= 0 and tokens[place].lower in words.MONTHS and tokens[place].capital:
        return tokens[at].kind == NUMBER
    if at > 0 and tokens[at - 1].lower == "dated":
        return True
    if after is not None and after.text == "," and at > 0 and tokens[at - 1].lower == "not":
        return any(t.capital and t.lower in words.MONTHS for t in tokens[at + 1 : at + 4])
    return (
        after is not None
        and after.lower in words.MONTHS
        and (after.capital or after.lower not in {"may", "march"})
    )


def _odd_digits(tokens: list[Token], at: int, end: int, value: Decimal) -> bool:
    """Tell whether digits are a time ("0710", "13.40"), a decimal without scale, or a bullet."""
    text = tokens[at].text
    if text.startswith("0") or (value != value.to_integral_value()):
        return True
    opens = _opens_block(tokens, at)
    return opens and end < len(tokens) and tokens[end].text in {".", ")", "/"} and end == at + 1


def _opens_block(tokens: list[Token], at: int) -> bool:
    """Tell whether a word opens a paragraph: more than a space stands before it."""
    return at == 0 or tokens[at].start - tokens[at - 1].end > 1


def _plain_year(tokens: list[Token], at: int, after: Token | None) -> bool:
    bound = (
        tokens[at - 1].lower in {"than", "least", "some", "about", "nearly", "almost", "over", "around"}
        if at > 0
        else False
    )
    if bound or after is None or after.kind == MARK:
        return not bound
    return after.lower not in lexicon.PEOPLE and not (
        after.lower in {"cases", "deaths", "arrests"} and tokens[at - 1].lower not in {"the", "in"}
    )


def _odd_words(tokens: list[Token], at: int, end: int, value: Decimal) -> bool:
    """Tell whether a ratio ("one in five", "for every 60"), a temperature, a name ("the Eleven"), odds."""
    before, after = _low(tokens, at - 1), tokens[end] if end < len(tokens) else None
    bare = after is None or after.kind == MARK or after.lower in _BARE
    if (_low(tokens, end), _low(tokens, end + 1)) in {("to", "one"), ("to", "1")} or before == "no":
        return True
    if before in {"minus", "every", "per"} or (
        before == "in" and bare and _low(tokens, end) not in {"of", "custody"} and value < _RATIO
    ):
        return True
    if (
        _low(tokens, end) == "in"
        and end + 1 < len(tokens)
        and tokens[end + 1].text.isdigit()
        and not is_year(tokens[end + 1])
    ):
        return True
    token = tokens[at]
    inside = at > 0 and tokens[at - 1].kind == WORD and not _opens_block(tokens, at)
    return (
        token.kind == WORD
        and token.capital
        and inside
        and not (after is not None and after.capital and at < _HEADED)
    )


def _age(tokens: list[Token], at: int, end: int, value: Decimal) -> bool:  # noqa: PLR0911 - rules in order
    """Tell whether an age: "Anna Lund, 52,", "a girl of nine", "when she was 9", "voters under 35"."""
    if value > _OLDEST:
        return False
    after = _low(tokens, end)
    if after in _OLD or (after in TIME_UNITS and _low(tokens, end + 1) in {"old", "of"}):
        return True
    before, further = _low(tokens, at - 1), tokens[at - 2] if at > 1 else None
    ends = end >= len(tokens) or tokens[end].kind == MARK or after in _ENDS_AGE
    near = {t.lower for t in tokens[max(0, at - _AGES) : at]}
    if near & {"age", "aged"} and not plural(after):
        return True
    if further is None:
        return False
    if before in {",", "("} and further.kind == WORD and (further.capital or further.lower in _PERSONS):
        return end >= len(tokens) or tokens[end].text in {",", ")", ".", ";"}
    if before in {"of", "about"} and ends and "of" in near and _somebody(tokens, at):
        return after != "of" and (not plural(further.lower) or value <= _YOUNG)
    if before == "and" and at > _PAIR and _low(tokens, at - 3) == "of" and _low(tokens, at - 4) in _GROUPS:
        return ends
    if before in {"under", "over"} and ends:
        return (
            value <= _YOUNG
            or (further.kind == WORD and plural(further.lower))
            or further.lower in {"those", "anyone", "people"}
        )
    if before == "now" and further.text == "(":
        return True
    return (
        before in {"was", "is", "turned", "i'm"}
        and ends
        and (
            further.lower in {"he", "she", "i", "who"}
            or (further.capital and value < _HUNDRED and further.lower not in _NO_AGED)
        )
    )


def _somebody(tokens: list[Token], at: int) -> bool:
    """Tell whether "a girl of", "a shepherd of", "boys of" stands before a number."""
    place = at - 2 if tokens[at - 1].lower == "of" else at - 3
    if place < 0:
        return False
    low = tokens[place].lower
    return is_person(low) or (_low(tokens, place - 1) in {"a", "an"} and low not in _AMOUNTS)


def _hour(tokens: list[Token], at: int, end: int, value: Decimal) -> bool:  # noqa: PLR0911 - rules in order
    after, before = _low(tokens, end), _low(tokens, at - 1)
    if after in {"a.m", "p.m", "am", "pm", "o'clock"} or (
        after in {"a", "p"} and _low(tokens, end + 1) == "." and _low(tokens, end + 2) == "m"
    ):
        return True
    if after == "in" and _low(tokens, end + 2) in {"morning", "afternoon", "evening"}:
        return True
    if after == "of" and _low(tokens, end + 1) == "morning":
        return True
    if value > (_OLDEST if before == "at" else _HOURS) or before not in _CLOCK or plural(after):
        return False
    if before in {"half", "quarter"} or _low(tokens, at - 2) in {"half", "quarter", "shortly"}:
        return True
    if before in {"to", "from", "about", "between"}:
        return False
    near = {t.lower for t in tokens[max(0, at - _BACK) : at]}
    ends = end >= len(tokens) or tokens[end].kind == MARK or after in _ENDS_HOUR
    return (
        ends
        and before in {"at", "by", "before", "after", "until", "till", "past", "since", "around"}
        and not near & _FIGURE_WORDS
    )


def _after_none(tokens: list[Token], at: int) -> bool:
    """Tell whether "not 41" after "44," that counts nothing, or "to five" after "from two years"."""
    if at < 3:  # noqa: PLR2004 - "44, not 41"
        return False
    if tokens[at - 1].lower == "not" and tokens[at - 2].text == "," and tokens[at - 3].kind == NUMBER:
        return _age(tokens, at - 3, at - 2, Decimal(1))
    ranged = tokens[at - 1].lower in {"to", "or"} and tokens[at - 2].lower in TIME_UNITS
    return ranged and number_at(tokens, at - 3) is not None and not plural(_low(tokens, at + 1))


def _share(tokens: list[Token], at: int, end: int) -> bool:
    """Tell whether per cent, or set beside a percentage ("34 percent, down from 46")."""
    if _low(tokens, end) in _PER_CENT or (_low(tokens, end), _low(tokens, end + 1)) == ("per", "cent"):
        return True
    if _low(tokens, end) in {"to", "-", "–", "or", "and"} and (
        _low(tokens, end + 2) in _PER_CENT
        or (_low(tokens, end + 2), _low(tokens, end + 3)) == ("per", "cent")
    ):
        return True
    if plural(_low(tokens, end)) or _low(tokens, end) == "of":
        return False
    near = [t.lower for t in tokens[max(0, at - _BACK) : at]]
    return any(low in _SHARES for low in near)


def _money(tokens: list[Token], at: int, end: int) -> bool:
    """Tell whether money or a measure: a sign, a unit, or words of paying before a noun that is no person."""
    if at > 0 and tokens[at - 1].text in _MONEY:
        return True
    near = [_low(tokens, place) for place in range(end, min(end + 3, len(tokens)))]
    first = near[0] if near else ""
    if first in _MEASURED or first in {"lakh", "crore"}:
        return True
    if (
        len(near) > 1
        and first.isalpha()
        and near[1] in MEASURES
        and first not in words.PREPOSITIONS
        and near[1] not in {"feet", "points", "pounds"}
    ):
        return True
    paid = any(t.lower in _PAID for t in tokens[max(0, at - _PAYING) : at])
    noun = next((low for low in near if plural(low)), first)
    return (
        paid
        and (
            not first
            or tokens[end].kind == MARK
            or first in {"each", "a", "for", "to", "or"}
            or not is_person(noun)
        )
        and not counted_kind(noun)
    )


def _low(tokens: list[Token], at: int) -> str:
    return tokens[at].lower if 0 <= at < len(tokens) else ""
