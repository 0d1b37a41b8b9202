"""The round of calls as it stands this morning: enrolled people, callers, some reached and one not."""

import datetime as dt

from piano.kit import clock
from piano.kit.weekdays import EVERY_DAY
from quarters.models import Resident, User
from requests.dayround.callers import choose_caller, may_call
from requests.dayround.calling import note_call
from requests.dayround.enrolling import WORDING_VERSION
from requests.dayround.rounds import make_round
from requests.models import CallOutcome, Enrolment, RoundEntry, RoundKind

ENROLLED, REACHED, IN_THE_HEAT = 7, 4, 3


def write_morning(residents: list[Resident], *, helper: User, now: dt.datetime) -> None:
    """In the first district with enough people who can be called. Repeated on the same day it changes nothing."""
    district_id = helper.roles.filter(district__isnull=False).values_list("district_id", flat=True)[0]
    near = [one for one in residents if one.district_id == district_id and one.user.phone and not one.died_on]
    day = clock.local(now).date()
    for place, resident in enumerate(near[:ENROLLED]):
        _enrol(resident, RoundKind.HEAT if place < IN_THE_HEAT else RoundKind.SAFETY, helper, now)
        _enrol(resident, RoundKind.SAFETY, helper, now)
    if not near:
        return
    district = near[0].district
    assert district is not None
    for volunteer in may_call(day).filter(district=district).order_by("pk")[:2]:
        choose_caller(volunteer, district, weekdays=EVERY_DAY, by=helper, now=now)
    if make_round(district, day):
        _call(list(RoundEntry.objects.filter(round__district=district, round__day=day).order_by("pk")), helper, now)


def _enrol(resident: Resident, kind: str, helper: User, now: dt.datetime) -> None:
    Enrolment.objects.get_or_create(
        resident=resident,
        kind=kind,
        ended_at=None,
        defaults={
            "weekdays": list(EVERY_DAY),
            "first_day": clock.local(now).date(),
            "wording_version": WORDING_VERSION,
            "language": resident.user.reads_in,
            "read_out_by": helper,
            "agreed_at": now,
        },
    )


def _call(entries: list[RoundEntry], helper: User, now: dt.datetime) -> None:
    """After noon everybody but one is reached, so that the demo does not open with a morning gone wrong."""
    reached = len(entries) - 1 if clock.local(now).hour >= 12 else REACHED
    for entry in entries[:reached]:
        note_call(entry, outcome=CallOutcome.WELL, by=helper, now=now)
    for entry in entries[reached : reached + 1]:
        note_call(entry, outcome=CallOutcome.NO_ANSWER, by=helper, now=now)
