"""English words for :mod:`khronika.publishing.subjects`: common ones that tell nothing, and word families.

The families are those of the field, written out so that anybody can check them; other words lose a
plural ending by three plain rules. What must stay true: a family's name is itself a plain noun.
"""

from __future__ import annotations

_FUNCTION = """
a about above after again against all also although always am among an and another any anybody anyone
anything are around as at away back be because been before being below between both but by came can
cannot come could did do does doing done down during each either else ever every everybody everyone
everything few for from further get had has have having he her here hers herself him himself his how
however i if in into is it its itself just like many may me might more most much must my myself neither
never no nobody none nor not nothing now of off often on once one only onto or other others our ours out
over own per perhaps quite rather same shall she should since so some somebody someone something still
such than that the their theirs them themselves then there therefore these they this those though
through thus to together too toward towards under until up upon us very was we were what whatever when
where whether which while who whoever whole whom whose why will with within without would yes yet you
your yours
"""
FUNCTION: frozenset[str] = frozenset(_FUNCTION.split())

_COMMON = """
north south east west northern southern eastern western street road answer answered answers receive
received comment commented citizen citizens department departments according added adding asked asking
based became become began begin believe believed called calling calls cases caused causes claim claimed
claims clear clearly comes coming common concerning considered continue continued country countries
current currently early eight eleven enough entire especially event events example existence exist
exists expected explain fairly family first found fourth friday future general given gives giving going
great group groups happen happened happening hard heard hours human hundred hundreds important include
included includes including issue issues january february march april june july august september october
november december keeping kinds known large later leave least level likely longer looking made makes
making matter means media members million minutes monday month months morning needs nearly night nights
nine number numbers order ought parts past people period person persons place places point possible
present probably problem question questions quickly ready really reason recent recently referred related
region remain remains reported reportedly reports result right rights saturday saying says second seems
seven several simply situation small speak special speaking spoke spoken start started state stated
statement statements states such sunday taken takes taking talking tell telling tells thing things think
thinks third thirty thought thousand thousands three thursday times today told tomorrow tonight tuesday
twelve twenty under understand using usual usually various wanted wants wednesday week weeks whether
words working world worst would write writing written wrong years yesterday young having themselves dozen
dozens almost across already along around behind beyond never nobody anything nothing someone somebody
"""
COMMON: frozenset[str] = frozenset(_COMMON.split())

_FAMILIES = {
    "abduction": "abduct abducts abducted abducting abduction abductions abductee abductees",
    "arrest": "arrest arrests arrested arresting",
    "attack": "attack attacks attacked attacking attacker attackers",
    "beating": "beat beats beaten beating beatings",
    "burial": "burial burials bury buries buried burying",
    "complaint": "complain complains complained complaining complaint complaints",
    "death": "death deaths died dying",
    "detention": "held detain detains detained detaining detainee detainees detention detentions",
    "disappearance": "disappear disappears disappeared disappearing disappearance disappearances",
    "displacement": "displace displaces displaced displacing displacement",
    "eviction": "evict evicts evicted evicting eviction evictions",
    "execution": "execute executes executed executing execution executions",
    "injury": "injure injures injured injuring injury injuries",
    "inspection": "inspect inspects inspected inspecting inspection inspections inspector inspectors",
    "investigation": "investigate investigates investigated investigating investigation investigations "
    "investigator investigators",
    "killing": "kill kills killed killing killings",
    "lawyer": "lawyer lawyers",
    "prisoner": "prisoner prisoners imprison imprisons imprisoned imprisonment",
    "prison": "prison prisons",
    "protest": "protest protests protested protesting protester protesters protestor protestors",
    "raid": "raid raids raided raiding",
    "release": "release releases released releasing",
    "search": "search searches searched searching",
    "shooting": "shoot shoots shot shooting shootings",
    "threat": "threat threats threaten threatens threatened threatening",
    "torture": "torture tortures tortured torturing torturer torturers",
    "transfer": "transfer transfers transferred transferring",
    "visit": "visit visits visited visiting visitor visitors",
    "witness": "witness witnessed witnessing",
}
_FAMILY_OF = {word: family for family, words in _FAMILIES.items() for word in words.split()}
_LEAST = 5


def is_of_the_field(family: str) -> bool:
    """Tell whether ``family`` is one of the families written out here: such as detention or complaint."""
    return family in _FAMILIES


def family_of(word: str) -> str:
    """Return the family a lower-case English word belongs to, or the word without its plural ``s``."""
    known = _FAMILY_OF.get(word)
    if known is not None:
        return known
    if word.endswith("ies") and len(word) > _LEAST:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _LEAST:
        return word[:-1]
    return word
