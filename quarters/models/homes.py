"""Flats with what makes them easy to live in, and who gives money for it."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from piano.kit.audit import audited
from piano.kit.references import new_reference
from piano.kit.retention import not_personal


class Standard(models.TextChoices):
    """The two rows of figures of DIN 18040-2."""

    PLAIN = "plain", _("barrierefrei")
    WHEELCHAIR = "R", _("auch mit Rollstuhl (R)")


class Flat(models.Model):
    """A flat of a house: where it lies, never who lives in it. What it has stands on it, not on the person (domain 7)."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    building = models.ForeignKey("quarters.Building", on_delete=models.PROTECT, related_name="flats")
    position = models.CharField("Lage im Haus", max_length=40)
    rooms = models.PositiveSmallIntegerField("Zimmer", null=True, blank=True)
    area_m2 = models.PositiveSmallIntegerField("Quadratmeter", null=True, blank=True)
    available_from = models.DateField("frei ab", null=True, blank=True)

    retention = [not_personal("reference", "building", "position", "rooms", "area_m2", "available_from")]

    class Meta:
        ordering = ["building", "position"]
        constraints = [models.UniqueConstraint(fields=["building", "position"], name="flat_lies_once_in_its_house")]

    def __str__(self) -> str:
        return f"{self.building}, {self.position}"


class FlatFeature(models.Model):
    """One thing that a flat has, in which of the two standards, and since when. `code` is a feature of the catalogue."""

    flat = models.ForeignKey(Flat, on_delete=models.CASCADE, related_name="features")
    code = models.CharField(max_length=30)
    standard = models.CharField(max_length=5, choices=Standard.choices, default=Standard.PLAIN)
    since = models.DateField()
    conversion = models.ForeignKey(
        "quarters.Conversion", on_delete=models.SET_NULL, null=True, blank=True, related_name="registered"
    )

    retention = [not_personal("flat", "code", "standard", "since", "conversion")]

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["flat", "code"], name="flat_has_each_feature_once")]

    def __str__(self) -> str:
        return f"{self.code} ({self.standard})"


class Payer(models.TextChoices):
    """Who pays a share of a conversion."""

    TENANT = "tenant", _("Mieterin oder Mieter")
    LANDLORD = "landlord", _("Vermieter")
    CARE_FUND = "care_fund", _("Pflegekasse")
    KFW = "kfw", _("KfW")
    WIBANK = "wibank", _("WIBank")
    OTHER = "other", _("Stiftung oder andere")


class ShareState(models.TextChoices):
    SAID = "said", _("zugesagt")
    ASKED = "asked", _("beantragt")
    APPROVED = "approved", _("bewilligt")
    REFUSED = "refused", _("abgelehnt")
    NONE = "none", _("kommt nicht in Frage")


FUNDS = (Payer.CARE_FUND, Payer.KFW, Payer.WIBANK)


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def valid_on(self, day: dt.date) -> Any:
        """That take applications on this day: in their time, and the pot is not empty."""
        in_time = Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))
        return self.filter(in_time, Q(empty_since=None) | Q(empty_since__gt=day))


@audited()
class Programme(models.Model):
    """Who gives money, until when, and how much at most. Amounts in cents, `per_mille` of the costs."""

    code = models.SlugField("Kürzel", max_length=40, unique=True)
    name = models.CharField("Name", max_length=120)
    fund = models.CharField(
        "Wer", max_length=10, choices=[(one.value, one.label) for one in (Payer.CARE_FUND, Payer.KFW, Payer.WIBANK)]
    )
    for_landlord = models.BooleanField("nur für Vermieter", default=False)
    per_mille = models.PositiveSmallIntegerField("Promille der Kosten", default=1000)
    max_cents = models.PositiveIntegerField("höchstens (Cent)")
    max_shared_cents = models.PositiveIntegerField(
        "höchstens, wenn mehrere zusammen wohnen (Cent)", null=True, blank=True
    )
    valid_from = models.DateField("Anträge ab")
    valid_until = models.DateField("Anträge bis (einschließlich)", null=True, blank=True)
    empty_since = models.DateField("Topf leer seit", null=True, blank=True)
    is_verified = models.BooleanField("beim Geldgeber nachgesehen", default=False)
    source = models.URLField("Quelle", blank=True)

    retention = [
        not_personal("code", "name", "fund", "for_landlord", "per_mille", "max_cents", "max_shared_cents"),
        not_personal("valid_from", "valid_until", "empty_since", "is_verified", "source"),
    ]
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["fund", "name"]
        verbose_name, verbose_name_plural = "Förderprogramm", "Förderprogramme"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="programme_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(per_mille__range=(1, 1000)), name="programme_pays_no_more_than_all"),
        ]

    def __str__(self) -> str:
        return self.name

    def takes(self, day: dt.date) -> bool:
        """Whether it takes applications on this day."""
        ends = min(
            filter(None, [self.valid_until, self.empty_since and self.empty_since - dt.timedelta(days=1)]), default=None
        )
        return self.valid_from <= day and (ends is None or day <= ends)

    def most_cents(self, cost_cents: int, people: int = 1) -> int:
        """What it gives at most to costs of this height; `people` are those entitled in the flat (§ 40 (4) SGB XI)."""
        most = min(self.max_cents * people, self.max_shared_cents) if self.max_shared_cents else self.max_cents
        return min(most, cost_cents * self.per_mille // 1000)
