"""The confined process that parses hostile formats: ``python -m khronika.intake.worker``.

It answers framed questions on its standard input with framed extractions on its standard output
(:mod:`khronika.intake.frames`) until the input ends. Before the first file it gives up what it does not need:
no file it writes may hold a byte, no core dump, no new processes, bounded memory; on Linux also to live
longer than whoever started it and, where the kernel allows it, the network. For each file it bounds its
processor time and sets an alarm.

It can still read what its user can read. What must stay true: nothing is written anywhere but to the one
pipe, and no error text leaves it, since an error may quote the file.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from khronika.intake.extraction import extract
from khronika.intake.frames import answer_octets, limits_of, question_of, read_frame, write_frame
from khronika.intake.limits import Limits

READY = b"ready"
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_ALARM_AFTER = 2
_OPEN_FILES = 128

Answer = Callable[[bytes, Limits], bytes]
"""Turns the octets of one question into those of its answer."""


def main() -> None:
    """Serve questions until the input ends."""
    serve(_extracted)


def serve(answer: Answer) -> None:
    """Confine this process, then answer questions until the input ends, each with its time bounded."""
    questions, answers = os.dup(0), os.dup(1)
    _silence()
    limits = limits_of(read_frame(questions))
    confine(limits)
    write_frame(answers, READY)
    while True:
        try:
            question = read_frame(questions)
        except EOFError:
            return
        _set_time(limits)
        octets = answer(question, limits)
        signal.alarm(0)
        write_frame(answers, octets)


def _extracted(octets: bytes, limits: Limits) -> bytes:
    """Return the extraction of one file as octets."""
    question = question_of(octets)
    return answer_octets(extract(question.content, question.name, limits=limits))


def _set_time(limits: Limits) -> None:
    """Bound the processor time of what comes now, and set an alarm."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + limits.seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    signal.alarm(limits.seconds * _ALARM_AFTER)


def _silence() -> None:
    """Point the standard streams to nowhere: a library's message may quote the file."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def confine(limits: Limits) -> None:
    """Give up writing, core dumps, new processes, memory beyond the limit and, where allowed, the network."""
    bounds = {
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_AS: limits.memory_bytes,
    }
    for kind, most in bounds.items():
        with suppress(ValueError, OSError):  # a stricter bound already holds, or the system has no such bound
            resource.setrlimit(kind, (most, most))
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        library.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)  # it resets what the next two set (prctl(2))
        library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


if __name__ == "__main__":
    main()
