"""Somebody says that she cannot go on some days, and which visits she gave up by it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.offer import Assignment


class SignOff(models.Model):
    """She cannot go on these days, both included. Never why: nobody has to say that she is ill.

    `absence` is the row in her file that was made by it and goes when it is taken back.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_offs")
    first_day = models.DateField()
    last_day = models.DateField()
    absence = models.ForeignKey(
        "volunteers.Absence", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    given_up = models.ManyToManyField(Assignment, related_name="sign_offs")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.VOLUNTEERING, Period.MONTHS_12, "person", "first_day", "last_day", "absence", "noted_by"),
        not_personal("reference", "given_up", "noted_at", "taken_back_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="sign_off_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["person", "first_day", "last_day"],
                condition=Q(taken_back_at=None),
                name="signed_off_once_for_the_same_days",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
