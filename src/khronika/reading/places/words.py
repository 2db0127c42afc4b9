"""Words around a name that tell a place from a person, an office or an ordinary word."""

from __future__ import annotations

from khronika.reading.tables import words_in

IN = words_in(
    "in near around outside across throughout inside within at beyond в во под около близ возле вблизи"
)
"""Before a name, these say that it is a place, also for names that people bear."""
TOWARDS = words_in("""
    from to into towards toward via through between reach reached reaching leave left leaving entered
    visited из до через над к по между на
""")
OF = words_in("of")
LINKS = words_in("of de del du des di da do dos")
BEFORE_OF = words_in("""
    city town village capital region province district area port streets outskirts suburb suburbs
    north south east west centre center part parts people residents government mayor governor city-of
    border siege battle republic state county oblast university
""")
NOUNS_BEFORE = words_in("""
    city town village capital province region republic государство страна город города городе городом городу г
    село селе села посёлок поселок посёлке поселке поселка посёлка деревня деревне станица станице
    столица столице столицы область области республика республики республике край края крае район районе
    жители жителей житель жительница жителя власти властей
    улицы улицах улица суд суда суде аэропорт аэропорта аэропорту центр центре окраине окраина мэрия пригород
    территории территория север севере юг юге восток востоке запад западе сизо
""")
HEADS = words_in("глава главы мэр мэра губернатор губернатора")
"""Offices that stand before the place they are of, or before the name of whoever holds them."""
TITLES = words_in("""
    mr mrs ms miss dr prof professor president judge colonel col gen general lt lieutenant captain capt
    major sgt sergeant senator sen rep minister governor gov mayor sheikh imam father sister brother lawyer
    attorney spokesman spokeswoman spokesperson secretary ambassador king queen prince princess sir lady
    lord journalist activist inspector commissioner director chairman chairwoman pastor bishop nurse
    президент министр господин госпожа судья полковник генерал майор капитан лейтенант адвокат
    журналист журналистка депутат сенатор профессор доктор имам священник следователь директор активист
    активистка правозащитник правозащитница имени
""")
SAYS = words_in("""
    said says say told tells added denied denies claimed claims confirmed announced insisted warned wrote
    asked replied argued noted testified recalled explained called stressed stated declared accused alleged
    acknowledged admitted recounted who
    сказал сказала сказали заявил заявила заявили сообщил сообщила сообщили рассказал рассказала отметил
    отметила добавил добавила подчеркнул подчеркнула опроверг опровергла написал написала ответил ответила
    пояснил пояснила утверждает утверждают говорит говорят
""")
PEOPLE_TOO = words_in("""
    jordan chad georgia israel paris chelsea florence victoria sydney charlotte austin dallas madison
    carolina virginia savannah santiago sofia adelaide alexandria lincoln washington jackson hamilton
    houston kent chester lancaster wellington nelson melbourne diego marino cuba india china brooklyn
    vienna valencia lourdes carmel milan roma asia africa dakota montana ireland holland england france
    london york israel salem laurel marion clinton cleveland franklin monroe bolivar sucre lorenzo
    francisco владимир киров пушкин чехов жуковский энгельс маркс королев калинин гагарин ленин
    иордания виктория лион роман павел анна мария елена юлия ирина марта рената лена нестеров тихвин
""")
NEVER = words_in("""
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday police parliament government court council press ministry
    christmas easter ramadan union university police army church mosque house home school hospital
    independence liberty enterprise commerce mobile reading nice same man most of data sale normal
    central center centre north south east west northern southern eastern western republic state province
    district region village town city county islam english french german arabic spanish christian
    muslim jewish catholic orthodox protestant facebook twitter telegram youtube signal internet apple
    amazon google guardian times post monitor observer mission justice security defense defence health
    education finance interior foreign prison colony zone block section line street road hill hills lake river
    island valley bay beach park garden bridge gate tower castle point harbour harbor mount mountain
    президент министерство суд совет дума полиция прокуратура правительство комитет центр мир свобода
    победа правда заря маяк восток запад север юг знамя труд январь февраль март апрель май июнь июль
    август сентябрь октябрь ноябрь декабрь колония тюрьма больница школа мечеть церковь дом улица
    площадь проспект
""")
"""Names of towns too; taken only where "City of Reading, England" spells them out, that is never."""
COMPASS = words_in("""
    northern southern eastern western central north south east west greater downtown upper lower outer
    inner old new
""")
PLACE_NOUNS = words_in("""
    province region oblast governorate district state republic county prefecture city krai
    monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
""")
WATERS = words_in("river delta basin valley sea strait gulf lake desert mountains canal")
"""After a name, they make it the name of something that lies elsewhere too ("the Niger delta")."""
INSIDE_NAMES = words_in("of the and de del la las los el al ar ash as upon on le les du da do dos di den der")
