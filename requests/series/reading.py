"""What the other modules of a series look up: its times, its dates, who comes regularly. Reads only."""

import datetime as dt

from django.db.models import QuerySet

from piano.kit import clock
from requests.models import HelpRequest, Pause, Regular, Series, StateChange, Visit
from requests.series.rule import Times
from requests.states import RegularState, SeriesState, VisitState


def times_of(series: Series) -> Times:
    return Times(series.rule, series.starts, series.span_minutes, series.minutes)


def active_series(help_request: HelpRequest) -> Series | None:
    row = Series.objects.filter(help_request=help_request, state=SeriesState.ACTIVE).first()
    if row is not None:
        row.help_request = help_request
    return row


def last_day_of(series: Series) -> dt.date:
    """Nothing is made for a later day."""
    return min(series.review_on, series.ends_on or series.review_on)


def regular_of(series: Series) -> Regular | None:
    """Who said yes to the whole series and still comes."""
    return Regular.objects.filter(series=series, state=RegularState.YES).select_related("person").first()


def asked_for(series: Series) -> QuerySet[Regular]:
    return Regular.objects.filter(series=series, state=RegularState.ASKED)


def pauses_ahead(help_request: HelpRequest, *, now: dt.datetime) -> list[Pause]:
    """Running and coming, in order."""
    rows = Pause.objects.filter(help_request=help_request, last_day__gte=clock.local(now).date())
    return list(rows.order_by("first_day", "last_day"))


def is_paused(pauses: list[Pause], day: dt.date) -> bool:
    return any(pause.first_day <= day <= pause.last_day for pause in pauses)


def called_off_as(series: Series, note: str, *, now: dt.datetime) -> list[Visit]:
    """Dates ahead that were called off with this note, in order; one that fell out for another reason before is not among them."""
    rows = series.visits.filter(state=VisitState.CANCELLED, series_day__gte=clock.local(now).date())
    visits = [visit for visit in rows.order_by("wish_window") if visit.wish_window.lower > now]
    log = StateChange.objects.filter(subject="visit", subject_id__in=[visit.pk for visit in visits])
    last = {row.subject_id: row.note for row in log.filter(to_state=VisitState.CANCELLED).order_by("pk")}
    return [visit for visit in visits if last.get(visit.pk) == note]


def dates_ahead(series: Series, *, now: dt.datetime) -> list[Visit]:
    """The dates that lie ahead and were not called off, in order, with their request."""
    rows = series.visits.exclude(state=VisitState.CANCELLED).filter(series_day__gte=clock.local(now).date())
    dates = [visit for visit in rows.order_by("wish_window") if visit.wish_window.upper > now]
    for visit in dates:
        visit.help_request = series.help_request
    return dates
