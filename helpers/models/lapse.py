"""A planned duty whose person lacks on one of its days what she must have shown: the coordination of her employer decides."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from helpers.models.duty import Duty
from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class DutyOutcome(models.TextChoices):
    SERVES = "serves", "hat trotzdem Dienst, auch vor Ort"
    SHOWN = "shown", "inzwischen gezeigt"


class DutyLapse(models.Model):
    """Open while `outcome` is empty: until then she answers the telephone and is sent to nobody (docs/decisions/086).

    Why she serves all the same is read by the coordination alone. Another outcome, that somebody else has the duty, ends the row
    together with the duty or with her part in it. `named_at`: those who keep the rota heard that nobody can be sent.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="lapses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duty_lapses")
    found_at = models.DateTimeField()
    named_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=DutyOutcome.choices, blank=True, default="")
    why = EncryptedTextField(blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.DUTY, Period.YEARS_3, "duty", "person", "found_at", "named_at", "outcome", "why"),
        keep(Purpose.DUTY, Period.YEARS_3, "decided_by", "decided_at"),
        not_personal("reference"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty", "person"], name="duty_lapse_once_for_each_person"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="duty_lapse_says_since_when_it_is_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
