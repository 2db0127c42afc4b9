"""The balance sheet without script: what it counts, what it leaves out, and an origin's own page."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from balance_cast import filed, happened, held
from picture_rooms import PNG, pictures_of, rows_of
from stated import SPEAKER, hidden, not_so, on, stated
from web_cast import Browser, Page

from desk_cast import House
from khronika.acts.correcting import correct
from khronika.acts.describing import describe
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.review import accept
from khronika.acts.show import log
from khronika.acts.weigh import weigh
from khronika.records.claims import SuggestedClaim
from khronika.records.corrections import Correction, Manner
from khronika.records.item import Description
from khronika.records.matter import Incident, Property
from khronika.records.spans import Phrase
from khronika.records.statement import Act, Denial
from khronika.web.origin_trees import WHY
from khronika.web.weighed_figures import WORDS as WORDS_OF_FIGURES
from khronika.weighing.voice import Why


@pytest.fixture
def raids(house: House) -> str:
    incident = Incident("", "The raids of March", when="2026-03")
    return record_incident(house.desk, house.cast.ines, incident).id


def balance(browser: Browser, incident: str, asked: str = "") -> Page:
    page = browser.get(f"/incidents/{incident}/weigh{asked}")
    assert page.status == 200
    return page


def test_an_incident_without_statements_in_the_record_says_what_is_missing(
    house: House, lev: Browser, raids: str
) -> None:
    suggested = stated(house).add()
    file_statements(house.desk, house.cast.ines, raids, suggested)
    page = balance(lev, raids)
    assert "Nothing can be weighed yet" in page.words
    assert "1 suggestion is filed to it, on which nobody decided." in page.words


def test_the_incident_leads_to_its_balance_sheet_and_back(lev: Browser, raids: str) -> None:
    assert f"/incidents/{raids}/weigh" in lev.get(f"/incidents/{raids}").links
    assert f"/incidents/{raids}" in balance(lev, raids).links


def test_who_affirms_and_who_denies_stand_in_one_table_with_what_cannot_be_true_together(
    house: House, lev: Browser, raids: str
) -> None:
    text = stated(house)
    filed(text, raids, claims=(happened(),))
    filed(text, raids, speaker="Radio Sarn", claims=(happened(),))
    filed(text, raids, speaker="Danil Orzhel", claims=(not_so(),))
    page = balance(lev, raids)
    assert "affirm 2 deny 1 silent none" in page.words
    assert [row for row in rows_of(page) if row.startswith(("1 ", "2 "))] == [
        "1 It happened Cannot be true together with It did not happen (2) Said by origin 1 , 2 2 2 1 [1] [2]",
        "2 It did not happen Cannot be true together with It happened (1) Said by origin 3 1 1 2 [3]",
    ]


def test_the_sheet_says_what_is_weighed_and_that_it_is_not_what_happened(
    house: House, lev: Browser, raids: str
) -> None:
    text = stated(house)
    filed(text, raids, claims=(held(40),))
    filed(text, raids, speaker="a resident", named=False, claims=(held(40),))
    file_statements(house.desk, house.cast.ines, raids, text.add(2, claims=(held(500),)))
    page = balance(lev, raids)
    for words in (
        "It is not what happened, and no side is declared right.",
        "2 in the record",
        "2 not seen by a second person",
        "2 suggestions on which nobody decided",
        "at least 1, at most 2",
        "At 1 end nobody known stands, and that may be the voice of another.",
    ):
        assert words in page.words, words
    assert "500" not in page.words


def test_what_a_speaker_said_otherwise_later_is_shown_beside_and_not_counted(
    house: House, lev: Browser, raids: str
) -> None:
    text = stated(house)
    filed(text, raids, speaker="Rovna Centre", when=on(20), claims=(held(112, 112),))
    filed(text, raids, speaker="Rovna Centre", when=on(28), claims=(held(131, 131),))
    page = balance(lev, raids)
    assert "Rovna Centre : 112 people, later 131 people" in page.words
    assert "Said otherwise later by the same: [1]" in page.words
    (weight,) = weigh(house.desk, house.cast.ines, raids).weights
    assert [one.speaker for one in weight.revisions] == ["Rovna Centre"]


def test_a_retraction_stands_under_its_own_heading_with_who_took_it_back(
    house: House, lev: Browser, raids: str
) -> None:
    text, desk, ines = stated(house), house.desk, house.cast.ines
    first = filed(text, raids, speaker="Trubach", when=on(15), claims=(held(300),))
    later = filed(text, raids, speaker="Trubach", when=on(24), acts=(Act.RETRACTS,))
    made = correct(desk, ines, Correction("", later, first, Manner.RETRACTS, reason="the number was wrong"))
    page = balance(lev, raids)
    assert "Taken back by Trubach [2] : the number was wrong as a whole [1]" in page.words
    assert f"/records/{made.id}" in page.links
    assert "1 of them no longer counts: it was taken back" in page.words


def test_kinds_of_denial_are_rows_of_their_own(house: House, lev: Browser, raids: str) -> None:
    text = stated(house)
    for kind in Denial:
        filed(text, raids, speaker=f"Official {kind.value}", acts=(Act.DENIES,), denies=(kind,))
    rows = rows_of(balance(lev, raids))
    assert rows == [
        "denied the fact 1 [1]",
        "denied knowing of it (not the fact) 1 [2]",
        "denied responsibility (not the fact) 1 [3]",
        "denied being competent (not the fact) 1 [4]",
    ]


def test_a_dispute_is_of_the_words_alone_beside_what_the_disputer_affirms(
    house: House, lev: Browser, raids: str
) -> None:
    text = stated(house)
    filed(
        text,
        raids,
        acts=(Act.DISPUTES,),
        disputes=Phrase("concentration camp"),
        claims=(SuggestedClaim("", Property.ACT, value="detained"),),
    )
    page = balance(lev, raids)
    assert f"“concentration camp” disputed by {SPEAKER} [1]" in page.words.replace(
        "concentration camp disputed", "“concentration camp” disputed"
    )
    assert "They affirm: This was done: detained [1]" in page.words


def test_figures_over_time_are_a_picture_and_a_table_with_the_same_rows(
    house: House, lev: Browser, raids: str
) -> None:
    text = stated(house)
    filed(text, raids, speaker="Rovna Centre", when=on(20), claims=(held(112, 112),))
    filed(text, raids, speaker="Rovna Centre", when=on(28), claims=(held(131, 131),))
    filed(text, raids, when=on(14), claims=(held(40),))
    page = balance(lev, raids)
    assert rows_of(page)[-3:] == [
        f"14 March 2026 {SPEAKER} at least 40 people independent origins: 1 [1]",
        "20 March 2026 Rovna Centre 112 people said otherwise later by the same [2]",
        "28 March 2026 Rovna Centre 131 people independent origins: 1 [3]",
    ]
    addresses = pictures_of(page)
    assert len(addresses) == len({*addresses}) == 4
    drawn = [lev.get(one).response for one in addresses]
    assert all(one.content.startswith(PNG) for one in drawn)
    assert lev.get(f"/incidents/{raids}/weigh/figures.png?of=killed").status == 404


def test_an_origin_is_a_tree_from_the_mouth_to_the_texts_that_print_it(
    house: House, lev: Browser, raids: str
) -> None:
    orvan = stated(house)
    filed(orvan, raids, speaker="Danil Orzhel", relays=(Phrase("Orvan"), Phrase("The Sarn Courier")))
    page = balance(lev, raids)
    tree = re.sub(r"\s+", " ", page.html[page.html.index('class="tree"') :])
    assert tree.index("Orvan") < tree.index("The Sarn Courier") < tree.index("note.txt")
    assert f'id="o-{1}"' in page.html


def test_a_circle_of_publishers_is_drawn_and_hearsay_is_said_in_words(
    house: House, lev: Browser, raids: str
) -> None:
    papers = ("Velmora Abroad", "Ozrin Online")
    for name, other in (papers, papers[::-1]):
        text = stated(
            house, text=f"{other} says that nobody is held at Quarry 9, {name}.\n", name=f"{name}.txt"
        )
        describe(house.desk, house.cast.ines, Description("", text.item, publisher=name))
        filed(text, raids, speaker=other, claims=(replace(happened(), hearsay=2),))
    page = balance(lev, raids)
    assert re.search(r"A circle: (\S+ \S+) , (\S+ \S+) have it from one another", page.words)
    assert "Heard it from somebody who had heard it from somebody else." in page.words


def test_of_many_values_the_heaviest_are_shown_and_the_others_are_counted_and_can_be_reached(
    house: House, lev: Browser, raids: str
) -> None:
    text = stated(house)
    ids: list[str] = []
    for number in range(1, 26):
        claims = (SuggestedClaim("", Property.CALLED, value=f"term {number}"),)
        ids += text.add(speaker=f"Speaker {number}", claims=claims)
    ids += text.add(speaker="Speaker 99", claims=(SuggestedClaim("", Property.CALLED, value="term 25"),))
    accept(house.desk, house.cast.ines, ids)
    file_statements(house.desk, house.cast.ines, raids, ids)
    page = balance(lev, raids)
    assert "5 further things are said of it, by no more origins than these." in page.words
    assert page.words.index("term 25") < page.words.index("term 1 ")
    whole = balance(lev, raids, "?all=called")
    assert len(re.findall(r'id="v-called-\d+"', whole.html)) == 25
    assert len(re.findall(r'id="v-called-\d+"', page.html)) == 20
    assert len(re.findall(r'class="origin"', balance(lev, raids, "?all=origins").html)) == 26
    assert "Nothing is said of this." in balance(lev, raids, "?all=knew").words
    assert len(re.findall(r'class="origin"', balance(lev, raids, "?all=origins&from=20").html)) == 6


@pytest.mark.parametrize(
    "asked", ["?all=nonsense", "?all=origins&from=-1", "?all=called&from=٣", "?from=1e9"]
)
def test_a_nonsense_address_of_the_sheet_is_a_page(
    house: House, lev: Browser, raids: str, asked: str
) -> None:
    filed(stated(house), raids, claims=(held(40),))
    assert "Balance sheet" in balance(lev, raids, asked).words


def test_the_sheet_is_shown_as_of_an_earlier_entry_and_links_stay_there(
    house: House, lev: Browser, raids: str
) -> None:
    text = stated(house)
    filed(text, raids, claims=(held(40),))
    then = max(one.position for one in log(house.desk, house.cast.ines)) + 1
    filed(text, raids, speaker="Danil Orzhel", claims=(held(70),))
    assert "2 in the record" in balance(lev, raids).words
    page = balance(lev, raids, f"?as_of={then}")
    assert "1 in the record" in page.words
    assert all(f"as_of={then}" in link for link in page.links if "/origins/" in link)


def test_what_is_hidden_is_in_no_number_of_the_sheet(house: House, lev: Browser, raids: str) -> None:
    filed(stated(house), raids, claims=(held(40),))
    before = balance(lev, raids).html
    filed(hidden(house), raids, speaker="Zvezdochka", claims=(held(112, 112),))
    after = balance(lev, raids).html
    token = re.compile(r'name="token" value="[^"]+"')
    assert token.sub("", after) == token.sub("", before)


def test_every_reason_for_one_voice_has_its_words() -> None:
    assert {*WHY} == {*Why}


def test_the_words_of_the_picture_are_in_the_catalogue() -> None:
    """What is added to the picture and not to ``khronika.web.weighed_figures`` fails here."""
    from khronika.publishing.figure_chart import FigureLine, Stands, figures_svg  # noqa: PLC0415
    from khronika.publishing.looks import Look  # noqa: PLC0415

    asked: set[str] = set()

    def word(message: str) -> str:
        asked.add(message)
        return message

    lines = [FigureLine("1 Mar", "A", Decimal(1), None, "w", stands) for stands in Stands]
    lines.append(FigureLine("1 Mar", "A", None, Decimal(9000), "w"))
    figures_svg(lines, Look(word=word))
    assert asked == {*WORDS_OF_FIGURES}
