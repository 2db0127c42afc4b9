"""The sample case as a desk at work: members, texts read, some decided on, a contact, incidents, parties.

Pictures for the documentation and measurements of the pages are made on it. All people are invented.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from khronika import samples
from khronika.acts import review
from khronika.acts.contact import record_interview
from khronika.acts.desk import Desk
from khronika.acts.find import Search
from khronika.acts.findings import record_finding
from khronika.acts.founding import found
from khronika.acts.incidents import file_statements, record_incident
from khronika.acts.jobs import run_next, submit_take_in
from khronika.acts.members import record_compartment, record_member
from khronika.acts.paging import Page
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.acts.read import read
from khronika.acts.saved import save_search
from khronika.acts.second import Proposed, propose
from khronika.acts.show import Sought, statements
from khronika.acts.shown import StatementShown
from khronika.acts.sources import Conditions, Source
from khronika.acts.take_in import take_in
from khronika.acts.uploads import begin_upload
from khronika.acts.weigh import weigh
from khronika.intake.isolated import Extractor
from khronika.records.access import Role
from khronika.records.consent import Audience, IdentityDetail, Purpose, Term
from khronika.records.contact import Danger, Interview, NextContact, PlaceKind
from khronika.records.findings import Attribution, Element, Finding, StandardOfProof
from khronika.records.matter import Incident, IncidentRole, Involvement
from khronika.records.party import Party, PartyKind, Place, Precision
from khronika.records.second import Deed
from khronika.records.statement import Act
from khronika.vault.keyslots import Cost

PASSPHRASE = "sample passphrase of velmora"  # noqa: S105 - for invented people
CHEAP = Cost(1, 64, 1, below_the_floor=True)
_NOTES = (
    "He was taken from the checkpoint at Weir Street on the evening of 14 March and held at Quarry 9 for "
    "eleven days. He counted thirty-one men in the workshop. An officer whom they called the Accountant read "
    "the list out twice. He says that his brother was not on it and was taken all the same."
)


@dataclass(frozen=True, slots=True)
class SampleDesk:
    """The desk with the ids that pages are asked for."""

    desk: Desk
    ines: str
    matei: str
    sanne: str
    ruta: str
    text: str
    pdf: str
    incident: str
    party: str
    place: str
    contact: str
    consent: str
    job: str
    search: str
    proposal: str
    finding: str


FEW = (
    "2026-03-14-orvan.html",
    "2026-03-18-orvan-denial.txt",
    "2026-03-19-velmora-one.html",
    "2026-03-22-witness-a.txt",
    "2026-04-02-rovna-communique.pdf",
)
"""Files of the sample case that are enough for every page to have something on it."""


def sample_desk(folder: Path, only: Collection[str] = ()) -> SampleDesk:
    """Found the desk in ``folder`` and fill it, with every file of the sample case or ``only`` these."""
    desk = found(folder, PASSPHRASE, founder="Ines", cost=CHEAP)
    ines = desk.founder
    record_compartment(desk, ines, "the third yard")
    matei = record_member(desk, ines, "Matei", [Role.ANALYST]).id
    sanne = record_member(desk, ines, "Sanne", [Role.REVIEWER]).id
    record_member(desk, ines, "Oskar", [Role.PUBLISHER])
    ruta = record_member(desk, ines, "Ruta", [Role.CUSTODIAN]).id
    items = _taken_in(desk, matei, only)
    every = statements(desk, ines, Sought(), page=Page(None))
    _decided(desk, matei, sanne, every, items)
    contact = record_interview(desk, matei, _interview())
    incident, party, place = _matters(desk, matei, every)
    erasing = Proposed(Deed.ERASE, "the family asked for it", (items["2026-03-22-witness-a.txt"],))
    return SampleDesk(
        desk,
        ines,
        matei,
        sanne,
        ruta,
        items["2026-03-14-orvan.html"],
        items["2026-04-02-rovna-communique.pdf"],
        incident,
        party,
        place,
        contact.contact,
        contact.consent,
        _sent_in(desk, matei),
        save_search(desk, matei, "Quarry 9, denied", Search(words="quarry")).id,
        propose(desk, ines, erasing).id,
        _finding(desk, matei, incident),
    )


def _sent_in(desk: Desk, member: str) -> str:
    """Send two files to the inbox, as a browser does, and let the work be done; return the job."""
    uploads = []
    for name, words in (("note.txt", "A guard of Quarry 9 sold the list.\n"), ("sealed.zip", "PK\x03\x04")):
        with begin_upload(desk, member, name) as upload:
            upload.write(words.encode())
            uploads.append(upload.finish())
    made = submit_take_in(desk, member, uploads, Conditions(), read=True)
    with Extractor() as extractor:
        while run_next(desk, extractor):
            pass
    return made.id


def _taken_in(desk: Desk, member: str, only: Collection[str]) -> dict[str, str]:
    items: dict[str, str] = {}
    with Extractor() as extractor:
        wanted = [one for one in samples.files() if not only or one.name in only]
        for public, files in groupby(wanted, key=samples.was_public):
            sources = [Source(file.name, partial(file.open, "rb")) for file in files]  # type: ignore[arg-type]  # "rb" gives bytes
            taken = take_in(desk, member, sources, Conditions(public=public), extractor)
            items |= {one.name: one.item for one in taken if one.item}
            read(desk, member, [one.item for one in taken if one.item and one.rendition])
    return items


def _decided(desk: Desk, matei: str, sanne: str, every: list[StatementShown], items: dict[str, str]) -> None:
    """Let Matei decide on two texts, and Sanne look at one of them as a second person."""
    first, second = items["2026-03-14-orvan.html"], items["2026-03-18-orvan-denial.txt"]
    of_first = [one.id for one in every if one.item == first]
    of_second = [one.id for one in every if one.item == second]
    review.accept(desk, matei, of_first[: len(of_first) // 2])
    review.accept(desk, matei, of_second)
    review.accept(desk, sanne, of_second)
    review.reject(desk, matei, of_first[-1:], "a headline or caption")


def _interview() -> Interview:
    return Interview(
        notes=_NOTES,
        terms=(Term(Purpose.DOCUMENTATION, Audience.PARTNERS, IdentityDetail.PSEUDONYM),),
        pseudonym="Heron 7",
        identity="an invented name",
        handle="an invented number",
        channel="Signal",
        hours="after 21:00; never in the morning",
        danger=Danger.NOW,
        danger_words="men ask for him at his mother’s house",
        place_kind=PlaceKind.BY_PHONE,
        next=NextContact("2026-12-01", "ask about the second van"),
    )


def _matters(desk: Desk, member: str, every: list[StatementShown]) -> tuple[str, str, str]:
    place = _places(desk, member)
    ministry = record_party(
        desk,
        member,
        Party("", "Interior Ministry", PartyKind.ORGANISATION, names=("Министерство внутренних дел",)),
    )
    lawyer = record_party(
        desk, member, Party("", "Mira Dzhalova", PartyKind.PERSON, names=("Мира Джалова", "ميرا دژالوفا"))
    )
    pattern = record_incident(desk, member, Incident("", "Detentions in Tarvesh region", when="2026-03"))
    involved = (
        Involvement(ministry.id, IncidentRole.ALLEGED_PERPETRATOR),
        Involvement(lawyer.id, IncidentRole.SOURCE),
    )
    held = Incident(
        "",
        "Men held at Quarry 9",
        acts=("detained", "disappeared"),
        when="2026-03-06/2026-03-29",
        place=place,
        part_of=pattern.id,
    )
    incident = record_incident(desk, member, replace(held, involved=involved))
    about = [one.id for one in every if one.statement and _about_the_quarry(one)][:40]
    file_statements(desk, member, incident.id, about)
    return incident.id, ministry.id, place


def _finding(desk: Desk, member: str, incident: str) -> str:
    """Record a finding that the first statements of the incident support."""
    supports = tuple(line.statement for line in weigh(desk, member, incident).lines[:2])
    drawn = Finding(
        "",
        "Men were held at Quarry 9 in March without being brought before a judge.",
        StandardOfProof.REASONABLE_GROUNDS,
        (incident,),
        "liberty and security of person",
        "ICCPR article 9",
        Attribution.ORGAN,
        (Element("deprivation of liberty", met=True, statements=supports[:1]), Element("no judge")),
        supports,
        reasoning="Those who were there say so, each on their own.",
    )
    return record_finding(desk, member, drawn).id


def _places(desk: Desk, member: str) -> str:
    """Record places of the invented country, each as precisely as somebody knows it; return the quarry.

    They lie in the open sea, so that they are no real place.
    """
    names = ("Tarvesh region", "Тарвеш")
    tarvesh = Place("", "Tarvesh", names, "38.12", "-42.2", precision=Precision.REGION)
    region = record_place(desk, member, tarvesh).id
    town = record_place(desk, member, Place("", "Ozrin", ("Озрин",), "38.16", "-41.74", region)).id
    quarry = Place("", "Quarry 9", ("карьер № 9",), "38.0", "-42.0", region, Precision.TEN_KM)
    street = Place("", "Lime Street", (), "38.158", "-41.735", town, Precision.ONE_KM)
    barracks = Place("", "Barracks of the road service", (), "37.64", "-42.0", precision=Precision.TEN_KM)
    for other in (street, barracks, Place("", "Sarn", ("Сарн",), "37.3", "-40.9")):
        record_place(desk, member, other)
    return record_place(desk, member, quarry).id


def _about_the_quarry(one: StatementShown) -> bool:
    denies = one.statement is not None and Act.DENIES in one.statement.acts
    return denies or "Quarry 9" in one.words or "held" in one.words
