"""Paid helpers, care services and their people."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from piano.kit.audit import audited
from piano.kit.retention import Period, Purpose, keep, not_personal


class Helper(models.Model):
    """A paid neighbourhood helper. Where she works stands in her roles, one per district."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="helper")
    employer = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="helpers")
    meeting_point = models.ForeignKey(
        "quarters.MeetingPoint", on_delete=models.SET_NULL, null=True, blank=True, related_name="helpers"
    )
    is_named = models.BooleanField(default=False, db_default=False)  # at her meeting point, by first name; she says so
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=5), default=list, db_default=[], blank=True)

    retention = [
        keep(Purpose.ACCOUNT, Period.YEARS_3, "user", "employer", "meeting_point", "since", "until", "languages"),
        not_personal("is_named"),
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

    class Meta:
        verbose_name, verbose_name_plural = "Pflegedienst", "Pflegedienste"

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
