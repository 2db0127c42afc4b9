"""Documents that speak, bodies and relations: who made a paper, whose a lawyer is, what a body is called."""

from __future__ import annotations

from collections.abc import Sequence

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cast import is_role
from khronika.reading.languages.en.grammar import is_possessive
from khronika.reading.languages.en.heads import kind_off
from khronika.reading.languages.en.naming import demonym, words_between
from khronika.reading.languages.en.pieces import OWNED, piece_name
from khronika.reading.languages.en.runs import Run, runs_of
from khronika.reading.tables import words_in
from khronika.reading.tokens import Token

PAPERS = lexicon.DOCUMENTS | words_in(
    "cable circular notice notices memorandum memo message messages tally log logs modelling"
    " calculation survey poll studies surveys"
    " figures statistics file files diary communication pamphlet leaflet flyer banner placard sign"
    " slogan advertisement minutes"
    " reports letters statements obituary headline caption commentary column count audit assessment"
    " inspection estimate reckoning"
    " text audio recording script plan bill draft annex charter treaty summary dispatch request"
    " filing conclusion opinion research"
)


_SKIPPED = 4
"""Words between "by" and a name ("by the research company Agora")."""


def paper_in(head: list[Token], front: int) -> int:
    """Return where the noun of a document stands in a head that is one, or -1."""
    for at in range(front):
        if head[at].lower not in PAPERS:
            continue
        after = head[at + 1].lower if at + 1 < len(head) else ""
        if (
            at == front - 1
            or after.endswith(("ed", "en"))
            or after in {"sent", "read", "seen", "made", "kept", "dated", "last", "this", "earlier"}
        ):
            return at
    return -1


def body_in(head: list[Token], front: int) -> str:
    """Return the name in "the UN refugee agency", "the ruling Banner party"."""
    noun = head[front - 1].lower
    plain = kind_off(head[:front])
    if len(plain) < front and head[0].lower in words.ARTICLES:
        return words_between(plain[1:])
    if noun not in lexicon.GROUPS | {"campaign", "chamber", "consulate"} or noun in {
        "government",
        "police",
        "army",
        "ministry",
        "office",
    }:
        return ""
    first = next((n for n in range(1, front - 1) if head[n].capital), front)
    if (
        head[0].lower not in words.ARTICLES
        or first >= front - 1
        or any(is_possessive(t) for t in head[:front])
    ):
        return ""
    if demonym(head[first]) and first == front - 2:
        return ""
    return words_between(head[first:])


def made_by(  # noqa: PLR0911 - ways in order
    head: list[Token], front: int, runs: Sequence[Run], rest: list[list[Token]]
) -> str:
    """Return who made a document, where the phrase says so ("a survey by Agora", "Agora's poll")."""
    for run in runs:
        if _leads_to(head, front, run):
            return words_between(head[run.name : run.end])
        opens = run.start == 0 and run.end == 1 and not head[0].text.isupper()
        if (run.end == front - 1 and not opens) or (run.end < front and is_possessive(head[run.end])):
            return words_between(head[run.name : run.end])
    owned = owner_of(head, front)
    if owned is not None and head[0].lower not in OWNED:
        return owned[0]
    if "by" in (t.lower for t in head) and is_role(head[-1].lower) and (apposed := piece_name(rest)):
        return apposed
    if front > 3 - (head[0].lower not in words.ARTICLES) and head[front - 2].lower in lexicon.GROUPS:
        return words_between([t for t in head[: front - 1] if t.lower not in words.ARTICLES])
    for piece in rest[:2]:
        lows = [t.lower for t in piece]
        if "by" in lows[:-1] and not {"seen", "obtained", "reviewed"} & set(lows):
            after = runs_of(piece[lows.index("by") + 1 :], frozenset())
            if after and after[0].kind != "office":
                at = lows.index("by") + 1
                return words_between(piece[at + after[0].name : at + after[0].end])
    return ""


def _leads_to(head: list[Token], front: int, run: Run) -> bool:
    """Tell whether "by", "from", "of" leads from a document to a name."""
    leads = {"by", "from", "of"} | ({"for"} if head[front - 1].lower in {"poll", "survey"} else set())
    at, skipped = run.start - 1, 0
    while at > front and head[at].lower not in leads and skipped < _SKIPPED and not head[at].capital:
        at, skipped = at - 1, skipped + 1
    if skipped and head[at].lower != "by":
        at = run.start - 1
        while at > front and (head[at].lower == "the" or head[at].lower in lexicon.GROUPS):
            at -= 1
    if at < front or head[at].lower not in leads or _dated(head[run.start]) or run.kind == "office":
        return False
    return not any(
        t.lower in {"seen", "obtained", "reviewed"} for t in head[max(0, run.start - 3) : run.start]
    )


def _dated(token: Token) -> bool:
    return token.lower in words.MONTHS or token.lower in words.WEEKDAYS


def owner_of(head: list[Token], front: int) -> tuple[str, int] | None:
    """Return whose, and where the relation starts ("his own lawyer", "the mine's director")."""
    first = head[0].lower
    if first in OWNED and len(head) > 1:
        at = 2 if head[1].lower == "own" and head[2:] else 1
        return OWNED[first], at
    for at in range(front - 1, 0, -1):
        if is_possessive(head[at]) or head[at].lower.endswith("s'"):
            end = at if is_possessive(head[at]) else at + 1
            if at + 1 < front:
                return words_between(head[:end]), at + 1
    return None
