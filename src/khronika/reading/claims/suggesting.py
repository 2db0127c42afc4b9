"""Claims of a statement, suggested: the rules in order, silent where the words are unclear.

A denial of knowledge, competence or responsibility gives a claim of its own kind and never one that nothing
occurred. What is asked for, advised, promised, threatened or taken back tells of no act. A motive is
suggested as a claim about the incident with no value: its words stay in the passage.
"""

from __future__ import annotations

from collections.abc import Sequence

from khronika.reading.claims.denials import existence, other_kinds
from khronika.reading.claims.english import ENGLISH
from khronika.reading.claims.phrases import phrases
from khronika.reading.claims.russian import RUSSIAN
from khronika.reading.claims.sheet import Sheet
from khronika.reading.claims.told import acts_told
from khronika.records.claims import SuggestedClaim
from khronika.records.places import PlaceMention
from khronika.records.statement import Act, Denial, Statement

_LANGUAGES = {"en": ENGLISH, "ru": RUSSIAN}
_TELLING = frozenset({Act.ASSERTS, Act.ALLEGES, Act.REPORTS, Act.ADMITS, Act.DENIES, Act.HOLDS})
_NOT_TOLD = frozenset({Act.CALLS_FOR_HARM, Act.THREATENS, Act.PROMISES, Act.RETRACTS, Act.DECLINES})


def claims_of(
    text: str,
    statement: Statement,
    places: Sequence[PlaceMention],
    title: str = "",
    language: str = "en",
) -> tuple[SuggestedClaim, ...]:
    """Return the claims that ``statement`` makes about an incident.

    ``places`` are those of the whole text (:func:`khronika.reading.places.places_in`), in its order;
    ``title`` is the item's, and tells what a bare "this never happened" is about; ``language`` is an
    ISO 639-1 code. A language without rules gives none.
    """
    rules = _LANGUAGES.get(language.lower().partition("-")[0])
    if rules is None:
        return ()
    sheet = Sheet(text, statement, places, title, rules)
    acts = set(statement.acts)
    fact = Denial.FACT in statement.denies
    other_kinds(sheet)
    if (fact or not statement.denies) and acts & _TELLING and not acts & _NOT_TOLD:
        acts_told(sheet)
    if fact:
        existence(sheet)
    if not acts & _NOT_TOLD:
        phrases(sheet)
    return tuple(sheet.found.values())
