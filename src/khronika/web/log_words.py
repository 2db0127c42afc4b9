"""The words for what the log and the records hold: entries, kinds of record, fields, deeds of custody.

What must stay true: every type of entry that docs/FORMAT.md names has its words here
(``tests/web/test_log_room.py``); what has none is shown as it stands.
"""

from __future__ import annotations

from khronika.acts.custody import Deed
from khronika.records.ids import Kind
from khronika.web.frame import _

ENTRIES: dict[str, str] = {
    "desk.founded": _("founded the desk"),
    "device.enrolled": _("began to work on a device"),
    "member.recorded": _("recorded a member"),
    "member.changed": _("changed a member"),
    "compartment.recorded": _("recorded a compartment"),
    "compartment.changed": _("changed a compartment"),
    "item.sealed": _("sealed an original"),
    "receipt.recorded": _("recorded how it came"),
    "rendition.sealed": _("sealed the text got from"),
    "reading.run": _("had a text read"),
    "statement.suggested": _("had a statement suggested"),
    "statement.accepted": _("accepted a statement"),
    "statement.amended": _("amended a statement"),
    "statement.rejected": _("rejected a statement"),
    "consent.recorded": _("recorded a consent"),
    "consent.renewed": _("renewed a consent"),
    "consent.withdrawn": _("recorded that a consent was withdrawn"),
    "party.recorded": _("recorded a party"),
    "party.changed": _("changed a party"),
    "place.recorded": _("recorded a place"),
    "place.changed": _("changed a place"),
    "incident.recorded": _("recorded an incident"),
    "incident.changed": _("changed an incident"),
    "filing.recorded": _("filed a statement to an incident"),
    "filing.undone": _("took a statement out of an incident"),
    "tie.joined": _("judged two statements one voice"),
    "tie.cut": _("judged two statements not one voice"),
    "tie.undone": _("took back a judgement on two voices"),
    "grade.recorded": _("graded a statement"),
    "grade.changed": _("changed a grade of"),
    "grade.undone": _("took back a grade of"),
    "correction.recorded": _("recorded a correction, retraction or dispute of"),
    "correction.undone": _("took back a correction, retraction or dispute of"),
    "recall.recorded": _("recalled all that came from"),
    "recall.lifted": _("lifted the recall of"),
    "dealing.recorded": _("dealt with what rests on what was taken back"),
    "dealing.undone": _("took back how it was dealt with"),
    "finding.recorded": _("recorded a finding"),
    "finding.changed": _("changed a finding, or said that it stands"),
    "finding.reviewed": _("reviewed a finding"),
    "finding.dropped": _("dropped a finding"),
    "action.recorded": _("recorded an action"),
    "action.changed": _("changed an action"),
    "description.recorded": _("corrected what is known of the source"),
    "description.changed": _("corrected what is known of the source anew"),
    "search.made": _("searched in a sensitive compartment"),
    "contact.recorded": _("recorded a contact"),
    "contact.changed": _("changed a contact"),
    "identity.sealed": _("sealed an identity"),
    "identity.opened": _("opened a sealed identity"),
    "original.opened": _("opened an original"),
    "export.made": _("handed over"),
    "care.marked": _("put marks of care on"),
    "care.questioned": _("would take marks of care from"),
    "care.unmarked": _("took marks of care from"),
    "proposal.made": _("made a proposal"),
    "proposal.confirmed": _("confirmed a proposal"),
    "proposal.declined": _("declined a proposal"),
    "proposal.dropped": _("took a proposal back"),
    "erasure.recorded": _("erased records"),
    "signin.made": _("signed in"),
    "signin.invited": _("gave a one-time address to"),
    "signin.changed": _("changed how they sign in"),
}
"""By the type of an entry what its author did; what it is about follows these words."""

_TAKEN_BACK = _("took back what was decided on")

