"""A running association: its rules, members, fees and board. Bank data stands nowhere (docs/decisions/073)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from volunteers.clubs.offices import BoardOffice


class ClubRules(models.Model):
    """What the statute and the fee rule of an association say, as far as days and sums follow from it."""

    association = models.OneToOneField("quarters.Organisation", on_delete=models.CASCADE, related_name="club_rules")
    seat = models.CharField(_("Sitz"), max_length=60, default="Kassel")
    purpose = models.TextField(_("Was der Verein tut"), max_length=600, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("Einladungsfrist in Tagen"), default=14)
    board_years = models.PositiveSmallIntegerField(_("Amtszeit des Vorstands in Jahren"), default=2)
    fee_cents = models.PositiveIntegerField(_("Beitrag im Jahr"), default=0)
    family_fee_cents = models.PositiveIntegerField(_("Familienbeitrag im Jahr"), default=0)
    supporter_fee_cents = models.PositiveIntegerField(_("Beitrag fördernder Mitglieder"), default=0)
    fee_due_month = models.PositiveSmallIntegerField(_("Beiträge fällig zum Ersten des Monats"), default=3)
    register_number = models.CharField(_("Nummer im Vereinsregister"), max_length=20, blank=True)
    founded_on = models.DateField(_("gegründet am"), null=True, blank=True)
    next_number = models.PositiveIntegerField(default=1)

    retention = [
        not_personal("association", "seat", "purpose", "notice_days", "board_years", "fee_cents", "family_fee_cents"),
        not_personal("supporter_fee_cents", "fee_due_month", "register_number", "founded_on"),
        not_personal("next_number"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(notice_days__range=(1, 90)), name="club_invites_in_time"),
            models.CheckConstraint(condition=Q(board_years__range=(1, 5)), name="club_board_has_a_term"),
            models.CheckConstraint(condition=Q(fee_due_month__range=(1, 12)), name="club_fees_are_due_in_a_month"),
        ]

    def __str__(self) -> str:
        return str(self.association_id)


class MemberKind(models.TextChoices):
    ACTIVE = "active", _("aktiv")
    PASSIVE = "passive", _("passiv")
    SUPPORTING = "supporting", _("fördernd")


class Member(models.Model):
    """Somebody, or something, that belongs to one association, under a number that is never given twice.

    Who left keeps name, number and days as long as the books are kept; the rest goes. `family` is the member who pays for all.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    association = models.ForeignKey("quarters.Organisation", on_delete=models.PROTECT, related_name="members")
    number = models.PositiveIntegerField()
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Art"), max_length=10, choices=MemberKind.choices, default=MemberKind.ACTIVE)
    is_legal_person = models.BooleanField(_("eine Organisation, kein Mensch"), default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    street = models.CharField(_("Straße und Ort"), max_length=160, blank=True)
    phone = models.CharField(_("Telefon"), max_length=20, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    is_minor = models.BooleanField(_("noch nicht 18 Jahre alt"), default=False)
    guardian = models.CharField(_("Wer erziehungsberechtigt ist"), max_length=120, blank=True)
    guardian_agreed_on = models.DateField(_("Einwilligung vom"), null=True, blank=True)
    family = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="relatives",
        verbose_name=_("Familie von"),
    )
    joined_on = models.DateField(_("Eintritt"))
    left_on = models.DateField(_("Austritt"), null=True, blank=True)

    retention = [
        keep(Purpose.MEMBERSHIP, Period.MONTHS_3, "person", "street", "phone", "email", "guardian"),
        keep(Purpose.MEMBERSHIP, Period.MONTHS_3, "guardian_agreed_on", "family"),
        keep(Purpose.MEMBERSHIP, Period.YEARS_10, "association", "number", "name", "kind", "is_legal_person"),
        keep(Purpose.MEMBERSHIP, Period.YEARS_10, "is_minor", "joined_on", "left_on"),
        not_personal("reference"),
    ]

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["association", "number"], name="member_number_once_per_association"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="member_leaves_after_joining"
            ),
            models.CheckConstraint(
                condition=Q(is_minor=False) | Q(left_on__isnull=False) | Q(guardian_agreed_on__isnull=False),
                name="minor_member_has_a_guardian_who_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Fee(models.Model):
    """What one member owes for one year. Paid or waived on a day; how it came, nobody writes down."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="fees")
    year = models.PositiveSmallIntegerField()
    cents = models.PositiveIntegerField()
    due_on = models.DateField()
    paid_on = models.DateField(null=True, blank=True)
    waived_on = models.DateField(null=True, blank=True)

    retention = [
        keep(Purpose.MEMBERSHIP, Period.YEARS_10, "member", "year", "cents", "due_on", "paid_on", "waived_on"),
        not_personal("reference"),
    ]

    class Meta:
        ordering = ["year", "member__number"]
        constraints = [
            models.UniqueConstraint(fields=["member", "year"], name="fee_once_per_member_and_year"),
            models.CheckConstraint(condition=Q(paid_on=None) | Q(waived_on=None), name="fee_is_paid_or_waived"),
        ]

    def __str__(self) -> str:
        return self.reference


class BoardTerm(models.Model):
    """An office, held from the election until somebody else is elected; `ends_on` is when the term is over by the statute."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="terms")
    office = models.CharField(_("Amt"), max_length=10, choices=BoardOffice.choices)
    starts_on = models.DateField(_("gewählt am"))
    ends_on = models.DateField(_("gewählt bis"))
    left_on = models.DateField(null=True, blank=True)
    votes_yes = models.PositiveSmallIntegerField(_("Ja-Stimmen"), null=True, blank=True)
    votes_no = models.PositiveSmallIntegerField(_("Nein-Stimmen"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("Enthaltungen"), null=True, blank=True)

    retention = [
        keep(Purpose.MEMBERSHIP, Period.YEARS_10, "member", "office", "starts_on", "ends_on", "left_on"),
        keep(Purpose.MEMBERSHIP, Period.YEARS_10, "votes_yes", "votes_no", "abstained"),
        not_personal("reference"),
    ]

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="board_term_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["member", "office"], condition=Q(left_on=None), name="one_running_term_per_member_and_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.starts_on}"
