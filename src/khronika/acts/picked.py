"""Words that a person picked in a text, as a figure, a time or a place, with what the reader makes of them.

What must stay true: the words and their place are those that were picked; what the reader finds in them is
offered to be looked at, and what it does not find stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from khronika.reading import language_of
from khronika.reading.places import places_in
from khronika.reading.places.gazetteer import LONGEST, candidates_of, key_of
from khronika.reading.tokens import forget
from khronika.records.dates import When, days_of
from khronika.records.figures import Figure
from khronika.records.places import PlaceMention
from khronika.records.spans import Span

_BEFORE, _AFTER = 600, 120
"""How much of the text around the words is looked at."""

_MOST = 12
_TRIMMED = " \t\r\n.,;:!?…\"'“”„«»‘’()[]–—"


def trimmed(text: str, span: Span) -> Span:
    """Return ``span`` without the punctuation and white space at its ends; whole where it is nothing else."""
    start, end = max(0, span[0]), min(span[1], len(text))
    while start < end and text[start] in _TRIMMED:
        start += 1
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    return (start, end) if start < end else span


def figure_at(text: str, span: Span) -> Figure:
    """Return the words at ``span`` as a figure: its ends and what is counted where the reader finds them."""
    near, inside = _near(text, span)
    figures_of, _ = _reader(near)
    found = figures_of(near, (inside,))
    forget()
    read = found[0] if found else Figure("", None, None)
    return replace(read, text=_words(text, span), spans=(span,))


def time_at(text: str, span: Span, published: str) -> When:
    """Return the words at ``span`` as a time: its days where the reader finds them, told from publication."""
    near, inside = _near(text, span)
    _, times_of = _reader(near)
    day = _last_day(published)
    found = times_of(near, *inside, day)
    forget()
    read = found[0] if found else When("", None, None)
    return replace(read, text=_words(text, span), spans=(span,))


def place_at(text: str, span: Span) -> PlaceMention:
    """Return the words at ``span`` as a place, with what the gazetteer has of that name; which stays open."""
    words = _words(text, span)
    named = candidates_of(key_of(words)) if len(words) <= LONGEST else ()
    if not named:
        near, inside = _near(text, span)
        named = next((one.candidates for one in places_in(near, (inside,))), ())
    likeliest = sorted(named, key=lambda one: (-one.population, one.country, one.geonames))[:_MOST]
    return PlaceMention(span, text[span[0] : span[1]], tuple(likeliest), reason="picked by a person")


def _reader(near: str) -> tuple[Callable[..., Sequence[Figure]], Callable[..., Sequence[When]]]:
    """Return how figures and times are read in the language of the words around."""
    if language_of(near) == "ru" or any("\u0400" <= one <= "\u04ff" for one in near):
        from khronika.reading.languages.ru import figures, times  # noqa: PLC0415 - only the language that is read is loaded

        return figures.figures_of, times.times_of
    from khronika.reading.languages.en import figures as in_english  # noqa: PLC0415 - as above
    from khronika.reading.languages.en import times as times_in_english  # noqa: PLC0415 - as above

    return in_english.figures_of, times_in_english.times_of


def _near(text: str, span: Span) -> tuple[str, Span]:
    """Return the text around ``span``, cut between words, and ``span`` in it."""
    low, high = max(0, span[0] - _BEFORE), min(len(text), span[1] + _AFTER)
    while 0 < low < span[0] and not text[low - 1].isspace():
        low += 1
    return text[low:high], (span[0] - low, span[1] - low)


def _words(text: str, span: Span) -> str:
    return " ".join(text[span[0] : span[1]].split())


def _last_day(published: str) -> date | None:
    try:
        start, end = days_of(published) if published else (None, None)
    except ValueError:
        return None
    return end or start