KINDS: dict[str, str] = {
    Kind.VAULT: _("the desk"),
    Kind.DEVICE: _("a device"),
    Kind.MEMBER: _("a member"),
    Kind.COMPARTMENT: _("a compartment"),
    Kind.ITEM: _("an item"),
    Kind.RECEIPT: _("a receipt"),
    Kind.RENDITION: _("a rendition"),
    Kind.RUN: _("a reading"),
    Kind.STATEMENT: _("a statement"),
    Kind.CONSENT: _("a consent"),
    Kind.PARTY: _("a party"),
    Kind.IDENTITY: _("a sealed identity"),
    Kind.PLACE: _("a place"),
    Kind.INCIDENT: _("an incident"),
    Kind.LINK: _("a link"),
    Kind.GRADE: _("a grade"),
    Kind.FINDING: _("a finding"),
    Kind.ACTION: _("an action"),
    Kind.ERASURE: _("an erasure"),
    Kind.EXPORT: _("a handing over"),
    Kind.OPENING: _("an opening"),
    Kind.FILING: _("a filing"),
    Kind.CARE: _("marks of care"),
    Kind.CONTACT: _("a contact"),
    Kind.DESCRIPTION: _("a correction of a source"),
    Kind.PROPOSAL: _("a proposal"),
    Kind.SIGN_IN: _("a signing in"),
    Kind.SEARCH: _("a search"),
    Kind.TIE: _("a judgement on two voices"),
    Kind.CORRECTION: _("a correction, retraction or dispute"),
    Kind.RECALL: _("a recall"),
    Kind.DEALING: _("how something was dealt with"),
}

FIELDS: dict[str, str] = {
    "about": _("about"),
    "acquisition": _("how it came"),
    "act": _("act"),
    "acts": _("acts"),
    "answer": _("answer"),
    "answered_by": _("answered by"),
    "active": _("works here"),
    "by": _("by"),
    "characters": _("characters"),
    "compartments": _("compartments"),
    "contributor": _("came from"),
    "covers": _("covers"),
    "custody": _("held before"),
    "danger_words": _("danger, in words"),
    "dates": _("times in it"),
    "denies": _("denial"),
    "dismissed": _("marks taken away"),
    "earlier_elsewhere": _("earlier interviews elsewhere"),
    "every": _("may enter every compartment"),
    "form": _("form of the consent"),
    "geonames": _("GeoNames id"),
    "handle": _("sealed number or address"),
    "held": _("held on"),
    "how": _("how"),
    "identity": _("sealed identity"),
    "involved": _("involved"),
    "marks": _("marks of care"),
    "media": _("media type"),
    "name": _("name"),
    "named": _("named"),
    "names": _("other names"),
    "next": _("next contact"),
    "no_notes": _("why there are no notes"),
    "obtained_at": _("obtained at"),
    "obtained_by": _("obtained by"),
    "own": _("the publisher’s own words"),
    "part_of": _("part of"),
    "person": _("person"),
    "persons": _("agreed to by"),
    "place_kind": _("kind of place"),
    "pseudonymous": _("a pseudonym"),
    "public": _("was public before"),
    "published": _("published on"),
    "questioned": _("marks that one person took away"),
    "reader": _("read by"),
    "one": _("one"),
    "other": _("other"),
    "information": _("information"),
    "manner": _("manner"),
    "of": _("of what"),
    "term": _("disputed words"),
    "cause": _("by what it was taken back"),
    "outcome": _("what was done"),
    "sentence": _("finding"),
    "standard": _("standard of proof"),
    "incidents": _("about"),
    "right": _("right"),
    "norm": _("norm"),
    "attribution": _("attribution to a state"),
    "elements": _("elements"),
    "supports": _("statements for it"),
    "opposes": _("statements against it"),
    "reasoning": _("reasoning"),
    "least": _("independent origins at least"),
    "most": _("independent origins at most"),
    "grounds": _("how each stood"),
    "received": _("received"),
    "rejected_because": _("rejected because"),
    "relays": _("through"),
    "reviewed_by": _("taken into the record by"),
    "sensitive": _("the log keeps searches in it"),
    "sha256": _("SHA-256"),
    "size": _("bytes"),
    "speaks_for": _("speaks for"),
    "unread": _("why no text was got"),
    "until": _("until"),
    "vkey": _("the key of the log"),
    "what": _("what"),
    "when": _("when"),
    "withdrawal_note": _("note on the withdrawal"),
    "withdrawn": _("withdrawn at"),
    "within": _("within"),
    "words": _("words"),
    "addressee": _("to whom"),
    "answered": _("answered on"),
    "cites": _("rests on statements"),
    "due": _("an answer is due"),
    "findings": _("findings"),
    "next_on": _("next step on"),
    "next_step": _("next step"),
    "note": _("note"),
    "reference": _("reference"),
    "reply": _("answered in"),
    "sent": _("sent on"),
    "stage": _("stage"),
    "title": _("title"),
}

