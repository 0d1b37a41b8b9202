"""When somebody can: every week, on one day differently, and when not at all."""

from django.db import models
from django.db.models import F, Q

from piano.kit.retention import Period, Purpose, keep
from volunteers.models.volunteer import Volunteer


class Availability(models.Model):
    """A weekly span of local wall time in which somebody usually can. Monday is 0."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="availabilities")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    retention = [keep(Purpose.VOLUNTEERING, Period.YEARS_3, "volunteer", "weekday", "starts", "ends")]

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6), ends__gt=F("starts")), name="availability_is_a_span_of_a_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts:%H:%M}-{self.ends:%H:%M}"


class Absence(models.Model):
    """Days on which somebody cannot, both included."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()

    retention = [keep(Purpose.VOLUNTEERING, Period.MONTHS_12, "volunteer", "first_day", "last_day")]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class DayTime(models.Model):
    """One day on which it is otherwise than every week: „an dem Tag doch“ or „an dem Tag nicht“, from `starts` until `ends`.

    A yes holds also on a holiday and in an absence: it was said for this very day.
    """

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="day_times")
    day = models.DateField()
    is_free = models.BooleanField()
    starts = models.TimeField()
    ends = models.TimeField()

    retention = [keep(Purpose.VOLUNTEERING, Period.MONTHS_12, "volunteer", "day", "is_free", "starts", "ends")]

    class Meta:
        ordering = ["day", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="day_time_ends_after_it_begins"),
            models.UniqueConstraint(fields=["volunteer", "day", "starts"], name="day_time_once_per_start"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts:%H:%M}-{self.ends:%H:%M} {'doch' if self.is_free else 'nicht'}"
