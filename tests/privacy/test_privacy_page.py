"""`/datenschutz/` promises what the rules say, no more and no less."""

import re

import pytest
from django.conf import settings
from django.test import Client

from piano.kit.audit import event_models
from piano.kit.retention import Period
from piano.privacy.erasers.people import UNUSED_AFTER
from piano.privacy.erasing import ERASERS

pytestmark = pytest.mark.django_db
EVENTS = [f"{model._meta.model_name}s" for model in event_models()]
PROMISES = {
    "Hinweise zur Gesundheit und freie Worte zu einer Bitte": ("case_words", "resident_hints"),
    "Bitte, aus der kein Besuch wurde": ("cases_without_visit",),
    "Tagesprotokoll des Treffpunkts": ("day_books",),
    "Einzelheiten der Hilfe": ("cases", "imported"),
    "Adresse, Vertrauensperson, Hinweise für die Tür": ("residents",),
    "Name, Telefon, E-Mail und Konto": ("accounts",),
    "Wen wir wann woran erinnert haben": ("messages", "day_notices"),
    "Anruf, den wir weitergegeben haben": ("referrals",),
    "Anruf bei der Bereitschaft": ("night_calls",),
    "Anrufrunde: wer angerufen werden möchte und wann wir Sie erreicht haben": (
        "round_words",
        "round_entries",
        "enrolments",
        "heat_warnings",
    ),
    "Wochenblatt: wer wann zu Ihnen kommt": ("week_entries", "week_skips", "week_plans"),
    "Team und Pflegedienst: Fälle im Team, Protokolle, Nachweise, Reservewohnung": (
        "circle_meetings",
        "shared_cases",
        "agenda_looks",
        "service_records",
        "stays",
    ),
    "Umbau Ihrer Wohnung": (
        "conversion_health",
        "conversion_people",
        "conversion_shares",
        "conversion_photos",
        "conversion_steps",
    ),
    "Anfrage, ob Sie mitmachen können": ("interests", "paths"),
    "Was Sie gern für andere tun, und Ihre Ideen": ("contributions",),
    "Eigene Ideen: die Seite und wer dabei ist": ("ideas", "idea_people"),
    "Geld für Ideen: wofür und warum; Hinweise zu einer Seite": ("idea_budgets", "idea_reports"),
    "Termine: was Sie essen, wer angemeldet war, wer sie geleitet hat": ("meals", "registrations", "event_hosts"),
    "Unterlagen der Ehrenamtlichen": ("volunteers", "absences", "day_times", "sign_offs", "round_callers"),
    "Gründung eines Vereins: wer dabei ist": ("founders", "foundings"),
    "Mitglieder eines Vereins, Beiträge, Ämter, Versammlungen": (
        "members_contact",
        "members",
        "fees",
        "board_terms",
        "assemblies",
        "renewals",
    ),
    "Protokollbuch und Bürodienst eines Vereins": ("club_books", "office_duties"),
    "Zeitkonten und Stunden der Ehrenamtlichen": ("time_accounts", "time_bookings", "efforts", "declarations"),
    "Auslagen mit Belegen, und Pauschalen": ("expenses", "allowances"),
    "Entlastungsbetrag: Anspruch und Nachweise": ("relief", "relief_elsewhere", "relief_claims"),
    "Kurse und Nachweise": ("course_places", "course_teachers", "course_planners", "staff_evidence"),
    "Vorfälle: was geschehen ist und was entschieden wurde": ("incidents",),
    "Vermerk zum Führungszeugnis": ("records", "record_steps", "card_photos", "staff_records"),
    "Wer wann Bereitschaft oder eine Aufgabe bei uns hatte": (
        "duties",
        "circle_members",
        "turns",
        "fallbacks",
        "phone_tree",
        "care_workers",
        "helpers",
        "roles",
        "conversion_staff",
    ),
    "Übergabe zwischen zwei Diensten, Tage ohne Dienst, Dienstkalender": (
        "handovers",
        "away",
        "duties_off",
        "rosters",
        "duty_feeds",
    ),
    "Nachweis einer Einwilligung, mit Ihrem Namen": ("consents",),
    "Vertrauenspersonen und wann sie nachgesehen haben": ("ended_trusts", "trusts", "looks"),
    "Foto eines Treffpunkts, das wir von der Seite genommen haben": ("removed_photos",),
    "Anmeldungen": ("sessions", "devices"),
    "Adresse des eigenen Kalenders, nur als Prüfsumme": ("visit_feeds",),
    "Geräte, auf denen Sie Nachrichten eingeschaltet haben": ("push_devices",),
    "Codes zum Anmelden auf Papier": ("paper_codes",),
    "Gesendete Formulare (ohne Inhalt) und Fehlversuche beim Anmelden": ("forms", "tries"),
    "Änderungen in der Verwaltung": ("panel_log", "contexts", *EVENTS),
}
NOT_PERSONAL = {"ticks", "heartbeats"}


@pytest.fixture
def rows(client: Client) -> dict[str, str]:
    """What → how long, as the page says it."""
    page = client.get("/datenschutz/").content.decode()
    return dict(re.findall(r'<tr><th scope="row">(.+?)</th><td>(.+?)</td></tr>', page))


def test_every_rule_stands_on_the_page_and_every_line_is_a_rule(rows: dict[str, str]) -> None:
    assert rows.keys() == PROMISES.keys()
    assert {name for names in PROMISES.values() for name in names} | NOT_PERSONAL == ERASERS.keys()


@pytest.mark.parametrize("what", PROMISES)
def test_the_page_names_the_period_that_is_carried_out(what: str, rows: dict[str, str]) -> None:
    periods = [ERASERS[name].period for name in PROMISES[what]]
    assert [period for period in periods if period.length and period.words not in rows[what]] == []


def test_what_has_no_length_of_its_own_is_said_in_days(rows: dict[str, str]) -> None:
    assert ERASERS["accounts"].period == Period.ACCOUNT
    assert f"{UNUSED_AFTER.days} Tage" in rows["Name, Telefon, E-Mail und Konto"]
    assert f"{settings.SESSION_COOKIE_AGE // 86400} Tage" in rows["Anmeldungen"]
