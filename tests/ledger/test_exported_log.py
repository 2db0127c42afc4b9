"""The exported log inside the desk: what another desk sent is taken only if all of it is proved."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from ledger_sample import FixedRandomness, SampleLedger, sample_ledger, withheld

from khronika.ledger import canonical, logfile
from khronika.ledger.audit import audit, begins
from khronika.ledger.entry import commit
from khronika.ledger.fault import LedgerFault
from khronika.ledger.logfile import (
    LONGEST_LINE,
    LoggedCheckpoint,
    LogHeader,
    LogPart,
    SealedAct,
    lines_of,
    read_log,
    write_log,
)
from khronika.ledger.note import open_checkpoint

SAMPLE = sample_ledger()
KEY = SAMPLE.log_key
LINES = SAMPLE.lines(SAMPLE.checkpoint(3), SAMPLE.checkpoint())


FIRST = SAMPLE.parts[0]
assert isinstance(FIRST, SealedAct)
SALT = (FIRST.entries[0].salt or b"").hex().encode()
OTHER_KEY = SampleLedger(FixedRandomness("another vault")).log_key.vkey.encode()


def audited(lines: list[bytes]) -> int:
    header, parts = read_log(lines)
    return audit(header, parts, [KEY]).size


def changed(place: int, old: bytes, new: bytes) -> list[bytes]:
    assert old in LINES[place]
    return put(place, LINES[place].replace(old, new, 1))


def put(place: int, line: bytes) -> list[bytes]:
    return [*LINES[:place], line, *LINES[place + 1 :]]


def test_a_log_reads_back_as_it_was_written() -> None:
    header, parts = read_log(LINES)
    assert header == LogHeader(SAMPLE.vault, KEY.vkey)
    found = list(parts)
    assert found[:3] == SAMPLE.parts
    assert found[3:] == [LoggedCheckpoint(SAMPLE.checkpoint(3)), LoggedCheckpoint(SAMPLE.checkpoint())]
    assert list(write_log(header, found)) == LINES


def test_a_whole_log_passes_with_its_last_checkpoint() -> None:
    header, parts = read_log(LINES)
    assert audit(header, parts, [KEY.vkey]) == open_checkpoint(SAMPLE.checkpoint(), [KEY])


def test_an_empty_ledger_has_a_log_too() -> None:
    empty = SampleLedger()
    header, parts = read_log(empty.lines())
    assert audit(header, parts, [empty.log_key]).size == 0


def test_acts_may_arrive_in_another_order_than_they_were_made() -> None:
    """A desk that hears of a later act first has it first; nothing is missing in the end."""
    ledger = SampleLedger()
    first, second = ledger.act("Mira's laptop", {"n": 1}), ledger.act("Mira's laptop", {"n": 2})
    ledger.append(second)
    ledger.append(first)
    header, parts = read_log(ledger.lines())
    assert audit(header, parts, [ledger.log_key]).size == 2


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([], "is empty"),
        (LINES[1:], "line 1: not the header"),
        (changed(0, b'"khronika-log":1', b'"khronika-log":2'), "line 1: a log of another version"),
        (changed(0, b'"khronika-log":1', b'"khronika-log":true'), "line 1: a log of another version"),
        (changed(0, b'"vault":"vlt_', b'"vault":"itm_'), "line 1: not the id of a vault"),
        (changed(0, b'"vkey":"khronika', b'"vkey":"chronica'), "line 1: the id in a verifier key"),
        (changed(0, b"+", b""), "line 1: "),
        (changed(2, b'"denies', b'"admits'), "line 3: entry ent_.*: the body is not the one"),
        (changed(2, b'"salt":"', b'"salt":"0'), "line 3: a body or salt is out of shape"),
        (put(2, LINES[2].replace(SALT, SALT.upper())), "line 3: .*: the salt is not lower-case hex"),
        (
            put(0, LINES[0].replace(KEY.vkey.encode(), OTHER_KEY)),
            "line 1: the key is not named after the vault",
        ),
        (changed(2, b'"v":1', b'"v":1.0'), "line 3: 1.0 is not an integer"),
        (changed(3, b"09:30:00Z", b"09:30:01Z"), "line 2: act act_.*: its entries are not those"),
        (changed(3, b'{"envelope"', b'{"envelopes"'), "line 4: an entry was expected"),
        (changed(3, b'"v":1', b'"v":2'), "line 4: an envelope is out of shape"),
        (changed(1, b'"count":3', b'"count":2'), "line 2: act act_.*: its entries are not those"),
        (changed(1, b'"count":3', b'"count":4'), "line 6: an entry was expected"),
        (changed(1, b'"v":1', b'"v":3'), "line 2: a seal is out of shape"),
        ([*LINES[:2], *LINES[3:]], "line 5: an entry was expected"),
        ([*LINES[:2], LINES[3], LINES[2], *LINES[4:]], "line 2: act act_.*: .* is number 2 .* where 1 was"),
        ([*LINES[:2], LINES[2], *LINES[2:]], "line 2: act act_.*: .* is number 1 .* where 2 was"),
        ([*LINES[:4]], "line 2: the log ends within act"),
        ([*LINES, LINES[1]], "line 13: only checkpoints may follow"),
        ([*LINES, b"\n"], "line 13: "),
        ([*LINES, b"{}\n"], "line 13: only checkpoints may follow"),
        ([LINES[0], b"{}\n", *LINES[1:]], "line 2: a seal or a checkpoint was expected"),
        ([LINES[0], LINES[2], *LINES[1:]], "line 2: a seal or a checkpoint was expected"),
        ([*LINES[:-1], b'{"checkpoint":7}\n'], "line 12: a checkpoint is not text"),
        ([*LINES[:-1], LINES[-1][:-1]], "line 12: the log ends within a line"),
        ([line.replace(b"\n", b"\r\n") for line in LINES], "line 1: ends with carriage return"),
        ([b"\xef\xbb\xbf" + LINES[0], *LINES[1:]], "line 1: "),
    ],
)
def test_a_log_that_was_tampered_with_is_refused_with_the_line(lines: list[bytes], fault: str) -> None:
    with pytest.raises(LedgerFault, match=fault):
        audited(lines)


def test_a_line_that_is_too_long_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(LedgerFault, match="line 2: longer than"):
        audited([LINES[0], b"x" * (LONGEST_LINE + 1)])


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (LINES[:-1], "does not end with a checkpoint of all"),
        (LINES[:-2], "does not end with a checkpoint of all"),
        ([*LINES[:-2], LINES[-1], LINES[-2]], "not in the order of their sizes"),
        ([*LINES, LINES[-1]], "not in the order of their sizes"),
        (
            [*LINES[:5], *LINES[8:]],
            "a checkpoint is of 6 entries, the log has 4",
        ),
        ([LINES[0], *LINES[5:8], *LINES[1:5], *LINES[8:]], "another root"),
        ([*LINES[:8], *LINES[5:]], "is in the log twice"),
    ],
)
def test_a_log_that_does_not_fit_its_checkpoints_is_refused(lines: list[bytes], fault: str) -> None:
    with pytest.raises(LedgerFault, match=fault):
        audited(lines)


def test_a_checkpoint_by_a_stranger_is_refused() -> None:
    other = SampleLedger(FixedRandomness("another vault"))
    header, parts = read_log(LINES)
    with pytest.raises(LedgerFault, match="none of the keys"):
        audit(header, parts, [other.log_key])
    foreign = other.checkpoint()
    header, parts = read_log([*LINES[:-2], *other.lines(foreign)[-1:]])
    with pytest.raises(LedgerFault, match="of another vault"):
        audit(header, parts, [KEY, other.log_key])


def gap(ledger: SampleLedger) -> None:
    ledger.used["Mira's laptop"] = 4


def repeat(ledger: SampleLedger) -> None:
    ledger.used["Mira's laptop"] = 0


@pytest.mark.parametrize(
    ("disorder", "fault"), [(gap, "entry number 2 is missing"), (repeat, "entry number 1 is there twice")]
)
def test_a_device_that_leaves_out_or_repeats_a_number_is_found(
    disorder: Callable[[SampleLedger], None], fault: str
) -> None:
    """Two acts by a device that was put back to an older state, or whose act was never handed on."""
    ledger = SampleLedger()
    ledger.append(ledger.act("Mira's laptop", {"n": 1}))
    disorder(ledger)
    ledger.append(ledger.act("Mira's laptop", {"n": 2}))
    header, parts = read_log(ledger.lines())
    with pytest.raises(LedgerFault, match=fault):
        audit(header, parts, [ledger.log_key])


def test_a_body_that_is_no_canonical_object_is_refused_though_it_was_sealed() -> None:
    ledger = SampleLedger()
    act = ledger.act("Mira's laptop", {"n": 1})
    header = ledger.header()
    for body, fault in ((b"[]", "the body is not an object"), (b'{"n": 1}', "not in canonical form")):
        entry = replace(act.entries[0], body=body)
        sealed = commit(entry.salt or b"", body)
        spoiled = replace(entry, envelope=replace(entry.envelope, commitment=sealed))
        lines = list(write_log(header, [replace(act, entries=(spoiled,))]))
        with pytest.raises(LedgerFault, match=f"line 3: .*{fault}"):
            list(read_log(lines)[1])


def test_a_checkpoint_held_elsewhere_is_the_beginning_of_the_log() -> None:
    held = open_checkpoint(SAMPLE.checkpoint(3), [KEY])
    assert begins(held, SAMPLE.leaves)
    assert begins(open_checkpoint(SAMPLE.checkpoint(), [KEY]), SAMPLE.leaves)
    assert not begins(held, SAMPLE.leaves[1:])
    assert not begins(held, SAMPLE.leaves[:2])


def test_a_line_that_no_reader_would_take_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logfile, "LONGEST_LINE", 600)
    with pytest.raises(LedgerFault, match="longer than 600 bytes"):
        list(write_log(SAMPLE.header(), SAMPLE.parts))


def test_an_act_after_a_checkpoint_is_not_written() -> None:
    parts: list[LogPart] = [LoggedCheckpoint(SAMPLE.checkpoint()), *SAMPLE.parts]
    with pytest.raises(LedgerFault, match="follows a checkpoint"):
        list(write_log(SAMPLE.header(), parts))


def test_a_body_goes_along_only_where_it_is_given() -> None:
    act = SAMPLE.parts[2]
    assert isinstance(act, SealedAct)
    lines = list(write_log(SAMPLE.header(), [withheld(act, 0)]))
    assert canonical.decode(lines[-1][:-1]).keys() == {"envelope"}


def test_a_file_gives_its_lines_and_cuts_one_that_never_ends() -> None:
    assert list(lines_of(io.BytesIO(b"".join(LINES)))) == LINES
    endless = list(lines_of(io.BytesIO(b"x" * (LONGEST_LINE + 10))))
    assert [len(line) for line in endless] == [LONGEST_LINE + 1, 9]
