"""What stands on somebody's week beside visits and the programme, and the sheets that she gets when it changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class WeekKind(models.TextChoices):
    FAMILY = "family", "Familie, Freunde"
    CARE = "care", "Pflegedienst"
    OTHER = "other", "Anderer Termin"


class WeekEntry(models.Model):
    """Somebody comes on `day`, and where it `is_weekly` on the same weekday ever after, until it is ended. Wall times.

    One of a care service exists only as long as the resident agrees to it (`requests.weeks.care`). On which of its days it does not
    come stands in `skips`; one that `skips_holidays` does not come on holidays of Hesse either.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    resident = models.ForeignKey("quarters.Resident", on_delete=models.CASCADE, related_name="week_entries")
    kind = models.CharField(max_length=6, choices=WeekKind.choices)
    service = models.ForeignKey(
        "helpers.CareService", on_delete=models.CASCADE, null=True, blank=True, related_name="week_entries"
    )
    who = EncryptedTextField()
    what = EncryptedTextField(blank=True, default="")
    day = models.DateField()
    is_weekly = models.BooleanField(default=False)
    skips_holidays = models.BooleanField(default=False, db_default=False)
    starts = models.TimeField()
    ends = models.TimeField(null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.DAYS_30, "resident", "kind", "service", "who", "what", "day", "is_weekly"),
        keep(Purpose.HELP, Period.DAYS_30, "starts", "ends", "written_by"),
        not_personal("reference", "written_at", "ended_at", "skips_holidays"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="care", service__isnull=False) | ~Q(kind="care") & Q(service=None),
                name="week_entry_of_care_names_its_service",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gt=models.F("starts")), name="week_entry_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["resident"], name="week_entry_standing", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return self.reference


class WeekSkip(models.Model):
    """On this day a weekly entry does not come."""

    entry = models.ForeignKey(WeekEntry, on_delete=models.CASCADE, related_name="skips")
    day = models.DateField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()

    retention = [
        keep(Purpose.HELP, Period.DAYS_30, "entry", "day", "written_by"),
        not_personal("written_at"),
    ]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "day"], name="week_skip_once_a_day")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.day}"


class WeekPlan(models.Model):
    """She wants a new sheet whenever her week changes. `days` are digests of what stood on the last one, by day until
    `covers_until`; `seen` the same of what has changed since and waits until it stays as it is. `look_at`: when a sweep looks next.
    """

    resident = models.OneToOneField("quarters.Resident", on_delete=models.CASCADE, related_name="week_plan")
    wished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    wished_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveIntegerField(default=0)
    sheet_at = models.DateTimeField(null=True, blank=True)
    covers_until = models.DateField(null=True, blank=True)
    days = models.JSONField(default=dict)
    seen = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True, blank=True)
    look_at = models.DateTimeField()

    retention = [
        keep(Purpose.HELP, Period.DAYS_30, "resident", "wished_by", "days", "seen"),
        not_personal("wished_at", "ended_at", "number", "sheet_at", "covers_until", "seen_at", "look_at"),
    ]

    class Meta:
        indexes = [models.Index(fields=["look_at"], name="week_plan_due", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.number}"
