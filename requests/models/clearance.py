"""What was settled before anybody was asked."""

from django.conf import settings
from django.db import models

from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.request import HelpRequest


class Hold(models.TextChoices):
    """Why a request waits for a human first."""

    AGREEMENT = "agreement", "Weiß die Person davon?"
    READING = "reading", "In einer Sprache geschrieben, die niemand geprüft hat"
    KNOWING = "knowing", "Kennenlernen am Telefon"
    FIRST_VISIT = "visit", "Erstbesuch"


class Clearance(models.Model):
    """One hold of one request that somebody settled, with the reason or the way."""

    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="clearances")
    hold = models.CharField(max_length=10, choices=Hold.choices)
    how = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "help_request", "how", "by"),
        not_personal("hold", "at"),
    ]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["help_request", "hold"], name="one_clearance_per_hold")]

    def __str__(self) -> str:
        return f"{self.help_request} {self.hold}"
