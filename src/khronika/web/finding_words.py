"""The words of findings on pages, and the fields of their form as they are typed.

What must stay true: the sentence and the reasoning go on as they were typed; nothing is cited that was not
ticked.
"""

from __future__ import annotations

from itertools import zip_longest

from khronika.acts.stale import Why
from khronika.errors import UsageFault
from khronika.records.findings import Attribution, Element, Finding, StandardOfProof
from khronika.web.forms import Fields
from khronika.web.frame import _

STANDARDS: dict[StandardOfProof, str] = {
    StandardOfProof.REASONABLE_SUSPICION: _("reasonable suspicion"),
    StandardOfProof.REASONABLE_GROUNDS: _("reasonable grounds to believe"),
    StandardOfProof.BALANCE: _("balance of probabilities"),
    StandardOfProof.CLEAR_AND_CONVINCING: _("clear and convincing"),
    StandardOfProof.BEYOND_REASONABLE_DOUBT: _("beyond reasonable doubt"),
}
ATTRIBUTIONS: dict[Attribution, str] = {
    Attribution.NOT_EXAMINED: _("not examined"),
    Attribution.ORGAN: _("organ of the state (article 4)"),
    Attribution.EMPOWERED: _("empowered to exercise governmental authority (article 5)"),
    Attribution.PLACED: _("organ placed at its disposal by another state (article 6)"),
    Attribution.EXCEEDED: _("organ acting beyond its authority (article 7)"),
    Attribution.DIRECTED: _("directed or controlled by the state (article 8)"),
    Attribution.ABSENCE: _("in the absence of the official authorities (article 9)"),
    Attribution.MOVEMENT: _("insurrectional movement that became the government (article 10)"),
    Attribution.ADOPTED: _("acknowledged and adopted by the state as its own (article 11)"),
    Attribution.OMISSION: _("failure of the state to prevent, investigate or punish"),
    Attribution.NON_STATE: _("an armed group or anybody else that is not the state"),
}
MET: dict[str, str] = {"open": _("cannot be said yet"), "met": _("met"), "missing": _("missing")}
WHY: dict[Why, str] = {
    Why.ERASED: _("a cited statement was erased"),
    Why.WITHDRAWN: _("consent to a cited statement was withdrawn"),
    Why.REJECTED: _("a cited statement is not in the record any more"),
    Why.AMENDED: _("a cited statement was amended"),
    Why.CORRECTED: _("a cited statement was corrected"),
    Why.RETRACTED: _("a cited statement was retracted"),
    Why.DISPUTED: _("a cited statement was disputed"),
    Why.RECALLED: _("a cited statement was recalled"),
    Why.CONTRADICTED: _("a further statement contradicts what supports it"),
    Why.FEWER: _("what supports it has fewer independent origins than it had"),
}
CHANGED: dict[str, str] = {
    "sentence": _("sentence"),
    "standard": _("standard of proof"),
    "incidents": _("incidents"),
    "right": _("right"),
    "norm": _("norm"),
    "attribution": _("attribution to a state"),
    "elements": _("elements"),
    "supports": _("statements for it"),
    "opposes": _("statements against it"),
    "reasoning": _("reasoning"),
}
STEPS: dict[str, str] = {
    "finding.recorded": _("recorded it"),
    "finding.changed": _("changed it"),
    "finding.reviewed": _("reviewed it"),
    "finding.dropped": _("dropped it"),
}
_STATES: dict[str, bool | None] = {"open": None, "met": True, "missing": False}
ELEMENT_ROWS = 4
"""How many rows for elements a form has at least."""


def state_of(element: Element) -> str:
    """Return by which word of a form an element is met, missing or open."""
    return next(word for word, met in _STATES.items() if met is element.met)


def typed_finding(form: Fields, before: Finding) -> Finding:
    """Return the finding that a form holds; ids and incidents are those of ``before``.

    Raises:
        UsageFault: no standard of proof was chosen, or a choice is on no list.
    """
    standard = form.choice("standard", StandardOfProof)
    if standard is None:
        raise UsageFault("how sure it is was not said", "choose the standard of proof").beside("standard")
    drawn = drawn_finding(form, before)
    form.choice("attribution", Attribution)
    return Finding(
        before.id,
        drawn.sentence,
        standard,
        before.incidents,
        drawn.right,
        drawn.norm,
        drawn.attribution,
        drawn.elements,
        drawn.supports,
        drawn.opposes,
        drawn.reasoning,
    )


def drawn_finding(form: Fields, before: Finding) -> Finding:
    """Return what a form holds in so many words, to be shown again."""
    supports, opposes = tuple(form.all("supports")), tuple(form.all("opposes"))
    attribution = form.get("attribution")
    return Finding(
        before.id,
        form.typed("sentence").strip(),
        before.standard,
        before.incidents,
        form.get("right"),
        form.get("norm"),
        Attribution(attribution) if attribution in set(Attribution) else Attribution.NOT_EXAMINED,
        tuple(_elements(form, before, {*supports, *opposes})),
        supports,
        opposes,
        form.typed("reasoning"),
    )


def _elements(form: Fields, before: Finding, cited: set[str]) -> list[Element]:
    """Return the elements that were named; one that stood keeps its statements that are still cited."""
    names = [value.strip() for name, value in form.pairs if name == "element"]
    states = [value for name, value in form.pairs if name == "state"]
    stood = {one.name: one.statements for one in before.elements}
    return [
        Element(name, _STATES.get(state), tuple(id_ for id_ in stood.get(name, ()) if id_ in cited))
        for name, state in zip_longest(names, states, fillvalue="")
        if name
    ]
