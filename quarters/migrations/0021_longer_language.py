from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("quarters", "0020_talking"),
    ]

    operations = [
        migrations.AlterField(model_name="consent", name="language", field=models.CharField(max_length=10)),
        migrations.AlterField(model_name="trust", name="language", field=models.CharField(max_length=10)),
    ]
