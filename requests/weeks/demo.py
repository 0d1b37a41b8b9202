"""An invented week: a nurse in the mornings, a daughter on Sundays, and a new sheet whenever it changes."""

import datetime as dt

from helpers.models import CareService
from piano.kit import clock
from quarters.models import Resident
from requests.models import WeekEntry
from requests.weeks.care import agree_to_care
from requests.weeks.entries import Facts, write_entry
from requests.weeks.plans import wish_sheets

MORNINGS, SUNDAY = (0, 3), 6


def write_week(resident: Resident, *, now: dt.datetime) -> int:
    """Of one person, unless she has one already; returns how many entries."""
    services = CareService.objects.filter(districts=resident.district, organisation__is_demo=True)
    service = services.select_related("organisation").order_by("pk").first()
    if service is None or WeekEntry.objects.filter(resident=resident).exists():
        return 0
    agree_to_care(resident, service, now=now)
    for weekday in MORNINGS:
        facts = Facts(who="Frühtour", what="Verband", day=_next(weekday, now), starts=dt.time(8, 30), is_weekly=True)
        write_entry(resident, facts, by=resident.user, now=now, service=service)
    petra = Facts(who="Petra, Tochter", what="Kaffee", day=_next(SUNDAY, now), starts=dt.time(15), is_weekly=True)
    write_entry(resident, petra, by=resident.user, now=now)
    wish_sheets(resident, by=resident.user, now=now)
    return WeekEntry.objects.filter(resident=resident).count()


def _next(weekday: int, now: dt.datetime) -> dt.date:
    today = clock.local(now).date()
    return today + dt.timedelta(days=(weekday - today.weekday()) % 7)
