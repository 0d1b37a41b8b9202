"""That a court has appointed somebody to speak for a resident (§ 1814 BGB): the relation itself, not a remark."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose, keep
from quarters.models.people import Resident


class Guardianship(models.Model):
    """Who may agree in the resident's name, and from what we know it: the certificate, or court and file number."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="guardianships")
    name = models.CharField("Name", max_length=120)
    phone = models.CharField("Telefon", max_length=20, blank=True)
    file = EncryptedTextField("Gericht und Aktenzeichen", blank=True, default="")
    certificate_seen_on = models.DateField("Betreuerausweis gesehen am", null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField("endet am", null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "resident", "name", "phone", "file", "certificate_seen_on"),
        keep(Purpose.HELP, Period.MONTHS_12, "noted_at", "noted_by", "ended_on"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident"], condition=Q(ended_on=None), name="one_standing_guardianship_per_resident"
            ),
        ]

    def __str__(self) -> str:
        return self.name
