"""What a statement did with words, why it was rejected and what a record is called, in the reader’s language.

What must stay true: a denial of knowledge, responsibility or competence never reads as a denial of the fact.
"""

from __future__ import annotations

import re

from khronika.publishing.wording import ACTS
from khronika.records.ids import Kind
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
MADE_ONE = _("made one with {1}")
_MADE_ONE = re.compile(rf"made one with {Kind.STATEMENT}_\w{{26}}", re.ASCII)
_CALLED_BY_OUR_WORDS = (f"{Kind.PROPOSAL}_", f"{Kind.EXPORT}_")


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


def why(reason: str, language: Language) -> str:
    """Return why a suggestion was rejected: a reason of ours in the reader's language, any other as typed."""
    return language.said(reason) if _MADE_ONE.fullmatch(reason) else language.word(reason)


def called_in(called: str, id_: str, language: Language) -> str:
    """Return what a record is called; a proposal or a handing over by our word, in the reader's language."""
    return language.word(called) if id_.startswith(_CALLED_BY_OUR_WORDS) else called
