"""Who says what about each property of an incident, in two sides: who affirms and who denies.

What must stay true: each property stands by itself, so that a denial of knowledge, responsibility or
competence is never among denials of the fact; nobody stands among those who say that it did not happen but by
a claim to that effect, for one may deny something else; a dispute is about words alone; a motive has no value
here, for its words may tell a trait and stay in the passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from khronika.acts.matters import Objection, PropertyShown, Saying
from khronika.records.claims import COUNTED, OF_ACTS, THE_INCIDENT, Modality, SuggestedClaim
from khronika.records.matter import Polarity, Property
from khronika.records.statement import Denial
from khronika.web.frame import _
from khronika.web.languages import Language
from khronika.web.wording import DENIALS, OPEN_DENIAL


class Heads(NamedTuple):
    """How a property is headed, and its two sides."""

    title: str
    yes: str
    no: str


HEADS: dict[Property, Heads] = {
    Property.OCCURRED: Heads(_("Whether it happened"), _("It happened"), _("It did not happen")),
    Property.WHEN: Heads(_("When"), _("Then"), _("Not then")),
    Property.WHERE: Heads(_("Where"), _("There"), _("Not there")),
    Property.ACT: Heads(_("What was done"), _("This was done"), _("This was not done")),
    Property.DETAINED: Heads(_("How many were held"), _("So many"), _("Not so many")),
    Property.KILLED: Heads(_("How many were killed"), _("So many"), _("Not so many")),
    Property.INJURED: Heads(_("How many were injured"), _("So many"), _("Not so many")),
    Property.MISSING: Heads(_("How many are missing"), _("So many"), _("Not so many")),
    Property.RELEASED: Heads(_("How many were released"), _("So many"), _("Not so many")),
    Property.DISPLACED: Heads(_("How many were displaced"), _("So many"), _("Not so many")),
    Property.CALLED: Heads(_("What it is called"), _("Use the words"), _("Dispute the words, these alone")),
    Property.DONE_BY: Heads(
        _("Who did it"), _("Name who did it"), _("Deny responsibility, which is not the fact")
    ),
    Property.ORDERED_BY: Heads(_("Who ordered it"), _("Name who ordered it"), _("Deny that it was ordered")),
    Property.TOLERATED_BY: Heads(
        _("Who let it happen"), _("Name who let it happen"), _("Deny that it was let happen")
    ),
    Property.MUST_RESPOND: Heads(
        _("Who has to respond"), _("Name who has to"), _("Deny being competent, which is not the fact")
    ),
    Property.KNEW: Heads(_("Who knew"), _("Say who knew"), _("Deny knowing, which is not the fact")),
    Property.MOTIVE: Heads(_("Why, as somebody says"), _("Give a motive"), _("Deny a motive")),
    Property.COMPLAINED: Heads(
        _("Whether anybody complained"), _("Complaints were made"), _("No complaint was made")
    ),
}
_DENIED = {
    Denial.FACT: Property.OCCURRED,
    Denial.KNOWLEDGE: Property.KNEW,
    Denial.RESPONSIBILITY: Property.DONE_BY,
    Denial.COMPETENCE: Property.MUST_RESPOND,
}
"""On which property's side of denials each kind of denial stands."""

_AT_LEAST, _AT_MOST = _("at least %(number)s"), _("at most %(number)s")
_BETWEEN = _("%(low)s to %(high)s")
DISPUTED = _("disputed the words, these alone")
_IN_THE_PASSAGE = _("in the words of the passage")


@dataclass(frozen=True, slots=True)
class Said:
    """What one statement says of a property: ``value`` in the desk's words, ``quoted`` in the source's.

    A denial from which the reader took no claim has no value, and the words of the passage as ``quoted``.
    """

    statement: str
    status: str
    speaker: str | None
    party: str | None
    value: str
    quoted: str
    subject: str
    possible: bool
    hearsay: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Objected:
    """A kind of denial, or a dispute, in words, with who makes it."""

    title: str
    by: Sequence[Objection]


@dataclass(frozen=True, slots=True)
class Sides:
    """A property with who affirms and who denies; ``unread`` denies, and what was not read from the words."""

    heads: Heads
    yes: Sequence[Said]
    no: Sequence[Said]
    unread: Sequence[Said] = ()


