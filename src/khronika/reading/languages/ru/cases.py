"""In which case a source stands, by the words beside it; and whose voice a verb without subject is."""

from __future__ import annotations

import re

from khronika.reading.languages.ru.morph import forms
from khronika.reading.languages.ru.verbs import NOUN_ACTS
from khronika.records.spans import Span

_BEFORE = 40
_WORD = re.compile(r"[\w-]+")
_PREPOSITIONS = {"согласно": "datv", "верить": "datv", "к": "datv", "ко": "datv", "на": "accs", "у": "gent", "от": "gent", "из": "gent", "с": "ablt", "через": "accs", "про": "accs", "в": "loct"}  # fmt: skip
_NOUNS = frozenset(NOUN_ACTS) | {"слово", "имя", "сторона", "версия", "лицо", "оценка", "устами", "уста"}
_OWN = re.compile(
    r"\b(?:исправлени\w+|поправк\w+|уточнени\w+|опровержени\w+|уточняем|приносим|правильно|верно|фактически|напоминаем)\b",
    re.IGNORECASE,
)


def case_of(text: str, span: Span, cue: Span | None) -> str:
    """Return the case that the words before ``span`` ask for, or nothing where it is a subject."""
    before = _WORD.findall(text[max(0, span[0] - _BEFORE) : span[0]])
    if not before:
        return ""
    last = before[-1]
    if text[span[0] - 1 : span[0]] not in {" ", "\n", "«"}:
        return ""
    gap = text[max(0, span[0] - 3) : span[0]]
    if any(mark in gap for mark in ",.:;—–"):
        return ""
    if last.lower() in _PREPOSITIONS:
        return _PREPOSITIONS[last.lower()]
    if any(f.pos == "NOUN" and f.lemma in _NOUNS for f in forms(last)):
        return "gent"
    del cue
    return ""


def own_voice(cue: str) -> bool | None:
    """Tell whether a cue without source is the text's own voice; ``None`` where it is nobody's ("сообщается")."""
    if _OWN.search(cue):
        return True
    for word in _WORD.findall(cue):
        found = forms(word)
        verb = next((f for f in found if f.pos == "VERB"), None)
        if verb is not None:
            ending = word.lower()
            if ending.endswith(("ем", "им", "ём", "емся", "имся", "ю", "у", "юсь", "усь")) and verb.tense in {
                "pres",
                "futr",
            }:
                return True
            impersonal = ending.endswith(("ся", "ется", "ится")) or (
                verb.number == "plur" and verb.tense in {"pres", "past"}
            )
            return None if impersonal else False
    nominal = any(f.lemma in NOUN_ACTS for word in _WORD.findall(cue) for f in forms(word))
    return None if nominal or re.search(r"\b(?:по|как|известно)\b", cue, re.IGNORECASE) else False
