"""Words of danger in the languages of the wizard: what a frightened person writes, and what is no danger."""

import pytest

from piano.kit.languages import spoken_languages
from requests.wishes.red_flags import EMERGENCY, LANDLORD, LISTED_LANGUAGES, find_red_flags, is_emergency

EMERGENCIES = {
    "en": [
        "I have pain in my chest",
        "my mother can't breathe",
        "she is unconscious",
        "he fell down the stairs and can't get up",
        "there is a smell of gas",
        "I don't want to live, I want to die",
        "he does not open the door since yesterday",
        "my dad is not breathing",
        "she won't wake up",
        "grandma has fallen over",
        "stuck in the lift",
    ],
    "tr": [
        "göğsümde çok ağrı var",
        "nefes alamıyorum",
        "annem bayıldı",
        "Babam düştü, kalkamıyor",
        "mutfakta gaz kokuyor",
        "ÖLMEK İSTİYORUM",
        "komşu kapıyı açmıyor",
        "imdat",
        "kalp krizi",
        "annem uyanmıyor",
        "komşum ses vermiyor",
    ],
    "ru": [
        "боль в груди уже час",
        "не могу дышать",
        "мама упала и не может встать",
        "он без сознания",
        "сильно пахнет газом",
        "я не хочу жить",
        "сосед не открывает дверь",
        "вызовите скорую",
        "не дышит",
        "плохо с сердцем",
        "умирает",
        "помогите мне, я упал",
    ],
    "uk": [
        "біль у грудях",
        "не можу дихати",
        "мама впала і не може встати",
        "вона знепритомніла",
        "пахне газом у під'їзді",
        "не хочу жити",
        "сусід не відчиняє двері",
        "погано з серцем",
        "мама не прокидається",
        "тато помирає",
    ],
    "ar": [
        "عندي ألم في الصدر",
        "لا أستطيع التنفس",
        "أمي سقطت على الأرض",
        "هو فاقد الوعي",
        "هناك رائحة غاز",
        "أريد أن أموت",
        "جاري لا يفتح الباب",
        "حريق في المطبخ",
        "لا يتنفس",
        "مش قادر اتنفس",
        "ماما وقعت",
        "ريحة غاز",
        "لا تستيقظ",
    ],
    "bg": [
        "майка ми не диша",
        "не мога да дишам",
        "силна болка в гърдите",
        "боли ме сърцето",
        "той е в безсъзнание",
        "баба припадна",
        "падна и не може да стане",
        "паднах в банята",
        "мирише на газ",
        "пожар в кухнята",
        "искам да умра",
        "не ми се живее",
        "съседът не отваря вратата",
        "не се обажда от два дни",
        "вика за помощ",
        "помогнете ми да стана",
        "помогнете",
        "изпи всички хапчета",
        "мъжът ми ме бие",
        "повикайте бърза помощ",
        "заседнала е в асансьора",
        "устата ѝ се изкриви",
        "детето погълна белина",
        "умира",
    ],
}
CALM = [
    "I need help with my shopping on Thursday",
    "please read this letter with me",
    "Perşembe günü alışveriş için yardım istiyorum",
    "doktora birlikte gidelim",
    "купить хлеб и молоко",
    "нужна помощь с покупками в четверг",
    "потрібна допомога з покупками",
    "прогулянка в парку",
    "أحتاج مساعدة في التسوق يوم الخميس",
    "قراءة رسالة من المدرسة",
    "помогите с покупками",
    "більше ніж дві сумки",
    "mektuba cevap vermek istiyorum",
    "I fell behind with the paperwork",
    "Имам нужда от помощ с пазаруването в четвъртък",
    "помогнете ми да прочета едно писмо",
    "моля, помогнете ми с пазаруването",
    "разходка в парка и малко разговор",
    "придружаване до лекаря във вторник",
    "не мога да нося тежко",
    "وقعت العقد",
]


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in EMERGENCIES.items() for text in texts]
)
def test_danger_is_read_in_every_language_of_the_wizard(language: str, text: str) -> None:
    assert language in LISTED_LANGUAGES
    assert is_emergency(text)


def test_a_language_of_the_wizard_without_a_list_does_not_exist() -> None:
    assert {code for code, _name in spoken_languages()} == LISTED_LANGUAGES


@pytest.mark.parametrize("text", CALM)
def test_a_calm_wish_is_no_emergency(text: str) -> None:
    assert not is_emergency(text)


@pytest.mark.parametrize(
    "text",
    [
        "the heating is cold since yesterday",
        "kalorifer çalışmıyor",
        "отопление не работает",
        "батареї холодні, опалення немає",
        "المصعد معطل",
        "парното не работи от вчера",
        "няма топла вода",
        "асансьорът е развален",
    ],
)
def test_the_landlords_duty_is_read_too(text: str) -> None:
    assert LANDLORD in {flag.kind for flag in find_red_flags(text)}


def test_the_most_dangerous_comes_first() -> None:
    flags = find_red_flags("the heating is broken and she is unconscious")
    assert [flag.kind for flag in flags] == [EMERGENCY, LANDLORD]
