"""``python -m khronika.reading``: JSON Lines of documents in, JSON Lines of who said what out.

The edge of the reader: streams, clock and environment are taken here. A stage knows nothing of the command
line's faces, so faults are explained here, in the same words and with the same exit codes.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final, NoReturn

from khronika.errors import KhronikaError, NothingRead, StorageFull, UsageFault
from khronika.reading import ACCURATE, FAST
from khronika.reading.lines import Asked, Wanted, answer, encoded, is_language
from khronika.reading.progress import Progress
from khronika.reading.streams import STANDARD, Kept, Sink, Source, go_on, sink_of, source_of

INTERRUPTED, UNEXPECTED, CLOSED = 130, 70, 141
"""Exit codes beside those of :mod:`khronika.errors`; the command line's own have the same."""

TOLD: Final = 20
"""Lines that are told of one by one; after them they are counted, and stand in the output."""

_SHOW = "KHRONIKA_TRACEBACK"
_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORMAT = """\
In, a document a line:
  {"id", "text", "published"?, "publisher"?, "title"?, "author"?, "language"?}
Out, a line each, in the same order:
  {"id", "text", "language", "reader", "statements"}, as docs/SCHEMA.md says
A line that cannot be read is told of, counted, and answered by
  {"id", "line", "problem", "hint"}
"""


class _Options(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise what is explained like any other fault."""
        raise UsageFault(message, f"{self.prog} --help shows what there is")


def options() -> argparse.ArgumentParser:
    """Return what the command line may ask for."""
    parser = _Options(
        prog="python -m khronika.reading",
        description="Read documents: who said what, to whom, through whom.",
        epilog=_FORMAT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("file", metavar="FILE", help="JSON Lines, or - for standard input")
    parser.add_argument("-o", "--output", metavar="FILE", default=STANDARD, help="where to (standard output)")
    parser.add_argument(
        "--setting",
        choices=[FAST, ACCURATE],
        default=ACCURATE,
        help="by rules alone, or by rules and a trained tagger (%(default)s)",
    )
    parser.add_argument(
        "--language", metavar="CODE", default="", help="read every document as this, such as en"
    )
    parser.add_argument("--resume", action="store_true", help="go on where the output file stops")
    parser.add_argument("--without-text", action="store_true", help="leave the texts out of the output")
    parser.add_argument("--without-own", action="store_true", help="leave out the publishers' own assertions")
    parser.add_argument(
        "--progress",
        action=argparse.BooleanOptionalAction,
        help="tell where it stands on standard error (on a terminal)",
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Read what the command line names."""
    given = options().parse_args(arguments)
    if given.language and not is_language(given.language):
        raise UsageFault(
            f"{given.language} is not a language code", "give two letters of ISO 639-1, such as en or ru"
        )
    wanted = Wanted(given.setting, given.language, not given.without_text, not given.without_own)
    with ExitStack() as stack:
        source = source_of(given.file, sys.stdin.buffer, stack)
        sink = sink_of(given.output, source, sys.stdout.buffer, stack, keep=given.resume)
        documents = source.documents()
        counts = go_on(given.output, sink, documents, wanted) if given.resume else Kept()
        terminal = sys.stderr.isatty()
        shown = terminal if given.progress is None else given.progress
        progress = Progress(sys.stderr, time.monotonic, shown, terminal, source.size)
        progress.start(source.place, counts.documents)
        try:
            _read(documents, (source, sink), wanted, progress, counts)
        except BaseException:
            progress.clear()
            sink.cut()
            raise
    progress.end()
    _sum_up(counts, progress)
    return 0


def _read(
    documents: Iterator[Asked], ends: tuple[Source, Sink], wanted: Wanted, progress: Progress, counts: Kept
) -> None:
    source, sink = ends
    told = 0
    for asking in documents:
        found = answer(asking, wanted)
        sink.write(encoded(found.record))
        counts.documents += 1
        counts.problems += found.problem is not None
        remarks = [(f"“{name}” cannot be used and is left aside", "") for name in asking.aside]
        remarks += [(found.problem.what, found.problem.hint)] if found.problem is not None else []
        for what, hint in remarks:
            told += 1
            if told <= TOLD:
                progress.clear()
                _say("note", f"line {asking.line}: {what}", hint)
            elif told == TOLD + 1:
                progress.clear()
                _say("note", "further ones are counted, and stand in the output")
        if found.fault is not None and os.environ.get(_SHOW):
            traceback.print_exception(found.fault)
        progress.step(found.words, source.place)


def _sum_up(counts: Kept, progress: Progress) -> None:
    progress.clear()
    if not counts.documents:
        _say("note", "the input has no document")
    elif counts.problems == counts.documents:
        raise NothingRead("no document could be read", "each stands in the output with the reason")
    elif counts.problems:
        problems, documents = f"{counts.problems:,}", f"{counts.documents:,}"
        _say(
            "note",
            f"{problems} of {documents} documents could not be read, and stand in the output with the reason",
        )


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; nobody sees a traceback who did not ask for one."""
    try:
        _settle_streams()
        code = main(arguments)
        sys.stdout.flush()
    except KhronikaError as fault:
        code = _complain(fault)
    except BrokenPipeError:
        _silence()
        code = CLOSED
    except KeyboardInterrupt:
        _silence()
        sys.stderr.write(
            "\nkhronika: stopped; what was written is whole, and -o FILE --resume goes on from there\n"
        )
        code = INTERRUPTED
    except OSError as fault:
        _silence()
        where = f"{fault.filename}: " if isinstance(fault.filename, str) else ""
        kind = StorageFull if fault.errno in _FULL else KhronikaError
        words = (fault.strerror or "it cannot be read or written").lower()
        code = _complain(
            kind(f"{where}{words}", "what was written is whole, and -o FILE --resume goes on from there")
        )
    except ImportError as fault:
        missing = f"a part of khronika is missing: {fault.name or 'a module'}"
        code = _complain(KhronikaError(missing, "install the package anew, or use the fast setting"))
    except Exception as fault:  # noqa: BLE001 - the outermost edge, where nothing may pass
        if os.environ.get(_SHOW):
            traceback.print_exc()
        what = f"something went wrong that khronika did not foresee ({type(fault).__name__})"
        _say("error", what, f"{_SHOW}=1 shows where, and may show words of your sources")
        code = UNEXPECTED
    return code


def _complain(fault: KhronikaError) -> int:
    _say("error", fault.fault, fault.hint)
    return fault.exit_code


def _say(kind: str, words: str, hint: str = "") -> None:
    sys.stderr.write(f"khronika: {kind}: {_one_line(words)}\n")
    if hint:
        sys.stderr.write(f"hint: {_one_line(hint)}\n")


def _one_line(words: str) -> str:
    """Return words on one line, each character that cannot be seen by its number: a name may hold any."""
    shown = (c if c.isprintable() else f"[U+{ord(c):04X}]" for c in " ".join(words.split()))
    return "".join(shown)


def _settle_streams() -> None:
    """Let no closed stream and no letter that the terminal's encoding lacks stop the command."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end
        elif isinstance(stream, io.TextIOWrapper) and mode == "w":
            stream.reconfigure(errors="backslashreplace")


def _silence() -> None:
    """Point standard output at nothing, so that what is still buffered raises no second fault."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


if __name__ == "__main__":
    sys.exit(run())
