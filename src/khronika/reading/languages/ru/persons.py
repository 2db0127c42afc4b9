"""Where the name of the speaker stands in a noun phrase: what of its capitals names the head, what belongs to it."""

from __future__ import annotations

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.morph import forms, in_dictionary, lemma, nouns
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
    run_at,
    words_of,
)
from khronika.reading.languages.ru.phrase import Head
from khronika.reading.languages.ru.verbs import NOUN_ACTS
from khronika.reading.languages.ru.words import PREPOSITIONS
from khronika.reading.tokens import WORD, Token

_MOST_WORDS = 5
_PLACE = frozenset({"в", "во", "из", "на", "от", "под"})
"""Prepositions behind which a place stands, not the person that a phrase names."""
_OF_SOMEBODY = lexicon.DOCUMENTS | frozenset(NOUN_ACTS) | {"голос", "слово", "имя"}
"""Things behind which stands whose words they are."""


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
    first = None if hint == "loct" else _opening(head, known)
    if first is not None or hint == "loct":
        return first
    if found is not None and (cut := _before_place(head, found)) < len(head):
        inner = person_in(head[:cut], found, hint, known)
        if inner is not None and inner.end - inner.start > 1:
            return inner
    trailing = _trailing(head)
    if trailing is None or found is None or found.at >= trailing.start:
        return None if trailing is None or trailing.start > 0 else _whole(head, trailing, known)
    return None if _is_thing(found) else _owned(head, trailing, found, hint, known)


def _is_thing(found: Head) -> bool:
    """Tell whether the head of a phrase is nobody, and nothing that is somebody's words."""
    thing = not found.form.animate and found.form.pos == "NOUN" and found.form.lemma not in lexicon.SPEAKERS
    return thing and (found.form.lemma in lexicon.INSTITUTIONS or found.form.lemma not in _OF_SOMEBODY)


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
