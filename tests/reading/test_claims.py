"""Claims of a statement, suggested: what it says of an incident, and silence where it is unclear."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from claim_cast import brief, statement
from hypothesis import given, settings
from hypothesis import strategies as st

from khronika.reading import FAST, reader_for
from khronika.reading.claims import claims_of
from khronika.reading.claims.acts import ALL
from khronika.reading.languages.en.figures import figures_of
from khronika.reading.languages.en.hedges import hedges_of
from khronika.reading.languages.en.times import times_of
from khronika.reading.places import places_in
from khronika.records.claims import Modality, SuggestedClaim
from khronika.records.item import About
from khronika.records.matter import Property
from khronika.records.spans import Phrase, fits
from khronika.records.statement import Act, Denial, Statement

DAY = date(2026, 3, 14)


def said(text: str, *acts: Act, denies: tuple[Denial, ...] = (), cue: str = "") -> Statement:
    """Return the statement of Anna Lund whose content is ``text`` after ``cue``."""
    content = ((len(cue) and text.index(cue) + len(cue), len(text)),)
    return replace(
        statement(content, *acts, denies=denies, figures=tuple(figures_of(text, content))),
        cue=((text.index(cue), text.index(cue) + len(cue)),) if cue else (),
        dates=tuple(times_of(text, 0, len(text), DAY)),
        hedges=tuple(hedges_of(text, content)),
    )


def claims(
    text: str, *acts: Act, denies: tuple[Denial, ...] = (), cue: str = ""
) -> tuple[SuggestedClaim, ...]:
    return claims_of(text, said(text, *acts, denies=denies, cue=cue), places_in(text))


def test_a_count_of_people_detained_is_an_interval_that_rests_on_its_words() -> None:
    text = "At least 40 men have been detained."
    found = claims(text)
    assert brief(found) == ["act detained", "detained 40.. men", "occurred"]
    counted = found[1]
    assert [text[s:e] for s, e in counted.spans] == ["At least 40 men", "detained"]
    assert found[0].code == "mt4:030102"


def test_each_figure_goes_to_the_act_of_its_own_clause() -> None:
    text = "Soldiers killed 12 people and injured 40 others, while 3 men disappeared."
    counts = [w for w in brief(claims(text)) if ".." in w]
    assert counts == ["killed 12..12 people", "injured 40..40 people", "missing 3..3 men"]


def test_a_figure_of_things_counts_no_people() -> None:
    assert brief(claims("Officers raided 14 houses in the town.")) == [
        "act raided",
        "done by Officers",
        "occurred",
    ]


def test_a_figure_across_a_comma_or_after_by_counts_something_else() -> None:
    ill = brief(claims("Some 143 people fell ill, 26 of them died."))
    assert ill[0].startswith("act died")
    assert "143" not in " ".join(ill)
    assert "act beaten" in brief(claims("Bapu Ghorai was beaten by three men."))


def test_the_whole_that_a_part_is_taken_of_is_not_the_count() -> None:
    counted = next(c for c in claims("Of the 112 men, 71 were detained.") if c.low is not None)
    assert (counted.low, counted.high) == (Decimal(71), Decimal(71))


def test_no_fewer_than_is_no_negation() -> None:
    assert brief(claims("No fewer than 57 people died of cold.")) == ["act died 57.. people", "occurred"]


def test_a_negation_far_away_or_across_a_comma_leaves_it_open() -> None:
    assert brief(claims("Nobody had asked her to, died was all he said.")) == []
    assert brief(claims("No participant in the large and unauthorised gathering in town was injured.")) == []


def test_an_age_is_no_count() -> None:
    assert brief(claims("A boy of fifteen had been detained.")) == ["act detained", "occurred"]


def test_the_convention_behind_a_vague_figure_is_said() -> None:
    counted = next(c for c in claims("Dozens of people were arrested.") if c.low is not None)
    assert (counted.low, counted.high) == (Decimal(24), Decimal(99))
    assert "“dozens” read as 24 to 99" in counted.reason


def test_deaths_are_counted_as_deaths_and_never_as_killings() -> None:
    assert brief(claims("We have documented three deaths.")) == ["act died 3..3 people", "occurred"]


def test_who_did_it_is_the_party_after_by_or_before_the_verb() -> None:
    assert "done by masked men" in brief(claims("He was abducted by masked men."))
    assert "done by security forces" in brief(claims("On Monday security forces beat the prisoners."))
    assert "done by Sarn police" in brief(claims("She said Sarn police arrested two journalists."))


def test_an_adjective_before_people_that_may_be_a_trait_is_left_out() -> None:
    assert "done by gunmen" in brief(claims("Two men were killed by Vesperine gunmen."))


def test_a_place_and_a_date_in_the_clause_of_the_act_are_claims() -> None:
    found = claims("Forty people were detained in Grozny, Chechnya on 6 March 2026.")
    assert "where Grozny" in brief(found)
    assert "when 2026-03-06" in brief(found)
    assert next(c for c in found if c.property is Property.WHERE).places == (558418,)


def test_words_of_a_site_are_a_place_too() -> None:
    assert "where Quarry 9" in brief(claims("The prisoners are held at Quarry 9."))
    assert "where an abandoned quarry" in brief(claims("They are being held at an abandoned quarry."))


def test_one_named_person_is_the_subject() -> None:
    text = "Savel Ortan, 73, died on 12 March."
    found = claims(text)
    assert found[0].subject == Phrase("Savel Ortan", ((0, 11),))
    assert brief(found) == ["act died", "occurred", "when 2026-03-12"]


def test_a_negated_act_is_denied() -> None:
    assert brief(claims("Nobody was tortured there.")) == ["act not tortured"]
    assert brief(claims("These men have not been detained at all.")) == ["act not detained"]


def test_not_only_is_no_negation() -> None:
    assert "act beaten" in brief(claims("They were not only beaten in the yard."))


def test_a_denial_of_the_fact_says_that_it_did_not_occur() -> None:
    text = "The ministry denied that prisoners were tortured."
    found = claims(text, Act.DENIES, denies=(Denial.FACT,), cue="denied that")
    assert brief(found) == ["act not tortured", "occurred not"]


def test_a_place_said_not_to_exist_is_the_subject_of_the_denial() -> None:
    found = claims("There was “no such facility”.", Act.DENIES, denies=(Denial.FACT,))
    assert brief(found) == ["occurred not"]
    assert found[0].subject.text == "such facility"


def test_a_denial_of_a_denial_is_left_alone() -> None:
    text = "He denied that nobody was killed."
    assert brief(claims(text, Act.DENIES, denies=(Denial.FACT,), cue="denied that")) == []


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("We have no information about any detained men.", Denial.KNOWLEDGE, "knew not Anna Lund"),
        (
            "We had nothing to do with the killings of the men.",
            Denial.RESPONSIBILITY,
            "done by not Anna Lund",
        ),
        ("The arrests of those men are outside our remit.", Denial.COMPETENCE, "must respond not Anna Lund"),
    ],
)
def test_a_denial_of_another_kind_never_says_that_it_did_not_occur(
    text: str, kind: Denial, expected: str
) -> None:
    assert brief(claims(text, Act.DENIES, denies=(kind,))) == [expected]


def test_that_a_thing_never_happened_is_about_what_the_title_names() -> None:
    text = "This never happened."
    made = said(text, Act.DENIES, denies=(Denial.FACT,))
    assert brief(claims_of(text, made, (), "Forty detained in raids")) == ["occurred not"]
    assert brief(claims_of(text, made, (), "A quiet week")) == []


def test_no_complaint_and_thirty_seven_complaints_are_kept_apart_from_the_event() -> None:
    none = claims("Not a single complaint had been received.", Act.DENIES, denies=(Denial.FACT,))
    assert brief(none) == ["complained not"]
    assert brief(claims("We have copies of 37 complaints.")) == ["complained 37..37"]


@pytest.mark.parametrize(
    "text",
    [
        "If anyone was detained, the law was kept.",
        "Were the men tortured?",
        "The men will be released soon.",
        "They want to arrest everyone.",
        "He is no longer held there.",
        "We do not claim that all prisoners were beaten.",
        "There is no evidence that the men were killed.",
        "The Special Rapporteur on torture wrote to them.",
        "The detention centre has two gates.",
        "A vigil will be held on Friday.",
        "The ministry released a statement about the men.",
        "The team beat its old rivals.",
        "The deaths have all the marks of a policy.",
        "The road was closed.",
        "He had twice held the money himself.",
        "A study, completed in 2019 and never released, named the wells.",
        "They gave him a burnt house.",
        "The conference is held every week in the presence of the Spokesman.",
        "At least 3 million animals have died.",
        "Only write ‘torture’ if you saw it.",
    ],
)
def test_what_is_no_act_told_of_gives_no_claim(text: str) -> None:
    assert brief(claims(text)) == []


@pytest.mark.parametrize(
    "act", [Act.CALLS_FOR_HARM, Act.THREATENS, Act.PROMISES, Act.RETRACTS, Act.DECLINES, Act.ADVISES]
)
def test_an_act_that_is_called_for_threatened_or_taken_back_is_not_told_of(act: Act) -> None:
    assert brief(claims("The men were beaten and killed.", act)) == []


def test_a_hedge_makes_it_possible_and_hearsay_is_counted() -> None:
    (act, *_) = claims("She has heard reports of 100 or more people being detained.")
    assert (act.modality, act.hearsay) == (Modality.POSSIBLE, 1)
    (first, *_) = claims("He was told that two men were shot.")
    assert first.hearsay == 1
    (plain, *_) = claims("Two men were shot.")
    assert (plain.modality, plain.hearsay) == (Modality.ASSERTED, 0)
    assert act.score < plain.score


def test_a_nested_statement_is_one_mouth_further_away() -> None:
    text = "Two men were shot."
    inner = statement(((0, len(text)),), within="s1")
    assert claims_of(text, inner, ())[0].hearsay == 1


def test_a_motive_is_a_claim_about_the_incident_and_its_words_stay_in_the_passage() -> None:
    text = "People are being detained on suspicion of homosexuality."
    motive = next(c for c in claims(text) if c.property is Property.MOTIVE)
    assert motive.value == ""
    assert [text[s:e] for s, e in motive.spans] == ["homosexuality"]


def test_of_whom_a_figure_counts_is_never_a_trait() -> None:
    counted = next(c for c in claims("At least 100 gay men were detained.") if c.low is not None)
    assert counted.of == "men"


def test_who_ordered_and_who_let_it_happen() -> None:
    assert "ordered by Colonel Stanko Grevich" in brief(
        claims("The men were beaten on the orders of Colonel Stanko Grevich.")
    )
    assert "tolerated by The government" in brief(claims("The government failed to prevent it."))
    assert "tolerated by the Kremlin" in brief(
        claims("It is a campaign of violence supported by the Kremlin.")
    )


def test_who_must_respond_is_a_duty_and_never_who_did_it() -> None:
    (duty,) = claims("Russia is the state that is responsible for responding to this.")
    assert (duty.property, duty.value, duty.modality) == (
        Property.MUST_RESPOND,
        "Russia",
        Modality.OBLIGATORY,
    )
    (must,) = claims("The Prosecutor General must investigate the disappearances.")
    assert (must.value, must.modality) == ("The Prosecutor General", Modality.OBLIGATORY)


def test_a_power_that_is_appealed_to_must_respond_but_not_a_neighbour() -> None:
    text = "The families asked the Interior Minister to publish a list."
    at = text.index("to publish")
    minister = Phrase("Interior Minister", ((text.index("Interior"), at - 1),))
    asked = replace(statement(((at, len(text)),), Act.REQUESTS), addressee=minister)
    assert brief(claims_of(text, asked, ())) == ["must respond Interior Minister"]
    other = "The families asked their neighbours to be quiet."
    near = Phrase("their neighbours", ((19, 35),))
    quiet = replace(statement(((36, 47),), Act.REQUESTS), addressee=near)
    assert brief(claims_of(other, quiet, ())) == []


def test_who_knew_is_a_party_and_never_a_pronoun() -> None:
    assert brief(claims("The governor knew in November.")) == ["knew The governor"]
    assert brief(claims("You knew in November.")) == []


def test_what_it_is_called_is_the_term_in_quotation_marks() -> None:
    assert brief(claims("He called them “preventive measures”.")) == ["called preventive measures"]


def test_a_disputed_term_is_denied_on_that_term_alone() -> None:
    found = claims("Calling it a concentration camp is actually inaccurate.", Act.DISPUTES)
    assert brief(found) == ["called not concentration camp"]


def test_another_language_gives_no_claims() -> None:
    text = "Zwei Männer wurden verhaftet."
    assert claims_of(text, said(text), (), "", "de") == ()


def test_the_list_of_acts_is_closed_and_names_no_trait() -> None:
    assert len({deed.name for deed in ALL}) == len(ALL)
    assert all(deed.code == "" or deed.code.startswith(("mt4:", "iccs:")) for deed in ALL)


PIECES = st.sampled_from(
    [
        "At least 40 men", "were", "detained", "by", "masked", "police", ",", ".", "“", "”", "no", "not",
        "killed", "12 people", "denied", "that", "in", "Grozny", "Quarry 9", "if", "?", "called", "it", "a",
        "camp", "must", "investigate", "The government", "knew", "because of", "their", "faith", "deaths",
        "of", "complaints", "задержали", "40 человек", "не", "полиция", "\n\n", "\x00", "\ud800", "…", "said",
        "Anna Lund", "told", "on 31 February", "(", ")", "A’s", "-", "heard reports of",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=50).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(
    TEXTS,
    st.lists(st.sampled_from(list(Act)), min_size=1, max_size=2),
    st.lists(st.sampled_from(list(Denial)), max_size=1),
)
def test_nothing_raises_and_every_claim_rests_on_words_of_the_text(
    text: str, acts: list[Act], denied: list[Denial]
) -> None:
    whole = ((0, len(text)),) if text else ()
    figures = tuple(figures_of(text, whole))
    read = reader_for("en", FAST).read(text, About(publisher="The Tribune"))
    for made in (*read, statement(whole, *acts, denies=tuple(denied), figures=figures)):
        for language in ("en", "ru", "de"):
            found = claims_of(text, made, places_in(text), "Forty detained", language)
            assert found == claims_of(text, made, places_in(text), "Forty detained", language)
            for claim in found:
                assert claim.spans
                assert fits(claim.spans, len(text))
                assert claim.subject.spans == () or fits(claim.subject.spans, len(text))
                assert 0 < claim.score <= 1000
                assert claim.reason
                assert claim.statement == made.id
                if made.denies and Denial.FACT not in made.denies:
                    assert claim.property not in {Property.OCCURRED, Property.ACT}


@pytest.mark.parametrize(
    "piece",
    [
        "The Aa ",
        "Aaaaaaaa",
        "A-A-",
        "killed 12 people, ",
        "no no ",
        "called it a ",
        "because of ",
        "of the ",
        "В городе не ",
    ],
)
def test_a_hostile_text_takes_time_that_grows_with_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        spans = tuple((at, min(at + 4000, len(text))) for at in range(0, len(text), 4000))
        made = statement(spans)
        start = time.process_time()
        claims_of(text, made, ())
        claims_of(text, made, (), "", "ru")
        return time.process_time() - start

    seconds(2_000)
    small, large = (min(seconds(length) for _ in range(3)) for length in (16_000, 64_000))
    assert large < 8 * small + 0.3
    assert large < 8
