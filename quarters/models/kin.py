"""Who is related to whom, or lives with whom: where § 45b pays, neither may help the other (domain 3.3)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from piano.kit.retention import Period, Purpose, keep


class KinKind(models.TextChoices):
    FAMILY = "family", "verwandt oder verschwägert bis zum 2. Grad"
    HOUSEHOLD = "household", "wohnt im selben Haushalt"


class Kin(models.Model):
    """Two people, once, in either order. What it is, the landlord never reads; other helpers read that it is no choice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kin")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="kin_of")
    kind = models.CharField(max_length=10, choices=KinKind.choices)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()

    retention = [keep(Purpose.HELP, Period.ACCOUNT, "person", "other", "kind", "noted_by", "noted_at")]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other", "kind"], name="kin_once_per_pair_and_kind"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_is_their_own_kin"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.other_id} {self.kind}"
