"""The round of calls: who is called each day or in the heat, by whom, and what became of each call (domain 2, category call)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from requests.states import OPEN_ENTRY_STATES, EntryState


class RoundKind(models.TextChoices):
    SAFETY = "safety", _("an festen Tagen")
    HEAT = "heat", _("bei Hitze")


class Enrolment(models.Model):
    """A resident wants to be called in the morning. She agreed to it, and to whom we ask when she does not answer.

    `weekdays` (Monday 0) count for calls on fixed days; a warning of heat calls on any day. `away_until` is included.
    """

    resident = models.ForeignKey("quarters.Resident", on_delete=models.CASCADE, related_name="enrolments")
    kind = models.CharField(max_length=6, choices=RoundKind.choices)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    first_day = models.DateField()
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)
    wording_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    read_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "resident", "kind", "weekdays", "first_day", "away_from", "away_until"),
        keep(Purpose.HELP, Period.MONTHS_12, "wording_version", "language", "read_out_by", "agreed_at", "ended_by"),
        not_personal("ended_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "kind"], condition=Q(ended_at=None), name="one_standing_enrolment_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None)
                | Q(away_from__isnull=False, away_until__gte=F("away_from")),
                name="away_from_the_round_is_a_span",
            ),
            models.CheckConstraint(
                condition=Q(kind="heat") | Q(weekdays__len__gt=0), name="safety_calls_have_weekdays"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resident_id} {self.kind}"


class HeatWarning(models.Model):
    """Somebody declared a hot day for a district; everybody enrolled for the heat is called then."""

    district = models.ForeignKey("quarters.District", on_delete=models.CASCADE, related_name="heat_warnings")
    day = models.DateField()
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    declared_at = models.DateTimeField()

    retention = [
        keep(Purpose.PROOF, Period.MONTHS_12, "declared_by"),
        not_personal("district", "day", "declared_at"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "day"], name="one_heat_warning_per_district_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.day}"


class RoundCaller(models.Model):
    """A volunteer calls for a district on these weekdays (Monday 0). Whether she may is asked each time she looks."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="round_duties")
    district = models.ForeignKey("quarters.District", on_delete=models.CASCADE, related_name="round_callers")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    retention = [keep(Purpose.VOLUNTEERING, Period.YEARS_3, "person", "district", "weekdays", "chosen_by")]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "district"], name="round_caller_once_per_district"),
            models.CheckConstraint(condition=Q(weekdays__len__gt=0), name="round_caller_has_weekdays"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.district_id}"


class CallRound(models.Model):
    """One morning of one district. `begun_late_at`: the helpers heard that nobody had begun. `closed_at`: it was noon."""

    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    begun_late_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    retention = [not_personal("district", "day", "begun_late_at", "closed_at")]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "day"], name="one_call_round_per_district_and_day")]

    def __str__(self) -> str:
        return f"{self.district_id} {self.day}"


class RoundEntry(models.Model):
    """One resident on one morning. `held_by` is calling her until `held_until`, so that nobody calls at the same time.

    `tell_at`: when whoever is responsible hears (again) that she was not reached; only while a helper has it in hand.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    round = models.ForeignKey(CallRound, on_delete=models.CASCADE, related_name="entries")
    resident = models.ForeignKey("quarters.Resident", on_delete=models.CASCADE, related_name="round_entries")
    state = models.CharField(max_length=8, choices=EntryState.choices, default=EntryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    is_danger = models.BooleanField(default=False)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    held_until = models.DateTimeField(null=True, blank=True)
    tell_at = models.DateTimeField(null=True, blank=True)
    told = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "round", "resident", "tries", "is_danger", "held_by"),
        not_personal("reference", "state", "next_try_at", "held_until", "tell_at", "told", "settled_at"),
    ]

    class Meta:
        verbose_name = "Anruf der Runde"
        constraints = [
            models.UniqueConstraint(fields=["round", "resident"], name="one_entry_per_round_and_resident"),
            models.CheckConstraint(condition=Q(state__in=EntryState.values), name="entry_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.HELPER) | Q(tell_at__isnull=False), name="entry_in_hand_is_told_again"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_ENTRY_STATES, settled_at=None)
                | (~Q(state__in=OPEN_ENTRY_STATES) & Q(settled_at__isnull=False)),
                name="entry_is_open_or_settled",
            ),
        ]
        indexes = [models.Index(fields=["round"], name="entry_open", condition=Q(state__in=OPEN_ENTRY_STATES))]

    def __str__(self) -> str:
        return self.reference


class CallOutcome(models.TextChoices):
    """What one call or one look brought."""

    WELL = "well", _("Erreicht, alles gut")
    NEEDS = "needs", _("Erreicht, braucht etwas")
    DANGER = "danger", _("Gefahr")
    NO_ANSWER = "silent", _("Niemand nimmt ab")
    CONTACT_KNOWS = "knows", _("Vertrauensperson weiß, dass alles gut ist")
    CONTACT_GOES = "goes", _("Vertrauensperson sieht nach und ruft zurück")
    CONTACT_SILENT = "nocontact", _("Vertrauensperson nicht erreicht")
    NOON = "noon", _("Bis Mittag nicht erreicht")
    SETTLED = "settled", _("Geklärt")
    AGAIN = "again", _("Doch noch nicht geklärt")


class RoundStep(models.Model):
    """The log of an entry: one row for each call and each step. Only grows; words vanish after their time."""

    entry = models.ForeignKey(RoundEntry, on_delete=models.CASCADE, related_name="steps")
    outcome = models.CharField(max_length=9, choices=CallOutcome.choices)
    to_state = models.CharField(max_length=8, choices=EntryState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "entry", "outcome", "to_state", "by"),
        keep(Purpose.HELP, Period.DAYS_30, "note"),
        not_personal("at"),
    ]

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.outcome}"
