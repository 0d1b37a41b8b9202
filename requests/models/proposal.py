"""Another time for a visit that is arranged: one side proposes, the other confirms."""

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.offer import Assignment


class ProposalState(models.TextChoices):
    OPEN = "open", "wartet auf Antwort"
    AGREED = "agreed", "vereinbart"
    REFUSED = "refused", "passt nicht"
    OVER = "over", "hat sich erledigt"


class TimeProposal(models.Model):
    """`window` is the new planned time, half-open. At most one is open for an assignment; a new one ends it."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="proposals")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_tenant = models.BooleanField(help_text="die Mieterin schlägt vor; sonst wer kommt")
    is_late = models.BooleanField(default=False, help_text="ich komme später")
    window = DateTimeRangeField()
    state = models.CharField(max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "assignment", "proposed_by", "by_tenant", "window", "answered_by"),
        not_personal("is_late", "state", "proposed_at", "answered_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="open"), name="one_open_proposal_per_assignment"
            ),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.state}"
