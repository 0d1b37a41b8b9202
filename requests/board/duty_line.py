"""The line above the board: today, who is responsible now and who follows, and where nobody is. It says what the rota says."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helpers.rota import coverage
from helpers.rota.looking_ahead import look_ahead
from piano.kit import clock
from piano.kit.alphabet import alphabetical_key
from quarters.models import User
from quarters.office_hours import Window

LOOK_AHEAD = dt.timedelta(days=7)


@dataclass(frozen=True)
class DutyLine:
    """`now_on_call` and `next_on_call` are meeting points, care services or teams; `gap` is said in words or empty."""

    today: str
    now_on_call: str
    next_on_call: str
    gap: str


def load_duty_line(*, user: User, now: dt.datetime) -> DutyLine:
    """One query for all of the helper's districts; the first gap of any of them is told, before it that there is no rota."""
    districts = look_ahead(user.district_ids, now=now)
    follows = sorted(duty for district in districts for duty in district.follows)
    found = sorted(gap for district in districts for gap in district.missing if gap[0] < now + LOOK_AHEAD)
    gap = say_gap(found[0], now) if found else ""
    if not all(district.has_rota for district in districts):
        gap = _("außerhalb der Bürozeit")
    return DutyLine(
        today=clock.say_day(now),
        now_on_call=", ".join(sorted({district.who for district in districts if district.who}, key=alphabetical_key)),
        next_on_call=follows[0][1] if follows and follows[0][0] < now + LOOK_AHEAD else "",
        gap=gap,
    )


def say_gap(gap: Window, now: dt.datetime) -> str:
    """As the rota says it; one that runs already begins with „jetzt“."""
    start, end = gap
    if start > now:
        return coverage.say_gap(gap)
    is_far = end - now > coverage.A_NIGHT
    return _("jetzt bis {until}").format(until=clock.say_moment(end) if is_far else clock.say_time(end))
