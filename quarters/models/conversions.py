"""The tables of a conversion: what the landlord may know, and apart from it what stays with tenant and helper."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from piano.kit.fields import EncryptedTextField
from piano.kit.photos import PHOTO_FIELDS, StoredPhoto
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.conversions.states import CLOSED_STATES, OPEN_STATES, STEPS, ConversionState, Decision
from quarters.models.homes import FUNDS, Payer, Programme, ShareState, Standard

MOST_CENTS = 100_000_000  # a million euros: whatever is more was typed wrong


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


class ConversionPerson(models.Model):
    """Who lives there and what she said: for tenant and helper alone. No page of the landlord asks this table."""

    conversion = models.OneToOneField(Conversion, on_delete=models.CASCADE, related_name="person")
    resident = models.ForeignKey("quarters.Resident", on_delete=models.CASCADE, related_name="conversions")
    wish = EncryptedTextField(blank=True, default="")
    care_grade = EncryptedTextField(blank=True, default="")
    entitled = EncryptedTextField(blank=True, default="")
    diagnosis = EncryptedTextField(blank=True, default="")
    fund_words = EncryptedTextField(blank=True, default="")
    source = models.CharField(max_length=10, blank=True, default="")

    retention = [
        keep(Purpose.CONVERSION, Period.DAYS_30, "care_grade", "entitled", "diagnosis", "fund_words"),
        keep(Purpose.CONVERSION, Period.MONTHS_12, "conversion", "resident", "wish", "source"),
    ]

    def __str__(self) -> str:
        return f"person of {self.conversion_id}"


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


class ChosenMeasure(models.Model):
    """A measure of the catalogue that is wanted in this flat."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="measures")
    code = models.CharField(max_length=30)
    standard = models.CharField(max_length=5, choices=Standard.choices, default=Standard.PLAIN)

    retention = [not_personal("conversion", "code", "standard")]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["conversion", "code"], name="measure_chosen_once")]

    def __str__(self) -> str:
        return self.code


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


class Defect(models.Model):
    """What was not in order at the acceptance, and who saw when that it is."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="defects")
    room = models.CharField(max_length=10)
    words = models.CharField(max_length=300)
    found_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "closed_by"),
        not_personal("conversion", "room", "words", "found_on", "closed_on"),
    ]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("found_on")), name="defect_closed_after_it_was_found"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class ConversionLetter(models.Model):
    """A letter that has left the house: which one, and when somebody posted it."""

    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20)
    posted_at = models.DateTimeField()
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "posted_by"),
        not_personal("conversion", "kind", "posted_at"),
    ]

    class Meta:
        ordering = ["posted_at"]

    def __str__(self) -> str:
        return self.kind


class RoomPhoto(StoredPhoto):
    """A room before or after, never a person. The landlord may see it."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    conversion = models.ForeignKey(Conversion, on_delete=models.CASCADE, related_name="photos")
    room = models.CharField(max_length=10)

    retention = [keep(Purpose.CONVERSION, Period.MONTHS_12, "reference", "conversion", "room", *PHOTO_FIELDS)]

    class Meta:
        ordering = ["pk"]
