"""Copies of a vault that grew apart, case by case: what each side did meanwhile, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from desk_world import (
    MEMBER,
    Copy,
    consent_body,
    current,
    founded,
    item_body,
    name,
    receipt_body,
    rendition_body,
    statement_body,
)
from ledger_sample import fixed_pair, public_of

from khronika.ledger import canonical
from khronika.ledger.entry import Entry, Envelope, commit
from khronika.ledger.fault import LedgerFault
from khronika.ledger.logfile import SealedAct
from khronika.ledger.lookups import labels_of
from khronika.ledger.queries import Sight
from khronika.ledger.seal import device_id, seal_act
from khronika.ledger.store import Draft
from khronika.records.ids import Kind

ITEM, RENDITION, CONSENT = name(Kind.ITEM, 1), name(Kind.RENDITION, 1), name(Kind.CONSENT, 1)
RECEIPT, SECOND = name(Kind.RECEIPT, 1), name(Kind.RECEIPT, 2)
STATEMENT, LATER = name(Kind.STATEMENT, 1), name(Kind.STATEMENT, 2)
QUARRY, DEPOT = name(Kind.COMPARTMENT, 1), name(Kind.COMPARTMENT, 2)

Pair = tuple[Copy, Copy]


def erasing(*ids: str) -> Draft:
    return Draft("erasure.recorded", name(Kind.ERASURE, 1), {"reason": "she asked"}, erases=ids)


def suggested(id_: str, words: str = "nobody is held there") -> Draft:
    return Draft("statement.suggested", id_, statement_body(ITEM, words), derived_from=(RENDITION,))


def receipt(id_: str) -> Draft:
    return Draft("receipt.recorded", id_, receipt_body(ITEM), derived_from=(ITEM,))


def decided(copy: Copy, decision: str) -> Draft:
    known = copy.one(STATEMENT)
    assert known is not None
    assert known.body is not None
    return Draft(decision, STATEMENT, known.body, supersedes=(known.entry,), derived_from=(RENDITION,))


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Mira's laptop and the desk in Sarn, with one letter and one suggestion that both have."""
    with founded(tmp_path) as mira:
        mira.act(
            Draft("item.sealed", ITEM, item_body("a" * 64)),
            receipt(RECEIPT),
            Draft("rendition.sealed", RENDITION, rendition_body(ITEM, 5, 6), derived_from=(ITEM,)),
            Draft("consent.recorded", CONSENT, consent_body(RECEIPT)),
            suggested(STATEMENT),
        )
        sarn = mira.copied(tmp_path / "sarn.db", "the desk in Sarn")
        sarn.enrol()
        yield mira, sarn
        sarn.close()


def agreed(one: Copy, two: Copy) -> None:
    theirs, ours = two.acts(), one.acts()
    one.join(theirs)
    two.join(ours)
    with one.ledger.reading() as first, two.ledger.reading() as second:
        assert current(first) == current(second)
    assert one.problems() == two.problems() == []


def test_a_statement_accepted_here_and_rejected_there_is_contested(pair: Pair) -> None:
    mira, sarn = pair
    mira.act(decided(mira, "statement.accepted"))
    sarn.act(decided(sarn, "statement.rejected"))
    agreed(mira, sarn)
    known = mira.one(STATEMENT)
    assert known is not None
    assert known.contested


def test_a_withdrawal_of_consent_wins_over_a_newer_record_of_it(pair: Pair) -> None:
    mira, sarn = pair
    known = mira.one(CONSENT)
    assert known is not None
    mira.act(Draft("consent.withdrawn", CONSENT, consent_body(RECEIPT), supersedes=(known.entry,)))
    sarn.act(Draft("party.recorded", name(Kind.PARTY, 1), {"name": "Orvan"}))
    sarn.act(Draft("consent.recorded", CONSENT, consent_body(RECEIPT, SECOND), supersedes=(known.entry,)))
    agreed(mira, sarn)
    assert mira.status(CONSENT) == "withdrawn"


