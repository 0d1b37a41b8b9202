"""Who came to a date without a name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quarters", "0040_silent_ideas"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="walk_ins",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, help_text="who was there besides, without a name"
            ),
        ),
    ]
