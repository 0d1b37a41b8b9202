"""Who looked behind an alert's link, and what was tried there."""

from django.db import models

from piano.kit.retention import Period, Purpose, keep
from requests.models.offer import Offer


class AlertStep(models.TextChoices):
    OPENED = "opened", "Link geöffnet"
    WRONG_PIN = "wrong_pin", "PIN falsch"
    BY_KEY = "by_key", "am Telefon übernommen"
    ACCEPTED = "accepted", "mit PIN übernommen"
    DETAILS = "details", "Name und Adresse angesehen"


class AlertLook(models.Model):
    """One look at an alert, also a mail scanner's. The person is the offer's; the link is hers."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="alert_looks")
    step = models.CharField(max_length=10, choices=AlertStep.choices)
    at = models.DateTimeField()

    retention = [keep(Purpose.HELP, Period.MONTHS_12, "offer", "step", "at")]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.step}"
