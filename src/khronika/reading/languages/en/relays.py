"""Through whom a statement came: agencies, newspapers, broadcasters, and the publisher itself.

"told the Orvan agency", "according to the Tribune", ", the Tribune reported": where the sentence
already has a speaker, these are relays. A radio show that somebody appeared on is a forum.
"""

from __future__ import annotations

import re
from itertools import pairwise

from khronika.reading.languages.en import lexicon, words
from khronika.reading.languages.en.grammar import Tokens
from khronika.reading.languages.en.naming import words_between
from khronika.reading.tables import words_in
from khronika.reading.tokens import NUMBER, WORD
from khronika.records.spans import Phrase

_LONGEST = 6
"""Words of a phrase that names a medium."""

_INTRODUCED = re.compile(
    r"\b(?:news|press|state|newspaper|broadcaster|the|daily|weekly|online|independent|private|television)\s+"
    r"(?:news\s+)?(?:agency|newspaper|broadcaster|channel|station|website|outlet|daily|weekly)\s+"
    r"([A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2})"
)
_FOLLOWED = re.compile(
    r"(?<![\w’'-])([A-Z][\w’'-]++(?:\s[A-Z][\w’'-]++){0,2})\s(?:(?:news|press|radio|television|TV)\s)?"
    r"(?:agency|newspaper|broadcaster|channel|radio station|TV station|news site|news website)\b"
)
_FORUM = re.compile(
    r"\b(?:appear(?:ed|ing|s)?|spoke|speaking|speaks|sp[eo]ken|talking|interviewed)\s(?:live\s)?(?:on|at|in|to|during|before)\s"
    r"(?P<a>(?:an?|the|his|her|their)\s(?:[\w’'-]+\s){0,5}?(?:show|program|programme|broadcast|podcast|channel|"
    r"rally|conference|briefing|session|hearing|meeting|ceremony|forum|debate|interview|(?:radio|television|tv)(?:\s(?:show|programme|program|channel|station|broadcast|debate))?|parliament|council|vigil))\b"
    r"|\b(?:in|at|during|on)\s(?P<b>(?:an?|the|his|her|their)\s(?:[\w’'-]+\s){0,4}?(?:radio\sshow|talk\sshow|show|press\sconference|"
    r"news\sconference|rally|briefing|sermon|speech|broadcast|hearing|podcast|address|ceremony|vigil|interview|programme|program|debate|"
    r"session|meeting))\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:on|at|in|to|via)\s(?P<a>(?:(?:the|a|an|his|her|its|their)\s)?(?:\w+\s){0,2}?(?:Facebook|Twitter|Telegram|Instagram|VKontakte|YouTube|TikTok|X|website|blog)"
    r"(?:\s(?:page|channel|account|feed|post))?)(?=[\s,.])"
    r"|\b(?:evidence|testif(?:ied|ying)|spoke|speaking)\s(?:at|in|during|before)\s(?P<b>(?:the|an?|his|her)\s(?:trial|inquest|inquiry|hearing)"
    r"(?:\sof(?:\s[A-Z][\w’'-]*){1,4})?)"
)
FORUM_HEADS = words_in("""
    court tribunal inquest inquiry trial parliament briefing conference rally hearing session summit
    congress assembly senate meeting crowd
""")
"""What somebody "told" is then the place where it was said."""
_PERSONS = re.compile(
    r"(?:the\s|an?\s|its\s|their\s)?(?:\w+\s){0,2}(?:listeners|viewers|readers|reporters?|journalists?|correspondents?|editors?|staff|people|employees?|audience)\b",
    re.IGNORECASE,
)
_TRIMMED = re.compile(
    r"^(?:the\s)?(?:[a-z-]+\s)*(?:news\s|press\s)?(?:agency|newspaper|broadcaster|channel|station|website|outlet|daily|weekly)\s(?=[A-Z])"
)
_TAIL = re.compile(
    r"(?:[’']s)?\s(?:(?:news|press|radio|television|TV|wire)\s)?(?:agency|newspaper|broadcaster|channel|station|website|outlet|service)$"
)


