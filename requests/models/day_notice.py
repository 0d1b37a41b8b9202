"""One plain word to everybody of one day, for example „Heute Glatteis“."""

from django.conf import settings
from django.db import models

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class Audience(models.TextChoices):
    GOING = "going", "alle, die hingehen"
    VISITED = "visited", "alle, die besucht werden"
    BOTH = "both", "beide"


class DayNotice(models.Model):
    """What a helper wrote, to whom and about which day. Who got it stands in the outbox."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    audience = models.CharField(max_length=8, choices=Audience.choices)
    words = EncryptedTextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    retention = [
        keep(Purpose.CONTACT, Period.DAYS_30, "district", "day", "audience", "words", "by", "at"),
        not_personal("reference"),
    ]

    def __str__(self) -> str:
        return self.reference
