"""Which key somebody pressed when a machine called her."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0007_devices")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="answer",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="the key that was pressed", max_length=1
            ),
        ),
    ]
