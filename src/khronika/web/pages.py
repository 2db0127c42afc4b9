"""Pages out of templates: one environment a language, everything of a source escaped and made visible.

What must stay true: every string passes ``finalize`` (unseen characters shown by their number) and the
autoescape; only what :mod:`khronika.web.passages` has escaped piece by piece is taken as markup.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from khronika.publishing.sentences import brings_marks
from khronika.publishing.visible import one_line, visible
from khronika.publishing.wording import sureness
from khronika.records.dates import edtf_of
from khronika.records.ids import is_id
from khronika.web import zones
from khronika.web.answers import Page
from khronika.web.frame import DONE, Frame
from khronika.web.languages import Language, language
from khronika.web.log_words import did, field, kind_of
from khronika.web.neighbours import following_of, neighbours, undone_by
from khronika.web.passages import marked
from khronika.web.typed_words import called_field
from khronika.web.wording import called_in, deeds_of, why

STATIC = files("khronika.web") / "static"
_KEPT_DAYS = _KEPT_WORDS = 4096
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".png": "image/png"}


def render(page: Page, frame: Frame) -> str:
    """Return a page as HTML."""
    template = _environment(frame.language.code).get_template(page.context.template)
    with zones.shown_in(frame.zone):
        return template.render(page=page, c=page.context, frame=frame, sheet=page.context.sheet)


@cache
def _static_names() -> frozenset[str]:
    """Return the names of the files there are: what outsiders ask for touches no disk and fills no memory."""
    return frozenset(one.name for one in STATIC.iterdir() if one.is_file())


def static_file(name: str) -> tuple[bytes, str] | None:
    """Return a file of the desk's own looks with its type, ``None`` where there is no such file."""
    kind = next((kind for ending, kind in _TYPES.items() if name.endswith(ending)), None)
    if kind is None or name not in _static_names():
        return None
    return _content_of(name), kind


@cache
def _content_of(name: str) -> bytes:
    return (STATIC / name).read_bytes()


@cache
def static_path(name: str) -> str:
    """Return the address of a static file, which changes when the file does."""
    found = static_file(name)
    assert found is not None, name
    return f"/static/{hashlib.sha256(found[0]).hexdigest()[:16]}/{name}"


@cache
def _environment(code: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("khronika.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_finalize,
        extensions=["jinja2.ext.i18n"],
    )
    words: Language = language(code)
    environment.install_gettext_translations(words.messages, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["_"] = _saying(words)
    environment.globals["ngettext"] = _counting(words)
    _fit_filters(environment, words)
    _fit_globals(environment, words)
    return environment


def _fit_filters(environment: Environment, words: Language) -> None:
    environment.filters["name"] = _name
    environment.filters["line"] = one_line
    environment.filters["moment"] = lambda utc: _moment(utc, words)
    environment.filters["clock"] = zones.clock_of
    environment.filters["edtf"] = words.edtf
    environment.filters["day"] = lambda day: words.day(
        date.fromisoformat(day) if isinstance(day, str) else day
    )
    days = lru_cache(_KEPT_DAYS)(words.days)
    environment.filters["days"] = lambda when: days(when.start, when.end)
    environment.filters["days_between"] = lambda days: words.edtf(edtf_of(days.first, days.last))
    environment.filters["number"] = words.number
    environment.filters["said"] = words.said
    environment.filters["why"] = lambda reason: why(reason, words)
    environment.filters["called"] = lambda called, id_: called_in(called, id_, words)
    environment.filters["word"] = lambda value: words.word(str(value))
    environment.filters["short"] = _short
    environment.filters["quoted"] = _quoted
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]


def _fit_globals(environment: Environment, words: Language) -> None:
    environment.globals["deeds"] = lambda statement: deeds_of(statement, words)
    environment.globals["sureness"] = sureness
    environment.globals["done_words"] = lambda done: DONE.get(done, "")
    environment.globals["following_of"] = following_of
    environment.globals["neighbours"] = neighbours
    environment.globals["undone_by"] = undone_by
    environment.globals["static"] = static_path
    environment.globals["marked"] = marked
    environment.globals["did"] = did
    environment.globals["kind_of"] = kind_of
    environment.globals["field"] = field
    environment.globals["is_id"] = is_id
    environment.globals["called_field"] = lambda name: ": ".join(map(words.word, called_field(name)))


def _saying(words: Language) -> Callable[..., Markup]:
    """Return the templates' ``_``: each message is looked up once, and once its places are filled anew.

    A number is written as the language writes it.
    """

    @lru_cache(_KEPT_WORDS)
    def plain(message: str) -> Markup:
        return Markup(words.word(message)) % {}  # noqa: S704 - a message of our own catalogue

    def saying(message: str, **given: Any) -> Markup:
        seen = {
            name: words.number(value) if type(value) is int else _finalize(value)
            for name, value in given.items()
        }
        return Markup(words.word(message)) % seen if seen else plain(message)  # noqa: S704 - as above

    return saying


def _counting(words: Language) -> Callable[[str, str, int], Markup]:
    """Return the templates' ``ngettext``: the number is written as the language writes it."""

    def counting(one: str, many: str, number: int) -> Markup:
        return Markup(words.words(one, many, number))  # noqa: S704 - a message of our own with a number

    return counting


def _finalize(value: Any) -> Any:
    plain = type(value) is str or (isinstance(value, str) and not hasattr(value, "__html__"))
    return visible(value) if plain else value


def _moment(utc: str, words: Language) -> Markup | str:
    """Return a moment in the zone that is shown; where that is another, UTC is its title."""
    told, title = words.moment(utc), words.utc(utc)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(utc, title, told) if title else told


def _name(text: str) -> Markup:
    """Return a name on one line, isolated, so that its direction turns nothing else round (UAX 9)."""
    return Markup(f"<bdi>{escape(one_line(text))}</bdi>")  # noqa: S704 - escaped within


def _short(text: str, most: int = 160) -> str:
    line = one_line(text[: 4 * most])
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _quoted(text: str, most: int = 160) -> Markup:
    """Return words of a source as a quotation; words that bring their own marks get no others."""
    words = _short(text, most)
    marks = ' class="own-marks"' if brings_marks(words) else ""
    return Markup(f'<q dir="auto"{marks}>{escape(words)}</q>')  # noqa: S704 - escaped within
