"""What is to become of a district: goals, measures, numbers over time, partners, meetings, and the versions that were agreed.

Nothing here is about residents: who is responsible is named by office or organisation, minutes are of institutions.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q

from piano.kit.references import new_reference
from piano.kit.retention import not_personal


class ConceptPartQuerySet(models.QuerySet[Any]):
    def standing(self) -> Any:
        return self.filter(dropped_at=None)


class ConceptPart(models.Model):
    """One line of a concept. It is taken out, not deleted, and can be fetched back."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    concept = models.ForeignKey("quarters.Concept", on_delete=models.CASCADE, related_name="%(class)ss")
    noted_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = ConceptPartQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference


PART = ("reference", "concept", "noted_at", "dropped_at")


class Concept(models.Model):
    """One for each district. `summary` is what everybody reads, in plain words."""

    district = models.OneToOneField("quarters.District", on_delete=models.PROTECT, related_name="concept")
    summary = models.TextField("In einfachen Worten, für alle", max_length=1500, blank=True)
    situation = models.TextField("Wie es heute ist", max_length=4000, blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    retention = [not_personal("district", "summary", "situation", "begun_at", "changed_at")]

    def __str__(self) -> str:
        return f"Konzept {self.district_id}"


class Goal(ConceptPart):
    title = models.CharField("Ziel", max_length=120, help_text="Zum Beispiel: Niemand isst jeden Tag allein")
    words = models.TextField("Was heißt das?", max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField("Reihenfolge", default=1)

    retention = [not_personal(*PART, "title", "words", "position")]

    class Meta:
        ordering = ["position", "pk"]


class ConceptMeasure(ConceptPart):
    """What is done for a goal, by whom, from when until when. `due_on` changes only with a word (`MeasureDelay`)."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="measures", verbose_name="Für welches Ziel?")
    title = models.CharField("Maßnahme", max_length=160)
    responsible = models.CharField(
        "Zuständig", max_length=120, help_text="Stelle oder Einrichtung, keine Namen von Bewohnerinnen und Bewohnern"
    )
    starts_on = models.DateField("Beginn")
    due_on = models.DateField("Fertig bis")
    done_on = models.DateField("Erledigt am", null=True, blank=True)
    outcome = models.CharField("Was ist daraus geworden?", max_length=300, blank=True)

    retention = [
        not_personal(*PART, "goal", "title", "responsible", "starts_on", "due_on", "done_on", "outcome"),
    ]

    class Meta:
        db_table = "quarters_measure"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")),
                name="measure_is_due_after_it_begins",
                violation_error_message="Das Ende liegt vor dem Beginn.",
            ),
        ]

    def state(self, on: dt.date) -> str:
        """`done`, `late`, `ahead` or `running` on that day."""
        if self.done_on and self.done_on <= on:
            return "done"
        if self.due_on < on:
            return "late"
        return "ahead" if self.starts_on > on else "running"


class MeasureDelay(models.Model):
    """That a measure was to be done by another day before, and why that changed."""

    measure = models.ForeignKey(ConceptMeasure, on_delete=models.CASCADE, related_name="delays")
    was_due_on = models.DateField()
    why = models.CharField(max_length=300)
    noted_at = models.DateTimeField()

    retention = [not_personal("measure", "was_due_on", "why", "noted_at")]

    class Meta:
        ordering = ["noted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.was_due_on}"


class Indicator(ConceptPart):
    """A number that shows whether a goal comes nearer."""

    goal = models.ForeignKey(
        Goal, on_delete=models.CASCADE, related_name="indicators", verbose_name="Für welches Ziel?"
    )
    name = models.CharField("Kennzahl", max_length=120, help_text="Zum Beispiel: Gäste am Mittagstisch je Woche")
    unit = models.CharField("Einheit", max_length=30, blank=True, help_text="Zum Beispiel: Menschen, Prozent, Stunden")
    target = models.DecimalField("Zielwert", max_digits=9, decimal_places=1)
    target_on = models.DateField("Erreicht bis")
    less_is_better = models.BooleanField("Weniger ist besser", default=False)

    retention = [not_personal(*PART, "goal", "name", "unit", "target", "target_on", "less_is_better")]

    class Meta:
        ordering = ["pk"]


class Reading(ConceptPart):
    """What an indicator showed on a day, and where that is from."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField("Tag")
    value = models.DecimalField("Wert", max_digits=9, decimal_places=1)
    source = models.CharField("Woher?", max_length=120, blank=True, help_text="Zum Beispiel: Strichliste im Treffpunkt")

    retention = [not_personal(*PART, "indicator", "on", "value", "source")]

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "on"], condition=Q(dropped_at=None), name="indicator_is_read_once_a_day"
            ),
        ]


class Partner(ConceptPart):
    name = models.CharField("Partner", max_length=120, help_text="Verein, Kirche, Schule, Amt, Geschäft")
    brings = models.CharField("Was sie beitragen", max_length=300, blank=True)

    retention = [not_personal(*PART, "name", "brings")]

    class Meta:
        ordering = ["name", "pk"]


class ConceptMeeting(ConceptPart):
    on = models.DateField("Tag")
    where = models.CharField("Ort", max_length=120, blank=True)
    present = models.CharField(
        "Wer war da", max_length=300, blank=True, help_text="Einrichtungen, keine Namen von Bewohnerinnen und Bewohnern"
    )
    minutes = models.TextField("Protokoll", max_length=8000, blank=True)

    retention = [not_personal(*PART, "on", "where", "present", "minutes")]

    class Meta:
        ordering = ["-on", "-pk"]


class ConceptVersion(models.Model):
    """What was agreed on a day, as it was printed then. Later changes do not touch it."""

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    blocks = models.JSONField()

    retention = [not_personal("concept", "number", "on", "blocks")]

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["concept", "number"], name="concept_version_once")]

    def __str__(self) -> str:
        return f"{self.concept_id} {self.number}"
