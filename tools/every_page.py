"""An address of every page of the desk, filled in from the sample desk.

What must stay true: a way that is new and has a part without a name here fails, so that no page is missed.
"""

from __future__ import annotations

import re

from tools.sample_desk import SampleDesk

from khronika.acts.contact import contact_page
from khronika.acts.members import compartments
from khronika.acts.show import Sought, statements
from khronika.acts.sign_in import one_time
from khronika.acts.weigh import weigh
from khronika.web.app import WAYS

NO_PAGES = frozenset(
    {"/log/checkpoints/{size}", "/log/{position}/proof", "/people/{member}/one-time-address"}
)
"""Ways that answer a GET with a file, or lead on."""

FURTHER = (
    "/items/{item}/original?page=1",
    "/items/{item}/add?pick=1",
    "/timeline?view=counts",
    "/incidents/{incident}/weigh?all=origins",
)
"""Pages of the same ways that look otherwise."""

_OWN = frozenset({"/inbox", "/inbox/{job}", "/search", "/search/{saved}"})


def every_page(sample: SampleDesk) -> dict[str, str]:
    """Return the address of every page by its way, as the application has it."""
    parts = _parts(sample)
    ways = [way.route.path for way in WAYS if "GET" in (way.route.methods or ())]
    wanted = [path for path in ways if path not in NO_PAGES and not path.endswith(".png")]
    return {path: _filled(path, parts) for path in (*wanted, *FURTHER)}


def looked_at_by(way: str, sample: SampleDesk) -> str:
    """Return the member who may see most of a page: the founder, but for what is another's own."""
    return sample.matei if way in _OWN else sample.ines


def _parts(sample: SampleDesk) -> dict[str, str]:
    found = statements(sample.desk, sample.matei, Sought(sample.text))
    statement = next((one.id for one in found if one.status == "suggested"), found[0].id)
    contact = contact_page(sample.desk, sample.ines, sample.contact).shown.contact
    return {
        "identity": (contact and contact.identity) or "",
        "once": one_time(sample.desk, sample.sanne),
        "contact": sample.contact,
        "consent": sample.consent,
        "item": sample.pdf,
        "statement": statement,
        "incident": sample.incident,
        "origin": weigh(sample.desk, sample.ines, sample.incident).lines[0].statement,
        "party": sample.party,
        "place": sample.place,
        "job": sample.job,
        "saved": sample.search,
        "position": "7",
        "id": statement,
        "record": sample.incident,
        "member": sample.sanne,
        "compartment": compartments(sample.desk, sample.ines)[0].id,
        "proposal": sample.proposal,
        "finding": sample.finding,
    }


def _filled(path: str, parts: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], path)
