"""The first pass over a text: whom it names, with which offices, before anybody is resolved.

Every run of capitalised words is looked at once, with a bounded number of words on both sides: titles and
trades in front ("the retired judge Helena Krantz"), offices set off by commas on either side ("the mayor,
Ana Lund,"; "Ana Lund, mayor of Tarn,"), initials in brackets. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.cast import (
    PLAIN_TITLES,
    SMALL,
    Cast,
    Member,
    Role,
    is_role,
    key_of,
    noun_of,
    role_of,
    titled,
)
from khronika.reading.languages.en.grammar import finite, is_mark, is_possessive
from khronika.reading.languages.en.naming import words_between
from khronika.reading.languages.en.runs import ORGANISATION, ORGANISED, PERSON, Run, run_end, runs_of
from khronika.reading.languages.en.short_names import join_short_names, note_joint_names
from khronika.reading.tables import words_in
from khronika.reading.tokens import MARK, NUMBER, WORD, Token

HE = words_in(
    "mr sir lord spokesman man father brother husband son king chairman policeman uncle boy"
    " monsignor grandfather nephew"
)
SHE = words_in(
    "mrs ms miss madam dame lady spokeswoman woman mother sister wife daughter queen chairwoman"
    " policewoman aunt girl widow"
    " grandmother niece abbess nun"
)
TRADING = words_in(
    "company firm airline bank utility retailer manufacturer insurer union guild newspaper broadcaster"
    " operator contractor supplier producer owner"
)
"""Bodies of which a single capitalised word may be the name."""
_BODIES = TRADING | words_in("watchdog charity ngo group organisation organization party movement network")
_MADE = words_in("report study survey poll analysis review audit assessment")
INNER_CAPITAL = re.compile(r"(?<!\bM)(?<!\bFi)[a-zà-þ]{2}[A-ZÀ-Þ]")
"""Inside of a word, as companies write themselves ("NgwaPower")."""
_SURE = 4.0
_LONGEST_NAME, _LONGEST_APPOSITION, _LONGEST_ROLE, _LONGEST_OFFICE, _LONGEST_ASIDE = 5, 18, 12, 6, 4
_PLACES = words_in("in at near outside around across into toward towards inside through throughout between")
_SITES = words_in(
    "county city town valley river island islands street road avenue district province bay lake"
    " mount port park square village bridge"
    " hills quarter quarters state castle harbour harbor coast sea ocean mountains forest airport"
    " station lane beach hall"
)
_WHO_IS = 2
_FROM = frozenset({"of", "from", "at"})
_LEADS = words_in("heads leads runs chairs headed led chaired directs directed")
_STOPS = ',.;:—–()[]“”„«»"!?'


def cast_of(tokens: Sequence[Token], breaks: frozenset[int], publisher: str = "", author: str = "") -> Cast:
    """Return the cast of a text; no name runs over one of ``breaks``, places where a block starts."""
    cast = Cast()
    if publisher:
        initials = "".join(word[0] for word in publisher.split() if word[0].isupper())
        known = cast.add(publisher, ORGANISATION, -1)
        if len(initials) > 1:
            cast.alias(initials, known)
    if author and author != publisher and " " in author:
        cast.add(author, PERSON, -1)
    runs = list(runs_of(tokens, breaks))
    for run in runs:
        _introduce(cast, tokens, run)
    for member in cast.members:
        if member.kind == PERSON and not member.styles and any(r.noun in _BODIES for r in member.roles):
            member.kind = ORGANISATION
    join_short_names(cast)
    note_joint_names(cast, tokens, breaks)
    for member in cast.members:
        if (
            member.title
            and not member.joined
            and " " not in member.name
            and cast.by_name[key_of(member.name)] is member
        ):
            cast.alias(f"{member.title} {member.name}", member)
            member.name = f"{member.title} {member.name}"
    for run in runs:
        _place(cast, tokens, run)
    cast.ready()
    return cast


def _introduce(cast: Cast, tokens: Sequence[Token], run: Run) -> None:
    """Note whom a run names, with the offices before and after it."""
    kind, name = _named_by(tokens, run)
    if not name:
        return
    titles = [t for t in tokens[run.start : run.name] if t.kind == WORD]
    member = cast.add(name, kind, tokens[run.name].start)
    if titles and titles[-1].capital and titles[-1].lower not in PLAIN_TITLES:
        member.title = member.title or titles[-1].text
    member.styles |= titled(titles)
    for office in (titles, _role_before(tokens, run.start)):
        if office:
            cast.call(member, role_of(office))
            _lean(member, [t.lower for t in office])
    placed = run.start > 0 and tokens[run.start - 1].lower in _PLACES
    if kind == PERSON and not titles and (placed or tokens[run.end - 1].lower in _SITES):
        member.located = True
    paper = _paper_of(tokens, run)
    if paper and kind == ORGANISATION:
        cast.call(member, Role(noun_of(paper), frozenset(), frozenset()))
    _apposed_before(cast, tokens, run.start, run.end, member)
    _labelled(cast, tokens, run.start, member)
    _apposed_after(cast, tokens, run.end, member)


def _paper_of(tokens: Sequence[Token], run: Run) -> str:
    """Return the noun of the document that a name is said to have made ("a survey by Agora", "Agora's poll")."""
    if run.end + 1 < len(tokens) and is_possessive(tokens[run.end]):
        after = [t.lower for t in tokens[run.end + 1 : run.end + 4]]
        return next((low for low in after if low in _MADE), "")
    at = run.start - 1
    while at > 1 and run.start - at < _LONGEST_OFFICE and tokens[at].lower in lexicon.GROUPS | {"the"}:
        at -= 1
    if at < 1 or tokens[at].lower not in {"by", "from", "of"}:
        return ""
    before = [t.lower for t in tokens[max(0, at - _LONGEST_OFFICE) : at]]
    if tokens[at].lower != "by":
        before = before[-1:]
    return next((low for low in reversed(before) if low in _MADE), "")


def _named_by(tokens: Sequence[Token], run: Run) -> tuple[str, str]:
    """Return the kind and the name that a run gives; no name where it introduces nobody."""
    name = list(tokens[run.name : run.end])
    titled_one = any(t.kind == WORD for t in tokens[run.start : run.name])
    shouted = all(t.text.isupper() for t in name if len(t.text) > 1)
    kind = ORGANISATION if run.kind == "thing" and len(name) > 1 and not shouted else run.kind
    if kind == ORGANISATION:
        whole = len(name) <= 3 * _LONGEST_NAME and not (len(name) > 1 and shouted)
        return kind, words_between(name) if whole else ""
    if kind != PERSON or sum(t.kind == WORD for t in name) > _LONGEST_NAME:
        return kind, ""
    if len(name) == 1 and not titled_one and INNER_CAPITAL.search(name[0].text):
        return ORGANISATION, name[0].text
    if len(name) == 1 and not titled_one and not _called(tokens, run):
        return kind, ""
    called = words_between(name)
    if len(name) == 1 and titled_one and run.end + 1 < len(tokens) and tokens[run.end].lower == "of":
        see = tokens[run.end + 1 : run_end(tokens, run.end + 1, frozenset())]
        if see[0].capital and see[0].lower not in ORGANISED:
            called = f"{called} of {words_between(see)}"
    return kind, called


def _called(tokens: Sequence[Token], run: Run) -> bool:
    """Tell whether the one word is set off as a name ("his wife, Golnar,"; "a woman called Vivian")."""
    before = tokens[run.start - 1] if run.start else None
    after = tokens[run.end] if run.end < len(tokens) else None
    if before is None or after is None:
        return False
    if before.lower in {"named", "called"} or _trading(_role_before(tokens, run.start)):
        return True
    follows = _piece(tokens, run.end + 1) if is_mark(after, ",") else []
    if follows and follows[0].lower in words.ARTICLES and _trading(follows):
        return True
    if not (is_mark(before, ",") and is_mark(after, ",")):
        return False
    segment = _segment(tokens, run.start - 1)
    role = role_of(segment) if segment else None
    return role is not None and (is_role(role.noun) or role.noun in TRADING)


def _trading(words_of: Sequence[Token]) -> bool:
    """Tell whether words are of a company or another body that trades ("the state airline")."""
    role = role_of(words_of) if words_of else None
    return role is not None and role.noun in TRADING


def _lean(member: Member, lows: Sequence[str]) -> None:
    for low in lows:
        if low in HE:
            member.clues["he"] = member.clues.get("he", 0.0) + _SURE
        elif low in SHE:
            member.clues["she"] = member.clues.get("she", 0.0) + _SURE


def _role_before(tokens: Sequence[Token], start: int) -> list[Token]:
    """Return the office right before a name in small letters ("the retired judge")."""
    at = start
    if at > 1 and tokens[at - 1].lower in {"named", "called"}:
        at -= 1
    end = at
    while at > 0 and end - at < _LONGEST_OFFICE:
        token = tokens[at - 1]
        if (
            token.kind != WORD
            or token.capital
            or token.lower in SMALL
            or is_possessive(token)
            or finite(tokens, at - 1)
        ):
            break
        at -= 1
    found = list(tokens[at:end])
    return found if found and (is_role(found[-1].lower) or found[-1].lower in lexicon.GROUPS) else []


def _segment(tokens: Sequence[Token], comma: int) -> list[Token]:
    """Return the noun phrase that ends at a comma, from its article or possessor on."""
    at = comma
    floor = max(0, comma - _LONGEST_ROLE)
    begun = comma
    while at > floor:
        token = tokens[at - 1]
        if (token.kind == MARK and token.text in _STOPS) or (
            token.kind == WORD and not token.capital and finite(tokens, at - 1)
        ):
            break
        at -= 1
        if token.lower in words.ARTICLES | {"his", "her", "their", "its", "my", "our"} or is_possessive(
            token
        ):
            begun = at + is_possessive(token)
            if not (at > floor and tokens[at - 1].lower in words.PREPOSITIONS):
                break
        elif at == floor or tokens[at - 1].kind == MARK:
            begun = min(begun, at)
    return list(tokens[begun:comma])


_FOR = lexicon.SPEAKS_FOR | lexicon.RELATIVES_OF


def _inner(segment: list[Token]) -> list[Token]:
    """Return whose name follows the comma: after "a spokesman for the governor", the governor's."""
    for at, token in enumerate(segment[:-1]):
        if token.lower in _FOR and segment[at + 1].lower in {"for", "of", "to"}:
            inner = segment[at + 2 :]
            held = role_of(inner)
            return (
                inner if held is not None and held.noun in lexicon.LEADERS | lexicon.RELATIVES_OF else segment
            )
        if token.lower in words.PREPOSITIONS:
            break
    return segment


