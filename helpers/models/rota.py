"""The rota as data: weekly shifts, whose turn it is, what was rolled out of them, and who is away."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from helpers.models.people import CareService
from piano.kit.audit import audited
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class HolidayRule(models.TextChoices):
    USUAL = "usual", "wie an jedem anderen Tag"
    SUNDAY = "sunday", "wie an einem Sonntag"
    SKIP = "skip", "fällt aus"
    ONLY = "only", "gilt nur an Feiertagen"


class Turn(models.TextChoices):
    SHIFT = "shift", "mit jedem Dienst"
    WEEK = "week", "jeden Montag"


@audited()
class ShiftPattern(models.Model):
    """A shift that comes again every week, of a care service or of the helpers' team of a district.

    Local wall time; an end that is not after the beginning lies on the next day. `weekdays` are those on which it begins,
    0 is Monday. A pattern is not changed but ended and made anew, so what was planned stays as it was.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey(CareService, on_delete=models.CASCADE, null=True, blank=True, related_name="patterns")
    district = models.ForeignKey(
        "quarters.District", on_delete=models.CASCADE, null=True, blank=True, related_name="patterns"
    )
    name = models.CharField(max_length=60)
    weekdays: Any = ArrayField(models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)]))
    starts = models.TimeField()
    ends = models.TimeField()
    is_deputy = models.BooleanField(default=False)
    holidays = models.CharField(max_length=6, choices=HolidayRule.choices, default=HolidayRule.USUAL)
    turn = models.CharField(max_length=5, choices=Turn.choices, default=Turn.SHIFT)
    forward_to = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    retention = [
        not_personal("reference", "service", "district", "name", "weekdays", "starts", "ends", "is_deputy", "holidays"),
        not_personal("turn", "forward_to", "valid_from", "valid_until"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(service__isnull=False, district=None) | Q(service=None, district__isnull=False),
                name="pattern_is_of_a_service_or_a_district",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="pattern_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6]), name="pattern_weekdays_exist"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PatternPerson(models.Model):
    """Somebody's place in the order of a pattern."""

    pattern = models.ForeignKey(ShiftPattern, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField()

    retention = [keep(Purpose.DUTY, Period.YEARS_3, "pattern", "person", "position")]

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["pattern", "position"], name="one_person_per_place_of_a_pattern"),
            models.UniqueConstraint(fields=["pattern", "person"], name="a_person_has_one_place_in_a_pattern"),
        ]

    def __str__(self) -> str:
        return f"{self.pattern} {self.position}"


class Shift(models.Model):
    """That a pattern was rolled out for the day on which the shift begins. It stays when the duty is changed by hand or
    taken away, so it is never rolled out again.
    """

    pattern = models.ForeignKey(ShiftPattern, on_delete=models.CASCADE, related_name="shifts")
    starts_on = models.DateField()

    retention = [not_personal("pattern", "starts_on")]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pattern", "starts_on"], name="a_shift_is_rolled_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pattern} {self.starts_on}"


class Away(models.Model):
    """Days on which somebody takes no duty, both included. Why is nobody's business, so there is no field for it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="away")
    first_day = models.DateField()
    last_day = models.DateField()
    noted_at = models.DateTimeField()

    retention = [keep(Purpose.DUTY, Period.DAYS_30, "person", "first_day", "last_day", "noted_at")]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="away_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"
