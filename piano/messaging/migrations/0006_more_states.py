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
    ("on_list", "auf der Anrufliste"),
    ("expired", "überholt"),
    ("cancelled", "zurückgezogen"),
]


def back_to_known_states(apps, schema_editor):
    """On the way back: what was delivered was sent, what nobody could deliver is over."""
    rows = apps.get_model("messaging", "Message").objects
    rows.filter(state="delivered").update(state="sent")
    rows.filter(state__in=["unclear", "failed", "given_up"]).update(state="cancelled")
    rows.exclude(channel__in=["email", "phone"]).update(channel="email")


KNOWN = models.CheckConstraint(
    condition=models.Q(("state__in", [state for state, _ in STATES])), name="message_state_is_known"
)


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0005_attempts"),
    ]

    operations = [
        migrations.AlterField("message", "state", models.CharField(choices=STATES, default="due", max_length=10)),
        migrations.AlterField("message", "channel", models.CharField(max_length=10)),
        migrations.RemoveConstraint("message", "message_state_is_known"),
        migrations.AddConstraint("message", KNOWN),
        migrations.RunPython(migrations.RunPython.noop, back_to_known_states),
        migrations.AddIndex(
            "message",
            models.Index(
                models.F("channel"),
                models.F("priority"),
                models.F("not_before"),
                condition=models.Q(("state__in", ["due", "claimed", "handover"])),
                name="message_due_by_channel",
            ),
        ),
        migrations.RemoveIndex("message", "message_due"),
    ]
