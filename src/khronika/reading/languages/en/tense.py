"""Whether the words around a time tell of what is to come: "will meet on Monday", "to clear it by Friday".

The nearest verb before the time in its sentence decides; where none stands there ("On Thursday they will"),
the first after it. Before "by" and "before" any sign of what is to come is enough. Each look goes a bounded way.
"""

from __future__ import annotations

import re

from khronika.reading.languages.en.words import NOT_PAST

_REACH = 170
_AFTER = 70
_EDGE = re.compile(r"[.;!?\n”\"](?=\s|$)|[:“\"‘](?=\w)|\s–\s|—")
_VERB = re.compile(
    r"""(?:\b|(?=[’']ll))(?:
    (?P<ahead>[’']ll\b|(?:will|won[’']t|would|wouldn[’']t|shall|may|might|must|should|can)\b(?!\s
        (?:not\s)?have\b)
      |(?:is|are|was|were|be)\s(?:now\s)?(?:to|due|scheduled|expected|set|planned|going\sto|coming
        |leaving|meeting|arriving|starting|opening)\b
      |(?:due|scheduled|planned|expected|likely)\b
      |(?:continues?|resumes?|begins?|starts?|opens|arrives?|meets?|flies|faces?|goes)\b
      |(?:hopes?|intends?|wants?|awaits?|demand(?:s|ed)?)\b
      |(?:fear|predict|expect|forecast|anticipate|plan)(?:s|ed)?\b(?!\sthat)
      |(?:order|urge|call|ask|vow|pledge|promise|threaten)(?:s|ed)?\sfor\b
      |(?:announc|call|schedul|conven|prepar|organis|organiz|promis)\w*\s(?:for\s)?(?:a|an|another|new
        |its|their|the)\s(?=[^,.;]{3,60}$)
      |(?:if|come|bring|write|read|stay)\b)
    |(?P<past>was|were|had|did|has|have|been|\w{2,}ed\b|went|came|took|gave|made|knew|saw|found|told|said
        |left|felt|put
      |brought|began|kept|held|wrote|stood|heard|let|met|ran|paid|sat|spoke|lay|led|grew|lost|fell|sent|built
      |broke|spent|rose|drove|bought|chose|shot|fled|beat|caught|hit|struck|stole|threw|won|became|sold|shook)
    )(?:\b|(?<=\s))""",
    re.VERBOSE | re.IGNORECASE,
)
_TO_DO = re.compile(
    r"""(?:^|\b(?:ask|order|urg|want|demand|promis|pledg|vow|threaten|undert|plan|expect|hop|agree|appeal
        |call|tell|told|invit
    |need|aim|intend|warn|advis|instruct|requir|request|propos|offer|decid|command|forbid)\w*\s
        (?:[^,;]{0,50}\s)?)
    to\s(?!(?:have|the|a|an|his|her|their|its|our|my|this|that|him|them|me|us|it|you|MPs)\b)[a-z]{2,}""",
    re.VERBOSE,
)
_CHAIN = re.compile(
    r"\b(?:will|won[’']t|would|wouldn[’']t|shall|may|might|must|should|can|could|to|be|not|also|is|are)\s"
    r"(?:\w+\s)?(?:be\s)?$",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"\b(?:will|would|shall|must|could|can|may|might|if|unless|demand\w*|undertook)\b|\bto\s[a-z]{2,}",
    re.IGNORECASE,
)
_LOOSE = frozenset({"if", "come", "bring", "write", "read", "stay", "can", "may", "might"})


def ahead(text: str, start: int, end: int, before_it: str, kind: str, *, planned: bool = False) -> bool:
    """Tell whether the time at ``text[start:end]`` lies ahead by verbs near it; ``before_it`` leads in.

    Where no verb tells, what is ``planned`` lies ahead.
    """
    if before_it.lower() == "since":
        return False
    near, last = _verb_before(text, start)
    if before_it in {"by", "before", "until", "till"} and (_ANY.search(near) or last is None):
        return True
    if (before_it, kind) == ("until", "m") or _to_do_after(near, last.start() if last else 0):
        return True
    if last is not None:
        return last["ahead"] is not None
    if before_it == "until" or (planned and before_it != "last"):
        return True
    first = _VERB.search(_sentence_after(text, end)) if len(near.split()) <= 1 else None
    return first is not None and first["ahead"] is not None and first.group().lower() not in _LOOSE


def _verb_before(text: str, start: int) -> tuple[str, re.Match[str] | None]:
    """Return the words of the clause before ``start`` and the last verb in them that tells."""
    begin = max(0, start - _REACH)
    for edge in _EDGE.finditer(text, begin, start + 1):
        begin = min(edge.end(), start)
    near = text[begin:start]
    last = None
    for found in _VERB.finditer(near):
        word = found.group().lower()
        if found["past"] and (
            word in NOT_PAST or (last and last["ahead"] and _CHAIN.search(near[: found.start()][-24:]))
        ):
            continue
        last = found
    return near, last


def _to_do_after(near: str, done: int) -> bool:
    """Tell whether somebody is asked or means to do something, and nothing is told as done after it."""
    starts = [found.start() for found in _TO_DO.finditer(near)]
    return bool(starts) and starts[-1] >= done


def _sentence_after(text: str, end: int) -> str:
    after = text[end : end + _AFTER]
    edge = _EDGE.search(after)
    return after[: edge.start()] if edge else after
