"""``khronika brief``: the main job in one command, with no set-up and nothing left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from khronika.acts.brief import BriefOrder, brief
from khronika.acts.founding import temporary_desk
from khronika.acts.read import read
from khronika.acts.sources import Conditions, Source, TakenIn
from khronika.acts.take_in import take_in
from khronika.cli.given import sources_of
from khronika.cli.options import AsOf, AudienceName, Descriptor, EncryptTo, PurposeName
from khronika.cli.output import note
from khronika.cli.passphrases import desk_at
from khronika.cli.words import audience_of, purpose_of
from khronika.cli.writing import deliver
from khronika.errors import NothingRead, UsageFault
from khronika.intake.isolated import Extractor
from khronika.publishing.brief import Brief
from khronika.publishing.exchange import render_json
from khronika.publishing.html import render_html
from khronika.publishing.markdown import render_markdown
from khronika.records.consent import Audience, Purpose

FORMATS = {".html": render_html, ".md": render_markdown, ".json": render_json}

Files = Annotated[
    list[str] | None, typer.Argument(metavar="FILE…", help="Files, folders, or - for standard input.")
]
Out = Annotated[
    Path | None, typer.Option("--output", "-o", help="Where to: FILE.html, FILE.md or FILE.json.")
]
VaultOption = Annotated[
    Path | None,
    typer.Option("--vault", "-V", help="Make the brief of this vault's items instead of files."),
]
Title = Annotated[str, typer.Option("--title", help="The brief's title.")]
Items = Annotated[list[str] | None, typer.Option("--item", help="With --vault: only this item; repeatable.")]
JsonOut = Annotated[bool, typer.Option("--json", help="Write JSON instead of Markdown.")]


def brief_command(
    files: Files = None,
    out: Out = None,
    as_json: JsonOut = False,
    title: Title = "",
    encrypt_to: EncryptTo = None,
    vault: VaultOption = None,
    items: Items = None,
    audience: AudienceName = Audience.DESK.value,
    purpose: PurposeName = Purpose.DOCUMENTATION.value,
    as_of: AsOf = None,
    descriptor: Descriptor = None,
) -> None:
    """Read who said what, to whom, through whom, and write a brief with every source passage.

    \b
    khronika brief article.txt -o brief.html
    khronika brief folder/ --json
    cat letter.eml | khronika brief - -o brief.md

    Files are read in a temporary vault of which nothing stays. The brief is of unreviewed machine
    suggestions, and says so. With --vault it is made of a vault's items, as far as their consent allows.
    """
    render = FORMATS[_format_of(out, as_json=as_json)]
    order = BriefOrder(title, tuple(items or ()), purpose_of(purpose), audience_of(audience), as_of)
    if vault is not None:
        if files:
            raise UsageFault("a brief is of files or of a vault, not both", "leave --vault or the files out")
        with desk_at(vault, descriptor) as desk:
            made = brief(desk, desk.founder, order)
    else:
        sources = sources_of(files or [])
        if not sources:
            raise UsageFault("nothing is named to read", "khronika brief FILE -o brief.html")
        _refuse_own_source(out, files or [])
        made = brief_of(sources, order)
    deliver(render(made).encode(), out, encrypt_to or [])


def brief_of(sources: list[Source], order: BriefOrder) -> Brief:
    """Take in, read and brief in a temporary desk.

    Raises:
        NothingRead: no text was got from any of the sources.
    """
    with temporary_desk() as desk, Extractor() as extractor:
        taken = take_in(desk, desk.founder, sources, Conditions(), extractor)
        _tell(taken)
        if not any(one.rendition for one in flattened(taken)):
            raise NothingRead("no text was got from what was given", "the reasons are listed above")
        read(desk, desk.founder, [one.item for one in flattened(taken) if one.item and not one.second])
        return brief(desk, desk.founder, _titled(order, sources))


def flattened(taken: list[TakenIn]) -> list[TakenIn]:
    """Return what was taken in with all parts, each after what it was part of."""
    return [one for top in taken for one in (top, *flattened(list(top.parts)))]


def _tell(taken: list[TakenIn]) -> None:
    for one in flattened(taken):
        if one.rendition is None:
            reason = "; ".join(problem.what for problem in one.problems) or "no text"
            note(f"{one.name}: not read: {reason}")


def _titled(order: BriefOrder, sources: list[Source]) -> BriefOrder:
    title = order.title or (
        f"Brief of {sources[0].name}" if len(sources) == 1 else f"Brief of {len(sources)} sources"
    )
    return BriefOrder(title, order.items, order.purpose, order.audience, order.as_of)


def _format_of(out: Path | None, *, as_json: bool) -> str:
    if out is None:
        return ".json" if as_json else ".md"
    suffixes = [suffix for suffix in out.suffixes if suffix != ".age"]
    found = suffixes[-1].lower() if suffixes else ""
    if found in {".htm", ".html"}:
        found = ".html"
    if found not in FORMATS or (as_json and found != ".json"):
        raise UsageFault(
            f"cannot tell the format of {out.name}", "name it .html, .md or .json (and .age when encrypted)"
        )
    return found


def _refuse_own_source(out: Path | None, files: list[str]) -> None:
    if out is not None and any(Path(name).exists() and out.exists() and out.samefile(name) for name in files):
        raise UsageFault(
            f"{out} is one of the sources", "name another file with -o; the source was not touched"
        )
