"""Somebody may wish letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quarters", "0025_reach_by_push")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="reach",
            field=models.CharField(
                choices=[
                    ("email", "E-Mail"),
                    ("sms", "SMS"),
                    ("push", "Nachricht auf das Gerät"),
                    ("phone", "Anruf"),
                    ("letter", "Brief"),
                ],
                default="email",
                max_length=10,
                verbose_name="Nachrichten per",
            ),
        ),
    ]
