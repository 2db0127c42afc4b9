"""The forms of a page, filled in as a person could have done it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lxml import html
from rights_house import NOWHERE

from khronika.records.ids import Kind

Ids = Mapping[Kind, str]
_TYPED = {
    **dict.fromkeys(("place_called", "part_of_called", "party_called", "within_called"), ""),
    **dict.fromkeys(("speaks_for_called", "codes", "no_notes", "earlier_elsewhere", "called"), ""),
    **dict.fromkeys(("said_from", "happened_from"), "2020-01"),
    **dict.fromkeys(("said_to", "happened_to"), "2027"),
    **dict.fromkeys(("new", "again"), "two grey herons on the weir"),
    "when": "2026-03-14",
    "held": "2026-03-14",
    "next_on": "2026-05-01",
    "until": "2026-12-31",
    "latitude": "48.1",
    "longitude": "37.2",
    "geonames": "1",
    "at": "3",
    **dict.fromkeys(("low", "high"), "40"),
    "days": "2026-03-14",
    "spans": "30-58",
    "language": "en",
    "identity": "Roza Vidal",
    "handle": "+99 555 0199",
    "pseudonym": "Witness K",
    "first": "2026-01-01",
    "last": "2026-12-31",
}
_TICKED = {"roles", "marks", "acts", "statements"}
PLAUSIBLE = "vans at the gate"


@dataclass(frozen=True)
class Form:
    """A form of a page as a browser would send it: one for each of its buttons."""

    action: str
    fields: tuple[tuple[str, str], ...] = ()

    def swapped(self, before: Ids, after: Ids, *, path: bool = True, fields: bool = True) -> Form:
        """Return the form with the ids of records exchanged."""

        def swap(text: str) -> str:
            for kind, id_ in before.items():
                text = text.replace(id_, after.get(kind, f"{kind}_{NOWHERE}"))
            return text

        action = swap(self.action) if path else self.action
        given = tuple((name, swap(value)) for name, value in self.fields) if fields else self.fields
        return Form(action, given)

    def filled(self, value: str, *, all_of_it: bool) -> Form:
        """Return the form with a value in each field that is typed in, or in every field there is."""
        kept = {"token"} if all_of_it else {"token", "entry", "part", "next", *_CHOSEN}
        return Form(self.action, tuple((one, old if one in kept else value) for one, old in self.fields))


_CHOSEN = {
    "kind",
    "precision",
    "role",
    "danger",
    "words",
    "place_kind",
    "acts",
    "denies",
    "following",
    "only",
}


def forms_of(source: str, address: str) -> Iterator[Form]:
    """Yield the forms of a page that are posted, with what a person could have typed into them."""
    for form in html.document_fromstring(source).iter("form"):
        if form.get("method", "get").lower() != "post":
            continue
        action = form.get("action") or urlsplit(address).path
        fields = [pair for element in form.iter("input", "select", "textarea") for pair in _typed(element)]
        fields += [pair for pair in _unchosen(form) if pair[0] not in {name for name, _ in fields}]
        buttons = [
            (button.get("formaction") or action, button.get("name"), button.get("value", ""))
            for button in form.iter("button")
        ] or [(action, None, "")]
        for there, name, value in list(dict.fromkeys(buttons))[:3]:
            yield Form(urlsplit(there).path, (*fields, *([(name, value)] if name else [])))


def _unchosen(form: Any) -> list[tuple[str, str]]:
    """Return the first of each list of which a person would choose one at least."""
    boxes = [one for one in form.iter("input") if one.get("type") in {"checkbox", "radio"}]
    pairs = {one.get("name"): one for one in reversed(boxes)}
    return [
        (name, one.get("value", "on"))
        for name, one in pairs.items()
        if name in _TICKED or one.get("type") == "radio"
    ]


def _typed(element: Any) -> Iterator[tuple[str, str]]:
    name, kind = element.get("name"), element.get("type", "text")
    if not name or kind in {"file", "submit"}:
        return
    if element.tag == "select":
        options = [option.get("value", option.text_content()) for option in element.iter("option")]
        chosen = [
            one.get("value", one.text_content()) for one in element.iter("option") if "selected" in one.attrib
        ]
        yield name, next(filter(None, chosen), "" if _stays(name) else next(filter(None, options), ""))
    elif element.tag == "textarea":
        yield name, element.text or _TYPED.get(name, PLAUSIBLE)
    elif kind in {"checkbox", "radio"}:
        if "checked" in element.attrib:
            yield name, element.get("value", "on")
    elif kind == "hidden":
        yield name, element.get("value") or (_TYPED["spans"] if name == "spans" else "")
    else:
        usual = "2026-12-31" if name.endswith("-until") else "" if _stays(name) else PLAUSIBLE
        known = {} if _stays(name) else _TYPED
        yield name, element.get("value") or known.get(name, known.get(name.rpartition(".")[2], usual))


def _stays(name: str) -> bool:
    """Tell whether a field that is empty stays so: a claim of one kind has no value of another's."""
    return name.startswith("claim.")
