"""``python -m khronika.cli``: the command where no script ``khronika`` is on the path."""

from khronika.cli.main import run

run()
