"""What is done with words, told from the word that reports and from what is said."""

from __future__ import annotations

import re
from typing import NamedTuple

from khronika.reading.languages.ru.morph import forms, lemma
from khronika.reading.languages.ru.verbs import BY_LEMMA, NOUN_ACTS, SHORT_FORMS
from khronika.records.statement import Act, Denial

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_KNOWLEDGE = re.compile(
    r"\b(?:(?:сведени\w+|информаци\w+|данны\w+)\s(?:\w+\s){0,5}?(?:не\s(?:име|располага|поступа|облада)\w*|нет|отсутству\w+)"
    r"|не\s(?:име|располага|облада)\w*\s(?:\w+\s){0,3}?(?:сведени|информаци|данны)\w*|не\s(?:слышал|слыхал|в\sкурсе|осведомл|помн|зна[ею]|знал|докладыва)\w*"
    r"|(?:ничего\s)?(?:об\sэтом\s)?(?:ничего\s)?(?:не|ничего\sне)\sизвестно|неизвестно|не\sмогу\s(?:знать|судить|сказать)|о\s\w+\sне\sведа\w+"
    r"|не\s(?:видел|встречал)\w*|нечего\sсказать|без\sпонятия)",
    re.IGNORECASE,
)
_RESPONSIBILITY = re.compile(
    r"\b(?:отношени\w+\s(?:\w+\s){0,4}?не\sиме\w+|не\sиме\w+\s(?:\w+\s){0,2}?отношени\w+|не\s(?:отвеча|винова|причаст|несёт|нес[её]т|отдава|давал|подписыва|"
    r"заказыва|участвова|признаёт\sвин|призна[её]т)\w*|ни\sпри\sч[её]м|вин[аыу]\s(?:\w+\s){0,3}?не\w*|не\sпо\sвине|непричаст\w+|невинов\w+|подчиня\w+\sдругому"
    r"|не\sпо\s(?:его|её|их)\sвине|ответственност\w+\s(?:\w+\s){0,4}?не\b|не\s(?:\w+\s)?приказыва\w*)",
    re.IGNORECASE,
)
_COMPETENCE = re.compile(
    r"\b(?:компетенци\w+|полномочи\w+|прерогатив\w+|в\sведени[еи]\b|подведомств\w+|не\sвход\w+\sв|не\sк\sн(?:ам|ему|ей)|вопрос\s(?:не\s)?(?:к|не\sпо)|не\sнаш[аеи]?\s"
    r"|обращат\w+\s(?:в|к)\b|адресу\w+|не\s(?:относится|моя|мой|его|её)\b|не\sуполномочен\w*|ведёт\sдругое|занимается\sдругое)",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"\bникто\b|\bникого\b|\bникогда\b|\bникак\w+|\bни\sод\w+|\bнет\b|\bне\sбыло\b|\bне\sсоответству|\bнеправд|\bвыдум|\bлож[ьи]\b|\bлжив|"
    r"\bне\s(?:применя|задержива|проводи|поступа|составля|избива|пыта|допуска|подтвержда|существу|получа|закрыва|происходи|принима|планиру|готови|увози|трога|бил|входил|собира|явля|означа|касал|связан|пострада|нуждается|фиксирова|обраща|оказыва|угрожа|подтвердил|привозил)\w*",
    re.IGNORECASE,
)  # fmt: skip
_WRONGS = re.compile(
    r"\b(?:изби|пыта|убива|убил|убит|укра|краж|вор[уо]|фальсиф|вброс|подтас|подделы|подделал|угрож|запугив|скрыва|подкуп|взятк|незаконн|издева|насил|похи[щт]|"
    r"пресле[дш]|клевет|лж[её]т|соврал|вр[её]т|обман|присво|вымога|раст[рл]ат|шантаж|прикрыва|давлени|заставля|унижа|мучи|бьют|били|пытк|побо|"
    r"произвол|расправ|травл|месть|мстит|незаконно|сфабрик|подброс|подлож|халатн|наруша|наруши|запрещал|отбира|отобра|грабит|выбива|истреб)\w*",
    re.IGNORECASE,
)
_HARM = re.compile(
    r"\b(?:бей(?:те)?|убей(?:те)?|убивай(?:те)?|реж(?:ь|ьте)|жг(?:и|ите)|жечь|резать|убивать|рубить|руби(?:те)?|вымести|метите|дав(?:и|ите)|стреля(?:й|йте|ть)|"
    r"выбросить|вешать|вздёрнуть|истребить|под\sкорень|гнать\sпалками|изгнать|к\sстенке|вырубить|растоптать|топить|мести)\b",
    re.IGNORECASE,
)
_PUNISH = re.compile(
    r"\b(?:посад|сяд|увол|накаж|привлеч|пожале|отчисл|лиш|штраф|арест|посаж|ответит|отвеч|протокол|уголовн|тюрьм|карцер|срок|пут[её]вк|закро|закры|разбер[её]м|дойд[её]т|найд|утон|умр[её]|"
    r"санкци|выгон|выселят|последств|ищи|плох|хуже|поедешь|поедете|вывез|конфиск|добав|сгни|лагер|зона|зону|псих|ищите|не\sищи|строг)\w*",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"^(?:«?(?:их|это|его|её|эту?|эти|такие|такое|подобные|все)\b|.{0,40}?\b(?:слов|сообщени|обвинени|утверждени|цифр|данн|доклад|рассказ|верси|заявлени|сведени|публикаци|"
    r"статистик|показани|слух|вывод|информаци|отч[её]т|термин|претензи|упр[её]к|критик|опровержени|объяснени|письм|жалоб|предположени|запис))",
    re.IGNORECASE,
)
_DISMISSED = re.compile(
    r"\b(?:неверн|провокаци|сказк|вымыс|вымышл|выдум|фантази|чуш|бред|постановк|склейк|недостоверн|спекуляци|клевет|домыс|литератур|полуправд|отписк|преждевремен|"
    r"пуст(?:ым|ой)|фальшив|подделк|инсинуаци|слух|сплетн|ложь|ложью|лжив|нелеп|абсурд|беспочвенн|необоснованн|надуманн|взят\w+\sс\sпотолка|недоразумени|небылиц)\w*",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"^[«„\"]?\s*(?:без\sкомментариев|комментариев\sне|(?:\w+\s){0,4}?не\s(?:буду|будем|обсужда\w+|комментиру\w+|раскрыва\w+|имею\sправа)\b|(?:\w+\s){0,3}комментариев\sне\sбудет)",
    re.IGNORECASE,
)
_SELF_CORRECTING = re.compile(
    r"^(?:это\sне(?:точно|верно|так)|на\sсамом\sделе|исправлен|правильно|фактически|верно\b|опечатк|.{0,60}\bопечатк)",
    re.IGNORECASE,
)
_INSISTING = frozenset(
    {
        "уверять",
        "уверить",
        "заверить",
        "заверять",
        "настаивать",
        "подчеркнуть",
        "подчеркивать",
        "утверждать",
        "заявить",
        "заявлять",
        "твердить",
        "клясться",
        "божиться",
        "подчеркиваться",
    }
)
_TELLING = frozenset(
    {
        "рассказать",
        "рассказывать",
        "вспоминать",
        "вспомнить",
        "объяснить",
        "объяснять",
        "писать",
        "написать",
        "показать",
        "добавить",
        "кричать",
        "шептать",
    }
)
_REFUSALS = re.compile(
    r"\b(?:отказ\w+(?!\sот\sсво)|без\sкомментари|не\s(?:стал|захотел|пожелал|ответил|комментиру|прокомментир|раскрыва|уточнил|намерен|называет|берётся|берется|согласил)\w*|воздерж\w+|уклон\w+)",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\?[»“\"]?\s*,?$")


class Done(NamedTuple):
    """What is done: acts, of a denial the kinds, and the reason in words."""

    acts: tuple[Act, ...]
    denies: tuple[Denial, ...] = ()
    reason: str = ""


def base_of(cue: str) -> tuple[Act, str]:
    """Return what the reporting words do by themselves, and the lemma that says so."""
    words = _WORD.findall(cue)
    lows = [word.lower() for word in words]
    for word in reversed(words):
        short = SHORT_FORMS.get(word.lower().replace("ё", "е"))
        if short is not None:
            return BY_LEMMA.get(short, Act.HOLDS), short
        known = [form.lemma for form in forms(word) if form.pos not in {"PREP", "CONJ"}]
        for form in (*known, lemma(word)):
            if form in BY_LEMMA:
                return BY_LEMMA[form], form
    for word in words:
        noun = next((f.lemma for f in forms(word) if f.lemma in NOUN_ACTS), "")
        if noun:
            return NOUN_ACTS[noun], noun
    return (Act.REPORTS, "согласно") if lows[:1] == ["согласно"] else (Act.ASSERTS, "сказать")


def deed(cue: str, said: str, *, direct: bool, power: bool = False) -> Done:  # noqa: PLR0911 - rules in order
    """Return what is done with ``said`` under the reporting words ``cue``; ``power`` where the speaker can punish."""
    act, word = base_of(cue)
    low = " ".join(cue.lower().split())
    special = _special(low, said)
    if special is not None:
        return special
    negated = re.search(r"\bне\b", low) is not None
    if negated:
        return _negated(act, word, low, said)
    if act is Act.DENIES:
        return _denied(word, said)
    if act in {Act.REQUESTS, Act.APPEALS} and _HARM.search(said) and "?" not in said:
        return Done((Act.CALLS_FOR_HARM,), (), f"“{word}” with words of harm")
    if act is Act.THREATENS:
        warns = word.startswith("предупре")
        plain = warns and not power and not _PUNISH.search(said) and not re.search(r"\\bоб?\\b", said[:3])
        return Done((Act.ASSERTS if plain and said[:1] in "«„" else Act.THREATENS,), (), f"“{word}”")
    if act is not Act.ASSERTS:
        return Done((act,), (), f"“{word}”")
    return _asserted(word, said, direct=direct, power=power)


def _special(low: str, said: str) -> Done | None:
    """Return what phrases of several words do."""
    if _REFUSALS.search(low) and not re.search(r"не\s(?:отказ|уклон)", low):
        if "от сво" in low:
            return Done((Act.RETRACTS,), (), "takes back")
        return Done((Act.DECLINES,), (), "a refusal to speak")
    table = (
        (r"сняти|вопрос\w*$|\bспросил", Act.REQUESTS),
        (r"под\sсомнение|не\sсоглас|выразил\w*\sнесоглас|взят\w*\sс\sпотолка", Act.DISPUTES),
        (r"слова\sназад|свои\sслова|принес\w*\sизвинени|отозвал", Act.RETRACTS),
        (r"затрудн\w+|не\s(?:смог|может|могут|могли|мог)\w*", Act.DENIES),
        (
            r"выра(?:зил|жа)\w*\s(?:\w+\s)?(?:надежд|опасени|сожалени|уверенн|обеспокоен|сочувств|озабоч|тревог|мнени|сомнени|недоумени|удивлени)|есть\sопасени",
            Act.HOLDS,
        ),
        (r"не\s(?:исключа|исключил)\w*", Act.ASSERTS),
        (r"не\sскрыва\w+", Act.ADMITS),
        (r"обраща\w+\sвнимание", Act.ASSERTS),
        (r"при(?:ш|с)л\w*\sк\sвыводу|приш[её]л\sк\sвыводу", Act.REPORTS),
        (
            r"^(?:сообща(?:ется|лось)|(?:как\s)?стало\sизвестно|по\s(?:\w+\s)?(?:сообщени|слухам)|сказано|установлено|высказывани)",
            Act.REPORTS,
        ),
        (
            r"^(?:на\sсамом\sделе|это\sне(?:точно|верно)|исправлен|поправк|правильно|фактически|уточняем|от\sсоставител|разослал\w*\sпоправк)",
            Act.CORRECTS,
        ),
    )
    for pattern, act in table:
        if re.search(pattern, low):
            if act is Act.DENIES:
                return Done((act,), (Denial.KNOWLEDGE,), "says not to know")
            return Done((act,), (), f"“{low[:40]}”")
    del said
    return None


def _negated(act: Act, word: str, low: str, said: str) -> Done:
    if word in {"знать", "слышать", "помнить", "понимать", "утверждать"} or act is Act.REPORTS:
        return Done((Act.DENIES,), (Denial.KNOWLEDGE,), "says not to know")
    if word in {"признавать", "признать"}:
        return Done((Act.DENIES,), (Denial.RESPONSIBILITY,), "does not admit")
    if word in {"подтвердить", "подтверждать", "опровергать", "опровергнуть"}:
        return Done(
            (Act.DECLINES,) if "опроверг" in low or "не подтверждает" in low else (Act.DENIES,),
            () if "опроверг" in low or "не подтверждает" in low else (Denial.FACT,),
            "does not confirm",
        )
    if act in {Act.DISPUTES, Act.DENIES}:
        return Done((Act.ADMITS,), (), "does not dispute")
    if act is Act.HOLDS:
        return Done((Act.HOLDS,), (), f"“не {word}”")
    del said
    return (
        Done((Act.DECLINES,), (), "a refusal to speak")
        if act is Act.ASSERTS
        else Done((act,), (), f"“не {word}”")
    )


def _denied(word: str, said: str) -> Done:
    if re.search(
        r"\b(?:вин[уы]|причастност\w+|ответственност\w+|связ[ьи]|участие|давлени\w+|сговор)\b",
        said[:80],
        re.IGNORECASE,
    ):
        return Done((Act.DENIES,), (Denial.RESPONSIBILITY,), f"“{word}”")
    if re.search(r"\bзнал\w*\b", said[:80]):
        return Done((Act.DENIES,), (Denial.KNOWLEDGE,), f"“{word}”")
    return Done((Act.DENIES,), (Denial.FACT,), f"“{word}”")


def _asserted(word: str, said: str, *, direct: bool, power: bool) -> Done:  # noqa: C901, PLR0911 - rules in order
    kinds = denials_in(said, word)
    if _SILENT.search(said):
        return Done((Act.DECLINES,), (), "will not say")
    if _SELF_CORRECTING.search(said) and (not word or word == "сказать"):
        return Done((Act.CORRECTS,), (), "takes its own words back")
    if word in {"заверить", "заверять"} and not kinds and _future(said):
        return Done((Act.PROMISES,), (), f"“{word}” of what will be")
    if word in {"назвать", "называть", "именовать", "характеризовать", "охарактеризовать"}:
        if _CLAIM.search(said) or _DISMISSED.search(said):
            return Done((Act.DISPUTES,), (), f"“{word}” of another's claim")
        return Done((Act.ALLEGES if _WRONGS.search(said) else Act.ASSERTS,), (), f"“{word}”")
    imperative = _imperative(said) if direct else False
    if imperative and _HARM.search(said):
        return Done((Act.CALLS_FOR_HARM,), (), "an imperative of harm")
    if (
        power
        and direct
        and _PUNISH.search(said)
        and re.search(r"\b(?:ты|тебя|тебе|вы|вас|вам|если|иначе)\b|шь\b|те\b", said, re.IGNORECASE)
    ):
        return Done((Act.THREATENS,), (), "punishment said by one who can punish")
    if direct and _QUESTION.search(said) and not re.search(r"[.!]\s", said):
        return Done((Act.REQUESTS,), (), "a question")
    if imperative and not kinds:
        return Done((Act.REQUESTS,), (), "an imperative")
    if kinds:
        return Done((Act.DENIES,), kinds, "the words deny")
    if word in {
        "утверждать",
        "заявить",
        "заявлять",
        "написать",
        "рассказать",
        "рассказывать",
        "пожаловаться",
    } and _WRONGS.search(said):
        return Done((Act.ALLEGES,), (), "words of wrongdoing")
    return Done((Act.ASSERTS,), (), f"“{word}”")


def _future(said: str) -> bool:
    """Tell whether the first verb is in the future."""
    verbs = (f for word in _WORD.findall(said[:120]) for f in forms(word)[:1] if f.pos in {"VERB", "PRTS"})
    first = next(verbs, None)
    return first is not None and first.tense == "futr"


def denials_in(said: str, word: str = "") -> tuple[Denial, ...]:
    """Return the kinds of denial that words are by themselves."""
    found = [
        kind
        for kind, pattern in (
            (Denial.COMPETENCE, _COMPETENCE),
            (Denial.KNOWLEDGE, _KNOWLEDGE),
            (Denial.RESPONSIBILITY, _RESPONSIBILITY),
        )
        if pattern.search(said[:400])
    ]
    if found:
        return tuple(found[:1])
    reach = said[:60] if word in _TELLING else said[:140]
    plain = _FACT.search(reach) is not None and (
        word not in _TELLING or not re.search(r"[.!?]\s", said[:160])
    )
    insists = (
        word in _INSISTING
        and re.search(r"(?:^|[^,])\s?\bне\s(?!только|менее|меньше|более|больше|раз)", reach) is not None
    )
    return (Denial.FACT,) if plain or insists else ()


def _imperative(said: str) -> bool:
    """Tell whether words begin with an imperative, or with "не" or "пусть" before one."""
    words = _WORD.findall(said[:80])[:3]
    if words and words[0].lower() in {"пусть", "давайте", "прошу", "просим"}:
        return True
    return any(f.pos == "VERB" and "impr" in f.marks for word in words[:2] for f in forms(word)[:1])
