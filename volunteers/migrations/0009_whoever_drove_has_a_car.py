"""„Führerschein und Auto“ was one tick; now it is two. Whoever had ticked it has both."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0008_who_may")]
    operations = [
        migrations.RunSQL(
            "UPDATE volunteers_volunteer SET has_car = true WHERE has_licence",
            "UPDATE volunteers_volunteer SET has_licence = false WHERE NOT has_car",
        ),
    ]
