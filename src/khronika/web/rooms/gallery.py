"""The gallery: every component of the pages on one page, with invented words in three scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from khronika.acts.filing_ahead import FiledTo
from khronika.acts.shown import SECOND_PERSON_MARK, ItemShown, StatementShown
from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement
from khronika.web.answers import Answer, Context, Page
from khronika.web.rooms.reading_room import REASONS
from khronika.web.routes import Way, now
from khronika.web.visits import Visit

_DENIAL = Statement(
    "stm_gallery",
    "a spokesperson for the Interior Ministry",
    named=False,
    content=((0, 10),),
    acts=(Act.DENIES,),
    denies=(Denial.FACT,),
    relays=(Phrase("Orvan"), Phrase("Sarn Courier")),
    forum=Phrase("a press conference"),
    when=When("on Wednesday", date(2026, 3, 18), date(2026, 3, 18)),
    score=870,
    reason="cue “told”; source before the cue",
)
_FIGURE = Figure("at least 40 men", Decimal(40), None, "men", "held")


@dataclass(frozen=True, slots=True)
class Gallery(Context):
    """Cards in every state, as the reading room shows them."""

    template: ClassVar[str] = "gallery.html"
    sheet: ClassVar[str] = "reading.css"
    item: ItemShown
    cards: Sequence[StatementShown]
    chosen: StatementShown | None
    following: str = ""
    only: str = ""
    filed: Mapping[str, Sequence[FiledTo]] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    former_day: date | None = None
    reasons: Sequence[str] = REASONS


def gallery(visit: Visit) -> Answer:
    """Show every component."""
    said = replace(
        _DENIAL,
        id="stm_2",
        speaker="Мира Джалова",
        named=True,
        acts=(Act.ALLEGES,),
        denies=(),
        figures=(_FIGURE,),
    )
    arabic = replace(_DENIAL, id="stm_3", speaker="ميرا دژالوفا", denies=(Denial.KNOWLEDGE,), relays=())
    cards = [
        StatementShown("stm_1", "suggested", words="There is no such facility.", statement=_DENIAL),
        StatementShown("stm_2", "accepted", words="at least 40 men", statement=said, mark=SECOND_PERSON_MARK),
        StatementShown("stm_3", "amended", words="We know nothing of it.", statement=arabic),
        StatementShown(
            "stm_4",
            "rejected",
            words="A headline",
            statement=_DENIAL,
            rejected_because="a headline or caption",
        ),
        StatementShown("stm_5", "accepted", contested=True, words="Nobody complained.", statement=_DENIAL),
    ]
    item = ItemShown("itm_gallery", "sealed", name="2026-03-18-orvan.html")
    return Page(visit.word("Gallery"), Gallery(item, cards, cards[0]))


WAYS: tuple[Way, ...] = (now("/gallery", gallery),)
