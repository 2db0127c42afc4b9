"""Forms of Russian words: what a word may be, its lemma, its nominative.

The dictionary is pymorphy3's (OpenCorpora), loaded when the first Russian word is read. Answers are kept, so that
a word costs its analysis once; nothing here depends on the text around a word but what is passed in, nor on what was
read before. A word that the dictionary lacks is guessed by its ending, which is slow: ask :func:`in_dictionary` first where
only words of the dictionary count.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

_MOST = 1 << 14
"""Answers kept of each kind: a guess takes some ten kilobytes."""

_LONGEST = 40
"""Letters of a word that is looked up; nothing longer is a word."""

_FIRST_LETTERS = 3

NOUNS = frozenset({"NOUN", "NPRO"})
ADJECTIVES = frozenset({"ADJF", "PRTF"})


class Form(NamedTuple):
    """One reading of a word: part of speech and the grammemes asked for; empty where it has none."""

    pos: str
    case: str
    number: str
    gender: str
    lemma: str
    tense: str
    marks: frozenset[str]
    animate: bool


class _Endings:
    """What words with one ending are like, by pymorphy3's own table, each ending looked up once."""

    def __init__(self, table: Any) -> None:
        self._table = table
        self._kept = lru_cache(maxsize=_MOST)(self._look_up)

    def similar_items(self, ending: str, replaced: Any) -> Any:
        """Return what the table has for ``ending``; ``replaced`` are letters that count as others (ё as е)."""
        del replaced
        return self._kept(ending)

    def _look_up(self, ending: str) -> Any:
        return self._table.similar_items(ending, analyzer().char_substitutes)


@cache
def analyzer() -> Any:
    """Return the one analyzer."""
    import pymorphy3  # noqa: PLC0415 - its dictionary takes a tenth of a second; other languages do without

    found = pymorphy3.MorphAnalyzer()
    found.dictionary.prediction_suffixes_dawgs = list(
        map(_Endings, found.dictionary.prediction_suffixes_dawgs)
    )
    return found


@lru_cache(maxsize=_MOST)
def in_dictionary(word: str) -> bool:
    """Tell whether the dictionary has ``word``, whatever its capitals and with ``е`` for ``ё``."""
    return 0 < len(word) <= _LONGEST and bool(analyzer().word_is_known(word.lower()))


_CASES = {"gen2": "gent", "acc2": "accs", "loc2": "loct", "gen1": "gent", "loc1": "loct", "voct": "nomn"}
_KEPT = frozenset(
    {"Name", "Surn", "Patr", "Geox", "Orgn", "Abbr", "Fixd", "pssv", "impr", "excl", "perf", "impf"}
)


@lru_cache(maxsize=_MOST)
def parses(word: str) -> tuple[Any, ...]:
    """Return pymorphy3's parses of ``word``, the likeliest first."""
    if not word or len(word) > _LONGEST:
        return ()
    return tuple(analyzer().parse(word))


def beginnings(lemmas_of: Iterable[str]) -> frozenset[str]:
    """Return the first letters of lemmas, for :func:`worth_analysing`."""
    return frozenset(word[:_FIRST_LETTERS] for word in lemmas_of)


def worth_analysing(word: str, begin: frozenset[str]) -> bool:
    """Tell whether ``word`` can have a lemma that begins with one of ``begin``.

    A word of the dictionary may; any other is guessed by its ending, so that its lemma has its own first letters.
    """
    return word[:_FIRST_LETTERS].lower().replace("ё", "е") in begin or in_dictionary(word)


def _participle(parse: Any) -> str:
    """Return a participle as an adjective is listed ("задержанный", not "задержать")."""
    found = parse.inflect({"nomn", "sing", "masc"})
    return str(found.word) if found is not None else str(parse.normal_form)


@cache
def _tagged(tag: Any) -> Form:
    """Return the form of a tag, without its lemma; the dictionary has some thousand tags."""
    case, pos = str(tag.case or ""), str(tag.POS or "")
    return Form(
        pos,
        _CASES.get(case, case),
        str(tag.number or ""),
        str(tag.gender or ""),
        "",
        str(tag.tense or ""),
        frozenset(map(str, tag.grammemes)) & _KEPT,
        tag.animacy == "anim",
    )


def _form(parse: Any) -> Form:
    form = _tagged(parse.tag)
    lemma_of = _participle(parse) if form.pos == "PRTF" else str(parse.normal_form)
    return form._replace(lemma=lemma_of.replace("ё", "е"))


@lru_cache(maxsize=_MOST)
def forms(word: str) -> tuple[Form, ...]:
    """Return the readings of ``word``, the likeliest first."""
    return tuple(_form(parse) for parse in parses(word.lower()))


@lru_cache(maxsize=_MOST)
def lemma(word: str) -> str:
    """Return the likeliest lemma, in small letters with ``ё`` as ``е``."""
    found = forms(word)
    return found[0].lemma if found else word.lower().replace("ё", "е")


@lru_cache(maxsize=_MOST)
def lemmas(word: str) -> frozenset[str]:
    """Return every lemma of ``word``, in small letters with ``ё`` as ``е``."""
    return frozenset(form.lemma for form in forms(word)) | {word.lower().replace("ё", "е")}


@lru_cache(maxsize=_MOST)
def nouns(word: str) -> frozenset[str]:
    """Return the lemmas under which ``word`` can stand as a noun."""
    return frozenset(f.lemma for f in forms(word) if f.pos in {"NOUN", "ADJF", "PRTF", "NPRO"})


def like(word: str, pattern: str) -> str:
    """Return ``word`` with the capitals of ``pattern``."""
    if pattern.isupper() and len(pattern) > 1:
        return word.upper()
    if "-" in pattern and "-" in word:
        parts = zip(word.split("-"), pattern.split("-"), strict=False)
        joined = "-".join(like(a, b) for a, b in parts)
        return joined if joined.count("-") == word.count("-") else word
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word


@lru_cache(maxsize=_MOST)
def inflected(word: str, grammemes: frozenset[str], pos: frozenset[str] = frozenset()) -> str:
    """Return ``word`` in the form asked for, or an empty string where it has none."""
    for parse in parses(word.lower()):
        if pos and str(parse.tag.POS) not in pos:
            continue
        found = parse.inflect(set(grammemes))
        if found is not None:
            return like(found.word, word)
    return ""


@lru_cache(maxsize=_MOST)
def nominative_of(word: str, case: str, number: str = "", gender: str = "") -> str:
    """Return the nominative of ``word``, read as standing in ``case`` (and number, gender, if given), or nothing."""
    for parse in parses(word.lower()):
        form = _form(parse)
        if form.pos not in NOUNS | ADJECTIVES | {"NUMR"} or form.case != case:
            continue
        if (number and form.number and form.number != number) or (
            gender and form.gender and form.gender != gender and form.number != "plur"
        ):
            continue
        if case == "nomn":
            return word
        wanted = {"nomn"} | ({form.number} if form.number else set())
        found = parse.inflect(wanted)
        if found is not None:
            return like(str(found.word), word)
    return ""


@lru_cache(maxsize=_MOST)
def after_five(word: str) -> str:
    """Return a counted noun as it stands after "пять": the genitive plural; unknown words stay as they are."""
    low = word.lower()
    if low in {"человек", "человека", "человеком", "человеку", "человеке"}:
        return "человек"
    for parse in parses(low):
        if str(parse.tag.POS) not in {"NOUN", "ADJF", "PRTF"}:
            continue
        found = parse.inflect({"plur", "gent"})
        if found is not None:
            return str(found.word)
    return low
