"""What a brief says of how many independent origins there are, and of what contradicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from khronika.acts.weighed_readings import weighed_readings
from khronika.publishing.brief import Brief, BriefHeading, assemble
from khronika.publishing.html import render_html
from khronika.publishing.markdown import render_markdown
from khronika.records.claims import SuggestedClaim
from khronika.records.corrections import Objected
from khronika.records.item import About
from khronika.records.matter import Polarity, Property
from khronika.records.reading import Reviewed, SourceReading
from khronika.records.statement import Act, Denial, Statement, Status

LINE = "at least 40 men have been detained in raids on homes in the northern region since last Friday"
HEADING = BriefHeading("The raids", datetime(2026, 6, 5, tzinfo=UTC), "desk")


def detained(low: int, high: int | None = None) -> SuggestedClaim:
    ends = (Decimal(low), None if high is None else Decimal(high))
    return SuggestedClaim("", Property.DETAINED, low=ends[0], high=ends[1], of="men")


def source(
    publisher: str, *said: Statement, published: str = "2026-03-14", status: Status = Status.SUGGESTED
) -> SourceReading:
    about = About(publisher=publisher, published=published, language="en")
    return SourceReading(
        f"{publisher}.txt", "0" * 64, about, f"{LINE}.", tuple(Reviewed(s, status) for s in said)
    )


def said(id_: str, speaker: str, *claims: SuggestedClaim, named: bool = True, own: bool = False) -> Statement:
    return Statement(id_, speaker, named, ((0, len(LINE)),), (Act.ASSERTS,), claims=claims, own=own)


def brief(*sources: SourceReading) -> Brief:
    return assemble(sources, heading=HEADING, weight=weighed_readings(sources))


def test_many_outlets_with_one_line_are_said_to_be_one_voice() -> None:
    outlets = ("Orvan", "The Sarn Courier", "Velmora Abroad")
    made = brief(*(source(name, said("s1", "residents", detained(40), named=False)) for name in outlets))
    (group,) = made.weight.groups
    assert [(row.words, row.origins) for row in group.rows] == [("40 or more men", "1 independent origin")]
    (voice,) = made.weight.voices
    assert (voice.whose, voice.sources, voice.why) == ("nobody known", (1, 2, 3), ("the same words",))


def test_figures_that_cannot_be_true_together_stand_beside_each_other() -> None:
    made = brief(
        source(
            "Orvan", said("s1", "Mira Dzhalova", detained(40)), said("s2", "Danil Orzhel", detained(17, 17))
        )
    )
    rows = {row.words: row.against for row in made.weight.groups[0].rows}
    assert rows == {"40 or more men": ("17 men",), "17 men": ("40 or more men",)}
    for page in (render_html(made), render_markdown(made)):
        assert "annot be true together with: " in page
        assert "How many independent origins" in page


def test_what_a_speaker_said_earlier_is_told_as_such_and_counts_for_nobody() -> None:
    made = brief(
        source("Orvan", said("s1", "Fedor Gadrel", detained(17, 17))),
        source("Orvan", said("s1", "Fedor Gadrel", detained(23, 23)), published="2026-04-08"),
    )
    rows = {row.words: (row.origins, row.earlier) for row in made.weight.groups[0].rows}
    assert rows == {"23 men": ("1 independent origin", ()), "17 men": ("", ("S1",))}
    assert "nobody now" in render_markdown(made)


def test_what_was_rejected_and_what_is_withheld_weighs_nothing() -> None:
    kept = source("Orvan", said("s1", "Mira Dzhalova", detained(40)))
    rejected = source("Trubach", said("s1", "Danil Orzhel", detained(17, 17)), status=Status.REJECTED)
    withheld = SourceReading(
        "b.txt", "0" * 64, About(), "", (Reviewed(said("s1", "X", detained(1))),), withheld="no"
    )
    assert brief(kept, rejected, withheld).weight.groups == ()


def test_a_denial_of_knowledge_is_no_denial_of_the_fact() -> None:
    not_so = SuggestedClaim("", Property.OCCURRED, polarity=Polarity.NO)
    denial = Statement(
        "s1",
        "the governor",
        named=False,
        content=((0, 8),),
        acts=(Act.DENIES,),
        denies=(Denial.KNOWLEDGE,),
        claims=(not_so,),
    )
    weight = weighed_readings([source("Orvan", denial)])
    assert weight.properties == ()


def test_times_are_not_set_against_each_other_in_a_brief() -> None:
    days = [SuggestedClaim("", Property.WHEN, when=f"2026-03-0{day}") for day in (6, 9)]
    made = brief(source("Orvan", said("s1", "Mira Dzhalova", days[0]), said("s2", "Danil Orzhel", days[1])))
    assert made.weight.groups == ()


def test_a_brief_with_nothing_to_weigh_has_no_such_section() -> None:
    made = brief(source("Orvan", said("s1", "Mira Dzhalova")))
    assert "How many independent origins" not in render_html(made)
    assert "How many independent origins" not in render_markdown(made)


def test_names_from_a_source_do_nothing_on_the_page() -> None:
    wicked = "<b>Orvan</b> [x](y)"
    sources = [source(wicked, said("s1", wicked, detained(40), own=True)) for _ in range(2)]
    made = brief(*sources)
    assert "<b>Orvan" not in render_html(made)
    assert "[x](y)" not in render_markdown(made)


def test_what_its_speaker_took_back_counts_for_nothing_in_a_brief() -> None:
    retracted = source("Trubach", said("s1", "Trubach", detained(200), own=True))
    objected = replace(retracted.statements[0], objections=(Objected("retracts", speaker="Trubach"),))
    weight = weighed_readings([replace(retracted, statements=(objected,))])
    assert [one.said for one in weight.properties[0].values] == [()]


def test_what_was_recalled_counts_for_nothing_in_a_brief() -> None:
    leaflet = source("a leaflet", said("s1", "residents", detained(200), named=False))
    objected = replace(leaflet.statements[0], objections=(Objected("recalls"),))
    weight = weighed_readings([replace(leaflet, statements=(objected,))])
    assert [one.said for one in weight.properties[0].values] == [()]
