"""Parties told by another: "his lawyer", "one of them", "the survey by Agora"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from khronika.reading.languages.en import lexicon
from khronika.reading.languages.en.cast import SMALL, Member, Role, key_of
from khronika.reading.languages.en.descriptions import DOCUMENT, GROUP, OFFICE, Described
from khronika.reading.languages.en.papers import PAPERS
from khronika.reading.languages.en.runs import ORGANISATION, PERSON
from khronika.reading.languages.en.settling import Answer, Settling
from khronika.reading.tables import words_in
from khronika.records.spans import Span

SEVERAL = "several"
_PAIRED = frozenset({"both", "neither", "each", "sides", "either"})
_WHOSE = {"he": "his", "she": "her", "they": "their", "it": "its", "i": "my", "we": "our", "you": "your"}
_PERSONAL_BODIES = words_in("office team campaign camp government department press media administration")
_PRINTED = words_in(
    "article obituary headline caption editorial column story report item chart map picture photograph"
)
SPEAKING_FOR = words_in(
    "spokesperson spokesman spokeswoman spokespeople spokespersons spokesmen lawyer lawyers attorney"
    " attorneys counsel"
)
_WRONG = re.compile(r"\b(?:mis\w+|incorrect\w*|wrong\w*|erroneous\w*|omitted)\b", re.IGNORECASE)


@dataclass(slots=True)
class Relating(Settling):
    """Whom relations, parts of groups and documents mean, in one text."""

    def document(self, read: Described, place: int, cue: Span | None) -> Answer:
        """Return who made a document, or the document."""
        noun = read.role.noun if read.role is not None else ""
        if (
            noun in _PRINTED
            and not read.by
            and self.publisher
            and cue is not None
            and _WRONG.search(self.text, *cue)
        ):
            owner = self.cast.named(self.publisher) or self.cast.add(self.publisher, ORGANISATION, place)
            return Answer(
                self.publisher, ORGANISATION, named=True, reason="the publisher's own words", member=owner
            )
        if read.by:
            maker = self.whole(read.by, place)
            if read.role is not None:
                self.cast.call(maker, Role(read.role.noun, frozenset(), frozenset()))
                if maker not in self.cast.members:
                    maker = self.cast.add(maker.name, maker.kind, place)
                    self.cast.call(maker, Role(read.role.noun, frozenset(), frozenset()))
            return Answer(
                maker.name,
                maker.kind,
                named=maker.named,
                reason=f"who made the {read.role.noun if read.role else 'paper'}",
                member=maker,
            )
        if read.role is not None:
            plain = Role(read.role.noun, frozenset(), frozenset())
            found = self.pointed(plain, place) if read.definite else self.later(plain, place)
            if found is not None:
                return self.given(found, read.name)
        member = Member(read.name, DOCUMENT, named=False)
        if read.role is not None:
            member.roles.append(read.role)
        return Answer(read.name, DOCUMENT, named=False, reason="", member=member)

    def relation(self, read: Described, place: int) -> Answer:
        """Return who stands in a relation to somebody, by name where the text gives one."""
        role = read.role
        owner: Member | None = None
        if read.owner in {"he", "she", "they", "it"}:
            owner, _ = self.seen.best(read.owner, place, possessive=True)
        elif read.owner and read.owner not in {"i", "we", "you"}:
            owner = self.whole(read.owner, place)
        named = (
            self._related(role, owner, place, pronoun=owner is None or read.owner in _WHOSE)
            if role is not None and not read.indefinite
            else None
        )
        if named is not None:
            return self.given(named, read.name)
        noun = role.noun if role is not None else read.name
        if noun in PAPERS and owner is not None:
            return Answer(
                owner.name,
                owner.kind,
                named=owner.named,
                reason=f"“{read.name}” of {owner.name}",
                member=owner,
            )
        joint = "for" if noun in SPEAKING_FOR else "of"
        if owner is None:
            whose = _WHOSE.get(read.owner, read.owner)
            member = Member(f"{whose} {read.name}", OFFICE, named=False)
            member.roles += [role] if role is not None else []
            return Answer(
                member.name,
                OFFICE,
                named=False,
                reason="whose is left open" if read.owner in _WHOSE else "",
                member=member,
            )
        if read.full and not owner.named and read.owner not in _WHOSE:
            member = Member(read.full, GROUP if noun in lexicon.GROUPS else OFFICE, named=False)
            member.roles += [role] if role is not None else []
            return Answer(member.name, member.kind, named=False, reason="", member=member)
        body = (
            read.owner.startswith("the ")
            and owner.kind != PERSON
            and not owner.name.lower().startswith("the ")
        )
        name = f"{read.name} {joint} {'the ' * body}{owner.name}"
        earlier = self.seen.called(name)
        if earlier is not None:
            return self.given(earlier, name)
        plural = noun.endswith("s") or noun in lexicon.GROUPS
        member = Member(name, GROUP if plural else OFFICE, named=False)
        member.roles += [role] if role is not None else []
        return Answer(
            name,
            member.kind,
            named=False,
            reason=f"of {owner.name}" if read.owner in _WHOSE else "",
            member=member,
        )

    def _related(self, role: Role, owner: Member | None, place: int, *, pronoun: bool) -> Member | None:
        """Return the named party that stands in a relation to its owner."""
        whose = set(key_of(owner.name).split()) - SMALL if owner is not None else set()
        found = []
        for fit, before, member in self.cast.holders(role, place):
            if member is owner:
                continue
            of = (
                {w for r in member.roles for w in r.of}
                | member.belongs
                | {w for r in member.roles for w in r.before}
            )
            found.append((bool(of & whose), before >= 0, fit, before, member))
        if role.noun in lexicon.GROUPS - _PERSONAL_BODIES and not found and pronoun:
            return self.pointed(role, place)
        loose = role.noun not in lexicon.SPEAKS_FOR | lexicon.RELATIVES_OF
        sure = (
            [f for f in found if f[0]]
            or [f for f in found if f[1] and role.noun not in lexicon.SPEAKS_FOR]
            or [f for f in found if loose]
        )
        return max(sure, key=lambda f: f[:4])[4] if sure else None

    def part(self, read: Described, place: int) -> Answer:
        """Return a part of the group last heard, a party of its own; "both" are the two last named."""
        low = read.name.split()[0].lower()
        if low in _PAIRED and (pair := self.seen.pair(place)):
            return Answer(
                "; ".join(m.name for m in pair),
                SEVERAL,
                named=all(m.named for m in pair),
                reason=f"“{read.name}” taken as both",
            )
        whole, _ = self.seen.best("they", place, possessive=False)
        words_of = read.name.lower().split()
        if (
            whole is not None
            and not whole.named
            and (len(words_of) == 1 or words_of[-1] in {"them", "those", "men", "women"})
        ):
            group = re.split(r",|\s(?:who|whom|that|which)\s", whole.name)[0]
            name = (
                f"{low} of {group}"
                if low in {"one", "another", "two", "three"} or len(words_of) > 1
                else whole.name
            )
            kind = OFFICE if low in {"one", "another"} else GROUP
            member = whole if name == whole.name else Member(name, kind, named=False)
            return Answer(
                name, kind, named=False, reason=f"“{read.name}” taken as of {whole.name}", member=member
            )
        kind = OFFICE if low in {"one", "another", "someone", "somebody"} else GROUP
        return Answer(read.name, kind, named=False, reason="", member=Member(read.name, kind, named=False))
