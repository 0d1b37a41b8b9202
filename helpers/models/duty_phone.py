"""The shared telephone of a duty, for as long as one person has taken it over."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from helpers.models.duty import Duty
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class DutyPhone(models.Model):
    """From signing in at the beginning of a duty until its end, a hand-over or a block. `pin` is a keyed digest."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="phones")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    pin = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.DUTY, Period.YEARS_3, "duty", "person", "pin", "taken_at", "ended_at", "ended_by"),
        not_personal("reference"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(ended_at=None), name="one_phone_taken_per_duty"),
        ]

    def __str__(self) -> str:
        return self.reference
