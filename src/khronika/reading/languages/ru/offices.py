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

POINTING: Final = lexicon.GENERIC | _LATER


def alike(head: str) -> frozenset[str]:
    """Return the words of office by which the holder of ``head`` may have been introduced."""
    found = {head, lexicon.MAY_BE.get(head, head)}
    return frozenset(found.union(*(words for words in _ALIKE if head in words)))
