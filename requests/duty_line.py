"""The line above the board: today, who is on call now and next, and where nobody is."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helpers.models import Duty
from helpers.on_call import Window, gaps
from piano.kit import clock
from quarters.models import User

LOOK_AHEAD = dt.timedelta(days=7)
A_NIGHT = dt.timedelta(hours=14)


@dataclass(frozen=True)
class DutyLine:
    """`now_on_call` and `next_on_call` are names of care services; `gap` is said in words or empty."""

    today: str
    now_on_call: str
    next_on_call: str
    gap: str


def load_duty_line(*, user: User, now: dt.datetime) -> DutyLine:
    """One query for all of the helper's districts; the first gap of any of them is told."""
    ends = now + LOOK_AHEAD
    rows = Duty.objects.filter(
        service__districts__in=user.district_ids,
        person__is_active=True,
        person__care_worker__is_active=True,
        window__overlap=(now, ends),
    ).order_by("window", "pk")
    windows: dict[int, list[Window]] = defaultdict(list)
    current: list[str] = []
    coming: list[str] = []
    for window, name, district in rows.values_list("window", "service__organisation__name", "service__districts"):
        windows[district].append((window.lower, window.upper))
        (current if window.lower <= now else coming).append(name)
    found = sorted(gap for district in user.district_ids for gap in gaps(windows[district], now, ends))
    return DutyLine(
        today=clock.say_day(now),
        now_on_call=", ".join(sorted(set(current))),
        next_on_call=coming[0] if coming else "",
        gap=say_gap(found[0], now) if found else "",
    )


def say_gap(gap: Window, now: dt.datetime) -> str:
    """„Samstag, 28. November, 22:00 bis 6:00 Uhr“; one that runs already begins with „jetzt“."""
    start, end = gap
    if end - start >= LOOK_AHEAD:
        return _("in den nächsten sieben Tagen")
    is_short = end - start <= A_NIGHT
    until = clock.say_time(end) if is_short else clock.say_moment(end)
    if start <= now:
        return _("jetzt bis {until}").format(until=until)
    begins = clock.say_moment(start)
    return _("{begins} bis {until}").format(begins=begins.removesuffix(" Uhr") if is_short else begins, until=until)
