"""What the machinery leaves behind: sessions, forms, guesses, ticks, the panel's log."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from pghistory.models import Context

from piano.kit.models import SentForm, Tries
from piano.kit.retention import Period
from piano.messaging.models import Heartbeat, Tick
from piano.privacy.erasing import Eraser, Rows, register


def _ended_sessions(before: dt.datetime) -> Rows:
    return Session.objects.filter(expire_date__lt=before)


def _devices_without_session(before: dt.datetime) -> Rows:
    """From where somebody was signed in goes with the session."""
    session = Session.objects.filter(session_key=OuterRef("session_key"))
    return UserSession.objects.filter(~Exists(session), created_at__lt=before)


def _old_forms(before: dt.datetime) -> Rows:
    return SentForm.objects.filter(sent_at__lt=before)


def _old_tries(before: dt.datetime) -> Rows:
    """Those that signing in left over: it clears its own every hour."""
    return Tries.objects.filter(ends_at__lt=before)


def _old_ticks(before: dt.datetime) -> Rows:
    return Tick.objects.filter(taken_at__lt=before)


def _silent_heartbeats(before: dt.datetime) -> Rows:
    """Of sweeps that exist no more."""
    return Heartbeat.objects.filter(beat_at__lt=before)


def _old_panel_log(before: dt.datetime) -> Rows:
    return LogEntry.objects.filter(action_time__lt=before)


def _old_contexts(before: dt.datetime) -> Rows:
    return Context.objects.filter(updated_at__lt=before)


register(Eraser("sessions", "Anmeldungen, die abgelaufen sind", Period.SESSION, _ended_sessions, removes=(Session,)))
register(
    Eraser(
        name="devices",
        label="Geräte, an denen niemand mehr angemeldet ist",
        period=Period.SESSION,
        overdue=_devices_without_session,
        removes=(UserSession,),
        grace=dt.timedelta(days=1),  # a session may be written after its device
    )
)
register(Eraser("forms", "Gesendete Formulare", Period.DAYS_30, _old_forms, removes=(SentForm,)))
register(Eraser("tries", "Versuche beim Anmelden", Period.DAYS_30, _old_tries, removes=(Tries,)))
register(Eraser("ticks", "Takte der Technik", Period.DAYS_30, _old_ticks, removes=(Tick,)))
register(Eraser("heartbeats", "Lebenszeichen der Technik", Period.DAYS_30, _silent_heartbeats, removes=(Heartbeat,)))
register(Eraser("panel_log", "Änderungen in der Verwaltung", Period.MONTHS_12, _old_panel_log, removes=(LogEntry,)))
register(Eraser("contexts", "Umstände von Änderungen", Period.YEARS_3, _old_contexts, removes=(Context,)))
