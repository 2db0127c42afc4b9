"""What a text says of itself: date, publisher and title in its first lines.

"SARN, 12 April (Orvan) —" names the agency; "date 2017-04-12" or "12 April 2017" dates the text. What the
metadata already says is never replaced.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from khronika.reading.tokens import Token
from khronika.records.item import About
from khronika.records.spans import Phrase

_LONGEST_TITLE = 140

_FRONT = 60

_REACH = 600
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "января"),
            ("february", "feb", "февраля"),
            ("march", "mar", "марта"),
            ("april", "apr", "апреля"),
            ("may", "мая"),
            ("june", "jun", "июня"),
            ("july", "jul", "июля"),
            ("august", "aug", "августа"),
            ("september", "sept", "sep", "сентября"),
            ("october", "oct", "октября"),
            ("november", "nov", "ноября"),
            ("december", "dec", "декабря"),
        ),
        start=1,
    )
    for name in names
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DMY = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s({_NAMES})\.?,?\s(\d{{4}})\b", re.IGNORECASE)
_MDY = re.compile(rf"\b({_NAMES})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b", re.IGNORECASE)
_NUMERIC = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_DATELINE = re.compile(
    r"^[^\n]{0,60}?\b[A-ZÀ-ÞА-Я][\w’'.-]*(?:[ ,/]+[\w’'.-]+){0,6}[ ,]*"
    r"\((?P<agency>[A-ZÀ-ÞА-Я][\w’' .-]{1,40})\)[ ]*(?:[—–]|-{1,2})[ ]",
    re.MULTILINE,
)
_ISSUED = re.compile(
    r"^\W*(?:press\srelease|statement|communiqu[eé]|declaration|bulletin|open\sletter|media\sadvisory|briefing)\s(?:by|of|from)\s(?:the\s)?"
    r"(?P<who>[A-Z][\w’'-]*(?:\s(?:of|for|and|the|on|in)(?=\s)|\s[A-Z][\w’'-]*)*)",
    re.MULTILINE | re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:told|telling|tells)\s(?P<who>[A-Z][\w’'&.-]*(?:\s[A-Z][\w’'&.-]*){0,3})")
_MEDIA_TAIL = frozenset(
    {"news", "times", "post", "herald", "guardian", "radio", "tv", "tribune", "gazette", "agency"}
)
_OFTEN = 2
_NAME_WORDS = r"(?:The\s)?[A-ZÀ-ÞА-Я][\w’'&-]*(?:\s(?:of\s|for\s|the\s)?[A-ZÀ-ÞА-Я][\w’'&-]*){0,4}"
_SIGNED = re.compile(
    rf"^(?:Published|Posted|Updated|Issued|First\spublished)\b:?\s[^\n]{{6,40}}?\d{{4}}"
    rf"(?:,\s|\s?[|·•—–-]\s?|\n)(?:by\s)?(?P<who>{_NAME_WORDS})\s*$",
    re.MULTILINE,
)
_STATION = re.compile(
    rf"\W*(?P<who>{_NAME_WORDS})(?=\s\|\s(?:channel|news|blog|newsletter)\b)"
    r"|\s*(?P<radio>(?:Radio|Television|TV|Channel)\s[A-Z][\w’'-]*)(?=,[^\n]{0,60}\d{4}\s*\n)"
)
_MASTHEAD = re.compile(
    r"^(?P<who>(?:The\s)?(?:[A-Z][\w’'-]*\s){0,3}"
    r"(?:News|Times|Post|Herald|Guardian|Gazette|Tribune|Journal|Chronicle|Courier|Telegraph|Echo|Mirror|Mail|Observer|Dispatch|Ledger"
    r"|Standard|Star|Argus|Advertiser|Monitor|Independent|Examiner|Inquirer|Register|Voice))\s*$",
    re.MULTILINE,
)
_MINISTRY = re.compile(
    r"\s*(?P<who>(?:THE\s)?(?:MINISTRY|OFFICE|EMBASSY|GOVERNMENT|PRESIDENCY|DEPARTMENT|COUNCIL|COMMITTEE)(?:\s[A-Z’'-]+){1,9})\n\s*"
    r"(?:STATEMENT|PRESS\sRELEASE|COMMUNIQU|DECLARATION|NOTE|PRESS\sSERVICE)"
)
_NOT_A_NAME = re.compile(
    r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Staff|Reporter|Correspondent|By|Share|Comments?)\b"
)
_ITSELF = re.compile(
    r"\b(?:told|telling|informed)\s(?:the\s)?(?P<a>[A-Z][\w’'&.-]*(?:\s[A-Z][\w’'&.-]*){0,3})\b"
    r"|\b(?:seen|reviewed|obtained|contacted|reached)\sby\s(?:the\s)?(?P<b>[A-Z][\w’'&.-]*(?:\s[A-Z][\w’'&.-]*){0,3})\b"
    r"|(?<![\w’'&.-])(?P<c>[A-Z][\w’'&.-]*+(?:\s[A-Z][\w’'&.-]*){0,3})\s(?:could\snot|was\sunable\sto|has\snot)\s(?:\w+ly\s)?(?:verif|confirm)"
)


def about_from_text(text: str, about: About) -> About:
    """Return ``about`` with publisher, date and title filled in where the text itself says them."""
    head = text[:_REACH]
    published = about.published or _date_in(head)
    publisher = about.publisher or _publisher_in(text, head)
    title = about.title or _title_in(head)
    return replace(about, published=published, publisher=publisher, title=title)


def _date_in(head: str) -> str:
    found: list[tuple[int, str]] = []
    for pattern, order in ((_ISO, (1, 2, 3)), (_DMY, (3, 2, 1)), (_MDY, (3, 1, 2)), (_NUMERIC, (3, 2, 1))):
        match = pattern.search(head)
        if match is not None and _in_front(head, match.start()):
            day = _valid(*(match[place] for place in order))
            if day:
                found.append((match.start(), day))
    return min(found)[1] if found else ""


def _in_front(head: str, at: int) -> bool:
    """Tell whether the date stands at the start of one of the first lines, not within a sentence."""
    line = head.rfind("\n", 0, at) + 1
    before = head[line:at]
    return len(before) <= _FRONT and not re.search(r"[.!?]\s|\b(?:in|on|since|of|was|were|had)\s+$", before)


def _valid(year: str, month: str, day: str) -> str:
    number = int(month) if month.isdigit() else _MONTHS.get(month.lower(), 0)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return ""


def _publisher_in(text: str, head: str) -> str:
    match = _DATELINE.search(head)
    if match is not None:
        return " ".join(match["agency"].split())
    station = _STATION.match(head)
    if station is not None:
        return station["who"] or station["radio"]
    signed = _SIGNED.search(head) or _MASTHEAD.search(head)
    if signed is not None and not _NOT_A_NAME.search(signed["who"]):
        return " ".join(signed["who"].split())
    ministry = _MINISTRY.match(head)
    if ministry is not None:
        return _as_name(ministry["who"])
    issued = _ISSUED.search(head)
    if issued is not None and issued["who"][0].isupper():
        return _name_in_front(issued["who"])
    counts: dict[str, int] = {}
    for told in _TOLD.finditer(text):
        name = told["who"]
        if name.split()[-1].lower() in _MEDIA_TAIL:
            counts[name] = counts.get(name, 0) + 1
    often = [name for name, count in counts.items() if count >= _OFTEN] or _speaking_of_itself(text)
    return _in_full(text, often[0]) if len(often) == 1 else ""


def _in_full(text: str, name: str) -> str:
    """Return the name that the text gives for initials ("Rights Watch of Sarn (RWS)"), or ``name``."""
    if not name.isupper() or not name.isalpha():
        return name
    small = r"(?:\s(?:of|for|and|the|in|on|without|against))*"
    full = re.search(
        r"(?<![\w’'-])" + rf"{small}\s".join(rf"{letter}[\w’'-]*" for letter in name) + rf"(?=\s\({name}\))",
        text,
    )
    return " ".join(full.group().split()) if full is not None else name


def _as_name(words: str) -> str:
    """Return a name in capitals as it is written in a sentence."""
    small = {"of", "for", "the", "and", "in", "on"}
    parts = [w.lower() if w.lower() in small else w.capitalize() for w in words.split()]
    return " ".join(parts) if words.isupper() else words


def _speaking_of_itself(text: str) -> list[str]:
    """Return the names that the text both lets be told and lets see, ask or fail to verify: its own."""
    found: dict[str, set[str]] = {}
    for match in _ITSELF.finditer(text):
        group = match.lastgroup or ""
        found.setdefault(match[group].removeprefix("the "), set()).add(group[0])
    return [name for name, ways in found.items() if len(ways) > 1]


def _name_in_front(words: str) -> str:
    """Return the words up to the last capitalised one before a small word ends the name."""
    kept: list[str] = []
    for word in words.split():
        if word[0].islower() and word not in {"of", "for", "and", "the"}:
            break
        kept.append(word)
    while kept and kept[-1][0].islower():
        kept.pop()
    return " ".join(kept)


def _title_in(head: str) -> str:
    first, _, rest = head.partition("\n")
    line = first.strip()
    blank = rest.startswith(("\n", "\r\n", " \n"))
    ended = line[-1:] in '.!?…,;:”"'
    return (
        line if line and blank and not ended and len(line) <= _LONGEST_TITLE and not _ISO.search(line) else ""
    )


_CREDIT = re.compile(
    r"^(?:Source|Источник):\s(?P<who>[A-ZÀ-ÞА-ЯЁ][^,;.:()\n]{1,50})(?=[,;.(\n])", re.MULTILINE
)


def credit_in(text: str) -> Phrase | None:
    """Return the outlet that a line in front credits with the text ("Source: Orvan, Sarn, 12 April")."""
    found = _CREDIT.search(text, 0, _REACH)
    return Phrase(" ".join(found["who"].split()), (found.span("who"),)) if found is not None else None


_DATELINE_END = re.compile(
    r"(?:\([A-Z][\w’' .-]{1,30},\s[\w ,.]{3,24}\d{4}\)\s*(?:[—–]|--?)\s)"
    r"|(?:[^\w\n]{0,3}(?:UPD(?:ATE)?\.?:?\s|\d{1,2}\.\d{1,2}\.\d{4}\s)?\d{1,2}:\d{2}\s(?=[A-Z“\"]))"
    r"|(?:[A-ZÀ-Þ][A-ZÀ-Þ’'.-]{2,}(?:[ ,/]+[\w’'.]+){0,6}[ ,]*(?:\([\w’' .-]{1,40}\))?"
    r"|[A-ZÀ-Þ][\w’' ,.]{2,40}\([\w’' .-]{1,40}\))\s*(?:[—–]|--?)\s"
)


def dateline_end(text: str, start: int) -> int:
    """Return where the dateline of a block that begins at ``start`` ends, ``start`` where there is none."""
    match = _DATELINE_END.match(text, start, min(len(text), start + 120))
    return match.end() if match is not None else start


def after_dateline(text: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens of a sentence without the dateline in front ("SARN, 12 April (Orvan) —")."""
    if not tokens:
        return tokens
    end = dateline_end(text, tokens[0].start)
    return [t for t in tokens if t.start >= end] if end > tokens[0].start else tokens
