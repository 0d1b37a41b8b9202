"""A helper may be named at her meeting point, by first name, when she wishes it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("helpers", "0008_rota"),
    ]

    operations = [
        migrations.AddField(
            model_name="helper",
            name="is_named",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
