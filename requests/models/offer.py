"""Who was asked, and who goes."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.visit import Visit
from requests.states import STANDING_ASSIGNMENT_STATES, AssignmentState, OfferState


class Tier(models.TextChoices):
    VOLUNTEER = "volunteer", "Ehrenamtliche"
    CARE = "care", "Bereitschaft"


class Offer(models.Model):
    """One person asked for one visit, with a start inside the wish window and the reasons for asking her."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="offers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="offers")
    tier = models.CharField(max_length=10, choices=Tier.choices, default=Tier.VOLUNTEER)
    state = models.CharField(max_length=10, choices=OfferState.choices, blank=True, default="")
    proposed_start = models.DateTimeField()
    reasons = models.JSONField(default=list, help_text="warum diese Person, in Worten")
    round = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    is_familiar = models.BooleanField(
        default=False, db_default=False, help_text="allein gefragt, weil sie schon dort war"
    )
    was_taken = models.BooleanField(
        default=False, db_default=False, help_text="zurückgezogen, weil jemand schneller war"
    )

    retention = [
        not_personal("was_taken"),
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "person", "tier", "proposed_start", "reasons", "is_familiar"),
        not_personal("reference", "state", "round", "asked_at", "answer_by", "answered_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "person"], condition=Q(state="open"), name="one_open_offer_per_visit_and_person"
            ),
            models.CheckConstraint(condition=Q(state__in=["", *OfferState.values]), name="offer_state_is_known"),
        ]
        indexes = [models.Index(fields=["person", "state"], name="offer_of_person")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state == OfferState.OPEN


class Part(models.TextChoices):
    LEAD = "lead", "geht hin"
    TANDEM = "tandem", "geht mit"


class Assignment(models.Model):
    """A person goes to a visit at a planned time (half-open, ways not included). Only a yes makes one."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.LEAD)
    state = models.CharField(max_length=10, choices=AssignmentState.choices, blank=True, default="")
    planned_window = DateTimeRangeField()
    calls_before = models.BooleanField(default=False, db_default=False, help_text="ruft am Tag vorher kurz an")
    created_at = models.DateTimeField()

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "person", "planned_window"),
        not_personal("part", "state", "calls_before", "created_at"),
    ]

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="assignment_no_overlap_per_person",
                expressions=[("person", RangeOperators.EQUAL), ("planned_window", RangeOperators.OVERLAPS)],
                condition=Q(state__in=STANDING_ASSIGNMENT_STATES),
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(part="lead", state__in=STANDING_ASSIGNMENT_STATES),
                name="one_lead_per_visit",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["", *AssignmentState.values]), name="assignment_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    planned_window__isempty=False, planned_window__lower_inf=False, planned_window__upper_inf=False
                ),
                name="assignment_window_is_bounded",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="assignment_of_person")]

    def __str__(self) -> str:
        return f"{self.visit} {self.person_id}"
