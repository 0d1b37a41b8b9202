"""The time account of an association: double entry in whole minutes. Points are how minutes are said.

That every booking sums to zero, that bookings only grow, and that `TimeAccount.minutes` is the sum of its postings is kept by
triggers (migration 0019); how far an account may go is a constraint.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from piano.kit.audit import audited
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal

_DAYS = Func(F("valid_from"), F("valid_until"), function="daterange", output_field=DateRangeField())  # half-open


class Unit(models.TextChoices):
    MINUTES = "minutes", _("Stunden und Minuten")
    POINTS = "points", _("Punkte")


@audited()
class AccountRule(models.Model):
    """How an association counts time, from a day on. An association without one has no accounts.

    `lowest_minutes` is how far below zero a person's account may go; `step_minutes` what a visit is rounded to.
    """

    association = models.ForeignKey("quarters.Organisation", on_delete=models.CASCADE, related_name="account_rules")
    unit = models.CharField("Wir zählen", max_length=7, choices=Unit.choices, default=Unit.POINTS)
    points_per_hour = models.PositiveSmallIntegerField("Punkte je Stunde", default=2)
    step_minutes = models.PositiveSmallIntegerField("gerundet auf (Minuten)", default=15)
    lowest_minutes = models.PositiveSmallIntegerField("darf ins Minus bis (Minuten)", default=0)
    valid_from = models.DateField("gilt ab")
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)

    retention = [
        not_personal("association", "unit", "points_per_hour", "step_minutes", "lowest_minutes"),
        not_personal("valid_from", "valid_until"),
    ]

    class Meta:
        ordering = ["association", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="account_rule_ends_after_begin"
            ),
            models.CheckConstraint(
                condition=Q(points_per_hour__range=(1, 60), step_minutes__range=(1, 60)), name="account_rule_counts"
            ),
            ExclusionConstraint(
                name="one_account_rule_at_a_time",
                expressions=[(F("association"), RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association}: {self.unit}"


class AccountKind(models.TextChoices):
    PERSON = "person", "Konto einer Person"
    POT = "pot", "Gemeinsamer Topf"
    ASSOCIATION = "association", "Der Verein selbst"


class TimeAccount(models.Model):
    """A person's, the common pot, or the association's own: what it gives out and carries, without a limit.

    `minutes` is written by the database alone. `hardship_at` is set: what the account does not cover comes out of the pot, and nobody
    is asked about it; only officers of the association read it.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="time_accounts")
    kind = models.CharField(max_length=11, choices=AccountKind.choices, default=AccountKind.PERSON)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="time_accounts"
    )
    minutes = models.BigIntegerField(default=0, db_default=0, editable=False)
    lowest_minutes = models.BigIntegerField(default=0)
    hardship_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "owner", "hardship_at"),
        not_personal("reference", "association", "kind", "minutes", "lowest_minutes", "opened_at", "closed_at"),
    ]

    class Meta:
        ordering = ["association", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["association", "owner"], name="one_time_account_each"),
            models.UniqueConstraint(
                fields=["association", "kind"], condition=~Q(kind="person"), name="one_pot_and_one_own_account"
            ),
            models.CheckConstraint(
                condition=Q(kind="association") | Q(minutes__gte=F("lowest_minutes")), name="account_not_below_its_rule"
            ),
            models.CheckConstraint(condition=Q(kind="person") | Q(owner=None), name="only_persons_own_accounts"),
            models.CheckConstraint(condition=Q(lowest_minutes__lte=0), name="account_may_be_empty"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_hardship(self) -> bool:
        return self.hardship_at is not None

    @property
    def free_minutes(self) -> int:
        """What can still go off it."""
        return max(0, self.minutes - self.lowest_minutes)


class BookingKind(models.TextChoices):
    VISIT = "visit", _("Hilfe")
    EFFORT = "effort", _("Zeit für den Verein")
    GIFT = "gift", _("Verschenkt")
    GRANT = "grant", _("Gutschrift des Vereins")
    CORRECTION = "correction", _("Berichtigung")


class Booking(models.Model):
    """One event of the account book. Never changed: a mistake is answered by a booking the other way round.

    `about` is what it is about (the reference of a visit and of who went): booked once. No word about a person stands here.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="bookings")
    kind = models.CharField(max_length=10, choices=BookingKind.choices)
    day = models.DateField()
    about = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "by", "reason"),
        not_personal("reference", "association", "kind", "day", "about", "corrects", "made_at"),
    ]

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "about"], condition=~Q(about=""), name="booked_once_about_it"
            ),
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False) | ~Q(kind="correction") & Q(corrects=None),
                name="only_corrections_correct",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Posting(models.Model):
    """One side of a booking. The sides of a booking sum to zero, always."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(TimeAccount, on_delete=models.PROTECT, related_name="postings")
    minutes = models.IntegerField()

    retention = [not_personal("booking", "account", "minutes")]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(minutes=0), name="posting_moves_something"),
            models.UniqueConstraint(fields=["booking", "account"], name="an_account_stands_once_in_a_booking"),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.minutes}"
