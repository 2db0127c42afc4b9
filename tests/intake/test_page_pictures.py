"""Hostile files as pictures: always an answer, and nothing of the file but its pixels."""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_cast import PDF, flag, saved
from PIL import Image

from khronika.intake import frames
from khronika.intake.frames import MOST_SIDE, Pixels
from khronika.intake.pages import PAINTED, Painted, Painter

HOSTILE = Path(__file__).parent / "hostile"
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")


@pytest.fixture(scope="module")
def painter() -> Iterator[Painter]:
    with Painter() as made:
        yield made


def seen(painted: Painted) -> Image.Image:
    assert painted.png.startswith(b"\x89PNG\r\n\x1a\n"), painted.problem
    image = Image.open(io.BytesIO(painted.png))
    image.load()
    return image


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def chunks_of(png: bytes) -> set[bytes]:
    names, at = set(), 8
    while at < len(png):
        (size,) = struct.unpack_from(">I", png, at)
        names.add(png[at + 4 : at + 8])
        at += 12 + size
    return names


def pdf_of(*objects: str | bytes, root: int = 1) -> bytes:
    """Return a PDF of these objects, numbered from 1, without a table of where they lie."""
    octets = b"%PDF-1.7\n"
    for number, content in enumerate(objects, 1):
        raw = content.encode("latin-1") if isinstance(content, str) else content
        octets += b"%d 0 obj\n%s\nendobj\n" % (number, raw)
    return octets + b"trailer\n<< /Root %d 0 R /Size %d >>\n%%%%EOF\n" % (root, len(objects) + 1)


def page_of(box: str = "0 0 200 100", drawn: bytes = b"1 0 0 rg 0 50 200 50 re f", more: str = "") -> bytes:
    """Return a PDF of one page that draws ``drawn``; ``more`` are further entries of its page."""
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
    return pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R {more} >>",
        stream,
    )


def page_with_picture(filter_: str, data: bytes) -> bytes:
    """Return a PDF whose page shows an image under ``filter_``, above a red half."""
    drawn = b"1 0 0 rg 0 0 200 50 re f q 200 0 0 50 0 50 cm /Im Do Q"
    return pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R "
        "/Resources << /XObject << /Im 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace "
        b"/DeviceGray /Filter /%s /Length %d >>\nstream\n%s\nendstream" % (filter_.encode(), len(data), data),
    )


def test_a_page_of_a_pdf_is_shown_as_a_picture(painter: Painter) -> None:
    painted = painter.paint(PDF, "digest.pdf")
    assert (painted.page, painted.pages, painted.problem) == (1, 1, "")
    image = seen(painted)
    assert max(image.size) <= MOST_SIDE
    assert image.mode == "L"
    assert image.getextrema() == (0, 255)


def test_every_page_can_be_turned_to_and_none_beyond_the_last(painter: Painter) -> None:
    made = FPDF()
    for number in (1, 2, 3):
        made.add_page(orientation="portrait" if number < 3 else "landscape")
    content = bytes(made.output())
    first, third = (seen(painter.paint(content, "three.pdf", page)).size for page in (1, 3))
    assert first == third[::-1] or (first[0] < first[1] and third[0] > third[1])
    beyond = painter.paint(content, "three.pdf", 4)
    assert (beyond.png, beyond.pages, beyond.problem) == (b"", 3, "there is no page 4: it has 3")
    assert painter.paint(content, "three.pdf", 0).problem == "there is no page 0"
    assert painter.paint(content, "three.pdf", -1).problem == "there is no page -1"


@pytest.mark.parametrize("format_", FORMATS)
def test_an_image_is_shown_as_it_is(painter: Painter, format_: str) -> None:
    painted = painter.paint(saved(flag(), format_), "flag")
    image = seen(painted).convert("RGB")
    assert (image.size, painted.pages, painted.problem) == ((60, 40), 1, "")
    above, below = image.getpixel((30, 5)), image.getpixel((30, 35))
    assert isinstance(above, tuple)
    assert isinstance(below, tuple)
    assert above[0] > 180
    assert above[1] < 40
    assert min(below) > 240


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_pictures_of_every_depth_are_shown(painter: Painter, mode: str) -> None:
    image = flag().convert("L").convert("F").convert("I;16") if mode == "I;16" else flag().convert(mode)
    painted = painter.paint(saved(image, "TIFF"), "flag.tif")
    above, below = (seen(painted).convert("L").crop((0, top, 60, top + 18)) for top in (0, 21))
    assert sum(above.tobytes()) < sum(below.tobytes())


