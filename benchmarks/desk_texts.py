"""Invented texts of an invented country: who said what, how, when and where, with the spans of each.

The same seed writes the same texts. Some people speak often, most once or twice; some words stand in nearly
every text, most in few.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from khronika.records.dates import When
from khronika.records.places import PlaceCandidate, PlaceKind, PlaceMention
from khronika.records.spans import Phrase, Span
from khronika.records.statement import Act, Denial, Statement

STATEMENTS = 40
"""How many there are in a text."""
_FOUNDED = date(2017, 1, 1)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",")]


_FIRST = _words(
    "Mira, Anton, Yelena, Ruslan, Selma, Tahir, Oksana, Bek, Larisa, Idris, Emin, Nadia, Karim, Pavel"
)
_LAST = ("Sar", "Kel", "Tor", "Alm", "Drag", "Bey", "Ostr", "Had", "Vel", "Mar", "Sor", "Gan", "Lud", "Pesk")
_MIDDLE = ("at", "in", "ov", "ar", "ek", "um", "isk", "and", "or", "el", "av", "ir")
_END = ("ova", "in", "an", "eis", "u", "ran", "im", "ik", "uk", "ak", "es", "ara", "enko", "adze")
_OFFICES = _words(
    "a spokesperson for the Interior Ministry, the governor of Sarn, a guard of the Orvan depot, a neighbour,"
    " the prosecutor of Ozrin, a lawyer of the families, the ombudswoman, a driver of the night shift"
)
PLACES = _words("Sarn, Ozrin, Orvan, Lower Kesh, Tavla, Merun, Vidra, the Halka valley, Dubrik, Port Selen")
_WHO = _words(
    "the men of the brick works, nine herders, my brother, the boys from the school, two nurses, the teacher,"
    " a bus of pilgrims, the strikers, everyone on the list, the last four families, an old beekeeper,"
    " the witnesses, three students, the night guards, the drivers, her husband, the editors, nobody"
)
_DID = _words(
    "were detained at the checkpoint, was taken from the ward, were held in the depot, were counted twice,"
    " had been released without papers, were questioned until morning, were beaten in the yard, had gone home"
    " by then, were moved across the river, signed what was put before them, were denied a lawyer, have not"
    " been seen since, were never on our premises, had asked for water, were loaded onto a lorry"
)
_WHY = _words(
    "because the order had come by telephone, although the court had ruled otherwise, as the prosecutor knew,"
    " while the soldiers looked on, on the word of one informer, for carrying a camera, without any record,"
    " under the law on assemblies, since the bridge was closed, so that the count would be right, after the"
    " funeral"
)
_THINGS = _words(
    "ledger, blanket, registry, lantern, stamp, uniform, rifle, loaf, ferry, tractor, passport,"
    " whistle, coat, ladder, kettle, orchard, quarry, telegraph, well, boot, ration card, letter, gate,"
    " photograph, padlock"
)
_SAYS = {
    Act.ASSERTS: ("said", "stated"),
    Act.ALLEGES: ("claimed", "alleged"),
    Act.DENIES: ("denied that", "rejected that"),
    Act.REPORTS: ("reported", "wrote"),
    Act.ADMITS: ("admitted", "conceded"),
    Act.APPEALS: ("pleaded", "called out"),
    Act.PROMISES: ("promised", "vowed"),
}


@dataclass(slots=True)
class Text:
    """One invented text while it is written: its pieces, and the statements in it."""

    whole: str
    statements: list[Statement]


class Author:
    """Writes invented texts; the same seed writes the same ones."""

    def __init__(self, seed: int) -> None:
        """Begin, with the people of the country."""
        self.draw = random.Random(seed)  # noqa: S311  a generator of text, not of keys
        names = [a + b + c for a in _LAST for b in _MIDDLE for c in _END]
        self.people = [f"{self.draw.choice(_FIRST)} {name}" for name in self.draw.sample(names, 1500)]

    def speaker(self) -> tuple[str, bool]:
        """Return who speaks, and whether by name: some people speak often, most once or twice."""
        if self.draw.random() < 0.35:
            return self.draw.choice(_OFFICES), False
        return self.people[int(len(self.people) * self.draw.random() ** 3)], True

    def sentence(self) -> str:
        """Return what is said, of 12 to 40 words."""
        draw = self.draw
        words = f"{draw.choice(_WHO)} {draw.choice(_DID)} {draw.choice(_WHY)}"
        if draw.random() < 0.7:
            words += (
                f", and the {draw.choice(_THINGS)} of {draw.choice(self.people)} was left by the"
                f" {draw.choice(_THINGS)} near {draw.choice(PLACES)}"
            )
        if draw.random() < 0.3:
            span = draw.choice(("night", "week", "winter"))
            words += f"; there were {draw.randrange(2, 400)} of them that {span}"
        return words

    def text(self, new: Iterator[str]) -> Text:
        """Write a text; ``new`` gives the ids of its statements."""
        place, thing = self.draw.choice(PLACES), self.draw.choice(_THINGS)
        text = Text(f"{place}: what was said about the {thing}\n\n", [])
        for number in range(STATEMENTS):
            self._say(text, next(new))
            text.whole += "\n\n" if number % 3 == 2 else " "
        return text

    def _say(self, text: Text, id_: str) -> None:
        draw, (speaker, named) = self.draw, self.speaker()
        act = draw.choices(list(_SAYS), (40, 15, 12, 15, 5, 5, 8))[0]
        day = _FOUNDED + timedelta(draw.randrange(3300))
        place, cue = draw.choice(PLACES), draw.choice(_SAYS[act])
        said = (speaker, " ", cue, " in ", place, " on ", f"{day:%d %B %Y}", ": ", self.sentence())
        spans, at = [], len(text.whole)
        for piece in said:
            spans.append((at, at + len(piece)))
            at += len(piece)
        text.whole += "".join(said) + "."
        statement = Statement(
            id_,
            speaker,
            named,
            (spans[8],),
            (act,),
            source=(spans[0],),
            cue=(spans[2],),
            denies=(draw.choice(list(Denial)),) if act is Act.DENIES else (),
            relays=(Phrase("the Orvan courier", ()),) if draw.random() < 0.25 else (),
            when=When(said[6], day, day, (spans[6],)) if draw.random() < 0.7 else None,
            places=(_mention(place, spans[4]),),
            score=draw.randrange(400, 1000),
            reason=f'cue "{cue}"; subject before the cue',
        )
        text.statements.append(statement)


def _mention(place: str, span: Span) -> PlaceMention:
    candidate = PlaceCandidate(1000 + PLACES.index(place), place, PlaceKind.CITY, "XX")
    return PlaceMention(span, place, (candidate,), certain=True, reason="one place of that name")
