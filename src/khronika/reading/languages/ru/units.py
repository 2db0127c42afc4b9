"""What a number counts, and which numbers count nothing a monitor asks for."""

from __future__ import annotations

from typing import NamedTuple

from khronika.reading.languages.ru.morph import after_five, forms, lemma, nouns
from khronika.reading.languages.ru.numbers import number_at, numeral, plural_pack
from khronika.reading.languages.ru.words import MONTH_FORMS, PREPOSITIONS, PRONOUNS, RELATIVES
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, NUMBER, WORD, Token

MEASURES = words_in("""
    год лето час минута секунда день сутки неделя месяц квартал век десятилетие километр км метр миля верста
    сантиметр миллиметр гектар га тонна килограмм кг грамм литр градус процент балл рубль копейка доллар
    евро марка крона франк лира песо реал тенге сом сум манат динар драхма кроне йена пункт юань цент копеек
    очко ночь шаг этаж рубеж страница страничка раз-другой полгода баррель вольт ватт мегаватт кубометр
    лист-другой фунт реалов таллер талер гульден злотый песета пиастр дирхам лей лев форинт сольдо процентов
""")
_LABELS = words_in("""
    № номер статья ст пункт п часть ч глава дом квартира участок школа палата палатка отделение камера барак
    страница стр строка том выпуск колонка рейс маршрут трасса цех блок корпус отряд колония больница
    приложение параграф § протокол сектор лист маршрутка квадрат секция
""")
_NOT_ONE = frozenset({"один"})
_SKIPPED = words_in(
    "таких такие других другие иных этих эти своих наших наши её ее их его все всех ещё еще именно уже только лишь других"
)
_OTHERS = words_in("""
    экземпляр язык шеренга слово фраза строка строчка сторона фракция вопрос пункт рука нога глаз ребро
    условие причина вариант часть половина мандат затылок отверстие штука срок тон этап смысл копия неделя
    выходной чтение созыв переговоры
""")
"""Nouns whose counts say nothing of a case."""

_PEOPLE = words_in("""
    несовершеннолетний подсудимый больной раненый взрослый верующий военный рабочий задержанный осужденный
    заключенный пострадавший погибший умерший пропавший заболевший присутствующий обвиняемый подозреваемый
    потерпевший убитый дежурный безработный малолетний подзащитный уволенный избитый безмолвный участковый
    постовой пожилой молодой арестованный
""")
_ORDINALS = words_in("""
    первый второй третий четвертый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый
    тринадцатый четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый двадцатый
    тридцатый сороковой
""")
_QUOTES = frozenset('«»„“”"')
_STOPS = words_in("из лет года году")
_PERIODS = {"год": "год", "день": "день", "сутки": "сутки", "неделя": "неделя", "месяц": "месяц", "час": "час", "смена": "смену", "ночь": "ночь"}  # fmt: skip
_DIGITS_OF_YEAR = 4
_FIRST_YEAR, _LAST_YEAR = 1700, 2100
_REACH = 6
_COUNTABLE = frozenset({"NOUN", "ADJF", "PRTF"})


class Unit(NamedTuple):
    """The counted noun, and the token after it."""

    unit: str
    end: int


def may_count(tokens: list[Token], at: int) -> bool:  # noqa: PLR0911 - one reason each
    """Tell whether a numeral at ``at`` can be a count: no label, no time of day, no item of a list."""
    token = tokens[at]
    before = tokens[at - 1] if at > 0 else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None and (before.text in {"№", "§", "$", "€", "£", "+"} or before.lower in {"№", "n"}):
        return False
    if token.kind == NUMBER:
        if "." in token.text or token.text.startswith("0"):
            return False
        if before is not None and before.text in {":", "/"} and before.end == token.start:
            return False
        if _labelled(tokens, at):
            return False
        if after is not None and after.text in {":", "/", ")", "%", "°"} and after.start == token.end:
            return False
        if after is not None and after.text == "." and (before is None or before.text in {"\n"}):  # noqa: FURB171, SIM103 - one reason each
            return False
        return True
    if numeral(token.text) == "один":
        return _one(tokens, at)
    return bool(numeral(token.text))


def _labelled(tokens: list[Token], at: int) -> bool:
    """Tell whether a figure only names a thing ("статья 188", "камера 6"): a label before, no noun after."""
    place = at - 1 - (at > 1 and tokens[at - 1].text == ".")
    if place < 0 or tokens[place].kind != WORD:
        return False
    short = tokens[place].lower in {"ст", "п", "ч", "стр", "гл"}
    return short or (lemma(tokens[place].text) in _LABELS and _noun_unit(tokens, at + 1) is None)


_ONES = words_in(
    "человек ребенок женщина мужчина пациент больной погибший заключенный осужденный задержанный раненый труп тело заболевший подросток умерший"
)


