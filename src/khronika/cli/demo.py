"""``khronika demo``: the sample case in a vault and as a brief, to look at."""

from __future__ import annotations

import os
import sys
import webbrowser
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from khronika import samples
from khronika.acts import review
from khronika.acts.brief import brief
from khronika.acts.founding import found
from khronika.acts.outgoing import BriefOrder
from khronika.acts.paging import Page
from khronika.acts.read import read
from khronika.acts.show import Sought, statements
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.acts.take_in import take_in
from khronika.cli.options import AsJson, NoDesk, refuse_running_desk
from khronika.cli.output import print_json, say
from khronika.cli.writing import write_file
from khronika.errors import UsageFault
from khronika.intake.isolated import Extractor
from khronika.publishing.html import render_html

PASSPHRASE = "sample passphrase of velmora"  # noqa: S105 - printed, for invented people
TITLE = "Detentions at Quarry 9, Velmora: the sample case"
_ACCEPTED = 3

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to put it.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the brief in a browser.")]


def demo(
    folder: Folder = Path("demo"), open_it: Open = True, desk: NoDesk = None, as_json: AsJson = False
) -> None:
    """Build the sample case of invented people, to look at.

    \b
    khronika demo
    khronika items --vault demo/vault

    Twenty-odd files as they arrive at a desk, a vault and a brief. The vault's passphrase is printed: nobody
    in it is real.
    """
    refuse_running_desk(desk)
    page, vault = folder / "brief.html", folder / "vault"
    for made_before in (vault, page):
        if made_before.exists():
            raise UsageFault(f"{made_before} is there already", "name another folder: khronika demo FOLDER")
    folder.mkdir(parents=True, exist_ok=True)
    taken, suggestions = _build(vault, page)
    if as_json:
        print_json(
            {
                "brief": str(page),
                "vault": str(vault),
                "passphrase": PASSPHRASE,
                "taken_in": taken,
                "suggestions": suggestions,
            }
        )
    else:
        say(f"{taken} files taken in, {suggestions} suggestions read")
        say(f"brief: {page}")
        say(f"vault: {vault}  (passphrase: {PASSPHRASE})")
    if open_it and sys.stdout.isatty() and (os.environ.get("DISPLAY") or sys.platform == "darwin"):
        webbrowser.open(page.resolve().as_uri())


def _build(vault: Path, page: Path) -> tuple[int, int]:
    """Make vault and page; returns how many files were taken in and how many suggestions were read."""
    desk = found(vault, PASSPHRASE, founder="demo")
    try:
        with Extractor() as extractor:
            taken: list[TakenIn] = []
            for public, files in groupby(samples.files(), key=samples.was_public):
                sources = [Source(file.name, partial(file.open, "rb")) for file in files]  # type: ignore[arg-type]  # "rb" gives bytes
                taken += take_in(desk, desk.founder, sources, Conditions(public=public), extractor)
        runs = read(desk, desk.founder, [one.item for one in taken if one.item and one.rendition])
        newest = statements(desk, desk.founder, Sought(status="suggested"), page=Page(_ACCEPTED))
        review.accept(desk, desk.founder, [one.id for one in newest])
        made = brief(desk, desk.founder, BriefOrder(TITLE))
    finally:
        desk.close()
    write_file(page, render_html(made).encode())
    return len(taken), sum(run.statements for run in runs)
