"""When people of a silent idea were asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quarters", "0039_who_noted_a_block"),
    ]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
