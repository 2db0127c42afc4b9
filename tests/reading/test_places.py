"""Places of a text: found offline, never guessed, never taken from a person's name."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.reading.places import places_in
from khronika.reading.places.gazetteer import candidates_of, key_of
from khronika.records.places import PlaceCandidate, PlaceKind, PlaceMention

FOLDER = Path(__file__).parents[2] / "src" / "khronika" / "reading" / "places"
DIGEST = "c30fdb775eb4dbd8dc976ad49d9f518d5119bb027d495eb3b142a80780b66bc1"


def named(text: str) -> list[str]:
    return [m.words for m in places_in(text)]


def only(text: str) -> PlaceMention:
    (found,) = places_in(text)
    return found


def where(place: PlaceCandidate | None) -> tuple[str, str, str]:
    assert place is not None
    return place.name, place.kind.value, place.country


def test_the_gazetteer_is_the_file_that_the_build_script_makes() -> None:
    data = (FOLDER / "gazetteer.bin").read_bytes()
    assert hashlib.sha256(data).hexdigest() == DIGEST
    assert len(data) < 4_000_000


def test_the_gazetteer_has_countries_regions_and_cities_in_both_scripts() -> None:
    for name in ("Chechnya", "Чечня", "Чеченская Республика", "Chechen Republic"):
        assert [where(c) for c in candidates_of(key_of(name))] == [("Chechnya", "region", "RU")]
    for name in ("Myanmar", "Burma", "Мьянма", "Бирма"):
        assert ("Myanmar", "country", "MM") in [where(c) for c in candidates_of(key_of(name))]
    assert [where(c) for c in candidates_of(key_of("Ростов-на-Дону"))] == [("Rostov-on-Don", "city", "RU")]


def test_a_city_has_a_point_and_a_country_has_none() -> None:
    city = places_in("He was held in Grozny, Chechnya.")[0].place
    country = only("He fled to Lebanon.").place
    assert city is not None
    assert country is not None
    assert (city.geonames, city.latitude, city.longitude, city.region) == (
        558418,
        "43.31195",
        "45.68895",
        "Chechnya",
    )
    assert (country.latitude, country.longitude) == ("", "")


def test_a_place_after_in_is_found_with_its_span() -> None:
    text = "Forty men were held in Kazan without charge."
    found = only(text)
    assert text[slice(*found.span)] == "Kazan"
    assert found.certain


def test_a_small_city_is_certain_only_where_the_text_names_its_country() -> None:
    assert not only("Forty men were held in Grozny.").certain
    assert places_in("Forty men were held in Grozny. Russia was asked to reply.")[0].certain


def test_a_small_region_is_certain_only_where_the_text_names_its_country() -> None:
    assert not any(m.certain for m in places_in("Those sleeping at St. Mary’s were counted."))


def test_a_city_found_by_a_rare_name_of_it_is_not_certain() -> None:
    assert not only("The nearest hospital is in Lwanda.").certain


@pytest.mark.parametrize(
    "text",
    [
        "Jordan said the guards had beaten him.",
        "Paris Hilton spoke at the rally.",
        "Chelsea denied that she had signed the letter.",
        "Mr. Lincoln asked for a lawyer.",
        "Michael Jordan wept. Later Jordan went home.",
        "President Washington was told of it.",
        "Judge Florence sent the case back.",
        "He wrote to Georgia and to Chad.",
    ],
)
def test_a_person_who_has_the_name_of_a_place_is_no_place(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In March police raided four homes.",
        "Police said Reading was quiet.",
        "The Moscow City Court heard the case.",
        "MOSCOW TRIAL OPENS IN SILENCE",
        "He was seen in Independence Square.",
        "The pastor of St. Mary of the Well prayed.",
        "Médecins du Littoral sent tarpaulins.",
        "He keeps it outside HO.",
        "A welder from the Niger delta was held.",
    ],
)
def test_an_ordinary_word_a_month_or_a_part_of_a_longer_name_is_no_place(text: str) -> None:
    assert named(text) == []


def test_a_country_that_people_are_named_after_is_found_after_in() -> None:
    assert named("He was arrested in Jordan and questioned near Chad.") == ["Jordan", "Chad"]


def test_a_name_that_fits_many_places_keeps_them_all() -> None:
    found = only("The men were taken to a camp near Springfield.")
    assert len(found.candidates) > 5
    assert not found.certain
    assert found.place is None


def test_the_country_and_the_region_of_one_name_are_both_kept() -> None:
    found = only("He was detained in Georgia.")
    assert [where(c) for c in found.candidates] == [("Georgia", "country", "GE"), ("Georgia", "region", "US")]
    assert not found.certain


def test_the_area_named_after_a_city_makes_it_certain() -> None:
    texas, lebanon = (
        places_in(t)[0] for t in ("He lives in Paris, Texas.", "A camp near Tripoli (Lebanon).")
    )
    assert where(texas.place) == ("Paris", "city", "US")
    assert where(lebanon.place) == ("Tripoli", "city", "LB")


def test_two_large_cities_of_one_name_stay_open_until_the_text_names_a_country() -> None:
    assert not only("The boat left from Tripoli.").certain
    found = places_in("The boat left from Tripoli. Libya has not answered.")
    assert where(found[0].place) == ("Tripoli", "city", "LY")


def test_a_city_far_larger_than_its_namesakes_is_certain_but_not_against_the_text() -> None:
    assert where(only("Doctors in Kazan refused.").place) == ("Kazan", "city", "RU")
    against = next(m for m in places_in("Doctors in Kazan refused. Turkey was silent.") if m.words == "Kazan")
    assert not against.certain


def test_a_part_of_a_place_is_found_and_not_certain() -> None:
    found = only("Shells fell in northern Aleppo.")
    assert found.words == "Aleppo"
    assert not found.certain


def test_a_dateline_in_capitals_is_a_place() -> None:
    assert named("GROZNY, Russia (Orvan) — Forty men were held.") == ["GROZNY", "Russia"]


def test_places_in_a_row_are_all_found() -> None:
    assert named("Homes were searched in Kazan, Ufa and Samara.") == ["Kazan", "Ufa", "Samara"]
    assert named("The region lies above Georgia, Armenia and Turkey.") == ["Georgia", "Armenia", "Turkey"]


def test_initials_of_a_country_are_found() -> None:
    assert named("The U.S. and the UK were named.") == ["U.S.", "UK"]


@pytest.mark.parametrize(
    ("text", "words", "place"),
    [
        ("В Грозном задержали сорок человек.", "Грозном", ("Grozny", "city", "RU")),
        ("Он бежал из Чечни.", "Чечни", ("Chechnya", "region", "RU")),
        ("Жителей Ростова-на-Дону предупредили.", "Ростова-на-Дону", ("Rostov-on-Don", "city", "RU")),
        ("Его увезли в Чеченскую Республику.", "Чеченскую Республику", ("Chechnya", "region", "RU")),
        ("Глава Дагестана промолчал.", "Дагестана", ("Dagestan", "region", "RU")),
        ("Суд в Нижнем Новгороде отказал.", "Нижнем Новгороде", ("Nizhniy Novgorod", "city", "RU")),
        ("Их держат в Сирии.", "Сирии", ("Syria", "country", "SY")),
        (
            "Об этом говорят в Свердловской области.",
            "Свердловской области",
            ("Sverdlovsk Oblast", "region", "RU"),
        ),
    ],
)
def test_a_declined_russian_name_is_brought_to_its_base_form(
    text: str, words: str, place: tuple[str, str, str]
) -> None:
    found = only(text)
    assert found.words == words
    assert where(found.candidates[0]) == place


@pytest.mark.parametrize(
    "text",
    [
        "Пушкин заявил, что никого не видел.",
        "Владимир Киров сообщил об обыске.",
        "Адвокат Чехов подал жалобу.",
        "Об этом рассказала Виктория.",
    ],
)
def test_a_russian_person_who_has_the_name_of_a_town_is_no_place(text: str) -> None:
    assert named(text) == []


def test_a_town_named_like_a_person_is_found_after_a_preposition() -> None:
    assert named("Пушкин заявил, что в Пушкине никого нет.") == ["Пушкине"]


def test_only_the_places_within_the_spans_are_given_but_the_whole_text_is_the_context() -> None:
    text = "The boat left from Tripoli. Libya has not answered."
    found = places_in(text, ((0, 27),))
    assert [(m.words, m.certain) for m in found] == [("Tripoli", True)]


PIECES = st.sampled_from(
    [
        "Paris", "Jordan", "said", "in", "near", ",", "(", ")", "Texas", "U.S.", "of", "the", "GROZNY",
        "—", "Чечни", "в", "Ростове-на-Дону", "Нижнем", "St.", "New", "York", "\n", ".", "’s", "City",
        "and", "из", "\u200f", "e\u0301", "\x00", "\ud800", "A" * 90, "-", "Ё",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_nothing_raises_and_every_mention_lies_in_the_text(text: str) -> None:
    last = 0
    for mention in places_in(text):
        start, end = mention.span
        assert last <= start < end <= len(text)
        assert mention.words == text[start:end]
        assert mention.candidates
        assert len({c.geonames for c in mention.candidates}) == len(mention.candidates)
        assert mention.reason
        last = end
    assert places_in(text) == places_in(text)


@pytest.mark.parametrize(
    "piece", ["in Paris, Texas, ", "Aa Bb ", "A.", "В Городе ", "Ростов-на-", "The Of ", "("]
)
def test_a_hostile_text_takes_time_that_grows_with_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        start = time.process_time()
        places_in(text)
        return time.process_time() - start

    seconds(2_000)
    small, large = (min(seconds(length) for _ in range(3)) for length in (20_000, 80_000))
    assert large < 8 * small + 0.3


def test_every_kind_of_place_is_one_of_three() -> None:
    assert {kind.value for kind in PlaceKind} == {"country", "region", "city"}