def sides_of(
    properties: Iterable[PropertyShown],
    objections: Iterable[Objection],
    order: Mapping[str, int],
    parties: Mapping[str, str],
    language: Language,
) -> list[Sides]:
    """Return the two sides of each property; ``parties`` are ids of parties by the names of speakers.

    A dispute stands on the side of those who dispute also where no claim was read from it; such a denial
    stands apart, with its words. ``order`` is the place of each statement in the order of saying.
    """
    shown, objecting = {one.property: one for one in properties}, _objecting(objections, parties)
    sides = []
    for one in Property:
        said = shown.get(one, PropertyShown(one, ()))
        yes = _side(said, Polarity.YES, parties, language)
        no = _side(said, Polarity.NO, parties, language)
        there = {saying.statement for saying in no}
        further = [saying for saying in objecting.get(one, ()) if saying.statement not in there]
        further.sort(key=lambda saying: order.get(saying.statement, 0))
        if one is Property.CALLED:
            no, further = [*no, *further], []
        if yes or no or further:
            no.sort(key=lambda saying: order.get(saying.statement, 0))
            sides.append(Sides(HEADS[one], yes, no, further))
    return sides


def _objecting(objections: Iterable[Objection], parties: Mapping[str, str]) -> dict[Property, list[Said]]:
    """Return what statements deny or dispute by that alone, under the property that it is about."""
    found: dict[Property, list[Said]] = {}
    for one in objections:
        about = Property.CALLED if one.disputes else _DENIED.get(one.denies) if one.denies else None
        if about is not None:
            party = parties.get(one.speaker) if one.speaker else None
            whose = (one.statement, one.status, one.speaker, party)
            quoted = one.disputes or one.words
            said = Said(*whose, "", quoted, "", possible=False, hearsay=False, mark=one.mark)
            found.setdefault(about, []).append(said)
    return found


def objected(objections: Iterable[Objection], language: Language) -> list[Objected]:
    """Return the denials by their kind, each apart, and then the disputes."""
    by_title: dict[str, list[Objection]] = {}
    kinds = {kind: place for place, kind in enumerate((*Denial, None))}
    for one in sorted(objections, key=lambda one: (bool(one.disputes), kinds[one.denies])):
        title = DISPUTED if one.disputes else (DENIALS[one.denies] if one.denies else OPEN_DENIAL)
        by_title.setdefault(language.word(title), []).append(one)
    return [Objected(title, by) for title, by in by_title.items()]


def count_in_words(low: Decimal | None, high: Decimal | None, language: Language) -> str:
    """Return a count with bounds: ``at least 40``; empty where there is none."""
    if low is not None and high is not None:
        if low == high:
            return _number(low, language)
        return language.word(_BETWEEN) % {"low": _number(low, language), "high": _number(high, language)}
    if low is not None:
        return language.word(_AT_LEAST) % {"number": _number(low, language)}
    return language.word(_AT_MOST) % {"number": _number(high, language)} if high is not None else ""


def _side(
    shown: PropertyShown, polarity: Polarity, parties: Mapping[str, str], language: Language
) -> list[Said]:
    """Return the sayings of one side, each once where a statement says the same twice."""
    side = (_said(one, parties, language) for one in shown.says if one.claim.polarity is polarity)
    return list(dict.fromkeys(side))


def _said(saying: Saying, parties: Mapping[str, str], language: Language) -> Said:
    claim, speaker = saying.claim, saying.speaker
    value, quoted = value_of(claim, language)
    return Said(
        saying.statement,
        saying.status,
        speaker,
        parties.get(speaker) if speaker else None,
        value,
        "" if quoted == speaker else quoted,
        "" if claim.subject == THE_INCIDENT else claim.subject.text,
        claim.modality is Modality.POSSIBLE,
        claim.hearsay > 0,
        saying.mark,
    )


def value_of(claim: SuggestedClaim, language: Language) -> tuple[str, str]:
    """Return a claim's value in the desk's words and in those of the source."""
    if claim.property is Property.MOTIVE:
        return language.word(_IN_THE_PASSAGE), ""
    count = count_in_words(claim.low, claim.high, language)
    if claim.property in OF_ACTS:
        return " ".join(filter(None, (language.word(claim.value), count, claim.of))), ""
    if claim.property in COUNTED:
        return " ".join(filter(None, (count, claim.of))), "" if count else claim.value
    when = language.edtf(claim.when) if claim.when else ""
    return when, "" if claim.property is Property.WHEN and when else claim.value


def _number(number: Decimal, language: Language) -> str:
    return language.number(int(number)) if number == number.to_integral_value() else str(number)
