"""„Soll es so weitergehen?“: four weeks before its day of review a series asks the tenant and who comes regularly.

Yes gives a new day of review, an end ends it on that day, and without an answer somebody calls two weeks before. At the day itself
nothing new is made: no series runs for ever.
"""

import datetime as dt

from django.db import transaction

from piano.kit import clock
from piano.kit.sweeps import wake_engine
from quarters.models import User
from requests.advance import note_down
from requests.errors import AlreadyAnswered, WrongState
from requests.models import Regular, Series
from requests.series import notices
from requests.series.ending import end_series
from requests.series.handing_back import hand_back_series
from requests.series.making import REVIEW_AFTER
from requests.series.reading import regular_of
from requests.series.regulars import lock_series

ASK_BEFORE, CALL_BEFORE = dt.timedelta(weeks=4), dt.timedelta(weeks=2)
YES, END = "yes", "end"
ANSWERS = (YES, END)
ONE_DAY = dt.timedelta(days=1)
GOES_ON = "Es geht so weiter"


def is_open(series: Series) -> bool:
    """Somebody is asked, and the tenant has not said anything yet."""
    return series.is_active and series.reviewed_at is not None


def ask_whether_it_goes_on(series: Series, *, now: dt.datetime) -> bool:
    """Asks both, once; two weeks later somebody calls who has not answered. The caller holds the locks."""
    today = clock.local(now).date()
    if series.ends_on is not None or today < series.review_on - ASK_BEFORE:
        return False
    regular = regular_of(series)
    if series.reviewed_at is None:
        series.reviewed_at, series.tenant_says, series.regular_says = now, "", ""
        series.save(update_fields=["reviewed_at", "tenant_says", "regular_says"])
        notices.review_asked(series, regular, now=now)
        return True
    if today >= series.review_on - CALL_BEFORE:
        notices.review_called(series, regular if not series.regular_says else None, now=now)
    return False


def say_for_tenant(series: Series, says: str, *, by: User, now: dt.datetime) -> Series:
    """Her answer, or what she said on the phone. The same again changes nothing. Raises `AlreadyAnswered`, `WrongState`."""
    return _say(series, "tenant_says", says, by=by, now=now)


def say_for_regular(regular: Regular, says: str, *, by: User, now: dt.datetime) -> Series:
    """The answer of who comes regularly. Raises as `say_for_tenant`."""
    return _say(regular.series, "regular_says", says, by=by, now=now)


def _say(series: Series, field: str, says: str, *, by: User, now: dt.datetime) -> Series:
    if says not in ANSWERS:
        raise WrongState()
    with transaction.atomic():
        regular = regular_of(series)
        series = lock_series(series.pk, person=regular.person_id if regular else None)
        said = getattr(series, field)
        if said == says:
            return series
        if not is_open(series):
            raise WrongState()
        if said:
            raise AlreadyAnswered()
        setattr(series, field, says)
        series.save(update_fields=[field])
        notices.review_answered(series, regular, of_tenant=field == "tenant_says")
        _carry_out(series, regular, by=by, now=now)
        wake_engine()
    return series


def _carry_out(series: Series, regular: Regular | None, *, by: User, now: dt.datetime) -> None:
    """The tenant's end counts at once, her yes when who comes has answered too, or nobody comes regularly."""
    last_day = series.review_on
    if series.tenant_says == END:
        end_series(series, from_day=last_day + ONE_DAY, by=by, now=now)
        return
    if series.regular_says == END and regular is not None:
        hand_back_series(regular, from_day=last_day + ONE_DAY, by=by, now=now)
        regular = None
    if series.tenant_says == YES and (regular is None or series.regular_says == YES):
        go_on(series, by=by, now=now)


def go_on(series: Series, *, by: User, now: dt.datetime, until: dt.date | None = None) -> None:
    """A new day of review. The caller holds the locks."""
    series.review_on = until or max(series.review_on, clock.local(now).date()) + REVIEW_AFTER
    series.reviewed_at, series.tenant_says, series.regular_says, series.due_at = None, "", "", now
    series.save(update_fields=["review_on", "reviewed_at", "tenant_says", "regular_says", "due_at"])
    note_down(series, by=by, now=now, note=f"{GOES_ON}: {clock.say_date(series.review_on, with_year=True)}")
