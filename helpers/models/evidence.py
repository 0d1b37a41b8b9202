"""What paid helpers and care workers have shown, and what is asked of them. Volunteers' stands in `volunteers.models.allowing`."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from piano.kit.audit import audited
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.models.evidence import EvidenceKind


class StaffEvidence(models.Model):
    """Something that was shown to somebody who checked it, valid on the days from `valid_from` before `valid_until`.

    Of a certificate of conduct only its dates are kept: that nothing stood in it says the kind. `source` names the certificate
    of a course that it follows from.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    issued_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=40, blank=True, default="", db_default="")

    retention = [
        keep(Purpose.PROOF, Period.YEARS_3, "person", "kind", "issued_on", "valid_from", "valid_until", "checked_by"),
        keep(Purpose.PROOF, Period.YEARS_3, "source"),
        keep(Purpose.PROOF, Period.MONTHS_3, "person", "kind", "checked_by", of="Führungszeugnis"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="staff_evidence_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["person", "kind"], name="staff_evidence_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"


class StaffRole(models.TextChoices):
    HELPER = "helper", "Nachbarschaftshilfe"
    CARE_WORKER = "care_worker", "Pflegedienst"


@audited()
class Requirement(models.Model):
    """Evidence that a federal state or an employer asks of paid people, in one kind of help or in all; dated (domain 4)."""

    role = models.CharField("wer", max_length=12, choices=StaffRole.choices)
    category = models.ForeignKey(
        "quarters.Category",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="requirements",
        verbose_name="Hilfeart",
        help_text="leer: für alles",
    )
    state = models.CharField("Land", max_length=2, default="HE", help_text="zum Beispiel HE für Hessen")
    kind = models.CharField("Nachweis", max_length=20, choices=EvidenceKind.choices)
    valid_from = models.DateField("gilt ab")
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)

    retention = [not_personal("role", "category", "state", "kind", "valid_from", "valid_until")]

    class Meta:
        ordering = ["role", "category", "state", "kind"]
        verbose_name, verbose_name_plural = (
            "Verlangter Nachweis (Hauptamtliche)",
            "Verlangte Nachweise (Hauptamtliche)",
        )
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="requirement_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["role", "category", "state", "kind", "valid_from"],
                nulls_distinct=False,
                name="requirement_once_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_kind_display()}"
