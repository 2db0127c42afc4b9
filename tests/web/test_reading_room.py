"""The reading room, as a member without script uses it."""

from __future__ import annotations

from web_cast import Browser, press, sent

from desk_cast import DENIAL, WITNESS, House
from khronika.acts import review
from khronika.acts.show import Sought, statements
from khronika.acts.sources import Conditions
from khronika.acts.worklist import waiting_for_second


def test_accepting_leads_to_the_next_suggestion(house: House, matei: Browser) -> None:
    item, (first, second, *_) = house.read_one()
    page = matei.get(f"/items/{item}")
    assert "There is no such facility" in page.words
    page = matei.post(f"/statements/{first}/accept", following=second)
    assert page.status == 200
    assert f"s={second}" in page.path
    assert "Accepted." in page.words
    assert "not seen by a second person" in page.words


def test_what_was_changed_since_it_was_shown_is_not_accepted_by_a_page(house: House, matei: Browser) -> None:
    item, (first, *_) = house.read_one()
    page = matei.get(f"/items/{item}")
    (form,) = [one for one in page.forms if one.action == f"/statements/{first}/accept"]
    review.amend(house.desk, house.cast.sanne, first, {"speaker": "Somebody Else"})
    page = sent(matei, form)
    assert page.status == 400
    assert "changed since it was shown" in page.words
    page = matei.get(f"/items/{item}?s={first}")
    assert "Somebody Else" in page.words
    (form,) = [one for one in page.forms if one.action == f"/statements/{first}/accept"]
    assert sent(matei, form).status == 200
    assert "not seen by a second person" not in matei.get(f"/items/{item}?only=taken").words


def test_a_rejection_keeps_its_reason(house: House, matei: Browser) -> None:
    item, (first, *_) = house.read_one()
    matei.post(f"/statements/{first}/reject", reason="not a statement", other="")
    assert "not a statement" in matei.get(f"/items/{item}?only=all").words
    assert f"s-{first}" not in matei.get(f"/items/{item}").html


def test_amending_changes_what_the_form_changes_and_nothing_else(house: House, matei: Browser) -> None:
    item, (first, *_) = house.read_one()
    page = matei.get(f"/statements/{first}/amend")
    (form,) = [one for one in page.forms if one.action.endswith("/amend") and one.method == "post"]
    before = {one.id: one for one in statements(house.desk, house.cast.matei, Sought(item))}
    sent(matei, form, speaker="the ministry’s spokesperson", relays="Orvan\nSarn Courier")
    after = {one.id: one for one in statements(house.desk, house.cast.matei, Sought(item))}
    changed, kept = after[first].statement, before[first].statement
    assert changed is not None
    assert kept is not None
    assert changed.speaker == "the ministry’s spokesperson"
    assert [relay.text for relay in changed.relays] == ["Orvan", "Sarn Courier"]
    assert (changed.content, changed.acts, changed.denies) == (kept.content, kept.acts, kept.denies)
    assert after[first].status == "amended"


def test_undo_brings_back_what_stood_before(house: House, matei: Browser) -> None:
    item, (first, second, *_) = house.read_one()
    matei.post(f"/statements/{first}/accept", following=second)
    page = matei.post(f"/statements/{first}/undo")
    assert "Undone." in page.words
    shown = {one.id: one.status for one in statements(house.desk, house.cast.matei, Sought(item))}
    assert shown[first] == "suggested"


def test_nobody_undoes_what_somebody_else_decided(house: House, matei: Browser) -> None:
    _, (first, *_) = house.read_one()
    review.accept(house.desk, house.cast.sanne, [first])
    page = matei.post(f"/statements/{first}/undo")
    assert page.status == 403
    assert "decided by somebody else" in page.words


def test_a_statement_is_added_by_pressing_its_first_and_its_last_word(house: House, matei: Browser) -> None:
    item, _ = house.read_one()
    page = matei.get(f"/items/{item}/add?pick=1")
    start, end = DENIAL.index("told"), DENIAL.index("Wednesday") + len("Wednesday.")
    page = press(matei, page, "first", str(start))
    page = press(matei, page, "picked", f"{start}-{end}")
    assert "told the Orvan agency on Wednesday." in page.words
    (form,) = [one for one in page.forms if one.action.endswith("/add") and one.method == "post"]
    page = matei.post(
        form.action, spans=form.fields["spans"][0], speaker="Orvan", named="1", acts=["reports"]
    )
    assert page.status == 200
    assert "Added to the record." in page.words
    added = [
        one for one in statements(house.desk, house.cast.matei, Sought(item)) if one.status == "accepted"
    ]
    assert [one.words for one in added] == [DENIAL[start:end]]
    assert added[0].statement is not None
    assert added[0].statement.named


def test_two_are_made_one_and_one_is_made_two(house: House, matei: Browser) -> None:
    item, (first, second, *_) = house.read_one(WITNESS)
    matei.post(f"/statements/{first}/merge", **{"with": second})
    shown = {one.id: one for one in statements(house.desk, house.cast.matei, Sought(item))}
    assert (shown[first].status, shown[second].status) == ("amended", "rejected")
    whole = shown[first].statement
    assert whole is not None
    assert len(whole.content) == 2
    matei.post(f"/statements/{first}/split", at=whole.content[1][0])
    shown = {one.id: one for one in statements(house.desk, house.cast.matei, Sought(item))}
    kept = shown[first].statement
    assert kept is not None
    assert kept.content == whole.content[:1]
    made = [one for one in shown.values() if one.statement and one.statement.content == whole.content[1:]]
    assert "accepted" in {one.status for one in made}


