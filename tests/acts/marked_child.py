"""A desk at work in a process of its own, with a marker in everything that has a name; killed at the end.

Given: the vault's folder and what to do: ``work``, ``middle`` (killed while taking in) or ``temporary``.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import BinaryIO
from unittest.mock import patch
from zipfile import ZipFile, ZipInfo

from docx import Document
from fpdf import FPDF

from desk_cast import CHEAP, PASSPHRASE, FixedClock, Seeded, source_of
from khronika.acts.brief import BriefOrder, brief, held_back
from khronika.acts.consent import (
    list_consents,
    open_identity,
    record_consent,
    seal_identity,
    withdraw_consent,
)
from khronika.acts.desk import Desk
from khronika.acts.erase import erase
from khronika.acts.export import export_json, export_log
from khronika.acts.founding import found, temporary_desk
from khronika.acts.members import record_compartment, record_member
from khronika.acts.read import read
from khronika.acts.review import accept, amend, reject
from khronika.acts.show import Sought, items, log, search, show, statements, text_of
from khronika.acts.shown import ItemShown
from khronika.acts.sources import Conditions, Source
from khronika.acts.take_in import take_in
from khronika.acts.upkeep import rebuild, verify
from khronika.intake.isolated import Extractor
from khronika.publishing.html import render_html
from khronika.records.access import Role
from khronika.records.consent import Audience, Purpose, Term

MARKED = (
    "text html pdf docx mail attachment filename founder member compartment note person pseudonym identity "
    "reason opening rejection speaker query title withdrawal large"
)
MARKERS = {name: f"Zhq{name}vrix" for name in MARKED.split()}
SENTENCE = '"We saw two vans at {0}," {0} Orzhelova said on 18 March 2026, and at least 40 men.'
TERM = Term(Purpose.COURT, Audience.MECHANISM)


def sentence(name: str) -> str:
    """Return a sentence that is read as a statement and holds a marker."""
    return SENTENCE.format(MARKERS[name])


def files() -> dict[str, bytes]:
    """Return the given files by name: one of each format, each with its marker; always the same bytes."""
    html = f"<html><head><title>{MARKERS['html']}</title></head><body><p>{sentence('html')}</p></body></html>"
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@sarn.example", MARKERS["mail"]
    mail.set_content(sentence("mail") + "\n")
    mail.add_attachment(sentence("attachment"), filename=f"{MARKERS['attachment']}.txt")
    mail.set_boundary("===sarn===")
    return {
        f"{MARKERS['filename']}.txt": sentence("text").encode() * 20,
        "page.html": html.encode() * 3,
        "paper.pdf": pdf(),
        "paper.docx": docx(),
        "letter.eml": mail.as_bytes(),
        "list.bin": b"\x00\xff" + (MARKERS["large"].encode() + b"\x00\x01") * 3000,
    }


def pdf() -> bytes:
    """Return a page of PDF."""
    made = FPDF()
    made.set_compression(False)
    made.set_creation_date(FixedClock().now)
    made.add_page()
    made.set_font("Helvetica")
    made.multi_cell(180, 8, sentence("pdf"))
    return bytes(made.output())


def docx() -> bytes:
    """Return a letter of Word."""
    made, saved, out = Document(), io.BytesIO(), io.BytesIO()
    made.add_paragraph(sentence("docx"))
    made.save(saved)
    with ZipFile(saved) as parts, ZipFile(out, "w") as dated:
        for name in parts.namelist():
            dated.writestr(ZipInfo(name, (2026, 4, 20, 9, 0, 0)), parts.read(name))
    return out.getvalue()


def filled(desk: Desk) -> list[str]:
    """Take everything in and read it."""
    ines = desk.founder
    party, _ = seal_identity(desk, ines, MARKERS["pseudonym"], MARKERS["identity"])
    given = Conditions(contributor=party.id, person=MARKERS["person"], terms=(TERM,), note=MARKERS["note"])
    with Extractor() as extractor:
        sources = [source_of(content, name) for name, content in files().items()]
        taken = take_in(desk, ines, sources, given, extractor)
    kept = [one.item for one in (*taken, *(part for one in taken for part in one.parts)) if one.item]
    unread = [one.name for one in taken if one.rendition is None]
    if unread != ["list.bin"]:
        raise SystemExit(f"not read: {unread}")
    read(desk, ines, kept)
    return kept


def work(desk: Desk) -> None:
    """Do everything once."""
    ines, kept = desk.founder, filled(desk)
    record_member(desk, ines, MARKERS["member"], [Role.READER])
    record_compartment(desk, ines, MARKERS["compartment"])
    said = [one.id for one in statements(desk, ines, Sought())]
    accept(desk, ines, said[2:])
    amend(desk, ines, said[0], {"speaker": MARKERS["speaker"]})
    reject(desk, ines, said[1:2], MARKERS["rejection"])
    search(desk, ines, f"{MARKERS['query']} {MARKERS['text']}")
    identity = next(one.subject for one in log(desk, ines, limit=1000) if one.type == "identity.sealed")
    open_identity(desk, ines, identity, MARKERS["opening"])
    order = BriefOrder(MARKERS["title"])
    render_html(brief(desk, ines, order))
    export_json(desk, ines, order)
    held_back(desk, ines, BriefOrder("", audience=Audience.PUBLIC))
    b"".join(export_log(desk, ines, bodies=True))
    shown = show(desk, ines, kept[0])
    text_of(desk, ines, kept[0])
    if isinstance(shown, ItemShown):
        record_consent(desk, ines, [shown.receipts[0].id], MARKERS["person"], [TERM])
    withdraw_consent(desk, ines, list_consents(desk, ines)[-1].id, MARKERS["withdrawal"])
    erase(desk, ines, kept[1:2], MARKERS["reason"])
    rebuild(desk, ines)
    verify(desk, ines, files=True)
    items(desk, ines)


def stop() -> None:
    """Stop dead: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def middle(desk: Desk) -> None:
    """Stop dead while a batch is being taken in, files sealed and entries not yet written."""

    def last() -> BinaryIO:
        stop()
        return io.BytesIO()

    with Extractor() as extractor:
        sources = [source_of(content, name) for name, content in files().items()]
        take_in(desk, desk.founder, [*sources, Source("last", last)], Conditions(), extractor)


def main(path: str, what: str) -> None:
    """Work, and stop dead with everything open."""
    if what == "temporary":  # not in shared memory, where the next temporary vault would remove it
        with patch("khronika.vault.temporary._MEMORY", Path("nowhere")), temporary_desk() as desk:
            work(desk)
            stop()
    clock, seeded = FixedClock(), Seeded("marked")
    desk = found(
        Path(path), PASSPHRASE, founder=MARKERS["founder"], cost=CHEAP, clock=clock, randomness=seeded
    )
    if what == "middle":
        middle(desk)
    work(desk)
    stop()


if __name__ == "__main__":
    main(*sys.argv[1:3])
