"""What a noun phrase says of the speaker: the name, or the office or group that is all we are told.

"Пресс-секретарь губернатора Ивана Карела" names the governor, not the speaker: the speaker is an unnamed party.
Nothing is concluded about a person beyond the name and the role the source gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.appositions import apposed_name, roles_in
from khronika.reading.languages.ru.morph import forms, lemma, nominative_of, nouns
from khronika.reading.languages.ru.names import (
    common,
    ordered,
    words_of,
)
from khronika.reading.languages.ru.persons import person_in
from khronika.reading.languages.ru.phrase import Head, head_of, plain_text, quoted_at, split
from khronika.reading.languages.ru.words import PREPOSITIONS, PRONOUNS
from khronika.reading.tokens import WORD, Token

PERSON, ORGANISATION, GROUP, OFFICE, PRONOUN, SEVERAL = (
    "person", "organisation", "group", "office", "pronoun", "several",
)  # fmt: skip
_EMPHASIS = frozenset(
    {"сам", "сама", "сами", "само", "самого", "самой", "самому", "же", "лишь", "только", "и", "даже"}
)
_CASES = {"в": "loct", "во": "loct", "на": "loct", "у": "gent", "от": "gent", "из": "gent", "со": "gent", "с": "ablt", "по": "datv", "согласно": "datv", "через": "accs", "к": "datv", "ко": "datv", "перед": "ablt", "для": "gent"}  # fmt: skip


class Source(NamedTuple):
    """A speaker as read from one phrase; ``words`` are a person's name as written, ``roles`` the nouns before it."""

    name: str
    kind: str
    named: bool
    words: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    head: str = ""
    oblique: bool = False
    parts: tuple[Source, ...] = ()
    content: frozenset[str] = frozenset()
    """Lemmas of the whole phrase, by which a later mention finds it."""
    plural: bool = False


def source_of(tokens: Sequence[Token], hint: str, known: frozenset[str]) -> Source | None:
    """Return the speaker of a phrase that stands in the case ``hint``; ``known`` are surnames of the text, small."""
    tokens = [t for t in tokens if t.kind == WORD or t.text not in "!?…*"]
    while tokens and (tokens[0].lower in _EMPHASIS or tokens[0].text in ",—–."):
        tokens = tokens[1:]
    if not tokens:
        return None
    if tokens[0].lower in _CASES and len(tokens) > 1:
        hint, tokens = _CASES[tokens[0].lower], tokens[1:]
    pronoun = [t for t in tokens if t.lower not in _EMPHASIS]
    if len(pronoun) == 1 and pronoun[0].lower in PRONOUNS and len(tokens) <= len("же") + 1:
        return Source(PRONOUNS[pronoun[0].lower], PRONOUN, named=False)
    if _ours(tokens):
        return Source("мы", PRONOUN, named=False)
    head, rest = split(tokens)
    head = head or tokens
    several = _several(head, hint, known)
    if several:
        return Source("; ".join(s.name for s in several), SEVERAL, named=True, parts=several)
    return _single(head, rest, hint, known)


def _ours(tokens: Sequence[Token]) -> bool:
    """Tell whether the words mean who says them: "наша газета", "наш корреспондент", "нашим" of "по нашим данным"."""
    words = [lemma(t.text) for t in tokens if t.kind == WORD]
    return words[:1] == ["наш"] and set(words[1:]) <= lexicon.MEDIA_KINDS | _STAFF


_RESEARCH = frozenset({"опрос", "исследование", "линия", "доклад", "отчет", "сводка", "расследование"})
"""What a body does or writes that speaks for it ("опрос центра «Замер»")."""

_WRITTEN = frozenset({"доклад", "отчет", "сводка", "справка", "ответ", "записка", "исследование", "релиз", "пресс-релиз", "решение", "заявление", "сообщение", "бюллетень"})  # fmt: skip
"""Documents that speak for the body behind them."""

_TRADES = frozenset({"авиакомпания", "мотоклуб", "клуб", "консорциум", "коллектив", "дом", "агрофирма", "пивоварня", "отель", "студия", "театр", "завод", "ферма", "застройщик", "подрядчик", "перевозчик", "оператор", "банк"})  # fmt: skip
"""Bodies of no state that are known by the name in quotation marks behind their kind."""

