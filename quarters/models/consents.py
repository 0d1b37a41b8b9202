"""What a person agreed to, and the proof of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose, keep


class Consent(models.Model):
    """A person's agreement for one purpose, also when it was read out by phone: wording, language, who read it (domain 6.3).

    It ends when it is withdrawn or with the account; then the proof stays with the name that the person had.
    """

    class ConsentPurpose(models.TextChoices):
        HELP = "help", "Hilfe vermitteln und Angaben an Helfende geben"
        HEALTH = "health", "Hinweise zur Gesundheit an Helfende geben"
        CONVERSION = "conversion", "Umbau: Wohnung, Maßnahmen, Termine und Beträge an den Vermieter geben"
        WEEK = "week", "Der Pflegedienst schreibt auf das Wochenblatt, wann er kommt"
        TEAM = "team", "Das Team im Quartier spricht über die Hilfe und sieht, was jede Rolle dafür braucht"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="consents"
    )
    name = EncryptedTextField(
        blank=True, default="", db_default="", help_text="wer es war, wenn das Konto gelöscht ist"
    )
    purpose = models.CharField(max_length=10, choices=ConsentPurpose.choices)
    receiver = models.CharField(max_length=120, blank=True, default="", db_default="")
    receiver_organisation = models.ForeignKey(
        "quarters.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    wording_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    read_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "person", "name", "purpose", "wording_version", "language", "read_out_by"),
        keep(Purpose.PROOF, Period.YEARS_3, "receiver", "receiver_organisation"),
        keep(Purpose.PROOF, Period.YEARS_3, "given_at", "withdrawn_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="one_standing_consent_per_purpose"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(withdrawn_at__isnull=False),
                name="consent_without_an_account_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.wording_version}"
