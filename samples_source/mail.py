"""Electronic mail: a newsletter in two alternatives, a letter with an attachment. Boundaries are fixed."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from samples_source.paper import word
from samples_source.texts import Source, read_source

_FOOTER = "You get this letter because you asked for it. To stop it, answer with the word STOP."


def newsletter(source: Source) -> bytes:
    """Return a newsletter: plain text and HTML, with the footer that such letters have."""
    message = _letter(source)
    message["List-Unsubscribe"] = "<mailto:stop@northern-letter.example>"
    message.set_content("\n\n".join([*source.paragraphs, "-- ", _FOOTER]) + "\n", cte="quoted-printable")
    body = "".join(f"<p>{escape(text)}</p>\n" for text in source.paragraphs)
    page = (
        '<html><head><meta charset="utf-8"></head><body style="font-family:Georgia,serif">\n'
        '<p><a href="https://northern-letter.example/212">Read in the browser</a></p>\n'
        f"<h1>{escape(source.head['title'])}</h1>\n{body}"
        f'<hr><p style="font-size:11px">{_FOOTER}</p>\n</body></html>\n'
    )
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    return _bytes(message, source)


def letter(source: Source) -> bytes:
    """Return a letter in plain text with the attachment that its head names."""
    message = _letter(source)
    message["Cc"] = source.head["cc"]
    message.set_content("\n\n".join(source.paragraphs) + "\n", cte="quoted-printable")
    name = source.head["attachment"]
    message.add_attachment(
        word(read_source(name.removesuffix(".docx"))),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename=name,
    )
    return _bytes(message, source)


def _letter(source: Source) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(source.published)
    message["From"] = source.head["from"]
    message["To"] = source.head["to"]
    message["Subject"] = source.head["title"]
    domain = source.head["from"].rpartition("@")[2].rstrip(">")
    message["Message-ID"] = f"<{source.stem}@{domain}>"
    return message


def _bytes(message: EmailMessage, source: Source) -> bytes:
    message.set_boundary(f"=_{source.stem}")
    return message.as_bytes()
