"""Amounts of law and of an association's own rules: dated, each with where it is written. Nothing of this stands in code."""

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

_DAYS = Func(F("valid_from"), F("valid_until"), function="daterange", output_field=DateRangeField())  # half-open


class ValueKind(models.TextChoices):
    """What the number counts stands in the words: cents, minutes, months."""

    KM = "km", "Fahrt mit dem eigenen Auto: Cent je Kilometer"
    TRAINER = "trainer", "Übungsleiterpauschale § 3 Nr. 26 EStG: Cent im Jahr"
    HONORARY = "honorary", "Ehrenamtspauschale § 3 Nr. 26a EStG: Cent im Jahr"
    RELIEF = "relief", "Entlastungsbetrag § 45b SGB XI: Cent im Monat"
    RELIEF_LAPSES = "relief_lapses", "Rest des Vorjahres § 45b SGB XI: nutzbar bis Ende dieses Monats"
    CARD_YEAR = "card_year", "Ehrenamts-Card Hessen: Minuten im Jahr"
    CARD_WEEK = "card_week", "Ehrenamts-Card Hessen: Minuten in der Woche"
    CARD_WEEKS = "card_weeks", "Ehrenamts-Card Hessen: über so viele Wochen gemittelt"
    CARD_NO_ALLOWANCE = "card_no_allowance", "Ehrenamts-Card Hessen: 1 heißt, nur ohne Pauschale"


class ValueQuerySet(models.QuerySet["DatedValue"]):
    def valid_on(self, day: dt.date) -> Any:
        return self.filter(holds_on(day))


@audited()
class DatedValue(models.Model):
    """A number that holds from a day on. Of one organisation, or of all that have none of their own."""

    kind = models.CharField("Was", max_length=20, choices=ValueKind.choices)
    organisation = models.ForeignKey(
        "quarters.Organisation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="dated_values",
        verbose_name="Organisation",
        help_text="leer: für alle ohne eigenen Wert",
    )
    value = models.PositiveIntegerField("Wert", help_text="Geld in Cent: 30 Cent sind 30, 960 € sind 96000")
    source = models.CharField("Wo es steht", max_length=200)
    valid_from = models.DateField("gilt ab")
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)

    retention = [not_personal("kind", "organisation", "value", "source", "valid_from", "valid_until")]
    objects = ValueQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "organisation", "valid_from"]
        verbose_name, verbose_name_plural = "Betrag oder Grenze", "Beträge und Grenzen"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="dated_value_ends_after_it_begins",
                violation_error_message="„Gilt bis“ liegt nach „gilt ab“.",
            ),
            ExclusionConstraint(
                name="one_dated_value_at_a_time",
                expressions=[
                    (F("kind"), RangeOperators.EQUAL),
                    (Coalesce(F("organisation"), Value(0)), RangeOperators.EQUAL),
                    (_DAYS, RangeOperators.OVERLAPS),
                ],
                violation_error_message="Für diese Zeit gilt schon ein Wert. Bitte beenden Sie den zuerst.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
