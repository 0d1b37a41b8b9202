from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0037_a_failing_series_waits"),
    ]

    operations = [
        migrations.AddField(
            model_name="helprequest",
            name="wants_regular",
            field=models.BooleanField(
                db_default=False, default=False, help_text="regelmäßig gewünscht, wie oft ist noch zu fragen"
            ),
        ),
    ]
