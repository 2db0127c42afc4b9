"""Write the files of the sample case from the texts: ``python -m samples_source.build [FOLDER [ENDING …]]``.

Run from the root of the tree. Without FOLDER the files go to ``src/khronika/samples/velmora``; with endings
("html", "txt") only files with one of them are written. What is written depends on the texts alone and on the
versions of fpdf2, Jinja2, python-docx and openpyxl.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from samples_source.chat import export
from samples_source.known import documents, statements
from samples_source.mail import letter, newsletter
from samples_source.origins import origins
from samples_source.pages import page
from samples_source.paper import pdf, word
from samples_source.sheets import lists, names
from samples_source.texts import HERE, TEXTS, Block, Source, plain_text, read_source

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
    "2026-06-04-rovna-update",
    "2026-06-05-orvan",
)
PLAIN = (
    "2026-03-17-radio-tarvesh",
    "2026-03-18-orvan-denial",
    "2026-03-20-open-line",
    "2026-03-22-witness-a",
    "2026-04-13-sarn-courier",
)
WORD = ("2026-03-18-paromnik", "2026-03-29-ilya")
PDF = ("2026-03-17-press-digest", "2026-04-02-rovna-communique")
NEWSLETTERS = ("2026-03-17-northern-letter",)
LETTERS = ("2026-04-16-letter",)
ENDINGS = frozenset({"csv", "docx", "eml", "html", "json", "pdf", "txt", "xlsx"})


KINDS: tuple[tuple[str, tuple[str, ...], Callable[[Source], bytes]], ...] = (
    ("html", PAGES, page),
    ("docx", WORD, word),
    ("pdf", PDF, pdf),
    ("eml", NEWSLETTERS, newsletter),
    ("eml", LETTERS, letter),
)


def files(endings: frozenset[str]) -> dict[str, bytes]:
    """Return the files of the case with one of ``endings``, by their names within the case."""
    made = {f"{stem}.txt": (TEXTS / f"{stem}.txt").read_bytes() for stem in PLAIN}
    for ending, stems, make in KINDS:
        if ending in endings:
            made |= {f"{stem}.{ending}": make(_read(stem)) for stem in stems}
    made["2026-04-20-relatives-chat.json"] = export()
    made |= lists() | _truth()
    return {name: content for name, content in made.items() if name.rpartition(".")[2] in endings}


def _truth() -> dict[str, bytes]:
    """Return the known readings and, for documents that are no plain text, the text they count in."""
    twins = {stem: plain_text(_read(stem)) for stem in documents() if stem not in PLAIN}
    plain = {stem: (TEXTS / f"{stem}.txt").read_text(encoding="utf-8") for stem in PLAIN}
    made = {f"truth/texts/{stem}.txt": text.encode() for stem, text in twins.items()}
    known = statements(plain | twins)
    return made | {"truth/statements.json": known, "truth/origins.json": origins(known)}


def _read(stem: str) -> Source:
    """Read a source and put the names of the Rovna Centre's list where they belong."""
    source = read_source(stem)
    blocks = (Block("p", names()) if block.kind == "names" else block for block in source.blocks)
    return replace(source, blocks=tuple(blocks))


def main(folder: Path, endings: frozenset[str]) -> None:
    """Write the files under ``folder`` and list them with their sizes."""
    for name, content in sorted(files(endings).items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        sys.stdout.write(f"{len(content):>7}  {name}\n")


if __name__ == "__main__":
    asked = sys.argv[1:]
    main(Path(asked[0]) if asked else CASE, frozenset(asked[1:]) or ENDINGS)
