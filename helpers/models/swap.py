"""„Können Sie Samstag übernehmen?“: nothing changes before a yes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from helpers.models.duty import Duty
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class SwapState(models.TextChoices):
    OPEN = "open", "gefragt"
    TAKEN = "taken", "übernommen"
    WITHDRAWN = "withdrawn", "zurückgezogen"
    OVER = "over", "ohne Zusage"


class SwapAnswer(models.TextChoices):
    OPEN = "", "noch keine Antwort"
    YES = "yes", "ja"
    NO = "no", "nein"


class Swap(models.Model):
    """Somebody asks whether another takes one duty over. One question at a time about a duty."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="swaps")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="swaps")
    state = models.CharField(max_length=9, choices=SwapState.choices, default=SwapState.OPEN)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.DUTY, Period.YEARS_3, "duty", "asked_by", "asked_at", "ended_at"),
        not_personal("state"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(state="open"), name="one_open_swap_per_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.state}"


class SwapAsk(models.Model):
    """One person who was asked, and her answer."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    swap = models.ForeignKey(Swap, on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="swap_asks")
    answer = models.CharField(max_length=3, choices=SwapAnswer.choices, blank=True, default=SwapAnswer.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.DUTY, Period.YEARS_3, "swap", "person", "answer", "answered_at"),
        not_personal("reference"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["swap", "person"], name="a_person_is_asked_once_per_swap"),
            models.UniqueConstraint(fields=["swap"], condition=Q(answer="yes"), name="one_yes_per_swap"),
        ]

    def __str__(self) -> str:
        return f"{self.swap_id} {self.answer or 'open'}"
