"""What is due for a visit, and when: an open visit always has a row that is not done (truth 5, I2)."""

from django.db import models
from django.db.models import Q

from piano.kit.retention import not_personal
from requests.models.visit import Visit


class WorkKind(models.TextChoices):
    MATCH = "match", "jemanden suchen"
    EXPIRE = "expire", "auf Antworten warten"
    DECIDE = "decide", "Entscheidung anmahnen"
    GIVE_BACK = "give_back", "zurückgeben, wenn die Zeit vorbei ist"
    CALL = "call", "an den Anruf nach einem Besuch erinnern"
    ASK_REPORT = "ask_report", "nach dem Bericht fragen"
    TROUBLE = "trouble", "an etwas erinnern, das schiefging"
    TELL = "tell", "sagen lassen, wer kommt"
    ESCALATE = "escalate", "weitergeben, wenn sich niemand kümmert"
    AWAIT_DUTY = "await_duty", "die Bereitschaft fragen, sobald wieder jemand da ist"
    SECOND = "second", "die zweite Person suchen"
    ALERT = "alert", "melden, dass noch niemand gefunden ist"
    STILL_NEEDED = "still_needed", "fragen, ob es noch gebraucht wird"


class DueWork(models.Model):
    """One step that the engine owes a visit. Done rows stay as proof that the step ran once."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="due_work")
    kind = models.CharField(max_length=12, choices=WorkKind.choices)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    trace = models.CharField(max_length=36, blank=True, default="", db_default="", help_text="under which it was begun")

    retention = [not_personal("visit", "kind", "due_at", "done_at", "attempt", "trace")]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "kind"], condition=Q(done_at=None), name="one_pending_step_per_kind"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="due_work_pending", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.kind} {self.due_at:%Y-%m-%d %H:%M}"
