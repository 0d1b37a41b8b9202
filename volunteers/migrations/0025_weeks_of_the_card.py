"""Over how many weeks the five hours of the Ehrenamts-Card are averaged: a proposal, as an amount like the others."""

import datetime as dt

from django.db import migrations

SOURCE = "Vorschlag: Durchschnitt eines halben Jahres; was gilt, entscheidet die Stadt"


def write_weeks(apps, schema_editor):
    rows = apps.get_model("volunteers", "DatedValue").objects
    rest = {"value": 26, "source": SOURCE, "valid_until": None}
    rows.get_or_create(kind="card_weeks", organisation=None, valid_from=dt.date(2020, 1, 1), defaults=rest)


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0024_card_by_weeks")]
    operations = [migrations.RunPython(write_weeks, migrations.RunPython.noop)]
