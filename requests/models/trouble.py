"""Something went wrong with one visit, what was done about it and when, and how it ended. The steps are append-only by trigger."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.models.offer import Assignment
from requests.models.visit import Visit


class TroubleKind(models.TextChoices):
    """Nobody is blamed by any of these."""

    DOOR = "door", "Niemand öffnet"
    NOBODY_CAME = "nobody_came", "Niemand gekommen"
    CALLED_OFF = "late_tenant", "Kurz vorher abgesagt: vielleicht unterwegs"
    GAVE_UP = "late_person", "Kurz vorher abgesagt: jemand wartet"
    ONE_OF_TWO = "one_of_two", "Eine von zweien kann nicht"


class StepKind(models.TextChoices):
    RANG = "rang", "Noch einmal geklingelt"
    PHONED = "phoned", "Angerufen"
    CONTACT = "contact", "Kontaktperson angerufen"
    US = "us", "Bei uns angerufen"
    EMERGENCY = "emergency", "112 angerufen"
    PERSON = "person", "Bei der Person angerufen, die hingehen wollte"
    TENANT = "tenant", "Bei der Person angerufen, die wartet"


class Outcome(models.TextChoices):
    OPENED = "opened", "Tür geht auf, alles gut"
    ELSEWHERE = "elsewhere", "Nicht zu Hause, alles gut"
    HOSPITAL = "hospital", "Im Krankenhaus"
    EMERGENCY = "emergency", "112 ist da"
    CAME = "came", "War doch jemand da"
    TODAY = "today", "Es muss heute sein"
    OTHER_DAY = "other_day", "Ein anderer Tag geht auch"
    NOT_NEEDED = "not_needed", "Nicht mehr nötig"
    FOUND = "found", "Jemand anderes kommt"
    REACHED = "reached", "Weiß Bescheid"
    ALONE = "alone", "Es geht auch zu einer"


class Trouble(models.Model):
    """Stands on the board until it has an outcome. `assignment` is who goes, or would have gone."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="troubles")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="troubles")
    kind = models.CharField(max_length=12, choices=TroubleKind.choices)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    words = EncryptedTextField(blank=True, default="")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "visit", "assignment", "outcome", "opened_by", "ended_by"),
        keep(Purpose.HELP, Period.DAYS_30, "words"),
        not_personal("reference", "kind", "opened_at", "ended_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "kind"], condition=Q(ended_at=None), name="one_open_trouble_per_visit_and_kind"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | Q(ended_at__isnull=False) & ~Q(outcome=""),
                name="trouble_ends_with_an_outcome",
            ),
        ]
        indexes = [models.Index(fields=["visit"], name="trouble_open", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class TroubleStep(models.Model):
    """One thing that somebody did about it: who, what, when. Never changed; erased only with its case."""

    trouble = models.ForeignKey(Trouble, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "trouble", "kind", "by"),
        not_personal("at"),
    ]

    def __str__(self) -> str:
        return f"{self.trouble_id} {self.kind} {self.at:%H:%M}"
