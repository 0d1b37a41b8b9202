"""Which steps somebody needs, by where she helps (domain 2 and 3.2). A city changes them in the panel."""

from django.db import migrations

AT_THE_POINT = ("talk", "rules")
AT_THE_DOOR = (*AT_THE_POINT, "identity", "secrecy", "card")
IN_THE_FLAT = (*AT_THE_DOOR, "references", "record", "insurance", "training", "first_visit")
STEPS = {"A": AT_THE_POINT, "B": AT_THE_DOOR, "C": IN_THE_FLAT, "D": (*IN_THE_FLAT, "extended_record")}


def write(apps, schema_editor):
    rule = apps.get_model("volunteers", "PathRule")
    for level, steps in STEPS.items():
        for step in steps:
            rule.objects.get_or_create(level=level, step=step)


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0016_paths")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
