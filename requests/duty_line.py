"""The line above the board: today, who is on call now and next, and where nobody is."""

import datetime as dt
from dataclasses import dataclass

from helpers.models import Duty
from helpers.on_call import gaps
from piano.kit import clock
from quarters.models import User

LOOK_AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True)
class DutyLine:
    """`now_on_call` and `next_on_call` are names of care services; `gap` is said in words or empty."""

    today: str
    now_on_call: str
    next_on_call: str
    gap: str


def load_duty_line(*, user: User, now: dt.datetime) -> DutyLine:
    """One query for all of the helper's districts."""
    rows = Duty.objects.filter(
        service__districts__in=user.district_ids, person__is_active=True, window__overlap=(now, now + LOOK_AHEAD)
    )
    duties = list(rows.select_related("service__organisation").distinct().order_by("window"))
    current = {duty.service.organisation.name for duty in duties if duty.window.lower <= now}
    coming = [duty for duty in duties if duty.window.lower > now]
    empty = gaps([(duty.window.lower, duty.window.upper) for duty in duties], now, now + LOOK_AHEAD)
    return DutyLine(
        today=clock.say_day(now),
        now_on_call=", ".join(sorted(current)),
        next_on_call=coming[0].service.organisation.name if coming else "",
        gap=f"{clock.say_moment(empty[0][0])} bis {clock.say_moment(empty[0][1])}" if empty else "",
    )
