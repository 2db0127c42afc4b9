"""What the forms of parties, places and incidents have in common: coming back, and compartments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from khronika.acts.members import compartments
from khronika.records.access import Compartment
from khronika.web.visits import Visit


@dataclass(frozen=True, slots=True)
class Inside:
    """The compartments that the member may record in, and those that are ticked."""

    compartments: Sequence[Compartment]
    ticked: frozenset[str]


def again(visit: Visit) -> Visit:
    """Return the visit with the form that comes back as its own: for what only shows, and changes nothing.

    What is offered for what was typed is offered again, so that the form holds what was said of it.
    """
    return replace(visit, form=visit.back) if visit.back.pairs else visit


def inside(visit: Visit, ticked: frozenset[str] = frozenset()) -> Inside:
    """Return the compartments that a form offers."""
    given = inside_of(visit) if visit.form.has("form") else ticked
    return Inside(compartments(visit.desk, visit.who), given)


def inside_of(visit: Visit) -> frozenset[str]:
    """Return the compartments that are ticked in a form."""
    return frozenset(visit.form.all("inside"))
