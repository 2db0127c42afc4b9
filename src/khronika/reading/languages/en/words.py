"""Closed classes of English words, as sets of lower-case words with straight apostrophes."""

from __future__ import annotations

from khronika.reading.tables import words_in

ABBREVIATIONS = words_in("""
    mr mrs ms dr prof gen col lt sgt capt maj cmdr adm sen rep gov pres rev hon st mt ft jr sr inc
    ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec no nos vs etc e.g i.e cf al a.m p.m
    u.s u.k u.n e.u d.c ph.d art para vol fig approx est
""")
DETERMINERS = words_in("""
    the a an this that these those some any each every no another both all several many most few my
    your his her its our their one two three four five six seven eight nine ten twelve dozens
    hundreds thousands other such
""")
ARTICLES = frozenset({"the", "a", "an"})
HE, SHE, THEY, IT = "he", "she", "they", "it"
PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "who"})
SUBJECT_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "you", "there"})
OBJECT_PRONOUNS = frozenset({"me", "us", "him", "her", "them", "you", "it"})
BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "am", "'re", "'m"})
HAVE = frozenset({"has", "have", "had", "'ve", "having"})
DO = frozenset({"do", "does", "did"})
MODALS = words_in("will would shall should can could may might must cannot can't won't wouldn't 'll 'd")
NEGATED = words_in("""
    isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't can't cannot couldn't
    won't wouldn't shouldn't
""")
AUXILIARIES = BE | HAVE | DO | MODALS | NEGATED
NEGATIONS = frozenset({"not", "never", "n't"}) | NEGATED
ADVERBS = words_in("""
    also again already always even ever just later earlier soon now then still once twice often
    previously recently repeatedly reportedly reported publicly privately openly initially
    immediately today yesterday tonight tomorrow however meanwhile moreover further nevertheless
    instead thus therefore too only long first finally since so far firmly flatly strongly
    categorically vehemently bluntly simply separately jointly reportedly himself herself themselves
    itself both all have
""") - {"both", "all", "have", "so", "reported"}
SUBORDINATORS = words_in("""
    that while when whenever after before because as if although though since until where whether
    unless whereas what how why than once
""")
RELATIVES = frozenset({"who", "whom", "whose", "which"})
CONJUNCTIONS = frozenset({"and", "but", "or", "nor", "yet", "so", "&"})
PREPOSITIONS = words_in("""
    in on at by for from with without of to into onto over under about against between among during
    through throughout within across around near behind below above along amid despite except inside
    outside off toward towards upon via per like including following concerning regarding until
    since after before according because as than
""")
INTRO_ADVERBS = words_in("""
    and but yet so or also meanwhile however moreover still even then later earlier afterwards
    instead separately elsewhere additionally furthermore nevertheless nonetheless today yesterday
    now recently finally similarly indeed thus therefore again first second
""")
IRREGULAR_PASTS = words_in("""
    was were had did went came got took gave made knew saw found thought told said left felt put
    brought began kept held wrote stood heard let meant set met ran paid sat spoke lay led grew lost
    fell sent built understood drew broke spent cut rose drove bought wore chose shot fled beat
    sought taught fought caught hid hit hurt struck stole swore threw woke won became burnt dealt
    fed flew forgot froze hung laid lent rode rang sang sank shook slept sold split spread stuck
    swept tore underwent withdrew withstood showed overthrew arose awoke bore bent bled bound bred
    forbade forgave quit read shut slid spun upheld
""")
COMMON_PRESENT = words_in("""
    comes goes makes takes gives gets knows sees thinks lives works runs remains seems appears
    becomes begins continues belongs exists needs wants tries leads follows means keeps allows uses
    holds brings happens includes provides serves meets stands understands helps plans hopes risks
    faces makes faces stops know want need believe live exist remain hold
""")
NOT_PAST = words_in("""
    hundred red bed bred indeed exceed proceed succeed need feed seed speed breed weed greed shed
    sacred hatred kindred naked wicked rugged aged united armed alleged so-called unnamed displaced
    detailed limited related supposed occupied wounded injured disabled retired elected biased
    civil-led led unmarked unarmed masked uniformed advanced embed sled
""")
DEMONYM_ENDINGS = ("ian", "ean", "ish", "ese", "can", "vian", "nian", "ni", "qi", "dic", "ench", "utch")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
