"""„Doch weiter“: the end of regular help is taken back, for two weeks after it was said. What fell out is wanted again."""

import datetime as dt

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import advance
from requests.errors import WrongState
from requests.models import HelpRequest, Regular, Series, StateChange
from requests.series import notices
from requests.series.ending import ENDED
from requests.series.reading import active_series, called_off_as, regular_of
from requests.series.regulars import lock_series
from requests.series.skipping import bring_back
from requests.states import RegularState, SeriesState

UNDONE = "Doch weiter regelmäßig"
MAY_UNDO = dt.timedelta(days=14)


def ended_lately(help_request: HelpRequest, *, now: dt.datetime) -> Series | None:
    """The series whose end could be taken back: said by somebody, not because its day of review was over, and no other runs.

    One that still runs until its last day is among them.
    """
    running = active_series(help_request)
    if running is not None:
        return running if running.ends_on else None
    series = Series.objects.filter(help_request=help_request).order_by("-pk").first()
    if series is None or series.ended_at is None or now - series.ended_at > MAY_UNDO:
        return None
    series.help_request = help_request
    return series if _was_ended_by_word(series) and series.review_on > clock.local(now).date() else None


def _was_ended_by_word(series: Series) -> bool:
    rows = StateChange.objects.filter(subject="series", subject_id=series.pk, to_state=SeriesState.ENDED)
    last = rows.order_by("-pk").first()
    return last is not None and last.note == ENDED


def take_back_end(series: Series, *, by: User, now: dt.datetime) -> Series:
    """Runs until its day of review as before; who came regularly goes again where the rules allow. Twice changes nothing.

    Locks the person, the request, the series. Raises `WrongState` when it is too late or another series runs.
    """
    with transaction.atomic():
        regular = _who_came(series)
        series = lock_series(series.pk, person=regular.person_id if regular else None)
        if series.is_active and series.ends_on is None:
            return series
        if ended_lately(series.help_request, now=now) != series:
            raise WrongState()
        if not series.is_active:
            advance(series, SeriesState.ACTIVE, by=by, now=now, note=UNDONE, ended_at=None)
            if regular is not None:
                regular.series = series
                advance(regular, RegularState.YES, by=by, now=now, note=UNDONE)
        series.ends_on, series.due_at = None, now
        series.save(update_fields=["ends_on", "due_at"])
        back = called_off_as(series, ENDED, now=now)
        bring_back(series, back, regular, by=by, now=now)
        if regular is not None:
            notices.goes_on(regular, back, said="series_over", subject=f"regular:{regular.pk}", now=now)
        wake_engine()
    return series


def _who_came(series: Series) -> Regular | None:
    """Whoever comes, or came until the series ended."""
    regular = regular_of(series)
    ended_at = Series.objects.values_list("ended_at", flat=True).get(pk=series.pk)
    if regular is not None or ended_at is None:
        return regular
    over = StateChange.objects.filter(subject="regular", to_state=RegularState.OVER, at=ended_at)
    ids = over.filter(help_request=series.help_request_id).values("subject_id")
    rows = Regular.objects.filter(series=series, state=RegularState.OVER, pk__in=ids)
    return rows.select_related("person").first()
