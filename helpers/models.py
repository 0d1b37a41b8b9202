"""Paid helpers, care services, their people and the on-call duty."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from piano.kit.audit import audited
from piano.kit.retention import Period, Purpose, keep, not_personal


class Helper(models.Model):
    """A paid neighbourhood helper. Where she works stands in her roles, one per district."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="helper")
    employer = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="helpers")
    meeting_point = models.ForeignKey(
        "quarters.MeetingPoint", on_delete=models.SET_NULL, null=True, blank=True, related_name="helpers"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list, db_default=[], blank=True)

    retention = [
        keep(Purpose.ACCOUNT, Period.YEARS_3, "user", "employer", "meeting_point", "since", "until", "languages"),
    ]

    def __str__(self) -> str:
        return str(self.user)


@audited()
class CareService(models.Model):
    """What a care service has promised us: which districts it covers when on call. One service may cover many."""

    organisation = models.OneToOneField("quarters.Organisation", on_delete=models.CASCADE, related_name="care_service")
    districts = models.ManyToManyField("quarters.District", related_name="care_services")
    phone = models.CharField(max_length=20)

    retention = [not_personal("organisation", "phone")]

    def __str__(self) -> str:
        return str(self.organisation)


@audited()
class CareServiceDistrict(CareService.districts.through):  # type: ignore[name-defined]
    """That a service covers a district; for the audit trail."""

    retention = [not_personal("careservice", "district")]

    class Meta:
        proxy = True


class CareWorker(models.Model):
    """Somebody of a care service who can be on call."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="care_worker")
    service = models.ForeignKey(CareService, on_delete=models.CASCADE, related_name="workers")
    is_active = models.BooleanField(default=True)

    retention = [keep(Purpose.DUTY, Period.YEARS_3, "user", "service"), not_personal("is_active")]

    def __str__(self) -> str:
        return str(self.user)


class Duty(models.Model):
    """A span in which one person of a care service is on call. Half-open; a person is on call once at a time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    service = models.ForeignKey(CareService, on_delete=models.CASCADE, related_name="duties")
    window = DateTimeRangeField()
    is_deputy = models.BooleanField(default=False)

    retention = [keep(Purpose.DUTY, Period.YEARS_3, "person", "service", "window"), not_personal("is_deputy")]

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
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.window}"
