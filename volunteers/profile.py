"""What volunteers say about themselves: when, how far, what, and when not. Evidence is never theirs to change."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from piano.kit import clock
from piano.kit.errors import DomainError
from quarters.models import User
from volunteers.models import Absence, Availability, DayTime, Span, Volunteer, VolunteerPause, VolunteerState


class OverlappingTime(DomainError):
    message = _("Diese Zeit überschneidet sich mit einer, die schon da steht.")


def change_wishes(
    volunteer: Volunteer,
    *,
    categories: Any,
    favourites: Sequence[str] = (),
    max_distance_m: int,
    weekly_minutes: int,
    how_often: tuple[int | None, str] = (None, Span.WEEK),
    languages: list[str],
    shows_family_name: bool,
) -> Volunteer:
    """What she does, what of it (`favourites`, codes) she likes best, how far, how much, how often at most (a number or None, and
    in what it is counted), what she speaks, and how her name is said to a tenant.
    """
    with transaction.atomic():
        volunteer.max_distance_m, volunteer.weekly_minutes = max_distance_m, weekly_minutes
        volunteer.languages, volunteer.shows_family_name = languages, shows_family_name
        volunteer.favourites = list(favourites)
        volunteer.most_visits, volunteer.most_visits_in = how_often
        fields = ["max_distance_m", "weekly_minutes", "languages", "shows_family_name", "favourites"]
        volunteer.save(update_fields=[*fields, "most_visits", "most_visits_in"])
        volunteer.categories.set(categories)
    return volunteer


def add_time(volunteer: Volunteer, *, weekday: int, starts: dt.time, ends: dt.time) -> Availability:
    """A weekly span of local time. Raises `OverlappingTime`. Locks the volunteer, so that two tabs do not overlap."""
    with transaction.atomic():
        Volunteer.objects.select_for_update().get(pk=volunteer.pk)
        if Availability.objects.filter(volunteer=volunteer, weekday=weekday, starts__lt=ends, ends__gt=starts).exists():
            raise OverlappingTime()
        return Availability.objects.create(volunteer=volunteer, weekday=weekday, starts=starts, ends=ends)


def remove_time(volunteer: Volunteer, *, pk: int) -> Availability | None:
    """Takes one of her own times away and returns what it was; None when it is gone already."""
    span = Availability.objects.filter(volunteer=volunteer, pk=pk).first()
    if span is not None:
        Availability.objects.filter(pk=pk).delete()
    return span


def change_suits(
    volunteer: Volunteer,
    *,
    most_floors: int | None,
    fine_with_pets: bool,
    fine_with_smoke: bool,
    has_licence: bool,
    has_car: bool,
    works_on_holidays: bool,
    gender: str,
) -> Volunteer:
    """Homes, stairs, the car, holidays. That she has a licence is her own word; it counts with what somebody has seen."""
    volunteer.most_floors, volunteer.fine_with_pets, volunteer.fine_with_smoke = (
        most_floors,
        fine_with_pets,
        fine_with_smoke,
    )
    volunteer.has_licence, volunteer.has_car = has_licence, has_car
    volunteer.works_on_holidays, volunteer.gender = works_on_holidays, gender
    volunteer.save(
        update_fields=[
            "most_floors",
            "fine_with_pets",
            "fine_with_smoke",
            "has_licence",
            "has_car",
            "works_on_holidays",
            "gender",
        ]
    )
    return volunteer


def say_day_time(volunteer: Volunteer, *, day: dt.date, is_free: bool, starts: dt.time, ends: dt.time) -> DayTime:
    """„An dem Tag doch“ or „nicht“. Said anew from the same hour, the later word counts."""
    return DayTime.objects.update_or_create(
        volunteer=volunteer, day=day, starts=starts, defaults={"is_free": is_free, "ends": ends}
    )[0]


def remove_day_time(volunteer: Volunteer, *, pk: int) -> DayTime | None:
    """Takes one of her own days away and returns what it was; None when it is gone already."""
    row = DayTime.objects.filter(volunteer=volunteer, pk=pk).first()
    if row is not None:
        DayTime.objects.filter(pk=pk).delete()
    return row


def add_absence(volunteer: Volunteer, *, first_day: dt.date, last_day: dt.date) -> Absence:
    """Days on which nobody is asked, both included. The same days twice are one row. Locks the person, as signing off does."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=volunteer.user_id)
        return Absence.objects.get_or_create(volunteer=volunteer, first_day=first_day, last_day=last_day)[0]


def remove_absence(volunteer: Volunteer, *, pk: int) -> Absence | None:
    """Takes one of her own absences away and returns what it was; None when it is gone already."""
    absence = Absence.objects.filter(volunteer=volunteer, pk=pk).first()
    if absence is not None:
        Absence.objects.filter(pk=pk).delete()
    return absence


def is_suspended(user_id: int) -> bool:
    """Whether her links and pages as a volunteer open nothing. What she has as a tenant stays hers."""
    return Volunteer.objects.filter(user=user_id, state=VolunteerState.SUSPENDED).exists()


def leave(volunteer: Volunteer, *, now: dt.datetime) -> Volunteer:
    """She does not help any more: nobody asks her again, and from today the periods run after which her file is erased.

    What is arranged stays arranged until somebody gives it up. A second time changes nothing.
    """
    rows = Volunteer.objects.filter(pk=volunteer.pk).exclude(state=VolunteerState.LEFT)
    if rows.update(state=VolunteerState.LEFT, left_on=clock.local(now).date()):
        VolunteerPause.objects.filter(volunteer=volunteer, ended_at=None).update(ended_at=now)
    volunteer.refresh_from_db(fields=["state", "left_on"])
    return volunteer
