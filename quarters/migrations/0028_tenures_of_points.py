"""What each meeting point says today about operator, landlord and address becomes its first dated row."""

from django.db import migrations

COPIED = ("operator_id", "landlord_id", "street", "postcode", "latitude", "longitude", "valid_from", "valid_until")


def copy(apps, schema_editor):
    tenure = apps.get_model("quarters", "Tenure")
    points = apps.get_model("quarters", "MeetingPoint").objects.filter(tenures=None)
    tenure.objects.bulk_create(
        tenure(meeting_point=point, **{name: getattr(point, name) for name in COPIED}) for point in points
    )


class Migration(migrations.Migration):
    dependencies = [("quarters", "0027_point_parts")]
    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
