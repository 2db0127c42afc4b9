"""Write the files of the sample case from the texts: ``python -m samples_source.build [FOLDER]``.

Run from the root of the tree. Without FOLDER the files go to ``src/khronika/samples/velmora``. What is
written depends on the texts alone and on the versions of fpdf2, python-docx and openpyxl.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from samples_source.pages import page
from samples_source.paper import pdf, word
from samples_source.texts import HERE, TEXTS, Source, plain_text, read_source

CASE = HERE.parent / "src" / "khronika" / "samples" / "velmora"

PAGES = (
    "2026-03-14-orvan",
    "2026-03-15-sarn-courier",
    "2026-03-15-trubach",
    "2026-03-15-velmora-abroad",
    "2026-03-16-ozrin-online",
    "2026-03-19-velmora-one",
    "2026-03-21-paromnik",
    "2026-03-24-trubach-correction",
    "2026-04-08-ministry",
)
PLAIN = (
    "2026-03-17-radio-tarvesh",
    "2026-03-18-orvan-denial",
    "2026-03-20-open-line",
    "2026-03-22-witness-a",
    "2026-04-13-sarn-courier",
)
WORD = ("2026-03-18-paromnik", "2026-03-29-ilya")
PDF = ("2026-04-02-rovna-communique",)
TWINS = ("2026-03-14-orvan", "2026-04-02-rovna-communique")


def files() -> dict[str, bytes]:
    """Return every file of the case that is made from a text, by its name within the case."""
    made = {f"{stem}.txt": (TEXTS / f"{stem}.txt").read_bytes() for stem in PLAIN}
    kinds: tuple[tuple[str, tuple[str, ...], Callable[[Source], bytes]], ...] = (
        ("html", PAGES, page),
        ("docx", WORD, word),
        ("pdf", PDF, pdf),
    )
    for ending, stems, make in kinds:
        made |= {f"{stem}.{ending}": make(read_source(stem)) for stem in stems}
    made |= {f"truth/texts/{stem}.txt": plain_text(read_source(stem)).encode() for stem in TWINS}
    return made


def main(folder: Path) -> None:
    """Write all files under ``folder``."""
    for name, content in sorted(files().items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        sys.stdout.write(f"{len(content):>7}  {name}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CASE)
