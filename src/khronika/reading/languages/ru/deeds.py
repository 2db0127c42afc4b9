"""What is done with words, in Russian: what the rules vote for, judged together with the trained models."""

from __future__ import annotations

from khronika.reading.deeds import Votes, judged
from khronika.reading.languages.ru.acts import deed
from khronika.records.statement import Act, Denial


def done_by(
    chances: dict[str, float], cue: str, said: str, *, direct: bool, power: bool = False
) -> tuple[list[Act], list[Denial], str]:
    """Return the acts, kinds of denial and the reason; ``chances`` are the tagger's, by act and kind."""
    done = deed(cue, said, direct=direct, power=power)
    votes = Votes(tuple(done.acts), tuple(done.denies), done.reason)
    return judged("ru", chances, (cue, said), votes, direct=direct)
