"""A form of a page, filled in as it was sent, with a line beside it that says what was wrong.

It works on the page as it was made, so that every form of every room comes back by the same way. What must
stay true: a form is given back only where it holds all that was typed; what is put in is escaped and made
visible as on any page; no passphrase and no code is put in.

Pages are our own: in their text and in their attributes ``<``, ``>`` and ``"`` are escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from khronika.errors import KhronikaError
from khronika.publishing.visible import one_line, visible
from khronika.web.form_pieces import BOXES, Attributes, Piece, pieces_of
from khronika.web.forms import FROM, TOKEN, Fields
from khronika.web.languages import Language

_OF_THE_FRAME = frozenset({TOKEN, FROM})


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a form that came back.

    ``words`` is ready markup, ``title`` what the page's title begins with. ``field`` is the name of the field
    that it is about, where there is one.
    """

    words: Markup
    title: str
    field: str = ""


@dataclass(slots=True)
class _Filling:
    """What each control of a form gets: words for those that take some, for boxes whether they are ticked."""

    words: dict[int, str] = field(default_factory=dict)
    ticked: dict[int, bool] = field(default_factory=dict)
    likeness: int = 0


def line_of(fault: KhronikaError, words: Language) -> Markup:
    """Return a fault with its hint as two sentences, ready to stand in a page."""
    said = (one_line(words.said(part)) for part in (fault.fault, fault.hint) if part)
    return escape(" ".join(f"{line[:1].upper()}{line[1:]}." for line in said))


def refilled(page: str, path: str, sent: Fields, beside: Beside, method: str = "post") -> str | None:
    """Return a page with the form that is sent to ``path`` by ``method`` filled in as it was sent.

    Of several such forms it is the one that is most like what was sent; ``None`` where none holds all of it.
    """
    pieces = list(pieces_of(page))
    given = _by_name(sent)
    found = [(form, _filling_of(form, given)) for form in pieces if _goes_to(form, path, method)]
    fit = [(form, filling) for form, filling in found if filling is not None]
    if not fit:
        return None
    return _changed(page, pieces, *max(fit, key=lambda one: one[1].likeness), beside)


def marked(page: str, path: str, beside: Beside) -> str:
    """Return a page that gives the form sent to ``path`` back by itself, with what was wrong in it.

    Of several such forms it is the one that holds the field that it is about.
    """
    pieces = list(pieces_of(page))
    found = [one for one in pieces if _goes_to(one, path)]
    form = next((one for one in found if _at_fault(one, beside)), found[0] if found else None)
    return page if form is None else _changed(page, pieces, form, _Filling(), beside)


def _changed(page: str, pieces: list[Piece], form: Piece, filling: _Filling, beside: Beside) -> str:
    changed = dict(_changes(page, form, filling, beside))
    for piece in pieces:
        changed |= {(one.start, one.end): text for one, text in _without_focus(piece, changed)}
    opened = _to_open(form, filling, beside)
    changed |= {(one.start, one.end): _written("details", one.given | {"open": None}) for one in opened}
    for (start, end), text in sorted(changed.items(), reverse=True):
        page = page[:start] + text + page[end:]
    return page


def _goes_to(form: Piece, path: str, method: str = "post") -> bool:
    if form.tag != "form" or (form.given.get("method") or "").lower() != method:
        return False
    there = [form.given.get("action"), *(one.given.get("formaction") for one in form.controls)]
    return path in {urlsplit(one).path for one in there if one}


def _by_name(sent: Fields) -> dict[str, list[str]]:
    """Return the values that came by their names, but for those of the frame."""
    given: dict[str, list[str]] = {}
    for name, value in sent.pairs:
        if name not in _OF_THE_FRAME:
            given.setdefault(name, []).append(value)
    return given


def _filling_of(form: Piece, names: Mapping[str, Sequence[str]]) -> _Filling | None:
    """Return what the controls of a form get; ``None`` where something that was typed has no place in it.

    However many names came, each control and each value is looked at a few times.
    """
    filling = _Filling()
    controls: dict[str, list[Piece]] = {}
    for one in form.controls:
        controls.setdefault(one.name, []).append(one)
    for name, given in names.items():
        if not _place(controls.get(name, ()), given, filling):
            return None
    for one in form.controls:
        if one.kind in BOXES and one.name in names:
            filling.ticked.setdefault(one.start, False)
        elif one.kind == "checkbox":
            filling.ticked[one.start] = False
        elif one.name and one.takes_words and one.name not in _OF_THE_FRAME:
            filling.likeness += 1 if one.name in names else -1
    return filling


