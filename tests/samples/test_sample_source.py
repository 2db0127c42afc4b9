"""The committed files of the sample case are what their sources build."""

from __future__ import annotations

import email
import email.policy
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest

from khronika import samples

ROOT = Path(__file__).resolve().parents[2]
BUILT_ALIKE = ("csv", "docx", "eml", "html", "json", "txt", "xlsx")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the case as its sources build it now, without the PDFs, which need fonts."""
    folder = tmp_path_factory.mktemp("velmora")
    command = [sys.executable, "-m", "samples_source.build", str(folder), *BUILT_ALIKE]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own module
    return folder


def test_what_is_committed_is_what_the_sources_build(built: Path) -> None:
    """A text that was changed without building the case again, or the other way round, is found."""
    committed = {path.relative_to(built).as_posix(): path.read_bytes() for path in built.rglob("*.*")}
    kept = {name: samples.folder().joinpath(*name.split("/")).read_bytes() for name in committed}
    assert [name for name in kept if _substance(name, committed[name]) != _substance(name, kept[name])] == []
    names = {file.name for file in samples.files() if not file.name.endswith(".pdf")}
    assert names == {name for name in committed if "/" not in name}


@pytest.mark.parametrize("stem", ["2026-03-17-press-digest", "2026-04-02-rovna-communique"])
def test_a_pdf_holds_the_paragraphs_of_its_source(stem: str) -> None:
    source = (ROOT / "samples_source" / "texts" / f"{stem}.txt").read_text(encoding="utf-8")
    pages = pypdf.PdfReader(io.BytesIO((samples.folder() / f"{stem}.pdf").read_bytes())).pages
    text = " ".join(" ".join("\n".join(_body(page.extract_text()) for page in pages).split()).split())
    for paragraph in source.split("\n\n")[1:]:
        words = " ".join(paragraph.removeprefix("[h] ").split())
        assert words in text or words == "[names]"


def _substance(name: str, content: bytes) -> object:
    """Return what a file says, apart from how tightly it was compressed."""
    if name.endswith((".docx", ".xlsx")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return {member: archive.read(member) for member in archive.namelist()}
    if name.endswith(".eml"):
        message = email.message_from_bytes(content, policy=email.policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()]
        inner = [_substance(part.get_filename(""), bytes(part.get_payload(decode=True))) for part in parts]
        return message.items(), inner
    return content


def _body(page: str) -> str:
    """Return a page without its running head and its number."""
    return "\n".join(page.splitlines()[1:-1])
