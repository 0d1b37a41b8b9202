"""The programme of the meeting points: what happens there, on which day, and how many find a place."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from piano.kit.references import new_reference
from piano.kit.retention import Period, Purpose, keep, not_personal


class EventKind(models.TextChoices):
    ENCOUNTER = "encounter", _("Begegnung")
    MEAL = "meal", _("Gemeinsames Essen")
    HEALTH = "health", _("Gesundheit")
    COUNSELLING = "counselling", _("Beratung")
    COURSE = "course", _("Kurs")
    GROUP = "group", _("Gruppe")
    TRIP = "trip", _("Ausflug")


class EventSeries(models.Model):
    """What repeats: an RRULE in local time with a last day. Its dates are `Event` rows of their own, which may be moved, called
    off or left out one by one; the rule is kept to say it and to plan on.
    """

    rule = models.CharField(max_length=120)
    first_day = models.DateField()
    last_day = models.DateField()
    left_out = ArrayField(models.DateField(), default=list, blank=True)

    retention = [not_personal("rule", "first_day", "last_day", "left_out")]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="event_series_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.rule


class EventQuerySet(models.QuerySet["Event"]):
    def ahead(self, now: dt.datetime) -> Any:
        """What is not over, also what was called off: people look for it."""
        return self.filter(ends_at__gt=now)

    def standing(self) -> Any:
        return self.filter(cancelled_at=None)

    def in_order(self) -> Any:
        return self.order_by("starts_at", "pk")

    def with_place(self) -> Any:
        return self.select_related("meeting_point__district", "series")

    def with_street(self) -> Any:
        """For a calendar of many: where it is, and nothing else beside it."""
        rows = self.select_related(None).select_related("meeting_point")
        return rows.prefetch_related("meeting_point__tenures")

    def with_address(self) -> Any:
        return self.with_place().prefetch_related("meeting_point__tenures")


class Event(models.Model):
    """One date of the programme. Every date carries its own facts: a moved or changed one says what holds for it.

    `capacity` None: as many as like. `places_taken` counts seats of who is registered and of who is asked to confirm, under the
    lock of this row. `slot_minutes` > 0: single conversations one after the other; only `host` reads who comes. `look_at` is the
    next moment at which the waiting list has to be looked at.
    """

    reference = models.CharField(max_length=10, unique=True, default=new_reference, editable=False)
    series = models.ForeignKey(EventSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    series_day = models.DateField(null=True, blank=True)
    meeting_point = models.ForeignKey("quarters.MeetingPoint", on_delete=models.PROTECT, related_name="programme")
    place = models.CharField(max_length=120, blank=True, help_text="where it is not in the meeting point itself")
    kind = models.CharField(max_length=12, choices=EventKind.choices)
    title = models.CharField(max_length=100)
    about = models.CharField(max_length=600, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    needs_registration = models.BooleanField(default=False)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    places_taken = models.PositiveIntegerField(default=0)
    turns = models.PositiveIntegerField(default=0, help_text="how many have been drawn: the order of coming")
    came = models.PositiveIntegerField(default=0, help_text="who was there; stays when the names are gone")
    walk_ins = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="who was there besides, without a name"
    )
    register_until = models.DateTimeField(null=True, blank=True)
    max_companions = models.PositiveSmallIntegerField(default=0)
    welcomes_neighbours = models.BooleanField(default=False)
    has_meal = models.BooleanField(default=False)
    price_cents = models.PositiveIntegerField(default=0)
    card_price_cents = models.PositiveIntegerField(null=True, blank=True, help_text="with the „Kassel card“")
    languages = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    is_step_free = models.BooleanField(default=False)
    has_lifts = models.BooleanField(default=False)
    slot_minutes = models.PositiveSmallIntegerField(default=0)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="hosted_events"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_note = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0, help_text="of RFC 5545: grows with each change that matters")
    look_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    retention = [
        not_personal("reference", "series", "series_day", "meeting_point", "place", "kind", "title", "about"),
        not_personal("starts_at", "ends_at", "needs_registration", "capacity", "places_taken", "register_until"),
        not_personal("max_companions", "welcomes_neighbours", "has_meal", "price_cents", "card_price_cents"),
        not_personal("languages", "is_step_free", "has_lifts", "slot_minutes", "cancelled_at", "cancel_note"),
        not_personal("sequence", "turns", "came", "walk_ins", "look_at", "created_at"),
        keep(Purpose.DUTY, Period.MONTHS_12, "host", "planned_by"),
    ]
    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gt=0), name="event_has_room_for_somebody"),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(places_taken__lte=F("capacity")), name="event_is_never_overbooked"
            ),
            models.UniqueConstraint(fields=["series", "series_day"], name="event_once_per_day_of_its_series"),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="event_in_order"),
            models.Index(fields=["meeting_point", "starts_at"], name="event_of_meeting_point"),
            models.Index(fields=["look_at"], name="event_look_due", condition=Q(look_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("quarters:event", args=[self.reference])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_confidential(self) -> bool:
        """Single conversations: who comes is read by the host alone."""
        return self.slot_minutes > 0

    @property
    def free_places(self) -> int | None:
        """None: as many as like."""
        return None if self.capacity is None else max(self.capacity - self.places_taken, 0)

    @property
    def is_full(self) -> bool:
        return self.free_places == 0

    @property
    def closes_at(self) -> dt.datetime:
        """Until when one may register by oneself."""
        return self.register_until or self.starts_at

    @property
    def most_companions(self) -> int:
        """Whoever may bring a neighbour may bring at least that one."""
        return 0 if self.is_confidential else max(self.max_companions, int(self.welcomes_neighbours))

    @property
    def is_free_of_charge(self) -> bool:
        return self.price_cents == 0
