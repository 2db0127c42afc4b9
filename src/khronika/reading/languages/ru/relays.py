"""Through whom words reached the text: which phrases name or point to a medium, and what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.memory import short_of
from khronika.reading.languages.ru.morph import lemma
from khronika.reading.languages.ru.titles import QUOTED, Titles
from khronika.reading.tables import words_in
from khronika.reading.tokens import WORD, tokenise

_CITES = re.compile(
    r"\b(?:ссыл\w+\sна|ссылаясь\sна|сославш\w+\sна|цитиру\w+|процитировал\w*|пересказыва\w+|перепечатал\w*|по\sпубликации|со\sслов|передал\w*\sчерез)\b",
    re.IGNORECASE,
)
_OWN = words_in("мы нам нами нас редакция наш")
_STAFF = words_in("""
    журналист корреспондент репортер сотрудник обозреватель собеседник журналистка корреспондентка сотрудница собеседница
""")
_PAPERS = words_in("сообщение публикация статья слово ссылка материал репортаж")
_SAID = words_in("утверждение данные вопрос заявление надпись информация срочно посредством")
_PRESS = words_in("журналист репортер пресса корреспондент")


@dataclass(slots=True)
class Media:
    """The media of one text: the publisher, the names in quotation marks, the medium last named."""

    publisher: str
    titles: Titles
    last: str = ""
    kinds: dict[str, str] = field(default_factory=dict)
    """The medium last called a newspaper, an agency, by that word."""

    def named(self, words: str) -> str:  # noqa: PLR0911 - rules in order
        """Return the medium that a phrase names or points to, or nothing for anybody else."""
        tokens = [t for t in tokenise(words, 0, len(words)) if t.kind == WORD]
        lemmas = [lemma(t.text) for t in tokens]
        if not tokens:
            return ""
        if lemmas[0] in _PAPERS and len(tokens) > 1:
            return self.named(words[tokens[1].start :])
        quoted = QUOTED.search(words)
        if quoted is not None:
            kinds = lexicon.MEDIA_KINDS & set(lemmas)
            if not self._is_medium(lemmas, quoted[1]):
                return ""
            name = self._titled(quoted[1], "радио" if "радио" in kinds else "")
            for kind in kinds:
                self.note(kind, name)
            return name
        if set(lemmas) & _OWN and set(lemmas) <= _OWN | lexicon.MEDIA | _STAFF | {"свой"}:
            return self.publisher
        if (
            set(lemmas) <= lexicon.MEDIA_KINDS | _STAFF | {"то", "тот", "этот", "же", "свой"}
            and set(lemmas) & lexicon.MEDIA_KINDS
        ):
            return next((self.kinds[k] for k in lemmas if k in self.kinds), self.publisher or self.last)
        name = words.strip(" ,")
        if self.publisher and short_of(name, self.publisher):
            return self.publisher
        if name.isascii():
            return re.sub(r"^(?:the\s)", "The ", name) if any(c.isupper() for c in name) else ""
        return self._kind_and_name(words, lemmas)

    def _kind_and_name(self, words: str, lemmas: Sequence[str]) -> str:
        """Return the name of "газета The Observer", "Балт-Информ": a kind of medium before, or in the word itself."""
        tokens = tokenise(words, 0, len(words))
        if lemmas[0] in lexicon.MEDIA_KINDS and len(tokens) > 1 and tokens[1].capital:
            name = words[tokens[1].start :].strip(" ,")
            self.note(lemmas[0], name)
            return name
        single = len(tokens) == 1 and tokens[0].capital
        return tokens[0].text if single and re.search(r"инф|пресс|ньюс|медиа", tokens[0].lower) else ""

    def note(self, kind: str, name: str) -> None:
        """Remember by which word a medium was called."""
        if kind in lexicon.MEDIA_KINDS and name != self.publisher:
            self.kinds[kind] = name

    def _is_medium(self, lemmas: Sequence[str], title: str) -> bool:
        """Tell whether a name in quotation marks can be a medium's: nothing before it says it is something else."""
        before = set(lemmas) - {lemma(w) for w in re.findall(r"[\w-]+", title)}
        return (
            not before
            or bool(before & (lexicon.MEDIA | _STAFF | {"прямой", "эфир"}))
            or bool(self.publisher and short_of(title, self.publisher))
        )

    def _titled(self, title: str, kind: str) -> str:
        if self.publisher and short_of(title, self.publisher):
            return self.publisher
        name = self.titles.upright(title)
        return f"Радио «{name}»" if kind else name


def cites(text: str, start: int, end: int) -> bool:
    """Tell whether between two relays one is said to cite the other."""
    return _CITES.search(text, start, end) is not None


def nearest_first(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return relays from the one nearest to the speaker outwards: whom another cites stands nearer."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans):
        if found and cites(text, found[-1][1], span[0]):
            found.insert(0, span)
        else:
            found.append(span)
    return found


def is_paper(words: str) -> bool:
    """Tell whether the words mean what was said or written, and nobody who could be told."""
    first = re.search(r"[\w-]+", words)
    return first is not None and lemma(first[0]) in _PAPERS | _SAID


def is_own(words: str) -> bool:
    """Tell whether the words are "мне", "нам": whose words they stand in."""
    return words.strip().lower() in {"мне", "меня", "нам", "нас"}


def is_press(words: str) -> bool:
    """Tell whether the words mean reporters at large ("журналистам")."""
    found = {lemma(w) for w in re.findall(r"[\w-]+", words)}
    return bool(found) and found <= _PRESS
