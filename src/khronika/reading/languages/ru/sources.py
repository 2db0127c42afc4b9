"""What a noun phrase says of the speaker: the name, or the office or group that is all we are told.

"Пресс-секретарь губернатора Ивана Карела" names the governor, not the speaker: the speaker is an unnamed party.
Nothing is concluded about a person beyond the name and the role the source gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from khronika.reading.languages.ru import lexicon
from khronika.reading.languages.ru.appositions import apposed_name, roles_in
from khronika.reading.languages.ru.morph import forms, in_dictionary, lemma, nouns
from khronika.reading.languages.ru.names import (
    PARTICLES,
    PLACED,
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
    head, rest = split(tokens)
    head = head or tokens
    several = _several(head, hint, known)
    if several:
        return Source("; ".join(s.name for s in several), SEVERAL, named=True, parts=several)
    return _single(head, rest, hint, known)


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
    ):
        named = apposed
        if named is not None:
            return Source(
                " ".join(named),
                PERSON,
                True,  # noqa: FBT003 - the field is named
                named,
                roles_in(head),
                found.form.lemma,
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
    return _unnamed(head, found, hint, content)


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
    trailing = _trailing(head)
    if trailing is None or found is None or found.at >= trailing.start:
        return None if trailing is None or trailing.start > 0 else _whole(head, trailing, known)
    if not found.form.animate and found.form.lemma in lexicon.INSTITUTIONS:
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
        particle = token.lower in PARTICLES and start < len(head)
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
    starts = [n for n in range(run.start, run.end) if head[n].text != "."]
    case = hint or "nomn"
    best = max(starts, key=lambda n: _fitness(head, run, n, case, known))
    if _fitness(head, run, best, case, known) <= 0:
        return None
    placed = any(t.lower in PREPOSITIONS - {"по"} for t in head[found.at : run.start])
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


def _from_left(head: list[Token], run: Run, at: int) -> int:
    """Return where a name of several given names begins: before it stand words of no dictionary, or given names."""
    while at > run.start and run.end - at < _MOST_WORDS:
        word = head[at - 1].text
        given = is_given(word) and any("Name" in f.marks and f.case == "nomn" for f in forms(word))
        if word == "." or word.isupper() or word.endswith(PLACED) or (in_dictionary(word) and not given):
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
    score += {1: 0.5, 2: 2.0, 3: 2.5 if any(map(is_patronymic, words)) else 1.0}.get(len(words), 0.0)
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
        score -= 5 * (word.isupper() and len(word) > 1)
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
        if kind in lexicon.PRESS_SERVICES or (kind and kind not in lexicon.INSTITUTIONS | lexicon.MEDIA):
            assert found is not None
            return Source(found.text, ORGANISATION, named=False, head=kind, content=content)
        return Source(
            name, ORGANISATION, named=True, head=kind, oblique=bool(hint) and not kind, content=content
        )
    one = _one_of(head)
    if one:
        return Source(one, OFFICE, named=False, roles=roles_in(head), content=content)
    if found is None:
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
