"""What an association does week by week: office duty, the numbered log, assemblies, and what has to be renewed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class OfficeDuty(models.Model):
    """A member answers the telephone of the association on one day."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.CASCADE, related_name="office_duties")
    member = models.ForeignKey("volunteers.Member", on_delete=models.CASCADE, related_name="office_duties")
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()

    retention = [
        keep(Purpose.MEMBERSHIP, Period.MONTHS_12, "member", "day", "starts", "ends"),
        not_personal("reference", "association"),
    ]

    class Meta:
        ordering = ["day", "starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="office_duty_ends_after_it_begins"),
            models.UniqueConstraint(fields=["member", "day", "starts"], name="office_duty_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts:%H:%M}"


class ClubBook(models.Model):
    """One day of an association's log. Once closed, a trigger takes no more lines (migration of this table)."""

    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.PROOF, Period.MONTHS_12, "closed_by", "closed_at"),
        not_personal("association", "day"),
    ]

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["association", "day"], name="one_club_book_per_day")]

    def __str__(self) -> str:
        return f"{self.association_id} {self.day}"


class ClubLine(models.Model):
    """A numbered line: „17/2026“. Numbers run through the year of an association, without a gap; nothing is changed later."""

    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="+")
    book = models.ForeignKey(ClubBook, on_delete=models.PROTECT, related_name="lines")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    words = EncryptedTextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    retention = [
        keep(Purpose.PROOF, Period.MONTHS_12, "book", "year", "number", "words", "by", "at"),
        not_personal("association"),
    ]

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["association", "year", "number"], name="club_line_number_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class AssemblyKind(models.TextChoices):
    ORDINARY = "ordinary", _("ordentliche Mitgliederversammlung")
    EXTRA = "extra", _("außerordentliche Mitgliederversammlung")


class Assembly(models.Model):
    """Members meet and decide. `notice_days` is what the statute said when it was called."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="assemblies")
    kind = models.CharField(_("Art"), max_length=10, choices=AssemblyKind.choices, default=AssemblyKind.ORDINARY)
    held_at = models.DateTimeField()
    place = models.CharField(_("Wo"), max_length=160)
    agenda = models.TextField(_("Tagesordnung"), max_length=2000)
    notice_days = models.PositiveSmallIntegerField()
    invited_on = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    leader = models.CharField(_("Leitung"), max_length=120, blank=True)
    minute_taker = models.CharField(_("Protokoll"), max_length=120, blank=True)
    present = models.PositiveSmallIntegerField(_("stimmberechtigte Mitglieder anwesend"), null=True, blank=True)
    minutes = models.TextField(_("Beschlüsse, jeder mit den Stimmen"), max_length=8000, blank=True)

    retention = [
        keep(Purpose.MEMBERSHIP, Period.YEARS_10, "agenda", "leader", "minute_taker", "minutes", "invited_by", "place"),
        not_personal("reference", "association", "kind", "held_at", "notice_days", "invited_on", "present"),
    ]

    class Meta:
        ordering = ["-held_at"]

    def __str__(self) -> str:
        return self.reference


class RenewalKind(models.TextChoices):
    TAX = "tax", _("Steuererklärung und Freistellungsbescheid")
    BOARD = "board", _("Neuwahl des Vorstands")
    REGISTER = "register", _("Änderung beim Registergericht anmelden")
    ASSEMBLY = "assembly", _("Mitgliederversammlung einladen")
    OTHER = "other", _("Eigene Frist")


class Renewal(models.Model):
    """Something that has to be done by a day, and after it perhaps again in so many months."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.CASCADE, related_name="renewals")
    kind = models.CharField(_("Was"), max_length=10, choices=RenewalKind.choices)
    words = models.CharField(_("In eigenen Worten"), max_length=160, blank=True)
    due_on = models.DateField(_("bis"))
    every_months = models.PositiveSmallIntegerField(_("dann wieder nach Monaten"), default=0)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.MEMBERSHIP, Period.YEARS_3, "words", "done_by"),
        not_personal("reference", "association", "kind", "due_on", "every_months", "done_on"),
    ]

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "kind", "due_on", "words"], name="renewal_once_per_kind_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
