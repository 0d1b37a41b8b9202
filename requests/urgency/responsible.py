"""Who is responsible at a moment: the helpers of a district while its meeting point answers, else whoever has duty."""

import datetime as dt

from piano.kit import clock
from quarters.models import District
from quarters.office_hours import hours_between, office_of


def is_office_open(moment: dt.datetime, *, district: District) -> bool:
    """By the district's own office hours, as the line above every page says it. At most three queries."""
    office = office_of(district, day=clock.local(moment).date())
    return bool(hours_between(office, moment, moment + dt.timedelta(microseconds=1)))
