"""What tests of the form of a statement share: a text, a statement of it with all its pieces, its form."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from web_cast import form_in

from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.places import PlaceCandidate, PlaceKind, PlaceMention
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial, Statement
from khronika.web.answers import Page
from khronika.web.drafted_changes import candidates_of, changes_of
from khronika.web.drafting import drafted_of
from khronika.web.forms import Fields, fields_of
from khronika.web.frame import Frame
from khronika.web.languages import language
from khronika.web.pages import render
from khronika.web.rooms.amending import Amending

TEXT = "Mira Dzhalova, a lawyer, said on Wednesday that at least 40 men were held in Donetsk. " * 3
SARN = PlaceCandidate(1, "Sarn", PlaceKind.CITY, "XX", "Upper Sarn")
OZRIN = PlaceCandidate(2, "Ozrin", PlaceKind.REGION, "XX")
FORTY = Figure("at least\n40", Decimal(40), None, "men", "prisoners", "year", ((48, 59),), "a rule")
TWELVE = Figure("12.50", Decimal("12.50"), Decimal("12.50"), spans=((60, 63),))
SAID = When("on Wednesday", date(2026, 3, 18), date(2026, 3, 18), ((30, 42),), date(2026, 3, 20))
MAY = When("in May", date(2025, 5, 1), date(2025, 5, 31), ((65, 70),))
FULL = Statement(
    "stm_1",
    "Mira Dzhalova",
    named=True,
    content=((48, 84),),
    acts=(Act.DENIES, Act.ASSERTS),
    source=((0, 13),),
    cue=((25, 29),),
    denies=(Denial.KNOWLEDGE,),
    addressee=Phrase("Orvan", ((1, 3),)),
    relays=(Phrase("Orvan", ((4, 6),)), Phrase("Sarn Courier", ((7, 9),))),
    figures=(FORTY, TWELVE),
    when=SAID,
    dates=(MAY,),
    hedges=(Phrase("reportedly", ((10, 12),)),),
    disputes=Phrase("camp", ((13, 15),)),
    places=(PlaceMention((77, 84), "Donetsk", (OZRIN, SARN), certain=True, reason="a rule"),),
)


def shown(statement: Statement, code: str = "en") -> Fields:
    """Return the fields of the form as a browser sends them that shows it."""
    drafted = drafted_of(statement)
    spans = (drafted.content, drafted.source, drafted.cue, *(one.held["at"] for one in drafted.pieces))
    choices = {
        piece.held["at"]: [(str(one.geonames), one.name) for one in candidates_of(statement, piece, TEXT)]
        for piece in drafted.pieces
        if piece.kind == "place"
    }
    context = Amending("itm_1", None, drafted, dict.fromkeys(spans, "…"), choices, "", "")
    return sent(render(Page("", context), Frame(language(code), "/", token="t")))


def sent(html: str, **typed: str) -> Fields:
    form = form_in(html, "/items/itm_1/add")
    pairs = [(name, value) for name, values in form.fields.items() for value in values if name not in typed]
    return fields_of(urlencode([*pairs, *typed.items()]).encode())


def typed(before: Statement, **changed: str) -> dict[str, Any]:
    """Return what a form changes in which some fields were filled in otherwise; ``__`` stands for a point."""
    renamed = {name.replace("__", "."): value for name, value in changed.items()}
    pairs = [pair for pair in shown(before).pairs if pair[0] not in renamed]
    kept = [(name, value) for name, value in renamed.items() if value]
    return changes_of(Fields((*pairs, *kept)), before, TEXT)
