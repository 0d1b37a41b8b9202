"""The hours that piAno comes with: 8 to 20 o'clock, what rings in a pocket on Sundays later and shorter, overviews on weekdays."""

import datetime as dt

from django.db import migrations

DAY, SUNDAY = (dt.time(8), dt.time(20)), (dt.time(10), dt.time(18))
SHIPPED = {
    ("email", "b"): (DAY, DAY),
    ("sms", "b"): (DAY, SUNDAY),
    ("push", "b"): (DAY, SUNDAY),
    ("email", "c"): (DAY, (None, None)),
    ("sms", "c"): (DAY, (None, None)),
    ("push", "c"): (DAY, (None, None)),
}


def ship(apps, schema_editor):
    rows = apps.get_model("messaging", "WritingHours").objects
    for (channel, kind), ((opens, closes), (sunday_opens, sunday_closes)) in SHIPPED.items():
        times = {"opens": opens, "closes": closes, "sunday_opens": sunday_opens, "sunday_closes": sunday_closes}
        rows.get_or_create(channel=channel, message_class=kind, defaults=times)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0009_writing_hours")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
