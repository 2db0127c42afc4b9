"""Khronika: the documentation desk of a human-rights monitor."""

__version__ = "0.1.0"