_STAFF = frozenset({"корреспондент", "журналист", "журналистка", "репортер", "редакция"})


def _several(head: list[Token], hint: str, known: frozenset[str]) -> tuple[Source, ...]:
    """Return the people of "Анна Лунд и Иван Карел"; nothing where a part is no name."""
    cuts = [n for n, t in enumerate(head) if t.lower == "и" and 0 < n < len(head) - 1]
    for cut in cuts:
        parts = [_single(piece, [], hint, known) for piece in (head[:cut], head[cut + 1 :])]
        if all(part is not None and part.kind == PERSON for part in parts):
            return tuple(part for part in parts if part is not None)
    return ()


def _single(head: list[Token], rest: list[list[Token]], hint: str, known: frozenset[str]) -> Source | None:
    found = head_of(head, hint)
    run = person_in(head, found, hint, known)
    if run is None and (body := _body_apposed(rest)) is not None:
        return body
    content = frozenset(lemma(t.text) for t in head if t.kind == WORD and t.lower not in PREPOSITIONS)
    apposed = apposed_name(rest, known)
    if apposed is not None and run is not None and run.end - run.start == 1 and run.start > 0:
        run = None
    if (
        run is None
        and found is not None
        and (found.form.animate or found.form.pos != "NOUN" or found.form.lemma in lexicon.SPEAKERS)
        and (found.form.number != "plur" or lemma(head[0].text) == "один")
    ) or (run is None and lemma(head[0].text) == "один"):
        named = apposed
        if named is not None:
            return Source(
                " ".join(named),
                PERSON,
                True,  # noqa: FBT003 - the field is named
                named,
                roles_in(head),
                found.form.lemma if found is not None else "",
                bool(hint),
                content=content,
            )
    if run is not None:
        words = ordered(words_of(head, run))
        before = head[: run.start] or head[run.end :]
        roles = roles_in(before) | frozenset().union(*(roles_in(piece) for piece in rest[:2]))
        return Source(
            " ".join(words),
            PERSON,
            True,  # noqa: FBT003 - the field is named
            words,
            roles,
            found.form.lemma if found else "",
            _oblique(found, hint),
            content=content,
        )
    author = _author(head, found)
    return author if author is not None else _unnamed(head, found, hint, content)


def _author(head: list[Token], found: Head | None) -> Source | None:
    """Return the body whose document a phrase names ("отчёт Горного надзора")."""
    if found is None or found.form.lemma not in _WRITTEN or found.at + 1 >= len(head):
        return None
    tail = head[found.at + 1 :]
    first = next((t for t in tail if any(f.pos == "NOUN" for f in forms(t.text)[:2])), None)
    if first is None or not nouns(first.text) & lexicon.INSTITUTIONS - lexicon.DOCUMENTS:
        return None
    content = frozenset(lemma(t.text) for t in tail if t.kind == WORD and t.lower not in PREPOSITIONS)
    source = _unnamed(tail, head_of(tail, "gent"), "gent", content)
    return source if source is not None and source.kind == ORGANISATION else None


def _oblique(found: Head | None, hint: str) -> bool:
    return bool(hint) or (found is not None and found.form.case not in {"nomn", ""})


def _body_apposed(rest: list[list[Token]]) -> Source | None:
    """Return the organisation that a piece after a comma or a dash names by its kind ("Владелец рудника, холдинг «Соль»")."""
    piece = rest[0] if rest else []
    at = next((n for n, t in enumerate(piece[:3]) if nouns(t.text) & lexicon.INSTITUTIONS), -1)
    if at < 0 or at + 1 >= len(piece) or not any(f.case == "nomn" for f in forms(piece[at].text)[:3]):
        return None
    if any(not forms(t.text) or forms(t.text)[0].pos != "ADJF" for t in piece[:at]):
        return None
    proper = piece[at + 1].text in '«„"' or (piece[at + 1].capital and piece[at + 1].text.isascii())
    if not proper:
        return None
    name = plain_text([t for t in piece[at + 1 :] if t.text not in '«»„“"'])
    return Source(
        name, ORGANISATION, named=True, head=lemma(piece[at].text), content=frozenset({lemma(piece[at].text)})
    )


