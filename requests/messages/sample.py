"""Invented values for the words of every message: nobody of whom they speak exists. A new value of a template belongs here, too."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from piano.kit import clock
from piano.kit.languages import EASY, spoken
from quarters.conversions.words import how_it_stands
from quarters.models import Category, User
from requests.finding.ranking import say_distance
from requests.messages.values import Values, house
from requests.series.rule import Times, say_times, weekly
from volunteers.models import CameBy, Step
from volunteers.path.yours import YOURS

SHOPPING = {
    "easy": "Hilfe beim Einkaufen",
    "en": "Shopping",
    "tr": "Alışveriş yardımı",
    "ru": "Помощь с покупками",
    "ar": "المساعدة في التسوّق",
    "uk": "Допомога з покупками",
    "bg": "Помощ при пазаруване",
}
A_DAY = dt.date(2026, 12, 7)  # a Monday like any other
TEXT = "Vielen Dank, das hat sehr geholfen!"  # a quote stays in the language in which it was written
WHY = "Wir haben es im Team besprochen."  # and so does a reason


def sample_person(code: str) -> User:
    """Whoever the samples are written to, reading in this language; is in no table."""
    named = {"salutation": "Frau", "given_name": "Erika", "family_name": "Beispiel"}
    reached = {"email": "erika@beispiel.example", "phone": "+4915550000000"}
    return User(**named, **reached, language=spoken(code), easy_language=code == EASY)


def sample_values(*, is_other: bool) -> Values:
    """In the language that is active. `is_other`: the other side of every either-or, for example asked for somebody else."""
    return _values(get_language() or "", is_other)


@lru_cache(maxsize=32)
def _values(language: str, is_other: bool) -> Values:
    """`language` is the active one."""
    said = _times(is_other)
    return {
        **house(),
        **_people(is_other),
        **said,
        **_facts(said, is_other),
        **_of_staff(is_other),
        **_choices(is_other),
    }


def _people(is_other: bool) -> Values:
    return {
        "who": "Meryem Kaya",
        "other": "Jonas Weber",
        "name": "Herr Muster",
        "whose": "Frau Muster",
        "for_name": "Herr Muster" if is_other else "",
        "short_name": "Frau M.",
        "welcome": "Frau M." if is_other else "",
        "instead_of": "Jonas Weber" if is_other else "",
        "caller": "Frau R." if is_other else "",
        "writer": "Birgit Reuter",
        "helper": "" if is_other else "Birgit Reuter",
        "organisation": "Nachbarschaftsverein Beispiel",
        "association": "Nachbarschaftsverein Beispiel",
        "badge": "0412",
        "paper": _("Führungszeugnis"),
        "why": WHY,
        "remark": "unbekannt verzogen",
        "address": "Rothenbergstraße 1, 34127 Kassel",
        "has_phone": not is_other,
        "matter": "Fachleute" if is_other else "Beratung zum Pflegegrad",
        "answer": "Übernimmt" if is_other else "",
        "place": "Treffpunkt, großer Tisch",
    }


def _times(is_other: bool) -> Values:
    start = clock.at(A_DAY + dt.timedelta(days=1), dt.time(10))
    later = start + dt.timedelta(days=1)
    soon = start + dt.timedelta(minutes=30)  # who comes later, comes on the same day
    return {
        "moment": clock.say_moment(start),
        "new_moment": clock.say_moment(soon if is_other else later),
        "day": clock.say_day(start),
        "time": clock.say_time(start),
        "wish_time": clock.say_span(start, start + dt.timedelta(hours=2)),
        "times": [clock.say_span(at, at + dt.timedelta(hours=2)) for at in (later, later + dt.timedelta(days=1))],
        "answer_by": clock.say_moment(start - dt.timedelta(hours=18)),
        "decide_by": clock.say_moment(start - dt.timedelta(hours=18)),
        "departure": clock.say_moment(start - dt.timedelta(minutes=30)),
        "worry_since": clock.say_moment(start + dt.timedelta(hours=2)),
        "since": clock.say_time(start),
        "since_day": clock.say_day(start - dt.timedelta(days=1)),
        "dates": [clock.say_day(start + dt.timedelta(weeks=week)) for week in range(3)],
        "first": clock.say_day(start),
        "last_day": clock.say_day(start + dt.timedelta(weeks=4)),
        "until": clock.say_date(start + dt.timedelta(weeks=26), with_year=True),
        "pause_from": clock.say_day(start),
        "pause_until": clock.say_day(start + dt.timedelta(weeks=2)),
        "series": say_times(Times(weekly("TU"), dt.time(10), 60, 60)),
    }


def _facts(said: Values, is_other: bool) -> Values:
    category = Category(name="Einkaufen", labels=SHOPPING)
    return {
        "category": category.said,
        "asked": f"{category.said}, {said['wish_time']}",
        "visits": [(said["moment"], category.said), (said["new_moment"], category.said)],
        "district": "Wesertor",
        "minutes": 45,
        "distance": say_distance(550),
        "how": how_it_stands("check"),
        "done": [str(YOURS[Step.TALK][0])],
        "next_step": str(YOURS[Step.IDENTITY][0]),
        "next_words": str(YOURS[Step.IDENTITY][1]),
        "left": 1 if is_other else 3,
        "kinds": "Einkaufen, Besuch",
        "hours": "12,5",
        "gone": 1 if is_other else 9,
        "came": CameBy.WEB.label,
        "waiting": [("Jonas Weber", Step.TALK.label, 4)],
        "flat": "Beispielstraße 1, 2. Stock links",
        "step": "Prüfung des Hauses",
        "what": "Neuwahl des Vorstands",
        "runs": is_other,
        "has_coordination": not is_other,
        "lines_missing": ["Die Entscheidung fehlt: A umbauen, B umziehen oder C nein."],
        "lines_ahead": ["Das Angebot von Bad & Rohr gilt noch bis 7. Dezember 2026."],
        "purpose": "Eine Nähmaschine",
        "wanted": "120 Euro",
        "look_by": said["day"],
        **_said_and_shown(is_other),
    }


def _said_and_shown(is_other: bool) -> Values:
    """Events, people's own words, and where a message leads."""
    return {
        "costs": _("Kostet nichts. Kein Vertrag, keine Mitgliedschaft."),
        "title": _("Gemeinsames Essen"),
        "where": "Treffpunkt Beispiel, Musterstraße 1",
        "price": _("Kostet nichts."),
        "places": 2,
        "note": "",
        "programme": f"{settings.SITE_URL}/beispiel/",
        "agency": "Pflegestützpunkt Kassel",
        "thanks": "" if is_other else TEXT,
        "written": _("Türkisch") if is_other else "",
        "words": TEXT,
        "added": TEXT,
        "lines": [{"subject": _("Wir haben uns gekümmert"), "body": TEXT}],
        "link": f"{settings.SITE_URL}/beispiel/",
        "page": f"{settings.SITE_URL}/beispiel/",
        "sheet": f"{settings.SITE_URL}/beispiel/",
    }


