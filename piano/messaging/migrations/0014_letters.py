"""Messages on paper: those of a day wait together until they are in the letter box."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [
    ("due", "fällig"),
    ("claimed", "in Arbeit"),
    ("handover", "wird übergeben"),
    ("sent", "gesendet"),
    ("delivered", "zugestellt"),
    ("unclear", "ungewiss"),
    ("failed", "nicht zustellbar"),
    ("given_up", "aufgegeben"),
    ("gathered", "wartet auf die Übersicht"),
    ("on_list", "auf der Anrufliste"),
    ("to_post", "liegt als Brief bereit"),
    ("expired", "überholt"),
    ("cancelled", "zurückgezogen"),
]
KNOWN = models.CheckConstraint(
    condition=models.Q(("state__in", [state for state, _ in STATES])), name="message_state_is_known"
)


def letters_are_called(apps, schema_editor):
    """On the way back: whoever waits for a letter is due by phone."""
    rows = apps.get_model("messaging", "Message").objects.filter(channel="letter")
    rows.filter(state="to_post").update(state="due", channel="phone")


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0013_overviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField("message", "state", models.CharField(choices=STATES, default="due", max_length=10)),
        migrations.RemoveConstraint("message", "message_state_is_known"),
        migrations.AddConstraint("message", KNOWN),
        migrations.RunPython(migrations.RunPython.noop, letters_are_called),
        migrations.CreateModel(
            name="PaperLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("posted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="letter", to="messaging.message"
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("posted_at", None)), fields=["day"], name="letter_waiting")
                ]
            },
        ),
    ]
