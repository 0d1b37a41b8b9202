"""What each level asks for, as it stood in the code until now (domain 2): everywhere, and since ever."""

import datetime as dt

from django.db import migrations

ASKED = (
    ("A", "rules"),
    ("B", "identity"),
    ("B", "secrecy"),
    ("C", "record"),
    ("C", "insurance"),
    ("D", "extended_record"),
)
SINCE = dt.date(2000, 1, 1)


def write(apps, schema_editor):
    rule = apps.get_model("volunteers", "LevelRule")
    for level, kind in ASKED:
        rule.objects.get_or_create(level=level, state="", kind=kind, valid_from=SINCE)


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0028_level_rules")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