def test_what_one_side_erased_is_gone_on_both(pair: Pair) -> None:
    mira, sarn = pair
    mira.act(erasing(RECEIPT))
    sarn.act(decided(sarn, "statement.accepted"), suggested(LATER))
    agreed(mira, sarn)
    for copy in pair:
        assert {copy.status(id_) for id_ in (ITEM, RENDITION, STATEMENT, LATER)} == {"erased"}
        assert copy.sql("SELECT count(*) FROM bodies WHERE body LIKE '%nobody is held%'")[0][0] == 0


def test_a_second_receipt_on_the_other_side_keeps_what_both_sides_made_of_it(pair: Pair) -> None:
    mira, sarn = pair
    mira.act(erasing(RECEIPT))
    sarn.act(decided(sarn, "statement.accepted"), suggested(LATER, "three lorries came"))
    sarn.act(receipt(SECOND))
    agreed(mira, sarn)
    for copy in pair:
        assert copy.status(RECEIPT) == "erased"
        assert copy.status(STATEMENT) == "accepted"
        assert copy.status(LATER) == "suggested"
        assert all(copy.one(id_).body for id_ in (ITEM, RENDITION, STATEMENT, LATER))  # type: ignore[union-attr]  # none is missing


def test_an_erasure_answered_by_a_later_act_of_the_same_join_destroys_nothing(
    pair: Pair, tmp_path: Path
) -> None:
    """The other copy heard of the erasure from a third before it got the second receipt."""
    mira, sarn = pair
    third = mira.copied(tmp_path / "third.db", "Anton's laptop")
    third.enrol()
    third.act(erasing(RECEIPT))
    sarn.act(receipt(SECOND))
    sarn.join(third)
    third.close()
    acts = sarn.acts()
    order = [
        acts[0],
        acts[1],
        *[act for act in acts[2:] if act.seal.device == device_id(public_of(fixed_pair("Anton's laptop")))],
    ]
    mira.act(suggested(LATER, "three lorries came"))
    mira.join([*order, *[act for act in acts if act not in order]])
    assert mira.status(ITEM) == "sealed"
    assert mira.status(LATER) == "suggested"
    assert mira.problems() == []


def test_an_erasure_that_names_the_item_holds_whatever_comes(pair: Pair) -> None:
    mira, sarn = pair
    mira.act(erasing(ITEM))
    sarn.act(receipt(SECOND))
    agreed(mira, sarn)
    assert mira.status(ITEM) == "erased"


def test_what_is_derived_meanwhile_gets_the_stricter_compartments(pair: Pair) -> None:
    mira, sarn = pair
    known = mira.one(ITEM)
    assert known is not None
    assert known.body is not None
    within = frozenset({QUARRY})
    mira.act(Draft("item.moved", ITEM, known.body, supersedes=(known.entry,), compartments=within))
    body = statement_body(ITEM, "three lorries came")
    sarn.act(
        Draft("statement.suggested", LATER, body, derived_from=(RENDITION,), compartments=frozenset({DEPOT}))
    )
    agreed(mira, sarn)
    for copy in pair:
        with copy.ledger.reading() as connection:
            outside = Sight(labels_of(connection, frozenset({DEPOT})))
            inside = Sight(labels_of(connection, frozenset({DEPOT, QUARRY})))
        assert [copy.one(id_, outside) for id_ in (ITEM, RENDITION, STATEMENT, LATER)] == [None] * 4
        assert all(copy.one(id_, inside) for id_ in (ITEM, RENDITION, STATEMENT, LATER))


def test_a_device_enrolled_on_one_side_is_trusted_on_the_other(pair: Pair) -> None:
    mira, sarn = pair
    sarn.act(decided(sarn, "statement.accepted"))
    assert mira.join(sarn).acts == 2
    assert mira.problems() == []


def test_a_device_nobody_vouched_for_is_refused(pair: Pair, tmp_path: Path) -> None:
    mira, _ = pair
    stranger = mira.copied(tmp_path / "stranger.db", "a stranger's laptop")
    stranger.act(decided(stranger, "statement.accepted"))
    with pytest.raises(LedgerFault, match="the vault does not vouch for"):
        mira.join(stranger)
    stranger.close()
    assert mira.size() == 6


