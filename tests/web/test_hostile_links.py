"""A link into the desk, whoever wrote it, makes no button do anything but what it says."""

from __future__ import annotations

import pytest
from web_cast import Browser

from desk_cast import House

ELSEWHERE = (
    "../second/prp_00000000000000000000000000/confirm?",
    "/lock",
    "//evil.example/",
    "fil_/../../lock?",
    "stm_00000000000000000000000000/../../../lock?",
    '"><form action=/lock>',
    "x",
)


@pytest.mark.parametrize("to", ELSEWHERE)
def test_a_link_makes_no_button_do_anything_but_what_it_says(house: House, to: str) -> None:
    item, (first, *_) = house.read_one()
    matei = Browser(house.desk, house.cast.matei)
    for path in ("/", f"/items/{item}", f"/records/{first}", f"/records/{first}/care", "/incidents"):
        own = sorted((form.action, form.method) for form in matei.get(path).forms)
        given = {"done": "accepted", "undo": to, "next": to, "token": to, "from_page": to}
        page = matei.get(path, params=given)
        assert sorted((form.action, form.method) for form in page.forms) == own


def test_the_button_that_undoes_is_there_for_what_was_just_done(house: House) -> None:
    item, (first, *_) = house.read_one()
    page = Browser(house.desk, house.cast.matei).get(f"/items/{item}?done=accepted&undo={first}")
    assert f"/statements/{first}/undo" in {form.action for form in page.forms}