def _one(tokens: list[Token], at: int) -> bool:
    """Tell whether "один" counts here: with a noun of people and no "из" after it."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and bool(nouns(following.text) & _ONES)


def noun_before(tokens: list[Token], at: int, end: int, begun: int) -> bool:
    """Tell whether a noun before the numeral makes it approximate ("человек двадцать")."""
    before = tokens[at - 1] if at > begun else None
    if (
        before is None
        or before.kind != WORD
        or before.lower in PREPOSITIONS
        or before.lower in PRONOUNS
        or before.lower in RELATIVES
    ):
        return False
    plural = before.lower == "человек" or any(
        f.pos == "NOUN" and f.case == "gent" and f.number == "plur" for f in forms(before.text)[:2]
    )
    if not plural or (before.capital and at - 1 > begun and tokens[at - 2].text not in ".—–«"):
        return False
    if at - 2 >= begun and (
        tokens[at - 2].kind == NUMBER or numeral(tokens[at - 2].text) or plural_pack(tokens[at - 2].text)
    ):
        return False
    following = tokens[end] if end < len(tokens) else None
    governed = at - 2 >= begun and tokens[at - 2].lower in {
        "из",
        "от",
        "для",
        "у",
        "против",
        "среди",
        "число",
        "числа",
    }
    return not governed and (following is None or not _noun_unit(tokens, end))


def _noun_unit(tokens: list[Token], at: int) -> Unit | None:  # noqa: C901 - rules in order
    """Return the noun that follows, past adjectives and an opening mark; a bare adjective counts as a noun."""
    place, adjective = at, -1
    while place < len(tokens) and place - at < _REACH:
        token = tokens[place]
        if token.text in _QUOTES and token.text not in "»":  # noqa: FURB171 - read from a string or set
            place += 1
            continue
        if (
            token.kind != WORD
            or token.lower in PREPOSITIONS
            or (token.lower in PRONOUNS and token.lower not in _SKIPPED)
            or token.lower in RELATIVES
        ):
            break
        if token.lower in _SKIPPED or token.lower == "человек":
            if token.lower == "человек":
                return Unit("человек", place + 1)
            place += 1
            continue
        kinds = [f for f in forms(token.text) if f.pos in _COUNTABLE and f.case not in {""}]  # noqa: FURB171 - read from a string or set
        noun = next((f for f in kinds if f.pos == "NOUN"), None)
        best = forms(token.text)[0] if forms(token.text) else None
        if (
            best is None
            or not kinds
            or (
                best.pos in {"VERB", "ADVB", "CONJ", "PRCL", "INFN", "GRND", "PRED", "PREP", "PRTS"}
                and token.lower not in {"жалоб"}  # noqa: FURB171 - read from a string or set
            )
        ):
            break
        if noun is not None and not (best.pos in {"ADJF", "PRTF"} and _goes_on(tokens, place)):
            if not _fits_count(token, noun.case, noun.number):
                break
            if (
                adjective >= 0
                and noun.number == "sing"
                and noun.case == "gent"
                and _person(tokens[adjective])
            ):
                break
            return Unit(_spelled(tokens, place), _unit_end(tokens, place))
        if best.case not in {"gent", "accs", "nomn", "loct", "datv", "ablt"} or best.number != "plur":
            break
        adjective, place = place, place + 1
    if adjective < 0 or not _person(tokens[adjective]):
        return None
    return Unit(_spelled(tokens, adjective), _unit_end(tokens, adjective))


def _person(token: Token) -> bool:
    """Tell whether an adjective stands for people by itself ("задержанных", "несовершеннолетних")."""
    return any(f.pos == "PRTF" or f.lemma in _PEOPLE for f in forms(token.text))


def _goes_on(tokens: list[Token], place: int) -> bool:
    """Tell whether a noun follows an adjective."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    return after is not None and after.kind == WORD and any(f.pos == "NOUN" for f in forms(after.text)[:1])


def _fits_count(token: Token, case: str, number: str) -> bool:
    return (
        case in {"gent", "nomn", "accs", "datv", "ablt", "loct"}
        and bool(number)
        and not (token.capital and not token.text.isupper())
    )


def _spelled(tokens: list[Token], place: int) -> str:
    unit = after_five(tokens[place].text)
    if place + 1 < len(tokens) and tokens[place - 1].text == "«" and tokens[place + 1].text == "»":
        return f"«{unit}»"
    if unit == "членов" and place + 1 < len(tokens) and tokens[place + 1].kind == WORD:
        return f"{unit} {tokens[place + 1].lower}"
    return unit


def _unit_end(tokens: list[Token], place: int) -> int:
    end = place + 1
    if tokens[place].lower.startswith("член") and end < len(tokens) and tokens[end].kind == WORD:
        end += 1
    if end < len(tokens) and tokens[end].text == "»":
        end += 1
    return end


