"""A statement as the fields of a form: as it is shown, and as it comes back.

What must stay true: a form that is sent as it was shown says the same as the statement it was made of
(:mod:`khronika.web.drafted_changes`); what has no control of its own travels in hidden fields; what does not
fit into a form is left alone, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from khronika.acts.claimed import CODES
from khronika.errors import UsageFault
from khronika.records.claims import OF_ACTS, THE_INCIDENT, SuggestedClaim
from khronika.records.dates import When, edtf_of
from khronika.records.figures import Figure
from khronika.records.places import PlaceMention
from khronika.records.spans import Phrase, Spans
from khronika.records.statement import Act, Denial, Statement
from khronika.web.forms import Fields

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "figure": ("text", "low", "high", "unit", "of", "per", "convention", "at"),
        "time": ("text", "days", "said", "on", "at"),
        "place": ("which", "at"),
        "hedge": ("text", "at"),
        "disputed": ("text", "at"),
        "claim": (
            *("property", "polarity", "modality", "deed", "value", "low", "high", "of", "when"),
            *("subject", "hearsay", "at", "was"),
        ),
    }
)
"""The kinds of pieces, in the order of the page, with the fields of each."""

MOST_FIELDS = 1200
"""A statement whose pieces have more keeps them as they are: a form holds two thousand fields."""

_PIECE = re.compile(rf"({'|'.join(FIELDS)})\.(\d{{1,4}})\.([a-z]+)")
_MOST_SPANS, _LONGEST_SPAN = 500, 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure, a time, a place, a hedge, disputed words or a claim: its fields as text.

    ``gone``: to be left out.
    """

    kind: str
    held: Mapping[str, str]
    gone: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Worded:
    """Words with their place in the text. Once others are typed than ``was``, the place is not theirs."""

    text: str = ""
    at: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A statement as the fields of a form. ``whole``: the form holds its pieces."""

    speaker: str
    named: bool
    acts: tuple[str, ...]
    denies: tuple[str, ...]
    relays: tuple[str, ...]
    relay_marks: tuple[str, ...]
    addressee: Worded
    forum: Worded
    content: str
    source: str
    cue: str
    pieces: tuple[Piece, ...]
    whole: bool = True

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the fields as a browser sends them that shows them."""
        yield from (("speaker", self.speaker), ("relays", "\n".join(self.relays)))
        yield from [("named", "1")] if self.named else []
        yield from (("acts", act) for act in self.acts)
        yield from (("denies", kind) for kind in self.denies)
        yield from (("relay", mark) for mark in self.relay_marks)
        for name, worded in (("addressee", self.addressee), ("forum", self.forum)):
            yield from ((name, worded.text), (f"{name}.at", worded.at), (f"{name}.was", worded.was))
        yield "spans", self.content
        if self.whole:
            yield from (("whole", "1"), ("source", self.source), ("cue", self.cue))
            for number, piece in enumerate(self.pieces):
                yield from ((f"{piece.kind}.{number}.{name}", text) for name, text in piece.held.items())


def drafted_of(statement: Statement) -> Drafted:
    """Return a statement as the fields that its form shows."""
    pieces = tuple(_pieces(statement))
    whole = sum(len(FIELDS[one.kind]) for one in pieces) <= MOST_FIELDS
    return Drafted(
        speaker=line(statement.speaker or ""),
        named=statement.named,
        acts=tuple(act.value for act in Act if act in statement.acts),
        denies=tuple(kind.value for kind in Denial if kind in statement.denies),
        relays=tuple(line(relay.text) for relay in statement.relays),
        relay_marks=tuple(mark_of(relay) for relay in statement.relays if relay.spans),
        addressee=_worded(statement.addressee),
        forum=_worded(statement.forum),
        content=spans_text(statement.content),
        source=spans_text(statement.source),
        cue=spans_text(statement.cue),
        pieces=pieces if whole else (),
        whole=whole,
    )


def drafted_in(form: Fields) -> Drafted:
    """Return the statement that a form holds, as it was typed."""
    return Drafted(
        speaker=form.get("speaker"),
        named=form.has("named"),
        acts=tuple(form.all("acts")),
        denies=tuple(form.all("denies")),
        relays=tuple(form.lines("relays")),
        relay_marks=tuple(form.all("relay")),
        addressee=_worded_in(form, "addressee"),
        forum=_worded_in(form, "forum"),
        content=form.get("spans"),
        source="" if form.has("source.gone") else form.get("source"),
        cue="" if form.has("cue.gone") else form.get("cue"),
        pieces=tuple(_pieces_in(form)),
        whole=form.has("whole"),
    )


