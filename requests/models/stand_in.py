"""Who would come after all, should whoever said yes first not be able to."""

from django.conf import settings
from django.db import models

from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.visit import Visit


class StandIn(models.Model):
    """One tick of somebody who was a moment too late. She is asked before anybody else, once; the yes is still hers to give."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="stand_ins")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stands_in")
    ticked_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "person"),
        not_personal("ticked_at", "asked_at"),
    ]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "person"], name="stands_in_once_for_a_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.person_id}"
