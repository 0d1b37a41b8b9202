"""A planned visit whose person lacks on its day what she must have shown: the coordination of her association decides."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.offer import Assignment


class LapseOutcome(models.TextChoices):
    GOES = "goes", "geht trotzdem"
    OTHER = "other", "jemand anderes geht"
    SHOWN = "shown", "inzwischen gezeigt"
    MORNING = "morning", "am Morgen niemand entschieden: jemand anderes geht"


class Lapse(models.Model):
    """Open while `outcome` is empty. Why she goes all the same is read by the coordination alone."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="lapse")
    found_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=LapseOutcome.choices, blank=True, default="")
    why = EncryptedTextField(blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "assignment", "found_at", "outcome", "why", "decided_by", "decided_at"),
        not_personal("reference"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None) | (~Q(outcome="") & Q(decided_at__isnull=False)),
                name="lapse_says_since_when_it_is_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
