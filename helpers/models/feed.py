"""Calendars that people subscribe to. Only a digest of the secret is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep


class DutyFeed(models.Model):
    """One subscription of a person: her own duties, or where a district stands, those of everybody for it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duty_feeds")
    district = models.ForeignKey(
        "quarters.District", on_delete=models.CASCADE, null=True, blank=True, related_name="duty_feeds"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    retention = [keep(Purpose.DUTY, Period.DAYS_30, "person", "district", "digest", "made_at", "revoked_at")]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "district"],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
                name="one_live_duty_feed_per_person_and_district",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"