def unit_of(tokens: list[Token], start: int, end: int, *, together: bool, turned: bool) -> Unit | None:  # noqa: PLR0911 - rules in order
    """Return what the number from token ``start`` to ``end`` counts, or ``None`` where it is no figure."""
    if tokens[end - 1].lower.endswith("жды"):
        return Unit("раз", end)
    if turned:
        return None if _measured(tokens[start].text) else Unit(after_five(tokens[start].text), end)
    after = tokens[end] if end < len(tokens) else None
    if after is not None and (after.text in {"%", "°"} or _measured(after.text)):
        return None
    if after is not None and nouns(after.text) & _ORDINALS and tokens[end - 1].kind == WORD:
        return None
    found = _noun_unit(tokens, end)
    if found is not None:
        return None if _measured(found.unit) else found
    if _dated(tokens, start, end):
        return None
    if after is not None and after.lower == "из" and (whole := _whole_after(tokens, end + 1)) is not None:
        return whole
    return _elsewhere(tokens, start, end, together=together)


_NOT_PEOPLE = words_in("через ей ему мне на лет без в к с часов вместо после было исполнилось")
_MEASURED = (
    frozenset({"лет", "км", "кг", "га", "утра", "вечера", "ночи", "дня", "г", "гг", "очков", "реалов"})
    | MONTH_FORMS.keys()
)


def _measured(word: str) -> bool:
    """Tell whether a noun measures (days, money, metres), and counts nothing."""
    return bool(nouns(word) & (MEASURES | _OTHERS)) or word.lower() in _MEASURED


def _dated(tokens: list[Token], start: int, end: int) -> bool:
    """Tell whether a bare number is a year, a day or an hour."""
    text = tokens[end - 1].text
    listed = (
        end + 2 < len(tokens)
        and tokens[end].lower in {"и", "или", "по", "–", "-"}
        and tokens[end + 2].lower in MONTH_FORMS
    )
    year = text.isdigit() and len(text) == _DIGITS_OF_YEAR and _FIRST_YEAR <= int(text) <= _LAST_YEAR
    before = tokens[start - 1].lower if start > 0 else ""
    hour = text.isdigit() and before in {"в", "к"} and end - start == 1
    return year or hour or listed


def _elsewhere(tokens: list[Token], start: int, end: int, *, together: bool) -> Unit | None:
    """Return the noun a bare number stands for: just before it, or what was counted last; "двое" are people."""
    for place in range(start - 1, max(-1, start - _REACH), -1):
        token = tokens[place]
        if token.kind == MARK and token.text in ".;!?":
            break
        if _plural_of(token) and (not together or _animate(token.text)):
            unit = after_five(token.text)
            return Unit("человек" if unit == "людей" else unit, end)
    last = _counted_before(tokens, start, people=together)
    if last:
        return Unit(last, end)
    before = tokens[start - 1].lower if start > 0 else ""
    return Unit("человек", end) if together or before not in _NOT_PEOPLE else None


def _whole_after(tokens: list[Token], at: int) -> Unit | None:
    """Return "журналистов" of "трое из восьми журналистов": the part is counted, the whole is not."""
    number = number_at(tokens, at) if at < len(tokens) and may_count(tokens, at) else None
    found = _noun_unit(tokens, number.end) if number is not None else None
    return found if found is not None and not _measured(found.unit) else None


def _plural_of(token: Token) -> bool:
    """Tell whether a word is a counted noun that stands before its number ("задержанных было сорок")."""
    if (
        token.kind != WORD
        or token.capital
        or token.lower in _SKIPPED | PREPOSITIONS
        or token.lower in PRONOUNS
        or token.lower in RELATIVES
    ):
        return False
    found = forms(token.text)
    best = next((f for f in found if f.pos in _COUNTABLE), None)
    return (
        best is not None
        and found[0].pos in _COUNTABLE
        and best.case == "gent"
        and best.number == "plur"
        and not _measured(token.text)
        and not numeral(token.text)
    )


def _animate(word: str) -> bool:
    return any(f.animate or f.pos in {"ADJF", "PRTF"} for f in forms(word)[:2])


def _counted_before(tokens: list[Token], start: int, *, people: bool) -> str:
    """Return the unit of the number before this one, if one stands near."""
    for place in range(start - 1, max(-1, start - 60), -1):
        token = tokens[place]
        counts = (token.kind == NUMBER or (token.kind == WORD and bool(numeral(token.text)))) and may_count(
            tokens, place
        )
        if not counts:
            continue
        number = number_at(tokens, place)
        if number is None or number.end >= len(tokens):
            continue
        found = _noun_unit(tokens, number.end)
        if (
            found is not None
            and not _measured(tokens[number.end].text)
            and not _measured(found.unit)
            and (not people or _animate(found.unit))
        ):
            return found.unit
    return ""


def rate_after(tokens: list[Token], end: int) -> tuple[str, int]:
    """Return per what a figure is ("в сутки", "за ночь") and the token after it."""
    if end + 1 < len(tokens) and tokens[end].lower in {"в", "за"}:
        period = lemma(tokens[end + 1].text)
        if period in _PERIODS and tokens[end + 1].kind == WORD:
            return _PERIODS[period], end + 2
    return "", end
