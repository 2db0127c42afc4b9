"""Which words of office mean the same person, and which are said of somebody met before without being introduced so."""

from __future__ import annotations

from typing import Final

from khronika.reading.languages.ru import lexicon
from khronika.reading.tables import words_in

_ALIKE: Final = tuple(
    words_in(line)
    for line in (
        "адвокат защитник защитница адвокатесса юрист юристка",
        "прокурор обвинитель гособвинитель обвинительница",
        "мэр градоначальник бургомистр градоначальница",
        "депутат парламентарий законодатель сенатор",
        "врач медик доктор врачиха главврач хирург терапевт",
        "журналист журналистка репортер корреспондент редактор обозреватель",
        "министр экс-министр",
        "премьер премьер-министр",
        "подсудимый подсудимая обвиняемый обвиняемая",
        "правозащитник правозащитница активист активистка",
        "глава руководитель председатель начальник директор директриса",
        "священник епископ пастор иеромонах",
        "инженер горняк",
        "учитель учительница педагог преподаватель преподавательница",
    )
)
_LATER: Final = words_in("""
    защитница медик геолог главврач блогер спортсменка спортсмен медсестра префект аким монах кандидат чиновница
    политолог эпидемиолог бухгалтер председательствующий председательствующая вице-мэр подполковник дипломат слесарь пенсионер
    заявитель заявительница собеседник собеседница подросток экс-министр победитель победительница юрист
""")
"""Further bare words that point back to whoever spoke last."""

_POSTS: Final = words_in("""
    президент премьер премьер-министр министр губернатор мэр градоначальник бургомистр депутат парламентарий законодатель
    сенатор прокурор судья посол омбудсмен префект аким адвокат защитник
""")
"""Posts of which hardly anybody holds two: who was introduced as a deputy is not meant by "губернатор"."""

POINTING: Final = lexicon.GENERIC | _LATER


def alike(head: str) -> frozenset[str]:
    """Return the words of office by which the holder of ``head`` may have been introduced."""
    found = {head, lexicon.MAY_BE.get(head, head)}
    return frozenset(found.union(*(words for words in _ALIKE if head in words)))


def may_hold(head: str, roles: frozenset[str] | set[str]) -> bool:
    """Tell whether who was introduced with ``roles`` may be meant by the bare word ``head``."""
    return head not in _POSTS or not roles & _POSTS or bool(roles & alike(head))
