"""Calendars of visits that people subscribe to. Only a digest of the secret is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep


class VisitFeed(models.Model):
    """One person's subscription: the visits that she goes to, and those that she gets."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visit_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    retention = [keep(Purpose.HELP, Period.DAYS_30, "person", "digest", "made_at", "revoked_at")]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="one_live_visit_feed_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"
