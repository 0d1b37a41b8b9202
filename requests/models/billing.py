"""§ 45b SGB XI: who has a claim, whom a recognised person helped in a month, and what was billed (domain 3.3).

The signed paper is the proof and carries number and degree of care; neither stands here. Rows outlive the visits that they are about.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class ReliefClaim(models.Model):
    """Somebody has a claim from a month on (`since` is its first day), and before the month of `until` where it has ended. `carried_cents`
    is what was left of the year before.

    Amounts and how long a rest lasts are dated values.
    """

    receiver = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="relief_claim")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    carried_cents = models.PositiveIntegerField(default=0)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()

    retention = [
        keep(Purpose.HELP, Period.YEARS_3, "receiver", "since", "until", "carried_cents", "noted_by"),
        not_personal("noted_at"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(since__day=1), name="relief_claim_begins_with_a_month"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__day=1, until__gt=F("since")), name="relief_claim_ends_with_a_month"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ReliefElsewhere(models.Model):
    """What a care service or another provider billed in a month, as she says: it is gone from the same budget."""

    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="relief_elsewhere")
    month = models.DateField()
    cents = models.PositiveIntegerField()

    retention = [keep(Purpose.HELP, Period.YEARS_3, "receiver", "month", "cents")]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receiver", "month"], name="one_relief_elsewhere_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="relief_elsewhere_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month}"


class ReliefMonth(models.Model):
    """One helper, one receiver, one calendar month: one proof, signed by both.

    `place` is 1, 2 or 3: there is no fourth, whatever runs at the same moment. A mistake found after signing voids it with a reason; it
    stays to be read, and another takes its place.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="relief_months")
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="relief_given")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="relief_received")
    month = models.DateField()
    place = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    signed_on = models.DateField(null=True, blank=True)
    signed_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    void_reason = models.CharField(max_length=200, blank=True, default="", db_default="")

    retention = [
        keep(Purpose.HELP, Period.YEARS_3, "helper", "receiver", "month", "made_by", "signed_on", "signed_noted_by"),
        keep(Purpose.HELP, Period.YEARS_3, "voided_by", "void_reason"),
        not_personal("reference", "association", "place", "made_at", "voided_at"),
    ]

    class Meta:
        ordering = ["-month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["helper", "receiver", "month"],
                condition=Q(voided_at=None),
                name="one_valid_relief_proof_a_month",
            ),
            models.UniqueConstraint(
                fields=["helper", "month", "place"], condition=Q(voided_at=None), name="a_place_is_taken_once_a_month"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False),
                name="what_is_voided_says_when",
            ),
            models.CheckConstraint(condition=Q(place__range=(1, 3)), name="three_care_receivers_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="relief_month_is_a_month"),
            models.CheckConstraint(condition=~Q(helper=F("receiver")), name="nobody_relieves_herself"),
        ]

    def __str__(self) -> str:
        return self.reference


class ReliefLine(models.Model):
    """One visit on the proof. `about` is its reference: billed once, even when the visit is erased. `is_void` as its proof is."""

    proof = models.ForeignKey(ReliefMonth, on_delete=models.CASCADE, related_name="lines")
    about = models.CharField(max_length=10)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    activity = models.CharField(max_length=80)
    cents = models.PositiveIntegerField()
    is_void = models.BooleanField(default=False, db_default=False)

    retention = [
        keep(Purpose.HELP, Period.YEARS_3, "proof", "about", "starts_at", "minutes", "activity", "cents"),
        not_personal("is_void"),
    ]

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0, minutes__gt=0), name="relief_line_is_something"),
            models.UniqueConstraint(fields=["about"], condition=Q(is_void=False), name="a_visit_is_billed_once"),
        ]

    def __str__(self) -> str:
        return self.about
