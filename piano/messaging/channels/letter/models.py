"""Letters that wait for an envelope, are posted, or came back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep, not_personal


class CameBack(models.TextChoices):
    """What the post wrote on it."""

    MOVED = "moved", "unbekannt verzogen"
    UNKNOWN = "unknown", "Empfänger nicht zu ermitteln"
    REFUSED = "refused", "Annahme verweigert"


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
    came_back_at = models.DateTimeField(null=True, blank=True, help_text="die Post hat ihn zurückgebracht")
    came_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    came_back_as = models.CharField(max_length=8, choices=CameBack.choices, blank=True, default="", db_default="")

    retention = [
        keep(Purpose.CONTACT, Period.DAYS_30, "message", "posted_by", "taken_back_by", "came_back_by", "came_back_as"),
        not_personal("day", "posted_at", "taken_back_at", "came_back_at"),
    ]

    class Meta:
        app_label = "messaging"
        indexes = [models.Index(fields=["day"], name="letter_waiting", condition=Q(posted_at=None))]

    def __str__(self) -> str:
        return f"letter {self.pk} {self.day}"
