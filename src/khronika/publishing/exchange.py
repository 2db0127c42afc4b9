"""The brief as JSON, in the one schema of a read statement (:mod:`khronika.records.exchange`).

What must stay true: ``{"items": [{"item", "sha256", "published", "statements"}]}``; a salted reference
stands under ``reference`` with ``"sha256": null``, so that nobody takes it for a digest; rejected
suggestions are not in it; each statement tells whether a person accepted it, and whether a second one has.
"""

from __future__ import annotations

import json

from khronika.publishing.brief import Brief, SourceCard
from khronika.records.exchange import Json, objections_json, statement_json


def render_json(brief: Brief) -> str:
    """Return ``brief`` as JSON text: two spaces of indent, characters as they are, a final line feed."""
    items = [_item(card, brief) for card in brief.sources]
    written = json.dumps({"items": items}, ensure_ascii=False, indent=2, allow_nan=False)
    return written.encode("utf-8", "backslashreplace").decode() + "\n"


def _item(card: SourceCard, brief: Brief) -> Json:
    said = [s for s in brief.sentences if s.source == card.number]
    plain: Json = {
        "item": card.name,
        "sha256": None if card.salted else card.reference,
        "published": card.published or None,
        "title": card.title,
        "publisher": card.publisher,
        "statements": [
            statement_json(one.statement)
            | {"status": one.status.value, "second_person": one.second_person}
            | objections_json(one.objections)
            for one in said
        ],
        "problems": [{"where": p.where, "what": p.what, "hint": p.hint} for p in card.problems],
    }
    if card.salted:
        plain["reference"] = card.reference
    if card.withheld:
        plain["withheld"] = card.withheld
    return plain
