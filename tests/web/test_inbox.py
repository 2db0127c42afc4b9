"""The inbox, as a member without script uses it."""

from __future__ import annotations

import pytest
from web_cast import Browser, Page, form_in

from desk_cast import DENIAL, House, files_in
from khronika.acts import uploads as acts_uploads
from khronika.acts.consent import list_consents
from khronika.acts.job_state import Waiting
from khronika.acts.jobs import run_next
from khronika.acts.members import change_member
from khronika.acts.sign_in import set_passphrase
from khronika.acts.uploads import uploads
from khronika.errors import NotAllowed
from khronika.records.access import Member, Role
from khronika.vault.folder import Vault
from khronika.web.forms import FROM, TOKEN
from khronika.web.rooms import inbox

HERONS = "two grey herons on the weir"


def send(browser: Browser, *files: tuple[str, bytes], token: str | None = None, **fields: str) -> Page:
    given = {"token": browser.token() if token is None else token, **fields}
    sent = [("file", (name, content)) for name, content in files]
    return Page(browser.client.post("/inbox/upload", data=given, files=sent))


def work(house: House) -> None:
    while run_next(house.desk, house.extractor):
        pass


def test_files_are_taken_in_and_read_and_what_became_of_each_is_told(house: House, matei: Browser) -> None:
    page = send(matei, ("denial.txt", DENIAL.encode()), ("list.zip", b"PK\x03\x04 no text"), read="1")
    assert page.path.startswith("/inbox/")
    assert "0 of 2" in page.words
    work(house)
    page = matei.get(page.path)
    assert "2 of 2" in page.words
    assert "denial.txt" in page.words
    assert "suggestion" in page.words
    assert len([link for link in page.links if link.startswith("/items/")]) == 2


def test_copies_of_one_wire_are_shown_together(house: House, matei: Browser) -> None:
    wire = DENIAL * 6
    names = ("courier.txt", "abroad.txt", "another.txt")
    contents = (wire, f"From our correspondent.\n\n{wire}", "The weather in Sarn is fair. " * 40)
    page = send(matei, *((name, text.encode()) for name, text in zip(names, contents, strict=True)))
    work(house)
    page = matei.get(page.path)
    assert "2 likely copies of one text" in page.words
    assert page.words.index("abroad.txt") < page.words.index("another.txt")


def test_a_folder_keeps_the_names_of_its_files(house: House, matei: Browser) -> None:
    page = send(matei, ("case/й/a.txt", b"A letter from Quarry 9."))
    work(house)
    assert "case/й/a.txt" in matei.get(page.path).words


def test_nothing_of_an_upload_is_readable_on_disk(house: House, matei: Browser) -> None:
    secret = b"zvezdochka over the third yard " * 5000
    send(matei, ("secret.txt", secret))
    work(house)
    assert all(b"zvezdochka" not in content for content in files_in(house.path).values())


def test_an_upload_without_the_token_keeps_nothing(house: House, matei: Browser) -> None:
    for token in ("", "x"):
        page = send(matei, ("a.txt", b"A letter."), token=token)
        assert page.status == 403
    assert uploads(house.desk, house.cast.matei) == []


def test_an_upload_that_breaks_off_keeps_nothing(house: House, matei: Browser) -> None:
    body = (
        f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{matei.token()}\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf a let'
    )
    answer = matei.client.post(
        "/inbox/upload", content=body.encode(), headers={"content-type": "multipart/form-data; boundary=b"}
    )
    assert answer.status_code == 400
    assert uploads(house.desk, house.cast.matei) == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("application/x-www-form-urlencoded", b"token=x"),
        ("multipart/form-data; boundary=b", b"no boundary at all"),
        ("multipart/form-data; boundary=b", b"--b\r\n" + b"X: y\r\n" * 100),
        ("multipart/form-data; boundary=b", b""),
    ],
)
def test_what_is_no_upload_is_refused_in_one_line(matei: Browser, content_type: str, body: bytes) -> None:
    answer = matei.client.post("/inbox/upload", content=body, headers={"content-type": content_type})
    assert answer.status_code in {400, 403}
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"note": "Quarry 9. " * 30_000}, "long texts as files"),
        ({f"field {number}": "x" for number in range(2_001)}, "too many fields"),
    ],
)
def test_a_form_with_files_that_has_no_end_keeps_none_of_them(
    house: House, matei: Browser, fields: dict[str, str], said: str
) -> None:
    before = files_in(house.path / "sealed")
    page = send(matei, ("a.txt", b"A letter."), **fields)
    assert page.status == 400
    assert said in page.words
    assert files_in(house.path / "sealed") == before
    assert uploads(house.desk, house.cast.matei) == []


def test_who_is_not_signed_in_sends_nothing_in_and_is_led_to_the_door(house: House) -> None:
    before = files_in(house.path / "sealed")
    page = send(Browser(house.desk), ("a.txt", b"A letter."), token="x")
    assert "/sign-in" in {form.action for form in page.forms}
    assert files_in(house.path / "sealed") == before


