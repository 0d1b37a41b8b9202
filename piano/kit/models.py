"""The tables of the bottom room: forms that were sent once, guesses that were counted."""

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


class Tries(models.Model):
    """How often one secret was guessed at until `ends_at`. See `piano.kit.tries`."""

    what = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    count = models.PositiveSmallIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    retention = [keep(Purpose.ACCOUNT, Period.DAYS_30, "what", "key", "count", "ends_at")]

    class Meta:
        db_table = "kit_tries"
        constraints = [models.UniqueConstraint(fields=["what", "key"], name="tries_counted_once_per_secret")]

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"
