"""Origins: who relays adds no voice, who is unknown may be anybody, and what a person cut stays apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from khronika.weighing.origins import Independent, Origin, Voice, Why, independent, origins_of


def voice(
    id_: str, speaker: str, publisher: str, *, known: bool = True, words: range = range(0), **given: Any
) -> Voice:
    return Voice(id_, speaker, known, publisher, words=frozenset(words), **given)


WIRE = voice("a", "three people", "Orvan", known=False, words=range(20), says=frozenset({"held 40-"}))
COPY = voice("b", "three people", "Courier", known=False, words=range(2, 20), through=("Orvan",))
CITING = voice("c", "Orvan", "Paromnik", says=frozenset({"held 40-"}))
LAWYER = voice("d", "Mira Dzhalova", "Orvan", words=range(40, 60))
LAWYER_ELSEWHERE = voice("e", "Mira Dzhalova", "Trubach", words=range(60, 80))
DENIAL = voice("f", "spokesperson for the ministry", "Velmora One", words=range(80, 95))


def grouped(found: tuple[Origin, ...]) -> list[str]:
    return ["".join(one.statements) for one in found]


def test_an_agency_line_is_one_voice_however_many_print_it() -> None:
    found = origins_of([WIRE, COPY, CITING, LAWYER, LAWYER_ELSEWHERE, DENIAL])
    assert grouped(found) == ["abc", "de", "f"]
    assert [one.speakers for one in found] == [(), ("Mira Dzhalova",), ("spokesperson for the ministry",)]
    assert independent(found) == Independent(2, 3)
    assert independent(found, {"a", "c"}) == Independent(1, 1)
    assert {tie.why for tie in found[0].ties} == {Why.CITED, Why.WORDS}


def test_unknown_voices_may_be_one_or_as_many_as_they_are() -> None:
    unknown = [
        voice(id_, "", "Courier", known=False, words=range(9 * at, 9 * at + 9))
        for at, id_ in enumerate("abc")
    ]
    assert independent(origins_of(unknown)) == Independent(1, 3)


def test_two_who_are_known_are_never_one_by_their_words() -> None:
    other = replace(LAWYER, statement="z", speaker="Ilya Keld", publisher="Trubach")
    between = replace(LAWYER, statement="m", speaker="a lawyer", known=False, publisher="Courier")
    assert len(origins_of([LAWYER, other])) == 2
    origins = origins_of([LAWYER, other, between])
    assert independent(origins) == (2, 2)
    assert [one.perhaps for one in origins if not one.speakers] == [(LAWYER.statement, "z")]


def test_media_that_print_the_same_words_as_their_own_are_one_voice() -> None:
    own = [
        voice(id_, medium, medium, words=range(20))
        for id_, medium in zip("ab", ("Orvan", "Courier"), strict=True)
    ]
    assert independent(origins_of(own)) == Independent(1, 1)
    other = voice("c", "Trubach", "Trubach", words=range(40, 60))
    assert independent(origins_of([*own, other])) == Independent(2, 2)


def test_media_that_have_it_from_one_another_are_a_circle_and_no_known_voice() -> None:
    says = frozenset({"held 100-"})
    circle = [
        voice("a", "Trubach", "Ozrin Online", says=says),
        voice("b", "Velmora Abroad", "Trubach", says=says),
        voice("c", "Ozrin Online", "Velmora Abroad", says=says),
    ]
    (found,) = origins_of(circle)
    assert found.circle == ("Ozrin Online", "Trubach", "Velmora Abroad")
    assert found.speakers == ()


def test_a_cut_holds_against_what_was_found_and_a_join_adds_to_it() -> None:
    assert grouped(origins_of([WIRE, COPY], cut=[("b", "a")])) == ["a", "b"]
    assert grouped(origins_of([WIRE, DENIAL], joined=[("f", "a")])) == ["af"]
    assert grouped(origins_of([WIRE, DENIAL], joined=[("f", "a")], cut=[("a", "f")])) == ["a", "f"]
    joined = origins_of([LAWYER, DENIAL], joined=[("d", "f")])
    assert joined[0].speakers == ("Mira Dzhalova", "spokesperson for the ministry")


PEOPLE = ("Mira", "Ilya", "two residents", "")
MEDIA = ("Orvan", "Courier", "Trubach", "Paromnik")


@st.composite
def reports(draw: st.DrawFn) -> list[Voice]:
    """Draw statements of people in media, and media that tell what others have."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        speaker = draw(st.sampled_from((*PEOPLE, *MEDIA)))
        start = 20 * draw(st.integers(0, 3))
        found.append(
            Voice(
                f"s{number}",
                speaker,
                known=speaker not in PEOPLE[2:],
                publisher=draw(st.sampled_from(MEDIA)),
                through=tuple(draw(st.lists(st.sampled_from(MEDIA), max_size=2))),
                words=frozenset(range(start, start + draw(st.integers(0, 20)))),
                says=draw(st.frozensets(st.sampled_from("xy"), max_size=2)),
            )
        )
    return found


