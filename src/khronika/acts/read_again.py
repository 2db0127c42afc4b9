"""A text that is read again: what nobody decided on stays the same record, as it is read now.

What must stay true: what somebody decided on is not touched; a suggestion takes the place of an older one
only where both are of the same words and no other is, and leaves none of its compartments, nor a mark of care
that it suggested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from khronika.acts.desk import Acting
from khronika.acts.suggested_care import still_suggested
from khronika.ledger.queries import Known, Wanted
from khronika.ledger.store import Draft
from khronika.records.ids import Kind
from khronika.records.statement import Status

_SUGGESTED = f"statement.{Status.SUGGESTED}"


def in_their_place(act: Acting, rendition: Known, drafts: Sequence[Draft]) -> list[Draft]:
    """Return the entries of a reading, with its suggestions in the place of older ones of the same words."""
    waiting = _by_words([one for one in _suggested(act, rendition) if one.body is not None])
    fresh = Counter(_words(draft.body) for draft in drafts if draft.type == _SUGGESTED)
    same = {
        draft.subject: waiting[words]
        for draft in drafts
        if draft.type == _SUGGESTED and fresh[words := _words(draft.body)] == 1 and words in waiting
    }
    ids = {subject: known.id for subject, known in same.items()}
    return [_placed(act, draft, same.get(draft.subject), ids) for draft in drafts]


def _suggested(act: Acting, rendition: Known) -> list[Known]:
    wanted = Wanted(Kind.STATEMENT, parent=rendition.parent, statuses=(Status.SUGGESTED,))
    found = act.asking().many(wanted)
    return [one for one in found if one.body is not None and one.body["rendition"] == rendition.id]


def _by_words(found: Sequence[Known]) -> dict[tuple[Any, ...], Known]:
    """Return suggestions by where their words stand, but for words of which there are several."""
    several = Counter(_words(one.body) for one in found)
    return {words: one for one in found if several[words := _words(one.body)] == 1}


def _words(body: Mapping[str, Any] | None) -> tuple[Any, ...]:
    return tuple(map(tuple, (body or {})["statement"]["content"]))


def _placed(act: Acting, draft: Draft, before: Known | None, ids: Mapping[str, str]) -> Draft:
    if draft.type != _SUGGESTED:
        return draft
    said = draft.body["statement"]
    within = ids.get(said["within"], said["within"])
    id_ = ids.get(draft.subject, draft.subject)
    body = {**draft.body, "statement": {**said, "id": id_, "within": within}}
    if before is None:
        return replace(draft, body=body)
    inside = frozenset(before.envelope["compartments"])
    body |= still_suggested([before.body or {}], body)
    return replace(draft, subject=id_, body=body, supersedes=act.supersedes(before), compartments=inside)
