"""Acts that a clause tells of: which, whether denied or only possible, how many, done by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from khronika.reading.claims import acts
from khronika.reading.claims.acts import Deed
from khronika.reading.claims.clauses import Clause
from khronika.reading.claims.counting import counted_as, distance, overlaps
from khronika.reading.claims.language import Form, Language
from khronika.reading.claims.parties import doer
from khronika.reading.tokens import MARK, NUMBER, Token
from khronika.records.claims import Modality
from khronika.records.figures import Figure
from khronika.records.spans import Span

_BEFORE = 6
_CLOSE = 4
_AUXILIARY = 5
_MOST = 8
"""Acts of a clause."""
_OPENING, _CLOSING = frozenset('“«"‘'), frozenset('”»"’')
_TO_PEOPLE = frozenset(acts.ALL) - {
    acts.ATTACKED,
    acts.BANNED,
    acts.CLOSED,
    acts.DESTROYED,
    acts.RAIDED,
    acts.SEARCHED,
}


@dataclass(slots=True)
class Event:
    """An act told of in a clause."""

    deed: Deed
    form: Form
    at: int
    span: Span
    clause: Clause
    denied: bool
    modality: Modality
    passive: bool
    done_by: Span | None = None
    victim: Span | None = None
    figure: Figure | None = None


def events_of(clause: Clause, figures: Sequence[Figure], language: Language, *, hedged: bool) -> list[Event]:
    """Return the acts of ``clause``; none of a condition or a question."""
    if clause.empty:
        return []
    found: list[Event] = []
    for at in range(len(clause.tokens)):
        event = _event(clause, at, figures, language, hedged=hedged)
        if event is not None:
            found.append(event)
        if len(found) == _MOST:
            break
    for figure in figures:
        _attach(figure, found, language)
    return found


def _attach(figure: Figure, events: Sequence[Event], language: Language) -> None:
    """Give ``figure`` to the act of its clause that stands nearest, once an act."""
    if not figure.spans or counted_as(figure, language) is None:
        return
    near: list[tuple[int, int, Event]] = []
    for number, event in enumerate(events):
        far = distance(figure, event.clause.tokens, event.at, event.form, language, passive=event.passive)
        if far is not None:
            near.append((far, number, event))
    if near and min(near)[2].figure is None:
        min(near)[2].figure = figure


def _event(
    clause: Clause,
    at: int,
    figures: Sequence[Figure],
    language: Language,
    *,
    hedged: bool,
) -> Event | None:
    tokens = clause.tokens
    trigger = language.trigger(tokens[at].lower)
    if trigger is None or not _tells(tokens, at, trigger.form, language):
        return None
    before = _words_before(tokens, at, figures, language)
    near = before[-_BEFORE:]
    denied = any(word in language.negations for word in near)
    far = any(word in language.negations for word in before[:-_BEFORE]) or _apart(tokens, at, language)
    unclear = any(word in language.unclear for word in near[-_CLOSE:])
    if far or (unclear and not denied) or any(word in language.ended for word in near[-_CLOSE:]):
        return None
    before = near
    passive = trigger.form is Form.PAST and language.passive(before[-_AUXILIARY:], tokens[at].lower)
    if trigger.form is Form.PAST and not _suffered(tokens, at, figures, language, passive=passive):
        return None
    if not _of_the_kind(tokens, at, trigger.deed, figures, language):
        return None
    possible = hedged or any(word in language.possible for word in before)
    span = (tokens[at].start, tokens[at].end)
    event = Event(
        trigger.deed,
        trigger.form,
        at,
        span,
        clause,
        denied,
        Modality.POSSIBLE if possible else Modality.ASSERTED,
        passive,
    )
    reduced = trigger.form is Form.PAST and not passive and _after_people(tokens, at, language)
    if trigger.form is Form.PAST:
        event.done_by = doer(tokens, at, language, passive=passive or (reduced and bool(language.by)))
    if trigger.form is Form.STATE or passive:
        event.victim = _victim(tokens, at, language)
    return event


def _tells(tokens: Sequence[Token], at: int, form: Form, language: Language) -> bool:
    """Tell whether the word names an act, not a body ("Committee on Torture") or a place."""
    token = tokens[at]
    before = tokens[at - 1].lower if at else ""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if form is Form.NOUN:
        named = token.capital and at > 0
        quoted = after[:1] in _CLOSING and before[:1] in _OPENING
        if quoted:
            return False
        place = at - 1
        while place > 0 and tokens[place].lower in language.determiners:
            place -= 1
        before = tokens[place].lower if place >= 0 else ""
        return not named and before not in language.not_event_before and after not in language.not_event_after
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if form is Form.PAST and before in language.determiners and following is not None:
        return not (_person(following, language) or following.lower in language.closable)
    if token.lower in language.gone:
        return before in language.auxiliaries | language.skipped | {
            "went",
            "reported",
            "remain",
            "remains",
            "gone",
        }
    return True


def happens(event: Event, language: Language) -> bool:
    """Tell whether a noun is followed by whom it befell, or by a verb of happening ("the raids began")."""
    tokens, at = event.clause.tokens, event.at + 1
    while at + 1 < len(tokens) and tokens[at].lower in {"and", "or", "и", ","}:
        at += 2
    word = tokens[at].lower if at < len(tokens) else ""
    before = tokens[event.at - 1].lower if event.at else ""
    return (
        before in language.happens
        or word in language.noun_followers | language.happens
        or bool(language.people(word))
        or (not language.by and at < len(tokens) and tokens[at].capital)
    )


def _apart(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Tell whether a comma stands between a negation and the act, so that it may deny something else."""
    parted = False
    for place in range(at - 1, max(-1, at - 1 - _BEFORE), -1):
        parted = parted or tokens[place].text == ","
        if parted and tokens[place].lower in language.negations:
            return True
    return False


