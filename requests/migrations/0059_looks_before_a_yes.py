"""Looks before a yes, on lists and at a shut door are named: choices alone, no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests", "0058_looks_at_an_address")]

    operations = [
        migrations.AlterField(
            model_name="contactlook",
            name="seen_on",
            field=models.CharField(
                choices=[
                    ("street", "Straße, vor der Zusage"),
                    ("page", "Seite des Besuchs"),
                    ("sheet", "Besuchszettel"),
                    ("week", "Wochenblatt"),
                    ("list", "Liste der Besuche"),
                    ("door", "Niemand öffnet"),
                ],
                max_length=6,
            ),
        ),
    ]
