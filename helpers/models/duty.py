"""Who is on call when, and who stands in where nobody is."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from helpers.models.people import CareService
from helpers.models.rota import Shift
from piano.kit.audit import audited
from piano.kit.retention import Period, Purpose, keep, not_personal


class DutyQuerySet(models.QuerySet["Duty"]):
    def of_districts(self, districts: Iterable[int]) -> Any:
        """Of active people, in a care service that covers one of the districts or in the helpers' team of one."""
        care = Q(service__districts__in=districts, person__care_worker__is_active=True)
        rows = self.filter(care | Q(district__in=districts), person__is_active=True)
        return rows.select_related("person", "service__organisation", "district").distinct()


@audited()
class Duty(models.Model):
    """A span in which one person is on call, for a care service or for the helpers' team of a district.

    Half-open; a person is on call once at a time. `shift` is what it was rolled out of. `told_at`: she was reminded
    that it begins; `taken_up_at`: she said that she has taken over; `forwarding_checked_at`: that the district's telephone rings
    at `forwards_to`; `missed_at`: others were told that she has not taken over.
    """

    reference = models.UUIDField(unique=True, default=uuid4, db_default=RandomUUID(), editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    service = models.ForeignKey(CareService, on_delete=models.CASCADE, null=True, blank=True, related_name="duties")
    district = models.ForeignKey(
        "quarters.District", on_delete=models.CASCADE, null=True, blank=True, related_name="duties"
    )
    window = DateTimeRangeField()
    is_deputy = models.BooleanField(default=False)
    shift = models.OneToOneField(Shift, on_delete=models.SET_NULL, null=True, blank=True, related_name="duty")
    forward_to = models.CharField(max_length=20, blank=True, default="", db_default="")
    told_at = models.DateTimeField(null=True, blank=True)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    forwarding_checked_at = models.DateTimeField(null=True, blank=True)
    missed_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.DUTY, Period.YEARS_3, "person", "service", "district", "window", "forward_to", "taken_up_at"),
        keep(Purpose.DUTY, Period.YEARS_3, "forwarding_checked_at", "missed_at", "told_at"),
        not_personal("reference", "is_deputy", "shift"),
    ]

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="duty_no_overlap_per_person",
                expressions=[("person", RangeOperators.EQUAL), ("window", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(window__isempty=False, window__lower_inf=False, window__upper_inf=False),
                name="duty_window_is_bounded",
            ),
            models.CheckConstraint(
                condition=Q(service__isnull=False, district=None) | Q(service=None, district__isnull=False),
                name="duty_is_of_a_service_or_a_district",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service or self.district} {self.window}"

    @property
    def answers_as(self) -> str:
        """What everybody may read: the care service, or the helpers of the district."""
        if self.service:
            return str(self.service)
        return _("Nachbarschaftshilfe {district}").format(district=self.district)

    @property
    def forwards_to(self) -> str:
        """Where the district's telephone rings during this span, in E.164: as the shift says, else the service, else she."""
        return self.forward_to or (self.service.phone if self.service else self.person.phone)


class Fallback(models.Model):
    """Who is responsible for a district where nobody is on call: a gap still is a gap, but it does not end in silence."""

    district = models.OneToOneField("quarters.District", on_delete=models.CASCADE, related_name="fallback")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="fallbacks")

    retention = [keep(Purpose.DUTY, Period.YEARS_3, "district", "person")]

    def __str__(self) -> str:
        return f"{self.district}: {self.person}"
