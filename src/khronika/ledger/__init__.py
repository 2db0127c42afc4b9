"""The append-only ledger: entries, their tree and checkpoints, the store, and views made from entries.

Nothing here knows of keys on disk, files or formats: the database key and the signing functions are
passed in. What the desk shows is a view; :mod:`khronika.ledger.views` makes it from the entries alone.
"""
