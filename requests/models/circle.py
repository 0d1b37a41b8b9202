"""Cases that a team looks at together, each look at one, and what a care service did on a call-out."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from helpers.models import CircleRole
from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.offer import Offer


class SharedCase(models.Model):
    """One person's help is looked at in the team of her district, until `until` (inclusive) at the latest. Only with her consent,
    which is asked at every look (`requests.circles.access`).
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    circle = models.ForeignKey("helpers.Circle", on_delete=models.CASCADE, related_name="cases")
    resident = models.ForeignKey("quarters.Resident", on_delete=models.CASCADE, related_name="shared_cases")
    why = EncryptedTextField(blank=True, default="")
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    shared_at = models.DateTimeField()
    until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "circle", "resident", "why", "shared_by", "until"),
        not_personal("reference", "shared_at", "ended_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "resident"], condition=Q(ended_at=None), name="one_standing_shared_case"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class CaseLook(models.Model):
    """One look at a shared case, or (without one) at a worry of hers on a team's agenda. The resident reads who it was, in which role,
    and when.
    """

    case = models.ForeignKey(SharedCase, on_delete=models.CASCADE, related_name="looks", null=True, blank=True)
    resident = models.ForeignKey(
        "quarters.Resident", on_delete=models.CASCADE, related_name="agenda_looks", null=True, blank=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=12, choices=CircleRole.choices)
    at = models.DateTimeField()

    retention = [keep(Purpose.PROOF, Period.MONTHS_12, "case", "resident", "person", "role", "at")]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None, resident__isnull=False) | Q(case__isnull=False, resident=None),
                name="look_at_a_case_or_at_an_agenda",
            )
        ]
        indexes = [models.Index(fields=["case", "-at"], name="look_of_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role}"


class ServiceRecord(models.Model):
    """What was done on a call-out, signed by both. `told` is the sentence that the person heard before; `charged_cents` what is billed,
    with `why_other` where that is more or less than was told. Signed, it stands.
    """

    offer = models.OneToOneField(Offer, on_delete=models.CASCADE, related_name="service_record")
    done = EncryptedTextField()
    minutes = models.PositiveSmallIntegerField()
    told = models.CharField(max_length=200)
    told_cents = models.PositiveIntegerField(null=True, blank=True)
    charged_cents = models.PositiveIntegerField()
    why_other = EncryptedTextField(blank=True, default="")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField()
    signed_by = EncryptedTextField(blank=True, default="")
    signed_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "offer", "done", "minutes", "told", "told_cents", "charged_cents"),
        keep(Purpose.HELP, Period.MONTHS_12, "why_other", "written_by", "signed_by"),
        not_personal("written_at", "signed_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 720)), name="service_record_minutes_are_sensible")
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.minutes}"
