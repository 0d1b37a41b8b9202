from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows whose sweeper never came back are looked for before every claim: not among all that are due."""

    dependencies = [
        ("messaging", "0010_shipped_hours"),
    ]

    operations = [
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["channel", "lease_until"],
                condition=models.Q(("state__in", ["claimed", "handover"])),
                name="message_leased",
            ),
        ),
    ]
