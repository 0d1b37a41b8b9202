"""What the other modules of a series look up: its times, its dates, who comes regularly. Reads only."""

import datetime as dt

from django.db.models import QuerySet

from piano.kit import clock
from requests.models import HelpRequest, Regular, Series, Visit
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


def dates_ahead(series: Series, *, now: dt.datetime) -> list[Visit]:
    """The dates that lie ahead and were not called off, in order, with their request."""
    rows = series.visits.exclude(state=VisitState.CANCELLED).filter(series_day__gte=clock.local(now).date())
    dates = [visit for visit in rows.order_by("wish_window") if visit.wish_window.upper > now]
    for visit in dates:
        visit.help_request = series.help_request
    return dates
