"""Russian speakers: from surnames, offices, labels and lines of dialogue to who it is."""

from __future__ import annotations

import time

import pytest

from khronika.reading.languages.ru.book import look_through
from khronika.reading.languages.ru.reader import RussianReader
from khronika.reading.languages.ru.sources import PRONOUN, source_of
from khronika.reading.tokens import tokenise
from khronika.records.item import About
from khronika.records.statement import Statement

ABOUT = About(publisher="Орвановский вестник", published="2031-03-14")


def read(text: str, about: About = ABOUT) -> list[Statement]:
    """Return the statements of others in ``text``."""
    return [s for s in RussianReader().read(text, about) if not s.own]


def speakers(text: str, about: About = ABOUT) -> list[str | None]:
    """Return who speaks, in the order of the text."""
    return [s.speaker for s in read(text, about)]


def test_lines_of_an_interview_are_of_who_asks_and_of_whom_the_text_named_before() -> None:
    text = (
        "Мы встретились с адвокатом Анной Лунд в её конторе.\n\n"
        "— Сколько человек задержали?\n\n— Сорок. Списка нам не дали.\n\n"
        "— Кто отвечает за это?\n\n— Министр. Я писала ему дважды."
    )
    assert set(speakers(text)) == {"Орвановский вестник", "Анна Лунд"}
    answers = [s for s in read(text) if s.speaker == "Анна Лунд"]
    assert text[slice(*answers[0].content[0])].startswith("Сорок")


def test_questions_and_answers_by_label_are_of_the_publisher_and_its_guest() -> None:
    text = (
        "Геолог Анна Лунд вернулась из Тарна.\n\n"
        "Вопрос: Можно ли было предвидеть сель?\n\nОтвет: Да. Карту мы сдали в мае."
    )
    assert speakers(text)[0] == "Орвановский вестник"
    assert set(speakers(text)[1:]) == {"Анна Лунд"}


def test_the_label_of_a_host_is_the_host_that_the_text_names() -> None:
    text = (
        "В студии ведущий Иван Карел и адвокат Анна Лунд.\n\n"
        "Ведущий: Сколько человек задержали?\n\nЛунд: Сорок. Списка нет."
    )
    assert speakers(text)[0] == "Иван Карел"
    assert set(speakers(text)[1:]) == {"Анна Лунд"}


def test_i_in_a_testimony_is_who_tells_and_not_who_publishes() -> None:
    text = (
        "«Застава» записала рассказ Анны Лунд, медсестры из Тарна.\n\n"
        "Меня взяли у моста. Я сказала, что помогала раненым."
    )
    (statement,) = [s for s in read(text) if "помогала" in text[slice(*s.content[0])]]
    assert statement.speaker == "Анна Лунд"


def test_words_under_a_name_are_of_the_person_named() -> None:
    text = (
        "Публикуем два рассказа из Тарна.\n\nАнна Лунд, учительница\n\n"
        "Я сказала соседям, что вода поднимается.\n\nИван Карел, шофёр\n\nЯ ответил, что моста уже нет."
    )
    assert speakers(text) == ["Анна Лунд", "Иван Карел"]


