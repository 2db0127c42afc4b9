"""A small case for the brief's tests: our own writing on the sample case, with a reading made by hand."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from khronika.publishing.brief import Brief, BriefHeading, assemble
from khronika.records.dates import When
from khronika.records.figures import Figure
from khronika.records.item import About
from khronika.records.problems import Problem
from khronika.records.reading import LikelyCopy, Reviewed, SourceReading
from khronika.records.spans import Phrase, Spans
from khronika.records.statement import Act, Denial, Statement

COURIER = """SARN, 15 March — A spokesperson for the Interior Ministry denied that anybody was held at \
Quarry 9, telling the Orvan agency: “There is no such facility.”

Deputy Minister Fedor Gadrel said last week that people with complaints should go to court. “We have \
no such information, and it is not a matter for the ministry,” Gadrel told reporters, according to \
Orvan.

Ksenia Vardol, a historian, told the Courier she had heard reports of 100 or more people being \
detained at Quarry 9 since February. “Families bring parcels to the gate and are sent away,” Vardol \
said.

But Vardol took issue with reports that called the site a “death camp”. “Calling Quarry 9 a death \
camp is inaccurate, and it endangers the families,” she said, adding that detainees there have been \
beaten.

On Radio Tarvesh on Wednesday, the deputy Stanko Grevich called on listeners to “drive these people \
out of the valley, with no help from the courts”, Paromnik reported.

The Rovna Centre has documented hundreds of arrests per year in the valley, Vesna Tvardek said. The \
Centre asked the United Nations to send inspectors to Quarry 9.

The Courier could not reach the head of the site.
"""
TRUBACH = """Trubach, 24 March 2026

The Interior Ministry said on Monday that 17 people were detained in the valley and that all of them \
have been released.

Fedor Gadrel denied that the ministry runs Quarry 9. “The quarry belongs to a private company,” he \
said.

An earlier version of this report said that 400 people were detained in the valley. Trubach takes \
that figure back.
"""
MADE_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HEADING = BriefHeading("The men of Ozrin", MADE_AT, "desk", ("not seen by a second person",))


def spans_of(text: str, *words: str) -> Spans:
    """Return where ``words`` stand in ``text``, each after the one before."""
    found: list[tuple[int, int]] = []
    after = 0
    for piece in words:
        start = text.index(piece, after)
        after = start + len(piece)
        found.append((start, after))
    return tuple(found)


def said(text: str, number: int, speaker: str | None, content: tuple[str, ...], **more: Any) -> Reviewed:
    """Return a suggested statement; ``acts`` by their values, ``source`` and ``cue`` by their words."""
    acts = tuple(Act(act) for act in more.pop("acts"))
    for name in ("source", "cue"):
        if name in more:
            more[name] = spans_of(text, more[name])
    named = more.pop("named", speaker is not None)
    words = spans_of(text, *content)
    return Reviewed(
        Statement(id=f"s{number}", speaker=speaker, named=named, content=words, acts=acts, **more)
    )


def people(text: str, words: str, low: int | None, high: int | None) -> Figure:
    """Return a figure of people detained."""
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return Figure(words, ends[0], ends[1], "people", "detained", spans=spans_of(text, words))


def day(text: str, words: str, start: str, end: str | None, on: str) -> When:
    """Return a time as worded, with the days it means."""
    last = None if end is None else date.fromisoformat(end)
    return When(words, date.fromisoformat(start), last, spans_of(text, words), date.fromisoformat(on))


def courier() -> SourceReading:
    """Return the reading of the Sarn Courier's report."""
    text, on = COURIER, "2026-03-15"
    heard = people(text, "100 or more people", 100, None)
    yearly = Figure(
        "hundreds of arrests per year",
        Decimal(200),
        Decimal(999),
        "arrests",
        "",
        "year",
        spans_of(text, "hundreds of arrests per year"),
        "“hundreds” read as 200 to 999",
    )
    statements = (
        said(
            text,
            1,
            "spokesperson for the Interior Ministry",
            ("that anybody was held at Quarry 9", "“There is no such facility.”"),
            acts=["denies"],
            named=False,
            denies=(Denial.FACT,),
            source="A spokesperson for the Interior Ministry",
            cue="denied",
            relays=(Phrase("Orvan"),),
            addressee=Phrase("the Orvan agency"),
            score=930,
        ),
        said(text, 2, None, ("anybody was held at Quarry 9",), acts=["asserts"], within="s1", score=410),
        said(
            text,
            3,
            "Fedor Gadrel",
            ("people with complaints should go to court",),
            acts=["advises"],
            source="Fedor Gadrel",
            cue="said",
            when=day(text, "last week", "2026-03-02", "2026-03-08", on),
            score=900,
        ),
        said(
            text,
            4,
            "Fedor Gadrel",
            ("“We have no such information, and it is not a matter for the ministry,”",),
            acts=["denies"],
            denies=(Denial.KNOWLEDGE, Denial.COMPETENCE),
            relays=(Phrase("Orvan"),),
            addressee=Phrase("reporters"),
            cue="told",
            score=870,
        ),
        said(
            text,
            5,
            "Ksenia Vardol",
            ("she had heard reports of 100 or more people being detained at Quarry 9 since February",),
            acts=["reports"],
            source="Ksenia Vardol, a historian,",
            cue="told",
            figures=(heard,),
            relays=(Phrase("The Sarn Courier"),),
            hedges=(Phrase("heard reports"),),
            score=820,
        ),
        said(
            text,
            6,
            None,
            ("100 or more people being detained at Quarry 9 since February",),
            acts=["reports"],
            within="s5",
            figures=(heard,),
            when=day(text, "since February", "2026-02-01", None, on),
            score=500,
        ),
        said(
            text,
            7,
            "Ksenia Vardol",
            ("“Families bring parcels to the gate and are sent away,”",),
            acts=["asserts"],
            score=950,
        ),
        said(
            text,
            8,
            "Ksenia Vardol",
            ("reports that called the site a “death camp”",),
            acts=["disputes"],
            disputes=Phrase("death camp"),
            cue="took issue with",
            score=880,
        ),
        said(
            text,
            9,
            "Ksenia Vardol",
            ("“Calling Quarry 9 a death camp is inaccurate, and it endangers the families,”",),
            acts=["disputes", "asserts"],
            disputes=Phrase("death camp"),
            score=880,
        ),
        said(
            text,
            10,
            "Ksenia Vardol",
            ("detainees there have been beaten",),
            acts=["asserts"],
            cue="adding",
            score=900,
        ),
        said(
            text,
            11,
            "Stanko Grevich",
            ("“drive these people out of the valley, with no help from the courts”",),
            acts=["calls for harm"],
            relays=(Phrase("Radio Tarvesh"), Phrase("Paromnik")),
            forum=Phrase("Radio Tarvesh"),
            addressee=Phrase("listeners"),
            when=day(text, "on Wednesday", "2026-03-11", "2026-03-11", on),
            cue="called on",
            score=910,
        ),
        said(
            text,
            12,
            "Vesna Tvardek",
            ("The Rovna Centre has documented hundreds of arrests per year in the valley",),
            acts=["asserts"],
            figures=(yearly,),
            score=790,
        ),
        said(
            text,
            13,
            "Rovna Centre",
            ("to send inspectors to Quarry 9",),
            acts=["requests"],
            cue="asked",
            addressee=Phrase("the United Nations"),
            score=860,
        ),
        said(
            text,
            14,
            "The Sarn Courier",
            ("The Courier could not reach the head of the site.",),
            acts=["asserts"],
            own=True,
            score=300,
        ),
    )
    about = About("Ministry denies holding anybody at Quarry 9", "", "The Sarn Courier", on, "", "en")
    copies = (LikelyCopy("northern-letter.eml", 870),)
    return SourceReading("2026-03-15-sarn-courier.html", digest(text), about, text, statements, copies=copies)


