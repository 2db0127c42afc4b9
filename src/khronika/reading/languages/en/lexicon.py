"""Words for who speaks and through whom: roles, titles, organisations, media, documents."""

from __future__ import annotations

from khronika.reading.tables import words_in

TITLES = words_in("""
    mr mrs ms miss dr prof professor sir dame lord lady madam president vice-president premier
    chancellor minister governor mayor senator congressman congresswoman representative ambassador
    consul secretary undersecretary king queen prince princess sheikh imam mufti ayatollah rabbi
    bishop archbishop father sister brother pope pastor reverend general colonel major captain
    lieutenant sergeant commander admiral brigadier marshal corporal private judge justice attorney
    prosecutor inspector detective officer chief director chairman chairwoman chair deputy acting
    former prime foreign interior defence defense home state first vice commissioner superintendent
    emeritus coach campaigner ombudsman ombudswoman envoy rapporteur speaker leader spokesman
    spokeswoman spokesperson executive journalist lawyer activist researcher head investigator
    witness author shadow editor doctor nurse teacher engineer special high manager coordinator
    warden sheriff correspondent mother host guest presenter mp mps mep councillor councilor alderman
    supt det insp cllr const pc col gen lt capt maj sgt cpl brig cmdr sen rep gov hon rev constable
    marshal deputies patriarch cardinal sultan emir
""")
POWERS = words_in("""
    president premier chancellor minister governor mayor king queen general colonel commander admiral police
    army military ministry government authorities prosecutor prosecutors judge court official officials deputy
    kremlin junta command chief headquarters regime spokesman spokeswoman spokesperson interior security
    warden officer officers sheriff emir
""") - {"spokesman", "spokeswoman", "spokesperson"}
"""Words of offices that can punish: a warning of theirs is a threat."""
HALF_TITLES = words_in("""
    foreign interior defence defense home state first vice acting former prime special high emeritus
    private justice shadow
""")
"""Words of titles that name nobody alone ("the defence")."""
SPEAKS_FOR = words_in("""
    spokesperson spokesman spokeswoman spokespeople spokespersons spokesmen representative
    representatives lawyer lawyers attorney attorneys aide aides envoy adviser advisor advisers
    advisors press-secretary secretary deputy ally allies lieutenant official officials member
    members employee employees
""")
RELATIVES_OF = words_in("""
    brother sister mother father wife husband son daughter cousin uncle aunt nephew niece
    grandmother grandfather parents family relatives relative friend friends colleague colleagues
    neighbour neighbor neighbours neighbors widow widower partner fiancee sons daughters brothers
    sisters
""")
LEADERS = words_in("""
    leader president governor minister premier chancellor king queen head chief mayor commander
    director chairman chairwoman chair general ruler emir warden secretary ambassador prosecutor
    judge speaker senator patriarch
""")
PEOPLE = words_in("""
    man woman boy girl person people men women children child resident residents witness witnesses
    survivor survivors victim victims detainee detainees prisoner prisoners refugee refugees
    villager villagers protester protesters demonstrator demonstrators activist activists campaigner
    campaigners journalist journalists reporter reporters lawyer lawyers doctor doctors medic medics
    nurse nurses teacher student students worker workers farmer farmers soldier soldiers guard
    guards officer officers policeman policewoman police troops militants rebels gunmen fighters
    official officials authorities prosecutor prosecutors investigator investigators judge judges
    diplomat diplomats minister ministers lawmaker lawmakers deputies politician politicians
    opponent opponents critic critics analyst analysts expert experts observer observers monitor
    monitors source sources historian historians scientist scientists researcher researchers
    academic academics priest neighbour neighbours neighbor neighbors relative relatives family
    families mother mothers father fathers brother sister wife husband son daughter parent parents
    friend friends colleague colleagues passer-by passers-by onlooker driver pilot interpreter
    translator former-detainee poster posters user users member members team caller callers
    spokesperson spokesman spokeswoman spokespeople governor president premier mayor ambassador
    envoy commander chairman director leader leaders head chief editor author coach officials
    advocates advocate rapporteur defenders warden community communities sheriff teenager pensioner
    captain general colonel inmate inmates convict suspect suspects defendant defendants
""")
GROUPS = words_in("""
    navy airforce coastguard
    group groups organisation organisations organization organizations agency agencies ministry
    government parliament court tribunal council committee commission union unions party parties
    police army military militia network coalition alliance association federation society
    foundation institute centre center charity charities ngo ngos company firm hospital church
    university office department bureau service mission embassy kremlin palace prosecutors media
    outlet outlets board panel administration junta regime opposition authority regulator watchdog
    inspectorate team campaign newspaper broadcaster channel station website outlet press delegation
    embassy consulate secretariat taskforce firm airline bank utility retailer manufacturer guild
    carrier insurer
""")
ORGANISATION_WORDS = GROUPS | words_in("""
    international watch amnesty rights network house house-of fund trust league congress senate
    assembly bank forum observatory initiative directorate nations states republic kingdom front
    movement brigade corps force forces guard division battalion secretariat cross crescent line
    museum school college academy press news times post herald guardian gazette tribune radio tv
    television broadcasting agency journal daily magazine inc ltd company corporation chronicle
    courier telegraph independent observer standard echo star sun mirror express mail review report
    monitor lab project desk security authority cabinet
""")
MEDIA_WORDS = words_in("""
    news times post herald guardian gazette tribune radio tv television broadcasting journal daily
    magazine chronicle courier telegraph newspaper newswire wire broadcaster press reuters interfax
    tass afp bbc cnn npr nbc abc cbs msnbc aljazeera al-jazeera dpa efe ansa xinhua upi bloomberg
    buzzfeed politico meduza mail mirror dispatch weekly ria itar-tass gazeta izvestia pravda
    echo ledger argus examiner inquirer advertiser kommersant vedomosti haaretz spiegel monde figaro pais
""")
MEDIA_KINDS = words_in("""
    newspaper agency newswire broadcaster channel station magazine website outlet daily weekly radio
    paper tabloid wire portal television bulletin site
""")
MEDIA_MODIFIERS = frozenset({"news", "press", "radio", "television", "tv", "wire", "broadcasting"})
PRESS = words_in("""
    reporters journalists media press newspapers outlets correspondents broadcasters
""")
DOCUMENTS = words_in("""
    statement report reports letter study survey communique communiqué release document documents
    memo declaration resolution petition paper post tweet message video interview email note order
    decree ruling verdict complaint affidavit testimony bulletin findings figures data records
    estimates analysis article articles editorial account accounts poll leaflet footage list results
    review dossier submission transcript
""")
FORUMS = words_in("""
    show programme program interview conference briefing speech sermon rally press-conference
    broadcast podcast channel telegram facebook twitter instagram post tweet session hearing debate
    meeting address ceremony forum vigil trial court parliament radio television
""")
PLACES_AS_POWERS = frozenset({"kremlin", "pentagon", "vatican", "hague"})