SELF_NAMED = (
    *(_("addressee"), _("audience"), _("channel"), _("consent"), _("danger"), _("disputes"), _("earlier")),
    *(_("extractor"), _("figures"), _("filters"), _("format"), _("forum"), _("hedges"), _("hours")),
    *(_("incident"), _("interpreter"), _("interviewer"), _("item"), _("items"), _("kind"), _("language")),
    *(_("latitude"), _("longitude"), _("made"), _("member"), _("party"), _("place"), _("places")),
    *(_("precision"), _("problems"), _("publisher"), _("purpose"), _("reason"), _("receipt"), _("referral")),
    *(_("roles"),),
    *(_("speaker"), _("statement"), _("statements"), _("terms"), _("title"), _("version"), _("as of")),
)
"""Fields that are called by their names."""

CLOSED_FIELDS = frozenset(
    {"acts", "denies", "roles", "acquisition", "terms", "kind", "marks", "dismissed", "act", "how"}
    | {"danger", "precision", "channel", "place_kind", "involved", "named", "own", "active", "every"}
    | {"sensitive", "public", "pseudonymous", "what", "manner", "outcome", "standard", "attribution"}
    | {"stage"}
)
"""Fields whose values are words of closed lists, and so are put into the reader's language."""

NUMBER_FIELDS = frozenset({"size", "characters", "statements"})
"""Fields whose values are numbers to be read."""

STATES = (
    *(_("suggested"), _("founded"), _("enrolled"), _("run"), _("made"), _("opened"), _("renewed")),
    *(_("confirmed"), _("declined"), _("dropped"), _("marked"), _("questioned")),
    *(_("unmarked"), _("undone"), _("invited")),
    *(_("joined"), _("cut"), _("lifted")),
)
"""States of records that pages show, beside those of the closed lists."""

VALUES = (
    *(_("planned"), _("sent"), _("answered"), _("closed"), _("receipt only"), _("partial answer")),
    *(_("full answer"), _("refused"), _("appeal"), _("complaint"), _("submission"), _("urgent appeal")),
    *(_("call on a government"), _("request for information"), _("none")),
    *(_("yes"), _("json"), _("log"), _("log with bodies"), _("brief"), _("ingestion"), _("creation")),
    *(_("attachment"), _("picture"), _("erase"), _("hand over"), _("record member"), _("change member")),
    *(_("by one person"), _("it was erased"), _("consent was withdrawn"), _("it is a sealed identity")),
    *(_("passphrase"), _("passphrase and code"), _("passphrase and recovery code"), _("passkey")),
    *(_("one-time address"), _("invitation"), _("console"), _("passphrase set"), _("passkey added")),
    *(_("passkey taken away"), _("second step added"), _("second step taken away")),
    *(_("recovery codes made anew"),),
    *(_("it is not disclosed"), _("it holds a wrapped key, which is for those who may export")),
)
"""Values of fields that are words of the desk's own."""

DEEDS: dict[Deed, str] = {
    Deed.HELD: _("in custody"),
    Deed.RECEIVED: _("received"),
    Deed.SEALED: _("sealed"),
    Deed.TEXT: _("text got"),
    Deed.OPENED: _("opened"),
    Deed.HANDED_OVER: _("handed over"),
    Deed.CONSENT: _("consent recorded"),
    Deed.WITHDRAWN: _("consent withdrawn"),
    Deed.ERASED: _("erased"),
}


def did(type_: str, again: bool = False) -> str:  # noqa: FBT001, FBT002 - as templates call it
    """Return what the author of an entry of a type did; the type itself where there are no words for it.

    ``again``: it takes the place of an earlier entry. A suggestion that does takes a decision back.
    """
    return _TAKEN_BACK if again and type_ == "statement.suggested" else ENTRIES.get(type_, type_)


def kind_of(id_: str) -> str:
    """Return what kind of record an id is of: ``a statement``."""
    return KINDS.get(id_[:3], id_)


def field(name: str) -> str:
    """Return what a field of a record is called."""
    return FIELDS.get(name, name.replace("_", " "))
