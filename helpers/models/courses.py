"""Courses with the volunteer centre: what is taught, on which days, who takes part, who was there, and what is certified."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Min, Q

from piano.kit.audit import audited
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.models.evidence import EvidenceKind


@audited()
class Module(models.Model):
    """One part of what is taught. `minutes` are hours of the clock; `gives` is the evidence that somebody has who was there,
    for `lasts_months` (empty: it does not end). `is_proposal`: ours, not yet agreed with anybody (domain 4).
    """

    code = models.SlugField("Kürzel", max_length=20, unique=True)
    title = models.CharField("Titel", max_length=100)
    minutes = models.PositiveSmallIntegerField("Dauer (Minuten)")
    content = models.TextField("Inhalt", max_length=600, blank=True)
    gives = models.CharField("gilt als Nachweis", max_length=20, choices=EvidenceKind.choices, blank=True)
    lasts_months = models.PositiveSmallIntegerField("gilt so viele Monate", null=True, blank=True)
    is_proposal = models.BooleanField("Vorschlag", default=False)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=0)

    retention = [
        not_personal("code", "title", "minutes", "content", "gives", "lasts_months", "is_proposal", "position")
    ]

    class Meta:
        ordering = ["position", "title"]
        verbose_name, verbose_name_plural = "Modul", "Module"
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="module_takes_time")]

    def __str__(self) -> str:
        return self.title


class CourseQuerySet(models.QuerySet["Course"]):
    def with_days(self) -> Any:
        """`starts_at` and `ends_at` of the whole course; empty while no day is planned."""
        return self.annotate(starts_at=Min("days__starts_at"), ends_at=Max("days__ends_at"))

    def standing(self) -> Any:
        return self.filter(called_off_at=None)


class Course(models.Model):
    """`taken` counts who has a place; it is changed under the lock of this row. `turns` numbers who comes."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    organisation = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="courses")
    title = models.CharField(max_length=100)
    about = models.TextField(max_length=600, blank=True)
    place = models.CharField(max_length=160)
    places = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    turns = models.PositiveIntegerField(default=0)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    planned_at = models.DateTimeField()
    called_off_at = models.DateTimeField(null=True, blank=True)

    retention = [
        not_personal("reference", "organisation", "title", "about", "place", "places", "taken", "turns"),
        not_personal("planned_at", "called_off_at"),
        keep(Purpose.PROOF, Period.YEARS_3, "planned_by"),
    ]
    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="course_has_no_more_people_than_places"),
            models.CheckConstraint(condition=Q(places__gt=0), name="course_has_a_place"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_full(self) -> bool:
        return self.taken >= self.places

    @property
    def free_places(self) -> int:
        return self.places - self.taken

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None


class CourseDay(models.Model):
    """One module on one day. A module may take several days; who was there on all of them has it."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="days")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="days")
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="taught_days"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    retention = [
        not_personal("course", "module", "starts_at", "ends_at"),
        keep(Purpose.PROOF, Period.YEARS_3, "trainer"),
    ]

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="course_day_ends_after_it_begins"),
            models.UniqueConstraint(fields=["course", "starts_at"], name="one_module_at_a_time_in_a_course"),
        ]

    def __str__(self) -> str:
        return f"{self.module}, {self.starts_at:%d.%m.%Y}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at) / dt.timedelta(minutes=1))


class PlaceState(models.TextChoices):
    HAS_PLACE = "place", "hat einen Platz"
    WAITING = "waiting", "auf der Warteliste"
    GAVE_BACK = "back", "abgemeldet"


STANDING = (PlaceState.HAS_PLACE, PlaceState.WAITING)


class Participant(models.Model):
    """One person in one course. `turn` is the order of coming, drawn under the lock of the course."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="course_places")
    state = models.CharField(max_length=8, choices=PlaceState.choices)
    turn = models.PositiveIntegerField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    signed_up_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "course", "person", "state", "written_by", "signed_up_at", "ended_at"),
        not_personal("reference", "turn"),
    ]

    class Meta:
        ordering = ["turn"]
        constraints = [
            models.UniqueConstraint(fields=["course", "person"], name="once_per_course_and_person"),
            models.UniqueConstraint(fields=["course", "turn"], name="course_turn_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class Attendance(models.Model):
    """That somebody was there on one day. No row: she was not."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendances")
    day = models.ForeignKey(CourseDay, on_delete=models.CASCADE, related_name="attendances")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()

    retention = [keep(Purpose.PROOF, Period.YEARS_3, "participant", "day", "noted_by", "noted_at")]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "day"], name="there_once_a_day")]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.day_id}"


class Certificate(models.Model):
    """What somebody took part in, as it was when it was issued. `code` is what a stranger types to see whether it is genuine."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="certificates")
    code = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    parts = ArrayField(models.CharField(max_length=140))
    minutes = models.PositiveIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    issued_on = models.DateField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "participant", "code", "parts", "minutes", "first_day", "last_day"),
        keep(Purpose.PROOF, Period.YEARS_3, "issued_on", "issued_by", "taken_back_at", "taken_back_by"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participant"],
                condition=Q(taken_back_at=None),
                name="one_certificate_counts_for_each_place",
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="certificate_days_are_in_order"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_valid(self) -> bool:
        return self.taken_back_at is None