def trubach() -> SourceReading:
    """Return the reading of the Trubach's report with its retraction."""
    text, on = TRUBACH, "2026-03-24"
    statements = (
        said(
            text,
            1,
            "the Interior Ministry",
            ("17 people were detained in the valley", "all of them have been released"),
            acts=["asserts"],
            source="The Interior Ministry",
            cue="said",
            figures=(people(text, "17 people", 17, 17),),
            when=day(text, "on Monday", "2026-03-23", "2026-03-23", on),
            score=920,
        ),
        said(
            text,
            2,
            "Fedor Gadrel",
            ("that the ministry runs Quarry 9",),
            acts=["denies"],
            denies=(Denial.RESPONSIBILITY,),
            source="Fedor Gadrel",
            cue="denied",
            score=900,
        ),
        said(
            text,
            3,
            "Fedor Gadrel",
            ("“The quarry belongs to a private company,”",),
            acts=["asserts"],
            score=940,
        ),
        said(
            text,
            4,
            "Trubach",
            ("400 people were detained in the valley",),
            acts=["asserts"],
            own=True,
            figures=(people(text, "400 people", 400, 400),),
            score=800,
        ),
        said(
            text, 5, "Trubach", ("Trubach takes that figure back.",), acts=["retracts"], own=True, score=800
        ),
    )
    about = About("Seventeen detained and released", "", "Trubach", on, "https://trubach.example/24", "en")
    problems = (Problem("bytes", "no character set is stated: read as UTF-8"),)
    return SourceReading("2026-03-24-trubach.html", digest(text), about, text, statements, problems=problems)


def withheld() -> SourceReading:
    """Return a source that consent keeps from this audience, although its text was handed over."""
    reading = replace(
        courier(), name="testimony 3", reference="k7q2m9w0", salted=True, problems=trubach().problems
    )
    return replace(reading, withheld="consent does not cover this audience")


def digest(text: str) -> str:
    """Return the SHA-256 of ``text``."""
    return hashlib.sha256(text.encode()).hexdigest()


def case() -> tuple[SourceReading, ...]:
    """Return the three sources of the case."""
    return courier(), trubach(), withheld()


def case_brief() -> Brief:
    """Return the brief of the case."""
    return assemble(case(), heading=HEADING)


def one_source(text: str, *statements: Statement, **more: Any) -> SourceReading:
    """Return a source of ``text`` in English with suggested ``statements``."""
    about = more.pop("about", About(publisher="Orvan", published="2026-03-14", language="en"))
    reviewed = tuple(Reviewed(statement) for statement in statements)
    return SourceReading(more.pop("name", "orvan.txt"), digest("x"), about, text, reviewed, **more)


def brief_of(*sources: SourceReading) -> Brief:
    """Return the brief of ``sources`` under the case's heading."""
    return assemble(sources, heading=HEADING)
