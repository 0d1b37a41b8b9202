from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0036_one_of_two"),
    ]

    operations = [
        migrations.AddField(
            model_name="series",
            name="attempt",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text="wie oft das Nachsehen misslang"),
        ),
    ]