def _apposed_before(cast: Cast, tokens: Sequence[Token], start: int, end: int, member: Member) -> None:
    if start <= 1 or not is_mark(tokens[start - 1], ",(") or end >= len(tokens):
        return
    after = tokens[end]
    if is_mark(tokens[start - 1], ",") and not (
        is_mark(after, ",.)—–") or after.lower in {"who", "of", "told", "said"}
    ):
        return
    segment = _inner(_segment(tokens, start - 1))
    role = role_of(segment) if segment else None
    if role is not None and (
        is_role(role.noun) or (member.kind == ORGANISATION and role.noun in lexicon.GROUPS)
    ):
        cast.call(member, role)
        first = tokens.index(segment[0], max(0, start - 1 - _LONGEST_ROLE)) if segment else start
        if first > 1 and is_possessive(tokens[first - 1]):
            member.belongs |= {
                t.lower
                for t in tokens[max(0, first - 4) : first - 1]
                if t.kind == WORD and t.lower not in SMALL
            }
        _lean(member, [t.lower for t in segment[:4]])


def _labelled(cast: Cast, tokens: Sequence[Token], start: int, member: Member) -> None:
    """Note the office of a line such as "Chairman: Harun Wadekar" or "In the chair: Ana Lund"."""
    at = start
    while (
        at > 0
        and start - at < _LONGEST_ASIDE
        and (tokens[at - 1].text in "().," or tokens[at - 1].lower in {"ret", "hon"})
    ):
        at -= 1
    if at < 1 or not is_mark(tokens[at - 1], ":"):
        return
    word = tokens[at - 2] if at > 1 else tokens[at - 1]
    if is_role(word.lower):
        cast.call(member, Role(noun_of(word.lower), frozenset(), frozenset()))


