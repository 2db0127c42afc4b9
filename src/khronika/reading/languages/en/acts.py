"""What a speaker does with the words: the act of the cue, bettered by what the content says.

"We have no such information" denies knowledge, not the fact; "it is outside our remit" denies
competence; "hunt them down" calls for harm whoever cites it. Only one's own words or reports are
corrected or retracted; another's are disputed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from khronika.records.statement import Act, Denial

LONGEST = 4000
"""Characters of a content that are looked at."""


class Deed(NamedTuple):
    """The acts with the kinds of denial, and the words that decided."""

    acts: tuple[Act, ...]
    denies: tuple[Denial, ...] = ()
    reason: str = ""


_KNOWLEDGE = re.compile(
    r"\b(?:(?:do|does|did)(?:\snot|n't)\s(?:have|possess|receive)\s(?:any\s|such\s|that\s|this\s|the\s|reliable\s|confirmed\s)*information"
    r"|(?:have|has|had|has\sreceived|have\sreceived|received)\s(?:absolutely\s)?no\s(?:such\s|reliable\s|confirmed\s|other\s)?(?:information|knowledge|data|record|evidence)"
    r"|(?:not|n't)\s(?:been\s)?(?:aware|informed|know\sabout|know\sof|know\sanything|know\s(?:him|her|them|your)|heard)"
    r"|there\s(?:is|was)\sno\s(?:evidence|indication|proof|information)|(?:unaware|no\sknowledge)\s?of|know(?:s)?\snothing|knew\snothing|(?:cannot|can't|could\snot|couldn't|unable\sto)\sconfirm"
    r"|(?:not|n't|never)\s(?:had\s|received\s)(?:any\s)?information)\b",
    re.IGNORECASE,
)
_COMPETENCE = re.compile(
    r"\b(?:(?:not|n't|no)\s(?:a\s|the\s|our\s|his\s|her\s|its\s|their\s|within\s|in\s|under\s|part\sof\s)*(?:the\s|our\s|its\s|their\s)*"
    r"(?:prerogative|competence|jurisdiction|remit|mandate|purview|responsibility\sof|business\sof|matter\sfor\s(?:us|the\s(?:presid|govern|ministr)))"
    r"|(?:outside|beyond)\s(?:of\s)?(?:the\s|our\s|its\s|their\s|his\s|her\s)(?:competence|jurisdiction|remit|mandate|powers|purview|authority)"
    r"|no\s(?:jurisdiction|authority|power|competence|mandate)\s(?:over|in|to)|not\sfor\s(?:us|the\s\w+)\sto\s(?:decide|judge|investigate|comment))",
    re.IGNORECASE,
)
_RESPONSIBILITY = re.compile(
    r"\b(?:nothing\sto\sdo\swith|(?:not|n't|never)\s(?:been\s)?(?:involved|responsible|behind|to\sblame|guilty|complicit|ordered|taken\spart|participat\w+|play(?:ed)?\sa(?:ny)?\s(?:part|role))"
    r"|no\s(?:part|role|involvement|hand|responsibility)\s(?:in|for)|(?:any|all)\s(?:involvement|responsibility|wrongdoing|role|part|complicity|guilt)|wrongdoing|its\sinvolvement|their\sinvolvement|responsibility\sfor|involvement\sin)\b",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"\b(?:there\s(?:is|are|was|were|have\sbeen|has\sbeen|had\sbeen)\s(?:no\ssuch|never|not\sa\ssingle|nobody|no\sone)"
    r"|there\s(?:is|are|was|were)\sno\s(?:\w+\s){0,3}(?:camps?|prisons?|facilit\w+|detain\w+|detention\w*|prisoners?|torture|abuse\w*|killings?|persecution|arrests?|cases?|victims?|persecut\w+|disappearances?|\w{3,}ings)"
    r"|(?:no|not\sa\ssingle|not\sone)\s(?:\w+\s){0,2}?(?:complaints?|applications?|reports?|appeals?|requests?)\s(?:was|were|has|have|had|came)"
    r"|(?:has|have|had|'ve)?\s?(?:received|registered|recorded)\s(?:no|not\sa\ssingle|not\sone)\s(?:\w+\s){0,2}?(?:complaints?|applications?|reports?|appeals?|cases?)"
    r"|(?:has|have|had)\snot\s(?:received|registered|recorded)\s(?:any|a\ssingle|one)\s(?:\w+\s){0,2}?(?:complaints?|applications?|reports?|appeals?|cases?)"
    r"|not\sa\ssingle\s\w+\s(?:was|were|has|have|had|is)|(?:not|n't)\strue\b|(?:do|does|did)(?:\snot|n't)\sexist|never\s(?:happened|existed|took\splace|occurred)|did(?:\snot|n't)\s(?:happen|take\splace|occur)"
    r"|(?:no\sone|nobody|not\sone\s\w+)\s(?:(?:in|at|from|of|on)\s(?:\w+\s){1,3})?(?:was|is|has\sbeen|had\sbeen|were|died)\s?\w*"
    r"|(?:is|are|was|were|as)\s(?:a\s|an\s|all\s|completely\s|absolutely\s|totally\s|simply\s|entirely\s|pure\s|utterly\s|complete\s|outright\s)*(?:false|untrue|lies?|fabricat\w+|invent(?:ed|ions?)|fiction|baseless|unfounded|groundless|nonsense|fake|disinformation|slander|rumou?rs?))\b",
    re.IGNORECASE,
)
_DISPUTE = re.compile(
    r"\b(?:(?:is|are|was|were|be)\s(?:\w+ly\s)*(?:inaccurate|misleading|incorrect|wrong\sto|mistaken|not\saccurate|exaggerated|inflated|overstated|understated|not\shelpful|unhelpful|a\smyth|a\sdistortion|a\smisnomer|the\swrong\s(?:word|term|name))|\buse\sthe\swrong\s(?:word|term|name)"
    r"|(?:not|n't)\s(?:\w+\s)?(?:accurate|helpful|correct|fair|true)\s(?:to|that)?|(?:wrong|misleading|inaccurate|unfair|not\shelpful|unhelpful)\sto\s(?:call|describe|say|look|speak|compare|use)"
    r"|(?:should|must)(?:\snot|n't)\s(?:be\s)?call(?:ed)?|not\sthe\sright\s(?:word|term))",
    re.IGNORECASE,
)
_HARM = (
    r"(?:hunt(?:ed)?(?:\s\w+){0,2}\sdown|hunt(?:ed)?\s(?:them|these|those|such)|kill(?:ed)?|murder(?:ed)?|shot|shoot|beat(?:en)?|hang(?:ed)?|burn(?:ed|t)?|stone(?:d)?|lynch(?:ed)?|"
    r"exterminat(?:e|ed)|eliminat(?:e|ed)|liquidat(?:e|ed)|destroy(?:ed)?|crush(?:ed)?|wip(?:e|ed)\s(?:\w+\s){0,2}out|driv(?:e|en)\s(?:\w+\s){0,3}?(?:out|from|away)|purg(?:e|ed)|cleans(?:e|ed)|"
    r"annihilat(?:e|ed)|behead(?:ed)?|execut(?:e|ed)|drown(?:ed)?|smash(?:ed)?|teach\s(?:them|these)\s\w+\sa\slesson|string\s(?:them\s)?up|finish\sthem)"
)
_CALL = re.compile(
    rf"^(?:to\s)?[\s“\"‘'«]*(?:(?:to|let\sus|let's|we\smust|we\sshould|you\smust|you\sshould|everyone\smust|please|go\sand|do\snot\swait,?)\s)?(?:go\s(?:and|out\sand)\s)?{_HARM}\b(?!\s(?:by|in)\b)"
    rf"|\b(?:should|must|deserves?\sto|need\sto|ought\sto|have\sto|has\sto)\s(?:all\s)?be\s{_HARM}\b(?!\s(?:by\sa\scourt))"
    rf"|(?:^|[.!?,;]\s+[“\"]?)(?:{_HARM})\s(?:them|these|those|all|every|any|him|her|their\s(?:houses|homes|shops|cars)|the\s(?:traitors|enem\w+|vermin|dogs))",
    re.IGNORECASE,
)
_OUGHT = re.compile(
    r"\b(?:must|should|ha(?:s|ve)\sto|needs?\sto|ought\sto|it\s?(?:is|'s)\s(?:\w+\s)?(?:important|vital|essential|crucial|urgent|imperative|time|necessary)\s(?:to|that|for)"
    r"|we\s(?:call|urge|appeal|ask|demand|plead|implore|beg)|i\s(?:call|urge|appeal|ask|beg|demand)|calls?\s(?:on|upon)|please)\b",
    re.IGNORECASE,
)
_ADVISES = re.compile(
    r"\b(?:victims?|citizens?|people|residents?|relatives|famil(?:y|ies)|anyone|everyone|anybody|everybody|complainants?|witnesses|they|you|parents|those\s\w+|he|she)\s(?:\w+\s){0,3}?(?:should|can|may|could|must|ought\sto|are\sfree\sto|need\sto)\s(?:\w+\s){0,4}?"
    r"(?:file|complain|go\sto|appeal|contact|apply|report|turn\sto|use\stheir|apply|submit|come\sforward|seek|address|avoid|stay|leave|remain|keep|write|call)\b",
    re.IGNORECASE,
)
_PROMISES = re.compile(
    r"\b(?:we|i|the\s(?:government|ministry|police|authorities|state|army))\s?(?:will|shall|'ll)\s(?:\w+\s){0,2}?(?:investigate|ensure|release|publish|punish\sthose|examine|look\sinto|continue|provide|open|hold\sthose|cooperate|inform|give|do\severything|bring|respond|review|compensate)\b",
    re.IGNORECASE,
)
_THREATENS = re.compile(
    r"\b(?:will|would|shall|'ll)\s(?:\w+\s)?(?:regret|pay\s(?:for|dearly|the\sprice)|be\s(?:punished|dealt\swith|shot|crushed|hunted|killed|destroyed|held\spersonally)|answer\sfor|face\s(?:the\s)?(?:consequences|punishment|justice\sof)|come\sfor\syou|find\syou)\b",
    re.IGNORECASE,
)
_PERPETRATION = re.compile(
    r"\b(?:tortur\w+|persecut\w+|(?:state|government|police|regime)[-\s](?:sponsored|backed|organi[sz]ed|run)|killed\sby|beaten\sby|abducted\sby|detained\sby|raped|crackdown|campaign\sof|practice\sof|"
    r"executions?|war\scrimes?|crimes\sagainst|extrajudicial|responsible\sfor\sthe|carried\sout\sby|ordered\sthe|ethnic\scleansing|genocide|(?:beat|tortured|raped|shot|killed|abducted|kidnapped|detained|electrocuted|starved)\s(?:him|her|them|me|us|my|his|their|people|men|women|prisoners|detainees|civilians|at\sleast))\b",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"\b(?:ha(?:s|ve|d)|'ve|'s)\s(?:also\s)?(?:heard|received|seen|collected|documented|recorded|registered|verified|compiled|gathered)\b|\b(?:heard|received)\s(?:\w+\s){0,2}(?:reports|accounts|testimon\w+|allegations)\b",
    re.IGNORECASE,
)
_RETRACTS = re.compile(
    r"\b(?:we|i)\s(?:hereby\s|formally\s|fully\s)?(?:withdraw|retract|take\sback)\b", re.IGNORECASE
)
_CORRECTS = re.compile(
    r"\b(?:our|my)\s(?:\w+\s){0,3}(?:report|statement|article|figure|count|story|list)s?\s(?:was|were|is|are|had\sbeen)\s(?:wrong|mistaken|incorrect|inaccurate|an\serror)|\b(?:we|i)\s(?:told|said|reported|wrote|stated)\b[^.]*\.\s+that\swas\s(?:wrong|not\strue|incorrect)|\bwe\s(?:correct|were\swrong|made\s(?:a\smistake|an\serror))|\bi\s(?:was\swrong|made\sa\smistake|correct\smyself)",
    re.IGNORECASE,
)
_DECLINES = re.compile(
    r"\b(?:no\scomment|(?:will|would)(?:\snot|n't)\scomment|won't\scomment|not\s(?:going\s)?to\scomment|not\sgoing\sto\s(?:discuss|answer|talk)|decline\sto\scomment)\b",
    re.IGNORECASE,
)
_ADMITS = re.compile(
    r"\b(?:we|i)\s(?:should\snot\shave|should\shave|failed\sto|regret|apologi[sz]e|did\snot\sask|admit|acknowledge|concede|confess|made\smistakes)\b",
    re.IGNORECASE,
)
_PLAIN_MARKS = str.maketrans({"’": "'", "\n": " ", "“": None, "”": None, '"': None, "«": None, "»": None})
_PLAIN = frozenset({Act.ASSERTS, Act.ALLEGES})


def deed(act: Act, lemma: str, content: str, *, direct: bool) -> Deed:  # noqa: PLR0911 - rules in order
    """Return what is done by ``content`` under a cue that stands for ``act``."""
    words = content[:LONGEST].translate(_PLAIN_MARKS)
    if (
        _CALL.search(words)
        and (lemma not in {"deny", "condemn", "accuse", "report", "describe"})
        and _may_call(act, lemma, direct=direct)
    ):
        return Deed((Act.CALLS_FOR_HARM,), (), "words of harm as a call")
    if lemma == "call it" and _FALSE.search(words):
        return Deed((Act.DISPUTES,), (), "called untrue")
    if act is Act.DENIES:
        return Deed((Act.DENIES,), _kinds_denied(words, lemma), "")
    if act is Act.ASSERTS and lemma == "warn" and _THREATENS.search(words):
        return Deed((Act.THREATENS,), (), "a warning of harm")
    if act is Act.DISPUTES and _CHARGES.match(words) and lemma in {"reject", "refute"}:
        return Deed((Act.DENIES, Act.DISPUTES), (Denial.FACT,), "charges are rejected")
    if act not in _PLAIN:
        return Deed((act,))
    return _from_words(act, lemma, words, direct=direct)


_CHARGES = re.compile(
    r"\s*(?:(?:the|these|those|all|any|such|his|her|their|its)\s)*(?:\w+\s)?(?:allegations?|accusations?|charges)\b",
    re.IGNORECASE,
)
_FALSE = re.compile(
    r"\b(?:fake|false|lies?|baseless|unfounded|groundless|absurd|nonsense|fabricat\w+|slander\w*|inaccurate|misleading|untrue|"
    r"propaganda|provocation|disinformation|invention|fiction)\b",
    re.IGNORECASE,
)


_PUNISHES = re.compile(
    r"\b(?:will|would|shall|'ll|could|risk(?:s|ed)?)\s(?:\w+\s)?(?:face\s(?:up\sto\s|at\sleast\s)?(?:\w+\s(?:years?|months?|days?)|prison|jail|arrest|"
    r"prosecution|charges|a\sfine|fines|trial|expulsion|dismissal|sanctions|criminal)|be\s(?:arrested|prosecuted|jailed|imprisoned|removed|fired|"
    r"dismissed|expelled|detained|deported|fined|dispersed|shot|charged|punished|held\sresponsible|brought\sbefore))",
    re.IGNORECASE,
)


def punishes(content: str) -> bool:
    """Tell whether the words say that somebody will be punished."""
    return _PUNISHES.search(content[:LONGEST]) is not None


def _may_call(act: Act, lemma: str, *, direct: bool) -> bool:
    calls = act in {Act.APPEALS, Act.REQUESTS, Act.ADVISES, Act.CALLS_FOR_HARM, Act.THREATENS}
    return (
        direct
        or calls
        or lemma in {"say", "tell", "declare", "add", "write", "post", "shout", "insist", "suggest"}
    )


def _kinds_denied(words: str, lemma: str) -> tuple[Denial, ...]:
    kinds = []
    if _KNOWLEDGE.search(words) or (
        lemma == "deny" and re.match(r"(?:having\s)?(?:any\s)?(?:knowing|knowledge)\b", words)
    ):
        kinds.append(Denial.KNOWLEDGE)
    if _COMPETENCE.search(words):
        kinds.append(Denial.COMPETENCE)
    if _RESPONSIBILITY.search(words):
        kinds.append(Denial.RESPONSIBILITY)
    return tuple(kinds) or (Denial.FACT,)


_TOLD = re.compile(
    r"[\s“\"‘']*(?:i|we|he|she|they)\s(?:was|were|had\sbeen)\s(?:also\s)?told\b", re.IGNORECASE
)
_LET = re.compile(
    r"^[\s“\"‘']*(?:then\s|so\s|and\s)?let\s(?:them|him|her|the|those|us\s(?:in|see|know|speak))\b",
    re.IGNORECASE,
)


_OWN_PART = re.compile(
    r"\b(?:we|i|our|us|my|the\s(?:police|army|ministry|government|state))\b", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:no|not|never|nothing)\b|n't\b", re.IGNORECASE)
_HEARD = re.compile(r"\b(?:reports|accounts|allegations|testimon)", re.IGNORECASE)
_DEEDS = (
    (Act.RETRACTS, _RETRACTS),
    (Act.CORRECTS, _CORRECTS),
    (Act.DECLINES, _DECLINES),
    (Act.THREATENS, _THREATENS),
    (Act.PROMISES, _PROMISES),
    (Act.ADMITS, _ADMITS),
    (Act.DISPUTES, _DISPUTE),
    (Act.REQUESTS, _LET),
)
"""Looked for in this order; the first that fits is the act."""


_OTHERS_LACK = re.compile(
    r"\b(?:famil(?:y|ies)|relatives?|mothers?|fathers?|parents|wives|lawyers?|prisoners|detainees|victims)\s"
    r"(?:(?:still|often)\s)?(?:have|has|had|received)\s(?:(?:still|yet)\s)?(?:received\s|been\sgiven\s)?"
    r"no\s(?:\w+\s)?(?:information|news|answer)\b",
    re.IGNORECASE,
)
"""That others were told nothing is a complaint, and no denial of knowledge by whoever says so."""


def _denials(words: str) -> list[Denial]:
    words = _OTHERS_LACK.sub(" ", words)
    kinds = ((Denial.KNOWLEDGE, _KNOWLEDGE), (Denial.COMPETENCE, _COMPETENCE), (Denial.FACT, _FACT))
    found = [kind for kind, pattern in kinds if pattern.search(words)]
    if _OWN_PART.search(words) and _RESPONSIBILITY.search(words) and _NEGATED.search(words):
        found.append(Denial.RESPONSIBILITY)
    return found


def _from_words(act: Act, lemma: str, words: str, *, direct: bool) -> Deed:
    if _TOLD.match(words):
        return Deed((Act.REPORTS,) if lemma != "say" else (act,), (), "hearsay in the words")
    denies = _denials(words)
    acts: list[Act] = [Act.DENIES] if denies else []
    if _ADVISES.search(words):
        acts.append(Act.ADVISES)
    for found, pattern in _DEEDS:
        if not acts and pattern.search(words) and (direct or found not in {Act.RETRACTS, Act.CORRECTS}):
            acts.append(found)
    asks = _OUGHT.search(words) is not None and _addresses(words)
    if asks and not {Act.DENIES, Act.ADVISES, Act.DISPUTES} & set(acts):
        acts.append(Act.APPEALS)
    if acts:
        return Deed(tuple(dict.fromkeys(acts)), tuple(denies), "acts from the words")
    return _plain(act, words)


def _plain(act: Act, words: str) -> Deed:
    """Return the act of words that only tell: reports for hearsay, alleges for perpetration."""
    heard = _HEARSAY.search(words[:40]) is not None and _HEARD.search(words[:90]) is not None
    if heard or (act is Act.ASSERTS and _HEARSAY.match(words)):
        return Deed((Act.REPORTS,))
    if act is Act.ASSERTS and _PERPETRATION.search(words):
        return Deed((Act.ALLEGES,), (), "words of perpetration")
    return Deed((act,))


_POWERS = re.compile(
    r"\b(?:community|governments?|states?|countr(?:y|ies)|authorit(?:y|ies)|united\snations|u\.?n\.?|council|president|minister|ministry|parliament|world|leaders?|police|army|prosecutors?|courts?|union|powers?|officials|committee|commission|administration|embass(?:y|ies)|we\s(?:call|urge|appeal|ask|demand)|everyone|all\sparties|both\ssides|those\sresponsible|perpetrators|they|camp|facility|prison|detainees|prisoners)\b",
    re.IGNORECASE,
)


_DONE = re.compile(
    r"\b(?:must|should|ha(?:s|ve)\sto)\s(?:now\s|immediately\s)?be\s(?:withdrawn|released|freed|overturned|stopped|closed|"
    r"investigated|brought|held\sto|protected|respected|allowed|given|lifted|repealed|dropped|opened|ended)\b",
    re.IGNORECASE,
)


def _addresses(words: str) -> bool:
    """Tell whether somebody with power is told what to do, so that "must" is an appeal."""
    return bool(_POWERS.search(words) or _DONE.search(words)) and not re.search(
        r"\bmust\shave\b", words, re.IGNORECASE
    )
