"""What a statement did with words, in the reader's language.

What must stay true: a denial of knowledge, responsibility or competence never reads as a denial of the fact.
"""

from __future__ import annotations

from khronika.publishing.wording import ACTS
from khronika.records.statement import Act, Denial, Statement
from khronika.web.frame import _
from khronika.web.languages import Language

DENIALS: dict[Denial, str] = {
    Denial.FACT: _("denied the fact"),
    Denial.KNOWLEDGE: _("denied knowing of it (not the fact)"),
    Denial.RESPONSIBILITY: _("denied responsibility (not the fact)"),
    Denial.COMPETENCE: _("denied being competent (not the fact)"),
}
OPEN_DENIAL = _("denied (what exactly is not recorded)")


def deeds_of(statement: Statement, language: Language) -> str:
    """Return what the speaker did with words: ``denied the fact, advised``."""
    deeds: list[str] = []
    for act in statement.acts:
        if act is not Act.DENIES:
            deeds.append(language.word(ACTS[act]))
        elif statement.denies:
            deeds += [language.word(DENIALS[kind]) for kind in statement.denies]
        else:
            deeds.append(language.word(OPEN_DENIAL))
    return ", ".join(deeds)


SURENESS = (
    (850, _("reader rather sure")),
    (650, _("reader fairly sure")),
    (400, _("reader unsure")),
    (0, _("reader very unsure")),
)


def sureness(score: int) -> str:
    """Return how sure the reader is of a suggestion; ``score`` is in thousandths."""
    return next(words for least, words in SURENESS if score >= least)
