"""English words that introduce what somebody said: verbs with what they take and what they do.

One line a verb: lemma, act, frames, irregular forms (past, participle). Frames: ``C`` a clause, with or
without "that"; ``t`` a clause only with "that"; ``Q`` direct words; ``N`` a noun phrase that is what
was said ("denied *the report*"); ``A`` a person spoken to, then a clause ("told *them* that"); ``T`` a
person asked, then "to …" ("urged *them* to"); ``F`` somebody blamed, then "for/of …"; ``V`` "to …"
("promised *to*"); ``D`` a person or thing described ("described *it* as"). A trailing particle belongs
to the cue ("called *on*"). ``n`` marks words whose -s form or base is as often a noun.
"""

from __future__ import annotations

from typing import NamedTuple

from khronika.records.statement import Act

_TABLE = """
say asserts CQ said said
tell asserts AQT told told
add asserts CQ
note asserts CQn
state asserts CQn
explain asserts CQN
announce asserts CQN
declare asserts CQN
claim alleges CQn
allege alleges CQN
assert asserts CQ
insist asserts CQ
maintain asserts CQ
stress asserts CQNn
emphasise asserts CQN
emphasize asserts CQN
underline asserts tN
argue asserts CQ
contend asserts CQ
suggest asserts CQ
observe asserts tQ
remark asserts CQn
comment asserts tQn
reply asserts CQn
respond asserts tQ
answer asserts tQn
continue asserts Q
conclude asserts CQ
recall asserts CQN
recount asserts tQN
testify alleges CQ
confirm asserts CQN
reveal asserts CQN
disclose asserts tQN
warn asserts ACQT
caution asserts ACQT
predict asserts CQN
estimate reports C n
believe asserts C
fear asserts C n
suspect alleges C n
write asserts CQ wrote written
post asserts Q n
tweet asserts CQn
read asserts Q read read
quip asserts Q quipped quipped
joke asserts Qn
ask requests QT
inform asserts AQ
assure promises AQ
remind asserts AQ
brief asserts An
report reports CQNn
document reports CNn
record reports tNn
register reports N n
find reports C n found found
show reports C n showed shown
indicate reports C
describe asserts DQ
detail reports Nn
deny denies CQNG denied denied
reject disputes QN
dismiss disputes QN
refute disputes QN
dispute disputes tQNn
rebut disputes N
contradict disputes N
challenge disputes Nn
criticise alleges FQ
criticize alleges FQ
condemn alleges FQN
denounce alleges FQN
accuse alleges F
blame alleges Fn
regret asserts tQ regretted regretted
decry alleges N decried decried
deplore alleges NQ
slam alleges FN slammed slammed
blast alleges Fn
urge appeals TQCn
implore appeals TQ
beg appeals TQ begged begged
plead appeals Q pleaded pleaded
appeal appeals Tn
call appeals Tn
demand requests tQNVn
request requests tNTn
invite requests T
encourage advises TQ
advise advises TCQ
recommend advises tNQ
propose advises tNQ
order requests TQn
instruct requests T
incite calls TQ
admit admits CQNG admitted admitted
acknowledge admits CQN
concede admits CQ
confess admits CQ
apologise admits Q
apologize admits Q
promise promises CVQATNn
vow promises CVQNn vowed vowed
pledge promises CVQNn
swear promises CVQ swore sworn
undertake promises V undertook undertaken
threaten threatens VQ
refuse declines V n
decline declines VN n
retract retracts N
withdraw retracts N withdrew withdrawn
correct corrects N
praise asserts FNn
welcome asserts QN
hail asserts Fn
shout asserts Qn
cry asserts Q cried cried
whisper asserts Qn
chant asserts Qn
lament asserts CQN
complain alleges CQ
agree asserts CQ agreed agreed
speak asserts N spoke spoken
refer declines N referred referred
verify asserts CN
express asserts N
voice asserts Nn
fume asserts Q
rage asserts Qn
insinuate alleges C
imply alleges C
signal asserts Cn
collect reports Nn
""".strip()

_PARTICLES = {"speak": ("of",), "call": ("on", "upon", "for"), "appeal": ("to", "for"), "plead": ("with",)}
_ACTS = {"calls": Act.CALLS_FOR_HARM}
PAST, PRESENT, BASE, GERUND = "past", "present", "base", "gerund"


class Verb(NamedTuple):
    """One verb: its lemma, the act it stands for, its frames, and whether its forms are nouns too."""

    lemma: str
    act: Act
    frames: frozenset[str]
    noun: bool
    particles: tuple[str, ...] = ()

    def takes(self, frame: str) -> bool:
        """Tell whether the verb has ``frame``."""
        return frame in self.frames


class Form(NamedTuple):
    """One form of a verb."""

    verb: Verb
    tense: str


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _gerund(lemma: str) -> str:
    doubled = {
        "regret": "regretting",
        "admit": "admitting",
        "beg": "begging",
        "slam": "slamming",
        "quip": "quipping",
    }
    if lemma in doubled:
        return doubled[lemma]
    return (lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma) + "ing"


def _present(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")


def _forms() -> dict[str, Form]:
    forms: dict[str, Form] = {}
    for line in _TABLE.splitlines():
        lemma, act, *rest = line.split()
        frames = rest.pop(0)
        noun = "n" in frames or (bool(rest) and rest[0] == "n")
        rest = [word for word in rest if word != "n"]
        value = _ACTS.get(act) or Act(act)
        verb = Verb(lemma, value, frozenset(frames), noun, _PARTICLES.get(lemma, ()))
        past, participle = rest or (_past(lemma), _past(lemma))
        forms.setdefault(lemma, Form(verb, BASE))
        forms.setdefault(_present(lemma), Form(verb, PRESENT))
        forms.setdefault(_gerund(lemma), Form(verb, GERUND))
        forms[past] = Form(verb, PAST)
        forms.setdefault(participle, Form(verb, PAST))
    return forms


FORMS = _forms()
TAKES_ISSUE = frozenset({"issue", "exception"})
"""Nouns that with "took … with" make a dispute."""
