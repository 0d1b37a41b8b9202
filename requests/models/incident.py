"""What happened to somebody and must not be lost: who reported, what, what was done, decided, who may read it, who looked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal

USER = settings.AUTH_USER_MODEL


class Decided(models.TextChoices):
    UNFOUNDED = "unfounded", "hat sich nicht bestätigt"
    TALKED = "talked", "besprochen, es geht weiter"
    RULES = "rules", "besprochen, mit einer Absprache"
    ENDED = "ended", "Zusammenarbeit beendet"
    AUTHORITY = "authority", "an Polizei oder Behörde gegeben"


class Incident(models.Model):
    """Read by its readers alone. `about` is the person whom it concerns; she is never among them."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reported_by = EncryptedTextField("Wer hat es gesagt?", blank=True, default="")
    happened_on = models.DateField("Wann war es?", null=True, blank=True)
    what = EncryptedTextField("Was ist geschehen?")
    opened_by = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    decided = models.CharField(max_length=12, choices=Decided.choices, blank=True, default="")
    decision = EncryptedTextField("Was ist entschieden?", blank=True, default="")
    decided_by = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "district", "about", "reported_by", "happened_on", "what", "opened_by"),
        keep(Purpose.PROOF, Period.YEARS_3, "decided", "decision", "decided_by"),
        not_personal("reference", "opened_at", "decided_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decided_at=None) | ~Q(decided=""), name="decided_incident_says_what")
        ]

    def __str__(self) -> str:
        return self.reference


class IncidentStep(models.Model):
    """What somebody did about it. Only added to."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, related_name="+")
    words = EncryptedTextField("Was wurde getan?")

    retention = [keep(Purpose.PROOF, Period.YEARS_3, "incident", "by", "words"), not_personal("at")]

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.at}"


class IncidentReader(models.Model):
    """Who may read it, since when, by whose word."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    retention = [keep(Purpose.PROOF, Period.YEARS_3, "incident", "person", "added_by"), not_personal("added_at")]

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="incident_reader_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.person_id}"


class IncidentLook(models.Model):
    """Somebody opened it."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(USER, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    retention = [keep(Purpose.PROOF, Period.YEARS_3, "incident", "person"), not_personal("at")]

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.at}"
