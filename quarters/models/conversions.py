"""A conversion and the log of its steps: what the landlord may know. What stays with tenant and helper is `conversion_person`."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.conversions.states import CLOSED_STATES, OPEN_STATES, STEPS, ConversionState, Decision


class Permission(models.TextChoices):
    """The landlord's written answer (§ 554 BGB)."""

    YES = "yes", _("ja")
    CONDITIONS = "conditions", _("ja, mit Auflagen")
    NO = "no", _("nein")


class Side(models.TextChoices):
    """Whose measure it is."""

    LANDLORD = "landlord", _("Der Vermieter baut")
    TENANT = "tenant", _("Die Mieterin oder der Mieter baut")


class Interim(models.TextChoices):
    """Where she lives while it is built: no more than the landlord has to know."""

    HOME = "home", _("bleibt in der Wohnung")
    GUEST = "guest", _("braucht so lange eine Ersatzwohnung")
    AWAY = "away", _("wohnt so lange woanders")


class Conversion(models.Model):
    """Of one flat. Everything here may be seen by the landlord: flat, measures, dates and sums. `is_shared`: as long as the tenant agrees.

    `covered_cents` is kept by a trigger on the shares, and never more than the costs.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    flat = models.ForeignKey("quarters.Flat", on_delete=models.PROTECT, related_name="conversions")
    landlord = models.ForeignKey(
        "quarters.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="conversions"
    )
    state = models.CharField(max_length=12, choices=ConversionState.choices, default=ConversionState.WISH)
    since = models.DateTimeField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_shared = models.BooleanField(default=False, db_default=False)

    visit_at = models.DateTimeField(null=True, blank=True)
    visited_on = models.DateField(null=True, blank=True)
    load_ok = models.BooleanField(null=True, blank=True)
    pipes_ok = models.BooleanField(null=True, blank=True)
    is_monument = models.BooleanField(null=True, blank=True)
    decision = models.CharField(max_length=1, choices=Decision.choices, blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    target = models.ForeignKey("quarters.Flat", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    moved_on = models.DateField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    permission = models.CharField(max_length=10, choices=Permission.choices, blank=True, default="")
    permission_on = models.DateField(null=True, blank=True)
    deposit_cents = models.PositiveIntegerField(null=True, blank=True)
    builder = models.CharField(max_length=10, choices=Side.choices, blank=True, default="")
    agreed_on = models.DateField(null=True, blank=True)
    restores = models.BooleanField(null=True, blank=True)
    rent_cents = models.PositiveIntegerField(null=True, blank=True)
    cost_cents = models.PositiveIntegerField(null=True, blank=True)
    covered_cents = models.PositiveIntegerField(default=0, db_default=0)
    firm = models.CharField(max_length=120, blank=True, default="")
    ordered_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    interim = models.CharField(max_length=10, choices=Interim.choices, blank=True, default="")
    neighbours_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    is_explained = models.BooleanField(default=False, db_default=False)
    invoice_on = models.DateField(null=True, blank=True)
    invoice_cents = models.PositiveIntegerField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "helper"),
        not_personal("reference", "flat", "landlord", "state", "since", "opened_at", "ended_at", "is_shared"),
        not_personal("visit_at", "visited_on", "load_ok", "pipes_ok", "is_monument", "decision", "decided_on"),
        not_personal("target", "moved_on", "asked_on", "permission", "permission_on", "deposit_cents"),
        not_personal("builder", "agreed_on", "restores", "rent_cents", "cost_cents", "covered_cents", "firm"),
        not_personal("ordered_on", "starts_on", "ends_on", "interim", "neighbours_on", "accepted_on"),
        not_personal("is_explained", "invoice_on", "invoice_cents", "paid_on"),
    ]

    class Meta:
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["landlord", "state"], name="conversion_of_landlord")]
        constraints = [
            models.UniqueConstraint(
                fields=["flat"], condition=~Q(state__in=CLOSED_STATES), name="one_open_conversion_per_flat"
            ),
            models.CheckConstraint(
                condition=Q(covered_cents__lte=Coalesce(F("cost_cents"), 0)), name="shares_never_exceed_the_costs"
            ),
            models.CheckConstraint(
                condition=Q(ordered_on=None)
                | ~Q(state__in=[one for one in OPEN_STATES if one not in ("works", "acceptance")]),
                name="nothing_is_ordered_before_the_funding",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="works_end_after_they_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, state__in=OPEN_STATES) | Q(ended_at__isnull=False, state__in=CLOSED_STATES),
                name="conversion_has_ended_when_it_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in STEPS

    @property
    def number(self) -> int:
        """Which of the eleven steps it stands in; 11 when it is over."""
        return STEPS[self.state].number if self.is_open else 11

    @property
    def open_cents(self) -> int:
        """What nobody pays yet."""
        return (self.cost_cents or 0) - self.covered_cents

    def days(self, now: dt.datetime) -> int:
        """How long it has stood in this step."""
        return (now - self.since).days

    def hangs(self, now: dt.datetime) -> bool:
        return self.is_open and self.days(now) > STEPS[self.state].after


class ConversionStep(models.Model):
    """The log of a conversion: one row for each step. Append-only by trigger."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    is_undo = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()

    retention = [
        keep(Purpose.PROOF, Period.MONTHS_12, "by", "note"),
        not_personal("conversion", "from_state", "to_state", "is_undo", "at"),
    ]

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    @property
    def to_label(self) -> str:
        return str(ConversionState(self.to_state).label)
