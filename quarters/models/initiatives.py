"""What residents run themselves, who is in it, how far it is, and the money asked for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.ideas.stages import AT_REST, OPEN, Stage


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def published(self) -> "InitiativeQuerySet":
        """Looked over by a helper, and not taken off again."""
        return self.filter(published_at__isnull=False)


class Initiative(models.Model):
    """Something that residents want to do together. Who runs it is an `InitiativePerson`; `enabler` is the helper beside her.

    Nobody but helpers and whoever brought it sees it before `published_at`. `reached` is where it was before a pause or the end.
    `touched_at`: when somebody last did something with it; `asked_at`: when its people were asked whether it is still there.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    slug = models.SlugField(max_length=90, unique=True, null=True, blank=True)
    title = models.CharField(max_length=80, blank=True)
    words = models.TextField(max_length=1000, blank=True)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="initiatives")
    contribution = models.OneToOneField(
        "quarters.Contribution", on_delete=models.SET_NULL, null=True, blank=True, related_name="initiative"
    )
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.IDEA)
    reached = models.CharField(max_length=12, choices=Stage.choices, default=Stage.IDEA)
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    meets_at = models.DateTimeField(null=True, blank=True)
    meets_until = models.DateTimeField(null=True, blank=True)
    meets_where = models.CharField(max_length=120, blank=True)
    rhythm = models.CharField(max_length=80, blank=True)
    enabler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    brought_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    turned_down_at = models.DateTimeField(null=True, blank=True)
    turned_down_why = models.CharField(max_length=400, blank=True)

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_12, "slug", "title", "words", "contribution", "meets_where", "rhythm"),
        keep(Purpose.CONTACT, Period.MONTHS_12, "enabler", "published_by", "turned_down_why"),
        not_personal("reference", "district", "stage", "reached", "places", "meets_at", "meets_until"),
        not_personal("brought_at", "touched_at", "asked_at", "published_at", "turned_down_at"),
    ]
    objects = InitiativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(meets_until=None) | Q(meets_until__gt=F("meets_at")), name="meeting_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(turned_down_at=None), name="initiative_is_public_or_turned_down"
            ),
            models.CheckConstraint(condition=Q(reached__in=OPEN), name="initiative_reached_an_open_stage"),
        ]
        indexes = [models.Index(fields=["district", "stage"], name="initiative_of_district")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("quarters:idea", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def is_asked(self) -> bool:
        """Its people were asked whether it is still there, and nobody has answered."""
        return self.asked_at is not None and self.asked_at > self.touched_at

    @property
    def is_open(self) -> bool:
        """Whether one can join."""
        return self.is_public and self.stage not in AT_REST


class Part(models.TextChoices):
    RUNS = "runs", gettext_lazy("Kümmert sich")
    JOINS = "joins", gettext_lazy("Macht mit")


class InitiativePerson(models.Model):
    """Who is in it, by the name and the ways that were given for this. The row goes at once when she leaves.

    `shows_name`: her first name may stand on the page. `may_reach`: whoever runs it may see her number and address.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="initiatives")
    part = models.CharField(max_length=5, choices=Part.choices, default=Part.JOINS)
    called = EncryptedTextField()
    phone = EncryptedTextField(blank=True, default="")
    email = EncryptedTextField(blank=True, default="")
    brings = EncryptedTextField(blank=True, default="")
    shows_name = models.BooleanField(default=False)
    may_reach = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_3, "initiative", "person", "part", "called", "phone", "email", "brings"),
        keep(Purpose.CONTACT, Period.MONTHS_3, "shows_name", "may_reach", "joined_at", "taken_by"),
        not_personal("reference"),
    ]

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "person"], name="nobody_joins_an_initiative_twice"),
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(part=Part.RUNS), name="one_resident_runs_an_initiative"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def first_name(self) -> str:
        """What the page says of her: her first name where she agreed."""
        return self.called.split()[0] if self.shows_name and self.called.strip() else _("jemand von hier")


class InitiativeStep(models.Model):
    """One step that was taken: the log from which figures of any day are read."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=12, choices=Stage.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_12, "by", "note"),
        not_personal("initiative", "stage", "at"),
    ]

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["initiative", "at"], name="step_of_initiative")]

    def __str__(self) -> str:
        return f"{self.initiative_id} {self.stage}"


class Verdict(models.TextChoices):
    GRANTED = "granted", gettext_lazy("bewilligt")
    REFUSED = "refused", gettext_lazy("nicht bewilligt")


class InitiativeBudget(models.Model):
    """A little money asked for one thing, and what the landlord said to it. `cents` is what was asked, `granted_cents` what comes."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="budgets")
    purpose = models.CharField(max_length=200, blank=True)
    cents = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    granted_cents = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=400, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_12, "asked_by", "taken_by"),
        keep(Purpose.PROOF, Period.YEARS_3, "purpose", "reason", "decided_by"),
        not_personal("reference", "initiative", "cents", "asked_at", "verdict", "granted_cents", "decided_at"),
    ]

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="budget_asks_for_something"),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None, granted_cents=0)
                | Q(verdict=Verdict.REFUSED, decided_at__isnull=False, granted_cents=0)
                | Q(verdict=Verdict.GRANTED, decided_at__isnull=False, granted_cents__gt=0),
                name="budget_is_granted_with_a_sum",
            ),
            models.CheckConstraint(condition=Q(granted_cents__lte=F("cents")), name="budget_grants_what_was_asked"),
        ]

    def __str__(self) -> str:
        return self.reference


class InitiativeReport(models.Model):
    """Somebody says that something is wrong with a public page."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="reports")
    words = EncryptedTextField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_6, "words", "seen_by"),
        not_personal("initiative", "at", "seen_at"),
    ]

    def __str__(self) -> str:
        return str(self.pk)
