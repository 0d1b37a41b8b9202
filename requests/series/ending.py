"""How a series ends: from a day on as the tenant wishes, with its request, or because its day of review is over.

Whoever comes regularly hears it in one message, and is thanked; only what is near is called off date by date.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from piano.kit.sweeps import wake_engine
from piano.messaging.outbox import cancel_owed
from quarters.models import Resident, User
from requests.advance import advance
from requests.arranged.settling import settle_request
from requests.arranged.visits import cancel_visit
from requests.models import Assignment, HelpRequest, Regular, Series, Visit
from requests.series import notices
from requests.series.reading import active_series, dates_ahead, last_day_of, regular_of
from requests.series.regulars import lock_series, withdraw_questions
from requests.states import OPEN_VISIT_STATES, STANDING_ASSIGNMENT_STATES, RegularState, SeriesState

ENDED, OVER = "Regelmäßige Hilfe beendet", "Der Tag der Nachfrage ist vorbei"
NEAR = dt.timedelta(days=2)  # what is so near is called off by itself, urgently


class DayIsOver(DomainError):
    message = _("Dieser Tag ist schon vorbei. Bitte wählen Sie einen anderen.")


def end_series(series: Series, *, from_day: dt.date, by: User, now: dt.datetime, reason: str = "") -> Series:
    """No date from this day on. What lies before it stays; when nothing does, the series ends at once. Twice changes nothing.

    Raises `DayIsOver`.
    """
    if from_day < clock.local(now).date():
        raise DayIsOver()
    with transaction.atomic():
        regular = regular_of(series)
        series = lock_series(series.pk, person=regular.person_id if regular else None)
        if not series.is_active:
            return series
        series.ends_on = min(last_day_of(series), from_day - dt.timedelta(days=1))
        series.due_at = now
        series.save(update_fields=["ends_on", "due_at"])
        stays = [visit for visit in dates_ahead(series, now=now) if visit.series_day < from_day]  # type: ignore[operator]
        if not stays:
            finish(series, by=by, now=now, reason=reason or ENDED)
        _call_off(series, from_day, by=by, now=now, reason=reason or ENDED)
        if regular is not None:
            notices.series_over(regular, now=now)
        wake_engine()
    return series


def _call_off(series: Series, from_day: dt.date, *, by: User, now: dt.datetime, reason: str) -> None:
    """Later dates go without a word each; the caller says it once."""
    for visit in series.visits.filter(series_day__gte=from_day, state__in=OPEN_VISIT_STATES).order_by("pk"):
        call_off_date(visit, by=by, now=now, reason=reason)


def call_off_date(visit: Visit, *, by: User, now: dt.datetime, reason: str) -> None:
    """Without a word to who would have come, unless it is near. The caller says it once for all."""
    going = Assignment.objects.filter(visit=visit, state__in=STANDING_ASSIGNMENT_STATES)
    far = [pk for pk, window in going.values_list("pk", "planned_window") if window.lower - now > NEAR]
    cancel_visit(visit, by=by, now=now, reason=reason)
    for pk in far:
        cancel_owed(subject=f"assignment:{pk}", reason="called_off")


def finish(series: Series, *, by: User | None, now: dt.datetime, reason: str) -> None:
    """The series has ended, and with it who comes regularly and who was asked. Its dates are the caller's. The caller holds the locks."""
    advance(series, SeriesState.ENDED, by=by, now=now, note=reason, ended_at=now, due_at=None)
    withdraw_questions(series, by=by, now=now, taken=False)
    regular = regular_of(series)
    if regular is not None:
        regular.series = series
        advance(regular, RegularState.OVER, by=by, now=now, note=reason)
    notices.nothing_more_asked(series)
    settle_request(series.help_request, by=by, now=now, reason=reason)


def end_when_over(series: Series, *, now: dt.datetime) -> bool:
    """Behind its last day no date is made any more: no „for ever“. The caller holds the locks."""
    if clock.local(now).date() <= last_day_of(series):
        return False
    finish(series, by=None, now=now, reason=OVER if last_day_of(series) == series.review_on else ENDED)
    return True


def stop_request(help_request: HelpRequest, *, by: User, now: dt.datetime, reason: str = "") -> None:
    """Nothing of this request is needed any more: its series, if it has one, and every visit that is open.

    Raises what `cancel_visit` raises.
    """
    with transaction.atomic():
        end_with_request(help_request, by=by, now=now, reason=reason)
        for visit in help_request.visits.filter(state__in=OPEN_VISIT_STATES).order_by("pk"):
            cancel_visit(visit, by=by, now=now, reason=reason)


def end_with_request(help_request: HelpRequest, *, by: User, now: dt.datetime, reason: str) -> None:
    """The request ends for another reason: first of all no new dates are made. The caller calls off the visits."""
    series = active_series(help_request)
    if series is None:
        return
    with transaction.atomic():
        series = lock_series(series.pk)
        if series.is_active:
            finish(series, by=by, now=now, reason=reason)


def end_all_of(resident: Resident, *, by: User, now: dt.datetime, reason: str) -> None:
    """She has died: every series ends without a word; who came is called, never written to."""
    for help_request in HelpRequest.objects.filter(resident=resident, series__state=SeriesState.ACTIVE).order_by("pk"):
        end_with_request(help_request, by=by, now=now, reason=reason)
        for key in Regular.objects.filter(series__help_request=help_request).values_list("pk", flat=True):
            cancel_owed(subject=f"regular:{key}")
