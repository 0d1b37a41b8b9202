"""Who is called: entered with her own yes, away for some days, ended whenever she likes."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.weekdays import EVERY_DAY
from quarters.models import Resident, User
from requests.dayround.calling import excuse
from requests.dayround.errors import NoNumber, NotAgreed, NoWeekday, OnlyWrites, WrongSpan
from requests.models import Enrolment, RoundEntry, RoundKind
from requests.states import OPEN_ENTRY_STATES

WORDING_VERSION = "2026-11"
WORDING = _(
    "Wir rufen Sie morgens zwischen halb neun und zwölf Uhr an und fragen, wie es Ihnen geht. Wenn Sie dreimal nicht "
    "abnehmen, rufen wir Ihre Vertrauensperson an. Wissen wir bis Mittag nichts, sieht jemand vom Treffpunkt nach. Sind "
    "Sie damit einverstanden? Sie können jederzeit damit aufhören."
)


def enrol(
    resident: Resident, *, kind: str, weekdays: Iterable[int], has_agreed: bool, by: User, now: dt.datetime
) -> Enrolment:
    """She is called from tomorrow on. Entered again, it is the same row with the new days. Locks her row.

    Raises `NotAgreed`, `NoNumber`, `OnlyWrites`, `NoWeekday`.
    """
    days = sorted(set(weekdays) & set(EVERY_DAY)) if kind == RoundKind.SAFETY else list(EVERY_DAY)
    if not has_agreed:
        raise NotAgreed()
    if not resident.user.phone or resident.died_on:
        raise NoNumber()
    if resident.user.only_writes:
        raise OnlyWrites()
    if not days:
        raise NoWeekday()
    proof = {"wording_version": WORDING_VERSION, "language": resident.user.reads_in, "read_out_by": by}
    try:
        with transaction.atomic():
            return Enrolment.objects.create(
                resident=resident,
                kind=kind,
                weekdays=days,
                first_day=clock.local(now).date() + dt.timedelta(days=1),
                agreed_at=now,
                **proof,
            )
    except IntegrityError:
        Enrolment.objects.filter(resident=resident, kind=kind, ended_at=None).update(
            weekdays=days, agreed_at=now, **proof
        )
        return Enrolment.objects.get(resident=resident, kind=kind, ended_at=None)


def set_away(resident: Resident, *, first_day: dt.date, last_day: dt.date, by: User, now: dt.datetime) -> int:
    """Not called on these days, both included; a later word replaces an earlier one. Today's call is called off, too.

    Returns how many enrolments it concerns. Raises `WrongSpan`.
    """
    today = clock.local(now).date()
    if last_day < first_day or last_day < today:
        raise WrongSpan()
    with transaction.atomic():
        changed = standing(resident).update(away_from=first_day, away_until=last_day)
        if first_day <= today:
            _excuse_open(resident, by=by, now=now)
    return changed


def come_back(resident: Resident) -> int:
    """She is there again, sooner than she said."""
    return standing(resident).update(away_from=None, away_until=None)


def end_enrolment(resident: Resident, *, kind: str = "", by: User | None, now: dt.datetime) -> int:
    """No more calls, of one kind or at all. What is still open ends with it. Twice changes nothing."""
    with transaction.atomic():
        rows = standing(resident).filter(kind=kind) if kind else standing(resident)
        ended = rows.update(ended_at=now, ended_by=by)
        if ended and not standing(resident).exists():
            _excuse_open(resident, by=by, now=now)
    return ended


def standing(resident: Resident) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(resident=resident, ended_at=None)


def due_on(day: dt.date, *, is_hot: bool) -> QuerySet[Enrolment]:
    """Whose call is due on a day: on her weekday, or because it is hot; not while she is away, nobody who has died."""
    here = Q(away_from=None) | Q(away_from__gt=day) | Q(away_until__lt=day)
    kinds = Q(kind=RoundKind.SAFETY, weekdays__contains=[day.weekday()])
    if is_hot:
        kinds |= Q(kind=RoundKind.HEAT)
    return Enrolment.objects.filter(kinds, here, ended_at=None, first_day__lte=day, resident__died_on=None)


def _excuse_open(resident: Resident, *, by: User | None, now: dt.datetime) -> None:
    rows = RoundEntry.objects.filter(resident=resident, state__in=OPEN_ENTRY_STATES)
    for entry in rows.order_by("pk"):
        excuse(entry, by=by, now=now)
