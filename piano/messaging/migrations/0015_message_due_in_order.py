from django.db import migrations, models

WAITING = models.Q(("state__in", ["due", "claimed", "handover"]))


class Migration(migrations.Migration):
    """A hundred thousand messages that are due at the same second were sorted anew for every twenty that were claimed."""

    dependencies = [
        ("messaging", "0014_letters"),
    ]

    operations = [
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["channel", "priority", "not_before", "id"], condition=WAITING, name="message_due_in_order"
            ),
        ),
        migrations.RemoveIndex("message", "message_due_by_channel"),
    ]
