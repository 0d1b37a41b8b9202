"""Who shall not meet."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from piano.kit.retention import Period, Purpose, keep


class Block(models.Model):
    """Two people who shall not meet through us; either side may have asked for it. Never told to the other."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocked_by")
    created_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [keep(Purpose.HELP, Period.ACCOUNT, "person", "other", "created_at", "noted_by")]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="block_once_per_pair"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_blocks_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.other_id}"
