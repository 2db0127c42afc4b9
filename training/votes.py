"""What the rules of a language say is done by a cue and a content, as its reader asks them."""

from __future__ import annotations

from khronika.reading.deeds import Votes
from khronika.reading.languages.en.deeds import votes_of as english
from khronika.reading.languages.ru.acts import deed as russian


def votes_of(language: str, cue: str, said: str, *, direct: bool) -> Votes:
    """Return the votes of the rules."""
    if language == "ru":
        done = russian(cue, said, direct=direct, power=False)
        return Votes(tuple(done.acts), tuple(done.denies), done.reason)
    return english(cue, said, direct=direct)
