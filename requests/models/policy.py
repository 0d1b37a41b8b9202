"""Where GWG wants another order of asking than the shipped one. The running search keeps its own copy (`Visit.policy`)."""

from django.db import models
from django.db.models import Q

from piano.kit.audit import audited
from piano.kit.retention import not_personal
from quarters.models import Urgency


class Days(models.TextChoices):
    """On which days a search has to begin."""

    ALL = "all", "jeden Tag"
    WORKING = "working", "montags bis freitags, ohne Feiertage"
    OFF = "off", "am Wochenende und an Feiertagen"


@audited()
class Policy(models.Model):
    """Steps for one urgency, one kind of help or all, on some days or all. The most specific one holds (`policies.choosing`).

    `plan` is a `policies.plain.Plan` as JSON: the same shape as the copy on a visit, so that one reader reads both.
    """

    urgency = models.CharField("Eile", max_length=6, choices=Urgency.choices)
    category = models.ForeignKey(
        "quarters.Category",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="policies",
        verbose_name="Hilfeart",
        help_text="leer: für alle Hilfearten ohne eigene Regel",
    )
    for_professionals = models.BooleanField("nur für Aufgaben für Fachleute", default=False)
    days = models.CharField("Tage", max_length=8, choices=Days.choices, default=Days.ALL)
    plan = models.JSONField("Schritte")
    changed_at = models.DateTimeField("geändert am")

    retention = [not_personal("urgency", "category", "for_professionals", "days", "plan", "changed_at")]

    class Meta:
        verbose_name, verbose_name_plural = "Regel der Suche", "Regeln der Suche"
        constraints = [
            models.UniqueConstraint(
                fields=["urgency", "category", "for_professionals", "days"],
                nulls_distinct=False,
                name="one_policy_for_each_case",
            ),
            models.CheckConstraint(
                condition=Q(category=None) | Q(for_professionals=False), name="policy_of_a_category_needs_no_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_urgency_display()} {self.category or ''} {self.get_days_display()}"
