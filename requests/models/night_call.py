"""A call that whoever has duty took and noted in half a minute. It waits for a helper of the district."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class NightOutcome(models.TextChoices):
    MORNING = "morning", "Bitte morgen früh anrufen"
    GOING = "going", "Jemand fährt hin"
    DONE = "done", "Erledigt"


class NightCall(models.Model):
    """Who called, from which number, where, what in one line, and what was agreed. Sealed; open until a helper took it."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="night_calls")
    caller_name = EncryptedTextField(blank=True, default="")
    caller_phone = EncryptedTextField(blank=True, default="")
    place = EncryptedTextField(blank=True, default="")
    words = EncryptedTextField()
    outcome = models.CharField(max_length=8, choices=NightOutcome.choices)
    says_danger = models.BooleanField(default=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_6, "district", "caller_name", "caller_phone", "place", "words", "outcome"),
        keep(Purpose.HELP, Period.MONTHS_6, "says_danger", "noted_by", "taken_by"),
        not_personal("reference", "noted_at", "form_token", "taken_at"),
    ]

    class Meta:
        indexes = [models.Index(fields=["district", "noted_at"], name="night_call_open", condition=Q(taken_at=None))]

    def __str__(self) -> str:
        return self.reference
