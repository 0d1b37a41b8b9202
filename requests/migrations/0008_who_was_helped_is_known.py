"""Whoever was helped before this step existed is known: somebody was there."""

from django.db import migrations
from django.db.models import Max


def note_who_is_known(apps, schema_editor):
    Visit = apps.get_model("requests", "Visit")
    Acquaintance = apps.get_model("quarters", "Acquaintance")
    met = Acquaintance.objects.values("resident")
    helped = Visit.objects.filter(state="done").exclude(help_request__resident__in=met)
    rows = helped.values("help_request__resident").annotate(last=Max("ended_at")).order_by()
    Acquaintance.objects.bulk_create(
        Acquaintance(
            resident_id=row["help_request__resident"], met_on=row["last"].date(), visited_on=row["last"].date()
        )
        for row in rows
    )


class Migration(migrations.Migration):
    dependencies = [("requests", "0007_held_until_known"), ("quarters", "0004_acquaintance")]
    operations = [migrations.RunPython(note_who_is_known, migrations.RunPython.noop)]
