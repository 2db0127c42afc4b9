"""The fixtures of these tests, from a module of their own: mypy takes but one module named conftest."""

from acts_fixtures import *  # noqa: F403 - pytest finds fixtures by their names here
