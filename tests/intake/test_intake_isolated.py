"""The confined process: what a crash, a hang or a greedy file costs, and what the process may not do."""

from __future__ import annotations

import errno
import subprocess
import sys
import time
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from threading import Thread

import pytest
from failing_cast import failing

from khronika.intake import Limits, extract, frames
from khronika.intake.isolated import Extractor
from khronika.records.item import Extraction

CASE = files("khronika.samples") / "velmora"
PAGE = (CASE / "2026-03-14-orvan.html").read_bytes()
PDF = (CASE / "2026-03-17-press-digest.pdf").read_bytes()


def only_problem(how: str, limits: Limits | None = None) -> str:
    with Extractor(limits, failing(how)) as extractor:
        extraction = extractor.extract(PAGE, "page.html")
    assert extraction.text is None
    assert extraction.media == "text/html"
    (problem,) = extraction.problems
    assert problem.hint
    return problem.what


def test_the_confined_process_reads_what_this_process_reads() -> None:
    with Extractor() as extractor:
        for name in ("2026-03-14-orvan.html", "2026-03-17-press-digest.pdf", "2026-03-18-paromnik.docx"):
            content = (CASE / name).read_bytes()
            assert extractor.extract(content, name) == extract(content, name)
        note = "Взяли двоих.".encode()
        assert extractor.extract(note, "note.txt") == extract(note, "note.txt")


def test_a_crash_of_the_reader_costs_only_its_file() -> None:
    with Extractor() as extractor:
        assert extractor.extract(PAGE, "page.html").text
        process = extractor._process
        assert process is not None
        process.kill()
        killed = extractor.extract(PDF, "digest.pdf")
        assert killed.text is None
        assert killed.problems[0].what.startswith("the reader of PDF stopped: it was killed")
        assert extractor.extract(PDF, "digest.pdf").text


def test_a_reader_that_crashes_is_said_with_its_signal() -> None:
    what = only_problem("os.kill(os.getpid(), signal.SIGSEGV)")
    assert what == "the reader of HTML stopped: it crashed (SIGSEGV); kept, not read"


def test_a_reader_that_hangs_is_stopped_after_its_time() -> None:
    what = only_problem("time.sleep(60)", Limits(seconds=1))
    assert what == "the reader of HTML stopped: it did not answer within 1 seconds; kept, not read"


def test_a_reader_that_computes_for_ever_is_stopped_by_the_system() -> None:
    what = only_problem("resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass")
    assert what == "the reader of HTML stopped: it used too much processor time; kept, not read"


def test_a_reader_that_wants_too_much_memory_gets_none() -> None:
    what = only_problem("worker.confine(limits)\nb = bytearray(4 << 30)", Limits(memory_bytes=1 << 30))
    assert what == "the reader of HTML stopped: it ended by itself; kept, not read"


def test_a_reader_that_answers_nonsense_is_not_believed() -> None:
    assert "an answer that makes no sense" in only_problem("frames.write_frame(1, b'\\x93\\x01\\x02\\x03')")
    assert "an answer that is too long" in only_problem("os.write(1, b'\\xff' * 8); time.sleep(60)")


def test_places_outside_the_text_are_not_believed() -> None:
    lie = """
from khronika.records.item import Anchor, Extraction
places = (Anchor((0, 9)),)
frames.write_frame(1, frames.answer_octets(Extraction("text/html", "x", "1", "ab", anchors=places)))
"""
    assert "an answer that makes no sense" in only_problem(lie)


def test_a_reader_that_cannot_be_started_is_said() -> None:
    with Extractor(command=("/nonexistent/python",)) as extractor:
        extraction = extractor.extract(PAGE, "page.html")
    assert (
        extraction.problems[0].what == "the reader of HTML stopped: it could not be started; kept, not read"
    )


def test_the_process_is_replaced_after_a_failure_and_goes_with_its_owner() -> None:
    with Extractor(command=failing("sys.exit(3)")) as extractor:
        for _ in range(2):
            assert "ended by itself" in extractor.extract(PAGE, "page.html").problems[0].what
    with Extractor() as extractor:
        extractor.extract(PAGE, "page.html")
        process = extractor._process
    assert process is not None
    assert process.returncode is not None


CONFINE = "from khronika.intake import worker\nworker.confine(worker.Limits())"


def told(code: str) -> str:
    """Return what ``code`` prints in a process of its own."""
    command = [sys.executable, "-B", "-c", code]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - our own words
    return done.stdout.strip()


def test_a_confined_process_writes_no_byte_even_to_a_file_it_holds(tmp_path: Path) -> None:
    code = f"""
file = open({str(tmp_path / "leak")!r}, "wb", buffering=0)
{CONFINE}
try:
    file.write(b"a name")
except OSError as fault:
    print(fault.errno)
"""
    assert told(code) == str(errno.EFBIG)
    assert (tmp_path / "leak").read_bytes() == b""


def test_a_confined_process_with_a_network_of_its_own_reaches_nobody() -> None:
    code = f"""
import os, socket
own = os.path.join("/proc/self/ns", "net")
before = os.readlink(own) if os.path.exists(own) else ""
{CONFINE}
apart = before and os.readlink(own) != before
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(("192.0.2.1", 9))
    print("apart and reached" if apart else "not apart")
except OSError:
    print("reached nobody")
"""
    assert told(code) in {"reached nobody", "not apart"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with the one that started it")
def test_a_confined_process_does_not_outlive_a_killed_desk_even_where_it_stands_still() -> None:
    code = """
import os, signal, time
from khronika.intake.isolated import Extractor
extractor = Extractor()
extractor.extract(b"<html><p>Nobody was held.</p></html>", "page.html")
os.kill(extractor._process.pid, signal.SIGSTOP)
print(extractor._process.pid, flush=True)
time.sleep(60)
"""
    desk = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert desk.stdout is not None
    confined = Path("/proc") / desk.stdout.readline().strip()
    assert lives(confined)
    desk.kill()
    desk.wait()
    desk.stdout.close()
    deadline = time.monotonic() + 30
    while lives(confined) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not lives(confined)


def lives(process: Path) -> bool:
    """Tell whether a process is there and not merely waiting to be reaped."""
    with suppress(OSError):
        return (process / "stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    return False


def test_a_confined_process_does_not_end_with_the_thread_that_asked_first() -> None:
    with Extractor() as extractor:
        asking = Thread(target=extractor.extract, args=(PAGE, "page.html"))
        asking.start()
        asking.join()
        first = extractor._process
        assert first is not None
        assert extractor.extract(PDF, "digest.pdf").text
        assert extractor._process is first


def test_the_reader_inherits_nothing_of_the_environment() -> None:
    answer = """
from khronika.records.item import Extraction
inherited = sorted(set(os.environ) - {"LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"})
frames.write_frame(1, frames.answer_octets(Extraction("text/html", "x", "1", repr(inherited))))
"""
    with Extractor(command=failing(answer)) as extractor:
        assert extractor.extract(PAGE, "page.html").text == "[]"


def test_an_extraction_goes_through_the_pipe_unchanged() -> None:
    whole: Extraction = extract(PDF, "digest.pdf")
    assert frames.answer_of(frames.answer_octets(whole)) == whole
