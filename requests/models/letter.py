"""A letter that somebody has to print and post, because who is to read it reads no mails."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.visit import Visit


class OwedLetter(models.Model):
    """Waits on the board until somebody has posted it: who and when. Its words are made when it is printed."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="letters")
    owed_at = models.DateTimeField()
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    posted_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "posted_by"),
        not_personal("owed_at", "posted_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=Q(posted_at=None), name="one_open_letter_per_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.posted_at or '-'}"