@pytest.mark.usefixtures("cheap")
def test_what_was_typed_beside_the_files_comes_back_when_the_session_had_ended(
    house: House, matei: Browser
) -> None:
    set_passphrase(house.desk, house.cast.matei, HERONS)
    typed = {"note": "on a stick, by hand", "person": "Witness D", "consent": "help", FROM: "/inbox"}
    page = send(matei, ("letter.txt", b"Two vans came." * 100_000), token="of a session that ended", **typed)
    assert page.status == 401
    assert "What you typed is kept in this page" in page.words
    fields = {name: values[0] for name, values in form_in(page.html, "/sign-in").fields.items()}
    page = matei.post("/sign-in", token="", **fields | {"name": "matei", "passphrase": HERONS})
    form = form_in(page.html, "/inbox/upload")
    assert {name: form.fields[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert uploads(house.desk, house.cast.matei) == []


def test_what_is_typed_in_the_form_comes_before_the_files(matei: Browser) -> None:
    names = list(form_in(matei.get("/inbox").html, "/inbox/upload").fields)
    assert names[-1] == "file"
    assert {"note", "person", "read", TOKEN} <= set(names)


def test_a_reader_sends_nothing_in(house: House) -> None:
    lev = Browser(house.desk, house.cast.lev)
    page = send(lev, ("a.txt", b"A letter."))
    assert page.status == 403
    assert "may not take in" in page.words


def test_a_collector_learns_only_that_something_was_kept(house: House) -> None:
    house.take(DENIAL)
    petra = Browser(house.desk, house.cast.petra)
    page = send(petra, ("denial.txt", DENIAL.encode()))
    work(house)
    page = petra.get(page.path)
    assert "kept" in page.words
    assert "second receipt" not in page.words
    assert not [link for link in page.links if link.startswith("/items")]


def test_nobody_sees_anothers_job(house: House, matei: Browser) -> None:
    page = send(matei, ("a.txt", b"A letter."))
    other = Browser(house.desk, house.cast.sanne)
    nothing = "/inbox/" + "0" * 32
    unseen, absent = other.get(page.path), other.get(nothing)
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(page.path, "…") == absent.html.replace(nothing, "…")


def test_a_job_is_stopped_and_its_list_taken_away(matei: Browser) -> None:
    page = send(matei, ("a.txt", b"A letter."), ("b.txt", b"Another."))
    path = page.path.split("?")[0]
    assert "stopped" in matei.post(f"{path}/stop").words
    assert matei.post(f"{path}/forget").status == 200
    assert matei.get(path).status == 404


def test_a_full_disk_is_told_in_one_line_and_all_goes_on_when_there_is_room(
    house: House, matei: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(house.path / "sealed")
    room = [False]
    monkeypatch.setattr(Vault, "has_room", lambda *_: room[0])
    page = send(matei, ("a.txt", b"A letter."))
    assert page.status == 507
    assert "no room on the disk" in page.words
    assert files_in(house.path / "sealed") == before
    room[0] = True
    assert send(matei, ("a.txt", b"A letter.")).path.startswith("/inbox/")


def test_too_many_files_are_refused_in_one_line_and_nothing_of_them_is_kept(
    house: House, matei: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(house.path / "sealed")
    monkeypatch.setattr(acts_uploads, "MOST_WAITING", Waiting(2, 1 << 20))
    page = send(matei, *((f"{number}.txt", b"A letter.") for number in range(3)))
    assert page.status == 400
    assert "would wait to be taken in" in page.words
    assert files_in(house.path / "sealed") == before
    assert uploads(house.desk, house.cast.matei) == []
    assert send(matei, ("a.txt", b"A letter.")).path.startswith("/inbox/")


def test_a_form_of_ever_more_parts_without_a_name_is_refused(matei: Browser) -> None:
    part = b"--apart\r\nA: b\r\n\r\n\r\n"
    token = (
        b'--apart\r\nContent-Disposition: form-data; name="token"\r\n\r\n' + matei.token().encode() + b"\r\n"
    )
    kind = {"content-type": "multipart/form-data; boundary=apart"}
    answer = matei.client.post("/inbox/upload", content=token + part * 8_000 + b"--apart--\r\n", headers=kind)
    assert answer.status_code == 400
    assert "too many fields" in answer.text


def test_who_loses_the_right_while_files_come_leaves_none_behind(
    house: House, matei: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(house.path / "sealed")

    def lost(*_: object, **__: object) -> None:
        reader = Member(house.cast.matei, "Matei", frozenset({Role.READER}))
        change_member(house.desk, house.cast.ines, reader)
        raise NotAllowed("Matei may not take in", "a custodian can give the role that may")

    monkeypatch.setattr(inbox, "submit_take_in", lost)
    assert send(matei, ("a.txt", b"A letter.")).status == 403
    assert files_in(house.path / "sealed") == before


def test_a_fault_that_nobody_foresaw_leaves_no_file_behind(
    house: House, matei: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files_in(house.path / "sealed")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(inbox, "submit_take_in", broken)
    with pytest.raises(RuntimeError):
        send(matei, ("a.txt", b"A letter."))
    assert files_in(house.path / "sealed") == before
    assert uploads(house.desk, house.cast.matei) == []


def test_the_empty_inbox_says_what_it_is_for(matei: Browser) -> None:
    assert "Nothing under way" in matei.get("/inbox").words


def test_what_the_person_it_came_from_allows_is_recorded_with_it(house: House, matei: Browser) -> None:
    given = {"consent": "mechanism", "until": "2027-12-31", "person": "Witness D"}
    send(matei, ("letter.txt", b"Two vans came."), **given)
    work(house)
    (consent,) = list_consents(house.desk, house.cast.ines)
    assert consent.person == "Witness D"
    assert {term.purpose.value for term in consent.terms} == {"court", "un procedure"}


def test_a_consent_of_nobody_or_until_no_day_takes_nothing_in_and_the_form_comes_back(
    house: House, matei: Browser
) -> None:
    for wrong, field in (({"person": ""}, "person"), ({"until": "soon"}, "until")):
        given = {"consent": "help", "person": "Witness D", "note": "on a stick", FROM: "/inbox", **wrong}
        page = send(matei, ("letter.txt", b"Two vans came."), **given)
        assert page.status == 400
        form = form_in(page.html, "/inbox/upload")
        assert (form.fields["note"], form.fields["consent"]) == (["on a stick"], ["help"])
        assert f'<a href="#{field}">' in page.html
    assert uploads(house.desk, house.cast.matei) == []
