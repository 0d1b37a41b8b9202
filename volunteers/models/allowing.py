"""What allows somebody to be sent: what she has shown, who recognised her, what her association offers, what a task asks for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from piano.kit.audit import audited
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.models import EvidenceKind, Level, Who
from volunteers.models.volunteer import Volunteer


class Evidence(models.Model):
    """Something that was shown to somebody who checked it, valid on the days from `valid_from` before `valid_until`.

    Of a certificate of conduct only its dates are kept: that nothing stood in it says the kind. `source` names the certificate
    of a course that it follows from, `version` the words that were signed.
    """

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=20, choices=EvidenceKind.choices)
    issued_on = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=40, blank=True, default="", db_default="")
    version = models.CharField("Fassung des Textes", max_length=12, blank=True, default="", db_default="")

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "volunteer", "kind", "valid_from", "valid_until", "checked_by"),
        not_personal("version"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "issued_on", "source"),
        keep(Purpose.VOLUNTEERING, Period.MONTHS_3, "volunteer", "kind", "checked_by", of="Führungszeugnis"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")), name="evidence_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.valid_from}"


@audited()
class Scope(models.Model):
    """Who of an association may do a category: an association decides this itself (domain 2). No row: the category's own rule."""

    NOT_OFFERED = "not_offered"
    association = models.ForeignKey("quarters.Organisation", on_delete=models.CASCADE, related_name="scopes")
    category = models.ForeignKey("quarters.Category", on_delete=models.CASCADE, related_name="scopes")
    who = models.CharField(max_length=12, choices=[*Who.choices, (NOT_OFFERED, "bieten wir nicht an")])

    retention = [not_personal("association", "category", "who")]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "category"], name="scope_once_per_association_and_category"),
        ]

    def __str__(self) -> str:
        return f"{self.association}: {self.category} {self.who}"


@audited()
class LevelRule(models.Model):
    """Evidence that is asked for from one level on, in every federal state or in one (domain 2, 4): data, with validity dates."""

    level = models.CharField(
        "ab Stufe", max_length=1, choices=[choice for choice in Level.choices if choice[0] != Level.P]
    )
    state = models.CharField(
        "Land", max_length=2, blank=True, default="", help_text="leer: überall; sonst zum Beispiel HE für Hessen"
    )
    kind = models.CharField("Nachweis", max_length=20, choices=EvidenceKind.choices)
    valid_from = models.DateField("gilt ab")
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)

    retention = [not_personal("level", "state", "kind", "valid_from", "valid_until")]

    class Meta:
        ordering = ["level", "state", "kind"]
        verbose_name, verbose_name_plural = "Verlangter Nachweis (Stufe)", "Verlangte Nachweise (Stufen)"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="level_rule_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["level", "state", "kind", "valid_from"], name="level_rule_once_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.get_kind_display()}"


@audited()
class Qualification(models.Model):
    """Evidence that a kind of help asks for in a federal state, beyond its level (domain 4): data, with validity dates."""

    category = models.ForeignKey(
        "quarters.Category", on_delete=models.CASCADE, related_name="qualifications", verbose_name="Hilfeart"
    )
    state = models.CharField("Land", max_length=2, default="HE", help_text="zum Beispiel HE für Hessen")
    kind = models.CharField("Nachweis", max_length=20, choices=EvidenceKind.choices)
    valid_from = models.DateField("gilt ab")
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)

    retention = [not_personal("category", "state", "kind", "valid_from", "valid_until")]

    class Meta:
        ordering = ["category", "state", "kind"]
        verbose_name, verbose_name_plural = "Verlangter Nachweis", "Verlangte Nachweise"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="qualification_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["category", "state", "kind", "valid_from"], name="qualification_once_from_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.get_kind_display()}"


class Recognition(models.Model):
    """She may help where § 45b SGB XI pays: recognised person by person, in Kassel by the Magistrat (domain 3.3).

    Provisional ones end after six months while papers are missing.
    """

    volunteer = models.ForeignKey(Volunteer, on_delete=models.CASCADE, related_name="recognitions")
    authority = models.CharField("anerkannt von", max_length=120)
    file_number = models.CharField("Aktenzeichen", max_length=40, blank=True)
    valid_from = models.DateField("gilt ab")
    valid_until = models.DateField("gilt bis (ausschließlich)", null=True, blank=True)
    is_provisional = models.BooleanField("vorläufig", default=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "volunteer", "authority", "file_number", "valid_from"),
        keep(Purpose.VOLUNTEERING, Period.YEARS_3, "valid_until", "is_provisional", "checked_by"),
    ]

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="recognition_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(is_provisional=False) | Q(valid_until__isnull=False),
                name="provisional_recognition_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority} {self.valid_from}"