def spans_of(text: str) -> Spans:
    """Return spans as an address or a form holds them: ``120-180,200-210``.

    Raises:
        UsageFault: they are not written so, or are more than anybody picks.
    """
    spans = []
    pieces = [piece for piece in text.split(",", _MOST_SPANS) if piece]
    for piece in pieces:
        start, _dash, end = piece.partition("-")
        if len(piece) > _LONGEST_SPAN or not (start.isdecimal() and end.isdecimal()):
            raise UsageFault("these are not places in the text", "pick the words in the text")
        spans.append((int(start), int(end)))
    return tuple(spans)


def spans_text(spans: Spans) -> str:
    """Return spans as :func:`spans_of` reads them."""
    return ",".join(f"{start}-{end}" for start, end in spans)


def worded_piece(kind: str, phrase: Phrase) -> Piece:
    """Return a hedge or disputed words as fields."""
    return Piece(kind, {"text": line(phrase.text), "at": spans_text(phrase.spans)})


def figure_piece(figure: Figure) -> Piece:
    """Return a figure as fields."""
    held = {
        "text": line(figure.text),
        "low": _digits(figure.low),
        "high": _digits(figure.high),
        **{name: line(getattr(figure, name)) for name in ("unit", "of", "per", "convention")},
        "at": spans_text(figure.spans),
    }
    return Piece("figure", held)


def time_piece(when: When, *, said: bool) -> Piece:
    """Return a time as fields; ``said`` where it is that of saying."""
    held = {
        "text": line(when.text),
        "days": edtf_of(when.start, when.end) if when.start or when.end else "",
        "said": "1" if said else "",
        "on": when.on.isoformat() if when.on else "",
        "at": spans_text(when.spans),
    }
    return Piece("time", held)


def place_piece(mention: PlaceMention) -> Piece:
    """Return a place as fields: its candidates are looked up again."""
    which = str(mention.place.geonames) if mention.certain and mention.candidates else ""  # type: ignore[union-attr]
    return Piece("place", {"which": which, "at": spans_text((mention.span,))})


def claim_piece(number: int, claim: SuggestedClaim) -> Piece:
    """Return a claim as fields; ``number`` is its place among those of the statement."""
    of_the_list = claim.property in OF_ACTS and claim.value in CODES
    held = {
        "property": claim.property.value,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "deed": claim.value if of_the_list else "",
        "value": "" if of_the_list else line(claim.value),
        "low": _digits(claim.low),
        "high": _digits(claim.high),
        "of": line(claim.of),
        "when": line(claim.when),
        "subject": "" if claim.subject == THE_INCIDENT else line(claim.subject.text),
        "hearsay": "1" if claim.hearsay else "",
        "at": spans_text(claim.spans),
        "was": str(number),
    }
    return Piece("claim", held)


def _pieces(statement: Statement) -> Iterator[Piece]:
    yield from map(figure_piece, statement.figures)
    if statement.when is not None:
        yield time_piece(statement.when, said=True)
    yield from (time_piece(when, said=False) for when in statement.dates)
    yield from map(place_piece, statement.places)
    yield from (worded_piece("hedge", hedge) for hedge in statement.hedges)
    if statement.disputes is not None:
        yield worded_piece("disputed", statement.disputes)
    yield from (claim_piece(number, claim) for number, claim in enumerate(statement.claims))


def _pieces_in(form: Fields) -> Iterator[Piece]:
    """Yield the pieces of a form in its order; a field that is not there is an empty one."""
    given: dict[tuple[int, int], dict[str, str]] = {}
    kinds = list(FIELDS)
    for name, value in form.pairs:
        found = _PIECE.fullmatch(name)
        if found:
            given.setdefault((kinds.index(found[1]), int(found[2])), {}).setdefault(found[3], value.strip())
    for (place, _number), held in sorted(given.items(), key=lambda one: one[0]):
        kind = kinds[place]
        yield Piece(kind, {name: held.get(name, "") for name in FIELDS[kind]}, gone="gone" in held)


def _worded(phrase: Phrase | None) -> Worded:
    if phrase is None:
        return Worded()
    words, at = line(phrase.text), spans_text(phrase.spans)
    return Worded(words, at, words if at else "")


def _worded_in(form: Fields, name: str) -> Worded:
    return Worded(form.get(name), form.get(f"{name}.at"), form.get(f"{name}.was"))


def mark_of(phrase: Phrase) -> str:
    """Return words with their place, as a form holds them for a relay."""
    return f"{spans_text(phrase.spans)} {line(phrase.text)}"


def _digits(end: Decimal | None) -> str:
    return "" if end is None else format(end, "f")


def line(text: str) -> str:
    """Return a text as a field of one line can hold it."""
    return " ".join(text.split())
