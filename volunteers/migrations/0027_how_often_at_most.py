"""How often somebody comes at most, counted by week or month. Nothing said: as often as her hours allow."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0026_ceilings_and_amounts_hold")]

    operations = [
        migrations.AddField(
            model_name="volunteer",
            name="most_visits",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Besuche höchstens"),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="most_visits_in",
            field=models.CharField(
                choices=[("week", "Woche"), ("month", "Monat")],
                db_default="week",
                default="week",
                max_length=5,
                verbose_name="gezählt je",
            ),
        ),
        migrations.AddConstraint(
            model_name="volunteer",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_visits", None), ("most_visits__gte", 1), _connector="OR"),
                name="volunteer_comes_at_least_once",
            ),
        ),
    ]
