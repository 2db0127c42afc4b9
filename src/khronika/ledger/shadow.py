"""The shadow of a text: how words are folded so that a search finds their variants.

``words_of`` folds case, width, diacritics, Arabic vowel marks and letter variants, and Cyrillic ё/е (Unicode
normalisation form KD without combining marks). ``name_keys`` gives each capitalised word, and each word
of a script without case, a key that is the same for *Saratova*, *Саратова* and *Saratowa*: its letters
in Latin (anyascii), brought to classes of consonants that romanisations confuse, vowels left out.
A key of two letters says little (*quarry* and *Courier* have the same), so it finds only names in other
scripts; in the same one the vowels have to be alike as well (*Moussa*, *Musa*). The keys only find; nothing
is merged because of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii

_WORD = re.compile(r"[^\W_]+")
"""As the index cuts words: an underscore parts them."""
_CAPITALISED = re.compile(r"(?<!\w)[^\Wa-z]\w*")
_ARABIC = str.maketrans({"ـ": None, "ة": "ه", "ى": "ي", "ٱ": "ا", "ی": "ي", "ک": "ك"})
_ARTICLE = re.compile(r"^ال(?=\w{3})")
_CLASSES = (
    (re.compile(r"shch|sch|sh|ch|zh|tch|dzh|dj"), "s"),
    (re.compile(r"kh|gh|q|ck|c(?=[aouklrt]|$)"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"ts|tz|c|z"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"w"), "v"),
    (re.compile(r"[gj]"), "k"),
)
_SILENT = re.compile(r"[aeiouyh']+")
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLE = re.compile(r"(.)\1+")
_SHORTEST_KEY, _SHORTEST_TELLING = 2, 3
_SCRIPTS = (
    (re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"), "1"),
    (re.compile(r"[\u0400-\u052f]"), "2"),
    (re.compile(r"[\u0600-\u06ff\u0750-\u077f]"), "3"),
    (re.compile(r"[\u0590-\u05ff]"), "4"),
)
_OTHER_SCRIPT, _SPELT = "5", "0"
"""Digits never stand in a key made of letters alone, so what ends in one is of its own sort."""


def fold(text: str) -> str:
    """Return ``text`` folded for comparison; words stay apart, punctuation stays."""
    if text.isascii():
        return text.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.casefold().translate(_ARABIC)


def words_of(text: str) -> list[str]:
    """Return the folded words of ``text``; an Arabic article is taken off."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return [word for piece in text.split() for word in _words_of_piece(piece)]


def name_keys(text: str) -> list[str]:
    """Return the keys of the words of ``text`` that may be names, without repeats."""
    keys = dict.fromkeys(map(name_key, may_be_names(text)))
    keys.pop("", None)
    return list(keys)


def may_be_names(text: str) -> Iterator[str]:
    """Yield the words of ``text`` that may be names: those that do not begin small."""
    return (word for word in _CAPITALISED.findall(text) if not word[0].islower())


@lru_cache(maxsize=65536)
def _words_of_piece(piece: str) -> tuple[str, ...]:
    """Return the folded words of a piece without spaces: folding never reaches across a space."""
    found: list[str] = _WORD.findall(fold(piece))
    return tuple(_ARTICLE.sub("", word) for word in found)


@lru_cache(maxsize=65536)
def keys_kept(word: str) -> tuple[str, ...]:
    """Return the keys under which the index keeps a word that may be a name."""
    key = name_key(word)
    if len(key) < _SHORTEST_TELLING:
        return (key + _script(word), _spelt(word)) if key else ()
    return (key,)


@lru_cache(maxsize=65536)
def keys_sought(word: str) -> tuple[str, ...]:
    """Return the keys by which the index finds a name that a person typed."""
    key = name_key(word)
    if len(key) < _SHORTEST_TELLING:
        own = _script(word)
        others = [script for _, script in _SCRIPTS if script != own] + [_OTHER_SCRIPT] * (
            own != _OTHER_SCRIPT
        )
        return (*(key + script for script in others), _spelt(word)) if key else ()
    return (key,)


def _script(word: str) -> str:
    return next((digit for letters, digit in _SCRIPTS if letters.match(word)), _OTHER_SCRIPT)


def _spelt(word: str) -> str:
    """Return the key of a word with a letter for each run of vowels (*Moussa*, *Musa*: ``musa``)."""
    latin = re.sub(r"[^a-z]+|h", "", _classed(_in_latin(word)))
    return _DOUBLE.sub(r"\1", _VOWELS.sub(_one_vowel, latin)) + _SPELT


def _one_vowel(run: re.Match[str]) -> str:
    return next(
        (vowel for vowel, those in (("i", "iye"), ("u", "uo")) if not set(run[0]).isdisjoint(those)), "a"
    )


def _in_latin(word: str) -> str:
    return anyascii(unicodedata.normalize("NFC", _ARTICLE.sub("", fold(word)))).lower()


def _classed(latin: str) -> str:
    for pattern, letter in _CLASSES:
        latin = pattern.sub(letter, latin)
    return latin


@lru_cache(maxsize=65536)
def name_key(word: str) -> str:
    """Return the key of one word, or an empty string where too little of it is left to be told apart."""
    latin = _in_latin(word)
    if not latin.isascii() or not any(c.isalpha() for c in latin):
        return ""
    first = latin[0] if latin[0] in "aeiouy" else ""
    key = _DOUBLE.sub(r"\1", ("a" if first else "") + _SILENT.sub("", _classed(latin)))
    return key if len(key) >= _SHORTEST_KEY else ""
