"""Receiving files from a form: each piece of the request goes on into a sealed file as it comes.

Nothing waits in memory or on disk: Starlette's own form reader keeps larger files in temporary files,
readable by whoever has the disk, so it is not used. What must stay true: no byte of a file is taken in before
the session's token has come; what breaks off is abandoned.
"""

from __future__ import annotations

from collections.abc import Callable
from hmac import compare_digest
from typing import Protocol

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from khronika.errors import NotAllowed, UsageFault
from khronika.web.forms import TOKEN, Fields

_MOST_FIELD_BYTES = 256 << 10
_MOST_FILES = 5_000
_MOST_FIELDS = 2_000
_UNREADABLE = UsageFault("this upload cannot be read", "send it again; nothing of it was kept")


class Incoming(Protocol):
    """One file on its way in (:class:`khronika.acts.uploads.Upload`)."""

    def write(self, content: bytes) -> None:
        """Take in the next bytes."""

    def finish(self) -> str:
        """Make it whole, and return the id under which it waits."""

    def abandon(self) -> None:
        """Remove what came."""


Begin = Callable[[str], Incoming]


class Receiver:
    """Takes a ``multipart/form-data`` request piece by piece.

    ``fields`` and ``uploads`` (ids of the files that came whole) are there once :meth:`end` was called.
    """

    def __init__(self, content_type: str, token: str, begin: Begin) -> None:
        """Begin; ``begin`` opens a place for a file of the given name.

        Raises:
            UsageFault: the request is no such form.
        """
        kind, options = parse_options_header(content_type.encode("latin-1", "replace"))
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            raise _UNREADABLE
        self._token = token
        self._begin = begin
        self._file: Incoming | None = None
        self._disposition = bytearray()
        self._header = bytearray()
        self._name, self._value = "", bytearray()
        self._pairs: list[tuple[str, str]] = []
        self._bytes_of_fields = self._parts = 0
        self.uploads: list[str] = []
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._part_begins,
                    "on_header_field": self._header_name,
                    "on_header_value": self._header_value,
                    "on_header_end": self._header_ends,
                    "on_headers_finished": self._headers_end,
                    "on_part_data": self._data,
                    "on_part_end": self._part_ends,
                },
            )
        except FormParserError:
            raise _UNREADABLE from None

    @property
    def fields(self) -> Fields:
        """Return the fields that came, files left out."""
        return Fields(tuple(self._pairs))

    def feed(self, piece: bytes) -> None:
        """Take the next piece of the request. A fault abandons the file that was on its way.

        Raises:
            NotAllowed: the token is missing or wrong.
            KhronikaError: a file cannot be taken in, with the reason.
        """
        try:
            self._parser.write(piece)
        except FormParserError:
            self.abandon()
            raise _UNREADABLE from None
        except BaseException:
            self.abandon()
            raise

    def end(self) -> None:
        """Refuse a request that broke off, or that never brought the token."""
        self.abandon()
        self._check_token()

    def abandon(self) -> None:
        """Give up the file that is on its way."""
        coming, self._file = self._file, None
        if coming is not None:
            coming.abandon()

    def _part_begins(self) -> None:
        self._parts += 1
        if self._parts > _MOST_FILES + _MOST_FIELDS + 1:
            raise UsageFault("this form has too many fields", "nothing of it was kept")
        self._disposition, self._header = bytearray(), bytearray()
        self._name, self._value = "", bytearray()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition += data[start:end]

    def _header_ends(self) -> None:
        self._header = bytearray()

    def _headers_end(self) -> None:
        _, options = parse_options_header(bytes(self._disposition))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        named = options.get(b"filename")
        if named is None:
            return
        if not named:
            self._name = ""
            return
        self._check_token()
        if len(self.uploads) >= _MOST_FILES:
            raise UsageFault(f"more than {_MOST_FILES:,} files came at once", "send fewer at a time")
        self._file = self._begin(named.decode("utf-8", "backslashreplace").replace("%22", '"'))

    def _data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        if self._file is not None:
            self._file.write(piece)
            return
        self._bytes_of_fields += len(piece)
        if self._bytes_of_fields > _MOST_FIELD_BYTES:
            raise UsageFault("this form is too long", "add long texts as files")
        self._value += piece

    def _part_ends(self) -> None:
        coming, self._file = self._file, None
        if coming is not None:
            self.uploads.append(coming.finish())
        elif self._name:
            if len(self._pairs) >= _MOST_FIELDS:
                raise UsageFault("this form has too many fields", "nothing of it was kept")
            self._pairs.append((self._name, self._value.decode("utf-8", "replace")))

    def _check_token(self) -> None:
        given = self.fields.get(TOKEN)
        if not compare_digest(given.encode(), self._token.encode()):
            raise NotAllowed("this form is not of your session", "reload the page, and send it again")