def media_named(text: str) -> frozenset[str]:
    """Return the names that ``text`` itself calls an agency, newspaper, broadcaster, in small letters."""
    found = {m[1].casefold() for m in _INTRODUCED.finditer(text)}
    found |= {m[1].casefold().removeprefix("the ") for m in _FOLLOWED.finditer(text)}
    return frozenset(found)


def relay_name(words_of: str) -> str:
    """Return the name of a medium without "the … news agency" around it; "The Tribune" keeps its article."""
    name = " ".join(words_of.split()).strip(" ,")
    name = _TRIMMED.sub("", name)
    bare = _TAIL.sub("", name)
    bare = re.sub(r"^(?:the|a|an)\s(?=[A-Z])", "", bare) if bare != name else bare
    bare = bare.removeprefix("the ")
    return name if bare.lower() in words.ARTICLES | {""} else bare


_PLAIN_MEDIUM = re.compile(
    r"(?:the\s)?(?:state|public|local|national|independent|private|regional)(?:-run|-owned|-controlled)?\s"
    r"(?:television|tv|radio|media|broadcaster|newspaper|news\sagency|media\soutlets?|news\soutlets?)",
    re.IGNORECASE,
)


def is_medium(words_of: str, known: frozenset[str], publisher: str) -> bool:  # noqa: PLR0911 - rules in order
    """Tell whether the words name a medium: known, introduced as one in the text, or the publisher."""
    name = relay_name(words_of)
    key = name.casefold().removeprefix("the ")
    if not key:
        return False
    if publisher and same_medium(key, publisher):
        return True
    if key in known:
        return True
    if _PERSONS.match(words_of):
        return False
    if _PLAIN_MEDIUM.fullmatch(words_of):
        return True
    parts = [p.strip("’'s") if p.endswith(("’s", "'s")) else p for p in words_of.split()]
    capital = any(part[:1].isupper() for part in parts)
    lowered = [part.lower() for part in parts]
    if capital and any(part.lower() in lexicon.MEDIA_WORDS and part[:1].isupper() for part in parts):
        return True
    kinds = pairwise(parts)
    if any(kind in lexicon.MEDIA_KINDS and name[0].isupper() for kind, name in kinds):
        return True
    if lowered[-1] in lexicon.MEDIA_KINDS | {"media"} and len(parts) <= _LONGEST:
        return capital or (
            lowered[-1] in {"newspaper", "agency", "broadcaster", "channel", "station"} and "news" in lowered
        )
    return capital and bool(set(lowered) & {"newspaper", "broadcaster", "newswire"})


_OWN_VOICE = re.compile(
    r"(?:us|me|our\s(?:reporters?|correspondents?|newspaper|agency|staff|team|desk)|this\s(?:newspaper|site|website|paper|agency|reporter|magazine|programme|desk))",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(?:the|that|this)\s(?:same\s)?(?:news\s)?(?:agency|newspaper|paper|broadcaster|channel|station|outlet|website|magazine|daily|weekly)",
    re.IGNORECASE,
)


def is_own_voice(words_of: str) -> bool:
    """Tell whether the words mean the text's own publisher ("us", "our reporter", "this newspaper")."""
    return _OWN_VOICE.fullmatch(words_of) is not None


def points_to_medium(words_of: str) -> bool:
    """Tell whether the words point to a medium named before ("the agency")."""
    return _POINTS.fullmatch(words_of) is not None


def same_medium(name: str, other: str) -> bool:
    """Tell whether one name is the other's short form ("the Courier" for "The Sarn Courier")."""
    one, two = name.casefold().removeprefix("the ").split(), other.casefold().removeprefix("the ").split()
    initials = "".join(word[0] for word in re.split(r"[\s-]", other) if word[:1].isupper()).casefold()
    short = len(initials) > 1 and bool(one) and one[0] == initials and set(one[1:]) <= {"news"}
    return bool(one) and (one == two or one == two[-len(one) :] or short)


