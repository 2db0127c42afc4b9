"""What is done with words, in English: what the rules vote for, judged together with the trained models."""

from __future__ import annotations

from khronika.reading.deeds import Votes, judged
from khronika.reading.languages.en.acts import deed
from khronika.reading.languages.en.cue import DISPUTE, SAY
from khronika.reading.languages.en.participles import NOUNS
from khronika.reading.languages.en.verbs import FORMS, TAKES_ISSUE, Verb
from khronika.reading.tokens import tokenise
from khronika.records.statement import Act, Denial


def verb_of(cue: str) -> Verb:
    """Return the verb of the words of a cue; "say" where there is none that is known."""
    lows = [token.lower for token in tokenise(cue, 0, len(cue))]
    if TAKES_ISSUE & set(lows) and lows[0].startswith("t"):
        return DISPUTE
    forms = (FORMS.get(NOUNS.get(low, low)) for low in reversed(lows))
    return next((form.verb for form in forms if form is not None), SAY)


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
