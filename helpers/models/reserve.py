"""Which meeting points a care service serves, and the care flats that it keeps in reserve, with who lives there when."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from helpers.models.people import CareService
from piano.kit.dated import holds_on
from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal

_DAYS = Func(F("valid_from"), F("valid_until"), function="daterange", output_field=DateRangeField())  # half-open
_STAY = Func(F("first_day"), F("last_day"), models.Value("[]"), function="daterange", output_field=DateRangeField())


class ServicePointQuerySet(models.QuerySet["ServicePoint"]):
    def valid_on(self, day: dt.date) -> Any:
        return self.filter(holds_on(day))


class ServicePoint(models.Model):
    """A care service works with a meeting point, from one day until another (exclusive; None: open)."""

    service = models.ForeignKey(CareService, on_delete=models.CASCADE, related_name="points")
    meeting_point = models.ForeignKey("quarters.MeetingPoint", on_delete=models.CASCADE, related_name="care_points")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    retention = [not_personal("service", "meeting_point", "valid_from", "valid_until")]
    objects = ServicePointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="service_point_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="service_point_once_at_a_time",
                expressions=[
                    ("service", RangeOperators.EQUAL),
                    ("meeting_point", RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.meeting_point_id}"


class ReserveFlat(models.Model):
    """A care flat that is kept free for sudden need (domain 6.1: Forstfeld, Rothenberg). `service` looks after who lives there."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey(
        CareService, on_delete=models.PROTECT, related_name="reserve_flats", verbose_name="Pflegedienst"
    )
    district = models.ForeignKey(
        "quarters.District", on_delete=models.PROTECT, related_name="reserve_flats", verbose_name="Stadtteil"
    )
    name = models.CharField("Name", max_length=80)
    address = models.CharField("Anschrift", max_length=120, blank=True)
    is_offered = models.BooleanField("wird angeboten", default=True)

    retention = [not_personal("reference", "service", "district", "name", "address", "is_offered")]

    class Meta:
        verbose_name, verbose_name_plural = "Pflegewohnung in Reserve", "Pflegewohnungen in Reserve"

    def __str__(self) -> str:
        return self.name


class Stay(models.Model):
    """Somebody lives there from `first_day` to `last_day`, both included. `who` is read by the service and the helpers alone."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    flat = models.ForeignKey(ReserveFlat, on_delete=models.CASCADE, related_name="stays")
    resident = models.ForeignKey(
        "quarters.Resident", on_delete=models.CASCADE, null=True, blank=True, related_name="reserve_stays"
    )
    who = EncryptedTextField()
    first_day = models.DateField()
    last_day = models.DateField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_6, "flat", "resident", "who", "first_day", "last_day", "noted_by"),
        not_personal("reference", "noted_at", "cancelled_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="stay_ends_after_it_begins"),
            ExclusionConstraint(
                name="nobody_else_in_the_reserve_flat",
                expressions=[("flat", RangeOperators.EQUAL), (_STAY, RangeOperators.OVERLAPS)],
                condition=Q(cancelled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reference
