"""Codes for signing in that are printed: for people without e-mail. Only a digest is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep


class PaperCode(models.Model):
    """One code of one person, for one use, valid for days. Five tries, then it is dead; see `quarters.signing.paper_codes`."""

    MOST_TRIES = 5

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="paper_codes")
    digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.ACCOUNT, Period.DAYS_30, "person", "digest", "tries", "made_at", "made_by", "ends_at"),
        keep(Purpose.ACCOUNT, Period.DAYS_30, "used_at", "revoked_at", "confirmed_at", "confirmed_by"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at=None, revoked_at=None), name="one_unused_paper_code_per_person"
            ),
            models.CheckConstraint(condition=Q(tries__lte=5), name="paper_code_is_tried_five_times"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"