def test_i_in_a_letter_is_who_signed_it() -> None:
    text = "Уважаемая редакция!\n\nЯ утверждаю, что списка задержанных не было.\n\nАнна Лунд, учительница"
    assert speakers(text) == ["Анна Лунд"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Медсестра Мария Чебану приехала в Тарн. По словам Чебану, писем нет.", "Мария Чебану"),
        ("Судья Амару Ньебо вёл дело. «Тихо», — сказал Ньебо.", "Амару Ньебо"),
        ("Ветеринара Эдуарда Лисовца отпустили. Лисовец рассказал, что его били.", "Эдуард Лисовец"),
        ("Арестовали журналистку Гулмиру Осмонову. Осмонова заявила, что невиновна.", "Гулмира Осмонова"),
        ("По словам адвоката Филиппы Йоргенсен, жалоб нет.", "Филиппа Йоргенсен"),
        ("По словам учителя сельской школы Зухрата Карелова, вода пахнет.", "Зухрат Карелов"),
        ("По словам депутата Арниса Вимбы, жалоб нет.", "Арнис Вимба"),
        ("По мнению политолога Артура Фернандеша-Рао, жалоб нет.", "Артур Фернандеш-Рао"),
        ("По словам журналистки Анны-Марии Косицкой, жалоб нет.", "Анна-Мария Косицкая"),
        ("По словам омбудсмена Наталии Сидоровны Бурнеску, жалоб нет.", "Наталия Сидоровна Бурнеску"),
        ("Заместитель министра Эмиль Стахура заявил, что жалоб нет.", "Эмиль Стахура"),
        ("По словам начальника порта Дирка Мёллера, жалоб нет.", "Дирк Мёллер"),
        ("Адвокат Дильбар Карелова ждёт суда. «Жалоб нет», — сказала Д. Карелова.", "Дильбар Карелова"),
        ("Врач из Тарна Регина Моцкуте сообщила, что раненых сорок.", "Регина Моцкуте"),
        ("Правозащитница Анна Лунд из группы «Застава» заявила, что жалоб нет.", "Анна Лунд"),
    ],
)
def test_names_that_decline_or_do_not_are_led_back_to_how_they_stand_as_subjects(
    text: str, name: str
) -> None:
    assert speakers(text)[-1] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Один из них, Орест Кравцив, заявил, что моста нет.", "Орест Кравцив"),
        ("Докладчик, глава комитета по спорту Освальд Риттер, заявил, что денег нет.", "Освальд Риттер"),
        ("Согласно опросу центра «Замер», за мост сорок человек.", "Замер"),
        ("По данным отчёта Горной инспекции Талавии, датчики работали.", "горная инспекция Талавии"),
    ],
)
def test_the_speaker_is_who_an_apposition_or_a_document_names(text: str, name: str) -> None:
    assert (speakers(text)[-1] or "").casefold() == name.casefold()


def test_an_office_of_which_the_text_has_one_holder_is_that_person() -> None:
    text = "Врач заявил, что мест нет. Раненых принял врач Иван Карел."
    assert speakers(text)[0] == "Иван Карел"
    assert speakers(text + " Позже уехал врач Олег Тарнов.")[0] == "врач"


def test_a_word_of_like_office_means_who_was_introduced_by_the_other() -> None:
    text = "Адвокат Анна Лунд приехала в суд. Защитница заявила, что жалоб не было."
    assert speakers(text) == ["Анна Лунд"]


@pytest.mark.parametrize(
    ("later", "who"),
    [
        ("Губернатор", "губернатор"),
        ("Министр", "министр"),
        ("Парламентарий", "Антон Верре"),
        ("Политик", "Антон Верре"),
    ],
)
def test_a_post_is_never_that_of_who_was_introduced_with_another(later: str, who: str) -> None:
    text = f"Депутат Антон Верре призвал выгнать семьи из города. {later} пообещал открыть дорогу к пятнице."
    assert speakers(text) == ["Антон Верре", who]


def test_a_press_service_is_never_the_body_that_it_speaks_for() -> None:
    text = "В пресс-службе завода отказались отвечать. Завод заявил, что жалоб не было."
    assert speakers(text)[-1] == "завод"


@pytest.mark.parametrize("words", ["наша газета", "нашим", "наш корреспондент"])
def test_our_newspaper_is_who_says_so(words: str) -> None:
    source = source_of(tokenise(words, 0, len(words)), "", frozenset())
    assert source is not None
    assert (source.kind, source.name) == (PRONOUN, "мы")


def test_the_name_that_somebody_uses_is_read_from_any_piece_of_the_phrase() -> None:
    words = "Другой водитель, сосед, который называл себя Игорем Тарновым"
    source = source_of(tokenise(words, 0, len(words)), "", frozenset())
    assert source is not None
    assert source.name == "Игорь Тарнов"


