"""Painters that crash, lie or hang: said in a sentence, and the next file is painted by a fresh process."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from failing_cast import failing
from picture_cast import PDF, flag, saved

from khronika.intake.limits import Limits
from khronika.intake.pages import PAINTING, Painter


def test_a_file_that_is_too_large_is_not_even_sent() -> None:
    with Painter(replace(PAINTING, file_bytes=1000), ("/nonexistent/python",)) as painter:
        painted = painter.paint(b"%PDF-1.7\n" + bytes(2000), "large.pdf")
    assert painted.problem == "too large to show: 2,009 bytes, the limit is 1,000 bytes"


def only_problem(how: str, limits: Limits = PAINTING) -> str:
    with Painter(limits, failing(how)) as painter:
        painted = painter.paint(PDF, "digest.pdf")
    assert painted.png == b""
    return painted.problem


def test_a_painter_that_fails_is_said_with_how() -> None:
    assert only_problem("os.kill(os.getpid(), signal.SIGSEGV)") == (
        "PDF: the painter stopped: it crashed (SIGSEGV); not shown"
    )
    slow = only_problem("time.sleep(60)", replace(PAINTING, seconds=1))
    assert "it did not answer within 1 seconds" in slow
    greedy = "worker.confine(limits)\nb = bytearray(4 << 30)"
    assert "it ended by itself" in only_problem(greedy, replace(PAINTING, memory_bytes=1 << 30))
    with Painter(command=("/nonexistent/python",)) as painter:
        assert "it could not be started" in painter.paint(PDF, "digest.pdf").problem


@pytest.mark.parametrize(
    "lie",
    [
        "b'\\x93\\x01\\x02\\x03'",
        "frames.pixels_octets(frames.Pixels('RGB', 2000, 1, bytes(6000), 1, ''))",
        "frames.pixels_octets(frames.Pixels('RGB', 10, 10, bytes(299), 1, ''))",
        "frames.pixels_octets(frames.Pixels('RGBA', 1, 1, bytes(4), 1, ''))",
        "frames.pixels_octets(frames.Pixels('L', -1, -1, bytes(1), 1, ''))",
        "frames.pixels_octets(frames.Pixels('L', 1, 1, bytes(1), -7, ''))",
    ],
)
def test_a_painter_that_lies_is_not_believed(lie: str) -> None:
    assert "an answer that makes no sense" in only_problem(f"frames.write_frame(1, {lie})")


def test_a_painter_that_answers_too_much_is_not_heard_out() -> None:
    assert "an answer that is too long" in only_problem("os.write(1, (20 << 20).to_bytes(8, 'big'))")


def test_after_a_crash_the_next_page_is_painted_by_a_fresh_process() -> None:
    with Painter() as painter:
        assert painter.paint(PDF, "digest.pdf").png
        process = painter._process
        assert process is not None
        process.kill()
        assert "it was killed" in painter.paint(PDF, "digest.pdf").problem
        assert painter.paint(PDF, "digest.pdf").png
        last = painter._process
    assert last is not None
    assert last.returncode is not None


def test_a_process_that_saw_one_file_paints_no_other() -> None:
    with Painter() as painter:
        painter.paint(PDF, "digest.pdf", 1)
        first = painter._process
        painter.paint(PDF, "digest.pdf", 2)
        assert painter._process is first
        painter.paint(saved(flag()), "flag.png")
        assert painter._process is not first


def test_many_may_ask_one_painter_at_once() -> None:
    contents = [PDF, saved(flag()), b"BM", saved(flag(), "GIF")]
    with Painter() as painter, ThreadPoolExecutor(4) as threads:
        alone = [painter.paint(content, "a") for content in contents]
        together = list(threads.map(lambda number: painter.paint(contents[number % 4], "a"), range(12)))
    assert together == alone * 3