def _unnamed(head: list[Token], found: Head | None, hint: str, content: frozenset[str]) -> Source | None:  # noqa: PLR0911 - rules in order
    quoted = next((n for n, t in enumerate(head) if t.text in '«„"'), -1)
    end = quoted_at(head, quoted) if quoted >= 0 else -1
    if quoted >= 0 and (found is None or (not found.form.animate and end >= len(head) and found.at < quoted)):
        inside = plain_text(head[quoted + 1 : end - 1])
        kind = found.form.lemma if found is not None else ""
        name = f"{_cap(head[found.at].text)} «{inside}»" if kind == "радио" and found is not None else inside
        between = head[found.at + 1 : quoted] if found is not None else []
        body = next((lemma(t.text) for t in between if nouns(t.text) & lexicon.INSTITUTIONS), "")
        if body and kind in _RESEARCH:
            return Source(inside, ORGANISATION, named=True, head=body, oblique=True, content=content)
        if kind in lexicon.PRESS_SERVICES or (
            kind and kind not in lexicon.INSTITUTIONS | lexicon.MEDIA and (between or kind not in _TRADES)
        ):
            assert found is not None
            return Source(found.text, ORGANISATION, named=False, head=kind, content=content)
        return Source(
            name, ORGANISATION, named=True, head=kind, oblique=bool(hint) and not kind, content=content
        )
    one = _one_of(head)
    if one:
        return Source(one, OFFICE, named=False, roles=roles_in(head), content=content)
    if found is None:
        if (people := _participle(head[0])) and not any(t.capital for t in head[1:]):
            return Source(people, GROUP, named=False, head=lemma(head[0].text), content=content, plural=True)
        text = plain_text(head)
        return Source(
            text, ORGANISATION, named=any(t.capital for t in head), content=content, oblique=bool(hint)
        )
    lemma_of = found.form.lemma
    if lemma_of == "власть":
        return Source(
            "власти" + found.text.partition(" ")[1] + found.text.partition(" ")[2],
            GROUP,
            named=False,
            head="власть",
            content=content,
            plural=True,
        )
    if not found.form.animate and found.form.pos == "NOUN" and lemma_of not in lexicon.SPEAKERS:
        proper = any(t.capital and n > 0 for n, t in enumerate(head)) or head[0].text.isupper()
        named = proper and lemma_of not in lexicon.PRESS_SERVICES | lexicon.NOT_NAMED
        return Source(
            found.text, ORGANISATION, named=named, head=lemma_of, content=content, oblique=bool(hint)
        )
    plural = found.form.number == "plur"
    return Source(
        found.text,
        GROUP if plural else OFFICE,
        named=False,
        roles=roles_in(head),
        head=lemma_of,
        content=content,
        plural=plural,
    )


def _participle(token: Token) -> str:
    """Return the nominative of an adjective in the plural that stands for people ("избитым", "бастующих")."""
    if token.capital and not common(token.text):
        return ""
    found = next((f for f in forms(token.text) if f.pos in {"ADJF", "PRTF"} and f.number == "plur"), None)
    return nominative_of(token.text, found.case, "plur") if found is not None and found.case != "nomn" else ""


def _one_of(head: list[Token]) -> str:
    """Return "один из следователей" in the nominative, or nothing for any other phrase."""
    part = {
        "один": "один",
        "одна": "одна",
        "двое": "двое",
        "трое": "трое",
        "некоторый": "некоторые",
        "часть": "часть",
    }
    first = next((part[x] for x in (lemma(head[0].text),) if x in part), "")
    if not first or len(head) < len(("один", "из", "них")) or head[1].lower != "из":
        return ""
    if head[0].lower in {"одна", "одной", "одну"}:
        first = "одна"
    return f"{first} {plain_text(head[1:])}"


def _cap(word: str) -> str:
    return word[:1].upper() + word[1:]
