"""The tables (docs/FORMAT.md, "Tables").

Three kinds, never mixed. *Entries* are what was recorded: ``acts``, ``entries``, ``bodies`` and
``checkpoints``. *Views* are made from the entries and thrown away by a rebuild: ``labels``, ``subjects``,
``records``, ``visible``, ``derivations``, ``coverage``, ``sketches``, ``facets``, ``periods``, ``voices``,
``search``.
*Working state* is neither recorded nor derived: ``working``.

SQLite is told to keep the types (``STRICT``): a damaged column cannot hold what no code expects.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
    text,
)

metadata = MetaData()

acts = Table(
    "acts",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("device", Text, nullable=False),
    Column("first", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    Column("received", Text, nullable=False),
    UniqueConstraint("device", "first"),
    Index("acts_by_time", "received"),
    sqlite_strict=True,
)

entries = Table(
    "entries",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("envelope", LargeBinary, nullable=False),
    Index("entries_by_subject", "subject"),
    sqlite_strict=True,
)

bodies = Table(
    "bodies",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_strict=True,
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("size", Integer, primary_key=True),
    Column("peaks", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    sqlite_strict=True,
)

labels = Table(
    "labels",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("compartments", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

subjects = Table(
    "subjects",
    metadata,
    Column("id", Text, primary_key=True),
    Column("own", Integer, nullable=False),
    Column("label", Integer, nullable=False),
    Column("erased", Integer, nullable=False),
    Index("subjects_erased", "erased", sqlite_where=text("erased = 1")),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

records = Table(
    "records",
    metadata,
    Column("since", Integer, primary_key=True, autoincrement=False),
    Column("until", Integer),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("contested", Integer, nullable=False),
    Column("label", Integer, nullable=False),
    Column("parent", Text),
    Column("key", Text),
    Index("records_by_id", "id"),
    Index("records_by_shelf", "kind", "status", "label"),
    Index("records_now", "kind", "status", "label", sqlite_where=text("until IS NULL")),
    Index("records_by_parent", "parent", "kind", sqlite_where=text("parent IS NOT NULL")),
    sqlite_strict=True,
)
"""``since`` is the row's number in SQLite, so every index ends in it and gives its rows by age."""

by_key = Index(
    "records_by_key",
    *(records.c[name] for name in ("key", "kind", "since", "label")),
    sqlite_where=text("key IS NOT NULL"),
)

contested_now = Index(
    "records_contested", records.c.contested, sqlite_where=text("contested = 1 AND until IS NULL")
)

visible = Table(
    "visible",
    metadata,
    Column("label", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

derivations = Table(
    "derivations",
    metadata,
    Column("source", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Index("derivations_by_subject", "subject"),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

coverage = Table(
    "coverage",
    metadata,
    Column("covered", Text, primary_key=True),
    Column("consent", Text, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

sketches = Table(
    "sketches",
    metadata,
    Column("hash", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("rendition", Text, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

facets = Table(
    "facets",
    metadata,
    Column("facet", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("since", Integer, primary_key=True),
    Column("label", Integer, primary_key=True),
    Index("facets_by_row", "since"),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
"""What a row of ``records`` is found by beside its words; each facet and value gives its rows by age.

Where rows are found, their label stands beside them (here, in ``periods`` and in the index of keys): what
is not seen is passed over inside the index, or the time of an answer would tell how much of it there is.
"""

periods = Table(
    "periods",
    metadata,
    Column("which", Text, primary_key=True),
    Column("since", Integer, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, primary_key=True),
    Column("label", Integer, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
"""The days that times in a body can mean, counted from 1 January of the year 1 (the ordinal of ``date``)."""

voices = Table(
    "voices",
    metadata,
    Column("since", Integer, primary_key=True, autoincrement=False),
    Column("voice", LargeBinary, nullable=False),
    sqlite_strict=True,
)
"""What weighing needs of a statement in the record (:mod:`khronika.ledger.voiced`)."""

working = Table(
    "working",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    sqlite_strict=True,
)

search_table = table("search", column("rowid"))
"""The full-text table; :mod:`khronika.ledger.search` makes it and writes it."""

ENTRY_TABLES = (acts, entries, bodies, checkpoints)
VIEW_TABLES = (labels, subjects, records, visible, derivations, coverage, sketches, facets, periods, voices)
WORKING_TABLES = (working,)
TABLES_OF_VERSION_2 = (facets, periods)
"""Those that came with the second version of the database."""

LATER_TABLES = (*TABLES_OF_VERSION_2, voices)
"""Those that a database of the first version does not have."""
