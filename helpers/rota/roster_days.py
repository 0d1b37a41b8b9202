"""When the roster is printed: on Friday for the week that follows; where Friday is a holiday, on the working day before."""

import datetime as dt

from django.db import transaction

from helpers import notices
from helpers.models import RosterPrint
from helpers.rota.coverage import has_rota
from piano.kit import clock
from quarters.models import District, User

FRIDAY = 4
DAY = dt.timedelta(days=1)
FROM = dt.time(9)


def printing_day(monday: dt.date) -> dt.date:
    """The last working day before that Monday which is no later than Friday."""
    day = monday - (7 - FRIDAY) * DAY
    while not clock.is_working_day(day):
        day -= DAY
    return day


def week_to_print(now: dt.datetime) -> dt.date | None:
    """The Monday whose roster is due now: from nine o'clock on its printing day until that week is over."""
    here = clock.local(now)
    monday = here.date() - here.weekday() * DAY
    following = monday + 7 * DAY
    is_due = (here.date(), here.time()) >= (printing_day(following), FROM)
    return following if is_due else None


def ask_to_print(*, now: dt.datetime) -> int:
    """The helpers of every district with a rota hear it once for each week. Returns how many districts."""
    monday = week_to_print(now)
    if monday is None:
        return 0
    printed = RosterPrint.objects.filter(monday=monday).values("district")
    districts = [one for one in District.objects.exclude(pk__in=printed).order_by("pk") if has_rota(one, now=now)]
    with transaction.atomic():
        for district in districts:
            notices.print_roster(district, monday, now=now)
    return len(districts)


def is_waiting(district: District, *, now: dt.datetime) -> dt.date | None:
    """The Monday whose roster does not hang yet although its day has come."""
    monday = week_to_print(now)
    if monday is None or not has_rota(district, now=now):
        return None
    return None if RosterPrint.objects.filter(district=district, monday=monday).exists() else monday


def note_printed(district: District, *, monday: dt.date, by: User, now: dt.datetime) -> RosterPrint:
    """It hangs. A second time changes nothing; the message that asks for it is taken back."""
    with transaction.atomic():
        key = {"district": district, "monday": monday}
        row, _is_new = RosterPrint.objects.get_or_create(**key, defaults={"printed_at": now, "printed_by": by})
    return row
