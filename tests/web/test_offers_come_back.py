"""What was said of a name that is not recorded comes back with the form, whatever that was refused for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from web_cast import Browser, Page, fields_in, the_form

from desk_cast import House
from khronika.acts.incidents import record_incident
from khronika.acts.parties import record_party
from khronika.acts.places import record_place
from khronika.acts.sign_in import set_passphrase
from khronika.records.matter import Incident
from khronika.records.party import Party, PartyKind, Place

pytestmark = pytest.mark.usefixtures("cheap")
HERONS = "two grey herons on the weir"
A_PLACE = {"as": "1 km", "latitude": "48.02", "longitude": "37.8"}
A_PARTY = {"as": "organisation", "pseudonymous": "1"}
A_PATTERN = {"as": "pattern"}
TITLE = {"title": "Men held", "when": "2026-03"}


@dataclass(frozen=True)
class Asked:
    """A form with something typed, the field for which there is an offer, what is said of it, and a fault."""

    page: str
    action: str
    typed: dict[str, Any]
    field: str
    said: Mapping[str, str]
    wrong: dict[str, str]

    @property
    def offer(self) -> dict[str, str]:
        """Return the fields of what is said."""
        return {f"{self.field}_{which}": value for which, value in self.said.items()}


FORMS = {
    "record an incident": Asked(
        "/incidents/new", "/incidents", TITLE, "place", A_PLACE, {"when": "last week"}
    ),
    "record a part": Asked(
        "/incidents/new", "/incidents", TITLE, "part_of", A_PATTERN, {"codes": "hate crime"}
    ),
    "change an incident": Asked(
        "/incidents/{inc}/change", "/change", TITLE, "part_of", A_PATTERN, {"title": ""}
    ),
    "file": Asked(
        "/statements/{stm}/file",
        "/file",
        TITLE | {"acts": ["denies"]},
        "place",
        A_PLACE,
        {"when": "last week"},
    ),
    "involve": Asked(
        "/incidents/{inc}/involve", "/involve", {"role": "witness"}, "party", A_PARTY, {"role": ""}
    ),
    "record a party": Asked(
        "/parties/new",
        "/parties",
        {"name": "a spokesman", "kind": "person"},
        "speaks_for",
        A_PARTY,
        {"name": ""},
    ),
    "change a party": Asked(
        "/parties/{prt}/change", "/change", {"names": "the guard"}, "speaks_for", A_PARTY, {"name": ""}
    ),
    "record a place": Asked(
        "/places/new",
        "/places",
        {"name": "Shed 4", "precision": "town"},
        "within",
        A_PLACE,
        {"latitude": "x"},
    ),
    "change a place": Asked(
        "/places/{plc}/change", "/change", {"names": "The yard"}, "within", A_PLACE, {"latitude": "x"}
    ),
}


@pytest.fixture
def matei(house: House) -> Browser:
    set_passphrase(house.desk, house.cast.matei, HERONS)
    return Browser(house.desk, house.cast.matei)


@pytest.fixture(params=list(FORMS))
def asked(request: pytest.FixtureRequest) -> Asked:
    return FORMS[request.param]


def offered(house: House, matei: Browser, asked: Asked) -> tuple[str, dict[str, Any]]:
    """Return where the form goes and its fields, with a name typed and something said of what is offered."""
    desk, who = house.desk, house.cast.matei
    _, (statement, *_) = house.read_one()
    ids = {
        "stm": statement,
        "inc": record_incident(desk, who, Incident("", "The yard")).id,
        "prt": record_party(desk, who, Party("", "a guard", PartyKind.PERSON)).id,
        "plc": record_place(desk, who, Place("", "Quarry 9")).id,
    }
    form = the_form(matei.get(asked.page.format(**ids)), asked.action)
    page = matei.post(form.action, **fields_in(form) | asked.typed | {f"{asked.field}_called": "Third Gate"})
    assert page.status == 400
    assert "“Third Gate” is not recorded yet" in page.words
    return form.action, fields_in(the_form(page, asked.action)) | asked.offer


def comes_back(page: Page, path: str, sent: Mapping[str, Any]) -> None:
    fields = fields_in(the_form(page, path))
    assert "“Third Gate” is not recorded yet" in page.words
    wanted = {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    assert {name: fields.get(name) for name in wanted} == wanted


def test_where_something_else_is_wrong(house: House, matei: Browser, asked: Asked) -> None:
    path, fields = offered(house, matei, asked)
    before = house.desk.ledger.head()
    page = matei.post(path, **fields | asked.wrong)
    assert page.status == 400
    comes_back(page, path, {name: value for name, value in (fields | asked.wrong).items() if value})
    assert house.desk.ledger.head() == before


def test_where_the_form_is_of_another_session(house: House, matei: Browser, asked: Asked) -> None:
    path, fields = offered(house, matei, asked)
    page = matei.post(path, token="of another session", **fields)
    assert page.status == 403
    comes_back(page, path, fields)


def test_where_the_session_had_ended(house: House, matei: Browser, asked: Asked) -> None:
    path, fields = offered(house, matei, asked)
    token, before = matei.token(), house.desk.ledger.head()
    matei.client.cookies.clear()
    page = matei.post(path, token=token, **fields)
    assert page.status == 401
    kept = {name: values[0] for name, values in the_form(page, "/sign-in").fields.items()}
    page = matei.post("/sign-in", token="", **kept | {"name": "matei", "passphrase": HERONS})
    assert "This is what you had typed when your session ended" in page.words
    comes_back(page, path, fields)
    page = matei.post(path, **fields_in(the_form(page, path)))
    assert page.status == 200
    assert house.desk.ledger.head().size > before.size + 1


@pytest.mark.parametrize(
    ("page", "action", "typed", "wrong"),
    [
        ("/incidents/new", "/incidents", {"title": "The yard"}, {"when": "last week"}),
        ("/statements/{stm}/file", "/file", {"title": "The yard"}, {"when": "last week"}),
        ("/parties/new", "/parties", {"name": "a guard", "kind": "person"}, {"names": "x" * 400}),
        ("/places/new", "/places", {"name": "Quarry 9", "precision": "town"}, {"latitude": "x"}),
    ],
)
def test_that_it_is_another_one_comes_back_too(
    house: House, matei: Browser, page: str, action: str, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    desk, who = house.desk, house.cast.matei
    _, (statement, *_) = house.read_one()
    record_incident(desk, who, Incident("", "The yard"))
    record_party(desk, who, Party("", "a guard", PartyKind.PERSON))
    record_place(desk, who, Place("", "Quarry 9"))
    form = the_form(matei.get(page.format(stm=statement)), action)
    shown = matei.post(form.action, **fields_in(form) | typed)
    assert "Perhaps the same" in shown.words
    ticked = fields_in(the_form(shown, action)) | {"another": "1"}
    for shown in (
        matei.post(form.action, token="of another session", **ticked),
        matei.post(form.action, **ticked | wrong),
    ):
        assert shown.status in {403, 400}
        assert "Perhaps the same" in shown.words
        assert fields_in(the_form(shown, action))["another"] == ["1"]
    assert matei.post(form.action, **ticked).status == 200
