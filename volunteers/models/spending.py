"""What somebody gives and spends for an association: hours, kilometres, outlays; and the flat allowances she gets.

Money is in cents, time in minutes, ways in whole kilometres. Texts name no resident.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from piano.kit.photos import PHOTO_FIELDS, StoredPhoto
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class EffortKind(models.TextChoices):
    VISIT = "visit", _("Hilfe bei jemandem")
    OFFICE = "office", _("Bürodienst und Telefon")
    MEETING = "meeting", _("Treffen und Vorstand")
    FEAST = "feast", _("Fest oder Aktion")
    COURSE = "course", _("Schulung")
    OTHER = "other", _("Anderes für den Verein")


class Effort(models.Model):
    """Time given. A visit's comes by its report and counts at once; what she writes down herself counts once an officer agreed.

    `about` is the reference of the visit, empty for her own entries.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="efforts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="efforts")
    kind = models.CharField(max_length=8, choices=EffortKind.choices)
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=10, blank=True, default="")
    entered_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    counts = models.BooleanField(default=False)

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "person", "kind", "day", "minutes", "about", "decided_by"),
        not_personal("reference", "association", "entered_at", "decided_at", "counts"),
    ]

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 1440)), name="effort_is_within_a_day"),
            models.UniqueConstraint(
                fields=["about", "person"], condition=~Q(about=""), name="a_visit_is_one_effort_of_each"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")), name="nobody_agrees_to_her_own_effort"
            ),
            models.CheckConstraint(
                condition=Q(counts=False) | Q(decided_at__isnull=False), name="effort_counts_once_agreed"
            ),
        ]
        indexes = [models.Index(fields=["association", "day"], name="effort_of_association")]

    def __str__(self) -> str:
        return self.reference


class ExpenseKind(models.TextChoices):
    KM = "km", "Kilometer mit dem eigenen Auto"
    OUTLAY = "outlay", "Auslage mit Beleg"


class ExpenseState(models.TextChoices):
    ENTERED = "entered", _("wird geprüft")
    APPROVED = "approved", _("genehmigt")
    TURNED_DOWN = "turned_down", _("nicht genehmigt")
    PAID = "paid", _("ausgezahlt")


class Expense(models.Model):
    """Kilometres (`cents` by the rate of the day) or an outlay with its receipt. `is_waived`: counted, but not paid out."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="expenses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expenses")
    kind = models.CharField(max_length=6, choices=ExpenseKind.choices)
    day = models.DateField()
    km = models.PositiveSmallIntegerField(default=0)
    cents = models.PositiveIntegerField()
    purpose = models.CharField(max_length=120)
    is_waived = models.BooleanField(default=False)
    state = models.CharField(max_length=11, choices=ExpenseState.choices, default=ExpenseState.ENTERED)
    entered_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True, default="")
    paid_on = models.DateField(null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.PROOF, Period.YEARS_10, "person", "kind", "day", "km", "cents", "purpose", "is_waived"),
        keep(Purpose.PROOF, Period.YEARS_10, "decided_by", "reason", "paid_by"),
        not_personal("reference", "association", "state", "entered_at", "decided_at", "paid_on"),
    ]

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="km", km__range=(1, 999)) | Q(kind="outlay", km=0, cents__gt=0),
                name="expense_is_kilometres_or_an_outlay",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")), name="nobody_approves_her_own_expense"
            ),
            models.CheckConstraint(
                condition=Q(state="entered", decided_at=None) | ~Q(state="entered") & Q(decided_at__isnull=False),
                name="expense_is_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_on__isnull=False) | ~Q(state="paid") & Q(paid_on=None),
                name="expense_says_when_it_was_paid",
            ),
        ]
        indexes = [models.Index(fields=["association", "state"], name="expense_of_association")]

    def __str__(self) -> str:
        return self.reference


class ExpensePhoto(StoredPhoto):
    """The receipt, written anew: nothing of the sent file stays."""

    expense = models.OneToOneField(Expense, on_delete=models.CASCADE, related_name="photo")
    retention = [keep(Purpose.PROOF, Period.YEARS_10, "expense", *PHOTO_FIELDS)]


class AllowanceKind(models.TextChoices):
    """Its yearly ceiling is the dated value of the same name."""

    TRAINER = "trainer", _("Übungsleiterpauschale")
    HONORARY = "honorary", _("Ehrenamtspauschale")


class Allowance(models.Model):
    """A flat allowance of one association for one person. The ceiling is hers, over all organisations and the whole year."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="allowances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allowances")
    kind = models.CharField(max_length=8, choices=AllowanceKind.choices)
    year = models.PositiveSmallIntegerField()
    cents = models.PositiveIntegerField()
    purpose = models.CharField(max_length=120)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.PROOF, Period.YEARS_10, "person", "kind", "year", "cents", "purpose", "granted_by", "paid_by"),
        not_personal("reference", "association", "granted_at", "withdrawn_at", "paid_on"),
    ]

    class Meta:
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="allowance_is_something"),
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("person")), name="nobody_grants_herself_an_allowance"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(paid_on=None), name="what_was_paid_is_not_withdrawn"
            ),
        ]
        indexes = [models.Index(fields=["person", "kind", "year"], name="allowance_of_person")]

    def __str__(self) -> str:
        return self.reference


class AllowanceElsewhere(models.Model):
    """What she says that she gets from others in a year: her own declaration, which no association reads, only what is left."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="allowances_elsewhere")
    kind = models.CharField(max_length=8, choices=AllowanceKind.choices)
    year = models.PositiveSmallIntegerField()
    cents = models.PositiveIntegerField()
    declared_at = models.DateTimeField()

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "person", "kind", "year", "cents"),
        not_personal("declared_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "year"], name="one_declaration_a_year_and_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