def _apposed_after(cast: Cast, tokens: Sequence[Token], end: int, member: Member) -> None:
    """Note what follows a name: "of the Institute", "is the mayor", "(Chair)", ", mayor of Tarn,"."""
    if end + 1 >= len(tokens):
        return
    mark, piece = tokens[end], _piece(tokens, end + 1)
    if mark.lower in _FROM:
        member.belongs |= {t.lower for t in piece if t.capital}
    elif mark.lower in {"is", "was", "became"}:
        if piece and piece[0].lower in words.ARTICLES:
            _take(cast, piece, member)
    elif is_mark(mark, "("):
        _bracketed(cast, piece, member)
    elif is_mark(mark, ",—–"):
        at, aged = end + 1, end + 2
        if (
            len(piece) == 1
            and piece[0].kind == NUMBER
            and aged < len(tokens)
            and is_mark(tokens[aged], ",—–.")
        ):
            age = f"{piece[0].text}-year-old"
            cast.call(member, Role(age, frozenset(), frozenset()))
            member.belongs.add(age)
            at = aged + 1
            piece = _piece(tokens, at)
        if piece and piece[0].lower in _FROM:
            member.belongs |= {t.lower for t in piece if t.capital}
        elif piece and not finite(tokens, at):
            _take(cast, piece, member)


