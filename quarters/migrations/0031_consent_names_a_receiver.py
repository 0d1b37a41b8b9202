"""A consent may name who receives what is told; conversions of flats are a purpose of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quarters", "0030_initiatives")]
    operations = [
        migrations.AddField(
            model_name="consent",
            name="receiver",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AlterField(
            model_name="consent",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("help", "Hilfe vermitteln und Angaben an Helfende geben"),
                    ("health", "Hinweise zur Gesundheit an Helfende geben"),
                    ("conversion", "Umbau: Wohnung, Maßnahmen, Termine und Beträge an den Vermieter geben"),
                ],
                max_length=10,
            ),
        ),
    ]
