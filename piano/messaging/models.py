"""The outbox and the phone list."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from piano.kit.retention import Period, Purpose, keep, not_personal


class MessageState(models.TextChoices):
    DUE = "due", "fällig"
    CLAIMED = "claimed", "in Arbeit"
    HANDOVER = "handover", "wird übergeben"
    SENT = "sent", "gesendet"
    DELIVERED = "delivered", "zugestellt"
    UNCLEAR = "unclear", "ungewiss"
    FAILED = "failed", "nicht zustellbar"
    GIVEN_UP = "given_up", "aufgegeben"
    GATHERED = "gathered", "wartet auf die Übersicht"
    ON_LIST = "on_list", "auf der Anrufliste"
    TO_POST = "to_post", "liegt als Brief bereit"
    EXPIRED = "expired", "überholt"
    CANCELLED = "cancelled", "zurückgezogen"


TOLD_STATES = (MessageState.SENT, MessageState.DELIVERED)
UNTOLD_STATES = (
    MessageState.UNCLEAR,
    MessageState.FAILED,
    MessageState.GIVEN_UP,
)  # of an overview: nobody calls for it
FINAL_STATES = (*TOLD_STATES, *UNTOLD_STATES, MessageState.EXPIRED, MessageState.CANCELLED)


class MessageClass(models.TextChoices):
    """How a message is treated when the outcome of a hand-over is unclear (reliability 2.4), and in quiet hours."""

    URGENT = "a", "dringend"
    NORMAL = "b", "üblich"
    DIGEST = "c", "Übersicht"


class Channel(models.TextChoices):
    """The two that the rooms above name. All of them, with their names in words: `piano.messaging.channels`."""

    EMAIL = "email", "E-Mail"
    PHONE = "phone", "Anruf"


class Message(models.Model):
    """One message owed to one person for one reason about one subject. Its words are made when it is handed over."""

    reason = models.CharField(max_length=40)
    subject = models.CharField(max_length=60, help_text="kind:id of the row it is about, for example offer:17")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages")
    slot = models.CharField(max_length=40, blank=True, help_text="tells two messages of one reason and subject apart")
    message_class = models.CharField(max_length=1, choices=MessageClass.choices)
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.DUE)
    priority = models.SmallIntegerField(default=5)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    unclear_count = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    last_error = models.CharField(max_length=300, blank=True)
    trace = models.CharField(max_length=36, blank=True, default="", db_default="", help_text="under which it was begun")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    sample: Any = None  # of an invented message that is only shown: its reason (`reasons.reason_of`)

    retention = [
        keep(Purpose.CONTACT, Period.DAYS_30, "recipient", "reason", "subject", "slot", "channel", "last_error"),
        not_personal("message_class", "state", "priority", "not_before", "expires_at", "attempt", "unclear_count"),
        not_personal("lease_until", "lease_token", "message_id", "created_at", "sent_at", "trace"),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reason", "subject", "recipient", "slot"],
                condition=~Q(state="cancelled"),
                name="message_owed_once_per_reason_subject_person",
            ),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["subject"], name="message_subject"),
            models.Index(
                fields=["recipient"],
                name="message_line_of_an_overview",
                condition=Q(state="gathered") | Q(state="handover", lease_until=None),
            ),
            BrinIndex(fields=["created_at"], name="message_created_at", autosummarize=True),
            models.Index(
                fields=["channel", "priority", "not_before", "id"],
                name="message_due_in_order",
                condition=Q(state__in=["due", "claimed", "handover"]),
            ),
            models.Index(
                fields=["channel", "lease_until"],
                name="message_leased",
                condition=Q(state__in=["claimed", "handover"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.subject} {self.state}"


class Outcome(models.TextChoices):
    OPEN = "open", "läuft"
    SENT = "sent", "angenommen"
    DELIVERED = "delivered", "zugestellt"
    UNCLEAR = "unclear", "ungewiss"
    PUT_OFF = "put_off", "später noch einmal"
    FAILED = "failed", "nicht zustellbar"


class Attempt(models.Model):
    """One try to hand a message over on one channel. `error` is the kind of a failure, never its words."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    channel = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField(help_text="the so-many-th try on this channel")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    reference = models.CharField(max_length=120, blank=True, help_text="what the channel's receipts call it")
    error = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=1, blank=True, default="", db_default="", help_text="the key that was pressed")

    retention = [
        keep(Purpose.CONTACT, Period.DAYS_30, "message", "channel", "reference", "answer"),
        not_personal("number", "started_at", "ended_at", "outcome", "error"),
    ]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="attempt_outcome_is_known"),
        ]
        indexes = [
            models.Index(fields=["channel", "reference"], name="attempt_reference", condition=~Q(reference="")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.number} {self.outcome}"


class Pace(models.Model):
    """The moment from which a channel with a limited rate may hand over again, for all processes together."""

    channel = models.CharField(max_length=10, unique=True)
    free_at = models.DateTimeField()

    retention = [not_personal("channel", "free_at")]

    def __str__(self) -> str:
        return self.channel


class CallState(models.TextChoices):
    OPEN = "open", "offen"
    REACHED = "reached", "erreicht"
    GIVEN_UP = "given_up", "nicht erreicht"


class Call(models.Model):
    """A row of the phone list: a person whom a human has to call, because the message cannot go another way."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="call")
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.OPEN)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.CONTACT, Period.DAYS_30, "message", "done_by"),
        not_personal("state", "due_at", "tries", "done_at"),
    ]

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="call_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"call {self.pk} {self.state}"


class Heartbeat(models.Model):
    """When which sweep last committed. /health/ready reads it."""

    name = models.CharField(max_length=40, unique=True)
    beat_at = models.DateTimeField()

    retention = [not_personal("name", "beat_at")]

    def __str__(self) -> str:
        return self.name


class Tick(models.Model):
    """One row per periodic job and slot: two schedulers carry a slot out once."""

    job = models.CharField(max_length=40)
    slot = models.BigIntegerField()
    taken_at = models.DateTimeField(db_default=Now())

    retention = [not_personal("job", "slot", "taken_at")]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="tick_once_per_job_and_slot")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"


from piano.messaging.channels.letter.models import PaperLetter  # noqa: E402, F401  a table of this room
from piano.messaging.channels.push.models import Device  # noqa: E402, F401  a table of this room
from piano.messaging.times.models import WritingHours  # noqa: E402, F401