def _bracketed(cast: Cast, piece: list[Token], member: Member) -> None:
    if len(piece) == 1 and piece[0].text.isupper() and member.kind == ORGANISATION:
        cast.alias(piece[0].text, member)
    member.belongs |= {t.lower for t in piece if t.capital}
    role = role_of(piece)
    if role is not None and is_role(role.noun):
        cast.call(member, role)


def _piece(tokens: Sequence[Token], at: int) -> list[Token]:
    """Return the words up to the next mark."""
    end = at
    while (
        end < len(tokens)
        and end - at < _LONGEST_APPOSITION
        and not (tokens[end].kind == MARK and tokens[end].text in _STOPS)
    ):
        end += 1
    return list(tokens[at:end])


def _take(cast: Cast, piece: list[Token], member: Member) -> None:
    """Note the office that an apposition or a "who heads" gives."""
    if piece[0].lower == "who" and len(piece) > _WHO_IS:
        if piece[1].lower in _LEADS:
            role = role_of(piece[2:])
            if role is not None:
                member.belongs |= role.before | role.of | {role.noun}
                for noun in ("head", "chair"):
                    cast.call(member, Role(noun, frozenset(), role.before | role.of | {role.noun}))
            return
        if piece[1].lower not in {"is", "was"}:
            return
        piece = piece[2:]
    if piece[0].lower in {"and", "but", "or", "in", "on", "who", "which", "as", "while", "when"}:
        return
    role = role_of(piece)
    if role is not None and (is_role(role.noun) or role.noun in lexicon.GROUPS):
        cast.call(member, role)
        member.belongs |= {t.lower for t in piece if t.capital}
        _lean(member, [t.lower for t in piece[:4]])


def _place(cast: Cast, tokens: Sequence[Token], run: Run) -> None:
    """Note where a short form of a name stands."""
    if run.kind == "office":
        return
    name = words_between(tokens[run.name : run.end])
    place = tokens[run.name].start
    known = cast.named(name)
    if known is None and run.kind == PERSON and " " not in name:
        bearers = cast.wearers(name)
        styles = titled(tokens[run.start : run.name])
        fitting = [m for m in bearers if not styles or not m.styles or styles & m.styles] or bearers
        fitting = fitting or ([] if styles else cast.opened_by(name))
        known = max(fitting, key=lambda m: m.last_before(place), default=None)
        if known is not None:
            _lean(known, [t.lower for t in tokens[run.start : run.name]])
    if known is not None:
        known.places.append(place)
        cast.at[place] = (known, tokens[run.end - 1].end)
