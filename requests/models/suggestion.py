"""Other times for a visit for which nobody was found: a helper suggests them, the person chooses one or none."""

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.visit import Visit


class SuggestionState(models.TextChoices):
    OPEN = "open", "wartet auf Antwort"
    CHOSEN = "chosen", "gewählt"
    REFUSED = "refused", "passt nicht"
    OVER = "over", "hat sich erledigt"


class SuggestedTime(models.Model):
    """`window` would be the new wish, half-open. Those that are open for a visit were suggested together."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="suggested_times")
    window = DateTimeRangeField()
    state = models.CharField(max_length=8, choices=SuggestionState.choices, default=SuggestionState.OPEN)
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    suggested_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "window", "suggested_by", "answered_by"),
        not_personal("reference", "state", "suggested_at", "answered_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SuggestionState.values), name="suggestion_state_is_known"),
            models.CheckConstraint(
                condition=Q(window__isempty=False, window__lower_inf=False, window__upper_inf=False),
                name="suggested_window_is_bounded",
            ),
        ]
        indexes = [models.Index(fields=["visit"], name="suggestion_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.state}"
