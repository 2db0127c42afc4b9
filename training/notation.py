"""The inline notation of the corpus (``corpus/GUIDELINE.md``): marked text in, text and marks out.

The text with its marks taken out is the document; every span is in code points of that text. A file that
breaks the notation gives :class:`Malformed` with the place; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from khronika.reading.tables import words_in

ACTS = frozenset(
    {
        "asserts",
        "alleges",
        "denies",
        "disputes",
        "corrects",
        "retracts",
        "admits",
        "appeals",
        "requests",
        "advises",
        "promises",
        "threatens",
        "calls for harm",
        "declines",
        "reports",
        "holds",
    }
)
PRONOUNS = words_in(
    """
    he she they it we i you who which him her them us me
    он она они мы я вы оно который которая которые
    """
)
KINDS = frozenset({"fact", "knowledge", "responsibility", "competence"})
_OPEN = re.compile(r"\{([skcoraftdnhxm])((?:\d+(?:,\d+)*)?) ")
_FIGURE = re.compile(
    r"(?:(?P<low>\d+(?:\.\d+)?)?(?P<dots>\.\.)?(?P<high>\d+(?:\.\d+)?)?)\s+(?P<unit>[^/]+?)(?:\s*/(?P<per>.+))?$"
)
_DATE = re.compile(r"(?:\d{4}|\d{3}X)(?:-(?:\d{2}|XX)(?:-\d{2})?)?[?~%]?")


class Malformed(ValueError):
    """A file that breaks the notation; the message says where and how."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked span: its role, the statements it belongs to, and the value after the bar."""

    role: str
    numbers: tuple[int, ...]
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure's ends (``None`` is open), unit and rate."""

    low: float | None
    high: float | None
    unit: str
    per: str


