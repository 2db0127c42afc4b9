"""docs/FORMAT.md names every type of entry that the acts write, with the fields of its body."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from desk_cast import DENIAL, WITNESS, House
from khronika.acts.actions import change_action, record_action
from khronika.acts.care import mark_care, unmark
from khronika.acts.consent import list_consents, open_identity, seal_identity, withdraw_consent
from khronika.acts.contact import change_contact, record_interview
from khronika.acts.correcting import correct, undo_correction
from khronika.acts.describing import describe
from khronika.acts.expiring import renew
from khronika.acts.export import export_json, export_log
from khronika.acts.find import Search, find
from khronika.acts.findings import change_finding, drop_finding, record_finding, review_finding
from khronika.acts.grading import grade, undo_grade
from khronika.acts.incidents import change_incident, file_statements, record_incident, unfile
from khronika.acts.members import change_member, members
from khronika.acts.originals import open_original
from khronika.acts.outgoing import BriefOrder
from khronika.acts.parties import change_party, record_party
from khronika.acts.places import change_place, record_place
from khronika.acts.read import read
from khronika.acts.recalling import lift_recall, recall
from khronika.acts.review import accept, amend, reject
from khronika.acts.search_log import set_sensitive
from khronika.acts.second import Proposed, decline, propose, withdraw_proposal
from khronika.acts.sign_in import enter_once, invite, set_passphrase
from khronika.acts.sources import Conditions
from khronika.acts.travelling import deal, undo_dealing
from khronika.acts.tying import cut_voices, join_voices, undo_tie
from khronika.ledger.joining import parts_of
from khronika.ledger.logfile import SealedAct
from khronika.records.actions import Action, ActionKind, Stage
from khronika.records.care import Care
from khronika.records.consent import Audience, Purpose, Term
from khronika.records.contact import ContactChange, Danger, Interview
from khronika.records.corrections import Correction, Dealing, Manner, Outcome
from khronika.records.findings import Element, Finding, StandardOfProof
from khronika.records.item import Description
from khronika.records.matter import Credibility, Incident, Reliability
from khronika.records.party import Party, PartyKind, Place, Precision
from khronika.records.second import Deed

ROOT = Path(__file__).parents[2]


def described() -> dict[str, set[str]]:
    """Return the fields that the page names for each type; "as suggested" stands for those of that row."""
    part = (ROOT / "docs" / "FORMAT.md").read_text(encoding="utf-8").split("### Bodies")[1].split("### ")[0]
    rows = [row.strip("| ").split(" | ") for row in part.splitlines() if row.startswith("| `")]
    fields: dict[str, set[str]] = {}
    for types, _, body in rows:
        named = set(re.findall(r"`([a-z_0-9]+)`", re.sub(r"\(`[^)]*\)", "", body)))
        if body.startswith("as suggested"):
            named |= fields["statement.suggested"]
        fields |= dict.fromkeys(re.findall(r"`([a-z.]+)`", types), named)
    return fields


def do_everything(house: House) -> None:
    """Let the founder do every act that adds entries."""
    desk, ines = house.desk, house.cast.ines
    item, (first, second, *_) = house.read_one(DENIAL)
    accept(desk, ines, [first])
    amend(desk, ines, first, {"speaker": "the Ministry's spokesperson"})
    reject(desk, ines, [second], "nobody said that")
    term = Term(Purpose.COURT, Audience.MECHANISM)
    house.take(WITNESS, conditions=Conditions(terms=(term,)))
    (consent,) = list_consents(desk, ines)
    withdraw_consent(desk, ines, consent.id, "she asked")
    _, identity = seal_identity(desk, ines, "Witness A", "Mira Oru")
    called = record_interview(desk, ines, Interview("Two vans.\n", identity="Roza Vardol"))
    change_contact(desk, ines, called.contact, ContactChange(danger=Danger.NOW))
    renew(desk, ines, called.consent, [term])
    open_identity(desk, ines, identity.id, "hand-over")
    open_original(desk, ines, item, "to compare it")
    change_member(desk, ines, members(desk, ines)[0])
    export_json(desk, ines, BriefOrder("", (item,)))
    b"".join(export_log(desk, ines, bodies=True))
    house.erase(house.take_one("A note.\n"), reason="a mistake")
    take_two_people(house, second)
    put_together(house, second)
    judge_statements(house)
    conclude(house)
    correct_the_source(house, item)
    enter_once(desk, invite(desk, ines, house.cast.matei))
    set_passphrase(desk, house.cast.matei, "eleven storks over Ozrin")


def take_two_people(house: House, statement: str) -> None:
    """Mark a statement; propose, confirm, decline and take back."""
    desk, ines = house.desk, house.cast.ines
    mark_care(desk, ines, statement, [Care.HELD], "nobody came back")
    unmark(desk, ines, statement, [Care.HELD], "all came back")
    unmark(desk, house.cast.sanne, statement, [Care.HELD], "all came back")
    (ruta,) = [one for one in members(desk, ines) if one.id == house.cast.ruta]
    change_member(desk, ines, replace(ruta, name="Ruta V."))
    item = house.take_one("A page that was public.\n", conditions=Conditions(public=True))
    house.hand_over(BriefOrder("", (item,), audience=Audience.PUBLIC), "json")
    proposed = Proposed(Deed.ERASE, "a mistake", (item,))
    decline(desk, house.cast.ruta, propose(desk, ines, proposed).id, "keep it")
    withdraw_proposal(desk, ines, propose(desk, ines, proposed).id)


def put_together(house: House, statement: str) -> None:
    """Record and change a party, a place and an incident, file to it, and make a search that is logged."""
    desk, ines = house.desk, house.cast.ines
    party = record_party(desk, ines, Party("", "Mira Dzhalova", PartyKind.PERSON))
    change_party(desk, ines, replace(party, names=("M. Dzhalova",)))
    place = record_place(desk, ines, Place("", "Quarry 9"))
    change_place(desk, ines, replace(place, precision=Precision.ONE_KM))
    incident = record_incident(desk, ines, Incident("", "Held at Quarry 9", place=place.id))
    change_incident(desk, ines, replace(incident, when="2026-03"))
    file_statements(desk, ines, incident.id, [statement])
    unfile(desk, ines, incident.id, [statement])
    set_sensitive(desk, ines, house.cast.quarry)
    find(desk, ines, Search("vans"))
    amend(desk, ines, statement, {"claims": []})
    accept(desk, ines, [statement])
    reject(desk, ines, [statement], "said of another day")


def judge_statements(house: House) -> None:
    """Join, cut, grade, correct, recall and deal with what rests on it, and take all of it back."""
    desk, ines = house.desk, house.cast.ines
    item, (first, second, *_) = house.read_one(WITNESS, "judged.txt")
    accept(desk, ines, [first])
    amend(desk, ines, second, {"acts": ["disputes"]})
    (tie,) = join_voices(desk, ines, [first, second], "one film")
    cut_voices(desk, ines, first, [second], "two films")
    undo_tie(desk, ines, tie.id, "nobody knows")
    made = grade(desk, ines, first, Reliability.B, Credibility.POSSIBLY_TRUE, "she was there")
    grade(desk, ines, first, Reliability.C, Credibility.POSSIBLY_TRUE, "she was near")
    correction = correct(desk, ines, Correction("", second, first, Manner.DISPUTES))
    dealing = deal(desk, ines, Dealing("", correction.id, made.id, first, Outcome.STANDS, "seen on film"))
    undo_dealing(desk, ines, dealing.id, "another film")
    undo_grade(desk, ines, made.id, "of another day")
    undo_correction(desk, ines, correction.id, "of another day")
    recalled = recall(desk, ines, item, "it was planted")
    lift_recall(desk, ines, recalled.id, "it was not")


def conclude(house: House) -> None:
    """Record, change, review and drop a finding; record and change an action."""
    desk, ines = house.desk, house.cast.ines
    _, (first, *_) = house.read_one(WITNESS, "concluded.txt")
    accept(desk, ines, [first])
    about = record_incident(desk, ines, Incident("", "The raid")).id
    drawn = Finding("", "People were held.", StandardOfProof.REASONABLE_GROUNDS, (about,), supports=(first,))
    made = record_finding(desk, ines, drawn)
    change_finding(desk, ines, replace(made, elements=(Element("held", met=True, statements=(first,)),)))
    review_finding(desk, house.cast.sanne, made.id)
    drop_finding(desk, ines, made.id, "of another day")
    asked = record_party(desk, ines, Party("", "The Prosecutor General", PartyKind.OFFICE))
    action = record_action(desk, ines, Action("", ActionKind.COMPLAINT, "A complaint", asked.id))
    change_action(desk, ines, replace(action, stage=Stage.SENT, sent="2026-04-16", due="2026-05-16"))


def correct_the_source(house: House, item: str) -> None:
    """Correct what is known of a source, read it again with that, and correct it anew."""
    for title in ("A denial", "A denial of the ministry"):
        describe(house.desk, house.cast.ines, Description("", item, title=title))
        read(house.desk, house.cast.ines, [item])


def bodies(house: House) -> list[tuple[str, dict[str, object]]]:
    """Return type and body of all entries that have one."""
    with house.desk.ledger.reading() as connection:
        acts = [part for part in parts_of(connection, bodies=True) if isinstance(part, SealedAct)]
    return [
        (entry.envelope.type, json.loads(entry.body))
        for act in acts
        for entry in act.entries
        if entry.body is not None
    ]


def test_the_page_names_the_fields_of_every_body(house: House) -> None:
    do_everything(house)
    written: defaultdict[str, set[str]] = defaultdict(set)
    for type_, body in bodies(house):
        written[type_] |= body.keys()
    assert dict(written) == described()


def test_the_page_names_every_type_that_stands_in_the_acts() -> None:
    """A type that the acts could write, and that the test above does not make them write, is found here."""
    sources = [*(ROOT / "src/khronika/acts").glob("*.py"), ROOT / "src/khronika/ledger/devices.py"]
    named = {
        found
        for source in sources
        for found in re.findall(r'"([a-z]+\.[a-z]+)"', source.read_text(encoding="utf-8"))
    }
    assert named == set(described())


def test_every_table_stands_under_one_of_the_three_kinds(house: House) -> None:
    """Entries, views of them, working state: no table is more than one of these, or none."""
    page = (ROOT / "docs" / "FORMAT.md").read_text(encoding="utf-8").split("## Tables")[1]
    parts = re.split(r"^\*\*(?:Entries|Views|Working state)\*\*", page, flags=re.MULTILINE)[1:]
    named = [re.findall(r"^\| `(\w+)`", part, re.MULTILINE) for part in parts[:2]]
    named.append(re.findall(r"derived: `(\w+)`", parts[2]))
    with house.desk.ledger.reading() as connection:
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        tables = {name for name in found if not name.startswith(("sqlite_", "search_"))}
    assert sorted(name for part in named for name in part) == sorted(tables)