def _of_staff(is_other: bool) -> Values:
    night = clock.at(A_DAY + dt.timedelta(days=2), dt.time(22))
    span = clock.say_span(night, night + dt.timedelta(hours=8))
    return {
        "kind": "Niemand macht auf",
        "steps": ["10:15 Uhr: geklingelt", "10:20 Uhr: angerufen"],
        "span": span,
        "employer": "Pflegedienst Beispiel",
        "districts": "Rothenditmold, Kirchditmold",
        "starts": clock.say_time(night),
        "team": "Pflegedienst Beispiel",
        "trouble": "Es ist keine Telefonnummer hinterlegt",
        "forwards_to": "01555 0000000",
        "phone": "01555 0000000",
        "deputy": "Jonas Weber" if is_other else "",
        "deputy_phone": "01555 0000001",
        "asker": "Anja Pflegt",
        "taker": "Jonas Weber",
        "gaps": [span],
        "more": 2 if is_other else 0,
        "people": 3 if is_other else 1,
        "rota": f"{settings.SITE_URL}/beispiel/",
    }


def _choices(is_other: bool) -> dict[str, Any]:
    yes = (
        "is_wished",
        "only_writes",
        "calls_before",
        "is_late",
        "is_holiday",
        "is_danger",
        "is_deputy",
        "may_act",
        "is_one_day",
        "is_along",
        "is_weekly",
    )
    chosen: Values = {"granted": "" if is_other else "85 Euro", "is_paused": is_other, "is_ended": not is_other}
    return dict.fromkeys(yes, is_other) | {"goes": not is_other} | chosen
