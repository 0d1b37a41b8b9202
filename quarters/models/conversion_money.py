"""What a conversion costs and who pays: quotes and shares (docs/decisions/067)."""

from django.db import models
from django.db.models import F, Q

from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.models.conversions import Conversion
from quarters.models.homes import FUNDS, Payer, Programme, ShareState

MOST_CENTS = 100_000_000  # a million euros: whatever is more was typed wrong


class Quote(models.Model):
    """What a firm asks for it. `valid_until` is its last day."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="quotes")
    firm = models.CharField("Betrieb", max_length=120)
    cents = models.PositiveIntegerField()
    received_on = models.DateField()
    valid_until = models.DateField()
    is_chosen = models.BooleanField(default=False)

    retention = [not_personal("conversion", "firm", "cents", "received_on", "valid_until", "is_chosen")]

    class Meta:
        ordering = ["cents", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conversion"], condition=Q(is_chosen=True), name="one_quote_is_chosen"),
            models.CheckConstraint(condition=Q(cents__range=(1, MOST_CENTS)), name="a_quote_has_a_sum"),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("received_on")), name="a_quote_is_valid_when_it_comes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm} {self.cents}"


class Share(models.Model):
    """What one payer gives. `cents` is what counts: what was asked for until there is a decision, then what was approved."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="shares")
    payer = models.CharField(max_length=10, choices=Payer.choices)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=ShareState.choices)
    asked_cents = models.PositiveIntegerField(default=0)
    cents = models.PositiveIntegerField(default=0)
    applied_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    retention = [
        keep(Purpose.CONVERSION, Period.MONTHS_12, "payer", "programme", "state", "asked_cents", "cents"),
        keep(Purpose.CONVERSION, Period.MONTHS_12, "conversion", "applied_on", "decided_on"),
    ]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["conversion", "payer"], name="each_payer_pays_once"),
            models.CheckConstraint(
                condition=Q(state="none", cents=0)
                | Q(state="refused", cents=0)
                | Q(state__in=["said", "asked", "approved"]),
                name="who_refused_pays_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(payer__in=FUNDS) | Q(state="none") | Q(programme__isnull=False, applied_on__isnull=False),
                name="an_application_names_programme_and_day",
            ),
            models.CheckConstraint(
                condition=Q(decided_on=None) | Q(applied_on=None) | Q(decided_on__gte=F("applied_on")),
                name="decided_after_it_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.cents} {self.state}"

    @property
    def is_own_loan(self) -> bool:
        """The landlord's own: its people see it and say how it was decided. Reads `programme`."""
        return self.programme is not None and self.programme.for_landlord
