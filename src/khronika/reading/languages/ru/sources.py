"""What a noun phrase says of the speaker: the name, or the office or group that is all we are told.

"Пресс-секретарь губернатора Ивана Карела" names the governor, not the speaker: the speaker is an unnamed party.
Nothing is concluded about a person beyond the name and the role the source gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.appositions import apposed_name, roles_in
from khronika.reading.languages.ru.morph import forms, in_dictionary, lemma, nominative_of, nouns
from khronika.reading.languages.ru.names import (
    ARABIC,
    PARTICLES,
    PLACED,
    TITLES,
    Run,
    common,
    initial,
    is_given,
    is_patronymic,
    looks_personal,
    nominatives,
    ordered,
    run_at,
    words_of,
)
from khronika.reading.languages.ru.phrase import Head, head_of, plain_text, quoted_at, split
from khronika.reading.languages.ru.verbs import NOUN_ACTS
from khronika.reading.languages.ru.words import PREPOSITIONS, PRONOUNS
from khronika.reading.tokens import WORD, Token

PERSON, ORGANISATION, GROUP, OFFICE, PRONOUN, SEVERAL = (
    "person", "organisation", "group", "office", "pronoun", "several",
)  # fmt: skip
_LONGEST_ROLE = 8
_MOST_WORDS = 5
_EMPHASIS = frozenset(
    {"сам", "сама", "сами", "само", "самого", "самой", "самому", "же", "лишь", "только", "и", "даже"}
)
_CASES = {"в": "loct", "во": "loct", "на": "loct", "у": "gent", "от": "gent", "из": "gent", "со": "gent", "с": "ablt", "по": "datv", "согласно": "datv", "через": "accs", "к": "datv", "ко": "datv", "перед": "ablt", "для": "gent"}  # fmt: skip

_PLACE = frozenset({"в", "во", "из", "на", "от", "под"})
"""Prepositions behind which a place stands, not the person that a phrase names."""


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


_OF_SOMEBODY = lexicon.DOCUMENTS | frozenset(NOUN_ACTS) | {"голос", "слово", "имя"}
"""Things behind which stands whose words they are."""

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
    author = _author(head, found, known)
    return author if author is not None else _unnamed(head, found, hint, content)


def _author(head: list[Token], found: Head | None, known: frozenset[str]) -> Source | None:
    """Return the body whose document a phrase names ("отчёт Горного надзора")."""
    if found is None or found.form.lemma not in _WRITTEN or found.at + 1 >= len(head):
        return None
    tail = head[found.at + 1 :]
    first = next((t for t in tail if any(f.pos == "NOUN" for f in forms(t.text)[:2])), None)
    if first is None or not nouns(first.text) & lexicon.INSTITUTIONS - lexicon.DOCUMENTS:
        return None
    source = _single(tail, [], "gent", known)
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


def person_in(head: list[Token], found: Head | None, hint: str, known: frozenset[str]) -> Run | None:
    """Return where the name of the speaker stands in a phrase, if it names one."""
    plural = found is not None and found.form.number == "plur" and found.at == 0
    if (
        plural
        and not is_given(head[0].text)
        and not (head[0].capital and _known(head[0].text, known))
        and (common(head[0].text) or not head[0].capital)
    ):
        return None
    if hint == "loct":
        return None
    first = _opening(head, known)
    if first is not None:
        return first
    if found is not None and (cut := _before_place(head, found)) < len(head):
        inner = person_in(head[:cut], found, hint, known)
        if inner is not None and inner.end - inner.start > 1:
            return inner
    trailing = _trailing(head)
    if trailing is None or found is None or found.at >= trailing.start:
        return None if trailing is None or trailing.start > 0 else _whole(head, trailing, known)
    thing = not found.form.animate and found.form.pos == "NOUN" and found.form.lemma not in lexicon.SPEAKERS
    if thing and (found.form.lemma in lexicon.INSTITUTIONS or found.form.lemma not in _OF_SOMEBODY):
        return None
    return _owned(head, trailing, found, hint, known)


def _opening(head: list[Token], known: frozenset[str]) -> Run | None:
    """Return a name the phrase begins with: all of it, or before "из …"."""
    run = run_at(head, 0, len(head))
    if run is None:
        return None
    words = words_of(head, run)
    closed = run.end == len(head) or head[run.end].lower in {
        "из",
        "от",
        "с",
        "со",
        "в",
        "на",
        "по",
        "же",
        "тоже",
    }
    office = common(words[0]) and not is_given(words[0]) and _said_of(words[0])
    if not closed or (len(words) > 1 and office):
        return None
    if len(words) > 2 and is_given(words[1]) and not is_given(words[0]) and not words[0].endswith("."):  # noqa: PLR2004 - a title, a name, a surname
        run, words = Run(run.start + 1, run.end), words[1:]
    if len(words) == 1:
        single = head[0].text
        if _known(single, known):
            return run
        abbreviation = single.isupper() and len(single) > 1
        place = any("Geox" in f.marks for f in forms(single)[:2])
        nobody = abbreviation or place or common(single) or bool(nouns(single) & lexicon.INSTITUTIONS)
        return None if nobody else run
    return run if looks_personal(words) else None


def _before_place(head: list[Token], found: Head) -> int:
    """Return where the place behind a name begins ("врач Анна Лунд | из больницы Тарна")."""
    for at in range(found.at + 2, len(head)):
        if head[at].lower in {"из", "от", "с"} and head[at - 1].capital and not head[at - 1].text.isupper():
            return at
    return len(head)


def _known(word: str, known: frozenset[str]) -> bool:
    """Tell whether a word can be a form of a surname of the text."""
    return any(form in known for form in nominatives(word))


def _said_of(word: str) -> bool:
    """Tell whether a common word is what people or institutions are called by, and no name of its own ("Лиана")."""
    known = lexicon.INSTITUTIONS | lexicon.MEDIA | lexicon.DOCUMENTS | lexicon.SPEAKERS
    return bool(nouns(word) & known) or any(f.animate or f.pos != "NOUN" for f in forms(word)[:2])


def _trailing(head: list[Token]) -> Run | None:
    """Return the capitalised words a phrase ends in."""
    start = len(head)
    while start > 0:
        token = head[start - 1]
        stop = token.text == "." and start > 1 and initial(head, start - 2)
        particle = (token.lower in PARTICLES and start < len(head)) or ARABIC.match(token.text) is not None
        if not (stop or token.capital or particle):
            break
        start -= 1
    if start == 0 and len(head) > 1 and common(head[0].text) and not is_given(head[0].text):
        start = 1
    return Run(start, len(head)) if start < len(head) else None


def _whole(head: list[Token], run: Run, known: frozenset[str]) -> Run | None:
    words = words_of(head, run)
    return run if looks_personal(words) or _known(words[-1], known) else None


def _owned(head: list[Token], run: Run, found: Head, hint: str, known: frozenset[str]) -> Run | None:
    """Return the part of trailing capitals that names the head, not what belongs to it ("МВД Ойматии Аскар …")."""
    if head[run.start - 1].lower in _PLACE and run.end - run.start > len(("given", "surname")) - 1:
        run = Run(run.start + (not is_given(head[run.start].text)), run.end)
    body = bool(nouns(head[run.start - 1].text) & lexicon.INSTITUTIONS)
    if body and run.end - run.start == 1 and run.start - 1 > found.at:
        return None
    starts = [n for n in range(run.start, run.end) if _may_open(head, n, run)]
    case = hint or "nomn"
    best = max(starts, key=lambda n: _fitness(head, run, n, case, known))
    titled = run.start - 1 > found.at and lemma(head[run.start - 1].text) in TITLES
    if _fitness(head, run, best, case, known) + 4.0 * titled <= 0:
        return None
    placed = not titled and any(t.lower in PREPOSITIONS - {"по"} for t in head[found.at : run.start])
    if (
        placed
        and run.end - best < len(("given", "surname"))
        and not _known(words_of(head, Run(best, run.end))[-1], known)
    ):
        return None
    best = _from_left(head, run, best)
    owner = head[best - 1] if best == run.start and best - 1 > found.at else None
    if owner is not None and not _heads_own(head[best], owner, case):
        return None
    return Run(best, run.end)


def _may_open(head: list[Token], at: int, run: Run) -> bool:
    """Tell whether a name can begin at a token: no stop, and no particle between capitals."""
    return head[at].text != "." and not (head[at].lower in PARTICLES and at > run.start)


def _from_left(head: list[Token], run: Run, at: int) -> int:
    """Return where a name of several given names begins: before it stand words of no dictionary, or given names."""
    while at > run.start and run.end - at < _MOST_WORDS:
        word = head[at - 1].text
        if is_patronymic(head[at].text) and head[at - 1].kind == WORD:
            at -= 1
            continue
        given = is_given(word) and any("Name" in f.marks and f.case == "nomn" for f in forms(word))
        ending = word[-1] in "аяыи" or any(f.case == "gent" for f in forms(word))
        genitive = in_dictionary(word) and ending
        if word == "." or word.isupper() or word.endswith(PLACED) or (genitive and not given):
            break
        at -= 1
    return at


def _heads_own(first: Token, owner: Token, case: str) -> bool:
    """Tell whether a name after a genitive of people is still the head's ("адвокат потерпевших Ромуальд Сегу")."""
    people = [
        f
        for f in forms(owner.text)[:4]
        if f.animate and f.case == "gent" and f.number == "sing" and f.pos == "NOUN"
    ]
    if not people:
        return True
    found = [f for f in forms(first.text) if f.number != "plur"]
    return case == "nomn" and any(f.case == "nomn" for f in found[:1])


