"""The tagger: what it is given, how its scores become statements, and what it must never do."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.reading.calibration import SIGNS, WEIGHTS, scored
from khronika.reading.languages.en.deeds import only_answered
from khronika.reading.layout import lay_out
from khronika.reading.merging import shared, together
from khronika.reading.tagged import gather, marked_in
from khronika.reading.tagging import english, labels, russian
from khronika.reading.tagging.blocks import blocks_of
from khronika.reading.tagging.decoding import best_path, read_block
from khronika.reading.tagging.pieces import Pieces
from khronika.reading.tagging.tagger import Extra, Found, tag
from khronika.reading.tagging.whole import one_utterance
from khronika.reading.tagging.words import FEATURES, LONGEST, cut, rule_tags, words_of
from khronika.records.statement import Act, Statement

TEXT = (
    "Anna Lund, who heads the clinic, told the Orvan agency that at least 40 people were held.\n\n"
    "“We know nothing of this,” a spokesman for the ministry said."
)


def _found(content: tuple[int, int], **fields: object) -> Found:
    plain: dict[str, object] = {
        "cue": None,
        "source": None,
        "nested": False,
        "own": False,
        "parts": {},
        "acts": {},
    }
    return Found(content=(content,), **(plain | fields))  # type: ignore[arg-type]


def _statement(name: str, content: tuple[int, int], **fields: object) -> Statement:
    plain: dict[str, object] = {"speaker": "Anna Lund", "named": True, "acts": (Act.ASSERTS,), "score": 900}
    return Statement(id=name, content=(content,), **(plain | fields))  # type: ignore[arg-type]


def test_a_word_is_spelled_by_its_longest_pieces() -> None:
    """A word unknown as a whole is given in pieces, one that cannot be spelled as unknown."""
    pieces = Pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "deny", "##ing", "a", "##b", '"'])
    assert pieces.of("Denying") == (4, 5)
    assert pieces.of("“") == (8,)
    assert pieces.of("ß") == (1,)
    assert pieces.of("äb") == (6, 7)


def test_long_blocks_are_cut_after_a_sentence() -> None:
    """No stretch is longer than the tagger takes, and none is lost."""
    text = "One two three four. " * 100
    words = words_of(text, 0, len(text))
    stretches = cut(text, words)
    assert [s for first, last in stretches for s in range(first, last)] == list(range(len(words)))
    assert max(last - first for first, last in stretches) <= LONGEST
    assert all(text[words[last - 1][0]] == "." for _, last in stretches)


def test_what_the_rules_read_is_told_word_by_word() -> None:
    """The words of a source, a cue and a content carry what the rules took them for."""
    words = words_of(TEXT, 0, len(TEXT))
    read = [_statement("s1", (55, 89), source=((0, 9),), cue=((33, 37),))]
    top, nested = rule_tags(words, read)
    assert top[0] == 1
    assert top[1] == 2
    assert not any(nested)


def test_labels_that_cannot_follow_are_never_chosen() -> None:
    """No span goes on that was not begun."""
    scores = np.log(np.full((5, len(labels.TOP)), 0.01, dtype=np.float32))
    scores[:, labels.TOP.index("I-C")] = 0
    path = [labels.TOP[n] for n in best_path(scores, labels.TOP)]
    assert path[0] == "B-C"
    assert path[1:] == ["I-C"] * 4


def test_scores_without_any_span_give_nothing() -> None:
    """A block of background has no statement."""
    output = np.zeros((12, labels.OUTPUT), dtype=np.float32)
    at = 0
    for layer in labels.LAYERS.values():
        output[:, at] = 20
        at += len(layer)
    reading = read_block(output, np.zeros((len(labels.LINKS), labels.NEARNESS), dtype=np.float32))
    assert reading.statements == []
    assert reading.extras == []


@pytest.mark.parametrize("encoder", [english.encoder(), russian.encoder()], ids=["en", "ru"])
def test_a_block_is_read_alike_whatever_stands_beside_it(encoder: english.Encoder | russian.Encoder) -> None:
    """The scores of a block do not depend on the blocks computed with it, but for rounding."""
    blocks = list(blocks_of(lay_out(TEXT + "\n\n" + "Nobody came. " * 40), [], joined=encoder.joined))
    alone = [encoder.outputs([block])[0] for block in blocks]
    many = len(labels.TOP)
    for one, other in zip(alone, encoder.outputs(blocks), strict=True):
        assert one.shape == other.shape == (one.shape[0], labels.OUTPUT)
        alike = one[:, :many].argmax(axis=1) == other[:, :many].argmax(axis=1)
        assert alike.mean() > 0.98


@given(st.text(max_size=200))
def test_features_are_numbers_the_tagger_knows(text: str) -> None:
    """Whatever the text holds, each word has one feature below the number of features."""
    for block in blocks_of(lay_out(text), []):
        assert len(block.words) == len(block.features) == len(block.spans)
        assert all(0 <= number < FEATURES for number in block.features)


def test_the_tagger_finds_who_told_whom() -> None:
    """Source, cue and content of plain news are found with the weights of the package."""
    found, extras = tag(lay_out(TEXT), [], english.encoder())
    told = next(f for f in found if "40 people" in TEXT[slice(*f.content[0])])
    assert told.source is not None
    assert TEXT[slice(*told.source)].startswith("Anna Lund")
    assert told.cue is not None
    assert TEXT[slice(*told.cue)] == "told"
    assert any(e.kind == labels.RELAY and "Orvan" in TEXT[slice(*e.span)] for e in extras)


def test_a_relay_belongs_to_the_cue_it_stands_by() -> None:
    """Of two statements of a sentence, the agency told is the relay of the one that was told it."""
    text = "Lund told Orvan that they were held and denied that she knew."
    told = _found((21, 35), cue=(5, 9), source=(0, 4))
    denied = _found((52, 60), cue=(40, 46), source=(0, 4))
    gathered = gather(lay_out(text), [told, denied], [Extra("R", (10, 15), 0.9)])
    relays = {u.found.cue: u.relays for u in gathered.by_sentence[0]}
    assert relays == {(5, 9): [(10, 15)], (40, 46): []}


def test_an_unlikely_extra_is_left_out() -> None:
    """What the tagger doubts is not suggested."""
    gathered = gather(lay_out("Lund told Orvan."), [], [Extra("R", (10, 15), 0.2)])
    assert gathered.stray == {}


def test_rules_fill_what_the_tagger_left_empty() -> None:
    """Of one statement read twice one stays, with the forum that only the rules read."""
    from khronika.records.spans import Phrase  # noqa: PLC0415 - used here alone

    tagged = _statement("s1", (10, 50), source=((0, 4),))
    ruled = _statement("s1", (10, 48), source=((0, 4),), forum=Phrase("a rally", ((60, 67),)))
    (one,) = together([tagged], [ruled])
    assert one.content == ((10, 50),)
    assert one.forum is not None
    assert "rules agree" in one.reason


def test_a_clear_statement_of_the_rules_alone_stays() -> None:
    """What the tagger missed and a clear cue shows is kept, and ids run in the order of the text."""
    tagged = [_statement("s1", (100, 140)), _statement("s2", (110, 120), within="s1")]
    every = together(tagged, [_statement("s1", (10, 40))])
    assert [s.id for s in every] == ["s1", "s2", "s3"]
    assert every[2].within == "s2"


def test_contents_that_share_nothing_are_not_one() -> None:
    """The overlap of two contents is a part of both."""
    assert shared(((0, 10),), ((10, 20),)) == 0
    assert shared(((0, 10),), ((0, 10),)) == 1


def test_a_surer_reading_is_never_scored_lower() -> None:
    """Of suggestions alike but for how sure the reader is, the surer scores higher, none certain."""
    for language, weights in WEIGHTS.items():
        assert len(weights) in {0, len(SIGNS)}
        read = [_statement(f"s{n}", (0, 4), score=score) for n, score in enumerate((500, 800, 950, 999))]
        scores = [s.score for s in scored(read, "they said so", language)]
        assert scores == sorted(scores)
        assert all(0 < score < 1000 for score in scores)


def test_the_engine_of_the_tagger_calls_nobody() -> None:
    """The library that runs the tagger holds no address of a collector, and is told to keep quiet besides."""
    home = Path(importlib.util.find_spec("onnxruntime").origin).parent  # type: ignore[union-attr, arg-type]
    libraries = [path for path in home.rglob("*") if path.suffix in {".so", ".py", ".dylib", ".dll"}]
    assert libraries
    assert not [path.name for path in libraries if b"OneCollector" in path.read_bytes()]
    english.encoder().outputs(list(blocks_of(lay_out(TEXT), [])))
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


def test_the_publishers_own_words_keep_their_score() -> None:
    """What nobody is said to have said is no attribution, and is not judged as one."""
    (own,) = scored([_statement("s1", (0, 4), own=True, score=640)], "Four died.", "en")
    assert own.score == 640


def test_two_contents_of_a_sentence_under_one_cue_are_one_statement() -> None:
    """What stands between them goes with them; another sentence, or another cue, is another statement."""
    text = "Ana Lund said ten were held and six were freed. Dusk fell, she said."
    layout = lay_out(text)
    lund, said = (0, 8), (9, 13)
    first, second = _at(text, "ten were held"), _at(text, "six were freed")
    third = _found(_at(text, "Dusk fell,"), cue=_at(text, "said", 20), source=_at(text, "she"))
    found = [_found(span, cue=said, source=lund, parts={"content": 0.9}) for span in (first, second)]
    assert [f.content for f in one_utterance(layout, [*found, third])] == [
        ((first[0], second[1]),),
        third.content,
    ]
    alone = [_found(first, cue=said, source=lund), _found(second, source=lund)]
    assert len(one_utterance(layout, alone)) == len(alone)


def _at(text: str, words: str, start: int = 0) -> tuple[int, int]:
    place = text.index(words, start)
    return place, place + len(words)


def test_what_the_tagger_links_is_given_to_every_statement_it_names() -> None:
    """A time linked to two statements is of both; figures and times in what was said are kept apart."""
    text = "On Monday Anna Lund said the road was shut. She said nobody had been asked."
    when, figure = Extra(labels.TIME, (0, 9), 0.9), Extra(labels.FIGURE, (50, 56), 0.9)
    first = _found((25, 42), source=(10, 19), cue=(20, 24), extras=(when,))
    second = _found((53, 74), source=(44, 47), cue=(48, 52), extras=(when,))
    gathered = gather(lay_out(text), [first, second], [when, figure])
    assert [u.said for near in gathered.by_sentence.values() for u in near] == [[(0, 9)], [(0, 9)]]
    assert gathered.figures == [(50, 56)]
    assert gathered.dates == []


@pytest.mark.parametrize(
    ("text", "cue", "content", "answered"),
    [
        ("Lund responded to the reports of men being held at the depot.", "responded", "men being", True),
        ("Lund, reacting to claims that men were held, left.", "reacting", "men were held", True),
        ("Lund responded that men were held at the depot.", "responded", "men were", False),
        ("Lund confirmed to us reports of men being held.", "confirmed", "men being", False),
    ],
)
def test_what_somebody_responds_to_is_not_what_they_say(
    text: str, cue: str, content: str, *, answered: bool
) -> None:
    """Nobody is made to say what they were asked about."""
    start, at = text.index(content), text.index(cue)
    found = _found((start, len(text) - 1), cue=(at, at + len(cue)), source=(0, 4))
    assert only_answered(text, found) is answered


def test_marks_are_looked_up_where_words_stand() -> None:
    """A mark that begins before the words and reaches into them counts; none at all is no answer."""
    marked = [(0, 4), (8, 14), (20, 24)]
    assert marked_in(marked, [(10, 20)]) == [(8, 14)]
    assert marked_in(marked, [(0, 5), (21, 30)]) == [(0, 4), (20, 24)]
    assert marked_in(marked, [(14, 20)]) == []
    assert marked_in(None, [(0, 5)]) is None
