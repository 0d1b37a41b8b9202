"""What help costs: dated amounts of each organisation. Words are made of them in `quarters.costs`, never typed."""

import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from piano.kit.audit import audited
from piano.kit.dated import holds_on
from piano.kit.retention import not_personal


class PriceKind(models.TextChoices):
    """A fee is for the help itself, an outlay for what is bought with it; a care service has its own price."""

    FREE = "free", "kostet nichts"
    HOUR = "hour", "Betrag je Stunde"
    ASK = "ask", "wird vorher gesagt"
    SHOPPING = "shopping", "Einkauf bar gegen Kassenzettel"
    MATERIAL = "material", "Material bar gegen Kassenzettel"
    FEED = "feed", "Futter bar gegen Kassenzettel"
    MEAL = "meal", "was das Essen kostet"
    RIDE = "ride", "Kosten der Fahrt, werden vorher gesagt"
    KILOMETRE = "kilometre", "Betrag je Kilometer"
    CARE = "care", "Pflegedienst: Betrag je Einsatz"


FEES = (PriceKind.FREE, PriceKind.HOUR, PriceKind.ASK)
OUTLAYS = (PriceKind.SHOPPING, PriceKind.MATERIAL, PriceKind.FEED, PriceKind.MEAL, PriceKind.RIDE, PriceKind.KILOMETRE)
WITH_AMOUNT = (PriceKind.HOUR, PriceKind.KILOMETRE, PriceKind.CARE)
_DAYS = Func(F("valid_from"), F("valid_until"), function="daterange", output_field=DateRangeField())  # half-open
ALREADY = "Für diese Zeit gilt schon ein Preis. Bitte beenden Sie den zuerst: Tragen Sie dort „gilt bis“ ein."


class PriceQuerySet(models.QuerySet["Price"]):
    def valid_on(self, day: dt.date) -> Any:
        return self.filter(holds_on(day))


def _one_at_a_time(name: str, kinds: tuple[str, ...]) -> ExclusionConstraint:
    """For one organisation and kind of help (none: all kinds), at most one price of these kinds on any day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (F("organisation"), RangeOperators.EQUAL),
            (Coalesce(F("category"), Value(0)), RangeOperators.EQUAL),
            (_DAYS, RangeOperators.OVERLAPS),
        ],
        condition=Q(kind__in=kinds),
        violation_error_message=ALREADY,
    )


@audited()
class Price(models.Model):
    """What an organisation takes for a kind of help (none: for each without a price of its own) from a day on.

    `cents` are euro cents: an hour, a kilometre, or one call-out. A price that began is ended by a date, never changed,
    because what was told is what counts.
    """

    organisation = models.ForeignKey(
        "quarters.Organisation", on_delete=models.CASCADE, related_name="prices", verbose_name="Organisation"
    )
    category = models.ForeignKey(
        "quarters.Category",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="prices",
        verbose_name="Hilfeart",
        help_text="leer: für alle Hilfearten ohne eigenen Preis",
    )
    kind = models.CharField("Was", max_length=10, choices=PriceKind.choices)
    cents = models.PositiveIntegerField("Betrag in Cent", default=0, help_text="3 € sind 300. Ohne Betrag: 0")
    valid_from = models.DateField("gilt ab")
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)

    retention = [not_personal("organisation", "category", "kind", "cents", "valid_from", "valid_until")]
    objects = PriceQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "category", "valid_from"]
        verbose_name, verbose_name_plural = "Preis", "Preise"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="price_ends_after_it_begins",
                violation_error_message="„Gilt bis“ liegt nach „gilt ab“.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WITH_AMOUNT, cents__gt=0) | ~Q(kind__in=WITH_AMOUNT) & Q(cents=0),
                name="price_has_an_amount_if_its_kind_has",
                violation_error_message="Ein Betrag gehört zu Stunde, Kilometer und Einsatz, und nur dazu.",
            ),
            _one_at_a_time("one_fee_at_a_time", FEES),
            _one_at_a_time("one_outlay_at_a_time", OUTLAYS),
            _one_at_a_time("one_care_price_at_a_time", (PriceKind.CARE,)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"