def _fitness(head: list[Token], run: Run, start: int, case: str, known: frozenset[str]) -> float:
    words = words_of(head, Run(start, run.end))
    score = 4.0 * (_known(words[-1], known)) + 3 * (is_given(words[0]) or words[0].endswith("."))
    full = sum(word.lower() not in PARTICLES for word in words)
    score += {1: 0.5, 2: 2.0, 3: 2.5 if any(map(is_patronymic, words)) else 1.0}.get(full, 0.0)
    for token in head[run.start : start]:
        fits = token.text.isupper() or any(f.case == "gent" for f in forms(token.text)) or token.text == "."
        score += (
            0.5
            if fits
            else (-3 if common(token.text) and forms(token.text)[0].pos in {"NOUN", "ADJF"} else -0.5)
        )
    alone = len(words) == 1 and not _known(words[-1], known)
    if alone and ((common(words[0]) and not is_given(words[0])) or start > run.start or case != "nomn"):
        score -= 3
    score -= 5 * (start > run.start and head[start - 1].text == ".")
    for word in words:
        found = forms(word)[:4]
        score -= 5 * (word.isupper() and len(word.rstrip(".")) > 1)
        if (
            case == "nomn" and found and all(f.case == "gent" for f in found[:1]) and "Geox" in found[0].marks
        ) or (
            word is words[0]
            and case == "nomn"
            and not any(f.case == "nomn" for f in forms(word))
            and word[-1] in "аяуюыиемй"
        ):
            score -= 3
        elif "Geox" in (found[0].marks if found else ()) and len(words) == 1:
            score -= 2
    return score


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
