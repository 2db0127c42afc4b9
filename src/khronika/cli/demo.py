"""``khronika demo``: the sample case in a vault and as a brief, to look at."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from khronika import samples
from khronika.acts import review
from khronika.acts.brief import BriefOrder, brief
from khronika.acts.founding import found
from khronika.acts.read import read
from khronika.acts.show import Page, Sought, statements
from khronika.acts.sources import Conditions, Source
from khronika.acts.take_in import take_in
from khronika.cli.output import say
from khronika.cli.writing import write_file
from khronika.errors import UsageFault
from khronika.intake.isolated import Extractor
from khronika.publishing.html import render_html

PASSPHRASE = "sample passphrase of velmora"  # noqa: S105 - printed, for invented people
TITLE = "Detentions at Quarry 9, Velmora: the sample case"

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to put it.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the brief in a browser.")]


def demo(folder: Folder = Path("demo"), open_it: Open = True) -> None:
    """Build the sample case: invented people, twenty-odd files as they arrive, a vault and a brief.

    The vault's passphrase is printed: nobody in it is real.
    """
    page, vault = folder / "brief.html", folder / "vault"
    if vault.exists():
        raise UsageFault(
            f"{vault} is there already", "remove it, or name another folder: khronika demo FOLDER"
        )
    folder.mkdir(parents=True, exist_ok=True)
    desk = found(vault, PASSPHRASE, founder="demo")
    try:
        with Extractor() as extractor:
            sources = [Source(file.name, lambda file=file: file.open("rb")) for file in samples.files()]  # type: ignore[misc]  # the default binds it now
            taken = take_in(desk, desk.founder, sources, Conditions(public=True), extractor)
        runs = read(desk, desk.founder, [one.item for one in taken if one.item and one.rendition])
        named = statements(desk, desk.founder, Sought(status="suggested"), page=Page(3))
        review.accept(desk, desk.founder, [one.id for one in named])
        made = brief(desk, desk.founder, BriefOrder(TITLE))
    finally:
        desk.close()
    write_file(page, render_html(made).encode())
    say(f"{len(taken)} files taken in, {sum(run.statements for run in runs)} suggestions read")
    say(f"brief: {page}")
    say(f"vault: {vault}  (passphrase: {PASSPHRASE})")
    if open_it and sys.stdout.isatty() and (os.environ.get("DISPLAY") or sys.platform == "darwin"):
        webbrowser.open(page.resolve().as_uri())
