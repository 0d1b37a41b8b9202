"""The state log: the only history of requests, visits and offers. Append-only by trigger."""

from django.conf import settings
from django.db import models

from piano.kit.fields import EncryptedTextField
from piano.kit.retention import Period, Purpose, keep, not_personal


class StateChange(models.Model):
    """One step of one row: who, when, from, to, and a note. Nobody in `by`: the engine did it."""

    subject = models.CharField(max_length=12, help_text="request, visit, offer or assignment")
    subject_id = models.BigIntegerField()
    help_request = models.ForeignKey("requests.HelpRequest", on_delete=models.CASCADE, related_name="changes")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()

    retention = [
        keep(Purpose.PROOF, Period.MONTHS_12, "help_request", "by"),
        keep(Purpose.PROOF, Period.DAYS_30, "note"),
        not_personal("subject", "subject_id", "from_state", "to_state", "at"),
    ]

    class Meta:
        indexes = [
            models.Index(fields=["help_request", "at"], name="log_of_request"),
            models.Index(fields=["subject", "subject_id"], name="log_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}:{self.subject_id} {self.from_state} → {self.to_state}"