def phrase_of(tokens: Tokens, start: int, end: int) -> Phrase | None:
    """Return tokens ``start`` to ``end`` as a phrase of the text."""
    while start < end and tokens[end - 1].kind not in {WORD, NUMBER}:
        end -= 1
    if start >= end:
        return None
    return Phrase(words_between(tokens[start:end]), ((tokens[start].start, tokens[end - 1].end),))


def forum_of(text: str, start: int, end: int) -> Phrase | None:
    """Return where the words were spoken ("on a radio show"), if the sentence says so."""
    found = _FORUM.search(text, start, end)
    if found is not None and found["b"] and not _said_there(text[start : found.start()], found["b"]):
        found = None
    found = found or _PLACED.search(text, start, end)
    if found is None:
        return None
    group = "a" if found["a"] else "b"
    return Phrase(" ".join(found[group].split()), (found.span(group),))


_SPEAKING = re.compile(
    r"\b(?:said|says|saying|told|telling|wrote|spoke|speaking|asked|added|declared|announced|shouted|called|denied|warned|read|"
    r"heard|appear\w+|aired|broadcast|testif\w+|announc\w+|urg\w+|claim\w+|stat\w+|promis\w+|vow\w+|accus\w+|insist\w+)\b"
)


def _said_there(before: str, where: str) -> bool:
    """Tell whether the words spoken stand before "at a vigil": else it is what the news is of."""
    return where.rsplit(maxsplit=1)[-1].lower() not in {"vigil", "rally", "meeting"} or bool(
        _SPEAKING.search(before)
    )


def is_forum(words_of: str) -> bool:
    """Tell whether somebody "told" a place or a sitting ("a briefing in Geneva"), not a person."""
    head = re.split(r"\s(?:in|on|at|of|near|for|about)\s", words_of, maxsplit=1)[0]
    last = head.rpartition(" ")[2].lower()
    return last in FORUM_HEADS or last.removesuffix("s") in FORUM_HEADS


_ADJECTIVES = re.compile(
    r"^(?:the\s)?(?:(?:state|government|privately|foreign|opposition)-(?:run|owned|controlled|linked)|pro-\w+|independent|private|opposition|state)\s(?=[A-Z])"
)


def named_as_relay(words_of: str) -> str:
    """Return how the desk writes a relay: without a small article, "The Tribune" as the paper does."""
    name = _ADJECTIVES.sub("", relay_name(words_of))
    first, _, rest = name.partition(" ")
    plain = first in words.ARTICLES or (first.lower() in words.ARTICLES and rest.islower())
    return rest if plain and rest else name


_ON_AIR = re.compile(
    r"\bon\s(?P<medium>(?:state|national|public|local|government)(?:-run|-owned)?\s(?:television|TV|radio))\b"
    r"(?!\s(?:show|programme))"
)


def on_air(text: str, start: int, end: int) -> Phrase | None:
    """Return the broadcaster of "said on state television", if the words say so."""
    found = _ON_AIR.search(text, start, end)
    return Phrase(found["medium"], (found.span("medium"),)) if found is not None else None


_PRINTED = words_in("newspaper paper daily weekly magazine")
_AIRED = words_in("broadcaster channel station")
_OF_AIR = words_in("television tv radio channel broadcasting")


def may_be(pointer: str, name: str) -> bool:
    """Tell whether "the newspaper", "the broadcaster" can point to a medium of this name."""
    noun = pointer.rpartition(" ")[2].lower()
    parts = set(name.lower().split())
    if noun in _PRINTED:
        return not parts & _OF_AIR
    return noun not in _AIRED or not parts & {"times", "gazette", "herald", "ledger", "tribune", "courier"}
