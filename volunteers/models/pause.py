"""When somebody did not want to be asked, and who wrote it down."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep, not_personal
from volunteers.models.volunteer import Volunteer


class VolunteerPause(models.Model):
    """Ends on the day `until` by itself, or when somebody says so; while it stands, her state is `paused`, or `suspended` on top."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    until = models.DateField("wieder da am", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "volunteer", "begun_by", "until", "ended_by"),
        not_personal("began_at", "ended_at"),
    ]

    class Meta:
        ordering = ["-began_at"]
        constraints = [
            models.UniqueConstraint(fields=["volunteer"], condition=Q(ended_at=None), name="volunteer_pauses_once"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.began_at:%Y-%m-%d}"
