"""What people of the quarter give of their own accord: something they like doing for others, or an idea."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.models.categories import Level


class ContributionKind(models.TextChoices):
    GIFT = "gift", _("Macht gern etwas für andere")
    IDEA = "idea", _("Eigene Idee")


class Contribution(models.Model):
    """In the person's own words. Nobody becomes a volunteer by it: it is level A, in the meeting point, until a helper
    has spoken with her. She may take it back at any time, and then it is gone.

    `person` is who gives it, where she is known; else a name and a number to call back.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=4, choices=ContributionKind.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="contributions"
    )
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="contributions")
    level = models.CharField(max_length=1, choices=Level.choices, default=Level.A)
    words = EncryptedTextField()
    given_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = EncryptedTextField(blank=True, default="")

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_12, "person", "name", "phone", "district", "words", "note"),
        keep(Purpose.CONTACT, Period.MONTHS_12, "taken_by", "seen_by"),
        not_personal("reference", "kind", "level", "given_at", "form_token", "seen_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name="") | ~Q(phone=""), name="contribution_is_somebodys"
            ),
            models.CheckConstraint(condition=Q(level=Level.A), name="contribution_stays_in_the_meeting_point"),
        ]
        indexes = [models.Index(fields=["district", "given_at"], name="contribution_new", condition=Q(seen_at=None))]

    def __str__(self) -> str:
        return self.reference

    @property
    def giver(self) -> str:
        return self.person.addressed_name if self.person else self.name or str(self.phone)

    @property
    def number(self) -> str:
        return self.phone or (self.person.phone if self.person else "")