@given(reports(), st.randoms(use_true_random=False))
def test_the_order_of_statements_changes_nothing(found: list[Voice], random: Any) -> None:
    mixed = list(found)
    random.shuffle(mixed)
    assert origins_of(mixed) == origins_of(found)


@given(reports())
def test_every_statement_has_one_origin(found: list[Voice]) -> None:
    statements = [id_ for one in origins_of(found) for id_ in one.statements]
    assert sorted(statements) == sorted(one.statement for one in found)


@given(reports(), st.integers(0, 7), st.sampled_from(("Digest", "Radio")))
def test_a_relay_of_what_is_there_is_no_further_voice(found: list[Voice], at: int, medium: str) -> None:
    """A medium that has nothing of its own prints the same words of the same speaker."""
    told = found[at % len(found)]
    if len(told.words) < 6 and not (told.known and told.speaker):
        return
    relay = replace(told, statement="zz", publisher=medium, through=(*told.through, told.publisher))
    before, after = independent(origins_of(found)), independent(origins_of([*found, relay]))
    assert after.most <= before.most
    assert after.least <= before.least


@given(reports(), st.integers(0, 7), st.integers(0, 7))
def test_what_is_cut_is_apart(found: list[Voice], one: int, other: int) -> None:
    pair = (found[one % len(found)].statement, found[other % len(found)].statement)
    if pair[0] != pair[1]:
        assert not any(set(pair) <= set(origin.statements) for origin in origins_of(found, cut=[pair]))


def uttered(statement: str, speaker: str, publisher: str, *, known: bool = True, **given: Any) -> Voice:
    return Voice(statement, speaker, known, publisher, **given)


def test_a_page_that_was_changed_the_day_after_can_close_a_circle() -> None:
    """A page of the 15th, changed on the 16th, has the figure from a site that has it from the page."""
    says = frozenset({"detained 110-"})
    abroad = uttered("a", "ozrin online", "velmora abroad", says=says, printed=(15, 15))
    online = uttered("o", "velmora abroad", "ozrin online", says=says, printed=(16, 16))
    (origin,) = origins_of([abroad, online])
    assert (origin.speakers, origin.circle) == ((), ("ozrin online", "velmora abroad"))
    assert independent([origin]) == (1, 1)


def test_what_is_printed_later_is_not_what_was_cited() -> None:
    says = frozenset({"detained 40-"})
    cited = uttered("a", "orvan", "orvan", says=says, printed=(14, 14))
    citing = uttered("b", "orvan", "the courier", says=says, printed=(15, 15))
    later = uttered("c", "mira dzhalova", "orvan", says=says, printed=(30, 30))
    groups = [one.statements for one in origins_of([cited, citing, later])]
    assert groups == [("a", "b"), ("c",)]


def test_what_a_medium_copied_without_a_word_takes_none_of_its_own_voice_along() -> None:
    words = frozenset(range(20))
    spoken = uttered("a", "mira dzhalova", "orvan", words=words, printed=(14, 14))
    copied = uttered("b", "trubach", "trubach", words=words, printed=(15, 15))
    own = uttered("c", "trubach", "trubach", words=frozenset(range(50, 70)), printed=(15, 15))
    groups = [(one.statements, one.speakers) for one in origins_of([spoken, copied, own])]
    assert groups == [(("a", "b"), ("mira dzhalova",)), (("c",), ("trubach",))]


def test_a_body_that_is_quoted_elsewhere_is_one_voice_with_what_it_publishes_itself() -> None:
    own = uttered("a", "rovna centre", "rovna centre", words=frozenset(range(9)), printed=(30, 30))
    quoted = uttered("b", "rovna centre", "orvan", words=frozenset(range(20, 29)), printed=(14, 14))
    grevich = uttered("c", "stanko grevich", "rovna centre", says=frozenset({"x"}), printed=(30, 30))
    groups = [(one.statements, one.speakers) for one in origins_of([own, quoted, grevich])]
    assert groups == [(("a", "b"), ("rovna centre",)), (("c",), ("stanko grevich",))]


def test_two_who_hold_the_same_attachment_and_claim_the_same_are_one_voice() -> None:
    says, photo = frozenset({"detained 40-"}), frozenset({"photo"})
    one = uttered("a", "a witness", "orvan", known=False, says=says, attached=photo)
    other = uttered("b", "relatives", "the courier", known=False, says=says, attached=photo)
    apart = replace(other, says=frozenset({"occurred"}))
    assert len(origins_of([one, other])) == 1
    assert len(origins_of([one, apart])) == 2


def test_a_link_to_a_page_that_says_the_same_is_a_citation() -> None:
    says = frozenset({"detained 40-"})
    one = uttered("a", "two residents", "orvan", known=False, says=says, printed=(14, 14))
    other = voice(
        "b", "", "the courier", known=False, says=says, printed=(15, 15), linked=frozenset({"orvan"})
    )
    assert len(origins_of([one, other])) == 1
    assert len(origins_of([one, replace(other, linked=frozenset())])) == 2
