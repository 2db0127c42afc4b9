"""Words by which a speaker or a reporter stands back: "якобы", "возможно", "по непроверенным данным"."""

from __future__ import annotations

import re

from khronika.records.spans import Phrase, Spans

_HEDGES = re.compile(
    r"\b(?:якобы|будто\sбы|как\sбудто|вроде\sбы|вроде|предположительно|предположительное|вероятнее\sвсего|скорее\sвсего|вероятно|"
    r"возможно|может\sбыть|могут\sбыть|наверное|видимо|по-видимому|похоже|кажется|судя\sпо\sвсему|вряд\sли|едва\sли(?!\sне)|не\sисключено|"
    r"по\s(?:непроверенн|неподтвержд|предварительн)\w+\s(?:данным|сведениям|информации)|по\sслухам|так\sназываем\w+|без\s(?:каких-либо\s)?доказательств|"
    r"правда,?\sбез\sподтверждени\w+|сообщается|говорят|(?<=[,«\s])мол(?=[,\s])|дескать|предполагаем\w+|"
    r"мо(?:г|гл[аои])(?=\s(?:быть|стать|погибнуть|увезти|подписать|пострадать|оказаться|привести))|будто(?=\s(?:в|не|на|от|к|с|их|его|её)\b))",
    re.IGNORECASE,
)
_MOST = 6
_LONGEST = 4000


def hedges_of(text: str, spans: Spans) -> list[Phrase]:
    """Return the hedges within ``spans``, in order, each once by its words."""
    found: dict[str, Phrase] = {}
    for start, end in spans:
        for match in _HEDGES.finditer(text, start, min(end, start + _LONGEST)):
            words = " ".join(match.group().split())
            found.setdefault(words.casefold(), Phrase(words, (match.span(),)))
    return list(found.values())[:_MOST]
