"""English tables for claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from khronika.reading.claims import acts
from khronika.reading.claims.acts import Deed
from khronika.reading.claims.language import Form, Language, Trigger
from khronika.reading.tables import words_in

_I = re.IGNORECASE
_TABLE: tuple[tuple[Deed, str, str, str, str], ...] = (
    # act, past, state, bare, noun
    (acts.ARRESTED, "arrested", "", "arrest", "arrest arrests"),
    (acts.DETAINED, "detained imprisoned jailed held", "", "detain imprison jail",
     "detention detentions imprisonment"),
    (acts.ABDUCTED, "abducted kidnapped", "", "abduct kidnap",
     "abduction abductions kidnapping kidnappings"),
    (acts.DISAPPEARED, "", "disappeared vanished missing", "disappear", "disappearance disappearances"),
    (acts.RELEASED, "released freed", "", "", ""),
    (acts.KILLED, "killed murdered executed massacred", "", "kill murder execute",
     "killing killings murder murders execution executions massacre massacres"),
    (acts.DIED, "", "died perished", "", "death deaths"),
    (acts.INJURED, "injured wounded", "", "injure wound", ""),
    (acts.TORTURED, "tortured electrocuted", "", "torture", "torture"),
    (acts.BEATEN, "beaten beat", "", "", "beating beatings"),
    (acts.SHOT, "shot", "", "", ""),
    (acts.ATTACKED, "attacked assaulted", "", "attack", "attack attacks assaults"),
    (acts.SEXUAL_VIOLENCE, "raped", "", "rape", "rape rapes"),
    (acts.THREATENED, "threatened", "", "", "threats"),
    (acts.SENTENCED, "sentenced convicted", "", "", ""),
    (acts.CHARGED, "charged", "", "", ""),
    (acts.INTERROGATED, "interrogated questioned", "", "interrogate", "interrogation interrogations"),
    (acts.DEPORTED, "deported expelled extradited", "", "deport expel",
     "deportation deportations expulsion expulsions"),
    (acts.DISPLACED, "displaced", "", "displace", "displacement"),
    (acts.RAIDED, "raided stormed", "", "raid", "raid raids"),
    (acts.SEARCHED, "searched", "", "", ""),
    (acts.CLOSED, "closed sealed shut", "", "", "closure"),
    (acts.BANNED, "banned outlawed", "", "", ""),
    (acts.DESTROYED, "destroyed burned burnt demolished looted", "", "", "destruction"),
    (acts.PERSECUTED, "persecuted", "", "persecute", "persecution"),
)  # fmt: skip
_TRIGGERS: dict[str, Trigger] = {
    word: Trigger(deed, form)
    for deed, *columns in _TABLE
    for form, column in zip((Form.PAST, Form.STATE, Form.BARE, Form.NOUN), columns, strict=True)
    for word in column.split()
    if not (form is Form.BARE and word in columns[3].split())
}
"""A word that is an infinitive and a noun ("arrest", "torture") counts as the noun."""

_ORGANS = words_in("""
    police army military forces force troops soldiers officers authorities government service services
    gendarmes gendarmerie ministry militia guards guard intelligence security regime administration officials
""")
_AGENTS = _ORGANS | words_in("""
    men gunmen militants rebels fighters militiamen policemen policeman soldier officer agents agent attackers
    attacker assailants kidnappers paramilitaries mob guardsmen wardens warders interrogators investigators
    commander commanders police-officers militias gang gangs group
""")
_AGENT_ADJECTIVES = words_in("""
    masked armed uniformed plainclothes plain-clothes unidentified unknown security riot border special state
    government military local federal secret regional national traffic prison police law enforcement
    security-force pro-government anti-terrorist intelligence the a an some several two three four five six
    interior presidential paramilitary army rebel city town camp
""")
_COUNTED = words_in("""
    people men women children boys girls civilians prisoners detainees journalists soldiers families students
    workers villagers residents protesters inmates patients teachers lawyers
