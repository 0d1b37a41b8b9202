"""Who came when to somebody's flat, and who wanted a sheet of it."""

import datetime as dt

from django.db.models import Q

from piano.kit import clock
from piano.kit.retention import Period
from piano.messaging.models import Message
from piano.privacy.erasing import Eraser, Rows, register
from requests.models import WeekEntry, WeekPlan, WeekSkip


def _past_entries(before: dt.datetime) -> Rows:
    is_over = Q(ended_at__lt=before) | Q(is_weekly=False, day__lt=clock.local(before).date())
    return WeekEntry.objects.filter(is_over)


def _past_skips(before: dt.datetime) -> Rows:
    return WeekSkip.objects.filter(day__lt=clock.local(before).date())


def _ended_plans(before: dt.datetime) -> Rows:
    return WeekPlan.objects.filter(ended_at__lt=before)


def _forget_plans(plans: Rows, now: dt.datetime) -> None:
    keys = list(plans.values_list("pk", flat=True))
    Message.objects.filter(subject__in=[f"week:{key}" for key in keys]).delete()
    plans.delete()


register(Eraser("week_entries", "Wer wann kam, vom Wochenblatt", Period.DAYS_30, _past_entries, removes=(WeekEntry,)))
register(
    Eraser("week_skips", "Wer einmal nicht kam, vom Wochenblatt", Period.DAYS_30, _past_skips, removes=(WeekSkip,))
)
register(
    Eraser(
        name="week_plans",
        label="Wer Wochenblätter wollte",
        period=Period.DAYS_30,
        overdue=_ended_plans,
        removes=(WeekPlan,),
        erase=_forget_plans,
    )
)
