"""The confined process that paints hostile files: ``python -m khronika.intake.page_worker``.

It is confined as :mod:`khronika.intake.worker` is, and answers questions for a picture with plain pixels.
What must stay true: no script of a file is run and nothing is fetched (PDFium is built without a script
engine); of an image only the first picture is decoded, and nothing but its pixels is given; whatever a
library warns of or raises, the answer says it without quoting the file.
"""

from __future__ import annotations

import io
import math
import warnings
from typing import TYPE_CHECKING

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageChops,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from khronika.intake.frames import MOST_SIDE, PictureQuestion, Pixels, picture_question_of, pixels_octets
from khronika.intake.limits import Limits
from khronika.intake.worker import serve

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PIXELS = 128_000_000
_FORMATS = {
    "image/png": PngImagePlugin.PngImageFile.format,
    "image/jpeg": JpegImagePlugin.JpegImageFile.format,
    "image/gif": GifImagePlugin.GifImageFile.format,
    "image/webp": WebPImagePlugin.WebPImageFile.format,
    "image/tiff": TiffImagePlugin.TiffImageFile.format,
    "image/bmp": BmpImagePlugin.BmpImageFile.format,
}
_ORIENTATION = 274
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each value of the orientation tag (TIFF 6.0, section 8; EXIF 2.32)."""
_LOCKED = frozenset({4, 5})
_DAMAGED = "damaged or cut off: not shown"
_PARTLY = "damaged or cut off: shown as far as it can be read"
_FIRST_ONLY = "only the first picture of several is shown"
_NOT_TURNED = "how it is to be turned cannot be read"
_TOO_MANY = f"more than {MOST_PIXELS:,} pixels: not shown"


class _Refused(Exception):
    """There is no picture; the text says why."""


def main() -> None:
    """Serve questions until the input ends."""
    warnings.simplefilter("error")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    serve(_painted)


def _painted(octets: bytes, _: Limits) -> bytes:
    return pixels_octets(pixels_of_page(picture_question_of(octets)))


def pixels_of_page(question: PictureQuestion) -> Pixels:
    """Return a page as pixels, or why there are none. Never raises because of the content."""
    try:
        if question.media == "application/pdf":
            return _pdf(question)
        return _image(question)
    except _Refused as refused:
        return _nothing(str(refused))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _nothing(_TOO_MANY)
    except MemoryError:
        return _nothing("it needs too much memory: not shown")
    except Exception as fault:  # noqa: BLE001 - a library reading a stranger's file may raise anything; it is said
        return _nothing(f"the painter could not make sense of it ({type(fault).__name__}): not shown")


def _nothing(problem: str, pages: int = 0) -> Pixels:
    return Pixels("RGB", 0, 0, b"", pages, problem)


def _pdf(question: PictureQuestion) -> Pixels:
    import pypdfium2  # noqa: PLC0415 - 9 MB of native code; only PDFs need it

    try:
        with pypdfium2.PdfDocument(question.content) as document:
            pages = len(document)
            if question.page > pages:
                return _nothing(f"there is no page {question.page}: it has {pages:,}", pages)
            try:
                return _pixels(_pdf_page(document, question), pages)
            except pypdfium2.PdfiumError:
                return _nothing(f"page {question.page} is damaged: not shown", pages)
    except pypdfium2.PdfiumError as fault:
        locked = fault.err_code in _LOCKED
        raise _Refused("locked with a password: not shown" if locked else _DAMAGED) from fault


def _pdf_page(document: PdfDocument, question: PictureQuestion) -> Image.Image:
    document.init_forms()  # so that what is written in form fields is seen as well
    page = document[question.page - 1]
    across, down = page.get_size()
    if not (math.isfinite(across) and math.isfinite(down) and across > 0 and down > 0):
        raise _Refused(f"page {question.page} has no size: not shown")
    scale = min(question.width / across, MOST_SIDE / down)
    bitmap = page.render(scale=scale * (1 - 1e-6))  # PDFium rounds each side up to a whole pixel
    painted: Image.Image = bitmap.to_pil()
    return _within(painted.convert("RGB"), MOST_SIDE)


def _image(question: PictureQuestion) -> Pixels:
    try:
        image, problem = _decoded(question), ""
    except OSError:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image, problem = _decoded(question), _PARTLY
        except OSError as fault:
            raise _Refused(_DAMAGED) from fault
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    flat = _flat(image)
    try:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - hostile metadata; the picture is shown as it lies in the file
        turn, problem = None, problem or _NOT_TURNED
    upright = flat if turn is None else flat.transpose(turn)
    more = _FIRST_ONLY if _has_more(image) else ""
    return _pixels(_within(upright, question.width), 1, "; ".join(filter(None, (problem, more))))


def _decoded(question: PictureQuestion) -> Image.Image:
    image = Image.open(io.BytesIO(question.content), formats=(_FORMATS[question.media],))
    image.draft("RGB", (MOST_SIDE, MOST_SIDE))
    image.load()
    return image


def _has_more(image: Image.Image) -> bool:
    try:
        image.seek(1)
    except EOFError:
        return False
    except Exception:  # noqa: BLE001 - a second picture that is broken is one all the same
        return True
    return True


def _flat(image: Image.Image) -> Image.Image:
    """Return an image in grey or in colours, on white where it is transparent."""
    if image.has_transparency_data:
        whole = image.convert("RGBA")
        flat = Image.new("RGB", whole.size, "white")
        flat.paste(whole, mask=whole.getchannel("A"))
        return flat
    if image.mode.startswith(("I", "F")):
        return _of_wide_values(image)
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _of_wide_values(image: Image.Image) -> Image.Image:
    """Return an image with more than 8 bits for a pixel in grey, from its darkest value to its lightest."""
    wide = image.convert("F")
    darkest, lightest = wide.getextrema()
    step = 255 / ((lightest - darkest) or 1)  # type: ignore[operator]  # of one band they are two numbers
    return wide.point(lambda value: value * step - darkest * step).convert("L")  # type: ignore[operator]  # as above


def _within(image: Image.Image, width: int) -> Image.Image:
    """Return an image at most ``width`` wide and no side beyond the limit; never made larger."""
    scale = min(1.0, width / image.width, MOST_SIDE / image.height)
    if scale == 1.0:
        return image
    size = (max(1, int(image.width * scale)), max(1, int(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _pixels(image: Image.Image, pages: int, problem: str = "") -> Pixels:
    """Return the pixels alone: whatever else an image carries stays here."""
    if image.mode == "RGB" and _is_grey(image):
        image = image.getchannel("G")
    return Pixels("L" if image.mode == "L" else "RGB", *image.size, image.tobytes(), pages, problem)


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return all(ImageChops.difference(one, green).getbbox() is None for one in (red, blue))


if __name__ == "__main__":
    main()
