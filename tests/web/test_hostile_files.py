"""Hostile files, from the form that takes them in to the attachment that hands them out."""

from __future__ import annotations

import re

from hostile_files import FILES
from page_rules import faults_of
from web_cast import Browser, Page

from desk_cast import House
from khronika.acts.jobs import jobs, run_next
from khronika.acts.upkeep import verify


def test_hostile_files_are_answered_shown_and_handed_out_without_harm(house: House, matei: Browser) -> None:
    """All of them in one form, each said to be a page."""
    sent = [("file", (name, content, "text/html")) for name, content in FILES.items()]
    given = {"token": matei.token()}
    made = Page(matei.client.post("/inbox/upload", data=given, files=sent))
    assert made.status == 200, made.words
    work(house)
    (job,) = jobs(house.desk, house.cast.matei)
    assert (job.state, job.done) == ("done", len(FILES))
    items = set[str]()
    for first in range(0, len(FILES), 50):
        items |= {*items_in(right(matei.get(f"/inbox/{job.id}?first={first}")))}
    assert len(items) >= len(set(FILES.values()))
    for item in sorted(items)[: len(FILES)]:
        right(matei.get(item))
        right(matei.get(f"{item}/original"))
        right(matei.get(f"{item}/original?page=1"))
        drawn(matei.get(f"{item}/pages/1.png"))
        handed_out(matei, item)
    verified = verify(house.desk, house.cast.ines, files=True)
    assert (verified.problems, verified.orphans) == ((), ())


def work(house: House) -> None:
    while run_next(house.desk, house.extractor):
        pass


def items_in(page: Page) -> list[str]:
    return [link for link in page.links if re.fullmatch(r"/items/itm_\w+", link)]


def right(page: Page) -> Page:
    """Return a page that holds nothing of a file but its words."""
    assert page.status == 200, page.words
    assert faults_of(page.html) == []
    assert page.response.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.response.headers["cache-control"] == "no-store"
    return page


def drawn(page: Page) -> None:
    """Refuse what is neither a picture of ours nor a line that says why there is none."""
    if page.status == 200:
        assert page.response.headers["content-type"] == "image/png"
        assert page.response.content.startswith(b"\x89PNG\r\n\x1a\n")
    else:
        assert page.status == 404
        assert faults_of(page.html) == []


def handed_out(browser: Browser, item: str) -> None:
    """Refuse an original that a browser would show, run, or keep under a name that leads somewhere."""
    given = browser.post(f"{item}/original", reason="to compare the quotation").response
    assert given.status_code == 200
    assert given.headers["content-type"] == "application/octet-stream"
    assert given.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in given.headers["content-security-policy"]
    assert "set-cookie" not in given.headers
    name = re.fullmatch(r"attachment; filename\*=UTF-8''([\w.~%-]+)", given.headers["content-disposition"])
    assert name is not None
    assert not re.search(r"%2F|%5C|%0|%22", name[1], re.IGNORECASE)


def test_after_each_hostile_file_the_next_is_read_by_a_process_that_is_whole(
    house: House, matei: Browser
) -> None:
    sent = []
    for number, name in enumerate(("unpacks.pdf", "bomb.docx", "nested.eml", "deep.html")):
        sent += [("file", (name, FILES[name])), ("file", (f"{number}.html", honest(number)))]
    made = Page(matei.client.post("/inbox/upload", data={"token": matei.token()}, files=sent))
    work(house)
    told = matei.get(made.path)
    pages = [matei.get(item).words for item in dict.fromkeys(items_in(told))]
    for number in range(4):
        assert f"{number}.html" in told.words
        assert any(f"Nobody was held at Quarry {number}" in page for page in pages)


def honest(number: int) -> bytes:
    return f"<html><p>The ministry said: “Nobody was held at Quarry {number}.”</p></html>".encode()
