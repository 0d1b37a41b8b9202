"""What the next one on duty should know."""

from django.conf import settings
from django.db import models

from helpers.models.duty import Duty
from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose, keep


class HandoverNote(models.Model):
    """One per duty, sealed. `read_by` is whoever was on duty next, `read_at` when she said that she has read it."""

    duty = models.OneToOneField(Duty, on_delete=models.CASCADE, related_name="note")
    words = EncryptedTextField()
    written_at = models.DateTimeField()
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    retention = [keep(Purpose.DUTY, Period.DAYS_30, "duty", "words", "written_at", "read_by", "read_at")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.written_at:%Y-%m-%d}"
