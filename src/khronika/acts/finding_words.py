"""The words and the lists of a finding, as they are checked before it is recorded.

What must stay true: what a member wrote is refused or kept as it is, but for space around it; the order in
which statements are named changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from khronika.acts.recording import holds_controls
from khronika.errors import UsageFault
from khronika.records.findings import Element, Finding

LONGEST_SENTENCE, LONGEST_TERM, LONGEST_REASONING = 1000, 300, 20_000
MOST_INCIDENTS, MOST_CITED, MOST_ELEMENTS = 20, 200, 40


def checked_finding(finding: Finding) -> Finding:
    """Return a finding without space around its words, its ids in order and each once.

    Raises:
        UsageFault: there is no sentence, incident or support; something is too long or too many, holds
            control characters, is cited for and against, or is of an element and not cited.
    """
    made = replace(
        finding,
        sentence=line(finding.sentence, "sentence", LONGEST_SENTENCE),
        right=line(finding.right, "right", LONGEST_TERM),
        norm=line(finding.norm, "norm", LONGEST_TERM),
        reasoning=lines(finding.reasoning),
        incidents=_each_once(finding.incidents),
        supports=_each_once(finding.supports),
        opposes=_each_once(finding.opposes),
        elements=tuple(map(_element, finding.elements)),
    )
    if not made.sentence:
        raise UsageFault("a finding is a sentence", "what you find, in your own words").beside("sentence")
    _refuse_empty(made)
    _refuse_many(made)
    _refuse_uncited(made)
    return made


def _refuse_empty(finding: Finding) -> None:
    if not finding.incidents:
        raise UsageFault("a finding is about an incident", "name at least one").beside("incidents")
    if not finding.supports:
        hint = "cite at least one statement in the record"
        raise UsageFault("nothing supports this finding", hint).beside("supports")
    both = set(finding.supports) & set(finding.opposes)
    if both:
        fault = f"{min(both)} is cited for the finding and against it"
        raise UsageFault(fault, "cite it as one of the two").beside("opposes")


def _refuse_many(finding: Finding) -> None:
    cited = len(finding.supports) + len(finding.opposes)
    for count, most, what, where in (
        (len(finding.incidents), MOST_INCIDENTS, "incidents", "incidents"),
        (cited, MOST_CITED, "statements", "supports"),
        (len(finding.elements), MOST_ELEMENTS, "elements", "elements"),
    ):
        if count > most:
            raise UsageFault(f"a finding has too many {what}", f"at most {most}").beside(where)


def _refuse_uncited(finding: Finding) -> None:
    cited = {*finding.supports, *finding.opposes}
    for one in finding.elements:
        for id_ in one.statements:
            if id_ not in cited:
                fault = f"{id_} is of the element “{one.name}”, and not cited"
                raise UsageFault(fault, "cite it for or against the finding").beside("elements")
    if len({one.name for one in finding.elements}) < len(finding.elements):
        raise UsageFault("two elements have one name", "name each once").beside("elements")


def _element(element: Element) -> Element:
    name = line(element.name, "elements", LONGEST_TERM)
    if not name:
        raise UsageFault("an element needs a name", "as the norm calls it").beside("elements")
    return replace(element, name=name, statements=_each_once(element.statements))


def line(words: str, field: str, most: int) -> str:
    """Return words of one line without space around them; ``field`` is that of a form that holds them.

    Raises:
        UsageFault: they are too long, or hold control characters.
    """
    kept = words.strip()
    if len(kept) > most:
        raise UsageFault("this is too long", f"at most {most:,} characters").beside(field)
    if holds_controls(kept):
        raise UsageFault("this holds control characters", "type it anew, on one line").beside(field)
    return kept


def lines(words: str, field: str = "reasoning") -> str:
    """Return words of several lines without space around them.

    Raises:
        UsageFault: they are too long, or hold control characters.
    """
    kept = words.replace("\r\n", "\n").strip()
    if len(kept) > LONGEST_REASONING:
        raise UsageFault("this is too long", f"at most {LONGEST_REASONING:,} characters").beside(field)
    if any(holds_controls(one) for one in kept.split("\n")):
        raise UsageFault("this holds control characters", "type it anew").beside(field)
    return kept


def _each_once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({one.strip() for one in ids if one.strip()}))
