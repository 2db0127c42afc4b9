"""One interview: its notes sealed before the desk's write lock is taken, then its records as one act.

What must stay true: what was sealed and not recorded is removed again; the interview's consent covers all
that was given in it, the notes, the contact and what was sealed, so that a withdrawal reaches all of it.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from itertools import islice
from typing import Any

from khronika.acts.desk import Acting, Desk, refuse_unenterable
from khronika.acts.pseudonyms import fresh_pseudonym
from khronika.acts.spoken_to import earlier_contact, interviewer_of, party_of
from khronika.errors import KhronikaError, UsageFault
from khronika.intake.copies import sketch
from khronika.intake.limits import Limits, size_in_words
from khronika.intake.paragraphs import blocks, first_anchors
from khronika.ledger import queries
from khronika.ledger.queries import Sight
from khronika.ledger.store import Draft, moment
from khronika.records.access import Right
from khronika.records.body import body_of, record_of
from khronika.records.consent import Consent
from khronika.records.contact import Contact, Interview, Wording
from khronika.records.dates import days_of
from khronika.records.ids import Kind
from khronika.records.item import About, Acquisition, Anchor, CustodyEvent, Item, Receipt, Rendition
from khronika.records.party import Party, PartyKind, SealedIdentity
from khronika.vault.keys import wrap

TYPED, VERSION = "typed", "1"
MEDIA = "text/plain"
_OF_RECORDS = frozenset({"party", "identity", "handle", "interviewer"})
_AS_GIVEN = frozenset({field.name for field in fields(Contact)} - _OF_RECORDS).intersection(
    field.name for field in fields(Interview)
)


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes as they were sealed: the original and its text, for both the very same words."""

    item: Item
    rendition: Rendition


@dataclass(frozen=True, slots=True)
class RecordedInterview:
    """What became of an interview: the ids of what was recorded, ``None`` where there was nothing to.

    ``pseudonym`` is empty where the party was known before and the member may not read records.
    """

    contact: str
    party: str
    pseudonym: str
    consent: str
    item: str | None = None
    receipt: str | None = None
    rendition: str | None = None
    identity: str | None = None
    handle: str | None = None


def seal_notes(text: str, desk: Desk, sealed: list[str]) -> Notes | None:
    """Seal the notes as an original and as its text; ``sealed`` gets the id of each file that is there.

    What the text says of itself is added later (:func:`about_notes`): the pseudonym is not known before.

    Raises:
        StorageFull: there is no room.
        UsageFault: they are too long.
    """
    if not text.strip():
        return None
    content = text.encode()
    most = Limits().text_bytes
    if len(content) > most:
        raise UsageFault(f"the notes have more than {size_in_words(most)}", "take them in as a file")
    item, rendition = desk.new_id(Kind.ITEM), desk.new_id(Kind.RENDITION)
    original = desk.vault.seal(item, io.BytesIO(content))
    sealed.append(item)
    copy = desk.vault.seal(rendition, io.BytesIO(content))
    sealed.append(rendition)
    most = Limits().anchors
    spans = islice(blocks(text), most + 1)
    anchors = tuple(Anchor(span, paragraph=number) for number, span in enumerate(spans, 1))
    anchors, problems = first_anchors(anchors, most)
    record = Rendition(
        id=rendition,
        item=item,
        extractor=TYPED,
        version=VERSION,
        sha256=copy.sha256,
        size=copy.size,
        characters=len(text),
        key=copy.key,
        anchors=anchors,
        sketch=sketch(text),
        problems=problems,
    )
    desk.texts.keep(rendition, text)
    return Notes(Item(item, original.sha256, original.size, MEDIA, original.key), record)


def discard_unrecorded(sealed: list[str], desk: Desk) -> None:
    """Remove the files of what was not recorded after all; what cannot be told stays, and is reported."""
    with suppress(KhronikaError):
        with desk.ledger.reading() as connection:
            unrecorded = [id_ for id_ in sealed if queries.one(connection, Sight(), id_) is None]
        for record in unrecorded:
            desk.texts.forget(record)
            desk.vault.discard(record)


