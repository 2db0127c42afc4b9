"""Nearly the same text: laws of likeness, and the passages two texts share."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from khronika.intake.copies import (
    SKETCH,
    contained,
    containment,
    resemblance,
    shared_passages,
    sketch,
)
from khronika.records.shingles import BITS, shingles, words

WIRE = (
    "SARN, March 18 (Orvan) - A spokesperson for the Interior Ministry denied on Wednesday that anybody was "
    'held at Quarry 9, telling the Orvan agency: "There is no such facility." The spokesperson, who spoke on '
    "condition of not being named, said the quarry was an industrial object under conservation."
)
TEXTS = st.lists(
    st.sampled_from(("men", "held", "quarry", "ministry", "Ozrin", "9", "said", "Сарн")), max_size=60
).map(" ".join)


def long_text(topic: str, count: int) -> str:
    return " ".join(f"{topic}{number * 7919 % 1000} {topic}{number}" for number in range(count))


@given(TEXTS.filter(bool))
def test_a_text_resembles_itself_wholly(text: str) -> None:
    assert resemblance(sketch(text), sketch(text)) == 1000
    assert containment(sketch(text), sketch(text)) == 1000


@given(TEXTS, TEXTS)
def test_resemblance_is_the_same_both_ways(one: str, other: str) -> None:
    assert resemblance(sketch(one), sketch(other)) == resemblance(sketch(other), sketch(one))


@given(TEXTS, TEXTS)
def test_the_sketch_is_exact_for_short_texts(one: str, other: str) -> None:
    a, b = shingles(one), shingles(other)
    exact = 1000 * len(a & b) // len(a | b) if a and b else 0
    assert resemblance(sketch(one), sketch(other)) == exact


@given(st.text())
def test_any_text_has_a_sketch_of_exact_json_integers_in_rising_order(text: str) -> None:
    hashes = sketch(text)
    assert list(hashes) == sorted(set(hashes))
    assert len(hashes) <= SKETCH
    assert all(0 <= one < 2**BITS for one in hashes)


@given(st.text())
def test_the_words_of_a_text_stand_in_it_in_order(text: str) -> None:
    last = 0
    for word, (start, end) in words(text):
        assert word
        assert last <= start < end <= len(text)
        last = end


def test_the_sketch_of_a_text_is_the_same_for_ever() -> None:
    assert sketch("There is no such facility at all") == (
        3209710703971272,
        3225002162779606,
        3303434505169818,
    )


def test_case_and_punctuation_do_not_matter() -> None:
    assert sketch("There is NO such facility, he said!") == sketch("there is no such facility he said")


def test_vowel_marks_and_accents_do_not_matter() -> None:
    assert sketch("مُحَمَّد في المحجر") == sketch("محمد في المحجر")
    assert sketch("José said so") == sketch("Jose\u0301 said so") == sketch("jose said so")


def test_the_order_of_paragraphs_hardly_matters() -> None:
    one, other = long_text("a", 200), long_text("b", 200)
    assert resemblance(sketch(f"{one}\n\n{other}"), sketch(f"{other}\n\n{one}")) > 950


def test_a_repost_with_a_new_headline_resembles_its_wire() -> None:
    repost = f"Ministry: no quarry prison.\n\n{WIRE.upper()}\n\nRead more on our site."
    assert resemblance(sketch(WIRE), sketch(repost)) > 700


def test_other_texts_do_not_resemble() -> None:
    assert resemblance(sketch(long_text("a", 300)), sketch(long_text("b", 300))) == 0


def test_a_short_relay_inside_a_long_article_is_contained() -> None:
    article = f"{long_text('a', 200)} {WIRE} {long_text('b', 200)}"
    assert contained(WIRE, article) == 1000
    assert contained(article, WIRE) < 150


def test_sketches_say_so_when_they_cannot_tell_containment() -> None:
    assert containment(sketch("only a few words stand in this relay"), sketch(long_text("a", 5000))) is None
    assert containment(sketch(long_text("a", 300)), sketch(long_text("a", 400))) is not None


def test_shared_passages_are_found_with_their_places() -> None:
    one = f"Our own words first. {WIRE} And our own at the end."
    other = f"{WIRE.replace(',', ' ,').upper()} Nothing else."
    ((a, b),) = shared_passages(one, other)
    assert one[a[0] : a[1]].startswith("SARN, March 18")
    assert other[b[0] : b[1]].endswith("UNDER CONSERVATION")


def test_short_phrases_in_common_are_no_passage() -> None:
    assert (
        shared_passages("There is no such facility at Sarn today.", "There is no such facility near Ozrin.")
        == []
    )


@given(TEXTS, TEXTS)
def test_shared_passages_have_the_same_words_in_both(one: str, other: str) -> None:
    for (a, b), (c, d) in shared_passages(one, other, least=3):
        ours = [word for word, _ in words(one[a:b])]
        assert ours == [word for word, _ in words(other[c:d])]
        assert len(ours) >= 3


def test_a_text_of_one_word_repeated_takes_no_long_time() -> None:
    many = "no " * 50_000
    ((a, b),) = shared_passages(many, many)
    assert (a, b) == ((0, len(many) - 1), (0, len(many) - 1))


def test_a_million_combining_marks_are_folded() -> None:
    assert len(sketch("a" + "\u0301\u0316" * 500_000)) <= SKETCH


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    one = "内政部发言人否认有人被关押在九号采石场"
    assert resemblance(sketch(one), sketch(f"昨天{one}")) > 600
