"""Claims: what a statement says of an incident, in a form that can agree with or contradict another.

The reader suggests them; a claim is confirmed with the statement that a person takes into the record, as it
stood or as they amended it. It keeps the words it rests on, how sure the speaker was, how far from what
happened the speaker stood, and why the reader suggested it. It has no field for a trait of anybody; a motive
has no value, its words stay in the passage.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from khronika.records.figures import refuse_absurd
from khronika.records.matter import Polarity, Property
from khronika.records.spans import Phrase, Spans

THE_INCIDENT = Phrase("the incident")
"""The subject of a claim whose words name none: what the statement is filed to."""

OF_ACTS = frozenset({Property.OCCURRED, Property.ACT})
"""Properties whose value is a word of the closed list of acts."""

COUNTED = OF_ACTS | {
    Property.DETAINED,
    Property.KILLED,
    Property.INJURED,
    Property.MISSING,
    Property.RELEASED,
    Property.DISPLACED,
    Property.COMPLAINED,
}
"""Properties that may have a count."""


class Modality(StrEnum):
    """How the speaker puts it."""

    ASSERTED = "asserted"
    POSSIBLE = "possible"
    OBLIGATORY = "obligatory"


@dataclass(frozen=True, slots=True)
class SuggestedClaim:
    """What a statement says of an incident, in a form that can agree with or contradict another.

    ``statement`` is the statement's id. ``value`` is a word of the closed list of acts, or words of the
    source (a party, a place, a term); ``code`` is the act's code where one is known ("mt4:030102").
    ``low`` and ``high`` bound a count, ``of`` says of whom by a neutral word ("people"). ``places`` are the
    GeoNames ids that the words of a place can mean, the likeliest first. ``hearsay`` counts the mouths
    between what happened and the speaker, as far as the words tell. ``spans`` are the words it rests on;
    ``score`` is in thousandths.
    """

    statement: str
    property: Property
    subject: Phrase = THE_INCIDENT
    polarity: Polarity = Polarity.YES
    modality: Modality = Modality.ASSERTED
    value: str = ""
    code: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    of: str = ""
    when: str = ""
    places: tuple[int, ...] = ()
    hearsay: int = 0
    spans: Spans = ()
    score: int = 0
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse bounds that are none."""
        refuse_absurd(self.low, self.high)
