"""What became of it: reports, thanks, and calls that were referred instead of becoming a request."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.visit import Visit


class After(models.TextChoices):
    """What has to happen after a visit, as who was there sees it."""

    FINE = "fine", "Alles in Ordnung"
    NEXT_WEEK = "next_week", "Bitte nächste Woche nachfragen"
    TODAY = "today", "Bitte heute noch anrufen"
    DANGER = "danger", "Gefahr: 112"


CALL_NOW = (After.TODAY, After.DANGER)


class Report(models.Model):
    """What the person who went says, in under a minute."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="report")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    took_place = models.BooleanField()
    minutes = models.PositiveSmallIntegerField(default=0)
    note = EncryptedTextField(blank=True, default="")
    needs_call = models.BooleanField(default=False, help_text="bitte heute noch anrufen")
    after = models.CharField(max_length=10, choices=After.choices, default=After.FINE, db_default=After.FINE.value)
    reported_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "reported_by", "took_place", "minutes", "needs_call", "after"),
        keep(Purpose.HELP, Period.DAYS_30, "note"),
        not_personal("reported_at", "acknowledged_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(took_place=True) | Q(minutes=0), name="no_minutes_without_a_visit"),
            models.CheckConstraint(condition=Q(minutes__lte=720), name="report_minutes_are_sensible"),
        ]

    def __str__(self) -> str:
        return f"{self.visit} {self.minutes}"


class Feedback(models.Model):
    """Whether all was well, in the tenant's words. Only the helper reads a no."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="feedback")
    was_good = models.BooleanField()
    words = EncryptedTextField(blank=True, default="")
    written_in = models.CharField(
        max_length=10,
        blank=True,
        default="",
        db_default="",
        help_text="in welcher Sprache die Worte geschrieben sind; leer: Deutsch",
    )
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "was_good", "written_in"),
        keep(Purpose.HELP, Period.DAYS_30, "words"),
        not_personal("given_at", "read_at"),
    ]

    def __str__(self) -> str:
        return f"{self.visit} {'gut' if self.was_good else 'bitte anrufen'}"


class ReferralKind(models.TextChoices):
    EMERGENCY = "emergency", "Notfall: 112 / 110"
    LANDLORD = "landlord", "Vermieter, Reparatur"
    PROFESSIONAL = "professional", "Fachleute"
    INFORMATION = "information", "Auskunft"


class Referral(models.Model):
    """A call that is no request: an emergency, a landlord's duty, something for professionals. Kept until somebody ticked it."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=12, choices=ReferralKind.choices)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resident = models.ForeignKey(
        "quarters.Resident", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    caller_name = models.CharField(max_length=120, blank=True)
    caller_phone = models.CharField(max_length=20, blank=True)
    words = EncryptedTextField(blank=True, default="")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField()
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_note = EncryptedTextField(blank=True, default="")

    retention = [
        keep(Purpose.HELP, Period.MONTHS_6, "kind", "district", "resident", "caller_name", "caller_phone", "words"),
        keep(Purpose.HELP, Period.MONTHS_6, "taken_by", "done_by", "done_note"),
        not_personal("reference", "taken_at", "form_token", "done_at"),
    ]

    class Meta:
        indexes = [models.Index(fields=["taken_at"], name="referral_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return self.reference