def test_what_is_transparent_is_white(painter: Painter) -> None:
    image = Image.new("RGBA", (30, 20), (0, 0, 0, 0))
    assert seen(painter.paint(saved(image), "clear.png")).getextrema() == (255, 255)


def test_a_width_is_kept_to_and_nothing_is_made_larger_than_it_is(painter: Painter) -> None:
    large = saved(Image.new("RGB", (3000, 1000), "navy"))
    assert seen(painter.paint(large, "a.png", width=300)).size == (300, 100)
    assert seen(painter.paint(large, "a.png", width=10**9)).width == MOST_SIDE
    assert seen(painter.paint(large, "a.png", width=-5)).size == (1, 1)
    assert seen(painter.paint(saved(flag()), "a.png", width=1200)).size == (60, 40)
    tall = saved(Image.new("RGB", (10, 20000), "navy"))
    assert seen(painter.paint(tall, "a.png")).height == MOST_SIDE


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", ["JPEG", "TIFF", "PNG", "WEBP"])
def test_a_photograph_is_turned_as_its_camera_was_held(
    painter: Painter, format_: str, orientation: int
) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    image = seen(painter.paint(saved(flag(), format_, exif=exif), "photo")).convert("RGB")
    across, down = image.size
    assert (across, down) == ((60, 40) if orientation < 5 else (40, 60))
    at = {1: (0.5, 0.1), 2: (0.5, 0.1), 3: (0.5, 0.9), 4: (0.5, 0.9)}
    at |= {5: (0.1, 0.5), 8: (0.1, 0.5), 6: (0.9, 0.5), 7: (0.9, 0.5)}
    red = image.getpixel((int(at[orientation][0] * across), int(at[orientation][1] * down)))
    assert isinstance(red, tuple)
    assert red[0] > 180
    assert red[1] < 60


def test_nothing_of_a_file_but_its_pixels_is_in_the_picture(painter: Painter) -> None:
    exif = Image.Exif()
    exif[271], exif[306], exif[40092] = "Mira's camera", "2026:03:14 06:02:11", "Mira Oru"
    exif.get_ifd(0x8825)[2] = (48.0, 12.0, 7.0)
    for format_ in ("JPEG", "PNG", "WEBP", "TIFF"):
        content = saved(flag(), format_, exif=exif, icc_profile=b"a profile of Mira", dpi=(301, 301))
        png = painter.paint(content, "photo").png
        assert chunks_of(png) == {b"IHDR", b"IDAT", b"IEND"}
        assert b"Mira" not in png


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"<!doctype html><p>Taken.</p>", "a.html", "HTML: not shown as a picture; read its text"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
            "photo.jpg",
            "image (SVG): not shown as a picture; open the original",
        ),
        (b"Two men were taken.", "note.pdf", "text: not shown as a picture; read its text"),
        (b"", "nothing.png", "empty file: not shown as a picture; open the original"),
        (b"\x7fELF\x02\x01", "photo.png", "program: not shown as a picture; open the original"),
        (b"BM", "photo.bmp", "text: not shown as a picture; read its text"),
    ],
)
def test_what_is_no_pdf_and_no_image_is_not_painted_and_says_why(
    painter: Painter, content: bytes, name: str, problem: str
) -> None:
    assert painter.paint(content, name) == Painted(b"", 1, 0, problem)


@pytest.mark.parametrize("path", sorted(HOSTILE.iterdir()), ids=lambda path: path.name)
def test_every_hostile_file_of_intake_has_an_answer(painter: Painter, path: Path) -> None:
    painted = painter.paint(path.read_bytes(), path.name)
    assert painted.png == b""
    assert painted.problem


