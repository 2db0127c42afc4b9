"""What a form changes of a statement, in the names of the one schema.

What must stay true: a form that is sent as it was shown changes nothing, whatever the statement holds; what
is unchanged in a form stays exactly as it was, also where a form cannot show all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlencode

from khronika.acts.picked import place_at
from khronika.errors import UsageFault
from khronika.publishing.visible import visible
from khronika.records.dates import When
from khronika.records.exchange import statement_json
from khronika.records.figures import Figure
from khronika.records.places import PlaceCandidate, PlaceMention
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement
from khronika.web.drafted_claims import claims_typed
from khronika.web.drafted_pieces import as_sent, in_the_form, number_typed, piece_as_sent, pieces_of
from khronika.web.drafting import (
    Drafted,
    Piece,
    Worded,
    drafted_in,
    drafted_of,
    figure_piece,
    place_piece,
    spans_of,
    time_piece,
    worded_piece,
)
from khronika.web.forms import Fields, day_typed, days_typed, fields_of

_LEFT_OPEN = "a person left it open"
_CHOSEN = "a person chose it"
Record = TypeVar("Record")
Shown = list[tuple[Piece, Any]]


def changes_of(form: Fields, before: Statement, text: str) -> dict[str, Any]:
    """Return what a form changes of a statement of ``text``.

    Raises:
        UsageFault: something in it is not what it ought to be.
    """
    typed, shown = drafted_in(form), as_sent(drafted_of(before))
    made = _plain(typed, shown, before) | _worded(typed, shown, before)
    if typed.whole:
        made |= _whole(typed, shown, before, text)
    changed = {name: value for name, value in made.items() if value != getattr(before, name)}
    if not changed:
        return {}
    plain = statement_json(replace(before, **changed))
    changes = {name: plain.get(name, []) for name in changed}
    if "figures" in changed:
        changes["figures"] = [
            told | {"low": _exact(figure.low), "high": _exact(figure.high)}
            for told, figure in zip(plain["figures"], changed["figures"], strict=True)
        ]
    marks = {name: plain["marks"][name] for name in changed if name in plain["marks"]}
    return changes | ({"marks": marks} if marks else {})


def _plain(typed: Drafted, shown: Drafted, before: Statement) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if typed.speaker != shown.speaker:
        made["speaker"] = typed.speaker or None
    if (typed.named, typed.speaker) != (shown.named, shown.speaker):
        made["named"] = typed.named and bool(typed.speaker)
    if typed.acts != shown.acts:
        made["acts"] = _in_their_order(before.acts, [_of_list(Act, one, "acts") for one in typed.acts])
    if (typed.acts, typed.denies) != (shown.acts, shown.denies):
        kinds = typed.denies if Act.DENIES.value in typed.acts else ()
        denies = [_of_list(Denial, one, "denies") for one in kinds]
        made["denies"] = _in_their_order(before.denies, denies)
    if typed.content and typed.content != shown.content:
        made["content"] = spans_of(typed.content)
    return made


def _worded(typed: Drafted, shown: Drafted, before: Statement) -> dict[str, Any]:
    """Return the words that were typed where others stood, with the place where it is theirs."""
    made: dict[str, Any] = {}
    for name in ("addressee", "forum"):
        one: Worded = getattr(typed, name)
        if one != getattr(shown, name):
            theirs = one.was in {"", one.text}
            made[name] = Phrase(one.text, spans_of(one.at) if theirs else ()) if one.text else None
    if (typed.relays, typed.relay_marks) != (shown.relays, shown.relay_marks):
        left = [(_sent_line(relay.text), relay) for relay in before.relays]
        places = {words: at for at, _, words in (mark.partition(" ") for mark in typed.relay_marks)}
        made["relays"] = tuple(
            _kept(left, words) or Phrase(words, spans_of(places.get(words, ""))) for words in typed.relays
        )
    return made


def _sent_line(text: str) -> str:
    lines = fields_of(urlencode({"line": visible(" ".join(text.split()))}).encode()).lines("line")
    return lines[0] if lines else ""


def _whole(typed: Drafted, shown: Drafted, before: Statement, text: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        name: spans_of(getattr(typed, name))
        for name in ("source", "cue")
        if getattr(typed, name) != getattr(shown, name)
    }
    times: Shown = [(time_piece(one, said=False), one) for one in before.dates]
    if before.when is not None:
        times.insert(0, (time_piece(before.when, said=True), before.when))
    told = _made(typed, "time", times, _time)
    said = [when for piece, when in told if piece.held["said"]]
    if len(said) > 1:
        wrong = UsageFault("only one time can be when it was said", "leave one of them so").beside("said")
        raise _of_the_last(wrong, (one for one in pieces_of(typed, "time") if one[1].held["said"]))
    disputed = [one for _, one in _made(typed, "disputed", _of("disputed", before.disputes), _phrase)]
    if len(disputed) > 1:
        wrong = UsageFault("disputed words are given twice", "leave one of them out")
        raise _of_the_last(wrong, pieces_of(typed, "disputed"))
    figures: Shown = [(figure_piece(one), one) for one in before.figures]
    places: Shown = [(place_piece(one), one) for one in before.places]
    return made | {
        "figures": tuple(one for _, one in _made(typed, "figure", figures, _figure)),
        "when": said[0] if said else None,
        "dates": tuple(when for piece, when in told if not piece.held["said"]),
        "places": tuple(one for _, one in _made(typed, "place", places, _place_of(before, text))),
        "hedges": tuple(one for _, one in _made(typed, "hedge", _of("hedge", *before.hedges), _phrase)),
        "disputes": disputed[0] if disputed else None,
        "claims": claims_typed(typed, before),
    }


def _of_the_last(fault: UsageFault, several: Iterable[tuple[int, Piece]]) -> UsageFault:
    """Return a fault of several pieces, of which there can be but one, as one about the last of them."""
    number, piece = list(several)[-1]
    return in_the_form(fault, piece, number)


def _of(kind: str, *phrases: Phrase | None) -> Shown:
    return [(worded_piece(kind, one), one) for one in phrases if one is not None]


def _made(
    typed: Drafted, kind: str, before: Shown, make: Callable[[Piece], Record]
) -> list[tuple[Piece, Record]]:
    """Return the pieces of a kind with their records: the very same of one that came back as it was shown."""
    left = [(piece_as_sent(piece).held, record) for piece, record in before]
    made = []
    for number, piece in pieces_of(typed, kind):
        try:
            made.append((piece, _kept(left, piece.held) or make(piece)))
        except UsageFault as fault:
            raise in_the_form(fault, piece, number) from fault.__cause__
    return made


def _kept(left: list[tuple[Any, Any]], shown: Any) -> Any:
    """Take out of ``left`` what looked like this before, ``None`` where nothing did."""
    place = next((place for place, one in enumerate(left) if one[0] == shown), None)
    return None if place is None else left.pop(place)[1]


def _figure(piece: Piece) -> Figure:
    held = piece.held
    try:
        return Figure(
            _words(piece),
            number_typed(piece, "low"),
            number_typed(piece, "high"),
            unit=held["unit"],
            of=held["of"],
            per=held["per"],
            spans=spans_of(held["at"]),
            convention=held["convention"],
        )
    except ValueError as fault:
        wrong = UsageFault(str(fault), "the least comes first; empty where that end is open")
        raise wrong.beside("low") from fault


def _time(piece: Piece) -> When:
    held = piece.held
    if set(held["days"]) & set("?~%"):
        raise UsageFault(
            f"{held['days'][:40]!r} is not sure", "give the first and the last day that it can mean"
        ).beside("days")
    try:
        start, end = days_typed(held["days"])
    except UsageFault as fault:
        raise fault.beside("days") from fault.__cause__
    on = day_typed(held["on"]) if held["on"] else None
    return When(_words(piece), start, end, spans_of(held["at"]), on)


def _phrase(piece: Piece) -> Phrase:
    return Phrase(_words(piece), spans_of(piece.held["at"]))


def _place_of(before: Statement, text: str) -> Callable[[Piece], PlaceMention]:
    def place(piece: Piece) -> PlaceMention:
        mention = mention_of(before, piece, text)
        which = piece.held["which"]
        if not which:
            return replace(mention, certain=False, reason=_LEFT_OPEN) if mention.certain else mention
        chosen = [one for one in mention.candidates if str(one.geonames) == which]
        if not chosen:
            raise UsageFault(f"{which[:40]!r} is not on this list", "choose from the list").beside("which")
        others = [one for one in mention.candidates if one is not chosen[0]]
        return replace(mention, candidates=(chosen[0], *others), certain=True, reason=_CHOSEN)

    return place


def candidates_of(before: Statement, piece: Piece, text: str) -> tuple[PlaceCandidate, ...]:
    """Return the places that the words of a piece can mean.

    Raises:
        UsageFault: it is at no place of the text.
    """
    mention = mention_of(before, piece, text)
    also = [one.candidates for one in before.places if one.span == mention.span]
    return tuple(dict.fromkeys(one for candidates in (mention.candidates, *also) for one in candidates))


def mention_of(before: Statement, piece: Piece, text: str) -> PlaceMention:
    """Return the place that a piece is about: as it stands in the statement, else as the gazetteer has it.

    Raises:
        UsageFault: it is at no place of the text.
    """
    spans = spans_of(piece.held["at"])
    if len(spans) != 1 or not spans[0][0] < spans[0][1] <= len(text):
        raise UsageFault("these are not places in the text", "pick the words in the text")
    known = (one for one in before.places if one.span == spans[0])
    return next(known, None) or place_at(text, spans[0])


def _words(piece: Piece) -> str:
    words = piece.held["text"]
    if not words:
        raise UsageFault("its words are empty", "type them, or tick that it is left out").beside("text")
    return words


def _exact(end: Decimal | None) -> str | None:
    return None if end is None else str(end)


def _of_list(kind: type[Act | Denial], value: str, field: str) -> Any:
    try:
        return kind(value)
    except ValueError as fault:
        wrong = UsageFault(f"{value[:40]!r} is not on this list", "choose from the list")
        raise wrong.beside(field) from fault


def _in_their_order(before: Sequence[Any], now: Sequence[Any]) -> tuple[Any, ...]:
    """Return what is ticked now, what stood before in the order it had."""
    kept = [one for one in dict.fromkeys(before) if one in now]
    return tuple(dict.fromkeys([*kept, *now]))
