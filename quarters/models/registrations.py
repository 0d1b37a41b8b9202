"""Who has registered for a date of the programme, with whom, and who waits for a place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from piano.kit.fields import EncryptedTextField
from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class RegistrationState(models.TextChoices):
    REGISTERED = "registered", _("angemeldet")
    ASKED = "asked", _("Platz frei, Antwort steht aus")
    WAITING = "waiting", _("auf der Warteliste")
    CANCELLED = "cancelled", _("abgemeldet")
    LAPSED = "lapsed", _("nicht geantwortet")


HOLDING = (RegistrationState.REGISTERED, RegistrationState.ASKED)  # these have places
STANDING = (*HOLDING, RegistrationState.WAITING)


class RegisteredBy(models.TextChoices):
    WEB = "web", "Internet"
    PHONE = "phone", "Telefon"
    DOOR = "door", "an der Tür"


class Lift(models.TextChoices):
    NONE = "", _("Ich komme allein hin")
    WANTED = "wanted", _("Ich suche jemanden, der mich hinbringt")
    OFFERED = "offered", _("Ich kann jemanden mitnehmen")


class Meal(models.TextChoices):
    ANY = "any", _("Ich esse alles")
    NO_PORK = "no_pork", _("Ohne Schweinefleisch")
    NO_MEAT = "no_meat", _("Ohne Fleisch")
    VEGAN = "vegan", _("Ohne Fleisch, Milch und Ei")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def standing(self) -> Any:
        return self.filter(state__in=STANDING)

    def waiting_in_order(self) -> Any:
        """Who came first waits first."""
        return self.filter(state=RegistrationState.WAITING).order_by("turn")


class Registration(models.Model):
    """One person and whoever she brings along, for one date. `places` counts her `Seat` rows.

    `turn` is the order of coming, drawn under the lock of the event.
    `confirm_by`: until when a place that became free is kept for her. `slot_at`: the beginning of her conversation.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    event = models.ForeignKey("quarters.Event", on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="registrations")
    state = models.CharField(max_length=10, choices=RegistrationState.choices)
    turn = models.PositiveIntegerField()
    places = models.PositiveSmallIntegerField(default=1)
    slot_at = models.DateTimeField(null=True, blank=True)
    lift = models.CharField(max_length=8, choices=Lift.choices, blank=True)
    lift_from = EncryptedTextField(blank=True, default="")
    way = models.CharField(max_length=5, choices=RegisteredBy.choices)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    registered_at = models.DateTimeField()
    confirm_by = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_3, "event", "person", "state", "places", "slot_at", "lift", "lift_from"),
        keep(Purpose.CONTACT, Period.MONTHS_3, "way", "written_by", "registered_at", "confirm_by", "ended_at"),
        not_personal("reference", "turn"),
    ]
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=STANDING),
                name="one_registration_per_event_and_person",
            ),
            models.UniqueConstraint(fields=["event", "turn"], name="registration_turn_once_per_event"),
            models.UniqueConstraint(
                fields=["event", "slot_at"],
                condition=Q(state__in=HOLDING, slot_at__isnull=False),
                name="one_person_per_conversation",
            ),
            models.CheckConstraint(condition=Q(places__gt=0), name="registration_takes_a_place"),
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(confirm_by__isnull=False), name="who_is_asked_has_time_to_answer"
            ),
        ]
        indexes = [models.Index(fields=["event", "state", "id"], name="registration_of_event")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING


class Seat(models.Model):
    """One place: whoever registered (`position` 0), or somebody who comes along. What she eats is health data: sealed, for the
    kitchen alone, gone two weeks after the day.
    """

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="seats")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    is_neighbour = models.BooleanField(default=False)
    meal = EncryptedTextField(blank=True, default="")
    allergies = EncryptedTextField(blank=True, default="")
    came_at = models.DateTimeField(null=True, blank=True)

    retention = [
        keep(Purpose.CONTACT, Period.MONTHS_3, "registration", "position", "name", "is_neighbour", "came_at"),
        keep(Purpose.HELP, Period.DAYS_14, "meal", "allergies"),
    ]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "position"], name="seat_once_per_registration")]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.position}"
