"""Uploading, and the worker of a running desk, in a process of its own that stops dead at a numbered point.

As :mod:`stopped_child`, with acts of its own.
"""

from __future__ import annotations

import sys

import stopped_child
from stopped_child import tell

from desk_cast import DENIAL, WITNESS
from khronika.acts.desk import Desk
from khronika.acts.jobs import run_next, submit_take_in
from khronika.acts.uploads import begin_upload
from khronika.intake.isolated import Extractor

TEXTS = (DENIAL + "By upload.\n", WITNESS + "By upload.\n", DENIAL + "By upload.\n")
"""Three files of which the third has the bytes of the first."""


def upload_all(desk: Desk) -> None:
    """Upload the files and submit them, to be read as well."""
    received = []
    for number, text in enumerate(TEXTS):
        with begin_upload(desk, desk.founder, f"upload {number}.txt") as upload:
            upload.write(text.encode())
            received.append(upload.finish())
        tell("uploaded", *received)
    tell("submitted", submit_take_in(desk, desk.founder, received, read=True).id)


def work(desk: Desk) -> None:
    """Do all jobs."""
    with Extractor() as extractor:
        while run_next(desk, extractor):
            pass
    tell("worked")


if __name__ == "__main__":
    stopped_child.ACTS |= {"upload": upload_all, "work": work}
    stopped_child.main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), 0)
