from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0043_taken_by_a_key"),
    ]

    operations = [
        migrations.AlterField(model_name="enrolment", name="language", field=models.CharField(max_length=10)),
    ]
