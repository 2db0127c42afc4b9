"""Uploads: bytes that come piece by piece go straight into a sealed file, and wait there for their job.

What must stay true: no byte of them is readable on disk; what breaks off leaves nothing; the disk is not
filled to its end, so that the ledger can go on; an upload is there for who sent it alone, and nobody leaves
more of them than :data:`MOST_WAITING`. Its file lies under the id that its item will have, so that taking it
in writes it no second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from khronika.acts.desk import Acting, Desk, acting, asking
from khronika.acts.job_state import (
    Waiting,
    destroy_spent,
    keep_upload,
    spend_upload,
    take_upload,
    upload_of,
    uploads_in,
    waiting_of,
)
from khronika.acts.preparing import writable
from khronika.acts.proof import WORKS_HERE
from khronika.errors import NotFound, StorageFull, TooLarge, UsageFault
from khronika.intake.detect import Kind as Format
from khronika.intake.detect import detect
from khronika.intake.limits import size_in_words
from khronika.ledger.store import moment
from khronika.records.access import Right
from khronika.records.ids import Kind
from khronika.records.item import Acquisition
from khronika.records.jobs import Uploaded
from khronika.vault.growing import Growing
from khronika.vault.stream import sealed_size

MOST_BYTES = 8 << 30
"""No file by an upload may be larger; what is, is taken in from a folder on the machine of the desk."""

UNCLAIMED = timedelta(hours=24)
"""How long a file that came whole waits to be submitted."""

MOST_WAITING = Waiting(10_000, 64 << 30)
"""How much of one member may wait to be taken in, submitted or not."""

MOST_WAITING_IN_ALL = Waiting(40_000, 256 << 30)
"""The same of all members together."""

LONGEST_NAME = 4096
_ROOM_LEFT = 64 << 20
_LOOKS_AFTER = 8 << 20
_HEAD_BYTES = 1 << 16


class Upload:
    """One file on its way in. Write its bytes, then finish it; leaving it unfinished abandons it."""

    def __init__(self, desk: Desk, coming: Uploaded, growing: Growing, most: int) -> None:
        """Begin with nothing received."""
        self._desk = desk
        self._coming = coming
        self._growing = growing
        self._most = most
        self._head = b""
        self._size = 0
        self._looked_at = 0
        self._over = False

    @property
    def id(self) -> str:
        """Return the id by which it is submitted once it is finished."""
        return self._coming.id

    def write(self, content: bytes) -> None:
        """Take in the next bytes. A fault abandons the upload.

        Raises:
            TooLarge: they are more than an upload may have.
            StorageFull: the disk would be too full for the desk to go on.
            UsageFault: it was finished or abandoned.
        """
        if self._over:
            raise UsageFault("this upload is over", "begin another")
        try:
            self._refuse(self._size + len(content))
            self._size = self._growing.write(content)
        except BaseException:
            self.abandon()
            raise
        if len(self._head) < _HEAD_BYTES:
            self._head += content[: _HEAD_BYTES - len(self._head)]

    def finish(self) -> str:
        """Make it whole and durable, and return its id.

        Raises:
            NotAllowed: the member may not take in any more.
            TooLarge: too much waits to be taken in already.
            StorageFull: there is no room.
            UsageFault: it was finished or abandoned.
        """
        if self._over:
            raise UsageFault("this upload is over", "begin another")
        try:
            self._placed()
        except BaseException:
            self.abandon()
            raise
        self._over = True
        return self.id

    def abandon(self) -> None:
        """Remove what came. What was finished stays; abandoning twice is no fault."""
        if not self._over:
            self._over = True
            self._growing.abandon()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abandon()

    def _placed(self) -> None:
        """Put the file in place, its key noted before: a file whose key nobody has is worth nothing."""
        digest = self._growing.finish()
        found = detect(self._head, self._coming.name)
        come = replace(
            self._coming,
            sha256=digest.sha256,
            size=digest.size,
            media=found.media,
            readable=found.kind is not Format.KEPT,
            made=moment(self._desk.clock()),
        )
        with acting(self._desk, come.member, Right.TAKE_IN) as act:
            _refuse_more(act.connection, come.member, come.size)
            keep_upload(act.connection, come)
        try:
            self._desk.vault.sealed.place(self._growing)
        except BaseException:
            with self._desk.ledger.working() as connection:
                take_upload(connection, come.id)
            raise

    def _refuse(self, size: int) -> None:
        if size > self._most:
            raise _too_large(self._most)
        if size - self._looked_at >= _LOOKS_AFTER:
            self._looked_at = size
            _refuse_full(self._desk, 2 * _LOOKS_AFTER)


def begin_upload(
    desk: Desk,
    member: str,
    name: str,
    *,
    size: int | None = None,
    acquisition: Acquisition = Acquisition.FILE,
    most: int = MOST_BYTES,
) -> Upload:
    """Begin to receive a file under the name it came with; ``size`` is what the sender says it has.

    Raises:
        NotAllowed: the member may not take in.
        TooLarge: it has more than ``most`` bytes, its name is too long, or too much waits already.
        StorageFull: there is no room for it.
    """
    with asking(desk, member, right=Right.TAKE_IN) as query:
        if size is not None and size > most:
            raise _too_large(most)
        _refuse_more(query.connection, member, size or 0)
    if len(name) > LONGEST_NAME:
        raise TooLarge(f"the file's name has {len(name):,} characters", f"at most {LONGEST_NAME:,}")
    _refuse_full(desk, sealed_size(size or 0))
    id_ = desk.new_id(Kind.ITEM)
    growing = desk.vault.sealed.begin(id_)
    coming = Uploaded(id_, member, writable(name), acquisition, growing.begun.wrapped)
    return Upload(desk, coming, growing, most)


def uploads(desk: Desk, member: str) -> list[Uploaded]:
    """Return the member's own files that came whole and were not submitted, in the order in which they came.

    Raises:
        NotAllowed: the member may not take in.
    """
    with asking(desk, member, right=Right.TAKE_IN) as query:
        own = [one for one in uploads_in(query.connection) if one.member == member and not one.job]
    whole = [one for one in own if desk.vault.sealed.holds(one.id)]
    return sorted(whole, key=lambda one: (one.made, one.name))


def drop_uploads(desk: Desk, member: str, uploads: Sequence[str]) -> None:
    """Destroy those of the files that came of this member and were not submitted.

    Raises:
        NotAllowed: there is no such member, or they have left.
    """
    with acting(desk, member, WORKS_HERE) as act:
        for upload in uploads:
            with suppress(NotFound):
                spend_upload(act.connection, own_upload(act, desk, upload).id)
    destroy_spent(desk)


def drop_upload(desk: Desk, member: str, upload: str) -> None:
    """Destroy a file that came and was not submitted.

    Raises:
        NotAllowed: the member may not take in.
        NotFound: there is no such upload of this member.
    """
    with acting(desk, member, Right.TAKE_IN) as act:
        spend_upload(act.connection, own_upload(act, desk, upload).id)
    destroy_spent(desk)


def own_upload(act: Acting, desk: Desk, upload: str) -> Uploaded:
    """Return an upload of the acting member that was not submitted yet.

    Raises:
        NotFound: there is none; of somebody else's nothing is said.
    """
    found = upload_of(act.connection, upload)
    if found is None or found.member != act.member.id or found.job or not desk.vault.sealed.holds(upload):
        raise NotFound(f"there is no upload {upload} that waits", "upload the file again")
    return found


def _refuse_more(connection: Connection, member: str, size: int) -> None:
    every = waiting_of(connection)
    own = every.get(member, Waiting()).with_one(size)
    if own.files > MOST_WAITING.files or own.size > MOST_WAITING.size:
        most = size_in_words(MOST_WAITING.size)
        raise TooLarge(
            f"more than {MOST_WAITING.files:,} files or {most} of yours would wait to be taken in",
            "let the desk take in what waits, or stop a job that is not needed",
        )
    files, total = sum(one.files for one in every.values()), sum(one.size for one in every.values())
    if files >= MOST_WAITING_IN_ALL.files or total + size > MOST_WAITING_IN_ALL.size:
        raise TooLarge(
            "as much waits to be taken in as the desk keeps", "send it again when some of it is done"
        )


def _too_large(most: int) -> TooLarge:
    return TooLarge(
        f"the file has more than {size_in_words(most)}",
        "khronika add takes it in on the machine of the desk",
    )


def _refuse_full(desk: Desk, size: int) -> None:
    if not desk.vault.has_room(size + _ROOM_LEFT):
        raise StorageFull(
            "there is no room on the disk for this file", "free some space on the desk's machine"
        )
