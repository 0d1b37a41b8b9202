"""Dates of the programme, who registers for them, who waits."""

import django.contrib.postgres.fields
import django.db.models.deletion
import piano.kit.fields
import piano.kit.references
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quarters", "0033_shares_and_steps_are_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=120)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "left_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), blank=True, default=list, size=None
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="event_series_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=piano.kit.references.new_reference, editable=False, max_length=10, unique=True
                    ),
                ),
                ("series_day", models.DateField(blank=True, null=True)),
                (
                    "place",
                    models.CharField(
                        blank=True, help_text="where it is not in the meeting point itself", max_length=120
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("encounter", "Begegnung"),
                            ("meal", "Gemeinsames Essen"),
                            ("health", "Gesundheit"),
                            ("counselling", "Beratung"),
                            ("course", "Kurs"),
                            ("group", "Gruppe"),
                            ("trip", "Ausflug"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=100)),
                ("about", models.CharField(blank=True, max_length=600)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("needs_registration", models.BooleanField(default=False)),
                ("capacity", models.PositiveIntegerField(blank=True, null=True)),
                ("places_taken", models.PositiveIntegerField(default=0)),
                (
                    "turns",
                    models.PositiveIntegerField(default=0, help_text="how many have been drawn: the order of coming"),
                ),
                (
                    "came",
                    models.PositiveIntegerField(default=0, help_text="who was there; stays when the names are gone"),
                ),
                ("register_until", models.DateTimeField(blank=True, null=True)),
                ("max_companions", models.PositiveSmallIntegerField(default=0)),
                ("welcomes_neighbours", models.BooleanField(default=False)),
                ("has_meal", models.BooleanField(default=False)),
                ("price_cents", models.PositiveIntegerField(default=0)),
                (
                    "card_price_cents",
                    models.PositiveIntegerField(blank=True, help_text="with the „Kassel card“", null=True),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), blank=True, default=list, size=None
                    ),
                ),
                ("is_step_free", models.BooleanField(default=False)),
                ("has_lifts", models.BooleanField(default=False)),
                ("slot_minutes", models.PositiveSmallIntegerField(default=0)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("cancel_note", models.CharField(blank=True, max_length=200)),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, help_text="of RFC 5545: grows with each change that matters"
                    ),
                ),
                ("look_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="hosted_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programme",
                        to="quarters.meetingpoint",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="quarters.eventseries",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=piano.kit.references.new_reference, editable=False, max_length=10, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "angemeldet"),
                            ("asked", "Platz frei, Antwort steht aus"),
                            ("waiting", "auf der Warteliste"),
                            ("cancelled", "abgemeldet"),
                            ("lapsed", "nicht geantwortet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("turn", models.PositiveIntegerField()),
                ("places", models.PositiveSmallIntegerField(default=1)),
                ("slot_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lift",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Ich komme allein hin"),
                            ("wanted", "Ich suche jemanden, der mich hinbringt"),
                            ("offered", "Ich kann jemanden mitnehmen"),
                        ],
                        max_length=8,
                    ),
                ),
                ("lift_from", piano.kit.fields.EncryptedTextField(blank=True, default="")),
                (
                    "way",
                    models.CharField(
                        choices=[("web", "Internet"), ("phone", "Telefon"), ("door", "an der Tür")], max_length=5
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                ("confirm_by", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="registrations", to="quarters.event"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("is_neighbour", models.BooleanField(default=False)),
                ("meal", piano.kit.fields.EncryptedTextField(blank=True, default="")),
                ("allergies", piano.kit.fields.EncryptedTextField(blank=True, default="")),
                ("came_at", models.DateTimeField(blank=True, null=True)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to="quarters.registration"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["starts_at", "id"], name="event_in_order"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["meeting_point", "starts_at"], name="event_of_meeting_point"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False)), fields=["look_at"], name="event_look_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="event_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity", None), ("capacity__gt", 0), _connector="OR"),
                name="event_has_room_for_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity", None), ("places_taken__lte", models.F("capacity")), _connector="OR"),
                name="event_is_never_overbooked",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                fields=("series", "series_day"), name="event_once_per_day_of_its_series"
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["event", "state", "id"], name="registration_of_event"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("registered", "asked", "waiting"))),
                fields=("event", "person"),
                name="one_registration_per_event_and_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(fields=("event", "turn"), name="registration_turn_once_per_event"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slot_at__isnull", False), ("state__in", ("registered", "asked"))),
                fields=("event", "slot_at"),
                name="one_person_per_conversation",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(condition=models.Q(("places__gt", 0)), name="registration_takes_a_place"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "asked"), _negated=True), ("confirm_by__isnull", False), _connector="OR"
                ),
                name="who_is_asked_has_time_to_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(fields=("registration", "position"), name="seat_once_per_registration"),
        ),
    ]
