"""An association in founding: what it wants to be, its founders, and how far each step is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from volunteers.clubs.offices import BoardOffice


class Founding(models.Model):
    """Residents found it, `enabler` is the helper beside them. What the statute will say stands here; bank data nowhere.

    After `handed_over_at` the association is a controller of its own: whoever helped sees the steps, no longer the people.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    name = models.CharField(_("Name des Vereins"), max_length=100)
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="foundings")
    idea = models.OneToOneField(
        "quarters.Initiative", on_delete=models.SET_NULL, null=True, blank=True, related_name="founding"
    )
    association = models.OneToOneField(
        "quarters.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="founding"
    )
    enabler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    purpose = models.TextField(_("Was der Verein tut"), max_length=600, blank=True)
    seat = models.CharField(_("Sitz"), max_length=60, default="Kassel")
    heir = models.CharField(
        _("Wer das Vermögen bekommt, wenn es den Verein nicht mehr gibt"), max_length=160, blank=True, default=""
    )
    notice_days = models.PositiveSmallIntegerField(_("Einladungsfrist in Tagen"), default=14)
    board_years = models.PositiveSmallIntegerField(_("Amtszeit des Vorstands in Jahren"), default=2)
    fee_cents = models.PositiveIntegerField(_("Beitrag im Jahr"), default=2400)
    family_fee_cents = models.PositiveIntegerField(_("Familienbeitrag im Jahr"), default=3600)
    meets_at = models.DateTimeField(null=True, blank=True)
    meets_where = models.CharField(_("Wo"), max_length=160, blank=True)
    leader = models.CharField(_("Wer die Versammlung leitet"), max_length=120, blank=True)
    minute_taker = models.CharField(_("Wer das Protokoll schreibt"), max_length=120, blank=True)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_12, "idea", "enabler", "meets_where", "leader", "minute_taker"),
        not_personal("reference", "name", "district", "association", "purpose", "seat", "heir", "notice_days"),
        not_personal("board_years", "fee_cents", "family_fee_cents", "meets_at", "begun_at", "touched_at"),
        not_personal("handed_over_at", "ended_at"),
    ]

    class Meta:
        ordering = ["-touched_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(notice_days__range=(1, 90)), name="founding_invites_in_time"),
            models.CheckConstraint(condition=Q(board_years__range=(1, 5)), name="founding_board_has_a_term"),
        ]

    def __str__(self) -> str:
        return self.name


class FoundingStep(models.Model):
    """How far one step of the graph is: sent off and waiting since a day, or done on one. No row: not begun."""

    founding = models.ForeignKey(Founding, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(max_length=12)
    waits_since = models.DateField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_12, "note", "by"),
        not_personal("founding", "code", "waits_since", "answer_by", "done_on", "at"),
    ]

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["founding", "code"], name="founding_step_once"),
            models.CheckConstraint(
                condition=Q(waits_since__isnull=False) | Q(done_on__isnull=False), name="founding_step_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(waits_since=None) | Q(done_on=None) | Q(done_on__gte=F("waits_since")),
                name="founding_step_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.founding_id} {self.code}"


class Founder(models.Model):
    """Somebody who founds it: on the list of those present, perhaps on the board. Her own link leads to the founding.

    `person` is whom that link was sent to, `told_at` when; another address of hers is another account, or none yet.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    founding = models.ForeignKey(Founding, on_delete=models.CASCADE, related_name="founders")
    name = models.CharField(_("Vor- und Nachname"), max_length=120)
    street = models.CharField(_("Straße und Ort"), max_length=160, blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    language = models.CharField(_("Sprache"), max_length=10, default="de", db_default="de")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="foundings"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    office = models.CharField(_("Amt"), max_length=10, choices=BoardOffice.choices, blank=True)
    votes_yes = models.PositiveSmallIntegerField(_("Ja-Stimmen"), null=True, blank=True)
    votes_no = models.PositiveSmallIntegerField(_("Nein-Stimmen"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("Enthaltungen"), null=True, blank=True)
    accepts = models.BooleanField(_("nimmt die Wahl an"), default=False)
    has_signed = models.BooleanField(_("hat die Satzung unterschrieben"), default=False)

    retention = [
        keep(Purpose.MEMBERSHIP, Period.MONTHS_3, "name", "street", "phone", "email", "office", "votes_yes"),
        keep(Purpose.MEMBERSHIP, Period.MONTHS_3, "language", "person", "told_at"),
        keep(Purpose.MEMBERSHIP, Period.MONTHS_3, "votes_no", "abstained", "accepts", "has_signed"),
        not_personal("reference", "founding"),
    ]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["founding", "name"], name="founder_once_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_elected(self) -> bool:
        """With more yes than no, and accepted."""
        return bool(self.office) and self.accepts and (self.votes_yes or 0) > (self.votes_no or 0)
