"""Whoever had left before the day was noted is taken to have left today."""

from django.db import migrations

NOTE = "UPDATE volunteers_volunteer SET left_on = (piano_now() AT TIME ZONE 'Europe/Berlin')::date WHERE state = 'left' AND left_on IS NULL"


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0002_left_on"), ("kit", "0002_clock_and_plain_text")]
    operations = [migrations.RunSQL(NOTE, migrations.RunSQL.noop)]
