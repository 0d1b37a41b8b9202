"""Each morning's list, and the warnings of heat that make one."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from piano.kit import clock
from piano.kit.alphabet import alphabetical
from piano.kit.sweeps import wake_engine
from quarters.models import District, User
from requests.dayround.enrolling import due_on
from requests.dayround.errors import DayIsOver, TooFarAhead, TooLateToday
from requests.models import CallRound, HeatWarning, RoundEntry
from requests.states import EntryState

MADE_FROM = dt.time(5)  # local: long before anybody calls, after the night's changes
LATEST = dt.time(11)  # a warning for the same day still leaves an hour
AHEAD = dt.timedelta(days=7)


def make_round(district: District, day: dt.date) -> int:
    """Puts everybody on the list whose call is due; who stands there already stays. Any number may do it at once.

    Returns how many are new. Nobody is put on a list that was closed.
    """
    is_hot = HeatWarning.objects.filter(district=district, day=day).exists()
    people = due_on(day, is_hot=is_hot).filter(resident__district=district).values_list("resident", flat=True)
    with transaction.atomic():
        CallRound.objects.bulk_create([CallRound(district=district, day=day)], ignore_conflicts=True)
        row = CallRound.objects.select_for_update(no_key=True).get(district=district, day=day)
        if row.closed_at is not None:
            return 0
        known = set(RoundEntry.objects.filter(round=row).values_list("resident", flat=True))
        new = sorted(set(people) - known)
        RoundEntry.objects.bulk_create([RoundEntry(round=row, resident_id=resident) for resident in new])
    return len(new)


def districts_due(day: dt.date) -> QuerySet[District]:
    """Districts where somebody is to be called who is not on the day's list yet."""
    hot = HeatWarning.objects.filter(day=day).values("district")
    safe, all_kinds = due_on(day, is_hot=False), due_on(day, is_hot=True)
    listed = RoundEntry.objects.filter(round__day=day).values("resident")
    closed = CallRound.objects.filter(day=day, closed_at__isnull=False).values("district")
    due = Q(residents__enrolments__in=safe) | Q(residents__enrolments__in=all_kinds, pk__in=hot)
    missing = ~Q(residents__in=listed)
    return District.objects.filter(due & missing).exclude(pk__in=closed).distinct()


def warn_of_heat(district: District, day: dt.date, *, by: User, now: dt.datetime) -> HeatWarning:
    """Everybody there who is enrolled for the heat is called on that day. Twice is once.

    Raises `DayIsOver`, `TooFarAhead`, `TooLateToday` from eleven o'clock on.
    """
    here = clock.local(now)
    if day < here.date():
        raise DayIsOver()
    if day > here.date() + AHEAD:
        raise TooFarAhead()
    if day == here.date() and here.time() >= LATEST:
        raise TooLateToday()
    with transaction.atomic():
        warning, _new = HeatWarning.objects.get_or_create(
            district=district, day=day, defaults={"declared_by": by, "declared_at": now}
        )
        if day == here.date():
            make_round(district, day)
        wake_engine()
    return warning


def call_off_heat(district: District, day: dt.date) -> int:
    """The day stays cool: it is taken back, and whoever stands on the list for the heat alone and was not called goes."""
    with transaction.atomic():
        taken_back, _rows = HeatWarning.objects.filter(district=district, day=day).delete()
        due = due_on(day, is_hot=False).values("resident")
        listed = RoundEntry.objects.filter(round__district=district, round__day=day, steps=None)
        listed.exclude(resident__in=due).delete()
    return taken_back


@dataclass(frozen=True)
class Standing:
    """How a morning stands, in numbers of people."""

    everybody: int
    settled: int
    waiting: int
    contact: int
    helper: int

    @property
    def left(self) -> int:
        return self.everybody - self.settled


def standing_of(district_ids: list[int] | frozenset[int], day: dt.date) -> Standing:
    """One query."""
    rows = RoundEntry.objects.filter(round__district__in=list(district_ids), round__day=day)
    count = {state.value: Count("pk", filter=Q(state=state)) for state in EntryState}
    found = rows.aggregate(everybody=Count("pk"), **count)
    return Standing(**found)


def entries_of(district_ids: list[int] | frozenset[int], day: dt.date) -> QuerySet[RoundEntry]:
    """The morning's list with people, whoever has to be called first on top."""
    rows = RoundEntry.objects.filter(round__district__in=list(district_ids), round__day=day)
    rows = rows.select_related("resident__user", "round__district", "held_by")
    return rows.order_by(
        F("next_try_at").asc(nulls_first=True), "tries", *alphabetical("resident__user__family_name"), "pk"
    )


def in_hand(district_ids: frozenset[int]) -> QuerySet[RoundEntry]:
    """Whom a helper has to look after, of whatever day."""
    rows = RoundEntry.objects.filter(round__district__in=district_ids, state=EntryState.HELPER)
    return rows.select_related("resident__user", "round__district").order_by("-is_danger", "pk")
