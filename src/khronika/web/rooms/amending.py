"""Amending a statement, or adding one by hand: its fields as a form, its words picked in the text.

What must stay true: whoever goes to pick words, or sends something that cannot be read, finds all that was
typed when they come back; nothing is recorded before the form is sent as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from khronika.acts import composing, review
from khronika.acts.claimed import CODES
from khronika.acts.read import about_of
from khronika.acts.show import show, text_of
from khronika.acts.shown import ItemShown, StatementShown
from khronika.errors import UsageFault
from khronika.records.spans import words_of
from khronika.records.statement import Act, Denial, Statement
from khronika.web.answers import Answer, Context, GoTo, Page
from khronika.web.drafted_changes import candidates_of, changes_of
from khronika.web.drafted_claims import MODALITIES, POLARITIES
from khronika.web.drafted_picks import PICKS, with_picked
from khronika.web.drafting import Drafted, drafted_in, drafted_of, spans_of, spans_text
from khronika.web.forms import Fields
from khronika.web.picking import Picking, picking_of
from khronika.web.rooms.reading_room import on_from, shown_statement
from khronika.web.routes import Way, ask, now, post
from khronika.web.sides import HEADS
from khronika.web.visits import Visit
from khronika.web.whole_words import whole_words

_MOST_WORDS = 5_000
_ASKED = ("following", "only", "at", "first")
_BARE = Statement("", None, named=False, content=(), acts=())


@dataclass(frozen=True, slots=True)
class Amending(Context):
    """The fields of one statement, to be amended, or of one that is added by hand.

    ``words`` are those at the spans that the form holds, ``choices`` the places that words can mean, both by
    the spans. ``whole`` tells that more was taken than was picked: whole words.
    """

    template: ClassVar[str] = "amending.html"
    sheet: ClassVar[str] = "amending.css"
    item: str
    shown: StatementShown | None
    drafted: Drafted
    words: Mapping[str, str]
    choices: Mapping[str, Sequence[tuple[str, str]]]
    following: str
    only: str
    entry: str = ""
    fault: UsageFault | None = None
    whole: bool = False
    acts: Sequence[Act] = tuple(Act)
    denials: Sequence[Denial] = tuple(Denial)
    properties: ClassVar[Mapping[str, str]] = {one.value: heads.title for one, heads in HEADS.items()}
    polarities: ClassVar[Mapping[str, str]] = POLARITIES
    modalities: ClassVar[Mapping[str, str]] = MODALITIES
    deeds: ClassVar[Sequence[str]] = tuple(CODES)
    picks: ClassVar[Mapping[str, str]] = PICKS


@dataclass(frozen=True, slots=True)
class PickingWords(Context):
    """A stretch of the text, to pick words for the form of a statement, or the place to make two of it."""

    template: ClassVar[str] = "picking.html"
    sheet: ClassVar[str] = "amending.css"
    item: str
    shown: StatementShown | None
    picking: Picking
    split: bool = False
    picks: ClassVar[Mapping[str, str]] = PICKS


@dataclass(frozen=True, slots=True)
class _About:
    """What a form is about: a statement, or an item to which one is added."""

    item: str
    text: str
    before: Statement
    shown: StatementShown | None = None

    @property
    def entry(self) -> str:
        """Return the entry in which the statement stands; nothing of one that is not recorded yet."""
        return self.shown.entry if self.shown else ""


def amending(visit: Visit) -> Answer:
    """Show the fields of a statement to be amended, or its words to make two of it."""
    about = _about_statement(visit)
    if visit.query.has("pick"):
        picking = picking_of(about.text, about.before.content, "content", _begun(visit, about.before))
        context = PickingWords(about.item, about.shown, picking, split=visit.query.has("split"))
        title = visit.word("Make two of it") if context.split else _title(visit, about)
        return Page(title, context)
    return _form(visit, about, drafted_of(about.before))


def amend(visit: Visit) -> Answer:
    """Accept a statement with the changes of the form."""
    about = _about_statement(visit)
    seen = tuple(visit.form.all("entry")) or (about.entry,)
    try:
        changes = changes_of(visit.form, about.before, about.text)
        if changes:
            review.amend(visit.desk, visit.who, visit.parts["statement"], changes, seen)
        else:
            review.accept(visit.desk, visit.who, [visit.parts["statement"]], seen)
    except UsageFault as fault:
        return _form(visit, about, drafted_in(visit.form), fault)
    return on_from(visit, "amended" if changes else "accepted")


def amending_further(visit: Visit) -> Answer:
    """Show the form as it was typed: to pick words for it, or with those that were picked."""
    return _further(visit, _about_statement(visit))


def adding(visit: Visit) -> Answer:
    """Show the form of a statement that is added by hand, or the text to pick its words."""
    about = _about_item(visit)
    picked = spans_of(visit.query.get("spans"))
    spans = whole_words(about.text, picked)
    begun = Statement("", None, named=True, content=spans, acts=(Act.ASSERTS,))
    if visit.query.has("pick"):
        picking = picking_of(about.text, spans, "content", _begun(visit, begun))
        return Page(visit.word("Add a statement"), PickingWords(about.item, None, picking))
    return _form(visit, about, drafted_of(begun), whole=spans != picked)


def add(visit: Visit) -> Answer:
    """Add a statement by hand."""
    about = _about_item(visit)
    path = f"/items/{about.item}/add"
    return visit.server.sent.once(visit.session.digest, path, visit.form, lambda: _add(visit, about))


def _add(visit: Visit, about: _About) -> Answer:
    drafted = drafted_in(visit.form)
    try:
        drafted = _taken_whole(drafted, about.text)
        _refuse_cut(drafted, visit.form)
        changes = {"acts": [], **changes_of(visit.form, _BARE, about.text)}
        made = composing.add_statement(visit.desk, visit.who, about.item, changes)
    except UsageFault as fault:
        return _form(visit, about, drafted, fault)
    return GoTo(f"/items/{about.item}#s-{made.id}", "added", {"s": made.id, "undo": made.id})


def adding_further(visit: Visit) -> Answer:
    """Show the form of a statement to be added as it was typed."""
    return _further(visit, _about_item(visit))


def _taken_whole(drafted: Drafted, text: str) -> Drafted:
    """Return a draft whose words cut no word of the text."""
    picked = spans_of(drafted.content)
    whole = whole_words(text, picked)
    return drafted if whole == picked else replace(drafted, content=spans_text(whole))


def _refuse_cut(whole: Drafted, sent: Fields) -> None:
    """Let a person look again where other words are taken than were sent.

    Raises:
        UsageFault: they are others.
    """
    if whole.content != sent.get("spans"):
        raise UsageFault(
            "what was picked does not begin and end with whole words",
            "it does now: look at its words, and send it again",
        )


def _about_statement(visit: Visit) -> _About:
    shown = shown_statement(visit, visit.parts["statement"])
    assert shown.statement is not None
    text = text_of(visit.desk, visit.who, shown.item, as_of=visit.as_of)
    return _About(shown.item, text, shown.statement, shown)


def _about_item(visit: Visit) -> _About:
    item = visit.parts["item"]
    return _About(item, text_of(visit.desk, visit.who, item, as_of=visit.as_of), _BARE)


def _begun(visit: Visit, statement: Statement) -> Fields:
    """Return the form of a statement as it would be sent by whoever has typed nothing yet."""
    given = [(name, visit.query.get(name)) for name in _ASKED if visit.query.has(name)]
    return Fields((*drafted_of(statement).pairs(), *given))


def _further(visit: Visit, about: _About) -> Page:
    kind, drafted = visit.form.get("pick"), drafted_in(visit.form)
    if kind not in PICKS or visit.form.has("back"):
        return _form(visit, about, drafted)
    try:
        if not visit.form.get("picked"):
            content = spans_of(drafted.content) or about.before.content
            picking = picking_of(about.text, content, kind, visit.form)
            return Page(_title(visit, about), PickingWords(about.item, about.shown, picking))
        picked = spans_of(visit.form.get("picked"))
        published = _published(visit, about) if kind == "time" else ""
        drafted = with_picked(drafted, kind, picked, about.text, published)
    except UsageFault as fault:
        return _form(visit, about, drafted, fault)
    return _form(visit, about, drafted)


def _published(visit: Visit, about: _About) -> str:
    """Return when the text was published, as the reader takes it."""
    found = show(visit.desk, visit.who, about.item, as_of=visit.as_of)
    if not isinstance(found, ItemShown):
        return ""
    given = "published" in found.corrected
    return found.about.published if given else about_of(about.text, found.about).published


def _form(
    visit: Visit,
    about: _About,
    drafted: Drafted,
    fault: UsageFault | None = None,
    *,
    whole: bool = False,
) -> Page:
    given = visit.form if visit.form.pairs else visit.query
    places = [one.held["at"] for one in drafted.pieces]
    spans = (drafted.content, drafted.source, drafted.cue, *places)
    context = Amending(
        item=about.item,
        shown=about.shown,
        drafted=drafted,
        words={one: _words(about.text, one) for one in spans},
        choices=_choices(visit, about, drafted),
        following=given.get("following"),
        only=given.get("only"),
        entry=visit.form.get("entry") or about.entry,
        fault=fault,
        whole=whole,
    )
    return Page(_title(visit, about), context, 400 if fault else 200, fault)


def _title(visit: Visit, about: _About) -> str:
    return visit.word("Amend a statement") if about.shown else visit.word("Add a statement")


def _words(text: str, typed: str) -> str:
    """Return the words at the spans of a form; nothing where they are no spans."""
    try:
        return words_of(text, spans_of(typed))[:_MOST_WORDS]
    except UsageFault:
        return ""


def _choices(visit: Visit, about: _About, drafted: Drafted) -> dict[str, list[tuple[str, str]]]:
    """Return the places that words can mean, each as its number and in words."""
    made: dict[str, list[tuple[str, str]]] = {}
    countries = visit.language.locale.territories
    for piece in drafted.pieces:
        if piece.kind != "place":
            continue
        try:
            found = candidates_of(about.before, piece, about.text)
        except UsageFault:
            found = ()
        made[piece.held["at"]] = [
            (str(one.geonames), ", ".join(dict.fromkeys(filter(None, around))))
            for one in found
            for around in [(one.name, one.region, countries.get(one.country, one.country))]
        ]
    return made


WAYS: tuple[Way, ...] = (
    now("/items/{item}/add", adding),
    post("/items/{item}/add", add),
    ask("/items/{item}/add/further", adding_further),
    now("/statements/{statement}/amend", amending),
    post("/statements/{statement}/amend", amend),
    ask("/statements/{statement}/amend/further", amending_further),
)
