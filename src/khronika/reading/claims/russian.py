"""Russian tables for claims: acts by the stems of their words, so that no dictionary is opened."""

from __future__ import annotations

import re
from collections.abc import Sequence

from khronika.reading.claims import acts
from khronika.reading.claims.acts import Deed
from khronika.reading.claims.language import Form, Language, Trigger
from khronika.reading.tables import words_in

_I = re.IGNORECASE
_PAST = r"(?:л|ла|ли|ло|н|на|ны|но)"
_VERBS: tuple[tuple[Deed, str], ...] = (
    (acts.DETAINED, r"задержа" + _PAST + r"|удержива" + _PAST + r"|удерживают(?:ся)?|удерживается|"
     r"удержан[аы]?|содерж(?:ат|атся|али|ались|ится)"),
    (acts.ARRESTED, r"арестова" + _PAST),
    (acts.ABDUCTED, r"похи(?:тил|тила|тили|щен|щена|щены)"),
    (acts.RELEASED, r"освободи(?:л|ла|ли)|освобожд[её]н[аы]?|отпусти(?:л|ла|ли)|отпущен[аы]?"),
    (acts.KILLED, r"уби(?:л|ла|ли|т|та|ты)|"
     r"застрели(?:л|ла|ли)|казни(?:л|ла|ли)|казн[её]н[аы]?|расстреля" + _PAST),
    (acts.INJURED, r"рани(?:л|ла|ли)|ранен[аы]?"),
    (acts.TORTURED, r"пыта(?:л|ла|ли)|пытают|замуч\w+"),
    (acts.BEATEN, r"изби(?:л|ла|ли|т|та|ты|вал|вала|вали)|избивают"),
    (acts.ATTACKED, r"напа(?:л|ла|ли)|атакова" + _PAST),
    (acts.SEXUAL_VIOLENCE, r"изнасилова" + _PAST),
    (acts.SENTENCED, r"приговори(?:л|ла|ли)|приговор[её]н[аы]?|осужд[её]н[аы]?|осуди(?:л|ла|ли)"),
    (acts.INTERROGATED, r"допроси(?:л|ла|ли)|допрошен[аы]?|допрашива(?:л|ла|ли)"),
    (acts.DEPORTED, r"депортирова" + _PAST + r"|высла(?:л|ла|ли|н|на|ны)|выдвор\w+"),
    (acts.SEARCHED, r"обыска(?:л|ла|ли|н|на|ны)"),
    (acts.CLOSED, r"закры(?:л|ла|ли|т|та|ты)|опечата(?:л|ла|ли|н|на|ны)"),
    (acts.BANNED, r"запрети(?:л|ла|ли)|запрещ[её]н[аы]?"),
    (acts.DESTROYED, r"сожгли|сожж[её]н[аы]?|разруши(?:л|ла|ли)|разрушен[аы]?"),
)  # fmt: skip
_STATES: tuple[tuple[Deed, str], ...] = (
    (acts.DISAPPEARED, r"исчез|исчезл[аи]|пропал[аи]?"),
    (acts.DIED, r"умер|умерл[аи]|погиб|погибл[аи]|скончал(?:ся|ась|ись)"),
)
_NOUNS: tuple[tuple[Deed, str], ...] = (
    (acts.DETAINED, r"задержани(?:е|я|й|ях|ям|ями|ю|и|ем)"),
    (acts.ARRESTED, r"арест(?:ы|ов|ах|ам|ами|а|ом|е)?"),
    (acts.ABDUCTED, r"похищени(?:е|я|й|ях|ям|ями|ю|и|ем)"),
    (acts.DISAPPEARED, r"исчезновени(?:е|я|й|ях|ям|ями|ю|и|ем)"),
    (acts.KILLED, r"убийств(?:о|а|ах|ам|у|е|ом)?|казн(?:ь|и|ей|ях)|расстрел(?:ы|ов|а|ах)?"),
    (acts.DIED, r"смерт(?:ь|и|ей|ях|ью)|гибел(?:ь|и|ью)"),
    (acts.TORTURED, r"пытк(?:а|и|ах|ам|ами|у|е)|пыток"),
    (acts.BEATEN, r"избиени(?:е|я|й|ях|ям|ями|ю|и|ем)"),
    (acts.ATTACKED, r"нападени(?:е|я|й|ях|ям|ями|ю|и|ем)"),
    (acts.DEPORTED, r"депортаци(?:я|и|й|ю|ей|ях)"),
    (acts.SEARCHED, r"обыск(?:и|ов|ах|ам|ами|а|е|ом)?"),
    (acts.RAIDED, r"рейд(?:ы|ов|ах|а|е|ом)?|облав(?:а|ы|ах|у|е)?"),
    (acts.PERSECUTED, r"преследовани(?:е|я|й|ях|ям|ю|и|ем)"),
)
_BARE: tuple[tuple[Deed, str], ...] = (
    (acts.DETAINED, r"задерживать|задержать"),
    (acts.KILLED, r"убивать|убить"),
    (acts.TORTURED, r"пытать"),
    (acts.PERSECUTED, r"преследовать"),
)
_COMPILED = tuple(
    (re.compile(pattern), Trigger(deed, form))
    for form, table in ((Form.PAST, _VERBS), (Form.STATE, _STATES), (Form.NOUN, _NOUNS), (Form.BARE, _BARE))
    for deed, pattern in table
)
_ORGANS = re.compile(
    r"полици(?:я|и|ей|ю)|полицейск\w+|силовик\w*|военны(?:е|х|ми)|солдат\w*|войск\w*|арми(?:я|и|ей)|омон\w*|фсб|мвд|"
    r"росгварди\w+|спецназ\w*|власт(?:и|ей|ями)|следовател\w+|пограничник\w*|сотрудник\w*|военнослужащ\w+"
)
_AGENTS = re.compile(
    rf"{_ORGANS.pattern}|боевик\w*|неизвестн(?:ые|ых|ыми)|люд(?:и|ей|ьми)|мужчин\w*|нападавш\w+|похитител\w+|офицер\w*|конвоир\w*|надзирател\w+"
)
_ADJECTIVES = re.compile(
    r"вооруженн\w+|вооружённ\w+|неизвестн\w+|местн\w+|российск\w+|федеральн\w+|государственн\w+|специальн\w+|"
    r"пограничн\w+|областн\w+|республиканск\w+|правоохранительн\w+|органов|полиции|сил|спецслужб"
)
_PEOPLE = (
    (re.compile(r"человек\w*|люд(?:и|ей|ям|ьми|ях)|жител\w+|гражда\w+|лиц\w?|погибш\w+|пострадавш\w+|"
     r"задержани\w+|случа\w+|убийств\w*|арест\w*|исчезновени\w+"), "people"),
    (re.compile(r"мужчин\w*"), "men"),
    (re.compile(r"женщин\w*"), "women"),
    (re.compile(r"дет(?:и|ей|ям|ьми)|реб[её]н\w+|подростк\w+"), "children"),
    (re.compile(r"журналист\w*"), "journalists"),
    (re.compile(r"заключ[её]нн\w+|узник\w*"), "prisoners"),
    (re.compile(r"задержанн\w+"), "detainees"),
    (re.compile(r"протестующ\w+|демонстрант\w*"), "protesters"),
    (re.compile(r"солдат\w*|военнослужащ\w+"), "soldiers"),
    (re.compile(r"студент\w*"), "students"),
    (re.compile(r"сем(?:ей|ьи|ья)"), "families"),
    (re.compile(r"мирн\w+"), "civilians"),
)  # fmt: skip
_LONGEST = 30
_NAME = r"\b[А-ЯЁ][\w-]{1,40}(?:\s[А-ЯЁ][\w-]{1,40}){0,3}"
_PARTY = (
    rf"(?P<party>(?:[Мм]ы|[Яя])|(?:[Мм]естн\w+\s|[Фф]едеральн\w+\s|[Рр]оссийск\w+\s)?(?:[Вв]ласти|[Пп]олици[яию]|[Пп]рокуратур[аыу]|"
    rf"[Пп]равительств[оау]|[Мм]инистерств[оау](?:\s[а-яё]+\s[а-яё]+)?|[Пп]резидент[ау]?|[Сс]ледственный\sкомитет|[Гг]убернатор[ау]?|[Мм]инистр[ау]?|МВД|ФСБ)|{_NAME})"
)


