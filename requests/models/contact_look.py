"""Somebody who was asked, or who goes, looked up where or to whom: each look is a row that the tenant can read."""

from django.conf import settings
from django.db import models

from piano.kit.retention import Period, Purpose, keep, not_personal


class SeenOn(models.TextChoices):
    STREET = "street", "Straße, vor der Zusage"
    PAGE = "page", "Seite des Besuchs"
    SHEET = "sheet", "Besuchszettel"
    WEEK = "week", "Wochenblatt"
    LIST = "list", "Liste der Besuche"
    DOOR = "door", "Niemand öffnet"


class ContactLook(models.Model):
    visit = models.ForeignKey("requests.Visit", on_delete=models.CASCADE, related_name="contact_looks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    seen_on = models.CharField(max_length=6, choices=SeenOn.choices)

    retention = [keep(Purpose.PROOF, Period.MONTHS_12, "visit", "person"), not_personal("at", "seen_on")]

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="contact_look_at")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.at}"
