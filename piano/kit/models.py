"""The tables of the bottom room: forms that were sent once."""

from django.db import models

from piano.kit.retention import Period, Purpose, keep, not_personal


class SentForm(models.Model):
    """One row per form token that changed something, with the answer it got. See `piano.kit.once`."""

    token = models.UUIDField(unique=True)
    sender = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    location = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField()

    retention = [
        keep(Purpose.PROOF, Period.DAYS_30, "sender", "path", "digest", "location"),
        not_personal("token", "sent_at"),
    ]

    class Meta:
        db_table = "kit_sent_form"

    def __str__(self) -> str:
        return str(self.token)
