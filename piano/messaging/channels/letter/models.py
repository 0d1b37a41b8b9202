"""Letters that wait for an envelope, or are posted."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep, not_personal


class PaperLetter(models.Model):
    """A message that is printed with the letters of a day. Its words are made when it is printed."""

    message = models.OneToOneField("messaging.Message", on_delete=models.CASCADE, related_name="letter")
    day = models.DateField()
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(
        null=True, blank=True, help_text="the last time: it was not in the letter box after all"
    )
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.CONTACT, Period.DAYS_30, "message", "posted_by", "taken_back_by"),
        not_personal("day", "posted_at", "taken_back_at"),
    ]

    class Meta:
        app_label = "messaging"
        indexes = [models.Index(fields=["day"], name="letter_waiting", condition=Q(posted_at=None))]

    def __str__(self) -> str:
        return f"letter {self.pk} {self.day}"