def record_in(act: Acting, desk: Desk, given: Interview, notes: Notes | None) -> RecordedInterview:
    """Add the entries of an interview that was checked, with its notes sealed, to an act.

    Raises:
        NotFound: the party, an earlier contact or a compartment is not there for the member.
        UsageFault: what is named as party or earlier contact is another record, or erased; or the pseudonym
            is somebody's that is given as a new one, or nobody's that is given as known.
        Withheld: consent to everything about the party was withdrawn.
    """
    known, compartments = party_of(act, given), given.compartments
    refuse_unenterable(act, compartments)
    for named in (*([known] if known else []), *(earlier_contact(act, id_) for id_ in given.earlier)):
        compartments |= frozenset(named.envelope["compartments"])
    recording = _Recording(act, desk, given, compartments)
    party = recording.party() if known is None else record_of(Party, known.body)
    receipt = recording.notes(notes, party) if notes else None
    contact = Contact(
        id=desk.new_id(Kind.CONTACT),
        party=party.id,
        interviewer=interviewer_of(act, given),
        item=notes.item.id if notes else None,
        receipt=receipt,
        identity=recording.sealed(given.identity, party),
        handle=recording.sealed(given.handle, party),
        **{name: getattr(given, name) for name in _AS_GIVEN},
    )
    contact = replace(contact, consent=recording.consent(contact))
    recording.add("contact.recorded", contact, tuple(filter(None, (party.id, contact.item, receipt))))
    return _recorded(act, contact, party, notes, told=known is None)


@dataclass(frozen=True, slots=True)
class _Recording:
    """The records of one interview, each added to the act as it is made."""

    act: Acting
    desk: Desk
    given: Interview
    compartments: frozenset[str]

    def add(self, type_: str, record: Any, derived_from: tuple[str, ...] = ()) -> None:
        self.act.add(
            Draft(
                type_,
                record.id,
                body_of(record),
                derived_from=derived_from,
                compartments=self.compartments,
            )
        )

    def party(self) -> Party:
        name = self.given.pseudonym or fresh_pseudonym(self.act, self.desk.randomness)
        party = Party(self.desk.new_id(Kind.PARTY), name, PartyKind.PERSON, pseudonymous=True)
        self.add("party.recorded", party)
        return party

    def sealed(self, secret: str, party: Party) -> str | None:
        """Seal a name or the handle of a channel apart from the party."""
        if not secret:
            return None
        id_ = self.desk.new_id(Kind.IDENTITY)
        sealed = wrap(self.desk.vault.keys.identities, secret.encode(), id_, self.desk.randomness)
        self.add("identity.sealed", SealedIdentity(id_, party.id, sealed), (party.id,))
        return id_

    def notes(self, notes: Notes, party: Party) -> str:
        """Record the notes as an item with its text, and return the receipt."""
        item, now = notes.item.id, moment(self.desk.clock())
        receipt = Receipt(
            id=self.desk.new_id(Kind.RECEIPT),
            item=item,
            name=f"{party.name}, {self.given.held}",
            acquisition=Acquisition.INTERVIEW,
            received=now,
            custody=(CustodyEvent("creation", now, self.act.member.id, "typed at the desk"),),
            contributor=party.id,
        )
        self.add("item.sealed", notes.item)
        about = about_notes(self.given, party.name)
        self.add("rendition.sealed", replace(notes.rendition, about=about), (item,))
        self.add("receipt.recorded", receipt, (item,))
        return receipt.id

    def consent(self, contact: Contact) -> str:
        covers = (contact.receipt, contact.id, contact.identity, contact.handle)
        consent = Consent(
            id=self.desk.new_id(Kind.CONSENT),
            covers=tuple(filter(None, covers)),
            person=contact.party,
            terms=self.given.terms,
            obtained_by=self.act.member.id,
            obtained_at=moment(self.desk.clock()),
            form=self.given.consent_form,
        )
        self.add("consent.recorded", consent)
        return consent.id


def _recorded(
    act: Acting, contact: Contact, party: Party, notes: Notes | None, *, told: bool
) -> RecordedInterview:
    assert contact.consent is not None
    return RecordedInterview(
        contact=contact.id,
        party=party.id,
        pseudonym=party.name if told or act.member.may(Right.READ_RECORDS) else "",
        consent=contact.consent,
        item=contact.item,
        receipt=contact.receipt,
        rendition=notes.rendition.id if notes else None,
        identity=contact.identity,
        handle=contact.handle,
    )


def about_notes(interview: Interview, pseudonym: str) -> About:
    """Return what the notes say of themselves: verbatim ones are the person's own words."""
    first, last = days_of(interview.held)
    published = first.isoformat() if first is not None and first == last else ""
    author = pseudonym if interview.words is Wording.VERBATIM else ""
    return About(author=author, published=published, language=interview.language)
