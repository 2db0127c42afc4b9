"""Texts by their sketches: those that share shingle hashes with one, for likely copies.

What must stay true: nothing that the sight does not show is in an answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, select

from khronika.ledger import schema
from khronika.ledger.folding import INDEXED_HASHES
from khronika.ledger.queries import Sight, kept


def near(
    connection: Connection, sight: Sight, sketch: Sequence[int], fewest: int, most: int | None = None
) -> list[str]:
    """Return renditions that share ``fewest`` hashes or more with the smallest of ``sketch``.

    Those that share most come first; ``most``: no more than so many are wanted.
    """
    table, records = schema.sketches.c, schema.records.c
    counted = (
        select(table.rendition, func.count().label("shared"))
        .where(table.hash.in_(sketch[:INDEXED_HASHES]))
        .group_by(table.rendition)
        .having(func.count() >= fewest)
        .subquery()
    )
    seen = select(counted.c.rendition).join(
        schema.records, and_(records.id == counted.c.rendition, *kept(sight))
    )
    ordered = seen.order_by(counted.c.shared.desc(), counted.c.rendition).limit(most)
    return list(connection.execute(ordered).scalars())
