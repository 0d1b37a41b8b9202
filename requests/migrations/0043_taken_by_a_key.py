"""A machine called, and whoever has duty pressed a key."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0042_people_who_help_are_ehrenamtliche")]

    operations = [
        migrations.AlterField(
            model_name="alertlook",
            name="step",
            field=models.CharField(
                choices=[
                    ("opened", "Link geöffnet"),
                    ("wrong_pin", "PIN falsch"),
                    ("by_key", "am Telefon übernommen"),
                    ("accepted", "mit PIN übernommen"),
                    ("details", "Name und Adresse angesehen"),
                ],
                max_length=10,
            ),
        ),
    ]
