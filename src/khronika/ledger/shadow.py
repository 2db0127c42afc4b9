"""The shadow of a text: how words are folded so that a search finds their variants.

``words_of`` folds case, width, diacritics, Arabic vowel marks and letter variants, and Cyrillic ё/е (Unicode
normalisation form KD without combining marks). ``name_keys`` gives each capitalised word, and each word
of a script without case, a key that is the same for *Saratova*, *Саратова* and *Saratowa*: its letters
in Latin (anyascii), brought to classes of consonants that romanisations confuse, vowels left out.
The keys only find; nothing is merged because of them.
"""

from __future__ import annotations

import re
import unicodedata
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
_DOUBLE = re.compile(r"(.)\1+")
_SHORTEST_KEY = 2


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
    words = _CAPITALISED.findall(text)
    keys = dict.fromkeys(name_key(word) for word in words if not word[0].islower())
    keys.pop("", None)
    return list(keys)


@lru_cache(maxsize=65536)
def _words_of_piece(piece: str) -> tuple[str, ...]:
    """Return the folded words of a piece without spaces: folding never reaches across a space."""
    found: list[str] = _WORD.findall(fold(piece))
    return tuple(_ARTICLE.sub("", word) for word in found)


@lru_cache(maxsize=65536)
def name_key(word: str) -> str:
    """Return the key of one word, or an empty string where too little of it is left to be told apart."""
    latin = anyascii(unicodedata.normalize("NFC", _ARTICLE.sub("", fold(word)))).lower()
    if not latin.isascii() or not any(c.isalpha() for c in latin):
        return ""
    first = latin[0] if latin[0] in "aeiouy" else ""
    for pattern, letter in _CLASSES:
        latin = pattern.sub(letter, latin)
    key = _DOUBLE.sub(r"\1", ("a" if first else "") + _SILENT.sub("", latin))
    return key if len(key) >= _SHORTEST_KEY else ""