def test_a_reader_sees_and_is_offered_nothing_to_change(house: House) -> None:
    item, (first, *_) = house.read_one()
    lev = Browser(house.desk, house.cast.lev)
    page = lev.get(f"/items/{item}")
    assert "There is no such facility" in page.words
    assert not [form for form in page.forms if form.action.startswith("/statements")]
    assert lev.post(f"/statements/{first}/accept").status == 403


def test_what_is_in_a_compartment_is_not_there(house: House, matei: Browser) -> None:
    hidden = Conditions(frozenset({house.cast.quarry}))
    item, (first, *_) = house.read_one(conditions=hidden)
    nothing = "itm_" + "0" * 26
    unseen, absent = matei.get(f"/items/{item}"), matei.get(f"/items/{nothing}")
    assert unseen.status == absent.status == 404
    assert unseen.html.replace(item, "…") == absent.html.replace(nothing, "…")
    assert matei.post(f"/statements/{first}/accept").status == 404
    assert item not in matei.get("/items").html


def test_an_earlier_day_shows_what_was_known_and_changes_nothing(house: House, matei: Browser) -> None:
    item, (first, *_) = house.read_one()
    size = house.desk.ledger.head().size
    matei.post(f"/statements/{first}/accept")
    page = matei.get(f"/items/{item}?as_of={size}")
    assert "suggestion" in page.words
    assert "state taken" not in page.html
    assert not [form for form in page.forms if form.action.startswith("/statements")]
    assert matei.post(f"/statements/{first}/accept?as_of={size}").status == 400


def test_hostile_words_stay_words(house: House, matei: Browser) -> None:
    hostile = (
        'SARN, 18 March 2026 - "<script>alert(1)</script> \u202eevil\u202c & <img src=x onerror=alert(1)>," '
        "Mira <b>Dzhalova</b> said on Wednesday.\n"
    )
    item, _ = house.read_one(hostile, 'a"><script>alert(2)</script>\u202etxt.exe')
    html = matei.get(f"/items/{item}").html
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "\u202e" not in html
    assert "[U+202E]" in html


def test_a_very_long_text_is_shown_in_parts(house: House, matei: Browser) -> None:
    long = "A word of a text without an end. " * 40_000
    item, _ = house.read_one(long + "\n\n" + DENIAL)
    page = matei.get(f"/items/{item}")
    assert len(page.html) < 400_000
    assert "The next part" in page.words or "The part before" in page.words


def test_a_form_sent_as_it_was_shown_changes_nothing(house: House, matei: Browser) -> None:
    item, (first, *_) = house.read_one()
    changes = {"speaker": "\u200fميرا\u200f", "relays": ["Or\u202evan"]}
    review.amend(house.desk, house.cast.matei, first, changes)
    page = matei.get(f"/statements/{first}/amend")
    (form,) = [one for one in page.forms if one.action.endswith("/amend") and one.method == "post"]
    assert "[U+200F]" in form.fields["speaker"][0]
    page = sent(matei, form)
    assert page.status == 200
    after = {one.id: one for one in statements(house.desk, house.cast.matei, Sought(item))}[first].statement
    assert after is not None
    assert after.speaker == "\u200fميرا\u200f"
    assert [relay.text for relay in after.relays] == ["Or\u202evan"]


def test_ones_own_acceptance_is_not_offered_to_oneself_again_and_can_be_undone(
    house: House, matei: Browser
) -> None:
    item, (first, *_) = house.read_one()
    review.accept(house.desk, house.cast.matei, [first])
    card = matei.get(f"/items/{item}?s={first}").html.split(f'id="s-{first}"')[1].split("</article>")[0]
    assert "Accept too" not in card
    assert f"/statements/{first}/undo" in card
    card = Browser(house.desk, house.cast.sanne).get(f"/items/{item}?s={first}").html
    card = card.split(f'id="s-{first}"')[1].split("</article>")[0]
    assert "Accept too" in card
    assert f"/statements/{first}/undo" not in card


def test_a_second_person_goes_from_one_that_waits_for_them_to_the_next(house: House) -> None:
    item, found = house.read_one(DENIAL + WITNESS)
    review.accept(house.desk, house.cast.matei, [found[0], found[2]])
    review.accept(house.desk, house.cast.sanne, [found[3]])
    sanne = Browser(house.desk, house.cast.sanne)
    page = sanne.get("/")
    address = next(link for link in page.links if found[0] in link)
    assert "only=second" in address
    page = sanne.get(address)
    assert [one in page.html for one in (f"s-{found[0]}", f"s-{found[1]}", f"s-{found[2]}")] == [
        True,
        False,
        True,
    ]
    page = sanne.post(f"/statements/{found[0]}/accept", following=found[2], only="second")
    assert f"s={found[2]}" in page.path
    assert "only=second" in page.path
    sanne.post(f"/statements/{found[2]}/accept", only="second")
    assert "Nothing here waits for you as a second person" in sanne.get(f"/items/{item}?only=second").words
    assert waiting_for_second(house.desk, house.cast.sanne) == []
