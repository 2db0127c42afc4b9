"""Declined Russian names brought to their base form, so that "в Ростове-на-Дону" finds Ростов-на-Дону."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from itertools import product
from typing import Any

from khronika.reading.places.gazetteer import key_of

_MOST = 4
"""Base forms of one word that are tried."""
_MOST_TOGETHER = 24
_LONGEST = 40
_KEPT = 8192


@cache
def _morphology() -> Any:
    # Its dictionary takes a tenth of a second to open: only for a text with Cyrillic names.
    return import_module("pymorphy3").MorphAnalyzer(lang="ru")


@lru_cache(maxsize=_KEPT)
def _forms_of(word: str) -> tuple[str, ...]:
    """Return the word itself and its nominative forms, number and gender kept."""
    found = {word: None}
    if len(word) <= _LONGEST:
        for parse in _morphology().parse(word):
            base = parse.inflect({"nomn"})
            if base is not None and not {"VERB", "PREP", "CONJ"} & set(map(str, parse.tag.grammemes)):
                found.setdefault(key_of(base.word))
    return tuple(form for form in list(found)[: _MOST + 1] if form)


def base_keys(words: str) -> tuple[str, ...]:
    """Return the keys under which the declined name ``words`` may stand, the words themselves first."""
    parts = key_of(words).split(" ")
    choices = [_forms_of(part) for part in parts]
    found: dict[str, None] = {}
    for tried, forms in enumerate(product(*choices)):
        if tried >= _MOST_TOGETHER:
            break
        found[" ".join(forms)] = None
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def is_person(word: str) -> bool:
    """Tell whether the dictionary knows the word first of all as a first name, surname or patronymic."""
    if len(word) > _LONGEST:
        return False
    parses = _morphology().parse(word.lower())
    return bool(parses) and any(mark in parses[0].tag for mark in ("Name", "Surn", "Patr"))
