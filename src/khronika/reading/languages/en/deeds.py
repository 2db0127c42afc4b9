"""What is done with words, in English: what the rules vote for, judged together with the trained models."""

from __future__ import annotations

import re

from khronika.reading.deeds import Votes, judged
from khronika.reading.languages.en.acts import deed
from khronika.reading.languages.en.cue import DISPUTE, SAY
from khronika.reading.languages.en.participles import NOUNS
from khronika.reading.languages.en.verbs import FORMS, TAKES_ISSUE, Verb
from khronika.reading.tagging.tagger import Found
from khronika.reading.tokens import tokenise
from khronika.records.statement import Act, Denial


def verb_of(cue: str) -> Verb:
    """Return the verb of the words of a cue; "say" where there is none that is known."""
    lows = [token.lower for token in tokenise(cue, 0, len(cue))]
    if TAKES_ISSUE & set(lows) and lows[0].startswith("t"):
        return DISPUTE
    forms = (FORMS.get(NOUNS.get(low, low)) for low in reversed(lows))
    return next((form.verb for form in forms if form is not None), SAY)


_ANSWERS = re.compile(r"\b(?:respon|react|repl[iy]|answer|comment)\w*$", re.IGNORECASE)
_TO_REPORTS = re.compile(
    r"\s(?:to|on)\s(?:[\w’']+\s){0,3}"
    r"(?:reports?|claims?|allegations?|accusations?|rumou?rs?|criticisms?|suggestions?|charges?|news)\s(?:of|that|about)\s",
    re.IGNORECASE,
)


def only_answered(text: str, found: Found) -> bool:
    """Tell whether words are what somebody responds to, and not what they say ("responded to reports of …").

    To give them as said would make an official confirm what he was asked about.
    """
    if found.cue is None or found.nested or found.content[0][0] <= found.cue[1]:
        return False
    begun = _TO_REPORTS.fullmatch(text, found.cue[1], found.content[0][0])
    return begun is not None and _ANSWERS.search(text, *found.cue) is not None


def votes_of(cue: str, said: str, *, direct: bool) -> Votes:
    """Return what the rules say is done by ``said`` under ``cue``."""
    verb = verb_of(cue)
    done = deed(verb.act, verb.lemma, said, direct=direct)
    return Votes(done.acts, done.denies, done.reason)


def done_by(
    chances: dict[str, float], cue: str, said: str, *, direct: bool
) -> tuple[list[Act], list[Denial], str]:
    """Return the acts, kinds of denial and the reason; ``chances`` are the tagger's, by act and kind."""
    return judged("en", chances, (cue, said), votes_of(cue, said, direct=direct), direct=direct)
