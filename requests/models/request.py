"""What somebody asked for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal
from quarters.models import Urgency
from requests.states import RequestState


class Source(models.TextChoices):
    WEB = "web", "im Internet"
    PHONE = "phone", "am Telefon"
    PAPER = "paper", "auf Papier"


class Notify(models.TextChoices):
    """Who gets our messages when somebody asks for another. Who opens the door always hears who comes."""

    TENANT = "tenant", "nur die Person selbst"
    CALLER = "caller", "nur wer fragt"
    BOTH = "both", "beide"


class Knows(models.TextChoices):
    """„Weiß Ihre Mutter davon?“ as the caller answered; her own yes is a `Clearance`."""

    YES = "yes", "weiß davon"
    NO = "no", "weiß noch nichts davon"


class HelpRequest(models.Model):
    """A wish for help of one resident. Its visits exist before anybody is found. A variable is `help_request`."""

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    resident = models.ForeignKey("quarters.Resident", on_delete=models.PROTECT, related_name="help_requests")
    category = models.ForeignKey("quarters.Category", on_delete=models.PROTECT, related_name="help_requests")
    district = models.ForeignKey("quarters.District", on_delete=models.PROTECT, related_name="help_requests")
    state = models.CharField(max_length=12, choices=RequestState.choices, blank=True, default="")
    urgency = models.CharField(max_length=6, choices=Urgency.choices, default=Urgency.NORMAL)
    urgent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    urgent_at = models.DateTimeField(null=True, blank=True, help_text="wann ein Mensch es dringend genannt hat")
    source = models.CharField(max_length=6, choices=Source.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="asked_requests"
    )
    caller_name = models.CharField(max_length=120, blank=True, help_text="wer anruft, wenn es jemand anderes ist")
    caller_phone = models.CharField(max_length=20, blank=True)
    caller_relation = models.CharField(max_length=60, blank=True)
    knows = models.CharField(max_length=3, choices=Knows.choices, blank=True, default="", db_default="")
    notify = models.CharField(
        max_length=6, choices=Notify.choices, default=Notify.TENANT, db_default=Notify.TENANT.value
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="contact_requests"
    )
    wish = EncryptedTextField(blank=True, default="")
    wish_time = models.CharField(max_length=200, blank=True, help_text="die Zeit in den Worten der Person")
    hints = EncryptedTextField(blank=True, default="")
    phrases = EncryptedTextField(blank=True, default="", db_default="", help_text="Kennungen aus requests.phrases")
    written_in = models.CharField(
        max_length=10,
        blank=True,
        default="",
        db_default="",
        help_text="in welcher Sprache Wunsch und Hinweise geschrieben sind; leer: Deutsch",
    )
    wants_regular = models.BooleanField(
        default=False, db_default=False, help_text="regelmäßig gewünscht, wie oft ist noch zu fragen"
    )
    deadline_on = models.DateField(null=True, blank=True)
    needs_language = models.CharField(max_length=5, blank=True, help_text="leer: Deutsch genügt")
    wants_gender = models.CharField(
        max_length=8,
        choices=[("female", "eine Frau"), ("male", "ein Mann")],
        blank=True,
        default="",
        db_default="",
        help_text="wer kommen soll; leer: gleich",
    )
    wished_name = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text="wer am liebsten kommen soll, in ihren Worten"
    )
    wished = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    wished_at = models.DateTimeField(null=True, blank=True, help_text="wann gesagt wurde, wer das ist")
    people_needed = models.PositiveSmallIntegerField(default=1, db_default=1, help_text="wie viele Menschen hingehen")
    uses_relief = models.BooleanField(default=False, db_default=False, help_text="Entlastungsbetrag § 45b SGB XI")
    cost_told = models.CharField(
        max_length=600, blank=True, default="", db_default="", help_text="was vor dem Senden gesagt wurde"
    )
    cost_most_cents = models.PositiveIntegerField(
        null=True, blank=True, help_text="die teuerste Stunde, die gesagt wurde; leer: kein Betrag"
    )
    form_token = models.UUIDField(null=True, blank=True, unique=True)
    end_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.HELP, Period.MONTHS_12, "resident", "category", "district", "urgency", "source", "asked_by"),
        keep(Purpose.HELP, Period.MONTHS_12, "caller_name", "caller_phone", "caller_relation", "wish_time"),
        keep(Purpose.HELP, Period.MONTHS_12, "knows", "notify", "contact", "wants_gender", "uses_relief"),
        keep(Purpose.HELP, Period.MONTHS_12, "wished_name", "wished"),
        keep(
            Purpose.HELP,
            Period.MONTHS_12,
            "deadline_on",
            "wants_regular",
            "needs_language",
            "end_reason",
            "urgent_by",
            "written_in",
        ),
        keep(Purpose.HELP, Period.MONTHS_6, "resident", "caller_name", "caller_phone", "wish_time", of="ohne Besuch"),
        keep(Purpose.HELP, Period.DAYS_30, "wish", "hints", "phrases"),
        not_personal("reference", "state", "cost_told", "cost_most_cents", "form_token", "created_at", "ended_at"),
        not_personal("urgent_at", "wished_at", "people_needed"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["", *RequestState.values]), name="request_state_is_known"),
            models.CheckConstraint(condition=Q(people_needed__in=(1, 2)), name="request_needs_one_or_two"),
        ]
        indexes = [
            models.Index(fields=["district", "created_at"], name="request_open", condition=Q(ended_at=None)),
            models.Index(fields=["resident", "-created_at"], name="request_of_resident"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def has_hints(self) -> bool:
        """There is something that may be told only with the consent that names it."""
        return bool(self.hints or self.phrases)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None
