"""Who lives near enough is found by an index over the box that each person reaches (volunteers.could)."""

from django.db import migrations

REACH = (
    "box(point(latitude - max_distance_m / 100000.0, longitude - max_distance_m / (100000.0 * cos(radians(latitude)))),"
    " point(latitude + max_distance_m / 100000.0, longitude + max_distance_m / (100000.0 * cos(radians(latitude)))))"
)


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0006_people_of_a_list")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX volunteer_reach ON volunteers_volunteer USING gist (({REACH})) WHERE state = 'active'",
            "DROP INDEX volunteer_reach",
        ),
    ]
