"""Who said of a letter that it was not in the letter box after all, and when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0015_message_due_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "paperletter",
            "taken_back_at",
            models.DateTimeField(
                null=True, blank=True, help_text="the last time: it was not in the letter box after all"
            ),
        ),
        migrations.AddField(
            "paperletter",
            "taken_back_by",
            models.ForeignKey(
                settings.AUTH_USER_MODEL,
                on_delete=django.db.models.deletion.SET_NULL,
                null=True,
                blank=True,
                related_name="+",
            ),
        ),
    ]
