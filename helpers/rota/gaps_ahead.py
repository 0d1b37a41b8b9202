"""Gaps of the next week are noticed, said seven, three and one day ahead, and said again when they are covered."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from helpers import notices
from helpers.models import Gap
from helpers.rota.coverage import BACK, gaps_of, has_rota
from piano.kit import clock
from quarters.models import District
from quarters.office_hours import Window

STEPS = (1, 3, 7)  # days of the calendar, so that it is read in the morning and not at the hour of the gap
HORIZON = dt.timedelta(days=9)


def watch_all(*, now: dt.datetime) -> int:
    """Every district. Returns for how many something was said."""
    return sum(watch(pk, now=now) for pk in District.objects.order_by("pk").values_list("pk", flat=True))


def watch(district_id: int, *, now: dt.datetime) -> bool:
    """One district in one transaction, left to another sweeper who holds it. Writes `Gap` rows and what is owed for them."""
    with transaction.atomic():
        rows = District.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=district_id)
        district = rows.first()
        if district is None:
            return False
        found = _gaps_now(district, now=now)
        known = list(Gap.objects.filter(district=district, closed_at=None))
        covered = _close(known, found, now=now)
        _renew(district, known, found, now=now)
        return bool(_warn(district, now=now) + covered)


def _gaps_now(district: District, *, now: dt.datetime) -> list[Window]:
    if not has_rota(district, now=now):
        return []
    spans = gaps_of(district, start=now - BACK, end=now + HORIZON)
    return [span for span in spans if span[1] > now and _days_until(span[0], now) <= max(STEPS)]


def _days_until(moment: dt.datetime, now: dt.datetime) -> int:
    return (clock.local(moment).date() - clock.local(now).date()).days


def _close(known: list[Gap], found: Sequence[Window], *, now: dt.datetime) -> int:
    """What is past or covered; of a covered one whoever heard of it hears that, too. Returns how many were covered."""
    covered = 0
    for gap in list(known):
        if _touching(gap, found):
            continue
        known.remove(gap)
        Gap.objects.filter(pk=gap.pk).update(closed_at=now)
        if gap.window.upper > now and gap.warned_days is not None:
            notices.gap_covered(gap, now=now)
            covered += 1
    return covered


def _touching(gap: Gap, found: Sequence[Window]) -> list[Window]:
    return [span for span in found if span[0] < gap.window.upper and span[1] > gap.window.lower]


def _renew(district: District, known: list[Gap], found: Sequence[Window], *, now: dt.datetime) -> None:
    """Rows as the spans are now; a part of a gap has been said as far as the whole was."""
    same = {(gap.window.lower, gap.window.upper) for gap in known} & set(found)
    changed = [gap for gap in known if (gap.window.lower, gap.window.upper) not in same]
    said = {span: [gap.warned_days for gap in changed if span in _touching(gap, found)] for span in found}
    Gap.objects.filter(pk__in=[gap.pk for gap in changed]).delete()
    for span in found:
        if span not in same:
            steps = [days for days in said[span] if days is not None]
            warned = min(steps) if steps else None
            Gap.objects.create(district=district, window=span, noticed_at=now, warned_days=warned)


def _warn(district: District, *, now: dt.datetime) -> int:
    """Everything that has reached its next step since it was said last: one message."""
    due: list[tuple[int, Gap]] = []
    for gap in Gap.objects.filter(district=district, closed_at=None).order_by("window"):
        step = next((days for days in STEPS if _days_until(gap.window.lower, now) <= days), None)
        if step is not None and (gap.warned_days is None or step < gap.warned_days):
            due.append((step, gap))
    for step, gap in due:
        Gap.objects.filter(pk=gap.pk).update(warned_days=step)
    if due:
        notices.gaps_ahead(district, [gap for _, gap in due], days=min(step for step, _ in due), now=now)
    return len(due)
