"""What is noticed about the rota: gaps, duties that were taken from somebody, rosters that were printed."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep, not_personal


class Gap(models.Model):
    """A span ahead in which nobody is responsible for a district. `warned_days` is the last step at which the helpers heard
    of it; when it closes, covered or past, `closed_at` is set.
    """

    district = models.ForeignKey("quarters.District", on_delete=models.CASCADE, related_name="gaps")
    window = DateTimeRangeField()
    noticed_at = models.DateTimeField()
    warned_days = models.PositiveSmallIntegerField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    retention = [not_personal("district", "window", "noticed_at", "warned_days", "closed_at")]

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="open_gaps_of_a_district_do_not_overlap",
                expressions=[("district", RangeOperators.EQUAL), ("window", RangeOperators.OVERLAPS)],
                condition=Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.window}"


class DutyOff(models.Model):
    """Somebody need not come: a duty was taken from her by another's hand. For the message that says so."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    window = DateTimeRangeField()
    at = models.DateTimeField()

    retention = [keep(Purpose.DUTY, Period.DAYS_30, "person", "window", "at")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.window}"


class RosterPrint(models.Model):
    """That the roster of a week hangs in the meeting point: once per district and Monday."""

    district = models.ForeignKey("quarters.District", on_delete=models.CASCADE, related_name="roster_prints")
    monday = models.DateField()
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.DUTY, Period.DAYS_30, "printed_by", "printed_at"),
        not_personal("district", "monday"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "monday"], name="a_roster_is_printed_once_per_week"),
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.monday}"
