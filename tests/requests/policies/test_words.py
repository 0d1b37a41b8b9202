"""Each policy is a sentence, as somebody would say it before it is saved."""

import pytest

from quarters.models import Urgency
from requests.policies.plain import Plan, Step, Unit, Who
from requests.policies.shipped import NORMAL, PROFESSIONAL, SOON, URGENT
from requests.policies.words import say_besides, say_plan, say_step


def test_normal() -> None:
    assert say_plan(NORMAL) == (
        "zuerst die vertraute Person allein, dann 3 Ehrenamtliche bis morgen 12 Uhr, "
        "dann 3 weitere bis zum nächsten Tag 12 Uhr, dann entscheidet die Helferin"
    )


def test_the_sentence_of_the_textbook() -> None:
    plan = Plan((Step(Who.FAMILIAR), Step(Who.WRITING, at_once=3), Step(Who.HELPER, unit=Unit.MINUTES, amount=0)))
    assert say_plan(plan) == (
        "zuerst die vertraute Person allein, dann 3 Ehrenamtliche bis morgen 12 Uhr, dann entscheidet die Helferin"
    )


def test_soon() -> None:
    assert say_plan(SOON) == (
        "zuerst die vertraute Person allein, 3 Stunden lang, gezählt von 8 bis 20 Uhr, "
        "dann 3 Ehrenamtliche 3 Stunden lang, gezählt von 8 bis 20 Uhr, "
        "dann entscheidet die Helferin"
    )


def test_calling_volunteers() -> None:
    plan = Plan((*SOON.steps[:2], Step(Who.PHONE, unit=Unit.DAY_MINUTES, amount=180), *SOON.steps[2:]))
    assert "dann eine ehrenamtliche Person am Telefon, 3 Stunden lang, gezählt von 8 bis 20 Uhr, " in say_plan(plan)


def test_urgent() -> None:
    assert say_plan(URGENT) == (
        "zuerst 3 Ehrenamtliche 30 Minuten lang, nachts nicht, "
        "dann die Bereitschaft, 15 Minuten lang, auch nachts, dann ihre Vertretung, 15 Minuten lang, auch nachts, "
        "dann entscheidet die Helferin: Sagt nach 30 Minuten niemand „Ich kümmere mich darum“, geht es weiter, "
        "dann die Telefonkette, alle 15 Minuten die nächste Person, höchstens 5, auch nachts"
    )


def test_professionals() -> None:
    assert say_plan(PROFESSIONAL).startswith(
        "zuerst die Bereitschaft, 15 Minuten lang, auch nachts, dann ihre Vertretung"
    )


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(Who.WRITING, at_once=1), "eine ehrenamtliche Person bis morgen 12 Uhr"),
        (Step(Who.WRITING, at_once=2, times=2, amount=2), "2-mal 2 Ehrenamtliche, jeweils bis in 2 Tagen 12 Uhr"),
        (Step(Who.PHONE), "eine ehrenamtliche Person am Telefon, bis zum nächsten Werktag 12 Uhr"),
        (Step(Who.DUTY, unit=Unit.MINUTES, amount=60), "die Bereitschaft, eine Stunde lang"),
        (Step(Who.HELPER, unit=Unit.MINUTES, amount=0), "entscheidet die Helferin"),
    ],
)
def test_each_step(step: Step, words: str) -> None:
    assert say_step(step) == words


def test_what_is_done_besides() -> None:
    assert say_besides(NORMAL) == [
        "2 Tage vor dem Aufbruch erfahren benannte Menschen des Stadtteils, dass noch niemand gefunden ist.",
        "Nach 7 Tagen fragen wir, ob die Hilfe noch gebraucht wird.",
    ]
    assert say_besides(URGENT) == [
        "Die Bereitschaft fragen wir nur, wenn die Person den Preis kennt und Ja gesagt hat.",
        "Ein Band ruft sie bis zu 4-mal an, alle 4 Minuten; wenn niemand abnimmt, nach einer Minute wieder.",
    ]
    assert say_besides(Plan((Step(Who.HELPER),))) == []


def test_no_urgency_is_without_words() -> None:
    assert {Urgency.NORMAL, Urgency.SOON, Urgency.URGENT} == set(Urgency)
