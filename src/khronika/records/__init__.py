"""The words of the desk as frozen types (docs/VOCABULARY.md). No I/O, no clock, no randomness.

Import from the modules: ``records.statement``, ``records.item``, ``records.consent`` and so on.
"""
