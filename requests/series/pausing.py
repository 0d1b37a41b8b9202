"""„Pause vom … bis …“: regular help falls out for some days, and goes on by itself afterwards. It can be taken back.

Dates of these days that stand are called off; none is made. Who comes regularly hears it in one message.
"""

import datetime as dt

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.errors import WrongState
from requests.models import Pause, Series
from requests.series import notices
from requests.series.ending import DayIsOver, call_off_date
from requests.series.reading import called_off_as, is_paused, pauses_ahead, regular_of
from requests.series.regulars import lock_series
from requests.series.skipping import bring_back
from requests.states import OPEN_VISIT_STATES, SeriesState

PAUSED = "Pause"


def pause_series(series: Series, *, first_day: dt.date, last_day: dt.date, by: User, now: dt.datetime) -> Pause:
    """Both days included. The same days twice are one pause.

    Raises `DayIsOver`, `WrongState` when the series has ended or the last day lies before the first.
    """
    if last_day < first_day:
        raise WrongState()
    if first_day < clock.local(now).date():
        raise DayIsOver()
    with transaction.atomic():
        regular = regular_of(series)
        series = lock_series(series.pk, person=regular.person_id if regular else None)
        if not series.is_active:
            raise WrongState()
        pause, is_new = Pause.objects.get_or_create(
            help_request=series.help_request,
            first_day=first_day,
            last_day=last_day,
            defaults={"said_by": by, "said_at": now},
        )
        if is_new:
            days = (first_day, last_day)
            for visit in series.visits.filter(series_day__range=days, state__in=OPEN_VISIT_STATES).order_by("pk"):
                call_off_date(visit, by=by, now=now, reason=PAUSED)
            notices.questions_fall_away(series, days)
            if regular is not None:
                notices.series_pauses(pause, regular, now=now)
            wake_engine()
    return pause


def take_back_pause(pause: Pause, *, by: User, now: dt.datetime) -> None:
    """Its dates that lie ahead are wanted after all, and who comes regularly goes again where the rules allow. Twice changes nothing."""
    with transaction.atomic():
        series = _active(pause)
        regular = regular_of(series) if series else None
        series = lock_series(series.pk, person=regular.person_id if regular else None) if series else None
        if not Pause.objects.filter(pk=pause.pk).delete()[0] or series is None or not series.is_active:
            return
        others = pauses_ahead(series.help_request, now=now)
        back = [
            visit
            for visit in called_off_as(series, PAUSED, now=now)
            if visit.series_day
            and pause.first_day <= visit.series_day <= pause.last_day
            and not is_paused(others, visit.series_day)
        ]
        bring_back(series, back, regular, by=by, now=now)
        if regular is not None:
            notices.goes_on(regular, back, said="series_pauses", subject=f"pause:{pause.pk}", now=now)
        wake_engine()


def _active(pause: Pause) -> Series | None:
    return Series.objects.filter(help_request=pause.help_request_id, state=SeriesState.ACTIVE).first()