""")
_PEOPLE = {
    **{word: word for word in _COUNTED},
    **{word.removesuffix("s"): word for word in _COUNTED if word.endswith("s") and word != "families"},
    **dict.fromkeys(
        words_in("""
            person persons others victims individuals relatives members deaths killings arrests
            detentions cases disappearances abductions dead wounded injured executions bodies worshippers
            activists supporters citizens names them those
        """),
        "people",
    ),
    "man": "men",
    "woman": "women",
    "child": "children",
    "family": "families",
    "demonstrators": "protesters",
}
"""Words of whom a figure counts, with the neutral word that a claim uses."""

_PARTY = (
    r"(?P<party>(?:[Tt]he\s|[Oo]ur\s|[Ll]ocal\s|[Ss]tate\s)*"
    r"\b[A-Z][\w’'-]{1,40}(?:\s(?:(?:of|for|and|on)\s(?:the\s)?)?[A-Z][\w’'-]{1,40}){0,6}"
    r"(?:\s(?:government|authorities|police|ministry|prosecutors?|army|council|court|president))?"
    r"|(?:[Tt]he\s|[Oo]ur\s|[Ll]ocal\s|[Ss]tate\s|[Ff]ederal\s|[Mm]ilitary\s|[Ii]nternational\s)+"
    r"(?:government|authorities|state|police|army|ministry|prosecutors?|president|minister|council|court|"
    r"community|parliament|commander|governor|mayor|command|regime|investigators?)"
    r"|[Ww]e|I)"
)
_FAIL = r"(?:prevent|stop|protect|investigate|intervene|act|punish|respond)"


_BE = words_in("is are was were be been being get got 're")


def _passive(before: Sequence[str], word: str) -> bool:
    del word
    return any(w in _BE for w in before)


def _any_form(word: str) -> bool:
    return bool(word)


def trigger(word: str) -> Trigger | None:
    """Return what act ``word`` names."""
    return _TRIGGERS.get(word)


ENGLISH = Language(
    trigger=trigger,
    cuts=words_in("""
        but while whereas because although though after before when where who which whose since until as so
        if unless whether that
    """),
    ifs=words_in("if unless whether would"),
    that=words_in("that"),
    determiners=words_in("the a an his her their its our my your these those any such all some alleged"),
    negations=words_in("""
        no not never nobody none neither nor isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't
        didn't cannot can't couldn't
    """),
    not_negated=words_in("only just fewer less more doubt"),
    ended=words_in("longer yet"),
    unclear=words_in("""
        without will would shall won't wouldn't only to could should must ought let plans planned
        ordered wanted refused instead rather can
    """),
    possible=words_in("""
        may might allegedly reportedly possibly perhaps probably apparently purportedly supposedly presumably
        believed feared suspected thought alleged presumed likely seemingly rumoured rumored unconfirmed
        reports rumours rumors
    """),
    auxiliaries=words_in("is are was were be been being am get got has have had having 's 've 're"),
    skipped=words_in("""
        also already still reportedly allegedly since later then brutally severely illegally arbitrarily
        secretly publicly immediately again all both repeatedly subsequently being been not never dead away
    """),
    sites=words_in("""
        prison prisons camp camps centre center centres centers quarry barracks station stations colony base
        facility jail checkpoint checkpoints workshop warehouse basement garage garrison border mosque church
    """),
    areas=words_in("""
        building village villages town city region district province street square house houses home homes
        hospital school university market office offices site area avenue road square county valley
    """),
    of=words_in("of the"),
    at=words_in("in at near outside inside around across throughout"),
    by=words_in("by"),
    not_places=words_in("""
        january february march april may june july august september october november december monday tuesday
        wednesday thursday friday saturday sunday i ramadan christmas easter parliament court english russian
    """),
    persons=words_in("nobody anyone he she they him her them us me i we you who whom everyone"),
    gone=words_in("missing"),
    passive=_passive,
    doer=_any_form,
    subject=_any_form,
    agents=_AGENTS.__contains__,
    organs=_ORGANS.__contains__,
    agent_adjectives=_AGENT_ADJECTIVES.__contains__,
    people=lambda word: _PEOPLE.get(word, ""),
    noun_followers=words_in("of by on against from at in"),
    happens=words_in("""
        began started continued happened occurred took lasted followed intensified resumed spread
    """),
    powers=re.compile(
        r"\b(?:governments?|ministr(?:y|ies)|ministers?|authorit(?:y|ies)|police|prosecutors?|president|parliament|council|"
        r"courts?|u\.?n\.?|united\snations|secretary|secretariat|commission(?:er)?|states?|embass(?:y|ies)|ambassadors?|governor|"
        r"mayor|army|military|commanders?|rapporteur|working\sgroup|european\sunion|african\sunion|committee|community|"
        r"officials|leaders?|kremlin|ombuds\w+|administration|judiciary|congress|senate|both\ssides|parties)\b",
        _I,
    ),
    not_parties=words_in("""
        you they he she it this that these those there what who nobody everyone everybody someone people and
        but if when while as so then now today yesterday no one all some many most few neither nor
    """),
    term=re.compile(r".*\s.*|\w+(?:cide|ism|tion|ment|heid|age|rom|acre|ture)s?", _I),
    not_event_before=words_in("on against anti death counter suspected concerning about"),
    not_event_after=words_in("""
        centre center centres centers facility facilities camp camps site sites conditions warrant warrants
        order orders penalty sentence sentences squad squads toll threat threats certificate certificates
        charges charge trial investigation investigations investigator list lists cell cells room rooms
        report reports records
    """),
    things=words_in("""
        statement statements report reports video videos footage film figures list lists letter letters
        documents document photograph photographs photos record records data results press meeting talks
        vigil rally conference election elections elections session hearing press-conference
        briefing referendum
        study studies money decision ceremony funeral protest protests
        demonstration demonstrations view belief position funds
    """),
    only_of_people=words_in("held released freed beat shot injured wounded charged questioned closed shut"),
    only_of_things=words_in(
        "closed shut sealed banned outlawed closure destroyed burned burnt demolished looted"
    ),
    closable=words_in("""
        newspaper paper office offices organisation organization ngo group school website station channel
        centre center church mosque branch party outlet newsroom radio magazine site house houses home homes
        shop shops village villages rally march meeting meetings club building buildings property room
    """),
    ordered=(
        re.compile(rf"\b(?:on\s(?:the\s)?orders?\s(?:of|from)|ordered\sby|at\sthe\sbehest\sof)\s{_PARTY}"),
        re.compile(
            rf"{_PARTY}\s(?:has\s|have\s|had\s|personally\s|himself\s|herself\s)*ordered\s(?:the|these|those|this|that|them|his|her|its|their|all)\b"
        ),
    ),
    tolerated=(
        re.compile(
            rf"{_PARTY}\s(?:has\s|have\s|had\s)?(?:tolerated|tolerates|condoned|condones|turned\sa\sblind\seye|ignored\sthe|failed\sto\s{_FAIL}|did\s(?:nothing|not\sintervene))\b"
        ),
        re.compile(rf"\b(?:tolerated|condoned|supported|approved|covered\sup|protected)\sby\s{_PARTY}"),
        re.compile(rf"\bwith\sthe\s(?:approval|knowledge|support|consent|acquiescence)\sof\s{_PARTY}"),
    ),
    must=(
        re.compile(
            rf"{_PARTY}\s(?:must|should|ought\sto|has\sto|have\sto|needs\sto|need\sto)\s(?:now\s|immediately\s|urgently\s)*(?:investigate|respond|intervene|answer|act|release|free|publish|disclose|open|explain|account|stop|end|punish|prosecute|bring|say|tell|let|allow|put|protect)\b"
        ),
        re.compile(
            rf"{_PARTY}\s(?:is|are)\s(?:the\s\w+\s(?:that|who)\s(?:is|are)\s)?(?:responsible|obliged|required)\s(?:for|to)\s(?:responding|respond|investigate|investigating|answer|answering)\b"
        ),
        re.compile(
            rf"\b(?:[Ww]e|I)\s(?:call|urge|appeal|ask|demand)\s?(?:on|upon|to|that)?\s{_PARTY}\s(?:to|must|should)\b"
        ),
    ),
    knew=(
        re.compile(rf"{_PARTY}\s(?:knew|(?:was|were|has\sbeen|have\sbeen|had\sbeen)\s(?:aware|warned))\b"),
    ),
    motive=re.compile(
        r"\b(?:because\sof|on\ssuspicion\sof|in\s(?:retaliation|reprisal|revenge)\sfor|as\s(?:a\s)?(?:punishment|reprisal)\sfor|on\saccount\sof|"
        r"(?:for|after)\s(?=(?:reporting|refusing|speaking|signing|protesting|writing|belonging|praying|having|being|taking|criticising|criticizing)\b)|"
        r"for\s(?:his|her|their)\s|suspected\sof\s|accused\sof\s)(?P<words>[^.;:!?,“”\"\n]{3,80})",
        _I,
    ),
    called=re.compile(
        r"\b(?:call(?:ed|s|ing)?|termed|dubbed|label(?:l)?ed|describe[sd]?|described|refer(?:red|s)\sto)\s(?:[\w’'-]+\s){0,6}?(?:as\s)?(?:an?\s|the\s)?[“\"‘«](?P<term>[^”\"’»\n]{3,60})[”\"’»]",
        _I,
    ),
    called_disputed=re.compile(
        r"\b(?:call(?:ing|ed|s)?|describ(?:ing|ed?)|label(?:l)?(?:ing|ed)|referr(?:ed|ing)\sto)\s(?:it|this|that|them|him|her|(?:the|these|those|this|that)\s(?:\w+\s){1,3}?)\s?(?:as\s)?(?:an?\s|the\s)?[“\"‘«]?(?P<term>[\w’'\x20-]{3,50}?)(?=[”\"’».,;]|\sis\b|\swas\b|\sare\b|$)",
        _I,
    ),
    complained=re.compile(
        r"\b(?:complaints?|petitions?|applications?|appeals?)\s(?:(?:was|were|has|have|had|been)\s)+(?:filed|lodged|submitted|received|handed\sin|registered)\b"
        r"|\b(?:filed|lodged|submitted|handed\sin|brought)\s(?:an?\s|the\s|their\s|his\s|her\s|our\s|\d+\s)?(?:\w+\s){0,2}?complaints?\b|\b(?:have|has|had|hold|received|keeps?)\s(?:copies\sof\s)?(?:\w+\s){0,2}?complaints\b",
        _I,
    ),
    complaint_noun=re.compile(r"\b(?:complaints?|applications?|petitions?)\b", _I),
    no_complaint=re.compile(
        r"\b(?:no|not\s(?:a\ssingle|one|any))\s(?:\w+\s){0,2}?(?:complaints?|applications?|petitions?|reports?\sto\sthe\spolice)\b"
        r"|\b(?:not|n[o’']t|never)\s(?:\w+\s){0,2}?(?:received|registered|recorded|filed|lodged)\s(?:\w+\s){0,3}?(?:complaints?|applications?|petitions?)\b"
        r"|\b(?:nobody|no\sone)\s(?:has\s|have\s|had\s)?(?:\w+\s)?complained\b",
        _I,
    ),
    no_knowledge=re.compile(
        r"\b(?:no(?:t|\ssuch|\sreliable)?\s(?:\w+\s){0,3}?(?:information|knowledge|evidence|data)|(?:not|n[’']t)\s(?:\w+\s){0,2}?(?:aware|informed|know|confirm)|unaware|know\snothing|cannot\sconfirm|can[’']t\sconfirm)\b",
        _I,
    ),
    heard=re.compile(
        r"\b(?:heard|(?:was|were|been)\stold|told\s(?:me|us|him|her|them)|rumou?rs?|reports\sof|accounts\sof|people\ssay|according\sto)\b",
        _I,
    ),
    denying=re.compile(
        r"\b(?:den(?:y|ies|ied|ying|ial)|reject(?:ed|s|ing)?|dismiss(?:ed|es|ing)?|refut(?:ed|es|ing))\b", _I
    ),
    untrue=re.compile(
        r"\b(?:never\s(?:happened|took\splace|occurred)|did(?:\snot|n[’']t)\s(?:happen|take\splace|occur)|(?:is|was|are|were)\s(?:a\s|an\s|all\s|completely\s|absolutely\s|simply\s)*(?:false|untrue|not\strue|lies?|fabricat\w+|invent\w+|baseless|unfounded|groundless|fiction))\b",
        _I,
    ),
    facility=re.compile(
        r"\b(?P<party>such\splace|(?:such\s)?(?:(?:secret|detention|concentration|prison|death|torture)\s)*(?:camps?|prisons?|facilit(?:y|ies)|centres?|centers?|institution|quarry))\b",
        _I,
    ),
    not_existing=re.compile(
        r"[\s\w’']{0,40}\b(?:(?:not|n[’']t)\sexist|never\s(?:existed|been)|existed\snowhere)\b", _I
    ),
    existence=re.compile(r"\b(?:existence|existed|exists|is|was)\b", _I),
    ourselves=re.compile(r"(?:we|i|our)", _I),
)
