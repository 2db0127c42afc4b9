"""What records are called, for pages that name several."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.acts.desk import Desk, asking
from khronika.acts.logbook import about_in_words
from khronika.acts.source_names import SourceNames
from khronika.acts.standing import standing_of
from khronika.ledger import queries


def called(desk: Desk, member: str, records: Sequence[str], *, as_of: str | None = None) -> dict[str, str]:
    """Return what those of the records are called that the member may see, in the order given.

    The words are empty where a record has none, was erased, or may not be shown.
    """
    with asking(desk, member, as_of) as query:
        standing = standing_of(query)
        texts = SourceNames(query, standing, records)
        return {
            id_: about_in_words(query, standing, id_, texts)
            for id_ in dict.fromkeys(records)
            if queries.one(query.connection, query.sight, id_) is not None
        }