def test_a_surname_behind_particles_finds_the_whole_name() -> None:
    text = "Министр Хендрик ван дер Лунд уехал."
    book = look_through([tokenise(text, 0, len(text))])
    assert book.full(("Ван", "дер", "Лунд"), (), oblique=False) == "Хендрик ван дер Лунд"


def test_a_place_before_a_name_is_no_part_of_it() -> None:
    sentences = ["В Цхарете тихо.", "Мэр Цхарета Нодар Хорбелиани уехал."]
    book = look_through([tokenise(s, 0, len(s)) for s in sentences])
    assert book.named(("Цхарета", "Нодар", "Хорбелиани")) == ("Нодар", "Хорбелиани")


def test_people_told_in_the_plural_stand_in_the_nominative() -> None:
    source = source_of(tokenise("бастующим", 0, 9), "", frozenset())
    assert source is not None
    assert source.name == "бастующие"


def test_a_body_of_state_has_the_country_whose_bodies_the_text_names() -> None:
    text = "Министр финансов Талавии уехал. Счётная палата заявила, что долгов нет."
    assert speakers(text) == ["счётная палата Талавии"]
    other = text.replace("уехал", "встретил министра финансов Ульгении")
    assert speakers(other) == ["счётная палата"]


def test_whom_somebody_asks_is_never_the_speaker() -> None:
    text = "Адвокат Анна Лунд приехала. Анна Лунд попросила адвоката не молчать."
    addressees = [s.addressee.text for s in read(text) if s.addressee is not None]
    assert "Анна Лунд" not in addressees


def test_the_longest_form_of_a_name_in_the_text_is_the_speakers() -> None:
    text = (
        "Карел опроверг слухи. Иван Карел сказал, что школ не закроют. Губернатор Иван Петрович Карел уехал."
    )
    assert set(speakers(text)) == {"Иван Петрович Карел"}


def test_a_surname_that_the_text_never_gives_in_full_keeps_its_title() -> None:
    text = "Сержант Пахомов сообщил, что у суда никого не было."
    assert speakers(text) == ["сержант Пахомов"]


def test_a_bare_word_of_kind_is_the_organisation_introduced_before() -> None:
    text = (
        "На руднике компании «Тарнмедь» обвалилась кровля. В министерстве энергетики Талавии молчат.\n\n"
        "Компания утверждает, что датчики работали. В министерстве заявили, что жалоб не было."
    )
    assert speakers(text) == ["Тарнмедь", "министерство энергетики Талавии"]


def test_the_head_of_a_body_is_who_was_introduced_as_a_leader() -> None:
    text = "Министр финансов Иван Карел выступил в Тарне. Глава ведомства сообщил, что долгов нет."
    assert speakers(text) == ["Иван Карел"]


def test_an_office_that_nobody_holds_in_the_text_stays_unnamed_in_anothers_words() -> None:
    text = "Анна Лунд рассказала, что следователь обещал вернуть телефон."
    assert [s.speaker for s in read(text)][-1] in {"следователь", "Анна Лунд"}
    assert all(s.speaker == "следователь" for s in read(text) if s.within is not None)


def test_the_organisation_in_apposition_is_who_an_owner_is() -> None:
    text = "Владелец рудника, холдинг «Тарнмедь», заявил, что жалоб не было."
    assert speakers(text) == ["Тарнмедь"]


def test_the_name_that_somebody_gave_is_the_speakers() -> None:
    text = "Сторож, назвавшийся Исой, заявил, что дверь была заперта."
    assert speakers(text) == ["Иса"]


@pytest.mark.parametrize(
    "piece",
    [
        "— Кто это?\n\n",
        "Вопрос: Кто?\n\nОтвет: Анна Лунд.\n\n",
        "Уважаемый Карел!\n\n",
        "Компания «Соль» и министр Лунд. ",
    ],
)
def test_turns_and_introductions_are_found_in_linear_time(piece: str) -> None:
    def spent(size: int) -> float:
        text = piece * (size // len(piece))
        begun = time.process_time()
        RussianReader().read(text, ABOUT)
        return time.process_time() - begun

    spent(2_000)
    assert spent(80_000) < 12 * max(spent(20_000), 0.05)
