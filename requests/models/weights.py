"""What makes somebody the better choice, as the operator of a meeting point weighs it."""

from django.db import models
from django.db.models import F, Q

from piano.kit.audit import audited
from piano.kit.retention import not_personal


@audited()
class Weights(models.Model):
    """Everything in metres of way that it is worth. Without an organisation: for all who have no weights of their own.

    Who answers how fast is not weighed, and not kept.
    """

    organisation = models.ForeignKey(
        "quarters.Organisation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="weights",
        verbose_name="Betreiber des Treffpunkts",
        help_text="leer: für alle ohne eigene Gewichte",
    )
    known_m = models.PositiveIntegerField("war schon da: je Besuch, höchstens drei (Meter)", default=900)
    language_m = models.PositiveIntegerField("spricht die Sprache (Meter)", default=600)
    wish_m = models.PositiveIntegerField("passt zum Wunsch nach einer Frau oder einem Mann (Meter)", default=600)
    liked_m = models.PositiveIntegerField("macht diese Hilfe besonders gern (Meter)", default=300, db_default=300)
    load_m = models.PositiveIntegerField("hat in vier Wochen so viel gegeben wie gewünscht (Meter)", default=3000)
    asked_m = models.PositiveIntegerField("wurde heute schon gefragt; nimmt in 14 Tagen ab (Meter)", default=750)
    valid_from = models.DateField("gilt ab")
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)

    retention = [
        not_personal("organisation", "known_m", "language_m", "wish_m", "liked_m", "load_m", "asked_m"),
        not_personal("valid_from", "valid_until"),
    ]

    class Meta:
        ordering = ["-valid_from"]
        verbose_name, verbose_name_plural = "Gewichte der Auswahl", "Gewichte der Auswahl"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="weights_end_after_they_begin"
            ),
            models.UniqueConstraint(
                fields=["organisation", "valid_from"], name="weights_once_from_a_day", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(known_m__lte=100_000, language_m__lte=100_000, wish_m__lte=100_000)
                & Q(load_m__lte=100_000, asked_m__lte=100_000, liked_m__lte=100_000),
                name="weights_are_ways_within_a_city",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or 'alle'} {self.valid_from}"
