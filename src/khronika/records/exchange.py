"""The one schema of a read statement (DESIGN 6.8): the brief's JSON, the reader's JSON Lines, the API.

``id, speaker, named, source, cue, acts, denies, addressee, forum, relays, content, within, figures, when,
dates, hedges, disputes, score``; ``places`` and ``claims`` where there are some; and, for the publisher's own
assertions, ``"own": true``. Spans are lists of ``[start, end)`` in code points. ``relays``, ``addressee``,
``forum``, ``hedges`` and ``disputes`` are words; ``marks`` holds the spans where those words stand, so that a
page can highlight them. ``score`` runs from 0 to 1 in steps of a thousandth; ``reason`` says what it rests
on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from khronika.records.body import record_of
from khronika.records.claims import SuggestedClaim
from khronika.records.corrections import Objected
from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.places import PlaceMention
from khronika.records.spans import Phrase, Spans
from khronika.records.statement import Act, Denial, Statement

Json = dict[str, Any]


def objections_json(objections: Iterable[Objected]) -> Json:
    """Return what was done to a statement as a field beside it, ``objections``; nothing where nothing was."""
    plain = [
        {
            "manner": one.manner,
            "term": one.term,
            "speaker": one.speaker,
            "first": None if one.first is None else one.first.isoformat(),
            "last": None if one.last is None else one.last.isoformat(),
        }
        for one in objections
    ]
    return {"objections": plain} if plain else {}


def statement_json(statement: Statement) -> Json:
    """Return ``statement`` in the one schema."""
    plain: Json = {
        "id": statement.id,
        "speaker": statement.speaker,
        "named": statement.named,
        "source": _lists(statement.source),
        "cue": _lists(statement.cue),
        "acts": [act.value for act in statement.acts],
        "denies": [kind.value for kind in statement.denies],
        "addressee": statement.addressee.text if statement.addressee else None,
        "forum": statement.forum.text if statement.forum else None,
        "relays": [relay.text for relay in statement.relays],
        "content": _lists(statement.content),
        "within": statement.within,
        "figures": [_figure_json(figure) for figure in statement.figures],
        "when": _when_json(statement.when),
        "dates": [_when_json(when) for when in statement.dates],
        "hedges": [hedge.text for hedge in statement.hedges],
        "disputes": statement.disputes.text if statement.disputes else None,
        "score": statement.score / 1000,
        "reason": statement.reason,
        "marks": _marks(statement),
    }
    if statement.places:
        plain["places"] = [_plain(place) for place in statement.places]
    if statement.claims:
        plain["claims"] = [_plain(claim) for claim in statement.claims]
    if statement.own:
        plain["own"] = True
    return plain


def statement_of(plain: Mapping[str, Any]) -> Statement:
    """Return the statement that ``plain`` spells in the one schema.

    Raises:
        ValueError: a field is missing or holds what the schema does not allow.
    """
    try:
        return _statement_of(plain)
    except (KeyError, TypeError, ArithmeticError) as fault:
        raise ValueError(f"not a statement in the schema: {fault}") from fault


def _statement_of(plain: Mapping[str, Any]) -> Statement:
    marks = plain.get("marks", {})

    def phrase(name: str) -> Phrase | None:
        words = plain.get(name)
        return None if words is None else Phrase(words, _spans(marks.get(name, [])))

    def phrases(name: str) -> tuple[Phrase, ...]:
        words = plain.get(name, [])
        places = marks.get(name) or [[] for _ in words]
        return tuple(Phrase(w, _spans(p)) for w, p in zip(words, places, strict=True))

    return Statement(
        id=plain["id"],
        speaker=plain["speaker"],
        named=bool(plain["named"]),
        content=_spans(plain["content"]),
        acts=tuple(Act(act) for act in plain["acts"]),
        source=_spans(plain.get("source", [])),
        cue=_spans(plain.get("cue", [])),
        denies=tuple(Denial(kind) for kind in plain.get("denies", [])),
        addressee=phrase("addressee"),
        forum=phrase("forum"),
        relays=phrases("relays"),
        within=plain.get("within"),
        figures=tuple(_figure_of(figure) for figure in plain.get("figures", [])),
        when=_when_of(plain.get("when")),
        dates=tuple(w for plain_when in plain.get("dates", []) if (w := _when_of(plain_when)) is not None),
        hedges=phrases("hedges"),
        disputes=phrase("disputes"),
        places=tuple(record_of(PlaceMention, place) for place in plain.get("places", [])),
        claims=tuple(record_of(SuggestedClaim, claim) for claim in plain.get("claims", [])),
        own=bool(plain.get("own", False)),
        score=round(plain.get("score", 0) * 1000),
        reason=plain.get("reason", ""),
    )


def _plain(record: PlaceMention | SuggestedClaim) -> Json:
    """Return a record as JSON would give it back: lists, and numbers that are no whole ones as strings."""
    plain: Json = msgspec.json.decode(msgspec.json.encode(record, order="sorted"))
    return plain


def _marks(statement: Statement) -> Json:
    marks: Json = {}
    if statement.relays:
        marks["relays"] = [_lists(relay.spans) for relay in statement.relays]
    if statement.hedges:
        marks["hedges"] = [_lists(hedge.spans) for hedge in statement.hedges]
    for name in ("addressee", "forum", "disputes"):
        phrase: Phrase | None = getattr(statement, name)
        if phrase is not None and phrase.spans:
            marks[name] = _lists(phrase.spans)
    return marks


def _figure_json(figure: Figure) -> Json:
    plain: Json = {
        "text": figure.text,
        "low": _number(figure.low),
        "high": _number(figure.high),
        "unit": figure.unit,
    }
    extras = {
        "of": figure.of,
        "per": figure.per,
        "convention": figure.convention,
        "spans": _lists(figure.spans),
    }
    return plain | {name: value for name, value in extras.items() if value}


def _figure_of(plain: Mapping[str, Any]) -> Figure:
    low, high = plain["low"], plain["high"]
    return Figure(
        text=plain["text"],
        low=None if low is None else Decimal(str(low)),
        high=None if high is None else Decimal(str(high)),
        unit=plain.get("unit", ""),
        of=plain.get("of", ""),
        per=plain.get("per", ""),
        spans=_spans(plain.get("spans", [])),
        convention=plain.get("convention", ""),
    )


def _when_json(when: When | None) -> Json | None:
    if when is None:
        return None
    plain: Json = {
        "text": when.text,
        "start": when.start.isoformat() if when.start else None,
        "end": when.end.isoformat() if when.end else None,
    }
    if when.spans:
        plain["spans"] = _lists(when.spans)
    if when.on:
        plain["on"] = when.on.isoformat()
    return plain


def _when_of(plain: Mapping[str, Any] | None) -> When | None:
    if plain is None:
        return None

    def day(name: str) -> date | None:
        value = plain.get(name)
        return None if value is None else date.fromisoformat(value)

    return When(plain["text"], day("start"), day("end"), _spans(plain.get("spans", [])), day("on"))


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _lists(spans: Spans) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def _spans(lists: Any) -> Spans:
    return tuple((int(start), int(end)) for start, end in lists)