_SUFFERED = re.compile(r".*(?:ан|ана|аны|ен|ена|ены|ён|ит|ита|иты|ут|нн\w{2,3}|щена|щены|щен|ыт|ыта|ыты)")
_DOER = re.compile(r".*(?:ами|ями|ыми|ими|ией|ью|ом|ем)")
_SUBJECT = re.compile(r".*(?:и|ы|ие|ые|ия|ик|ец|фсб|мвд|омон|спецназ)")


def _passive(before: Sequence[str], word: str) -> bool:
    del before
    return _SUFFERED.fullmatch(word) is not None


def trigger(word: str) -> Trigger | None:
    """Return what act ``word`` names."""
    if len(word) > _LONGEST:
        return None
    return next((found for pattern, found in _COMPILED if pattern.fullmatch(word)), None)


def _people(word: str) -> str:
    return next((name for pattern, name in _PEOPLE if pattern.fullmatch(word)), "")


RUSSIAN = Language(
    trigger=trigger,
    cuts=words_in("""
        но а однако когда где который которая которое которые которых которым которого потому хотя после пока
        если поскольку что чтобы будто
    """),
    ifs=words_in("если чтобы ли бы"),
    that=words_in("что будто"),
    determiners=words_in("эти этих этой этом его её их такие таких любых всех"),
    negations=words_in("не ни никто никого никому никаких никакого никакой нет"),
    not_negated=words_in("только менее более меньше больше"),
    ended=words_in("больше пока"),
    unclear=words_in("без будет будут может могут могли мог должны должен должна хотят хотели только чтобы"),
    possible=words_in("возможно якобы предположительно вероятно видимо наверное кажется"),
    auxiliaries=words_in("был была были было есть"),
    skipped=words_in(
        "также уже ещё еще всё все вчера сегодня жестоко незаконно тайно снова там тогда без вести"
    ),
    sites=words_in("""
        тюрьма тюрьме тюрьмы колония колонии лагерь лагере лагеря сизо карьер карьере карьера казарма казарме
        подвале гараже цехе блокпосту границе мечети церкви
    """),
    areas=words_in("""
        отдел отделе отделении участке здании здание селе селения деревне посёлке поселке городе районе
        области республике улице площади доме домах больнице школе части базе
    """),
    of=frozenset(),
    at=words_in("в во на под около возле близ вблизи"),
    by=frozenset(),
    not_places=words_in("""
        январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре понедельник вторник
        среду четверг пятницу субботу воскресенье рамадан интервью
    """),
    persons=words_in("никого никто он она они его её ее их нас меня мы я кто которых которого всех"),
    gone=frozenset(),
    passive=_passive,
    doer=lambda word: _DOER.fullmatch(word) is not None,
    subject=lambda word: _SUBJECT.fullmatch(word) is not None and _DOER.fullmatch(word) is None,
    agents=lambda word: len(word) <= _LONGEST and _AGENTS.fullmatch(word) is not None,
    organs=lambda word: len(word) <= _LONGEST and _ORGANS.fullmatch(word) is not None,
    agent_adjectives=lambda word: len(word) <= _LONGEST and _ADJECTIVES.fullmatch(word) is not None,
    people=_people,
    noun_followers=words_in("в во на со"),
    happens=words_in(
        "начались началась начался продолжаются продолжается прошли прошёл прошел происходят были"
    ),
    powers=re.compile(
        r"\b(?:власт\w+|правительств\w*|министр\w*|министерств\w*|полици\w+|прокур\w+|президент\w*|парламент\w*|совет\w*|суд\w*|"
        r"оон|генсек\w*|секретар\w+|комисси\w+|комитет\w*|губернатор\w*|мэр\w*|посольств\w*|посл\w+|омбудсмен\w*|уполномоченн\w+|"
        r"государств\w*|сообществ\w+|мвд|фсб|кремл\w+)\b",
        _I,
    ),
    not_parties=words_in(
        "вы они он она оно это эти те там кто никто все некоторые многие но и если когда сегодня вчера"
    ),
    term=re.compile(r".+"),
    not_event_before=words_in("против о об к"),
    not_event_after=frozenset(),
    things=words_in("доклад заявление отчёт отчет видео список фильм письмо"),
    only_of_people=frozenset(),
    only_of_things=words_in("закрыл закрыла закрыли закрыт закрыта закрыты опечатан опечатали"),
    closable=words_in("""
        газету газета редакцию редакция офис организацию организация школу школа сайт радиостанцию телеканал
        мечеть церковь дом центр партию партия издание молельный
    """),
    ordered=(
        re.compile(rf"\bпо\sприказу\s{_PARTY}"),
        re.compile(rf"{_PARTY}\s(?:лично\s)?(?:приказал|приказала|приказали|отдал\sприказ)\b"),
    ),
    tolerated=(
        re.compile(rf"\b(?:при\sпопустительстве|с\sведома|с\sсогласия|при\sподдержке)\s{_PARTY}"),
        re.compile(
            rf"{_PARTY}\s(?:закры(?:л|ла|ли|вает|вают)\sглаза|не\sпредотврати(?:л|ла|ли)|ничего\sне\sсдела(?:л|ла|ли))\b"
        ),
    ),
    must=(
        re.compile(
            rf"{_PARTY}\s(?:немедленно\s)?(?:должн\w+|обязан\w*|следует)\s(?:немедленно\s)?(?:расследовать|ответить|вмешаться|освободить|объяснить|опубликовать|прекратить|наказать|возбудить|провести|сказать|назвать)\b"
        ),
        re.compile(rf"\b(?:[Мм]ы\s)?(?:требуем\sот|призываем)\s{_PARTY}\b"),
    ),
    knew=(
        re.compile(
            rf"{_PARTY}\s(?:знал[аи]?|был[аи]?\s(?:осведомлен\w*|предупрежден\w*|проинформирован\w*))\b"
        ),
    ),
    motive=re.compile(
        r"\b(?:из-за|по\sподозрению\sв|в\sотместку\sза|за\sто,?\sчто|за\sотказ|в\sнаказание\sза|за\sучастие\sв)\s(?P<words>[^.;:!?,«»\n]{3,80})",
        _I,
    ),
    called=re.compile(
        r"\b(?:назва(?:л|ла|ли)|называ(?:ет|ют|л|ла|ли)|именуем\w+|так\sназываем\w+)\s(?:[\w-]+\s){0,4}?[«“\"](?P<term>[^»”\"\n]{3,60})[»”\"]",
        _I,
    ),
    called_disputed=re.compile(
        r"\b(?:называть|назвать|назвали|называя)\s(?:это|его|её|ее|их|карьер|центр|место)\s[«“\"]?(?P<term>[\w\x20-]{3,50}?)(?=[»”\".,;]|\s(?:неверно|нельзя|неправильно|ошибк\w+)|$)",
        _I,
    ),
    complained=re.compile(
        r"\b(?:подал[аи]?|направил[аи]?|передал[аи]?)\s(?:\w+\s){0,2}?(?:жалоб\w*|заявлени\w+)\b|\b(?:поступил[аио]?|получен[аоы]?|зарегистрирован[аоы]?)\s(?:\w+\s){0,2}?(?:жалоб\w*|заявлени\w+|обращени\w+)\b",
        _I,
    ),
    complaint_noun=re.compile(r"\b(?:жалоб\w*|заявлени[йяе]|обращени[йяе])\b", _I),
    no_complaint=re.compile(
        r"\b(?:ни\sодн(?:ой|ого)\s(?:жалобы|заявления|обращения)|(?:жалоб|заявлений|обращений)\s(?:\w+\s){0,3}?не\s(?:поступало|было|зарегистрировано|получал\w*)|не\s(?:поступало|было|зарегистрировано|получал\w*)\s(?:\w+\s){0,3}?(?:жалоб|заявлений|обращений)|никто\sне\s(?:жаловался|обращался))\b",
        _I,
    ),
    no_knowledge=re.compile(
        r"\b(?:не\sрасполага\w+|нет\s(?:\w+\s){0,2}?(?:информации|данных|сведений)|не\s(?:зна(?:ю|ем|ет)|осведомлен\w*|в\sкурсе)|ничего\sне\sизвестно)\b",
        _I,
    ),
    heard=re.compile(
        r"\b(?:слышал[аи]?|рассказали|по\sслухам|слух(?:и|ам)|говорят|мне\sсказали|нам\sсказали|сообщени(?:[яй]\sо|ям))\b",
        _I,
    ),
    denying=re.compile(r"\b(?:опроверг\w*|отриц\w+|отверг\w*)\b", _I),
    untrue=re.compile(
        r"\b(?:этого\sне\sбыло|ничего\sподобного\sне\sбыло|(?:это\s)?(?:ложь|неправда|выдумк\w+|вымысел|фейк\w*|не\sсоответствует\sдействительности))\b",
        _I,
    ),
    facility=re.compile(
        r"\b(?P<party>(?:так(?:ого|их|ой)\s)?(?:учреждени[яйе]|лагер[ьяей]+|тюр(?:ем|ьм[аы])|центр(?:а|ов)?))\b",
        _I,
    ),
    not_existing=re.compile(r"[\s\w»]{0,40}\b(?:не\s(?:существу\w+|было)|нет)\b", _I),
    existence=re.compile(r"\b(?:существован\w+|наличи\w+|существу\w+)\b", _I),
    ourselves=re.compile(r"(?:мы|я)", _I),
)
