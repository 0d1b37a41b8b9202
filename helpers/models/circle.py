"""The team of a quarter: who belongs to it in which role and until when, who stands in for whom, its meetings and what was decided."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from piano.kit.dated import holds_on
from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal

_DAYS = Func(F("valid_from"), F("valid_until"), function="daterange", output_field=DateRangeField())  # half-open


class CircleRole(models.TextChoices):
    """What somebody does in it, whoever employs her. The landlord's office has no place here."""

    HELPER = "helper", "Nachbarschaftshilfe"
    CARE = "care", "Pflegedienst"
    ASSOCIATION = "association", "Verein, Ehrenamt"
    SOCIAL = "social", "Sozialberatung, Altenhilfe"
    CENTRE = "centre", "Freiwilligenzentrum"


class Circle(models.Model):
    """The team of one district."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    district = models.OneToOneField("quarters.District", on_delete=models.PROTECT, related_name="circle")
    name = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    retention = [not_personal("reference", "district", "name", "made_at")]

    def __str__(self) -> str:
        return self.name


class MemberQuerySet(models.QuerySet["CircleMember"]):
    def valid_on(self, day: dt.date) -> Any:
        return self.filter(holds_on(day), person__is_active=True)


class CircleMember(models.Model):
    """Somebody belongs to it from one day until another (exclusive; None: open). `stands_in_for`: her deputy, for these days."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="circle_places")
    role = models.CharField(max_length=12, choices=CircleRole.choices)
    stands_in_for = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="deputies")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.DUTY, Period.YEARS_3, "circle", "person", "role", "stands_in_for", "valid_from", "valid_until"),
        keep(Purpose.DUTY, Period.YEARS_3, "named_by"),
    ]
    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="circle_place_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="one_circle_place_at_a_time",
                expressions=[
                    ("circle", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.circle_id} {self.person_id} {self.role}"


class CircleMeeting(models.Model):
    """The team meets. Its agenda makes itself while it lies ahead (`requests.circles.agenda`); closed, only the minutes stand.
    Called off, it does not take place.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    minutes = EncryptedTextField(blank=True, default="")
    topics = models.PositiveSmallIntegerField(default=0, help_text="wie viele Sorgen auf der Tagesordnung standen")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "called_by", "minutes", "closed_by"),
        not_personal("reference", "circle", "starts_at", "place", "topics", "closed_at", "called_off_at"),
    ]

    class Meta:
        indexes = [models.Index(fields=["circle", "-starts_at"], name="meeting_of_circle")]

    def __str__(self) -> str:
        return self.reference


class CircleDecision(models.Model):
    """Who does what until when. `words` never name somebody who has not agreed: the form says so."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    meeting = models.ForeignKey(CircleMeeting, on_delete=models.CASCADE, related_name="decisions")
    words = EncryptedTextField()
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField()
    written_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "meeting", "words", "who", "done_by"),
        not_personal("reference", "due_on", "written_at", "done_at"),
    ]

    def __str__(self) -> str:
        return self.reference
