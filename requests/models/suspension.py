"""A volunteer is not sent to anybody until somebody has talked with her."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from volunteers.models import VolunteerState


class Suspension(models.Model):
    """Why, and how it ended, is read by the coordination of her association alone (`requests.people.suspending.may_read_why`)."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    volunteer = models.ForeignKey("volunteers.Volunteer", on_delete=models.CASCADE, related_name="suspensions")
    reason = EncryptedTextField()
    state_before = models.CharField(max_length=10, choices=VolunteerState.choices)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    suspended_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_words = EncryptedTextField(blank=True, default="")

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "volunteer", "reason", "state_before", "suspended_by", "lifted_by"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "lift_words", "suspended_at", "lifted_at"),
        not_personal("reference"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer"], condition=Q(lifted_at=None), name="one_standing_suspension_per_volunteer"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