def _place(controls: Sequence[Piece], given: Sequence[str], filling: _Filling) -> bool:
    """Put the values of one name in their places; tell whether each has one."""
    boxes = {one.value: one for one in controls if one.kind in BOXES}
    buttons = {one.value for one in controls if one.kind == "button"}
    places = iter([one for one in controls if one.takes_words])
    for value in given:
        if value in boxes:
            filling.ticked[boxes[value].start] = True
            continue
        place = next(places, None)
        if place is None:
            if value.strip() and value not in buttons and not (controls and controls[0].secret):
                return False
        elif place.tag == "select" and value not in {one.value for one in place.controls}:
            return False
        else:
            filling.words[place.start] = value
            filling.likeness += (3 if value == place.value else -1) if place.kind == "hidden" else 0
    return True


def _changes(
    page: str, form: Piece, filling: _Filling, beside: Beside
) -> Iterator[tuple[tuple[int, int], str]]:
    at_fault = _at_fault(form, beside)
    for one in form.controls:
        given = {name: value for name, value in one.given.items() if name != "autofocus"}
        if one is at_fault:
            given["id"] = given.get("id") or "at-fault"
            given |= {"aria-invalid": "true", "aria-describedby": "amiss", "autofocus": None}
        if one.tag == "textarea" and one.start in filling.words:
            typed = filling.words[one.start]
            first = "\n" if typed.startswith("\n") else ""
            yield (one.end, one.close), f"{first}{_shown(typed)}</textarea>"
        elif one.tag == "select" and one.start in filling.words:
            yield from _chosen(one, filling.words[one.start])
        elif one.start in filling.ticked:
            given.pop("checked", None)
            given |= {"checked": None} if filling.ticked[one.start] else {}
        elif one.start in filling.words and not one.secret:
            given["value"] = filling.words[one.start]
        if given != one.given:
            yield (one.start, one.end), _written(one.tag, given)
    yield (form.end, form.end), _alert(beside, at_fault)
    if at_fault is not None and at_fault.kind not in BOXES:
        after = f'<span class="amiss">{beside.words}</span>'
        yield (at_fault.close, at_fault.close), after
    title = page.find("<title>")
    if title >= 0 and beside.title:
        yield (title + 7, title + 7), f"{escape(beside.title)} · "


def _at_fault(form: Piece, beside: Beside) -> Piece | None:
    named = (one for one in form.controls if one.name == beside.field and one.kind != "hidden")
    return next(named, None) if beside.field else None


def _alert(beside: Beside, at_fault: Piece | None) -> str:
    words = beside.words
    if at_fault is not None:
        there = escape(at_fault.given.get("id") or "at-fault")
        words = Markup('<a href="#{}">{}</a>').format(there, words)
    focus = "" if at_fault is not None else " autofocus"
    line = f'<p class="fault" id="amiss" tabindex="-1"{focus}>{words}</p>'
    return f'<div class="trouble" role="alert">{line}</div>'


def _chosen(select: Piece, value: str) -> Iterator[tuple[tuple[int, int], str]]:
    for option in select.controls:
        given = {name: kept for name, kept in option.given.items() if name != "selected"}
        given |= {"selected": None} if option.value == value else {}
        if given != option.given:
            yield (option.start, option.end), _written("option", given)


def _without_focus(piece: Piece, changed: Mapping[tuple[int, int], str]) -> Iterator[tuple[Piece, str]]:
    """Yield the controls anew that would take the focus away from the form that came back."""
    for one in (piece, *piece.controls):
        if "autofocus" in one.given and (one.start, one.end) not in changed:
            yield (
                one,
                _written(one.tag, {name: kept for name, kept in one.given.items() if name != "autofocus"}),
            )


def _to_open(form: Piece, filling: _Filling, beside: Beside) -> Iterator[Piece]:
    """Yield what is folded around the form, around what was typed, and around the field at fault."""
    yield from form.inside
    for one in form.controls:
        if one.name == beside.field or _differs(one, filling):
            yield from one.inside


def _differs(one: Piece, filling: _Filling) -> bool:
    """Tell whether a control that is seen comes back otherwise than the page shows it by itself."""
    if one.start in filling.ticked:
        return filling.ticked[one.start] and "checked" not in one.given
    if one.kind == "select":
        chosen = [option.value for option in one.controls if "selected" in option.given]
        first = [option.value for option in one.controls[:1]]
        return filling.words.get(one.start) not in {None, *(chosen or first)}
    return one.kind != "hidden" and bool(filling.words.get(one.start))


def _written(tag: str, given: Attributes) -> str:
    pieces = (f" {name}" if value is None else f' {name}="{_shown(value)}"' for name, value in given.items())
    return f"<{tag}{''.join(pieces)}>"


def _shown(text: str) -> Markup:
    return escape(visible(text))