def test_thirty_thousand_by_thirty_thousand_pixels_are_refused(painter: Painter) -> None:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
    rows = zlib.compress(bytes(30_000 * (30_000 // 8 + 1)), 9)
    flood = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert len(flood) < 200_000
    painted = painter.paint(flood, "flood.png")
    assert (painted.png, painted.problem) == (b"", "more than 128,000,000 pixels: not shown")
    said = struct.pack("<IiiHHIIiiII", 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0)
    flood = b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + said
    assert painter.paint(flood, "flood.bmp").problem == "more than 128,000,000 pixels: not shown"


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_was_cut_off_has_an_answer(painter: Painter, format_: str) -> None:
    whole = saved(Image.frombytes("RGB", (200, 150), os.urandom(90_000)), format_)
    for share in (0.9, 0.5, 0.1):
        painted = painter.paint(whole[: int(len(whole) * share)], "cut")
        assert "damaged or cut off" in painted.problem or "could not make sense" in painted.problem
        assert not painted.png or seen(painted).size == (200, 150)


def test_half_a_photograph_is_shown_as_half_of_one(painter: Painter) -> None:
    whole = saved(Image.effect_noise((400, 300), 90).convert("RGB"), "JPEG", quality=90)
    painted = painter.paint(whole[: len(whole) // 2], "half.jpg")
    assert painted.problem == "damaged or cut off: shown as far as it can be read"
    image = seen(painted)
    assert image.crop((0, 0, 400, 100)).getextrema() != image.crop((0, 290, 400, 300)).getextrema()


def test_a_pdf_that_was_cut_off_or_locked_has_an_answer(painter: Painter) -> None:
    assert painter.paint(PDF[:200], "cut.pdf").problem == "damaged or cut off: not shown"
    made = FPDF()
    made.add_page()
    made.set_encryption("owner", "seven herons")
    assert painter.paint(bytes(made.output()), "a.pdf").problem == "locked with a password: not shown"


def test_a_file_that_is_two_things_is_shown_as_what_it_is_and_said(painter: Painter) -> None:
    image = saved(flag(), "GIF") + b"PK\x05\x06" + bytes(18)
    painted = painter.paint(image, "both.pdf")
    assert seen(painted).size == (60, 40)
    assert painted.problem == "also carries the marks of ZIP"
    prefixed = painter.paint(b"GIF89a/*<script>*/\n" + PDF, "both.gif")
    assert prefixed.png == b""
    assert "also" in prefixed.problem or "not shown" in prefixed.problem


def test_a_pdf_of_a_million_pages_has_an_answer(painter: Painter) -> None:
    claimed = pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>",
    )
    assert painter.paint(claimed, "many.pdf", 999_999).png == b""
    kids = " ".join(["3 0 R"] * 1_000_000)
    real = pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count 1000000 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>",
    )
    painted = painter.paint(real, "many.pdf", 1)
    assert painted.png or painted.problem


@pytest.mark.parametrize(
    "content",
    [
        pdf_of(
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"
        ),
        page_of(more="/Annots [3 0 R 3 0 R]"),
        pdf_of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
            "/Resources << /XObject << /Me 4 0 R >> >> >>",
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Me 4 0 R >> >> "
            "/Length 6 >>\nstream\n/Me Do\nendstream",
        ),
        pdf_of("1 0 R", root=1),
        pdf_of("<< /Type /Catalog /Pages 2 0 R /Length 1 0 R >>\nstream\n", "2 0 R"),
    ],
    ids=["pages in a circle", "annotations", "a form that draws itself", "itself", "endless"],
)
def test_a_pdf_whose_parts_lead_in_a_circle_has_an_answer(painter: Painter, content: bytes) -> None:
    painted = painter.paint(content, "circle.pdf")
    assert painted.png or painted.problem


@pytest.mark.parametrize(
    "box",
    [
        "0 0 1e9 1e9",
        "0 0 14400 1",
        "0 0 1 14400",
        "0 0 0 0",
        "-1e38 -1e38 1e38 1e38",
        "0 0 1e-30 1e-30",
        "1 2",
    ],
)
def test_a_page_of_any_size_has_an_answer_of_a_bounded_one(painter: Painter, box: str) -> None:
    painted = painter.paint(page_of(box), "huge.pdf")
    assert painted.problem or max(seen(painted).size) <= MOST_SIDE


@pytest.mark.parametrize(
    "filter_", ["JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "DCTDecode", "FlateDecode"]
)
@pytest.mark.parametrize(
    "data", [b"", b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(400), bytes(range(256)) * 20]
)
def test_a_pdf_with_a_broken_picture_still_shows_its_page(
    painter: Painter, filter_: str, data: bytes
) -> None:
    painted = painter.paint(page_with_picture(filter_, data), "broken.pdf")
    if painted.png:
        below = seen(painted).convert("RGB").getpixel((100, seen(painted).height - 5))
        assert below == (255, 0, 0)
    else:
        assert painted.problem


def test_what_stands_in_a_form_field_is_seen(painter: Painter) -> None:
    look = b"0 0 1 rg 0 0 100 50 re f"
    content = pdf_of(
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Annots [5 0 R] >>",
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 100 50] /Length %d >>\nstream\n%s\nendstream"
        % (len(look), look),
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [0 0 100 50] /F 4 /AP << /N 4 0 R >> >>",
    )
    image = seen(painter.paint(content, "form.pdf")).convert("RGB")
    pixel = image.getpixel((int(image.width * 0.25), int(image.height * 0.75)))
    assert isinstance(pixel, tuple)
    assert pixel[2] > pixel[0] + 20


def test_of_a_moving_picture_with_a_hundred_thousand_frames_the_first_is_shown(painter: Painter) -> None:
    one = saved(flag(), "GIF")
    screen = 13 + 3 * 2 ** ((one[10] & 7) + 1)
    content = one[:screen] + one[screen:-1] * 100_000 + b";"
    painted = painter.paint(content, "moving.gif")
    assert seen(painted).size == (60, 40)
    assert (painted.pages, painted.problem) == (1, "only the first picture of several is shown")


@pytest.mark.parametrize("format_", ["GIF", "TIFF", "WEBP", "PNG"])
def test_that_there_are_more_pictures_is_said(painter: Painter, format_: str) -> None:
    second = Image.new("RGB", (60, 40), "navy")
    content = saved(flag(), format_, save_all=True, append_images=[second])
    painted = painter.paint(content, "two")
    assert painted.problem == "only the first picture of several is shown"
    pixel = seen(painted).convert("RGB").getpixel((30, 5))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 180


def test_what_a_library_only_warns_of_is_refused(painter: Painter) -> None:
    """A TIFF whose field says that it holds more than the file has: the library warns and goes on."""
    whole = saved(flag(), "TIFF", compression="raw", description="x" * 40)
    at = whole.index(struct.pack("<HHI", 270, 2, 41))
    broken = whole[:at] + struct.pack("<HHII", 270, 2, 2**30, 8) + whole[at + 12 :]
    painted = painter.paint(broken, "warned.tif")
    assert painted.png == b""
    assert "not shown" in painted.problem


def test_a_picture_goes_through_the_pipe_unchanged() -> None:
    pixels = Pixels("RGB", 2, 1, b"abcdef", 3, "said")
    assert frames.pixels_of(frames.pixels_octets(pixels)) == pixels


@given(
    start=st.sampled_from([saved(flag(), format_) for format_ in FORMATS] + [page_of()]),
    place=st.floats(0, 1),
    octets=st.binary(max_size=40),
    page=st.integers(-(2**40), 2**40),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_changed_in_a_file_there_is_an_answer(
    painter: Painter, start: bytes, place: float, octets: bytes, page: int
) -> None:
    at = int(place * len(start))
    painted = painter.paint(start[:at] + octets + start[at + len(octets) :], "changed", page)
    assert painted.problem or seen(painted).size


def test_only_these_kinds_of_file_are_painted() -> None:
    assert len(PAINTED) == 1 + len(FORMATS)