def forged(device: str, envelope: Envelope, body: bytes, vault: str) -> SealedAct:
    pair = fixed_pair(device)
    seal = seal_act([envelope], vault, public_of(pair), pair.sign)
    return SealedAct(seal, (Entry(envelope, bytes(32), body),))


def entry_by(copy: Copy, body: bytes, **changes: object) -> Envelope:
    device = device_id(public_of(fixed_pair(copy.device)))
    envelope = Envelope(
        id=name(Kind.ENTRY, 900),
        act=name(Kind.ACT, 900),
        type="party.recorded",
        subject=name(Kind.PARTY, 9),
        author=MEMBER,
        device=device,
        seq=7 if copy.device == "Mira's laptop" else 2,
        time="2026-04-12T09:30:00Z",
        commitment=commit(bytes(32), body),
    )
    return replace(envelope, **changes)  # type: ignore[arg-type]  # the field names are checked by replace


def test_what_a_peer_changed_after_sealing_is_refused(pair: Pair) -> None:
    mira, sarn = pair
    sarn.act(suggested(LATER))
    *before, last = sarn.acts()
    swapped = replace(last.entries[0], body=canonical.encode(statement_body(ITEM, "everybody is held")))
    with pytest.raises(LedgerFault, match="the body is not the one that was sealed"):
        mira.join([*before, replace(last, entries=(swapped,))])
    assert mira.size() == 6


def test_a_past_with_a_gap_is_refused(pair: Pair) -> None:
    mira, sarn = pair
    sarn.act(suggested(LATER))
    sarn.act(decided(sarn, "statement.accepted"))
    *before, _, last = sarn.acts()
    with pytest.raises(LedgerFault, match=r"number 3 of dev_\w+, where 2 follows"):
        mira.join([*before, last])


def test_two_pasts_of_one_device_are_refused(pair: Pair, tmp_path: Path) -> None:
    mira, _ = pair
    twin = mira.copied(tmp_path / "twin.db", "Mira's laptop")
    twin.act(suggested(LATER, "one"))
    mira.act(suggested(LATER, "another"), suggested(name(Kind.STATEMENT, 3)))
    with pytest.raises(LedgerFault, match=r"is there twice|follows|in another form"):
        mira.join(twin)
    twin.close()


@pytest.mark.parametrize(
    "body", [b"[]", b"{", b"\xff", b'{"names":[]}', b'{"name":7}', b'{"name":"a","names":7}']
)
def test_a_body_no_view_can_be_made_of_is_refused(pair: Pair, body: bytes) -> None:
    mira, sarn = pair
    hostile = forged(sarn.device, entry_by(sarn, body), body, sarn.ledger.desk.vault)
    with pytest.raises(LedgerFault, match="body"):
        mira.join([*sarn.acts(), hostile])
    assert mira.size() == 6


def test_an_act_of_another_vault_is_refused(pair: Pair) -> None:
    mira, sarn = pair
    body = b'{"name":"Orvan"}'
    carried = forged(sarn.device, entry_by(sarn, body), body, name(Kind.VAULT, 99))
    with pytest.raises(LedgerFault, match="it is of another vault"):
        mira.join([*sarn.acts(), carried])


def test_an_entry_id_used_twice_is_refused(pair: Pair) -> None:
    mira, sarn = pair
    body = b'{"name":"Orvan"}'
    used = sarn.acts()[1].entries[0].envelope.id
    twice = forged(sarn.device, entry_by(sarn, body, id=used), body, sarn.ledger.desk.vault)
    with pytest.raises(LedgerFault, match="is there twice"):
        mira.join([*sarn.acts(), twice])


def test_no_erasure_reaches_devices_the_vault_or_erasures(pair: Pair) -> None:
    mira, sarn = pair
    device = device_id(public_of(fixed_pair("Mira's laptop")))
    sarn.act(erasing(device, name(Kind.ERASURE, 1)))
    mira.join(sarn)
    assert mira.status(device) == "enrolled"
    assert mira.status(name(Kind.ERASURE, 1)) == "recorded"
    assert mira.problems() == []