@dataclass(slots=True)
class Gold:
    """One statement as the annotator read it; spans are ``(start, end)`` in code points."""

    number: int
    own: bool = False
    speaker: str = ""
    named: bool = True
    acts: tuple[str, ...] = ()
    fair: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    spans: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    relays: list[str] = field(default_factory=list)
    figures: list[Amount] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    addressee: str = ""
    within: int | None = None

    @property
    def content(self) -> list[tuple[int, int]]:
        """Return the pieces of what was said."""
        return self.spans.get("o" if self.own else "c", [])


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated document: its head, its text and its marks in the order of opening."""

    name: str
    head: dict[str, str]
    text: str
    marks: tuple[Mark, ...]

    def statements(self) -> list[Gold]:
        """Return the statements in the order of their content.

        Raises:
            Malformed: a statement without content, without acts or with a value that cannot be read.
        """
        return sorted(_gathered(self), key=lambda g: (g.content[0][0], -g.content[-1][1]))


def read_document(path: Path) -> Document:
    """Read one file.

    Raises:
        Malformed: the file breaks the notation.
    """
    return parse(path.stem, path.read_text(encoding="utf-8"))


def read_corpus(folder: Path) -> Iterator[Document]:
    """Read all documents of a folder in the order of their names."""
    for path in sorted(folder.glob("*.txt")):
        yield read_document(path)


def parse(name: str, source: str) -> Document:
    """Return the document of ``source``.

    Raises:
        Malformed: a brace that does not open or close a mark, a head that is none.
    """
    head_text, gap, body = source.partition("\n\n")
    if not gap:
        raise Malformed(f"{name}: no empty line between head and text")
    head: dict[str, str] = {}
    for line in head_text.splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise Malformed(f"{name}: not a line of a head: {line!r}")
        head[key.strip()] = value.strip()
    text, marks = _unmarked(name, body.rstrip("\n") + "\n")
    return Document(name, head, text, marks)


def _unmarked(  # noqa: C901, PLR0912 - one case a sign of the notation
    name: str, body: str
) -> tuple[str, tuple[Mark, ...]]:
    plain: list[str] = []
    length = 0
    open_marks: list[tuple[str, tuple[int, ...], int, int]] = []
    marks: list[tuple[int, Mark]] = []
    at = 0
    value_of: str | None = None
    while at < len(body):
        char = body[at]
        if char == "{":
            found = _OPEN.match(body, at)
            if found is None or value_of is not None:
                raise Malformed(f"{name}: this opens no mark: {body[at : at + 40]!r}")
            numbers = tuple(int(n) for n in found[2].split(",")) if found[2] else ()
            if not numbers and found[1] != "m":
                raise Malformed(f"{name}: a mark without number: {body[at : at + 40]!r}")
            open_marks.append((found[1], numbers, length, len(marks) + len(open_marks)))
            at = found.end()
        elif char == "|":
            if not open_marks or value_of is not None:
                raise Malformed(f"{name}: a bar outside a mark: {body[max(0, at - 20) : at + 20]!r}")
            end = body.find("}", at)
            if end < 0:
                raise Malformed(f"{name}: a value that never ends: {body[at : at + 40]!r}")
            value_of = body[at + 1 : end]
            if "{" in value_of or "\n" in value_of:
                raise Malformed(f"{name}: marks inside a value: {value_of[:60]!r}")
            at = end
        elif char == "}":
            if not open_marks:
                raise Malformed(f"{name}: this closes no mark: {body[max(0, at - 40) : at + 1]!r}")
            role, numbers, start, order = open_marks.pop()
            if start == length:
                raise Malformed(f"{name}: a mark without words: {body[max(0, at - 40) : at + 1]!r}")
            marks.append((order, Mark(role, numbers, start, length, (value_of or "").strip())))
            value_of = None
            at += 1
        else:
            plain.append(char)
            length += 1
            at += 1
    if open_marks:
        role, numbers, start, _ = open_marks[-1]
        raise Malformed(f"{name}: never closed: {role}{numbers} {''.join(plain)[start : start + 40]!r}")
    ordered = sorted((mark for _, mark in marks), key=lambda m: (m.start, -m.end))
    return "".join(plain), tuple(ordered)


def _gathered(document: Document) -> list[Gold]:
    found: dict[int, Gold] = {}
    for mark in document.marks:
        for number in mark.numbers:
            gold = found.setdefault(number, Gold(number))
            gold.spans.setdefault(mark.role, []).append((mark.start, mark.end))
            _fill(document, gold, mark)
    for gold in found.values():
        _complete(document, gold)
    _nest(list(found.values()))
    return list(found.values())


def _fill(document: Document, gold: Gold, mark: Mark) -> None:
    where = f"{document.name}: statement {gold.number}"
    words = document.text[mark.start : mark.end]
    if mark.role == "o":
        gold.own = True
    if mark.role in "kco" and mark.value:
        acts, at, speaker = mark.value.partition("@")
        if at:
            _name(gold, speaker)
        if acts.strip():
            _acts(gold, acts.strip(), where)
    elif mark.role == "s" and (mark.value or not gold.speaker):
        _name(gold, mark.value or words.strip(" ,"))
    elif mark.role == "r":
        gold.relays.append((mark.value or words).replace("~", ""))
    elif mark.role == "a":
        gold.addressee = gold.addressee or (mark.value or words).replace("~", "")
    elif mark.role == "n":
        gold.figures.append(amount_of(mark.value, where))
    elif mark.role in "td":
        (gold.said if mark.role == "t" else gold.dates).append(_edtf(mark.value, where))


def _name(gold: Gold, value: str) -> None:
    value = value.strip()
    gold.named = not value.endswith("~") and value != "?"
    gold.speaker = "" if value == "?" else value.rstrip("~").strip()


def _acts(gold: Gold, value: str, where: str) -> None:
    acts, fair, kinds = [], [], []
    for part in value.split("+"):
        main, _, other = part.partition("(")
        word, _, kind = main.strip().partition(":")
        kinds += [k.strip() for k in kind.split(",") if k.strip()]
        acts.append(word.strip())
        for alternative in other.rstrip(") ").split(","):
            word, _, _ = alternative.strip().partition(":")
            fair += [word] if word else []
    unknown = [a for a in (*acts, *fair) if a not in ACTS] + [k for k in kinds if k not in KINDS]
    if unknown:
        raise Malformed(f"{where}: no such act or kind: {', '.join(unknown)!r}")
    if ("denies" in acts) != bool(kinds):
        raise Malformed(f"{where}: a denial has a kind (denies:fact …), nothing else has")
    gold.acts, gold.fair, gold.denies = tuple(acts), tuple(fair), tuple(kinds)


def amount_of(value: str, where: str = "") -> Amount:
    """Return the figure of a value such as ``40..50 people /year``.

    Raises:
        Malformed: no such figure.
    """
    found = _FIGURE.match(value)
    if found is None or not (found["low"] or found["high"]):
        raise Malformed(f"{where}: not a figure: {value!r}")
    low = float(found["low"]) if found["low"] else None
    high = float(found["high"]) if found["high"] else None
    if not found["dots"]:
        high = low
    if low is not None and high is not None and low > high:
        raise Malformed(f"{where}: low end above high end: {value!r}")
    return Amount(low, high, found["unit"].strip(), (found["per"] or "").strip())


def _edtf(value: str, where: str) -> str:
    ends = value.split("/")
    if not value or len(ends) > 2 or not all(e in {"..", ""} or _DATE.fullmatch(e) for e in ends):
        raise Malformed(f"{where}: not a date in EDTF: {value!r}")
    return value


def _complete(document: Document, gold: Gold) -> None:
    where = f"{document.name}: statement {gold.number}"
    if not gold.content:
        raise Malformed(f"{where}: no content (mark c or o)")
    if gold.own:
        gold.acts = gold.acts or ("asserts",)
        gold.speaker = gold.speaker or document.head.get("publisher", "") or document.head.get("author", "")
        gold.named = bool(gold.speaker)
    gold.named = gold.named and bool(gold.speaker)
    if not gold.acts:
        raise Malformed(f"{where}: no act on its cue or content")
    ranked = []
    for place, relay in enumerate(gold.relays):
        name, _, rank = relay.partition("#")
        ranked.append((int(rank) if rank else place + 1, place, name.strip()))
    gold.relays = list(dict.fromkeys(name for _, _, name in sorted(ranked)))


def _nest(found: Iterable[Gold]) -> None:
    golds = list(found)
    for inner in golds:
        around = [
            outer
            for outer in golds
            if outer is not inner
            and all(any(s <= a and b <= e for s, e in outer.content) for a, b in inner.content)
            and sum(e - s for s, e in outer.content) > sum(e - s for s, e in inner.content)
        ]
        if around:
            inner.within = min(around, key=lambda g: sum(e - s for s, e in g.content)).number


__all__ = [
    "ACTS",
    "Amount",
    "Document",
    "Gold",
    "Malformed",
    "Mark",
    "amount_of",
    "parse",
    "read_corpus",
    "read_document",
]