def _words_before(
    tokens: Sequence[Token], at: int, figures: Sequence[Figure], language: Language
) -> list[str]:
    """Return the words of the clause before the act; "not only" and "no fewer than 40" are no negations."""
    found: list[str] = []
    for token in tokens[:at]:
        if token.kind == MARK or any(start <= token.start < end for f in figures for start, end in f.spans):
            continue
        if found and found[-1] in language.negations and token.lower in language.not_negated:
            found.pop()
            continue
        found.append(token.lower)
    return found


def _person(token: Token, language: Language) -> bool:
    return token.lower in language.persons or bool(language.people(token.lower))


def _after_people(tokens: Sequence[Token], at: int, language: Language) -> bool:
    return at > 0 and bool(language.people(tokens[at - 1].lower))


def _suffered(
    tokens: Sequence[Token], at: int, figures: Sequence[Figure], language: Language, *, passive: bool
) -> bool:
    """Tell whether somebody or something suffers the verb at ``at``: a passive, or people named beside it."""
    if passive:
        return True
    near = tokens[max(0, at - _CLOSE) : at + 1 + _CLOSE]
    span = (near[0].start, near[-1].end)
    acting = not language.by and any(language.agents(t.lower) and language.subject(t.lower) for t in near)
    return (
        acting
        or any(_person(t, language) or t.lower in language.closable for t in near)
        or any(overlaps(f, span) for f in figures)
        or any(t.capital for t in tokens[at + 1 : at + 3])
    )


def _of_the_kind(
    tokens: Sequence[Token], at: int, deed: Deed, figures: Sequence[Figure], language: Language
) -> bool:
    """Tell whether what is done is done to what it can be done to ("held a vigil", "the case was closed")."""
    word = tokens[at].lower
    near = tokens[max(0, at - _BEFORE) : at + 1 + _CLOSE]
    lows = [t.lower for t in near]
    if word in language.only_of_things or deed in {acts.CLOSED, acts.BANNED, acts.DESTROYED}:
        return any(low in language.closable for low in lows)
    if word in language.only_of_people:
        beside = tokens[at + 1 : at + 4]
        span = (tokens[at].start, beside[-1].end if beside else tokens[at].end)
        if language.passive([t.lower for t in tokens[max(0, at - _AUXILIARY) : at]], word):
            beside = near
            span = (near[0].start, near[-1].end)
        people = any(_person(t, language) for t in beside) or _after_people(tokens, at, language)
        people = people or any(overlaps(f, span) and counted_as(f, language) is not None for f in figures)
        named = _victim(tokens, at, language) is not None or any(t.capital for t in tokens[at + 1 : at + 3])
        return (people or named) and not any(low in language.things for low in lows)
    counted = [counted_as(f, language) for f in figures if overlaps(f, (tokens[0].start, tokens[-1].end))]
    if deed in _TO_PEOPLE and counted and all(of is None for of in counted):
        return False
    return not any(low in language.things for low in lows[-_CLOSE - 1 :][:2])


def _victim(tokens: Sequence[Token], at: int, language: Language) -> Span | None:
    """Return a full name that the verb at ``at`` is said of ("Savel Ortan, 73, died")."""
    place = at - 1
    while place >= 0 and at - place <= _BEFORE:
        token = tokens[place]
        if not (
            token.kind == NUMBER
            or token.text == ","
            or token.lower in language.auxiliaries | language.skipped | language.negations
        ):
            break
        place -= 1
    end = place + 1
    while place >= 0 and tokens[place].capital and tokens[place].lower not in language.not_places:
        place -= 1
    start = place + 1
    if start > 0 and tokens[start - 1].kind != MARK and tokens[start - 1].lower not in language.cuts:
        return None
    return (tokens[start].start, tokens[end - 1].end) if end - start > 1 else None
