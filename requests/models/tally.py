"""What remains when requests are erased: how many there were. Figures add these to the rows that are still there."""

from django.db import models

from piano.kit.retention import not_personal


class TallyKind(models.TextChoices):
    REQUEST = "request", "Bitten"
    VISIT = "visit", "Besuche"
    DECISION = "decision", "Entscheidungen"
    TROUBLE = "trouble", "Was schiefging"


class Tally(models.Model):
    """So many requests or visits of a month, district and kind of help ended in this state, or so many decisions were of
    this kind. No person, no day, no words."""

    kind = models.CharField(max_length=8, choices=TallyKind.choices)
    month = models.DateField(help_text="der erste Tag des Monats, in dem gefragt wurde oder der Besuch sein sollte")
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey("quarters.Category", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField(default=0, help_text="berichtete Zeit")

    retention = [not_personal("kind", "month", "district", "category", "state", "number", "minutes")]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "month", "district", "category", "state"], name="tally_once_per_month_place_and_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.kind} {self.state} {self.number}"
