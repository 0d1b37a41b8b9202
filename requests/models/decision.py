"""What a human chose where the software does not go on by itself, and what was agreed before professionals are asked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.request import HelpRequest
from requests.models.visit import Visit


class DecisionKind(models.TextChoices):
    PERSON = "person", "Persönlich jemanden gefragt"
    HOUSE = "house", "Im Haus gefragt"
    TIME = "time", "Anderen Termin vorgeschlagen"
    AGENCY = "agency", "An eine Stelle vermittelt"
    SELF = "self", "Ausnahmsweise selbst gegangen"
    CARE = "care", "Bereitschaft gefragt"
    WAIT = "wait", "Kann bis morgen warten"
    EXCEPTION = "exception", "Ausnahme gemacht"


class Decision(models.Model):
    """One choice of one helper for one visit, with her reason. Figures count these (`requests.board.tallies`)."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    words = EncryptedTextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "by"),
        keep(Purpose.HELP, Period.DAYS_30, "words"),
        not_personal("kind", "at"),
    ]

    class Meta:
        indexes = [models.Index(fields=["kind", "at"], name="decision_by_kind")]

    def __str__(self) -> str:
        return f"{self.visit} {self.kind}"


class CareAgreement(models.Model):
    """The person heard what the care service costs and said yes, before it was asked (domain 6). Ends when taken back."""

    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="care_agreements")
    price = models.CharField(max_length=200, help_text="der Satz mit dem Preis, wie er gesagt wurde")
    own_service_first = models.BooleanField(default=False, help_text="der eigene Pflegedienst wurde zuerst genannt")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "help_request", "price", "own_service_first", "said_by"),
        not_personal("given_at", "withdrawn_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["help_request"], condition=Q(withdrawn_at=None), name="one_standing_care_agreement"
            ),
        ]

    def __str__(self) -> str:
        return str(self.help_request)
